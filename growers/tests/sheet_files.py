"""Makes messy and hostile files on the fly: workbooks, text files, and packages with anything wrong in them."""

import datetime
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter

SHEET_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="{target}"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>{more}</Relationships>"""
_WORKBOOK = f"""<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="{SHEET_NS}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">
<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""
_STRINGS = (
    '<Relationship Id="rId2" Target="sharedStrings.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)


def make_workbook(
    rows: Iterable[Sequence[Any]],
    *,
    name: str = "Sheet1",
    merges: Iterable[tuple[int, int, int, int]] = (),
    others: Mapping[str, Iterable[Sequence[Any]]] | None = None,
    hidden: str = "",
) -> bytes:
    """An .xlsx: values by type, dates as dates, "=..." as formulas whose result is blank; `others` come before."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for title, content in {**(others or {}), name: rows}.items():
        sheet = book.add_worksheet(title)
        if title == hidden:
            sheet.hide()
        for top, left, bottom, right in merges if title == name else ():
            sheet.merge_range(top, left, bottom, right, "")
        for number, row in enumerate(content):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, day, moment)
    book.close()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, moment: Any) -> None:
    if value is None:
        return
    if isinstance(value, datetime.datetime):
        sheet.write_datetime(row, column, value, moment)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str) and value.startswith("#"):
        sheet.write_formula(row, column, "=NA()", None, value)
    elif isinstance(value, str) and not value.startswith("="):
        sheet.write_string(row, column, value)
    else:
        sheet.write(row, column, value)


def make_text(
    rows: Iterable[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8", end: str = "\r\n"
) -> bytes:
    """A delimited text; None is an empty field."""
    lines = (delimiter.join("" if value is None else str(value) for value in row) for row in rows)
    return end.join(lines).encode(encoding)


def make_1258(rows: Iterable[Sequence[Any]], delimiter: str = ";") -> bytes:
    """Windows-1258 as Vietnamese Windows wrote it: letters with hats composed, tones behind them on their own."""
    text = make_text(rows, delimiter=delimiter).decode()
    pieces = []
    for char in text:
        try:
            pieces.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            pieces.append(_with_tone(char))
    return b"".join(pieces)


def _with_tone(char: str) -> bytes:
    marks = unicodedata.normalize("NFD", char)
    tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
    rest = unicodedata.normalize("NFC", marks.replace(tone, "", 1))
    return rest.encode("cp1258") + tone.encode("cp1258")


def make_package(
    sheet: str | bytes = "",
    *,
    strings: str | bytes = "",
    more: Mapping[str, str | bytes] | None = None,
    without: Iterable[str] = (),
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A package written part by part; `sheet` is the inside of sheetData, or as bytes a whole sheet."""
    if not isinstance(sheet, bytes):
        sheet = f'<worksheet xmlns="{SHEET_NS}"><sheetData>{sheet}</sheetData></worksheet>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS.format(kind="officeDocument", target="xl/workbook.xml", more=""),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _RELS.format(
            kind="worksheet", target="worksheets/sheet1.xml", more=_STRINGS if strings else ""
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings:
        parts["xl/sharedStrings.xml"] = (
            strings if isinstance(strings, bytes) else f'<sst xmlns="{SHEET_NS}">{strings}</sst>'
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as package:
        for name, content in {**parts, **(more or {})}.items():
            if name not in without:
                package.writestr(name, content)
    return file.getvalue()


def make_linked() -> bytes:
    """A package in which one entry is a symbolic link."""
    file = io.BytesIO(make_package(_cell("A1", "x")))
    with zipfile.ZipFile(file, "a") as package:
        link = zipfile.ZipInfo("xl/media/link.xml")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return file.getvalue()


def _cell(name: str, text: str) -> str:
    number = name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{name}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def make_cells(cells: Mapping[str, str]) -> bytes:
    """A package with the given cells, each in a row element of its own."""
    return make_package("".join(_cell(name, text) for name, text in cells.items()))
