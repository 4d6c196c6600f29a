"""Months close in their order and open from the end."""

import datetime as dt

from growers.rules.months import after, days_of
from harvests.rules.journal import ACCOUNTS, accounts_of, booked, judge_accounts
from harvests.rules.months import MonthFacts, judge_close_month, judge_reopen_month

AUGUST, TODAY = dt.date(2025, 8, 1), dt.date(2025, 9, 8)


def test_months_know_their_days():
    assert after(dt.date(2024, 2, 1)) == dt.date(2024, 3, 1)
    assert after(dt.date(2025, 12, 1)) == dt.date(2026, 1, 1)
    assert [len(days_of(dt.date(year, 2, 1))) for year in (2024, 2025)] == [29, 28]


def test_a_month_is_closed_when_it_is_over_and_nothing_of_it_is_open():
    assert judge_close_month(MonthFacts(AUGUST, False), TODAY).allowed
    assert judge_close_month(MonthFacts(AUGUST, False), dt.date(2025, 8, 31)).codes == ("month_not_over",)
    assert judge_close_month(MonthFacts(AUGUST, True), TODAY).codes == ("month_closed_already",)
    july = (dt.date(2025, 7, 1),)
    facts = MonthFacts(AUGUST, False, (dt.date(2025, 8, 3),), ("TT-25-001",), july)
    verdict = judge_close_month(facts, TODAY)
    assert verdict.codes == ("month_earlier_open", "month_days_open", "month_runs_open")
    assert [dict(reason.data) for reason in verdict.refused] == [
        {"months": "07/2025"}, {"days": "03/08"}, {"runs": "TT-25-001"},
    ]  # fmt: skip


def test_the_last_closed_month_is_opened_first_and_with_a_reason():
    assert judge_reopen_month(MonthFacts(AUGUST, True), "sai giá").allowed
    assert judge_reopen_month(MonthFacts(AUGUST, False), "sai giá").codes == ("month_not_closed",)
    later = MonthFacts(AUGUST, True, later_closed=(dt.date(2025, 9, 1),))
    assert judge_reopen_month(later, "").codes == ("month_later_closed", "month_reopen_without_reason")


def test_a_movement_is_booked_as_it_was_paid_and_taken_back_the_other_way_round():
    accounts = accounts_of({"delivery": ("156", "331")})
    assert booked(accounts, "delivery", 1_000, "") == ("156", "331", 1_000)
    assert booked(accounts, "delivery", -1_000, "") == ("331", "156", 1_000)
    assert booked(accounts, "advance", 5, "transfer") == ("141", "112", 5)
    assert booked(accounts, "receipt", 5, "cash") == ("111", "131", 5)
    assert booked(accounts, "repayment_inputs", 5, "cash") == ("111", ACCOUNTS["offset_inputs"][1], 5)


def test_accounts_are_two_numbers():
    assert judge_accounts("331", "1121").allowed
    assert judge_accounts("331", "331").codes == ("journal_accounts_equal",)
    for wrong in ("", "33", "33a", "１２３", "123456789"):
        assert judge_accounts(wrong, "331").codes == ("journal_account_malformed",)
