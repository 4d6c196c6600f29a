"""Traders as people use them: the list, the page and the form, for sales, readers and strangers."""

import io
import uuid

import pytest
from django.urls import reverse
from django.utils import translation
from python_calamine import CalamineWorkbook

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_market, make_seat
from harvests.models import Trader
from harvests.tests.builders import make_order, make_trader

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def sales(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    return seat


def typed(**values):
    trader = {
        "token": str(uuid.uuid4()), "name": "  Vựa  Hòa Phát ", "kind": "trader", "phone": "0912 345 678",
        "tax_code": "0101234567", "payment_days": "15", "credit_limit_vnd": "500 tr", "is_active": "on",
    }  # fmt: skip
    return {**trader, **values}


def new(coop):
    return reverse("trader-new", args=[coop.slug])


def test_a_trader_is_added_tidily_and_audited(client, coop, sales):
    answer = client.post(new(coop), typed())
    assert answer.status_code == 302, answer.context["form"].errors
    trader = Trader.objects.of(coop).get()
    assert (trader.name, trader.phone, trader.credit_limit_vnd) == ("Vựa Hòa Phát", "+84912345678", 500_000_000)
    assert trader.search_key.startswith("vua hoa phat")
    assert AuditEntry.objects.of(coop).get().verb == "trader registered"


def test_the_same_token_adds_once_and_another_body_is_refused(client, coop, sales):
    facts = typed()
    assert client.post(new(coop), facts).status_code == client.post(new(coop), facts).status_code == 302
    assert Trader.objects.of(coop).count() == 1
    assert client.post(new(coop), {**facts, "name": "Khác"}).status_code == 409
    assert Trader.objects.of(coop).count() == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", ""), ("phone", "12"), ("tax_code", "12-34"), ("payment_days", "999"), ("credit_limit_vnd", "1.500 tr"),
     ("email", "nobody"), ("payment_days", "1,5"), ("kind", "king")],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, sales, field, text):
    answer = client.post(new(coop), typed(**{field: text}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "500 tr" in answer.content.decode() or text == "1.500 tr"
    assert not Trader.objects.of(coop).exists()


def test_a_name_is_taken_once_in_each_co_operative(client, coop, sales):
    make_trader(make_coop("an-phu"))
    assert client.post(new(coop), typed()).status_code == 302
    answer = client.post(new(coop), typed())
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_number_abroad_is_taken_with_its_country_code(client, coop, sales):
    client.post(new(coop), typed(phone="+1 604 555 0100", country="Canada", tax_code=""))
    assert Trader.objects.of(coop).get().phone == "+16045550100"


def test_a_stale_save_shows_both_versions(client, coop, sales):
    trader = make_trader(coop)
    url = reverse("trader-edit", args=[coop.slug, trader.pk])
    assert client.post(url, typed(version=1, contact="Lan")).status_code == 302
    answer = client.post(url, typed(version=1, contact="Minh"))
    assert answer.status_code == 200
    assert any(row[1:] == ("Minh", "Lan") for row in answer.context["form"].conflict)
    trader.refresh_from_db()
    assert trader.contact == "Lan"
    assert trader.history.count() == 2
    assert client.post(url, typed(version=2, contact="Minh")).status_code == 302


def test_a_change_sent_twice_is_carried_out_once(client, coop, sales):
    trader = make_trader(coop)
    url = reverse("trader-edit", args=[coop.slug, trader.pk])
    facts = typed(version=1, contact="Lan")
    assert client.post(url, facts).status_code == client.post(url, facts).status_code == 302
    trader.refresh_from_db()
    assert trader.version == 2


@pytest.mark.parametrize("words", ["hoa phat", "HÒA", "5678", "lan", "safeway"])
def test_search_finds_by_name_contact_phone_and_chain(client, coop, sales, words):
    make_trader(coop, phone="+84912345678", contact="Nguyễn Thị Lan", chain="Safeway")
    make_trader(coop, "Đại lý Én")
    page = client.get(reverse("trader-list", args=[coop.slug]), {"search": words}).content.decode()
    assert "Vựa Hòa Phát" in page
    assert "Đại lý Én" not in page


def test_filters_by_kind_market_and_activity(client, coop, sales):
    make_trader(coop, "Alpha", kind="exporter", market=make_market("JP", "Nhật Bản", "Japan"))
    make_trader(coop, "Beta", is_active=False)

    def names(**asked):
        rows = client.get(reverse("trader-list", args=[coop.slug]), asked).context["rows"]
        return [row["name"] for row in rows]

    assert names() == ["Alpha"]
    assert names(active="all") == ["Alpha", "Beta"]
    assert names(active="no") == ["Beta"]
    assert names(kind="exporter") == ["Alpha"]
    assert names(kind="trader", active="all") == ["Beta"]
    assert names(market=make_market("JP").pk) == ["Alpha"]
    assert names(kind="nonsense") == ["Alpha"]


def test_the_list_and_the_page_count_only_firm_orders(client, coop, sales):
    trader = make_trader(coop)
    make_order(sales, trader, status="confirmed")
    make_order(sales, trader)
    make_order(sales, trader, status="cancelled")
    with translation.override("en"):
        row = client.get(reverse("trader-list", args=[coop.slug]), headers={"accept-language": "en"}).context["rows"][0]
    assert (row["orders"], row["open"], row["ordered"], row["delivered"], row["cancelled"]) == (
        "3", "2", "10,000", "0", 1,
    )  # fmt: skip
    page = client.get(reverse("trader-page", args=[coop.slug, trader.pk]), {"tab": "cancelled"}).content.decode()
    assert "bỏ cọc" in page
    assert page.count("DH-") >= 1


@pytest.mark.parametrize("tab", ["orders", "cancelled", "facts", "history", "nonsense"])
def test_every_tab_of_the_page_opens(client, coop, sales, tab):
    trader = make_trader(coop)
    make_order(sales, trader)
    assert client.get(reverse("trader-page", args=[coop.slug, trader.pk]), {"tab": tab}).status_code == 200


def test_downloads_carry_what_is_listed(client, coop, sales):
    make_trader(coop, "=cmd()")
    make_order(sales, Trader.objects.of(coop).get(), status="confirmed")
    url = reverse("trader-list", args=[coop.slug])
    text = client.get(url, {"format": "csv"}).content.decode("utf-8-sig")
    assert "'=cmd()" in text
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url, {"format": "xlsx"}).content))
    row = book.get_sheet_by_index(0).to_python()[1]
    assert (row[0], row[7], row[10]) == ("=cmd()", 1, 10_000_000)


