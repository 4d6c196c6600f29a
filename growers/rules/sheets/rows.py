"""Reads a whole table by a schema: finds its heading, decides each column once, and answers with a preview of rows."""

import datetime
from collections.abc import Mapping
from typing import Any

from growers.rules.sheets import noise, readers
from growers.rules.sheets.cells import ChoiceReader, is_code
from growers.rules.sheets.headers import NUMBERED, Heading, find_heading, words
from growers.rules.sheets.numbers import proved_mark
from growers.rules.sheets.problems import CELL_NOTES
from growers.rules.sheets.tables import Cell, Column, FileColumn, Preview, Row, Schema, Table, as_text
from growers.rules.sheets.units import MEASURES, unit_size, units_above

SAMPLES = 3
ENOUGH_COLUMNS = 3  # read columns from which on a line with a single filled cell is doubtful
DITTO = frozenset(('"', "''", "”", "〃", "//", "nt", "-nt-", "- nt -", "như trên", "nhu tren", "ditto"))


def read_rows(
    table: Table,
    schema: Schema,
    mapping: Mapping[int, str | None] | None = None,
    *,
    marks: Mapping[int, str] | None = None,
    heading_row: int | None = None,
    today: datetime.date | None = None,
) -> Preview:
    """Everything that the table holds for the schema; nothing raises, every doubt is a code of `problems.py`.

    mapping:     what somebody chose for a column of the file: a key, or None to leave it unread; others are matched
    marks:       the decimal mark ("," or ".") that somebody chose for a column of the file
    heading_row: the row number (from 1) in which somebody says that the heading begins
    today:       the day after which columns marked `past` refuse a date
    """
    top = heading_row - 1 if heading_row and heading_row <= len(table.rows) else None
    heading = find_heading(table, schema, top)
    if heading is None and top is not None and mapping:
        texts = {index: as_text(cell) for index, cell in enumerate(table.rows[top]) if cell is not None}
        heading = Heading((top,), texts)
    if heading is None:
        return Preview(problems=[("no_header", {})], notes=list(table.notes))
    _apply(heading, schema, mapping or {}, table.width)
    return _Walk(table, schema, heading, marks or {}, today).preview()


def _apply(heading: Heading, schema: Schema, mapping: Mapping[int, str | None], width: int) -> None:
    """What somebody chose replaces what was matched; a key goes to one column only, the chosen one."""
    chosen = {i: key for i, key in mapping.items() if 0 <= i < width and (key is None or key in schema.keys)}
    taken = {key for key in chosen.values() if key}
    kept = {i: key for i, key in heading.keys.items() if i not in chosen and key not in taken}
    heading.keys = kept | {i: key for i, key in chosen.items() if key}
    heading.twice = {key: found for key, found in heading.twice.items() if key not in taken}


