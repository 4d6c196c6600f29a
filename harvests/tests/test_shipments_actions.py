"""A shipment's life: planned, loaded, papers, leaving through the gate, taken back, arrived, given up."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from coopsite import clock
from growers.actions.once import Refused, Stale
from growers.models import MarketRequirement
from growers.tests.builders import make_coop, make_market, make_seat
from harvests.actions.departures import depart, undo_departure
from harvests.actions.lots import hold_lot
from harvests.actions.shipments import (
    arrive,
    cancel_shipment,
    change_shipment,
    load_allocation,
    load_allocations,
    plan_shipment,
    unload_allocation,
)
from harvests.models import Allocation, Delivery, LabelPrint, OrderLine, Shipment, ShipmentPaper, TraderOrder
from harvests.tests.builders import make_order, make_trader
from harvests.tests.lots_builders import faults_of_lots, open_market
from harvests.tests.shipments_builders import (
    READY,
    faults_of_shipments,
    get_ready,
    make_allocation,
    make_shipment,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def codes(work, *args, **kwargs) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        work(*args, **kwargs)
    return caught.value.verdict.codes


def agree(seat):
    assert faults_of_lots(seat.cooperative) == []
    assert faults_of_shipments(seat.cooperative) == []


def go(seat, row, **values):
    return depart(seat, shipment=row, version=row.version, today=clock.today(), **values)


def papers(row) -> dict[str, ShipmentPaper]:
    return {paper.kind: paper for paper in ShipmentPaper.objects.of(row.cooperative_id).filter(shipment=row)}


# --- planning and loading ---------------------------------------------------------------------------------------------


def test_numbers_count_by_year_and_the_checklist_is_the_markets(seat):
    open_market(seat.cooperative, "CN", documents=["phytosanitary"])
    rows = [make_shipment(seat) for _ in range(2)]
    assert [row.code for row in rows] == ["CH-25-001", "CH-25-002"]
    assert list(papers(rows[0]))[-2:] == ["phytosanitary", "invoice"]


def test_a_shipment_names_its_recipient(seat):
    with pytest.raises(ValidationError):
        make_shipment(seat, consignee="")
    assert not Shipment.objects.of(seat.cooperative).exists()


def test_planning_loads_what_is_asked_for_or_nothing_happens(seat):
    row = make_allocation(seat)
    order = row.order_line.order
    facts = {"market": order.market, "planned_on": TODAY, **READY}
    stranger = make_trader(seat.cooperative, "Người khác")
    found = codes(plan_shipment, seat, trader=stranger, allocations=[row.pk], **facts)
    assert found == ("load_buyer_differs",)
    assert not Shipment.objects.of(seat.cooperative).exists()
    shipment = plan_shipment(seat, trader=order.trader, allocations=[row.pk], **facts)
    assert Allocation.objects.of(seat.cooperative).get().shipment == shipment


def test_market_and_buyer_stay_once_something_is_loaded(seat):
    row = make_shipment(seat, make_allocation(seat))
    found = codes(change_shipment, seat, shipment=row, version=row.version, market=make_market("JP"))
    assert found == ("shipment_market_fixed",)
    other = make_trader(seat.cooperative, "Người khác")
    assert codes(change_shipment, seat, shipment=row, version=row.version, trader=other) == ("shipment_buyer_fixed",)
    assert change_shipment(seat, shipment=row, version=row.version, seal="VN-9").seal == "VN-9"


def test_a_change_of_market_changes_the_checklist_and_deletes_nothing(seat):
    open_market(seat.cooperative, "CN", documents=["import_permit"])
    open_market(seat.cooperative, "JP", documents=["vht_chart"])
    row = make_shipment(seat)
    change_shipment(seat, shipment=row, version=row.version, market=make_market("JP"))
    found = papers(row)
    assert (found["import_permit"].is_required, found["import_permit"].state) == (False, "not_needed")
    assert found["vht_chart"].is_required


def test_an_old_version_is_stale(seat):
    row = make_shipment(seat)
    change_shipment(seat, shipment=row, version=row.version, seal="A")
    with pytest.raises(Stale):
        change_shipment(seat, shipment=row, version=row.version, seal="B")


def test_what_lies_elsewhere_or_was_freed_or_is_on_hold_is_not_loaded(seat):
    row = make_allocation(seat)
    one, two = make_shipment(seat, row), make_shipment(seat, trader=row.order_line.order.trader)
    assert codes(load_allocation, seat, shipment=one, allocation=row) == ("load_already_here",)
    assert codes(load_allocation, seat, shipment=two, allocation=row) == ("load_elsewhere",)
    assert codes(load_allocations, seat, shipment=two, allocations=[]) == ("load_nothing_chosen",)
    assert codes(load_allocations, seat, shipment=two, allocations=[0]) == ("load_not_found",)
    unload_allocation(seat, shipment=one, allocation=row)
    assert codes(unload_allocation, seat, shipment=one, allocation=row) == ("load_not_here",)
    hold_lot(seat, lot=row.carton.lot, reason="x")
    assert codes(load_allocation, seat, shipment=two, allocation=row) == ("load_lot_held",)
    agree(seat)


# --- the gate and the departure ---------------------------------------------------------------------------------------


def test_a_departure_turns_allocations_into_deliveries_and_moves_the_order(seat):
    allocation = make_allocation(seat)
    row = make_shipment(seat, allocation, status="departed")
    assert (row.status, row.departed_on, row.verdict["outcome"]) == ("departed", TODAY, "allowed")
    assert row.rules
    line = OrderLine.objects.of(seat.cooperative).get()
    assert (line.delivered_g, line.allocated_g) == (allocation.grams, 0)
    assert Delivery.objects.of(seat.cooperative).get().allocation == allocation
    assert TraderOrder.objects.of(seat.cooperative).get().status == "partly"
    agree(seat)


def test_an_order_that_is_complete_is_delivered(seat):
    order = make_order(seat, lines=[("L1", 90_000)], status="confirmed")
    make_shipment(seat, make_allocation(seat, order=order), status="departed")
    assert TraderOrder.objects.of(seat.cooperative).get().status == "delivered"


def test_the_gate_refuses_with_everything_and_moves_nothing(seat):
    row = make_shipment(seat, make_allocation(seat), vehicle="", temp_set_dc=None)
    found = codes(go, seat, row)
    assert found[0] == "depart_refused"
    assert {"gate_vehicle_missing", "gate_temperature_missing", "paper_missing"} <= set(found)
    assert not Delivery.objects.of(seat.cooperative).exists()
    agree(seat)


def test_an_empty_truck_does_not_leave(seat):
    assert "gate_empty" in codes(go, seat, make_shipment(seat))


def test_a_warning_is_the_directors_to_accept_with_a_reason(seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    LabelPrint.objects.of(seat.cooperative).delete()
    packer = make_seat(seat.cooperative, "packer")
    assert codes(go, packer, row)[0] == "depart_only_director"
    assert codes(go, packer, row, reason="vội")[0] == "depart_only_director"
    assert codes(go, seat, row)[0] == "depart_without_reason"
    gone = go(seat, row, reason="tem in ở nhà đóng gói")
    assert gone.verdict["accepted_because"] == "tem in ở nhà đóng gói"
    assert [reason["code"] for reason in gone.verdict["warnings"]] == ["gate_labels_missing"]


def test_a_reason_does_not_open_a_gate_that_refuses(seat):
    row = make_shipment(seat, make_allocation(seat))
    assert codes(go, seat, row, reason="vội")[0] == "depart_refused"


def test_a_packer_may_let_a_green_truck_leave(seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    assert go(make_seat(seat.cooperative, "packer"), row).status == "departed"


def test_a_lot_put_on_hold_after_loading_stops_the_truck(seat):
    allocation = make_allocation(seat)
    row = make_shipment(seat, allocation, ready=True)
    hold_lot(seat, lot=allocation.carton.lot, reason="x")
    assert "gate_lot_held" in codes(go, seat, row)


def test_a_market_that_closed_stops_the_truck(seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    MarketRequirement.objects.update(access="closed")
    assert {"gate_market_closed", "gate_fruit_not_eligible"} <= set(codes(go, seat, row))


def test_a_load_that_changed_since_the_papers_stops_the_truck(seat):
    one = make_allocation(seat)
    order = one.order_line.order
    row = make_shipment(seat, one, ready=True)
    load_allocation(seat, shipment=row, allocation=make_allocation(seat, order=order))
    assert "paper_cartons_differ" in codes(go, seat, row)
    get_ready(seat, row)
    assert go(seat, row).status == "departed"
    agree(seat)


def test_a_shipment_leaves_once(seat):
    row = make_shipment(seat, make_allocation(seat), status="departed")
    assert codes(go, seat, row) == ("shipment_not_now_depart",)
    assert Delivery.objects.of(seat.cooperative).count() == 1


def test_what_was_looked_at_has_to_be_what_leaves(seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    change_shipment(seat, shipment=row, version=row.version, seal="khác")
    with pytest.raises(Stale):
        go(seat, row)
    agree(seat)


# --- afterwards -------------------------------------------------------------------------------------------------------


def test_a_departure_is_taken_back_by_the_director_on_the_same_day(seat, stand_still):
    allocation = make_allocation(seat)
    row = make_shipment(seat, allocation, status="departed")
    packer = make_seat(seat.cooperative, "packer")
    assert codes(undo_departure, packer, shipment=row, reason="nhầm") == ("undo_only_director",)
    assert codes(undo_departure, seat, shipment=row, reason="") == ("undo_without_reason",)
    stand_still("2025-09-09")
    assert codes(undo_departure, seat, shipment=row, reason="nhầm") == ("undo_other_day",)
    stand_still("2025-09-08")
    back = undo_departure(seat, shipment=row, reason="nhầm xe")
    assert (back.status, back.departed_on, back.verdict) == ("planned", None, {})
    line = OrderLine.objects.of(seat.cooperative).get()
    assert (line.delivered_g, line.allocated_g) == (0, allocation.grams)
    assert Delivery.objects.of(seat.cooperative).get().void_reason == "nhầm xe"
    assert TraderOrder.objects.of(seat.cooperative).get().status == "confirmed"
    agree(seat)
    assert go(seat, back).status == "departed"
    agree(seat)


def test_arrival(seat):
    row = make_shipment(seat, make_allocation(seat), status="departed")
    assert codes(arrive, seat, shipment=row, arrived_on=TODAY + dt.timedelta(days=1)) == ("arrival_in_future",)
    before = TODAY - dt.timedelta(days=1)
    assert codes(arrive, seat, shipment=row, arrived_on=before) == ("arrival_before_departure",)
    there = arrive(seat, shipment=row, arrived_on=TODAY, note="2 thùng dập")
    assert (there.status, there.arrival_note) == ("arrived", "2 thùng dập")
    assert codes(undo_departure, seat, shipment=there, reason="x") == ("shipment_not_now_undo",)
    agree(seat)


def test_a_cancelled_shipment_is_unloaded_and_frees_nothing(seat):
    allocation = make_allocation(seat)
    row = make_shipment(seat, allocation)
    assert codes(cancel_shipment, seat, shipment=row, reason="") == ("cancel_without_reason",)
    assert cancel_shipment(seat, shipment=row, reason="xe hỏng").status == "cancelled"
    found = Allocation.objects.of(seat.cooperative).get()
    assert (found.shipment, found.loaded_at, found.void_reason) == (None, None, "")
    assert OrderLine.objects.of(seat.cooperative).get().allocated_g == allocation.grams
    assert codes(load_allocation, seat, shipment=row, allocation=allocation) == ("shipment_not_now_load",)
    agree(seat)
