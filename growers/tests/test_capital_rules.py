"""Capital of members: limits to the dong, deadlines, what stands against a payment or a certificate, odd rows."""

import datetime as dt

import pytest

from growers.rules.capital import (
    CODES,
    Charter,
    due_on,
    judge_certificate,
    judge_commitment,
    judge_end,
    judge_members,
    judge_payment,
    judge_void,
    missing_of,
    share_over,
    state_of,
)
from growers.rules.settings import SETTINGS

TODAY = dt.date(2025, 9, 8)
LIMITS = {key: declared.default for key, declared in SETTINGS.items()}
FULL = {
    "register_no": "1", "joined_on": TODAY, "village": "bản", "has_citizen_id": True, "amount_vnd": 5, "paid_vnd": 5,
    "certificate_no": "GCN-25-001",
}  # fmt: skip


def commitment(amount, kind="official", member=0, total=0, associates=0, contributors=5, left=False, day=TODAY):
    return judge_commitment(
        kind, amount, day, left=left, member_vnd=member, charter=Charter(total, associates, contributors),
        limits=LIMITS, today=TODAY,
    ).codes  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "member", "total", "found"),
    [
        (3_000, 0, 7_000, ()),  # 30.00 %
        (3_001, 0, 6_999, ("capital_member_over",)),  # 30.01 %
        (1, 3_000_000_000, 10_000_000_000 - 1, ("capital_member_over",)),  # a dong over 30 % of ten billion
        (2_000, 1_000, 8_000, ()),  # what the member holds already counts
        (2_000, 1_001, 8_000, ("capital_member_over",)),
    ],
)
def test_nobody_holds_more_than_thirty_hundredths(amount, member, total, found):
    assert commitment(amount, member=member, total=total) == found


def test_all_associates_together_hold_no_more_either():
    associate = {"kind": "associate_capital", "total": 9_000, "associates": 2_000}
    assert commitment(1_000, **associate) == ()
    assert commitment(1_500, **associate) == ("capital_associates_over",)


def test_limits_are_measured_from_the_fifth_contributor_on():
    assert commitment(9_000, total=1_000, contributors=3) == ()  # the fourth
    assert commitment(9_000, total=1_000, contributors=4) == ("capital_member_over",)
    assert commitment(9_000, member=500, total=1_000, contributors=4) == ()  # one of the four commits more


@pytest.mark.parametrize(
    ("facts", "found"),
    [({"kind": "linked"}, "capital_of_others"), ({"kind": "associate"}, "capital_of_others"),
     ({"left": True}, "capital_of_left"), ({"day": dt.date(2025, 9, 9)}, "capital_day_ahead"),
     ({"day": dt.date(1900, 1, 1)}, "capital_too_old")],
)  # fmt: skip
def test_only_members_who_are_there_commit(facts, found):
    assert commitment(10, total=1_000, **facts) == (found,)


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [(dt.date(2025, 3, 8), 6, dt.date(2025, 9, 8)), (dt.date(2025, 8, 31), 6, dt.date(2026, 2, 28)),
     (dt.date(2023, 8, 31), 6, dt.date(2024, 2, 29)), (dt.date(2025, 12, 31), 12, dt.date(2026, 12, 31)),
     (dt.date(2025, 6, 15), 6, dt.date(2025, 12, 15))],
)  # fmt: skip
def test_the_deadline_is_the_same_day_months_later(day, months, due):
    assert due_on(day, months) == due


def test_states_follow_the_day():
    def at(paid, due, ended=False):
        return state_of(10, paid, due, TODAY, ended=ended)

    assert [at(10, TODAY), at(9, TODAY), at(9, dt.date(2025, 9, 7)), at(10, TODAY, ended=True)] == [
        "paid", "running", "overdue", "ended",
    ]  # fmt: skip


def pay(amount=5, day=TODAY, asset="money", quantity="", *, ended=False):
    return judge_payment(
        amount, day, asset, quantity, committed_on=dt.date(2025, 9, 1), left_vnd=5, ended=ended, today=TODAY
    ).codes


def test_what_stands_against_a_payment():
    assert pay() == pay(asset="goods", quantity="1 máy bơm") == ()
    assert pay(6) == ("capital_over_committed",)
    assert pay(day=dt.date(2025, 8, 31)) == ("capital_payment_early",)
    assert pay(day=dt.date(2025, 9, 9)) == ("capital_day_ahead",)
    assert pay(asset="land", quantity=" ") == ("capital_without_quantity",)
    assert pay(ended=True) == ("capital_ended",)


def test_what_stands_against_taking_a_payment_back():
    free = {"voided": False, "certified": False, "ended": False}
    assert judge_void(**free).allowed
    assert [judge_void(**{**free, name: True}).codes for name in free] == [
        ("capital_payment_voided",), ("capital_certified",), ("capital_ended",),
    ]  # fmt: skip


def certify(day=TODAY, paid=10, last=dt.date(2025, 9, 5), *, certified=False):
    return judge_certificate(
        day, amount_vnd=10, paid_vnd=paid, last_paid_on=last, certified=certified, ended=False, today=TODAY
    ).codes


def test_a_certificate_waits_for_the_last_dong():
    assert certify() == ()
    assert certify(paid=9) == ("capital_not_paid",)
    assert certify(day=dt.date(2025, 9, 4)) == ("capital_certificate_early",)
    assert certify(day=dt.date(2025, 9, 9)) == ("capital_day_ahead",)
    assert certify(certified=True) == ("capital_certified",)


def test_capital_is_given_back_after_all_that_happened_to_it():
    def end(day, ended=False):
        return judge_end(day, last_on=dt.date(2025, 9, 5), ended=ended, today=TODAY).codes

    assert end(TODAY) == ()
    assert end(dt.date(2025, 9, 4)) == ("capital_end_early",)
    assert end(dt.date(2025, 9, 9)) == ("capital_day_ahead",)
    assert end(TODAY, ended=True) == ("capital_ended",)


def test_members_are_counted():
    assert judge_members(5, 5, 0).codes == ()
    assert judge_members(4, 4, 0).codes == ("capital_few_members",)
    assert judge_members(6, 4, 1).codes == ("capital_few_contributors", "capital_under_age")


@pytest.mark.parametrize(
    ("change", "missing"),
    [({}, ()), ({"register_no": ""}, ("register_no",)), ({"joined_on": None}, ("joined_on",)),
     ({"village": ""}, ("address",)), ({"has_citizen_id": False}, ("citizen_id",)),
     ({"amount_vnd": 0, "paid_vnd": 0, "certificate_no": ""}, ("capital",)), ({"certificate_no": ""}, ("certificate",)),
     ({"paid_vnd": 4, "certificate_no": ""}, ())],
)  # fmt: skip
def test_a_row_of_the_register_says_what_it_lacks(change, missing):
    assert missing_of({**FULL, **change}) == missing


def test_shares_are_compared_without_rounding():
    assert not share_over(3, 10, 3_000)
    assert share_over(3_000_000_001, 10_000_000_000, 3_000)
    assert not share_over(0, 0, 3_000)
    assert len(CODES) == len(set(CODES))
