"""Facts about treatments: those of a lot or of several, and what the lot's market asks of them."""

from collections.abc import Iterable

from growers.models import Cooperative
from growers.rules.verdicts import Verdict
from harvests.models import Lot, Treatment
from harvests.queries.shipments import requirement_on
from harvests.rules.treatments import judge_treatments


def treatments_of(lot: Lot) -> list[Treatment]:
    """The treatments of a lot, the newest first, voided ones among them."""
    rows = Treatment.objects.of(lot.cooperative_id).filter(lot=lot)
    return [*rows.select_related("entered_by").order_by("-treated_at", "-pk")]


def treatments_by_lot(coop: Cooperative, lots: Iterable[int]) -> dict[int, list[Treatment]]:
    """The treatments that count of several lots, by the lot. One statement."""
    found: dict[int, list[Treatment]] = {}
    rows = Treatment.objects.of(coop).filter(lot__in=[*lots], void_reason="").order_by("treated_at", "pk")
    for row in rows:
        found.setdefault(row.lot_id, []).append(row)
    return found


def treatment_by_key(lot: Lot, key: int) -> Treatment | None:
    """One treatment of a lot."""
    return Treatment.objects.of(lot.cooperative_id).filter(lot=lot, pk=key).first()


def treatment_verdict(lot: Lot, rows: Iterable[Treatment]) -> Verdict:
    """What the lot's market says of its treatments (R71), by the requirements of the pack date."""
    return judge_treatments(requirement_on(lot.market_id, lot.commodity_id, lot.packed_on), rows, lot.packed_on)
