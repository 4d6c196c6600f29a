"""What must hold of a plot as it is entered: size, years, posts, place; and how its planting grew (workflow.md M6)."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from coopsite.formats.parsing import Unreadable
from growers.rules.boundaries_judging import VIETNAM
from growers.rules.verdicts import Reason, Verdict

CODES = frozenset(
    "area_too_small area_too_large planted_in_future planted_long_ago first_crop_before_planted first_crop_far"
    " stage_without_year stage_without_count stage_year_twice stage_in_future stage_long_ago posts_sparse posts_dense"
    " plants_fewer_than_posts stage_posts_differ".split()
)
GPS_CODES = frozenset("gps_unreadable gps_swapped gps_outside".split())
MIN_M2, MAX_M2 = 100, 500_000
FIRST_YEAR = 1950
YEARS_TO_FIRST_CROP = 10
METRES_PER_DEGREE = 111_320

_DEGREES = r"([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*"
_GPS = re.compile(_DEGREES + r"[NB]?\s*[,;/ ]\s*" + _DEGREES + r"[EĐ]?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Stage:
    """How many posts or plants a plot had from a year on."""

    year: int | None
    posts: int | None = None
    plants: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One stage of the timeline: a rectangle in the units of its drawing, and what it stands for."""

    x: int
    y: int
    width: int
    height: int
    stage: Stage
    amount: int


def judge_plot(
    facts: Mapping[str, Any], *, stages: Sequence[Stage] = (), density: tuple[int, int], today: dt.date
) -> Verdict:
    """Refusals and soft flags of a plot's values; `density`, the usual range of posts per hectare, only warns."""
    refused = [*_size(facts.get("area_m2")), *_years(facts, today), *_stages(stages, today)]
    return Verdict(refused=tuple(refused), warnings=tuple(flags(facts, stages=stages, density=density)))


def flags(facts: Mapping[str, Any], *, stages: Sequence[Stage] = (), density: tuple[int, int]) -> Iterable[Reason]:
    """What looks odd about posts and plants but may well be so."""
    area, posts, plants = facts.get("area_m2"), facts.get("posts"), facts.get("plants")
    low, high = density
    if area and posts:
        data = {"posts": posts, "area_m2": area, "per_ha": posts * 10_000 // area, "low": low, "high": high}
        if posts * 10_000 < low * area:
            yield Reason("posts_sparse", data)
        if posts * 10_000 > high * area:
            yield Reason("posts_dense", data)
    if posts and plants is not None and plants < posts:
        yield Reason("plants_fewer_than_posts", {"posts": posts, "plants": plants})
    newest = max((stage for stage in stages if stage.year), key=lambda stage: stage.year, default=None)
    if posts and newest and newest.posts and newest.posts != posts:
        yield Reason("stage_posts_differ", {"posts": posts, "stage_posts": newest.posts, "year": newest.year})


def _size(area_m2: int | None) -> Iterable[Reason]:
    if area_m2 is not None and area_m2 < MIN_M2:
        yield Reason("area_too_small", {"area_m2": area_m2, "limit_m2": MIN_M2})
    if area_m2 is not None and area_m2 > MAX_M2:
        yield Reason("area_too_large", {"area_m2": area_m2, "limit_m2": MAX_M2})


def _years(facts: Mapping[str, Any], today: dt.date) -> Iterable[Reason]:
    planted, first = facts.get("planted_year"), facts.get("first_crop_year")
    if planted is not None and planted > today.year:
        yield Reason("planted_in_future", {"year": planted})
    if planted is not None and planted < FIRST_YEAR:
        yield Reason("planted_long_ago", {"year": planted, "first": FIRST_YEAR})
    if first is not None and first < (planted or FIRST_YEAR):
        yield Reason("first_crop_before_planted", {"year": first, "planted": planted or FIRST_YEAR})
    if first is not None and first > today.year + YEARS_TO_FIRST_CROP:
        yield Reason("first_crop_far", {"year": first})


def _stages(stages: Sequence[Stage], today: dt.date) -> Iterable[Reason]:
    seen: set[int] = set()
    for row, stage in enumerate(stages, 1):
        if stage.year is None:
            yield Reason("stage_without_year", {"row": row})
            continue
        if not stage.posts and not stage.plants:
            yield Reason("stage_without_count", {"row": row, "year": stage.year})
        if stage.year in seen:
            yield Reason("stage_year_twice", {"year": stage.year})
        if stage.year > today.year:
            yield Reason("stage_in_future", {"year": stage.year})
        if stage.year < FIRST_YEAR:
            yield Reason("stage_long_ago", {"year": stage.year, "first": FIRST_YEAR})
        seen.add(stage.year)


def read_gps(text: str) -> tuple[Decimal, Decimal]:
    """(latitude, longitude) of "21.25012, 104.05003" as phones copy it, with points or commas, six decimals kept.

    Raises Unreadable with one of GPS_CODES.
    """
    match = _GPS.fullmatch(text.strip())
    if not match:
        raise Unreadable("gps_unreadable")
    lat, lon = (round(Decimal(number.replace(",", ".")), 6) for number in match.groups())
    if any(box.holds(float(lon), float(lat)) for box in VIETNAM):
        return lat, lon
    if any(box.holds(float(lat), float(lon)) for box in VIETNAM):
        raise Unreadable("gps_swapped", (f"{lon}, {lat}",))
    raise Unreadable("gps_outside", lat=lat, lon=lon)


def timeline(stages: Iterable[Stage], *, until: int, width: int, height: int) -> list[Bar]:
    """Steps of a planting that grew, drawn from the first stage to the end of the year `until`.

    The height counts posts when any stage has them, else plants; the tallest stage fills the height.
    """
    known = sorted((stage for stage in stages if stage.year), key=lambda stage: stage.year)
    measure = "posts" if any(stage.posts for stage in known) else "plants"
    tallest = max((getattr(stage, measure) or 0 for stage in known), default=0)
    if not tallest:
        return []
    ends = [stage.year for stage in known[1:]] + [max(until, known[-1].year) + 1]
    years = ends[-1] - known[0].year
    bars = []
    for stage, end in zip(known, ends, strict=True):
        amount = getattr(stage, measure) or 0
        left, right = ((year - known[0].year) * width // years for year in (stage.year, end))
        tall = amount * height // tallest
        bars.append(Bar(left, height - tall, right - left, tall, stage, amount))
    return bars


def nearest(
    here: tuple[float, float],
    others: Iterable[tuple[Any, float, float]],
    *,
    most: int = 6,
    within_m: int = 1_000,
) -> list[tuple[Any, int]]:
    """The closest of `others` (thing, lat, lon) with their distance in metres, good to a few per cent."""
    found = []
    for thing, lat, lon in others:
        east = (lon - here[1]) * math.cos(math.radians(here[0]))
        metres = round(math.hypot(lat - here[0], east) * METRES_PER_DEGREE)
        if metres <= within_m:
            found.append((thing, metres))
    return sorted(found, key=lambda pair: pair[1])[:most]


def lighter(geometry: Mapping[str, Any], decimals: int = 5) -> dict[str, Any]:
    """A boundary for a small map: positions to about a metre, equal neighbours merged; never for measuring."""

    def thin(ring):
        points = [[round(lon, decimals), round(lat, decimals)] for lon, lat in ring]
        return [points[0], *(b for a, b in pairwise(points) if a != b)]

    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [thin(ring) for ring in geometry["coordinates"]]}
    parts = [[thin(ring) for ring in part] for part in geometry["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": parts}
