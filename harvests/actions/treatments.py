"""What is written down of a lot's treatments: recorded with what was measured, and voided with a reason."""

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.actions.lot_inputs import taken_lot
from harvests.models import Lot, Treatment
from harvests.rules.treatments import judge_record


@use_case
def record_treatment(seat: Seat, *, lot: Lot, **facts) -> Treatment:
    """Write down a treatment of a lot (fields of Treatment); below a market's minimum too, for it was measured so.

    Raises Refused for a voided lot, a time to come or impossible values, and ValidationError by field. Whether it
    suffices is judged at departure and shown on the lot's page (R71).
    """
    stored = taken_lot(seat, lot)
    verdict = judge_record(facts, now=clock.now())
    if stored.status == Lot.Status.VOID:
        verdict += Verdict.because("treatment_lot_void")
    insist(verdict)
    row = Treatment(
        cooperative=seat.cooperative, lot=stored, entered_by=seat.user, entered_at=clock.now(), **facts
    )  # fmt: skip
    row.full_clean()
    row.save()
    audit(seat, "treatment recorded", stored, treatment=row.pk, **{name: facts[name] for name in sorted(facts)})
    return row


@use_case
def void_treatment(seat: Seat, *, treatment: Treatment, reason: str) -> Treatment:
    """Take back a treatment that was entered by mistake; it stays readable. Raises Refused when it is void already."""
    stored = taken_lot(seat, treatment.lot)
    if not reason:
        raise Refused.because("treatment_void_without_reason")
    rows = Treatment.objects.of(seat.cooperative).filter(pk=treatment.pk, void_reason="")
    if not rows.update(void_reason=reason):
        raise Refused.because("treatment_voided")
    audit(seat, "treatment voided", stored, treatment=treatment.pk, reason=reason)
    return Treatment.objects.of(seat.cooperative).get(pk=treatment.pk)
