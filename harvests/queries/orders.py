"""Facts about orders: the order book with its groups and sums, one order's page, and what its forms choose from."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest, TruncWeek

from coopsite import clock
from coopsite.formats.text import search_words
from growers.models import Commodity, Cooperative, Grade, Market
from harvests.models import CallOff, Delivery, Deposit, OrderLine, Season, Trader, TraderOrder
from harvests.queries.trader_ledger import exposure_of, newest_rate, worth_of
from harvests.rules.commitments import monday
from harvests.rules.orders import CANCELLED, DELIVERED, OPEN, UNFINISHED

FINISHED = (DELIVERED, CANCELLED)
GROUPS = {"week": ("deliver_to",), "market": ("market__position", "market", "deliver_to")}
LISTED = (
    "pk", "year", "number", "status", "kind", "trader", "trader__name", "market__name_vi", "market__name_en", "market",
    "deliver_from", "deliver_to", "price_condition", "currency", "deposit_vnd", "cancel_reason",
)  # fmt: skip
LINE_FACTS = (
    "order", "position", "grade__name_vi", "grade__name_en", "size", "pack_g", "cartons", "ordered_g", "price_minor",
    "delivered_g", "allocated_g",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """One week (its Monday) or market (its key) of the order book, over all pages."""

    key: object
    orders: int
    ordered_g: int
    delivered_g: int
    outstanding_g: int


def orders(
    coop: Cooperative,
    *,
    search: str = "",
    state: str = "open",
    trader: Trader | None = None,
    market: Market | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
    late: bool = False,
    no_deposit: bool = False,
    by: str = "week",
) -> QuerySet:
    """Orders of the book; `state` is a status, "open" (neither delivered nor cancelled) or "all".

    `first` and `last` are days in the first and last week by the end of the delivery window; `late` keeps promised
    orders whose window is over, `no_deposit` those on which none was received. Finished states come newest first.
    """
    rows = TraderOrder.objects.of(coop)
    for word in search_words(search):
        rows = rows.filter(_says(word))
    if state != "all":
        rows = rows.filter(status__in=UNFINISHED if state in ("", "open") else (state,))
    if trader:
        rows = rows.filter(trader=trader)
    if market:
        rows = rows.filter(market=market)
    if first:
        rows = rows.filter(deliver_to__gte=monday(first))
    if last:
        rows = rows.filter(deliver_to__lte=monday(last) + dt.timedelta(days=6))
    if late:
        rows = rows.filter(status__in=OPEN, deliver_to__lt=clock.today())
    if no_deposit:
        rows = rows.filter(~Exists(Deposit.objects.of(coop).filter(order=OuterRef("pk"), void_reason="")))
    order = list(GROUPS.get(by, GROUPS["week"]))
    if state == "all" or state in FINISHED:
        order[-1] = "-deliver_to"
    return rows.order_by(*order, "year", "number")


def _says(word: str) -> Q:
    """Orders of a trader, or with the number that a word spells: "7", "25-007", "dh-25-007"."""
    found = Q(trader__search_key__contains=word)
    parts = word.removeprefix("dh-").split("-")
    if all(part.isdecimal() and len(part) <= 6 for part in parts) and len(parts) <= 2:
        number = Q(number=int(parts[-1]))
        found |= number & Q(year=2000 + int(parts[0])) if len(parts) == 2 else number
    return found


def groups(rows: QuerySet, by: str) -> dict[object, Group]:
    """The sums of an order book by week or market, in one statement; all of them make up the whole book."""
    key = F("market") if by == "market" else TruncWeek("deliver_to")
    left = Greatest(F("lines__ordered_g") - F("lines__delivered_g"), 0)
    sums = {
        "n": Count("pk", distinct=True),
        "ordered": Coalesce(Sum("lines__ordered_g"), 0),
        "delivered": Coalesce(Sum("lines__delivered_g"), 0),
        "left": Coalesce(Sum(left, filter=Q(status__in=UNFINISHED)), 0),
    }
    found = rows.order_by().values(key=key).annotate(**sums)
    return {row["key"]: Group(row["key"], row["n"], row["ordered"], row["delivered"], row["left"]) for row in found}


def lines_by_order(coop: Cooperative, keys) -> dict[int, list[dict]]:
    """The lines of orders (keys, or a queryset of them) as plain values, in their order. One statement."""
    found = defaultdict(list)
    rows = OrderLine.objects.of(coop).filter(order__in=keys).order_by("order", "position")
    for row in rows.values(*LINE_FACTS):
        found[row["order"]].append(row)
    return found


def order_by_code(coop: Cooperative, year: int, number: int) -> TraderOrder | None:
    """One order with the names that its page shows."""
    rows = TraderOrder.objects.of(coop).select_related("trader", "exporter", "market", "commodity")
    return rows.filter(year=year, number=number).first()


def orders_of(trader: Trader, status: str = "", newest: int = 50) -> QuerySet:
    """The newest orders of a trader, all or those in one status."""
    rows = TraderOrder.objects.of(trader.cooperative_id).filter(trader=trader)
    if status:
        rows = rows.filter(status=status)
    return rows.order_by("-deliver_to", "-year", "-number")[:newest]


def lines_of(order: TraderOrder) -> list[OrderLine]:
    """The lines of an order with their grades."""
    return list(lines_to_deliver(order))


def lines_to_deliver(order: TraderOrder) -> QuerySet:
    """The lines of an order, for choosing the one that a delivery is for."""
    return OrderLine.objects.of(order.cooperative_id).filter(order=order).select_related("grade").order_by("position")


def credit_of(order: TraderOrder) -> tuple[int, int] | None:
    """(what the trader could owe with this order, credit limit) in dong; None where one of them is not known.

    Debts, what left and is not billed, and open orders count, less deposits held.
    """
    limit = order.trader.credit_limit_vnd
    if limit is None:
        return None
    rows = [(line.ordered_g, line.price_minor, order.currency) for line in lines_of(order)]
    worth, unknown = worth_of(rows, newest_rate(order.cooperative_id))
    return None if unknown else (exposure_of(order.trader, clock.today()).all_vnd + worth, limit)


def call_offs_of(order: TraderOrder) -> list[CallOff]:
    """The call-offs of an order, withdrawn ones too."""
    return list(CallOff.objects.of(order.cooperative_id).filter(order=order).order_by("due_on", "pk"))


def call_off_facts(order: TraderOrder) -> dict:
    """What a call-off is judged beside: the order's days and grams, and those of the call-offs that stand."""
    standing = CallOff.objects.of(order.cooperative_id).filter(order=order, withdrawn_at__isnull=True)
    lines = lines_of(order)
    return {
        "ordered_on": order.ordered_on,
        "window": (order.deliver_from, order.deliver_to),
        "called_g": standing.aggregate(sum=Coalesce(Sum("quantity_g"), 0))["sum"],
        "ordered_g": sum(line.ordered_g for line in lines),
        "limit_g": sum(line.limit_g for line in lines),
    }


