"""The scale's rules in plain values: nets and amounts, hard stops, holds, warnings, notes."""

import datetime as dt
from dataclasses import replace

import pytest

from growers.rules.settings import values_on
from harvests.rules.money import value_of
from harvests.rules.weighing import MAX_LOADS, judge_ticket, share_of
from harvests.rules.weighing_facts import Crate, Facts, Grade, Header, Load, Plot, Sheet, Sprayed, Supplier

DAY = dt.date(2025, 9, 8)
GRADES = {
    "L1": Grade(1, "L1", "Loại 1", "Grade 1", "graded", 10_000, 40_000),
    "L2": Grade(2, "L2", "Loại 2", "Grade 2", "graded", 10_000, 40_000),
    "XO": Grade(5, "XO", "Mua xô", "Flat", "mixed", 5_000, 40_000),
    "CPL": Grade(6, "CPL", "Chưa phân loại", "Ungraded", "ungraded"),
}
SHEET = Sheet(
    settings=values_on({}),
    crates={"N2": Crate(7, "N2", "Sọt nhựa", 2_000, True), "N3": Crate(8, "N3", "Sọt to", 3_500)},
    grades=GRADES,
    prices={("export", "L1"): 20_000, ("export", "L2"): 17_000, ("market", "L1"): 15_000},
    board=3,
)
CODED = Plot(11, "097-1", (("VN-03", "CN", "active"),))
HOA = Supplier(97, "097", "Bùi Thị Hoa", "linked", plots=(CODED,))
FACTS = Facts(today=DAY, day=DAY, sheet=SHEET, season=1, commodity=1, supplier=HOA)
LOAD = Load(0, 99_500, "L1", "N2", 4)


def judge(*loads, facts=FACTS, **header):
    return judge_ticket(facts, Header("097", **header), loads or (LOAD,))


def codes(reasons):
    return [reason.code for reason in reasons]


def refused(judged):
    return {(field, reason.code) for field, reason in judged.refused}


def of(**supplier):
    return replace(FACTS, supplier=replace(HOA, **supplier))


def with_sheet(**sheet):
    return replace(FACTS, sheet=replace(SHEET, **sheet))


def test_net_is_gross_less_crates_less_deduction():
    judged = judge(LOAD, replace(LOAD, row=1, gross_g=94_500, grade="L2", deduction_g=1_500, deduction_kind="leaf"))
    first, second = judged.lines
    assert (first.tare_g, first.net_g, first.price_vnd, first.amount_vnd) == (8_000, 91_500, 20_000, 1_830_000)
    assert (second.deduction_g, second.net_g, second.amount_vnd) == (1_500, 85_000, 1_445_000)
    assert (judged.net_g, judged.amount_vnd) == (176_500, 3_275_000)
    assert not judged.refused and not judged.holds and not judged.warnings


@pytest.mark.parametrize(
    ("grams", "price", "dong"),
    [(1, 500, 1), (1, 499, 0), (1_000, 20_000, 20_000), (91_550, 16_333, 1_495_286), (300_000, 1, 300)],
)
def test_an_amount_is_rounded_half_up_to_the_dong(grams, price, dong):
    assert value_of(grams, price) == dong


@pytest.mark.parametrize(
    ("grams", "bp", "share"), [(91_500, 200, 1_830), (25, 200, 1), (24, 200, 0), (91_525, 150, 1_373)]
)
def test_a_percentage_is_rounded_half_up_to_the_gram(grams, bp, share):
    assert share_of(grams, bp) == share


def test_a_percentage_is_of_what_is_left_after_the_crates():
    facts = with_sheet(shrink_bp=200)
    [line] = judge(replace(LOAD, deduction_bp=200, deduction_kind="shrink"), facts=facts).lines
    assert (line.deduction_g, line.net_g) == (1_830, 89_670)


def test_a_typed_tare_counts_when_it_says_why():
    [line] = judge(replace(LOAD, tare_g=9_000, tare_reason="sọt ướt")).lines
    assert (line.tare_g, line.net_g, line.tare_reason) == (9_000, 90_500, "sọt ướt")
    [line] = judge(replace(LOAD, tare_g=8_000)).lines
    assert (line.tare_g, line.tare_reason) == (8_000, "")


def test_without_crates_there_is_no_tare():
    [line] = judge(replace(LOAD, crates=0, crate="")).lines
    assert (line.tare_g, line.net_g, line.crate) == (0, 99_500, None)


def test_the_default_crate_is_meant_when_none_is_named():
    assert judge(replace(LOAD, crate="")).lines[0].crate.code == "N2"
    assert refused(judge(replace(LOAD, crate=""), facts=with_sheet(crates={}))) == {("loads-0-crate", "crate_missing")}


