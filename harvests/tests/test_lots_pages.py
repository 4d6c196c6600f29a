"""The list of lots and its stock, a new lot, one lot's page: what each shows and costs, who may."""

import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from harvests.models import Lot, LotInput
from harvests.tests.builders import make_code
from harvests.tests.lots_builders import (
    carton_of,
    make_fruit,
    make_house,
    make_lot,
    make_repack,
    open_empty,
    open_market,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def packer(coop, client):
    seat = make_seat(coop, "packer")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


@pytest.fixture
def director(coop):
    return make_seat(coop, "director")


def url(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def send(client, coop, name, *words, **body):
    return client.post(url(coop, name, *words), {"token": str(uuid.uuid4()), **body})


def said(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_has_sums_stock_and_age(client, coop, packer, director):
    lot = make_lot(director)
    answer = client.get(url(coop, "lot-list"))
    row = answer.context["rows"][0]
    assert (row["code"], row["in"], row["out"], row["loss"], row["free"]) == (lot.code, "91.5", "90", "1.5", "90")
    assert (row["age"], row["old"]) == ("0 h", False)
    assert answer.context["sums"] == {"lots": "1", "in_g": "91.5 kg", "out_g": "90 kg", "loss_g": "1.5 kg"}


def test_old_stock_is_red(client, coop, packer, director, stand_still):
    make_lot(director)
    stand_still("2025-09-11")
    answer = client.get(url(coop, "lot-list"))
    assert (answer.context["rows"][0]["age"], answer.context["rows"][0]["old"]) == ("3 days", True)
    assert 'class="old"' in answer.content.decode()
    stock = client.get(url(coop, "lot-stock")).content.decode()
    assert 'class="old">3 days' in stock


def test_a_lot_is_found_by_code_trace_code_and_ticket(client, coop, packer, director):
    record = make_fruit(director)
    lot, other = make_lot(director, record), make_lot(director)

    def found(text):
        return {row["code"] for row in client.get(url(coop, "lot-list"), {"search": text}).context["rows"]}

    assert found(lot.code.lower()) == found(lot.trace_code.lower()) == {lot.code}
    assert found(record.code) == found(record.slug) == {lot.code}
    assert found("CN") == {lot.code, other.code}
    assert found("250931-001") == found("nothing") == found("%") == set()


def test_the_list_is_narrowed(client, coop, packer, director):
    lot, held, void = make_lot(director), make_lot(director), make_lot(director, status="void")
    japan = make_lot(director, market="JP", status="open")
    send_as(client, director, coop, "lot-hold", held.code, reason="mốc")
    client.force_login(packer.user)

    def codes(**asked):
        return {row["code"] for row in client.get(url(coop, "lot-list"), asked).context["rows"]}

    assert codes() == {lot.code, held.code, japan.code}
    assert codes(status="all") == {lot.code, held.code, japan.code, void.code}
    assert codes(status="void") == {void.code}
    assert codes(status="open") == codes(market=make_market("JP").pk) == {japan.code}
    assert codes(held="on") == {held.code}
    assert codes(first="9/9/2025") == codes(last="7/9/2025") == set()


def send_as(client, seat, coop, name, *words, **body):
    client.force_login(seat.user)
    return send(client, coop, name, *words, **body)


def test_the_list_costs_the_same_at_three_and_at_sixty(client, coop, packer, director, django_assert_max_num_queries):
    first = make_lot(director)
    for _ in range(2):
        _copy(first)
    client.get(url(coop, "lot-list"))
    with django_assert_max_num_queries(7) as few:
        client.get(url(coop, "lot-list"))
    for _ in range(57):
        _copy(first)
    with django_assert_max_num_queries(7) as many:
        answer = client.get(url(coop, "lot-list"))
    assert len(few) == len(many)
    assert len(answer.context["rows"]) == 50
    assert answer.context["sums"]["lots"] == "60"


def _copy(lot) -> Lot:
    """The lot and its carton line again, for lists that grow."""
    number = Lot.objects.of(lot.cooperative).count() + 1
    carton = carton_of(lot)
    new = Lot.objects.get(cooperative=lot.cooperative, pk=lot.pk)
    new.pk, new.code, new.trace_code = None, f"NH-250908-CN-{number:02d}", f"{number:08d}"
    new.save(force_insert=True)
    carton.pk, carton.lot = None, new
    carton.save(force_insert=True)
    return new


def test_the_list_is_downloaded(client, coop, packer, director):
    lot = make_lot(director)
    book = client.get(url(coop, "lot-list"), {"format": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[1][:2] == [lot.code, lot.trace_code]
    assert rows[1][-5:] == rows[2][-5:] == [18, 91_500, 90_000, 1_500, 90_000]
    assert lot.code in client.get(url(coop, "lot-list"), {"format": "csv"}).content.decode()


def test_empty_lists_say_what_to_do(client, coop, packer):
    assert "A lot gathers fruit" in said(client.get(url(coop, "lot-list")))
    stock = said(client.get(url(coop, "lot-stock")))
    assert "All fruit that came in is in lots." in stock and "No packed fruit is free." in stock


def test_stock_is_what_is_in_no_lot_and_what_is_free(client, coop, packer, director):
    make_lot(director)
    make_fruit(director, loads=((99_500, "L1"), (50_000, "L2")))
    context = client.get(url(coop, "lot-stock")).context
    assert [(row["grade"], row["kg"], row["tickets"]) for row in context["fruit"]] == [
        ("Grade 1", "91.5", "1"), ("Grade 2", "42", "1"),
    ]  # fmt: skip
    assert [(row["cartons"], row["kg"]) for row in context["packed"]] == [("18", "90")]
    assert context["sums"] == {"fruit": "133.5 kg", "held": "0 kg", "packed": "90 kg"}


# --- a new lot --------------------------------------------------------------------------------------------------------


def opening(coop, **values):
    house = make_house(coop)
    market = open_market(coop)
    return {"market": market.pk, "house": house.pk, "commodity": coop.commodity_id, "packed_on": "8/9/2025", **values}


def test_a_lot_is_opened_and_filled_next(client, coop, packer):
    answer = send(client, coop, "lot-new", **opening(coop, shift="sáng"))
    lot = Lot.objects.of(coop).get()
    assert answer.url == url(coop, "lot-inputs", lot.code)
    assert (lot.code, lot.shift, lot.opened_by) == ("NH-250908-CN-01", "sáng", packer.user)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"packed_on": "9/9/2025"}, "The pack day lies in the future."),
        ({"packed_on": "1/1/2021"}, "The pack day lies too far back."),
        ({"packed_on": "31/2"}, "no such day"),
        ({"market": ""}, "Market"),
        ({"house": "99999"}, "Packing house"),
        ({"area_code": "x"}, "Planting area code"),
    ],
)
def test_bad_input_for_a_new_lot_keeps_what_was_typed(client, coop, packer, typed, words):
    page = said(send(client, coop, "lot-new", **opening(coop, shift="ca 7", **typed)))
    assert words in page and "ca 7" in page and "Please look at this again" in page
    assert not Lot.objects.of(coop).exists()


def test_a_house_without_the_market_s_code_is_refused(client, coop, packer):
    typed = opening(coop)
    open_market(coop, requires_house_code=True)
    assert "has no active code for CN" in said(send(client, coop, "lot-new", **typed))


def test_the_same_token_twice_opens_one_lot(client, coop, packer):
    typed = {**opening(coop), "token": str(uuid.uuid4())}
    answers = [client.post(url(coop, "lot-new"), typed) for _ in range(2)]
    assert answers[0].url == answers[1].url
    assert Lot.objects.of(coop).count() == 1
    assert client.post(url(coop, "lot-new"), {**typed, "shift": "x"}).status_code == 409


# --- one lot's page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["", "inputs", "contents", "out", "history", "x"])
def test_each_part_of_a_lot_s_page_costs_the_same_however_much_is_in_it(
    client, coop, packer, director, django_assert_max_num_queries, tab
):
    small = make_lot(director)
    records = [make_fruit(director, loads=((99_500, "L1"), (50_000, "L2"))) for _ in range(6)]
    large = make_repack(director, make_lot(director, *records), pack_g=20_500)
    asked = {"tab": tab} if tab else {}
    client.get(url(coop, "lot-page", small.code), asked)
    most = 13 if tab == "history" else 8
    with django_assert_max_num_queries(most) as few:
        client.get(url(coop, "lot-page", small.code), asked)
    with django_assert_max_num_queries(most) as many:
        client.get(url(coop, "lot-page", large.code), asked)
    assert abs(len(few) - len(many)) <= 1  # a first change has no change before it to name


def test_a_ticket_says_which_lots_it_went_to(client, coop, packer, director):
    record = make_fruit(director)
    lot = make_lot(director, record)
    page = said(client.get(url(coop, "harvest-page", record.slug)))
    assert url(coop, "lot-page", lot.code) in page


def test_readers_read_and_strangers_find_nothing(client, coop, director):
    lot = make_lot(director, status="open")
    edge = LotInput.objects.of(coop).get()
    pages = [("lot-list",), ("lot-stock",), ("lot-page", lot.code)]
    steps = [
        ("lot-new",), ("lot-inputs", lot.code), ("lot-contents", lot.code), ("lot-close", lot.code),
        ("lot-void", lot.code), ("lot-hold", lot.code), ("lot-release", lot.code), ("lot-repack", lot.code),
        ("lot-give-back", lot.code, edge.pk),
    ]  # fmt: skip
    client.force_login(make_seat(coop, "controller").user)
    assert {client.get(url(coop, *page)).status_code for page in pages} == {200}
    assert {send(client, coop, *step, reason="x").status_code for step in steps} == {403}
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert {client.get(url(coop, *page)).status_code for page in pages + steps} == {404}
    other = make_coop("ta-hoc")
    client.force_login(make_seat(other, "director").user)
    assert {client.get(url(other, *step)).status_code for step in [pages[2], *steps[1:]]} == {404}
    assert Lot.objects.of(coop).get().status == "open"


def test_orchards_have_codes_on_the_floor(client, coop, packer, director):
    plot = make_plot(make_household(coop))
    make_code(plot)
    lot = open_empty(packer)
    make_fruit(director, plot.household)
    [ticket] = client.get(url(coop, "lot-inputs", lot.code)).context["tickets"]
    assert ticket["code"] == "VN-SLOR-0003"
