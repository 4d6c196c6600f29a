"""What must hold of a season and its rounds: days in order, rounds within it, nothing of one crop twice on a day."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "season_name_twice",
    "season_days_swapped",
    "season_too_long",
    "season_overlaps",
    "season_leaves_out_tickets",
    "round_days_missing",
    "round_days_swapped",
    "round_outside_season",
    "round_number_twice",
    "rounds_overlap",
    "round_estimated",
)
LONGEST = dt.timedelta(days=550)  # trade default: an off-season crop reaches into the next year, never through it


@dataclass(frozen=True, slots=True)
class Span:
    """A named stretch of days, both ends included; an end may not have been typed."""

    name: str
    starts_on: dt.date | None
    ends_on: dt.date | None

    def meets(self, other: "Span") -> bool:
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


def judge_season(
    season: Span, others: Sequence[Span], names: Collection[str], received: tuple[dt.date, dt.date] | None
) -> Verdict:
    """Refusals for a season beside the other seasons of its crop and the days on which fruit came in for it.

    `names` are those of all other seasons, of whatever crop.
    """
    found = [Reason("season_name_twice")] if season.name in names else []
    if season.starts_on > season.ends_on:
        return Verdict(refused=(*found, Reason("season_days_swapped")))
    if season.ends_on - season.starts_on > LONGEST:
        found.append(Reason("season_too_long", {"days": LONGEST.days}))
    found += [Reason("season_overlaps", _words(other)) for other in others if season.meets(other)]
    if received and (received[0] < season.starts_on or received[1] > season.ends_on):
        found.append(Reason("season_leaves_out_tickets", _words(Span("", *received))))
    return Verdict(refused=tuple(found))


def judge_round(number: int, span: Span, season: Span | None, before: dict[int, Span]) -> Verdict:
    """Refusals for one round beside those typed `before` it (by number); `season` None: its days are not known."""
    if span.starts_on is None or span.ends_on is None:
        return Verdict.because("round_days_missing")
    if span.starts_on > span.ends_on:
        return Verdict.because("round_days_swapped")
    found = []
    if season and (span.starts_on < season.starts_on or span.ends_on > season.ends_on):
        found.append(Reason("round_outside_season", _words(season)))
    if number in before:
        found.append(Reason("round_number_twice", {"number": number}))
    for other, days in before.items():
        if span.meets(days):
            found.append(Reason("rounds_overlap", {"number": other, **_words(days)}))
    return Verdict(refused=tuple(found))


def _words(span: Span) -> dict:
    return {"name": span.name, "first_on": span.starts_on, "last_on": span.ends_on}
