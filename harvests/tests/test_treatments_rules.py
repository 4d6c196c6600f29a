"""Treatments against a market's minima: enough, one unit short, unknown, of another kind, too early, voided."""

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from growers.wording import WORDING, sentences
from harvests.rules.treatments import (
    CODES,
    FUMIGATION,
    IRRADIATION,
    MOST,
    VALUES,
    VAPOUR_HEAT,
    judge_record,
    judge_treatments,
)

PACKED = dt.date(2025, 9, 8)
NOON = dt.datetime(2025, 9, 8, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Asked:
    treatment: str = ""
    pulp_temp_dc_min: int | None = None
    minutes_min: int | None = None
    humidity_bp_min: int | None = None
    dose_g_m3_min: int | None = None
    dose_gy_min: int | None = None
    treatment_supervised: bool = False


@dataclass(frozen=True)
class Done:
    kind: str
    treated_at: dt.datetime = NOON
    pulp_temp_dc: int | None = None
    minutes: int | None = None
    humidity_bp: int | None = None
    dose_g_m3: int | None = None
    dose_gy: int | None = None
    supervised_by: str = ""
    void_reason: str = ""


AUSTRALIA = Asked(VAPOUR_HEAT, pulp_temp_dc_min=465, minutes_min=40, humidity_bp_min=9_000)
JAPAN_LYCHEE = Asked(FUMIGATION, dose_g_m3_min=32, minutes_min=120, treatment_supervised=True)
AMERICA = Asked(IRRADIATION, dose_gy_min=400)
GOOD = {
    AUSTRALIA: Done(VAPOUR_HEAT, pulp_temp_dc=465, minutes=40, humidity_bp=9_000),
    JAPAN_LYCHEE: Done(FUMIGATION, dose_g_m3=32, minutes=120, supervised_by="PPD"),
    AMERICA: Done(IRRADIATION, dose_gy=400),
}
SHORT = [
    (AUSTRALIA, "pulp_temp_dc", 464, ("46,4 °C", "46,5 °C")),
    (AUSTRALIA, "minutes", 39, ("39", "40")),
    (AUSTRALIA, "humidity_bp", 8_999, ("89,99 %", "90,0 %")),
    (JAPAN_LYCHEE, "dose_g_m3", 31, ("31", "32")),
    (JAPAN_LYCHEE, "minutes", 119, ("119", "120")),
    (AMERICA, "dose_gy", 399, ("399", "400")),
]


@pytest.mark.parametrize("asked", GOOD)
def test_exactly_the_minimum_is_enough(asked):
    assert judge_treatments(asked, [GOOD[asked]], PACKED).allowed


@pytest.mark.parametrize(("asked", "name", "value", "numbers"), SHORT)
def test_one_unit_short_is_refused_with_both_numbers(asked, name, value, numbers):
    verdict = judge_treatments(asked, [replace(GOOD[asked], **{name: value})], PACKED)
    assert verdict.outcome == "refused"
    assert verdict.codes == (f"treatment_{name}_low",)
    (told,) = map(str, sentences(verdict))
    assert all(number in told for number in numbers), told


@pytest.mark.parametrize(("asked", "name"), [(asked, name) for asked, name, *_ in SHORT])
def test_a_value_nobody_entered_is_unknown_and_does_not_pass(asked, name):
    verdict = judge_treatments(asked, [replace(GOOD[asked], **{name: None})], PACKED)
    assert (verdict.outcome, verdict.codes) == ("unknown", (f"treatment_{name}_missing",))


def test_the_example_of_the_rule():
    assert judge_treatments(AMERICA, [Done(IRRADIATION, dose_gy=398)], PACKED).outcome == "refused"
    assert judge_treatments(AMERICA, [Done(IRRADIATION, dose_gy=412)], PACKED).allowed


def test_without_a_treatment_of_the_kind_it_is_refused():
    assert judge_treatments(AMERICA, [], PACKED).codes == ("treatment_missing",)
    assert judge_treatments(AMERICA, [GOOD[AUSTRALIA]], PACKED).codes == ("treatment_missing",)


def test_a_voided_treatment_counts_for_nothing():
    voided = replace(GOOD[AMERICA], void_reason="wrong lot")
    assert judge_treatments(AMERICA, [voided], PACKED).codes == ("treatment_missing",)


def test_a_treatment_before_packing_is_none():
    early = replace(GOOD[AMERICA], treated_at=NOON - dt.timedelta(days=1))
    assert judge_treatments(AMERICA, [early], PACKED).codes == ("treatment_before_packing",)


def test_supervision_is_asked_for_where_the_market_does():
    alone = replace(GOOD[JAPAN_LYCHEE], supervised_by="")
    assert judge_treatments(JAPAN_LYCHEE, [alone], PACKED).codes == ("treatment_not_supervised",)


def test_one_good_treatment_heals_a_failed_one():
    failed = replace(GOOD[AMERICA], dose_gy=390)
    again = replace(GOOD[AMERICA], treated_at=NOON + dt.timedelta(hours=3))
    assert judge_treatments(AMERICA, [again, failed], PACKED).allowed
    assert judge_treatments(AMERICA, [failed, replace(again, dose_gy=395)], PACKED).refused[0].data["measured"] == 395


@pytest.mark.parametrize("asked", [None, Asked()])
def test_a_market_that_asks_for_nothing_lets_everything_through(asked):
    assert judge_treatments(asked, [], PACKED).allowed


# --- what is written down ---------------------------------------------------------------------------------------------


def test_a_record_below_a_minimum_is_kept_for_it_was_measured():
    assert judge_record({"kind": IRRADIATION, "dose_gy": 10, "treated_at": NOON}, now=NOON).allowed


@pytest.mark.parametrize("kind", [VAPOUR_HEAT, FUMIGATION, IRRADIATION])
@pytest.mark.parametrize("name", VALUES)
def test_an_impossible_value_is_refused_and_one_of_another_kind_too(kind, name):
    found = judge_record({"kind": kind, name: MOST[name] + 1, "treated_at": NOON}, now=NOON).codes
    assert f"treatment_{name}_high" in found or "treatment_of_other_kind" in found


def test_a_record_says_what_was_measured_and_when():
    late = NOON + dt.timedelta(seconds=1)
    codes = judge_record({"kind": IRRADIATION, "treated_at": late}, now=NOON).codes
    assert codes == ("treatment_in_future", "treatment_value_needed")


def test_every_code_has_a_sentence():
    assert set(CODES) <= set(WORDING)
