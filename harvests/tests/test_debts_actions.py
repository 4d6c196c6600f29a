"""What the actions of money with traders refuse, whoever asks: each refusal by its code, and nothing is written."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from coopsite import clock
from growers.actions.once import Refused
from growers.tests.builders import make_coop, make_seat
from harvests.actions.claims import answer_claim, void_claim
from harvests.actions.costs import void_cost
from harvests.actions.deposits import void_deposit, void_move
from harvests.actions.receipts import apply_receipt, take_back_share, void_receipt
from harvests.actions.receivables import bill_shipment, void_receivable
from harvests.models import MonthBook, ReceiptShare, Receivable, TraderOrder
from harvests.tests.builders import make_order, make_trader
from harvests.tests.debts_builders import (
    agree,
    faults_of_debts,
    make_bill,
    make_claim,
    make_cost,
    make_deposit,
    make_move,
    make_receipt,
    make_receivable,
)
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)
TOMORROW, EARLIER = TODAY + dt.timedelta(days=1), TODAY - dt.timedelta(days=1)
WHY = {"reason": "nhầm"}


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "accountant")


@pytest.fixture
def owed(seat):
    """100 million of which a receipt settled 10; another 10 stand on account."""
    owed = make_receivable(seat)
    make_receipt(seat, owed.trader, 20_000_000, (owed, 10_000_000))
    return owed


def share_of(seat) -> ReceiptShare:
    return ReceiptShare.objects.of(seat.cooperative).order_by("pk").first()


def voided(seat, trader):
    return void_receivable(seat, receivable=make_receivable(seat, trader), reason="nhầm")


def elsewhere(seat):
    """What another trader owes."""
    return make_receivable(seat, make_trader(seat.cooperative, name="Công ty khác"))


def answered(seat, claim, **facts):
    return answer_claim(
        seat, claim=claim, **{"agrees": True, "agreed_vnd": 1, "answered_on": TODAY, "answer": "được", **facts}
    )


def void_twice(seat, action, name, row):
    action(seat, **{name: row}, **WHY)
    return action(seat, **{name: row}, **WHY)


def take_back_twice(seat, owed):
    """The second time finds as much settled, by another receipt."""
    share = share_of(seat)
    take_back_share(seat, share=share, **WHY)
    make_receipt(seat, owed.trader, 10_000_000, (owed, 10_000_000))
    take_back_share(seat, share=share, **WHY)


def void_move_twice(seat, owed):
    """The second time finds as much offset, by another movement."""
    deposit = make_deposit(seat)
    moves = [make_move(seat, deposit, "offset", 1_000, receivable=owed) for _ in range(2)]
    void_twice(seat, void_move, "move", moves[0])


def bill_twice(seat):
    shipment = make_shipment(seat, make_allocation(seat), status="departed")
    make_bill(seat, shipment)
    make_bill(seat, shipment)


def bill_early(seat, day=EARLIER):
    shipment = make_shipment(seat, make_allocation(seat), status="departed")
    make_bill(seat, shipment, day=day)


def bill_planned(seat):
    make_bill(seat, make_shipment(seat, make_allocation(seat), status="planned"), day=TODAY)


def deposit_of_cancelled(seat):
    order = make_order(seat, status="confirmed")
    TraderOrder.objects.of(seat.cooperative).filter(pk=order.pk).update(status="cancelled", cancel_reason="x")
    make_deposit(seat, order)


def move_of_void(seat):
    deposit = make_deposit(seat)
    void_deposit(seat, deposit=deposit, **WHY)
    make_move(seat, deposit, "refund", 1_000)


def touch_deposit(seat):
    deposit = make_deposit(seat)
    make_move(seat, deposit, "refund", 1_000)
    void_deposit(seat, deposit=deposit, **WHY)


def settle_void(seat, owed):
    other = voided(seat, owed.trader)
    make_receipt(seat, owed.trader, 1_000, (other, 1_000))


def void_with_claim(seat, trader):
    claimed = make_receivable(seat, trader)
    make_claim(seat, claimed)
    void_receivable(seat, receivable=claimed, **WHY)


def void_credited(seat, trader):
    claimed = make_receivable(seat, trader)
    agree(seat, make_claim(seat, claimed, 2), 2)
    void_receivable(seat, receivable=claimed, **WHY)


def apply_void(seat, owed):
    spare = make_receipt(seat, owed.trader, 5_000)
    void_receipt(seat, receipt=spare, **WHY)
    apply_receipt(seat, receipt=spare, shares=[(owed.pk, 5_000)])


def answer_twice(seat, owed):
    claim = make_claim(seat, owed)
    answered(seat, claim, agrees=False)
    answered(seat, claim)


def answer_void(seat, owed):
    claim = make_claim(seat, owed)
    void_claim(seat, claim=claim, **WHY)
    answered(seat, claim)


def agree_past_open(seat, owed):
    make_receipt(seat, owed.trader, 89_999_999, (owed, 89_999_999))
    agree(seat, make_claim(seat, owed, 2), 2)


REFUSALS = {
    "receivable_there_already": lambda s, o: bill_twice(s),
    "receivable_before_departure": lambda s, o: bill_early(s),
    "receivable_not_departed": lambda s, o: bill_planned(s),
    "receivable_order_of_other": lambda s, o: make_receivable(
        s, elsewhere(s).trader, order=make_order(s, trader=o.trader)
    ),
    "receivable_due_before": lambda s, o: make_receivable(s, o.trader, due_on=EARLIER),
    "receivable_rate_missing": lambda s, o: make_receivable(s, o.trader, currency="USD"),
    "receivable_touched": lambda s, o: void_receivable(s, receivable=o, **WHY),
    "receivable_is_void": lambda s, o: void_receivable(s, receivable=voided(s, o.trader), **WHY),
    "receivable_is_void when settled": settle_void,
    "receivable_is_void when claimed": lambda s, o: make_claim(s, voided(s, o.trader), 1_000),
    "receivable_touched by a claim": lambda s, o: void_credited(s, o.trader),
    "receivable_has_claims": lambda s, o: void_with_claim(s, o.trader),
    "receivable_open_less": lambda s, o: make_receipt(s, o.trader, 90_000_001, (o, 90_000_001)),
    "receivable_other_trader": lambda s, o: make_receipt(s, o.trader, 1_000, (elsewhere(s), 1_000)),
    "shares_over_receipt": lambda s, o: make_receipt(s, o.trader, 1_000, (o, 1_001)),
    "shares_over_receipt when applied": lambda s, o: apply_receipt(
        s, receipt=share_of(s).receipt, shares=[(o.pk, 10_000_001)]
    ),
    "share_taken_back": take_back_twice,
    "receipt_is_void": lambda s, o: void_twice(s, void_receipt, "receipt", make_receipt(s, o.trader, 5_000)),
    "receipt_is_void when applied": apply_void,
    "claim_before_sale": lambda s, o: make_claim(s, o, day=EARLIER),
    "trade_day_in_future when claimed": lambda s, o: make_claim(s, o, day=TOMORROW),
    "claim_agreed_nothing trade_not_positive": lambda s, o: answered(s, make_claim(s, o), agreed_vnd=0),
    "claim_agreed_over": lambda s, o: agree(s, make_claim(s, o, 2), 3),
    "claim_answer_before": lambda s, o: answered(s, make_claim(s, o), answered_on=EARLIER),
    "trade_day_in_future when answered": lambda s, o: answered(s, make_claim(s, o), answered_on=TOMORROW),
    "claim_more_than_open": agree_past_open,
    "claim_answered": answer_twice,
    "claim_answered when void": answer_void,
    "claim_is_void": lambda s, o: void_twice(s, void_claim, "claim", make_claim(s, o)),
    "deposit_of_cancelled_order": lambda s, o: deposit_of_cancelled(s),
    "deposit_offset_elsewhere": lambda s, o: make_move(s, make_deposit(s), "offset", 1_000, receivable=elsewhere(s)),
    "deposit_is_void when moved": lambda s, o: move_of_void(s),
    "deposit_is_void": lambda s, o: void_twice(s, void_deposit, "deposit", make_deposit(s)),
    "deposit_move_before": lambda s, o: make_move(s, make_deposit(s), "refund", 1_000, day=EARLIER),
    "deposit_offset_of_nothing": lambda s, o: make_move(s, make_deposit(s), "offset", 1_000),
    "deposit_held_less": lambda s, o: make_move(s, make_deposit(s, amount_vnd=999), "refund", 1_000),
    "trade_without_reason": lambda s, o: make_move(s, make_deposit(s), "forfeit", 1_000, reason=" "),
    "trade_reversed_already": lambda s, o: [take_back_share(s, share=share_of(s), **WHY) for _ in range(2)],
    "trade_day_in_future when billed": lambda s, o: bill_early(s, TOMORROW),
    "deposit_touched": lambda s, o: touch_deposit(s),
    "deposit_move_voided": void_move_twice,
    "cost_voided": lambda s, o: void_twice(s, void_cost, "cost", make_cost(s, make_order(s))),
    "trade_day_in_future": lambda s, o: make_receivable(s, o.trader, day=TOMORROW),
    "trade_not_positive": lambda s, o: make_cost(s, make_order(s), 0),
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, owed, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat, owed)
    assert refused.value.verdict.codes[0] == code.split()[0]
    assert faults_of_debts(seat.cooperative) == []


def test_whatever_is_taken_back_says_why_in_an_open_month(seat, owed):
    deposit = make_deposit(seat)
    rows = {
        void_receivable: {"receivable": make_receivable(seat, owed.trader)},
        take_back_share: {"share": share_of(seat)},
        void_receipt: {"receipt": make_receipt(seat, owed.trader, 5_000)},
        void_claim: {"claim": make_claim(seat, owed)},
        void_move: {"move": make_move(seat, deposit, "refund", 1_000)},
        void_deposit: {"deposit": make_deposit(seat)},
        void_cost: {"cost": make_cost(seat, make_order(seat))},
    }
    for action, row in rows.items():
        with pytest.raises(Refused) as refused:
            action(seat, **row, reason=" ")
        assert refused.value.verdict.codes == ("trade_without_reason",), action
    MonthBook.objects.of(seat.cooperative).update(closed_at=clock.now(), closed_by=seat.user)
    works = [lambda action=action, row=row: action(seat, **row, **WHY) for action, row in rows.items()]
    works += [
        lambda: make_receivable(seat, owed.trader), lambda: make_deposit(seat),
        lambda: make_cost(seat, make_order(seat)), lambda: make_move(seat, deposit, "refund", 1),
        lambda: make_receipt(seat, owed.trader, 1), lambda: agree(seat, rows[void_claim]["claim"], 1),
        lambda: apply_receipt(seat, receipt=share_of(seat).receipt, shares=[(owed.pk, 1)]),
    ]  # fmt: skip
    for work in works:
        with pytest.raises(Refused) as refused:
            work()
        assert refused.value.verdict.codes == ("month_closed",)


def test_a_penalty_is_taken_back_while_its_own_month_is_open(seat):
    """No entry of today answers it: a closed month's journal would lose it."""
    august = dt.date(2025, 8, 1)
    move = make_move(seat, make_deposit(seat, day=august), "penalty", 1_000, day=dt.date(2025, 8, 20))
    MonthBook.objects.of(seat.cooperative).filter(month=august).update(closed_at=clock.now(), closed_by=seat.user)
    with pytest.raises(Refused) as refused:
        void_move(seat, move=move, **WHY)
    assert refused.value.verdict.codes == ("month_closed",)


