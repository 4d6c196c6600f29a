"""What went out for an order, entered by hand: each delivery moves its line's counter, which cannot pass its limit."""

import datetime as dt

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.orders import follow_deliveries, taken
from harvests.models import Delivery, OrderLine
from harvests.rules.order_lines import judge_delivery
from harvests.rules.orders import Event, judge_event


@use_case
def record_delivery(seat: Seat, *, line: OrderLine, delivered_on: dt.date, quantity_g: int, note: str = "") -> Delivery:
    """Enter what was delivered against a line; the order's status follows.

    Raises Refused when the order is not confirmed, the day is unlikely, or the line's limit would be passed: one
    conditional UPDATE takes the kilograms, so that two deliveries at once cannot both take the last ones.
    """
    order = taken(seat, line.order)
    verdict = judge_event(order.status, Event.DELIVER)
    verdict += judge_delivery(quantity_g, delivered_on, ordered_on=order.ordered_on, today=clock.today())
    insist(verdict)
    rows = OrderLine.objects.of(seat.cooperative).filter(pk=line.pk)
    room = rows.filter(delivered_g__lte=F("limit_g") - F("allocated_g") - quantity_g)
    if not room.update(delivered_g=F("delivered_g") + quantity_g):
        now = rows.get()
        left_g = now.limit_g - now.delivered_g - now.allocated_g
        raise Refused.because("delivery_over_limit", typed_g=quantity_g, left_g=left_g, limit_g=now.limit_g)
    row = Delivery.objects.create(
        cooperative=seat.cooperative, line=line, delivered_on=delivered_on, quantity_g=quantity_g, note=note,
        entered_by=seat.user, entered_at=clock.now(),
    )  # fmt: skip
    follow_deliveries(order)
    audit(seat, "delivery entered", order, delivery=row.pk, delivered_on=delivered_on, quantity_g=quantity_g)
    return row


@use_case
def void_delivery(seat: Seat, *, delivery: Delivery, reason: str) -> Delivery:
    """Take back a delivery that was entered by mistake; it stays readable.

    Raises Refused when it is void already, and for what a shipment delivered.
    """
    order = taken(seat, delivery.line.order)
    if delivery.allocation_id:
        raise Refused.because("delivery_of_shipment", shipment=str(delivery.allocation.shipment))
    if not reason:
        raise Refused.because("delivery_void_without_reason")
    rows = Delivery.objects.of(seat.cooperative).filter(pk=delivery.pk, void_reason="")
    if not rows.update(void_reason=reason):
        raise Refused.because("delivery_voided")
    lines = OrderLine.objects.of(seat.cooperative).filter(pk=delivery.line_id)
    lines.update(delivered_g=F("delivered_g") - delivery.quantity_g)
    follow_deliveries(order)
    audit(seat, "delivery voided", order, delivery=delivery.pk, quantity_g=delivery.quantity_g, reason=reason)
    return delivery
