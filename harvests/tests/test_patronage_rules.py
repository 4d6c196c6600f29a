"""The surplus of a year: the law's least shares, sums to the dong on any figures, the grower of the press."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growers.rules.settings import SETTINGS
from harvests.rules.patronage import (
    Fate,
    Figures,
    Member,
    judge_adoption,
    judge_figures,
    judge_paying,
    judge_shares,
    judge_withdrawal,
    notice_days,
    share_out,
    split,
)

TODAY = dt.date(2025, 9, 8)
LIMITS = {key: declared.default for key, declared in SETTINGS.items()}
PRESS = Figures(180_000_000, 120_000_000, funds=[(27_000_000, 18_000_000)])
DONG = st.integers(0, 10**12)
SHARES = st.integers(0, 10_000)
MEMBERS = st.lists(st.tuples(DONG, DONG), min_size=1, max_size=12)


def test_the_grower_of_the_press_gets_her_two_parts():
    """Workflow 7.3: 134.4 million by use x 208.94 / 1,640; 105.6 million by capital x 2 %."""
    found = split(PRESS)
    assert (found.internal.left_vnd, found.external.left_vnd) == (144_000_000, 96_000_000)
    assert (found.internal.usage_vnd, found.internal.capital_vnd) == (86_400_000, 57_600_000)
    assert (found.usage_pool_vnd, found.capital_pool_vnd) == (134_400_000, 105_600_000)
    others = [Member(f"{number:03d}", 143_106_000, 49_000_000) for number in range(10)]
    shares = share_out(134_400_000, 105_600_000, [Member("192", 208_940_000, 10_000_000), *others])
    assert [(one.by_usage_vnd, one.by_capital_vnd) for one in shares if one.member.key == "192"] == [
        (17_122_888, 2_112_000)
    ]


def check(internal, external, apart, bps, people, shuffle):
    """Every dong of a surplus is somewhere, no share is negative, and the order of the members does not matter."""
    found = split(Figures(internal, external, apart, *bps))
    for part in (found.internal, found.external):
        assert part.income_vnd == part.indivisible_vnd + part.funds_vnd + part.usage_vnd + part.capital_vnd
        assert min(part.indivisible_vnd, part.usage_vnd, part.capital_vnd) >= 0
    assert found.internal.income_vnd + found.external.income_vnd == internal + external
    members = [Member(f"{place:03d}", services, capital) for place, (services, capital) in enumerate(people)]
    shares = share_out(found.usage_pool_vnd, found.capital_pool_vnd, members)
    assert sum(one.by_usage_vnd for one in shares) == (found.usage_pool_vnd if any(s for s, _ in people) else 0)
    assert sum(one.by_capital_vnd for one in shares) == (found.capital_pool_vnd if any(c for _, c in people) else 0)
    assert all(one.by_usage_vnd >= 0 <= one.by_capital_vnd for one in shares)
    assert all(one.member.services_vnd or not one.by_usage_vnd for one in shares)
    shuffle(members)
    assert share_out(found.usage_pool_vnd, found.capital_pool_vnd, members) == shares


@settings(max_examples=150, deadline=None)
@given(DONG, DONG, st.booleans(), st.tuples(SHARES, SHARES, SHARES, SHARES), MEMBERS, st.randoms(use_true_random=False))
def test_no_dong_is_lost_or_made_and_the_order_does_not_matter(internal, external, apart, bps, people, random_):
    check(internal, external, apart, bps, people, random_.shuffle)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32))
def test_nor_on_twenty_thousand_surpluses(seed):
    """500 from each seed: drawing them one by one would take minutes. Small sums among them, for ties."""
    draw = random.Random(seed)
    for _ in range(500):
        most = 10 ** draw.randint(0, 12)
        people = [(draw.randint(0, most), draw.randint(0, most)) for _ in range(draw.randint(1, 12))]
        bps = [draw.randint(0, 10_000) for _ in range(4)]
        check(draw.randint(0, most), draw.randint(0, most), draw.random() < 0.8, bps, people, draw.shuffle)


def test_equal_remainders_go_by_code():
    members = [Member(code, 1, 1) for code in ("003", "001", "002")]
    random.Random(1).shuffle(members)
    assert [one.by_usage_vnd for one in share_out(2, 0, members)] == [1, 1, 0]


def test_what_was_not_kept_apart_is_external():
    found = split(Figures(180_000_000, 120_000_000, kept_apart=False, funds=[(27_000_000, 18_000_000)]))
    assert (found.internal.income_vnd, found.external.income_vnd) == (0, 300_000_000)
    assert (found.external.indivisible_vnd, found.external.funds_vnd) == (15_000_000, 45_000_000)
    assert judge_figures(Figures(1, 1, kept_apart=False), LIMITS).codes == ("surplus_not_apart",)


@pytest.mark.parametrize(
    ("figures", "codes"),
    [
        (PRESS, ()),
        (Figures(100, 100, indivisible_external_bp=499), ("surplus_indivisible_low",)),
        (Figures(100, 100, indivisible_internal_bp=0), ()),  # of internal income the charter says how much
        (Figures(100, 100, usage_internal_bp=5_000), ("surplus_usage_low",)),  # R95: 50 % is refused
        (Figures(100, 100, usage_internal_bp=5_100, usage_external_bp=0), ()),
        (Figures(0, 100, usage_internal_bp=0), ()),
        (Figures(100, 100, funds=[(95, 0)]), ()),
        (Figures(100, 100, funds=[(96, 0)]), ("surplus_funds_over",)),
        (Figures(100, 100, funds=[(0, 50), (0, 46)]), ("surplus_funds_over",)),
    ],
)
def test_the_law_s_least_shares(figures, codes):
    assert judge_figures(figures, LIMITS).codes == codes


def test_a_least_share_is_not_rounded_below_it():
    found = split(Figures(0, 99))
    assert found.external.indivisible_vnd == 5  # 4.95
    assert split(Figures(101, 0, indivisible_internal_bp=0, usage_internal_bp=5_100)).internal.usage_vnd == 52


def test_a_pool_needs_somebody_to_share_it():
    nobody, user, owner = [], [Member("1", 5, 0)], [Member("1", 0, 5)]
    found = split(PRESS)
    assert judge_shares(found, nobody).codes == ("surplus_nobody_used", "surplus_no_capital")
    assert judge_shares(found, user).codes == ("surplus_no_capital",)
    assert judge_shares(found, owner).codes == ("surplus_nobody_used",)
    assert judge_shares(split(Figures()), user).codes == ("surplus_nothing",)


@pytest.mark.parametrize(
    ("fate", "codes"),
    [
        (Fate("draft", 2024, "01", dt.date(2025, 3, 28)), ()),
        (Fate("adopted", 2024, "01", dt.date(2025, 3, 28)), ("surplus_not_draft",)),
        (Fate("draft", 2024, " ", dt.date(2025, 3, 28)), ("surplus_without_resolution",)),
        (Fate("draft", 2024, "01", dt.date(2025, 9, 9)), ("surplus_resolution_ahead",)),
        (Fate("draft", 2024, "01", dt.date(2024, 12, 31)), ("surplus_resolution_early",)),
        (Fate("draft", 2025, "01", dt.date(2025, 9, 1)), ("surplus_year_not_over", "surplus_resolution_early")),
    ],
)
def test_a_draft_is_adopted_by_a_resolution_after_the_year(fate, codes):
    assert judge_adoption(fate, TODAY).codes == codes


def test_a_surplus_is_withdrawn_while_nothing_is_paid_and_paid_while_it_stands():
    adopted = Fate("adopted", 2024, "01", dt.date(2025, 3, 28))
    assert judge_withdrawal(adopted, "nhầm").allowed and judge_withdrawal(Fate(), "nhầm").allowed
    assert judge_withdrawal(adopted, " ").codes == ("surplus_without_why",)
    assert judge_withdrawal(Fate("adopted", paid=1), "nhầm").codes == ("surplus_share_paid",)
    assert judge_withdrawal(Fate("withdrawn"), "nhầm").codes == ("surplus_not_adopted",)
    assert judge_paying(adopted, TODAY, 1, TODAY).allowed
    assert judge_paying(Fate("draft"), TODAY, 1, TODAY).codes == ("surplus_not_adopted",)
    assert judge_paying(adopted, dt.date(2025, 3, 27), 0, TODAY).codes == (
        "surplus_nothing_chosen", "surplus_share_early",
    )  # fmt: skip
    assert judge_paying(adopted, dt.date(2025, 9, 9), 1, TODAY).codes == ("surplus_share_ahead",)


def test_a_notice_is_posted_within_five_working_days_for_thirty_days():
    assert notice_days(dt.date(2025, 3, 28)) == (dt.date(2025, 4, 4), dt.date(2025, 5, 4))  # a Friday
