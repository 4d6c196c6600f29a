"""What a run, its payments and its papers refuse, each refusal by its code; and that a step is of its own run."""

import pytest
from django.core.exceptions import ValidationError

from coopsite import clock
from growers.actions.once import Refused
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_seat
from harvests.actions.bank_files import add_bank_file
from harvests.actions.household_links import revoke_household_link
from harvests.actions.payments import return_payment
from harvests.actions.settlement_lines import approve_run
from harvests.actions.settlement_papers import print_vouchers, show_accounts, show_citizens
from harvests.actions.settlements import cancel_run, change_run
from harvests.models import MonthBook, Payment, SettlementItem, SettlementLine, SettlementRun
from harvests.tests.credit_builders import make_paper
from harvests.tests.papers_builders import make_statement_link
from harvests.tests.settlement_builders import (
    faults_of_money,
    make_approved,
    make_closed,
    make_fruit_of,
    make_payee,
    make_run,
    pay_all,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "accountant")
    make_fruit_of(seat, "011")
    return seat


def revoke_twice(seat):
    make_closed(seat)
    link = make_statement_link(seat, SettlementLine.objects.of(seat.cooperative).get(), "o" * 43)
    for _ in range(2):
        revoke_household_link(seat, link=link)


def in_closed_month(seat, run):
    MonthBook.objects.of(seat.cooperative).update(closed_at=clock.now(), closed_by=seat.user)
    return run


def count_wrongly(seat, paid_vnd):
    SettlementRun.objects.of(seat.cooperative).update(paid_vnd=paid_vnd)


def pay_past_the_run(seat):
    run = make_approved(seat)
    count_wrongly(seat, 1)
    pay_all(seat, run)


def return_past_nothing(seat):
    pay_all(seat, make_approved(seat))
    count_wrongly(seat, 0)
    payment = Payment.objects.of(seat.cooperative).get()
    return_payment(seat, payment=payment, day=payment.day, reason="sai số tài khoản")


REFUSALS = {
    "papers_before_approval": lambda s: show_accounts(s, run=make_closed(s), paper="vietqr"),
    "papers_before_closing": lambda s: show_citizens(s, run=make_run(s)),
    "voucher_nothing": lambda s: print_vouchers(s, run=pay_all(s, make_approved(s))),
    "link_gone": revoke_twice,
    "settlement_fee_unlikely": lambda s: change_run(s, run=make_run(s), version=1, fee_vnd_per_kg=10**6),
    "month_closed when cancelled": lambda s: cancel_run(s, run=in_closed_month(s, make_closed(s)), reason="nhầm"),
    "month_closed when approved": lambda s: approve_run(
        make_seat(s.cooperative, "director"), run=in_closed_month(s, make_closed(s))
    ),
    "bank_file_line_unreadable": lambda s: add_bank_file(s, name="MB", columns="khoai"),
    "payment_over_run": pay_past_the_run,
    "payment_over_run when returned": return_past_nothing,
}


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat)
    assert refused.value.verdict.codes == (code.split()[0],)
    shown = AuditEntry.objects.of(seat.cooperative).filter(verb__in=["accounts shown", "citizen numbers shown"])
    assert not shown.exists()


def test_a_cancelled_run_frees_what_it_claimed_and_nothing_else(seat):
    before = make_closed(seat)
    make_fruit_of(seat, "012")
    make_paper(seat, make_payee(seat.cooperative, "013"), amount_vnd=1_000)
    make_fruit_of(seat, "013")
    after = make_closed(seat)
    cancel_run(seat, run=after, reason="nhầm")
    items = SettlementItem.objects.of(seat.cooperative).filter(is_live=True)
    assert {item.line.run for item in items.select_related("line__run")} == {before}
    assert faults_of_money(seat.cooperative) == []


def test_each_payment_comes_back_for_itself(seat):
    make_fruit_of(seat, "012")
    pay_all(seat, make_approved(seat))
    for payment in Payment.objects.of(seat.cooperative).order_by("pk"):
        return_payment(seat, payment=payment, day=payment.day, reason="sai số tài khoản")
    run = SettlementRun.objects.of(seat.cooperative).get()
    assert (run.paid_vnd, run.status, faults_of_money(seat.cooperative)) == (0, "approved", [])


def test_a_note_that_is_too_long_is_refused_at_its_field(seat):
    with pytest.raises(ValidationError) as refused:
        make_run(seat, note="x" * 5_000)
    assert "note" in refused.value.message_dict
