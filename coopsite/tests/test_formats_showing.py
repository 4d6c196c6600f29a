"""What people see in both languages, and that what a form shows is read back as the same value."""

import datetime

import pytest
from django.utils import formats as django_formats
from django.utils.translation import deactivate_all, override
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsite.formats import parsing, showing

anything = settings(max_examples=150, deadline=None, database=None)
UTC = datetime.UTC


@pytest.mark.parametrize(
    "show, value, vi, en",
    [
        (showing.kg, 1_234_500, "1.234,5", "1,234.5"),
        (showing.kg, 271_000, "271,0", "271.0"),
        (showing.kg, 87_550, "87,55", "87.55"),
        (showing.kg, 12_345, "12,345", "12.345"),
        (showing.kg, 12_005, "12,005", "12.005"),
        (showing.kg, 0, "0,0", "0.0"),
        (showing.kg, -1_500, "-1,5", "-1.5"),
        (showing.kg, -500, "-0,5", "-0.5"),
        (showing.kg_unit, 1_234_500, "1.234,5 kg", "1,234.5 kg"),
        (showing.tonnes, 152_420_000, "152,4 tấn", "152.4 t"),
        (showing.tonnes, 152_450_000, "152,5 tấn", "152.5 t"),
        (showing.tonnes, 1_540_000_000, "1.540,0 tấn", "1,540.0 t"),
        (showing.tonnes, -152_450_000, "-152,5 tấn", "-152.5 t"),
        (showing.tonnes, -10, "0,0 tấn", "0.0 t"),
        (showing.count, 5_000, "5.000", "5,000"),
        (showing.dong, 15_234_000, "15.234.000 đ", "15,234,000 đ"),
        (showing.dong, 0, "0 đ", "0 đ"),
        (showing.dong, -500_000, "-500.000 đ", "-500,000 đ"),
        (showing.dong_plain, 15_234_000, "15.234.000", "15,234,000"),
        (showing.dong_short, 9_020_000_000, "9,02 tỷ", "9.02 bn"),
        (showing.dong_short, 416_400_000, "416 triệu", "416 m"),
        (showing.dong_short, 15_200_000, "15,2 triệu", "15.2 m"),
        (showing.dong_short, 99_960_000, "100 triệu", "100 m"),
        (showing.dong_short, 999_499_999, "999 triệu", "999 m"),
        (showing.dong_short, 999_500_000, "1,00 tỷ", "1.00 bn"),
        (showing.dong_short, 999_999, "999.999 đ", "999,999 đ"),
        (showing.dong_short, -9_020_000_000, "-9,02 tỷ", "-9.02 bn"),
        (showing.hectares, 20_000, "2,00 ha", "2.00 ha"),
        (showing.hectares, 1_080, "0,108 ha", "0.108 ha"),
        (showing.hectares, 12_345_678, "1.234,5678 ha", "1,234.5678 ha"),
        (showing.percent_bp, 3_400, "34,0 %", "34.0%"),
        (showing.percent_bp, 1_225, "12,25 %", "12.25%"),
        (showing.percent_bp, -50, "-0,5 %", "-0.5%"),
        (showing.day, datetime.date(2025, 9, 8), "08/09/2025", "08/09/2025"),
        (showing.day_long, datetime.date(2025, 9, 8), "ngày 08 tháng 09 năm 2025", "8 September 2025"),
        (showing.week, datetime.date(2025, 9, 8), "Tuần 37 (08–14/09)", "Week 37 (08–14/09)"),
        (showing.week, datetime.date(2025, 9, 14), "Tuần 37 (08–14/09)", "Week 37 (08–14/09)"),
        (showing.week, datetime.date(2025, 10, 1), "Tuần 40 (29/09–05/10)", "Week 40 (29/09–05/10)"),
        (showing.week, datetime.date(2026, 1, 1), "Tuần 1 (29/12–04/01)", "Week 1 (29/12–04/01)"),
        (showing.phone, "+84912345678", "0912 345 678", "0912 345 678"),
        (showing.phone, "+842123852123", "(0212) 3852 123", "(0212) 3852 123"),
        (showing.phone, "+842438521234", "(024) 3852 1234", "(024) 3852 1234"),
        (showing.phone, "+8613812345678", "+8613812345678", "+8613812345678"),
        (showing.phone, "+841900", "01900", "01900"),
        (showing.phone, "", "–", "–"),
        (showing.masked_id, "014012345612", "*********612", "*********612"),
        (showing.masked_id, "012345678", "******678", "******678"),
        (showing.masked_id, "12345678", "********", "********"),
        (showing.masked_id, "", "–", "–"),
        (showing.kg_input, 1_234_500, "1234,5", "1234.5"),
        (showing.kg_input, 12_000, "12", "12"),
        (showing.kg_input, 12_345, "12,3450", "12.3450"),
        (showing.dong_input, 15_234_000, "15.234.000", "15,234,000"),
        (showing.area_input, 20_000, "2", "2"),
        (showing.area_input, 12_340, "1,2340", "1.2340"),
        (showing.area_input, 1_524_000, "152,4 ha", "152.4 ha"),
        (showing.percent_input, 1_225, "12,25", "12.25"),
    ],
)
def test_shown_in_both_languages(show, value, vi, en):
    with override("vi"):
        assert show(value) == vi
    with override("en"):
        assert show(value) == en
    with override("en-gb"):
        assert show(value) == en


