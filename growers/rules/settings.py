"""The declared settings of a co-operative: unit, default and source of each; stored values are dated and override them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting that an administrator may change from a day on; `unit` is g, vnd, bp, minutes, m2, kg_per_ha or count."""

    default: int
    unit: str
    source: str


SETTINGS: dict[str, Declared] = {
    "scale_capacity_g": Declared(300_000, "g", "trade default: platform scale of 300 kg"),
    "crate_low_g": Declared(8_000, "g", "trade default: net per crate, lower bound of plausibility"),
    "crate_high_g": Declared(28_000, "g", "trade default: net per crate, upper bound of plausibility"),
    "default_crates": Declared(4, "count", "trade default: crates on one scale load"),
    "cash_limit_vnd": Declared(5_000_000, "vnd", "Decree 320/2025 art. 9, per household and day"),
    "undo_minutes": Declared(5, "minutes", "house rule: window in which a clerk corrects the own ticket"),
    "twin_minutes": Declared(10, "minutes", "trade default: same household and weight again within"),
    "twin_g": Declared(500, "g", "trade default: weights this close count as the same"),
    "day_multiple_bp": Declared(30_000, "bp", "trade default: household day above this multiple of its median"),
    "estimate_limit_bp": Declared(11_500, "bp", "trade default: season total above this share of the estimate"),
    "household_limit_bp": Declared(13_000, "bp", "rule R62: household above this share of its estimate"),
    "area_difference_bp": Declared(1_500, "bp", "trade default: drawn against typed area"),
    "posts_per_ha_low": Declared(700, "count", "trade default: dragon fruit posts per hectare"),
    "posts_per_ha_high": Declared(1_400, "count", "trade default: dragon fruit posts per hectare"),
    "plants_per_post": Declared(4, "count", "trade default: dragon fruit plants on one post"),
    "code_area_tolerance_bp": Declared(500, "bp", "rule R12: plots against the registered area of a code"),
}


def values_on(stored: dict[str, int]) -> dict[str, int]:
    """Every setting with the stored value of the day, or its default."""
    return {key: stored.get(key, declared.default) for key, declared in SETTINGS.items()}