@pytest.mark.parametrize(
    ("load", "stop"),
    [
        ({"gross_g": 8_000}, ("gross", "net_not_positive")),
        ({"gross_g": 9_000, "deduction_g": 1_000, "deduction_kind": "wet"}, ("gross", "net_not_positive")),
        ({"gross_g": 300_100}, ("gross", "over_capacity")),
        ({"grade": ""}, ("grade", "grade_missing")),
        ({"grade": "L9"}, ("grade", "grade_unknown")),
        ({"crate": "Z"}, ("crate", "crate_unknown")),
        ({"crates": None}, ("crates", "crates_missing")),
        ({"crates": 501}, ("crates", "too_many_crates")),
        ({"tare_g": 7_000}, ("tare_reason", "tare_without_reason")),
        ({"deduction_g": 500}, ("deduction_kind", "deduction_without_kind")),
        ({"deduction_bp": 100}, ("deduction_kind", "deduction_without_kind")),
        ({"deduction_g": 500, "deduction_kind": "other"}, ("deduction_kind", "deduction_other_unnamed")),
        ({"deduction_bp": 100, "deduction_kind": "shrink"}, ("deduction", "shrink_not_published")),
    ],
)
def test_a_load_that_cannot_be_is_refused_in_its_cell(load, stop):
    cell, code = stop
    assert refused(judge(replace(LOAD, row=3, **load))) == {(f"loads-3-{cell}", code)}


def test_the_scale_carries_exactly_its_capacity():
    assert not judge(replace(LOAD, gross_g=300_000, crates=14)).refused


def test_shrink_is_deducted_up_to_what_the_board_publishes():
    facts = with_sheet(shrink_bp=200)
    shrink = replace(LOAD, deduction_kind="shrink")
    assert not judge(replace(shrink, deduction_bp=200), facts=facts).refused
    for more in (replace(shrink, deduction_bp=201), replace(shrink, deduction_g=100)):
        assert refused(judge(more, facts=facts)) == {("loads-0-deduction", "shrink_not_published")}


def test_an_other_deduction_is_named_in_the_note():
    assert not judge(replace(LOAD, deduction_g=500, deduction_kind="other"), note="lá sâu").refused


@pytest.mark.parametrize(
    ("facts", "stop"),
    [
        (replace(FACTS, day=DAY + dt.timedelta(days=1)), ("__all__", "day_in_future")),
        (replace(FACTS, season=None), ("__all__", "no_season")),
        (replace(FACTS, closed=True), ("__all__", "day_closed")),
        (replace(FACTS, supplier=None), ("household", "household_unknown")),
        (replace(FACTS, supplier=None, suggestions=("079 – A",)), ("household", "household_unclear")),
    ],
)
def test_a_ticket_that_cannot_be_is_refused(facts, stop):
    assert refused(judge(facts=facts)) == {stop}


def test_nothing_weighed_and_too_much_weighed_are_refused():
    assert refused(judge_ticket(FACTS, Header("097"), ())) == {("__all__", "nothing_weighed")}
    many = [replace(LOAD, row=row) for row in range(MAX_LOADS + 1)]
    assert refused(judge(*many)) == {("__all__", "too_many_loads")}
    assert not judge(*many[:-1]).refused


def test_every_problem_is_told_at_once():
    found = refused(judge(replace(LOAD, grade="", crates=None, gross_g=400_000), facts=replace(FACTS, closed=True)))
    assert len(found) == 4


def test_the_only_plot_is_meant_and_none_of_several_is_guessed():
    assert judge().plot == CODED
    two = of(plots=(CODED, Plot(12, "097-2")))
    judged = judge(facts=two)
    assert judged.plot is None and codes(judged.warnings) == ["plot_open"]
    assert judge(facts=two, plot="097-2").plot.pk == 12
    assert refused(judge(facts=two, plot="031-1")) == {("plot", "plot_unknown")}
    assert not judge(facts=of(plots=())).warnings


def test_a_missing_price_holds_the_ticket_and_stops_nothing():
    judged = judge(LOAD, replace(LOAD, row=1, grade="L2"), channel="market")
    assert codes(judged.holds) == ["price_missing"] and judged.holds[0].data == {"grades": "L2"}
    assert judged.amount_vnd is None and judged.lines[0].amount_vnd == 1_372_500
    assert not judged.refused


def test_fruit_graded_later_has_one_grade_and_no_price():
    judged = judge(replace(LOAD, grade=""), mode="later")
    assert codes(judged.holds) == ["graded_later"]
    assert judged.lines[0].grade.code == "CPL" and judged.amount_vnd is None


