"""What runs do to the books, step by step, and what each step refuses."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from growers.actions.once import Refused, Stale
from growers.models import AuditEntry, Household
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.corrections import void_ticket
from harvests.actions.payments import pay_lines, return_payment
from harvests.actions.settlement_lines import approve_run, close_run
from harvests.actions.settlements import cancel_run, change_run, choose, lock_run, open_run
from harvests.models import HouseholdCredit, LedgerEntry, MonthBook, Payment, SettlementLine, SettlementRun
from harvests.queries.ledger import balances_on
from harvests.queries.settlement_lines import draft_of
from harvests.tests.books import assert_verified
from harvests.tests.credit_builders import make_paper
from harvests.tests.settlement_builders import (
    faults_of_money,
    fruit_of,
    live_items,
    make_approved,
    make_closed,
    make_fruit_of,
    make_locked,
    make_payee,
    make_run,
    pay_all,
)

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "accountant")


@pytest.fixture
def coop(seat):
    return seat.cooperative


@pytest.fixture
def director(seat):
    return make_seat(seat.cooperative, "director")


def refused(*codes):
    """Expect a refusal for exactly these reasons."""

    class Expecting:
        def __enter__(self):
            return self

        def __exit__(self, kind, error, trace):
            assert kind is not None and issubclass(kind, Refused), error
            assert error.verdict.codes == codes
            return True

    return Expecting()


def line_of(run, code="011") -> SettlementLine:
    return SettlementLine.objects.of(run.cooperative_id).get(run=run, code=code)


def test_a_run_from_draft_to_locked_leaves_nothing_owed(seat, coop, director):
    make_fruit_of(seat, "011", "012")
    make_paper(seat, Household.objects.of(coop).get(code="011"), amount_vnd=500_000)
    run = make_run(seat, fee_vnd_per_kg=300)
    assert (run.code, run.status) == ("TT-25-001", "draft")
    draft = draft_of(run)
    assert [(line.code, line.fruit_vnd, line.fee_vnd, line.advance_vnd, line.pay_vnd) for line in draft.lines] == [
        ("011", 1_830_000, 27_450, 500_000, 1_302_000), ("012", 1_830_000, 27_450, 0, 1_802_000),
    ]  # fmt: skip
    run = close_run(seat, run=run, version=run.version, seen=draft.digest)
    assert (run.status, run.lines_count, run.pay_vnd, run.deducted_vnd) == ("closed", 2, 3_104_000, 554_900)
    assert HouseholdCredit.objects.of(coop).get().advance_vnd == 0, "reserved"
    assert faults_of_money(coop) == []
    assert balances_on(coop, TODAY)[line_of(run).household_id] == {"fruit": 1_830_000, "advance": -500_000}
    run = approve_run(director, run=run)
    assert balances_on(coop, TODAY)[line_of(run).household_id] == {"fruit": 1_302_550, "advance": 0}
    assert faults_of_money(coop) == []
    run = pay_lines(seat, run=run, lines=[line_of(run).pk], day=TODAY, reference="FT1")
    assert (run.status, run.paid_vnd) == ("approved", 1_302_000)
    run = pay_all(seat, run)
    assert (run.status, run.paid_vnd) == ("paid", 3_104_000)
    run = lock_run(seat, run=run)
    assert run.status == "locked" and faults_of_money(coop) == []
    assert fruit_of(coop) == 1_100, "550 dong each are carried forward"
    assert draft_of(make_run(seat)).lines == (), "and wait until something is delivered"
    assert AuditEntry.objects.of(coop).filter(kind="settlementrun").count() == 7
    assert_verified(coop)


def test_what_is_carried_is_in_the_next_run_although_approved_after_its_period(seat, coop, director, stand_still):
    make_fruit_of(seat, "011")
    stand_still("2025-09-10")
    make_locked(seat, director, day_to=TODAY, fee_vnd_per_kg=300)
    stand_still("2025-09-09")
    make_fruit_of(seat, "011")
    stand_still("2025-09-10")
    [line] = draft_of(make_run(seat, day_to=dt.date(2025, 9, 9))).lines
    assert (line.brought_vnd, line.pay_vnd) == (550, 1_830_000)


def test_a_debt_beyond_the_fruit_is_carried_and_taken_later(seat, coop, director):
    make_fruit_of(seat, "011", "012")
    owner = Household.objects.of(coop).get(code="012")
    make_paper(seat, owner, "penalty", 2_000_000)
    run = make_approved(seat, director)
    line = line_of(run, "012")
    assert (line.pay_vnd, line.carried_vnd) == (0, -170_000)
    with refused("payment_line_nothing"):
        pay_lines(seat, run=run, lines=[line.pk], day=TODAY, reference="FT1")
    assert pay_all(seat, run).status == "paid"
    make_fruit_of(seat, "012")
    [line] = draft_of(make_run(seat)).lines
    assert (line.brought_vnd, line.pay_vnd) == (-170_000, 1_660_000)
    assert_verified(coop)


def test_a_closed_run_holds_its_tickets_until_it_is_cancelled(seat, coop, director):
    [ticket] = make_fruit_of(seat, "011")
    make_paper(seat, Household.objects.of(coop).get(), amount_vnd=500_000)
    run = make_closed(seat)
    with refused("ticket_in_run"):
        void_ticket(director, record=ticket, reason="other", text="hai lần")
    assert draft_of(make_run(seat)).lines == (), "nothing is in two runs"
    with refused("settlement_cancel_without_reason"):
        cancel_run(director, run=run, reason="")
    run = cancel_run(director, run=run, reason="giá sai")
    assert (run.status, live_items(coop), HouseholdCredit.objects.of(coop).get().advance_vnd) == (
        "cancelled", 0, 500_000,
    )  # fmt: skip
    assert faults_of_money(coop) == []
    assert_verified(coop)
    void_ticket(director, record=ticket, reason="other", text="hai lần")
    assert draft_of(make_run(seat)).lines == (), "a voided ticket and its reversal are in no run"


def test_a_draft_is_closed_as_it_was_looked_at(seat, coop):
    make_fruit_of(seat, "011")
    run = make_run(seat)
    seen = draft_of(run).digest
    make_fruit_of(seat, "011")
    with refused("settlement_changed"):
        close_run(seat, run=run, seen=seen)
    choose(seat, run=run, choices={"011": "cash"})
    with refused("settlement_stale"):
        close_run(seat, run=run, version=run.version)
    assert not SettlementLine.objects.of(coop).exists()


def test_choices_of_a_draft(seat, coop):
    make_fruit_of(seat, "011", "012", "013")
    run = choose(seat, run=make_run(seat), choices={"011": "out", "012": "cash"})
    draft = draft_of(run)
    assert [(line.code, line.means) for line in draft.lines] == [("012", "cash"), ("013", "transfer")]
    assert [(row.code, row.amount_vnd) for row in draft.left_out] == [("011", 1_830_000)]
    run = choose(seat, run=run, choices={"011": ""})
    assert [line.means for line in draft_of(run).lines] == ["transfer", "cash", "transfer"]
    with refused("settlement_household_unknown"):
        choose(seat, run=run, choices={"999": "cash"})


def test_red_rules_stop_the_closing(seat, coop):
    make_household(coop, "011", "Lò Văn Đức")
    make_payee(coop, "012", bank_account_name="Lò Thị Hoa")
    make_fruit_of(seat, "011", "012", "013")
    make_fruit_of(seat, *["013"] * 2)
    run = make_run(seat)
    with refused("settlement_account_missing", "settlement_name_without_reason"):
        close_run(seat, run=run)
    choose(seat, run=run, choices={"011": "cash", "013": "cash"})
    with refused("settlement_cash_over_limit"):
        close_run(seat, run=run, reason="vợ chủ hộ")
    choose(seat, run=run, choices={"013": "out"})
    run = close_run(seat, run=run, reason="vợ chủ hộ")
    [kept] = line_of(run, "012").warnings
    assert (kept["code"], kept["data"]["reason"]) == ("line_name_differs", "vợ chủ hộ")


def test_nothing_to_pay_is_refused(seat, coop):
    make_payee(coop, "011")
    with refused("settlement_empty"):
        make_closed(seat)
    make_paper(seat, Household.objects.of(coop).get(), "penalty", 5_000)
    with refused("settlement_nothing_to_pay"):
        make_closed(seat)


def test_four_eyes_are_asked_for_by_action_and_database(seat, coop, director):
    make_fruit_of(seat, "011")
    run = make_closed(director)
    with refused("settlement_own"):
        approve_run(director, run=run)
    with refused("settlement_only_director"):
        approve_run(seat, run=run)
    rows = SettlementRun.objects.of(coop).filter(pk=run.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(approved_by=director.user)
    assert approve_run(make_seat(coop, "director"), run=run).status == "approved"
    with refused("settlement_not_now_approve"):
        approve_run(director, run=run)


def test_rules_change_in_a_draft_only(seat, coop):
    make_fruit_of(seat, "011")
    run = make_run(seat)
    change_run(seat, run=run, version=1, fee_vnd_per_kg=300)
    with pytest.raises(Stale):
        change_run(seat, run=run, version=1, fee_vnd_per_kg=400)
    with refused("settlement_in_future"):
        open_run(seat, day_from=TODAY, day_to=dt.date(2025, 9, 9))
    close_run(seat, run=run)
    with refused("settlement_not_now_change"):
        change_run(seat, run=run, version=3, fee_vnd_per_kg=400)


def test_payments_are_entered_once_all_or_none(seat, coop, director, stand_still):
    make_fruit_of(seat, "011", "012")
    run = make_approved(seat, director)
    keys = [line_of(run, code).pk for code in ("011", "012")]
    for day, code in ((dt.date(2025, 9, 7), "payment_before_approval"), (dt.date(2025, 9, 9), "payment_in_future")):
        with refused(code):
            pay_lines(seat, run=run, lines=keys, day=day, reference="FT1")
    with refused("payment_without_reference"):
        pay_lines(seat, run=run, lines=keys, day=TODAY)
    with refused("payment_line_unknown"):
        pay_lines(seat, run=run, lines=[*keys, 10**9], day=TODAY, reference="FT1")
    pay_lines(seat, run=run, lines=keys[:1], day=TODAY, reference="FT1")
    with refused("payment_line_paid"):
        pay_lines(seat, run=run, lines=keys, day=TODAY, reference="FT2")
    assert Payment.objects.of(coop).get().paper == "FT1"
    assert faults_of_money(coop) == []


def test_cash_gets_numbered_vouchers_and_never_at_the_limit(seat, coop, director):
    make_fruit_of(seat, "011", "012", "013", "013", "013")
    run = make_approved(seat, director)
    keys = [line_of(run, code).pk for code in ("011", "012")]
    with refused("payment_cash_over_limit"):
        pay_lines(seat, run=run, lines=[*keys, line_of(run, "013").pk], day=TODAY, means="cash")
    pay_lines(seat, run=run, lines=keys, day=TODAY, means="cash", reference="not kept")
    assert [payment.paper for payment in Payment.objects.of(coop)] == ["PC-25-001", "PC-25-002"]
    pay_all(seat, run)
    assert faults_of_money(coop) == []


def test_what_came_back_is_paid_once_more(seat, coop, director):
    make_fruit_of(seat, "011")
    run = pay_all(seat, make_approved(seat, director))
    payment = Payment.objects.of(coop).get()
    with refused("return_without_reason"):
        return_payment(seat, payment=payment, day=TODAY, reason="")
    run = return_payment(seat, payment=payment, day=TODAY, reason="sai số tài khoản")
    assert (run.status, run.paid_vnd, fruit_of(coop)) == ("approved", 0, 1_830_000)
    with refused("payment_returned_already"):
        return_payment(seat, payment=payment, day=TODAY, reason="sai")
    assert draft_of(make_run(seat)).lines == (), "what came back belongs to its run still"
    run = pay_all(seat, run, means="cash")
    assert [(row.attempt, row.paper) for row in Payment.objects.of(coop)] == [(1, "FT25251"), (2, "PC-25-001")]
    assert (run.status, fruit_of(coop), faults_of_money(coop)) == ("paid", 0, [])
    assert_verified(coop)
    lock_run(seat, run=run)
    with refused("settlement_not_now_return"):
        return_payment(seat, payment=Payment.objects.of(coop).last(), day=TODAY, reason="sai")


def test_a_closed_month_takes_neither_steps_nor_payments(seat, coop, director):
    make_fruit_of(seat, "011")
    run = make_approved(seat, director)
    closed = MonthBook.objects.of(coop).filter(month=dt.date(2025, 9, 1))
    closed.update(closed_at=run.approved_at)
    with refused("month_closed"):
        pay_all(seat, run)
    with refused("month_closed"):
        make_closed(seat)
    closed.update(closed_at=None)
    pay_all(seat, run)
    closed.update(closed_at=run.approved_at)
    with refused("month_closed"):
        return_payment(seat, payment=Payment.objects.of(coop).get(), day=TODAY, reason="sai")
    assert LedgerEntry.objects.of(coop).filter(kind="payment").count() == 1
