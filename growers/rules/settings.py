"""The declared settings of a co-operative: unit, default, source, bounds; stored values are dated and override them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = ("setting_too_small", "setting_too_large", "setting_bounds_crossed", "setting_far_ahead")
# What stands for more than this is a slip of the finger, in any of the units.
MOST = {"g": 10**8, "vnd": 10**12, "bp": 10**6, "minutes": 24 * 60, "m2": 10**9, "kg_per_ha": 10**6, "count": 10_000}
# Pairs in which the first must stay below the second.
BOUNDS = (
    ("crate_low_g", "crate_high_g"),
    ("posts_per_ha_low", "posts_per_ha_high"),
    ("soft_cap_dragon_fruit_kg_ha", "hard_cap_dragon_fruit_kg_ha"),
    ("soft_cap_lychee_kg_ha", "hard_cap_lychee_kg_ha"),
    ("lot_gap_warn_bp", "lot_gap_block_bp"),
)
AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting that an administrator may change from a day on; `unit` is g, vnd, bp, minutes, m2, kg_per_ha, count."""

    default: int
    unit: str
    source: str
    least: int = 1


SETTINGS: dict[str, Declared] = {
    "scale_capacity_g": Declared(300_000, "g", "trade default: platform scale of 300 kg", least=10_000),
    "crate_low_g": Declared(8_000, "g", "trade default: net per crate, lower bound of plausibility"),
    "crate_high_g": Declared(28_000, "g", "trade default: net per crate, upper bound of plausibility"),
    "default_crates": Declared(4, "count", "trade default: crates on one scale load"),
    "cash_limit_vnd": Declared(5_000_000, "vnd", "Decree 320/2025 art. 9: per household and day"),
    "undo_minutes": Declared(5, "minutes", "house rule: window in which a clerk corrects the own ticket", least=0),
    "twin_minutes": Declared(10, "minutes", "trade default: same household and weight again within", least=0),
    "twin_g": Declared(500, "g", "trade default: weights this close count as the same", least=0),
    "day_multiple_bp": Declared(30_000, "bp", "trade default: household day above this multiple of its median"),
    "estimate_limit_bp": Declared(11_500, "bp", "trade default: season total above this share of the estimate"),
    "household_limit_bp": Declared(13_000, "bp", "rule R62: household above this share of its estimate"),
    "area_difference_bp": Declared(1_500, "bp", "trade default: drawn against typed area"),
    "posts_per_ha_low": Declared(700, "count", "trade default: dragon fruit posts per hectare"),
    "posts_per_ha_high": Declared(1_400, "count", "trade default: dragon fruit posts per hectare"),
    "plants_per_post": Declared(4, "count", "trade default: dragon fruit plants on one post"),
    "code_area_tolerance_bp": Declared(500, "bp", "rule R12: plots against the registered area of a code"),
    "code_minimum_m2": Declared(100_000, "m2", "rule R13: usual smallest area of a code, 0 switches it off", least=0),
    "supervision_days": Declared(365, "count", "rule R14 (U): a supervision visit holds for so many days"),
    "late_entry_days": Declared(7, "count", "house rule: a diary entry made later is marked as late", least=0),
    "phi_odd_days": Declared(14, "count", "rule R34: longer pre-harvest intervals on fruit look wrong"),
    "soft_cap_dragon_fruit_kg_ha": Declared(25_000, "kg_per_ha", "rule R62 (B): soft cap of dragon fruit"),
    "hard_cap_dragon_fruit_kg_ha": Declared(45_000, "kg_per_ha", "rule R62 (B): hard cap of dragon fruit"),
    "soft_cap_lychee_kg_ha": Declared(13_000, "kg_per_ha", "rule R62 (B): soft cap of lychee"),
    "hard_cap_lychee_kg_ha": Declared(20_000, "kg_per_ha", "rule R62 (B): hard cap of lychee"),
    "area_warn_bp": Declared(8_500, "bp", "trade default: area against what was to be expected by now"),
    "lot_gap_warn_bp": Declared(200, "bp", "rule R60 (C): unexplained gap of a lot that needs a reason", least=0),
    "lot_gap_block_bp": Declared(500, "bp", "rule R60 (C): unexplained gap that does not close", least=0),
    "shrink_warn_bp": Declared(400, "bp", "rule R60 (C): shrinkage in 24 hours"),
    "stock_old_hours": Declared(48, "count", "trade default: fruit in the house longer than this"),
    "paper_match_bp": Declared(100, "bp", "rule R72: papers and shipment agree within", least=0),
    "advance_limit_bp": Declared(3_000, "bp", "trade default: advances against the expected season", least=0),
    "input_limit_bp": Declared(3_000, "bp", "trade default: input debt against the expected season", least=0),
    "internal_lending": Declared(0, "count", "Law 17/2023 art. 83: internal lending, 1 when it is allowed", least=0),
    "link_days": Declared(90, "count", "house rule: a household's link holds for so many days"),
    "capital_most_bp": Declared(3_000, "bp", "rule R90 (A): one member's share of the charter capital"),
    "capital_associates_bp": Declared(3_000, "bp", "rule R91 (A): all capital of associate members together"),
    "capital_months": Declared(6, "count", "rule R92 (A): committed capital is paid in within so many months"),
    "indivisible_least_bp": Declared(500, "bp", "rule R95 (A): indivisible fund, of external surplus at least"),
    "usage_least_bp": Declared(5_100, "bp", "rule R95 (A): by use of services, of internal surplus at least"),
    "scans_odd": Declared(50, "count", "trade default: scans of one lot in a day that hint at a copied label"),
}


def values_on(stored: dict[str, int]) -> dict[str, int]:
    """Every setting with the stored value of the day, or its default."""
    return {key: stored.get(key, declared.default) for key, declared in SETTINGS.items()}


def judge_setting(key: str, value: int, day: dt.date, *, values: Mapping[str, int], today: dt.date) -> Verdict:
    """Refusals for a value from a day on; `values` are all settings as they hold on that day."""
    declared = SETTINGS[key]
    most = MOST[declared.unit]
    found = []
    if value < declared.least:
        found.append(Reason("setting_too_small", _amounts(declared.unit, least=declared.least)))
    if value > most:
        found.append(Reason("setting_too_large", _amounts(declared.unit, most=most)))
    after = {**values, key: value}
    for low, high in BOUNDS:
        if key in (low, high) and after[low] >= after[high]:
            found.append(Reason("setting_bounds_crossed", _amounts(declared.unit, low=after[low], high=after[high])))
    if day > today + AHEAD:
        found.append(Reason("setting_far_ahead", {"days": AHEAD.days}))
    return Verdict(refused=tuple(found))


def _amounts(unit: str, **values: int) -> dict[str, int]:
    """Named so that wording shows them in their unit: least_g, most_vnd, low_bp; counts have a bare name."""
    return {f"{name}_{unit}" if unit in ("g", "vnd", "bp") else name: value for name, value in values.items()}
