"""Shipments as people work with them: the list, loading by scanner, papers, the gate; five questions for each step."""

import re
import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.actions.shipments import load_allocations
from harvests.models import Allocation, Delivery, LabelPrint, Shipment
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


def token():
    return {"token": str(uuid.uuid4())}


def path(row, name, *more):
    return reverse(name, args=[row.cooperative.slug, row.code, *more])


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def fresh(row) -> Shipment:
    return Shipment.objects.of(row.cooperative_id).get(pk=row.pk)


def typed(row, **values) -> dict:
    """A shipment as its form posts it."""
    return {
        **token(), "market": row.market_id, "trader": row.trader_id, "planned_on": "9/9/2025", "consignee": "Guangxi",
        "consignee_address": "Bằng Tường", "vehicle": "26C-123.45", "temp_set_dc": "4,5", **values,
    }  # fmt: skip


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_searches_filters_and_sums(client, coop, seat):
    one = make_shipment(seat, make_allocation(seat), vehicle="26C-999.99")
    gone = make_shipment(seat, make_allocation(seat), status="departed")
    url = reverse("shipment-list", args=[coop.slug])
    page = text_of(client.get(url))
    assert f"{one.code} planned" in page
    assert "Shipments: 2 · 36 cartons · 180 kg" in page
    assert gone.code not in text_of(client.get(url, {"search": "999.99"}))
    assert one.code not in text_of(client.get(url, {"state": "departed"}))
    assert "No shipment fits" in text_of(client.get(url, {"first": "1/12/2025"}))
    assert one.code in text_of(client.get(url, {"search": one.code.lower()}))


def test_the_list_costs_the_same_however_long_it_is(client, coop, seat, django_assert_max_num_queries):
    trader = make_shipment(seat).trader
    url = reverse("shipment-list", args=[coop.slug])
    client.get(url)
    with django_assert_max_num_queries(5) as few:
        client.get(url)
    for _ in range(60):
        make_shipment(seat, trader=trader)
    with django_assert_max_num_queries(5) as many:
        client.get(url)
    assert len(few) == len(many)


def test_an_empty_list_says_what_to_do(client, coop, seat):
    assert "Set packed fruit aside" in text_of(client.get(reverse("shipment-list", args=[coop.slug])))


def test_every_tab_of_every_state(client, seat):
    planned, gone = make_shipment(seat, make_allocation(seat)), make_shipment(seat, make_allocation(seat), ready=True)
    for row in (planned, gone):
        for tab in ("", "load", "papers", "gate", "history", "nothing"):
            answer = client.get(path(row, "shipment-page"), {"tab": tab})
            assert answer.status_code == 200
            assert answer.content.count(b'id="documents"') == (tab == "papers")
    client.post(path(gone, "shipment-depart"), {**token(), "version": fresh(gone).version})
    assert "judged by rules" in text_of(client.get(path(gone, "shipment-page"), {"tab": "gate"}))


@pytest.mark.parametrize("code", ["CH-25-999", "CH-25", "x", "CH-99999999999-1"])
def test_a_shipment_that_is_not_there(client, coop, seat, code):
    assert client.get(reverse("shipment-page", args=[coop.slug, code])).status_code == 404


# --- planning and changing --------------------------------------------------------------------------------------------


def test_a_shipment_is_planned_from_an_order_and_loaded(client, coop, seat):
    order = make_allocation(seat).order_line.order
    url = reverse("shipment-new", args=[coop.slug])
    page = client.get(url, {"order": order.code})
    assert f'value="{order.pk}" selected' in page.content.decode()
    body = {**token(), "order": order.pk, "market": order.market_id, "trader": order.trader_id,
            "planned_on": "9/9/2025", "consignee": "Guangxi"}  # fmt: skip
    for _ in range(2):
        answer = client.post(url, body)
        assert answer.status_code == 302
    row = Shipment.objects.of(coop).get()
    assert Allocation.objects.of(coop).get().shipment == row


