"""Opens an untrusted .xlsx package in memory, refuses what may harm, and packs anew only the parts that hold cells.

The parser then sees exactly the bytes that were checked: sizes that lie, doubled names or a second directory inside
the package cannot reach it. Limits: reliability.md 4.10.
"""

import io
import posixpath
import re
import stat
import zipfile
import zlib

from growers.rules.sheets.tables import BadFile

MAX_ENTRIES = 200
MAX_UNPACKED = 50_000_000
MAX_RATIO = 100
SMALL = 5_000_000  # unpacked bytes below which no ratio is asked: a form without entries packs very tight
MAX_AREA = 1_500_000  # cells of the rectangle that the parser lays out in memory
# Put, with the row or the cell, in place of a sheet that cannot be laid out, so that only choosing it is refused.
FAR = "\N{NO ENTRY} "

_SHEET = re.compile(r"(^|/)worksheets/[^/]+\.xml$", re.IGNORECASE)
_NEEDED = re.compile(
    r"^(\[Content_Types\]\.xml|_rels/\.rels|xl/[^/]+\.xml|xl/_rels/[^/]+\.rels|xl/worksheets/[^/]+\.xml)$",
    re.IGNORECASE,
)
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TAG = re.compile(
    rb"""<(?:[A-Za-z0-9]+:)?(row|c)(?=[\s/>])(?:[^<>]*?\sr=["']([A-Z]{0,3})([0-9]{1,9})["'])?[^<>]*?(/?)>"""
)
_CELL = re.compile(rb"<(?:[A-Za-z0-9]+:)?c[\s/>]")
_LETTERS = re.compile(rb"""\sr=["']([A-Z]+)[0-9]""")
_DIGITS = re.compile(rb"""\sr=["'][A-Z]*([0-9]+)["']""")
_ERROR = re.compile(rb"""(<(?:[A-Za-z0-9]+:)?c\s[^<>]*?\bt=)(?:"e"|'e')""")
_NO_VALUE = re.compile(rb"(?:</f>|<f[^<>]*/>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")
_BLANK_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'
)


def repacked(data: bytes) -> tuple[io.BytesIO, int]:
    """The checked package, stored without compression, and how many formulas in it carry no value. Raises BadFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_directory(entries, len(data))
            _check_contents({entry.filename for entry in entries})
            return _copied(package, entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError, ValueError, OSError):
        raise BadFile("damaged") from None
    except RuntimeError:  # how zipfile says that an entry wants a password
        raise BadFile("encrypted") from None


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise BadFile("too_many_entries", entries=len(entries), limit=MAX_ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED:
        raise BadFile("unpacks_too_big", size=unpacked, limit=MAX_UNPACKED)
    if unpacked > SMALL and unpacked > MAX_RATIO * size:
        raise BadFile("packed_too_tight", ratio=unpacked // size, limit=MAX_RATIO)
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        linked = stat.S_ISLNK(entry.external_attr >> 16)
        if linked or path.startswith("/") or ":" in path or ".." in path.split("/"):
            raise BadFile("unsafe_name", name=entry.filename[:80])
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise BadFile("damaged")


def _check_contents(names: set[str]) -> None:
    lower = {name.lower() for name in names}
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in lower):
        raise BadFile("macros")
    if "xl/workbook.bin" in lower:
        raise BadFile("binary_excel")
    if any(name.startswith(("word/", "ppt/")) for name in lower):
        raise BadFile("word_document")
    if "mimetype" in lower and "content.xml" in lower:
        raise BadFile("opendocument")
    if "encryptedpackage" in lower:
        raise BadFile("encrypted")
    if "[content_types].xml" not in lower or "xl/workbook.xml" not in lower:
        raise BadFile("archive")


def _copied(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> tuple[io.BytesIO, int]:
    clean, formulas = io.BytesIO(), 0
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as copy:
        for entry in entries:
            name = posixpath.normpath(entry.filename.replace("\\", "/"))
            if not name.lower().endswith((".xml", ".rels")):
                continue
            part = package.read(entry)  # checks the declared size and the checksum
            _check_part(name, part)
            if _SHEET.search(name):
                formulas += len(_NO_VALUE.findall(part))
                part = _sheet(part)
            if _NEEDED.match(name):
                copy.writestr(zipfile.ZipInfo(name), part)
    clean.seek(0)
    return clean, formulas


def _check_part(name: str, part: bytes) -> None:
    if b"\x00" in part[:200]:  # UTF-16 would hide a declaration, and no spreadsheet program writes it
        raise BadFile("damaged")
    if _DECLARATION.search(part):
        raise BadFile("xml_entities", name=name)
    if name.lower() == "[content_types].xml" and b"macroenabled" in part.lower():
        raise BadFile("macros")


def _sheet(part: bytes) -> bytes:
    """The sheet with error values made text, so that they are not taken for blanks; or a sheet saying it is too far."""
    cells, last_row, last_column = (0, 0, 0) if _surely_small(part) else _extent(part)
    area = last_row * last_column
    if area > MAX_AREA:
        # A sheet that is mostly full is long; one that is mostly empty has a stray value far out.
        place = str(last_row) if cells * 5 > area else cell_name(last_row, last_column)
        return _BLANK_SHEET.format(FAR + place).encode()
    if b't="e"' in part or b"t='e'" in part:
        return _ERROR.sub(rb'\1"str"', part)
    return part


def _surely_small(part: bytes) -> bool:
    """Whether even the formatted empty cells span little, as in nearly every sheet: four times faster than looking."""
    letters = _LETTERS.findall(part)
    if len(letters) < len(_CELL.findall(part)):  # some cells do not say where they are
        return False
    last_row = max(map(int, set(_DIGITS.findall(part))), default=0)
    return last_row * max(map(column_number, set(letters)), default=0) <= MAX_AREA


def _extent(part: bytes) -> tuple[int, int, int]:
    """Cells with something in them, and the last row and column that hold one. Formatted empty cells do not count."""
    cells = row = last_row = last_column = column = 0
    for tag, letters, digits, closed in _TAG.findall(part):
        if tag == b"row":
            row = int(digits) if digits else row + 1
            column = 0
            continue
        column = column_number(letters) if letters else column + 1
        if closed:
            continue
        cells += 1
        last_row = max(last_row, int(digits) if letters else row)
        last_column = max(last_column, column)
    return cells, last_row, last_column


def column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def cell_name(row: int, column: int) -> str:
    """The name that people see: row 1, column 27 is AA1."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
