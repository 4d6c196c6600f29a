"""The geometry of charts: round steps, places, lines that hold their value, bars that stack."""

import pytest

from harvests.rules.charts import (
    MOST_LABELS,
    column_chart,
    labelled,
    lying_chart,
    place,
    round_steps,
    step_chart,
    step_path,
    straight_path,
)


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0, 180_000_000, [0, 50_000_000, 100_000_000, 150_000_000, 200_000_000]),
        (6_000, 21_000, [5_000, 10_000, 15_000, 20_000, 25_000]),
        (0, 0, [0, 1]),
        (7, 7, [7, 8]),
        (0, 100, [0, 50, 100]),
    ],
)
def test_axes_have_round_steps_around_the_values(low, high, steps):
    assert round_steps(low, high) == steps


def test_a_value_is_placed_to_the_nearest_whole_in_either_direction():
    assert [place(v, 0, 100, 10, 20) for v in (0, 4, 5, 100)] == [10, 10, 11, 20]
    assert [place(v, 0, 100, 200, 0) for v in (0, 50, 100)] == [200, 100, 0]
    assert place(7, 7, 7, 30, 90) == 30  # no span, no division by nothing


def test_a_step_line_holds_its_height_until_the_next_point():
    assert step_path([(0, 9), (5, 4), (8, 6)], 12) == "M0 9H5V4H8V6H12"
    assert step_path([], 12) == ""


def test_a_straight_line_breaks_where_a_point_is_missing():
    assert straight_path([(0, 1), (2, 3), None, (6, 7)]) == "M0 1L2 3M6 7"


def test_labels_are_thinned_to_what_an_axis_can_hold():
    many = labelled([str(n) for n in range(60)], range(60))
    assert len(many) <= MOST_LABELS
    assert [tick.minor for tick in many[:3]] == [False, True, False]
    assert not any(tick.minor for tick in labelled(["a", "b"], [0, 1]))
    assert labelled([], []) == []


def test_columns_stack_without_gap_or_overlap_and_leave_out_nothing_but_zeros():
    chart = column_chart(["25/06", "26/06"], [("L1", [60, 0]), ("L2", [40, 100])], show=str)
    assert [(bar.series, bar.title) for bar in chart.bars] == [
        (1, "25/06, L1: 60"),
        (2, "25/06, L2: 40"),
        (2, "26/06, L2: 100"),
    ]
    lower, upper, alone = chart.bars
    assert upper.y + upper.height == lower.y
    assert lower.y + lower.height == alone.y + alone.height == chart.bottom
    assert upper.y == alone.y
    assert all(chart.left <= bar.x and bar.x + bar.width <= chart.right for bar in chart.bars)


def test_a_chart_of_nothing_is_drawn():
    assert column_chart([], [], show=str).bars == []
    assert lying_chart([], [], show=str).bars == []
    assert step_chart([], begin=0, end=10, x_labels=[], show=str).paths == []


def test_steps_before_the_beginning_count_from_there():
    chart = step_chart([("L1", [(-50, 10), (50, 20)])], begin=0, end=100, x_labels=[(0, "a")], show=str)
    [path] = chart.paths
    assert path.d.startswith(f"M{chart.left} ")
    assert path.d.endswith(f"H{chart.right}")


def test_lying_bars_end_where_the_mark_of_the_same_value_stands():
    chart = lying_chart(["Lứa 1"], [("L1", [30]), ("L2", [50])], show=str, marks=[("Ước", [80]), ("Trần", [None])])
    [mark] = chart.marks
    assert chart.bars[-1].x + chart.bars[-1].width == mark.x
    assert mark.title == "Lứa 1, Ước: 80"
