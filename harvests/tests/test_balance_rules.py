"""The balance by hand-computed kilograms: caps, shares of a season, lots of lots, and what may never come out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.eligibility_facts import Load
from growers.wording import WORDING
from harvests.rules.balance import (
    CODES,
    CodeBalance,
    Flow,
    Limits,
    LotSums,
    claimed,
    contents,
    expected_by_now,
    flows,
    judge_cap,
    judge_certificate,
    judge_code,
    judge_household,
    limits_of,
    season_done_bp,
)

D = dt.date
LIMITS = Limits(25_000, 45_000, 13_000)


def test_every_code_has_a_sentence():
    assert set(CODES) <= WORDING.keys()


@pytest.mark.parametrize(
    ("received", "adding", "outcome", "code"),
    [(90, 10, "allowed", None), (90, 11, "allowed", "cap_soft_passed"), (150, 50, "allowed", "cap_soft_passed"),
     (150, 51, "refused", "cap_hard_passed"), (201, 0, "refused", "cap_hard_passed")],
)  # fmt: skip
def test_a_cap_itself_may_be_reached(received, adding, outcome, code):
    verdict = judge_cap(Load(received, 100, 200), adding)
    assert (verdict.outcome, verdict.codes[0] if verdict.codes else None) == (outcome, code)
    assert judge_cap(None, 10**9).allowed


def balance(received=100, expected=200, flow=None, load=None, registered=10_000) -> CodeBalance:
    return CodeBalance("VN-1", "CN", "V1", "Vùng", registered, received, expected, load, flow or Flow())


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        (balance(169), ()),
        (balance(170), ("code_ahead",)),
        (balance(registered=None, expected=None), ("code_area_unknown",)),
        (balance(expected=0), ()),
        (balance(flow=Flow(101)), ("code_packed_over_received",)),
        (balance(flow=Flow(100, 40, 60)), ()),
        (balance(flow=Flow(100, 40, 1_060)), ()),
        (balance(flow=Flow(100, 40, 1_061)), ("code_shipped_over_packed",)),
        (balance(load=Load(300, 100, 200)), ("cap_hard_passed",)),
    ],
)
def test_what_is_odd_about_a_code_is_said(row, codes):
    assert judge_code(row, warn_bp=8_500).codes == codes


@pytest.mark.parametrize(
    ("net", "expected", "codes"),
    [(25_000_000, None, ()), (25_000_001, None, ("household_over_soft",)), (45_000_001, None, ("household_over_hard",)),
     (13_000, 10_000, ()), (13_001, 10_000, ("household_over_estimate",))],
)  # fmt: skip
def test_a_household_is_measured_by_its_land_and_its_estimate(net, expected, codes):
    assert judge_household(net, 10_000, expected, LIMITS).codes == codes


def test_a_crop_without_caps_has_none():
    assert limits_of("mango", {"household_limit_bp": 13_000}) == Limits(None, None, 13_000)
    assert judge_household(10**12, 1, None, Limits(None, None, 13_000)).allowed


def test_a_claim_is_overdrawn_when_more_left_than_was_in_scope():
    """R53: 1,000 kg came, 100 were lost, 950 cannot have been sold as certified."""
    assert judge_certificate("VG", 1_000, Flow(1_000, 100, 900)).allowed
    assert judge_certificate("VG", 1_000, Flow(1_000, 100, 950)).codes == ("certificate_overdrawn",)


def test_the_season_is_as_far_as_its_harvest_days():
    rounds = [(D(2025, 7, 1), D(2025, 7, 10)), (D(2025, 8, 1), D(2025, 8, 10))]
    season = (D(2025, 6, 1), D(2025, 11, 30))
    at = {day: season_done_bp(rounds, *season, day) for day in (D(2025, 6, 30), D(2025, 7, 10), D(2025, 8, 5))}
    assert [*at.values()] == [0, 5_000, 7_500]
    assert season_done_bp(rounds, *season, D(2026, 1, 1)) == 10_000
    assert season_done_bp([], D(2025, 6, 1), D(2025, 6, 10), D(2025, 6, 5)) == 5_000
    assert expected_by_now(106_000, 16_700, 5_000) == 88_510_000 and expected_by_now(None, 16_700, 5_000) is None


def test_fruit_keeps_its_code_through_lots_of_lots():
    """A: 60 of X, 40 of Y; 10 lost. B takes 45 of A's 90 and 55 of Z. Half of B leaves."""
    lots = [LotSums(1, 100, 90, 10), LotSums(2, 100, 100, 0, gone_g=50)]
    lines, cartons = [(1, "X", 60), (1, "Y", 40), (2, "Z", 55)], [(2, 1, 45)]
    inside = contents(lots, lines, cartons)
    assert inside == {1: {"X": 60, "Y": 40}, 2: {"Z": 55, "X": 27, "Y": 18}}
    found = flows(lots, inside, lines)
    assert (found["X"].taken_g, found["X"].lost_g, found["X"].gone_g, found["X"].left_g) == (60, 6, 14, 40)
    assert (found["Z"].taken_g, found["Z"].lost_g, found["Z"].gone_g) == (55, 0, 28)


