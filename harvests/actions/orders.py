"""What can be done to an order: registered, changed as a draft, amended later, confirmed, cancelled."""

from collections.abc import Sequence

from growers.actions.once import Refused, audit, changes, insist, save_version, use_case
from growers.models import Grade
from growers.queries.seats import Seat
from harvests.actions.numbers import next_number
from harvests.models import OrderLine, TraderOrder
from harvests.queries.orders import lines_of
from harvests.rules.order_lines import limit_of, settle
from harvests.rules.orders import LEADS_TO, Event, Moved, judge_confirmation, judge_event, status_after

SERIES = "DH"


@use_case
def register_order(seat: Seat, *, lines: Sequence[dict], **facts) -> TraderOrder:
    """Add a draft with its lines and give it the next number of its year.

    `lines` hold grade, size, pack_g, cartons, ordered_g and price_minor. Raises ValidationError by field, and Refused
    when there is no line or cartons do not make up kilograms.
    """
    _check_lines(lines)
    order = TraderOrder(cooperative=seat.cooperative, **facts)
    order.year = order.ordered_on.year
    order.number = next_number(seat.cooperative, SERIES, order.year)
    order.full_clean()
    order.save()
    _write_lines(order, lines)
    audit(seat, "order registered", order, lines=_told(lines))
    return order


@use_case
def change_order(seat: Seat, *, order: TraderOrder, version: int, lines: Sequence[dict], **facts) -> TraderOrder:
    """Change a draft and its lines as they stood at `version`; raises Stale, Refused, ValidationError."""
    _check_lines(lines)
    return _changed(seat, order, version, Event.CHANGE, facts, lines)


@use_case
def amend_order(seat: Seat, *, order: TraderOrder, version: int, **facts) -> TraderOrder:
    """Change what a confirmed order leaves open (window, handover, exporter, requirements, note)."""
    return _changed(seat, order, version, Event.AMEND, facts, None)


@use_case
def confirm_order(seat: Seat, *, order: TraderOrder) -> TraderOrder:
    """Make a draft a promise; raises Refused while its price condition wants prices that are missing."""
    stored = taken(seat, order)
    prices = [line.price_minor for line in lines_of(stored)]
    insist(judge_confirmation(stored.status, stored.price_condition, prices))
    return _moved(seat, stored, Event.CONFIRM, "order confirmed")


@use_case
def cancel_order(seat: Seat, *, order: TraderOrder, reason: str) -> TraderOrder:
    """End an order that will not be fulfilled; what was delivered stays delivered.

    Raises Refused, also while fruit is set aside for it.
    """
    stored = taken(seat, order)
    insist(judge_event(stored.status, Event.CANCEL))
    if not reason:
        raise Refused.because("order_cancel_without_reason")
    if held := sum(line.allocated_g for line in lines_of(stored)):
        raise Refused.because("order_holds_fruit", kg_g=held)
    stored.cancel_reason = reason
    return _moved(seat, stored, Event.CANCEL, "order cancelled", reason=reason)


def taken(seat: Seat, order: TraderOrder) -> TraderOrder:
    """The order as it stands, locked for the rest of the transaction: whatever touches an order takes it first.

    SQLite has no row locks; there the transaction itself holds the one write lock.
    """
    return TraderOrder.objects.of(seat.cooperative).select_for_update().get(pk=order.pk)


def follow_deliveries(order: TraderOrder) -> None:
    """Let the status of a taken order follow what its lines say was delivered."""
    lines = [Moved(line.ordered_g, line.limit_g, line.delivered_g) for line in lines_of(order)]
    status = status_after(order.status, lines)
    if status != order.status:
        order.status = status
        order.save(update_fields=["status"])


def _changed(seat, order, version, event, facts, lines) -> TraderOrder:
    stored = taken(seat, order)
    insist(judge_event(stored.status, event))
    before = {name: str(getattr(stored, name)) for name in facts}
    for name, value in facts.items():
        setattr(stored, name, value)
    stored.full_clean()
    save_version(stored, version)
    details = {"changes": changes(before, {name: str(getattr(stored, name)) for name in facts})}
    if lines is not None:
        had, has = _told(_as_facts(lines_of(stored))), _told(lines)
        _write_lines(stored, lines)
        details |= {"lines": [had, has]} if had != has else {}
    audit(seat, f"order {'changed' if event is Event.CHANGE else 'amended'}", stored, **details)
    return stored


def _moved(seat, order: TraderOrder, event: Event, verb: str, **details) -> TraderOrder:
    order.status = LEADS_TO[event]
    order.full_clean()
    save_version(order, order.version)
    audit(seat, verb, order, **details)
    return order



def _check_lines(lines: Sequence[dict]) -> None:
    if not lines:
        raise Refused.because("order_without_lines")
    for line in lines:
        insist(settle(line["pack_g"], line["cartons"], line["ordered_g"])[1])


def _write_lines(order: TraderOrder, lines: Sequence[dict]) -> None:
    """Make these the lines of a draft. Those left over go: a draft promised nothing, and the trail keeps them."""
    had = {line.position: line for line in lines_of(order)}
    for position, facts in enumerate(lines, start=1):
        line = had.pop(position, None) or OrderLine(cooperative=order.cooperative, order=order, position=position)
        for name, value in facts.items():
            setattr(line, name, value)
        line.limit_g = limit_of(line.ordered_g, order.tolerance_bp)
        line.full_clean()
        line.save()
    OrderLine.objects.of(order.cooperative).filter(pk__in=[line.pk for line in had.values()]).delete()


def _as_facts(lines: Sequence[OrderLine]) -> list[dict]:
    return [{name: getattr(line, name) for name in LINE} for line in lines]


LINE = ("grade", "size", "pack_g", "cartons", "ordered_g", "price_minor")


def _told(lines: Sequence[dict]) -> list[dict]:
    """Lines as the audit trail keeps them."""
    return [{name: _code(line[name]) for name in LINE} for line in lines]


def _code(value):
    return value.code if isinstance(value, Grade) else value
