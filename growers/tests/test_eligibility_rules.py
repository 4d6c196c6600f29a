"""Eligibility: days on the edge, every reason by itself, and what no added fact may ever do (R10-R17, R30-R33, R70)."""

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.eligibility import (
    CODES,
    RULES,
    Active,
    Limit,
    Load,
    MarketRules,
    PlotCode,
    PlotFacts,
    Rulebook,
    Scope,
    Spraying,
    active_code,
    claims,
    eligibility,
    harvest_from,
    snapshot,
)
from growers.rules.eligibility_facts import Dated, cap_g, load_of
from growers.wording import WORDING

DAY = dt.date(2025, 9, 8)
SINCE = dt.date(2025, 1, 1)
LATELY, TEN_DAYS_AGO = dt.date(2025, 8, 9), dt.date(2025, 8, 29)
HEXA = Active("hexaconazole", "Hexaconazole")


def before(days: int) -> dt.date:
    return DAY - dt.timedelta(days=days)


def code(text="VN-SLOR-0001", market="CN", events=((SINCE, "active"),), visits=(LATELY,), **values) -> PlotCode:
    return PlotCode(text, market, "dragon_fruit", values.pop("member", (SINCE, None)), events, visits=visits, **values)


def plot(*codes, sprayings=(), scopes=(), crop="dragon_fruit") -> PlotFacts:
    return PlotFacts("097-1", crop, "14", codes or (code(),), sprayings, scopes)


def spraying(days=7, done_on=TEN_DAYS_AGO, **values) -> Spraying:
    return Spraying("Anvil 5SC", done_on, **{"actives": (HEXA,), "phi_days": days, **values})


def book(*limits, access="open", area_code=True, market="CN", crop="dragon_fruit", **values) -> Rulebook:
    return Rulebook((MarketRules(market, crop, access, area_code, source="nguồn", **values),), limits)


def asked(facts, rules=None, market="CN", day=DAY):
    return eligibility(facts, market, day, rules or book())


def test_a_plot_under_an_active_visited_code_may_go():
    assert asked(plot()).outcome == "allowed" and not asked(plot()).codes


@pytest.mark.parametrize(
    ("facts", "rules", "outcome", "said"),
    [
        (plot(), book(access="closed"), "refused", "market_closed"),
        (plot(), book(access="unknown"), "unknown", "market_unknown"),
        (plot(), Rulebook(), "unknown", "market_unknown"),
        (plot(), book(access="controls"), "allowed", "market_controls"),
        (None, book(), "unknown", "plot_not_named"),
        (plot(crop="lychee"), book(area_code=False), "refused", "plot_crop_differs"),
        (plot(code(market="JP")), book(), "refused", "code_missing"),
        (plot(code(member=(SINCE, DAY))), book(), "refused", "code_missing"),
        (plot(code(member=(DAY + dt.timedelta(1), None))), book(), "refused", "code_missing"),
        (plot(code(events=())), book(), "refused", "code_not_yet_active"),
        (plot(code(events=((SINCE, "applied"),))), book(), "refused", "code_not_yet_active"),
        (plot(code(valid_from=DAY + dt.timedelta(1))), book(), "refused", "code_not_yet_active"),
        (plot(code(events=((SINCE, "active"), (DAY, "suspended")))), book(), "refused", "code_suspended_then"),
        (plot(code(events=((SINCE, "active"), (DAY, "revoked")))), book(), "refused", "code_revoked_then"),
        (plot(code(valid_to=DAY)), book(), "refused", "code_expired_then"),
        (plot(code(visits=())), book(), "unknown", "supervision_missing"),
        (plot(code(visits=(before(366),))), book(), "refused", "supervision_old"),
        (plot(code(failed=(before(1),))), book(), "refused", "supervision_failed"),
        (plot(code(events=((before(400), "active"),))), book(yearly=True), "refused", "registration_other_year"),
        (plot(code(load=Load(101, 90, 100))), book(), "refused", "code_over_hard_cap"),
        (plot(code(load=Load(100, 90, 100))), book(), "allowed", "code_over_soft_cap"),
        (plot(sprayings=(spraying(11),)), book(), "refused", "phi_running"),
        (plot(sprayings=(spraying(None),)), book(), "unknown", "phi_unknown"),
        (plot(sprayings=(spraying(),)), book(Limit(HEXA.key, (SINCE, None), banned=True)), "refused", "active_banned"),
        (plot(sprayings=(spraying(),)), book(Limit(HEXA.key, (SINCE, None), "CN")), "refused", "active_stopped"),
        (plot(sprayings=(spraying(permitted=(SINCE, before(10))),)), book(), "refused", "product_not_permitted"),
        (plot(sprayings=(spraying(on_crop=False),)), book(), "refused", "product_other_crop"),
    ],
)  # fmt: skip
def test_each_reason_by_itself(facts, rules, outcome, said):
    verdict = asked(facts, rules)
    assert verdict.codes == (said,)
    assert verdict.outcome == outcome


def test_every_code_has_a_sentence():
    assert set(CODES) <= WORDING.keys()


