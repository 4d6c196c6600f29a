"""Whole registers, as messy as they come, give the records in them and a reason for every other line."""

import datetime
import unicodedata

import pytest

from growers.reading import read_table
from growers.rules.sheets import Table, as_text, read_rows
from growers.rules.sheets.people import people_schema
from growers.rules.sheets.problems import ALL_CODES, SKIP_REASONS
from growers.rules.sheets.tables import Preview
from growers.tests.sheet_files import make_1258, make_text, make_workbook

TODAY = datetime.date(2025, 9, 8)
LIEM, HOA, THIEN = "Nguyễn Thành Liêm", "Bùi Thị Hoa", "Tòng Văn Thiện"
REGISTER = [
    ["HTX DỊCH VỤ NÔNG NGHIỆP NGỌC HOÀNG", None, None, None, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Số: 12/DS-HTX", None, None, None, "Độc lập – Tự do – Hạnh phúc"],
    [],
    ["DANH SÁCH HỘ TRỒNG THANH LONG NĂM 2025"],
    ["STT", "Mã hộ", "Họ và tên chủ hộ", "Điện thoại", "Bản", "Diện tích", None, None, "Năm trồng", "Ghi chú"],
    [None, None, None, None, None, "ha", "trụ", "gốc", None, None],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)"],
    ["I", "Xã Tà Hộc (84 hộ)", None, None, None, "3,17"],
    ["1", "12", LIEM, "912345678", "tiểu khu 7", "2,00", "2.000", "8.000", "2019"],
    ["2", "13", "Lò Văn Đức", "0912 345 679", "bản Co", "1,17", "350", "1.400", "2020"],
    [],
    ["II", "Xã Sốp Cộp"],
    ["3", "189", THIEN, "0912345670", "bản Ban", "0,35", "350", None, "2019", "trồng dần"],
    ["4", "192", "Tô Văn Nam", None, "bản Huổi Khang", "1,00", "1.000"],
    [None, "Tổng cộng", None, None, None, "4,52", "3.700"],
    [None, None, None, None, None, None, "Tà Hộc, ngày 08 tháng 9 năm 2025"],
    [None, "Người lập biểu", None, None, None, "Giám đốc"],
    [None, "(Ký, ghi rõ họ tên)"],
    [],
    [None, "Lò Thị A", None, None, None, "Nguyễn Quang Vinh"],
]
WANTED = {
    9: ("012", LIEM, "Tà Hộc", "tiểu khu 7", 20_000, 2_000),
    10: ("013", "Lò Văn Đức", "Tà Hộc", "bản Co", 11_700, 350),
    13: ("189", THIEN, "Sốp Cộp", "bản Ban", 3_500, 350),
    14: ("192", "Tô Văn Nam", "Sốp Cộp", "bản Huổi Khang", 10_000, 1_000),
}


def preview(rows, schema=None, mapping=None, *, merges=(), **wishes) -> Preview:
    """Reads rows and checks that every code in the answer is a listed one."""
    table = rows if isinstance(rows, Table) else Table([list(row) for row in rows], merges=tuple(merges))
    result = read_rows(table, schema or people_schema(), mapping, today=TODAY, **wishes)
    codes = {code for code, _ in result.problems + result.notes}
    codes |= {code for row in result.rows for _, code, _ in row.problems + row.notes}
    assert codes <= ALL_CODES
    assert {reason for _, reason, _ in result.skipped} <= set(SKIP_REASONS)
    return result


def figures(result):
    keys = ("code", "name", "commune", "village", "area", "posts")
    return {row.number: tuple(row.values[key] for key in keys) for row in result.rows}


def codes(row):
    return [(key, code) for key, code, _ in row.problems]


def test_a_register_with_everything_around_it():
    result = preview(REGISTER)
    assert figures(result) == WANTED
    assert all(row.good for row in result.rows)
    assert result.header_rows == (5, 6)
    assert {number: reason for number, reason, _ in result.skipped if reason != "blank"} == {
        1: "above_header", 2: "above_header", 4: "above_header", 5: "header", 6: "header", 7: "column_numbers",
        8: "heading", 12: "heading", 15: "total", 16: "signature", 17: "signature", 18: "signature", 20: "signature",
    }  # fmt: skip
    assert result.counts == {"rows": 4, "good": 4, "bad": 0, "skipped": 13}
    assert len(result.rows) + len(result.skipped) == len(REGISTER)


