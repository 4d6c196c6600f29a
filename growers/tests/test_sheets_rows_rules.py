"""Columns and cells of a preview: what is chosen by hand, what is missing, what every bad cell is called."""

import datetime
import time
from decimal import Decimal

from growers.tests.test_sheets_registers_rules import LIEM, codes, preview


def test_every_bad_cell_is_named_and_the_rest_is_read():
    rows = [
        ["Mã hộ", "Họ tên", "Điện thoại", "CCCD", "Diện tích (ha)", "Số trụ", "Năm trồng", "Tưới", "Ngày vào"],
        ["012", 5, "123", "12", "1.2.3", "2,5", "19", "ống", "31/02/2025"],
        ["013", "Lò Văn A", None, None, "#N/A", 5, None, "nhỏ giọt", 2019],
    ]
    first, second = preview(rows).rows
    assert codes(first) == [
        ("name", "not_a_name"),
        ("phone", "bad_phone"),
        ("citizen_id", "bad_citizen_id"),
        ("area", "not_a_number"),
        ("posts", "not_whole"),
        ("planted_year", "bad_year"),
        ("irrigation", "unknown_choice"),
        ("joined_on", "bad_date"),
    ]
    assert codes(second) == [("area", "error_value")]
    assert second.values["joined_on"] == datetime.date(2019, 1, 1)
    assert second.raw == rows[2]


def test_columns_can_be_changed_by_hand():
    rows = [["Mã", "Tên", "Cột lạ", "Diện tích"], ["012", LIEM, "2000", "2"]]
    row = preview(rows, mapping={2: "posts", 3: None}).rows[0]
    assert (row.values["posts"], row.values.get("area")) == (2_000, None)
    moved = preview(rows, mapping={2: "code", 99: "area", 1: "no such key"})
    assert [column.key for column in moved.columns] == [None, "name", "code", "area"]


def test_a_heading_can_be_pointed_at():
    rows = [["Mã hộ", "Họ tên", "Bản"], ["012", LIEM, "x"], ["a", "b", "c"], ["013", "Lò Văn A", "y"]]
    result = preview(rows, mapping={0: "code", 1: "name"}, heading_row=3)
    assert [row.values["code"] for row in result.rows] == ["013"]
    assert preview(rows, heading_row=900).rows[0].values["code"] == "012"


def test_a_decimal_mark_can_be_chosen_and_is_shown():
    rows = [["Mã hộ", "Họ tên", "Diện tích"], ["012", LIEM, "1.500"]]
    assert codes(preview(rows).rows[0]) == [("area", "ambiguous_number")]
    result = preview(rows, marks={2: ","})
    assert (result.rows[0].values["area"], result.columns[2].mark) == (1_500, ",")


def test_numbers_of_lines_that_are_no_records_prove_nothing():
    numbered = [["Mã hộ", "Họ tên", "Diện tích"], ["1", "2", "3"], ["012", LIEM, "1.500"], ["Tổng cộng", None, "950"]]
    assert codes(preview(numbered).rows[0]) == [("area", "ambiguous_number")]


def test_units_come_from_the_line_above_the_table():
    rows = [["Biểu 1", None, "ĐVT: m2"], ["Mã hộ", "Họ tên", "Diện tích"], ["012", LIEM, 300]]
    result = preview(rows)
    assert (result.rows[0].values["area"], result.columns[2].unit) == (300, "m2")


def test_files_without_what_is_needed_say_so():
    assert preview([["a", "b"], ["c", "d"]]).problems == [("no_header", {})]
    assert preview([]).problems == [("no_header", {})]
    assert preview([["Mã hộ", "Họ tên"]]).problems == [("no_rows", {})]
    assert preview([["Bản", "Diện tích"], ["x", 2]]).problems == [("missing_one_of", {"keys": ("code", "name")})]


def test_two_columns_for_one_thing_are_told():
    result = preview([["Mã hộ", "Họ tên", "Diện tích", "Diện tích"], ["012", LIEM, 2, 3]])
    assert ("column_twice", {"key": "area", "headers": ["Diện tích", "Diện tích"]}) in result.notes
    assert [column.key for column in result.columns] == ["code", "name", "area", None]


def test_true_numbers_are_taken_as_they_are():
    rows = [
        ["Mã hộ", "Họ tên", "Diện tích (ha)", "Số trụ"],
        [12, LIEM, Decimal("1.170"), 2000],
        [13, "A", "1,2", "1.234.567.890"],
    ]
    result = preview(rows)
    assert (result.rows[0].values["area"], result.rows[0].values["posts"]) == (11_700, 2_000)


def test_twenty_thousand_rows_in_seconds():
    header = [
        "STT",
        "Mã hộ",
        "Họ tên",
        "Xã",
        "Bản",
        "SĐT",
        "CCCD",
        "Diện tích (ha)",
        "Trụ",
        "Gốc",
        "Năm trồng",
        "Tư cách",
    ]
    rows = [
        [
            n,
            f"{n:05}",
            f"Nguyễn Văn Hoà {n}",
            "Tà Hộc",
            "Co",
            f"09{n:08}",
            f"014{n:09}",
            f"1,{n % 100:02}",
            f"2.{n % 1000:03}",
            8,
            "2019",
            "hộ liên kết",
        ]
        for n in range(20_000)
    ]
    began = time.process_time()
    result = preview([header, *rows])
    assert time.process_time() - began < 4
    assert result.good == 20_000
