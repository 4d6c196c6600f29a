"""What every template may know about the site itself."""

from django.conf import settings
from django.http import HttpRequest

# The group of the menu that a section, the first word of an address, belongs to.
GROUPS = {
    section: group
    for group, sections in {
        "fruit": ("harvests", "prices", "seasons", "crates"),
        "land": ("households", "plots", "areas", "diary", "inputs", "limits"),
        "permits": ("permits", "certificates", "bodies", "houses", "marks", "eligibility", "balance"),
        "packing": ("lots", "shipments", "trace", "recalls", "products", "dossiers"),
        "trade": ("orders", "traders"),
        "office": ("import", "exports", "settings"),
    }.items()
    for section in sections
}


def site(request: HttpRequest) -> dict:
    """The seat of a signed-in member (or None), section and menu group of its pages, whether the day stands still."""
    seat = getattr(request, "seat", None)
    parts = request.path.split("/")
    section = parts[3] if seat and len(parts) > 3 else ""
    return {
        "seat": seat,
        "coop": seat and seat.cooperative,
        "section": section,
        "group": GROUPS.get(section, ""),
        "demo_today": settings.DEMO_TODAY,
    }
