"""Setting fruit aside and freeing it: counters, ledgers, and every refusal with what is left."""

import datetime as dt

import pytest

from growers.actions.once import Refused
from growers.models import CodeEvent, MarketRequirement
from growers.tests.builders import make_coop, make_market, make_seat
from harvests.actions.allocations import allocate, allocate_all, free
from harvests.actions.deliveries import record_delivery, void_delivery
from harvests.actions.lots import hold_lot
from harvests.actions.orders import cancel_order
from harvests.models import Allocation, Delivery, LotCarton, OrderLine
from harvests.tests.builders import make_code, make_order
from harvests.tests.lots_builders import (
    carton_of,
    faults_of_lots,
    make_fruit,
    make_lot,
    make_orchard,
    make_repack,
    make_visit,
    open_market,
)
from harvests.tests.shipments_builders import faults_of_shipments, make_allocation, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def line_of(order) -> OrderLine:
    return OrderLine.objects.of(order.cooperative_id).filter(order=order).first()


def put_aside(seat, order, lot, grams):
    return allocate(seat, order_line=line_of(order), carton=carton_of(lot), grams=grams)


def codes(work, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        work(*args, **kwargs)
    return caught.value.verdict.codes


def agree(seat):
    assert faults_of_lots(seat.cooperative) == []
    assert faults_of_shipments(seat.cooperative) == []


def test_both_counters_and_the_ledger_move_together(seat):
    lot, order = make_lot(seat), make_order(seat, status="confirmed")
    row = put_aside(seat, order, lot, 10_000)
    assert (row.grams, row.cartons, row.made_by) == (10_000, 2, seat.user)
    assert (row.verdict["outcome"], bool(row.verdict["rules"])) == ("allowed", True)
    assert (line_of(order).allocated_g, carton_of(lot).allocated_g) == (10_000, 10_000)
    agree(seat)


def test_more_than_the_cartons_have_is_refused_with_what_is_left(seat):
    lot, order = make_lot(seat), make_order(seat, status="confirmed")
    left = carton_of(lot).net_g
    put_aside(seat, order, lot, left - 10_000)
    with pytest.raises(Refused) as caught:
        put_aside(seat, order, lot, 15_000)
    (reason,) = caught.value.verdict.refused
    assert (reason.code, reason.data["left_g"]) == ("allocation_carton_spent", 10_000)
    agree(seat)


def test_more_than_the_order_line_takes_is_refused(seat):
    lot, order = make_lot(seat), make_order(seat, lines=[("L1", 20_000)], status="confirmed")
    put_aside(seat, order, lot, 20_000)
    with pytest.raises(Refused) as caught:
        put_aside(seat, order, lot, 5_000)
    (reason,) = caught.value.verdict.refused
    assert (reason.code, reason.data["left_g"]) == ("allocation_line_full", 1_000)
    agree(seat)


def test_all_that_speaks_against_it_is_said_at_once(seat):
    lot = make_lot(seat, market="JP")
    order = make_order(seat, lines=[("L2", 50_000)], status="confirmed")
    found = codes(allocate, seat, order_line=line_of(order), carton=carton_of(lot), grams=7_000)
    assert set(found) >= {"allocation_market_differs", "allocation_grade_differs", "allocation_not_whole_cartons"}
    assert not Allocation.objects.of(seat.cooperative).exists()


def test_a_draft_takes_nothing(seat):
    assert codes(put_aside, seat, make_order(seat), make_lot(seat), 5_000) == ("order_not_now_allocate",)


def test_an_open_lot_and_a_held_one_give_nothing(seat):
    order, lot = make_order(seat, status="confirmed"), make_lot(seat)
    hold_lot(seat, lot=lot, reason="nghi dư lượng")
    assert codes(put_aside, seat, order, lot, 5_000) == ("allocation_lot_held",)


def test_a_code_suspended_since_packing_stops_the_fruit(seat):
    """Packed while the code was active; the notice that came later is effective from the harvest day (R15)."""
    coop = seat.cooperative
    plot = make_orchard(coop)
    code = make_code(plot)
    make_visit(code)
    open_market(coop, "CN", requires_area_code=True)
    lot = make_lot(seat, make_fruit(seat, plot.household), area_code=None)
    order = make_order(seat, status="confirmed")
    assert put_aside(seat, order, lot, 5_000)
    CodeEvent.objects.create(
        cooperative=coop, export_code=code, status="suspended", effective_from=dt.date(2025, 9, 8), reason="x"
    )
    assert codes(put_aside, seat, order, lot, 5_000) == ("code_suspended_then",)
    agree(seat)


def test_fruit_behind_a_re_packed_lot_is_judged_too(seat):
    lot, order = make_repack(seat, make_lot(seat)), make_order(seat, status="confirmed")
    assert put_aside(seat, order, lot, 9_000).verdict["outcome"] == "allowed"
    MarketRequirement.objects.filter(market__code="CN").update(access="closed")
    assert "market_closed" in codes(put_aside, seat, order, lot, 9_000)


def test_several_at_once_are_all_or_none(seat):
    one, two = make_lot(seat), make_lot(seat)
    order = make_order(seat, status="confirmed")
    line, first, second = line_of(order).pk, carton_of(one), carton_of(two)
    too_much = [(line, first.pk, 5_000), (line, second.pk, second.net_g + 5_000)]
    assert codes(allocate_all, seat, order=order, picks=too_much) == ("allocation_carton_spent",)
    assert codes(allocate_all, seat, order=order, picks=[]) == ("allocation_nothing_chosen",)
    twice = [(line, first.pk, 5_000), (line, first.pk, 5_000)]
    assert codes(allocate_all, seat, order=order, picks=twice) == ("allocation_chosen_twice",)
    assert not Allocation.objects.of(seat.cooperative).exists()
    allocate_all(seat, order=order, picks=[(line, first.pk, 5_000), (line, second.pk, 10_000)])
    assert line_of(order).allocated_g == 15_000
    agree(seat)


def test_together_they_may_not_pass_the_line_either(seat):
    one, two = make_lot(seat), make_lot(seat)
    order = make_order(seat, lines=[("L1", 20_000)], status="confirmed")
    picks = [(line_of(order).pk, carton_of(lot).pk, 15_000) for lot in (one, two)]
    assert codes(allocate_all, seat, order=order, picks=picks) == ("allocation_line_full",)
    assert line_of(order).allocated_g == 0
    agree(seat)


def test_freeing_gives_the_kilograms_back_once(seat):
    row = make_allocation(seat)
    assert codes(free, seat, allocation=row, reason="") == ("allocation_free_without_reason",)
    free(seat, allocation=row, reason="khách đổi loại")
    assert OrderLine.objects.of(seat.cooperative).get().allocated_g == 0
    assert LotCarton.objects.of(seat.cooperative).get().allocated_g == 0
    assert codes(free, seat, allocation=row, reason="lần nữa") == ("allocation_freed",)
    agree(seat)


def test_what_is_loaded_is_not_freed(seat):
    row = make_allocation(seat)
    make_shipment(seat, row)
    assert codes(free, seat, allocation=row, reason="x") == ("allocation_loaded",)
    agree(seat)


def test_an_order_with_fruit_set_aside_is_not_cancelled(seat):
    row = make_allocation(seat)
    order = row.order_line.order
    assert codes(cancel_order, seat, order=order, reason="bỏ") == ("order_holds_fruit",)
    free(seat, allocation=row, reason="bỏ")
    assert cancel_order(seat, order=order, reason="bỏ").status == "cancelled"


def test_a_delivery_by_hand_leaves_room_for_what_is_set_aside(seat):
    order = make_order(seat, lines=[("L1", 20_000)], status="confirmed")
    put_aside(seat, order, make_lot(seat), 15_000)
    day = dt.date(2025, 9, 8)
    with pytest.raises(Refused) as caught:
        record_delivery(seat, line=line_of(order), delivered_on=day, quantity_g=6_001)
    (reason,) = caught.value.verdict.refused
    assert (reason.code, reason.data["left_g"]) == ("delivery_over_limit", 6_000)
    record_delivery(seat, line=line_of(order), delivered_on=day, quantity_g=6_000)
    agree(seat)


def test_a_shipments_delivery_is_not_voided_by_hand(seat):
    make_shipment(seat, make_allocation(seat), status="departed")
    delivery = Delivery.objects.of(seat.cooperative).get()
    assert codes(void_delivery, seat, delivery=delivery, reason="x") == ("delivery_of_shipment",)
    agree(seat)


def test_fruit_for_home_goes_to_home_orders_only(seat):
    open_market(seat.cooperative, "VN")
    home = make_order(seat, status="confirmed", market=make_market("VN"))
    assert codes(put_aside, seat, home, make_lot(seat), 5_000) == ("allocation_market_differs",)
    assert put_aside(seat, home, make_lot(seat, market="VN"), 5_000)
