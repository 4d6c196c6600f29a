"""Plain functions that make what a trace walks over (tickets, lots, shipments) and recalls; sensible defaults."""

import datetime as dt

from coopsite import clock
from growers.models import DiaryEntry, DiaryPlot, InputProduct, Plot
from growers.queries.seats import Seat
from growers.tests.builders import make_market
from harvests.actions.allocations import allocate
from harvests.actions.recalls import open_recall
from harvests.models import Allocation, Lot, Recall, Shipment, Trader
from harvests.queries.trace_starts import starts
from harvests.tests.builders import make_order, make_trader
from harvests.tests.lots_builders import carton_of


def make_way(
    seat: Seat, lot: Lot, grams: int = 0, status: str = "departed", trader: Trader | None = None
) -> Allocation:
    """Cartons of a lot on their way: set aside for an order (status ""), or loaded on a shipment of this status.

    Written as rows: what a gate would ask of market and papers is not a trace's concern.
    """
    trader = trader or Trader.objects.of(seat.cooperative).first() or make_trader(seat.cooperative)
    order = make_order(seat, trader, status="confirmed", market=lot.market)
    carton = carton_of(lot)
    row = allocate(seat, order_line=order.lines.get(), carton=carton, grams=grams or carton.net_g - carton.allocated_g)
    if status:
        row.shipment, row.loaded_by, row.loaded_at = make_shipment_row(seat, trader, status), seat.user, clock.now()
        row.save()
    return row


def make_shipment_row(seat: Seat, trader: Trader, status: str) -> Shipment:
    coop, today = seat.cooperative, clock.today()
    number = Shipment.objects.of(coop).count() + 1
    left = {"departed_on": today, "departed_at": clock.now(), "departed_by": seat.user}
    return Shipment.objects.create(
        cooperative=coop, year=today.year, number=number, status=status, market=make_market(), trader=trader,
        consignee="Người nhận", planned_on=today, **(left if status in ("departed", "arrived") else {}),
    )  # fmt: skip


def make_spray(seat: Seat, plot: Plot, days_before: int = 10, product: str = "Radiant 60SC", **values) -> DiaryEntry:
    """An application on a plot some days ago, as rows."""
    coop, day = seat.cooperative, clock.today() - dt.timedelta(days=days_before)
    name, _made = InputProduct.objects.get_or_create(cooperative=coop, name=product, defaults={"kind": "pesticide"})
    entry = DiaryEntry.objects.create(
        cooperative=coop, work="spray", done_on=day, product=name, entered_on=day, entered_at=clock.now(),
        entered_by=seat.user, **values,
    )  # fmt: skip
    DiaryPlot.objects.create(cooperative=coop, entry=entry, plot=plot, done_on=day, harvest_from=day)
    return entry


def make_recall(seat: Seat, lot: Lot, kind: str = "mock", **values) -> Recall:
    """A recall that starts from a lot."""
    (start,) = starts(seat.cooperative, lot.code)
    facts = {"reason": "diễn tập", "public_note": "", "detected_at": clock.now(), "wide": False, **values}
    return open_recall(seat, start=start, kind=kind, **facts)