@pytest.mark.parametrize(
    "pack",
    [
        make_workbook,
        lambda rows: make_workbook(rows, merges=[(4, 5, 4, 7), (4, 0, 5, 0), (4, 1, 5, 1), (4, 2, 5, 2), (7, 1, 7, 4)]),
        make_text,
        lambda rows: make_text(rows, delimiter="\t", encoding="utf-16"),
        lambda rows: unicodedata.normalize("NFD", make_text(rows).decode()).encode("utf-8-sig"),
        make_1258,
    ],
)
def test_the_same_register_from_every_kind_of_file(pack):
    assert figures(preview(read_table(pack(REGISTER)))) == WANTED


def test_reading_again_what_was_written_from_it_changes_nothing():
    result = preview(REGISTER)
    header = [column.header for column in result.columns]
    again = preview([header, *([as_text(cell) or None for cell in row.raw] for row in result.rows)])
    for key in ("code", "name", "phone", "village", "area", "posts", "plants", "planted_year", "note"):
        assert [row.values[key] for row in again.rows] == [row.values[key] for row in result.rows]


def test_people_whose_names_look_like_noise_are_kept():
    names = [
        THIEN,
        "Tô Văn Nam",
        "Xa Văn Sơn",
        "Vừ A Chua",
        "Lò Văn Lô",
        "Tòng",
        "Công Văn Hoà",
        "Giám Thị Lan",
        "Đại Văn Thu",
    ]
    rows = [["STT", "Họ tên", "Diện tích (ha)"], *([n, name, "1,5"] for n, name in enumerate(names, start=1))]
    assert [row.values["name"] for row in preview(rows).rows] == names


@pytest.mark.parametrize(
    "label",
    [
        "Tổng cộng",
        "TỔNG CỘNG:",
        "Cộng",
        "Tổng số hộ",
        "Tổng",
        "Cộng xã Tà Hộc",
        "tong cong",
        "Total",
        "Cộng (84 hộ)",
        "Luỹ kế",
    ],
)
def test_totals_are_left_out(label):
    result = preview([["Mã hộ", "Họ tên", "Diện tích (ha)"], ["012", LIEM, "2"], [label, None, "2"], [None, label, 2]])
    assert [row.number for row in result.rows] == [2]
    assert [reason for _, reason, _ in result.skipped] == ["header", "total", "total"]


def test_a_person_with_a_code_is_never_a_total():
    rows = preview([["Mã hộ", "Họ tên", "Diện tích (ha)"], ["012", "Cộng", "2"], ["013", "Tổng", "1"]]).rows
    assert [row.values["name"] for row in rows] == ["Cộng", "Tổng"]


def test_headings_fill_what_the_columns_leave_blank():
    rows = [
        ["Mã hộ", "Họ tên", "Bản", "Số trụ"],
        ["Xã Tà Hộc"],
        ["Bản Co"],
        ["012", LIEM, None, 5],
        ["013", "A", "Na", 5],
        ["Xã Mai Sơn"],
        ["014", "B", None, 5],
    ]
    found = [(r.values["commune"], r.values["village"]) for r in preview(rows).rows]
    assert found == [("Tà Hộc", "Bản Co"), ("Tà Hộc", "Na"), ("Mai Sơn", None)]
    notes = preview(rows).rows[0].notes
    assert ("commune", "from_heading", {"value": "Tà Hộc"}) in notes


def test_a_line_above_the_table_counts_as_a_heading():
    rows = [["Xã:", "Tà Hộc"], ["Tà Hộc, ngày 01 tháng 9 năm 2025"], ["Mã hộ", "Họ tên"], ["012", LIEM]]
    assert preview(rows).rows[0].values["commune"] == "Tà Hộc"


def test_a_heading_may_say_the_membership():
    rows = [
        ["Mã hộ", "Họ tên", "Bản"],
        ["Thành viên chính thức"],
        ["012", LIEM, "x"],
        ["Hộ liên kết"],
        ["013", "Lò Văn A", "y"],
    ]
    assert [row.values["kind"] for row in preview(rows).rows] == ["official", "linked"]


