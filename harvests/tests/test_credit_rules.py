"""Rules of credit: rounding loses no dong, limits, months, ages, what a sale and a receipt ask for."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growers.rules.months import months_after
from growers.rules.verdicts import Reason
from growers.wording import WORDING, sentence
from harvests.rules import account_documents, credit, input_sales
from harvests.rules.account_documents import top_up_of
from harvests.rules.credit import ageing, judge_debt, limit_of, mean_price
from harvests.rules.input_sales import Shelf, Wanted, judge_receipt, judge_sale, states_of
from harvests.rules.money import value_of

DAY = dt.date(2025, 9, 8)
MILLI, PRICE = st.integers(1, 10**9), st.integers(0, 10**8)


@settings(max_examples=300)
@given(MILLI, PRICE)
def test_an_amount_is_the_nearest_dong_half_up(milli, price):
    amount = value_of(milli, price)
    assert 2 * (milli * price - amount * 1_000) in range(-1_000, 1_000)
    assert value_of(milli * 1_000, price) == milli * price


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(1, 20_000), PRICE), min_size=1, max_size=6))
def test_a_sale_is_the_sum_of_its_lines_and_whole_units_round_nothing(lines):
    wanted = [Wanted(place, many * 1_000, price) for place, (many, price) in enumerate(lines)]
    assert sum(line.amount_vnd for line in wanted) == sum(many * price for many, price in lines)


@settings(max_examples=100)
@given(st.dictionaries(st.integers(1, 5), st.integers(1, 10**9), min_size=1), st.integers(1, 100_000))
def test_a_top_up_rounds_half_a_dong_a_grade_at_most(grams, price):
    amount = top_up_of(grams, dict.fromkeys(grams, price))
    assert abs(amount * 1_000 - sum(grams.values()) * price) <= 500 * len(grams)
    assert top_up_of(grams, {}) == 0


def test_the_limit_is_the_share_unless_the_household_has_its_own():
    assert limit_of(None, 10_210_000, 20_465, 3_000) == 10_210_000 * 20_465 * 3_000 // 10_000_000
    assert limit_of(0, 10_210_000, 20_465, 3_000) == 0
    assert mean_price(3_000, 50_000) == 16_667
    assert mean_price(0, 0) == 0


@pytest.mark.parametrize(
    ("amount", "reason", "may", "codes"),
    [(10, "", False, ()), (11, "", False, ("credit_over_limit",)), (11, "x", False, ("credit_override_not_yours",)),
     (11, "", True, ("credit_over_limit_now",)), (11, "x", True, ())],
)  # fmt: skip
def test_past_the_limit(amount, reason, may, codes):
    assert judge_debt(amount, 90, 100, reason=reason, may_override=may).codes == codes


def test_months_end_with_their_month():
    assert months_after(dt.date(2025, 8, 31), 6) == dt.date(2026, 2, 28)
    assert months_after(dt.date(2025, 9, 8), 12) == dt.date(2026, 9, 8)


def test_ages():
    days = (0, 30, 31, 90, 91, 180, 181)
    assert ageing(((DAY - dt.timedelta(days=day), 1) for day in days), DAY) == [2, 2, 2, 1]


def shelf(**values) -> Shelf:
    return Shelf(1, "NPK", **{"unit": "bag", "free_milli": 2_000, "price_vnd": 5, "received_on": DAY, **values})


@pytest.mark.parametrize(
    ("facts", "milli", "code"),
    [({"expires_on": DAY - dt.timedelta(days=1)}, 1_000, "sale_expired"), ({"expires_on": DAY}, 1_000, None),
     ({"permitted_to": DAY}, 1_000, "sale_not_permitted"), ({"banned": "paraquat"}, 1_000, "sale_banned"),
     ({"permitted_from": DAY + dt.timedelta(days=1)}, 1_000, "sale_not_permitted"),
     ({"listed": False}, 1_000, "sale_off_the_list"), ({}, 2_001, "sale_more_than_stock"), ({}, 2_000, None),
     ({}, 500, "sale_not_whole"), ({"unit": "kg"}, 500, None), ({"void": True}, 1_000, "sale_stock_voided"),
     ({"received_on": DAY + dt.timedelta(days=1)}, 1_000, "stock_before_received"),
     ({"price_vnd": 0}, 1_000, "sale_amount_zero")],
)  # fmt: skip
def test_what_may_be_handed_out(facts, milli, code):
    lot = shelf(**facts)
    codes = judge_sale([Wanted(1, milli, lot.price_vnd)], {1: lot}, DAY).codes
    assert (code in codes) if code else not codes


def test_a_lot_stands_once_in_a_sale():
    line = Wanted(1, 1_000, 5)
    assert judge_sale([line, line], {1: shelf()}, DAY).codes == ("sale_twice",)
    assert judge_sale([], {}, DAY).codes == ("sale_lines_missing",)


def test_what_is_marked_in_the_store():
    assert states_of(10_000, 10_000, DAY, DAY) == ("sold",)
    assert states_of(10_000, 9_000, DAY - dt.timedelta(days=1), DAY) == ("expired", "low")
    assert states_of(10_000, 8_999, DAY + dt.timedelta(days=30), DAY) == ("soon",)
    assert states_of(10_000, 0, None, DAY) == ()
    assert judge_receipt(DAY, DAY - dt.timedelta(days=1), 0, DAY - dt.timedelta(days=1)).codes == (
        "stock_received_missing", "stock_day_in_future", "stock_expired_when_received",
    )  # fmt: skip
    assert judge_receipt(dt.date(1999, 12, 31), None, 1, DAY).codes == ("debt_day_too_old",)


@pytest.mark.parametrize("code", [*credit.CODES, *account_documents.CODES, *input_sales.CODES])
def test_every_code_has_a_sentence(code):
    assert code in WORDING
    assert str(sentence(Reason(code)))
