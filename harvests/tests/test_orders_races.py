"""Orders under a race: numbers without gap or double, limits that hold, one effect of one sending."""

import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from growers.actions.once import Refused, Sent
from growers.tests.builders import make_coop, make_seat
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery
from harvests.actions.numbers import next_number
from harvests.models import CallOff, Delivery, NumberSeries, OrderLine, TraderOrder
from harvests.tests.builders import make_order, make_trader

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2025, 9, 8)


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


def line_of(order) -> OrderLine:
    return OrderLine.objects.of(order.cooperative_id).get(order=order)


def deliver(seat, line, grams, **values):
    return record_delivery(seat, line=line, delivered_on=TODAY, quantity_g=grams, **values)


def at_once(number, work):
    """Run work(i) in threads that start together; their results, exceptions included."""
    gate = threading.Barrier(number)

    def run(i):
        gate.wait()
        try:
            return work(i)
        except Refused as refused:
            return refused.verdict.codes
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_racing_orders_get_numbers_without_gap_or_double():
    seat = make_seat(make_coop(), "sales")
    trader = make_trader(seat.cooperative)
    make_order(seat, trader)
    found = at_once(8, lambda i: make_order(seat, trader).number)
    assert sorted(found) == list(range(2, 10))
    assert NumberSeries.objects.of(seat.cooperative).get().last == 9


def test_the_first_number_of_a_year_is_handed_out_once():
    coop = make_coop()

    def take(i):
        with transaction.atomic():
            return next_number(coop, "order", 2025)

    assert sorted(at_once(8, take)) == list(range(1, 9))


def test_racing_deliveries_never_pass_the_limit_and_the_counter_is_their_sum():
    seat = make_seat(make_coop(), "sales")
    order = make_order(seat, lines=[("L1", 10_000)], status="confirmed")
    line = line_of(order)
    found = at_once(8, lambda i: deliver(seat, line, 3_000))
    assert sum(isinstance(row, Delivery) for row in found) == 3
    assert found.count(("delivery_over_limit",)) == 5
    assert line_of(order).delivered_g == 9_000
    assert TraderOrder.objects.of(seat.cooperative).get().status == "partly"


def test_racing_call_offs_never_pass_the_order():
    seat = make_seat(make_coop(), "sales")
    order = make_order(seat, lines=[("L1", 10_000)], status="confirmed")
    found = at_once(8, lambda i: call_off(seat, order=order, due_on=TODAY, quantity_g=3_000))
    assert sum(isinstance(row, CallOff) for row in found) == 3


def test_one_sending_from_eight_sides_has_one_effect():
    seat = make_seat(make_coop(), "sales")
    order = make_order(seat, lines=[("L1", 10_000)], status="confirmed")
    line, sent = line_of(order), Sent.of(uuid.uuid4(), {"x": ["1"]})
    found = at_once(8, lambda i: deliver(seat, line, 3_000, sent=sent).pk)
    assert len(set(found)) == 1
    assert line_of(order).delivered_g == 3_000
