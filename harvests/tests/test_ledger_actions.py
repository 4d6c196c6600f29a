"""What tickets leave in the household ledger, whoever writes, prices, corrects or voids them."""

import datetime as dt
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from coopsite import clock
from growers.actions.once import Refused
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import correct_ticket, price_waiting_tickets, void_ticket
from harvests.actions.ledger import insist_unsettled, post, post_standing, reverse
from harvests.actions.months import hold_month
from harvests.actions.records import record_ticket
from harvests.models import HarvestRecord, LedgerEntry, MonthBook
from harvests.queries.ledger import balances_on, entries_of, last_entry, opening, unsettled
from harvests.rules.weighing_facts import Header, Load
from harvests.tests.builders import make_board, make_scale, make_ticket
from harvests.tests.ledger_builders import claim, make_movement

pytestmark = pytest.mark.django_db
LOAD = Load(0, 99_500, "L1", crates=4)
WHY = {"reason": "typo", "text": ""}


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def seat(coop):
    return make_seat(coop, "director")


@pytest.fixture
def hoa(seat, coop):
    make_scale(seat)
    household = make_household(coop, "097", "Bùi Thị Hoa")
    make_plot(household)
    return household


def entries(coop) -> list[tuple]:
    rows = LedgerEntry.objects.of(coop).order_by("pk")
    return [*rows.values_list("kind", "account", "day", "amount_vnd", "record", "reverses")]


def later(monkeypatch, days: int) -> dt.date:
    """Let some days pass."""
    now = clock.now() + dt.timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", lambda: now.date())
    return now.date()


def test_a_ticket_leaves_one_delivery_and_one_without_a_price_none(seat, coop, hoa):
    ticket = make_ticket(seat, "097")
    make_ticket(seat, "097", channel="market")
    today = clock.today()
    assert entries(coop) == [("delivery", "fruit", today, 1_830_000, ticket.pk, None)]
    entry = LedgerEntry.objects.of(coop).get()
    assert (entry.entered_by, entry.household) == (seat.user, hoa)
    assert balances_on(coop, today) == {hoa.pk: {"fruit": 1_830_000}}
    assert balances_on(coop, today - dt.timedelta(days=1)) == {}


def test_a_correction_takes_back_today_and_leaves_earlier_days_alone(seat, coop, hoa, monkeypatch):
    ticket, first = make_ticket(seat, "097"), clock.today()
    printed = last_entry(coop, hoa)
    day = later(monkeypatch, 3)
    new = correct_ticket(seat, record=ticket, header=Header("097"), loads=[Load(0, 59_500, "L1", crates=4)], **WHY)
    delivery = LedgerEntry.objects.of(coop).get(record=ticket)
    assert entries(coop)[1:] == [
        ("reversal", "fruit", day, -1_830_000, None, delivery.pk),
        ("delivery", "fruit", day, 1_030_000, new.pk, None),
    ]
    for before in (first, day - dt.timedelta(days=1)):
        assert balances_on(coop, before) == {hoa.pk: {"fruit": 1_830_000}}
    assert balances_on(coop, day) == {hoa.pk: {"fruit": 1_030_000}}
    assert balances_on(coop, day, upto=printed) == {hoa.pk: {"fruit": 1_830_000}}
    assert opening(coop, hoa, day)["fruit"] == 1_830_000
    assert [entry.kind for entry in entries_of(coop, hoa, day, day)] == ["reversal", "delivery"]
    # The run over the first day pays the version that stands, with its kilograms, and nothing of the other.
    [row] = unsettled(coop, first)
    assert (row.record_id, row.amount_vnd, row.net_g, row.day) == (new.pk, 1_030_000, 51_500, first)


def test_a_voided_ticket_is_worth_nothing_and_its_household_may_change(seat, coop, hoa):
    other = make_household(coop, "031", "Lò Văn Đức")
    make_plot(other)
    void_ticket(seat, record=make_ticket(seat, "097"), **WHY)
    moved = correct_ticket(seat, record=make_ticket(seat, "097"), header=Header("031"), loads=[LOAD], **WHY)
    assert balances_on(coop, clock.today()) == {hoa.pk: {"fruit": 0}, other.pk: {"fruit": 1_830_000}}
    assert [row.record_id for row in unsettled(coop, clock.today())] == [moved.pk]


def test_a_ticket_graded_later_comes_into_the_ledger_on_its_own_day(seat, coop, hoa, monkeypatch):
    first = clock.today()
    waiting = record_ticket(seat, header=Header("097", mode="later"), loads=[LOAD], confirmed=True)
    assert entries(coop) == []
    later(monkeypatch, 2)
    graded = correct_ticket(seat, record=waiting, header=Header("097"), loads=[LOAD], reason="graded", text="")
    assert entries(coop) == [("delivery", "fruit", first, 1_830_000, graded.pk, None)]
    voided = void_ticket(seat, record=graded, **WHY)
    assert balances_on(coop, clock.today()) == {hoa.pk: {"fruit": 0}} and not voided.stands


