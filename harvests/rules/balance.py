"""Mass balance: what may have grown under a code, a certificate or a household, beside what came and what went on."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from growers.rules.eligibility_facts import Load, cap_g
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "cap_hard_passed", "cap_soft_passed", "code_ahead", "code_packed_over_received", "code_shipped_over_packed",
    "code_area_unknown", "certificate_overdrawn", "household_over_hard", "household_over_soft",
    "household_over_estimate",
)  # fmt: skip
# The share of a code in each lot is rounded to the gram: less than a kilogram is no shipment too much.
ROUNDED_G = 1_000


@dataclass(frozen=True, slots=True)
class LotSums:
    """A lot's grams: taken in, packed, lost, and what of it has left with shipments."""

    lot: int
    in_g: int
    out_g: int
    loss_g: int
    gone_g: int = 0


@dataclass(slots=True)
class Flow:
    """Grams that went on under a code or certificate: into lots, lost in them, and away with shipments."""

    taken_g: int = 0
    lost_g: int = 0
    gone_g: int = 0

    @property
    def left_g(self) -> int:
        """What is still in the house."""
        return self.taken_g - self.lost_g - self.gone_g


@dataclass(frozen=True, slots=True)
class CodeBalance:
    """A planting area code in a season; grams, `load` None without a registered area, `expected_g` by the day."""

    code: str
    market: str
    area: str
    area_name: str
    registered_m2: int | None
    received_g: int
    expected_g: int | None
    load: Load | None
    flow: Flow

    @property
    def share_bp(self) -> int | None:
        """What came against what was to be expected by now."""
        return self.received_g * 10_000 // self.expected_g if self.expected_g else None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a household may bring: kg per hectare and season (None: the crop has no caps), share of its estimate."""

    soft: int | None
    hard: int | None
    estimate_bp: int


def limits_of(crop: str, settings: Mapping[str, int]) -> Limits:
    """The limits of households for a crop, from the settings of a day."""
    soft, hard = (settings.get(f"{kind}_cap_{crop}_kg_ha") for kind in ("soft", "hard"))
    return Limits(soft, hard, settings["household_limit_bp"])


def judge_cap(load: Load | None, adding_g: int = 0) -> Verdict:
    """R17, R62: season grams under a code, with what is being added, against its caps.

    Above the hard cap is refused; above the soft cap is a warning that wants a reason. Nobody can say without a load.
    """
    if load is None:
        return Verdict()
    data = {"received_g": load.received_g + adding_g}
    if data["received_g"] > load.hard_g:
        return Verdict.because("cap_hard_passed", **data, cap_g=load.hard_g)
    if data["received_g"] > load.soft_g:
        return Verdict(warnings=(Reason("cap_soft_passed", {**data, "cap_g": load.soft_g}),))
    return Verdict()


def judge_code(row: CodeBalance, *, warn_bp: int) -> Verdict:
    """What is odd about a code's season: caps, growing faster than land does, more packed or shipped than there was."""
    found = judge_cap(row.load)
    warnings, refused = [], []
    if not row.registered_m2:
        warnings.append(Reason("code_area_unknown", {"code": row.code}))
    if row.share_bp is not None and row.share_bp >= warn_bp:
        data = {
            "code": row.code,
            "share_bp": row.share_bp // 10 * 10,
            "received_g": row.received_g,
            "expected_g": row.expected_g // 1_000 * 1_000,
        }
        warnings.append(Reason("code_ahead", data))
    if row.flow.taken_g > row.received_g:
        data = {"code": row.code, "taken_g": row.flow.taken_g, "received_g": row.received_g}
        refused.append(Reason("code_packed_over_received", data))
    if row.flow.left_g < -ROUNDED_G:
        data = {"code": row.code, "gone_g": row.flow.gone_g, "left_g": row.flow.taken_g - row.flow.lost_g}
        refused.append(Reason("code_shipped_over_packed", data))
    return found + Verdict(refused=tuple(refused), warnings=tuple(warnings))


def judge_certificate(certificate: str, received_g: int, flow: Flow) -> Verdict:
    """R53: what leaves with a claim is never more than what came in scope, less what was lost of it."""
    if flow.gone_g <= received_g - flow.lost_g:
        return Verdict()
    data = {"certificate": certificate, "gone_g": flow.gone_g, "left_g": received_g - flow.lost_g}
    return Verdict.because("certificate_overdrawn", **data)


