"""Everything that the gate of a shipment is judged by, in a number of statements that does not grow with its load."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from growers.models import CodeEvent, Cooperative, ExportCode, MarketRequirement
from growers.queries.settings import settings_on
from growers.rules.areas import standing
from growers.rules.eligibility import active_code
from growers.rules.verdicts import Verdict
from harvests.models import Allocation, LabelPrint, Lot, Recall, RecallLot, Shipment, ShipmentPaper, Treatment
from harvests.queries.eligibility import Judge
from harvests.queries.shipments import load_of, papers_of, requirement_on
from harvests.queries.sources import Behind, Load, behind, judge_of, verdicts_of
from harvests.queries.trader_ledger import exposure_of, newest_rate, worth_of
from harvests.rules.gate import KDE_MARKET, GateFacts, LotAtGate, Needs, SourceAtGate
from harvests.rules.lots import HARMLESS_HOLDS
from harvests.rules.papers import Loaded, Paper
from harvests.rules.trader_ledger import judge_limit
from harvests.rules.treatments import judge_treatments

Coded = tuple[str, str, str, dt.date | None]  # code, status on the pack date, status at departure, since when


class Around(NamedTuple):
    """What is known around the lots of a shipment, by the lot's key."""

    sources: Behind
    verdicts: dict[int, dict]
    judges: dict[int, Judge | None]
    requirements: dict[int, MarketRequirement | None]
    houses: dict[tuple[int, int], list[ExportCode]]
    treatments: dict[int, list[Treatment]]
    labelled: set[int]
    recalls: dict[int, str]


def gate_facts(
    coop: Cooperative, row: Shipment, day: dt.date, load: Sequence[Allocation] | None = None
) -> GateFacts:  # fmt: skip
    """The facts of a shipment that would leave on a day; `load` when it is known already."""
    load = load_of(row) if load is None else load
    lots = {item.carton.lot_id: item.carton.lot for item in load}
    crops = {lot.commodity_id for lot in lots.values()} or {coop.commodity_id}
    around = _around(coop, row, lots, crops, day)
    papers = papers_of(row)
    return GateFacts(
        day=day, status=row.status, market=row.market.code, consignee=row.consignee,
        consignee_address=row.consignee_address, consignee_state=row.consignee_state, vehicle=row.vehicle,
        container=row.container, temp_set_dc=row.temp_set_dc, needs=_needs(row, around.requirements.values()),
        lots=[_lot(lot, row, around, day) for lot in sorted(lots.values(), key=lambda lot: lot.code)],
        papers=[_paper(paper) for paper in papers],
        loaded=Loaded(sum(item.cartons for item in load), sum(item.grams for item in load)),
        match_bp=settings_on(coop, day)["paper_match_bp"],
        kde_missing=_kde_missing(coop, lots.values(), around) if row.market.code == KDE_MARKET else (),
        limit=_limit(row, load, day), trader=str(row.trader_id),
    )  # fmt: skip


def _limit(row: Shipment, load: Sequence[Allocation], day: dt.date) -> Verdict:
    """Whether the buyer would owe more than the limit once this has left; nothing is asked without a limit."""
    limit = row.trader.credit_limit_vnd
    if limit is None:
        return Verdict()
    rows = [(item.grams, item.order_line.price_minor, item.order_line.order.currency) for item in load]
    worth, unknown = worth_of(rows, newest_rate(row.cooperative_id))
    return judge_limit(exposure_of(row.trader, day).now_vnd, None if unknown else worth, limit)


def _around(coop: Cooperative, row: Shipment, lots: Mapping[int, Lot], crops: Iterable[int], day: dt.date) -> Around:
    sources = behind(coop, lots)
    verdicts, judges = {}, {}
    for crop in crops:
        loads = [load for lot in lots.values() if lot.commodity_id == crop for load, _ in sources.of(lot.pk)]
        judges[crop] = judge_of(coop, crop, loads)
        verdicts[crop] = verdicts_of(judges[crop], row.market.code, loads)
    recalled = RecallLot.objects.of(coop).filter(
        lot__in=lots, recall__kind=Recall.Kind.REAL, recall__status=Recall.Status.OPEN
    )
    return Around(
        sources, verdicts, judges, {crop: requirement_on(row.market_id, crop, day) for crop in crops},
        house_codes(coop, row, lots.values()), _treatments(coop, lots),
        set(LabelPrint.objects.of(coop).filter(lot__in=lots).values_list("lot", flat=True)),
        {found.lot_id: found.recall.code for found in recalled.select_related("recall")},
    )  # fmt: skip


