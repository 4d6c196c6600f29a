"""Random days at the scale: whatever is recorded, corrected, voided, closed or priced, the books add up."""

import datetime as dt
import itertools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coopsite import clock
from growers.actions.once import Refused, Stale
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.back_entry import enter_papers
from harvests.actions.corrections import correct_ticket, price_waiting_tickets, release_ticket, void_ticket
from harvests.actions.days import close_day, reopen_day
from harvests.actions.records import record_ticket
from harvests.models import DayBook, HarvestRecord
from harvests.rules.back_entry import PadRow, gather
from harvests.rules.weighing_facts import FLAT, GRADED, LATER, Header, Load
from harvests.tests.books import assert_verified, faults_of_books
from harvests.tests.builders import make_board, make_crate, make_round, make_season

HOUSEHOLDS = ("011", "012", "013")  # the last one is blocked
GRADES = ("L1", "L2", "D")
CRATES_G = 8_000
grams = st.integers(8_001, 120_000)
loads = st.lists(st.tuples(grams, st.sampled_from(GRADES)), min_size=1, max_size=3)
channels = st.sampled_from(("export", "market"))  # the market has no price until a board brings one
headers = st.builds(
    Header,
    household=st.sampled_from(HOUSEHOLDS),
    mode=st.sampled_from((GRADED, GRADED, FLAT, LATER)),
    channel=channels,
    flat_price_vnd=st.integers(5_000, 39_999),
)
ago = st.integers(0, 1)
slugs = itertools.count(1)


class Scale(RuleBasedStateMachine):
    """Two days of a small co-operative; `closed` and `nets` are what ought to be, worked out without a database."""

    @initialize()
    def open(self):
        self.coop = make_coop(f"state-{next(slugs)}")
        self.seat = make_seat(self.coop, "director")
        make_round(make_season(self.coop))
        make_crate(self.coop)
        for code in HOUSEHOLDS:
            make_household(self.coop, code, blocked_reason="dư lượng" if code == HOUSEHOLDS[-1] else "")
        self.now = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
        make_board(self.seat, valid_from=self.now - dt.timedelta(days=2))
        self.closed: set[dt.date] = set()
        self.nets: dict[tuple[dt.date, int], int] = {}  # grams of each ticket that stands
        self.boards = itertools.count(1)
        self.papers = itertools.count(1)

    def day(self, ago: int) -> dt.date:
        return self.now.date() - dt.timedelta(days=ago)

    def done(self, work, *, refused: bool):
        """Carry out a step that is refused exactly when it ought to be."""
        try:
            result = work()
        except (Refused, Stale):
            assert refused
            return None
        assert not refused
        return result

    def tickets(self) -> list[HarvestRecord]:
        return [*HarvestRecord.objects.of(self.coop).order_by("pk")]

    @rule(header=headers, loads=loads, ago=ago)
    def record(self, header, loads, ago):
        facts = {"header": header, "loads": as_loads(loads), "weighed_at": self.now - dt.timedelta(days=ago)}
        refused = self.day(ago) in self.closed
        record = self.done(lambda: record_ticket(self.seat, **facts, confirmed=True), refused=refused)
        if record:
            self.nets[record.day, record.number] = net_of(loads)

    @rule(slips=st.lists(st.tuples(st.sampled_from(HOUSEHOLDS), loads), min_size=1, max_size=3), ago=ago)
    def enter_a_pad(self, slips, ago):
        day, rows = self.day(ago), []
        at = self.now - dt.timedelta(days=ago)
        for code, weighed in slips:
            number = f"{next(self.papers):04d}"
            for gross, grade in weighed:
                rows.append(PadRow(len(rows), code, number, at, grade, 4, (gross, None, None, None, None)))
        papers = gather(rows, channel="export", crate="N2")
        enter = {"day": day, "papers": papers, "confirmed": True}
        if self.done(lambda: enter_papers(self.seat, **enter), refused=day in self.closed):
            written = HarvestRecord.objects.of(self.coop).filter(paper_no__in=[paper.paper_no for paper in papers])
            for record, (_code, weighed) in zip(written.order_by("number"), slips, strict=True):
                self.nets[record.day, record.number] = net_of(weighed)

    @precondition(lambda self: self.nets)
    @rule(data=st.data(), header=headers, loads=loads)
    def correct(self, data, header, loads):
        old = data.draw(st.sampled_from(self.tickets()), "ticket")
        facts = {"reason": "typo", "text": "", "header": header, "loads": as_loads(loads), "confirmed": True}
        refused = not old.stands or old.day in self.closed
        if self.done(lambda: correct_ticket(self.seat, record=old, **facts), refused=refused):
            self.nets[old.day, old.number] = net_of(loads)

    @precondition(lambda self: self.nets)
    @rule(data=st.data())
    def void(self, data):
        old = data.draw(st.sampled_from(self.tickets()), "ticket")
        refused = not old.stands or old.day in self.closed
        if self.done(lambda: void_ticket(self.seat, record=old, reason="twice", text=""), refused=refused):
            del self.nets[old.day, old.number]

    @precondition(lambda self: self.nets)
    @rule(data=st.data())
    def release(self, data):
        old = data.draw(st.sampled_from(self.tickets()), "ticket")
        blocked = any(hold["code"] == "household_blocked" for hold in old.holds)
        self.done(lambda: release_ticket(self.seat, record=old, text="mẫu đạt"), refused=not (old.stands and blocked))

    @rule(ago=ago)
    def close(self, ago):
        day = self.day(ago)
        self.done(lambda: close_day(self.seat, day=day, note="đủ"), refused=day in self.closed)
        self.closed.add(day)

    @rule(ago=ago)
    def reopen(self, ago):
        day = self.day(ago)
        self.done(lambda: reopen_day(self.seat, day=day, reason="quên"), refused=day not in self.closed)
        self.closed.discard(day)

    @rule(prices=st.dictionaries(st.sampled_from(GRADES), st.integers(1_001, 40_999), min_size=1), channel=channels)
    def price(self, prices, channel):
        """A newer board of one channel: what waits from its first day on gets its prices, on closed days too."""
        since = self.now - dt.timedelta(days=1, seconds=-next(self.boards))
        board = make_board(self.seat, prices, channel, valid_from=since)
        waited = [record for record in self.tickets() if record.stands and waits_for(record, prices, channel)]
        assert price_waiting_tickets(self.seat, board=board) == len(waited)

    @invariant()
    def books_add_up(self):
        if not hasattr(self, "coop"):
            return
        assert faults_of_books(self.coop) == []
        standing = {(record.day, record.number): record.net_g for record in self.tickets() if record.stands}
        assert standing == self.nets
        assert {book.day for book in DayBook.objects.of(self.coop) if book.closed_at} == self.closed

    def teardown(self):
        if hasattr(self, "coop"):
            assert_verified(self.coop)


def as_loads(loads) -> list[Load]:
    return [Load(row, gross, grade, crates=4) for row, (gross, grade) in enumerate(loads)]


def net_of(loads) -> int:
    return sum(gross - CRATES_G for gross, _grade in loads)


def waits_for(record: HarvestRecord, prices, channel: str) -> bool:
    if record.channel != channel or not any(hold["code"] == "price_missing" for hold in record.holds):
        return False
    return any(line.price_vnd is None and line.grade.code in prices for line in record.lines.all())


@pytest.mark.slow
@pytest.mark.django_db
def test_the_books_add_up_after_every_step(stand_still):
    stand_still("2025-09-08")
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Scale,
        settings=settings(max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=quiet),
    )