def test_flat_fruit_takes_the_typed_price_or_the_boards_or_waits():
    flat = replace(LOAD, grade="")
    judged = judge(flat, mode="flat", flat_price_vnd=13_000)
    assert (judged.lines[0].grade.code, judged.amount_vnd) == ("XO", 1_189_500)
    assert codes(judge(flat, mode="flat").holds) == ["price_missing"]
    priced = with_sheet(prices={("export", "XO"): 12_000})
    assert judge(flat, mode="flat", facts=priced).amount_vnd == 1_098_000


@pytest.mark.parametrize(("price", "warned"), [(4_999, True), (5_000, False), (40_000, False), (40_001, True)])
def test_a_flat_price_outside_its_band_is_asked_about(price, warned):
    judged = judge(replace(LOAD, grade=""), mode="flat", flat_price_vnd=price)
    assert ("price_out_of_band" in codes(judged.warnings)) is warned


def test_a_blocked_household_and_a_suspended_code_hold_the_ticket():
    suspended = Plot(11, "097-1", (("VN-03", "CN", "active"), ("VN-04", "JP", "suspended")))
    judged = judge(facts=of(blocked="dư lượng", plots=(suspended,)))
    assert codes(judged.holds) == ["household_blocked", "code_suspended"]
    assert judged.holds[1].data == {"codes": "VN-04"}
    assert judged.amount_vnd == 1_830_000 and not judged.refused


def test_a_plot_without_a_working_code_is_a_note_only():
    for statuses in ((), (("VN-03", "CN", "applied"),)):
        judged = judge(facts=of(plots=(Plot(11, "097-1", statuses),)))
        assert codes(judged.notes) == ["plot_without_code"] and not judged.holds and not judged.warnings
    assert not judge().notes


@pytest.mark.parametrize(("gross", "odd"), [(40_000, False), (39_900, True), (120_000, False), (120_100, True)])
def test_net_in_a_crate_is_asked_about_outside_8_to_28_kilograms(gross, odd):
    judged = judge(replace(LOAD, gross_g=gross))
    assert ("crate_net_odd" in codes(judged.warnings)) is odd


@pytest.mark.parametrize(("today_g", "high"), [(208_500, False), (208_501, True)])
def test_a_day_above_three_times_the_usual_is_asked_about(today_g, high):
    facts = of(days=(90_000, 100_000, 500_000), today=((3, 90, today_g),))
    assert ("day_total_high" in codes(judge(facts=facts).warnings)) is high


def test_two_days_are_too_few_to_call_anything_usual():
    assert not judge(facts=of(days=(10_000, 10_000))).warnings


@pytest.mark.parametrize(("season_g", "over"), [(1_058_500, False), (1_058_501, True)])
def test_a_season_above_115_percent_of_the_estimate_is_asked_about(season_g, over):
    facts = of(season_g=season_g, estimate_g=1_000_000)
    assert ("season_over_estimate" in codes(judge(facts=facts).warnings)) is over


@pytest.mark.parametrize(
    ("minutes", "grams", "twin"),
    [(9, 91_500, True), (10, 91_500, False), (0, 92_000, True), (0, 91_000, True), (0, 92_001, False)],
)
def test_the_same_weight_again_within_ten_minutes_is_asked_about(minutes, grams, twin):
    facts = of(today=((31, minutes, grams),))
    assert ("twin_ticket" in codes(judge(facts=facts).warnings)) is twin


def test_a_household_that_left_is_asked_about():
    assert codes(judge(facts=of(left=True)).warnings) == ["household_left"]


@pytest.mark.parametrize(("before", "noted"), [(3_170_000, False), (3_170_001, True)])
def test_over_five_million_dong_in_a_day_is_noted(before, noted):
    assert ("over_cash_limit" in codes(judge(facts=of(today_vnd=before)).notes)) is noted


def test_limits_come_from_the_settings_of_the_day():
    strict = with_sheet(settings=values_on({"scale_capacity_g": 99_000, "crate_low_g": 23_000}))
    assert refused(judge(facts=strict)) == {("loads-0-gross", "over_capacity")}
    assert codes(judge(replace(LOAD, gross_g=99_000), facts=strict).warnings) == ["crate_net_odd"]


def test_what_was_sprayed_holds_the_ticket_and_never_stops_it():
    ran_out = Sprayed("Hết hạn", DAY - dt.timedelta(days=7), 7)
    sprayed = (ran_out, Sprayed("A", DAY, None), Sprayed("B", DAY, 1), Sprayed("C", DAY, 0, "paraquat"))
    judged = judge(facts=of(plots=(replace(CODED, sprayed=sprayed),)))
    assert not judged.refused
    assert codes(judged.holds) == ["phi_unknown", "phi_running", "active_banned"]
