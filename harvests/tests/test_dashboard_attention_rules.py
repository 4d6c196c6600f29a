"""What needs attention on the director's page, and what does not."""

import pytest

from harvests.rules.dashboard_attention import CODES, SEVERE, attention
from harvests.rules.dashboard_facts import Book, Code, Facts, Standing
from harvests.tests.dashboard_facts import TODAY, day, make_facts, make_line


def codes(facts: Facts, personal: bool = True) -> list[str]:
    return [reason.code for reason in attention(facts, personal=personal)]


def test_a_day_on_which_all_is_well_needs_no_attention():
    assert codes(make_facts()) == []
    assert codes(Facts(TODAY, [])) == []


YESTERDAY = day("07/09")
STANDING = {"households": 3, "plots": 3, "codes": 1, "orders": 1, "expected_g": 50_000_000}
SITUATIONS = {
    "look_orders_late": {"orders": [make_line(to="07/09", grade=2)]},
    "look_order_due": {"orders": [make_line(to="15/09", grade=2)]},
    "look_round_short": {"orders": [make_line(to="23/10", ordered=30_000_001)]},
    "look_codes": {"codes": [Code("VN-1", "suspended")]},
    "look_over_estimate": {"over": ["012"]},
    "look_held": {"standing": Standing(**STANDING, held=2)},
    "look_unpriced": {"standing": Standing(**STANDING, unpriced=2)},
    "look_no_board": {"prices": []},
    "look_prices_missing": {"prices": [p for p in make_facts().prices if p.grade != 2]},
    "look_day_open": {"books": {YESTERDAY: Book(YESTERDAY, 4, 5)}},
    "look_days_open": {"books": {d: Book(d, 4, 5) for d in (YESTERDAY, day("06/09"))}},
    "look_runs_closed": {"standing": Standing(**STANDING, runs_closed=1)},
    "look_runs_approved": {"standing": Standing(**STANDING, runs_approved=1)},
    "look_overdue": {"standing": Standing(**STANDING, overdue=2, overdue_vnd=5_000_000)},
    "look_no_bank": {"standing": Standing(**STANDING, without_bank=2)},
    "look_no_estimate": {"standing": Standing(**{**STANDING, "expected_g": None})},
}


def test_every_code_has_a_situation():
    assert set(SITUATIONS) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_needs_attention_is_said(code):
    assert codes(make_facts(**SITUATIONS[code])) == [code]


def test_the_severe_come_first():
    facts = make_facts(over=["012"], orders=[make_line(to="07/09", grade=2)], prices=[])
    found = codes(facts)
    assert found[:2] == ["look_orders_late", "look_no_board"]
    assert set(found[:2]) <= set(SEVERE) and "look_over_estimate" in found[2:]


@pytest.mark.parametrize(
    "values",
    [
        {"orders": [make_line(to="16/09", grade=2)]},  # more than a week away
        {"orders": [make_line(to="07/09", grade=2, status="draft")]},  # not promised
        {"orders": [make_line(to="07/09", grade=2, delivered=10_000_000)]},  # nothing left
        {"orders": [make_line(to="24/10", ordered=30_000_001)]},  # for the round after
        {"orders": [make_line(to="23/10", ordered=30_000_000)]},  # just enough
        {"books": {YESTERDAY: Book(YESTERDAY, 4, 5, 0, True)}},  # closed
        {"books": {YESTERDAY: Book(YESTERDAY, 0)}},  # nothing was weighed
        {"books": {TODAY: Book(TODAY, 9, 9)}},  # the day goes on
        {"books": {day("13/08"): Book(day("13/08"), 9, 9)}},  # only here to be compared with
    ],
)
def test_what_is_in_order_is_not_said(values):
    assert codes(make_facts(**values)) == []


def test_bank_matters_are_for_those_who_may_see_them():
    assert codes(make_facts(**SITUATIONS["look_no_bank"]), personal=False) == []


def test_between_rounds_nobody_misses_a_price():
    facts = make_facts(prices=[])
    facts.day = day("15/09")
    assert "look_no_board" not in codes(facts)


def test_many_are_counted_and_a_few_named():
    [reason] = attention(make_facts(over=[f"{n:03d}" for n in range(9)]), personal=True)
    assert reason.data["count"] == 9
    assert reason.data["households"] == "000, 001, 002, 003 …"
    orders = [make_line(order, to="10/09", grade=2) for order in range(1, 9)]
    assert codes(make_facts(orders=orders)).count("look_order_due") == 4


def test_a_round_is_short_by_grade_in_the_mix_of_the_last():
    """50 t in the mix 60 to 40: 30 t of the one, 20 t of the other."""
    orders = [make_line(1, 1, 25_000_000, to="07/10"), make_line(2, 2, 20_000_001, to="07/10")]
    [reason] = attention(make_facts(orders=orders), personal=True)
    assert [reason.data[name] for name in ("grade", "promised_g", "expected_g")] == ["L2", 20_000_001, 20_000_000]