class _Walk:
    """One pass over one table: what is decided for the whole of it, and what the lines so far have said."""

    def __init__(
        self,
        table: Table,
        schema: Schema,
        heading: Heading,
        marks: Mapping[int, str],
        today: datetime.date | None,
    ):
        self.table, self.schema, self.heading, self.marks, self.today = table, schema, heading, marks, today
        self.readers: list[tuple[int, str, readers.Reader]] = []
        self.first = heading.rows[-1] + 1
        self.mapped = {index: schema.column(key) for index, key in sorted(heading.keys.items())}
        self.result = Preview(notes=list(table.notes), header_rows=tuple(row + 1 for row in heading.rows))
        self.rows = self._filled_rows()
        self.codes = [i for i, column in self.mapped.items() if column.kind == "code"]
        numbers = [i for i in heading.texts if i not in self.mapped and words(self._header(i)) in NUMBERED]
        # Where lines are numbered, a number begins somebody new, even if the name was forgotten.
        self.subject = numbers + [i for i, column in self.mapped.items() if column.key in schema.subject]
        self.said: dict[str, Any] = {}  # key -> value that a heading between the lines gave
        self.ever_said: set[str] = set()
        self.before: dict[str, Any] | None = None  # values of the record above; None right after a heading or total

    def preview(self) -> Preview:
        lines = self._sorted_out()
        records = [self.rows[index] for index, found in lines if found is None]
        self.readers = [(i, column.key, self._reader(i, column, records)) for i, column in self.mapped.items()]
        self._describe(records)
        for index in range(self.first):
            self._above(index)
        for index, found in lines:
            if found is None:
                self._record(index)
            else:
                self._leave_out(index, found)
        self._ask_for_the_missing()
        return self.result

    # Decided once.

    def _filled_rows(self) -> list[list[Cell]]:
        """Rows of equal length; a cell merged over several rows stands in each, where the schema lets rows repeat."""
        width = self.table.width
        rows = [row if len(row) == width else row + [None] * (width - len(row)) for row in self.table.rows]
        repeated = {i for i, column in self.mapped.items() if column.key in self.schema.repeats + self.schema.ditto}
        for top, left, bottom, _ in self.table.merges:
            if left not in repeated or top < self.first or bottom == top:
                continue
            for index in range(top + 1, min(bottom + 1, len(rows))):
                if rows[index][left] is None:
                    rows[index] = [*rows[index][:left], rows[top][left], *rows[index][left + 1 :]]
        return rows

    def _unit(self, index: int, column: Column) -> str:
        measure = MEASURES[column.kind]
        above = [as_text(cell) for row in self.rows[: self.first] for cell in row if isinstance(cell, str)]
        for unit in (self.heading.units.get(index, ""), *(units_above(above) if measure.default else ())):
            if unit and unit_size(measure, unit):
                return unit
        return ""

    def _reader(self, index: int, column: Column, records: list[list[Cell]]) -> readers.Reader:
        """The reader of one column, by what all its records show."""
        found = _filled(records, index)
        unit = mark = ""
        if column.kind in MEASURES:
            unit, mark = self._unit(index, column), self.marks.get(index) or proved_mark(found)
        self.result.columns.append(FileColumn(index, self._header(index), column.key, unit, mark, _sample(found)))
        return readers.reader_of(column, found, unit=unit, mark=mark, today=self.today)

    def _header(self, index: int) -> str:
        return self.heading.texts.get(index, "").replace("\n", " – ")

    def _describe(self, records: list[list[Cell]]) -> None:
        """The columns that are not read, and the keys that two columns could have had."""
        for index in range(self.table.width):
            found = [] if index in self.mapped else _filled(records, index)
            if found or (index not in self.mapped and self._header(index)):
                self.result.columns.append(FileColumn(index, self._header(index), sample=_sample(found)))
        self.result.columns.sort(key=lambda column: column.index)
        for key, found in self.heading.twice.items():
            self.result.notes.append(("column_twice", {"key": key, "headers": [self._header(i) for i in found]}))

    # Line by line.

    def _above(self, index: int) -> None:
        row = self.table.rows[index]
        if index in self.heading.rows:
            self._skip(index, "header")
        elif all(cell is None for cell in row):
            self._skip(index, "blank")
        else:
            self._skip(index, "above_header")
            if found := noise.heading_above(row):
                self._hear(found)

    def _sorted_out(self) -> list[tuple[int, noise.Found | None]]:
        """What every line below the heading is, None for a record: columns are judged by their records alone."""
        heading_rows = [self.rows[above] for above in self.heading.rows]
        lines: list[tuple[int, noise.Found | None]] = []
        below = False
        for index in range(self.first, len(self.rows)):
            row = self.rows[index]
            filled = len(row) - row.count(None)
            if not filled:
                found: noise.Found | None = noise.Found("blank")
            elif row in heading_rows:
                found, below = noise.Found("repeated_header"), False
            elif index == self.first and noise.numbers_columns(row):
                found = noise.Found("column_numbers")
            else:
                found = self._noise(row, filled, below)
                below = below or (found is not None and found.reason == "signature")
            lines.append((index, found))
        return lines

    def _leave_out(self, index: int, found: noise.Found) -> None:
        self._skip(index, found.reason)
        if found.reason != "blank":
            self.before = None
            self._hear(found)

    def _noise(self, row: list[Cell], filled: int, below: bool) -> noise.Found | None:
        if any(is_code(row[i]) for i in self.codes):
            return None
        found = noise.judged(row, below=below)
        if found and found.reason == "heading" and filled > 1:
            column = self.mapped.get(found.column)
            # In its own column, beside other cells, "Bản Cao Sơn" is where somebody lives.
            return None if column and column.key == self._key_of(found.kind) else found
        if found is None and all(row[index] is None for index in self.mapped):
            return noise.Found("unread")
        return found or (self._lonely(row) if filled == 1 else None)

    def _lonely(self, row: list[Cell]) -> noise.Found | None:
        """A line with one text that is no name: "Hộ liên kết" in a list that has no column for membership."""
        index, text = next((i, cell) for i, cell in enumerate(row) if cell is not None)
        for column in self.schema.columns:
            unread = column.kind == "choice" and column.key not in self.heading.keys.values()
            if unread and isinstance(text, str) and ChoiceReader(column).knows(text):
                return noise.Found("heading", column.key, text)
        return noise.Found("heading") if index in self.codes and isinstance(text, str) else None

    def _key_of(self, kind: str) -> str:
        key = self.schema.sections.get("village" if kind == "quarter" else kind, kind)
        return key if key in self.schema.keys else ""

    def _hear(self, found: noise.Found) -> None:
        """Keeps what a heading says for the records below it; a new commune ends the village before."""
        key = self._key_of(found.kind) if found.reason == "heading" else ""
        if not key:
            return
        value, problem = readers.reader_of(self.schema.column(key), ())(found.name)
        if value is None or (problem and problem[0] not in CELL_NOTES):
            return
        if found.kind == "commune":
            self.said.pop(self.schema.sections.get("village", ""), None)
        self.said[key] = value
        self.ever_said.add(key)

    def _record(self, index: int) -> None:
        row = self.rows[index]
        values: dict[str, Any] = {column.key: None for column in self.mapped.values()}
        record = Row(index + 1, values, [], [], self.table.rows[index])
        for place, key, read in self.readers:
            cell = row[place]
            if cell is None:
                continue
            if isinstance(cell, str) and cell.lower() in DITTO and self.before:
                values[key] = self.before.get(key)
                record.notes.append((key, "from_above", {"value": values[key]}))
                continue
            values[key], remark = read(cell)
            if remark:
                (record.notes if remark[0] in CELL_NOTES else record.problems).append((key, *remark))
        if len(row) - row.count(None) == 1 and len(self.mapped) >= ENOUGH_COLUMNS:
            text = next(as_text(cell) for cell in row if cell is not None)
            record.problems.append(("", "only_one_cell", {"text": text[:80]}))
        self._complete(record, row)
        self.before = values
        self.result.rows.append(record)

    def _complete(self, record: Row, row: list[Cell]) -> None:
        """Fills what the line leaves to a heading or to the line above."""
        values = record.values
        for key, value in self.said.items():
            if values.get(key) is None:
                values[key] = value
                record.notes.append((key, "from_heading", {"value": value}))
        if not self.before:
            return
        goes_on = bool(self.subject) and all(row[i] is None for i in self.subject)
        for key in self.schema.repeats + self.schema.ditto if goes_on else self.schema.ditto:
            value = self.before.get(key)
            if value is None or values.get(key, "") is not None or any(key == wrong for wrong, _, _ in record.problems):
                continue
            values[key] = value
            record.notes.append((key, "from_above", {"value": value}))

    def _skip(self, index: int, reason: str) -> None:
        text = " ".join(as_text(cell) for cell in self.table.rows[index] if cell is not None)
        self.result.skipped.append((index + 1, reason, text[:80]))

    # At the end.

    def _ask_for_the_missing(self) -> None:
        """Columns and cells without which nothing can be made of a file or of a row."""
        known = {column.key for column in self.mapped.values()} | self.ever_said
        required = [column.key for column in self.schema.columns if column.required]
        for key in required:
            if key not in known:
                self.result.problems.append(("missing_column", {"key": key}))
        one_of = [keys for keys in self.schema.one_of if known.intersection(keys)]
        for keys in self.schema.one_of:
            if keys not in one_of:
                self.result.problems.append(("missing_one_of", {"keys": keys}))
        required = [key for key in required if key in known]
        for row in self.result.rows:
            row.values = dict.fromkeys(self.ever_said) | row.values
            wrong = {key for key, _, _ in row.problems}
            row.problems += [
                (key, "required", {}) for key in required if row.values.get(key) is None and key not in wrong
            ]
            for keys in one_of:
                if all(row.values.get(key) is None for key in keys) and not wrong.intersection(keys):
                    row.problems.append(("", "needs_one_of", {"keys": keys}))
        if not self.result.rows:
            self.result.problems.append(("no_rows", {}))


def _filled(records: list[list[Cell]], index: int) -> list[Cell]:
    return [row[index] for row in records if row[index] is not None]


def _sample(found: list[Cell]) -> tuple[str, ...]:
    return tuple(as_text(cell)[:60] for cell in found[:SAMPLES])
