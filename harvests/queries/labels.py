"""All that the labels of a lot could name, the mark they may carry, and what was printed before."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import override

from growers.models import CertificationMark, Cooperative, ExportCode, MarketRequirement, MarkLicence, Plot
from growers.queries.eligibility import plot_facts
from growers.queries.marks import marks_of
from growers.rules.eligibility import active_code
from growers.rules.eligibility_facts import PlotFacts
from growers.rules.marks import Mark, judge_mark, licence_on
from growers.rules.verdicts import Verdict
from harvests.models import Allocation, LabelPrint, Lot, LotCarton
from harvests.queries.lots import house_codes_on
from harvests.queries.product_cards import card_of
from harvests.queries.shipments import requirement_on
from harvests.queries.sources import Load, behind
from harvests.queries.treatments import treatments_of
from harvests.rules.label_values import Card, LabelFacts, Pack, Treated
from harvests.rules.labels import LotCodes, Run

ACTIVE = "active"


@dataclass(frozen=True, slots=True)
class MarkFound:
    """A certification mark of the lot's crop: its names, the licence under which it stands, and whether it may."""

    name_vi: str
    name_en: str
    licence: MarkLicence | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class LotLabels:
    """What the labels of a lot are made of and judged by."""

    facts: LabelFacts
    requirement: MarketRequirement | None
    mark: MarkFound | None


def lot_labels(lot: Lot) -> LotLabels:
    """Everything about the labels of a lot, in a number of statements that depends on its re-packings alone."""
    coop = lot.cooperative
    loads = [load for load, _grams in behind(coop, [lot.pk]).of(lot.pk)]
    plots = plot_facts(coop, {load.plot_key for load in loads} - {None})
    requirement = requirement_on(lot.market_id, lot.commodity_id, lot.packed_on)
    codes = LotCodes(area_codes_of(lot, loads, plots), _house_code(lot))
    facts = LabelFacts(
        code=lot.code, trace_code=lot.trace_code, market=lot.market.code, crop=lot.commodity.code,
        packed_on=lot.packed_on, cooperative=coop.name, address=address_of(coop), house=lot.house.name,
        card=_card(lot), codes=codes, kept_code=lot.area_code.code if lot.area_code else "",
        area_name=_area_names(coop, codes.area_codes), variety=_variety(coop, plots), importer=_importer(lot),
        treated=_treated(lot), packs=_packs(lot), texts=tuple(requirement.label_texts) if requirement else (),
    )  # fmt: skip
    return LotLabels(facts, requirement, mark_for(lot, loads, plots))


def address_of(coop: Cooperative) -> str:
    """The address of a co-operative on one line, as its letterhead has it, whatever the screen speaks."""
    with override("vi"):
        return ", ".join(part for part in (coop.address, str(coop.commune)) if part)


def area_codes_of(lot: Lot, loads: Iterable[Load], plots: dict[int, PlotFacts]) -> frozenset[str]:
    """The planting area codes under which a lot's fruit stood on its harvest days, for the lot's market (R10)."""
    market = lot.market.code
    days = {(load.plot_key, load.day) for load in loads if load.plot_key in plots}
    found = (active_code(plots[plot], market, day) for plot, day in days)
    return frozenset(code.code for code in found if code)


def mark_for(lot: Lot, loads: Iterable[Load], plots: dict[int, PlotFacts]) -> MarkFound | None:
    """The mark that fruit of the lot's crop could carry, with the verdict on this lot (R56); None without a mark.

    `used_g` counts the lots on whose labels the mark stood under the same licence, and this one.
    """
    provinces = {
        load.plot or load.ticket: plots[load.plot_key].province if load.plot_key in plots else None for load in loads
    }
    best: MarkFound | None = None
    for mark in marks_of(lot.cooperative, lot.commodity_id):
        licence = _licence(lot.cooperative, mark, lot)
        used = _used_g(lot, licence) + lot.out_g if licence else 0
        verdict = judge_mark(
            mark, crop=lot.commodity.code, plots=provinces.items(), packed_on=lot.packed_on, used_g=used
        )
        row = CertificationMark.objects.get(code=mark.code)
        found = MarkFound(row.name_vi, row.name_en, licence if verdict.allowed else None, verdict)
        if best is None or (verdict.allowed and not best.verdict.allowed):
            best = found
    return best


