"""Whether a lot was treated as its market asks: every measured value against the minimum, with both numbers (R71)."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Protocol

from coopsite.formats.showing import VIETNAM
from growers.rules.verdicts import Reason, Verdict

VAPOUR_HEAT, FUMIGATION, IRRADIATION = "vapour_heat", "fumigation", "irradiation"
KINDS = (VAPOUR_HEAT, FUMIGATION, IRRADIATION)
# What is measured in each kind; the rest of a record's values belongs to other kinds.
MEASURED = {
    VAPOUR_HEAT: ("pulp_temp_dc", "minutes", "humidity_bp"),
    FUMIGATION: ("dose_g_m3", "minutes"),
    IRRADIATION: ("dose_gy",),
}
VALUES = ("pulp_temp_dc", "minutes", "humidity_bp", "dose_g_m3", "dose_gy")
# Beyond these a value is a slip of the finger, not a treatment.
MOST = {"pulp_temp_dc": 600, "minutes": 1_440, "humidity_bp": 10_000, "dose_g_m3": 200, "dose_gy": 1_000}
# FDA lets fresh fruit be irradiated up to 1,000 Gy (21 CFR 179.26, own knowledge: U).
CODES = (
    "treatment_missing", "treatment_before_packing", "treatment_not_supervised",
    *(f"treatment_{name}_missing" for name in VALUES), *(f"treatment_{name}_low" for name in VALUES),
    *(f"treatment_{name}_high" for name in VALUES), "treatment_in_future", "treatment_of_other_kind",
    "treatment_voided", "treatment_void_without_reason", "treatment_lot_void", "treatment_value_needed",
)  # fmt: skip


class Asked(Protocol):
    """What a market asks: the fields of a MarketRequirement. An empty `treatment` asks for none."""

    treatment: str
    pulp_temp_dc_min: int | None
    minutes_min: int | None
    humidity_bp_min: int | None
    dose_g_m3_min: int | None
    dose_gy_min: int | None
    treatment_supervised: bool


class Done(Protocol):
    """What was done: the fields of a Treatment, its values the lowest of the run."""

    kind: str
    treated_at: dt.datetime
    pulp_temp_dc: int | None
    minutes: int | None
    humidity_bp: int | None
    dose_g_m3: int | None
    dose_gy: int | None
    supervised_by: str
    void_reason: str


def judge_treatments(requirement: Asked | None, treatments: Iterable[Done], packed_on: dt.date) -> Verdict:
    """Whether one of a lot's treatments is the one that the market asks for (R71).

    No requirement in force asks for nothing here: that the market is unknown is R70's business. When none of them
    suffices, the reasons are those of the newest of the right kind.
    """
    if requirement is None or not requirement.treatment:
        return Verdict()
    done = [row for row in treatments if not row.void_reason and row.kind == requirement.treatment]
    if not done:
        return Verdict.because("treatment_missing", kind=requirement.treatment)
    verdicts = [
        judge_treatment(requirement, row, packed_on) for row in sorted(done, key=lambda row: row.treated_at)
    ]
    return next((verdict for verdict in verdicts if verdict.allowed), verdicts[-1])


def judge_treatment(requirement: Asked, done: Done, packed_on: dt.date) -> Verdict:
    """One treatment of the right kind: after packing, supervised where asked, no value short by a single unit."""
    refused, unknown = [], []
    if done.treated_at.astimezone(VIETNAM).date() < packed_on:
        refused.append(Reason("treatment_before_packing", {"packed_on": packed_on}))
    if requirement.treatment_supervised and not done.supervised_by:
        refused.append(Reason("treatment_not_supervised"))
    for name, least in minima(requirement):
        value = getattr(done, name)
        if value is None:
            unknown.append(Reason(f"treatment_{name}_missing", _numbers(name, least=least)))
        elif value < least:
            refused.append(Reason(f"treatment_{name}_low", _numbers(name, measured=value, least=least)))
    return Verdict(refused=tuple(refused), unknown=tuple(unknown))


def minima(requirement: Asked) -> Iterator[tuple[str, int]]:
    """(name of the value, least) of everything that a market asks of the treatment it wants."""
    for name in MEASURED.get(requirement.treatment, ()):
        least = getattr(requirement, f"{name}_min")
        if least is not None:
            yield name, least


def judge_record(facts: dict, *, now: dt.datetime) -> Verdict:
    """Refusals for a treatment as it is written down, whatever the market: it happened, and its values can be true.

    `facts` are named as the fields of a Treatment. A value below a market's minimum is not refused: it was measured.
    """
    refused = []
    kind = facts.get("kind") or ""
    if facts.get("treated_at") and facts["treated_at"] > now:
        refused.append(Reason("treatment_in_future"))
    for name in VALUES:
        value = facts.get(name)
        if value is None:
            continue
        if name not in MEASURED.get(kind, VALUES):
            refused.append(Reason("treatment_of_other_kind", {"value": name}))
        elif value > MOST[name]:
            refused.append(Reason(f"treatment_{name}_high", _numbers(name, measured=value, most=MOST[name])))
    if kind in MEASURED and all(facts.get(name) is None for name in MEASURED[kind]):
        refused.append(Reason("treatment_value_needed"))
    return Verdict(refused=tuple(refused))


def _numbers(name: str, **values: int) -> dict[str, int]:
    """Named so that wording shows degrees and percentages in their unit; minutes, g/m³ and gray are bare numbers."""
    suffix = next((end for end in ("_dc", "_bp") if name.endswith(end)), "")
    return {f"{key}{suffix}": value for key, value in values.items()}
