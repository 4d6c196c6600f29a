"""The gate before a shipment leaves: every condition that fails, each with where it is mended (M16, R70-R85)."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from growers.rules.areas import ACTIVE, REVOKED, SUSPENDED
from growers.rules.eligibility import CLOSED, HOME, RULES, UNKNOWN, snapshot
from growers.rules.verdicts import Reason, Verdict
from harvests.rules.papers import Loaded, Paper, judge_papers
from harvests.rules.shipments import PLANNED

# R80: what the FDA asks for is enforced from this day (21 CFR part 1 subpart S).
KDE_ENFORCED_FROM = dt.date(2028, 7, 20)
KDE_MARKET = "US"
LOT_CLOSED = "closed"
STATE = re.compile("[A-Z]{2}")
CODES = (
    "gate_not_planned", "gate_empty", "gate_market_closed", "gate_market_unknown", "gate_fruit_not_eligible",
    "gate_fruit_unknown", "gate_lot_not_closed", "gate_lot_held", "gate_lot_recalled", "gate_lot_other_market",
    "gate_house_code_missing", "gate_house_code_inactive", "gate_house_code_lost", "gate_area_code_lost",
    "gate_treatment", "gate_labels_missing", "gate_ticket_held", "gate_state_barred", "gate_state_missing",
    "gate_consignee_missing", "gate_address_missing", "gate_temperature_missing", "gate_vehicle_missing",
    "gate_kde_missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A condition that fails. `target` says where it is mended, as a kind of page and its words; `because` are the
    reasons that another rule gave."""

    weight: str  # refused or warning
    reason: Reason
    target: tuple[str, ...] = ()
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What the market asks on the day of departure; `access` None: nobody wrote it down, and unknown is closed."""

    market: str
    access: str | None
    house_code: bool = False
    barred_states: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class SourceAtGate:
    """A scale load behind a lot: the verdict of today's rules as of its harvest day, and the planting area code that
    verdict rests on with the code's status on the day of departure and since when."""

    ticket: str
    day: dt.date
    verdict: Verdict
    held: bool = False
    code: str = ""
    code_status: str = ACTIVE
    code_since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LotAtGate:
    """A lot on the truck. `house_codes` are (code, status on the pack date, status at departure, since when)."""

    code: str
    status: str
    is_held: bool
    market: str
    packed_on: dt.date
    house: str
    sources: tuple[SourceAtGate, ...] = ()
    house_codes: tuple[tuple[str, str, str, dt.date | None], ...] = ()
    treatment: Verdict = field(default_factory=Verdict)
    labelled: bool = True
    recall: str = ""


@dataclass(frozen=True, slots=True)
class GateFacts:
    """All that the gate is judged by, as it stands on `day`."""

    day: dt.date
    status: str
    market: str
    consignee: str
    consignee_address: str
    consignee_state: str
    vehicle: str
    container: str
    temp_set_dc: int | None
    needs: Needs
    lots: Sequence[LotAtGate]
    papers: Sequence[Paper]
    loaded: Loaded
    match_bp: int
    kde_missing: Sequence[tuple[str, tuple[str, ...]]] = ()  # (what is missing, where it is mended)
    limit: Verdict = field(default_factory=Verdict)  # what the buyer would owe beside the credit limit
    trader: str = ""  # the key of the buyer, whose account says more


def judge_gate(facts: GateFacts) -> list[Fault]:
    """Every condition that fails; an empty list lets the shipment leave."""
    found = [*_of_shipment(facts), *_of_market(facts.needs)]
    for lot in facts.lots:
        found += _of_lot(lot, facts)
    found += [Fault("warning", reason, ("trader-account", facts.trader)) for reason in facts.limit.warnings]
    for weight, reason, kind in judge_papers(facts.papers, facts.loaded, facts.day, facts.match_bp):
        found.append(Fault(weight, reason, ("paper", kind)))
    if facts.market == KDE_MARKET:
        weight = "refused" if facts.day >= KDE_ENFORCED_FROM else "warning"
        found += [Fault(weight, Reason("gate_kde_missing", {"what": what}), to) for what, to in facts.kde_missing]
    return sorted(found, key=lambda fault: fault.weight != "refused")


def may_leave(faults: Iterable[Fault], *, overridden: bool) -> bool:
    """Nothing refuses; warnings stand only where the director accepts them."""
    weights = {fault.weight for fault in faults}
    return "refused" not in weights and (overridden or "warning" not in weights)


def kept(faults: Iterable[Fault], reason: str) -> dict:
    """The gate as it is kept beside the departure: version of the rules, warnings that were accepted, and why (R75)."""
    warnings = tuple(r for fault in faults for r in (fault.reason, *fault.because))
    return {**snapshot(Verdict(warnings=warnings)), **({"accepted_because": reason} if reason else {})}


