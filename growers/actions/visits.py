"""Supervision visits of the area or house behind a code: recorded, and voided when they do not count (R14)."""

import datetime as dt

from growers.actions.once import Refused, audit, insist, use_case
from growers.models import ExportCode, SupervisionVisit
from growers.queries.seats import Seat
from growers.rules.visits import judge_visit


@use_case
def record_visit(seat: Seat, *, code: ExportCode, today: dt.date, **facts) -> SupervisionVisit:
    """Add a visit of a code; raises ValidationError by field, Refused for its days."""
    insist(judge_visit(facts["visited_on"], facts.get("next_due"), today=today))
    visit = SupervisionVisit(cooperative=seat.cooperative, export_code=code, **facts)
    visit.full_clean()
    visit.save()
    audit(seat, "supervision visit recorded", visit, day=visit.visited_on, result=visit.result)
    return visit


@use_case
def void_visit(seat: Seat, *, visit: SupervisionVisit, reason: str) -> SupervisionVisit:
    """Let a visit count no more, with the reason; one that is void already stays as it is."""
    if not reason:
        raise Refused.because("visit_void_without_reason")
    held = SupervisionVisit.objects.of(seat.cooperative).select_for_update().get(pk=visit.pk)
    if not held.void_reason:
        held.void_reason = reason
        held.save()
        audit(seat, "supervision visit voided", held, reason=reason)
    return held
