"""What must hold of a market programme's steps, which of them are late, and how far the programme has come."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "step_done_without_day", "step_day_without_done", "step_done_in_future", "step_count_half", "step_count_over",
    "step_count_of_nothing", "step_done_uncounted", "step_at_the_end", "programme_target_nothing",
)  # fmt: skip
AHEAD, DOING, DONE, DROPPED = "todo", "doing", "done", "dropped"
WAITING = (AHEAD, DOING)


def judge_programme(target_g: int | None) -> Verdict:
    """Whether a programme's target is one: more than nothing, when there is one."""
    return Verdict.because("programme_target_nothing") if target_g == 0 else Verdict()


def judge_step(facts: dict, *, today: dt.date) -> Verdict:
    """Refusals for a step's values: a day for what is done, a count that fits its goal."""
    return Verdict(refused=tuple(Reason(code, data) for code, data in _problems(facts, today)))


def _problems(facts: dict, today: dt.date):
    done, day = facts.get("status") == DONE, facts.get("done_on")
    if done and not day:
        yield "step_done_without_day", {}
    if day and not done:
        yield "step_day_without_done", {}
    elif day and day > today:
        yield "step_done_in_future", {}
    counted, goal = facts.get("counted"), facts.get("count_goal")
    if (counted is None) != (goal is None):
        yield "step_count_half", {}
    elif goal == 0:
        yield "step_count_of_nothing", {}
    elif goal is not None and counted > goal:
        yield "step_count_over", {"counted": counted, "goal": goal}
    elif goal is not None and done and counted < goal:
        yield "step_done_uncounted", {"counted": counted, "goal": goal}


class Step(NamedTuple):
    """A step as far as its progress goes."""

    name: str
    status: str
    due_on: dt.date | None


class Progress(NamedTuple):
    """Steps done of those needed, how many are late, and the one that comes next (None when none is left)."""

    done: int
    needed: int
    late: int
    following: Step | None


def is_late(step: Step, today: dt.date) -> bool:
    """Whether a step that waits should have been done before today."""
    return step.status in WAITING and step.due_on is not None and step.due_on < today


def progress(steps: Iterable[Step], today: dt.date) -> Progress:
    """How far the steps have come, given in their order; a step that is not needed counts nowhere."""
    needed = [step for step in steps if step.status != DROPPED]
    waiting = [step for step in needed if step.status in WAITING]
    late = sum(is_late(step, today) for step in waiting)
    return Progress(len(needed) - len(waiting), len(needed), late, waiting[0] if waiting else None)
