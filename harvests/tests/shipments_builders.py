"""Plain functions that make set-aside fruit and shipments, and that say where their counters and ledgers differ."""

from django.db.models import F

from coopsite import clock
from growers.queries.seats import Seat
from growers.tests.builders import make_market
from harvests.actions.allocations import allocate
from harvests.actions.departures import depart
from harvests.actions.papers import print_paper, set_paper
from harvests.actions.shipments import load_allocations, plan_shipment
from harvests.models import (
    Allocation,
    Delivery,
    HarvestRecord,
    LabelPrint,
    Lot,
    LotCarton,
    OrderLine,
    Shipment,
    ShipmentPaper,
    TraderOrder,
)
from harvests.rules.papers import SERIES
from harvests.tests.builders import make_order
from harvests.tests.lots_builders import carton_of, make_lot

READY = {"consignee": "Guangxi Fruit", "consignee_address": "Bằng Tường", "vehicle": "26C-123.45", "temp_set_dc": 40}


def make_allocation(
    seat: Seat, lot: Lot | None = None, order: TraderOrder | None = None, grams: int = 0, market: str = "CN"
) -> Allocation:
    """Cartons of a lot (a new one of 90 kg) set aside for the first line of an order (a new, confirmed one)."""
    lot = lot or make_lot(seat, market=market)
    order = order or make_order(seat, status="confirmed", market=make_market(market))
    carton = carton_of(lot)
    line = OrderLine.objects.of(seat.cooperative).filter(order=order, grade=carton.grade).first()
    return allocate(seat, order_line=line, carton=carton, grams=grams or carton.net_g - carton.allocated_g)


def make_shipment(
    seat: Seat, *allocations: Allocation, status: str = "planned", ready: bool = False, **values
) -> Shipment:
    """A shipment with these allocations loaded (or empty); `ready` mends everything at the gate, as departed does."""
    order = allocations[0].order_line.order if allocations else None
    of = {"market": order.market, "trader": order.trader} if order else {"market": make_market()}
    facts = {**of, "planned_on": clock.today(), **READY, **values}
    if "trader" not in facts:
        facts["trader"] = make_order(seat).trader
    row = plan_shipment(seat, **facts)
    if allocations:
        row = load_allocations(seat, shipment=row, allocations=[one.pk for one in allocations])
    if ready or status == "departed":
        get_ready(seat, row)
    if status == "departed":
        return depart(seat, shipment=row, version=row.version, today=clock.today())
    return row


def get_ready(seat: Seat, row: Shipment) -> None:
    """Every paper there and matching, labels printed for every lot."""
    load = Allocation.objects.of(seat.cooperative).filter(shipment=row)
    for paper in ShipmentPaper.objects.of(seat.cooperative).filter(shipment=row):
        if paper.kind in SERIES:
            print_paper(seat, shipment=row, kind=paper.kind)
            continue
        grams = sum(one.grams for one in load)
        facts = {"state": "signed", "number": "01/2025", "issued_on": clock.today(), "net_g": grams}
        set_paper(seat, shipment=row, kind=paper.kind, version=paper.version, **facts)
    for lot in {one.carton.lot for one in load.select_related("carton__lot")}:
        label(seat, lot)


def label(seat: Seat, lot: Lot) -> LabelPrint:
    """A sheet of labels for a lot, as if printed."""
    return LabelPrint.objects.create(
        cooperative=seat.cooperative, lot=lot, sheet="carton", first=1, last=20, printed_by=seat.user,
        printed_at=clock.now(),
    )  # fmt: skip


def furnish_shipments(seat: Seat, order: TraderOrder, fruit: HarvestRecord, mark: str, before: int) -> Shipment:
    """A loaded shipment with a printed paper, fruit that still waits for one, and some shipments `before`; every text
    begins with a mark to look for in other pages."""
    facts = {"consignee": f"{mark}Guangxi", "driver": f"{mark}Sơn", "note": f"{mark}note", "trader": order.trader}
    for _ in range(before):
        make_shipment(seat, **facts)
    lot = make_lot(seat, fruit, note=f"{mark}note")
    row = make_shipment(seat, make_allocation(seat, lot, order, 10_000), **facts)
    print_paper(seat, shipment=row, kind="packing_list")
    make_allocation(seat, lot, order, 5_000)
    return row


def faults_of_shipments(coop) -> list[str]:
    """Where a counter is not what its ledger adds up to, said by the rows alone."""
    faults = []
    shipped = (Shipment.Status.DEPARTED, Shipment.Status.ARRIVED)
    live = list(Allocation.objects.of(coop).filter(void_reason="").select_related("shipment", "carton__lot"))
    for line in OrderLine.objects.of(coop):
        mine = [one for one in live if one.order_line_id == line.pk]
        waiting = sum(one.grams for one in mine if not (one.shipment and one.shipment.status in shipped))
        gone = sum(Delivery.objects.of(coop).filter(line=line, void_reason="").values_list("quantity_g", flat=True))
        if (line.allocated_g, line.delivered_g) != (waiting, gone):
            faults.append(f"{line}: {(line.allocated_g, line.delivered_g)} is not {(waiting, gone)}")
    for one in live:
        count = Delivery.objects.of(coop).filter(allocation=one, void_reason="", quantity_g=one.grams).count()
        if count != bool(one.shipment and one.shipment.status in shipped):
            faults.append(f"{one}: {count} deliveries")
    over = LotCarton.objects.of(coop).filter(allocated_g__gt=F("net_g")).count()
    return faults + [f"{over} carton lines overspent"] * bool(over)
