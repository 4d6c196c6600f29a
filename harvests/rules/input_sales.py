"""Inputs in the store and their sale: which lots may be handed out, what they come to, and what is running out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.credit import judge_days
from harvests.rules.money import EARLIEST, value_of

CODES = (
    "sale_lines_missing", "sale_quantity_missing", "sale_expired", "sale_not_permitted", "sale_banned",
    "sale_off_the_list", "sale_more_than_stock", "sale_stock_voided", "sale_twice", "sale_amount_zero",
    "sale_not_whole", "sale_void_reason_missing", "sale_voided_already", "sale_settled", "sale_line_is_used",
    "use_already", "use_before_sale", "use_of_voided", "use_other_land", "stock_sold_already", "stock_below_sold",
    "stock_void_reason_missing", "stock_voided_already", "stock_is_sold", "stock_received_missing",
    "stock_expired_when_received", "stock_day_in_future", "stock_before_received",
)  # fmt: skip
SOON = dt.timedelta(days=30)
LOW_BP = 1_000  # a tenth of what was received
WHOLE = ("bag", "bottle", "pack")  # handed out unopened
MOST_MILLI = 10**9


@dataclass(frozen=True, slots=True)
class Shelf:
    """A lot in the store as a sale judges it; `banned` names an active ingredient nobody may use."""

    key: int
    name: str
    unit: str
    free_milli: int
    price_vnd: int
    received_on: dt.date
    expires_on: dt.date | None = None
    permitted_from: dt.date | None = None
    permitted_to: dt.date | None = None
    listed: bool = True
    banned: str = ""
    void: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of a sale as it is typed: a lot (by key), thousandths of its unit, dong a unit."""

    key: int
    quantity_milli: int
    price_vnd: int

    @property
    def amount_vnd(self) -> int:
        return value_of(self.quantity_milli, self.price_vnd)


def judge_sale(wanted: Sequence[Wanted], shelves: dict[int, Shelf], day: dt.date) -> Verdict:
    """Whether the lines can be handed out on a day: every reason against any of them."""
    found: list[Reason] = []
    if not wanted:
        found.append(Reason("sale_lines_missing"))
    for place, line in enumerate(wanted):
        shelf = shelves[line.key]
        found += judge_shelf(shelf, day)
        if line.key in {row.key for row in wanted[:place]}:
            found.append(Reason("sale_twice", {"name": shelf.name}))
        if line.quantity_milli > shelf.free_milli:
            found.append(Reason("sale_more_than_stock", {"name": shelf.name, "free_milli": shelf.free_milli}))
        if shelf.unit in WHOLE and line.quantity_milli % 1_000:
            found.append(Reason("sale_not_whole", {"name": shelf.name}))
    if wanted and not sum(line.amount_vnd for line in wanted):
        found.append(Reason("sale_amount_zero"))
    return Verdict(refused=tuple(found))


def judge_shelf(shelf: Shelf, day: dt.date) -> Iterable[Reason]:
    """What speaks against handing out a lot on a day, whatever the quantity (R33)."""
    named = {"name": shelf.name}
    if shelf.void:
        yield Reason("sale_stock_voided", named)
    if day < shelf.received_on:
        yield Reason("stock_before_received", {**named, "received_on": shelf.received_on})
    if is_expired(shelf.expires_on, day):
        yield Reason("sale_expired", {**named, "expires_on": shelf.expires_on})
    if not shelf.listed:
        yield Reason("sale_off_the_list", named)
    begun = shelf.permitted_from is None or shelf.permitted_from <= day
    if not begun or (shelf.permitted_to is not None and shelf.permitted_to <= day):
        yield Reason("sale_not_permitted", named)
    if shelf.banned:
        yield Reason("sale_banned", {**named, "active": shelf.banned})


def judge_sale_days(day: dt.date, due_on: dt.date | None, today: dt.date, *, left: bool, credit: bool) -> Verdict:
    """The days of a sale; nobody who left buys on credit."""
    gone = Verdict.because("credit_household_left") if left and credit else Verdict()
    return gone + judge_days(day, due_on, today)


def judge_receipt(received_on: dt.date, expires_on: dt.date | None, received_milli: int | None, today: dt.date):
    """Whether a lot can be taken into the store: some of it, on a day that has come, and not expired by then."""
    found = []
    if not received_milli or received_milli > MOST_MILLI:
        found.append(Reason("stock_received_missing"))
    if received_on > today:
        found.append(Reason("stock_day_in_future"))
    if received_on < EARLIEST:
        found.append(Reason("debt_day_too_old"))
    if is_expired(expires_on, received_on):
        found.append(Reason("stock_expired_when_received"))
    return Verdict(refused=tuple(found))


def is_expired(expires_on: dt.date | None, day: dt.date) -> bool:
    """The day of expiry itself is the last on which a product may be handed out."""
    return expires_on is not None and expires_on < day


def states_of(received_milli: int, sold_milli: int, expires_on: dt.date | None, today: dt.date) -> tuple[str, ...]:
    """What to mark on a lot: `sold` out, else `expired` or `soon`, and `low`."""
    free = received_milli - sold_milli
    if free <= 0:
        return ("sold",)
    found = []
    if is_expired(expires_on, today):
        found.append("expired")
    elif expires_on is not None and expires_on <= today + SOON:
        found.append("soon")
    if free * 10_000 <= received_milli * LOW_BP:
        found.append("low")
    return tuple(found)
