"""Typed numbers are read by what their column proves, and refused with both readings where it proves nothing."""

import datetime
from decimal import Decimal

import pytest

from growers.rules.sheets.numbers import NumberReader, plain, proved_mark, shape
from growers.rules.sheets.problems import ALL_CODES
from growers.rules.sheets.readers import reader_of
from growers.rules.sheets.tables import Column

KG = Column("net", "Khối lượng", "Net", (), "kilograms", low=1, high=100_000_000)
AREA = Column("area", "Diện tích", "Area", (), "area", low=100, high=500_000)
PRICE = Column("price", "Giá", "Price", (), "price", low=0, high=1_000_000)
MONEY = Column("amount", "Tiền", "Amount", (), "money", low=0)
COUNT = Column("posts", "Trụ", "Posts", (), "integer", low=0, high=1_000_000)


def read(column, cell, unit="", mark=""):
    value, remark = NumberReader(column, unit, mark)(cell)
    assert value is None or type(value) is int
    assert remark is None or remark[0] in ALL_CODES
    return value, remark and remark[0]


@pytest.mark.parametrize(
    ("cell", "grams"),
    [
        ("87,5", 87_500),
        ("87.5", 87_500),
        ("87,50 kg", 87_500),
        ("0,125", 125),
        ("1.234,5", 1_234_500),
        ("1,234.5", 1_234_500),
        ("1.234.567", 1_234_567_000),
        ("1 234,5", 1_234_500),
        ("1\u00a0234,5", 1_234_500),
        ("1'234.5", 1_234_500),
        ("１２，５", 12_500),
        ("1234,567", 1_234_567),
        ("2 tấn", 2_000_000),
        ("2,5 tấn", 2_500_000),
        ("1,2 TẠ", 120_000),
        ("3 yến", 30_000),
        ("500 g", 500),
        ("1 tấn 200 kg", 1_200_000),
        ("2 tạ 35kg", 235_000),
        (14, 14_000),
        (Decimal("14.000"), 14_000),
        (Decimal("0.3"), 300),
        ("1.5E+02", 150_000),
    ],
)
def test_kilograms(cell, grams):
    column = Column("net", "", "", (), "kilograms", low=1, high=10**10)
    assert read(column, cell)[0] == grams


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("14.000", "ambiguous_number"),
        ("14,000", "ambiguous_number"),
        ("12,", "not_a_number"),
        ("1.2.3", "not_a_number"),
        ("12.34.567", "not_a_number"),
        ("khoảng 500", "not_a_number"),
        ("chưa cân", "not_a_number"),
        ("5 bao", "unknown_unit"),
        ("5 ha", "unknown_unit"),
        ("-5", "negative"),
        ("(5)", "negative"),
        ("−5", "negative"),
        (-5, "negative"),
        ("0", "not_positive"),
        (0, "not_positive"),
        ("200 tấn", "out_of_range"),
        (True, "not_a_number"),
        (datetime.date(2025, 12, 1), "date_not_number"),
        (datetime.time(7, 30), "date_not_number"),
        (Decimal("1E+300"), "not_a_number"),
        ("9" * 40, "not_a_number"),
        ("1 kg 2 tấn", "not_a_number"),
        ("12 34", "not_a_number"),
    ],
)
def test_kilograms_refused(cell, code):
    assert read(KG, cell) == (None, code)


@pytest.mark.parametrize("cell", ["-", "–", "…", "x", "N/A", "không", "."])
def test_marks_of_nothing_are_blank(cell):
    assert read(KG, cell) == (None, None)


def test_both_readings_are_told_in_stored_units():
    _, (code, data) = NumberReader(KG, "", "")("14.000")
    assert (code, data) == ("ambiguous_number", {"text": "14.000", "readings": [14_000, 14_000_000]})


@pytest.mark.parametrize(
    ("others", "mark"),
    [
        (["87,5", "12,25"], ","),
        (["87.5", "12.25"], "."),
        (["1.234.567"], ","),
        (["1.234,5"], ","),
        (["1,234.5"], "."),
        (["1,234,567"], "."),
        (["0.500"], "."),
        (["1234.567"], "."),
        (["87,5", "87.5"], ""),
        (["950", "875"], ","),
        (["950"], ""),
        (["950", "875", "14000"], ""),
        (["12.000", "13.500"], ""),
        ([14, Decimal("87.5")], ""),
        (["x", None, "chưa"], ""),
    ],
)
def test_the_column_decides_about_three_digits(others, mark):
    cells = [*others, "14.000"]
    assert proved_mark(cells) == mark
    value, code = read(KG, "14.000", mark=proved_mark(cells))
    wanted = {",": (14_000_000, "mark_decided"), ".": (14_000, "mark_decided"), "": (None, "ambiguous_number")}
    assert (value, code) == wanted[mark]


def test_a_comma_before_three_digits_is_decided_the_same_way():
    assert read(KG, "14,000", mark=proved_mark(["87.5"])) == (14_000_000, "mark_decided")
    assert read(KG, "14,000", mark=proved_mark(["87,5"])) == (14_000, "mark_decided")
    assert proved_mark(["950", "875", "14,000"]) == "."


