"""The order book and one order's page: groups, filters, sums, bars, downloads, and what each costs."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.tests.builders import make_coop, make_market, make_seat
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery
from harvests.models import OrderLine, TraderOrder
from harvests.tests.builders import make_order, make_trader

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


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


def book(client, coop, **asked):
    return client.get(reverse("order-list", args=[coop.slug]), asked)


def codes(answer) -> list[str]:
    return [row["code"] for section in answer.context["sections"] for row in section["rows"]]


def days(first: str, last: str) -> dict:
    return {"deliver_from": dt.date.fromisoformat(first), "deliver_to": dt.date.fromisoformat(last)}


def deliver(seat, order, grams):
    line = OrderLine.objects.of(seat.cooperative).filter(order=order).first()
    return record_delivery(seat, line=line, delivered_on=TODAY, quantity_g=grams)


def test_the_book_is_grouped_by_week_with_sums(client, coop, sales):
    make_order(sales, lines=[("L1", 10_000_000), ("L2", 5_000_000)], **days("2025-09-08", "2025-09-14"))
    partly = make_order(sales, status="confirmed", **days("2025-09-10", "2025-09-12"))
    make_order(sales, **days("2025-09-15", "2025-09-21"))
    deliver(sales, partly, 4_000_000)
    answer = book(client, coop)
    sections = answer.context["sections"]
    assert [section["title"] for section in sections] == ["Week 37 (08–14/09)", "Week 38 (15–21/09)"]
    assert [len(section["rows"]) for section in sections] == [2, 1]
    assert sections[0]["sums"] == {
        "orders": "2", "ordered": "25,000 kg", "delivered": "4,000 kg", "left": "21,000 kg",
    }  # fmt: skip
    assert answer.context["sums"]["ordered"] == "35,000 kg"
    row = sections[0]["rows"][0]
    assert (row["code"], row["fill"], row["percent"], row["left"]) == ("DH-25-002", "40", "40 %", "6,000")
    assert 'aria-label="4,000 kg of 10,000 kg delivered"' in answer.content.decode()


def test_the_book_is_grouped_by_market(client, coop, sales):
    make_order(sales, market=make_market("JP", "Nhật Bản", "Japan"))
    make_order(sales)
    make_order(sales, market=make_market("JP"))
    sections = book(client, coop, by="market").context["sections"]
    assert sorted((section["title"], len(section["rows"])) for section in sections) == [("China", 1), ("Japan", 2)]
    assert {section["sums"]["orders"] for section in sections} == {"1", "2"}


def test_filters_narrow_the_book(client, coop, sales):
    lan = make_trader(coop, "Chị Lan")
    draft = make_order(sales, lan, deposit_vnd=1_000_000).code
    firm = make_order(sales, make_trader(coop, "Anh Minh"), status="confirmed", **days("2025-09-15", "2025-09-16")).code
    japan = make_order(sales, lan, market=make_market("JP"), **days("2025-09-22", "2025-09-23")).code
    gone = make_order(sales, lan, status="cancelled").code
    assert codes(book(client, coop)) == [draft, firm, japan]
    assert set(codes(book(client, coop, state="all"))) == {draft, firm, japan, gone}
    assert codes(book(client, coop, state="confirmed")) == [firm]
    assert codes(book(client, coop, state="cancelled")) == [gone]
    assert codes(book(client, coop, trader=lan.pk)) == [draft, japan]
    assert codes(book(client, coop, market=make_market("JP").pk)) == [japan]
    assert codes(book(client, coop, first="17/9")) == [firm, japan]
    assert codes(book(client, coop, last="17/9")) == [draft, firm]
    assert codes(book(client, coop, first="15/9", last="15/9")) == [firm]
    assert codes(book(client, coop, no_deposit="on")) == [draft, firm, japan]
    assert codes(book(client, coop, search="minh")) == [firm]
    assert codes(book(client, coop, search="dh-25-003")) == codes(book(client, coop, search="3")) == [japan]
    assert codes(book(client, coop, first="31/2", state="king", trader="x", by="z")) == [draft, firm, japan]
    assert "No order fits" in book(client, coop, search="nobody").content.decode()


def test_late_orders_are_marked_and_found(client, coop, sales):
    past = {"ordered_on": dt.date(2025, 8, 1), **days("2025-09-01", "2025-09-07")}
    late = make_order(sales, status="confirmed", **past)
    make_order(sales, **past)  # a draft promised nothing
    make_order(sales, status="confirmed", **days("2025-09-01", "2025-09-08"), ordered_on=dt.date(2025, 8, 1))
    rows = {row["code"]: row["late"] for section in book(client, coop).context["sections"] for row in section["rows"]}
    assert [code for code, is_late in rows.items() if is_late] == [late.code]
    assert codes(book(client, coop, late="on")) == [late.code]
    assert "late" in client.get(reverse("order-page", args=[coop.slug, late.code])).content.decode()


def test_an_empty_book_says_why_orders_are_good(client, coop, sales):
    page = book(client, coop).content.decode()
    assert "Traders who order early let growers tend their fruit with confidence." in page
    assert reverse("order-new", args=[coop.slug]) in page


def test_finished_orders_come_newest_first(client, coop, sales):
    first = make_order(sales, status="cancelled", **days("2025-09-08", "2025-09-09")).code
    second = make_order(sales, status="cancelled", **days("2025-09-18", "2025-09-19")).code
    assert codes(book(client, coop, state="cancelled")) == [second, first]


def test_pages_of_fifty_keep_the_sums_of_the_whole(client, coop, sales, django_assert_max_num_queries):
    for _ in range(3):
        make_order(sales, **days("2025-09-08", "2025-09-14"))
    book(client, coop)
    with django_assert_max_num_queries(8) as few:
        book(client, coop)
    for _ in range(50):
        make_order(sales, lines=[("L1", 1_000_000), ("L2", 1_000_000)], **days("2025-09-15", "2025-09-21"))
    with django_assert_max_num_queries(8) as many:
        answer = book(client, coop)
    assert len(few) == len(many)
    assert len(codes(answer)) == 50
    assert answer.context["sums"]["orders"] == "53"
    assert answer.context["sections"][1]["sums"]["orders"] == "50"
    assert len(codes(book(client, coop, page=2))) == 3
    assert len(codes(book(client, coop, page="x"))) == 50


def test_the_changing_part_alone_answers_htmx(client, coop, sales):
    make_order(sales)
    url = reverse("order-list", args=[coop.slug])
    part = client.get(url, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
    assert "DH-25-001" in part


def test_downloads_have_a_row_for_each_line(client, coop, sales):
    order = make_order(sales, lines=[("L1", 10_000_000), ("L2", 5_000_000)], deposit_vnd=7)
    book_file = book(client, coop, format="xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book_file)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:3]] == [order.code] * 2
    assert [row[12] for row in rows[1:]] == [10_000_000, 5_000_000, 15_000_000]
    assert [row[17] for row in rows[1:3]] == [7, ""]
    assert "DH-25-001" in book(client, coop, format="csv", state="draft").content.decode()


def test_an_order_shows_its_lines_call_offs_and_deliveries(client, coop, sales, django_assert_max_num_queries):
    order = make_order(sales, lines=[("L1", 10_000_000), ("L2", 5_000_000)], status="confirmed", deposit_vnd=5_000_000)
    url = reverse("order-page", args=[coop.slug, order.code])
    client.get(url)
    with django_assert_max_num_queries(7) as few:
        client.get(url)
    call_off(sales, order=order, due_on=dt.date(2025, 9, 20), quantity_g=15_200_000)
    deliver(sales, order, 2_500_000)
    with django_assert_max_num_queries(7) as many:
        answer = client.get(url)
    assert len(few) == len(many)
    page = answer.content.decode()
    assert [line["percent"] for line in answer.context["lines"]] == ["25 %", "0 %"]
    assert answer.context["facts"]["value"] == "270,000,000 đ"
    assert "outside the window" in page
    assert "200 kg more than ordered" in page
    assert "part delivered" in page


def test_the_history_tells_what_was_done(client, coop, sales):
    order = make_order(sales, status="cancelled")
    page = client.get(reverse("order-page", args=[coop.slug, order.code]), {"tab": "history"}).content.decode()
    assert "order registered" in page
    assert "order cancelled" in page
    assert "bỏ cọc" in page


@pytest.mark.parametrize("code", ["DH-25-999", "DH-25-1", "x", "DH-24-001", "dh-25-001"])
def test_an_order_that_is_not_there_is_not_found(client, coop, sales, code):
    make_order(sales)
    assert client.get(reverse("order-page", args=[coop.slug, code])).status_code == 404


def test_readers_read_without_buttons_and_strangers_find_nothing(client, coop):
    order = make_order(make_seat(coop, "sales"), status="confirmed")
    paths = [reverse("order-list", args=[coop.slug]), reverse("order-page", args=[coop.slug, order.code])]
    client.force_login(make_seat(coop, "controller").user)
    pages = [client.get(path) for path in paths]
    assert {page.status_code for page in pages} == {200}
    assert not any("/orders/new/" in page.content.decode() or "/cancel/" in page.content.decode() for page in pages)
    other = make_coop("an-phu")
    client.force_login(make_seat(other, "director").user)
    assert {client.get(path).status_code for path in paths} == {404}
    assert client.get(reverse("order-page", args=[other.slug, order.code])).status_code == 404
    assert codes(client.get(reverse("order-list", args=[other.slug]), {"state": "all"})) == []
    assert TraderOrder.objects.of(coop).get().status == "confirmed"
