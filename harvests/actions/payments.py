"""Paying a run line by line, each once, under a bank reference or a numbered voucher; and what comes back."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.ledger import post, reverse
from harvests.actions.months import hold_month
from harvests.actions.numbers import next_number
from harvests.actions.settlements import taken_run
from harvests.models import LedgerEntry, Payment, PaymentReturn, SettlementLine, SettlementRun
from harvests.queries.settlement_lines import lines_of, payables, standing_payment
from harvests.rules.settlements import (
    APPROVED,
    CASH,
    PAID,
    Event,
    judge_payment,
    judge_payment_day,
    judge_return,
)

VOUCHERS = "PC"


@use_case
def pay_lines(
    seat: Seat, *, run: SettlementRun, lines: Sequence[int], day: dt.date, means: str = "", reference: str = ""
) -> SettlementRun:
    """Enter that lines (keys) were paid on a day: all of them or none, each once.

    Transfers carry the bank's `reference`, cash gets the next numbers of vouchers; `means` "" pays each line as the run
    says. The run is paid once its last line is. Raises Refused: paid meanwhile, before approval, in the future, cash at
    or above the legal threshold.
    """
    coop = seat.cooperative
    hold_month(coop, day)
    stored = taken_run(seat, run, Event.PAY)
    insist(judge_payment_day(day, approved_on=stored.approved_on, today=clock.today()))
    rows = [*lines_of(stored).filter(pk__in=set(lines))]
    if len(rows) < len(set(lines)):
        raise Refused.because("payment_line_unknown")
    paid = {row.pk for row in rows if standing_payment(row)}
    insist(judge_payment(payables(rows), paid=paid, means=means, reference=reference))
    _count(stored, sum(row.pay_vnd for row in rows))
    payments = Payment.objects.bulk_create(_payment(seat, row, means or row.means, day, reference) for row in rows)
    post(seat, [entry_for(row, payment) for row, payment in zip(rows, payments, strict=True)])
    stored.refresh_from_db()
    papers = {row.code: payment.paper for row, payment in zip(rows, payments, strict=True)}
    audit(seat, "run paid", stored, day=str(day), papers=papers, paid_vnd=sum(row.pay_vnd for row in rows))
    return stored


@use_case
def return_payment(seat: Seat, *, payment: Payment, day: dt.date, reason: str) -> SettlementRun:
    """Note that a payment came back whole: its line is to be paid once more. Raises Refused, once it was noted too."""
    coop = seat.cooperative
    hold_month(coop, day)
    run = taken_run(seat, payment.line.run, Event.RETURN)
    known = PaymentReturn.objects.of(coop).filter(payment=payment).exists()
    insist(judge_return(day, paid_on=payment.day, today=clock.today(), returned=known, reason=reason))
    rows = SettlementRun.objects.of(coop).filter(pk=run.pk, paid_vnd__gte=payment.amount_vnd)
    moved = {"paid_vnd": F("paid_vnd") - payment.amount_vnd, "status": APPROVED, "version": F("version") + 1}
    if not rows.update(**moved):
        raise Refused.because("payment_over_run")
    PaymentReturn.objects.create(
        cooperative=coop, payment=payment, day=day, reason=reason, made_by=seat.user, made_at=clock.now()
    )
    reverse(seat, LedgerEntry.objects.of(coop).get(payment=payment), day=day, note=reason)
    run.refresh_from_db()
    audit(seat, "payment returned", run, line=payment.line.code, paper=payment.paper, day=str(day), reason=reason)
    return run


def _count(run: SettlementRun, amount_vnd: int) -> None:
    """Move what is paid of a run, never above what it pays: the last payment makes it paid."""
    rows = SettlementRun.objects.of(run.cooperative_id).filter(pk=run.pk, status=APPROVED)
    rows = rows.filter(paid_vnd__lte=F("pay_vnd") - amount_vnd)
    if not rows.update(paid_vnd=F("paid_vnd") + amount_vnd, version=F("version") + 1):
        raise Refused.because("payment_over_run")
    rows = SettlementRun.objects.of(run.cooperative_id).filter(pk=run.pk, paid_vnd=F("pay_vnd"))
    rows.update(status=PAID)


def _payment(seat: Seat, line: SettlementLine, means: str, day: dt.date, reference: str) -> Payment:
    payment = Payment(
        cooperative=seat.cooperative, line=line, attempt=len(line.payments.all()) + 1, day=day, means=means,
        amount_vnd=line.pay_vnd, reference=reference, paid_by=seat.user, paid_at=clock.now(),
    )  # fmt: skip
    if means == CASH:
        payment.voucher_year, payment.reference = day.year, ""
        payment.voucher_number = next_number(seat.cooperative, VOUCHERS, day.year)
    return payment


def entry_for(line: SettlementLine, payment: Payment) -> LedgerEntry:
    """The unsaved ledger entry of a saved payment."""
    return LedgerEntry(
        household_id=line.household_id, account=LedgerEntry.Account.FRUIT, kind=LedgerEntry.Kind.PAYMENT,
        day=payment.day, amount_vnd=-payment.amount_vnd, payment=payment, note=payment.paper,
    )  # fmt: skip
