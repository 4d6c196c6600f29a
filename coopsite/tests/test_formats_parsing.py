"""What people type as numbers: what is read, and what is refused under which code."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsite.formats import parsing
from coopsite.formats.parsing import (
    CODES,
    Unreadable,
    parse_area,
    parse_dong,
    parse_int,
    parse_kg,
    parse_percent_bp,
)

anything = settings(max_examples=150, deadline=None, database=None)
NUMBER_PARSERS = [parse_kg, parse_dong, parse_area, parse_percent_bp, parse_int]


def price(text):
    return parse_dong(text, price=True)


def refusal(parse, *args, **kwargs) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        parse(*args, **kwargs)
    assert caught.value.code in CODES
    return caught.value


@pytest.mark.parametrize(
    "parse, typed, value",
    [
        (parse_kg, "87,5", 87_500),
        (parse_kg, "87.5 kg", 87_500),
        (parse_kg, "87,55Kg", 87_550),
        (parse_kg, " 100 ", 100_000),
        (parse_kg, "0", 0),
        (parse_kg, ",5", 500),
        (parse_kg, "1234,5", 1_234_500),
        (parse_kg, "99,50000", 99_500),
        (parse_kg, "2,5 tấn", 2_500_000),
        (parse_kg, "3 tạ", 300_000),
        (parse_kg, "1 yến", 10_000),
        (parse_dong, "15.234.000", 15_234_000),
        (parse_dong, "15,234,000", 15_234_000),
        (parse_dong, "15 234 000", 15_234_000),
        (parse_dong, "15234000", 15_234_000),
        (parse_dong, "15.234.000 đ", 15_234_000),
        (parse_dong, "15.234.000,00 VNĐ", 15_234_000),
        (parse_dong, "18.500", 18_500),
        (parse_dong, "18,500", 18_500),
        (parse_dong, "18", 18),
        (parse_dong, "500k", 500_000),
        (parse_dong, "15,2tr", 15_200_000),
        (parse_dong, "15.2 triệu đồng", 15_200_000),
        (parse_dong, "1,2 tỷ", 1_200_000_000),
        (parse_dong, "1,2 tỉ", 1_200_000_000),
        (parse_dong, "1.234,5 tr", 1_234_500_000),
        (parse_dong, "18,5 nghìn", 18_500),
        (parse_dong, "9.02 bn", 9_020_000_000),
        (price, "18k", 18_000),
        (price, "18", 18_000),
        (price, "18,5", 18_500),
        (price, "18.5", 18_500),
        (price, "18.500", 18_500),
        (price, "18.500 đ/kg", 18_500),
        (price, "999", 999_000),
        (price, "1000", 1_000),
        (price, "500 đ", 500),
        (price, "0", 0),
        (parse_area, "2", 20_000),
        (parse_area, "2,5", 25_000),
        (parse_area, "2,0 ha", 20_000),
        (parse_area, "0.36", 3_600),
        (parse_area, "1,2345", 12_345),
        (parse_area, "5000 m2", 5_000),
        (parse_area, "5.000 m²", 5_000),
        (parse_area, "5000㎡", 5_000),
        (parse_area, "3 sào", 1_080),
        (parse_area, "2,5 sao", 900),
        (parse_area, "1 mẫu", 3_600),
        (parse_area, "150 ha", 1_500_000),
        (parse_area, "1.234,5 ha", 12_345_000),
        (parse_percent_bp, "34", 3_400),
        (parse_percent_bp, "34,0 %", 3_400),
        (parse_percent_bp, "12.25%", 1_225),
        (parse_percent_bp, "100", 10_000),
        (parse_int, "4", 4),
        (parse_int, "5.000", 5_000),
        (parse_int, "5,000,000", 5_000_000),
        (parse_int, "007", 7),
    ],
)
def test_number_is_read(parse, typed, value):
    read = parse(typed)
    assert read == value
    assert type(read) is int
    assert parse(unicodedata.normalize("NFD", typed)) == value
    assert parse(typed.replace(" ", "\u00a0") + "\u200b") == value
    full_width = "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.,%" else c for c in typed)
    assert parse(full_width) == value


@pytest.mark.parametrize(
    "parse, typed, code",
    [
        (parse_kg, "12.345", "ambiguous_kg"),
        (parse_kg, "12,345", "ambiguous_kg"),
        (parse_kg, "1.500 tấn", "ambiguous_kg"),
        (parse_kg, "1.234,5", "thousands_separator"),
        (parse_kg, "1.234.567", "thousands_separator"),
        (parse_kg, "12,3456", "too_many_decimals"),
        (parse_kg, "0,345", "too_many_decimals"),
        (parse_kg, "1234,567", "too_many_decimals"),
        (parse_kg, "99 101", "space_inside"),
        (parse_kg, "12 345", "space_inside"),
        (parse_kg, "1,2,3", "misplaced_separator"),
        (parse_kg, "5 lb", "unknown_unit"),
        (parse_kg, "1000000000,01", "too_large"),
        (parse_dong, "18,5", "fraction_of_dong"),
        (parse_dong, "15.234.000,50", "fraction_of_dong"),
        (parse_dong, "1,2345678 tr", "fraction_of_dong"),
        (parse_dong, "1.500 tr", "ambiguous_dong"),
        (parse_dong, "15.23.000", "misplaced_separator"),
        (parse_dong, "0.500.000", "misplaced_separator"),
        (parse_dong, "15 23 000", "not_a_number"),
        (parse_dong, "5 usd", "unknown_unit"),
        (parse_dong, "18k/kg", "unknown_unit"),
        (parse_dong, "1000000 tỷ 1", "unknown_unit"),
        (parse_dong, "1000001 tỷ", "too_large"),
        (price, "1000,5", "fraction_of_dong"),
        (price, "18,55555", "fraction_of_dong"),
        (parse_area, "1.234", "ambiguous_area"),
        (parse_area, "1,234 ha", "ambiguous_area"),
        (parse_area, "5000", "ambiguous_area"),
        (parse_area, "100", "ambiguous_area"),
        (parse_area, "250,5 m2", "fraction_of_m2"),
        (parse_area, "1,23456", "fraction_of_m2"),
        (parse_area, "2 công", "unknown_unit"),
        (parse_area, "200001 ha", "too_large"),
        (parse_percent_bp, "12,345", "too_many_decimals"),
        (parse_percent_bp, "101", "too_large"),
        (parse_percent_bp, "1 2", "space_inside"),
        (parse_percent_bp, "5 kg", "unknown_unit"),
        (parse_int, "5,5", "not_whole"),
        (parse_int, "5,0", "not_whole"),
        (parse_int, "2147483648", "too_large"),
        (parse_int, "5 kg", "unknown_unit"),
    ],
)
def test_number_is_refused(parse, typed, code):
    assert refusal(parse, typed).code == code


@pytest.mark.parametrize("parse", NUMBER_PARSERS)
@pytest.mark.parametrize(
    "typed, code",
    [
        (None, "empty"),
        ("", "empty"),
        (" \u00a0\u200b\t", "empty"),
        ("-5", "negative"),
        ("− 5", "negative"),
        ("–,5", "negative"),
        ("1e5", "exponent"),
        ("1,5E-3", "exponent"),
        ("nan", "not_a_number"),
        ("inf", "not_a_number"),
        ("-inf", "not_a_number"),
        ("∞", "not_a_number"),
        ("+5", "not_a_number"),
        ("5²", "not_a_number"),
        ("½", "not_a_number"),
        ("٣", "not_a_number"),
        ("1_000", "not_a_number"),
        ("(5)", "not_a_number"),
        ("-", "not_a_number"),
        (".", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("12,", "misplaced_separator"),
        ("1,,2", "misplaced_separator"),
        ("0x10", "unknown_unit"),
        ("9" * 19, "too_long"),
        ("0" * 41, "too_long"),
        ("x" * 1_000_000, "too_long"),
    ],
)
def test_nonsense_is_refused_everywhere_with_its_own_code(parse, typed, code):
    assert refusal(parse, typed).code == code


@pytest.mark.parametrize(
    "parse, typed, readings",
    [
        (parse_kg, "12.345", ("12,345 kg = 12 kg 345 g", "12.345 kg = 12345 kg")),
        (parse_kg, "1,500 tấn", ("1,500 tấn = 1500 kg", "1.500 tấn = 1500000 kg")),
        (parse_kg, "1.234,5", ("1234,5 kg",)),
        (parse_dong, "1.500 tr", ("1.500.000 đ", "1.500.000.000 đ")),
        (parse_area, "1.234", ("1,234 ha = 12340 m²", "1234 m²")),
        (parse_area, "1.234 ha", ("1,234 ha = 12340 m²", "1234 ha")),
        (parse_area, "1,234 sào", ("1,234 sào", "1234 sào")),
        (parse_area, "5000", ("5000 ha", "5000 m²")),
        (parse_area, "250,5", ("250,5 ha", "250,5 m²")),
    ],
)
def test_ambiguous_number_names_its_readings(parse, typed, readings):
    assert refusal(parse, typed).readings == readings


def test_kilograms_keep_the_decimals_the_field_keeps():
    assert parse_kg("87,5", decimals=1) == 87_500
    assert parse_kg("87,50", decimals=1) == 87_500
    assert parse_kg("12,3450", decimals=3) == 12_345
    refused = refusal(parse_kg, "87,55", decimals=1)
    assert (refused.code, refused.data) == ("too_many_decimals", {"decimals": 1})


def test_refusals_carry_what_the_message_needs():
    assert refusal(parse_percent_bp, "60", maximum=5_000).data == {"maximum": 5_000}
    assert refusal(parse_kg, "5 bao").data == {"unit": "bao"}


@anything
@given(st.text(max_size=45) | st.text(alphabet="0123456789., -kmtrđhasàoe²/", max_size=12))
def test_any_text_is_read_or_refused_under_a_known_code(text):
    for parse in [*NUMBER_PARSERS, price]:
        try:
            assert parse(text) >= 0
        except Unreadable as refused:
            assert refused.code in CODES


@anything
@given(st.integers(0, parsing.MAX_GRAMS // 10))
def test_comma_and_dot_weigh_the_same(hundredths):
    text = f"{hundredths // 100},{hundredths % 100:02d}"
    assert parse_kg(text) == parse_kg(text.replace(",", ".")) == hundredths * 10


def test_the_docstring_lists_every_code():
    listed = {line.split()[0] for line in parsing.__doc__.splitlines() if line.strip()}
    assert listed >= CODES
