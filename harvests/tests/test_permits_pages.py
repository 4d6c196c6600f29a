"""The expiry board and what a suspended code reaches, as members read them."""

import datetime as dt

import pytest

from growers.models import CodeEvent, MarketRequirement
from growers.tests.builders import (
    make_area,
    make_code,
    make_coop,
    make_event,
    make_market,
    make_seat,
    put_under,
)
from growers.tests.permits_builders import (
    certify,
    make_certificate,
    make_house_code,
    make_licence,
    make_visit,
)
from growers.tests.permits_forms import at, sent
from harvests.tests.builders import make_order
from harvests.tests.lots_builders import make_fruit, make_house, make_lot, make_orchard, make_repack
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


def cards(client, coop):
    """The board as {column: {title: card}}."""
    columns = client.get(at("permit-board", coop)).context["columns"]
    return {
        column["name"]: {f"{card['kind']} {card['title']}": card for card in column["cards"]} for column in columns
    }


def after(days):
    return TODAY + dt.timedelta(days=days)


def test_an_empty_board_says_what_will_stand_there(client, coop, seat):
    answer = client.get(at("permit-board", coop))
    assert answer.context["columns"] == [] and at("certificate-new", coop) in answer.content.decode()


def test_everything_that_runs_out_stands_in_its_column(client, coop, seat):
    make_certificate(coop, "A", valid_to=after(41))
    make_certificate(coop, "LAST", valid_to=TODAY)
    make_certificate(coop, "OLD", valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2024, 9, 8))
    make_certificate(coop, "GONE", withdrawn_on=TODAY, withdrawn_reason="x")
    make_certificate(coop, "HOUSE", scheme="house", house=make_house(coop), valid_to=after(-3))
    area = make_area(coop)
    make_visit(make_code(area, "CN-1", valid_to=after(75)), TODAY - dt.timedelta(days=353))
    make_code(area, "CN-2", status="applied", valid_to=after(10))
    make_event(make_code(area, "CN-3"), "suspended", TODAY, "x")
    make_event(make_code(area, "CN-4"), "revoked", TODAY, "x")
    make_house_code(make_house(coop), "PH-1", valid_to=after(200))
    make_licence(coop, "QĐ-01", valid_to=after(29))
    make_licence(coop, "QĐ-02", holder="HTX khác", valid_to=after(29))
    make_licence(coop, "QĐ-03", valid_to=None)
    found = {name: {title.split()[-1] for title in column} for name, column in cards(client, coop).items()}
    assert found == {
        "expired": {"HOUSE", "CN-3", "PH-1"},
        "in_30": {"LAST", "CN-1", "QĐ-01"},
        "in_60": {"A"},
        "in_90": {"CN-1"},
        "later": {"PH-1"},
    }


def test_a_card_says_what_hangs_on_it(client, coop, seat):
    market = make_market("CN")
    facts = {"access": "open", "requires_area_code": True, "certificates": ["vietgap"], "source": "x"}
    MarketRequirement.objects.create(
        market=market, commodity=coop.commodity, valid_from=dt.date(2020, 1, 1), **facts
    )
    plot = make_orchard(coop, "001")
    code = make_code(make_area(coop), "CN-1", valid_to=after(20))
    put_under(code, plot)
    make_visit(code)
    certify(make_certificate(coop, "VG-1", valid_to=after(20)), plot)
    make_order(seat, status="confirmed", lines=(("L1", 2_000_000),))
    make_order(seat, lines=(("L1", 9_000_000),))
    make_order(seat, status="confirmed", lines=(("L1", 9_000_000),), market=make_market("RU", "Nga", "Russia"))
    lot = make_lot(seat, make_fruit(seat, plot.household))
    column = cards(client, coop)["in_30"]
    assert len(column) == 2
    for card in column.values():
        said = " ".join(f"{name} {figure}" for name, figure in card["facts"])
        assert "1 · 1,00 ha" in said and "1 · 2.000 kg" in said and "90 kg" in said, said
        assert not card["quiet"]
    make_shipment(seat, make_allocation(seat, lot, grams=40_000), status="departed")
    column = cards(client, coop)["in_30"]
    for card in column.values():
        assert "50 kg" in [figure for _name, figure in card["facts"]]


def test_the_board_costs_the_same_at_3_and_at_40(client, coop, seat, django_assert_max_num_queries):
    def more(first, last):
        for number in range(first, last):
            plot = make_orchard(coop)
            certify(make_certificate(coop, f"VG-{number}", valid_to=after(number)), plot)
            code = make_code(make_area(coop, f"V{number}"), f"CN-{number}", valid_to=after(number))
            put_under(code, plot)
            make_visit(code)
            make_licence(coop, f"QĐ-{number}", valid_to=after(number))
            make_house_code(make_house(coop, f"P{number}"), f"PH-{number}", valid_to=after(number))
            make_order(seat, status="confirmed")

    more(0, 3)
    make_lot(seat)
    url = at("permit-board", coop)
    client.get(url)
    with django_assert_max_num_queries(15) as few:
        client.get(url)
    more(3, 40)
    make_lot(seat)
    with django_assert_max_num_queries(15) as many:
        client.get(url)
    assert len(few) == len(many)


