"""What people type as dates: day first always, and days that the calendar does not have are refused."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopsite.formats.parsing import CODES, Unreadable, parse_day


def day(text):
    return parse_day(text, today=datetime.date(2025, 9, 8))


@pytest.mark.parametrize(
    "typed, date",
    [
        ("8/9", (2025, 9, 8)),
        ("08.09", (2025, 9, 8)),
        ("8/9/25", (2025, 9, 8)),
        ("08-09-2025", (2025, 9, 8)),
        ("08.09.2025", (2025, 9, 8)),
        ("08–09–2025", (2025, 9, 8)),
        ("8 / 9 / 2025", (2025, 9, 8)),
        ("2025-09-08", (2025, 9, 8)),
        ("2025/9/8", (2025, 9, 8)),
        ("０８/０９/２０２５", (2025, 9, 8)),
        ("\u00a08/9\u200b", (2025, 9, 8)),
        ("03/11/2026", (2026, 11, 3)),
        ("29/2/2024", (2024, 2, 29)),
        ("1/1/45", (2045, 1, 1)),
        ("1/1/46", (1946, 1, 1)),
    ],
)
def test_day_is_read_day_first(typed, date):
    assert day(typed) == datetime.date(*date)


@pytest.mark.parametrize(
    "typed, code",
    [
        (None, "empty"),
        (" ", "empty"),
        ("29/2", "impossible_date"),
        ("31/4/2025", "impossible_date"),
        ("12/13/2025", "impossible_date"),
        ("0/1/2025", "impossible_date"),
        ("2025-02-30", "impossible_date"),
        ("1/1/0000", "year_out_of_range"),
        ("1/1/1899", "year_out_of_range"),
        ("8/9-2025", "not_a_date"),
        ("8", "not_a_date"),
        ("8/9/5", "not_a_date"),
        ("8/9/025", "not_a_date"),
        ("-8/9", "not_a_date"),
        ("8/9/2025 10:00", "not_a_date"),
        ("mai", "not_a_date"),
        ("٨/٩", "not_a_date"),
        ("1" * 50, "too_long"),
    ],
)
def test_day_is_refused(typed, code):
    with pytest.raises(Unreadable) as caught:
        day(typed)
    assert caught.value.code == code
    assert code in CODES


@pytest.mark.parametrize(
    "typed, data",
    [
        ("31/2/2025", {"day": 31, "month": 2, "year": 2025}),
        ("1/1/3000", {"first": 1900, "last": 2199}),
    ],
)
def test_refusal_carries_what_the_message_needs(typed, data):
    with pytest.raises(Unreadable) as caught:
        day(typed)
    assert caught.value.data == data


@settings(max_examples=150, deadline=None, database=None)
@given(st.text(max_size=45) | st.text(alphabet="0123456789/.- ", max_size=11))
def test_any_text_is_a_date_or_refused_under_a_known_code(text):
    try:
        assert isinstance(day(text), datetime.date)
    except Unreadable as refused:
        assert refused.code in CODES
