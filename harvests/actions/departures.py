"""The moment a shipment leaves: its gate judged, its allocations turned into deliveries; and taking that back."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, audit, insist, save_version, use_case
from growers.queries.seats import Seat
from growers.rules.eligibility import RULES
from growers.rules.roles import Right
from growers.rules.verdicts import Reason, Verdict
from harvests.actions.allocations import take_lots
from harvests.actions.orders import follow_deliveries
from harvests.actions.shipments import taken_shipment
from harvests.models import Allocation, Delivery, OrderLine, Receivable, Shipment, TraderOrder
from harvests.queries.gate import gate_facts
from harvests.queries.shipments import load_of
from harvests.rules.gate import Fault, judge_gate, kept, may_leave
from harvests.rules.shipments import DEPARTED, PLANNED, Event, judge_event, judge_undo


@use_case
def depart(seat: Seat, *, shipment: Shipment, version: int, today: dt.date, reason: str = "") -> Shipment:
    """Let a shipment leave as it stood at `version`: one delivery for each allocation, orders and their lines follow.

    Raises Refused with every condition of the gate that fails. Only warnings can be accepted, by the director, with a
    reason. The verdict stays with the shipment (R75). Raises Stale.
    """
    row, load, orders = _held_still(seat, shipment)
    insist(judge_event(row.status, Event.DEPART))
    faults = judge_gate(gate_facts(seat.cooperative, row, today, load))
    _insist_on_gate(seat, faults, reason)
    _move(seat, load, delivered=1)
    Delivery.objects.bulk_create([_delivery(seat, row, item, today) for item in load])
    row.status, row.departed_on, row.departed_at, row.departed_by = DEPARTED, today, clock.now(), seat.user
    row.verdict, row.rules = kept(faults, reason), RULES
    row.full_clean()
    save_version(row, version)
    _follow(seat, orders, "shipment departed", row, load)
    audit(seat, "shipment departed", row, grams=sum(item.grams for item in load), accepted_because=reason)
    return row


@use_case
def undo_departure(seat: Seat, *, shipment: Shipment, reason: str) -> Shipment:
    """Take a departure of today back: its deliveries are voided, its fruit is set aside as before. Raises Refused."""
    row, load, orders = _held_still(seat, shipment)
    insist(judge_event(row.status, Event.UNDO))
    if billed := Receivable.objects.of(seat.cooperative).filter(shipment=row, void_reason="").first():
        raise Refused.because("undo_billed", paper=billed.code)
    director = seat.may(Right.OVERRIDE) and seat.may(Right.SHIP)
    insist(judge_undo(departed_on=row.departed_on, today=clock.today(), is_director=director, reason=reason))
    _move(seat, load, delivered=-1)
    Delivery.objects.of(seat.cooperative).filter(allocation__in=load, void_reason="").update(void_reason=reason)
    row.status, row.departed_on, row.departed_at, row.departed_by = PLANNED, None, None, None
    row.verdict, row.rules = {}, ""
    save_version(row, row.version)
    _follow(seat, orders, "departure undone", row, load)
    audit(seat, "departure undone", row, reason=reason)
    return row


def _held_still(seat: Seat, shipment: Shipment) -> tuple[Shipment, list[Allocation], list[TraderOrder]]:
    """The shipment, its load and the orders behind it, all locked: orders first, then lots, then the shipment.

    What is loaded is known for certain only once the shipment is held; whoever loaded in between is met again.
    """
    before = load_of(shipment)
    keys = {item.order_line.order_id for item in before}
    rows = TraderOrder.objects.of(seat.cooperative).filter(pk__in=keys).order_by("pk").select_for_update()
    orders = list(rows)
    take_lots(seat, [item.carton.lot_id for item in before])
    row = taken_shipment(seat, shipment)
    load = load_of(row)
    if {item.pk for item in load} != {item.pk for item in before}:
        raise Refused.because("shipment_load_changed")
    return row, load, orders


def _insist_on_gate(seat: Seat, faults: list[Fault], reason: str) -> None:
    if may_leave(faults, overridden=False):
        return
    refused = [fault.reason for fault in faults if fault.weight == "refused"]
    if refused:
        first = Reason("depart_refused", {"count": len(refused)})
        raise Refused(Verdict(refused=(first, *refused)))
    warnings = tuple(fault.reason for fault in faults)
    if not (seat.may(Right.OVERRIDE) and seat.may(Right.SHIP)):
        raise Refused(Verdict(refused=(Reason("depart_only_director"), *warnings)))
    if not reason:
        raise Refused(Verdict(refused=(Reason("depart_without_reason"), *warnings)))


def _move(seat: Seat, load: Iterable[Allocation], *, delivered: int) -> None:
    """Move grams of order lines from set aside to delivered (1) or back (-1), in the order of their keys."""
    grams: Counter = Counter()
    for item in load:
        grams[item.order_line_id] += item.grams
    taken_from = "allocated_g" if delivered > 0 else "delivered_g"
    for line in sorted(grams):
        rows = OrderLine.objects.of(seat.cooperative).filter(pk=line, **{f"{taken_from}__gte": grams[line]})
        moved = delivered * grams[line]
        if not rows.update(allocated_g=F("allocated_g") - moved, delivered_g=F("delivered_g") + moved):
            raise Refused.because("shipment_load_changed")


def _delivery(seat: Seat, row: Shipment, item: Allocation, today: dt.date) -> Delivery:
    return Delivery(
        cooperative=seat.cooperative, line=item.order_line, allocation=item, delivered_on=today, quantity_g=item.grams,
        note=row.code, entered_by=seat.user, entered_at=clock.now(),
    )  # fmt: skip


def _follow(seat: Seat, orders: list[TraderOrder], verb: str, row: Shipment, load: list[Allocation]) -> None:
    for order in orders:
        follow_deliveries(order)
        grams = sum(item.grams for item in load if item.order_line.order_id == order.pk)
        audit(seat, verb, order, shipment=row.code, grams=grams)
