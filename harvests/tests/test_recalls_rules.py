"""What must hold of a recall, and how long things took."""

import datetime as dt

import pytest

from harvests.rules.recalls import (
    CODES,
    clocked,
    is_late,
    judge_conclusion,
    judge_open,
    judge_opening,
    judge_return,
    read_code,
)
from harvests.wording_trace import RECALLS

NOW = dt.datetime(2025, 9, 8, 10, tzinfo=dt.UTC)


def test_every_code_has_a_sentence():
    assert set(CODES) == set(RECALLS)


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, ()),
        ({"lots": 0, "reason": ""}, ("recall_without_lots", "recall_reason_missing")),
        ({"detected_at": NOW + dt.timedelta(seconds=1)}, ("recall_found_in_future",)),
        ({"detected_at": NOW - dt.timedelta(days=366)}, ()),
        ({"detected_at": NOW - dt.timedelta(days=366, seconds=1)}, ("recall_found_long_ago",)),
    ],
)
def test_opening(changed, codes):
    facts = {"lots": 1, "reason": "x", "detected_at": NOW, "now": NOW, **changed}
    assert judge_opening(**facts).codes == codes


def test_no_more_comes_back_than_was_shipped():
    assert judge_return("real", 10, 10).allowed
    assert judge_return("real", 11, 10).codes == judge_return("real", -1, 10).codes == ("recall_returned_too_much",)
    assert judge_return("mock", 0, 10).codes == ("recall_returns_of_mock",)


def test_the_end():
    assert judge_open("open").allowed
    assert judge_conclusion("open", "xong").allowed
    assert judge_conclusion("concluded", "").codes == ("recall_is_concluded", "recall_conclusion_missing")


def test_a_minute_and_42_seconds():
    assert clocked(NOW, NOW + dt.timedelta(seconds=102.9)) == (0, 1, 42)
    assert clocked(NOW, NOW + dt.timedelta(hours=26, seconds=5)) == (26, 0, 5)
    assert clocked(NOW, NOW - dt.timedelta(seconds=5)) == (0, 0, 0)


def test_a_notice_has_24_hours():
    assert not is_late(NOW, NOW + dt.timedelta(hours=24))
    assert is_late(NOW, NOW + dt.timedelta(hours=24, seconds=1))


@pytest.mark.parametrize(
    ("code", "found"), [("TH-25-001", (2025, 1)), ("TH-25-1", None), ("th-25-1", None), ("", None)]
)
def test_codes(code, found):
    assert read_code(code) == found
