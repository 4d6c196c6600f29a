"""Eight processes at once on both databases: one effect of one sending, no lost write, no limit passed, no 500."""

import json
import uuid
from collections import Counter
from functools import partial

import pytest
from django.db import connection
from django.urls import reverse

from coopsite import clock
from coopsite.tests.racers import DAY, Racers, racers_on
from growers.models import AuditEntry, FormToken, Household
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.days import reopen_day
from harvests.models import DayBook, Delivery, HarvestRecord, OrderLine, TraderOrder
from harvests.tests.books import faults_of_books
from harvests.tests.builders import make_order, make_scale, make_ticket, typed_ticket
from harvests.tests.orders_typed import typed_order

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CODES = [f"{number:03d}" for number in range(11, 19)]
postgres_only = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one writer in at a time: there this guard has nothing to do"
)


@pytest.fixture(scope="module")
def racers(django_db_setup):
    racers = racers_on(connection)
    yield racers
    racers.close()


class Station:
    """A co-operative at work: eight households, eight clerks, a director, and racers to let go."""

    def __init__(self, racers: Racers):
        self.coop = make_coop()
        self.director = make_seat(self.coop, "director")
        make_scale(self.director)
        for code in CODES:
            make_household(self.coop, code, f"Lò Văn {code}")
        self.clerks = [make_seat(self.coop, "clerk") for _ in CODES]
        self.race = racers.race

    def url(self, name: str, *words) -> str:
        return reverse(name, args=[self.coop.slug, *words])

    def part(self, seat, *posts, **more) -> dict:
        return {"user": seat.user.pk, "posts": posts, **more}

    def weighs(self, seat, *bodies, **more) -> dict:
        posts = [{"url": self.url("weigh"), "body": body, "json": True} for body in bodies]
        return self.part(seat, *posts, warm=self.url("weigh"), **more)

    def sends(self, seat, url: str, **body) -> dict:
        body = {"token": str(uuid.uuid4()), **body}
        return self.part(seat, {"url": url, "body": body}, warm=self.url("household-list"))

    def insist_on_books(self) -> None:
        assert faults_of_books(self.coop) == []


@pytest.fixture
def station(racers, stand_still):
    stand_still(DAY)
    return Station(racers)


def statuses(found) -> Counter:
    return Counter(answer.status for answers in found for answer in answers)


def saying(found, *words: str) -> list[int]:
    """How many pages say each of these words; every page is a whole one."""
    assert set(statuses(found)) <= {200, 422}, found
    return [sum(word in answer.text for answers in found for answer in answers) for word in words]


# --- the races --------------------------------------------------------------------------------------------------------


def one_sending_from_eight_sides(station, without=""):
    body = typed_ticket("011", (("99,5", "L1"), ("80", "D")))
    found = station.race(*[station.weighs(station.clerks[0], body)] * 8, without=without)
    assert statuses(found) == {201: 8}, found
    assert len({json.dumps(answers[0].json, sort_keys=True) for answers in found}) == 1
    assert HarvestRecord.objects.of(station.coop).count() == FormToken.objects.of(station.coop).count() == 1
    station.insist_on_books()


def one_token_with_eight_bodies(station, without=""):
    body = typed_ticket("011")
    bodies = [{**body, "loads-0-gross": f"9{number}"} for number in range(8)]
    found = station.race(*(station.weighs(station.clerks[0], body) for body in bodies), without=without)
    assert statuses(found) == {201: 1, 409: 7}, found
    assert HarvestRecord.objects.of(station.coop).count() == 1
    station.insist_on_books()


def eight_clerks_at_one_scale(station, without=""):
    parts = [
        station.weighs(seat, *(typed_ticket(code, ((f"9{load}", "L1"), ("80,5", "L2"))) for load in range(3)))
        for seat, code in zip(station.clerks, CODES, strict=True)
    ]
    found = station.race(*parts, without=without)
    assert statuses(found) == {201: 24}, found
    numbers = sorted(answer.json["ticket"]["number"] for answers in found for answer in answers)
    assert numbers == [*range(1, 25)]
    assert DayBook.objects.of(station.coop).get().tickets == 24
    station.insist_on_books()