@pytest.mark.parametrize(("gap", "outcome"), [(7, "allowed"), (6, "refused"), (0, "refused"), (8, "allowed")])
def test_an_interval_equal_to_the_gap_is_enough_and_a_day_less_is_not(gap, outcome):
    verdict = asked(plot(sprayings=(spraying(7, before(gap)),)))
    assert verdict.outcome == outcome
    if verdict.refused:
        assert verdict.refused[0].data["until_on"] == before(gap) + dt.timedelta(days=7)


def test_the_markets_interval_counts_when_it_is_longer_and_only_there():
    longer = Limit(HEXA.key, (SINCE, None), "JP", phi_days=14)
    facts = plot(code(), code("VN-JP", "JP"), sprayings=(spraying(7, before(10)),))
    rules = Rulebook(tuple(MarketRules(m, "dragon_fruit", "open", True) for m in ("CN", "JP")), (longer,))
    assert asked(facts, rules).allowed
    assert asked(facts, rules, "JP").codes == ("phi_running",)
    assert asked(facts, rules, "JP", before(-4)).allowed


def test_what_counts_is_the_harvest_day_not_the_day_of_shipping():
    suspended = plot(code(events=((SINCE, "active"), (before(20), "suspended"), (before(5), "active"))))
    assert asked(suspended, day=before(10)).codes == ("code_suspended_then",)
    assert asked(suspended, day=before(20)).codes == ("code_suspended_then",)  # the day itself is blocked whole (R15)
    assert asked(suspended, day=before(21)).allowed and asked(suspended).allowed


def test_a_code_that_is_active_lets_the_fruit_go_although_another_is_not():
    facts = plot(code("OLD", events=((SINCE, "revoked"),)), code("NEW"))
    assert asked(facts).allowed and active_code(facts, "CN", DAY).code == "NEW"


def test_a_market_without_codes_asks_for_none_but_for_the_interval_all_the_same():
    facts = replace(plot(sprayings=(spraying(11),)), codes=())
    assert asked(facts, book(area_code=False)).codes == ("phi_running",)


def test_a_visit_holds_for_its_days_and_a_failed_one_until_the_next():
    assert asked(plot(code(visits=(before(365),)))).allowed
    assert asked(plot(code(visits=(before(1),), failed=(before(2),)))).allowed
    assert asked(plot(code(visits=(before(5),), failed=(DAY + dt.timedelta(1),)))).allowed
    assert asked(plot(code(visits=(DAY + dt.timedelta(1),)))).codes == ("supervision_missing",)


def test_what_was_sprayed_more_than_a_year_ago_or_later_says_nothing():
    assert asked(plot(sprayings=(spraying(None, before(367)), spraying(None, before(-1))))).allowed
    assert asked(plot(sprayings=(spraying(None, before(366)),))).codes == ("phi_unknown",)


def test_a_ban_counts_on_the_day_of_use():
    """R33: taken off the list in May, used in June is refused, used in April is not."""
    banned = Limit(HEXA.key, (dt.date(2025, 5, 1), None), banned=True)
    april, june = (plot(sprayings=(spraying(7, dt.date(2025, month, 2)),)) for month in (4, 6))
    assert asked(april, book(banned)).allowed
    assert asked(june, book(banned)).codes == ("active_banned",)


def test_every_reason_is_told_at_once():
    facts = plot(code(events=((SINCE, "suspended"),)), sprayings=(spraying(11), spraying(None)))
    verdict = asked(facts, book(access="closed"))
    assert set(verdict.codes) == {"market_closed", "code_suspended_then", "phi_running", "phi_unknown"}


def test_the_harvest_day_that_every_interval_allows():
    facts = plot(sprayings=(spraying(7, before(3)), spraying(14, before(10)), spraying(30, before(-2))))
    assert harvest_from(facts, "CN", (), DAY) == before(-4)
    assert harvest_from(plot(sprayings=(spraying(None),)), "CN", (), DAY) is None
    assert harvest_from(plot(), "CN", (), DAY) == DAY


def test_a_claim_needs_all_of_the_fruit_in_scope():
    vietgap = Scope("vietgap", "VG-1", (SINCE, before(0)))
    inside, outside = plot(scopes=(vietgap,)), plot()
    assert claims([(inside, before(1)), (inside, before(2))]) == (vietgap,)
    assert claims([(inside, before(1)), (inside, DAY)]) == ()
    assert claims([(inside, before(1)), (outside, before(1))]) == ()
    assert claims([(None, DAY)]) == () == claims([])


def test_a_snapshot_says_by_which_rules_and_keeps_every_reason():
    kept = snapshot(asked(plot(sprayings=(spraying(11),))))
    assert kept["rules"] == RULES and kept["outcome"] == "refused"
    assert kept["refused"][0]["data"]["until_on"] == "2025-09-09"
    assert snapshot(asked(plot())) == {"rules": RULES, "outcome": "allowed"}


