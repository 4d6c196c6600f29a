"""The scale as the browser's script and a browser without script use it: the weigh contract, and the five questions."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import DayBook, DayTotal, HarvestLine, HarvestRecord
from harvests.tests.builders import make_board, make_code, make_crate, make_scale, make_season, typed_ticket

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def clerk(coop, client):
    seat = make_seat(coop, "clerk")
    make_scale(seat)
    client.force_login(seat.user)
    return seat


@pytest.fixture
def hoa(coop):
    household = make_household(coop, "097", "Bùi Thị Hoa")
    make_plot(household)
    return household


def post(client, coop, body, **headers):
    return client.post(reverse("weigh", args=[coop.slug]), body, **{**JSON, **headers})


def test_a_ticket_is_recorded_with_lines_totals_and_book(client, coop, clerk, hoa):
    answer = post(client, coop, typed_ticket("97", (("99,5", "L1"), ("101", "L1"), ("94.5", "L2"))))
    assert answer.status_code == 201, answer.content.decode()
    told = answer.json()
    record = HarvestRecord.objects.of(coop).get()
    assert (record.net_g, record.tare_g, record.amount_vnd) == (271_000, 24_000, 5_160_500)
    assert (record.status, record.number, record.household, record.recorded_by) == ("posted", 1, hoa, clerk.user)
    assert told["ticket"]["net_g"] == 271_000 and told["ticket"]["amount_vnd"] == 5_160_500
    assert told["ticket"]["household"] == "097" and told["ticket"]["provisional"] is False
    assert told["day"]["tickets"] == 1 and told["day"]["net_g"] == 271_000
    book = DayBook.objects.of(coop).get()
    assert (book.last_number, book.tickets, book.net_g, book.amount_vnd) == (1, 1, 271_000, 5_160_500)
    totals = DayTotal.objects.of(coop).values_list("grade__code", "lines", "net_g", "amount_vnd")
    assert set(totals) == {("L1", 2, 184_500, 3_690_000), ("L2", 1, 86_500, 1_470_500)}
    assert AuditEntry.objects.of(coop).get().verb == "ticket recorded"


def test_a_ticket_takes_at_most_fifteen_statements(client, coop, clerk, hoa, django_assert_max_num_queries):
    make_code(hoa.plots.first())
    assert post(client, coop, typed_ticket("097", (("80", "L1"),))).status_code == 201
    with django_assert_max_num_queries(15):
        answer = post(client, coop, typed_ticket("097", (("99,5", "L1"), ("94,5", "L2"), ("98", "D"))))
    assert answer.status_code == 201


def test_the_book_holds_what_the_screen_needs_offline(client, coop, clerk, hoa, django_assert_max_num_queries):
    make_code(hoa.plots.first(), status="suspended")
    make_household(coop, "031", "Lò Văn Đức", left_on=dt.date(2024, 1, 1))
    post(client, coop, typed_ticket("097"))
    url = reverse("weigh-book", args=[coop.slug])
    with django_assert_max_num_queries(6):
        answer = client.get(url)
    book = answer.json()
    [household] = book["households"]
    assert (household["code"], household["name"], household["blocked"]) == ("097", "Bùi Thị Hoa", False)
    assert "bui thi hoa" in household["key"]
    [plot] = household["plots"]
    assert plot["code"] == "097-1" and plot["last"]
    assert plot["tags"][0].startswith("VN-SLOR-0003 (")
    assert book["prices"] == {"export": {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000}}
    assert [grade["code"] for grade in book["grades"]] == ["L1", "L2", "L3", "D", "XO", "CPL"]
    assert book["crates"] == [{"code": "N2", "name": "Sọt nhựa", "tare_g": 2_000, "is_default": True}]
    assert book["scale"]["capacity_g"] == 300_000
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    make_household(coop, "032", "Vì Thị Ơn")
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 200
