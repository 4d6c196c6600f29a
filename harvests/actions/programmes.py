"""What can be done to market programmes: opened and changed, their steps added, changed and put in another place."""

from collections.abc import Iterable

from django.db.models import Max

from coopsite import clock
from growers.actions.once import Refused, audit, change_row, changes, in_turn, insist, save_version, use_case
from growers.models import Market
from growers.queries.seats import Seat
from harvests.models import MarketProgramme, ProgrammeStep
from harvests.rules.programmes import judge_programme, judge_step

AWAY = 32_767  # a place that no step has, where one waits while two change places


@use_case
def open_programme(seat: Seat, *, markets: Iterable[Market], **facts) -> MarketProgramme:
    """Add a programme without steps; raises Refused, and ValidationError by field."""
    insist(judge_programme(facts.get("target_g")))
    programme = MarketProgramme(cooperative=seat.cooperative, **facts)
    programme.full_clean()
    programme.save()
    programme.markets.set(markets)
    audit(seat, "programme opened", programme, name=programme.name, markets=_codes(programme))
    return programme


@use_case
def change_programme(
    seat: Seat, *, programme: MarketProgramme, version: int, markets: Iterable[Market], **facts
) -> MarketProgramme:
    """Change a programme as it stood at `version`; raises Stale, Refused, ValidationError by field."""
    insist(judge_programme(facts.get("target_g")))
    # A form may have written into the one it was given.
    stored = MarketProgramme.objects.of(seat.cooperative).get(pk=programme.pk)
    before = {name: str(getattr(stored, name)) for name in facts} | {"markets": _codes(stored)}
    for name, value in facts.items():
        setattr(stored, name, value)
    stored.full_clean()
    save_version(stored, version)
    stored.markets.set(markets)
    after = {name: str(getattr(stored, name)) for name in facts} | {"markets": _codes(stored)}
    audit(seat, "programme changed", stored, changes=changes(before, after))
    return stored


@use_case
def add_step(seat: Seat, *, programme: MarketProgramme, **facts) -> ProgrammeStep:
    """Add a step after the last one; raises Refused, and ValidationError by field."""
    in_turn(seat.cooperative)
    insist(judge_step(facts, today=clock.today()))
    steps = ProgrammeStep.objects.of(seat.cooperative).filter(programme=programme)
    last = steps.aggregate(last=Max("position"))["last"] or 0
    step = ProgrammeStep(cooperative=seat.cooperative, programme=programme, position=last + 1, **facts)
    step.full_clean()
    step.save()
    audit(seat, "programme step added", step, programme=programme.name, status=step.status)
    return step


@use_case
def change_step(seat: Seat, *, step: ProgrammeStep, version: int, **facts) -> ProgrammeStep:
    """Change a step as it stood at `version`; raises Stale, Refused, ValidationError by field."""
    insist(judge_step(facts, today=clock.today()))
    return change_row(seat, "programme step changed", step, version, facts)


@use_case
def move_step(seat: Seat, *, step: ProgrammeStep, up: bool) -> ProgrammeStep:
    """Let a step change places with the one before it, or after it; raises Refused for the first or the last."""
    in_turn(seat.cooperative)
    steps = ProgrammeStep.objects.of(seat.cooperative).filter(programme=step.programme_id)
    here = steps.get(pk=step.pk).position
    beside = steps.filter(position__lt=here).order_by("-position") if up else steps.filter(position__gt=here)
    other = beside.first()
    if other is None:
        raise Refused.because("step_at_the_end")
    for key, position in ((step.pk, AWAY), (other.pk, here), (step.pk, other.position)):
        steps.filter(pk=key).update(position=position)
    moved = steps.get(pk=step.pk)
    audit(seat, "programme step moved", moved, places=[here, moved.position])
    return moved


def _codes(programme: MarketProgramme) -> list[str]:
    return [*programme.markets.order_by("position").values_list("code", flat=True)]
