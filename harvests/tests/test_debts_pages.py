"""Pages of money with traders: the five questions of every form, the state of deposits, ageing, statements, margins."""

import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.models import (
    Claim,
    Deposit,
    DepositMove,
    OrderCost,
    Receipt,
    ReceiptShare,
    Receivable,
    TraderEntry,
    TraderOrder,
)
from harvests.tests.builders import make_order
from harvests.tests.debts_builders import (
    faults_of_debts,
    make_claim,
    make_cost,
    make_deposit,
    make_move,
    make_receipt,
    make_receivable,
)
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db
TABLES = (Claim, Deposit, DepositMove, OrderCost, Receipt, ReceiptShare, Receivable, TraderEntry)


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


def rows(coop) -> dict:
    return {table.__name__: sorted(table.objects.of(coop).values_list()) for table in TABLES}


def order_steps(seat, coop):
    order = make_order(seat, status="confirmed", deposit_vnd=40_000_000)
    cost = make_cost(seat, order)
    paid = {"amount_vnd": "5tr", "day": "8/9"}
    return {
        "deposit-new": ([order.code], {"amount_vnd": "40tr", "day": "8/9", "means": "cash"}, "amount_vnd"),
        "cost-new": ([order.code], {"kind": "cold", **paid}, "amount_vnd"),
        "cost-void": ([order.code, cost.pk], {"reason": "nhầm"}, "reason"),
    }


def deposit_steps(seat, coop):
    deposit, other = make_deposit(seat), make_deposit(seat)
    owed = make_receivable(seat, deposit.trader)
    move = make_move(seat, deposit, "offset", 1_000_000, receivable=owed)
    paid = {"amount_vnd": "2tr", "day": "8/9", "reason": "bỏ cọc"}
    return {
        "deposit-move offset": ([deposit.pk, "offset"], {**paid, "receivable": owed.pk}, "amount_vnd"),
        "deposit-move refund": ([deposit.pk, "refund"], paid, "amount_vnd"),
        "deposit-move forfeit": ([deposit.pk, "forfeit"], paid, "amount_vnd"),
        "deposit-move penalty": ([deposit.pk, "penalty"], paid, "amount_vnd"),
        "deposit-move-void": ([deposit.pk, move.pk], {"reason": "nhầm"}, "reason"),
        "deposit-void": ([other.pk], {"reason": "nhầm"}, "reason"),
    }


def owed_steps(seat, coop):
    owed, free, claimed = (make_receivable(seat) for _ in range(3))
    receipt = make_receipt(seat, owed.trader, 30_000_000, (owed, 10_000_000))
    share, claim = ReceiptShare.objects.of(coop).get(), make_claim(seat, claimed)
    box = {f"share-{owed.pk}": "1tr", f"share-{claimed.pk}": ""}
    paid = {"amount": "3tr", "day": "8/9", "means": "cash", **box}
    answer = {"agrees": "yes", "agreed_vnd": "2tr", "answered_on": "8/9", "answer": "đồng ý"}
    claiming = {"day": "8/9", "kind": "damage", "asked_vnd": "1tr", "description": "dập"}
    return {
        "receivable-new": ([], {"trader": owed.trader_id, "day": "8/9", "currency": "USD", "amount": "1200,50",
                                "rate_vnd": "25.400"}, "amount"),
        "receivable-void": ([free.pk], {"reason": "nhầm"}, "reason"),
        f"receipt-new?trader={owed.trader_id}&amount=3tr": ([], paid, "amount"),
        "receipt-apply": ([receipt.pk], box, f"share-{owed.pk}"),
        "receipt-share": ([receipt.pk, share.pk], {"reason": "nhầm"}, "reason"),
        "receipt-void": ([receipt.pk], {"reason": "nhầm"}, "reason"),
        "claim-new": ([owed.pk], claiming, "asked_vnd"),
        "claim-answer": ([claim.pk], answer, "agreed_vnd"),
        "claim-void": ([claim.pk], {"reason": "nhầm"}, "reason"),
    }  # fmt: skip


STEPS = {
    order_steps: ("deposit-new", "cost-new", "cost-void"),
    deposit_steps: ("deposit-move offset", "deposit-move refund", "deposit-move forfeit", "deposit-move penalty",
                    "deposit-move-void", "deposit-void"),
    owed_steps: ("receivable-new", "receivable-void", "receipt-new", "receipt-apply", "receipt-share", "receipt-void",
                 "claim-new", "claim-answer", "claim-void"),
}  # fmt: skip


@pytest.mark.parametrize(("furnish", "which"), [(make, name) for make, names in STEPS.items() for name in names])
def test_the_five_questions(client, coop, seat, furnish, which):
    found = furnish(seat, coop)
    name = next(one for one in found if one.split("?")[0] == which)
    words, body, field = found[name]
    query = "?" + name.split("?")[1] if "?" in name else ""
    url = at(coop, name.split("?")[0].split()[0], *words) + query
    before = rows(coop)

    bad = "khoai" if field != "reason" else "  "
    answer = client.post(url, {**body, **token(), field: bad})
    assert field in answer.context["form"].errors
    if bad == "khoai":
        assert 'value="khoai"' in answer.content.decode()
    stranger, reader = make_seat(make_coop("an-phu"), "director", "xa"), make_seat(coop, "clerk")
    for other, status in ((stranger, 404), (reader, 403)):
        client.force_login(other.user)
        assert client.post(url, {**body, **token()}).status_code == status
    assert rows(coop) == before

    client.force_login(seat.user)
    assert client.get(url).status_code == 200
    sent = {**body, **token()}
    assert client.post(url, sent).status_code == 302
    after = rows(coop)
    assert after != before
    assert client.post(url, sent).status_code == 302
    assert rows(coop) == after
    assert faults_of_debts(coop) == []