def the_day_is_closed_while_tickets_come(station, without=""):
    """Whoever comes after the closing is told so, and the minutes of the closing count every ticket there is."""
    for late_ms in (0, 50, 100):
        ways = zip(station.clerks[1:], CODES[1:], strict=True)
        parts = [
            station.weighs(seat, *(typed_ticket(code, ((f"9{n}", "L1"),), confirmed="1") for n in "012"))
            for seat, code in ways
        ]
        closing = station.sends(station.director, station.url("day-close", DAY), note="đủ")
        found = station.race(*parts, {**closing, "late_ms": late_ms}, without=without)
        [closed], tickets = found[-1], found[:-1]
        assert "The day is closed." in closed.text
        assert set(statuses(tickets)) <= {201, 422}, tickets
        late = [answer for answers in tickets for answer in answers if answer.status == 422]
        assert all("is closed" in answer.json["errors"]["__all__"][0] for answer in late), late
        minutes = AuditEntry.objects.of(station.coop).filter(verb="day closed").first().details
        book = DayBook.objects.of(station.coop).get()
        assert (minutes["tickets"], minutes["net_g"]) == (book.tickets, book.net_g)
        station.insist_on_books()
        reopen_day(station.director, day=clock.today(), reason="weiter")


def two_changes_of_one_ticket(station, without=""):
    records = [make_ticket(station.director, code) for code in CODES[:4]]
    others = [make_seat(station.coop, "director") for _ in records]
    typed = {"household": "018", "mode": "graded", "channel": "export", "place": "point", "reason": "typo"}
    typed |= {"loads-0-gross": "70", "loads-0-grade": "L2", "loads-0-crates": "4", "revision": "1", "confirmed": "1"}
    parts = []
    for place, (record, other) in enumerate(zip(records, others, strict=True)):
        correct = station.url("harvest-correct", record.slug)
        parts.append(station.sends(station.director, correct, **typed))
        if place % 2:
            parts.append(station.sends(other, station.url("harvest-void", record.slug), reason="twice", revision="1"))
        else:
            parts.append(station.sends(other, correct, **{**typed, "loads-0-gross": "60"}))
    found = station.race(*parts, without=without)
    done, gone = saying(found, "was corrected.", "in the meantime"), saying(found, "was voided.")
    assert (done[0] + gone[0], done[1]) == (4, 4), found
    for record in records:
        versions = HarvestRecord.objects.of(station.coop).filter(number=record.number).order_by("revision")
        assert [version.status for version in versions] in (["replaced", "posted"], ["void"])
    station.insist_on_books()


def the_last_kilograms_of_an_order(station, without=""):
    order = make_order(station.director, lines=[("L1", 10_000)], status="confirmed")
    line = OrderLine.objects.of(station.coop).get()
    url = station.url("delivery-new", order.code)
    part = partial(station.sends, station.director, url, line=line.pk, delivered_on="8/9/2025", quantity_g="3")
    found = station.race(*(part() for _ in range(8)), without=without)
    assert saying(found, "The delivery was saved.", "more than this line can still take") == [3, 5]
    line.refresh_from_db()
    assert line.delivered_g == 9_000 <= line.limit_g
    assert sum(row.quantity_g for row in Delivery.objects.of(station.coop)) == 9_000


def eight_orders_at_once(station, without=""):
    order = make_order(station.director)
    body = typed_order(order.trader, market=order.market_id)
    found = station.race(*(
        station.sends(station.director, station.url("order-new"), **{**body, "token": str(uuid.uuid4())})
        for _ in range(8)
    ), without=without)  # fmt: skip
    assert statuses(found) == {200: 8}, found
    assert sorted(order.number for order in TraderOrder.objects.of(station.coop)) == [*range(1, 10)]