def test_a_diamond_of_lots_counts_every_gram_once():
    """1 goes into 2 and 3, both go into 4, which leaves whole."""
    lots = [LotSums(1, 80, 80, 0), LotSums(2, 50, 50, 0), LotSums(3, 30, 30, 0), LotSums(4, 80, 80, 0, gone_g=80)]
    lines, cartons = [(1, "X", 80)], [(2, 1, 50), (3, 1, 30), (4, 2, 50), (4, 3, 30)]
    found = flows(lots, contents(lots, lines, cartons), lines)
    assert (found["X"].taken_g, found["X"].gone_g, found["X"].left_g) == (80, 80, 0)


def test_only_a_lot_that_is_all_in_scope_carries_a_claim():
    lots = [LotSums(1, 100, 95, 5, gone_g=95), LotSums(2, 100, 100, 0, gone_g=100), LotSums(3, 95, 95, 0)]
    inside = contents(lots, [(1, "VG", 100), (2, "VG", 99)], [(3, 1, 95)])
    assert inside[3] == {"VG": 95}
    found = claimed(lots, inside)["VG"]
    assert (found.gone_g, found.lost_g) == (95, 5)


def test_a_long_chain_and_a_source_outside_do_not_hurt():
    lots = [LotSums(1, 10, 10, 0)] + [LotSums(n, 10, 10, 0) for n in range(2, 3_000)]
    cartons = [(n, n - 1, 10) for n in range(2, 3_000)] + [(1, 99_999, 5)]
    assert contents(lots[::-1], [(1, "X", 10)], cartons)[2_999] == {"X": 10}
    around = [LotSums(1, 10, 10, 0), LotSums(2, 10, 10, 0)]
    assert contents(around, [], [(1, 2, 5), (2, 1, 5)]) == {1: {}, 2: {}}


chains = st.lists(
    st.tuples(st.dictionaries(st.sampled_from("XYZ"), st.integers(1, 10**6), min_size=1), st.integers(0, 100)),
    min_size=1, max_size=5,
)  # fmt: skip


@given(chains)
def test_no_gram_of_a_code_comes_out_of_nothing(found):
    """Each lot takes its own loads and half of what the lot before packed; the last one leaves."""
    lots, lines, cartons, before = [], [], [], 0
    for number, (loads, loss) in enumerate(found, start=1):
        taken = before // 2
        lines += [(number, key, grams) for key, grams in loads.items()]
        if taken:
            cartons.append((number, number - 1, taken))
        whole = sum(loads.values()) + taken
        lost = whole * loss // 100
        lots.append(LotSums(number, whole, whole - lost, lost, whole - lost if number == len(found) else 0))
        before = whole - lost
    inside = contents(lots, lines, cartons)
    result = flows(lots, inside, lines)
    slack = 3 * len(lots)  # shares are rounded to the gram
    for lot in lots:
        assert abs(sum(inside[lot.lot].values()) - lot.in_g) <= slack
    for flow in result.values():
        assert flow.left_g >= -slack and flow.taken_g >= 0
    assert abs(sum(flow.gone_g for flow in result.values()) - lots[-1].gone_g) <= slack
