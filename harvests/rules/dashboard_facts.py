"""What the director's page is made from: plain facts of seasons, days, prices, orders, tickets, as queries bring them.

Names of grades and markets come in the language of the screen; moments come in Vietnamese time.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple


class Round(NamedTuple):
    """A round of a season."""

    pk: int
    number: int
    starts_on: dt.date
    ends_on: dt.date


@dataclass(slots=True)
class Season:
    """A season with its rounds in the order of their days."""

    pk: int
    commodity: int
    name: str
    starts_on: dt.date
    ends_on: dt.date
    target_g: int | None = None
    rounds: list[Round] = field(default_factory=list)


class Grade(NamedTuple):
    """A grade of the season's crop; `kind` is graded, offgrade, mixed or ungraded."""

    pk: int
    name: str
    kind: str


class DayGrade(NamedTuple):
    """What came in on a day in one grade; `amount_vnd` counts what has a price."""

    season: int
    day: dt.date
    round: int | None
    grade: int
    net_g: int
    amount_vnd: int


class Book(NamedTuple):
    """The book of a day, all crops together."""

    day: dt.date
    tickets: int = 0
    net_g: int = 0
    amount_vnd: int = 0
    closed: bool = False


class Price(NamedTuple):
    """A price on a board, in dong per kg, valid from a moment."""

    since: dt.datetime
    grade: int
    channel: str
    price_vnd: int


class OrderLine(NamedTuple):
    """A line of an unfinished order, with what the page says of the order; `grade` None: an order without lines."""

    order: int
    code: str
    status: str
    deliver_to: dt.date
    trader: str
    market: str
    market_name: str
    grade: int | None
    ordered_g: int
    delivered_g: int


class Sold(NamedTuple):
    """Grams delivered to a market in a season, by shipments that left and by hand."""

    market: str
    market_name: str
    net_g: int
    by_hand_g: int = 0


class Code(NamedTuple):
    """A planting area code with plots under it that is not active on the day; status "" without any event."""

    code: str
    status: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of a co-operative as it stands.

    `held` tickets include the `unpriced` ones, of which this season's weigh `unpriced_g`; `expected_g` is the estimate
    of the coming round, None when nobody made one. Of settlement runs: closed ones wait for approval, approved ones for
    payment; `overdue` receivables are past their day with `overdue_vnd` still open.
    """

    households: int = 0
    without_bank: int = 0
    plots: int = 0
    codes: int = 0
    orders: int = 0
    held: int = 0
    unpriced: int = 0
    unpriced_g: int = 0
    expected_g: int | None = None
    runs_closed: int = 0
    runs_approved: int = 0
    overdue: int = 0
    overdue_vnd: int = 0


@dataclass(slots=True)
class Facts:
    """All of the page. `season` is the one shown, `before` the one before it of the same crop."""

    day: dt.date
    seasons: list[Season]
    season: Season | None = None
    before: Season | None = None
    grades: list[Grade] = field(default_factory=list)
    standing: Standing = field(default_factory=Standing)
    limit_bp: int = 10_000
    totals: list[DayGrade] = field(default_factory=list)
    books: dict[dt.date, Book] = field(default_factory=dict)
    prices: list[Price] = field(default_factory=list)
    orders: list[OrderLine] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    over: list[str] = field(default_factory=list)  # households that brought more than `limit_bp` of their estimate
    tickets: list[tuple] = field(default_factory=list)
