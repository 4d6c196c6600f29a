"""Files as co-operatives have them become the same table, whatever wrote them."""

import datetime
import subprocess
import sys
import unicodedata
from decimal import Decimal

import pytest

from growers import reading
from growers.reading import read_table
from growers.rules.sheets.tables import BadFile
from growers.tests.sheet_files import make_1258, make_cells, make_package, make_text, make_workbook

ROWS = [
    ["Mã hộ", "Họ và tên", "Diện tích"],
    ["012", "Nguyễn Thành Liêm", "1,17"],
    ["097", "Bùi Thị Hoà", "4,60"],
    ["189", "Tòng Văn Thiện", "0,35"],
]


def test_a_workbook_keeps_its_types_and_row_numbers():
    day, moment = datetime.date(2025, 9, 8), datetime.datetime(2025, 9, 8, 7, 30)  # noqa: DTZ001
    table = read_table(make_workbook([[], [], [None, "012", 12, 1.17, 0.1 + 0.2, day, moment, True], ["x", "y"]]))
    assert table.rows == [
        [],
        [],
        [None, "012", 12, Decimal("1.17"), Decimal("0.3"), day, moment, True],
        ["x", "y"],
    ]
    assert [type(cell) for cell in table.rows[2][2:5]] == [int, Decimal, Decimal]
    assert (table.kind, table.sheet_name) == ("xlsx", "Sheet1")


def test_digits_of_long_numbers_stay_and_no_cell_is_a_float():
    table = read_table(make_workbook([["a", 912345678, 14089001234], ["b", 1e300, -2.5]]))
    assert table.rows == [["a", 912345678, 14089001234], ["b", Decimal("1E+300"), Decimal("-2.5")]]
    assert not any(isinstance(cell, float) for row in table.rows for cell in row)


def test_error_values_are_told_from_blanks():
    table = read_table(make_workbook([["a", "b"], ["x", "#N/A"], ["y", "#DIV/0!"]]))
    assert [row[1] for row in table.rows] == ["b", "#N/A", "#DIV/0!"]


def test_text_is_composed_and_trimmed_in_workbooks():
    decomposed = unicodedata.normalize("NFD", "Bùi Thị Hoà")
    assert read_table(make_workbook([["a", f"  {decomposed} "], ["b", "  "]])).rows == [["a", "Bùi Thị Hoà"], ["b"]]


def test_merged_cells_are_told():
    table = read_table(make_workbook([["Diện tích", None], ["ha", "trụ"]], merges=[(0, 0, 0, 1)]))
    assert table.merges == ((0, 0, 0, 1),)


def test_the_first_shown_sheet_with_a_list_is_read_and_the_others_named():
    others = {"Bìa": [["Danh sách"]], "Nháp": [["a", "b"], ["c", "d"]]}
    table = read_table(make_workbook(ROWS, name="Hộ", others=others, hidden="Nháp"))
    assert table.sheet_name == "Hộ"
    assert table.notes == [("other_sheets", {"used": "Hộ", "names": ["Bìa", "Hộ", "Nháp"]})]


def test_a_sheet_can_be_asked_for():
    data = make_workbook(ROWS, name="Hộ", others={"Bìa": [["Danh sách"]]})
    assert read_table(data, sheet="Bìa").rows == [["Danh sách"]]
    with pytest.raises(BadFile) as refused:
        read_table(data, sheet="Không có")
    assert refused.value.code == "no_such_sheet"


