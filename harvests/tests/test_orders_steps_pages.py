"""The steps of an order's life as people take them: confirm, cancel, call off, deliver, take back."""

import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery
from harvests.models import CallOff, Delivery, OrderLine, TraderOrder
from harvests.tests.builders import make_order, make_trader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def sales(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


def token():
    return {"token": str(uuid.uuid4())}


def path(order, name, *more):
    return reverse(name, args=[order.cooperative.slug, order.code, *more])


def line_of(order) -> OrderLine:
    return OrderLine.objects.of(order.cooperative_id).get(order=order)


def status_of(order) -> str:
    return TraderOrder.objects.of(order.cooperative_id).get(pk=order.pk).status


def delivery(order, **values):
    return {**token(), "line": line_of(order).pk, "delivered_on": "8/9", "quantity_g": "4000", **values}


def steps(seat):
    """Every step's address with a body that would do."""
    draft, firm = make_order(seat), make_order(seat, status="confirmed")
    called = call_off(seat, order=firm, due_on=firm.deliver_to, quantity_g=1)
    gone = record_delivery(seat, line=line_of(firm), delivered_on=firm.ordered_on, quantity_g=1)
    return [
        (path(draft, "order-confirm"), token()),
        (path(draft, "order-cancel"), {**token(), "reason": "bỏ cọc"}),
        (path(firm, "call-off-new"), {**token(), "due_on": "10/9", "quantity_g": "100"}),
        (path(firm, "call-off-withdraw", called.pk), token()),
        (path(firm, "delivery-new"), delivery(firm)),
        (path(firm, "delivery-void", gone.pk), {**token(), "reason": "nhầm"}),
    ]


def test_a_draft_is_confirmed_once(client, coop, sales):
    order = make_order(sales)
    assert "counts as committed" in client.get(path(order, "order-confirm")).content.decode()
    body = token()
    assert client.post(path(order, "order-confirm"), body).status_code == 302
    assert client.post(path(order, "order-confirm"), body).status_code == 302
    assert status_of(order) == "confirmed"
    again = client.post(path(order, "order-confirm"), token())
    assert "Only a draft can be confirmed." in again.content.decode()


def test_confirming_says_which_prices_are_missing(client, coop, sales):
    order = make_order(sales)
    OrderLine.objects.of(coop).update(price_minor=None)
    assert "Missing in line: 1" in client.get(path(order, "order-confirm")).content.decode()
    assert "Missing in line: 1" in client.post(path(order, "order-confirm"), token()).content.decode()
    assert status_of(order) == "draft"


def test_confirming_warns_of_the_credit_limit_and_goes_on(client, coop, sales):
    order = make_order(sales, make_trader(coop, "Vựa nhỏ", credit_limit_vnd=100_000_000))
    assert "above the credit limit of 100,000,000 đ" in client.get(path(order, "order-confirm")).content.decode()
    assert client.post(path(order, "order-confirm"), token()).status_code == 302


def test_cancelling_asks_for_a_reason(client, coop, sales):
    order = make_order(sales, status="confirmed")
    answer = client.post(path(order, "order-cancel"), {**token(), "reason": "   "})
    assert "reason" in answer.context["form"].errors
    assert status_of(order) == "confirmed"
    assert client.post(path(order, "order-cancel"), {**token(), "reason": "bẻ kèo"}).status_code == 302
    order.refresh_from_db()
    assert (order.status, order.cancel_reason) == ("cancelled", "bẻ kèo")


def test_a_delivery_moves_the_counter_and_the_status_once(client, coop, sales):
    order = make_order(sales, status="confirmed")
    body = delivery(order, note=" xe  26C ")
    assert client.post(path(order, "delivery-new"), body).status_code == 302
    assert client.post(path(order, "delivery-new"), body).status_code == 302
    row = Delivery.objects.of(coop).get()
    assert (row.quantity_g, row.note, row.entered_by) == (4_000_000, "xe 26C", sales.user)
    assert (line_of(order).delivered_g, status_of(order)) == (4_000_000, "partly")
    assert client.post(path(order, "delivery-new"), {**body, "quantity_g": "1"}).status_code == 409
    client.post(path(order, "delivery-new"), delivery(order, quantity_g="5500"))
    assert status_of(order) == "delivered"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"quantity_g": "10501"}, "quantity_g", "10,500 kg"),
        ({"quantity_g": "0"}, "quantity_g", ""),
        ({"quantity_g": ""}, "quantity_g", ""),
        ({"quantity_g": "1.234,5"}, "quantity_g", ""),
        ({"delivered_on": "9/9"}, "delivered_on", "future"),
        ({"delivered_on": "7/9"}, "delivered_on", "08/09/2025"),
        ({"delivered_on": "hôm qua"}, "delivered_on", ""),
        ({"line": "999999"}, "line", ""),
        ({"line": ""}, "line", ""),
        ({"note": "x" * 161}, "note", ""),
    ],
)
def test_a_bad_delivery_says_so_keeps_what_was_typed_and_writes_nothing(client, coop, sales, change, field, words):
    order = make_order(sales, status="confirmed")
    answer = client.post(path(order, "delivery-new"), delivery(order, **{"note": "giữ lại", **change}))
    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors[field])
    assert "giữ lại" in answer.content.decode() or "note" in change
    assert not Delivery.objects.of(coop).exists()
    assert line_of(order).delivered_g == 0


