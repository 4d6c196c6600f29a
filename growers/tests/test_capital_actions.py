"""What contributions of capital refuse, each refusal by its code."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from growers.actions.capital import certify_capital, commit_capital, give_back_capital, pay_capital, void_payment
from growers.actions.once import Refused
from growers.models import CapitalPayment
from growers.tests.builders import make_coop, make_seat
from growers.tests.capital_builders import make_capital, make_member

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
TOMORROW, EARLIER = TODAY + dt.timedelta(days=1), dt.date(2025, 5, 31)
ALL = 10_000_000


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "accountant")


@pytest.fixture
def paid(seat):
    """A contribution that is paid in whole."""
    return make_capital(seat, make_member(seat.cooperative, "003"), ALL, ALL)


def void(seat):
    return void_payment(seat, payment=CapitalPayment.objects.of(seat.cooperative).get(), reason="nhầm")


def certify(seat, row, day=TODAY):
    return certify_capital(seat, commitment=row, issued_on=day)


def end(seat, row, day=TODAY):
    return give_back_capital(seat, commitment=row, ended_on=day, ended_reason="ra khỏi HTX")


def pay(seat, row, amount_vnd=1_000, day=TODAY):
    return pay_capital(seat, commitment=row, paid_on=day, amount_vnd=amount_vnd)


REFUSALS = {
    "capital_day_ahead": lambda s, row: commit_capital(
        s, household=row.household, committed_on=TOMORROW, amount_vnd=ALL
    ),
    "capital_day_ahead when certified": lambda s, row: certify(s, row, TOMORROW),
    "capital_day_ahead when ended": lambda s, row: end(s, row, TOMORROW),
    "capital_payment_voided": lambda s, row: [void(s) for _ in range(2)],
    "capital_certified": lambda s, row: [certify(s, row), void(s)],
    "capital_certified when certified": lambda s, row: [certify(s, row) for _ in range(2)],
    "capital_not_paid": lambda s, row: [void(s), certify(s, row)],
    "capital_certificate_early": lambda s, row: certify(s, row, EARLIER),
    "capital_ended": lambda s, row: [end(s, row), void(s)],
    "capital_ended when ended": lambda s, row: [end(s, row) for _ in range(2)],
    "capital_ended when certified": lambda s, row: [end(s, row), certify(s, row)],
    "capital_end_early": lambda s, row: end(s, row, EARLIER),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, paid, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat, paid)
    assert refused.value.verdict.codes[0] == code.split()[0]


def test_no_more_is_paid_than_was_committed(seat, paid):
    with pytest.raises(Refused):
        pay(seat, paid)
    paid.refresh_from_db()
    assert (paid.paid_vnd, CapitalPayment.objects.of(seat.cooperative).count()) == (ALL, 1)


def test_texts_that_are_too_long_are_refused_at_their_fields(seat, paid):
    long = "x" * 5_000
    row = make_capital(seat, make_member(seat.cooperative, "004"), 2_000)
    works = {
        "note": lambda: make_capital(seat, paid.household, 1_000, note=long),
        "reference": lambda: pay_capital(seat, commitment=row, paid_on=TODAY, amount_vnd=1_000, reference=long),
        "ended_reason": lambda: give_back_capital(seat, commitment=paid, ended_on=TODAY, ended_reason=long),
    }
    for name, work in works.items():
        with pytest.raises(ValidationError) as refused:
            work()
        assert name in refused.value.message_dict
