"""Loading by scanner and by ticking, and the papers: what a scanner reads, what means nothing, numbered PDFs."""

import re
import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.models import Allocation, ShipmentPaper
from harvests.tests.lots_builders import make_lot
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


def scan(client, row, code, **more):
    return client.post(path(row, "shipment-scan"), {**token(), "code": code}, **more)


@pytest.mark.parametrize(
    "form", ["{lot}", "{lower}", "{lot}-0007", "{lot}/7", "{trace}", "https://htx.vn/t/{trace}/",
             "https://id.gs1.org/01/08938505974019/10/{lot}/21/7", "(01)08938505974019(10){lot}(21)7"]
)  # fmt: skip
def test_a_scanner_loads_whatever_it_reads(client, coop, seat, form):
    allocation = make_allocation(seat)
    row = make_shipment(seat, trader=allocation.order_line.order.trader)
    lot = allocation.carton.lot
    answer = scan(client, row, form.format(lot=lot.code, lower=lot.code.lower(), trace=lot.trace_code))
    assert answer.status_code == 302
    assert answer.url.endswith("?tab=load")
    assert Allocation.objects.of(coop).get().shipment_id == row.pk


def test_with_htmx_only_the_load_is_sent_and_the_box_stays(client, seat):
    allocation = make_allocation(seat)
    row = make_shipment(seat, trader=allocation.order_line.order.trader)
    answer = scan(client, row, allocation.carton.lot.code, headers={"hx-request": "true"})
    page = answer.content.decode()
    assert answer["HX-Trigger"] == "loaded"
    assert "<html" not in page
    assert 'name="code"' not in page
    assert "18 cartons" in text_of(answer)
    assert re.search(r'name="token" value="[0-9a-f-]{36}" form="scan"', page)
    again = scan(client, row, allocation.carton.lot.code, headers={"hx-request": "true"})
    assert "HX-Trigger" not in again
    assert "is loaded already" in text_of(again)


@pytest.mark.parametrize(
    "code", ["", "NH-999999-CN-01", "ZZZZZZZZ", "'; DROP TABLE", "x" * 200, "%(lot)s {{7}}", "[::1]//"]
)
def test_codes_that_mean_nothing_load_nothing(client, coop, seat, code):
    allocation = make_allocation(seat)
    row = make_shipment(seat, trader=allocation.order_line.order.trader)
    answer = scan(client, row, code)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert Allocation.objects.of(coop).get().shipment is None


def test_a_lot_that_nobody_set_aside_says_what_to_do(client, seat):
    row = make_shipment(seat)
    assert "Set it aside first" in text_of(scan(client, row, make_lot(seat).code))


def test_another_co_operatives_lot_is_not_found(client, seat):
    other = make_seat(make_coop("an-phu"), "director")
    row = make_shipment(seat)
    assert "Nothing was found" in text_of(scan(client, row, make_allocation(other).carton.lot.code))


def test_ticked_lines_are_loaded_and_unloaded(client, coop, seat):
    allocation = make_allocation(seat)
    row = make_shipment(seat, trader=allocation.order_line.order.trader)
    nothing = client.post(path(row, "shipment-tick"), token())
    assert "Tick at least one" in text_of(nothing)
    body = {**token(), "allocations": [allocation.pk]}
    for _ in range(2):
        assert client.post(path(row, "shipment-tick"), body).status_code == 302
    assert Allocation.objects.of(coop).get().shipment_id == row.pk
    url = path(row, "shipment-unload", allocation.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, token()).status_code == 302
    assert Allocation.objects.of(coop).get().shipment is None
    assert client.get(url).status_code == 404


# --- papers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["dispatch_order", "goods_issue", "packing_list", "handover", "source_list"])
def test_our_papers_are_pdfs_with_a_number(client, coop, seat, kind):
    row = make_shipment(seat, make_allocation(seat))
    pdf = path(row, "shipment-paper-pdf", kind)
    assert client.get(pdf).status_code == 404
    body = token()
    for _ in range(2):
        assert client.post(path(row, "shipment-paper-print", kind), body).url == pdf
    answer = client.get(pdf)
    assert answer.content.startswith(b"%PDF-")
    number = ShipmentPaper.objects.of(coop).get(shipment=row, kind=kind).number
    assert number in answer["Content-Disposition"]


def test_nothing_loaded_prints_nothing(client, seat):
    row = make_shipment(seat)
    answer = client.post(path(row, "shipment-paper-print", "packing_list"), token(), follow=True)
    assert "Nothing is loaded yet" in text_of(answer)


def test_a_paper_is_entered(client, coop, seat):
    row = make_shipment(seat)
    url = path(row, "shipment-paper", "invoice")
    paper = ShipmentPaper.objects.of(coop).get(shipment=row, kind="invoice")
    body = {**token(), "version": paper.version, "state": "signed", "number": "0001", "issued_on": "8/9/2025"}
    wrong = client.post(url, {**body, **token(), "valid_to": "7/9/2025"})
    assert "valid only before" in text_of(wrong)
    assert "0001" in wrong.content.decode()
    for _ in range(2):
        assert client.post(url, body).status_code == 302
    paper.refresh_from_db()
    assert (paper.number, paper.state, paper.version) == ("0001", "signed", 2)
    assert "Somebody saved this" in text_of(client.post(url, {**body, **token(), "number": "0002"}))
    assert client.get(path(row, "shipment-paper", "nothing")).status_code == 404