def test_a_reader_may_not_write_and_a_stranger_finds_nothing(client, coop):
    trader = make_trader(coop)
    paths = [new(coop), reverse("trader-edit", args=[coop.slug, trader.pk])]
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(reverse("trader-page", args=[coop.slug, trader.pk])).status_code == 200
    assert {client.post(path, typed(version=1)).status_code for path in paths} == {403}
    other = make_coop("an-phu")
    client.force_login(make_seat(other, "director").user)
    assert {client.post(path, typed(version=1)).status_code for path in paths} == {404}
    assert client.get(reverse("trader-page", args=[other.slug, trader.pk])).status_code == 404
    assert client.post(reverse("trader-edit", args=[other.slug, trader.pk]), typed(version=1)).status_code == 404
    assert Trader.objects.of(coop).get().version == 1


def test_the_list_costs_the_same_at_3_rows_and_at_60(client, coop, sales, django_assert_max_num_queries):
    for number in range(3):
        make_order(sales, make_trader(coop, f"Vựa {number}"))
    url = reverse("trader-list", args=[coop.slug])
    client.get(url)
    with django_assert_max_num_queries(7) as few:
        client.get(url)
    for number in range(57):
        make_trader(coop, f"Vựa khác {number}")
    with django_assert_max_num_queries(7) as many:
        assert len(client.get(url).context["rows"]) == 50
    assert len(few) == len(many)
