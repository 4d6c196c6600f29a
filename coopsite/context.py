"""What every template may know about the site itself."""

from django.conf import settings
from django.http import HttpRequest

# The group of the menu that a section belongs to: the first words of an address, as many as stand here.
GROUPS = {
    section: group
    for group, sections in {
        "fruit": ("harvests", "harvests/waiting", "prices", "seasons", "crates"),
        "land": ("households", "plots", "areas", "diary", "inputs", "limits"),
        "permits": (
            "permits", "certificates", "bodies", "houses", "marks", "eligibility", "balance", "documents", "visits",
        ),
        "packing": ("lots", "shipments", "trace", "recalls", "products", "dossiers"),
        "trade": ("orders", "orders/availability", "traders", "events", "programmes"),
        "debts": ("money/traders", "money/deposits", "money/receivables", "money/receipts", "money/claims"),
        "money": (
            "money/runs", "money/accounts", "money/documents", "money/credit", "inputs/stock", "inputs/sales",
            "money/bank-files", "money/links",
        ),
        "books": ("money/purchases", "money/months", "money/journal", "surplus", "capital", "register"),
        "office": ("import", "exports", "settings"),
    }.items()
    for section in sections
}  # fmt: skip


def section_of(path: str) -> str:
    """The longest entry of the menu that an address below a co-operative's begins with, else its first word."""
    words = path.split("/")[3:]
    begins = ("/".join(words[:many]) for many in range(len(words), 0, -1))
    return next((section for section in begins if section in GROUPS), words[0] if words else "")


def site(request: HttpRequest) -> dict:
    """The seat of a signed-in member (or None), section and menu group of its pages, whether the day stands still."""
    seat = getattr(request, "seat", None)
    section = section_of(request.path) if seat else ""
    return {
        "seat": seat,
        "coop": seat and seat.cooperative,
        "section": section,
        "group": GROUPS.get(section, ""),
        "demo_today": settings.DEMO_TODAY,
    }
