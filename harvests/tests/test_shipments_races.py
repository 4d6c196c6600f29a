"""Shipments and set-aside fruit under a race: no gram twice, one departure, a hold or a departure but never both."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from coopsite import clock
from growers.actions.once import Busy, Refused, Stale
from growers.tests.builders import make_coop, make_seat
from harvests.actions.allocations import allocate, free
from harvests.actions.departures import depart, undo_departure
from harvests.actions.lots import hold_lot
from harvests.actions.shipments import load_allocation, unload_allocation
from harvests.models import Allocation, Delivery, Lot, OrderLine, Shipment
from harvests.tests.builders import make_order
from harvests.tests.lots_builders import carton_of, faults_of_lots, make_lot
from harvests.tests.shipments_builders import faults_of_shipments, make_allocation, make_shipment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def at_once(*works):
    """Run the works in threads that start together; what each was answered, refusals as their codes."""
    gate = threading.Barrier(len(works))

    def run(work):
        gate.wait()
        try:
            return work()
        except Refused as refused:
            return refused.verdict.codes
        except (Stale, Busy) as late:
            return type(late).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def agree(seat):
    assert faults_of_lots(seat.cooperative) == []
    assert faults_of_shipments(seat.cooperative) == []


def line_of(order) -> OrderLine:
    return OrderLine.objects.of(order.cooperative_id).get(order=order)


def test_the_last_cartons_go_to_one_of_two_orders(seat):
    lot = make_lot(seat)
    carton = carton_of(lot)
    lines = [line_of(make_order(seat, status="confirmed")) for _ in range(6)]
    works = [lambda line=line: allocate(seat, order_line=line, carton=carton, grams=50_000) for line in lines]
    found = at_once(*works)
    assert sum(isinstance(row, Allocation) for row in found) == 1
    assert found.count(("allocation_carton_spent",)) == 5
    assert carton_of(lot).allocated_g == 50_000
    agree(seat)


def test_the_last_kilograms_of_an_order_are_filled_once(seat):
    line = line_of(make_order(seat, lines=[("L1", 50_000)], status="confirmed"))
    cartons = [carton_of(make_lot(seat)) for _ in range(6)]
    works = [lambda carton=carton: allocate(seat, order_line=line, carton=carton, grams=50_000) for carton in cartons]
    found = at_once(*works)
    assert sum(isinstance(row, Allocation) for row in found) == 1
    assert found.count(("allocation_line_full",)) == 5
    agree(seat)


def test_a_shipment_leaves_once(seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    works = [lambda: depart(seat, shipment=row, version=row.version, today=clock.today())] * 4
    found = at_once(*works)
    assert sum(isinstance(one, Shipment) for one in found) == 1
    assert Delivery.objects.of(seat.cooperative).count() == 1
    agree(seat)


def test_a_departure_is_taken_back_once(seat):
    row = make_shipment(seat, make_allocation(seat), status="departed")
    found = at_once(*[lambda: undo_departure(seat, shipment=row, reason="nhầm")] * 4)
    assert sum(isinstance(one, Shipment) for one in found) == 1
    agree(seat)


@pytest.mark.parametrize("_round", range(3))
def test_a_hold_and_a_departure_take_turns(seat, _round):
    """Whoever comes first wins: the truck left before the hold, or the hold stops it; nothing is half done."""
    allocation = make_allocation(seat)
    row, lot = make_shipment(seat, allocation, ready=True), allocation.carton.lot
    held, left = at_once(
        lambda: hold_lot(seat, lot=lot, reason="nghi dư lượng"),
        lambda: depart(seat, shipment=row, version=row.version, today=clock.today()),
    )
    assert isinstance(held, Lot)
    assert isinstance(left, Shipment) or "gate_lot_held" in left
    agree(seat)


def test_something_loaded_while_the_truck_leaves_is_on_it_or_is_not(seat):
    one = make_allocation(seat)
    two = make_allocation(seat, order=one.order_line.order)
    row = make_shipment(seat, one, ready=True)
    at_once(
        lambda: load_allocation(seat, shipment=row, allocation=two),
        lambda: depart(seat, shipment=row, version=row.version, today=clock.today()),
    )
    agree(seat)


def test_one_allocation_lies_on_one_truck(seat):
    allocation = make_allocation(seat)
    trader = allocation.order_line.order.trader
    rows = [make_shipment(seat, trader=trader) for _ in range(4)]
    found = at_once(*[lambda row=row: load_allocation(seat, shipment=row, allocation=allocation) for row in rows])
    assert sum(isinstance(one, Shipment) for one in found) == 1
    agree(seat)


def test_freeing_unloading_and_loading_meet(seat):
    allocation = make_allocation(seat)
    row = make_shipment(seat, allocation)
    other = make_shipment(seat, trader=row.trader)
    at_once(
        lambda: unload_allocation(seat, shipment=row, allocation=allocation),
        lambda: free(seat, allocation=allocation, reason="x"),
        lambda: load_allocation(seat, shipment=other, allocation=allocation),
    )
    agree(seat)
