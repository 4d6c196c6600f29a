"""Months: held open by whoever writes money of their days, closed by the accountant, opened again by the director."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, F, QuerySet

from coopsite import clock
from growers.actions.capital import ask_before_money
from growers.actions.once import Refused, audit, in_turn, insist, use_case
from growers.models import Cooperative
from growers.queries.seats import Seat
from growers.rules.months import after, days_of, month_of
from harvests.actions.seals import seal_books
from harvests.models import DayBook, MonthBook
from harvests.queries.months import month_facts
from harvests.rules.months import judge_close_month, judge_reopen_month


def hold_month(coop: Cooperative, day: dt.date) -> None:
    """Count a document in the book of the month of `day`, within the running transaction, before anything else.

    The one conditional UPDATE takes the row until the transaction ends, so that nobody closes the month under it.
    Raises Refused ("month_closed") for a month that is closed, or that had nothing when a later one was closed: nothing
    new, changed or back-dated comes into it.
    """
    month = month_of(day)
    shut = _shut(coop, month)
    book = MonthBook.objects.of(coop).filter(month=month).exclude(Exists(shut))
    if book.update(documents=F("documents") + 1):
        return
    in_turn(coop)
    if not shut.exists():
        MonthBook.objects.bulk_create([MonthBook(cooperative=coop, month=month)], ignore_conflicts=True)
    if not book.update(documents=F("documents") + 1):
        raise _closed(month)


def insist_open(coop: Cooperative, day: dt.date) -> None:
    """Let nobody close the month of `day` until the running transaction ends. Raises Refused as `hold_month` does.

    For money that stands in no book of these: capital paid in long before the first ticket begins no month's book.
    """
    month = month_of(day)
    in_turn(coop)
    if _shut(coop, month).exists():
        raise _closed(month)


ask_before_money(insist_open)


def _shut(coop: Cooperative, month: dt.date) -> QuerySet:
    """What closes a month: its own closing, or that of any later one."""
    return MonthBook.objects.of(coop).filter(month__gte=month, closed_at__isnull=False)


def _closed(month: dt.date) -> Refused:
    return Refused.because("month_closed", month=f"{month:%m/%Y}")


def hold_months(coop: Cooperative, days: Iterable[dt.date]) -> dict[dt.date, dt.date]:
    """Hold the months of these days open, before anything else is held; {day: the day to enter its movements on}.

    What belongs to a closed month is entered today. Raises Refused ("month_closed") when today's month is closed too.
    """
    today, on = clock.today(), {}
    for month in sorted({month_of(day) for day in days}):
        of_month = [day for day in days if month_of(day) == month]
        try:
            hold_month(coop, month)
        except Refused:
            on |= dict.fromkeys(of_month, today)
        else:
            on |= {day: day for day in of_month}
    if any(day != entered for day, entered in on.items()):
        hold_month(coop, today)
    return on


@use_case
def close_month(seat: Seat, *, month: dt.date) -> MonthBook:
    """Close a month with all its days: from now on it takes nothing new, changed or back-dated. Raises Refused.

    Days on which nothing was weighed get a closed book too, so that no ticket comes to them later; so does any day of
    the months before. The append-only books are sealed, so that the figures of the month can be shown to be the ones
    that were closed.
    """
    coop = seat.cooperative
    in_turn(coop)
    book = _locked(coop, month)
    now = clock.now()
    closed = [
        DayBook(cooperative=coop, day=day, closed_at=now, closed_by=seat.user)
        for day in days_of(month)
        if after(month) <= clock.today()
    ]
    DayBook.objects.bulk_create(closed, ignore_conflicts=True)
    days = DayBook.objects.of(coop).filter(day__lt=after(month), closed_at__isnull=True)
    [*days.order_by("day").select_for_update().values_list("pk")]
    insist(judge_close_month(month_facts(coop, month, bool(book.closed_at)), clock.today()))
    days.update(closed_at=now, closed_by=seat.user)
    book.closed_at, book.closed_by = now, seat.user
    book.save(update_fields=["closed_at", "closed_by"])
    audit(seat, "month closed", book, documents=book.documents)
    seal_books(coop)
    return book


@use_case
def reopen_month(seat: Seat, *, month: dt.date, reason: str) -> MonthBook:
    """Open a closed month again, with why; its days stay closed until each is opened. Raises Refused."""
    coop = seat.cooperative
    book = _locked(coop, month)
    insist(judge_reopen_month(month_facts(coop, month, bool(book.closed_at)), reason))
    book.closed_at, book.closed_by = None, None
    book.reopened_at, book.reopened_by, book.reason = clock.now(), seat.user, reason
    book.save(update_fields=["closed_at", "closed_by", "reopened_at", "reopened_by", "reason"])
    audit(seat, "month opened again", book, reason=reason)
    return book


def _locked(coop: Cooperative, month: dt.date) -> MonthBook:
    """The book of a month, made when there is none, held by the running transaction until its end."""
    MonthBook.objects.bulk_create([MonthBook(cooperative=coop, month=month)], ignore_conflicts=True)
    return MonthBook.objects.of(coop).select_for_update().get(month=month)
