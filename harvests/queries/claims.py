"""Facts about claims: the list, and one with the receivable it is about."""

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Cooperative
from harvests.models import Claim, Trader
from harvests.queries.trader_ledger import numbered

LISTED = (
    "pk", "year", "number", "day", "kind", "status", "grams", "asked_vnd", "agreed_vnd", "receivable",
    "receivable__year", "receivable__number", "receivable__trader", "receivable__trader__name",
)  # fmt: skip


def claims(coop: Cooperative, *, search: str = "", state: str = "open", trader: Trader | None = None) -> QuerySet:
    """Claims, the newest first; `state` is a status, or all."""
    rows = Claim.objects.of(coop)
    for word in search_words(search):
        rows = rows.filter(Q(receivable__trader__search_key__contains=word) | numbered(word))
    if trader:
        rows = rows.filter(receivable__trader=trader)
    if state != "all":
        rows = rows.filter(status=state or "open")
    return rows.order_by("-day", "-pk")


def sums_of(rows: QuerySet) -> dict[str, int]:
    """Number, grams, dong asked and agreed of a list. One statement."""
    return rows.order_by().aggregate(
        n=Count("pk"), grams=Coalesce(Sum("grams"), 0), asked=Coalesce(Sum("asked_vnd"), 0),
        agreed=Coalesce(Sum("agreed_vnd"), 0),
    )  # fmt: skip


def claim_by_id(coop: Cooperative, pk: int) -> Claim | None:
    """One claim with its receivable, trader and shipment."""
    beside = ("receivable__trader", "receivable__shipment", "receivable__order", "made_by", "cooperative")
    return Claim.objects.of(coop).select_related(*beside).filter(pk=pk).first()