def test_every_member_may_look_and_strangers_may_not(client, coop, seat):
    code = make_code(make_area(coop))
    client.force_login(make_seat(coop, "packer").user)
    for url in (at("permit-board", coop), at("code-reach", coop, code.pk)):
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 405
    theirs = make_coop("an-phu")
    client.force_login(make_seat(theirs, "director").user)
    assert client.get(at("permit-board", coop)).status_code == 404
    assert client.get(at("code-reach", theirs, code.pk)).status_code == 404


# --- what a suspension reaches ----------------------------------------------------------------------------------------


@pytest.fixture
def code(coop):
    return make_code(make_area(coop), "CN-1")


@pytest.fixture
def plot(coop, code):
    plot = make_orchard(coop, "001")
    put_under(code, plot)
    return plot


def suspend(client, code, day="08/09/2025"):
    """By the form of the code's page, which leads to what is reached."""
    url = at("code-status", code.cooperative, code.area.code, code.pk)
    return client.post(url, sent(status="suspended", effective_from=day, reason="thông báo"), follow=True)


def test_r15_suspending_a_code_lists_at_once_what_it_reaches(client, coop, seat, code, plot):
    here = make_lot(seat, make_fruit(seat, plot.household))
    gone = make_lot(seat, make_fruit(seat, plot.household))
    make_shipment(seat, make_allocation(seat, gone), status="departed")
    other = make_lot(seat, make_fruit(seat))
    elsewhere = make_lot(seat, make_fruit(seat, plot.household), market="RU")
    void = make_lot(seat, make_fruit(seat, plot.household), status="void")
    answer = suspend(client, code)
    context = answer.context
    assert [row["code"] for row in context["held"]] == [here.code]
    assert [(row["code"], row["on_it"]) for row in context["shipped"]] == [(gone.code, "90 kg")]
    assert context["held"][0]["left"] == "90 kg" and context["sums"] == {"held": "90 kg", "shipped": "90 kg"}
    page = answer.content.decode()
    assert all(lot.code not in page for lot in (other, elsewhere, void))
    assert context["loose"] == "91,5 kg"  # the void lot gave its fruit back


def test_r15_fruit_of_the_day_before_keeps_the_market(client, coop, seat, code, plot):
    make_lot(seat, make_fruit(seat, plot.household))
    context = suspend(client, code, "09/09/2025").context
    assert context["periods"] and context["held"] == context["shipped"] == [] and context["loose"] == ""


def test_r15_a_re_packed_lot_is_reached_through_the_lot_it_was_made_of(client, coop, seat, code, plot):
    first = make_lot(seat, make_fruit(seat, plot.household))
    again = make_repack(seat, first)
    (row,) = suspend(client, code).context["held"]
    assert (row["code"], row["reached"]) == (again.code, "90 kg")


def test_r15_an_open_lot_is_reached_too(client, coop, seat, code, plot):
    lot = make_lot(seat, make_fruit(seat, plot.household), status="open")
    (row,) = suspend(client, code).context["held"]
    assert (row["code"], row["left"]) == (lot.code, "91,5 kg")


def test_r15_a_house_s_code_reaches_what_was_packed_there_for_its_market(client, coop, seat):
    house, other = make_house(coop, "NH1"), make_house(coop, "NH2")
    code = make_house_code(house, "PH-1")
    make_event(code, CodeEvent.Status.REVOKED, TODAY, "x")
    lot = make_lot(seat, house=house)
    make_lot(seat, house=other)
    make_lot(seat, house=house, market="RU")
    context = client.get(at("code-reach", coop, code.pk)).context
    assert [row["code"] for row in context["held"]] == [lot.code]


def test_a_code_that_never_was_suspended_reaches_nothing(client, coop, seat, code, plot):
    make_lot(seat, make_fruit(seat, plot.household))
    context = client.get(at("code-reach", coop, code.pk)).context
    assert context["periods"] == [] and context["held"] == []


def test_the_reach_costs_the_same_at_2_lots_and_at_12(client, coop, seat, code, plot, django_assert_max_num_queries):
    def more(number):
        for _ in range(number):
            make_lot(seat, make_fruit(seat, plot.household))

    more(2)
    make_event(code, "suspended", TODAY, "x")
    url = at("code-reach", coop, code.pk)
    client.get(url)
    with django_assert_max_num_queries(10) as few:
        client.get(url)
    CodeEvent.objects.of(coop).filter(status="suspended").delete()  # else its fruit would come in on hold
    more(10)
    make_event(code, "suspended", TODAY, "x")
    with django_assert_max_num_queries(10) as many:
        client.get(url)
    assert len(few) == len(many)