def house_codes(coop: Cooperative, row: Shipment, lots: Iterable[Lot]) -> dict[tuple[int, int], list[ExportCode]]:
    """The codes of the packing houses for the shipment's market, by house and crop, with their events."""
    houses = {lot.house_id for lot in lots}
    rows = ExportCode.objects.of(coop).filter(house__in=houses, market=row.market_id).order_by("code")
    codes = list(rows)
    events = CodeEvent.objects.of(coop).filter(export_code__in=codes).order_by("effective_from", "pk")
    happened: dict[int, list[CodeEvent]] = defaultdict(list)
    for event in events:
        happened[event.export_code_id].append(event)
    found: dict[tuple[int, int], list[ExportCode]] = defaultdict(list)
    for code in codes:
        code.happened = happened[code.pk]
        found[code.house_id, code.commodity_id].append(code)
    return found


def _treatments(coop: Cooperative, lots: Iterable[int]) -> dict[int, list[Treatment]]:
    found: dict[int, list[Treatment]] = defaultdict(list)
    for treatment in Treatment.objects.of(coop).filter(lot__in=lots):
        found[treatment.lot_id].append(treatment)
    return found


def _needs(row: Shipment, requirements: Iterable[MarketRequirement | None]) -> Needs:
    """What the market asks of all crops on the truck together; one that is unknown leaves the whole truck unknown."""
    found = list(requirements)
    known = [one for one in found if one]
    access = None
    if len(known) == len(found):
        heavy = ("unknown", "closed", "controls", "open")
        access = min((one.access for one in known), key=heavy.index)
    return Needs(
        row.market.code, access, any(one.requires_house_code for one in known),
        tuple(state for one in known for state in one.barred_states), "; ".join({one.source for one in known}),
    )  # fmt: skip


def _lot(lot: Lot, row: Shipment, around: Around, day: dt.date) -> LotAtGate:
    crop = lot.commodity_id
    codes = around.houses.get((lot.house_id, crop), [])
    treatments = around.treatments.get(lot.pk, [])
    return LotAtGate(
        lot.code, lot.status, lot.is_held, row.market.code if lot.market_id == row.market_id else lot.market.code,
        lot.packed_on, lot.house.code,
        tuple(_source(load, row, around, crop, day) for load, _ in around.sources.of(lot.pk)),
        tuple(_coded(code, lot.packed_on, day) for code in codes),
        judge_treatments(around.requirements[crop], treatments, lot.packed_on),
        lot.pk in around.labelled, around.recalls.get(lot.pk, ""),
    )  # fmt: skip


def _coded(code: ExportCode, packed_on: dt.date, day: dt.date) -> Coded:
    since = max((event.effective_from for event in code.happened if event.effective_from <= day), default=None)
    return code.code, status_on(code, packed_on), status_on(code, day), since


def status_on(code: ExportCode, day: dt.date) -> str:
    """The status on a day of a code that `house_codes` brought."""
    known = [event.status for event in code.happened if event.effective_from <= day]
    return standing(known[-1] if known else None, code.valid_from, code.valid_to, day)


def _source(load: Load, row: Shipment, around: Around, crop: int, day: dt.date) -> SourceAtGate:
    judge = around.judges[crop]
    facts = judge and judge.facts(load.plot_key)
    code = active_code(facts, row.market.code, load.day) if facts else None
    held = load.status == "held" and bool(set(load.holds) - HARMLESS_HOLDS)
    verdict = around.verdicts[crop][load.line]
    if code is None:
        return SourceAtGate(load.slug, load.day, verdict, held)
    since = max((on for on, _ in code.events if on <= day), default=None)
    return SourceAtGate(load.slug, load.day, verdict, held, code.code, code.status(day), since)


def _paper(paper: ShipmentPaper) -> Paper:
    return Paper(
        paper.kind, paper.is_required, paper.state, paper.number, paper.issued_on, paper.valid_to, paper.cartons,
        paper.net_g,
    )  # fmt: skip


def _kde_missing(coop: Cooperative, lots: Iterable[Lot], around: Around) -> list[tuple[str, tuple[str, ...]]]:
    """What the FDA's records would lack of harvesting, packing and shipping (R80; 21 CFR 1.1325-1.1340)."""
    found = [] if coop.phone else [("coop_phone", ("cooperative",))]
    for lot in lots:
        house = lot.house
        found += [
            (what, ("house", house.code))
            for what, value in (("house_phone", house.phone), ("house_address", house.address))
            if not value
        ]
        found += [("field", ("ticket", load.slug)) for load, _ in around.sources.of(lot.pk) if load.plot_key is None]
    return list(dict.fromkeys(found))
