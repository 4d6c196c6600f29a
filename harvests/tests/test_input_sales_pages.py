"""The store of inputs and its sales as people use them: received, sold, voided, used; readers and strangers."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import DiaryEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.diary_builders import ban, make_product
from harvests.models import InputSale, InputSaleLine, InputStock
from harvests.tests.builders import make_scale
from harvests.tests.credit_builders import make_credit, make_sale, make_stock, wanted

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def household(coop):
    household = make_household(coop, "003", "Hoàng Văn Liêm")
    make_credit(household)
    return household


def url(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def lot_typed(product, **values):
    facts = {"token": str(uuid.uuid4()), "product": product.pk, "lot_no": " L 01 ", "expires_on": "01/10/2026",
             "unit": "bag", "content": "25 kg", "received_on": "08/09/2025", "received_milli": "20",
             "price_vnd": "230.000"}  # fmt: skip
    return {**facts, **values}


def sale_typed(*lines, **values):
    facts = {"token": str(uuid.uuid4()), "household": "003", "day": "08/09/2025", "terms": "credit", "note": "ghi chú",
             "lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0"}  # fmt: skip
    for place, (stock, quantity, price) in enumerate(lines):
        facts |= {f"lines-{place}-stock": stock, f"lines-{place}-quantity_milli": quantity,
                  f"lines-{place}-price_vnd": price}  # fmt: skip
    return {**facts, **values}


def test_a_lot_is_received_corrected_and_voided(client, coop, field):
    product = make_product(coop, "NPK 16-16-8", kind="fertiliser")
    sending = lot_typed(product)
    assert client.get(url(coop, "input-stock-new")).status_code == 200
    answers = [client.post(url(coop, "input-stock-new"), sending) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    lot = InputStock.objects.of(coop).get()
    assert (lot.received_milli, lot.price_vnd, lot.lot_no) == (20_000, 230_000, "L 01")
    assert client.get(answers[0].url).status_code == 200
    change = lot_typed(product, version="1", received_milli="18,5", unit="kg")
    assert client.post(url(coop, "input-stock-edit", lot.pk), change).status_code == 302
    stale = client.post(url(coop, "input-stock-edit", lot.pk), {**change, "token": str(uuid.uuid4())})
    assert stale.status_code == 200
    lot.refresh_from_db()
    assert (lot.received_milli, lot.version) == (18_500, 2)
    assert client.post(url(coop, "input-stock-void", lot.pk), {"reason": ""}).status_code == 200
    assert client.post(url(coop, "input-stock-void", lot.pk), {"reason": "hỏng"}).status_code == 302
    assert "hỏng" in client.get(url(coop, "input-stock-page", lot.pk)).content.decode()


@pytest.mark.parametrize(
    ("place", "text"),
    [("received_milli", "0"), ("received_milli", "nhiều"), ("expires_on", "01/09/2025"), ("received_on", "09/09/2025"),
     ("price_vnd", ""), ("product", "0"), ("unit", "ton")],
)  # fmt: skip
def test_a_bad_lot_keeps_what_was_typed(client, coop, field, place, text):
    answer = client.post(url(coop, "input-stock-new"), {**lot_typed(make_product(coop)), place: text})
    assert place in answer.context["form"].errors
    assert "25 kg" in answer.content.decode()
    assert not InputStock.objects.of(coop).exists()


def test_what_was_sold_of_a_lot_stays_sold(client, coop, field, household):
    lot = make_stock(coop)
    make_sale(field, household, wanted(lot, 3))
    place = url(coop, "input-stock-edit", lot.pk)
    for typed, wrong in (({"received_milli": "2"}, "received_milli"), ({"unit": "kg"}, "product")):
        answer = client.post(place, lot_typed(lot.product, version="1", **typed))
        assert wrong in answer.context["form"].errors
    assert client.post(place, lot_typed(lot.product, version="1", received_milli="3")).status_code == 302
    lot.refresh_from_db()
    assert (lot.received_milli, lot.sold_milli) == (3_000, 3_000)
    answer = client.post(url(coop, "input-stock-void", lot.pk), {"reason": "hỏng"})
    assert answer.context["form"].non_field_errors()


def test_an_empty_store_is_said_on_the_form(client, coop, field, household):
    to_stock = url(coop, "input-stock-new")
    assert to_stock in client.get(url(coop, "input-sale-new")).content.decode()
    make_stock(coop)
    assert to_stock not in client.get(url(coop, "input-sale-new")).content.decode()


def test_inputs_are_sold_with_few_keys(client, coop, field, household):
    lot, other = make_stock(coop), make_stock(coop, unit="kg", price_vnd=12_345)
    assert client.get(url(coop, "input-sale-new"), {"household": "003"}).context["standing"]["code"] == "003"
    sending = sale_typed((lot.pk, "2", ""), (other.pk, "1,5", "10.000"))
    answers = [client.post(url(coop, "input-sale-new"), sending) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    sale = InputSale.objects.of(coop).get()
    assert (sale.amount_vnd, sale.terms) == (515_000, "credit")
    assert {row.sold_milli for row in InputStock.objects.of(coop)} == {2_000, 1_500}
    assert client.get(answers[0].url).status_code == 200
    void = url(coop, "input-sale-void", sale.code)
    assert client.post(void, {"reason": ""}).status_code == 200
    assert client.post(void, {"reason": "trả lại", "token": str(uuid.uuid4())}).status_code == 302
    assert {row.sold_milli for row in InputStock.objects.of(coop)} == {0}


def test_due_at_the_end_of_a_round(client, coop, field, household):
    season = make_scale(field)
    sending = sale_typed((make_stock(coop).pk, "1", ""), due=str(season.ends_on))
    assert client.post(url(coop, "input-sale-new"), sending).status_code == 302
    assert InputSale.objects.of(coop).get().due_on == season.ends_on


@pytest.mark.parametrize("wrong", ["none", "much", "half", "word", "twice", "household", "product"])
def test_a_bad_sale_keeps_what_was_typed(client, coop, field, household, wrong):
    lot = make_stock(coop)
    lines = {"none": [], "much": [(lot.pk, "11", "")], "half": [(lot.pk, "1,5", "")], "word": [(lot.pk, "x", "")],
             "twice": [(lot.pk, "1", ""), (lot.pk, "1", "")], "product": [("", "1", "")]}  # fmt: skip
    typed = sale_typed(*lines.get(wrong, [(lot.pk, "1", "")]), **({"household": "9"} if wrong == "household" else {}))
    answer = client.post(url(coop, "input-sale-new"), typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "ghi chú" in answer.content.decode()
    assert not InputSale.objects.of(coop).exists()
    assert InputStock.objects.of(coop).get().sold_milli == 0


def test_what_nobody_may_use_is_not_sold(client, coop, field, household):
    ban("paraquat")
    banned = make_stock(coop, product=make_product(coop, "Gramoxone", actives=("paraquat",)))
    ended = make_stock(coop, product=make_product(coop, "Cũ", permitted_to=TODAY))
    expired = make_stock(coop, expires_on=TODAY - dt.timedelta(days=1), received_on=TODAY - dt.timedelta(days=9))
    for lot in (banned, ended, expired):
        answer = client.post(url(coop, "input-sale-new"), sale_typed((lot.pk, "1", "")))
        assert answer.context["form"].errors, lot
    assert not InputSale.objects.of(coop).exists()


def use_typed(page, **values) -> dict:
    [line] = page.context["lines"]
    ready: dict = {}
    for name, value in line["ready"]:
        ready.setdefault(name, []).append(value)
    return {**ready, **values}


@pytest.mark.parametrize("key", ["9" * 21, "9" * 18, "abc", "-1", ""])
def test_plots_that_cannot_be_are_refused(client, coop, field, household, key):
    make_plot(household)
    sale = make_sale(field, household, wanted(make_stock(coop), 2))
    page = client.get(url(coop, "input-sale-page", sale.code))
    answer = client.post(page.context["lines"][0]["use"], use_typed(page, plots=[key]))
    assert answer.context["form"].errors["plots"][0].startswith("Hãy chọn một lựa chọn hợp lệ.")


def test_used_with_one_tap_once(client, coop, field, household):
    plot = make_plot(household)
    sale = make_sale(field, household, wanted(make_stock(coop), 2))
    page = client.get(url(coop, "input-sale-page", sale.code))
    sending, place = use_typed(page), page.context["lines"][0]["use"]
    for _ in range(2):
        assert client.post(place, sending).status_code == 302
    entry = DiaryEntry.objects.of(coop).get()
    assert (entry.work, entry.done_on, entry.plots.get().plot) == ("fertilise", TODAY, plot)
    assert InputSaleLine.objects.of(coop).get().used == entry
    again = client.post(place, {**sending, "token": str(uuid.uuid4())})
    assert again.context["form"].non_field_errors()
    assert client.post(url(coop, "input-sale-void", sale.code), {"reason": "x"}).context["form"].errors
    assert url(coop, "diary-page", entry.pk) in client.get(url(coop, "input-sale-page", sale.code)).content.decode()


def test_a_pesticide_asks_for_what_the_diary_asks(client, coop, field, household):
    make_plot(household)
    lot = make_stock(coop, product=make_product(coop, "Anvil 5SC", dose_unit="ml_100l", dose_high_milli=50_000))
    sale = make_sale(field, household, wanted(lot, 1))
    page = client.get(url(coop, "input-sale-page", sale.code))
    place = page.context["lines"][0]["use"]
    answer = client.post(place, use_typed(page))
    assert {"target", "method"} <= set(answer.context["form"].errors)
    full = use_typed(page, target="thán thư", method="bình 16 l", token=str(uuid.uuid4()))
    look = client.post(place, full)
    assert look.context["judged"]["plots"]
    seal = look.context["form"].data["confirmed"]
    assert client.post(place, {**full, "confirmed": seal}).status_code == 302
    assert DiaryEntry.objects.of(coop).get().target == "thán thư"


def test_use_is_of_that_household_and_not_before_the_sale(client, coop, field, household):
    make_plot(household)
    sale = make_sale(field, household)
    page = client.get(url(coop, "input-sale-page", sale.code))
    place, ready = page.context["lines"][0]["use"], use_typed(page)
    assert "done_on" in client.post(place, {**ready, "done_on": "07/09/2025"}).context["form"].errors
    other = make_plot(make_household(coop, "004"))
    assert "plots" in client.post(place, {**ready, "plots": [other.pk]}).context["form"].errors
    assert not DiaryEntry.objects.of(coop).exists()


def test_readers_are_refused_and_strangers_find_nothing(client, coop, household):
    sale = make_sale(make_seat(coop, "director"), household)
    line = InputSaleLine.objects.of(coop).get()
    writing = [("input-stock-new",), ("input-stock-edit", line.stock_id), ("input-stock-void", line.stock_id),
               ("input-sale-new",), ("input-sale-void", sale.code), ("input-sale-use", sale.code, line.pk)]  # fmt: skip
    client.force_login(make_seat(coop, "clerk").user)
    for name, *words in writing:
        assert client.post(url(coop, name, *words), {}).status_code == 403, name
    assert client.get(url(coop, "input-sale-page", sale.code)).status_code == 200
    stranger = make_seat(make_coop("an-phu"), "director")
    client.force_login(stranger.user)
    for name, *words in [*writing, ("input-sale-page", sale.code), ("input-stock-page", line.stock_id)]:
        assert client.get(url(coop, name, *words)).status_code == 404, name
        if words:
            assert client.get(url(stranger.cooperative, name, *words)).status_code == 404, name
    answer = client.post(url(stranger.cooperative, "input-sale-new"), sale_typed((line.stock_id, "1", "")))
    assert answer.context["form"].errors


@pytest.mark.parametrize("name", ["input-sale-list", "input-stock-list"])
def test_lists_ask_as_much_for_three_rows_as_for_thirty(
    client, coop, field, household, name, django_assert_max_num_queries
):
    counts = []
    for many in (3, 12):
        for _ in range(many):
            make_sale(field, household)
        client.get(url(coop, name))
        with django_assert_max_num_queries(8) as asked:
            assert "NPK" not in client.get(url(coop, name)).content.decode()
        counts.append(len(asked))
    assert counts[0] == counts[1]
    for query in ({"state": "low"}, {"state": "unused"}, {"state": "expired"}, {"state": "soon"}, {"state": "void"},
                  {"state": "sold"}, {"state": "open"}, {"state": "all", "search": "anvil", "household": "003"},
                  {"format": "csv"}, {"sort": "expiry"}):  # fmt: skip
        assert client.get(url(coop, name), query).status_code == 200
