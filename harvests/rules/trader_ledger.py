"""What holds of every movement of money with traders: its day and amount, how old a debt is, how it runs on a page."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.money import EARLIEST

CODES = (
    "trade_day_in_future", "trade_day_too_old", "trade_not_positive", "trade_too_large", "trade_without_reason",
    "trade_reversed_already", "trader_over_limit", "trader_limit_unknown",
)  # fmt: skip
MOST_VND = 10**13  # ten thousand billion dong: above any co-operative's year, within every column
# How long a debt is overdue, in days: not due, 1-30, 31-60, 61-90, more.
LIMITS = (0, 30, 60, 90)
BUCKETS = len(LIMITS) + 1


def judge_entry(day: dt.date, amount_vnd: int, *, today: dt.date) -> Verdict:
    """Refusals for the day and the amount of a document."""
    refused = []
    if day > today:
        refused.append(Reason("trade_day_in_future"))
    elif day < EARLIEST:
        refused.append(Reason("trade_day_too_old", {"earliest_on": EARLIEST}))
    if amount_vnd <= 0:
        refused.append(Reason("trade_not_positive"))
    elif amount_vnd > MOST_VND:
        refused.append(Reason("trade_too_large", {"most_vnd": MOST_VND}))
    return Verdict(refused=tuple(refused))


def judge_reason(reason: str) -> Verdict:
    """Whatever is taken back says why."""
    return Verdict() if reason.strip() else Verdict.because("trade_without_reason")


def bucket_of(due_on: dt.date, day: dt.date) -> int:
    """In which column of the ageing a debt stands on a day: 0 not due, 1 up to 30 days over, and so on."""
    over = (day - due_on).days
    return sum(over > limit for limit in LIMITS)


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a trader could leave unpaid, in dong. `owed` can be below zero: more was paid than billed.

    `unbilled` left the house and no receivable was made of it; `to_come` is what confirmed orders still wait for;
    `unknown_g` are kilograms of both without a price in dong. Deposits held count against all of it.
    """

    owed_vnd: int
    unbilled_vnd: int
    to_come_vnd: int
    held_vnd: int
    unknown_g: int = 0

    @property
    def now_vnd(self) -> int:
        return self.owed_vnd + self.unbilled_vnd - self.held_vnd

    @property
    def all_vnd(self) -> int:
        return self.now_vnd + self.to_come_vnd


def judge_limit(exposure_vnd: int, more_vnd: int | None, limit_vnd: int | None) -> Verdict:
    """A warning when fruit that leaves would put a trader above the credit limit, or nobody can tell; never a wall.

    `more_vnd` None: what leaves has no price in dong. Without a limit there is nothing to ask.
    """
    if limit_vnd is None:
        return Verdict()
    if more_vnd is None:
        return Verdict(warnings=(Reason("trader_limit_unknown", {"limit_vnd": limit_vnd}),))
    after = exposure_vnd + more_vnd
    if after <= limit_vnd:
        return Verdict()
    data = {"now_vnd": exposure_vnd, "more_vnd": more_vnd, "after_vnd": after, "limit_vnd": limit_vnd}
    return Verdict(warnings=(Reason("trader_over_limit", data),))


def running(opening_vnd: int, amounts: Iterable[int]) -> list[int]:
    """The balance after each movement."""
    found = []
    for amount in amounts:
        opening_vnd += amount
        found.append(opening_vnd)
    return found
