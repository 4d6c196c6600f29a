"""Money with traders under a race: the last dong of a deposit, of a receivable and of a receipt goes one way."""

import pytest

from growers.actions.once import Busy
from growers.rules.verdicts import Verdict
from growers.tests.builders import make_coop, make_seat
from harvests.actions.claims import answer_claim
from harvests.actions.deposits import move_deposit, void_move
from harvests.actions.receipts import apply_receipt, take_back_share, take_receipt
from harvests.models import Claim, Deposit, DepositMove, Receipt, ReceiptShare, Receivable
from harvests.tests.debts_builders import (
    faults_of_debts,
    make_claim,
    make_deposit,
    make_move,
    make_receipt,
    make_receivable,
)
from harvests.tests.test_shipments_races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
RIVALS = 3


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def seat():
    return make_seat(make_coop(), "accountant")


def test_the_last_dong_of_a_deposit_goes_one_way(seat):
    deposit = make_deposit(seat, amount_vnd=1_000)
    owed = make_receivable(seat, deposit.trader)
    facts = {"deposit": deposit, "day": deposit.day, "amount_vnd": 1_000, "reason": "x"}
    found = at_once(
        lambda: move_deposit(seat, kind="offset", receivable=owed, **facts),
        lambda: move_deposit(seat, kind="offset", receivable=owed, **facts),
        lambda: move_deposit(seat, kind="refund", **facts),
    )
    assert sum(isinstance(one, DepositMove) for one in found) == 1
    assert found.count(("deposit_held_less",)) == 2
    assert Deposit.objects.of(seat.cooperative).get().held_vnd == 0
    assert faults_of_debts(seat.cooperative) == []


def test_a_deposit_that_another_way_gave_back_in_between_moves_nothing(seat, monkeypatch):
    deposit = make_deposit(seat, amount_vnd=1_000)
    facts = {"deposit": deposit, "kind": "refund", "day": deposit.day, "reason": "x"}
    move_deposit(seat, amount_vnd=1_000, **facts)
    monkeypatch.setattr("harvests.actions.deposits._judged", lambda *_: Verdict())  # what a rival left is enough again
    with pytest.raises(Busy):
        move_deposit(seat, amount_vnd=1, **facts)
    assert DepositMove.objects.of(seat.cooperative).count() == 1 and faults_of_debts(seat.cooperative) == []


def test_a_receivable_is_settled_once_by_receipts_claims_and_what_stood_on_account(seat):
    owed = make_receivable(seat, amount_vnd=1_000)
    claim = make_claim(seat, owed, 1_000)
    spare = make_receipt(seat, owed.trader, 1_000)
    facts = {"trader": owed.trader, "day": owed.day, "amount_vnd": 1_000, "means": "cash"}
    found = at_once(
        lambda: take_receipt(seat, shares=[(owed.pk, 1_000)], **facts),
        lambda: take_receipt(seat, shares=[(owed.pk, 1_000)], **facts),
        lambda: apply_receipt(seat, receipt=spare, shares=[(owed.pk, 1_000)]),
        lambda: answer_claim(seat, claim=claim, agrees=True, agreed_vnd=1_000, answered_on=owed.day, answer="x"),
    )
    assert sum(isinstance(one, Receipt | Claim) for one in found) == 1
    assert found.count(("receivable_open_less",)) + found.count(("claim_more_than_open",)) == 3
    assert Receivable.objects.of(seat.cooperative).get().open_vnd == 0
    assert faults_of_debts(seat.cooperative) == []


def test_the_rest_of_a_receipt_is_applied_once(seat):
    spare = make_receipt(seat, make_receivable(seat).trader, 1_000)
    owed = [make_receivable(seat, spare.trader) for _ in range(RIVALS)]
    works = [lambda one=one: apply_receipt(seat, receipt=spare, shares=[(one.pk, 1_000)]) for one in owed]
    found = at_once(*works)
    assert sum(isinstance(one, Receipt) for one in found) == 1
    assert faults_of_debts(seat.cooperative) == []


def test_what_is_taken_back_is_taken_back_once(seat):
    deposit = make_deposit(seat)
    owed = make_receivable(seat, deposit.trader)
    move = make_move(seat, deposit, "offset", 1_000, receivable=owed)
    make_receipt(seat, owed.trader, 5_000, (owed, 5_000))
    share = ReceiptShare.objects.of(seat.cooperative).get()
    found = at_once(
        *[lambda: void_move(seat, move=move, reason="nhầm")] * 2,
        *[lambda: take_back_share(seat, share=share, reason="nhầm")] * 2,
    )
    assert sum(isinstance(one, DepositMove) for one in found) == 1
    assert sum(isinstance(one, Receipt) for one in found) == 1
    assert faults_of_debts(seat.cooperative) == []
