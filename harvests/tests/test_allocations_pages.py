"""Setting fruit aside on the page: what is proposed, several at once, and giving it back; and the order's bars."""

import re
import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.forms.allocations import name_of
from harvests.models import Allocation, OrderLine
from harvests.tests.builders import make_order
from harvests.tests.lots_builders import carton_of, make_lot, open_market
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


def path(order, name, *more):
    return reverse(name, args=[order.cooperative.slug, order.code, *more])


def token():
    return {"token": str(uuid.uuid4())}


def line_of(order) -> OrderLine:
    return OrderLine.objects.of(order.cooperative_id).get(order=order)


def box(order, lot) -> str:
    return name_of(line_of(order).pk, carton_of(lot).pk)


def boxes(page) -> dict[str, str]:
    return dict(re.findall(r'name="(take-\d+-\d+)" value="([^"]*)"', page.content.decode()))


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def test_the_oldest_fruit_is_proposed_until_the_line_is_full(client, seat):
    lots = [make_lot(seat) for _ in range(3)]
    order = make_order(seat, lines=[("L1", 120_000)], status="confirmed")
    page = client.get(path(order, "order-allocate"))
    assert boxes(page) == {box(order, lots[0]): "90", box(order, lots[1]): "30"}
    assert "missing <strong>120 kg" in page.content.decode()


def test_fruit_that_may_not_go_is_shown_and_not_proposed(client, seat):
    lot = make_lot(seat)
    open_market(seat.cooperative, "CN", requires_area_code=True)
    order = make_order(seat, status="confirmed")
    page = client.get(path(order, "order-allocate"))
    assert lot.code in text_of(page)
    assert boxes(page) == {}


def test_a_lot_opened_for_another_order_is_not_proposed(client, seat):
    mine, other = (make_order(seat, lines=[("L1", 90_000)], status="confirmed") for _ in range(2))
    lot = make_lot(seat, order=other)
    assert boxes(client.get(path(mine, "order-allocate"))) == {}
    assert boxes(client.get(path(other, "order-allocate"))) == {box(other, lot): "90"}


def test_several_lines_are_set_aside_at_once_and_once(client, coop, seat):
    one, two = make_lot(seat), make_lot(seat)
    order = make_order(seat, status="confirmed")
    body = {**token(), box(order, one): "90", box(order, two): "45"}
    for _ in range(2):
        assert client.post(path(order, "order-allocate"), body).status_code == 302
    assert line_of(order).allocated_g == 135_000
    assert Allocation.objects.of(coop).count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7", "no whole number of cartons"), ("95", "have free: 90 kg"), ("abc", "is not a number"),
        ("-5", "without a minus"), ("", "at least one line"), ("0", "at least one line"),
    ],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed(client, coop, seat, typed, said):
    lot, order = make_lot(seat), make_order(seat, status="confirmed")
    answer = client.post(path(order, "order-allocate"), {**token(), box(order, lot): typed})
    assert answer.status_code == 200
    assert said in text_of(answer), text_of(answer)
    assert f'value="{typed}"' in answer.content.decode() or not typed
    assert not Allocation.objects.of(coop).exists()


def test_a_box_the_page_does_not_offer_is_not_read(client, coop, seat):
    other = make_seat(make_coop("an-phu"), "director")
    foreign, order = make_lot(other), make_order(seat, status="confirmed")
    make_lot(seat)
    body = {**token(), name_of(line_of(order).pk, carton_of(foreign).pk): "90"}
    assert "at least one line" in text_of(client.post(path(order, "order-allocate"), body))
    assert carton_of(foreign).allocated_g == 0


def test_a_draft_says_why_nothing_can_be_set_aside(client, seat):
    make_lot(seat)
    assert "confirmed orders only" in text_of(client.get(path(make_order(seat), "order-allocate")))


def test_the_page_costs_the_same_however_many_lots_wait(client, seat, django_assert_max_num_queries):
    order = make_order(seat, status="confirmed")
    make_lot(seat)
    client.get(path(order, "order-allocate"))
    with django_assert_max_num_queries(19) as few:
        client.get(path(order, "order-allocate"))
    for _ in range(8):
        make_lot(seat)
    with django_assert_max_num_queries(19) as many:
        client.get(path(order, "order-allocate"))
    assert len(few) == len(many)


def test_freeing(client, coop, seat):
    row = make_allocation(seat)
    order = row.order_line.order
    url = path(order, "allocation-free", row.pk)
    assert client.post(url, {**token(), "reason": ""}).status_code == 200
    body = {**token(), "reason": "khách đổi loại"}
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    assert line_of(order).allocated_g == 0
    assert "khách đổi loại" in text_of(client.get(path(order, "order-page")))
    assert client.get(path(order, "allocation-free", 0)).status_code == 404


def test_doors(client, coop, seat):
    row = make_allocation(seat)
    order = row.order_line.order
    urls = [path(order, "order-allocate"), path(order, "allocation-free", row.pk)]
    for user, status in (
        (make_seat(coop, "accountant").user, 403),
        (make_seat(make_coop("an-phu"), "director").user, 404),
    ):
        client.force_login(user)
        assert [client.post(url, token()).status_code for url in urls] == [status, status]
    assert line_of(order).allocated_g == row.grams


def test_the_orders_bars_move_by_themselves(client, coop, seat):
    order = make_order(seat, lines=[("L1", 270_000)], status="confirmed")
    make_shipment(seat, make_allocation(seat, order=order), status="departed")
    make_allocation(seat, order=order)
    make_lot(seat, order=order)
    page = client.get(reverse("order-list", args=[coop.slug])).content.decode()
    parts = re.findall(r'class="fill-(\w+)" x="(\d+)" width="(\d+)"', page)
    assert parts == [("done", "0", "33"), ("aside", "33", "33"), ("packed", "66", "34")]
    assert "90 kg of 270 kg delivered; set aside: 90 kg; packed for it: 90 kg" in page
