"""Books of weigh tickets, long and wide, become loads in grams and dong."""

import datetime
from decimal import Decimal

import pytest

from growers.reading import read_table
from growers.rules.sheets import Table, read_rows
from growers.tests.sheet_files import make_text, make_workbook
from harvests.rules.sheets import GRADES, Load, harvest_schema, loads

DAY = datetime.date(2025, 9, 8)
LONG = [
    ["SỔ CÂN LỨA 4"],
    [
        "Số phiếu",
        "Ngày",
        "Mã hộ",
        "Họ tên",
        "Thửa",
        "Loại",
        "Số sọt",
        "Cân cả bì",
        "Bì",
        "Thực (kg)",
        "Đơn giá",
        "Thành tiền",
    ],
    [
        "0417",
        "08/09/2025",
        "12",
        "Nguyễn Thành Liêm",
        "012-1",
        "Loại 1",
        "4",
        "99,5",
        "8",
        "91,5",
        "20.000",
        "1.830.000",
    ],
    [None, None, None, None, None, "2", "4", "94,5", "8", "86,5", "17.000", "1.470.500"],
    ["0418", None, "97", "Bùi Thị Hoa", "097-1", "dạt", "4", "101", "8", "93", "6.000", "558.000"],
    ["Cộng ngày 08/09", None, None, None, None, None, "12", "295", "24", "271", None, "3.858.500"],
    ["0419", "09/09/2025", "97", "Bùi Thị Hoa", "097-1", "L3", "4", "101,0", "8", "93,0", "14.000", "1.302.000"],
    [None, "Người cân", None, None, "Kế toán"],
]


def preview(rows, **wishes):
    table = rows if isinstance(rows, Table) else Table([list(row) for row in rows])
    return read_rows(table, harvest_schema(), **wishes)


def test_every_column_can_be_read_and_every_key_is_there_once():
    schema = harvest_schema()
    assert len(set(schema.keys)) == len(schema.keys)
    assert {f"{measure}@{grade}" for measure in ("net", "price", "crates") for grade in GRADES} <= set(schema.keys)


@pytest.mark.parametrize(
    "pack", [make_workbook, make_text, lambda rows: make_text(rows, delimiter="\t", encoding="utf-16")]
)
def test_a_book_with_one_line_per_load(pack):
    result = preview(read_table(pack(LONG)), today=datetime.date(2025, 9, 30))
    assert [row.problems for row in result.rows] == [[], [], [], []]
    found = [
        (r.values["ticket"], r.values["day"].day, r.values["household_code"], *loads(r.values)) for r in result.rows
    ]
    assert found == [
        ("0417", 8, "012", Load("L1", 4, 99_500, 8_000, None, 91_500, 20_000, 1_830_000)),
        ("0417", 8, "012", Load("L2", 4, 94_500, 8_000, None, 86_500, 17_000, 1_470_500)),
        ("0418", 8, "097", Load("D", 4, 101_000, 8_000, None, 93_000, 6_000, 558_000)),
        ("0419", 9, "097", Load("L3", 4, 101_000, 8_000, None, 93_000, 14_000, 1_302_000)),
    ]
    assert {reason for _, reason, _ in result.skipped} == {"above_header", "header", "total", "signature"}


def test_a_book_with_a_column_per_grade():
    rows = [
        ["Ngày", "Mã hộ", "Họ tên", "Loại 1 (kg)", "Loại 2 (kg)", "Loại 3 (kg)", "Dạt (kg)", "Thành tiền"],
        [DAY, "012", "Nguyễn Thành Liêm", Decimal("1240"), Decimal("720"), Decimal("230.5"), 0, 40_680_000],
        [DAY, "097", "Bùi Thị Hoa", None, 93, None, None, 1_581_000],
    ]
    result = preview(rows)
    assert [row.problems for row in result.rows] == [[], []]
    first, second = (loads(row.values) for row in result.rows)
    assert [(load.grade, load.net_g, load.amount_vnd) for load in first] == [
        ("L1", 1_240_000, None),
        ("L2", 720_000, None),
        ("L3", 230_500, None),
    ]
    assert second == [Load("L2", None, None, None, None, 93_000, None, 1_581_000)]


def test_grades_over_kilograms_and_prices():
    upper = ["Ngày", "Mã hộ", "Hộ", "Loại 1", None, "Loại 2", None]
    lower = [None, None, None, "Số kg", "Đơn giá", "Số kg", "Đơn giá"]
    result = preview([upper, lower, [DAY, "012", "Liêm", "87,5", "20", "14,5", "17.000"]])
    assert [(load.grade, load.net_g, load.price_vnd) for load in loads(result.rows[0].values)] == [
        ("L1", 87_500, 20_000),
        ("L2", 14_500, 17_000),
    ]


