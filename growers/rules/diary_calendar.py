"""A plot's diary at a glance: the eight items of a VietGAP year, and a strip of weeks with what was done in each."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# What a VietGAP diary is looked through for, in the order of its pages (TCVN 11892-1); each with the works that count.
ITEMS = (
    ("fertilise", ("fertilise",)), ("spray", ("spray",)), ("prune", ("prune", "thin")), ("water", ("water",)),
    ("weed", ("weed",)), ("empties", ("empties",)), ("clean", ("clean",)), ("harvest", ("harvest",)),
)  # fmt: skip
LANES = ("spray", "fertilise", "other", "waiting")
WEEKS = 53
CELL, GAP, LANE, LEFT, TOP = 13, 2, 15, 92, 16


@dataclass(frozen=True, slots=True)
class Cell:
    """A week in a lane of the strip, with its place on the drawing; `times` how often the work was done in it."""

    lane: str
    monday: dt.date
    x: int
    y: int
    times: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A year of weeks: the cells that have something in them, where months begin, and the size of the drawing."""

    cells: tuple[Cell, ...]
    months: tuple[tuple[int, dt.date], ...]
    lanes: tuple[tuple[str, int], ...]
    width: int
    height: int


def completeness(works: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """(item, entries) of the eight VietGAP items for the works of a year, counted by their code."""
    return tuple((item, sum(works.get(work, 0) for work in counted)) for item, counted in ITEMS)


def strip(done: Iterable[tuple[dt.date, str]], waiting: Iterable[tuple[dt.date, dt.date]], today: dt.date) -> Strip:
    """The last 53 weeks: `done` are days with the work's code, `waiting` periods [sprayed, harvest from)."""
    last = _monday(today)
    first = last - dt.timedelta(weeks=WEEKS - 1)
    counts: dict[tuple[str, dt.date], int] = {}
    for day, work in done:
        key = (work if work in LANES else "other", _monday(day))
        counts[key] = counts.get(key, 0) + 1
    for since, until in waiting:
        week = max(_monday(since), first)
        while week < until and week <= last:
            counts[("waiting", week)] = 1
            week += dt.timedelta(weeks=1)
    cells = [
        Cell(lane, monday, _x(first, monday), TOP + LANES.index(lane) * LANE, times)
        for (lane, monday), times in sorted(counts.items(), key=lambda item: (LANES.index(item[0][0]), item[0][1]))
        if first <= monday <= last
    ]
    return Strip(
        tuple(cells),
        tuple(_months(first, last)),
        tuple((lane, TOP + place * LANE + CELL - 3) for place, lane in enumerate(LANES)),
        LEFT + WEEKS * (CELL + GAP),
        TOP + len(LANES) * LANE + GAP,
    )


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _x(first: dt.date, monday: dt.date) -> int:
    return LEFT + (monday - first).days // 7 * (CELL + GAP)


def _months(first: dt.date, last: dt.date):
    """(place, first day) of each month that begins within the weeks."""
    day = (first.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    while day <= last:
        yield _x(first, _monday(day)), day
        day = (day + dt.timedelta(days=32)).replace(day=1)
