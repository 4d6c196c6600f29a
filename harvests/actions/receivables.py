"""What can be done to a receivable: made from a shipment that left, entered by hand, settled, voided while open."""

import datetime as dt
from collections.abc import Mapping

from django.db.models import F, Q

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.numbers import numbered
from harvests.actions.shipments import taken_shipment
from harvests.actions.trader_ledger import TRADE, begin, post, reverse
from harvests.models import Claim, Receivable, ReceivableLine, Shipment, Trader, TraderOrder
from harvests.queries.receivables import Billed, lines_to_bill
from harvests.rules.claims import OPEN
from harvests.rules.money import value_of
from harvests.rules.receivables import (
    in_dong,
    judge_due,
    judge_prices,
    judge_rate,
    judge_to_bill,
)
from harvests.rules.trader_ledger import judge_reason

SERIES = "CN"
SETTLED = F("settled_vnd") + F("credited_vnd")


@use_case
def bill_shipment(
    seat: Seat, *, shipment: Shipment, order: TraderOrder, day: dt.date, prices: Mapping[int, int | None],
    due_on: dt.date | None = None, rate_vnd: int | None = None, invoice_no: str = "", note: str = "",
) -> Receivable:  # fmt: skip
    """Make a receivable of what a shipment that left delivered on an order, once.

    `prices` hold the price per kilogram of order lines (by key) whose price is not fixed; a fixed price is the one
    agreed. Without `due_on` the trader's payment days count from `day`. Raises Refused.
    """
    begin(seat, day, 1)
    row = taken_shipment(seat, shipment)
    lines = lines_to_bill(row, order)
    insist(judge_to_bill(row.departed_on, day, bool(lines)))
    if Receivable.objects.of(seat.cooperative).filter(shipment=row, order=order, void_reason="").exists():
        raise Refused.because("receivable_there_already", order=order.code, shipment=row.code)
    billed = _priced(order, lines, prices)
    facts = {"order": order, "shipment": row, "currency": order.currency, "rate_vnd": rate_vnd, "day": day,
             "due_on": due_on or due_day(order.trader, day), "invoice_no": invoice_no, "note": note}  # fmt: skip
    amount = sum(value_of(line.grams, price) for line, price in billed)
    receivable = _enter(seat, order.trader, sum(line.grams for line in lines), amount, facts)
    ReceivableLine.objects.bulk_create(
        ReceivableLine(cooperative=seat.cooperative, receivable=receivable, order_line_id=line.key, net_g=line.grams,
                       price_minor=price, amount_minor=value_of(line.grams, price))
        for line, price in billed
    )  # fmt: skip
    return receivable


@use_case
def enter_receivable(
    seat: Seat, *, trader: Trader, day: dt.date, amount_minor: int, currency: str = "VND",
    order: TraderOrder | None = None, due_on: dt.date | None = None, net_g: int = 0, rate_vnd: int | None = None,
    invoice_no: str = "", note: str = "",
) -> Receivable:  # fmt: skip
    """Enter by hand what a trader owes for a sale without a shipment. Raises Refused."""
    begin(seat, day, amount_minor)
    if order is not None and order.trader_id != trader.pk:
        raise Refused.because("receivable_order_of_other", order=order.code)
    facts = {"order": order, "currency": currency, "rate_vnd": rate_vnd, "day": day, "invoice_no": invoice_no,
             "due_on": due_on or due_day(trader, day), "note": note}  # fmt: skip
    return _enter(seat, trader, net_g, amount_minor, facts)


@use_case
def void_receivable(seat: Seat, *, receivable: Receivable, reason: str) -> Receivable:
    """Take back a receivable of which nothing is settled or credited, and on which no claim is open. Raises Refused."""
    insist(judge_reason(reason))
    begin(seat, clock.today(), receivable.amount_vnd)
    rows = Receivable.objects.of(seat.cooperative).filter(pk=receivable.pk)
    if not rows.filter(void_reason="", settled_vnd=0, credited_vnd=0).update(void_reason=reason):
        raise Refused.because("receivable_is_void" if rows.get().void_reason else "receivable_touched")
    if Claim.objects.of(seat.cooperative).filter(receivable=receivable, status=OPEN).exists():
        raise Refused.because("receivable_has_claims")
    row = rows.get()
    reverse(seat, reason, receivable=row)
    audit(seat, "receivable voided", row, reason=reason)
    return row


def settle(seat: Seat, key: int, amount_vnd: int, *, counter: str = "settled_vnd") -> None:
    """Count an amount as settled (or credited), never more than is open; raises Refused with what is."""
    rows = Receivable.objects.of(seat.cooperative).filter(pk=key)
    room = rows.filter(Q(amount_vnd__gte=amount_vnd + SETTLED), void_reason="")
    if not room.update(**{counter: F(counter) + amount_vnd}):
        row = rows.get()
        if row.void_reason:
            raise Refused.because("receivable_is_void")
        raise Refused.because("receivable_open_less", paper=row.code, open_vnd=row.open_vnd, asked_vnd=amount_vnd)


def unsettle(seat: Seat, key: int, amount_vnd: int, *, counter: str = "settled_vnd") -> None:
    """Open again what was settled (or credited); raises Refused when a rival did so meanwhile."""
    rows = Receivable.objects.of(seat.cooperative).filter(pk=key, **{f"{counter}__gte": amount_vnd})
    if not rows.update(**{counter: F(counter) - amount_vnd}):
        raise Refused.because("trade_reversed_already")


def due_day(trader: Trader, day: dt.date) -> dt.date:
    """The day on which a trader pays what is owed from `day` on."""
    return day + dt.timedelta(days=trader.payment_days or 0)


def _priced(order: TraderOrder, lines: list[Billed], prices: Mapping) -> list[tuple[Billed, int]]:
    fixed = order.price_condition == TraderOrder.PriceCondition.FIXED
    billed = [(line, line.price_minor if fixed else prices.get(line.key, line.price_minor)) for line in lines]
    insist(judge_prices(order.price_condition, [(line.price_minor, price) for line, price in billed]))
    return billed


def _enter(seat: Seat, trader: Trader, net_g: int, amount_minor: int, facts: dict) -> Receivable:
    insist(judge_rate(facts["currency"], facts["rate_vnd"]) + judge_due(facts["day"], facts["due_on"]))
    rate = facts["rate_vnd"] if facts["currency"] != "VND" else None
    row = Receivable(
        cooperative=seat.cooperative, trader=trader, net_g=net_g, amount_minor=amount_minor,
        made_by=seat.user, made_at=clock.now(),
        **{**facts, "rate_vnd": rate, "amount_vnd": in_dong(amount_minor, facts["currency"], rate)},
    )  # fmt: skip
    numbered(row, SERIES)
    post(seat, trader.pk, TRADE, row.day, row.amount_vnd, receivable=row)
    audit(seat, "receivable made", row, amount_vnd=row.amount_vnd, net_g=net_g, order=str(facts["order"] or ""))
    return row
