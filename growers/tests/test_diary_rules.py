"""What the rules say of a day's work: permissions, bans, completeness, organic land, doses, and the day of harvest."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.diary import CODES, Land, Product, Work, judge_entry, waits_until
from growers.rules.diary_calendar import completeness, strip
from growers.rules.eligibility import Active, Limit, MarketRules, PlotFacts, Rulebook, Spraying, eligibility
from growers.wording import WORDING

DAY = dt.date(2025, 6, 1)
FRUIT = "dragon_fruit"
ANVIL = Product(
    "Anvil", True, actives=(Active("hexaconazole", "hexaconazole"),), intervals={FRUIT: 7}, dose_unit="ml_100l",
    dose_low_milli=100_000, dose_high_milli=200_000, most_per_year=2, apart_days=10,
)  # fmt: skip
NPK = Product("NPK", False)
PLOT = Land(1, "097-1", FRUIT, 10_000)
SPRAYING = Work("spray", DAY, 150_000, "ml_100l", "L1", "brown spot", "knapsack", "Tèo")
SINCE = (dt.date(2025, 1, 1), None)


def judged(work=SPRAYING, product=ANVIL, lands=(PLOT,), limits=(), today=DAY):
    return judge_entry(work, product, lands, limits=limits, today=today, late_days=7)


def refusals(*args, **facts):
    return [reason.code for reason in judged(*args, **facts).verdict.refused]


def doubts(*args, **facts):
    return [reason.code for reason in judged(*args, **facts).verdict.warnings]


def test_every_code_has_a_sentence():
    assert [code for code in CODES if code not in WORDING] == []


def test_a_complete_spraying_says_when_the_plot_may_be_harvested():
    entry = judged()
    assert entry.verdict.codes == () and entry.asks and entry.late_days is None
    (outlook,) = entry.outlooks
    assert (outlook.phi_days, outlook.alone, outlook.earliest) == (7, dt.date(2025, 6, 8), dt.date(2025, 6, 8))


# R30: the interval equal to the gap lets it pass, one day short does not, whatever the days are.
@given(st.integers(0, 365), st.integers(0, 400))
def test_the_first_day_of_harvest_is_the_first_that_eligibility_lets_pass(phi_days, gap):
    spraying = Spraying("Anvil", DAY, (), phi_days)
    facts = PlotFacts("097-1", FRUIT, "14", sprayings=(spraying,))
    book = Rulebook((MarketRules("VN", FRUIT, "open", False),))
    day = DAY + dt.timedelta(days=gap)
    assert ("phi_running" in eligibility(facts, "VN", day, book).codes) == (day < waits_until(spraying, ()))
    assert waits_until(spraying, ()) == DAY + dt.timedelta(days=phi_days)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 30))
def test_the_longest_wait_counts_whatever_was_sprayed_before(first, second, apart):
    before = Spraying("Old", DAY - dt.timedelta(days=apart), (), first)
    product = replace(ANVIL, intervals={FRUIT: second})
    (outlook,) = judged(product=product, lands=(replace(PLOT, sprayings=(before,)),)).outlooks
    assert outlook.alone == DAY + dt.timedelta(days=second)
    assert outlook.earliest == max(outlook.alone, before.done_on + dt.timedelta(days=first))


def test_an_unknown_interval_locks_and_wants_confirming():
    entry = judged(product=replace(ANVIL, intervals={FRUIT: None}))
    assert [reason.code for reason in entry.verdict.warnings] == ["diary_phi_unknown"]
    assert entry.outlooks[0].earliest is None and entry.outlooks[0].alone is None
    before = Spraying("Old", DAY - dt.timedelta(days=3), (), None)
    known = judged(lands=(replace(PLOT, sprayings=(before,)),)).outlooks[0]
    assert known.earliest is None and known.alone == dt.date(2025, 6, 8)


def test_a_market_may_ask_for_longer_or_for_none_at_all():
    longer = Limit("hexaconazole", SINCE, "JP", 21)
    assert judged(limits=(longer,)).outlooks[0].markets == (("JP", dt.date(2025, 6, 22)),)
    shorter = Limit("hexaconazole", SINCE, "JP", 3)
    assert judged(limits=(shorter,)).outlooks[0].markets == ()
    never = Limit("hexaconazole", SINCE, "JP")
    entry = judged(limits=(never,))
    assert entry.outlooks[0].markets == (("JP", None),)
    assert [reason.code for reason in entry.verdict.warnings] == ["diary_market_stopped"]
    everywhere = Limit("hexaconazole", SINCE, "", 10)
    assert judged(limits=(everywhere,)).outlooks[0].alone == dt.date(2025, 6, 11)


@pytest.mark.parametrize(("limit", "codes"), [
    (Limit("hexaconazole", SINCE, banned=True), ["diary_active_banned"]),
    (Limit("hexaconazole", SINCE), ["diary_active_stopped"]),
    (Limit("hexaconazole", (dt.date(2025, 6, 2), None), banned=True), []),
    (Limit("hexaconazole", (dt.date(2025, 1, 1), DAY), banned=True), []),
    (Limit("paraquat", SINCE, banned=True), []),
])  # fmt: skip
def test_what_is_banned_on_that_day_is_refused(limit, codes):
    assert refusals(limits=(limit,)) == codes


@pytest.mark.parametrize(("period", "codes"), [
    ((DAY, None), []), ((DAY + dt.timedelta(1), None), ["diary_product_not_yet"]),
    ((dt.date.min, DAY), ["diary_product_ended"]), ((dt.date.min, DAY + dt.timedelta(1)), []),
])  # fmt: skip
def test_a_product_is_permitted_on_the_day_of_its_use_or_refused(period, codes):
    assert refusals(product=replace(ANVIL, permitted=period)) == codes


def test_a_product_off_the_list_or_of_another_crop_is_refused():
    assert refusals(product=replace(ANVIL, listed=False)) == ["diary_product_off"]
    entry = judged(lands=(PLOT, Land(2, "098-1", "lychee", 10_000)))
    assert [(r.code, r.data["plots"]) for r in entry.verdict.refused] == [("diary_product_other_crop", "098-1")]
    assert refusals(product=replace(NPK), work=replace(SPRAYING, work="fertilise")) == []


@pytest.mark.parametrize(("field", "code"), [
    ("dose_milli", "diary_dose_missing"), ("dose_unit", "diary_unit_missing"), ("target", "diary_target_missing"),
    ("method", "diary_method_missing"), ("worker", "diary_worker_missing"), ("stock_lot", "diary_batch_missing"),
])  # fmt: skip
def test_a_spraying_lacks_nothing_that_an_auditor_asks_for(field, code):
    work = replace(SPRAYING, **{field: None if field == "dose_milli" else ""})
    assert refusals(work) == [code]
    assert refusals(work, product=NPK, lands=(PLOT,)) == [code], "a foliar feed is a spraying too"
    assert refusals(replace(work, work="fertilise"), product=NPK) == [], "spreading manure is none"


def test_without_product_or_actives_no_spraying():
    assert refusals(product=None) == ["diary_product_missing"]
    assert refusals(product=replace(ANVIL, actives=())) == ["diary_product_no_active"]
    assert judged(Work("weed", DAY), product=None).asks is False


def test_organic_land_takes_only_what_is_allowed_there():
    certified, practised = replace(PLOT, organic="certified"), replace(PLOT, key=2, code="098-1", organic="practice")
    assert refusals(lands=(certified, PLOT)) == ["diary_organic_plot"]
    assert refusals(Work("fertilise", DAY), product=NPK, lands=(certified,)) == ["diary_organic_plot"]
    assert doubts(lands=(practised,)) == ["diary_organic_way"]
    allowed = replace(ANVIL, organic_allowed=True)
    assert judged(product=allowed, lands=(certified, practised)).verdict.codes == ()


@pytest.mark.parametrize(("milli", "unit", "codes"), [
    (100_000, "ml_100l", []), (99_999, "ml_100l", ["diary_dose_low"]), (200_000, "ml_100l", []),
    (200_001, "ml_100l", ["diary_dose_high"]), (150_000, "l_ha", ["diary_unit_differs"]),
])  # fmt: skip
def test_the_dose_is_held_against_the_label(milli, unit, codes):
    assert doubts(replace(SPRAYING, dose_milli=milli, dose_unit=unit)) == codes


@pytest.mark.parametrize(("days", "codes"), [
    ([-10], []), ([-9], ["diary_too_soon"]), ([9], ["diary_too_soon"]), ([-40, -20], ["diary_too_often"]),
    ([0], ["diary_same_day"]), ([-200], []), ([-200, -300], []),
])  # fmt: skip
def test_uses_are_counted_in_the_year_and_spaced(days, codes):
    used = tuple(DAY + dt.timedelta(days=day) for day in days)
    assert doubts(lands=(replace(PLOT, used_on=used),)) == codes


def test_days_and_areas_that_cannot_be():
    assert refusals(replace(SPRAYING, done_on=DAY + dt.timedelta(1))) == ["diary_in_future"]
    assert refusals(lands=(replace(PLOT, planted_year=2026),)) == ["diary_before_plot"]
    assert refusals(lands=(replace(PLOT, planted_year=2025),)) == []
    assert refusals(lands=(replace(PLOT, treated_m2=10_001),)) == ["diary_treated_more"]
    assert refusals(lands=(replace(PLOT, treated_m2=10_000),)) == []
    assert refusals(replace(SPRAYING, worker_trained_on=DAY + dt.timedelta(1))) == ["diary_trained_later"]
    assert refusals(lands=()) == ["diary_no_plots"]


@pytest.mark.parametrize(("days", "late"), [(7, None), (8, 8)])
def test_an_entry_is_late_after_a_week(days, late):
    assert judged(today=DAY + dt.timedelta(days=days)).late_days == late


def test_the_seal_covers_days_and_doubts_and_nothing_else():
    assert judged().seal == judged(replace(SPRAYING, worker="Other")).seal
    assert judged().seal != judged(product=replace(ANVIL, intervals={FRUIT: 8})).seal
    assert judged().seal != judged(replace(SPRAYING, dose_milli=1)).seal
    assert judged().seal != judged(lands=(PLOT, replace(PLOT, key=2, code="098-1"))).seal


def test_eight_items_make_a_diary_complete():
    works = dict.fromkeys(("fertilise", "spray", "thin", "water", "weed", "empties", "clean"), 1)
    items = completeness({**works, "prune": 2, "bag": 5})
    assert len(items) == 8 and dict(items)["prune"] == 3
    assert [name for name, count in items if not count] == ["harvest"]


def test_the_strip_has_a_cell_for_each_week_with_work_and_for_each_week_of_waiting():
    monday = dt.date(2025, 9, 8)
    drawn = strip(
        [(monday, "spray"), (monday + dt.timedelta(3), "spray"), (monday - dt.timedelta(1), "weed"),
         (monday - dt.timedelta(weeks=53), "spray")],
        [(monday - dt.timedelta(3), monday + dt.timedelta(1))], monday + dt.timedelta(5),
    )  # fmt: skip
    assert [(cell.lane, cell.monday, cell.times) for cell in drawn.cells] == [
        ("spray", monday, 2), ("other", monday - dt.timedelta(7), 1),
        ("waiting", monday - dt.timedelta(7), 1), ("waiting", monday, 1),
    ]  # fmt: skip
    assert len({cell.x for cell in drawn.cells}) == 2 and len(drawn.months) == 12
