"""Facts for one lot's page: what it was made of, what left it, and the lots that loads and tickets went to."""

from collections.abc import Iterable

from django.db.models import Case, QuerySet, Sum, When

from growers.models import Cooperative
from harvests.models import Allocation, HarvestLine, Lot, LotInput

INPUT = (
    "pk", "grams", "verdict", "void_reason", "entered_at", "entered_by__username", "entered_by__first_name",
    "entered_by__last_name", "line", "line__position", "line__grade__name_vi", "line__grade__name_en",
    "line__record__day", "line__record__number", "line__record__revision", "line__record__household__code",
    "line__record__household__name", "line__record__plot__code", "carton__position", "carton__grade__name_vi",
    "carton__grade__name_en", "source__code",
)  # fmt: skip
ALLOCATED = (
    "pk", "grams", "cartons", "carton__position", "order_line__order__year", "order_line__order__number",
    "order_line__order__trader__name", "shipment__year", "shipment__number", "shipment__status",
    "shipment__departed_on",
)  # fmt: skip


def inputs_of(lot: Lot) -> QuerySet:
    """Every input of a lot as plain rows (INPUT), in the order it came in, those given back last."""
    rows = LotInput.objects.of(lot.cooperative_id).filter(lot=lot)
    return rows.order_by(Case(When(void_reason="", then=0), default=1), "pk").values(*INPUT)


def input_by_id(lot: Lot, pk: int) -> LotInput | None:
    """One input of a lot with what its sentence names."""
    rows = LotInput.objects.of(lot.cooperative_id).filter(lot=lot, pk=pk)
    return rows.select_related("lot", "line__record", "line__grade", "carton__grade", "source").first()


def allocations_of(lot: Lot) -> list[dict]:
    """What was set aside of a lot and not freed, as plain rows (ALLOCATED). One statement."""
    rows = Allocation.objects.of(lot.cooperative_id).filter(carton__lot=lot, void_reason="").order_by("pk")
    return [*rows.values(*ALLOCATED)]


def children_of(lot: Lot) -> list[tuple[str, str, int]]:
    """(lot code, status, grams) of the lots that this one went into. One statement."""
    rows = LotInput.objects.of(lot.cooperative_id).filter(source=lot, void_reason="").order_by("lot__code")
    return [*rows.values_list("lot__code", "lot__status").annotate(grams=Sum("grams"))]


def lots_of_loads(coop: Cooperative, lines: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """By scale load, (lot code, grams) of the lots it went into. One statement."""
    found: dict[int, list[tuple[str, int]]] = {}
    rows = LotInput.objects.of(coop).filter(line__in=[*lines], void_reason="").order_by("lot__code")
    for line, code, grams in rows.values_list("line", "lot__code").annotate(grams=Sum("grams")):
        found.setdefault(line, []).append((code, grams))
    return found


def lots_holding(coop: Cooperative, lines: Iterable[HarvestLine]) -> list[str]:
    """The codes of the lots that hold something of these scale loads."""
    found = lots_of_loads(coop, [line.pk for line in lines]).values()
    return sorted({code for lots in found for code, _ in lots})
