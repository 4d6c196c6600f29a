"""The shapes that an import passes along: a table as it was read, a schema to read it by, and the preview of it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

Cell = str | int | Decimal | bool | datetime.date | datetime.datetime | datetime.time | None
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column; counted from 0
Note = tuple[str, dict[str, Any]]  # a code of `problems.py` and the values that its sentence names

MAX_CELL = 4_096  # characters; a longer cell is cut by the reader of files, and every kind of column refuses it


def spelled(text: str) -> tuple[str, ...]:
    """The texts of a line such as "Mã hộ | Mã số": how schemas list the many ways to write one thing."""
    return tuple(part.strip() for part in text.split("|"))


class BadFile(Exception):
    """A file that cannot be read as a table: `code` is one of `problems.FILE_CODES`, `data` what its sentence names."""

    def __init__(self, code: str, **data: Any):
        super().__init__(code)
        self.code = code
        self.data = data


@dataclass(slots=True)
class Table:
    """One sheet, every row from the first of the file on, so that index + 1 is the row number which people see."""

    rows: list[list[Cell]]
    kind: str = "xlsx"  # or "text"
    sheet_name: str = ""
    sheet_names: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    merges: tuple[Merge, ...] = ()
    notes: list[Note] = field(default_factory=list)

    @property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a schema knows: how it may be headed, and how its cells are read.

    `kind` is a key of `readers.KINDS`. `unit` is meant where neither the file nor the cell names one; `low` and
    `high` bound the stored value (grams, square metres, dong, count, year); `width` is the length of a code whose
    leading zeros were lost; `choices` maps each key to the texts that mean it; `year_ok` lets a year stand for
    its first day; `past` refuses days after today.
    """

    key: str
    label_vi: str
    label_en: str
    synonyms: tuple[str, ...]
    kind: str = "text"
    required: bool = False
    unit: str = ""
    low: int | None = None
    high: int | None = None
    width: int = 0
    max_length: int = 200
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    year_ok: bool = False
    past: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one kind of import, and what a register leaves out because the row above says it.

    one_of:   sets of keys of which every row needs at least one
    subject:  keys that tell whom a row is about; a row without any of them goes on with the row above
    repeats:  keys which such a row takes from the row above, merged or not
    ditto:    keys which any row takes from the row above when they are blank
    sections: kind of heading within the list (a key of `noise.HEADINGS`) -> key that it fills
    """

    name: str
    columns: tuple[Column, ...]
    one_of: tuple[tuple[str, ...], ...] = ()
    subject: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    ditto: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict, hash=False)

    def column(self, key: str) -> Column:
        """The column of that key; KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(column.key for column in self.columns)

    def changed(self, key: str, **changes: Any) -> "Schema":
        """The same schema with one column changed, such as the width of a co-operative's codes."""
        return replace(self, columns=tuple(replace(c, **changes) if c.key == key else c for c in self.columns))


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file: its place from 0, its heading, and the key it was given (None: not read)."""

    index: int
    header: str
    key: str | None = None
    unit: str = ""  # named by the heading, its parent or the line above the table; "" when nothing names one
    mark: str = ""  # the decimal mark that the column proves, or that somebody chose: "," or "."
    sample: tuple[str, ...] = ()


@dataclass(slots=True)
class Row:
    """A line of the file that is about somebody or something.

    `values` has every key that the file or a heading gives (None: blank). `problems` forbid the row, `notes` tell
    what was repaired; both hold (key, code, data), with "" for the row as a whole. Later stages may add to both.
    """

    number: int
    values: dict[str, Any]
    problems: list[tuple[str, str, dict[str, Any]]]
    notes: list[tuple[str, str, dict[str, Any]]]
    raw: list[Cell]

    @property
    def good(self) -> bool:
        return not self.problems


@dataclass(slots=True)
class Preview:
    """What a file would bring in; nothing is decided here about what exists already."""

    columns: list[FileColumn] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[int, str, str]] = field(default_factory=list)  # row number, reason, beginning of the line
    problems: list[Note] = field(default_factory=list)  # of the file: nothing can be imported while there is one
    notes: list[Note] = field(default_factory=list)
    header_rows: tuple[int, ...] = ()

    @property
    def good(self) -> int:
        return sum(1 for row in self.rows if not row.problems)

    @property
    def counts(self) -> dict[str, int]:
        """`rows`, `good`, `bad`, and `skipped` without the blank ones."""
        good = self.good
        skipped = sum(1 for _, reason, _ in self.skipped if reason != "blank")
        return {"rows": len(self.rows), "good": good, "bad": len(self.rows) - good, "skipped": skipped}


def as_text(cell: Cell) -> str:
    """A cell as a Vietnamese sheet shows it: 1,17 and 08/09/2025; for lists of refused rows and for headings."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime):
        return f"{cell:%d/%m/%Y %H:%M}"
    if isinstance(cell, datetime.date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, datetime.time):
        return f"{cell:%H:%M}"
    return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
