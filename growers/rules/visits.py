"""When the area or house behind a code must be looked at again, and what must hold of a visit (R14)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = ("visit_in_future", "visit_long_ago", "visit_due_not_later", "visit_void_without_reason")
OLDEST = dt.timedelta(days=3_653)
FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Due:
    """How a code's supervision stands: the last visit, whether it failed, and by when the next must be made."""

    last_on: dt.date | None = None
    failed: bool = False
    next_on: dt.date | None = None


def due_after(visits: Iterable[tuple[dt.date, str, dt.date | None]], *, days: int) -> Due:
    """From visits that stand, as (day, result, the next day that the inspector named).

    A visit holds for `days` days; an inspector's own, earlier day goes before that. After a failed visit, and without
    any, the next is due now (`next_on` None).
    """
    newest = max(visits, key=lambda visit: visit[0], default=None)
    if newest is None:
        return Due()
    day, result, named = newest
    if result == FAILED:
        return Due(day, failed=True)
    usual = day + dt.timedelta(days=days)
    return Due(day, next_on=min(usual, named) if named else usual)


def judge_visit(day: dt.date, next_due: dt.date | None, *, today: dt.date) -> Verdict:
    """Refusals for the days of a visit."""
    refused = []
    if day > today:
        refused.append(Reason("visit_in_future"))
    elif day < today - OLDEST:
        refused.append(Reason("visit_long_ago"))
    if next_due and next_due <= day:
        refused.append(Reason("visit_due_not_later"))
    return Verdict(refused=tuple(refused))
