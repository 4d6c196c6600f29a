"""Cartons and kilograms, tolerance and value, and what call-offs and deliveries may take."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.rules.money import value_of
from harvests.rules.order_lines import (
    MOST_G,
    Quantity,
    deposit_share,
    judge_call_off,
    judge_delivery,
    judge_price,
    limit_of,
    settle,
    total_value,
)

packs = st.integers(min_value=100, max_value=1_500_000)
cartons = st.integers(min_value=1, max_value=50_000)
DAY = dt.date(2025, 9, 8)


@given(packs, cartons)
def test_cartons_make_kilograms_and_kilograms_make_the_same_cartons(pack_g, number):
    made, verdict = settle(pack_g, number, None)
    assert verdict.allowed
    assert made == Quantity(pack_g * number, pack_g, number)
    assert settle(pack_g, None, made.ordered_g) == (made, verdict)
    assert settle(pack_g, number, made.ordered_g) == (made, verdict)


@given(packs, cartons, st.integers(min_value=1, max_value=10**10))
def test_kilograms_that_cartons_do_not_make_are_refused_with_both_numbers(pack_g, number, grams):
    found, verdict = settle(pack_g, number, grams)
    if pack_g * number == grams:
        assert found == Quantity(grams, pack_g, number)
        return
    (reason,) = verdict.refused
    assert found is None
    assert (reason.code, reason.data["made_g"], reason.data["typed_g"]) == (
        "line_cartons_do_not_fit", pack_g * number, grams,
    )  # fmt: skip


@given(packs, st.integers(min_value=1, max_value=10**10))
def test_kilograms_between_two_numbers_of_cartons_name_both(pack_g, grams):
    found, verdict = settle(pack_g, None, grams)
    if found:
        assert found.cartons * pack_g == grams == found.ordered_g
        return
    data = verdict.refused[0].data
    assert verdict.codes == ("line_cartons_not_whole",)
    assert data["fewer_kg_g"] < grams < data["more_kg_g"]
    assert data["more_kg_g"] - data["fewer_kg_g"] == pack_g


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ((None, None, None), "line_amount_missing"),
        ((20_500, None, None), "line_amount_missing"),
        ((None, 936, None), "line_pack_missing"),
        ((None, 936, 19_188_000), "line_pack_missing"),
        ((20_500, 0, None), "line_amount_not_positive"),
        ((None, None, 0), "line_amount_not_positive"),
        ((0, 4, None), "line_amount_not_positive"),
        ((99, 4, None), "line_pack_unlikely"),
        ((1_500_001, 4, None), "line_pack_unlikely"),
        ((None, None, MOST_G + 1), "line_amount_too_large"),
        ((1_500_000, 2_000_000, None), "line_amount_too_large"),
    ],
)
def test_what_is_no_amount(typed, code):
    found, verdict = settle(*typed)
    assert found is None
    assert verdict.codes == (code,)


def test_loose_kilograms_need_no_carton():
    assert settle(None, None, 24_000_000)[0] == Quantity(24_000_000)


def test_the_sentence_names_both_numbers():
    reason = settle(20_500, 936, 19_000_000)[1].refused[0]
    with translation.override("en"):
        words = str(sentence(reason))
    assert "19,188 kg" in words
    assert "19,000 kg" in words


@given(st.integers(min_value=1, max_value=MOST_G), st.integers(min_value=0, max_value=2_000))
def test_the_limit_lies_at_the_tolerance_and_never_beyond(ordered, tolerance):
    limit = limit_of(ordered, tolerance)
    assert 0 <= (limit - ordered) * 10_000 <= ordered * tolerance < (limit - ordered + 1) * 10_000


def test_value_is_rounded_half_up_per_line():
    assert value_of(500, 1) == 1
    assert value_of(499, 1) == 0
    assert value_of(19_188_000, 27_000) == 518_076_000
    assert total_value([(500, 1), (500, 1)]) == 2
    assert total_value([(500, 1), (500, None)]) is None
    assert deposit_share(518_076_001, 3_000) == 155_422_800


@pytest.mark.parametrize(
    ("currency", "minor", "fine"),
    [("VND", 18_000, True), ("VND", 499, False), ("VND", 1_000_001, False), ("USD", 125, True), ("USD", 18_000, False),
     ("VND", None, True)],
)  # fmt: skip
def test_unlikely_prices(currency, minor, fine):
    assert judge_price(currency, minor).allowed is fine


def called(grams, day=DAY, before=0):
    return judge_call_off(
        grams, day, ordered_on=dt.date(2025, 9, 1), window=(dt.date(2025, 9, 5), dt.date(2025, 9, 14)), called_g=before,
        ordered_g=1_000, limit_g=1_050,
    )  # fmt: skip


def test_call_offs_together_stay_within_order_and_tolerance():
    assert called(1_000).codes == ()
    assert called(1_050).codes == ("call_off_above_ordered",)
    assert called(1_050).allowed
    assert called(1_051).codes == ("call_off_over_order",)
    assert called(51, before=1_000).codes == ("call_off_over_order",)
    assert called(0).codes == ("call_off_amount_not_positive",)


def test_call_offs_have_a_sensible_day():
    assert called(1, dt.date(2025, 8, 31)).codes == ("call_off_before_order",)
    assert called(1, dt.date(2025, 9, 4)).codes == ("call_off_outside_window",)
    assert called(1, dt.date(2025, 9, 15)).allowed
    assert called(1, dt.date(2025, 9, 14)).codes == ()


def test_deliveries_have_a_sensible_day_and_weight():
    def codes(grams, day):
        return judge_delivery(grams, day, ordered_on=dt.date(2025, 9, 1), today=DAY).codes

    assert codes(1, DAY) == codes(1, dt.date(2025, 9, 1)) == ()
    assert codes(1, dt.date(2025, 9, 9)) == ("delivery_in_future",)
    assert codes(1, dt.date(2025, 8, 31)) == ("delivery_before_order",)
    assert codes(0, DAY) == ("delivery_amount_not_positive",)


def test_a_reason_shows_grams_dong_and_days():
    words = str(sentence(Reason("delivery_before_order", {"ordered_on": DAY})))
    assert "08/09/2025" in words
