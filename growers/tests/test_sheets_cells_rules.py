"""Words, codes, telephones, identity numbers, days and choices come out of cells as they were meant, or not at all."""

import datetime
import unicodedata
from decimal import Decimal

import pytest

from growers.rules.sheets import problems
from growers.rules.sheets.dates import proves_month_first
from growers.rules.sheets.readers import KINDS, reader_of
from growers.rules.sheets.tables import Column, as_text

DAY = datetime.date(2025, 9, 8)
ODD_TEXTS = (
    "|0|=1+1|\u202etext|\x00|💧💧|٣|½|²|1e9999|#N/A|''|31/12/9999|0/0/0000|()|-|--5|1,,2|٠٩١٢٣٤٥٦٧٨|1/1/1/1|(((((|m2"
    + "|12m2m2|+84|T"
)
ODD_VALUES = (0, -1, 10**20, Decimal("-0.5"), Decimal("1E+300"), True, DAY, datetime.time(0), "9" * 500, "a" * 4_096)
ODD = (*ODD_TEXTS.split("|"), *ODD_VALUES)


def read(kind, cell, *, others=(), today=None, **wishes):
    column = Column("key", "Cột", "Column", (), kind, **wishes)
    value, remark = reader_of(column, [*others, cell], today=today)(cell)
    if remark:
        known = problems.CELL_CODES | problems.CELL_NOTES
        assert set(remark[1]) == set(known[remark[0]])
    return value, remark and remark[0]


def test_text_is_clean_or_refused():
    assert read("text", unicodedata.normalize("NFD", "  bản   Cao\u200b Sơn\n")) == ("bản Cao Sơn", None)
    assert read("text", 12) == ("12", None)
    assert read("text", Decimal("1.5")) == ("1,5", None)
    assert read("text", DAY) == ("08/09/2025", None)
    assert read("text", "-") == read("text", " ") == (None, None)
    assert read("text", "Ho\ufffd") == (None, "broken_characters")
    assert read("text", "x" * 201) == (None, "too_long")
    assert read("text", "=HYPERLINK(1)") == ("=HYPERLINK(1)", None)


@pytest.mark.parametrize("name", ["Sồng A Chua", "Vì", "NGUYỄN THÀNH LIÊM", "Lò Văn Đức (2)", "-Anh", "Ông A"])
def test_names_of_every_people(name):
    assert read("name", name) == (name, None)


def test_a_number_is_no_name():
    assert read("name", 12) == read("name", "12.5") == (None, "not_a_name")


@pytest.mark.parametrize(
    ("cell", "code", "remark"),
    [
        (12, "012", None),
        (Decimal("12.0"), "012", None),
        ("12", "012", "zeros_restored"),
        ("12.0", "012", "zeros_restored"),
        ("012", "012", None),
        ("1234", "1234", None),
        ("NH-012", "NH-012", None),
        ("097-1", "097-1", None),
        ("Xã Tà Hộc", None, "bad_code"),
        (True, None, "bad_code"),
        ("1234567", None, "code_too_long"),
        ("-", None, None),
    ],
)
def test_codes_get_their_zeros_back(cell, code, remark):
    assert read("code", cell, width=3, max_length=6) == (code, remark)


def test_codes_are_as_long_as_the_others_of_their_column():
    assert read("code", 12, width=3, max_length=6, others=["0097", "0189"]) == ("0012", None)


@pytest.mark.parametrize(
    ("cell", "phone", "remark"),
    [
        ("0912345678", "+84912345678", None),
        ("0912 345 678", "+84912345678", None),
        ("0912.345.678", "+84912345678", None),
        ("(+84) 912-345-678", "+84912345678", None),
        ("+84 0912 345 678", "+84912345678", None),
        ("0084912345678", "+84912345678", None),
        (912345678, "+84912345678", None),
        (Decimal("912345678.0"), "+84912345678", None),
        (84912345678, "+84912345678", None),
        ("912345678", "+84912345678", None),
        ("0212 3852 123", "+842123852123", None),
        (2123852123, "+842123852123", None),
        ("0162 345 6789", "+84323456789", "phone_renumbered"),
        (1623456789, "+84323456789", "phone_renumbered"),
        (16234567, None, "bad_phone"),
        ("0912345678 / 0987654321", "+84912345678", "phone_picked"),
        ("0912 345 678 - 0987 654 321", "+84912345678", "phone_picked"),
        ("0912345678 (vợ)", "+84912345678", "phone_picked"),
        ("9,12346E+08", None, "digits_lost"),
        ("0412345678", None, "bad_phone"),
        ("09123", None, "bad_phone"),
        ("chưa có", None, "bad_phone"),
        ("không", None, None),
        (DAY, None, "bad_phone"),
    ],
)
def test_phones(cell, phone, remark):
    assert read("phone", cell) == (phone, remark)


@pytest.mark.parametrize(
    ("cell", "citizen_id", "remark"),
    [
        ("014089001234", "014089001234", None),
        ("014 089 001 234", "014089001234", None),
        (14089001234, "014089001234", "zeros_restored"),
        ("14089001234", "014089001234", "zeros_restored"),
        (1089001234, "001089001234", "zeros_restored"),
        (99089001234, None, "bad_citizen_id"),
        ("0140890012", None, "bad_citizen_id"),
        ("050123456", None, "old_identity_card"),
        ("1.4089E+10", None, "digits_lost"),
        ("01408900123x", None, "bad_citizen_id"),
        ("-", None, None),
    ],
)
def test_citizen_ids(cell, citizen_id, remark):
    assert read("citizen_id", cell) == (citizen_id, remark)


