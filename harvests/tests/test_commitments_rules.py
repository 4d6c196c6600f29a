"""Promises spread over weeks and estimates over days: no gram is lost or made, and what is short is said."""

import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from harvests.rules.commitments import (
    Books,
    Cell,
    Committed,
    Expected,
    Flush,
    Line,
    Promise,
    balance,
    commit,
    expect,
    last_week_of,
    monday,
    split_by_mix,
    weeks_from,
)

TODAY = dt.date(2025, 9, 8)  # a Monday
NEXT, AFTER = TODAY + dt.timedelta(days=7), TODAY + dt.timedelta(days=14)
L1, L2 = 1, 2

grams = st.integers(min_value=0, max_value=10**9)
days = st.dates(dt.date(2025, 6, 1), dt.date(2026, 1, 31))


@st.composite
def promises(draw):
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        ordered = draw(st.integers(1, 10**8))
        lines.append(Line(draw(st.integers(1, 4)), ordered, draw(st.integers(0, ordered + ordered // 20))))
    calls = draw(st.lists(st.tuples(days, st.integers(1, 10**8)), max_size=5))
    return Promise(draw(days), lines, calls)


@given(st.lists(promises(), max_size=4), days)
def test_what_is_committed_is_what_remains_of_every_grade_to_the_gram(found, today):
    committed = commit(found, today=today)
    remaining = Counter()
    for promise in found:
        for line in promise.lines:
            remaining[line.grade] += line.remaining_g
    by_grade = Counter()
    for (week, grade), part in committed.by_cell.items():
        assert week >= monday(today)
        assert week.weekday() == 0
        assert part > 0
        by_grade[grade] += part
    assert by_grade == Counter({grade: sum_g for grade, sum_g in remaining.items() if sum_g})
    assert all(part <= committed.by_cell[cell] for cell, part in committed.overdue.items())


@given(st.lists(st.tuples(days, st.integers(0, 60), grams), max_size=4), days)
def test_estimates_are_spread_to_the_gram_and_evenly(rounds, today):
    flushes = [Flush(first, first + dt.timedelta(days=length), kg) for first, length, kg in rounds]
    found = expect(flushes, today=today)
    assert sum(found.by_week.values()) == sum(kg for *_days, kg in rounds)
    assert all(0 <= found.ahead[week] <= found.by_week[week] for week in found.by_week)
    assert sum(found.ahead.values()) == sum(found.by_week.values()) or any(first <= today for first, *_rest in rounds)


def test_seven_even_days_give_each_day_its_seventh():
    found = expect([Flush(dt.date(2025, 9, 4), dt.date(2025, 9, 10), 7_000)], today=TODAY)
    assert found.by_week == {dt.date(2025, 9, 1): 4_000, TODAY: 3_000}
    assert found.ahead == {TODAY: 2_000}


@given(grams, st.dictionaries(st.integers(1, 6), grams, max_size=6))
def test_a_mix_splits_to_the_gram(total, mix):
    parts = split_by_mix(total, mix)
    if not any(mix.values()):
        assert parts is None
        return
    assert sum(parts.values()) == total
    assert all(mix[grade] > 0 <= part for grade, part in parts.items())


def test_without_call_offs_all_is_due_at_the_end_of_the_window():
    committed = commit([Promise(dt.date(2025, 9, 17), [Line(L1, 900, 100), Line(L2, 300, 300)])], today=TODAY)
    assert committed.by_cell == {(NEXT, L1): 800}
    assert not committed.overdue


def test_call_offs_say_when_and_the_first_are_the_ones_delivered_first():
    promise = Promise(
        dt.date(2025, 9, 25), [Line(L1, 1_000, 300)], [(dt.date(2025, 9, 16), 400), (dt.date(2025, 9, 9), 200)]
    )
    committed = commit([promise], today=TODAY)
    assert committed.by_cell == {(NEXT, L1): 300, (AFTER, L1): 400}


def test_call_offs_are_shared_by_the_lines_that_are_still_open():
    lines = [Line(L1, 600, 0), Line(L2, 300, 0)]
    committed = commit([Promise(dt.date(2025, 9, 25), lines, [(dt.date(2025, 9, 16), 300)])], today=TODAY)
    assert committed.by_cell == {(NEXT, L1): 200, (NEXT, L2): 100, (AFTER, L1): 400, (AFTER, L2): 200}


def test_what_is_overdue_stands_in_this_week_and_is_counted_apart():
    committed = commit([Promise(dt.date(2025, 8, 20), [Line(L1, 500, 0)])], today=TODAY)
    assert committed.by_cell == committed.overdue == {(TODAY, L1): 500}


def books(committed=(), expected=None, came=(), gone=(), mix=()):
    return Books(Committed(Counter(dict(committed))), expected or Expected(), dict(came), dict(gone), dict(mix))


def test_this_week_has_what_came_in_less_what_went_out_and_what_is_still_ahead():
    expected = Expected(Counter({TODAY: 700}), Counter({TODAY: 500}))
    found = books({(TODAY, L1): 1_000}, expected, {(TODAY, L1): 600}, {(TODAY, L1): 400}, {L1: 1})
    cells, whole = balance(found, TODAY, [L1])
    assert cells[L1].available_g == whole.available_g == 700
    assert cells[L1].short_g == whole.short_g == 300
    assert whole.expected_g == 700


def test_more_gone_than_came_does_not_count_against_what_is_expected():
    assert Cell(committed_g=10, gone_g=50, came_g=20, ahead_g=10).short_g == 0


def test_a_grade_can_be_short_while_the_week_is_not():
    expected = Expected(Counter({NEXT: 1_000}), Counter({NEXT: 1_000}))
    cells, whole = balance(books({(NEXT, L1): 600}, expected, mix={L1: 3, L2: 7}), NEXT, [L1, L2])
    assert (cells[L1].short_g, cells[L2].short_g, whole.short_g) == (300, 0, 0)


def test_without_a_mix_only_the_whole_week_is_judged():
    expected = Expected(Counter({NEXT: 1_000}), Counter({NEXT: 1_000}))
    cells, whole = balance(books({(NEXT, L1): 1_600}, expected), NEXT, [L1, L2])
    assert not cells[L1].known
    assert (cells[L1].short_g, whole.short_g) == (0, 600)


def test_a_round_nobody_estimated_leaves_its_weeks_open():
    expected = expect([Flush(NEXT, NEXT, None)], today=TODAY)
    cells, whole = balance(books({(NEXT, L1): 1_600}, expected, mix={L1: 1}), NEXT, [L1])
    assert not whole.known
    assert not cells[L1].known
    assert whole.short_g == cells[L1].short_g == 0


def test_a_week_without_any_round_is_short_of_all_it_promised():
    _cells, whole = balance(books({(NEXT, L1): 1_600}, mix={L1: 1}), NEXT, [L1])
    assert whole.short_g == 1_600


def test_the_last_week_is_that_of_the_farthest_promise_or_round():
    assert last_week_of(books(), TODAY) == TODAY
    assert last_week_of(books({(AFTER, L1): 1}), TODAY) == AFTER
    assert last_week_of(books(expected=Expected(unknown={NEXT})), TODAY) == NEXT
    assert weeks_from(TODAY, 3) == [TODAY, NEXT, AFTER]