def _of_shipment(facts: GateFacts) -> Iterator[Fault]:
    edit = ("shipment-edit",)
    if facts.status != PLANNED:
        yield Fault("refused", Reason("gate_not_planned"), ("shipment",))
    if not facts.lots:
        yield Fault("refused", Reason("gate_empty"), ("load",))
    if not facts.consignee.strip():
        yield Fault("refused", Reason("gate_consignee_missing"), edit)
    elif not facts.consignee_address.strip() and facts.market != HOME:
        yield Fault("refused", Reason("gate_address_missing"), edit)
    yield from _of_state(facts.consignee_state.strip().upper(), facts.needs)
    if facts.temp_set_dc is None:
        yield Fault("refused", Reason("gate_temperature_missing"), edit)
    if not (facts.vehicle.strip() or facts.container.strip()):
        yield Fault("refused", Reason("gate_vehicle_missing"), edit)


def _of_state(state: str, needs: Needs) -> Iterator[Fault]:
    """R74: a state that is not written, or not as the list writes it, is not known to be another one."""
    barred, data = {one.upper() for one in needs.barred_states}, {"state": state, "source": needs.source}
    if barred and not STATE.fullmatch(state):
        data = {"barred": ", ".join(sorted(barred)), "source": needs.source}
        yield Fault("refused", Reason("gate_state_missing", data), ("shipment-edit",))
    elif state in barred:
        yield Fault("refused", Reason("gate_state_barred", data), ("shipment-edit",))


def _of_market(needs: Needs) -> Iterator[Fault]:
    data = {"market": needs.market, "source": needs.source}
    if needs.access in (None, UNKNOWN):
        yield Fault("refused", Reason("gate_market_unknown", data), ("market",))
    elif needs.access == CLOSED:
        yield Fault("refused", Reason("gate_market_closed", data), ("market",))


def _of_lot(lot: LotAtGate, facts: GateFacts) -> Iterator[Fault]:
    here, data = ("lot", lot.code), {"lot": lot.code}
    if lot.status != LOT_CLOSED:
        yield Fault("refused", Reason("gate_lot_not_closed", data), here)
    if lot.recall:
        yield Fault("refused", Reason("gate_lot_recalled", {**data, "recall": lot.recall}), ("recall", lot.recall))
    elif lot.is_held:
        yield Fault("refused", Reason("gate_lot_held", data), here)
    if lot.market != facts.market:
        yield Fault("refused", Reason("gate_lot_other_market", {**data, "lot_market": lot.market}), here)
    for source in lot.sources:
        yield from _of_source(lot, source)
    if facts.needs.house_code:
        yield from _of_house(lot)
    if not lot.treatment.allowed:
        because = (*lot.treatment.refused, *lot.treatment.unknown)
        yield Fault("refused", Reason("gate_treatment", data), ("treatments", lot.code), because)
    if not lot.labelled:
        yield Fault("warning", Reason("gate_labels_missing", data), ("labels", lot.code))


def _of_source(lot: LotAtGate, source: SourceAtGate) -> Iterator[Fault]:
    data = {"lot": lot.code, "ticket": source.ticket, "harvested_on": source.day}
    verdict, here = source.verdict, ("ticket", source.ticket)
    if verdict.refused:
        yield Fault("refused", Reason("gate_fruit_not_eligible", data), here, (*verdict.refused, *verdict.unknown))
    elif verdict.unknown:
        yield Fault("refused", Reason("gate_fruit_unknown", data), here, verdict.unknown)
    elif source.code and source.code_status in (SUSPENDED, REVOKED):
        # R15: a code lost after the harvest stops what was harvested from that day on, and that is refused above;
        # earlier fruit keeps its permission unless the notice says otherwise, which somebody has to read.
        lost = {**data, "code": source.code, "since_on": source.code_since}
        yield Fault("warning", Reason("gate_area_code_lost", lost), ("area-code", source.code))
    if source.held:
        yield Fault("refused", Reason("gate_ticket_held", data), here)


def _of_house(lot: LotAtGate) -> Iterator[Fault]:
    """R16 on the pack date, R15 since: a house code lost after packing still asks for a look at the notice."""
    data = {"lot": lot.code, "house": lot.house, "packed_on": lot.packed_on}
    here = ("house", lot.house)
    if not lot.house_codes:
        yield Fault("refused", Reason("gate_house_code_missing", data), here)
        return
    active = [row for row in lot.house_codes if row[1] == ACTIVE]
    if not active:
        yield Fault("refused", Reason("gate_house_code_inactive", {**data, "code": lot.house_codes[0][0]}), here)
        return
    code, _then, now, since = active[0]
    if now in (SUSPENDED, REVOKED):
        yield Fault("warning", Reason("gate_house_code_lost", {**data, "code": code, "since_on": since}), here)


__all__ = [
    "CODES", "RULES", "Fault", "GateFacts", "LotAtGate", "Needs", "SourceAtGate", "judge_gate", "kept", "may_leave",
]  # fmt: skip
