"""Credit under a race: the last bag, one debt, one limit; counters equal papers, one effect of one sending."""

import datetime as dt
import uuid

import pytest
from django.db import transaction

from growers.actions.once import Sent
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.account_documents import void_document
from harvests.actions.debts import take_back
from harvests.models import AccountDocument, HouseholdCredit, InputSale, InputStock, LedgerEntry
from harvests.tests.credit_builders import make_credit, make_paper, make_repayment, make_sale, make_stock, wanted
from harvests.tests.test_lots_races import at_once, lost, won

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def household(seat):
    household = make_household(seat.cooperative, "003")
    make_credit(household)
    return household


def test_two_sales_want_the_last_bag(seat, household):
    lot, other = make_stock(seat.cooperative, many=1), make_household(seat.cooperative, "004")
    make_credit(other)
    found = at_once(*(lambda who=who: make_sale(seat, who, wanted(lot, 1)) for who in (household, other)))
    assert (won(found, InputSale), lost(found)) == (1, {("sale_more_than_stock",)})
    assert InputStock.objects.of(seat.cooperative).get().sold_milli == 1_000
    assert LedgerEntry.objects.of(seat.cooperative).count() == 1


def test_one_debt_is_taken_back_once_and_not_voided_beside_it(seat, household):
    paper = make_paper(seat, household, amount_vnd=1_000_000)
    found = at_once(
        lambda: make_repayment(seat, 700_000, document=paper),
        lambda: make_repayment(seat, 700_000, document=paper),
        lambda: void_document(seat, document=paper, reason="nhầm"),
    )
    paper.refresh_from_db()
    owed = HouseholdCredit.objects.of(seat.cooperative).get().advance_vnd
    assert won(found, AccountDocument) == 1
    assert (paper.settled_vnd, owed) in {(700_000, 300_000), (0, 0)}
    assert sum(row.amount_vnd for row in LedgerEntry.objects.of(seat.cooperative)) == -owed


def test_one_limit_is_not_passed_by_two_advances(seat, household):
    make_credit(household, 5_000_000)
    accountant = make_seat(seat.cooperative, "accountant")
    found = at_once(*(lambda: make_paper(accountant, household, amount_vnd=3_000_000) for _ in range(3)))
    assert (won(found, AccountDocument), lost(found)) == (1, {("credit_over_limit",)})
    assert HouseholdCredit.objects.of(seat.cooperative).get().advance_vnd == 3_000_000


def test_one_sending_makes_one_paper(seat, household):
    sent = Sent.of(uuid.uuid4(), {"amount": ["3"]})
    found = at_once(*(lambda: make_paper(seat, household, sent=sent, day=dt.date(2025, 9, 8)) for _ in range(4)))
    assert won(found, AccountDocument) == 4
    assert len({row.pk for row in found}) == AccountDocument.objects.of(seat.cooperative).count() == 1


def test_two_take_backs_of_one_debt(seat, household):
    paper = make_paper(seat, household, amount_vnd=1_000_000)

    def take():
        with transaction.atomic():
            take_back(seat, document=paper.pk, amount_vnd=600_000)
            return paper

    found = at_once(take, take)
    assert (won(found, AccountDocument), lost(found)) == (1, {("debt_settled_meanwhile",)})