def test_prices_that_arrive_post_deliveries_in_bulk_and_closed_months_take_none(seat, coop, hoa, monkeypatch):
    for _ in range(3):
        make_ticket(seat, "097", channel="market")
    first = clock.today()
    board = make_board(seat, {"L1": 15_000}, "market", valid_from=clock.now())
    day = later(monkeypatch, 40)
    MonthBook.objects.create(cooperative=coop, month=first.replace(day=1), closed_at=clock.now())
    hold_month(coop, day)
    with CaptureQueriesContext(connection) as taken:
        assert price_waiting_tickets(seat, board=board) == 3
    written = [query["sql"] for query in taken if query["sql"].startswith('INSERT INTO "harvests_ledgerentry"')]
    assert len(written) == 1
    assert [(kind, on, vnd) for kind, _, on, vnd, _, _ in entries(coop)] == [("delivery", day, 1_372_500)] * 3


def test_what_a_run_claimed_is_neither_corrected_nor_voided(seat, coop, hoa):
    ticket = make_ticket(seat, "097")
    item = claim(seat, LedgerEntry.objects.of(coop).get())
    assert unsettled(coop, clock.today()) == []
    with pytest.raises(Refused, match="ticket_in_run") as refused:
        void_ticket(seat, record=ticket, **WHY)
    assert refused.value.verdict.refused[0].data == {"run": item.line.run.code}
    with pytest.raises(Refused, match="ticket_in_run"):
        correct_ticket(seat, record=ticket, header=Header("097"), loads=[LOAD], **WHY)
    ticket.refresh_from_db()
    assert ticket.status == "posted" and LedgerEntry.objects.of(coop).count() == 1
    item.is_live = False
    item.save()
    void_ticket(seat, record=ticket, **WHY)
    assert LedgerEntry.objects.of(coop).count() == 2


def test_a_document_in_a_run_is_refused_and_debts_are_never_fruit(seat, coop, hoa):
    charge = make_movement(seat, hoa, "transport", 300_000, clock.today())
    make_movement(seat, hoa, "advance", 3_000_000, clock.today(), "advance")
    assert [(row.kind, row.amount_vnd) for row in unsettled(coop, clock.today())] == [("transport", -300_000)]
    insist_unsettled(coop, documents=[charge.document])
    claim(seat, charge)
    with pytest.raises(Refused, match="document_in_run"):
        insist_unsettled(coop, documents=[charge.document])
    assert balances_on(coop, clock.today(), [hoa.pk]) == {hoa.pk: {"fruit": -300_000, "advance": -3_000_000}}


def test_an_entry_is_reversed_once_and_a_ticket_posted_once(seat, coop, hoa):
    make_ticket(seat, "097")
    entry = LedgerEntry.objects.of(coop).get()
    reverse(seat, entry, day=clock.today(), note="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        reverse(seat, entry, day=clock.today())
    again = LedgerEntry(
        household=hoa, account="fruit", kind="delivery", day=entry.day, amount_vnd=1, record_id=entry.record_id
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        post(seat, [again])


def test_the_backfill_gives_old_tickets_their_entries_and_leaves_the_others(seat, coop, hoa):
    there = make_ticket(seat, "097")
    old, voided, waiting = (make_ticket(seat, "097", channel="market") for _ in range(3))
    HarvestRecord.objects.of(coop).filter(pk__in=[old.pk, voided.pk]).update(amount_vnd=1_372_500)
    HarvestRecord.objects.of(coop).filter(pk=voided.pk).update(status="void", reason="x")
    backfill = import_module("harvests.migrations.0006_ledger_backfill").BACKFILL
    with connection.cursor() as cursor:
        cursor.execute(backfill)
        cursor.execute(backfill)
    found = LedgerEntry.objects.of(coop).order_by("pk").values_list("record", "day", "amount_vnd", "entered_by")
    assert [*found] == [
        (there.pk, there.day, 1_830_000, seat.user.pk), (old.pk, old.day, 1_372_500, seat.user.pk),
    ]  # fmt: skip
    assert waiting.amount_vnd is None


def test_tickets_written_past_the_actions_get_their_entries_in_one_statement(seat, coop, hoa):
    make_ticket(seat, "097")
    bare, waiting = (make_ticket(seat, "097", channel="market") for _ in range(2))
    HarvestRecord.objects.of(coop).filter(pk=bare.pk).update(amount_vnd=1_372_500)
    for _ in range(2):
        post_standing(coop)
    entry, again = LedgerEntry.objects.of(coop).order_by("pk")
    same = ("household_id", "account", "kind", "day", "entered_by_id", "note")
    assert [getattr(again, name) for name in same] == [getattr(entry, name) for name in same]
    assert (again.record_id, again.amount_vnd, again.entered_at) == (bare.pk, 1_372_500, bare.recorded_at)
    assert not LedgerEntry.objects.of(coop).filter(record=waiting).exists()
