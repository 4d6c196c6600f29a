"""What can still be sold by week and grade, and whether an order finds its fruit; checked by hand and by property."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.availability import (
    GOOD,
    OPEN_QUESTION,
    SHORT,
    TIGHT,
    Asked,
    PlotSource,
    Sellable,
    Stock,
    asked_by_grade,
    by_code,
    enough,
    sellable,
    share_of,
    within,
)
from harvests.rules.commitments import Committed, Expected, monday

TODAY = dt.date(2025, 9, 8)  # a Monday
WEEK, NEXT = TODAY, TODAY + dt.timedelta(weeks=1)
NO = Verdict(refused=(Reason("code_missing"),))
OPEN = Verdict(unknown=(Reason("phi_unknown"),))


def books(**changes):
    expected = Expected(Counter({NEXT: 100}), Counter({NEXT: 100}))
    facts = {
        "today": TODAY, "committed": Committed(Counter({(WEEK, 1): 30, (NEXT, 1): 90})), "expected": expected,
        "stock": Stock({1: 20}, {1: 5, 2: 7}), "mix": {1: 60, 2: 40},
    }  # fmt: skip
    return {**facts, **changes}


def test_fruit_in_the_house_belongs_to_this_week():
    cells, whole = sellable(WEEK, [1, 2], **books())
    assert (cells[1].left_g, cells[2].left_g, whole.left_g) == (20 + 5 - 30, 7, 2)
    assert (cells[1].tone, whole.tone) == (SHORT, TIGHT)


def test_a_coming_week_has_what_is_expected_in_the_mix():
    cells, whole = sellable(NEXT, [1, 2], **books())
    assert (cells[1].left_g, cells[2].left_g, whole.left_g) == (60 - 90, 40, 10)
    assert [cells[1].tone, cells[2].tone, whole.tone] == [SHORT, GOOD, GOOD]


def test_without_a_mix_grades_are_unknown_and_the_whole_is_not():
    cells, whole = sellable(NEXT, [1, 2], **books(mix={}))
    assert (cells[1].tone, whole.tone, whole.left_g) == (OPEN_QUESTION, GOOD, 10)


def test_a_week_nobody_estimated_is_unknown():
    cells, whole = sellable(NEXT, [1], **books(expected=Expected(unknown={NEXT})))
    assert (cells[1].tone, whole.tone) == (OPEN_QUESTION, OPEN_QUESTION)


@pytest.mark.parametrize(("left", "tone"), [(-1, SHORT), (0, TIGHT), (99, TIGHT), (100, GOOD)])
def test_less_than_a_tenth_is_tight(left, tone):
    assert Sellable(expected_g=1_000, promised_g=1_000 - left).tone == tone


def test_an_order_that_is_thought_of_takes_its_part():
    cells, whole = sellable(NEXT, [1, 2], **books(asked=Asked(50, NEXT)))
    assert (cells[1].left_then_g, cells[2].left_then_g, whole.left_then_g) == (-60, 20, -40)
    cells, whole = sellable(NEXT, [1, 2], **books(asked=Asked(50, NEXT, 2)))
    assert (cells[1].left_then_g, cells[2].left_then_g, whole.tone_then) == (-30, -10, SHORT)
    _cells, now = sellable(WEEK, [1, 2], **books(asked=Asked(50, NEXT)))
    assert now.left_then_g == now.left_g


@given(st.integers(1, 10**9), st.dictionaries(st.integers(1, 5), st.integers(1, 10**6), min_size=1))
def test_what_is_asked_for_is_split_without_loss(grams, mix):
    assert sum(asked_by_grade(Asked(grams, WEEK), mix, list(mix)).values()) == grams


@given(st.integers(0, 10**9), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_the_days_of_a_round_share_its_estimate(grams, length, from_day, days):
    ends = TODAY + dt.timedelta(days=length)
    first = TODAY + dt.timedelta(days=from_day)
    inside = within(grams, TODAY, ends, first, first + dt.timedelta(days=days))
    assert 0 <= inside <= grams
    assert within(grams, TODAY, ends, TODAY, ends) == grams
    assert within(grams, TODAY, ends, ends + dt.timedelta(days=1), ends + dt.timedelta(days=9)) == 0


def test_a_share_by_grade():
    assert share_of(1_000, [1, 3], {1: 30, 2: 50, 3: 20}) == 500
    assert share_of(1_000, [1], {}) == 1_000


def source(code, grams, verdict=None, household="012"):
    return PlotSource(f"{household}-1", household, "Lò Thị Mai", code, grams, verdict or Verdict())


@pytest.mark.parametrize(
    ("missing", "packed", "sources", "known", "tone"),
    [
        (100, 100, [], True, GOOD),
        (100, 40, [source("A", 60)], True, GOOD),
        (100, 40, [source("A", 59), source("B", 1, OPEN)], True, TIGHT),
        (100, 40, [source("A", 59), source("", 900, NO)], True, SHORT),
        (100, 40, [], False, OPEN_QUESTION),
    ],
)
def test_whether_an_order_finds_its_fruit(missing, packed, sources, known, tone):
    found = enough(missing, packed, sources, known=known)
    assert found.tone == tone
    assert found.short_g == max(0, missing - found.found_g)


def test_codes_come_with_what_may_go_first():
    found = by_code([source("", 500, NO), source("B", 5), source("A", 9), source("A", 1, OPEN), source("A", 2)])
    assert [(group.code, group.outcome, group.grams) for group in found] == [
        ("A", "allowed", 11), ("B", "allowed", 5), ("A", "unknown", 1), ("", "refused", 500),
    ]  # fmt: skip
    assert found[0].households == {"012"}


def test_weeks_begin_on_monday():
    assert monday(TODAY + dt.timedelta(days=6)) == TODAY
