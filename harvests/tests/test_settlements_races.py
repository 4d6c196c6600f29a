"""Runs under a race: one approval, one payment of a line, no ticket in two runs, none changed while in one."""

import datetime as dt
import uuid

import pytest

from growers.actions.once import Sent
from growers.models import Household
from growers.tests.builders import make_coop, make_seat
from harvests.actions.account_documents import repay
from harvests.actions.corrections import void_ticket
from harvests.actions.payments import pay_lines
from harvests.actions.settlement_lines import approve_run, close_run
from harvests.models import AccountDocument, Payment, SettlementLine, SettlementRun
from harvests.tests.credit_builders import make_paper
from harvests.tests.settlement_builders import faults_of_money, make_approved, make_closed, make_fruit_of, make_run
from harvests.tests.test_lots_races import at_once, lost, won

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "accountant")


@pytest.fixture
def coop(seat):
    return seat.cooperative


def test_two_directors_approve_once(seat, coop):
    make_fruit_of(seat, "011", "012")
    directors = [make_seat(coop, "director") for _ in range(2)]
    run = make_closed(seat, fee_vnd_per_kg=300)
    found = at_once(*(lambda who=who: approve_run(who, run=run) for who in directors))
    assert won(found, SettlementRun) == 1 and lost(found) == {("settlement_not_now_approve",)}
    assert faults_of_money(coop) == []


def test_a_line_is_paid_once(seat, coop):
    make_fruit_of(seat, "011", "012")
    run = make_approved(seat)
    first, second = SettlementLine.objects.of(coop)
    pay = [
        lambda keys=keys: pay_lines(seat, run=run, lines=keys, day=TODAY, reference="FT1")
        for keys in ([first.pk], [first.pk, second.pk], [first.pk], [second.pk, first.pk])
    ]
    found = at_once(*pay)
    assert won(found, SettlementRun) == 1
    assert lost(found) <= {("payment_line_paid",), ("settlement_not_now_pay",)}
    assert faults_of_money(coop) == []


def test_one_sending_from_four_sides_is_one_payment(seat, coop):
    make_fruit_of(seat, "011")
    run = make_approved(seat)
    keys = [SettlementLine.objects.of(coop).get().pk]
    sent = Sent(uuid.uuid4(), "same")
    found = at_once(*[lambda: pay_lines(seat, sent=sent, run=run, lines=keys, day=TODAY, means="cash")] * 4)
    assert won(found, SettlementRun) == 4
    assert [payment.paper for payment in Payment.objects.of(coop)] == ["PC-25-001"]
    assert faults_of_money(coop) == []


def test_of_two_drafts_one_is_closed_over_the_same_tickets(seat, coop):
    make_fruit_of(seat, "011", "012")
    runs = [make_run(seat) for _ in range(3)]
    found = at_once(*(lambda run=run: close_run(seat, run=run) for run in runs))
    assert won(found, SettlementRun) == 1 and lost(found) == {("settlement_empty",)}
    again = at_once(*[lambda: close_run(seat, run=runs[0])] * 2)
    assert won(again, SettlementRun) == 0
    assert faults_of_money(coop) == []


def test_a_ticket_is_voided_or_in_the_run(seat, coop):
    director = make_seat(coop, "director")
    for turn in range(3):
        first, second = make_fruit_of(seat, "011", "012")
        run = make_run(seat)
        voiding = [
            lambda row=row: void_ticket(director, record=row, reason="other", text="hai lần") for row in (first, second)
        ]
        found = at_once(lambda run=run: close_run(seat, run=run), *voiding[: turn % 2 + 1])
        assert lost(found) <= {("ticket_in_run",), ("settlement_empty",)}, found
        assert faults_of_money(coop) == []
        run.refresh_from_db()
        for ticket in (first, second):
            ticket.refresh_from_db()
        standing = sum(ticket.stands for ticket in (first, second))
        assert run.lines_count == (standing if run.status == "closed" else 0)


def test_a_debt_is_taken_back_once(seat, coop):
    make_fruit_of(seat, "011")
    debt = make_paper(seat, Household.objects.of(coop).get(), amount_vnd=500_000)
    run = make_run(seat)
    found = at_once(
        lambda: close_run(seat, run=run),
        lambda: repay(seat, document=debt, sale=None, amount_vnd=400_000, day=TODAY, means="cash"),
    )
    assert won(found, SettlementRun) == 1
    debt.refresh_from_db()
    assert debt.settled_vnd == 500_000 or isinstance(found[1], AccountDocument)
    assert debt.settled_vnd <= 500_000 and faults_of_money(coop) == []
