"""The arithmetic of money with traders: shares to the dong, ages, states of deposits, limits, and exact margins."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from growers.wording import WORDING
from harvests.models import AccountDocument, Claim, Deposit, InputSale, Receipt, Receivable, SettlementRun
from harvests.rules import claims, costs, deposits, receivables, trader_ledger
from harvests.rules.costs import Content, Margin, Priced, fruit_cost, rounded
from harvests.rules.money import oldest_first
from harvests.rules.trader_ledger import Exposure, bucket_of, judge_entry, judge_limit, running

DAY = dt.date(2025, 9, 8)
ROOMS = (claims, costs, deposits, receivables, trader_ledger)


@pytest.mark.parametrize("code", [code for room in ROOMS for code in room.CODES])
def test_every_code_has_a_sentence(code):
    assert code in WORDING


@settings(max_examples=300)
@given(some.integers(0, 10**12), some.lists(some.integers(0, 10**11), max_size=12))
def test_shares_lose_and_create_no_dong_and_fill_the_oldest_first(amount, left):
    shares = oldest_first(amount, left)
    assert sum(shares) == min(amount, sum(left))
    assert all(0 <= share <= open_vnd for share, open_vnd in zip(shares, left, strict=True))
    touched = [place for place, share in enumerate(shares) if share]
    assert all(shares[place] == left[place] for place in range(touched[-1] if touched else 0))


def test_shares_are_judged_together():
    assert receivables.judge_shares(100, [(1, 60), (2, 40)]).allowed
    assert receivables.judge_shares(100, [(1, 60), (2, 41)]).codes == ("shares_over_receipt",)
    assert receivables.judge_shares(100, [(1, 0), (1, 5)]).codes == ("share_not_positive", "share_twice")


@pytest.mark.parametrize(
    ("days", "bucket"), [(-5, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (900, 4)]
)
def test_debts_age_by_days_overdue(days, bucket):
    assert bucket_of(DAY - dt.timedelta(days=days), DAY) == bucket


def test_days_and_amounts_of_documents():
    assert judge_entry(DAY, 1, today=DAY).allowed
    assert judge_entry(DAY + dt.timedelta(days=1), 0, today=DAY).codes == ("trade_day_in_future", "trade_not_positive")
    assert judge_entry(dt.date(1999, 12, 31), 10**14, today=DAY).codes == ("trade_day_too_old", "trade_too_large")
    assert running(100, [50, -150, 7]) == [150, 0, 7]


@pytest.mark.parametrize(
    ("sums", "state"),
    [
        ((0, 0, 0, 0, 0), "none"),
        ((100, 0, 0, 0, 0), "waiting"),
        ((100, 40, 0, 0, 0), "part"),
        ((100, 100, 0, 0, 0), "held"),
        ((0, 100, 0, 0, 0), "held"),
        ((100, 100, 30, 0, 0), "partly_offset"),
        ((100, 100, 100, 0, 0), "spent"),
        ((100, 100, 0, 100, 0), "refunded"),
        ((100, 100, 0, 0, 100), "forfeited"),
    ],
)
def test_a_deposit_has_a_state(sums, state):
    assert deposits.state_of(*sums) == state


def test_a_deposit_goes_no_further_than_what_is_held():
    facts = {"taken_on": DAY, "amount_of_deposit": 100, "held_vnd": 60, "penalty_vnd": 90, "is_void": False}
    judge = deposits.judge_move
    assert judge("refund", 60, DAY, reason="", to_something=False, **facts).allowed
    assert judge("refund", 61, DAY, reason="", to_something=False, **facts).codes == ("deposit_held_less",)
    assert judge("penalty", 11, DAY, reason="x", to_something=False, **facts).codes == ("deposit_penalty_over",)
    early = judge("offset", 1, DAY - dt.timedelta(days=1), reason="", to_something=False, **facts)
    assert early.codes == ("deposit_move_before", "deposit_offset_of_nothing")
    assert judge("forfeit", 1, DAY, reason=" ", to_something=False, **facts).codes == ("trade_without_reason",)
    void = judge("refund", 1, DAY, reason="", to_something=False, **{**facts, "is_void": True})
    assert void.codes == ("deposit_is_void",)


def test_dollars_become_dong_half_up():
    assert receivables.in_dong(125, "USD", 25_400) == 31_750
    assert receivables.in_dong(1, "USD", 25_450) == 255
    assert receivables.in_dong(125, "VND", None) == 125
    assert receivables.judge_rate("USD", None).codes == ("receivable_rate_missing",)
    assert receivables.judge_rate("USD", 254).codes == ("receivable_rate_unlikely",)
    assert receivables.judge_prices("floor", [(18_000, 17_999)]).codes == ("receivable_below_floor",)
    assert receivables.judge_prices("daily", [(None, None)]).codes == ("receivable_price_missing",)


def test_a_limit_warns_and_never_refuses():
    exposure = Exposure(owed_vnd=70, unbilled_vnd=40, to_come_vnd=500, held_vnd=20)
    assert (exposure.now_vnd, exposure.all_vnd) == (90, 590)
    assert judge_limit(90, 10, 100) == judge_limit(90, 999, None)
    over = judge_limit(90, 11, 100)
    assert over.allowed
    assert over.codes == ("trader_over_limit",)
    assert judge_limit(90, None, 100).codes == ("trader_limit_unknown",)


def test_a_mixed_lot_costs_by_kilograms_and_losses_are_borne_by_what_was_packed():
    lots = {1: Content(90_000, [Priced(60_000, 20_000), Priced(40_000, 14_000)])}
    cost = fruit_cost([(1, 45_000)], lots)
    assert cost.vnd == (60 * 20_000 + 40 * 14_000) // 2
    assert cost.unpriced_g == 0
    unpriced = fruit_cost([(1, 10_000), (9, 500)], {1: Content(20_000, [Priced(10_000, None), Priced(10_000, 7)])})
    assert (unpriced.vnd, unpriced.unpriced_g) == (35, 5_500)


@settings(max_examples=100)
@given(
    some.lists(some.tuples(some.integers(1, 10**7), some.integers(0, 60_000)), min_size=1, max_size=5),
    some.integers(1, 5),
)
def test_the_parts_of_a_re_packed_lot_cost_what_it_cost(inputs, parts):
    put_in = sum(grams for grams, _price in inputs)
    lots = {
        1: Content(put_in, [Priced(*one) for one in inputs]),
        2: Content(put_in, [Priced(put_in, None, source=1)]),
    }
    pieces = [(2, put_in // parts)] * (parts - 1)
    pieces.append((2, put_in - sum(grams for _lot, grams in pieces)))
    total = sum((fruit_cost([piece], lots).vnd for piece in pieces), Fraction(0))
    assert total == Fraction(sum(grams * price for grams, price in inputs), 1_000)


def test_a_margin_says_what_it_does_not_know():
    known = Margin(1_000_000, 20_000_000, 0, 0, 30_000_000, 1_000_000, 1_000_000, 0, 0, 0, {"packing": 4_000_000})
    assert (known.margin_vnd, known.per_kg(known.margin_vnd), known.is_final) == (5_000_000, 5_000, True)
    assert not Margin(1, 0, 5, 0, 0, 0, 0, 0, 0, 0).is_final
    assert Margin(0, 0, 0, 0, 0, 0, 0, 0, 0, 0).per_kg(5) is None
    assert [rounded(Fraction(n, 2)) for n in (1, 2, 3, -1, -3)] == [1, 1, 2, -1, -2]


def test_a_claim_is_a_part_of_what_was_sold_and_answered_once():
    sold = {"sold_vnd": 100, "sold_g": 1_000, "sold_on": DAY}
    assert claims.judge_claim(100, 1_000, DAY, **sold).allowed
    late = claims.judge_claim(101, 1_001, DAY - dt.timedelta(days=1), **sold)
    assert late.codes == ("claim_over_receivable", "claim_more_than_sold", "claim_before_sale")
    facts = {"asked_vnd": 100, "claimed_on": DAY}
    assert claims.judge_answer("open", 101, "", DAY, agrees=True, **facts).codes == (
        "claim_agreed_over", "claim_without_answer",
    )  # fmt: skip
    assert claims.judge_answer("agreed", 1, "x", DAY, agrees=True, **facts).codes == ("claim_answered",)
    assert claims.judge_answer("open", 0, "không", DAY, agrees=False, **facts).allowed


def test_no_two_papers_of_money_carry_the_same_number():
    papers = [AccountDocument(kind=kind, year=2025, number=7) for kind in AccountDocument.Kind.values]
    papers += [kind(year=2025, number=7) for kind in (Claim, Deposit, InputSale, Receipt, Receivable, SettlementRun)]
    codes = [paper.code for paper in papers]
    assert len({*codes, "PC-25-007"}) == len(codes) + 1  # a cash voucher is one too