def eight_editors_of_one_household(station, without=""):
    url = station.url("household-edit", "011")
    typed = {"code": "011", "name": "Lò Văn Đức", "kind": "linked", "commune": station.coop.commune_id, "version": "1"}
    parts = [station.sends(station.director, url, **typed, village=f"bản {number}") for number in range(8)]
    found = station.race(*parts, without=without)
    assert saying(found, "The changes were saved.", "Saved in the meantime") == [1, 7]
    kept = Household.objects.of(station.coop).get(code="011")
    assert kept.version == 2 and kept.village.startswith("bản ")


def eight_households_with_one_code(station, without=""):
    # Eight that happen to come one after the other meet nothing: without the guard they get more than one chance.
    for code in ("077", "078", "079", "080") if without else ("077",):
        typed = {"name": "Lò Văn Đức", "kind": "linked", "commune": station.coop.commune_id, "village": "x"}
        part = partial(station.sends, station.director, station.url("household-new"), code=code, **typed)
        found = station.race(*(part() for _ in range(8)), without=without)
        assert saying(found, f"Household {code} was added.", "already exists") == [1, 7]


def pads_of_two_days_in_opposite_order(station, without="haste"):
    """Two days, the same households from the first to the last and from the last to the first."""
    for turn in range(2):
        parts = []
        for place, seat in enumerate(station.clerks):
            body = {"day": f"{7 + place % 2}/9/2025", "channel": "export", "save": "1", "confirmed": "on"}
            for row, code in enumerate(CODES[:: 1 if place % 2 else -1]):
                cells = {"paper_no": f"{turn}{place}{row}", "household": code, "grade": "L1", "crates": "4"}
                cells["gross1"] = f"9{place}"
                body |= {f"rows-{row}-{cell}": text for cell, text in cells.items()}
            parts.append(station.sends(seat, station.url("back-entry"), **body))
        found = station.race(*parts, without=without)
        assert saying(found, "8 slips were entered.") == [8], found
    station.insist_on_books()


def tickets_while_the_book_is_held(station, without=""):
    """Whoever waits too long is told to send again, and nothing was written; sent again it is done."""
    bodies = [typed_ticket(code) for code in CODES[1:]]
    parts = [station.weighs(seat, body) for seat, body in zip(station.clerks[1:], bodies, strict=True)]
    slow = [{**part, "late_ms": 300} for part in parts]
    found = station.race(station.part(station.director, hold_ms=1_500), *slow, without=without, patience_ms=200)
    assert statuses(found) == {503: 7}, found
    assert not HarvestRecord.objects.of(station.coop).exists()
    assert not FormToken.objects.of(station.coop).exists()
    assert statuses(station.race(*parts, without=without)) == {201: 7}
    station.insist_on_books()


RACES = (
    one_sending_from_eight_sides, one_token_with_eight_bodies, eight_clerks_at_one_scale,
    the_day_is_closed_while_tickets_come, two_changes_of_one_ticket, the_last_kilograms_of_an_order,
    eight_orders_at_once, eight_editors_of_one_household, eight_households_with_one_code,
    pads_of_two_days_in_opposite_order, tickets_while_the_book_is_held,
)  # fmt: skip


@pytest.mark.parametrize("race", RACES)
def test_nothing_is_lost_or_done_twice(station, race):
    race(station)


@pytest.mark.parametrize(
    ("race", "guard"),
    [
        (one_sending_from_eight_sides, "token"),
        (one_token_with_eight_bodies, "token"),
        (eight_editors_of_one_household, "version"),
        (the_last_kilograms_of_an_order, "limit"),
        (two_changes_of_one_ticket, "stands"),
        pytest.param(eight_clerks_at_one_scale, "counter", marks=postgres_only),
        pytest.param(the_day_is_closed_while_tickets_come, "closing", marks=postgres_only),
        pytest.param(eight_households_with_one_code, "again", marks=postgres_only),
        pytest.param(pads_of_two_days_in_opposite_order, "order", marks=postgres_only),
    ],
)
def test_without_its_guard_a_race_goes_wrong(station, race, guard):
    with pytest.raises(AssertionError):
        race(station, without=guard)
