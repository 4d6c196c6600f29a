"""What has to be noted when papers of a run are made: whole account numbers, citizen IDs, vouchers printed again."""

from collections.abc import Sequence

from growers.actions.once import Refused, audit, use_case
from growers.models import AuditEntry
from growers.queries.seats import Seat
from harvests.models import SettlementRun
from harvests.queries.settlement_papers import PRINTED, cash_payments, has_papers, may_be_paid


@use_case
def show_accounts(seat: Seat, *, run: SettlementRun, paper: str, households: Sequence[str] = ()) -> SettlementRun:
    """Note that a paper with whole account numbers was made, for all of a run or for these households (R113)."""
    stored = SettlementRun.objects.of(seat.cooperative).get(pk=run.pk)
    if not may_be_paid(stored):
        raise Refused.because("papers_before_approval")
    audit(seat, "accounts shown", stored, reason="payment", paper=paper, households=[*households])
    return stored


@use_case
def show_citizens(seat: Seat, *, run: SettlementRun) -> SettlementRun:
    """Note that the purchase list of a run was made with whole citizen IDs (R113)."""
    stored = SettlementRun.objects.of(seat.cooperative).get(pk=run.pk)
    if not has_papers(stored):
        raise Refused.because("papers_before_closing")
    audit(seat, "citizen numbers shown", stored, reason="authority")
    return stored


@use_case
def show_citizens_between(seat: Seat, *, first: str, last: str) -> AuditEntry:
    """Note that the purchase list of a period was made with whole citizen IDs (R113)."""
    audit(seat, "citizen numbers shown", seat.cooperative, reason="authority", first=first, last=last)
    mine = AuditEntry.objects.of(seat.cooperative).filter(actor=seat.user, verb="citizen numbers shown")
    return mine.order_by("-pk").first()


@use_case
def print_vouchers(seat: Seat, *, run: SettlementRun, payment: int | None = None) -> SettlementRun:
    """Note that the vouchers of a run's cash payments were printed, or the one of a payment; raises Refused."""
    stored = SettlementRun.objects.of(seat.cooperative).get(pk=run.pk)
    rows = cash_payments(stored, payment)
    if not rows:
        raise Refused.because("voucher_nothing")
    for row in rows:
        audit(seat, PRINTED, row, run=stored.code)
    return stored