def test_a_shipment_that_left_is_billed_once_and_holds_its_departure(client, coop, seat):
    director = make_seat(coop, "director")
    shipment = make_shipment(director, make_allocation(director), status="departed")
    order = TraderOrder.objects.of(coop).filter(lines__allocations__shipment=shipment).first()
    url = at(coop, "receivable-of", shipment.code, order.code)
    assert "Make the receivable" in client.get(at(coop, "shipment-page", shipment.code)).content.decode()
    body = {**token(), "day": "8/9", "due_on": "23/9", "invoice_no": "HD 7"}
    assert "due_on" in client.post(url, {**body, "due_on": "1/9"}).context["form"].errors
    assert client.post(url, body).status_code == 302
    assert client.post(url, body).status_code == 302
    row = Receivable.objects.of(coop).get()
    assert (row.net_g, row.amount_vnd, row.due_on) == (90_000, 90 * 18_000, dt.date(2025, 9, 23))
    assert "already" in client.post(url, {**body, **token()}).content.decode()
    client.force_login(make_seat(coop, "clerk").user)
    assert client.post(url, {**body, **token()}).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director", "xa").user)
    assert client.post(url, {**body, **token()}).status_code == 404
    client.force_login(director.user)
    answer = client.post(at(coop, "shipment-undo", shipment.code), {**token(), "reason": "nhầm"})
    assert row.code in answer.content.decode()
    assert client.get(at(coop, "receivable-page", row.pk)).context["amounts"]["open"] == "1,620,000 đ"


def test_prices_that_are_not_fixed_are_asked(client, coop, seat):
    director = make_seat(coop, "director")
    order = make_order(director, status="confirmed", price_condition="floor")
    shipment = make_shipment(director, make_allocation(director, order=order), status="departed")
    line = order.lines.get().pk
    url, body = at(coop, "receivable-of", shipment.code, order.code), {"day": "8/9", "due_on": "8/9"}
    assert "below the floor" in client.post(url, {**body, **token(), f"price-{line}": "17,5k"}).content.decode()
    assert client.post(url, {**body, **token(), f"price-{line}": "19k"}).status_code == 302
    assert Receivable.objects.of(coop).get().amount_vnd == 90 * 19_000


def test_shares_are_proposed_with_the_oldest_debts_first(client, coop, seat):
    late = make_receivable(seat, amount_vnd=20_000_000, day=dt.date(2025, 8, 1))
    new = make_receivable(seat, amount_vnd=20_000_000)
    asked = client.get(at(coop, "receipt-new"), {"trader": late.trader_id, "amount": "25tr"})
    assert [box["box"].initial for box in asked.context["boxes"]] == [20_000_000, 5_000_000]
    assert "share" not in client.get(at(coop, "receipt-new"), {"trader": "x"}).content.decode()
    url = at(coop, "receipt-new") + f"?trader={late.trader_id}&amount=25tr"
    body = {"amount": "25tr", "day": "8/9", "means": "transfer", f"share-{late.pk}": "20tr", f"share-{new.pk}": "6tr"}
    assert "more than the" in client.post(url, {**body, **token()}).content.decode()
    gone = {**body, f"share-{new.pk}": "5tr", "share-987654": "1", **token()}
    assert "settled by now" in client.post(url, gone).content.decode(), "money shared to what is open no more"
    assert Receipt.objects.of(coop).count() == 0


def test_the_order_says_what_became_of_its_deposit(client, coop, seat, django_assert_max_num_queries):
    order = make_order(seat, status="confirmed", deposit_vnd=50_000_000)
    make_order(seat, status="confirmed")
    assert "not yet received" in client.get(at(coop, "order-list")).content.decode()
    deposit = make_deposit(seat, order, 50_000_000)
    listed = client.get(at(coop, "order-list"), {"no_deposit": "on"}).context["sections"]
    assert [row["code"] for section in listed for row in section["rows"]] == ["DH-25-002"]
    assert "A deposit of 50,000,000 đ is held" in client.get(at(coop, "order-cancel", order.code)).content.decode()
    make_move(seat, deposit, "forfeit", 50_000_000)
    with django_assert_max_num_queries(16):
        page = client.get(at(coop, "order-page", order.code) + "?tab=money").content.decode()
    assert "forfeited" in page
    assert "50,000,000 / 50,000,000 đ" in client.get(at(coop, "order-page", order.code)).content.decode()
    slip = client.get(at(coop, "deposit-slip", deposit.pk)).content.decode()
    assert "Năm mươi triệu đồng" in slip
    figures = client.get(at(coop, "trader-page", order.trader_id)).context["dealings"]
    assert (figures["forfeits"], figures["penalties"]) == (1, 0)


def test_photographs_of_a_claim_stay_with_it(client, coop, seat):
    claim = make_claim(seat, make_receivable(seat))
    url = at(coop, "claim-photo-new", "claim", claim.pk)
    picture = io.BytesIO(b"\xff\xd8\xff\xe0 photo")
    picture.name = "dập.jpg"
    assert client.post(url, {**token(), "title": "Thùng dập", "file": picture}).status_code == 302
    assert "Thùng dập" in client.get(at(coop, "claim-page", claim.pk)).content.decode()
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(url).status_code == 403
    assert client.get(at(coop, "document-new", "claim", claim.pk)).status_code in (403, 404)