def test_a_lonely_name_is_not_taken_for_a_person_unasked():
    result = preview(
        [["Mã hộ", "Họ tên", "Bản", "Số trụ"], ["012", LIEM, "x", 5], [None, "Nhóm hộ bản trên", None, None]]
    )
    assert codes(result.rows[1]) == [("", "only_one_cell")]


def test_a_village_in_its_own_column_is_no_heading():
    result = preview([["STT", "Họ tên", "Bản", "Số trụ"], [1, LIEM, "x", 5], [2, None, "Bản Co", 7]])
    assert codes(result.rows[1]) == [("", "needs_one_of")]


def test_plots_below_a_household_belong_to_it_merged_or_not():
    rows = [
        ["Mã hộ", "Họ tên", "SĐT", "Thửa", "Diện tích (ha)", "Ghi chú"],
        ["012", LIEM, "0912345678", "097-1", "2", "một"],
        [None, None, None, "097-2", "1,5", None],
        ["013", "Lò Văn A", None, None, "1", None],
    ]
    for merges in ([], [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 4, 2, 4)]):
        found = [
            tuple(r.values[k] for k in ("code", "name", "phone", "plot", "area", "note"))
            for r in preview(rows, merges=merges).rows
        ]
        assert found[1] == ("012", LIEM, "+84912345678", "097-2", 15_000, None)
        assert found[2] == ("013", "Lò Văn A", None, None, 10_000, None)


def test_a_numbered_line_is_never_a_plot_of_the_line_above():
    rows = [["STT", "Họ tên", "Thửa", "Số trụ"], [1, LIEM, "1", 5], [2, None, "2", 7], [None, None, "3", 9]]
    _, numbered, going_on = preview(rows).rows
    assert codes(numbered) == [("", "needs_one_of")]
    assert going_on.values["name"] is None


def test_a_merged_measure_counts_once():
    rows = [["Mã hộ", "Họ tên", "Thửa", "Diện tích (ha)"], ["012", LIEM, "1", "2"], [None, None, "2", None]]
    found = preview(rows, merges=[(1, 0, 2, 0), (1, 1, 2, 1), (1, 3, 2, 3)]).rows
    assert [row.values["area"] for row in found] == [20_000, None]


def test_nothing_is_carried_over_a_total():
    rows = [
        ["Mã hộ", "Họ tên", "Thửa", "Số trụ"],
        ["012", LIEM, "1", 5],
        ["Tổng cộng", None, None, 5],
        [None, None, "x", 7],
    ]
    assert codes(preview(rows).rows[1]) == [("", "needs_one_of")]


def test_ditto_marks_repeat_the_line_above():
    rows = [
        ["Mã hộ", "Họ tên", "Bản", "Giống"],
        ["012", LIEM, "Co", "LĐ1"],
        ["013", "A", '"', "nt"],
        ["014", "B", "-nt-", "LĐ5"],
    ]
    assert [(r.values["village"], r.values["variety"]) for r in preview(rows).rows] == [
        ("Co", "LĐ1"),
        ("Co", "LĐ1"),
        ("Co", "LĐ5"),
    ]


def test_repeated_headings_end_a_signature():
    rows = [
        ["Mã hộ", "Họ tên", "Bản"],
        ["012", LIEM, "x"],
        ["Người lập", None, "Giám đốc"],
        ["Lò Thị A"],
        ["Mã hộ", "Họ tên", "Bản"],
        ["013", "B", "y"],
    ]
    result = preview(rows)
    assert [row.values["code"] for row in result.rows] == ["012", "013"]
    assert [reason for _, reason, _ in result.skipped] == ["header", "signature", "signature", "repeated_header"]


def test_records_below_a_signature_are_still_records():
    rows = [
        ["Họ tên", "Bản", "Xã", "Số trụ", "Số gốc"],
        [LIEM, "x", "y", 5, 6],
        ["Kế toán"],
        ["Lò Văn B", "Co", "Tà Hộc", 7, 8],
    ]
    assert [row.values["name"] for row in preview(rows).rows] == [LIEM, "Lò Văn B"]
