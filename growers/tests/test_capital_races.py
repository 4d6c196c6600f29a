"""Capital under a race: one commitment is never paid in twice over, one limit is not passed by two."""

import datetime as dt

import pytest

from growers.actions.capital import certify_capital, commit_capital, pay_capital
from growers.models import CapitalCommitment, CapitalPayment
from growers.tests.builders import make_coop, make_seat
from growers.tests.capital_builders import make_capital, make_member
from growers.tests.test_areas_races import at_once

TODAY = dt.date(2025, 9, 8)
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "accountant")


def test_two_payments_fill_one_commitment_once(seat):
    row = make_capital(seat, make_member(seat.cooperative, "031"), 10_000_000)
    found = at_once(3, lambda _: pay_capital(seat, commitment=row, paid_on=TODAY, amount_vnd=6_000_000))
    row.refresh_from_db()
    assert (found.count("refused"), row.paid_vnd) == (2, 6_000_000)
    assert CapitalPayment.objects.of(seat.cooperative).count() == 1


def test_two_commitments_do_not_pass_one_limit(seat):
    coop = seat.cooperative
    for code in ("041", "042", "043", "044"):
        make_capital(seat, make_member(coop, code), 2_000_000)
    member = make_member(coop, "031")
    facts = {"household": member, "committed_on": TODAY, "amount_vnd": 2_000_000}
    found = at_once(2, lambda _: commit_capital(seat, **facts))
    assert found.count("refused") == 1
    assert CapitalCommitment.objects.of(coop).filter(household=member).count() == 1


def test_two_certificates_have_two_numbers(seat):
    coop = seat.cooperative
    rows = [make_capital(seat, make_member(coop, code), 1_000, 1_000) for code in ("031", "032")]
    at_once(2, lambda place: certify_capital(seat, commitment=rows[place], issued_on=TODAY))
    numbers = CapitalCommitment.objects.of(coop).values_list("certificate_no", flat=True)
    assert sorted(numbers) == ["GCN-25-001", "GCN-25-002"]