def prints_of(lot: Lot) -> list[LabelPrint]:
    """What was printed for a lot, the newest first."""
    return [*LabelPrint.objects.of(lot.cooperative_id).filter(lot=lot).select_related("printed_by", "licence")]


def runs_of(lot: Lot, sheets: Iterable[str]) -> list[Run]:
    """The numbers printed on these sheets."""
    rows = LabelPrint.objects.of(lot.cooperative_id).filter(lot=lot, sheet__in=[*sheets])
    return [Run(first, last) for first, last in rows.values_list("first", "last")]


def print_by_key(lot: Lot, key: int) -> LabelPrint | None:
    """One print of a lot."""
    rows = LabelPrint.objects.of(lot.cooperative_id).filter(lot=lot)
    return rows.select_related("licence", "licence__mark", "printed_by").filter(pk=key).first()


def _licence(coop: Cooperative, mark: Mark, lot: Lot) -> MarkLicence | None:
    held = licence_on(mark, lot.packed_on)
    rows = MarkLicence.objects.of(coop).filter(mark__code=mark.code, holder="").select_related("mark")
    return rows.filter(decision_no=held.decision_no).first() if held else None


def _used_g(lot: Lot, licence: MarkLicence) -> int:
    prints = LabelPrint.objects.filter(cooperative=lot.cooperative_id, licence=licence).exclude(lot=lot.pk)
    rows = Lot.objects.of(lot.cooperative_id).filter(pk__in=prints.values("lot"))
    return rows.aggregate(sum=Sum("out_g"))["sum"] or 0


def _card(lot: Lot) -> Card | None:
    card = card_of(lot.cooperative_id, lot.commodity_id)
    if card is None:
        return None
    names = {"vi": card.name_vi, "en": card.name_en, "zh": card.name_zh, "ja": card.name_ja, "ko": card.name_ko}
    return Card(
        names, card.origin_vi, card.origin_en, card.brand, card.gtin, card.storage, card.shelf_life_days
    )


def _house_code(lot: Lot) -> str:
    codes = house_codes_on(lot.house_id, lot.cooperative, lot.commodity_id, lot.market_id, lot.packed_on)
    return next((code for code, status in codes.items() if status == ACTIVE), "")


def _area_names(coop: Cooperative, codes: Iterable[str]) -> str:
    rows = ExportCode.objects.of(coop).filter(code__in=[*codes], area__isnull=False).order_by("area__code")
    return ", ".join(rows.values_list("area__name", flat=True).distinct())


def _variety(coop: Cooperative, plots: dict[int, PlotFacts]) -> str:
    """The variety when all plots grow the same one."""
    rows = Plot.objects.of(coop).filter(pk__in=[*plots]).order_by()
    found = {*rows.values_list("variety__name_vi", flat=True)}
    return (found.pop() or "") if len(found) == 1 else ""


def _importer(lot: Lot) -> str:
    """The buyer of the lot's order, else the only one for whom its cartons are set aside."""
    if lot.order:
        return lot.order.trader.name
    rows = Allocation.objects.of(lot.cooperative_id).filter(carton__lot=lot, void_reason="").order_by()
    found = {*rows.values_list("order_line__order__trader__name", flat=True)}
    return found.pop() if len(found) == 1 else ""


def _treated(lot: Lot) -> Treated | None:
    rows = [row for row in treatments_of(lot) if not row.void_reason]
    if not rows:
        return None
    row = rows[0]
    return Treated(row.kind, row.facility, row.facility_code, row.treatment_no, row.treated_at)


def _packs(lot: Lot) -> tuple[Pack, ...]:
    rows = LotCarton.objects.of(lot.cooperative_id).filter(lot=lot).select_related("grade").order_by("position")
    return tuple(
        Pack(row.grade.name_vi, row.grade.name_en, row.size, row.pack_g, row.cartons, row.net_g) for row in rows
    )