@pytest.mark.parametrize(
    ("cell", "account", "remark"),
    [
        ("0071001234567", "0071001234567", None),
        ("0071 0012 34567", "0071001234567", None),
        (71001234567, "71001234567", "zeros_may_be_lost"),
        (Decimal("1234567890123456"), None, "digits_lost"),
        ("1,23457E+15", None, "digits_lost"),
        ("VCB", None, "bad_account"),
        ("12", None, "bad_account"),
    ],
)
def test_accounts(cell, account, remark):
    assert read("account", cell) == (account, remark)


@pytest.mark.parametrize(
    "cell",
    [
        DAY,
        datetime.datetime(2025, 9, 8, 7, 30),  # noqa: DTZ001
        "08/09/2025",
        "8/9/2025",
        "8/9/25",
        "08-09-2025",
        "08.09.2025",
        "8 / 9 / 2025",
        "2025-09-08",
        "2025-09-08T07:30:00",
        "08/09/2025 07:30",
        "07:30 08/09/2025",
        "ngày 8 tháng 9 năm 2025",
        "Thứ Hai, 08/09/2025",
        "Thứ 2 ngày 08 tháng 09 năm 2025",
        "０８/０９/２０２５",
    ],
)
def test_days(cell):
    assert read("date", cell) == (DAY, None)


@pytest.mark.parametrize(
    ("cell", "day", "remark"),
    [
        (45908, DAY, "serial_date"),
        (Decimal("45908.3125"), DAY, "serial_date"),
        ("45908", DAY, "serial_date"),
        ("31/02/2025", None, "bad_date"),
        ("09/25/2025", None, "bad_date"),
        ("8/9", None, "year_missing"),
        ("2019", None, "bad_date"),
        ("hôm qua", None, "bad_date"),
        ("08/09/1800", None, "date_out_of_range"),
        (datetime.time(7, 30), None, "bad_date"),
        (True, None, "bad_date"),
        (12, None, "bad_date"),
        ("12/09/2025", datetime.date(2025, 9, 12), None),
    ],
)
def test_days_of_other_kinds(cell, day, remark):
    assert read("date", cell) == (day, remark)


@pytest.mark.parametrize("cell", [2019, "2019", "năm 2019"])
def test_a_year_alone_is_a_day_where_the_column_allows_it(cell):
    assert read("date", cell, year_ok=True) == (datetime.date(2019, 1, 1), "year_only")
    assert read("date", cell) == (None, "bad_date")


def test_a_month_is_a_day_where_a_year_is():
    assert read("date", "05/2019", year_ok=True) == (datetime.date(2019, 5, 1), None)


def test_a_column_that_puts_months_first_makes_short_days_doubtful():
    assert proves_month_first(["08/09/2025", "09/25/2025"])
    assert not proves_month_first(["25/09/2025", "2025-09-25", DAY])
    assert read("date", "08/09/2025", others=["09/25/2025"]) == (None, "ambiguous_date")
    assert read("date", "08/08/2025", others=["09/25/2025"]) == (datetime.date(2025, 8, 8), None)
    assert read("date", "08/09/2025", others=["25/09/2025"]) == (DAY, None)


def test_days_to_come_are_refused_where_they_cannot_be():
    tomorrow = DAY + datetime.timedelta(days=1)
    assert read("date", tomorrow, past=True, today=DAY) == (None, "future_date")
    assert read("date", DAY, past=True, today=DAY) == (DAY, None)
    assert read("date", tomorrow, today=DAY) == (tomorrow, None)


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (2019, 2019),
        ("2019", 2019),
        ("năm 2019", 2019),
        (DAY, 2025),
        ("05/2019", 2019),
        ("01/05/2019", 2019),
        (43586, 2019),
    ],
)
def test_years(cell, year):
    assert read("year", cell, low=1950) == (year, None)


@pytest.mark.parametrize("cell", ["19", 19, "2026", "1949", "lâu rồi"])
def test_years_refused(cell):
    assert read("year", cell, low=1950, past=True, today=DAY) == (None, "bad_year")


def test_choices_by_any_spelling():
    choices = {"drip": ("nhỏ giọt", "tưới nhỏ giọt"), "none": ("không",)}
    for cell in ("Nhỏ giọt", "NHO GIOT", " tưới  nhỏ-giọt ", "drip", unicodedata.normalize("NFD", "nhỏ giọt")):
        assert read("choice", cell, choices=choices) == ("drip", None)
    assert read("choice", "ống", choices=choices) == (None, "unknown_choice")
    assert read("choice", 1, choices={"L1": ("loại 1", "1")}) == ("L1", None)
    assert read("choice", "-", choices=choices) == (None, None)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_blank_is_a_blank_to_every_reader(kind):
    assert read(kind, "", low=1) == read(kind, None, low=1) == (None, None)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_reader_falls_over_anything(kind):
    for cell in ODD:
        value, remark = read(kind, cell, choices={"a": ("b",)}, low=1, high=9)
        assert value is None or remark is None or remark in problems.CELL_NOTES


def test_cells_as_people_see_them():
    shown = [None, "a", True, False, 12, Decimal("1.17"), Decimal("1E+3"), DAY, datetime.time(7, 5)]
    assert [as_text(cell) for cell in shown] == ["", "a", "TRUE", "FALSE", "12", "1,17", "1000", "08/09/2025", "07:05"]
    assert as_text(datetime.datetime(2025, 9, 8, 7, 30)) == "08/09/2025 07:30"  # noqa: DTZ001
