"""Facts about money that came in from traders: the list, and one receipt with what it settled."""

from django.db.models import F, Q, QuerySet

from coopsite.formats.text import search_words
from growers.models import Cooperative
from harvests.models import Receipt, ReceiptShare, Trader
from harvests.queries.trader_ledger import numbered

FREE = F("amount_vnd") - F("applied_vnd")
LISTED = (
    "pk", "year", "number", "day", "trader", "trader__name", "amount_vnd", "free", "means", "reference", "void_reason",
)  # fmt: skip


def receipts(coop: Cooperative, *, search: str = "", state: str = "", trader: Trader | None = None) -> QuerySet:
    """Receipts, the newest first; `state` is free (a part stands on account), void, or "" for all that stand."""
    rows = Receipt.objects.of(coop).annotate(free=FREE)
    for word in search_words(search):
        rows = rows.filter(Q(trader__search_key__contains=word) | Q(reference__icontains=word) | numbered(word))
    if trader:
        rows = rows.filter(trader=trader)
    rows = rows.exclude(void_reason="") if state == "void" else rows.filter(void_reason="")
    if state == "free":
        rows = rows.filter(free__gt=0)
    return rows.order_by("-day", "-pk")


def receipt_by_id(coop: Cooperative, pk: int) -> Receipt | None:
    """One receipt with its trader."""
    return Receipt.objects.of(coop).select_related("trader", "made_by", "cooperative").filter(pk=pk).first()


def shares_of(receipt: Receipt) -> list[ReceiptShare]:
    """What a receipt settled, taken back ones too."""
    rows = ReceiptShare.objects.of(receipt.cooperative_id).filter(receipt=receipt)
    return list(rows.select_related("receivable").order_by("receivable__due_on", "pk"))


def share_by_id(receipt: Receipt, pk: int) -> ReceiptShare | None:
    """One share of a receipt."""
    rows = ReceiptShare.objects.of(receipt.cooperative_id).filter(receipt=receipt, pk=pk)
    return rows.select_related("receivable").first()
