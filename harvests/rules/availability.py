"""What can still be sold, week by week and grade by grade, and who could fill an order (M11)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from growers.rules.verdicts import Verdict
from harvests.rules.apportion import apportion
from harvests.rules.commitments import Committed, Expected, Week, monday, split_by_mix

GOOD, TIGHT, SHORT, OPEN_QUESTION = "good", "tight", "short", "unknown"
TIGHT_BP = 1_000  # less than a tenth of what there is left over: one rainy day and it is gone


@dataclass(frozen=True, slots=True)
class Sellable:
    """One week of one grade, or of all: grams packed and free, on the floor, still expected, and promised."""

    packed_g: int = 0
    floor_g: int = 0
    expected_g: int = 0
    promised_g: int = 0
    asked_g: int = 0  # by the order that is only thought of
    known: bool = True

    @property
    def supply_g(self) -> int:
        return self.packed_g + self.floor_g + self.expected_g

    @property
    def left_g(self) -> int:
        """What can still be sold; below zero it is already promised twice."""
        return self.supply_g - self.promised_g

    @property
    def left_then_g(self) -> int:
        """What is left once the order that is thought of is taken."""
        return self.left_g - self.asked_g

    @property
    def tone(self) -> str:
        return self._tone(self.left_g)

    @property
    def tone_then(self) -> str:
        return self._tone(self.left_then_g)

    def _tone(self, left_g: int) -> str:
        if not self.known:
            return OPEN_QUESTION
        if left_g < 0:
            return SHORT
        return TIGHT if left_g * 10_000 < self.supply_g * TIGHT_BP else GOOD


@dataclass(slots=True)
class Stock:
    """Free fruit in the house by grade: in closed lots, and weighed in but in no lot yet."""

    packed: Mapping[int, int] = field(default_factory=dict)
    floor: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that is only thought of: grams for a week, in one grade or in all of them."""

    grams: int
    week: Week
    grade: int | None = None


def sellable(
    week: Week, grades: Sequence[int], *, today: dt.date, committed: Committed, expected: Expected, stock: Stock,
    mix: Mapping[int, int], asked: Asked | None = None,
) -> tuple[dict[int, Sellable], Sellable]:
    """A week's cells by grade, and the cell of all grades.

    Fruit in the house belongs to the current week, for it does not wait for a later one. Estimates speak of a round as
    a whole: their grades are those of the mix, and unknown without one.
    """
    known, now = week not in expected.unknown, week == monday(today)
    ahead = expected.ahead[week]
    parts = split_by_mix(ahead, {grade: mix.get(grade, 0) for grade in grades}) if ahead else {}
    wanted = asked_by_grade(asked, mix, grades) if asked and asked.week == week else {}
    cells = {
        grade: Sellable(
            stock.packed.get(grade, 0) if now else 0, stock.floor.get(grade, 0) if now else 0,
            parts.get(grade, 0) if parts else 0, committed.by_cell[week, grade], wanted.get(grade, 0),
            known and parts is not None,
        )
        for grade in grades
    }  # fmt: skip
    names = ("packed_g", "floor_g", "promised_g")
    sums = {name: sum(getattr(cell, name) for cell in cells.values()) for name in names}
    asked_g = asked.grams if asked and asked.week == week else 0
    return cells, Sellable(**sums, expected_g=ahead, asked_g=asked_g, known=known)


def asked_by_grade(asked: Asked, mix: Mapping[int, int], grades: Sequence[int]) -> dict[int, int]:
    """The grams of an order that is thought of, by grade: the grade it names, else as the fruit comes."""
    if asked.grade is not None:
        return {asked.grade: asked.grams}
    return split_by_mix(asked.grams, {grade: mix.get(grade, 0) for grade in grades}) or {}


@dataclass(frozen=True, slots=True)
class PlotSource:
    """A plot that could fill an order: what it is expected to give in the order's days, and what the market says."""

    plot: str
    household: str
    name: str
    code: str  # the planting area code, "" without one
    grams: int
    verdict: Verdict


@dataclass(slots=True)
class CodeSource:
    """The plots under one planting area code with the same outcome, added up."""

    code: str
    outcome: str
    grams: int = 0
    households: set[str] = field(default_factory=set)
    plots: list[PlotSource] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Enough:
    """Whether an order finds its fruit: what is missing of it, free in the house, and expected by outcome."""

    missing_g: int
    packed_g: int
    by_outcome: Mapping[str, int]
    known: bool = True

    @property
    def found_g(self) -> int:
        """What may go to the order's market for certain."""
        return self.packed_g + self.by_outcome.get("allowed", 0)

    @property
    def short_g(self) -> int:
        return max(0, self.missing_g - self.found_g)

    @property
    def tone(self) -> str:
        if self.found_g >= self.missing_g:
            return GOOD
        if not self.known:
            return OPEN_QUESTION
        return TIGHT if self.found_g + self.by_outcome.get("unknown", 0) >= self.missing_g else SHORT


def enough(missing_g: int, packed_g: int, sources: Iterable[PlotSource], *, known: bool = True) -> Enough:
    """Add up what could fill an order."""
    found: Counter = Counter()
    for source in sources:
        found[source.verdict.outcome] += source.grams
    return Enough(missing_g, packed_g, found, known)


def by_code(sources: Iterable[PlotSource]) -> list[CodeSource]:
    """Plots gathered under their codes and outcomes: what may go first, then open questions, the heaviest first."""
    found: dict[tuple[str, str], CodeSource] = {}
    for source in sources:
        key = (source.code, source.verdict.outcome)
        group = found.setdefault(key, CodeSource(*key))
        group.grams += source.grams
        group.households.add(source.household)
        group.plots.append(source)
    rank = ("allowed", "unknown", "refused")
    return sorted(found.values(), key=lambda group: (rank.index(group.outcome), -group.grams, group.code))


def within(expected_g: int, begins: dt.date, ends: dt.date, first: dt.date, last: dt.date) -> int:
    """The part of a round's estimate that falls on the days from `first` to `last`, spread evenly over its days."""
    days = (ends - begins).days + 1
    shared = (min(ends, last) - max(begins, first)).days + 1
    if shared <= 0:
        return 0
    return apportion(expected_g, [shared, days - shared])[0]


def share_of(grams: int, grades: Iterable[int], mix: Mapping[int, int]) -> int:
    """The part of ungraded grams that will be of certain grades; all of it as long as no mix is known."""
    whole = sum(mix.values())
    if not whole:
        return grams
    return grams * sum(mix.get(grade, 0) for grade in set(grades)) // whole
