"""Filling a lot as a person does: ticks, kilograms, pasted tickets; what cannot go in; giving back."""

import uuid

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.models import HarvestLine, LotInput
from harvests.tests.lots_builders import (
    faults_of_lots,
    make_fruit,
    make_lot,
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


# --- filling ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def floor(coop, packer, director):
    """An open lot and two tickets of two orchards: L1 91.5 kg with L2 42 kg, and L1 91.5 kg."""
    lot = open_empty(packer)
    records = [make_fruit(director, loads=((99_500, "L1"), (50_000, "L2"))), make_fruit(director)]
    return lot, records


def pile(record, place=0) -> str:
    line = HarvestLine.objects.of(record.cooperative_id).filter(record=record).order_by("position")[place]
    return f"{record.pk}-{line.grade_id}"


def test_the_floor_shows_what_is_free_by_ticket_and_grade(client, coop, floor):
    lot, records = floor
    answer = client.get(url(coop, "lot-inputs", lot.code))
    tickets = answer.context["tickets"]
    assert [ticket["number"] for ticket in tickets] == ["001", "002"]
    assert [(pile["grade"], pile["free"]) for pile in tickets[0]["piles"]] == [("L1", "91.5"), ("L2", "42.0")]
    assert answer.context["sums"]["free"] == "225 kg"


def test_ticked_typed_and_pasted_fruit_is_taken_once(client, coop, floor):
    lot, (first, second) = floor
    body = {"take": [pile(first)], f"kg-{pile(first, 1)}": "12,5", "tickets": "002, CAN-250908-002"}
    answer = send(client, coop, "lot-inputs", lot.code, **body)
    assert answer.status_code == 302
    lot.refresh_from_db()
    assert lot.in_g == 91_500 + 12_500 + 91_500
    assert faults_of_lots(coop) == []


def test_a_whole_ticket_is_ticked(client, coop, floor):
    lot, (first, _) = floor
    send(client, coop, "lot-inputs", lot.code, ticket=[first.pk])
    lot.refresh_from_db()
    assert lot.in_g == 133_500


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Nothing was chosen"),
        ({"kg": "91,6"}, "91.6 kg were typed, but only 91.5 kg are free"),
        ({"kg": "0"}, "kilograms must be more than nothing"),
        ({"kg": "viele"}, "viele"),
        ({"tickets": "009"}, "There is no ticket 009"),
        ({"tickets": "ab<b>"}, "There is no ticket ab&lt;b&gt;"),
        ({"tickets": "258888-001"}, "There is no ticket 258888-001"),
        ({"take": "999-1"}, "not to be found any more"),
    ],
)
def test_bad_input_while_filling_is_said_and_kept(client, coop, floor, typed, words):
    lot, (first, _) = floor
    if "kg" in typed:
        typed = {f"kg-{pile(first)}": typed["kg"]}
    page = said(send(client, coop, "lot-inputs", lot.code, reason="vì sao", **typed))
    assert words in page and "vì sao" in page
    kept = [value for name, value in typed.items() if name != "take"]
    assert all(value.replace("<", "&lt;").replace(">", "&gt;") in page for value in kept)
    assert not LotInput.objects.of(coop).exists()


def test_what_may_not_go_in_is_counted_with_its_reason(client, coop, packer, director):
    open_market(coop, requires_area_code=True)
    lot = open_empty(packer)
    record = make_fruit(director)
    answer = client.get(url(coop, "lot-inputs", lot.code))
    assert answer.context["tickets"] == []
    [barred] = answer.context["barred"]
    assert (barred["kg"], barred["tickets"]) == ("91.5 kg", "1")
    assert record.plot.code in str(barred["why"][0])


def test_the_floor_costs_the_same_at_three_and_at_sixty(client, coop, packer, director, django_assert_max_num_queries):
    lot = open_empty(packer)
    make_fruit(director)
    page = url(coop, "lot-inputs", lot.code)
    client.get(page)
    with django_assert_max_num_queries(24) as few:
        client.get(page)
    for _ in range(12):
        make_fruit(director, loads=((99_500, "L1"), (50_000, "L2")))
    with django_assert_max_num_queries(24) as many:
        client.get(page)
    assert len(few) == len(many)


def test_fruit_is_given_back(client, coop, packer, director):
    lot = make_lot(director, status="open")
    edge = LotInput.objects.of(coop).get()
    assert "91.5 kg" in said(client.get(url(coop, "lot-give-back", lot.code, edge.pk)))
    assert "Reason" in said(send(client, coop, "lot-give-back", lot.code, edge.pk, reason=""))
    send(client, coop, "lot-give-back", lot.code, edge.pk, reason="nhầm phiếu")
    assert HarvestLine.objects.of(coop).get().allocated_g == 0
    assert "nhầm phiếu" in said(client.get(url(coop, "lot-page", lot.code), {"tab": "inputs"}))
    other = open_empty(packer)
    assert client.get(url(coop, "lot-give-back", other.code, edge.pk)).status_code == 404
    assert "given back already" in said(send(client, coop, "lot-give-back", lot.code, edge.pk, reason="nochmal"))
