"""When a month may be closed, and when it may be opened again: months close in their order."""

import datetime as dt
from dataclasses import dataclass

from growers.rules.months import after
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "month_closed", "month_closed_already", "month_not_closed", "month_not_over", "month_days_open", "month_runs_open",
    "month_earlier_open", "month_later_closed", "month_reopen_without_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month as it stands: what of it is open, and the months beside it that were written in (each its first day)."""

    month: dt.date
    is_closed: bool
    open_days: tuple[dt.date, ...] = ()
    open_runs: tuple[str, ...] = ()
    earlier_open: tuple[dt.date, ...] = ()
    later_closed: tuple[dt.date, ...] = ()


def judge_close_month(facts: MonthFacts, today: dt.date) -> Verdict:
    """A month is closed once, when it is over, after those before it, with its days closed and its runs agreed to."""
    if facts.is_closed:
        return Verdict.because("month_closed_already")
    found = []
    if after(facts.month) > today:
        found.append(Reason("month_not_over"))
    if facts.earlier_open:
        found.append(Reason("month_earlier_open", {"months": _months(facts.earlier_open)}))
    if facts.open_days:
        found.append(Reason("month_days_open", {"days": ", ".join(f"{day:%d/%m}" for day in facts.open_days)}))
    if facts.open_runs:
        found.append(Reason("month_runs_open", {"runs": ", ".join(facts.open_runs)}))
    return Verdict(refused=tuple(found))


def judge_reopen_month(facts: MonthFacts, reason: str) -> Verdict:
    """Only a closed month is opened, the latest first, and never without a reason."""
    if not facts.is_closed:
        return Verdict.because("month_not_closed")
    found = []
    if facts.later_closed:
        found.append(Reason("month_later_closed", {"months": _months(facts.later_closed)}))
    if not reason:
        found.append(Reason("month_reopen_without_reason"))
    return Verdict(refused=tuple(found))


def _months(months: tuple[dt.date, ...]) -> str:
    return ", ".join(f"{month:%m/%Y}" for month in months)
