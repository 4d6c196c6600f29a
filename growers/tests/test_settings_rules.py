"""What a setting may be."""

import datetime as dt

import pytest

from growers.rules.settings import BOUNDS, CODES, MOST, SETTINGS, judge_setting, values_on
from growers.wording import WORDING

TODAY = dt.date(2025, 9, 8)


def judged(key, value, day=TODAY, **stored):
    return judge_setting(key, value, day, values=values_on(stored), today=TODAY).codes


def test_every_default_is_allowed_and_every_pair_is_declared():
    for key, declared in SETTINGS.items():
        assert judged(key, declared.default) == (), key
        assert declared.unit in MOST
    assert all(key in SETTINGS for pair in BOUNDS for key in pair)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("scale_capacity_g", 9_999, "setting_too_small"),
        ("default_crates", 0, "setting_too_small"),
        ("undo_minutes", 1_441, "setting_too_large"),
        ("crate_low_g", 28_000, "setting_bounds_crossed"),
        ("posts_per_ha_high", 700, "setting_bounds_crossed"),
    ],
)
def test_values_that_would_break_the_station_are_refused(key, value, code):
    assert judged(key, value) == (code,)


def test_bounds_are_those_of_the_day():
    assert judged("crate_low_g", 29_000, crate_high_g=30_000) == ()


def test_a_value_starts_within_a_year():
    assert judged("default_crates", 4, TODAY + dt.timedelta(days=366)) == ()
    assert judged("default_crates", 4, TODAY + dt.timedelta(days=367)) == ("setting_far_ahead",)


def test_every_code_has_its_sentence():
    assert set(CODES) <= WORDING.keys()
