"""Reading and showing a moment as people write it: a time of day, a day, or both in either order (workflow.md 6.1)."""

import datetime
import re

from coopsite.formats.parsing import Unreadable, parse_day
from coopsite.formats.showing import VIETNAM
from coopsite.formats.text import clean_line

CODES = frozenset({"not_a_time"})

# "5:30", "05:30:00", "5h", "5h30", "5 giờ 30"; not the digits of a date.
_TIME = re.compile(
    r"(?<![\d/.-])(?P<hour>\d{1,2})\s*(?::\s*(?P<minute>\d{2})(?::\d{2})?|(?:giờ|h|g)\s*(?P<past>\d{2})?)(?![\w/:])"
)


def parse_moment(text: str, now: datetime.datetime) -> datetime.datetime:
    """The aware moment in Vietnam of "05:30 8/9", "08/09/2025 05:30", "5h30" (today) or "8/9" (its beginning).

    Raises Unreadable: `not_a_time`, `empty`, or what `parse_day` says of a day that is not in the calendar.
    """
    tidy = clean_line(text).lower()
    if re.match(r"\d{4}-\d{2}-\d{2}t", tidy):
        tidy = tidy.replace("t", " ", 1)
    found = _TIME.search(tidy)
    rest = tidy if found is None else f"{tidy[: found.start()]} {tidy[found.end() :]}"
    rest = rest.strip(" ,;-")
    today = now.astimezone(VIETNAM).date()
    hour = int(found["hour"]) if found else 0
    minute = int(found["minute"] or found["past"] or 0) if found else 0
    if hour > 23 or minute > 59:
        raise Unreadable("not_a_time")
    if found is None and not rest:
        raise Unreadable("empty")
    day = _day(rest, today) if rest else today
    return datetime.datetime.combine(day, datetime.time(hour, minute), VIETNAM)


def day_start(day: datetime.date) -> datetime.datetime:
    """The aware moment at which a day begins in Vietnam."""
    return datetime.datetime.combine(day, datetime.time(), VIETNAM)


def _day(text: str, today: datetime.date) -> datetime.date:
    try:
        return parse_day(text, today)
    except Unreadable as problem:
        raise Unreadable("not_a_time") if problem.code == "not_a_date" else problem from None


def moment_input(moment: datetime.datetime | None) -> str:
    """Initial text of a moment field: "05:30 08/09/2025"; `parse_moment` reads it back to the minute."""
    return "" if moment is None else f"{moment.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