def test_bad_input_keeps_what_was_typed(client, coop, seat):
    row = make_shipment(seat)
    answer = client.post(reverse("shipment-new", args=[coop.slug]), typed(row, temp_set_dc="40", seal="VN-7788"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "between -5 and 25" in page
    assert "VN-7788" in page
    assert Shipment.objects.of(coop).count() == 1


def test_a_change_is_saved_and_a_stale_one_compared(client, seat):
    row = make_shipment(seat)
    body = typed(row, version=row.version, seal="VN-1", order="")
    assert client.post(path(row, "shipment-edit"), body).status_code == 302
    assert fresh(row).temp_set_dc == 45
    answer = client.post(path(row, "shipment-edit"), typed(row, version=row.version, seal="VN-2"))
    assert "Somebody saved this in the meantime" in text_of(answer)
    assert fresh(row).seal == "VN-1"


# --- leaving ----------------------------------------------------------------------------------------------------------


def test_the_gate_lists_what_fails_with_links(client, seat):
    row = make_shipment(seat, make_allocation(seat), vehicle="")
    page = client.get(path(row, "shipment-page"), {"tab": "gate"}).content.decode()
    assert "Neither vehicle nor container" in page
    assert path(row, "shipment-edit") in page
    assert "Missing: Invoice." in page
    refused = client.post(path(row, "shipment-depart"), {**token(), "version": row.version})
    assert "cannot leave" in text_of(refused)
    assert fresh(row).status == "planned"
    client.force_login(make_seat(seat.cooperative, "clerk").user)
    page = client.get(path(row, "shipment-page"), {"tab": "gate"}).content.decode()
    assert "Neither vehicle nor container" in page
    assert path(row, "shipment-edit") not in page and path(row, "shipment-paper", "invoice") not in page


def test_gate_and_papers_cost_the_same_however_much_is_loaded(client, seat, django_assert_max_num_queries):
    one = make_allocation(seat)
    row = make_shipment(seat, one, ready=True)
    urls = [path(row, "shipment-page") + "?tab=gate", path(row, "shipment-paper-pdf", "source_list")]
    counts = []
    for more in (0, 6):
        loads = [make_allocation(seat, order=one.order_line.order).pk for _ in range(more)]
        if loads:
            load_allocations(seat, shipment=row, allocations=loads)
        for url in urls:
            client.get(url)
            with django_assert_max_num_queries(30) as asked:
                assert client.get(url).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_it_leaves_once_and_is_taken_back(client, coop, seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    body = {**token(), "version": row.version}
    for _ in range(2):
        assert client.post(path(row, "shipment-depart"), body).status_code == 302
    assert Delivery.objects.of(coop).count() == 1
    order = Allocation.objects.of(coop).get().order_line.order
    assert row.code in text_of(client.get(reverse("order-page", args=[coop.slug, order.code])))
    assert "Only a planned shipment" in text_of(client.get(path(row, "shipment-depart")))
    undo = client.post(path(row, "shipment-undo"), {**token(), "reason": "nhầm"})
    assert undo.status_code == 302
    assert fresh(row).status == "planned"


def test_a_warning_asks_for_a_reason(client, coop, seat):
    row = make_shipment(seat, make_allocation(seat), ready=True)
    LabelPrint.objects.of(coop).delete()
    url = path(row, "shipment-depart")
    assert 'name="reason"' in client.get(url).content.decode()
    body = {"version": row.version}
    assert "say why the shipment leaves" in text_of(client.post(url, {**token(), **body}))
    assert client.post(url, {**token(), **body, "reason": "đủ tem"}).status_code == 302


def test_arrival_and_giving_up(client, seat):
    row, other = make_shipment(seat, make_allocation(seat), status="departed"), make_shipment(seat)
    wrong = client.post(path(row, "shipment-arrive"), {**token(), "arrived_on": "7/9/2025", "note": "2 thùng dập"})
    assert "cannot arrive before" in text_of(wrong)
    assert "2 thùng dập" in wrong.content.decode()
    assert client.post(path(row, "shipment-arrive"), {**token(), "arrived_on": "8/9/2025"}).status_code == 302
    assert client.post(path(other, "shipment-cancel"), {**token(), "reason": ""}).status_code == 200
    assert client.post(path(other, "shipment-cancel"), {**token(), "reason": "xe hỏng"}).status_code == 302
    assert (fresh(row).status, fresh(other).status) == ("arrived", "cancelled")


# --- doors ------------------------------------------------------------------------------------------------------------


def steps(row) -> list[tuple[str, dict]]:
    names = ("shipment-edit", "shipment-scan", "shipment-tick", "shipment-depart", "shipment-undo", "shipment-arrive",
             "shipment-cancel")  # fmt: skip
    pages = [path(row, name) for name in names]
    return [*pages, path(row, "shipment-paper", "invoice"), path(row, "shipment-paper-print", "packing_list")]


def test_readers_and_strangers_write_nothing(client, coop, seat):
    row = make_shipment(seat, make_allocation(seat))
    reader = make_seat(coop, "accountant")
    stranger = make_seat(make_coop("an-phu"), "director")
    for user, status in ((reader.user, 403), (stranger.user, 404)):
        client.force_login(user)
        for url in steps(row):
            assert client.post(url, token()).status_code == status, url
    assert fresh(row).version == row.version
    client.force_login(reader.user)
    assert client.get(path(row, "shipment-page")).status_code == 200


def test_another_co_operatives_shipment_is_not_there(client, coop, seat):
    other = make_seat(make_coop("an-phu"), "director")
    for _ in range(3):
        foreign = make_shipment(other)
    for name in ("shipment-page", "shipment-edit", "shipment-depart"):
        assert client.get(reverse(name, args=[coop.slug, foreign.code])).status_code == 404
