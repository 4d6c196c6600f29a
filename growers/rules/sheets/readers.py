"""Gives every kind of column its reader, decided once for the column and remembering each distinct cell."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from growers.rules.sheets import cells
from growers.rules.sheets.dates import DateReader, YearReader, proves_month_first
from growers.rules.sheets.numbers import Answer, NumberReader
from growers.rules.sheets.tables import Cell, Column, as_text
from growers.rules.sheets.units import MEASURES

Reader = Callable[[Cell], Answer]

ERROR_VALUES = frozenset(
    "#N/A #REF! #DIV/0! #VALUE! #NAME? #NUM! #NULL! #SPILL! #CALC! #GETTING_DATA Err:502 Err:504 Err:508".split()
)
_TEXTS = {
    "text": cells.read_text,
    "name": cells.read_name,
    "code": cells.read_code,
    "phone": cells.read_phone,
    "citizen_id": cells.read_citizen_id,
    "account": cells.read_account,
}
KINDS = frozenset((*_TEXTS, *MEASURES, "date", "year", "choice"))


def reader_of(
    column: Column, found: Sequence[Cell], *, unit: str = "", mark: str = "", today: datetime.date | None = None
) -> Reader:
    """The reader for a column whose filled cells are `found`; `unit` and `mark` as for `NumberReader`."""
    if column.kind in MEASURES:
        reader: Reader = NumberReader(column, unit, mark)
    elif column.kind == "date":
        reader = DateReader(column, proves_month_first(found), today)
    elif column.kind == "year":
        reader = YearReader(column, today)
    elif column.kind == "choice":
        reader = cells.ChoiceReader(column)
    elif column.kind == "code":
        width = max(column.width, cells.longest_zero_code(found))
        reader = partial(cells.read_code, replace(column, width=width))
    else:
        reader = partial(_TEXTS[column.kind], column)
    return _remembering(reader)


def _remembering(reader: Reader) -> Reader:
    """Registers repeat themselves; True, 1 and 1.0 are equal in Python, so the class is part of what is remembered."""
    answers: dict[tuple[type, Cell], Answer] = {}

    def read(cell: Cell) -> Answer:
        known = (cell.__class__, cell)
        if known not in answers:
            if cell is None or cell == "":
                answers[known] = None, None
            elif isinstance(cell, str) and cell in ERROR_VALUES:
                answers[known] = None, ("error_value", {"text": as_text(cell)})
            else:
                answers[known] = reader(cell)
        return answers[known]

    return read
