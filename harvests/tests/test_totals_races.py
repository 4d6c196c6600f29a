"""Writers of many totals beside writers of one: books first, then totals in one order, so that none waits in a ring."""

import datetime as dt
import threading
import time
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, connections, transaction

from coopsite import clock
from growers.actions import once
from growers.rules.verdicts import Reason
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions import corrections, imports, seasons
from harvests.actions.corrections import correct_ticket, price_waiting_tickets
from harvests.actions.months import hold_month
from harvests.actions.records import record_many
from harvests.actions.seasons import change_season
from harvests.models import HarvestRecord, Season
from harvests.queries.records import tickets_waiting_for
from harvests.rules.records import NewLine, NewTicket
from harvests.rules.weighing_facts import Header, Load
from harvests.tests.books import faults_of_books
from harvests.tests.builders import make_board, make_scale, make_ticket

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
postgres_only = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time")
DAY = dt.timedelta(days=1)
GUARDED = [True, pytest.param(False, marks=postgres_only)]


@pytest.fixture
def seat(stand_still, monkeypatch):
    stand_still("2025-09-08")
    monkeypatch.setattr(once, "TRIES", 1)  # nothing hides a deadlock
    seat = make_seat(make_coop(), "director")
    make_scale(seat)
    return seat


@pytest.fixture
def households(seat):
    return [make_household(seat.cooperative, code) for code in ("031", "097")]


class Beside:
    """Work in a thread of its own; `begin` gives it time to come as far as it can."""

    def __init__(self, work):
        self.work, self.trouble = work, None
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.work()
        except once.Busy as trouble:
            self.trouble = trouble
        finally:
            connections.close_all()

    def begin(self) -> None:
        self.thread.start()
        for _ in range(500 if connection.vendor == "postgresql" else 15):
            time.sleep(0.02)
            if not self.thread.is_alive() or self._waits():
                break

    def _waits(self) -> bool:
        """Whether somebody waits for what our transaction holds; on SQLite nobody can tell."""
        if connection.vendor == "sqlite":
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            return bool(cursor.fetchone())

    def end(self) -> None:
        self.thread.join()
        if self.trouble:
            raise self.trouble


def prepared(season, household, day, **values) -> NewTicket:
    """A judged ticket of a day, weighed at this time of it; priced unless `values` say otherwise."""
    grade, at = season.commodity.grades.get(code="L1").pk, clock.now().replace(month=day.month, day=day.day)
    price = values.pop("price", 20_000)
    line = NewLine(grade, 90_000, 8_000, 82_000, price_vnd=price, amount_vnd=price and 82 * price)
    return NewTicket(at, season.pk, season.commodity_id, household.pk, household.kind, (line,), **values)


def plan_of(*tickets) -> SimpleNamespace:
    """An import of these tickets."""
    works = (SimpleNamespace(ticket=ticket, day=ticket.day) for ticket in tickets)
    return SimpleNamespace(rows=[SimpleNamespace(number=2, outcome="new", work=work) for work in works])


def insist(seat, first, second, *, guarded: bool) -> None:
    """Both come through and the books agree; without the guard they wait for each other, and one is sent away."""
    if guarded:
        first()
        second.end()
        assert faults_of_books(seat.cooperative) == []
        return
    with pytest.raises((once.Busy, OperationalError)):
        try:
            first()
        finally:
            second.end()


@pytest.mark.parametrize("guarded", GUARDED)
def test_an_import_over_days_meets_a_ticket_of_its_last_day(seat, households, monkeypatch, guarded):
    season, today = Season.objects.of(seat.cooperative).get(), clock.today()
    plan = plan_of(prepared(season, households[0], today - DAY), prepared(season, households[1], today))
    ticket = Beside(lambda: make_ticket(seat, households[0].code))
    if not guarded:
        monkeypatch.setattr(imports, "hold_books", lambda *_: None)

    def write():
        with transaction.atomic():
            imports.write_harvests(seat, plan, lambda done, of: done == 1 and ticket.begin())

    insist(seat, write, ticket, guarded=guarded)
    assert not guarded or HarvestRecord.objects.of(seat.cooperative).count() == 3


@pytest.mark.parametrize("guarded", GUARDED)
def test_an_import_meets_a_ticket_that_moves_between_its_households(seat, households, monkeypatch, guarded):
    """The households come in the order last, first; the ticket, of a third day, moves from the first to the last."""
    record = make_ticket(seat, households[0].code)
    season, today = record.season, clock.today()
    plan = plan_of(prepared(season, households[1], today - 2 * DAY), prepared(season, households[0], today - DAY))
    move = Beside(lambda: correct(seat, record, households[1].code))
    if not guarded:
        monkeypatch.setattr(imports, "hold_households", lambda *_: None)

    def write():
        with transaction.atomic():
            imports.write_harvests(seat, plan, lambda done, of: done == 1 and move.begin())

    insist(seat, write, move, guarded=guarded)


@pytest.mark.parametrize("guarded", GUARDED)
def test_rounds_that_change_meet_a_correction(seat, households, monkeypatch, guarded):
    record = make_ticket(seat, households[0].code)
    season = record.season
    with transaction.atomic():  # the first paper of a month waits for a season anyway; a correction is seldom that
        hold_month(seat.cooperative, record.day)
    correction = Beside(lambda: correct(seat, record, households[0].code))
    set_rounds = seasons._set_rounds

    def set_slowly(*facts):
        set_rounds(*facts)
        correction.begin()

    monkeypatch.setattr(seasons, "_set_rounds", set_slowly)
    if not guarded:
        hold = seasons._hold_books
        monkeypatch.setattr(seasons, "_hold_books", lambda season: None)
        monkeypatch.setattr(seasons, "_count_anew", lambda season: hold(season))

    def change():
        change_season(seat, season=season, version=season.version, rounds=[])

    insist(seat, change, correction, guarded=guarded)


@postgres_only
def test_a_ticket_that_comes_while_prices_are_filled_in_waits_for_the_next_time(seat, households, monkeypatch):
    """The first ticket of a day, judged before the board was there, comes between the look at days and at tickets."""
    hold = Reason("price_missing", {"grades": "L1"})
    early = make_ticket(seat, households[0].code, channel="market", weighed_at=clock.now() - 2 * DAY)
    late = prepared(early.season, households[1], clock.today() - DAY, price=None, channel="market", holds=(hold,))
    looks = []

    def look(board):
        looks.append(board)
        if len(looks) == 2:
            ticket = Beside(lambda: record_many(seat, tickets=[late]))
            ticket.begin()
            ticket.end()
        return tickets_waiting_for(board)

    board = make_board(seat, {"L1": 15_000}, "market", valid_from=early.weighed_at)
    monkeypatch.setattr(corrections, "tickets_waiting_for", look)
    assert price_waiting_tickets(seat, board=board) == 1
    assert len(looks) == 2
    assert price_waiting_tickets(seat, board=board) == 1
    assert faults_of_books(seat.cooperative) == []


def correct(seat, record, household: str):
    loads = [Load(0, 70_000, "L1", crates=4)]
    facts = {"reason": "household", "text": "", "header": Header(household), "loads": loads, "confirmed": True}
    return correct_ticket(seat, record=record, **facts)