def test_what_somebody_chose_goes_before_the_column():
    assert read(KG, "14.000", mark=".") == (14_000, "mark_decided")


@pytest.mark.parametrize(
    ("cell", "unit", "m2"),
    [
        ("1,17", "ha", 11_700),
        ("1.17", "ha", 11_700),
        (Decimal("1.17"), "ha", 11_700),
        ("11700 m2", "ha", 11_700),
        ("11.700 m²", "ha", 11_700),
        ("11.700", "m2", 11_700),
        (11700, "m2", 11_700),
        ("3 sào", "", 1_080),
        ("2 mẫu", "", 7_200),
        ("1 ha 2000 m2", "", 12_000),
        ("2", "", 20_000),
        ("0,35", "", 3_500),
        (2, "", 20_000),
        (5, "sao", 1_800),
        ("0,12345", "ha", 1_235),
    ],
)
def test_areas(cell, unit, m2):
    assert read(AREA, cell, unit)[0] == m2


@pytest.mark.parametrize(("cell", "m2"), [("5000", 5_000), (11700, 11_700), ("500000", 500_000)])
def test_areas_without_any_unit_are_judged_by_size_and_said(cell, m2):
    assert read(AREA, cell) == (m2, "unit_assumed")
    assert read(AREA, cell, "ha") == (None, "out_of_range")


@pytest.mark.parametrize("cell", ["70", "99", "0,001", "600000"])
def test_areas_of_no_orchard_are_out_of_range(cell):
    assert read(AREA, cell) == (None, "out_of_range")


def test_an_area_that_is_possible_both_ways_is_asked_about():
    assert read(AREA, "1.500") == (None, "ambiguous_number")
    assert read(AREA, "1.500", "ha") == (15_000, "mark_decided")
    assert read(AREA, "1.500", "m2") == (1_500, "mark_decided")
    assert read(AREA, "1.500", mark=",") == (1_500, "unit_assumed")


@pytest.mark.parametrize(
    ("cell", "unit", "dong"),
    [
        ("14.000", "", 14_000),
        ("14,000", "", 14_000),
        ("14000", "", 14_000),
        (14000, "d/kg", 14_000),
        ("18.500 đ/kg", "", 18_500),
        ("18k", "", 18_000),
        ("18,5 nghìn", "", 18_500),
        (18, "nghindong", 18_000),
        (Decimal("18.5"), "nghindong/kg", 18_500),
        (0, "", 0),
    ],
)
def test_prices(cell, unit, dong):
    assert read(PRICE, cell, unit)[0] == dong


@pytest.mark.parametrize("cell", ["18", "18,5", 18, Decimal("18.5")])
def test_small_prices_are_thousands_and_said(cell):
    value, code = read(PRICE, cell, "d/kg")
    assert (value // 1_000, code) == (18, "read_as_thousands")


def test_a_price_of_few_dong_is_refused_when_its_unit_is_written():
    assert read(PRICE, "18,5 đ") == (None, "not_whole")


@pytest.mark.parametrize(
    ("cell", "unit", "dong"),
    [
        ("5.160.500", "", 5_160_500),
        ("5,160,500 đ", "", 5_160_500),
        ("5160500 VNĐ", "", 5_160_500),
        ("40,68 triệu", "", 40_680_000),
        ("1,2 tỷ", "", 1_200_000_000),
        ("4.068", "1000d", 4_068_000),
        (Decimal("4533423.4"), "", 4_533_423),
    ],
)
def test_money(cell, unit, dong):
    assert read(MONEY, cell, unit)[0] == dong


def test_fractions_of_dong_and_of_things_are_refused():
    assert read(MONEY, "14,5") == (None, "not_whole")
    assert read(COUNT, "2,5") == (None, "not_whole")
    assert read(COUNT, Decimal("2.5")) == (None, "not_whole")


@pytest.mark.parametrize(
    ("cell", "count", "code"),
    [
        ("2.000 trụ", 2_000, "mark_decided"),
        ("5000", 5_000, None),
        ("1.234.567", None, "out_of_range"),
        (2000, 2_000, None),
    ],
)
def test_counts(cell, count, code):
    assert read(COUNT, cell) == (count, code)


def test_error_values_are_named_by_every_reader():
    for column in (KG, AREA, PRICE, COUNT):
        assert reader_of(column, [])("#N/A") == (None, ("error_value", {"text": "#N/A"}))


def test_true_is_not_one_to_a_reader_that_remembers():
    reader = reader_of(COUNT, [])
    assert reader(1)[0] == 1
    assert reader(True)[0] is None
    assert reader(1)[0] == 1


def test_shapes_of_digits():
    assert shape("1.234") == (".", (Decimal("1.234"), Decimal(1234)))
    assert shape("0.234") == (".", (Decimal("0.234"),))
    assert shape("1.234.567") == (",", (Decimal(1234567),))
    assert shape("1.234,50") == (",", (Decimal("1234.50"),))
    assert shape("1,234,56") is None
    assert plain("１２\u00a0m²") == "12 m2"
