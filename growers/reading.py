"""Reads one untrusted .xlsx, .csv or .txt into rows, in a child process with limits on its seconds and its memory.

The child is this module run as a program: the file goes in through one pipe, rows come out of another as lines of
JSON, one a row. Whatever a file makes of the child, the caller gets a `Table` or a `BadFile`.
"""

import datetime
import json
import math
import os
import subprocess
import sys
import threading
import unicodedata
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from growers.rules.sheets.delimited import read_delimited
from growers.rules.sheets.kinds import kind_of
from growers.rules.sheets.packed import FAR, MAX_AREA, cell_name, repacked
from growers.rules.sheets.tables import MAX_CELL, BadFile, Cell, Table

MAX_BYTES = 5_000_000
MAX_ROWS, HEADROOM, MAX_COLS = 20_000, 200, 60
MAX_MEMORY = 290_000_000  # bytes of address space of the child
MAX_CPU = 4  # seconds
MAX_SECONDS = 4  # by the clock on the wall; what is left of five is for the caller
MAX_OUTPUT = 24_000_000  # characters of JSON
MAX_READERS = 2

_COMMAND = (sys.executable, "-m", "growers.reading")
_HERE = Path(__file__).resolve().parents[1]
_ENVIRONMENT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
_SHOWN = Context(prec=15)
_turns = threading.BoundedSemaphore(MAX_READERS)


def read_table(
    data: bytes, filename: str = "", *, sheet: str = "", max_rows: int = MAX_ROWS, max_cols: int = MAX_COLS
) -> Table:
    """The first sheet that holds a list, or the one named `sheet`. Raises BadFile with a code of FILE_CODES.

    Cells are text (NFC, trimmed), int, Decimal, bool, date, datetime, time or None; nothing is a float. The name of
    the file decides nothing. `max_rows` is what an import takes; HEADROOM rows more may hold titles and signatures.
    """
    if not data:
        raise BadFile("empty_file")
    if len(data) > MAX_BYTES:
        raise BadFile("file_too_big", size=len(data), limit=MAX_BYTES)
    wishes = {"sheet": sheet, "max_rows": max_rows + HEADROOM, "max_cols": max_cols}
    if not _turns.acquire(timeout=MAX_SECONDS):
        raise BadFile("busy")
    try:
        answer = _asked(json.dumps(wishes).encode() + b"\n" + data)
    finally:
        _turns.release()
    return _table(answer, max_rows)


