"""What actions on orders guard: numbers without gaps, counters that cannot be overspent, states, tokens, races."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from growers.actions.once import AlreadySent, Refused, Sent, Stale
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_seat
from harvests.actions.call_offs import call_off, withdraw_call_off
from harvests.actions.deliveries import record_delivery, void_delivery
from harvests.actions.orders import (
    amend_order,
    cancel_order,
    change_order,
    confirm_order,
    register_order,
)
from harvests.models import CallOff, Delivery, OrderLine, TraderOrder
from harvests.tests.builders import make_order

TODAY = dt.date(2025, 9, 8)


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def seat(db):
    return make_seat(make_coop(), "sales")


def line_of(order) -> OrderLine:
    return OrderLine.objects.of(order.cooperative_id).get(order=order)


def deliver(seat, order, grams=1_000, line=None, **values):
    line = line or line_of(order)
    return record_delivery(seat, line=line, delivered_on=TODAY, quantity_g=grams, **values)


def fresh(order) -> TraderOrder:
    return TraderOrder.objects.of(order.cooperative_id).get(pk=order.pk)


# --- numbers


def test_numbers_run_within_a_year_and_a_co_operative(seat):
    other = make_seat(make_coop("an-phu"), "sales")
    codes = [make_order(seat).code, make_order(seat).code, make_order(other).code]
    old = make_order(seat, ordered_on=dt.date(2024, 9, 1))
    assert codes == ["DH-25-001", "DH-25-002", "DH-25-001"]
    assert old.code == "DH-24-001"


def test_a_failed_order_leaves_no_gap(seat):
    make_order(seat)
    with pytest.raises(ValidationError):
        make_order(seat, handover="moon")
    assert make_order(seat).number == 2


def test_cancelled_orders_keep_their_number(seat):
    make_order(seat, status="cancelled")
    assert make_order(seat).number == 2


# --- lines


def test_lines_are_judged_again_where_they_are_written(seat):
    order = make_order(seat)
    line = {"grade": line_of(order).grade, "size": "", "pack_g": 20_500, "cartons": 2, "ordered_g": 41_001,
            "price_minor": None}  # fmt: skip
    with pytest.raises(Refused, match="line_cartons_do_not_fit"):
        change_order(seat, order=order, version=1, lines=[line])
    with pytest.raises(Refused, match="order_without_lines"):
        change_order(seat, order=order, version=1, lines=[])
    assert line_of(order).ordered_g == 10_000_000


# --- states


def test_an_order_goes_from_draft_to_confirmed_to_delivered_by_its_deliveries(seat):
    order = make_order(seat, lines=[("L1", 1_000), ("L2", 2_000)])
    first, second = OrderLine.objects.of(seat.cooperative).order_by("position")
    with pytest.raises(Refused, match="order_not_now_deliver"):
        deliver(seat, order, line=first)
    assert confirm_order(seat, order=order).status == "confirmed"
    deliver(seat, order, 1_000, line=first)
    assert fresh(order).status == "partly"
    last = deliver(seat, order, 1_900, line=second)  # 5 % below is within the tolerance
    assert fresh(order).status == "delivered"
    deliver(seat, order, 100, line=second)
    void_delivery(seat, delivery=last, reason="nhầm đơn")
    assert fresh(order).status == "partly"
    verbs = list(AuditEntry.objects.of(seat.cooperative).order_by("id").values_list("verb", flat=True))
    assert verbs == ["order registered", "order confirmed", *["delivery entered"] * 3, "delivery voided"]
    statuses = [row.status for row in fresh(order).history.order_by("history_id")]
    assert statuses == ["draft", "confirmed", "partly", "delivered", "partly"]


def test_confirming_wants_the_prices_of_its_condition(seat):
    order = make_order(seat)
    OrderLine.objects.of(seat.cooperative).update(price_minor=None)
    with pytest.raises(Refused, match="order_price_missing"):
        confirm_order(seat, order=order)
    TraderOrder.objects.of(seat.cooperative).update(price_condition="daily")
    assert confirm_order(seat, order=order).status == "confirmed"
    with pytest.raises(Refused, match="order_not_now_confirm"):
        confirm_order(seat, order=order)


def test_cancelling_says_why_and_keeps_what_was_delivered(seat):
    order = make_order(seat, status="confirmed")
    delivery = deliver(seat, order)
    with pytest.raises(Refused, match="order_cancel_without_reason"):
        cancel_order(seat, order=order, reason="")
    assert cancel_order(seat, order=order, reason="bẻ kèo").cancel_reason == "bẻ kèo"
    assert line_of(order).delivered_g == 1_000
    with pytest.raises(Refused, match="order_not_now_cancel"):
        cancel_order(seat, order=order, reason="again")
    with pytest.raises(Refused, match="order_not_now_deliver"):
        deliver(seat, order)
    void_delivery(seat, delivery=delivery, reason="nhầm")
    assert fresh(order).status == "cancelled"


def test_changing_and_amending_are_for_their_states(seat):
    order = make_order(seat)
    lines = [{"grade": line_of(order).grade, "size": "", "pack_g": None, "cartons": None, "ordered_g": 5,
              "price_minor": None}]  # fmt: skip
    with pytest.raises(Refused, match="order_not_now_amend"):
        amend_order(seat, order=order, version=1, note="x")
    confirm_order(seat, order=order)
    with pytest.raises(Refused, match="order_not_now_change"):
        change_order(seat, order=order, version=2, lines=lines)
    with pytest.raises(Stale):
        amend_order(seat, order=order, version=1, note="x")
    deliver(seat, order)
    amended = amend_order(seat, order=order, version=2, note="x")
    assert (amended.status, amended.version) == ("partly", 3)


# --- counters


def test_a_delivery_stops_at_ordered_plus_tolerance(seat):
    order = make_order(seat, status="confirmed")
    deliver(seat, order, 10_500_000)
    with pytest.raises(Refused, match="delivery_over_limit") as refused:
        deliver(seat, order, 1)
    assert refused.value.verdict.refused[0].data["left_g"] == 0
    assert line_of(order).delivered_g == 10_500_000 == Delivery.objects.of(seat.cooperative).get().quantity_g


def test_the_database_itself_refuses_an_overspent_line(seat):
    order = make_order(seat)
    for grams in (10_500_001, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            OrderLine.objects.of(seat.cooperative).filter(order=order).update(delivered_g=grams)


def test_deliveries_have_a_likely_day_and_a_weight(seat):
    line = line_of(make_order(seat, status="confirmed"))
    for day, grams, code in (
        (TODAY + dt.timedelta(days=1), 1, "delivery_in_future"),
        (TODAY - dt.timedelta(days=1), 1, "delivery_before_order"),
        (TODAY, 0, "delivery_amount_not_positive"),
        (TODAY, -5, "delivery_amount_not_positive"),
    ):
        with pytest.raises(Refused, match=code):
            record_delivery(seat, line=line, delivered_on=day, quantity_g=grams)
    assert not Delivery.objects.of(seat.cooperative).exists()


def test_a_delivery_is_voided_once_and_with_a_reason(seat):
    order = make_order(seat, status="confirmed")
    delivery = deliver(seat, order, 700)
    with pytest.raises(Refused, match="delivery_void_without_reason"):
        void_delivery(seat, delivery=delivery, reason="")
    void_delivery(seat, delivery=delivery, reason="nhầm")
    with pytest.raises(Refused, match="delivery_voided"):
        void_delivery(seat, delivery=delivery, reason="nhầm")
    assert line_of(order).delivered_g == 0
    assert fresh(order).status == "confirmed"


def test_call_offs_stay_within_the_order_and_can_be_taken_back_once(seat):
    order = make_order(seat)
    first = call_off(seat, order=order, due_on=TODAY, quantity_g=10_500_000)
    with pytest.raises(Refused, match="call_off_over_order"):
        call_off(seat, order=order, due_on=TODAY, quantity_g=1)
    withdraw_call_off(seat, call_off=first)
    with pytest.raises(Refused, match="call_off_withdrawn"):
        withdraw_call_off(seat, call_off=first)
    call_off(seat, order=order, due_on=TODAY, quantity_g=1)
    cancel_order(seat, order=order, reason="x")
    with pytest.raises(Refused, match="order_not_now_call_off"):
        call_off(seat, order=order, due_on=TODAY, quantity_g=1)
    assert CallOff.objects.of(seat.cooperative).count() == 2


def test_one_token_delivers_once(seat):
    order = make_order(seat, status="confirmed")
    sent = Sent.of(uuid.uuid4(), {"quantity_g": ["1"]})
    assert deliver(seat, order, sent=sent).pk == deliver(seat, order, sent=sent).pk
    with pytest.raises(AlreadySent):
        deliver(seat, order, sent=Sent.of(sent.token, {"quantity_g": ["2"]}))
    assert line_of(order).delivered_g == 1_000


def test_every_writer_of_orders_is_a_use_case():
    for work in (register_order, change_order, amend_order, confirm_order, cancel_order, call_off, withdraw_call_off,
                 record_delivery, void_delivery):  # fmt: skip
        assert work.is_use_case
