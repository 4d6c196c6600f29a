"""Sums of the tickets of few households: totals of whole seasons and loads of the others give what a scan gives."""

import datetime as dt
import importlib
import itertools

import pytest
from django.db import connection

from coopsite import clock
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.corrections import correct_ticket, void_ticket
from harvests.models import HarvestRecord, HouseholdTotal
from harvests.queries.record_lists import Sums, page_at, sums, with_meant
from harvests.rules.weighing_facts import Header, Load
from harvests.tests.books import faults_of_books
from harvests.tests.builders import make_board, make_crate, make_season, make_ticket

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
LOADS = ((70_000, "L1"), (51_300, "L2"))


@pytest.fixture
def seat(stand_still):
    """Two seasons with tickets of three households: standing, waiting for a price, corrected, moved and void."""
    stand_still(f"{TODAY}")
    coop = make_coop()
    seat = make_seat(coop, "director")
    make_crate(coop)
    make_season(coop, name="2024", starts_on=dt.date(2024, 6, 20), ends_on=dt.date(2024, 11, 30))
    make_season(coop, name="2025", starts_on=dt.date(2025, 6, 20), ends_on=dt.date(2025, 11, 30))
    for code in ("011", "012", "021"):
        make_household(coop, code, "Lò Văn Đức" if code == "011" else "Bùi Thị Hoa")
    make_board(seat, {"L1": 20_000, "L2": 15_000}, valid_from=clock.now() - dt.timedelta(days=500))
    for days, code in itertools.product((0, 1, 360, 400), ("011", "012", "021")):
        at = clock.now() - dt.timedelta(days=days)
        make_ticket(seat, code, loads=LOADS, weighed_at=at)
        make_ticket(seat, code, loads=LOADS, weighed_at=at, channel="market")  # no price yet
    tickets = [*HarvestRecord.objects.of(coop).filter(household__code="011").order_by("pk")]
    void_ticket(seat, record=tickets[0], reason="twice", text="")
    change = {"reason": "typo", "text": "", "loads": [Load(0, 70_000, "L1", crates=4)], "confirmed": True}
    correct_ticket(seat, record=tickets[2], header=Header("011"), **change)
    correct_ticket(seat, record=tickets[4], header=Header("012"), **change)
    return seat


def scanned(coop, codes, day_from, day_to) -> Sums:
    rows = HarvestRecord.objects.of(coop).filter(household__code__in=codes)
    rows = [row for row in rows if row.stands and (day_from or row.day) <= row.day <= (day_to or row.day)]
    lines = [line for row in rows for line in row.lines.all()]
    return Sums(len(rows), None, sum_of(lines, "net_g"), sum_of(lines, "amount_vnd"))


def sum_of(lines, name: str) -> int:
    return sum(getattr(line, name) or 0 for line in lines)


@pytest.mark.parametrize("day_from", [None, dt.date(2024, 6, 20), dt.date(2024, 8, 20), dt.date(2025, 9, 8)])
@pytest.mark.parametrize("day_to", [None, dt.date(2024, 9, 1), dt.date(2025, 9, 7), dt.date(2026, 1, 1)])
@pytest.mark.parametrize(("typed", "codes"), [("011", ["011"]), ("hoa", ["012", "021"]), ("077", [])])
def test_sums_of_few_households_are_what_a_scan_gives(seat, typed, codes, day_from, day_to):
    filters = {"household": typed, "day_from": day_from, "day_to": day_to}
    assert sums(seat.cooperative, filters) == scanned(seat.cooperative, codes, day_from, day_to)


def test_without_days_no_ticket_is_read_for_the_sums(seat, django_assert_num_queries):
    filters = with_meant(seat.cooperative, {"household": "011"})
    sums(seat.cooperative, filters)
    with django_assert_num_queries(1) as ran:
        sums(seat.cooperative, filters)
    assert "harvestrecord" not in ran[0]["sql"]


def test_households_are_looked_up_once_for_page_and_sums(seat, django_assert_num_queries):
    with django_assert_num_queries(3):
        filters = with_meant(seat.cooperative, {"household": "012"})
        assert len(page_at(seat.cooperative, filters).rows) == sums(seat.cooperative, filters).tickets == 9


def test_the_migration_fills_in_what_stands(seat):
    coop = seat.cooperative
    HouseholdTotal.objects.of(coop).update(tickets=0, amount_vnd=0)
    assert faults_of_books(coop)
    with connection.cursor() as cursor:
        cursor.execute(importlib.import_module("harvests.migrations.0003_household_totals").FILL)
    assert faults_of_books(coop) == []
