"""Facts about what can still be sold: free fruit in the house, what orders lack, and the plots that could fill them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, QuerySet, Sum

from growers.models import Commodity, Cooperative, Market
from harvests.models import STANDING, HarvestLine, Lot, LotCarton, OrderLine, YieldEstimate
from harvests.models.orders import order_code
from harvests.rules.availability import Stock
from harvests.rules.orders import OPEN


class Lacking(NamedTuple):
    """An open order with what its lines lack, by grade."""

    key: int
    code: str
    trader: str
    market: str
    market_name: str
    first: dt.date
    last: dt.date
    by_grade: dict[int, int]

    @property
    def missing_g(self) -> int:
        return sum(self.by_grade.values())


class Expectation(NamedTuple):
    """What a plot is expected to give in a round."""

    plot_key: int
    plot: str
    household: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    expected_g: int


def stock_of(coop: Cooperative, crop: Commodity, since: dt.date) -> Stock:
    """Free fruit in the house by grade: in closed lots, and weighed in since a day but in no lot. Two statements."""
    packed = _free_cartons(coop, crop).values_list("grade").annotate(free=Sum(F("net_g") - F("allocated_g")))
    loads = HarvestLine.objects.of(coop).filter(
        record__season__commodity=crop, record__status__in=STANDING, record__day__gte=since,
        allocated_g__lt=F("net_g"),
    )  # fmt: skip
    floor = loads.order_by().values_list("grade").annotate(free=Sum(F("net_g") - F("allocated_g")))
    return Stock(dict(packed), dict(floor))


def packed_by_market(coop: Cooperative, crop: Commodity) -> dict[tuple[str, int], int]:
    """Free grams in closed lots by (market code, grade). One statement."""
    rows = _free_cartons(coop, crop).values_list("lot__market__code", "grade")
    return {(market, grade): free for market, grade, free in rows.annotate(free=Sum(F("net_g") - F("allocated_g")))}


def _free_cartons(coop: Cooperative, crop: Commodity):
    rows = LotCarton.objects.of(coop).filter(
        lot__commodity=crop, lot__status=Lot.Status.CLOSED, lot__is_held=False, allocated_g__lt=F("net_g")
    )
    return rows.order_by()


def lacking(coop: Cooperative, crop: Commodity, name: str) -> list[Lacking]:
    """Open orders that lack something, the earliest due first; `name` is the column of the market's name.

    One statement.
    """
    rows = OrderLine.objects.of(coop).filter(order__commodity=crop, order__status__in=OPEN)
    missing = F("ordered_g") - F("delivered_g") - F("allocated_g")
    rows = rows.annotate(missing=missing).filter(missing__gt=0).order_by("order__deliver_to", "order", "position")
    order, found = "order__", {}
    fields = (
        "order", f"{order}year", f"{order}number", f"{order}trader__name", f"{order}market__code", f"{order}{name}",
        f"{order}deliver_from", f"{order}deliver_to", "grade", "missing",
    )  # fmt: skip
    for key, year, number, trader, market, market_name, first, last, grade, grams in rows.values_list(*fields):
        one = found.setdefault(
            key, Lacking(key, order_code(year, number), trader, market, market_name, first, last, defaultdict(int))
        )
        one.by_grade[grade] += grams
    return list(found.values())


def expectations(coop: Cooperative, crop: Commodity, first: dt.date, last: dt.date) -> list[Expectation]:
    """What plots are expected to give in the rounds of a crop that touch the days from `first` to `last`.

    One statement.
    """
    rows = YieldEstimate.objects.of(coop).filter(
        round__season__commodity=crop, round__starts_on__lte=last, round__ends_on__gte=first, expected_g__gt=0
    )
    return [
        Expectation(*row)
        for row in rows.order_by("plot__code", "round__starts_on").values_list(
            "plot", "plot__code", "plot__household__code", "plot__household__name", "round__starts_on",
            "round__ends_on", "expected_g",
        )
    ]  # fmt: skip


def markets_to_choose() -> QuerySet:
    """Every market, in its order."""
    return Market.objects.order_by("position")


def plots_of(expected: Iterable[Expectation]) -> set[int]:
    """The keys of the plots in these expectations."""
    return {row.plot_key for row in expected}
