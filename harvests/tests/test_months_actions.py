"""How months are held: each counts its own papers, and what is closed, or lies before what is closed, takes nothing."""

import datetime as dt

import pytest

from coopsite import clock
from growers.actions.once import Refused
from growers.tests.builders import make_coop, make_seat
from harvests.actions.months import close_month, hold_month, hold_months, insist_open
from harvests.models import DayBook, MonthBook

pytestmark = pytest.mark.django_db
JULY, AUGUST, SEPTEMBER = (dt.date(2025, month, 8) for month in (7, 8, 9))


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


def close(coop, day):
    hold_month(coop, day)
    seat = make_seat(coop, "accountant")
    MonthBook.objects.of(coop).filter(month=day.replace(day=1)).update(closed_at=clock.now(), closed_by=seat.user)


def counts(coop) -> dict[int, int]:
    return {book.month.month: book.documents for book in MonthBook.objects.of(coop)}


def test_each_month_counts_its_own(coop):
    for day in (AUGUST, SEPTEMBER, SEPTEMBER):
        hold_month(coop, day)
    assert counts(coop) == {8: 1, 9: 2}
    close(make_coop("an-phu"), SEPTEMBER)
    hold_month(coop, AUGUST)
    assert counts(coop) == {8: 2, 9: 2}


@pytest.mark.parametrize("held", [hold_month, insist_open])
def test_what_is_closed_and_what_lies_before_it_takes_nothing(coop, held):
    hold_month(coop, JULY)
    close(coop, AUGUST)
    for day in (JULY, AUGUST, dt.date(2025, 6, 8)):
        with pytest.raises(Refused) as refused:
            held(coop, day)
        assert refused.value.verdict.codes == ("month_closed",)
    hold_month(coop, SEPTEMBER)
    held(coop, SEPTEMBER)


def test_what_belongs_to_a_closed_month_is_entered_today_or_not_at_all(coop):
    close(coop, AUGUST)
    assert hold_months(coop, [JULY, AUGUST, SEPTEMBER]) == {JULY: SEPTEMBER, AUGUST: SEPTEMBER, SEPTEMBER: SEPTEMBER}
    close(coop, SEPTEMBER)
    with pytest.raises(Refused):
        hold_months(coop, [AUGUST])


def test_a_month_closes_its_own_days_and_leaves_those_closed_before_as_they_were(coop):
    seat = make_seat(coop, "accountant")
    before = clock.now() - dt.timedelta(days=20)
    DayBook.objects.create(cooperative=coop, day=AUGUST, closed_at=before, closed_by=seat.user)
    DayBook.objects.create(cooperative=coop, day=SEPTEMBER)
    close_month(seat, month=AUGUST.replace(day=1))
    books = {book.day: book.closed_at for book in DayBook.objects.of(coop)}
    assert (books[AUGUST], books[SEPTEMBER]) == (before, None)
    assert all(books[day] for day in books if day.month == 8)
