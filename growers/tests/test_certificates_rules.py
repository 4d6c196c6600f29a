"""Certificates judged: their identifiers and dates, what they cover, how they stand on a day."""

import datetime as dt

import pytest

from growers.rules.certificates import (
    day_after,
    judge_certificate,
    judge_having_plots,
    judge_joining,
    judge_leaving,
    judge_newcomers,
    judge_scope,
    judge_withdrawal,
    state_on,
)
from growers.rules.months import months_after
from growers.tests.permits_builders import GGN

START, END = dt.date(2025, 1, 1), dt.date(2027, 1, 1)
A_DAY = dt.timedelta(days=1)


def facts(**values):
    return {"scheme": "vietgap", "ggn": "", "house": None, "valid_from": START, "valid_to": END, **values}


@pytest.mark.parametrize(
    ("day", "withdrawn", "state"),
    [
        (START - A_DAY, None, "coming"),
        (START, None, "valid"),
        (END, None, "valid"),
        (END + A_DAY, None, "expired"),
        (dt.date(2025, 9, 7), dt.date(2025, 9, 8), "valid"),
        (dt.date(2025, 9, 8), dt.date(2025, 9, 8), "withdrawn"),
        (END, dt.date(2025, 9, 8), "withdrawn"),
    ],
)
def test_the_last_day_is_a_day_of_a_certificate_and_a_withdrawal_ends_it(day, withdrawn, state):
    assert state_on(START, END, withdrawn, day) == state


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ()),
        ({"scheme": "globalgap", "ggn": GGN, "valid_to": dt.date(2026, 1, 1)}, ()),
        ({"scheme": "globalgap", "ggn": GGN[:-1] + "3", "valid_to": dt.date(2026, 1, 1)}, ("certificate_ggn_wrong",)),
        ({"scheme": "globalgap", "ggn": GGN[:-1], "valid_to": dt.date(2026, 1, 1)}, ("certificate_ggn_wrong",)),
        ({"scheme": "globalgap", "valid_to": dt.date(2026, 1, 1)}, ("certificate_ggn_missing",)),
        ({"ggn": GGN}, ("certificate_ggn_not_asked",)),
        ({"scheme": "house"}, ("certificate_house_missing",)),
        ({"scheme": "house", "house": object()}, ()),
        ({"house": object()}, ("certificate_house_not_asked",)),
        ({"valid_to": START}, ("certificate_dates_swapped",)),
        ({"valid_to": None}, ()),
    ],
)
def test_r01_a_certificate_s_identifiers_and_dates(values, codes):
    assert judge_certificate(facts(**values)).codes == codes


@pytest.mark.parametrize(
    ("scheme", "months"), [("vietgap", 36), ("globalgap", 16), ("organic", 24), ("house", 36), ("ocop", 36)]
)
def test_r51_warns_a_day_beyond_what_a_scheme_allows(scheme, months):
    values = facts(scheme=scheme, ggn=GGN if scheme == "globalgap" else "", house=scheme == "house")
    longest = months_after(START, months)
    assert judge_certificate({**values, "valid_to": longest}).codes == ()
    verdict = judge_certificate({**values, "valid_to": longest + A_DAY})
    assert verdict.allowed and [reason.data for reason in verdict.warnings] == [{"months": months}]


def test_months_end_where_a_month_does():
    assert months_after(dt.date(2024, 1, 31), 1) == dt.date(2024, 2, 29)
    assert months_after(dt.date(2023, 1, 31), 1) == dt.date(2023, 2, 28)
    assert months_after(dt.date(2025, 8, 31), 1) == dt.date(2025, 9, 30)
    assert months_after(dt.date(2025, 12, 15), 12) == dt.date(2026, 12, 15)


@pytest.mark.parametrize(("members", "warned"), [(95_000, False), (94_999, True), (105_000, False), (105_001, True)])
def test_the_printed_area_and_its_plots_agree_within_a_tolerance(members, warned):
    verdict = judge_scope(100_000, members, tolerance_bp=500)
    assert bool(verdict.warnings) is warned and verdict.allowed


def test_a_certificate_without_a_printed_area_is_not_compared():
    assert judge_scope(None, 5_000, tolerance_bp=500).codes == ()


def joining(plots, **values):
    given = {"crop": 1, "validity": (START, day_after(END)), "since": dt.date(2025, 9, 1), "of_house": False, **values}
    return judge_joining(plots, **given)


def test_plots_join_a_certificate_of_their_crop_once_and_within_its_days():
    assert joining([("001-1", 1, [])]).codes == ()
    assert joining([("001-1", 2, [])]).codes == ("scope_other_crop",)
    assert joining([("001-1", 1, [(START, None)])]).codes == ("scope_already_inside",)
    assert joining([("001-1", 1, [(START, dt.date(2025, 9, 1))])]).codes == ()
    assert joining([("001-1", 1, [])], since=START - A_DAY).codes == ("scope_outside_validity",)
    late = joining([("001-1", 1, [])], since=END + A_DAY)
    assert late.codes == ("scope_outside_validity",) and late.refused[0].data["until_on"] == END
    assert joining([("001-1", 1, [])], since=END).codes == ()
    assert joining([("001-1", 1, [])], of_house=True).codes == ("scope_of_house",)


@pytest.mark.parametrize(
    ("new", "of", "area", "since", "warned"),
    [
        (1, 10, 1_000, START + A_DAY, False),  # a tenth is allowed
        (2, 19, 1_000, START + A_DAY, True),
        (1, 20, 5_000, START + A_DAY, True),  # few households with much land
        (2, 10, 1_000, START, False),  # they were inspected with the others
        (2, 10, 1_000, START - A_DAY, False),
        (2, 10, 1_000, dt.date(2025, 9, 8), True),
    ],
)
def test_many_newcomers_within_a_year_need_a_fresh_inspection(new, of, area, since, warned):
    members = [(key, since, area) if key < new else (key, START, 1_000) for key in range(of)]
    members.append((of - 1, dt.date(2025, 9, 1), 50))  # a second plot makes nobody a newcomer
    found = judge_newcomers(members, valid_from=START, today=dt.date(2025, 9, 8))
    assert found.allowed and bool(found.warnings) is warned
    later = judge_newcomers(members, valid_from=START, today=since + dt.timedelta(days=365))
    assert not later.warnings


def test_a_membership_lasts_at_least_a_day():
    assert judge_leaving([("001-1", START)], until=START).codes == ("scope_ends_too_early",)
    assert judge_leaving([("001-1", START)], until=START + A_DAY).codes == ()


@pytest.mark.parametrize(
    ("day", "reason", "codes"),
    [
        (START, "x", ()),
        (END, "x", ()),
        (START - A_DAY, "x", ("certificate_withdrawn_early",)),
        (END + A_DAY, "x", ("certificate_withdrawn_late",)),
        (START, "", ("certificate_withdrawal_reason",)),
    ],
)
def test_a_withdrawal_lies_within_the_certificate_and_says_why(day, reason, codes):
    assert judge_withdrawal(day, reason, valid_from=START, valid_to=END).codes == codes


def test_what_plots_are_under_keeps_its_crop_and_gets_no_house():
    assert judge_having_plots(crop_changed=False, of_house=False).codes == ()
    assert judge_having_plots(crop_changed=True, of_house=False).codes == ("certificate_has_plots",)
    assert judge_having_plots(crop_changed=False, of_house=True).codes == ("certificate_has_plots",)
