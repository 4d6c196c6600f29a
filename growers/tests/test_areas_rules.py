"""When a code is active, which plots may stand under it, and how hectares compare (R10-R13, R19)."""

import datetime as dt

import pytest

from growers.rules.areas import (
    CODES,
    Rival,
    active_periods,
    common,
    judge_area,
    judge_code,
    judge_doubles,
    judge_event,
    judge_hectares,
    judge_joining,
    judge_leaving,
    same_code,
    standing,
)
from growers.wording import WORDING

TODAY = dt.date(2025, 9, 8)


def day(month, number=1, year=2025):
    return dt.date(year, month, number)


def test_every_code_has_a_sentence():
    assert WORDING.keys() >= CODES


@pytest.mark.parametrize(
    ("status", "start", "end", "found"),
    [
        ("active", None, None, "active"),
        ("active", day(9, 8), day(9, 9), "active"),
        ("active", day(9, 9), None, "applied"),
        ("active", None, day(9, 8), "expired"),
        ("suspended", None, day(1), "suspended"),
        (None, None, None, ""),
    ],
)
def test_an_active_code_stands_only_within_its_validity(status, start, end, found):
    assert standing(status, start, end, TODAY) == found


def test_active_periods_follow_the_events_and_the_validity():
    events = [(day(1), "applied"), (day(2), "active"), (day(5), "suspended"), (day(6), "active")]
    assert active_periods(events) == ((day(2), day(5)), (day(6), None))
    assert active_periods(events, day(3), day(8)) == ((day(3), day(5)), (day(6), day(8)))
    assert active_periods(events, None, day(6)) == ((day(2), day(5)),)
    assert active_periods([(day(1), "applied")]) == ()


def test_of_two_events_of_one_day_the_later_recorded_holds():
    assert active_periods([(day(1), "active"), (day(3), "revoked"), (day(3), "active")]) == (
        (day(1), day(3)),
        (day(3), None),
    )


def test_periods_meet_only_on_common_days():
    assert common((day(1), day(3)), (day(2), None)) == (day(2), day(3))
    assert common((day(1), day(3)), (day(3), None)) is None
    assert common((day(1), None), (day(3), None)) == (day(3), None)


def rival(period, *active, plot="001-1", code="CN-2"):
    return Rival(plot, code, period, active)


ALWAYS = ((day(1), None),)


def test_a_plot_in_two_active_codes_of_one_market_is_refused_with_the_names():
    verdict = judge_doubles(ALWAYS, [("001-1", (day(3), None)), ("002-1", (day(3), None))], [rival(ALWAYS[0], *ALWAYS)])
    (reason,) = verdict.refused
    assert reason.code == "plot_in_two_codes"
    assert dict(reason.data) == {"plot": "001-1", "code": "CN-2", "since_on": day(3)}


@pytest.mark.parametrize(
    ("active", "period", "other"),
    [
        (ALWAYS, (day(3), None), rival((day(1), day(3)), *ALWAYS)),  # left the other before
        (ALWAYS, (day(3), None), rival((day(1), None), (day(1), day(3)))),  # the other was suspended before
        (ALWAYS, (day(3), None), rival((day(1), None))),  # the other was never active
        ((), (day(3), None), rival((day(1), None), *ALWAYS)),  # this one is not active
        (((day(1), day(2)),), (day(1), None), rival((day(1), None), (day(2), None))),  # one after the other
        (ALWAYS, (day(3), None), rival((day(1), None), *ALWAYS, plot="009-1")),  # another plot
    ],
)
def test_codes_that_are_never_active_together_share_a_plot(active, period, other):
    assert judge_doubles(active, [("001-1", period)], [other]).allowed


def test_joining_asks_for_the_crop_and_for_no_membership_twice():
    fine, inside, past = ("001-1", 1, ()), ("002-1", 1, [(day(1), None)]), ("003-1", 1, [(day(1), day(3))])
    lychee = ("004-1", 2, ())
    assert judge_joining([fine, past], crop=1, since=day(3)).allowed
    assert judge_joining([fine, inside, lychee], crop=1, since=day(3)).codes == (
        "plot_already_member",
        "plot_other_crop",
    )
    assert judge_joining([past], crop=1, since=day(2)).codes == ("plot_already_member",)


def test_a_membership_lasts_at_least_a_day():
    members = [("001-1", day(3)), ("002-1", day(1))]
    assert judge_leaving(members, until=day(3)).codes == ("member_ends_too_early",)
    assert judge_leaving(members, until=day(3, 2)).allowed


@pytest.mark.parametrize(
    ("status", "when", "reason", "past", "found"),
    [
        ("active", TODAY, "", [(day(1), "applied")], ()),
        ("suspended", TODAY, "", [(day(1), "active")], ("event_reason_missing",)),
        ("suspended", TODAY, "notice 12", [(day(1), "active")], ()),
        ("revoked", TODAY, "", [], ("event_reason_missing",)),
        ("active", TODAY, "", [(day(1), "active")], ("event_changes_nothing",)),
        ("active", day(2), "", [(day(3), "applied")], ("event_before_last",)),
        ("active", day(9, 9, 2026), "", [], ()),
        ("active", day(9, 10, 2026), "", [], ("event_too_far",)),
    ],
)
def test_a_status_follows_the_one_before(status, when, reason, past, found):
    assert judge_event(status, when, reason, past=past, today=TODAY).codes == found


def code(facts, others=()):
    return judge_code(facts, others=others, minimum_m2=100_000)


def test_codes_are_compared_without_case_and_spaces():
    assert same_code(" vn-tgor 0037") == "VN-TGOR0037"
    assert code({"code": "vn-tgor-0037"}, ["VN-TGOR -0037"]).codes == ("code_twin",)


@pytest.mark.parametrize(
    ("text", "usual"), [("VN-TGOR-0037", True), ("VNSLOR123", True), ("VN-SLOR-12", False), ("Lo 5", False)]
)
def test_an_unusual_code_only_warns(text, usual):
    verdict = code({"code": text})
    assert verdict.allowed and (verdict.codes == ()) == usual


def test_a_small_area_only_warns_and_nought_switches_the_minimum_off():
    small = {"code": "VN-SLOR-0001", "registered_m2": 40_000}
    assert code(small).codes == ("code_area_small",) and code(small).allowed
    assert judge_code(small, others=(), minimum_m2=0).codes == ()


def test_validity_ends_after_it_begins():
    assert code({"valid_from": day(2), "valid_to": day(2)}).codes == ("code_dates_swapped",)
    assert code({"valid_from": day(2), "valid_to": day(2, 2)}).codes == ()


@pytest.mark.parametrize(
    ("registered", "members", "differs"),
    [
        (125_000, 98_000, True),
        (100_000, 105_000, False),
        (100_000, 105_001, True),
        (100_000, 94_999, True),
        (None, 5, False),
    ],
)
def test_plots_and_registered_area_agree_within_five_per_cent(registered, members, differs):
    verdict = judge_hectares(registered, members, tolerance_bp=500)
    assert verdict.codes == (("code_area_differs",) if differs else ()) and verdict.allowed


def test_both_areas_are_named():
    (reason,) = judge_hectares(125_000, 98_000, tolerance_bp=500).warnings
    assert (reason.data["registered_m2"], reason.data["members_m2"]) == (125_000, 98_000)


@pytest.mark.parametrize(
    ("text", "fine"), [("V1", True), ("TH-2", True), ("new", False), ("a/b", False), ("Vùng", False), ("-1", False)]
)
def test_an_areas_code_stands_in_an_address(text, fine):
    assert judge_area(text).allowed == fine
