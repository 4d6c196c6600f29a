"""Files that want to harm are refused, each with its own code, within five seconds and 300 MB."""

import io
import os
import struct
import sys
import time
import zipfile

import pytest

from growers import reading
from growers.reading import read_table
from growers.rules.sheets import packed
from growers.rules.sheets.problems import FILE_CODES
from growers.rules.sheets.tables import BadFile
from growers.tests.sheet_files import SHEET_NS, make_cells, make_linked, make_package, make_text, make_workbook

SECONDS, KILOBYTES = 5, 300_000
# The child's own account: what the kernel tells of children counts the memory of the process that forked them.
WEIGHED = """
import sys
from growers import reading
code = reading.main()
with open("/proc/self/status") as status, open(sys.argv[1], "a") as peaks:
    peaks.writelines(line.split()[1] + chr(10) for line in status if line.startswith("VmHWM"))
sys.exit(code)
"""
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">{}]>'


@pytest.fixture(autouse=True)
def light(tmp_path, monkeypatch):
    """Every child of a test stays below the limit, or is stopped by the system at it."""
    peaks = tmp_path / "peaks"
    peaks.touch()
    if sys.platform == "linux":
        monkeypatch.setattr(reading, "_COMMAND", (sys.executable, "-c", WEIGHED, str(peaks)))
    yield
    assert reading.MAX_MEMORY < KILOBYTES * 1_000
    assert all(int(peak) < KILOBYTES for peak in peaks.read_text().split())


def refusal(data: bytes, **wishes) -> BadFile:
    """The refusal of a file, after the seconds of the reading and the data of the code have been judged."""
    began = time.monotonic()
    with pytest.raises(BadFile) as refused:
        read_table(data, "so.xlsx", **wishes)
    assert time.monotonic() - began < SECONDS
    assert set(refused.value.data) == set(FILE_CODES[refused.value.code])
    return refused.value


