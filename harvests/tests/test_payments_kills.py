"""Processes that die while they pay: all is entered or nothing, and sending the same again gives one effect."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from coopsite.tests.racers import DAY, racers_on
from growers.actions.once import Sent
from growers.models import FormToken
from growers.tests.builders import make_coop, make_seat
from harvests.actions.payments import pay_lines, return_payment
from harvests.models import Payment, SettlementLine
from harvests.tests.settlement_builders import faults_of_money, make_approved, make_fruit_of

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2025, 9, 8)
# Token, month, paid sum and status of the run, the series and two numbers, payments, entries, trail, token's result.
WRITES = 11


class Killed(Exception):
    """The process is gone."""


def killing(at: int):
    """Let the statement with this number (from 1) be the last thing that happens."""
    ran = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal ran
        ran += 1
        if ran == at:
            raise Killed
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


@pytest.fixture
def seat(stand_still):
    stand_still(DAY)
    return make_seat(make_coop(), "accountant")


@pytest.fixture
def coop(seat):
    return seat.cooperative


def kill_at_every_statement(coop, work) -> int:
    """Kill the work at its first, second ... statement, with nothing changed each time, until it comes through."""
    before = (Payment.objects.of(coop).count(), faults_of_money(coop))
    for at in range(1, 200):
        try:
            with killing(at):
                work()
        except Killed:
            assert (Payment.objects.of(coop).count(), faults_of_money(coop)) == before, f"statement {at}"
        else:
            return at
    raise AssertionError("it never came through")


@pytest.mark.parametrize("means", ["transfer", "cash"])
def test_a_payment_killed_at_any_statement_is_all_or_nothing(seat, coop, means):
    make_fruit_of(seat, "011", "012")
    run = make_approved(seat)
    keys = [line.pk for line in SettlementLine.objects.of(coop)]
    sent = Sent(uuid.uuid4(), "same")

    def pay():
        return pay_lines(seat, sent=sent, run=run, lines=keys, day=TODAY, means=means, reference="FT1")

    assert kill_at_every_statement(coop, pay) > 12
    assert pay().status == pay().status == "paid", "whoever got no answer sends it again"
    papers = [payment.paper for payment in Payment.objects.of(coop)]
    assert papers == (["FT1", "FT1"] if means == "transfer" else ["PC-25-001", "PC-25-002"])
    assert faults_of_money(coop) == []


def test_a_return_killed_at_any_statement_is_all_or_nothing(seat, coop):
    make_fruit_of(seat, "011")
    run = make_approved(seat)
    pay_lines(seat, run=run, lines=[SettlementLine.objects.of(coop).get().pk], day=TODAY, reference="FT1")
    payment, sent = Payment.objects.of(coop).get(), Sent(uuid.uuid4(), "same")
    kill_at_every_statement(
        coop, lambda: return_payment(seat, sent=sent, payment=payment, day=TODAY, reason="sai số tài khoản")
    )
    run.refresh_from_db()
    assert (run.status, run.paid_vnd, faults_of_money(coop)) == ("approved", 0, [])


@pytest.mark.slow
def test_servers_killed_at_each_write_leave_nothing_and_the_resend_pays_once(django_db_setup, seat, coop):
    """Servers get the same form at once; one dies at its first write, one at its second, to the last before commit."""
    make_fruit_of(seat, "011", "012")
    run = make_approved(seat)
    keys = [line.pk for line in SettlementLine.objects.of(coop)]
    url = reverse("run-pay", args=[coop.slug, run.code])
    body = {"token": str(uuid.uuid4()), "lines": keys, "day": "8/9/2025", "means": "cash", "reference": ""}
    part = {"user": seat.user.pk, "posts": [{"url": url, "body": body}], "warm": url}
    racers = racers_on(connection)
    try:
        found = racers.race(*[part] * WRITES, without="life")
        assert [answer.fault for answers in found for answer in answers] == ["the racer died"] * WRITES
        assert not Payment.objects.of(coop).exists() and not FormToken.objects.of(coop).exists()
        assert faults_of_money(coop) == []
        again = racers.race(part, part)
    finally:
        racers.close()
    assert [answer.status for answers in again for answer in answers] == [200, 200]
    assert [payment.paper for payment in Payment.objects.of(coop)] == ["PC-25-001", "PC-25-002"]
    assert faults_of_money(coop) == []
