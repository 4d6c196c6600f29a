"""A time and a day, as a director types them on a phone at five in the morning."""

import datetime as dt

import pytest

from coopsite.formats.moments import CODES, day_start, moment_input, parse_moment
from coopsite.formats.parsing import Unreadable
from coopsite.formats.showing import VIETNAM

NOW = dt.datetime(2025, 9, 8, 3, 0, tzinfo=dt.UTC)  # ten in the morning in Vietnam


def at(*parts) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05:30 08/09/2025", at(2025, 9, 8, 5, 30)),
        ("08/09/2025 05:30", at(2025, 9, 8, 5, 30)),
        ("8/9 5:30", at(2025, 9, 8, 5, 30)),
        ("5h30, 8/9", at(2025, 9, 8, 5, 30)),
        ("5h", at(2025, 9, 8, 5, 0)),
        ("5 giờ 30", at(2025, 9, 8, 5, 30)),
        ("5g30", at(2025, 9, 8, 5, 30)),
        ("12/09/2025", at(2025, 9, 12, 0, 0)),
        ("2025-09-08T05:30", at(2025, 9, 8, 5, 30)),
        ("2025-09-08 05:30:00", at(2025, 9, 8, 5, 30)),
        ("06:00 08.09.2025", at(2025, 9, 8, 6, 0)),
    ],
)
def test_day_first_in_either_order(typed, meant):
    assert parse_moment(typed, NOW) == meant


def test_a_time_alone_is_of_the_day_it_is_in_vietnam():
    late = dt.datetime(2025, 9, 8, 18, 0, tzinfo=dt.UTC)  # one o'clock of the ninth in Vietnam
    assert parse_moment("5:00", late) == at(2025, 9, 9, 5, 0)


@pytest.mark.parametrize("typed", ["25:00", "5:60", "24h", "abc", "5", "5:3", "12:30:00:00 8/9"])
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(Unreadable) as refused:
        parse_moment(typed, NOW)
    assert refused.value.code in CODES


def test_a_day_that_is_not_in_the_calendar_says_so():
    with pytest.raises(Unreadable) as refused:
        parse_moment("5:00 31/02/2025", NOW)
    assert refused.value.code == "impossible_date"


def test_nothing_is_empty():
    with pytest.raises(Unreadable) as refused:
        parse_moment("  ", NOW)
    assert refused.value.code == "empty"


def test_a_shown_moment_reads_back_to_the_minute():
    moment = at(2025, 9, 8, 5, 30)
    assert moment_input(moment) == "05:30 08/09/2025"
    assert parse_moment(moment_input(moment.astimezone(dt.UTC)), NOW) == moment
    assert moment_input(None) == ""


def test_a_day_begins_at_midnight_in_vietnam():
    assert day_start(dt.date(2025, 9, 8)).isoformat() == "2025-09-08T00:00:00+07:00"