@pytest.mark.parametrize(
    "show",
    [
        showing.kg,
        showing.kg_unit,
        showing.tonnes,
        showing.count,
        showing.dong,
        showing.dong_plain,
        showing.dong_short,
        showing.hectares,
        showing.percent_bp,
        showing.day,
        showing.time_of_day,
        showing.day_time,
        showing.day_long,
        showing.week,
        showing.phone,
        showing.masked_id,
    ],
)
def test_nothing_shows_as_a_dash(show):
    assert show(None) == "–"


@pytest.mark.parametrize("show", [showing.kg_input, showing.dong_input, showing.area_input, showing.percent_input])
def test_nothing_is_an_empty_field(show):
    assert show(None) == ""


def test_totals_may_drop_empty_decimals():
    with override("vi"):
        assert showing.kg(16_480_000, least=0) == "16.480"
        assert showing.kg_unit(16_480_000, least=0) == "16.480 kg"
        assert showing.kg_unit(16_480_500, least=0) == "16.480,5 kg"


def test_moments_are_shown_as_in_vietnam():
    moment = datetime.datetime(2025, 9, 7, 20, 5, tzinfo=UTC)
    assert showing.day_time(moment) == "03:05 08/09/2025"
    assert showing.time_of_day(moment) == "03:05"
    for show in (showing.day_time, showing.time_of_day):
        with pytest.raises(ValueError):
            show(moment.replace(tzinfo=None))


def test_without_an_active_language_it_is_vietnamese():
    with override("en"):
        deactivate_all()
        assert showing.kg(1_234_500) == "1.234,5"


languages = st.sampled_from(["vi", "en"])


@anything
@given(languages, st.integers(0, parsing.MAX_GRAMS))
def test_weight_fields_read_back_what_they_show(language, g):
    with override(language):
        assert parsing.parse_kg(showing.kg_input(g), decimals=3) == g
        assert parsing.parse_kg(showing.kg_input(g // 10 * 10)) == g // 10 * 10
        assert parsing.parse_kg(showing.kg_input(g // 100 * 100), decimals=1) == g // 100 * 100


@anything
@given(languages, st.integers(0, 2_000) | st.integers(0, parsing.MAX_DONG))
def test_money_fields_read_back_what_they_show(language, v):
    with override(language):
        assert parsing.parse_dong(showing.dong_input(v)) == v
        assert parsing.parse_dong(showing.dong_input(v, price=True), price=True) == v
        assert parsing.parse_dong(showing.dong(v)) == v


@anything
@given(languages, st.integers(0, 1_100_000) | st.integers(0, parsing.MAX_M2))
def test_area_fields_read_back_what_they_show(language, m2):
    with override(language):
        assert parsing.parse_area(showing.area_input(m2)) == m2


@anything
@given(languages, st.integers(0, 10_000))
def test_percent_fields_read_back_what_they_show(language, bp):
    with override(language):
        assert parsing.parse_percent_bp(showing.percent_input(bp)) == bp
        assert parsing.parse_percent_bp(showing.percent_bp(bp)) == bp


@anything
@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)))
def test_days_are_read_back_as_shown(d):
    assert parsing.parse_day(showing.day(d), today=datetime.date(2025, 9, 8)) == d


@pytest.mark.parametrize("language", ["vi", "en"])
def test_django_itself_reads_and_shows_days_first(language):
    with override(language):
        assert django_formats.get_format("DATE_INPUT_FORMATS")[0] == "%d/%m/%Y"
        assert django_formats.date_format(datetime.date(2025, 9, 12), "SHORT_DATE_FORMAT") == "12/09/2025"
        assert django_formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_django_itself_groups_numbers_as_the_language_does():
    with override("vi"):
        assert django_formats.number_format("1234567.50", use_l10n=True, force_grouping=True) == "1.234.567,50"
        assert django_formats.date_format(datetime.date(2025, 9, 12), "YEAR_MONTH_FORMAT") == "tháng 09/2025"
    with override("en"):
        assert django_formats.number_format("1234567.50", use_l10n=True, force_grouping=True) == "1,234,567.50"