def call_off_by_id(order: TraderOrder, pk: int) -> CallOff | None:
    """One call-off of an order."""
    return CallOff.objects.of(order.cooperative_id).filter(order=order, pk=pk).first()


def deliveries_of(order: TraderOrder) -> list[Delivery]:
    """What went out for an order, voided entries too, the newest first."""
    rows = Delivery.objects.of(order.cooperative_id).filter(line__order=order)
    beside = ("line__grade", "entered_by", "allocation__shipment")
    return list(rows.select_related(*beside).order_by("-delivered_on", "-pk"))


def delivery_by_id(order: TraderOrder, pk: int) -> Delivery | None:
    """One delivery of an order."""
    return (
        Delivery.objects.of(order.cooperative_id).select_related("line__grade").filter(line__order=order, pk=pk).first()
    )


def traders_to_choose(coop: Cooperative, *kept: int | None) -> QuerySet:
    """Active traders by name, and those that a row names already."""
    rows = Trader.objects.of(coop).filter(Q(is_active=True) | Q(pk__in=[key for key in kept if key]))
    return rows.order_by("search_key")


def crops_to_order(coop: Cooperative) -> QuerySet:
    """The crops that an order can be about: the main crop, and those there are seasons of."""
    grown = Q(pk=coop.commodity_id) | Q(pk__in=Season.objects.of(coop).values("commodity"))
    return Commodity.objects.filter(grown).order_by("code")


def grades_to_order(coop: Cooperative) -> list[Grade]:
    """The grades of those crops that can be sold, by crop; fruit that waits for its grade cannot."""
    rows = Grade.objects.filter(commodity__in=crops_to_order(coop)).exclude(kind=Grade.Kind.UNGRADED)
    return list(rows.select_related("commodity").order_by("commodity__code", "position"))