def judge_household(net_g: int, area_m2: int, expected_g: int | None, limits: Limits) -> Verdict:
    """R62: a household's season against the land it has and against its estimate."""
    refused, warnings = [], []
    soft, hard = limits.soft, limits.hard
    if hard is not None and net_g > cap_g(area_m2, hard):
        refused.append(Reason("household_over_hard", {"net_g": net_g, "cap_g": cap_g(area_m2, hard)}))
    elif soft is not None and net_g > cap_g(area_m2, soft):
        warnings.append(Reason("household_over_soft", {"net_g": net_g, "cap_g": cap_g(area_m2, soft)}))
    if expected_g and net_g * 10_000 > expected_g * limits.estimate_bp:
        data = {"net_g": net_g, "expected_g": expected_g, "limit_bp": limits.estimate_bp}
        warnings.append(Reason("household_over_estimate", data))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def season_done_bp(rounds: Sequence[tuple[dt.date, dt.date]], first: dt.date, last: dt.date, day: dt.date) -> int:
    """The share of a season's harvest days up to a day, itself among them: days of rounds, or all without any round."""
    stretches = [*rounds] or [(first, last)]
    total = sum((end - start).days + 1 for start, end in stretches)
    over = sum(max((min(end, day) - start).days + 1, 0) for start, end in stretches)
    return over * 10_000 // total


def expected_by_now(registered_m2: int | None, kg_per_ha: int, done_bp: int) -> int | None:
    """Grams that an area should have given by now at the usual yield; None without an area."""
    return cap_g(registered_m2, kg_per_ha) * done_bp // 10_000 if registered_m2 else None


def contents(
    lots: Iterable[LotSums],
    lines: Iterable[tuple[int, str, int]],
    cartons: Iterable[tuple[int, int, int]],
) -> dict[int, dict[str, int]]:
    """For each lot, grams of what it took in by key (a code, a certificate), through lots made of other lots.

    `lines` are (lot, key, grams) from scale loads, `cartons` (lot, source lot, grams). Fruit without a key counts for
    none; a share of a source is rounded to the gram.
    """
    sums = {lot.lot: lot for lot in lots}
    own: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for lot, key, grams in lines:
        own[lot][key] += grams
    sources: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for lot, source, grams in cartons:
        sources[lot].append((source, grams))
    found: dict[int, dict[str, int]] = {}
    for start in sums:
        _mix(start, sums, own, sources, found)
    return {lot: found[lot] for lot in sums}


def _mix(start: int, sums: Mapping, own: Mapping, sources: Mapping, found: dict) -> None:
    """Work out one lot after the lots it was made of; without recursion, for chains may be long."""
    waiting = [start]
    while waiting:
        lot = waiting[-1]
        if lot in found:
            waiting.pop()
            continue
        missing = [source for source, _ in sources.get(lot, ()) if source not in found and source not in waiting]
        if missing:
            waiting += missing
            continue
        mixed = dict(own.get(lot, {}))
        for source, grams in sources.get(lot, ()):
            whole = sums[source].in_g if source in sums else 0
            for key, part in found.get(source, {}).items():
                mixed[key] = mixed.get(key, 0) + _share(grams, part, whole)
        found[lot] = mixed
        waiting.pop()


def flows(
    lots: Iterable[LotSums], inside: Mapping[int, Mapping[str, int]], lines: Iterable[tuple[int, str, int]]
) -> dict[str, Flow]:
    """By key what went into lots from the scale, and its share of losses and of what left with shipments."""
    found: dict[str, Flow] = defaultdict(Flow)
    for _, key, grams in lines:
        found[key].taken_g += grams
    for lot in lots:
        for key, grams in inside[lot.lot].items():
            found[key].lost_g += _share(lot.loss_g, grams, lot.in_g)
            found[key].gone_g += _share(lot.gone_g, grams, lot.in_g)
    return found


def claimed(lots: Iterable[LotSums], inside: Mapping[int, Mapping[str, int]]) -> dict[str, Flow]:
    """By certificate the lots that may carry its claim, all of their fruit being in scope (R50), and what became of it.

    What a lot took from other lots was counted there.
    """
    found: dict[str, Flow] = defaultdict(Flow)
    for lot in lots:
        for key, grams in inside[lot.lot].items():
            if grams >= lot.in_g > 0:
                found[key].lost_g += lot.loss_g
                found[key].gone_g += lot.gone_g
    return found


def _share(grams: int, part: int, whole: int) -> int:
    return (grams * part + whole // 2) // whole if whole else 0
