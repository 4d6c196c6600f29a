"""The steps of a recall, each asked the five questions: the watch, calls, what came back, the conclusion."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.tests.builders import make_coop, make_seat
from harvests.models import RecallCall, RecallLot
from harvests.queries.recalls import recalled
from harvests.tests.builders import make_trader
from harvests.tests.lots_builders import make_fruit, make_lot
from harvests.tests.recalls_builders import make_recall, make_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client):
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    return seat


def url(name, seat, *words):
    return reverse(name, args=[seat.cooperative.slug, *words])


def stranger_and_reader(client, seat, address, facts):
    """(status for who belongs to another co-operative, status for a member without the right)."""
    found = []
    for other in (make_seat(make_coop("an-phu"), "director"), make_seat(seat.cooperative, "clerk")):
        client.force_login(other.user)
        found.append(client.post(address, facts).status_code)
    return found


# --- the watch ---


def test_the_watch_runs_until_the_trace_is_confirmed(client, seat, monkeypatch):
    recall = make_recall(seat, make_lot(seat))
    address, facts = url("recall-traced", seat, recall.code), {"token": str(uuid.uuid4())}
    later = recall.opened_at + dt.timedelta(minutes=1, seconds=42)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.post(address, facts).status_code == client.post(address, facts).status_code == 302
    recall.refresh_from_db()
    assert recall.traced_at == later
    for language, words in (("en", "Traced in 1 minute 42 seconds"),):
        shown = client.get(url("recall-page", seat, recall.code), headers={"accept-language": language})
        assert words in shown.content.decode()
    again = client.post(address, {"token": str(uuid.uuid4())})
    assert again.context["form"].errors
    assert client.get(address).status_code == 200
    assert stranger_and_reader(client, seat, address, {"token": str(uuid.uuid4())}) == [404, 403]


def test_a_recall_opened_late_says_so(client, seat):
    lot = make_lot(seat)
    early = make_recall(seat, lot, detected_at=clock.now() - dt.timedelta(hours=23))
    late = make_recall(seat, lot, detected_at=clock.now() - dt.timedelta(hours=25))
    assert not client.get(url("recall-page", seat, early.code)).context["watch"]["late"]
    assert client.get(url("recall-page", seat, late.code)).context["watch"]["late"]


# --- calls ---


def test_a_person_is_reached_once_by_whom_and_when(client, seat):
    lot = make_lot(seat)
    make_way(seat, lot, 10_000)
    recall = make_recall(seat, lot, "real")
    call = RecallCall.objects.of(seat.cooperative).get(trader__isnull=False)
    address, facts = url("recall-reached", seat, recall.code, call.pk), {"token": str(uuid.uuid4()), "note": "đã báo"}
    assert client.post(address, facts).status_code == client.post(address, facts).status_code == 302
    call.refresh_from_db()
    assert (call.reached_by, call.note) == (seat.user, "đã báo")
    assert client.post(address, {"token": str(uuid.uuid4())}).context["form"].errors
    assert client.post(address, {**facts, "note": "x"}).status_code == 409
    bad = client.post(address, {"token": str(uuid.uuid4()), "note": "dài" * 100})
    assert "dàidài" in bad.content.decode()
    other = url("recall-reached", seat, make_recall(seat, lot).code, call.pk)
    assert client.post(other, facts).status_code == 404
    assert stranger_and_reader(client, seat, address, {"token": str(uuid.uuid4())}) == [404, 403]


def test_whoever_runs_a_recall_can_call_growers_and_buyers(client, seat):
    ticket = make_fruit(seat)
    ticket.household.phone = "+84912345678"
    ticket.household.save()
    lot = make_lot(seat, ticket)
    make_way(seat, lot, 10_000, trader=make_trader(seat.cooperative, "Vựa", phone="+84987654321"))
    recall = make_recall(seat, lot)
    client.force_login(make_seat(seat.cooperative, "field").user)
    text = client.get(url("recall-page", seat, recall.code)).content.decode()
    assert "tel:+84912345678" in text and "tel:+84987654321" in text


# --- what came back ---


def test_kilograms_come_back_up_to_what_was_shipped(client, seat):
    lot = make_lot(seat)
    make_way(seat, lot, 10_000)
    recall = make_recall(seat, lot, "real")
    row = RecallLot.objects.of(seat.cooperative).get(recall=recall)
    address = url("recall-returned", seat, recall.code, row.pk)
    facts = {"token": str(uuid.uuid4()), "returned_g": "7,5", "had_g": "0"}
    assert client.post(address, facts).status_code == client.post(address, facts).status_code == 302
    row.refresh_from_db()
    assert row.returned_g == 7_500
    for amount, had in (("10,5", "7500"), ("8", "0"), ("nhiều", "7500"), ("", "7500"), ("-1", "7500")):
        answer = client.post(address, {"token": str(uuid.uuid4()), "returned_g": amount, "had_g": had})
        assert "returned_g" in answer.context["form"].errors, amount
        assert amount in answer.content.decode()
    row.refresh_from_db()
    assert row.returned_g == 7_500
    assert client.post(address, {**facts, "returned_g": "8"}).status_code == 409
    assert stranger_and_reader(client, seat, address, facts) == [404, 403]


def test_nothing_comes_back_in_a_mock_recall(client, seat):
    lot = make_lot(seat)
    make_way(seat, lot, 10_000)
    recall = make_recall(seat, lot)
    address = url("recall-returned", seat, recall.code, recall.lots.get().pk)
    answer = client.post(address, {"token": str(uuid.uuid4()), "returned_g": "1", "had_g": "0"})
    assert answer.context["form"].errors


# --- the end ---


@pytest.mark.parametrize("release", [False, True])
def test_the_conclusion_ends_it_and_releases_lots_only_by_choice(client, seat, release):
    lot = make_lot(seat)
    recall = make_recall(seat, lot, "real")
    address = url("recall-conclude", seat, recall.code)
    facts = {
        "token": str(uuid.uuid4()),
        "conclusion": "Đã tiêu hủy",
        "version": "1",
        **({"release": "on"} if release else {}),
    }
    assert client.post(address, facts).status_code == client.post(address, facts).status_code == 302
    recall.refresh_from_db()
    lot.refresh_from_db()
    assert (recall.status, recall.concluded_by, recall.version) == ("concluded", seat.user, 2)
    assert lot.is_held is not release
    assert recalled(lot) is None
    assert client.post(address, {**facts, "token": str(uuid.uuid4()), "version": "2"}).context["form"].errors
    assert client.post(address, {**facts, "conclusion": "khác"}).status_code == 409
    assert stranger_and_reader(client, seat, address, facts) == [404, 403]


def test_a_lot_held_for_another_reason_stays_on_hold(client, seat):
    lot = make_lot(seat)
    one, two = make_recall(seat, lot, "real"), make_recall(seat, lot, "real")
    facts = {"conclusion": "xong", "version": "1", "release": "on"}
    client.post(url("recall-conclude", seat, one.code), {**facts, "token": str(uuid.uuid4())})
    lot.refresh_from_db()
    assert lot.is_held
    client.post(url("recall-conclude", seat, two.code), {**facts, "token": str(uuid.uuid4())})
    lot.refresh_from_db()
    assert not lot.is_held


def test_a_conclusion_is_written_and_not_over_what_another_saw(client, seat):
    recall = make_recall(seat, make_lot(seat))
    address = url("recall-conclude", seat, recall.code)
    assert "conclusion" in client.post(address, {"token": str(uuid.uuid4()), "version": "1"}).context["form"].errors
    stale = {"token": str(uuid.uuid4()), "conclusion": "xong", "version": "7"}
    answer = client.post(address, stale)
    assert answer.context["form"].errors
    assert "xong" in answer.content.decode()
    recall.refresh_from_db()
    assert recall.status == "open"
    sent = {**stale, "token": str(uuid.uuid4()), "version": answer.context["form"].data["version"]}
    assert client.post(address, sent).status_code == 302


def test_nothing_is_done_with_a_concluded_recall(client, seat):
    lot = make_lot(seat)
    make_way(seat, lot, 10_000)
    recall = make_recall(seat, lot, "real")
    client.post(
        url("recall-conclude", seat, recall.code), {"token": str(uuid.uuid4()), "conclusion": "x", "version": "1"}
    )
    steps = [
        (url("recall-traced", seat, recall.code), {}),
        (url("recall-reached", seat, recall.code, recall.calls.first().pk), {}),
        (url("recall-returned", seat, recall.code, recall.lots.first().pk), {"returned_g": "1", "had_g": "0"}),
    ]
    for address, facts in steps:
        assert client.post(address, {"token": str(uuid.uuid4()), **facts}).context["form"].errors, address