def test_what_was_voided_or_refused_stands_in_nobodys_way(seat):
    """A shipment is billed again after a void, and each of its orders and each shipment of an order for itself."""
    director = make_seat(seat.cooperative, "director")
    first = make_allocation(director, grams=10_000)
    lot, order = first.carton.lot, first.order_line.order
    other = make_order(director, status="confirmed", market=order.market, trader=order.trader)
    both = make_shipment(director, first, make_allocation(director, lot, other, 10_000), status="departed")
    second = make_shipment(director, make_allocation(director, lot, order, 10_000), status="departed")
    bills = [
        bill_shipment(seat, shipment=shipment, order=of, day=TODAY, prices={})
        for shipment, of in ((both, order), (both, other), (second, order))
    ]
    answered(seat, make_claim(seat, bills[0], 1_000), agrees=False)
    void_receivable(seat, receivable=bills[0], **WHY)
    bill_shipment(seat, shipment=both, order=order, day=TODAY, prices={})
    settled = make_receipt(seat, order.trader, 2_000, (bills[1], 1_000), (bills[2], 500)).shares.order_by("pk")
    take_back_share(seat, share=settled[0], **WHY)
    void_receipt(seat, receipt=settled[0].receipt, **WHY)
    assert Receivable.objects.of(seat.cooperative).filter(void_reason="", settled_vnd=0).count() == 3
    assert faults_of_debts(seat.cooperative) == []


def test_texts_that_are_too_long_are_refused_at_their_fields(seat, owed):
    long = "x" * 5_000
    works = {
        "invoice_no": lambda: make_receivable(seat, owed.trader, invoice_no=long),
        "terms": lambda: make_deposit(seat, terms=long),
        "note": lambda: make_receipt(seat, owed.trader, 1_000, note=long),
        "reference": lambda: make_deposit(seat, reference=long),
    }
    for name, work in works.items():
        with pytest.raises(ValidationError) as refused:
            work()
        assert name in refused.value.message_dict
    with pytest.raises(ValidationError):
        make_cost(seat, make_order(seat), note=long)
