"""What traders owe for fruit, and how money that comes in is spread over it: exact, the oldest first."""

import datetime as dt
from collections.abc import Sequence

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "receivable_not_departed", "receivable_before_departure", "receivable_nothing_delivered",
    "receivable_there_already", "receivable_rate_missing", "receivable_rate_unlikely", "receivable_price_missing",
    "receivable_below_floor", "receivable_due_before", "receivable_open_less", "receivable_is_void",
    "receivable_touched", "receivable_has_claims", "receivable_other_trader", "receivable_order_of_other",
    "share_not_positive", "share_twice", "shares_over_receipt", "receipt_changed", "receipt_is_void",
    "share_taken_back", "undo_billed",
)  # fmt: skip
USD = "USD"
RATE_BOUNDS = (10_000, 60_000)  # dong per dollar
LONGEST_DUE_DAYS = 730


def in_dong(amount_minor: int, currency: str, rate_vnd: int | None) -> int:
    """Dong of an amount in dong or US cents, rounded half up."""
    return (amount_minor * (rate_vnd or 0) + 50) // 100 if currency == USD else amount_minor


def judge_rate(currency: str, rate_vnd: int | None) -> Verdict:
    """Dollars need a rate that is one."""
    if currency != USD:
        return Verdict()
    if rate_vnd is None:
        return Verdict.because("receivable_rate_missing")
    if not RATE_BOUNDS[0] <= rate_vnd <= RATE_BOUNDS[1]:
        return Verdict.because("receivable_rate_unlikely")
    return Verdict()


def judge_due(day: dt.date, due_on: dt.date) -> Verdict:
    """A debt falls due on its own day or later, within two years."""
    if 0 <= (due_on - day).days <= LONGEST_DUE_DAYS:
        return Verdict()
    return Verdict.because("receivable_due_before")


def judge_to_bill(departed_on: dt.date | None, day: dt.date, delivered: bool) -> Verdict:
    """Only what left for the order is owed for, from the day on which it left."""
    if departed_on is None:
        return Verdict.because("receivable_not_departed")
    if day < departed_on:
        return Verdict.because("receivable_before_departure", departed_on=departed_on)
    return Verdict() if delivered else Verdict.because("receivable_nothing_delivered")


def judge_prices(condition: str, lines: Sequence[tuple[int | None, int | None]]) -> Verdict:
    """(agreed, billed) price of each line: a fixed one is billed as agreed by whoever asks, a floor is a floor."""
    refused = []
    if any(billed is None for _agreed, billed in lines):
        refused.append(Reason("receivable_price_missing"))
    if condition == "floor" and any(agreed and billed is not None and billed < agreed for agreed, billed in lines):
        refused.append(Reason("receivable_below_floor"))
    return Verdict(refused=tuple(refused))


def judge_shares(free_vnd: int, shares: Sequence[tuple[int, int]]) -> Verdict:
    """(debt, share) pairs: each debt once, each above zero, together no more than there is."""
    refused = []
    if any(share <= 0 for _key, share in shares):
        refused.append(Reason("share_not_positive"))
    if len({key for key, _share in shares}) < len(shares):
        refused.append(Reason("share_twice"))
    total = sum(share for _key, share in shares)
    if total > free_vnd:
        refused.append(Reason("shares_over_receipt", {"total_vnd": total, "free_vnd": free_vnd}))
    return Verdict(refused=tuple(refused))
