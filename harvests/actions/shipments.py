"""What can be done to a shipment until it leaves: planned, changed, loaded, unloaded, cancelled; and its arrival."""

import datetime as dt
from collections.abc import Iterable, Sequence

from coopsite import clock
from growers.actions.once import Refused, audit, changes, insist, save_version, use_case
from growers.models import Commodity
from growers.queries.seats import Seat
from growers.rules.eligibility import HOME
from growers.rules.verdicts import Reason, Verdict
from harvests.actions.allocations import take_lots
from harvests.actions.numbers import next_number
from harvests.models import Allocation, Shipment, ShipmentPaper
from harvests.queries.shipments import allocations_by_key, load_of, papers_of, requirement_on
from harvests.rules.papers import MISSING, NOT_NEEDED, checklist
from harvests.rules.shipments import ARRIVED, CANCELLED, Event, judge_arrival, judge_event

SERIES = "CH"
UNLOADED = {"shipment": None, "loaded_by": None, "loaded_at": None}


@use_case
def plan_shipment(
    seat: Seat, *, commodity: Commodity | None = None, allocations: Sequence[int] = (), **facts
) -> Shipment:
    """Plan a shipment with its checklist of papers, and load these allocations (keys); gives it its year's next number.

    `commodity` is the crop whose market rules name the papers, the main crop if none. Raises ValidationError by field,
    Refused when an allocation cannot be loaded.
    """
    row = Shipment(cooperative=seat.cooperative, **facts)
    row.year = row.planned_on.year
    chosen = _chosen(seat, allocations)
    row.number = next_number(seat.cooperative, SERIES, row.year)
    row.full_clean()
    row.save()
    _list_papers(row, {commodity.pk if commodity else seat.cooperative.commodity_id})
    if chosen:
        _load(seat, row, chosen)
    audit(seat, "shipment planned", row, allocations=len(chosen))
    return row


@use_case
def change_shipment(seat: Seat, *, shipment: Shipment, version: int, **facts) -> Shipment:
    """Change a shipment that has not left, as it stood at `version`; raises Stale, Refused, ValidationError.

    Market and buyer stay as they are once something is loaded.
    """
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.CHANGE))
    load = load_of(row)
    for name, code in (("market", "shipment_market_fixed"), ("trader", "shipment_buyer_fixed")):
        if load and name in facts and facts[name] != getattr(row, name):
            raise Refused.because(code)
    before = {name: str(getattr(row, name)) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    save_version(row, version)
    _list_papers(row, {item.carton.lot.commodity_id for item in load} or {seat.cooperative.commodity_id})
    audit(seat, "shipment changed", row, changes=changes(before, {name: str(getattr(row, name)) for name in facts}))
    return row


@use_case
def load_allocation(seat: Seat, *, shipment: Shipment, allocation: Allocation) -> Shipment:
    """Put what was set aside onto a shipment; raises Refused when it lies elsewhere, was freed or is on hold."""
    return _loaded(seat, shipment, [allocation.pk])


@use_case
def load_allocations(seat: Seat, *, shipment: Shipment, allocations: Sequence[int]) -> Shipment:
    """Put several allocations (keys) onto a shipment, all or none; raises Refused as `load_allocation` does."""
    return _loaded(seat, shipment, allocations)


@use_case
def unload_allocation(seat: Seat, *, shipment: Shipment, allocation: Allocation) -> Shipment:
    """Take something off a shipment again: it stays set aside for its order. Raises Refused when it is not on it."""
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.LOAD))
    rows = Allocation.objects.of(seat.cooperative).filter(pk=allocation.pk, shipment=row)
    if not rows.update(**UNLOADED):
        raise Refused.because("load_not_here")
    audit(seat, "unloaded", row, lot=allocation.carton.lot.code, grams=allocation.grams)
    return row


@use_case
def cancel_shipment(seat: Seat, *, shipment: Shipment, reason: str) -> Shipment:
    """Give up a shipment that has not left: it is unloaded, what was on it stays set aside. Raises Refused."""
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.CANCEL))
    if not reason:
        raise Refused.because("cancel_without_reason")
    unloaded = Allocation.objects.of(seat.cooperative).filter(shipment=row).update(**UNLOADED)
    row.status, row.cancel_reason = CANCELLED, reason
    save_version(row, row.version)
    audit(seat, "shipment cancelled", row, reason=reason, unloaded=unloaded)
    return row


