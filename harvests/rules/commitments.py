"""Promised kilograms by week and grade beside what came in and what is expected; every split keeps its sum (M11)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harvests.rules.apportion import apportion

Week = dt.date  # its Monday


@dataclass(frozen=True, slots=True)
class Line:
    """What an order line promised and what has gone out for it."""

    grade: int
    ordered_g: int
    delivered_g: int

    @property
    def remaining_g(self) -> int:
        return max(0, self.ordered_g - self.delivered_g)


@dataclass(slots=True)
class Promise:
    """An open order: its lines, its standing call-offs as (day, grams), and the last day of its window."""

    deliver_to: dt.date
    lines: list[Line] = field(default_factory=list)
    call_offs: list[tuple[dt.date, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Flush:
    """A round and what its plots are estimated to give; None: nobody estimated it."""

    starts_on: dt.date
    ends_on: dt.date
    expected_g: int | None


@dataclass(slots=True)
class Committed:
    """Grams by (week, grade); those that were due before today stand in the current week and are counted apart."""

    by_cell: Counter = field(default_factory=Counter)
    overdue: Counter = field(default_factory=Counter)


@dataclass(slots=True)
class Expected:
    """Grams by week over all days of the rounds, those of days still ahead, and weeks of rounds nobody estimated."""

    by_week: Counter = field(default_factory=Counter)
    ahead: Counter = field(default_factory=Counter)
    unknown: set[Week] = field(default_factory=set)


def monday(day: dt.date) -> Week:
    """The Monday of the ISO week of a day."""
    return day - dt.timedelta(days=day.weekday())


def weeks_from(first: Week, number: int) -> list[Week]:
    """That many Mondays, one after the other."""
    return [first + dt.timedelta(weeks=step) for step in range(number)]


def commit(promises: Iterable[Promise], *, today: dt.date) -> Committed:
    """Spread what remains of every promise over the weeks in which it is due, by its lines' grades.

    Call-offs say when, the earliest being the ones delivered first; the rest is due on the last day of the window.
    The grams of all cells of a line add up to what remains of it.
    """
    found = Committed()
    for promise in promises:
        left = [line.remaining_g for line in promise.lines]
        for day, grams in _due(promise, sum(left)):
            parts = apportion(grams, left)
            left = [grams_left - part for grams_left, part in zip(left, parts, strict=True)]
            for line, part in zip(promise.lines, parts, strict=True):
                _note(found, line.grade, day, part, today)
    return found


def _due(promise: Promise, remaining_g: int) -> list[tuple[dt.date, int]]:
    """(day, grams) of what remains, adding up to it."""
    gone = sum(line.delivered_g for line in promise.lines)
    due = []
    for day, grams in sorted(promise.call_offs):
        covered = min(gone, grams)
        gone -= covered
        open_g = min(grams - covered, remaining_g)
        remaining_g -= open_g
        if open_g:
            due.append((day, open_g))
    if remaining_g:
        due.append((promise.deliver_to, remaining_g))
    return due


def _note(found: Committed, grade: int, day: dt.date, grams: int, today: dt.date) -> None:
    if not grams:
        return
    week = max(monday(day), monday(today))
    found.by_cell[week, grade] += grams
    if day < today:
        found.overdue[week, grade] += grams


def expect(flushes: Iterable[Flush], *, today: dt.date) -> Expected:
    """Spread each round's estimate evenly over its days; the grams of its weeks add up to the estimate."""
    found = Expected()
    for flush in flushes:
        days = [flush.starts_on + dt.timedelta(days=n) for n in range((flush.ends_on - flush.starts_on).days + 1)]
        if flush.expected_g is None:
            found.unknown |= {monday(day) for day in days}
            continue
        for day, grams in zip(days, apportion(flush.expected_g, [1] * len(days)), strict=True):
            found.by_week[monday(day)] += grams
            if day > today:
                found.ahead[monday(day)] += grams
    return found


def split_by_mix(grams: int, mix: Mapping[int, int]) -> dict[int, int] | None:
    """Grams by grade in the proportions of a mix, adding up exactly; None when there is no mix to go by."""
    grades = [grade for grade, weight in mix.items() if weight > 0]
    if not grades:
        return None
    return dict(zip(grades, apportion(grams, [mix[grade] for grade in grades]), strict=True))


@dataclass(frozen=True, slots=True)
class Cell:
    """One week of one grade, or of all: grams promised, gone and come, expected in all and on the days still ahead."""

    committed_g: int = 0
    overdue_g: int = 0
    gone_g: int = 0
    came_g: int = 0
    expected_g: int = 0
    ahead_g: int = 0
    known: bool = True

    @property
    def available_g(self) -> int:
        """What came in and has not gone out, and what is still expected; fruit does not wait for a later week."""
        return max(0, self.came_g - self.gone_g) + self.ahead_g

    @property
    def short_g(self) -> int:
        """By how much the promises pass what there is; 0 as long as nobody can say."""
        return max(0, self.committed_g - self.available_g) if self.known else 0


@dataclass(slots=True)
class Books:
    """All that a balance is drawn from; `came` and `gone` hold grams by (week, grade), `mix` grams by grade."""

    committed: Committed
    expected: Expected
    came: Mapping[tuple[Week, int], int]
    gone: Mapping[tuple[Week, int], int]
    mix: Mapping[int, int]


def balance(books: Books, week: Week, grades: Sequence[int]) -> tuple[dict[int, Cell], Cell]:
    """A week's cells by grade, and the cell of all grades.

    An estimate speaks of a round as a whole: its grades are those of the mix, and unknown without one. A week of a
    round that nobody estimated is unknown altogether.
    """
    known = week not in books.expected.unknown
    whole, ahead = books.expected.by_week[week], books.expected.ahead[week]
    parts, parts_ahead = split_by_mix(whole, books.mix), split_by_mix(ahead, books.mix)
    cells = {
        grade: Cell(
            books.committed.by_cell[week, grade], books.committed.overdue[week, grade],
            books.gone.get((week, grade), 0), books.came.get((week, grade), 0),
            parts.get(grade, 0) if parts else 0, parts_ahead.get(grade, 0) if parts_ahead else 0,
            known and (parts is not None or not whole),
        )
        for grade in grades
    }  # fmt: skip
    sums = {
        name: sum(getattr(cell, name) for cell in cells.values())
        for name in ("committed_g", "overdue_g", "gone_g", "came_g")
    }
    return cells, Cell(**sums, expected_g=whole, ahead_g=ahead, known=known)


def last_week_of(books: Books, today: dt.date) -> Week:
    """The last week that has anything to show."""
    cells = [week for week, _ in books.committed.by_cell]
    return max([*cells, *books.expected.by_week, *books.expected.unknown, monday(today)])
