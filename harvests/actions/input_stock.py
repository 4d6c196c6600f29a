"""What can be done to the store of inputs: a lot received, corrected while that hurts nobody, or voided unsold."""

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, Stale, audit, changes, insist, use_case
from growers.queries.seats import Seat
from harvests.models import InputStock
from harvests.rules.input_sales import judge_receipt

FIXED = ("product", "unit")  # what a sold lot was sold as


@use_case
def receive_stock(seat: Seat, **facts) -> InputStock:
    """Take a lot into the store; raises Refused, and ValidationError by field."""
    insist(judge_receipt(facts["received_on"], facts.get("expires_on"), facts["received_milli"], clock.today()))
    row = InputStock(cooperative=seat.cooperative, **facts)
    row.full_clean()
    row.save()
    audit(seat, "stock received", row, received_milli=row.received_milli, price_vnd=row.price_vnd)
    return row


@use_case
def change_stock(seat: Seat, *, stock: InputStock, version: int, **facts) -> InputStock:
    """Change a lot as it stood at `version`; raises Stale, and Refused for less than was sold of it, or for another
    product or unit once something was sold.

    What was sold is never written here: only the facts given are, and only while the count of sales leaves room.
    """
    insist(judge_receipt(facts["received_on"], facts.get("expires_on"), facts["received_milli"], clock.today()))
    rows = InputStock.objects.of(seat.cooperative).filter(pk=stock.pk)
    stored = rows.select_for_update().get()
    if stored.void_reason:
        raise Refused.because("stock_voided_already")
    if stored.sold_milli and any(getattr(stored, name) != facts[name] for name in FIXED):
        raise Refused.because("stock_sold_already")
    if facts["received_milli"] < stored.sold_milli:
        raise Refused.because("stock_below_sold", sold_milli=stored.sold_milli)
    before = {name: str(getattr(stored, name)) for name in facts}
    for name, value in facts.items():
        setattr(stored, name, value)
    stored.full_clean()
    if not rows.filter(version=version).update(version=F("version") + 1, **facts):
        raise Stale(rows.get())
    audit(seat, "stock changed", stored, changes=changes(before, {name: str(getattr(stored, name)) for name in facts}))
    return rows.get()


@use_case
def void_stock(seat: Seat, *, stock: InputStock, reason: str) -> InputStock:
    """Void a lot of which nothing is sold, with a reason; it stays to be seen."""
    if not reason:
        raise Refused.because("stock_void_reason_missing")
    rows = InputStock.objects.of(seat.cooperative).filter(pk=stock.pk)
    if not rows.filter(void_reason="", sold_milli=0).update(void_reason=reason, version=F("version") + 1):
        raise Refused.because("stock_is_sold" if rows.filter(void_reason="").exists() else "stock_voided_already")
    stored = rows.get()
    audit(seat, "stock voided", stored, reason=reason)
    return stored
