"""Facts for setting packed fruit aside: what is free for an order, what was taken, and what each carton line is."""

from collections.abc import Iterable

from django.db.models import F, QuerySet, Sum

from growers.models import Cooperative
from harvests.models import Allocation, Lot, LotCarton, TraderOrder
from harvests.models.orders import order_code
from harvests.rules.allocations import Offered

OFFERED = (
    "pk", "lot", "lot__code", "lot__packed_on", "lot__order", "lot__order__year", "lot__order__number", "grade", "size",
    "pack_g", "cartons", "net_g", "allocated_g",
)  # fmt: skip
MOST_OFFERS = 200


def offers(order: TraderOrder, grades: Iterable[int]) -> list[dict]:
    """Carton lines with something free that could fill an order, the oldest first: closed lots that nobody holds, of
    its market and crop, in these grades. One statement."""
    rows = LotCarton.objects.of(order.cooperative_id).filter(
        lot__status=Lot.Status.CLOSED, lot__is_held=False, lot__market=order.market_id,
        lot__commodity=order.commodity_id, grade__in=set(grades), allocated_g__lt=F("net_g"),
    )  # fmt: skip
    return list(rows.order_by("lot__packed_on", "lot__code", "position").values(*OFFERED)[:MOST_OFFERS])


def offered(carton: LotCarton) -> Offered:
    """A carton line, with its lot, market and lot's order at hand, as the rules see it."""
    lot = carton.lot
    return Offered(
        lot.code, lot.status, lot.is_held, lot.market.code, lot.commodity_id, carton.grade_id,
        carton.net_g - carton.allocated_g, carton.pack_g, lot.order_id, lot.order.code if lot.order else "",
    )  # fmt: skip


def cartons_by_key(coop: Cooperative, keys: Iterable[int]) -> dict[int, LotCarton]:
    """Carton lines with what rules and messages name. One statement."""
    rows = LotCarton.objects.of(coop).select_related("lot__market", "lot__order", "lot__commodity", "grade")
    return rows.in_bulk(list(set(keys)))


def standing(coop: Cooperative) -> QuerySet:
    """Allocations that were not freed."""
    return Allocation.objects.of(coop).filter(void_reason="")


def allocations_of(order: TraderOrder) -> list[Allocation]:
    """What is or was set aside for an order, freed ones too, with lot, shipment and who did it. One statement."""
    rows = Allocation.objects.of(order.cooperative_id).filter(order_line__order=order)
    rows = rows.select_related("carton__lot", "carton__grade", "shipment", "made_by", "order_line")
    return list(rows.order_by("order_line__position", "pk"))


def allocation_by_id(order: TraderOrder, pk: int) -> Allocation | None:
    """One allocation of an order."""
    rows = Allocation.objects.of(order.cooperative_id).filter(order_line__order=order, pk=pk)
    return rows.select_related("carton__lot", "shipment", "order_line").first()


def packed_for(coop: Cooperative, orders: Iterable[int]) -> dict[int, int]:
    """Grams by order that lie packed and free in lots opened for it; nobody may count them twice. One statement."""
    rows = LotCarton.objects.of(coop).filter(lot__order__in=list(orders), lot__status=Lot.Status.CLOSED)
    rows = rows.filter(lot__is_held=False, allocated_g__lt=F("net_g")).order_by()
    return dict(rows.values_list("lot__order").annotate(free=Sum(F("net_g") - F("allocated_g"))))


def reserved_code(row: dict) -> str:
    """The number of the order that an offered lot was opened for, or ""."""
    return order_code(row["lot__order__year"], row["lot__order__number"]) if row["lot__order"] else ""
