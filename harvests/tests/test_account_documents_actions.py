"""What papers on a household's account refuse: each refusal by its code, and nothing is written."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from coopsite import clock
from growers.actions.once import Refused
from growers.models import Grade
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.account_documents import repay, void_document
from harvests.actions.debts import ADVANCE, lend, take_back
from harvests.actions.top_ups import top_up
from harvests.models import AccountDocument, LedgerEntry, MonthBook
from harvests.queries.account_documents import top_up_preview
from harvests.tests.builders import make_scale, make_ticket
from harvests.tests.credit_builders import make_paper, make_repayment, make_sale
from harvests.tests.settlement_builders import make_closed

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
EARLIER = TODAY - dt.timedelta(days=1)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def debt(seat):
    return make_paper(seat, make_household(seat.cooperative, "003"))


def voided(seat, debt):
    return void_document(seat, document=debt, reason="nhầm")


def top(seat, price=500, seal=None):
    coop, period = seat.cooperative, {"first": EARLIER, "last": TODAY, "kinds": ["official"]}
    prices = {Grade.objects.get(commodity=coop.commodity, code="L1").pk: price}
    seen = top_up_preview(coop, prices=prices, **period)[1]
    return top_up(seat, prices=prices, day=TODAY, note="Truy lĩnh", seal=seen if seal is None else seal, **period)


def void_in_run(seat, debt):
    penalty = make_paper(seat, debt.household, "penalty", 5_000)
    make_closed(seat, means="cash", advance_bp=0)
    void_document(seat, document=penalty, reason="nhầm")


def top_in_closed_month(seat):
    MonthBook.objects.of(seat.cooperative).update(closed_at=clock.now(), closed_by=seat.user)
    top(seat)


REFUSALS = {
    "document_void_reason_missing": lambda s, debt: void_document(s, document=debt, reason=""),
    "document_voided_already": lambda s, debt: voided(s, voided(s, debt)),
    "document_debt_missing": lambda s, debt: repay(s, day=TODAY, amount_vnd=1_000, means="cash"),
    "debt_voided_meanwhile": lambda s, debt: make_repayment(s, 1_000, document=voided(s, debt)),
    "repayment_before_debt": lambda s, debt: make_repayment(s, 1_000, document=debt, day=EARLIER),
    "document_means_missing": lambda s, debt: make_repayment(s, 1_000, document=debt, means=""),
    "debt_due_far": lambda s, debt: make_paper(s, debt.household, due_on=TODAY + dt.timedelta(days=4_000)),
    "debt_due_far for inputs": lambda s, debt: make_sale(s, debt.household, due_on=TODAY + dt.timedelta(days=4_000)),
    "document_in_run": lambda s, debt: void_in_run(s, debt),
    "month_closed": lambda s, debt: top_in_closed_month(s),
    "credit_over_limit": lambda s, debt: lend(s, debt.household, ADVANCE, 1, debt.amount_vnd),
    "debt_voided_meanwhile when taken back": lambda s, debt: take_back(s, document=voided(s, debt).pk, amount_vnd=1),
    "top_up_nothing": lambda s, debt: top(s, price=0),
    "top_up_seen_otherwise": lambda s, debt: top(s, seal="another"),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, debt, code):
    make_scale(seat)
    make_ticket(seat, "003")
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat, debt)
    assert refused.value.verdict.codes == (code.split()[0],)
    assert debt in AccountDocument.objects.of(seat.cooperative).exclude(kind="repayment")
    assert not LedgerEntry.objects.of(seat.cooperative).filter(kind="top_up").exists()


def test_only_dong_above_zero_are_taken_back(seat, debt):
    with pytest.raises(ValueError, match="above zero"):
        take_back(seat, document=debt.pk, amount_vnd=0)


def test_a_note_that_is_too_long_is_refused_at_its_field(seat, debt):
    with pytest.raises(ValidationError) as refused:
        make_paper(seat, debt.household, note="x" * 5_000)
    assert "note" in refused.value.message_dict
