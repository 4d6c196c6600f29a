"""Money with traders as text: cells of lists, the documents behind entries, tags of their states."""

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from harvests.models import Claim, TraderEntry, TraderOrder, shipment_code
from harvests.models.orders import order_code
from harvests.rules.claims import AGREED, OPEN, REFUSED, VOID

CLAIM_TAGS = {OPEN: "tag-warn", AGREED: "", REFUSED: "tag-quiet", VOID: "tag-bad"}


class Cell(NamedTuple):
    """One cell of a list: its text, what a download takes instead, where it leads, what stands small below."""

    text: str
    raw: object = None
    url: str = ""
    number: bool = False
    under: str = ""
    tag: str | None = None
    wrap: bool = False

    @property
    def exact(self):
        """What a download takes."""
        return self.text if self.raw is None else self.raw


def money(vnd: int | None) -> Cell:
    """A cell of dong."""
    return Cell("–" if not vnd else showing.dong_plain(vnd), vnd or 0, number=True)


def kilograms(grams: int) -> Cell:
    """A cell of kilograms; a download takes grams."""
    return Cell(showing.kg(grams, least=0) if grams else "–", grams, number=True)


def order_cell(slug: str, year: int | None, number: int | None) -> Cell:
    """A cell that leads to an order; empty without one."""
    if number is None:
        return Cell("")
    code = order_code(year, number)
    return Cell(code, url=reverse("order-page", args=[slug, code]))


def code_of_shipment(row: dict) -> str:
    """The number of the shipment that a listed receivable is for; "" without one."""
    number = row["shipment__number"]
    return "" if number is None else shipment_code(row["shipment__year"], number)


def in_currency(minor: int, currency: str) -> str:
    """An amount in the currency of its document."""
    return showing.usd(minor) if currency == TraderOrder.Currency.USD else showing.dong(minor)


def document_of(slug: str, entry: TraderEntry) -> dict:
    """The document behind an entry: its number, address and words; a reversal names what it takes back."""
    source = entry.reverses or entry
    found = _document(slug, source)
    if entry.reverses_id:
        found["words"] = " · ".join(part for part in (_("taken back"), found["words"], entry.note) if part)
    return found


def _document(slug: str, entry: TraderEntry) -> dict:
    if row := entry.receivable:
        parts = (row.order and row.order.code, row.shipment and row.shipment.code, row.invoice_no, row.note)
        return _named(slug, "receivable-page", row, _("fruit sold"), parts)
    if row := entry.receipt:
        return _named(slug, "receipt-page", row, _("received"), (row.get_means_display(), row.reference, row.note))
    if row := entry.claim:
        return _named(slug, "claim-page", row, _("claim credited"), (row.receivable.code, row.get_kind_display()))
    if row := entry.deposit:
        return _named(slug, "deposit-page", row, _("deposit received"), (row.order.code, row.reference))
    move = entry.move
    against = move.receivable.code if move.receivable else move.reason
    return _named(slug, "deposit-page", move.deposit, _("deposit"), (move.get_kind_display(), against))


def _named(slug: str, page: str, row, what: str, parts: Iterable) -> dict:
    words = " · ".join(str(part) for part in (what, *parts) if part)
    return {"code": row.code, "url": reverse(page, args=[slug, row.pk]), "words": words}


def shown_claim(slug: str, row: Claim) -> dict:
    """A claim as a row of the receivable's page."""
    return {
        "url": reverse("claim-page", args=[slug, row.pk]),
        "code": row.code,
        "day": showing.day(row.day),
        "kind": row.get_kind_display(),
        "kg": showing.kg(row.grams, least=0) if row.grams else "–",
        "asked": showing.dong_plain(row.asked_vnd),
        "agreed": showing.dong_plain(row.agreed_vnd) if row.agreed_vnd else "–",
        "status": row.get_status_display(),
        "tag": CLAIM_TAGS[row.status],
    }
