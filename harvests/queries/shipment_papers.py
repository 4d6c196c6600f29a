"""The facts from which the papers of a shipment are made; more load does not take more statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from growers.models import Cooperative
from growers.rules.areas import ACTIVE
from growers.rules.eligibility import active_code
from growers.rules.verdicts import Verdict
from harvests.models import Allocation, Lot, ProductCard, Shipment, Treatment
from harvests.queries.eligibility import Judge
from harvests.queries.gate import house_codes, status_on
from harvests.queries.shipments import load_of, papers_of
from harvests.queries.sources import Load, behind, judge_of, verdicts_of
from harvests.rules.paper_facts import (
    MET,
    RUNNING,
    UNKNOWN,
    Goods,
    Issued,
    Letterhead,
    LoadRow,
    LotSources,
    PaperFacts,
    SourceRow,
    Truck,
)
from harvests.rules.papers import CONTRACT, INVOICE

# Names of crops in Chinese where no product card gives one (own knowledge: U).
CHINESE = {"dragon_fruit": "火龙果", "lychee": "荔枝"}


def paper_facts(coop: Cooperative, row: Shipment, issued: Issued) -> PaperFacts:
    """What every paper of a shipment says."""
    load = load_of(row)
    lots = {item.carton.lot_id: item.carton.lot for item in load}
    sources, crops = behind(coop, lots), {lot.commodity_id for lot in lots.values()}
    judges, verdicts = {}, {}
    for crop in crops:
        loads = [one for lot in lots.values() if lot.commodity_id == crop for one, _ in sources.of(lot.pk)]
        judges[crop] = judge_of(coop, crop, loads)
        verdicts |= verdicts_of(judges[crop], row.market.code, loads)
    houses = house_codes(coop, row, lots.values())
    listed = [_sources(lot, row, load, sources.of(lot.pk), judges, verdicts) for lot in _in_order(lots.values())]
    areas = {lot.lot: tuple(dict.fromkeys(one.area_code for one in lot.rows if one.area_code)) for lot in listed}
    return PaperFacts(
        letterhead(coop), issued, _truck(row, load), _goods(coop, lots.values()),
        [_load_row(item, areas, houses) for item in load], _treatments(coop, lots), listed,
    )  # fmt: skip


def _in_order(lots: Iterable[Lot]) -> list[Lot]:
    return sorted(lots, key=lambda lot: lot.code)


def letterhead(coop: Cooperative) -> Letterhead:
    """The co-operative as its papers begin."""
    commune = coop.commune
    place = f"{commune.get_kind_display()} {commune.name}, {commune.province}"
    address = ", ".join(part for part in (coop.address, place) if part)
    return Letterhead(
        coop.legal_name or coop.name, address, commune.province, coop.tax_code, coop.phone, coop.director_name
    )


def _truck(row: Shipment, load: Sequence[Allocation]) -> Truck:
    numbers = {paper.kind: paper.number for paper in papers_of(row)}
    return Truck(
        row.code, row.market.name_vi, row.market.name_en, row.trader.name, row.trader.address,
        row.exporter.name if row.exporter else "", row.consignee,
        ", ".join(part for part in (row.consignee_address, row.consignee_state) if part), row.vehicle, row.driver,
        row.driver_phone, row.container, row.seal, row.temp_set_dc, row.border_gate, row.gross_g,
        tuple(dict.fromkeys(item.order_line.order.code for item in load)), numbers.get(INVOICE, ""),
        numbers.get(CONTRACT, ""),
    )  # fmt: skip


def _goods(coop: Cooperative, lots: Iterable[Lot]) -> list[Goods]:
    crops = {lot.commodity_id: lot.commodity for lot in lots}
    cards = {card.commodity_id: card for card in ProductCard.objects.of(coop).defer("image")}
    return [
        Goods(
            crop.name_vi, crop.name_en,
            (cards[key].name_zh if key in cards else "") or CHINESE.get(crop.code, ""), crop.botanical,
        )
        for key, crop in sorted(crops.items())
    ]  # fmt: skip


def _load_row(item: Allocation, areas: dict, houses: dict) -> LoadRow:
    carton, lot = item.carton, item.carton.lot
    codes = houses.get((lot.house_id, lot.commodity_id), [])
    active = tuple(code.code for code in codes if status_on(code, lot.packed_on) == ACTIVE)
    return LoadRow(
        lot.code, item.order_line.order.code, lot.commodity.name_vi, carton.grade.name_vi, carton.grade.name_en,
        carton.size, carton.pack_g, item.cartons, item.grams, lot.packed_on, areas.get(lot.code, ()), active,
    )  # fmt: skip


def _treatments(coop: Cooperative, lots: Iterable[int]) -> list[str]:
    """Each treatment once: kind, facility, its code and number."""
    rows = Treatment.objects.of(coop).filter(lot__in=lots, void_reason="").order_by("treated_at", "pk")
    said = []
    for row in rows:
        parts = (str(row.get_kind_display()), row.facility, row.facility_code, row.treatment_no)
        said.append(" ".join(part for part in parts if part))
    return list(dict.fromkeys(said))


def _sources(
    lot: Lot, row: Shipment, load: Sequence[Allocation], found: Sequence[tuple[Load, int]],
    judges: dict[int, Judge | None], verdicts: dict[int, Verdict],
) -> LotSources:  # fmt: skip
    """A lot's tickets; loads of one ticket make one row."""
    judge, grams, first = judges[lot.commodity_id], defaultdict(int), {}
    for one, net_g in found:
        grams[one.ticket] += net_g
        first.setdefault(one.ticket, one)
    rows = []
    for ticket, one in first.items():
        facts = judge and judge.facts(one.plot_key)
        code = active_code(facts, row.market.code, one.day) if facts else None
        phi, until = _phi(verdicts[one.line])
        rows.append(SourceRow(
            code.code if code else "", one.household, one.name, one.village, one.plot, ticket, one.day, grams[ticket],
            phi, until,
        ))  # fmt: skip
    mine = [item for item in load if item.carton.lot_id == lot.pk]
    rows.sort(key=lambda source: (source.area_code, source.household, source.day, source.ticket))
    return LotSources(
        lot.code, lot.packed_on, str(lot.house), sum(item.grams for item in mine), sum(item.cartons for item in mine),
        lot.out_g, rows,
    )  # fmt: skip


def _phi(verdict: Verdict):
    """What the pre-harvest intervals say (R30-R32): nothing against it, running until a day, or unknown."""
    running = [reason.data["until_on"] for reason in verdict.refused if reason.code == "phi_running"]
    if running:
        return RUNNING, max(running)
    unclear = {"phi_unknown", "plot_not_named"} & {reason.code for reason in verdict.unknown}
    return (UNKNOWN, None) if unclear else (MET, None)
