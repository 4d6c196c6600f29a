"""What can be done to a receiving day: its scale checked, closed with what was open explained, opened again."""

import datetime as dt

from coopsite import clock
from growers.actions.once import audit, insist, use_case
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason
from harvests.actions.day_totals import locked_book
from harvests.actions.months import hold_month
from harvests.models import DayBook
from harvests.queries.days import day_facts
from harvests.rules.days import judge_close, judge_reopen, open_points


@use_case
def check_scale(seat: Seat, *, day: dt.date, shown_g: int, note: str) -> DayBook:
    """Note what the scale showed empty or under a test weight; a day keeps its newest check, the trail keeps all."""
    book = locked_book(seat.cooperative, day)
    book.scale_check_g, book.scale_check_note = shown_g, note
    book.save(update_fields=["scale_check_g", "scale_check_note"])
    audit(seat, "scale checked", book, shown_g=shown_g, note=note)
    return book


@use_case
def close_day(seat: Seat, *, day: dt.date, note: str) -> DayBook:
    """Close a day: from now on no ticket of it is written, corrected or voided. Raises Refused.

    A ticket on its way waits for the book or comes first; none slips in between what was counted and the closing.
    """
    book = locked_book(seat.cooperative, day)
    points = open_points(day_facts(book))
    verdict = judge_close(day=day, today=clock.today(), closed=bool(book.closed_at), points=points, note=note)
    insist(verdict)
    book.closed_at, book.closed_by, book.difference_note = clock.now(), seat.user, note
    book.save(update_fields=["closed_at", "closed_by", "difference_note"])
    details = {"tickets": book.tickets, "net_g": book.net_g, "amount_vnd": book.amount_vnd, "reason": note}
    audit(seat, "day closed", book, **details, open=_codes(points))
    return book


@use_case
def reopen_day(seat: Seat, *, day: dt.date, reason: str) -> DayBook:
    """Open a closed day again, with why; what explained the closing stays in the trail. Raises Refused."""
    hold_month(seat.cooperative, day)
    book = locked_book(seat.cooperative, day)
    verdict = judge_reopen(closed=bool(book.closed_at), reason=reason)
    insist(verdict)
    book.closed_at, book.closed_by = None, None
    book.save(update_fields=["closed_at", "closed_by"])
    audit(seat, "day opened again", book, reason=reason)
    return book


def _codes(points: tuple[Reason, ...]) -> list[str]:
    return [point.code for point in points]
