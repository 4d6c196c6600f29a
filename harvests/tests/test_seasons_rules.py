"""Days of seasons and rounds: in order, within one another, never twice."""

import datetime as dt

import pytest

from growers.wording import WORDING
from harvests.rules.seasons import CODES, Span, judge_round, judge_season


def span(first, last, name="Vụ 2025"):
    return Span(name, first and dt.date.fromisoformat(first), last and dt.date.fromisoformat(last))


SEASON = span("2025-06-01", "2025-11-30")


def season_codes(season=SEASON, others=(), names=(), received=None):
    return judge_season(season, others, names, received).codes


def test_a_season_of_its_own_is_allowed():
    assert season_codes() == ()


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        ("2025-01-01", "2025-05-31", False),
        ("2025-01-01", "2025-06-01", True),
        ("2025-07-01", "2025-08-01", True),
        ("2025-11-30", "2026-03-01", True),
        ("2025-12-01", "2026-03-01", False),
    ],
)
def test_two_seasons_of_a_crop_share_no_day(first, last, meets):
    found = judge_season(SEASON, [span(first, last, "Vụ khác")], (), None)
    assert found.codes == (("season_overlaps",) if meets else ())
    if meets:
        assert found.refused[0].data["name"] == "Vụ khác"


def test_every_overlap_is_named():
    others = [span("2025-05-01", "2025-06-10"), span("2025-11-01", "2025-12-10")]
    assert season_codes(others=others) == ("season_overlaps", "season_overlaps")


def test_swapped_days_and_endless_seasons_are_refused():
    assert season_codes(span("2025-06-02", "2025-06-01")) == ("season_days_swapped",)
    assert season_codes(span("2025-06-01", "2026-12-03")) == ()
    assert season_codes(span("2025-06-01", "2026-12-04")) == ("season_too_long",)


def test_a_name_is_there_once():
    assert season_codes(names={"Vụ 2025"}) == ("season_name_twice",)


@pytest.mark.parametrize(("first", "last"), [("2025-05-31", "2025-06-30"), ("2025-07-01", "2025-12-01")])
def test_days_on_which_fruit_came_in_stay_in_the_season(first, last):
    days = (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert season_codes(received=days) == ("season_leaves_out_tickets",)


def test_a_round_lies_within_its_season_and_meets_no_other():
    before = {1: span("2025-06-25", "2025-07-03")}
    assert judge_round(2, span("2025-07-04", "2025-07-10"), SEASON, before).allowed
    assert judge_round(2, span("2025-07-03", "2025-07-10"), SEASON, before).codes == ("rounds_overlap",)
    assert judge_round(1, span("2025-07-04", "2025-07-10"), SEASON, before).codes == ("round_number_twice",)
    assert judge_round(2, span("2025-11-25", "2025-12-01"), SEASON, before).codes == ("round_outside_season",)
    assert judge_round(2, span("2025-05-31", "2025-06-02"), SEASON, before).codes == ("round_outside_season",)
    assert judge_round(2, span("2025-07-10", "2025-07-04"), SEASON, before).codes == ("round_days_swapped",)
    assert judge_round(2, span("2025-07-10", None), SEASON, before).codes == ("round_days_missing",)


def test_a_round_is_judged_though_the_season_is_not_known_yet():
    assert judge_round(1, span("2025-07-01", "2025-07-04"), None, {}).allowed


def test_every_code_has_its_sentence():
    assert set(CODES) <= WORDING.keys()
