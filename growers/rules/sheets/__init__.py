"""Reading other people's spreadsheets: from the bytes of a file to rows of values with every doubt named.

`growers.reading.read_table` gives a `Table`; `read_rows(table, schema)` gives a `Preview`. What may be wrong is
listed in `problems.py`; what is known of each register stands in its schema.
"""

from growers.rules.sheets.rows import read_rows
from growers.rules.sheets.tables import BadFile, Cell, Column, FileColumn, Preview, Row, Schema, Table, as_text

__all__ = [
    "BadFile",
    "Cell",
    "Column",
    "FileColumn",
    "Preview",
    "Row",
    "Schema",
    "Table",
    "as_text",
    "read_rows",
]
