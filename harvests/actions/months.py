"""Months: held open by whoever writes money of their days, closed by the accountant, opened again by the director."""

import datetime as dt

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.models import Cooperative
from growers.queries.seats import Seat
from harvests.actions.seals import seal_books
from harvests.models import DayBook, MonthBook
from harvests.queries.months import month_facts
from harvests.rules.months import after, days_of, judge_close_month, judge_reopen_month


def hold_month(coop: Cooperative, day: dt.date) -> None:
    """Count a document in the book of the month of `day`, within the running transaction, before anything else.

    The one conditional UPDATE takes the row until the transaction ends, so that nobody closes the month under it.
    Raises Refused ("month_closed") for a closed month: nothing new, changed or back-dated comes into it.
    """
    month = day.replace(day=1)
    books = MonthBook.objects.of(coop).filter(month=month)
    if books.filter(closed_at__isnull=True).update(documents=F("documents") + 1):
        return
    _book, is_new = MonthBook.objects.get_or_create(cooperative=coop, month=month, defaults={"documents": 1})
    if not is_new and not books.filter(closed_at__isnull=True).update(documents=F("documents") + 1):
        raise Refused.because("month_closed", month=f"{month:%m/%Y}")


@use_case
def close_month(seat: Seat, *, month: dt.date) -> MonthBook:
    """Close a month with all its days: from now on it takes nothing new, changed or back-dated. Raises Refused.

    Days on which nothing was weighed get a closed book too, so that no ticket comes to them later. The append-only
    books are sealed, so that the figures of the month can be shown to be the ones that were closed.
    """
    coop = seat.cooperative
    book = _locked(coop, month)
    now = clock.now()
    closed = [
        DayBook(cooperative=coop, day=day, closed_at=now, closed_by=seat.user)
        for day in days_of(month)
        if after(month) <= clock.today()
    ]
    DayBook.objects.bulk_create(closed, ignore_conflicts=True)
    days = DayBook.objects.of(coop).filter(day__gte=month, day__lt=after(month))
    [*days.order_by("day").select_for_update().values_list("pk")]
    insist(judge_close_month(month_facts(coop, month, bool(book.closed_at)), clock.today()))
    days.filter(closed_at__isnull=True).update(closed_at=now, closed_by=seat.user)
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
