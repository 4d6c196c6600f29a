"""The expiry board: in which column a permission stands, and what hangs on it; and what a suspension reaches (R15)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from growers.rules.areas import REVOKED, SUSPENDED, Event, Period
from growers.rules.marks import holds
from harvests.rules.apportion import apportion

EXPIRED, IN_30, IN_60, IN_90, LATER = COLUMNS = ("expired", "in_30", "in_60", "in_90", "later")
LIMITS = ((0, EXPIRED), (29, IN_30), (59, IN_60), (89, IN_90))
CERTIFICATE, AREA_CODE, HOUSE_CODE, SUPERVISION, LICENCE = "certificate", "area_code", "house_code", "visit", "licence"


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that runs out: `until` is the first day without it, None when it is missing already.

    `plots` are the keys of those it covers, with their square metres; `house` the key of the packing house it is for;
    `market` the code of the one market it opens ("" for all), `scheme` that of a certificate.
    """

    kind: str
    key: int
    crop: str
    until: dt.date | None
    trouble: str = ""  # why it does not hold although its day has not come: suspended, failed, missing
    market: str = ""
    scheme: str = ""
    plots: Mapping[int, int] = field(default_factory=dict)
    house: int | None = None
    with_last: bool = False  # `until` is the last day with it: that of a certificate is printed so


@dataclass(frozen=True, slots=True)
class Asked:
    """What a market asks for a crop, as far as permissions go."""

    area_code: bool
    house_code: bool
    schemes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Promise:
    """An open order: kilograms still to be delivered."""

    order: int
    crop: str
    market: str
    outstanding_g: int


@dataclass(frozen=True, slots=True)
class Stock:
    """Fruit of a lot that has not left: grams by plot (None for fruit whose plot nobody named)."""

    crop: str
    market: str
    house: int
    by_plot: Mapping[int | None, int]

    @property
    def grams(self) -> int:
        return sum(self.by_plot.values())


@dataclass(frozen=True, slots=True)
class Impact:
    """What hangs on a permission: land, open orders of markets that ask for it, fruit packed and not yet gone."""

    plots: int
    area_m2: int
    orders: int
    outstanding_g: int
    stock_g: int


def column_of(permission: Permission, today: dt.date) -> str:
    """Where a permission stands on the board (R55); what does not hold now stands with what has run out."""
    if permission.trouble or permission.until is None:
        return EXPIRED
    left = (permission.until - today).days
    if left == 0 and permission.with_last:
        return IN_30
    return next((column for most, column in LIMITS if left <= most), LATER)


def impact(
    permission: Permission,
    asked: Mapping[tuple[str, str], Asked],
    promises: Iterable[Promise],
    stocks: Iterable[Stock],
) -> Impact:
    """`asked` is by crop and market; a market of which nothing is written down asks for everything."""
    meant = [promise for promise in promises if _needs(permission, promise, asked)]
    return Impact(
        plots=len(permission.plots),
        area_m2=sum(permission.plots.values()),
        orders=len({promise.order for promise in meant}),
        outstanding_g=sum(promise.outstanding_g for promise in meant),
        stock_g=sum(_of(permission, stock) for stock in stocks),
    )


def _needs(permission: Permission, promise: Promise, asked: Mapping[tuple[str, str], Asked]) -> bool:
    if promise.crop != permission.crop or permission.market not in ("", promise.market):
        return False
    rules = asked.get((promise.crop, promise.market))
    if permission.kind == CERTIFICATE:
        return rules is not None and permission.scheme in rules.schemes
    if permission.kind == LICENCE:
        return False  # no market asks for the mark; a buyer may
    return rules is None or (rules.house_code if permission.house else rules.area_code)


def _of(permission: Permission, stock: Stock) -> int:
    if stock.crop != permission.crop or permission.market not in ("", stock.market):
        return 0
    if permission.kind == LICENCE:
        return stock.grams
    if permission.house:
        return stock.grams if stock.house == permission.house else 0
    return sum(grams for plot, grams in stock.by_plot.items() if plot in permission.plots)


def stock_by_plot(left_g: int, by_plot: Mapping[int | None, int]) -> dict[int | None, int]:
    """What is left of a lot, divided as the fruit that went into it came from plots; the parts add up."""
    plots = sorted(by_plot, key=lambda plot: (plot is None, plot or 0))
    weights = [by_plot[plot] for plot in plots]
    if left_g <= 0 or not sum(weights):
        return {}
    return dict(zip(plots, apportion(left_g, weights), strict=True))


def barred_periods(events: Sequence[Event]) -> tuple[Period, ...]:
    """When a code is suspended or revoked; `events` in the order of their days, the later recorded of one day last."""
    periods, since = [], None
    for day, status in events:
        if status in (SUSPENDED, REVOKED):
            since = since or day
        elif since is not None:
            if since < day:
                periods.append((since, day))
            since = None
    if since is not None:
        periods.append((since, None))
    return tuple(periods)


def is_barred(day: dt.date, periods: Iterable[Period]) -> bool:
    """R15: whether fruit harvested (or packed) on a day falls under a suspension: the whole first day does."""
    return any(holds(period, day) for period in periods)


def reached_g(
    loads: Iterable[tuple[int | None, dt.date, int]],
    members: Mapping[int, Sequence[Period]],
    barred: Sequence[Period],
) -> int:
    """Grams of a lot that a suspended planting area code had covered: its `loads` are (plot, harvest day, grams)."""
    return sum(
        grams
        for plot, day, grams in loads
        if plot in members and is_barred(day, barred) and any(holds(period, day) for period in members[plot])
    )
