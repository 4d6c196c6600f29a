"""What can be done to events: written down with who came and where it went, changed, and voided with a reason."""

from collections.abc import Sequence

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.actions.once import Refused, audit, changes, insist, save_version, use_case
from growers.models import Household, Plot
from growers.queries.seats import Seat
from harvests.models import Event, EventHousehold, EventPlot
from harvests.rules.events import judge_event


@use_case
def record_event(seat: Seat, *, households: Sequence[Household] = (), plots: Sequence[Plot] = (), **facts) -> Event:
    """Write down an event with its attendance list and orchards; raises Refused, and ValidationError by field."""
    event = Event(cooperative=seat.cooperative, **facts)
    _insist(event, facts)
    event.save()
    came, seen = _take_lists(event, households, plots)
    audit(seat, "event recorded", event, kind=event.kind, title=event.title, households=came, plots=seen)
    return event


@use_case
def change_event(
    seat: Seat, *, event: Event, version: int, households: Sequence[Household], plots: Sequence[Plot], **facts
) -> Event:
    """Change an event as it stood at `version`; the lists become these. Raises Stale, Refused for a voided one."""
    # A form may have written into the one it was given.
    stored = Event.objects.of(seat.cooperative).get(pk=event.pk)
    if stored.void_reason:
        raise Refused.because("event_is_void")
    before = {name: str(getattr(stored, name)) for name in facts} | _lists(stored)
    for name, value in facts.items():
        setattr(stored, name, value)
    _insist(stored, facts)
    save_version(stored, version)
    _take_lists(stored, households, plots)
    after = {name: str(getattr(stored, name)) for name in facts} | _lists(stored)
    audit(seat, "event changed", stored, changes=changes(before, after))
    return stored


@use_case
def void_event(seat: Seat, *, event: Event, reason: str) -> Event:
    """Take back an event that was entered by mistake; it stays readable. Raises Refused when it is void already."""
    if not reason:
        raise Refused.because("event_void_without_reason")
    stored = Event.objects.of(seat.cooperative).get(pk=event.pk)
    if stored.void_reason:
        raise Refused.because("event_is_void")
    stored.void_reason = reason
    save_version(stored, stored.version)
    audit(seat, "event voided", stored, reason=reason)
    return stored


def _insist(event: Event, facts: dict) -> None:
    event.full_clean()
    starts_on = event.starts_at.astimezone(VIETNAM).date()
    insist(judge_event(facts, starts_on=starts_on, today=clock.today()))


def _lists(event: Event) -> dict[str, list[str]]:
    coop = event.cooperative_id
    came = EventHousehold.objects.of(coop).filter(event=event).order_by("household__code")
    seen = EventPlot.objects.of(coop).filter(event=event).order_by("plot__code")
    return {
        "households": [*came.values_list("household__code", flat=True)],
        "plots": [*seen.values_list("plot__code", flat=True)],
    }


def _take_lists(event: Event, households: Sequence[Household], plots: Sequence[Plot]) -> tuple[int, int]:
    """Make the lists of an event these; gives how long they are."""
    for model, name, rows in ((EventHousehold, "household", households), (EventPlot, "plot", plots)):
        kept = model.objects.of(event.cooperative_id).filter(event=event)
        kept.exclude(**{f"{name}__in": rows}).delete()
        there = set(kept.values_list(name, flat=True))
        for row in rows:
            if row.pk not in there:
                made = model(cooperative=event.cooperative, event=event, **{name: row})
                made.full_clean()
                made.save()
                there.add(row.pk)
    return len({row.pk for row in households}), len({row.pk for row in plots})
