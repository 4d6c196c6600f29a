"""What can be done about the costs of an order beside its fruit: entered by hand, and voided with a reason."""

import datetime as dt

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.months import hold_month
from harvests.actions.trader_ledger import begin
from harvests.models import OrderCost, Shipment, TraderOrder
from harvests.rules.trader_ledger import judge_reason


@use_case
def add_cost(
    seat: Seat, *, order: TraderOrder, kind: str, day: dt.date, amount_vnd: int, note: str = "",
    shipment: Shipment | None = None,
) -> OrderCost:  # fmt: skip
    """Enter what an order cost; raises Refused for a closed month, a future day, an amount that is none."""
    begin(seat, day, amount_vnd)
    row = OrderCost(
        cooperative=seat.cooperative, order=order, shipment=shipment, kind=kind, day=day, amount_vnd=amount_vnd,
        note=note, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    audit(seat, "cost entered", row, kind=kind, amount_vnd=amount_vnd)
    return row


@use_case
def void_cost(seat: Seat, *, cost: OrderCost, reason: str) -> OrderCost:
    """Take a cost back, while the month of its day is open: no entry of a later day stands for it. Raises Refused."""
    insist(judge_reason(reason))
    hold_month(seat.cooperative, cost.day)
    rows = OrderCost.objects.of(seat.cooperative).filter(pk=cost.pk)
    if not rows.filter(void_reason="").update(void_reason=reason):
        raise Refused.because("cost_voided")
    row = rows.get()
    audit(seat, "cost voided", row, amount_vnd=row.amount_vnd, reason=reason)
    return row