@use_case
def arrive(seat: Seat, *, shipment: Shipment, arrived_on: dt.date, note: str = "") -> Shipment:
    """Note that a shipment arrived, and in what state; raises Refused."""
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.ARRIVE))
    insist(judge_arrival(arrived_on, departed_on=row.departed_on, today=clock.today()))
    row.status, row.arrived_on, row.arrival_note = ARRIVED, arrived_on, note
    save_version(row, row.version)
    audit(seat, "shipment arrived", row, arrived_on=arrived_on, note=note)
    return row


def taken_shipment(seat: Seat, shipment: Shipment) -> Shipment:
    """The shipment as it stands, locked for the rest of the transaction; lots and orders are taken before it."""
    rows = Shipment.objects.of(seat.cooperative).select_for_update(of=("self",)).select_related("market", "trader")
    return rows.get(pk=shipment.pk)


def _loaded(seat: Seat, shipment: Shipment, keys: Sequence[int]) -> Shipment:
    if not keys:
        raise Refused.because("load_nothing_chosen")
    chosen = _chosen(seat, keys)
    row = taken_shipment(seat, shipment)
    insist(judge_event(row.status, Event.LOAD))
    _load(seat, row, chosen)
    return row


def _chosen(seat: Seat, keys: Sequence[int]) -> list[Allocation]:
    """The allocations with their lots as they stand, the lots locked."""
    before = allocations_by_key(seat.cooperative, keys)
    if not before and not keys:
        return []
    take_lots(seat, [row.carton.lot_id for row in before])
    return allocations_by_key(seat.cooperative, keys)


def _load(seat: Seat, row: Shipment, chosen: Sequence[Allocation]) -> None:
    insist(Verdict(refused=tuple(reason for item in chosen for reason in _against(row, item))))
    rows = Allocation.objects.of(seat.cooperative).filter(
        pk__in=[item.pk for item in chosen], shipment__isnull=True, void_reason=""
    )
    if rows.update(shipment=row, loaded_by=seat.user, loaded_at=clock.now()) != len(chosen) or not chosen:
        raise Refused.because("load_not_found")
    _list_papers(row, {item.carton.lot.commodity_id for item in chosen})
    told = [{"lot": item.carton.lot.code, "grams": item.grams} for item in chosen]
    audit(seat, "loaded", row, what=told)


def _against(row: Shipment, item: Allocation) -> Iterable[Reason]:
    """What keeps an allocation off a shipment."""
    lot, order = item.carton.lot, item.order_line.order
    data = {"lot": lot.code, "order": order.code}
    if item.void_reason:
        yield Reason("load_freed", data)
    elif item.shipment_id == row.pk:
        yield Reason("load_already_here", data)
    elif item.shipment_id:
        yield Reason("load_elsewhere", {**data, "shipment": item.shipment.code})
    if lot.is_held:
        yield Reason("load_lot_held", data)
    if order.market_id != row.market_id:
        yield Reason("load_market_differs", data)
    if order.trader_id != row.trader_id:
        yield Reason("load_buyer_differs", data)


def _list_papers(row: Shipment, crops: Iterable[int]) -> None:
    """Make the checklist what the market asks for these crops on the planned day; what was entered stays.

    Nothing is deleted: a paper that is asked for no more is marked as not needed, unless it is there already.
    """
    asked: dict[str, bool] = {}
    for crop in sorted(crops):
        found = requirement_on(row.market_id, crop, row.planned_on)
        for kind, required in checklist(found.documents if found else [], home=row.market.code == HOME):
            asked[kind] = asked.get(kind, False) or required
    had = {paper.kind: paper for paper in papers_of(row)}
    for position, (kind, required) in enumerate(asked.items(), start=1):
        paper = had.pop(kind, None) or ShipmentPaper(cooperative=row.cooperative, shipment=row, kind=kind)
        if paper.pk and not paper.is_required and required and paper.state == NOT_NEEDED:
            paper.state = MISSING
        if not paper.pk or (paper.position, paper.is_required) != (position, required):
            paper.position, paper.is_required = position, required
            paper.save()
    for paper in had.values():
        state = NOT_NEEDED if paper.state == MISSING else paper.state
        if (paper.is_required, paper.state) != (False, state):
            paper.is_required, paper.state = False, state
            paper.save()