def zip_of(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("empty_file", b""),
        ("empty_file", b" \r\n\t \x00"),
        ("empty_file", b"\xef\xbb\xbf"),
        ("picture", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("picture", b"\xff\xd8\xff\xe0" + bytes(100)),
        ("picture", b"GIF89a" + bytes(100)),
        ("picture", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
        ("picture", b"\x00\x00\x00\x18ftypheic" + bytes(100)),
        ("picture", b"BM\x10\x00\x00\x00\x00\x00\x00\x00" + bytes(100)),
        ("pdf", b"%PDF-1.7\n"),
        ("word_document", b"{\\rtf1 x}"),
        ("word_document", OLE + "WordDocument".encode("utf-16-le")),
        ("old_excel", OLE + "Workbook".encode("utf-16-le")),
        ("encrypted", OLE + "EncryptedPackage".encode("utf-16-le")),
        ("archive", b"Rar!\x1a\x07\x00"),
        ("archive", b"7z\xbc\xaf\x27\x1c" + bytes(20)),
        ("archive", b"\x1f\x8b\x08" + bytes(20)),
        ("web_page", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("web_page", "<!DOCTYPE html><table>".encode("utf-16")),
        ("xml_spreadsheet", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
        ("xml_entities", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'),
        ("not_text", os.urandom(5_000).replace(b"\x00", b"\x01")),
        ("not_text", b"MZ\x90\x00\x03\x00\x00" + bytes(range(256)) * 20),
        ("no_data", b";;;\n;;;\n"),
        ("damaged", b"PK\x03\x04" + bytes(200)),
    ],
)  # fmt: skip
def test_what_is_no_table_is_named(code, data):
    assert refusal(data).code == code


def test_renamed_packages_are_named():
    assert refusal(zip_of({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<x/>"})).code == "word_document"
    assert refusal(zip_of({"xl/workbook.bin": b"x"})).code == "binary_excel"
    assert refusal(zip_of({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"})).code == "opendocument"
    assert refusal(zip_of({"so.xlsx": make_workbook([["a"]])})).code == "archive"
    assert refusal(zip_of({"EncryptedPackage": b"x"})).code == "encrypted"


def test_macros_are_refused_by_part_and_by_type():
    assert refusal(make_package(ONE, more={"xl/vbaProject.bin": b"x"})).code == "macros"
    types = '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert refusal(make_package(ONE, more={"[Content_Types].xml": types})).code == "macros"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95, 0.999])
def test_truncated_workbooks_are_damaged(share):
    data = make_workbook([[n, "x" * 50] for n in range(500)])
    assert refusal(data[: int(len(data) * share)]).code == "damaged"


def test_flipped_bytes_in_a_part_are_damaged():
    data = bytearray(make_package(ONE, compression=zipfile.ZIP_STORED))
    data[data.index(b"sheetData")] ^= 0xFF
    assert refusal(bytes(data)).code == "damaged"


def test_a_sheet_that_is_no_xml_is_damaged():
    assert refusal(make_package(b"<worksheet><sheetData><row><c></row>")).code == "damaged"


def test_a_locked_entry_is_encrypted():
    data = bytearray(make_package(ONE))
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    assert refusal(bytes(data)).code == "encrypted"


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.xml", "/etc/x.xml", "xl\\..\\..\\x.xml", "C:/x.xml"])
def test_names_that_leave_the_package_are_refused(name):
    assert refusal(make_package(ONE, more={name: "<x/>"})).code == "unsafe_name"


def test_links_are_refused():
    assert refusal(make_linked()).code == "unsafe_name"


def test_doubled_names_are_damaged():
    assert refusal(make_package(ONE, more={"XL/Worksheets/Sheet1.xml": "<x/>"})).code == "damaged"


def test_ten_thousand_entries_are_refused():
    refused = refusal(make_package(ONE, more={f"xl/x{n}.xml": "<x/>" for n in range(10_000)}))
    assert (refused.code, refused.data["entries"]) == ("too_many_entries", 10_005)


def test_a_bomb_of_one_gigabyte_is_refused_unopened():
    bomb = make_package(ONE, more={"xl/media/a.bin": bytes(10)})
    with_lies = bomb.replace(struct.pack("<I", 10), struct.pack("<I", 1_000_000_000))
    assert refusal(with_lies).code == "unpacks_too_big"


def test_a_bomb_within_the_size_is_refused_by_its_ratio():
    refused = refusal(make_package(ONE, more={"xl/big.xml": b"<x>" + b" " * 40_000_000 + b"</x>"}))
    assert refused.code == "packed_too_tight"
    assert refused.data["ratio"] > packed.MAX_RATIO


def test_sizes_that_lie_reach_no_parser():
    data = make_package(ONE, more={"xl/big.xml": b" " * 30_000_000})
    small = struct.pack("<I", 1_000)
    assert refusal(data.replace(struct.pack("<I", 30_000_000), small)).code == "damaged"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/app.xml"]
)
def test_declarations_are_refused_in_every_part(part):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    for text in (DOCTYPE.format(laughs), DOCTYPE.format('<!ENTITY x SYSTEM "file:///etc/passwd">')):
        refused = refusal(make_package(ONE, strings="<si><t>x</t></si>", more={part: f"{text}<x>&a8;</x>"}))
        assert (refused.code, refused.data) == ("xml_entities", {"name": part})


def test_declarations_cannot_hide_in_utf_16():
    sheet = f'{DOCTYPE.format("")}<worksheet xmlns="{SHEET_NS}"/>'.encode("utf-16")
    assert refusal(make_package(sheet)).code == "damaged"


@pytest.mark.parametrize(
    "cells", [{"A1": "a", "XFD1048576": "z"}, {"A1": "a", "ZZ500000": "z"}, {"XFD1": "a", "A900": "b"}]
)
def test_a_far_cell_is_refused_by_its_name(cells):
    refused = refusal(make_cells(cells))
    assert refused.code in ("far_cell", "too_many_columns")
    assert refused.data["cell"] in cells or refused.code == "far_cell"


def test_a_far_cell_with_implied_places_is_found():
    sheet = '<row r="1"><c><v>1</v></c></row><row r="1048576"><c><v>1</v></c>' + "<c/>" * 200 + "<c><v>1</v></c></row>"
    assert refusal(make_package(sheet)).data["cell"] == "GT1048576"


def test_a_far_cell_on_another_sheet_does_not_matter():
    data = make_workbook([["a", "b"], ["c", "d"]], name="Hộ")
    assert read_table(data).rows == [["a", "b"], ["c", "d"]]


def test_too_many_rows_and_columns_are_counted():
    refused = refusal(make_workbook([[n, "x"] for n in range(120)]), max_rows=-100)
    assert (refused.code, refused.data) == ("too_many_rows", {"rows": 120, "limit": -100})
    refused = refusal(make_text([[n, "x"] for n in range(120)]), max_rows=-100)
    assert (refused.code, refused.data) == ("too_many_rows", {"rows": 120, "limit": -100})
    refused = refusal(make_workbook([["a", "b"], list(range(70))]))
    assert (refused.code, refused.data) == ("too_many_columns", {"cell": "BR2", "limit": 60})


@pytest.mark.slow
def test_a_million_rows_are_refused():
    dense = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, 500_001))
    # On a busy machine the clock may be the first to stop them.
    assert refusal(make_package(dense)).code in ("too_many_rows", "too_heavy")
    assert refusal(b"a\n" * 2_400_000).code in ("too_many_rows", "too_heavy")


def test_a_shared_text_used_a_million_times_runs_out_of_memory_alone():
    strings = f"<si><t>{'x' * 30_000}</t></si>"
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_001)
    )
    assert refusal(make_package(cells, strings=strings)).code == "too_heavy"


def test_more_text_than_any_register_holds_is_too_heavy():
    text = "".join(chr(97 + n % 23) for n in range(1_900))
    strings = f"<si><t>{text}</t></si>"
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 15_000))
    assert refusal(make_package(cells, strings=strings)).code == "too_heavy"


@pytest.mark.parametrize("data", [b"," * 4_900_000, b"\n" * 4_900_000 + b"a;b", b'"' * 4_900_000, b"a," * 2_400_000])
def test_degenerate_text_files_are_refused(data):
    assert refusal(data).code in FILE_CODES


def test_deep_elements_are_survived():
    refusal(make_package(b"<worksheet>" + b"<a>" * 400_000 + b"</worksheet>"))


def test_more_than_five_megabytes_are_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(reading, "_asked", lambda _: pytest.fail("a child was started"))
    refused = refusal(bytes(reading.MAX_BYTES + 1))
    assert (refused.code, refused.data) == ("file_too_big", {"size": 5_000_001, "limit": 5_000_000})


def test_the_clock_stops_a_child(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.01)
    assert refusal(make_workbook([["a", "b"], ["c", "d"]])).code == "too_heavy"


def test_a_queue_of_readers_is_told_that_all_are_busy(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.05)
    for _ in range(reading.MAX_READERS):
        reading._turns.acquire()
    try:
        assert refusal(b"a;b").code == "busy"
    finally:
        for _ in range(reading.MAX_READERS):
            reading._turns.release()


def test_a_refusal_gives_its_turn_back():
    for _ in range(reading.MAX_READERS + 1):
        assert refusal(b"%PDF").code == "pdf"


@pytest.mark.slow
def test_large_but_honest_workbooks_pass(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 60)  # what is honest must not depend on how busy the machine is
    rows = [[f"{n:06}", *(f"ô {n % 97} {column}" for column in range(30))] for n in range(20_000)]
    assert len(read_table(make_workbook(rows)).rows) == 20_000
