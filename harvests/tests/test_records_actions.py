"""Harvest records written, corrected, voided, priced and released: books and totals always equal the records."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coopsite import clock
from growers.actions.once import Stale
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import (
    correct_ticket,
    count_print,
    price_waiting_tickets,
    release_ticket,
    void_ticket,
)
from harvests.actions.days import close_day
from harvests.actions.months import hold_month
from harvests.actions.records import NotRecorded, Unconfirmed, record_ticket
from harvests.models import DayTotal, HarvestLine, HarvestRecord
from harvests.queries.records import may_be_changed
from harvests.rules.weighing_facts import Header, Load
from harvests.tests.builders import insist_books_agree, make_board, make_code, make_scale, make_ticket

pytestmark = pytest.mark.django_db
LOAD = Load(0, 99_500, "L1", crates=4)


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


def correct(seat, record, *loads, reason="typo", text="", household="097", confirmed=True, **header):
    return correct_ticket(
        seat, record=record, reason=reason, text=text, header=Header(household, **header), loads=loads or (LOAD,),
        confirmed=confirmed,
    )  # fmt: skip


def test_a_correction_is_a_new_version_of_the_same_number(seat, coop, hoa):
    old = make_ticket(seat, "097", ((99_500, "L1"), (80_000, "L2")))
    new = correct(seat, old, replace(LOAD, gross_g=95_900), text="hai phím một lúc")
    old.refresh_from_db()
    assert (old.status, new.status) == ("replaced", "posted")
    assert (new.number, new.revision, new.replaces, new.reason) == (1, 2, old, "typo: hai phím một lúc")
    assert new.code.endswith("-001/2") and new.weighed_at == old.weighed_at
    assert (new.net_g, new.amount_vnd) == (87_900, 1_758_000)
    assert AuditEntry.objects.of(coop).first().details["net_g"] == [163_500, 87_900]
    insist_books_agree(coop)


def test_a_correction_can_move_a_ticket_to_another_household_and_grade(seat, coop, hoa):
    make_household(coop, "031", "Lò Văn Đức")
    old = make_ticket(seat, "097")
    new = correct(seat, old, replace(LOAD, grade="D"), household="031", reason="household")
    assert new.household.code == "031" and new.amount_vnd == 549_000
    insist_books_agree(coop)
    assert DayTotal.objects.of(coop).get(grade__code="L1").net_g == 0


def test_a_correction_keeps_the_price_of_the_weighing(seat, coop, hoa):
    old = make_ticket(seat, "097")
    make_board(seat, {"L1": 25_000}, valid_from=old.board.valid_from + dt.timedelta(seconds=1))
    assert correct(seat, old, replace(LOAD, gross_g=99_400)).lines.get().price_vnd == 20_000


def test_a_correction_is_not_its_own_twin_and_counts_itself_once(seat, coop, hoa):
    old = make_ticket(seat, "097")
    assert correct(seat, old, confirmed=False).revision == 2


def test_a_replaced_or_void_ticket_cannot_be_changed_again(seat, coop, hoa):
    old = make_ticket(seat, "097")
    correct(seat, old)
    for change in (lambda: correct(seat, old), lambda: void_ticket(seat, record=old, reason="typo", text="")):
        with pytest.raises(Stale):
            change()
    assert HarvestRecord.objects.of(coop).count() == 2
    insist_books_agree(coop)


def test_nothing_of_a_refused_correction_stays(seat, coop, hoa):
    old = make_ticket(seat, "097")
    for change in (
        lambda: correct(seat, old, replace(LOAD, grade="L9")),
        lambda: correct(seat, old, replace(LOAD, gross_g=299_000), confirmed=False),
        lambda: correct(seat, old, reason=""),
        lambda: correct(seat, old, reason="other"),
    ):
        with pytest.raises((NotRecorded, Unconfirmed)):
            change()
    old.refresh_from_db()
    assert old.status == "posted" and HarvestRecord.objects.of(coop).count() == 1
    insist_books_agree(coop)


def test_fruit_in_a_lot_cannot_be_corrected_away(seat, coop, hoa):
    old = make_ticket(seat, "097")
    HarvestLine.objects.of(coop).update(allocated_g=1_000)
    with pytest.raises(NotRecorded, match="ticket_in_lot"):
        correct(seat, old)
    with pytest.raises(NotRecorded, match="ticket_in_lot"):
        void_ticket(seat, record=old, reason="twice", text="")


def test_on_a_closed_day_nothing_is_written(seat, coop, hoa):
    old = make_ticket(seat, "097")
    close_day(seat, day=old.day, note="đủ")
    for change in (
        lambda: make_ticket(seat, "097"),
        lambda: correct(seat, old),
        lambda: void_ticket(seat, record=old, reason="twice", text=""),
    ):
        with pytest.raises(NotRecorded, match="day_closed"):
            change()
    insist_books_agree(coop)


def test_a_clerk_corrects_the_own_ticket_for_five_minutes(coop, season, hoa):
    clerk, other = make_seat(coop, "clerk"), make_seat(coop, "clerk")
    record = make_ticket(clerk, "097")
    with pytest.raises(NotRecorded, match="correction_not_yours"):
        correct(other, record)
    first, record = record, correct(clerk, record)
    assert may_be_changed(clerk, record, first.recorded_at + dt.timedelta(minutes=5))
    HarvestRecord.objects.of(coop).filter(pk=first.pk).update(recorded_at=clock.now() - dt.timedelta(minutes=6))
    with pytest.raises(NotRecorded, match="correction_not_yours"):
        correct(clerk, record)
    assert correct(make_seat(coop, "field"), record).revision == 3


def test_voiding_takes_a_ticket_out_and_keeps_its_number(seat, coop, hoa):
    first, second = make_ticket(seat, "097"), make_ticket(seat, "097", ((50_000, "L2"),))
    void_ticket(seat, record=first, reason="twice", text="")
    first.refresh_from_db()
    assert (first.status, first.reason) == ("void", "twice")
    insist_books_agree(coop)
    third = make_ticket(seat, "097", ((60_000, "L1"),))
    assert (second.number, third.number) == (2, 3)
    assert AuditEntry.objects.of(coop).filter(verb="ticket voided").get().details["net_g"] == 91_500


def test_prices_are_filled_into_waiting_tickets_once(seat, coop, hoa):
    waiting = make_ticket(seat, "097", ((99_500, "L1"), (80_000, "D")), channel="market")
    later = record_ticket(seat, header=Header("097", mode="later"), loads=[LOAD], confirmed=True)
    priced = make_ticket(seat, "097", ((70_000, "L2"),))
    board = make_board(seat, {"L1": 15_000}, "market", valid_from=clock.now())
    assert price_waiting_tickets(seat, board=board) == 1
    waiting.refresh_from_db()
    assert (waiting.status, waiting.amount_vnd) == ("held", None)
    assert waiting.holds == [{"code": "price_missing", "data": {"grades": "D"}}]
    insist_books_agree(coop)
    newer = make_board(seat, {"L1": 99_000, "D": 5_000, "L2": 1_000}, "market", valid_from=clock.now())
    assert price_waiting_tickets(seat, board=newer) == 1
    waiting.refresh_from_db()
    assert (waiting.status, waiting.amount_vnd, waiting.holds) == ("posted", 1_372_500 + 360_000, [])
    assert price_waiting_tickets(seat, board=newer) == 0
    for record, status in ((later, "held"), (priced, "posted")):
        before = (record.amount_vnd, status)
        record.refresh_from_db()
        assert (record.amount_vnd, record.status) == before
    assert AuditEntry.objects.of(coop).filter(verb="ticket priced", object_id=waiting.pk).count() == 2
    insist_books_agree(coop)


def test_pricing_many_tickets_takes_as_many_statements_as_pricing_few_but_their_trail(seat, coop, hoa):
    hold_month(coop, clock.today())  # the month's book is there after its first document
    for _ in range(2):
        make_ticket(seat, "097", channel="market")
    board = make_board(seat, {"L1": 15_000}, "market", valid_from=clock.now())
    with CaptureQueriesContext(connection) as few:
        price_waiting_tickets(seat, board=board)
    for _ in range(6):
        make_ticket(seat, "097", channel="processing")
    board = make_board(seat, {"L1": 4_000}, "processing", valid_from=clock.now())
    with CaptureQueriesContext(connection) as many:
        assert price_waiting_tickets(seat, board=board) == 6
    assert len(many) - len(few) == 4  # one audit entry each
    insist_books_agree(coop)


def test_a_priced_ticket_that_is_blocked_stays_on_hold(seat, coop, hoa):
    hoa.blocked_reason = "dư lượng"
    hoa.save()
    record = make_ticket(seat, "097", channel="market")
    price_waiting_tickets(seat, board=make_board(seat, {"L1": 15_000}, "market", valid_from=clock.now()))
    record.refresh_from_db()
    assert record.status == "held" and record.amount_vnd == 1_372_500
    assert [hold["code"] for hold in record.holds] == ["household_blocked"]


def test_a_hold_is_released_with_a_reason_and_a_missing_price_is_not(seat, coop, hoa):
    make_code(hoa.plots.get(), status="suspended")
    record = make_ticket(seat, "097", ((99_500, "L1"),), channel="market")
    assert [hold["code"] for hold in record.holds] == ["price_missing", "code_suspended"]
    with pytest.raises(NotRecorded, match="reason_unclear"):
        release_ticket(seat, record=record, text="")
    released = release_ticket(seat, record=record, text="mẫu đạt")
    assert [hold["code"] for hold in released.holds] == ["price_missing"] and released.status == "held"
    with pytest.raises(NotRecorded, match="nothing_to_release"):
        release_ticket(seat, record=record, text="lần nữa")
    assert AuditEntry.objects.of(coop).filter(verb="ticket released").get().details["reason"] == "mẫu đạt"


def test_prints_are_counted(seat, hoa):
    record = make_ticket(seat, "097")
    assert [count_print(seat, record=record).prints for _ in range(2)] == [1, 2]
