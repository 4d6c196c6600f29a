"""Ageing at any date, statements that print the same again, lists, margins, and the credit limit at its two places."""

import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.tests.builders import make_coop, make_seat
from harvests.models import TraderOrder
from harvests.tests.builders import make_order, make_trader
from harvests.tests.debts_builders import (
    agree,
    make_bill,
    make_claim,
    make_cost,
    make_deposit,
    make_receipt,
    make_receivable,
)
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
    seat = make_seat(coop, "accountant")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


def at(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def token():
    return {"token": str(uuid.uuid4())}


def test_ageing_at_any_date_costs_the_same_and_adds_up_to_the_ledger(client, coop, seat, django_assert_max_num_queries):
    def board(**asked):
        return client.get(at(coop, "trader-ageing"), asked)

    old = make_receivable(seat, amount_vnd=9_000_000, day=dt.date(2025, 6, 1))
    make_receipt(seat, old.trader, 4_000_000, (old, 3_000_000), day=dt.date(2025, 7, 1))
    board()
    with django_assert_max_num_queries(8) as few:
        row = board().context["rows"][0]
    assert (row["buckets"][4][1], row["on_account"], row["balance"]) == ("6,000,000", "1,000,000", "5,000,000")
    past = board(day="15/6/2025").context["rows"][0]
    assert (past["buckets"][1][1], past["balance"]) == ("9,000,000", "9,000,000")
    for number in range(20):
        make_receivable(seat, make_trader(coop, f"Vựa {number}"), amount_vnd=1_000_000)
    with django_assert_max_num_queries(8) as many:
        assert board().context["total"]["balance"] == "25,000,000"
    assert len(few) == len(many)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(board(format="xlsx").content)).get_sheet_by_index(0).to_python()
    assert sheet[-1][7] == 25_000_000


def test_a_statement_printed_before_a_reversal_prints_the_same_again(client, coop, seat):
    sold = make_receivable(seat, amount_vnd=30_000_000)
    url = at(coop, "trader-account", sold.trader_id)
    upto = client.get(url).context["upto"]
    printed = at(coop, "trader-statement", sold.trader_id) + f"?first=1/9/2025&last=8/9/2025&upto={upto}"
    before = client.get(printed).context["accounts"]
    agree(seat, make_claim(seat, sold, 2_000_000), 1_500_000)
    make_deposit(seat, make_order(seat, sold.trader, status="confirmed"))
    assert client.get(printed).context["accounts"] == before
    trade, held = client.get(url).context["accounts"]
    assert (trade["closing"], held["closing"]) == ("28,500,000", "50,000,000")
    sheet = client.get(url, {"format": "xlsx"}).content
    cells = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [row[5] for row in cells[1:]] == [0, 30_000_000, 28_500_000]


COUNTED = {
    "deposit-list": "Deposits: 4 · 200,000,000 đ · still held 200,000,000 đ",
    "receivable-list": "Receivables: 4 · 400,000,000 đ · open 400,000,000 đ",
    "receipt-list": "Receipts: 4 · 4,000,000 đ · on account 4,000,000 đ",
    "claim-list": "Claims: 4 · 0 kg · asked 12,000,000 đ · agreed 0 đ",
}


@pytest.mark.parametrize("name", COUNTED)
def test_lists_cost_the_same_however_long(client, coop, seat, name, django_assert_max_num_queries):
    def furnish():
        sold = make_receivable(seat)
        make_receipt(seat, sold.trader, 1_000_000)
        make_claim(seat, sold)
        make_deposit(seat, make_order(seat, sold.trader))

    assert client.get(at(coop, name)).status_code == 200
    furnish()
    with django_assert_max_num_queries(8) as few:
        client.get(at(coop, name))
    for _ in range(3):
        furnish()
    with django_assert_max_num_queries(8) as many:
        page = client.get(at(coop, name), {"search": "hoa"}).context
    assert (len(page["rows"]), page["counted"]) == (4, COUNTED[name])
    assert len(few) == len(many)
    sheet = client.get(at(coop, name), {"format": "xlsx"}).content
    assert CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).height == 5


def test_a_margin_follows_the_fruit_to_the_tickets(client, coop, seat, django_assert_max_num_queries):
    director = make_seat(coop, "director")
    shipment = make_shipment(director, make_allocation(director, make_lot(director)), status="departed")
    order = TraderOrder.objects.of(coop).filter(lines__allocations__shipment=shipment).first()
    make_cost(seat, order, 90_000)
    url = at(coop, "order-margin", order.code)
    first = client.get(url).context
    assert not first["final"]
    assert "not billed yet" in " ".join(first["unknown"])
    sold = make_bill(seat, shipment)
    with django_assert_max_num_queries(15):
        page = client.get(url).context
    lines = {line["name"]: line["amount"] for line in page["lines"]}
    assert page["final"]
    # 91.5 kg at 20,000 dong went in for 90 kg packed; sold at 18,000, with 90,000 dong of packing.
    assert lines["Fruit, back to the tickets"] == "-1,830,000"
    assert page["margin"] == {"amount": "-300,000", "per_kg": "-3,333"}
    agree(seat, make_claim(seat, sold, 90_000, grams=5_000), 45_000)
    assert client.get(url).context["margin"]["amount"] == "-345,000"


def test_the_limit_warns_at_confirming_and_at_the_gate(client, coop, seat):
    director = make_seat(coop, "director")
    trader = make_trader(coop, "Vựa nhỏ", credit_limit_vnd=2_000_000)
    make_receivable(seat, trader, amount_vnd=1_000_000)
    draft = make_order(seat, trader, lines=[("L1", 100_000)])
    assert "could come to owe 2,800,000" in client.get(at(coop, "order-confirm", draft.code)).content.decode()
    order = make_order(seat, trader, status="confirmed")
    row = make_shipment(director, make_allocation(director, order=order), ready=True)
    client.force_login(director.user)
    url = at(coop, "shipment-depart", row.code)
    page = client.get(url)
    assert "would owe 2,620,000 đ: 1,000,000 đ now and 1,620,000 đ more" in page.content.decode()
    body = {"version": page.context["form"]["version"].value(), **token()}
    client.post(url, body)
    row.refresh_from_db()
    assert row.status == "planned"
    assert client.post(url, {**body, **token(), "reason": "khách quen"}).status_code == 302
