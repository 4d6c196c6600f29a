"""The balance of a lot: to the gram, with limits and reasons; without a database."""


import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvests.rules.lot_balance import Balance, Limits, Said, judge_closing, judge_contents

LIMITS = Limits(200, 500, 400)
DIRECTOR = Said("bốc hơi", "được duyệt", may_override=True)
GRAMS = st.integers(0, 10**10)


# --- the balance ------------------------------------------------------------------------------------------------------


def test_the_rule_s_own_example_closes():
    """R60: in 1,200; out 1,050 and 138 rejected leaves a gap of 12 kg, 1.0 %."""
    balance = Balance(1_200_000, 1_050_000, {"reject": 138_000})
    assert (balance.gap_g, balance.gap_bp) == (12_000, 100)
    assert judge_closing(balance, LIMITS, Said()).allowed


@pytest.mark.parametrize(
    ("out_g", "codes"),
    [
        (100_001, ("lot_outputs_above_inputs",)),
        (100_000, ()),
        (98_000, ()),
        (97_999, ("lot_gap_not_yours",)),
        (95_000, ("lot_gap_not_yours",)),
        (94_999, ("lot_gap_too_large",)),
    ],
)
def test_the_limits_of_a_gap_hold_to_the_gram(out_g, codes):
    assert judge_closing(Balance(100_000, out_g), LIMITS, Said()).codes == codes


def test_a_gap_is_explained_by_who_may_and_never_above_the_limit():
    gap = Balance(100_000, 96_000)
    assert judge_closing(gap, LIMITS, DIRECTOR).allowed
    assert judge_closing(gap, LIMITS, Said("", "", may_override=True)).codes == ("lot_gap_unexplained",)
    assert judge_closing(gap, LIMITS, Said("bốc hơi")).codes == ("lot_gap_not_yours",)
    assert judge_closing(Balance(100_000, 94_000), LIMITS, DIRECTOR).codes == ("lot_gap_too_large",)


def test_a_soft_cap_wants_a_reason_and_shrinkage_a_look():
    whole, warned = Balance(100_000, 100_000), ("code_over_soft_cap",)
    assert judge_closing(whole, LIMITS, DIRECTOR, warned).allowed
    assert judge_closing(whole, LIMITS, Said("", "", may_override=True), warned).codes == ("lot_cap_unexplained",)
    assert judge_closing(whole, LIMITS, Said("", "x"), warned).codes == ("lot_cap_not_yours",)
    shrunk = judge_closing(Balance(100_000, 95_999, {"shrink": 4_001}), LIMITS, Said())
    assert shrunk.allowed and shrunk.codes == ("lot_shrinkage_high",)
    assert judge_closing(Balance(100_000, 96_000, {"shrink": 4_000}), LIMITS, Said()).codes == ()


def test_an_empty_lot_does_not_close():
    assert judge_closing(Balance(0, 0), LIMITS, DIRECTOR).codes == ("lot_without_inputs",)


@given(GRAMS, GRAMS, GRAMS, GRAMS)
def test_in_is_out_and_losses_and_gap_always(taken, packed, rejects, shrunk):
    balance = Balance(taken, packed, {"reject": rejects, "shrink": shrunk})
    assert balance.in_g == balance.out_g + balance.loss_g + balance.gap_g
    verdict = judge_closing(balance, LIMITS, DIRECTOR)
    if verdict.allowed:
        assert balance.gap_g >= 0
        assert balance.gap_g * 10_000 <= LIMITS.gap_block_bp * balance.in_g
    if packed + rejects + shrunk > taken:
        assert not verdict.allowed


@given(GRAMS, GRAMS, st.booleans())
def test_nobody_closes_a_gap_above_the_warning_without_a_reason(taken, packed, may):
    balance = Balance(taken, packed)
    if judge_closing(balance, LIMITS, Said("", "", may)).allowed:
        assert balance.gap_g * 10_000 <= LIMITS.gap_warn_bp * taken


def test_contents_are_of_the_lot_s_crop_with_each_loss_once():
    rows = [{"crop": 1, "grade": "L1"}, {"crop": 2, "grade": "X"}]
    losses = [{"kind": "reject", "grams": 5}, {"kind": "reject", "grams": 0}]
    checks = {"check_average_g": 5_000, "check_least_g": 5_001}
    found = judge_contents(rows, losses, crop=1, checks=checks).codes
    assert found == ("lot_carton_other_crop", "lot_loss_twice", "lot_loss_not_positive", "lot_check_odd")
    assert judge_contents(rows[:1], [{"kind": "gap", "grams": 5}], crop=1, checks={}).codes == ("lot_loss_twice",)
    assert judge_contents(rows[:1] * 61, [], crop=1, checks={}).codes == ("lot_too_many_cartons",)
    assert judge_contents(rows[:1], losses[:1], crop=1, checks={"check_average_g": 5_000}).codes == ()
