"""Many tickets written at once, from a paper pad or a register: numbered by day, all or none, in few statements."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coopsite import clock
from growers.models import AuditEntry, Grade
from growers.rules.verdicts import Reason
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.days import close_day
from harvests.actions.records import NotRecorded, record_many
from harvests.models import DayBook, DayTotal, HarvestRecord
from harvests.rules.records import NewLine, NewTicket
from harvests.tests.builders import insist_books_agree, make_scale, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def seat(coop):
    return make_seat(coop, "director")


@pytest.fixture
def season(seat):
    return make_scale(seat)


@pytest.fixture
def hoa(coop, season):
    household = make_household(coop, "097", "Bùi Thị Hoa")
    make_plot(household)
    return household


def prepared(hoa, season, moment, net=100_000, **values):
    grade = Grade.objects.get(code="L1")
    line = NewLine(grade.pk, net + 8_000, 8_000, net, price_vnd=20_000, amount_vnd=net * 20)
    return NewTicket(
        weighed_at=moment, season=season.pk, commodity=season.commodity_id, household=hoa.pk, household_kind=hoa.kind,
        lines=(line, line), source="import", **values,
    )  # fmt: skip


def test_many_tickets_are_numbered_by_day_after_those_that_are_there(seat, coop, hoa, season):
    today = clock.now()
    yesterday = today - dt.timedelta(days=1)
    make_ticket(seat, "097")
    book = record_many(seat, tickets=[prepared(hoa, season, moment) for moment in (today, yesterday, today)])
    assert (book.day, book.last_number, book.tickets) == (today.date(), 3, 3)
    found = HarvestRecord.objects.of(coop).order_by("day", "number").values_list("day", "number", "net_g")
    assert list(found) == [
        (yesterday.date(), 1, 200_000), (today.date(), 1, 91_500),
        (today.date(), 2, 200_000), (today.date(), 3, 200_000),
    ]  # fmt: skip
    for day in (yesterday.date(), today.date()):
        assert DayBook.objects.of(coop).get(day=day).net_g == sum(
            HarvestRecord.objects.of(coop).filter(day=day).values_list("net_g", flat=True)
        )
    assert AuditEntry.objects.of(coop).filter(verb="tickets recorded").count() == 2


def test_many_tickets_take_as_many_statements_as_few(seat, coop, hoa, season):
    def statements(count):
        tickets = [prepared(hoa, season, clock.now()) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            record_many(seat, tickets=tickets)
        return len(queries)

    assert statements(2) == statements(12)


def test_many_tickets_are_written_together_or_not_at_all(seat, coop, hoa, season):
    today, yesterday = clock.now(), clock.now() - dt.timedelta(days=1)
    close_day(seat, day=today.date(), note="đóng")
    with pytest.raises(NotRecorded):
        record_many(seat, tickets=[prepared(hoa, season, moment) for moment in (yesterday, today)])
    assert not HarvestRecord.objects.of(coop).exists() and not DayTotal.objects.of(coop).exists()


def test_one_paper_number_twice_in_a_batch_is_refused(seat, coop, hoa, season):
    pair = [prepared(hoa, season, clock.now(), paper_no="0417") for _ in range(2)]
    with pytest.raises(NotRecorded, match="paper_no_used"):
        record_many(seat, tickets=pair)
    assert not DayBook.objects.of(coop).exists()


def test_a_ticket_with_reasons_to_hold_is_written_on_hold(seat, coop, hoa, season):
    line = NewLine(Grade.objects.get(code="L1").pk, 50_000, 0, 50_000)
    ticket = replace(
        prepared(hoa, season, clock.now()), lines=(line,), holds=(Reason("price_missing", {"grades": "L1"}),)
    )
    record_many(seat, tickets=[ticket])
    record = HarvestRecord.objects.of(coop).get()
    assert (record.status, record.amount_vnd) == ("held", None)
    insist_books_agree(coop)
