"""Turns the bytes of a .csv or .txt into rows of text: which encoding, which delimiter, which quotes."""

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter

from growers.rules.sheets.tables import MAX_CELL, BadFile, Cell, Note, Table

DELIMITERS = ("\t", ";", ",", "|")
SAMPLE_ROWS = 60
SAMPLE_CHARACTERS = 65_536

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_FOREIGN = re.compile("[\u2e80-\U0010ffff]")  # what bytes that are no UTF-16 turn into; Vietnamese ends before
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_FORMULA_TEXT = re.compile(r'="([^"]*)"')  # ="012": how spreadsheets are told to keep a zero
_GUARDED = re.compile(r"'[=+\-@|%\t\r]")  # how our own downloads keep a text from becoming a formula


def read_delimited(data: bytes, max_rows: int) -> Table:
    """Every row as text cells (None: blank), composed. Raises BadFile: not_text, no_data, too_many_rows."""
    text, encoding, notes = decoded(data)
    text = text.strip("\ufeff\x1a").rstrip()
    if not any(map(str.isalnum, text)):
        raise BadFile("no_data", sheets=())
    if match := _SEPARATOR_LINE.match(text):
        delimiter, text = match[1], text[match.end() :]
    else:
        delimiter = sniffed(text)
    rows = [[_cell(field) for field in row] for row in _records(text, delimiter, max_rows)]
    return Table(rows, kind="text", encoding=encoding, delimiter=delimiter, notes=notes)


def decoded(data: bytes) -> tuple[str, str, list[Note]]:
    """The composed text, the encoding that was used, and notes when that encoding is an assumption."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _wide(data)
    notes: list[Note] = []
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text, encoding = _old_code_page(data) if not encoding else (data.decode(encoding, "replace"), encoding)
        broken = text.count("\ufffd")
        notes.append(("broken_encoding", {"count": broken}) if broken else ("assumed_encoding", {"encoding": encoding}))
    text = unicodedata.normalize("NFC", text)
    strange = len(_CONTROLS.findall(text)) + (len(_FOREIGN.findall(text)) if encoding.startswith("utf-16") else 0)
    if strange * 50 > len(text) or "\x00" in text:
        raise BadFile("not_text")
    return text, encoding or "utf-8", notes


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: digits, commas and line ends leave every second byte zero, the same one each time."""
    sample = data[:4_096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 8 < len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _old_code_page(data: bytes) -> tuple[str, str]:
    """UTF-8 with a few broken letters stays UTF-8; all else is Windows-1258, where marks are letters of their own."""
    text = data.decode("utf-8", "replace")
    broken, read = text.count("\ufffd"), sum(1 for char in text if char > "\x7f" and char != "\ufffd")
    if broken * 10 <= read:
        return text, "utf-8"
    return data.decode("cp1258", "replace"), "windows-1258"


def sniffed(text: str) -> str:
    """The delimiter under which most rows have the same number of fields, and rather many of them."""
    lines = text[:SAMPLE_CHARACTERS]
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _parsed(lines, delimiter, SAMPLE_ROWS) if row)
        several = {width: count for width, count in widths.items() if width > 1}
        # The share of rows that agree, in thousandths, weighs as much as the number of fields they agree on.
        score = max((1_000 * count // widths.total() * width for width, count in several.items()), default=0)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _records(text: str, delimiter: str, max_rows: int) -> list[list[str]]:
    rows = _parsed(text, delimiter, max_rows + 1)
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > max_rows:
        raise BadFile("too_many_rows", rows=len(text.splitlines()), limit=max_rows)
    return rows


def _parsed(text: str, delimiter: str, limit: int) -> list[list[str]]:
    """Rows of fields, [] for blank ones, up to the first row with something in it at or after row `limit`.

    Where a lonely quotation mark would swallow the lines below it, quotes are read as plain characters.
    """
    blank: list[str] = []
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        lines = io.StringIO(text, newline="")
        rows: list[list[str]] = []
        try:
            for row in csv.reader(lines, delimiter=delimiter, quoting=quoting, skipinitialspace=True):
                filled = any(map(str.strip, row))
                rows.append(row if filled else blank)
                if filled and len(rows) >= limit:
                    break
        except csv.Error:
            continue
        if quoting == csv.QUOTE_NONE or not any(field.count("\n") > 20 for row in rows for field in row):
            return rows
    raise BadFile("not_text")


def _cell(field: str) -> Cell:
    if match := _FORMULA_TEXT.fullmatch(field):
        field = match[1]
    elif _GUARDED.match(field):
        field = field[1:]
    return field.strip()[:MAX_CELL] or None
