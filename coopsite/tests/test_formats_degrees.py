"""Temperatures as people type them: read, refused, and read back as they show."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from coopsite.formats import showing
from coopsite.formats.degrees import COLDEST_DC, HOTTEST_DC, parse_celsius
from coopsite.formats.parsing import Unreadable


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [
        ("46,5", 465), ("46.5 °C", 465), ("-0,5", -5), ("−1", -10), ("－ 1", -10), ("5", 50), (" 46 độ ", 460),
        ("0", 0), ("４６,５℃", 465), ("46,50", 465),
    ],
)  # fmt: skip
def test_a_temperature_is_read(typed, tenths):
    assert parse_celsius(typed) == tenths


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"), ("nóng", "not_a_number"), ("46,55", "too_many_decimals"), ("4 6", "space_inside"),
        ("200", "too_large"), ("-41", "too_large"), ("--5", "negative"), ("46 F", "space_inside"), ("°C", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_temperature_is_refused(typed, code):
    with pytest.raises(Unreadable) as refused:
        parse_celsius(typed)
    assert refused.value.code == code


@given(st.sampled_from(["vi", "en"]), st.integers(COLDEST_DC, HOTTEST_DC))
def test_temperature_fields_read_back_what_they_show(language, tenths):
    with override(language):
        assert parse_celsius(showing.celsius_input(tenths)) == tenths
        assert parse_celsius(showing.celsius(tenths)) == tenths
