"""Events and channels: what is refused of an event, and what a kilogram brought after costs."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvests.rules.events import Sale, by_channel, judge_event
from harvests.rules.money import per_kg

TODAY = dt.date(2025, 9, 8)


@pytest.mark.parametrize(
    ("facts", "starts_on", "codes"),
    [
        ({}, TODAY, ()),
        ({"ends_on": TODAY}, TODAY, ()),
        ({"ends_on": dt.date(2025, 9, 7)}, TODAY, ("event_ends_before",)),
        ({"ends_on": dt.date(2026, 9, 9)}, TODAY, ("event_lasts_too_long",)),
        ({"cost_vnd": 5_000_000}, dt.date(2025, 9, 9), ()),
        ({"sold_g": 1}, dt.date(2025, 9, 9), ("event_not_yet",)),
        ({"viewers": 0}, dt.date(2025, 9, 9), ()),
        ({}, dt.date(2205, 9, 8), ("event_far_away",)),
    ],
)
def test_what_is_refused_of_an_event(facts, starts_on, codes):
    assert judge_event(facts, starts_on=starts_on, today=TODAY).codes == codes


def test_channels_are_summed_best_first_and_nothing_unknown_is_reckoned_with():
    found = by_channel(
        [
            Sale("Voso", 1_000_000, 50_000_000, 5_000_000),
            Sale("Voso", 500_000, 26_000_000, 2_000_000),
            Sale("Lazada", 400_000, 30_000_000, None),  # no cost known: it must not look like the best
            Sale("Shopee", 200_000, 10_000_000, 11_000_000),
            Sale("Facebook", None, 1_000_000, 0),
        ]
    )
    assert [(one.name, one.net_vnd, one.sales, one.left_out) for one in found] == [
        ("Voso", 46_000, 2, 0), ("Shopee", -5_000, 1, 0), ("Facebook", None, 0, 1), ("Lazada", None, 0, 1),
    ]  # fmt: skip


@settings(max_examples=30)
@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9))
def test_a_price_per_kilogram_is_right_to_half_a_dong(dong, grams):
    assert abs(per_kg(dong, grams) * grams - dong * 1_000) * 2 <= grams
