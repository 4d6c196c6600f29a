"""When a day may be closed, and what a paper pad leaves out."""

import datetime as dt
from dataclasses import replace

import pytest

from growers.rules.verdicts import Reason
from harvests.rules.days import DayFacts, judge_close, judge_reopen, open_points, paper_gaps

DAY = dt.date(2025, 9, 8)
CLEAN = DayFacts(last_number=3, numbers=3, book_tickets=2, tickets=2, book_g=10, net_g=10, held=0, scale_checked=True)


def close(**values):
    facts = {"day": DAY, "today": DAY, "closed": False, "points": (), "note": ""}
    return judge_close(**{**facts, **values}).codes


def test_a_clean_day_has_no_open_points_and_closes():
    assert open_points(CLEAN) == () and close() == ()


@pytest.mark.parametrize(
    ("change", "point"),
    [
        ({"last_number": 4}, "point_numbers"),
        ({"held": 1}, "point_held"),
        ({"paper_gaps": ("0417",)}, "point_papers"),
        ({"book_g": 11}, "point_book"),
        ({"book_tickets": 3}, "point_book"),
        ({"scale_checked": False}, "point_scale"),
    ],
)
def test_every_difference_is_an_open_point(change, point):
    assert [reason.code for reason in open_points(replace(CLEAN, **change))] == [point]


def test_a_day_without_tickets_needs_no_scale_check():
    assert open_points(DayFacts(0, 0, 0, 0, 0, 0, 0)) == ()


def test_a_day_closes_once_not_early_and_not_unexplained():
    points = (Reason("point_held", {"count": 1}),)
    assert close(closed=True) == ("day_closed_already",)
    assert close(day=DAY + dt.timedelta(days=1)) == ("day_not_over",)
    assert close(points=points) == ("day_unexplained",)
    assert close(points=points, note="chờ KCS") == ()


def test_a_closed_day_opens_with_a_reason():
    assert judge_reopen(closed=False, reason="x").codes == ("day_not_closed",)
    assert judge_reopen(closed=True, reason="").codes == ("reopen_without_reason",)
    assert judge_reopen(closed=True, reason="quên phiếu").allowed


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ([], ()),
        (["0415", "0416", "0418"], ("0417",)),
        (["0418", "0415", "0415"], ("0416", "0417")),
        (["7", "9"], ("8",)),
        (["A1", "A9", "0415"], ()),
        (["0001", "0500", "0502"], ("0501",)),
        (["٣", "٥"], ()),
    ],
)
def test_missing_numbers_of_a_pad_are_found(numbers, gaps):
    assert paper_gaps(numbers) == gaps