def test_rules_and_settings_are_those_of_the_day():
    opened, closed = (MarketRules("CN", "dragon_fruit", access, False) for access in ("open", "closed"))
    settings = (("supervision_days", SINCE, 200), ("supervision_days", DAY, 9))
    dated = Dated(((SINCE, opened), (DAY, closed)), (), settings)
    assert dated.on(before(1)).by_market["CN"] is opened and dated.on(before(1)).supervision_days == 200
    assert dated.on(DAY).by_market["CN"] is closed and dated.on(DAY).supervision_days == 9
    assert dated.on(SINCE - dt.timedelta(1)).markets == ()


def test_caps_come_from_the_registered_area():
    settings = {"soft_cap_dragon_fruit_kg_ha": 25_000, "hard_cap_dragon_fruit_kg_ha": 45_000}
    assert load_of(100_000, 7, "dragon_fruit", settings) == Load(7, 250_000_000, 450_000_000)
    assert load_of(None, 7, "dragon_fruit", settings) is None and load_of(9, 7, "mango", settings) is None
    assert cap_g(10_000, 16_700) == 16_700_000


# What may never happen: more bad news makes refused fruit allowed.
days = st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
statuses = st.sampled_from(["applied", "active", "suspended", "revoked", "expired"])
events = st.lists(st.tuples(days, statuses), max_size=4).map(lambda found: tuple(sorted(found, key=lambda e: e[0])))
sprayed = st.builds(
    Spraying, st.just("X"), days, st.sampled_from([(), (HEXA,)]), st.none() | st.integers(0, 30), st.booleans()
)
limits = st.builds(
    Limit, st.just(HEXA.key), st.tuples(days, st.none()), st.sampled_from(["", "CN", "JP"]),
    st.none() | st.integers(0, 60), st.booleans(),
)  # fmt: skip
codes = st.builds(
    code, st.sampled_from(["A", "B"]), st.sampled_from(["CN", "JP"]), events, st.lists(days, max_size=2).map(tuple)
)
plots = st.builds(
    lambda found, sprayings: PlotFacts("1-1", "dragon_fruit", "14", tuple(found), tuple(sprayings)),
    st.lists(codes, max_size=2), st.lists(sprayed, max_size=3),
)  # fmt: skip
books = st.builds(
    lambda access, area, yearly, found: book(*found, access=access, area_code=area, yearly=yearly),
    st.sampled_from(["open", "controls", "closed", "unknown"]), st.booleans(), st.booleans(),
    st.lists(limits, max_size=2),
)  # fmt: skip
RANK = {"allowed": 0, "unknown": 1, "refused": 2}


@given(plots, books, days, sprayed)
def test_a_spraying_never_makes_things_better(facts, rules, day, one):
    more = replace(facts, sprayings=(*facts.sprayings, one))
    assert RANK[asked(more, rules, day=day).outcome] >= RANK[asked(facts, rules, day=day).outcome]


@given(plots, books, days, limits)
def test_a_limit_never_makes_things_better(facts, rules, day, one):
    more = replace(rules, limits=(*rules.limits, one))
    assert RANK[asked(facts, more, day=day).outcome] >= RANK[asked(facts, rules, day=day).outcome]


@given(plots, books, days, days)
def test_a_suspension_never_lets_fruit_go_that_might_not(facts, rules, day, since):
    def suspended(one):
        return replace(one, events=tuple(sorted([*one.events, (since, "suspended")], key=lambda e: e[0])))

    more = replace(facts, codes=tuple(map(suspended, facts.codes)))
    was, now = asked(facts, rules, day=day), asked(more, rules, day=day)
    assert was.allowed or not now.allowed
    if since > day:
        assert now == was


@given(plots, books, days, days)
def test_a_failed_visit_never_makes_things_better(facts, rules, day, failed):
    more = replace(facts, codes=tuple(replace(one, failed=(failed,)) for one in facts.codes))
    assert RANK[asked(more, rules, day=day).outcome] >= RANK[asked(facts, rules, day=day).outcome]


@given(plots, books, days, st.integers(0, 200))
def test_more_kilograms_never_make_things_better(facts, rules, day, grams):
    loaded = [
        replace(facts, codes=tuple(replace(one, load=Load(received, 50, 100)) for one in facts.codes))
        for received in (grams, grams + 60)
    ]
    less, more = (RANK[asked(one, rules, day=day).outcome] for one in loaded)
    assert more >= less


@given(plots, books, days)
def test_the_order_of_facts_does_not_matter(facts, rules, day):
    expected = set(asked(facts, rules, day=day).codes)
    for order in permutations(facts.sprayings):
        assert set(asked(replace(facts, sprayings=order), rules, day=day).codes) == expected
    assert set(asked(replace(facts, codes=facts.codes[::-1]), rules, day=day).codes) == expected


@given(plots, books, days)
def test_only_what_was_known_by_the_harvest_day_counts(facts, rules, day):
    """Facts of later days change nothing, or a verdict could not be given on the day."""

    def known(one):
        visits = tuple(visit for visit in one.visits if visit <= day)
        return replace(one, events=tuple(event for event in one.events if event[0] <= day), visits=visits)

    sprayings = tuple(one for one in facts.sprayings if one.done_on <= day)
    then = replace(facts, codes=tuple(map(known, facts.codes)), sprayings=sprayings)
    assert asked(then, rules, day=day) == asked(facts, rules, day=day)
