"""Parts of an order that the trader calls for a day, and takes back."""

import datetime as dt

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.orders import taken
from harvests.models import CallOff, TraderOrder
from harvests.queries.orders import call_off_facts
from harvests.rules.order_lines import judge_call_off
from harvests.rules.orders import Event, judge_event


@use_case
def call_off(seat: Seat, *, order: TraderOrder, due_on: dt.date, quantity_g: int, note: str = "") -> CallOff:
    """Note a call-off; raises Refused when all of them together would pass the order and its tolerance.

    The order is taken first, so that two call-offs at once are judged one after the other.
    """
    stored = taken(seat, order)
    verdict = judge_event(stored.status, Event.CALL_OFF)
    verdict += judge_call_off(quantity_g, due_on, **call_off_facts(stored))
    insist(verdict)
    row = CallOff(cooperative=seat.cooperative, order=stored, due_on=due_on, quantity_g=quantity_g, note=note)
    row.full_clean(exclude=["withdrawn_at"])
    row.save()
    audit(seat, "call-off entered", stored, due_on=due_on, quantity_g=quantity_g)
    return row


@use_case
def withdraw_call_off(seat: Seat, *, call_off: CallOff) -> CallOff:
    """Take back a call-off that stands; raises Refused when that was done before."""
    stored = taken(seat, call_off.order)
    rows = CallOff.objects.of(seat.cooperative).filter(pk=call_off.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=clock.now()):
        raise Refused.because("call_off_withdrawn")
    audit(seat, "call-off withdrawn", stored, due_on=call_off.due_on, quantity_g=call_off.quantity_g)
    return call_off
