"""What an importer or auditor reads in a dossier: lots with their inputs, treatments, certificates; the shipment."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from growers.models import Cooperative
from growers.queries.eligibility import plot_facts
from growers.rules.eligibility import active_code
from growers.rules.eligibility_facts import PlotFacts
from harvests.models import Allocation, Dossier, Lot, LotCarton, Shipment, Treatment
from harvests.queries.publishing import claimed
from harvests.queries.sources import Behind, Load, behind
from harvests.queries.treatments import treatments_by_lot


@dataclass(frozen=True, slots=True)
class Origin:
    """Fruit of a lot from one planting area code: grams, harvest days, households by their codes and no more."""

    code: str
    grams: int
    first: dt.date
    last: dt.date
    households: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LotPapers:
    """One lot of a dossier; `shipped_g` and `cartons` are those of the shipment, or of the whole lot."""

    lot: Lot
    cartons: int
    net_g: int
    origins: list[Origin]
    treatments: list[Treatment]
    certificates: list[dict]


def papers_of_dossier(dossier: Dossier) -> list[LotPapers]:
    """The lots that a dossier opens, in a number of statements that depends on re-packings and lots alone."""
    coop = dossier.cooperative
    amounts = _of_shipment(dossier) if dossier.shipment_id else _of_lot(dossier)
    rows = Lot.objects.of(coop).filter(pk__in=[*amounts]).select_related("market", "house", "commodity")
    lots = [*rows.order_by("code")]
    found = behind(coop, amounts)
    plots = plot_facts(coop, {load.plot_key for load in found.loads.values()} - {None})
    treatments = treatments_by_lot(coop, amounts)
    return [
        LotPapers(
            lot, *amounts[lot.pk], _origins(lot, found, plots), treatments.get(lot.pk, []),
            claimed(coop, [load for load, _grams in found.of(lot.pk)], plots),
        )
        for lot in lots
    ]  # fmt: skip


def _of_lot(dossier: Dossier) -> dict[int, tuple[int, int]]:
    rows = LotCarton.objects.of(dossier.cooperative).filter(lot=dossier.lot_id)
    cartons = [*rows.values_list("cartons", "net_g")]
    return {dossier.lot_id: (sum(count for count, _ in cartons), sum(net for _, net in cartons))}


def _of_shipment(dossier: Dossier) -> dict[int, tuple[int, int]]:
    rows = Allocation.objects.of(dossier.cooperative).filter(shipment=dossier.shipment_id, void_reason="")
    found: dict[int, tuple[int, int]] = {}
    for lot, cartons, grams in rows.values_list("carton__lot", "cartons", "grams"):
        before = found.get(lot, (0, 0))
        found[lot] = (before[0] + cartons, before[1] + grams)
    return found


def _origins(lot: Lot, found: Behind, plots: dict[int, PlotFacts]) -> list[Origin]:
    groups: dict[str, list[tuple[Load, int]]] = {}
    for load, grams in found.of(lot.pk):
        code = active_code(plots[load.plot_key], lot.market.code, load.day) if load.plot_key in plots else None
        groups.setdefault(code.code if code else "", []).append((load, grams))
    return [_origin(code, groups[code]) for code in sorted(groups)]


def _origin(code: str, rows: Sequence[tuple[Load, int]]) -> Origin:
    days = [load.day for load, _grams in rows]
    households = tuple(sorted({load.household for load, _grams in rows}))
    return Origin(code, sum(grams for _load, grams in rows), min(days), max(days), households)


def lots_to_show(coop: Cooperative) -> QuerySet:
    """The lots that a dossier can be made for, the newest first."""
    return Lot.objects.of(coop).filter(status=Lot.Status.CLOSED).order_by("-packed_on", "-code")


def shipments_to_show(coop: Cooperative) -> QuerySet:
    """The shipments that a dossier can be made for, the newest first."""
    rows = Shipment.objects.of(coop).exclude(status=Shipment.Status.CANCELLED)
    return rows.order_by("-planned_on", "-number")
