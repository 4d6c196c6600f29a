"""Programmes: what is refused of a step, which steps are late, how far a programme has come."""

import datetime as dt

import pytest

from harvests.rules.programmes import Progress, Step, judge_programme, judge_step, progress

TODAY = dt.date(2025, 9, 8)
BEFORE = dt.date(2025, 9, 7)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"status": "todo"}, ()),
        ({"status": "done", "done_on": TODAY}, ()),
        ({"status": "done"}, ("step_done_without_day",)),
        ({"status": "doing", "done_on": BEFORE}, ("step_day_without_done",)),
        ({"status": "done", "done_on": dt.date(2025, 9, 9)}, ("step_done_in_future",)),
        ({"status": "doing", "counted": 3, "count_goal": 8}, ()),
        ({"status": "doing", "counted": 3}, ("step_count_half",)),
        ({"status": "doing", "counted": 9, "count_goal": 8}, ("step_count_over",)),
        ({"status": "todo", "counted": 0, "count_goal": 0}, ("step_count_of_nothing",)),
        ({"status": "done", "done_on": TODAY, "counted": 3, "count_goal": 8}, ("step_done_uncounted",)),
        ({"status": "done", "done_on": TODAY, "counted": 8, "count_goal": 8}, ()),
    ],
)
def test_what_is_refused_of_a_step(facts, codes):
    assert judge_step(facts, today=TODAY).codes == codes


def test_a_target_of_nothing_is_none():
    assert judge_programme(0).codes == ("programme_target_nothing",)
    assert judge_programme(None).allowed


def test_progress_counts_what_is_needed_and_names_what_comes_next():
    steps = [
        Step("họp", "done", BEFORE), Step("khảo sát", "doing", TODAY), Step("hồ sơ", "todo", BEFORE),
        Step("mẫu", "dropped", BEFORE),
    ]  # fmt: skip
    assert progress(steps, TODAY) == Progress(1, 3, 1, steps[1])
    assert progress(steps[:1], TODAY) == Progress(1, 1, 0, None)
    assert progress([], TODAY) == Progress(0, 0, 0, None)
