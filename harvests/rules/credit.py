"""How far a household may go into debt, how old its debts are, and who may go past the limit."""

import datetime as dt
from collections.abc import Iterable

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.money import EARLIEST, per_kg

CODES = (
    "credit_over_limit", "credit_over_limit_now", "credit_override_not_yours", "credit_household_left",
    "debt_settled_meanwhile", "debt_voided_meanwhile", "debt_day_in_future", "debt_day_too_old", "debt_due_before",
    "debt_due_far", "debt_amount_missing",
)  # fmt: skip
LONGEST = dt.timedelta(days=3 * 366)
# Upper bounds, in days since the debt was made, of the columns of an ageing list; the last column has none.
AGES = (30, 90, 180)


def mean_price(net_g: int, amount_vnd: int) -> int:
    """Dong per kilogram, half up; 0 while nothing came in."""
    return per_kg(amount_vnd, net_g) or 0


def limit_of(own_vnd: int | None, expected_g: int, price_vnd: int, share_bp: int) -> int:
    """The household's own limit, else the co-operative's share of what its season is expected to be worth."""
    return own_vnd if own_vnd is not None else expected_g * price_vnd * share_bp // 10_000_000


def judge_debt(amount_vnd: int, owed_vnd: int, limit_vnd: int, *, reason: str, may_override: bool) -> Verdict:
    """Whether a household that owes so much may owe so much more: past its limit the director says why."""
    told = {"amount_vnd": amount_vnd, "owed_vnd": owed_vnd, "limit_vnd": limit_vnd}
    if owed_vnd + amount_vnd <= limit_vnd:
        return Verdict()
    if not may_override:
        return Verdict.because("credit_override_not_yours" if reason else "credit_over_limit", **told)
    return Verdict() if reason else Verdict.because("credit_over_limit_now", **told)


def judge_days(day: dt.date, due_on: dt.date | None, today: dt.date) -> Verdict:
    """Money has the day on which it moved: not one to come, not one before 2000; it falls due after that."""
    found = []
    if day > today:
        found.append(Reason("debt_day_in_future"))
    if day < EARLIEST:
        found.append(Reason("debt_day_too_old"))
    if due_on and due_on < day:
        found.append(Reason("debt_due_before"))
    if due_on and due_on > day + LONGEST:
        found.append(Reason("debt_due_far"))
    return Verdict(refused=tuple(found))


def ageing(debts: Iterable[tuple[dt.date, int]], today: dt.date) -> list[int]:
    """Open dong by how long ago each debt (day, open) was made: one sum for each of AGES, and one for what is older."""
    sums = [0] * (len(AGES) + 1)
    for day, open_vnd in debts:
        sums[sum((today - day).days > most for most in AGES)] += open_vnd
    return sums