def test_kilograms_and_prices_over_grades():
    upper = ["Ngày", "Mã hộ", "Hộ", "Khối lượng (kg)", None, "Đơn giá", None]
    lower = [None, None, None, "Loại 1", "Loại 2", "Loại 1", "Loại 2"]
    result = preview([upper, lower, [DAY, "012", "Liêm", "87,5", "14,5", "20", "17"]])
    assert [(load.grade, load.net_g, load.price_vnd) for load in loads(result.rows[0].values)] == [
        ("L1", 87_500, 20_000),
        ("L2", 14_500, 17_000),
    ]


def test_one_price_for_a_row_is_the_price_of_every_grade():
    rows = [["Ngày", "Mã hộ", "L1", "L2", "Đơn giá"], [DAY, "012", 50, 0, 20_000], [DAY, "013", 50, 60, 20_000]]
    one, two = (loads(row.values) for row in preview(rows).rows)
    assert [load.price_vnd for load in one] == [20_000]
    assert [load.price_vnd for load in two] == [20_000, 20_000]


def test_the_day_may_stand_above_the_lines_or_the_table():
    rows = [
        ["Ngày cân: 07/09/2025"],
        ["Mã hộ", "Họ tên", "Khối lượng"],
        ["012", "A", 5],
        ["Ngày 08/09/2025"],
        ["013", "B", 5],
        [DAY.replace(day=9)],
        ["014", "C", 5],
    ]
    result = preview(rows)
    assert result.problems == []
    assert [row.values["day"].day for row in result.rows] == [7, 8, 9]


def test_a_round_may_stand_between_the_lines():
    rows = [["Ngày", "Mã hộ", "Khối lượng"], ["Lứa 3"], [DAY, "012", 5], ["Lứa 4 (02–08/09)"], [DAY, "013", 5]]
    assert [row.values["round"] for row in preview(rows).rows] == [3, 4]


def test_units_of_heading_line_above_and_cell():
    tonnes = [["ĐVT: tấn"], ["Ngày", "Mã hộ", "Khối lượng"], [DAY, "012", Decimal("1.25")], [DAY, "013", "350 kg"]]
    assert [row.values["net"] for row in preview(tonnes).rows] == [1_250_000, 350_000]
    hundreds = [["Ngày", "Mã hộ", "Khối lượng (tạ)", "Giá (nghìn đ/kg)"], [DAY, "012", "2,5", "18,5"]]
    row = preview(hundreds).rows[0]
    assert (row.values["net"], row.values["price"]) == (250_000, 18_500)


def test_three_digits_are_asked_about_until_the_column_or_somebody_says():
    rows = [["Ngày", "Mã hộ", "Khối lượng"], [DAY, "012", "14.000"], [DAY, "013", "271.000"]]
    problem = preview(rows).rows[0].problems[0]
    assert problem == ("net", "ambiguous_number", {"text": "14.000", "readings": [14_000, 14_000_000]})
    assert [row.values["net"] for row in preview(rows, marks={2: "."}).rows] == [14_000, 271_000]
    assert preview([*rows, [DAY, "014", "87,5"]]).rows[0].values["net"] == 14_000_000


@pytest.mark.parametrize(
    ("cell", "code"), [("0", "not_positive"), ("-5", "negative"), ("abc", "not_a_number"), ("#REF!", "error_value")]
)
def test_bad_weights_are_named(cell, code):
    row = preview([["Ngày", "Mã hộ", "Khối lượng"], [DAY, "012", cell]]).rows[0]
    assert [(key, found) for key, found, _ in row.problems] == [("net", code)]


def test_what_a_ticket_cannot_do_without():
    rows = [["Ngày", "Mã hộ", "Khối lượng"], [None, "012", 5], [DAY, None, 5], [DAY, "013", None]]
    problems = [[(key, code) for key, code, _ in row.problems] for row in preview(rows).rows]
    assert problems[0] == [("day", "required")]
    assert problems[2] == [("", "needs_one_of")]
    assert preview([["Mã hộ", "Khối lượng"], ["012", 5]]).problems == [("missing_column", {"key": "day"})]
    assert preview([["Ngày", "Mã hộ"], [DAY, "012"]]).problems[0][0] == "missing_one_of"


def test_days_to_come_are_refused():
    rows = [["Ngày", "Mã hộ", "Khối lượng"], [DAY, "012", 5]]
    row = preview(rows, today=DAY - datetime.timedelta(days=1)).rows[0]
    assert [(key, code) for key, code, _ in row.problems] == [("day", "future_date")]


def test_grades_of_the_co_operative_replace_the_usual_ones():
    schema = harvest_schema({"T": ("hàng tuyển", "tuyển"), "X": ("hàng xô", "xô")}, code_width=4)
    rows = [["Ngày", "Mã hộ", "Hàng tuyển (kg)", "Hàng xô (kg)"], [DAY, "12", 5, 6]]
    row = read_rows(Table(rows), schema).rows[0]
    assert row.values["household_code"] == "0012"
    assert [load.grade for load in loads(row.values)] == ["T", "X"]