def test_a_line_of_another_order_or_co_operative_is_not_found(client, coop, sales):
    order, other = make_order(sales, status="confirmed"), make_order(sales, status="confirmed")
    stranger = make_order(make_seat(make_coop("an-phu"), "sales"), status="confirmed")
    for line in (line_of(other), line_of(stranger)):
        answer = client.post(path(order, "delivery-new"), delivery(order, line=line.pk))
        assert "line" in answer.context["form"].errors
    assert not Delivery.objects.of(coop).exists()


def test_a_delivery_is_voided_with_a_reason(client, coop, sales):
    order = make_order(sales, status="confirmed")
    client.post(path(order, "delivery-new"), delivery(order))
    row = Delivery.objects.of(coop).get()
    void = path(order, "delivery-void", row.pk)
    assert "reason" in client.post(void, {**token(), "reason": ""}).context["form"].errors
    body = {**token(), "reason": "nhầm đơn"}
    assert client.post(void, body).status_code == client.post(void, body).status_code == 302
    assert (line_of(order).delivered_g, status_of(order)) == (0, "confirmed")
    assert "voided already" in client.post(void, {**token(), "reason": "lại"}).content.decode()
    assert "nhầm đơn" in client.get(path(order, "order-page")).content.decode()


def test_call_offs_are_entered_and_withdrawn(client, coop, sales):
    order = make_order(sales, status="confirmed")
    body = {**token(), "due_on": "10/9", "quantity_g": "6000", "note": "xe sáng"}
    assert client.post(path(order, "call-off-new"), body).status_code == 302
    assert client.post(path(order, "call-off-new"), body).status_code == 302
    row = CallOff.objects.of(coop).get()
    assert (row.quantity_g, row.due_on.day) == (6_000_000, 10)
    assert "Called off so far: 6,000 kg" in client.get(path(order, "call-off-new")).content.decode()
    withdraw = path(order, "call-off-withdraw", row.pk)
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw, token()).status_code == 302
    assert "withdrawn already" in client.post(withdraw, token()).content.decode()
    assert "withdrawn" in client.get(path(order, "order-page")).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"quantity_g": "10501"}, "quantity_g"), ({"quantity_g": "0"}, "quantity_g"), ({"due_on": "7/9"}, "due_on"),
     ({"due_on": ""}, "due_on"), ({"quantity_g": "12.345"}, "quantity_g")],
)  # fmt: skip
def test_a_bad_call_off_says_so_and_writes_nothing(client, coop, sales, change, field):
    order = make_order(sales, status="confirmed")
    body = {**token(), "due_on": "10/9", "quantity_g": "6000", "note": "giữ lại", **change}
    answer = client.post(path(order, "call-off-new"), body)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "giữ lại" in answer.content.decode()
    assert not CallOff.objects.of(coop).exists()


def test_rows_of_another_order_are_not_found_through_this_one(client, coop, sales):
    order, other = make_order(sales, status="confirmed"), make_order(sales, status="confirmed")
    called = call_off(sales, order=other, due_on=other.deliver_to, quantity_g=1)
    gone = record_delivery(sales, line=line_of(other), delivered_on=other.ordered_on, quantity_g=1)
    assert client.post(path(order, "call-off-withdraw", called.pk), token()).status_code == 404
    assert client.post(path(order, "delivery-void", gone.pk), {**token(), "reason": "x"}).status_code == 404


def test_readers_get_403_strangers_404_and_nothing_changes(client, coop):
    seat = make_seat(coop, "director")
    every = steps(seat)
    for role in ("clerk", "field", "packer", "controller", "admin"):
        client.force_login(make_seat(coop, role).user)
        assert {client.post(url, body).status_code for url, body in every} == {403}
        assert {client.get(url).status_code for url, _body in every} == {403}
    other = make_coop("an-phu")
    client.force_login(make_seat(other, "director").user)
    assert {client.post(url, body).status_code for url, body in every} == {404}
    swapped = [url.replace(f"/{coop.slug}/", f"/{other.slug}/") for url, _body in every]
    assert {client.post(url, body).status_code for url, (_url, body) in zip(swapped, every, strict=True)} == {404}
    assert list(TraderOrder.objects.of(coop).order_by("number").values_list("status", flat=True)) == ["draft", "partly"]


@pytest.mark.parametrize("role", ["director", "accountant", "sales"])
def test_those_who_may_take_every_step(client, coop, role):
    seat = make_seat(coop, role)
    client.force_login(seat.user)
    for url, body in steps(seat):
        assert client.get(url).status_code == 200
        assert client.post(url, body).status_code == 302
