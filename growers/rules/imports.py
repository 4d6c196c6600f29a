"""What an import would do, row by row: the plan that a preview shows and a confirmation carries out."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from growers.rules.sheets import Preview, Row

NEW, UPDATE, SAME, DUPLICATE, BAD = "new", "update", "same", "duplicate", "bad"
OUTCOMES = (NEW, UPDATE, SAME, DUPLICATE, BAD)

Note = tuple[str, str, dict[str, Any]]  # column key ("" for the row), code, data


@dataclass(slots=True)
class Planned:
    """One row of the file: what becomes of it, why, and what a writer needs to do it."""

    row: Row
    outcome: str = NEW
    twin: str = ""  # who is there already, as code and name
    work: Any = None

    @property
    def number(self) -> int:
        return self.row.number

    def refuse(self, key: str, code: str, /, **data: Any) -> None:
        """Mark the row as one that cannot be taken."""
        self.row.problems.append((key, code, data))
        self.outcome = BAD

    def remark(self, key: str, code: str, /, **data: Any) -> None:
        """Note what was assumed; the row stays good."""
        self.row.notes.append((key, code, data))


@dataclass(slots=True)
class Plan:
    """All rows of a file with their outcomes, and the sums that a director checks against the paper."""

    preview: Preview
    rows: list[Planned] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Rows by outcome, every outcome named."""
        found = Counter(planned.outcome for planned in self.rows)
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def possible(self) -> bool:
        """Whether there is anything to write and nothing that forbids the file as a whole."""
        counts = self.counts
        return not self.preview.problems and bool(counts[NEW] + counts[UPDATE])


def bad_cells(plan: Plan) -> list[dict[str, Any]]:
    """[{row, column, code, data}] of every reason that forbids a row."""
    return [
        {"row": planned.number, "column": key, "code": code, "data": data}
        for planned in plan.rows
        if planned.outcome == BAD
        for key, code, data in planned.row.problems
    ]


def chosen_mapping(typed: Mapping[str, str]) -> dict[int, str | None]:
    """The columns somebody assigned: {"0": "name", "3": ""} -> {0: "name", 3: None}; odd keys are left out."""
    return {int(index): key or None for index, key in typed.items() if index.isascii() and index.isdigit()}
