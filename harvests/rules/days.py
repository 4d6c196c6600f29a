"""When a receiving day may be closed, and what must be explained before it is (workflow.md M9, D22)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = ("day_closed_already", "day_not_closed", "day_not_over", "day_unexplained", "reopen_without_reason")
POINTS = ("point_numbers", "point_held", "point_papers", "point_book", "point_scale")


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day as its book counts it beside what its records add up to; weights in grams."""

    last_number: int
    numbers: int
    book_tickets: int
    tickets: int
    book_g: int
    net_g: int
    held: int
    paper_gaps: tuple[str, ...] = ()
    scale_checked: bool = False


def open_points(facts: DayFacts) -> tuple[Reason, ...]:
    """What an auditor would ask about: numbers without a ticket, tickets on hold, missing paper slips, differences."""
    points = []
    if facts.last_number != facts.numbers:
        points.append(Reason("point_numbers", {"used": facts.last_number, "found": facts.numbers}))
    if facts.held:
        points.append(Reason("point_held", {"count": facts.held}))
    if facts.paper_gaps:
        points.append(Reason("point_papers", {"numbers": ", ".join(facts.paper_gaps)}))
    if (facts.book_tickets, facts.book_g) != (facts.tickets, facts.net_g):
        points.append(Reason("point_book", {"book_g": facts.book_g, "sum_g": facts.net_g}))
    if facts.tickets and not facts.scale_checked:
        points.append(Reason("point_scale"))
    return tuple(points)


def judge_close(*, day: dt.date, today: dt.date, closed: bool, points: tuple[Reason, ...], note: str) -> Verdict:
    """A day is closed once, not before it has come, and with every open point explained."""
    if closed:
        return Verdict.because("day_closed_already")
    if day > today:
        return Verdict.because("day_not_over")
    if points and not note:
        return Verdict.because("day_unexplained")
    return Verdict()


def judge_reopen(*, closed: bool, reason: str) -> Verdict:
    """Only a closed day is opened again, and never without a reason."""
    if not closed:
        return Verdict.because("day_not_closed")
    return Verdict() if reason else Verdict.because("reopen_without_reason")


def paper_gaps(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers missing between the lowest and the highest of a pre-numbered pad, in its notation.

    Texts that are no numbers are skipped. A jump of more than a hundred is another pad, not a gap.
    """
    found = sorted({(int(text), len(text)) for text in numbers if text.isascii() and text.isdigit()})
    missing = []
    for (low, width), (high, _) in zip(found, found[1:], strict=False):
        if high - low <= 100:
            missing += [f"{number:0{width}d}" for number in range(low + 1, high)]
    return tuple(missing)
