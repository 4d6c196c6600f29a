"""Headings are found wherever they stand, in one row or two, in either language, with or without accents."""

import unicodedata

import pytest

from growers.rules.sheets.headers import find_heading, words
from growers.rules.sheets.people import PEOPLE
from growers.rules.sheets.tables import Table
from growers.rules.sheets.units import header_unit, units_above

VI = [
    "STT",
    "Mã hộ",
    "Họ và tên chủ hộ",
    "Số điện thoại",
    "Xã/phường",
    "Bản/tiểu khu",
    "Diện tích (ha)",
    "Số trụ",
    "Ghi chú",
]
KEYS = {1: "code", 2: "name", 3: "phone", 4: "commune", 5: "village", 6: "area", 7: "posts", 8: "note"}
DATA = [1, "012", "Nguyễn Thành Liêm", "0912345678", "Tà Hộc", "tiểu khu 7", "2,00", 2000, None]


def keys(*rows, merges=(), row=None):
    heading = find_heading(Table([list(r) for r in rows], merges=tuple(merges)), PEOPLE, row)
    return heading and heading.keys


def unaccented(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")


@pytest.mark.parametrize(
    "spelling",
    [str, str.upper, str.lower, unaccented, lambda t: unicodedata.normalize("NFD", t), lambda t: t.replace(" ", "\n"),
     lambda t: f" {t} (*)", lambda t: f"{t}:", lambda t: t.replace(" ", "_")],
)  # fmt: skip
def test_vietnamese_headings_in_every_spelling(spelling):
    assert keys([spelling(text) for text in VI], DATA) == KEYS


def test_english_headings():
    found = keys(
        ["No", "Household code", "Full name", "Phone", "Commune", "Village", "Area (ha)", "Posts", "Notes"], DATA
    )
    assert found == KEYS


def test_headings_of_our_own_downloads():
    lands = ["Plot", "Household", "Commune or ward", "Area, m²", "Measured area, m²", "Planted in", "First crop in"]
    heading = find_heading(Table([lands, DATA]), PEOPLE)
    assert heading.keys == {0: "plot", 1: "name", 2: "commune", 3: "area", 5: "planted_year", 6: "first_crop_year"}
    assert heading.units[3] == "m2"


def test_headings_of_programs():
    found = keys(["household_code", "FullName", "phone-number", "PlotArea", "plant count"], ["012", "x", "y", 1, 2])
    assert found == {0: "code", 1: "name", 2: "phone", 3: "area", 4: "plants"}


def test_headings_in_both_languages_at_once():
    found = keys(["Mã hộ / Household code", "Họ tên (Full name)", "Diện tích - Area (ha)", "SĐT/Phone"], DATA)
    assert found == {0: "code", 1: "name", 2: "area", 3: "phone"}


def test_a_slip_of_the_pen_is_forgiven():
    assert keys(["Mã hộ", "Họ và têm chủ hộ", "Điện thọai", "Diện tích"], DATA) == {
        0: "code",
        1: "name",
        2: "phone",
        3: "area",
    }


@pytest.mark.parametrize("above", range(15))
def test_the_heading_may_stand_in_any_of_the_first_fifteen_rows(above):
    titles = [["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["Độc lập – Tự do – Hạnh phúc"], ["DANH SÁCH HỘ XÃ TÀ HỘC"]]
    rows = [*([titles[n % 3] for n in range(above)]), VI, DATA]
    heading = find_heading(Table(rows), PEOPLE)
    assert (heading.rows, heading.keys) == ((above,), KEYS)


def test_the_seventeenth_row_is_too_late_unless_somebody_says_so():
    rows = [*(["x"] for _ in range(16)), VI, DATA]
    assert keys(*rows) is None
    assert keys(*rows, row=16) == KEYS


def test_data_is_no_heading():
    assert keys(DATA, DATA, DATA) is None
    assert keys(["Danh sách hộ"], ["Mã hộ"], ["012"]) is None


def test_two_rows_with_merged_cells():
    upper = ["STT", "Họ tên", "Diện tích", None, None, "Cây trồng", None]
    lower = [None, None, "ha", "trụ", "gốc", "giống", "năm trồng"]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 4), (0, 5, 0, 6)]
    wanted = {1: "name", 2: "area", 3: "posts", 4: "plants", 5: "variety", 6: "planted_year"}
    assert keys(upper, lower, DATA, merges=merges) == wanted
    assert keys(upper, lower, DATA) == wanted


def test_the_upper_row_decides_between_equal_lower_ones():
    upper = ["Họ tên", "Diện tích", None, "Vốn góp", None]
    lower = [None, "Số trụ", "Số gốc", "đồng", "năm"]
    heading = find_heading(Table([upper, lower, DATA]), PEOPLE)
    assert heading.keys == {0: "name", 1: "posts", 2: "plants", 3: "capital_vnd"}
    assert heading.units[3] == "dong"


def test_a_title_above_a_heading_is_no_upper_row():
    heading = find_heading(Table([["DANH SÁCH HỘ TRỒNG"], VI, DATA], merges=((0, 0, 0, 8),)), PEOPLE)
    assert (heading.rows, heading.keys) == ((1,), KEYS)


def test_each_key_goes_to_the_better_column_once():
    assert keys(["Ngày vào HTX của hộ", "Ngày vào", "Họ tên"], DATA) == {1: "joined_on", 2: "name"}
    heading = find_heading(Table([["Mã hộ", "Diện tích (ha)", "Họ tên", "Diện tích (ha)"], DATA]), PEOPLE)
    assert heading.keys == {0: "code", 1: "area", 2: "name"}
    assert heading.twice == {"area": [1, 3]}


def test_neighbouring_words_are_not_confused():
    found = keys(
        ["Mã số vùng trồng", "Mã hộ", "Tên thửa", "Tên tài khoản", "Số tài khoản", "Năm sinh", "Năm trồng", "Số CMND"],
        DATA,
    )
    assert found == {
        0: "area_code",
        1: "code",
        2: "plot",
        3: "bank_account_name",
        4: "bank_account",
        5: "birth_year",
        6: "planted_year",
        7: "citizen_id",
    }
    assert keys(["Mã hộ", "Họ tên", "Hợp tác xã", "Ngày ban hành", "Mô tả"], DATA) == {0: "code", 1: "name", 4: "note"}


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Diện tích (ha)", "ha"),
        ("Diện tích (m²)", "m2"),
        ("Diện tích\n(m2)", "m2"),
        ("Sản lượng [tấn]", "tan"),
        ("Sản lượng (ĐVT: tạ)", "ta"),
        ("Đơn giá (đ/kg)", "d/kg"),
        ("Giá (nghìn đồng)", "nghindong"),
        ("Thành tiền (1.000 đ)", "1000d"),
        ("Khối lượng kg", "kg"),
        ("Diện tích\nha", "ha"),
        ("Sản lượng tấn", "tan"),
        ("Mô tả", ""),
        ("Số hộ dân", ""),
        ("Ghi chú (nếu có)", ""),
    ],
)
def test_units_in_headings(text, unit):
    assert header_unit(text) == unit


def test_units_above_the_table():
    assert units_above(["Biểu 01", "ĐVT: kg", "Đơn vị tính: 1.000 đồng"]) == ["kg", "1000dong"]
    assert units_above(["Đơn vị: HTX Ngọc Hoàng"]) == []


def test_words_are_folded_letters_and_digits():
    assert words(" Họ & tên (*)") == "ho ten"
