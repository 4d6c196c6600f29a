"""Facts about traders: the list, one trader's page, and what was ordered from and delivered to each."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import Cooperative, Market
from harvests.models import Trader, TraderOrder
from harvests.rules.orders import CANCELLED, DRAFT, UNFINISHED

SORTS = {"name": ("search_key",), "kind": ("kind", "search_key"), "market": ("market__position", "search_key")}


@dataclass(slots=True)
class Figures:
    """A trader's orders in numbers: firm ones (neither draft nor cancelled) in grams, the others counted."""

    orders: int = 0
    open: int = 0
    cancelled: int = 0
    ordered_g: int = 0
    delivered_g: int = 0


def traders(
    coop: Cooperative, *, search: str = "", kind: str = "", market: Market | None = None, active: str = "yes", sort=""
) -> QuerySet:
    """Traders by folded name; `search` finds name, contact, phone tail, chain, country; `active` is yes, no or all."""
    rows = Trader.objects.of(coop)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if market:
        rows = rows.filter(market=market)
    if active != "all":
        rows = rows.filter(is_active=active != "no")
    return rows.order_by(*SORTS.get(sort, SORTS["name"]), "pk")


def markets_of(coop: Cooperative) -> QuerySet:
    """The markets that traders or orders of the co-operative name, for a filter."""
    named = Q(pk__in=Trader.objects.of(coop).values("market")) | Q(pk__in=TraderOrder.objects.of(coop).values("market"))
    return Market.objects.filter(named).order_by("position")


def trader_by_id(coop: Cooperative, pk: int) -> Trader | None:
    """One trader with the usual market."""
    return Trader.objects.of(coop).select_related("market").filter(pk=pk).first()


def figures_of(coop: Cooperative, keys: list[int]) -> dict[int, Figures]:
    """What traders (by key) ordered and got. Two statements for all of them."""
    found = {key: Figures() for key in keys}
    orders = TraderOrder.objects.of(coop).filter(trader__in=keys).order_by()
    counts = {
        "orders": Count("pk"),
        "open": Count("pk", filter=Q(status__in=UNFINISHED)),
        "cancelled": Count("pk", filter=Q(status=CANCELLED)),
    }
    for row in orders.values(key=F("trader")).annotate(**counts):
        figures = found[row["key"]]
        figures.orders, figures.open, figures.cancelled = row["orders"], row["open"], row["cancelled"]
    firm = orders.exclude(status__in=(DRAFT, CANCELLED))
    sums = {"ordered": Sum("lines__ordered_g"), "delivered": Sum("lines__delivered_g")}
    for row in firm.values(key=F("trader")).annotate(**sums):
        found[row["key"]].ordered_g, found[row["key"]].delivered_g = row["ordered"] or 0, row["delivered"] or 0
    return found
