"""What the steps of a year's surplus refuse: each refusal by its code, whoever asks."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from coopsite import clock
from growers.actions.once import Refused, Stale
from growers.models import Household
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.patronage import (
    adopt_surplus,
    begin_surplus,
    change_surplus,
    pay_shares,
    take_back_share,
    withdraw_surplus,
)
from harvests.models import MonthBook, SurplusFund, SurplusShare
from harvests.tests.patronage_builders import RESOLVED, make_past_ticket, make_surplus

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "director")
    make_past_ticket(seat, make_household(seat.cooperative, "003", kind="official"), 5_000_000)
    return seat


def adopted(seat):
    return make_surplus(seat, adopted=True, external_vnd=0, usage_internal_bp=10_000)


def paid(seat, day=TODAY):
    row = adopted(seat)
    return pay_shares(seat, surplus=row, shares=SurplusShare.objects.of(seat.cooperative), paid_on=day)


def share_of(seat) -> SurplusShare:
    return SurplusShare.objects.of(seat.cooperative).get()


def pay_twice(seat):
    pay_shares(seat, surplus=paid(seat), shares=[share_of(seat)], paid_on=TODAY)


def pay_with_another_year(seat):
    make_past_ticket(seat, Household.objects.of(seat.cooperative).get(), 5_000_000, dt.date(2023, 9, 8))
    other = make_surplus(seat, 2023, adopted=True, external_vnd=0, usage_internal_bp=10_000)
    share = SurplusShare.objects.of(seat.cooperative).get(surplus=adopted(seat))
    pay_shares(seat, surplus=other, shares=[share], paid_on=TODAY)


def take_back(seat, reason="nhầm"):
    return take_back_share(seat, share=share_of(seat), reason=reason)


def change(seat, row, **facts):
    return change_surplus(seat, surplus=row, **{"version": row.version, **facts})


REFUSALS = {
    "surplus_year_again": lambda s: [begin_surplus(s, year=2024, **RESOLVED) for _ in range(2)],
    "surplus_year_again when changed": lambda s: [make_surplus(s), change(s, make_surplus(s, 2023), year=2024)],
    "surplus_not_draft": lambda s: change(s, adopted(s), internal_vnd=1),
    "surplus_not_draft when adopted": lambda s: adopt_surplus(s, surplus=adopted(s)),
    "surplus_no_capital": lambda s: make_surplus(s, adopted=True, external_vnd=0),
    "surplus_share_paid": pay_twice,
    "surplus_share_paid with another year": pay_with_another_year,
    "surplus_share_ahead": lambda s: paid(s, TOMORROW),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat)
    assert refused.value.verdict.codes == (code.split()[0],)


def test_a_draft_is_changed_as_it_stood(seat):
    row = make_surplus(seat)
    with pytest.raises(Stale):
        change(seat, row, version=row.version - 1, internal_vnd=1)


def test_what_is_paid_is_taken_back_with_why_in_an_open_month_and_then_withdrawn(seat):
    row = paid(seat)
    for work in (lambda: withdraw_surplus(seat, surplus=row, reason="nhầm"), lambda: take_back(seat, " ")):
        with pytest.raises(Refused):
            work()
    closed = MonthBook.objects.of(seat.cooperative).filter(month=TODAY.replace(day=1))
    closed.update(closed_at=clock.now(), closed_by=seat.user)
    with pytest.raises(Refused) as refused:
        take_back(seat)
    assert refused.value.verdict.codes == ("month_closed",)
    closed.update(closed_at=None)
    take_back(seat)
    with pytest.raises(Refused):
        take_back(seat)
    closed.update(closed_at=clock.now())
    with pytest.raises(Refused) as refused:
        pay_shares(seat, surplus=row, shares=[share_of(seat)], paid_on=TODAY)
    assert refused.value.verdict.codes == ("month_closed",)
    with pytest.raises(Refused):
        withdraw_surplus(seat, surplus=row, reason="")
    assert withdraw_surplus(seat, surplus=row, reason="nhầm").status == "withdrawn"


def test_the_funds_of_a_year_are_its_own(seat):
    of = make_surplus(seat, 2023, funds=[("Quỹ đầu tư", 100_000, 0)])
    row = make_surplus(seat, funds=[("Quỹ đầu tư", 100_000, 0)])
    change(seat, row, funds=[("Quỹ khác", 50_000, 0)])
    assert {fund.name for fund in SurplusFund.objects.of(seat.cooperative).filter(surplus=of)} == {"Quỹ đầu tư"}


def test_texts_that_are_too_long_are_refused_at_their_fields(seat):
    long, row = "x" * 5_000, make_surplus(seat)
    works = {
        "resolution_no": lambda: change(seat, row, resolution_no=long),
        "name": lambda: change(seat, row, funds=[(long, 1, 0)]),
    }
    for name, work in works.items():
        with pytest.raises(ValidationError) as refused:
            work()
        assert name in refused.value.message_dict
    with pytest.raises(ValidationError):
        begin_surplus(seat, year=2022, **{**RESOLVED, "resolution_no": long})