def test_formulas_that_were_never_computed_are_reported():
    table = read_table(make_package('<row r="1"><c r="A1"><v>5</v></c><c r="B1"><f>A1*2</f></c></row>'))
    assert table.notes == [("formulas_without_value", {"count": 1})]
    computed = read_table(make_package('<row r="1"><c r="A1"><v>5</v></c><c r="B1"><f>A1*2</f><v>10</v></c></row>'))
    assert (computed.rows, computed.notes) == ([[5, 10]], [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_files_in_every_encoding_and_delimiter(encoding, delimiter):
    rows = [[cell.replace(",", ".") if delimiter == "," else cell for cell in row] for row in ROWS]
    table = read_table(make_text(rows, delimiter=delimiter, encoding=encoding), "so ho.csv")
    assert table.rows == rows
    assert (table.kind, table.delimiter, table.notes) == ("text", delimiter, [])


def test_utf_16_big_endian_with_its_mark():
    assert read_table(b"\xfe\xff" + make_text(ROWS, encoding="utf-16-be")).rows == ROWS


def test_windows_1258_is_composed_and_said():
    data = make_1258(ROWS)
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    table = read_table(data)
    assert table.rows == ROWS
    assert table.notes == [("assumed_encoding", {"encoding": "windows-1258"})]


def test_decomposed_text_files_are_composed():
    assert read_table(unicodedata.normalize("NFD", make_text(ROWS).decode()).encode()).rows == ROWS


def test_one_broken_letter_does_not_change_the_encoding():
    data = make_text(ROWS * 5).replace("Hoà".encode(), b"Ho\xff", 1)
    table = read_table(data)
    assert table.rows[2][1] == "Bùi Thị Ho\ufffd"
    assert table.rows[6][1] == "Bùi Thị Hoà"
    assert table.notes == [("broken_encoding", {"count": 1})]


def test_decimal_commas_do_not_pass_for_the_delimiter():
    rows = [[f"{number:03}", "Lò Văn A, bản Co", "1,17", "2,5", "0,3"] for number in range(20)]
    assert read_table(make_text(rows)).delimiter == ";"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_machine(end):
    assert read_table(make_text(ROWS, end=end)).rows == ROWS


def test_blank_lines_keep_the_row_numbers():
    table = read_table(b"a;b\n\n;;\nc;d\n\n\n")
    assert table.rows == [["a", "b"], [], [], ["c", "d"]]


def test_quotes_may_hold_delimiters_and_lines():
    assert read_table(b'a;"x;\ny"\n"b ""c""";d\n').rows == [["a", "x;\ny"], ['b "c"', "d"]]


def test_a_lonely_quote_swallows_nothing():
    lines = ['1;"Lò Văn A;x'] + [f"{number};B;y" for number in range(2, 60)]
    table = read_table("\n".join(lines).encode())
    assert len(table.rows) == 59
    assert table.rows[0] == ["1", '"Lò Văn A', "x"]


def test_the_separator_line_of_excel_is_obeyed():
    assert read_table(b"sep=|\na,b|c\n1,2|3\n").rows == [["a,b", "c"], ["1,2", "3"]]


def test_guards_against_formulas_are_taken_off_again():
    data = make_text([["ma", "ten"], ['="012"', "'-Anh"], ["'=1", "'Anh"]])
    assert read_table(data).rows == [["ma", "ten"], ["012", "-Anh"], ["=1", "'Anh"]]


def test_the_name_of_the_file_decides_nothing():
    assert read_table(make_workbook(ROWS), "so.csv").rows == read_table(make_text(ROWS), "so.xlsx").rows == ROWS


def test_200_000_empty_rows_are_left_behind():
    formatted = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(3, 200_003))
    filled = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in (1, 2))
    assert read_table(make_package(filled + formatted)).rows == [[1, 1], [2, 1]]
    assert read_table(b"a;b\nc;d\n" + b";;;\n" * 200_000).rows == [["a", "b"], ["c", "d"]]


def test_formatted_cells_far_out_do_not_matter():
    table = read_table(
        make_package('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>')
    )
    assert table.rows == [[1]]


def test_rows_without_places_are_counted():
    table = read_table(make_package("<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>"))
    assert table.rows == [[1, 2], [], [None, 3]]


def test_twenty_thousand_rows_are_read_in_seconds(monkeypatch):
    monkeypatch.setattr(reading, "MAX_SECONDS", 60)  # the child's own limit is 4 seconds of processor time
    rows = [
        [n, f"{n:05}", f"Nguyễn Văn {n}", "Tà Hộc", "bản Ban", 912345678, 1.17, 2000, 8000, "LĐ1", 2019, "x"]
        for n in range(20_000)
    ]
    data = make_workbook(rows)
    table = read_table(data)
    assert len(table.rows) == 20_000
    assert table.rows[-1][:7] == [19_999, "19999", "Nguyễn Văn 19999", "Tà Hộc", "bản Ban", 912345678, Decimal("1.17")]


def test_the_child_starts_without_django_and_without_our_secrets(monkeypatch):
    program = "import sys, growers.reading; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=reading._HERE, check=False).returncode == 0
    seen = {}
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setattr(reading.subprocess, "Popen", lambda *_, **how: seen.update(how["env"]) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_table(b"a;b")
    assert "PATH" in seen
    assert "DATABASE_URL" not in seen


def test_without_limits_of_the_system_reading_goes_on(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert reading._limit() is None


def test_cells_far_apart_within_reason_are_laid_out():
    table = read_table(make_cells({"A1": "a", "AZ2000": "z"}))
    assert (len(table.rows), len(table.rows[-1]), table.rows[-1][-1]) == (2_000, 52, "z")