def _asked(question: bytes) -> bytes:
    # The child gets no secret of ours: of the environment only what Python needs to start.
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    child = subprocess.Popen(  # noqa: S603  (our own interpreter and module, no shell)
        _COMMAND,
        cwd=_HERE,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        answer, _ = child.communicate(question, timeout=MAX_SECONDS)
    except subprocess.TimeoutExpired:
        raise BadFile("too_heavy") from None
    finally:
        if child.poll() is None:
            child.kill()
            child.communicate()
    if child.returncode:
        # Code 1 is an error that the parser did not name; anything else is a limit or a signal.
        raise BadFile("damaged" if child.returncode == 1 else "too_heavy")
    return answer


def _table(answer: bytes, max_rows: int) -> Table:
    decode = json.JSONDecoder(parse_float=_decimal, object_hook=_day_or_time).decode
    first, *lines = answer.decode().split("\n")
    about = json.loads(first)
    if "code" in about:
        told = {"limit": max_rows} if about["code"] == "too_many_rows" else {}  # the headroom is our own affair
        raise BadFile(about["code"], **(about["data"] | told))
    about["sheet_names"], about["merges"] = tuple(about["sheet_names"]), tuple(map(tuple, about["merges"]))
    about["notes"] = [(code, data) for code, data in about["notes"]]
    return Table([decode(line) for line in lines], **about)


def _decimal(text: str) -> Decimal:
    """A number with the 15 digits that spreadsheets show: what their sums add behind those is noise."""
    return _SHOWN.create_decimal(text).normalize(_SHOWN)


def _day_or_time(packed: dict[str, str]) -> Cell:
    (kind, text), *_ = packed.items()
    return {"d": datetime.date, "m": datetime.datetime, "t": datetime.time}[kind].fromisoformat(text)


# Below here runs in the child.


def main() -> int:
    """Reads the question from stdin and writes the answer to stdout; 3 means that memory ran out."""
    _limit()
    try:
        wishes = json.loads(sys.stdin.buffer.readline())
        data = sys.stdin.buffer.read()
        if kind_of(data) == "text":
            table = read_delimited(data, wishes["max_rows"])
        else:
            table = _read_packed(data, wishes["sheet"], wishes["max_rows"])
        _check_width(table, wishes["max_cols"])
        answer = _answer(table)
    except BadFile as refusal:
        answer = json.dumps({"code": refusal.code, "data": refusal.data})
    except MemoryError:
        return 3
    sys.stdout.buffer.write(answer.encode())
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the clock of the caller still stops the child
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU, MAX_CPU + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read_packed(data: bytes, wanted: str, max_rows: int) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    package, formulas = repacked(data)
    try:
        with CalamineWorkbook.from_object(package) as book:
            return _first_list(book, wanted, max_rows, formulas)
    except PasswordError:
        raise BadFile("encrypted") from None
    except CalamineError:
        raise BadFile("damaged") from None


def _first_list(book: Any, wanted: str, max_rows: int, formulas: int) -> Table:
    """The wanted sheet; else the first shown one with two rows of two cells; else the first with anything in it."""
    shown = [s.name for s in book.sheets_metadata if str(s.typ).endswith("WorkSheet")]
    shown.sort(key={s.name: not str(s.visible).endswith(".Visible") for s in book.sheets_metadata}.get)
    if wanted and wanted not in shown:
        raise BadFile("no_such_sheet", name=wanted[:80])
    first: Table | None = None
    for name in [wanted] if wanted else shown:
        rows, merges = _sheet_rows(book.get_sheet_by_name(name), max_rows)
        table = Table(rows, sheet_name=name, sheet_names=tuple(shown), merges=merges)
        if sum(len(row) - row.count(None) > 1 for row in rows) > 1:
            first = table
            break
        first = first or (table if rows else None)
    if first is None:
        raise BadFile("no_data", sheets=shown[:20])
    if len(shown) > 1 and not wanted:
        first.notes.append(("other_sheets", {"used": first.sheet_name, "names": shown[:20]}))
    if formulas:
        first.notes.append(("formulas_without_value", {"count": formulas}))
    return first


def _sheet_rows(sheet: Any, max_rows: int) -> tuple[list[list[Cell]], tuple]:
    if sheet.start is None:
        return [], ()
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height * width > 2 * MAX_AREA:
        raise BadFile("too_heavy")
    before: list[Cell] = [None] * sheet.start[1]
    rows: list[list[Cell]] = []
    blanks = 0
    for raw in sheet.iter_rows():
        row = [_cell(value) for value in raw]
        if row.count(None) == len(row):
            blanks += 1
            continue
        _check_far(row[0])
        rows.extend([] for _ in range(blanks))
        blanks = 0
        rows.append(before + row)
        if len(rows) > max_rows:
            raise BadFile("too_many_rows", rows=height, limit=max_rows)
    merges = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or () if a < len(rows))
    return rows, merges[:5_000]


def _check_far(cell: Cell) -> None:
    if not isinstance(cell, str) or not cell.startswith(FAR):
        return
    place = cell.removeprefix(FAR)
    if place.isdigit():
        raise BadFile("too_many_rows", rows=int(place), limit=MAX_ROWS)
    raise BadFile("far_cell", cell=place)


def _cell(value: Any) -> Any:
    """A cell of calamine as it travels: composed text, whole numbers whole, blanks as None."""
    if isinstance(value, str):
        text = value.strip()[:MAX_CELL]
        return (text if text.isascii() else unicodedata.normalize("NFC", text)) or None
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10**15:
            return int(value)
        return value if math.isfinite(value) else str(value)
    if isinstance(value, datetime.timedelta):
        return str(value)
    return value


def _check_width(table: Table, limit: int) -> None:
    for number, row in enumerate(table.rows, start=1):
        while row and row[-1] is None:
            row.pop()
        if len(row) > limit:
            raise BadFile("too_many_columns", cell=cell_name(number, len(row)), limit=limit)


def _answer(table: Table) -> str:
    about = {name: getattr(table, name) for name in Table.__slots__ if name != "rows"}
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_packed).encode
    lines = [encode(about)]
    left = MAX_OUTPUT
    for row in table.rows:
        lines.append(encode(row))
        left -= len(lines[-1])
        if left < 0:
            raise BadFile("too_heavy")
    return "\n".join(lines)


def _packed(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return {"m": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"d": value.isoformat()}
    return {"t": value.isoformat()}


if __name__ == "__main__":
    sys.exit(main())
