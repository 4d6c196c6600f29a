"""The paper pad: rows of a five-column weigh sheet gathered into tickets, and added up as they are on paper (M8b)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from harvests.rules.weighing_facts import Header, Judged, Load

COLUMNS = 5


@dataclass(frozen=True, slots=True)
class PadRow:
    """One row of the pad as typed and read: `place` in the grid, gross grams by column (None: empty)."""

    place: int
    household: str
    paper_no: str
    at: dt.datetime
    grade: str
    crates: int | None
    gross_g: tuple[int | None, ...]
    plot: str = ""


@dataclass(slots=True)
class Paper:
    """One slip of the pad: its header, and its loads, each with the (place, column) it was typed in."""

    place: int
    at: dt.datetime
    paper_no: str
    header: Header
    loads: list[Load] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    judged: Judged | None = None


def gather(rows: Sequence[PadRow], *, channel: str, crate: str) -> list[Paper]:
    """The slips that rows belong to: a row without household and number goes on with the slip above it, and rows with
    the same number and household are one slip wherever they stand."""
    papers: list[Paper] = []
    for row in rows:
        paper = _of(row, papers)
        if paper is None:
            header = Header(row.household, row.plot, channel=channel)
            paper = Paper(row.place, row.at, row.paper_no, header)
            papers.append(paper)
        for column, gross in enumerate(row.gross_g):
            if gross is not None:
                paper.cells.append((row.place, column))
                paper.loads.append(Load(len(paper.loads), gross, row.grade, crate, row.crates))
    return papers


def _of(row: PadRow, papers: list[Paper]) -> Paper | None:
    if papers and not row.household and not row.paper_no:
        return papers[-1]
    same = (p for p in papers if row.paper_no and p.paper_no == row.paper_no)
    return next((p for p in same if row.household in ("", p.header.household)), None)


def column_sums(rows: Iterable[PadRow]) -> list[int]:
    """Gross grams of each column, as they stand at the foot of the paper."""
    sums = [0] * COLUMNS
    for row in rows:
        for column, gross in enumerate(row.gross_g):
            sums[column] += gross or 0
    return sums


def cell_of(paper: Paper, name: str) -> tuple[int, str]:
    """Where a problem of a judged slip is shown: (place in the grid, cell), from the name that the rule gives."""
    if not name.startswith("loads-"):
        return paper.place, name if name in ("household", "plot", "paper_no") else "__all__"
    _, load, cell = name.split("-")
    place, column = paper.cells[int(load)]
    return place, f"gross{column + 1}" if cell == "gross" else {"crate": "crates"}.get(cell, cell)
