"""What can be done to seasons: opened and changed together with their rounds, by which tickets are counted."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from growers.actions.once import Refused, audit, changes, in_turn, insist, save_version, use_case
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.models import DayBook, DayTotal, HarvestRecord, HarvestRound, Season, YieldEstimate
from harvests.queries.seasons import days_received, other_seasons, rounds_of
from harvests.rules.seasons import Span, judge_season

Round = tuple[int, dt.date, dt.date]  # number, first day, last day


def judged(season: Season) -> Verdict:
    """The season's name and days beside the other seasons and the fruit that came in for it."""
    others = other_seasons(season.cooperative, but=season.pk)
    same_crop = [other for other in others if other.commodity_id == season.commodity_id]
    return judge_season(
        Span(season.name, season.starts_on, season.ends_on),
        [Span(other.name, other.starts_on, other.ends_on) for other in same_crop],
        {other.name for other in others},
        days_received(season) if season.pk else None,
    )


@use_case
def open_season(seat: Seat, *, rounds: Sequence[Round] = (), **facts) -> Season:
    """Add a season with its rounds; raises Refused when its days meet another season of the crop."""
    in_turn(seat.cooperative)
    season = Season(cooperative=seat.cooperative, **facts)
    season.full_clean()
    _insist(season)
    season.save()
    _set_rounds(season, rounds)
    audit(seat, "season opened", season, name=season.name, rounds=rounds)
    return season


@use_case
def change_season(seat: Seat, *, season: Season, version: int, rounds: Sequence[Round], **facts) -> Season:
    """Change a season and its rounds as they stood at `version` of the season; raises Stale, Refused.

    Tickets are counted to the round in which their day then lies, or to none.
    """
    in_turn(seat.cooperative)
    # A form may have written into the one it was given.
    season = Season.objects.of(seat.cooperative).select_related("cooperative").get(pk=season.pk)
    before = {name: str(getattr(season, name)) for name in facts}
    for name, value in facts.items():
        setattr(season, name, value)
    season.full_clean()
    _insist(season)
    save_version(season, version)
    found = [(one.number, one.starts_on, one.ends_on) for one in rounds_of(season)]
    if sorted(found) != sorted(rounds):
        _hold_books(season)
        _set_rounds(season, rounds)
        _count_anew(season)
    after = {name: str(getattr(season, name)) for name in facts}
    audit(seat, "season changed", season, changes=changes(before | {"rounds": found}, after | {"rounds": [*rounds]}))
    return season


def _insist(season: Season) -> None:
    verdict = judged(season)
    insist(verdict)


def _set_rounds(season: Season, rounds: Sequence[Round]) -> None:
    """Make the rounds of a season these; one that is no longer among them goes, unless it was estimated."""
    found = {one.number: one for one in rounds_of(season)}
    for number, first, last in rounds:
        one = found.pop(number, None)
        if one and (one.starts_on, one.ends_on) == (first, last):
            continue
        one = one or HarvestRound(cooperative=season.cooperative, season=season, number=number, version=0)
        one.starts_on, one.ends_on, one.version = first, last, one.version + 1
        one.full_clean()
        one.save()
    coop = season.cooperative_id
    for number, one in found.items():
        if YieldEstimate.objects.of(coop).filter(round=one).exists():
            raise Refused.because("round_estimated", number=number)
        HarvestRecord.objects.of(coop).filter(round=one).update(round=None)
        DayTotal.objects.of(coop).filter(round=one).update(round=None)
        one.delete()


def _hold_books(season: Season) -> None:
    """Take the books of the season's days in their order, before any ticket or total, as a ticket does."""
    books = DayBook.objects.of(season.cooperative_id).filter(day__range=(season.starts_on, season.ends_on))
    list(books.order_by("day").select_for_update().values_list("pk"))


def _count_anew(season: Season) -> None:
    """Give tickets and daily totals the round of their day."""
    coop = season.cooperative_id
    within = Q()
    for one in rounds_of(season):
        days = Q(day__range=(one.starts_on, one.ends_on))
        within |= days
        for model in (DayTotal, HarvestRecord):
            model.objects.of(coop).filter(days, season=season).exclude(round=one).update(round=one)
    for model in (DayTotal, HarvestRecord):
        model.objects.of(coop).filter(season=season, round__isnull=False).exclude(within).update(round=None)
