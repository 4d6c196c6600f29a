"""Recalls as people open and read them: what they reach and hold, the list, the page, the minutes."""

import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.actions.once import Refused
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.corrections import release_ticket, void_ticket
from harvests.actions.recalls import conclude, open_recall
from harvests.models import Lot, LotHold, Recall, RecallLot
from harvests.pdf import kit
from harvests.queries.recalls import recalled
from harvests.queries.trace_starts import starts
from harvests.tests.lots_builders import carton_of, loads_of, make_fruit, make_lot, make_repack
from harvests.tests.recalls_builders import make_recall, make_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client):
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    return seat


def url(name, seat, *words):
    return reverse(name, args=[seat.cooperative.slug, *words])


def typed(lot, **values):
    facts = {
        "token": str(uuid.uuid4()),
        "start": lot.code,
        "kind": "real",
        "reason": "Dư lượng",
        "detected_at": "00:00",
    }
    return {**facts, **values}


def stranger_and_reader(client, seat, address, facts):
    """(status for who belongs to another co-operative, status for a member without the right)."""
    found = []
    for other in (make_seat(make_coop("an-phu"), "director"), make_seat(seat.cooperative, "clerk")):
        client.force_login(other.user)
        found.append(client.post(address, facts).status_code)
    return found


# --- opening ---


def test_a_real_recall_holds_every_lot_it_reaches(client, seat):
    ticket = make_fruit(seat)
    lot = make_lot(seat, ticket)
    again = make_repack(seat, lot, takes=[(carton_of(lot).pk, 20_000)])
    way = make_way(seat, again, 9_000)
    other = make_lot(seat)
    answer = client.post(url("recall-new", seat), typed(lot, public_note="Ngừng ăn"))
    recall = Recall.objects.of(seat.cooperative).get()
    assert answer.url == url("recall-page", seat, recall.code)
    rows = {row.lot_id: (row.affected_g, row.stock_g, row.shipped_g) for row in recall.lots.all()}
    assert rows == {lot.pk: (91_500, 70_000, 0), again.pk: (20_000, 9_000, 9_000)}
    for one, held in ((lot, True), (again, True), (other, False)):
        one.refresh_from_db()
        assert one.is_held is held
    assert {hold.lot_id for hold in LotHold.objects.of(seat.cooperative).filter(recall=recall)} == {lot.pk, again.pk}
    calls = {(call.trader_id, call.household_id): call.grams for call in recall.calls.all()}
    assert calls == {(way.shipment.trader_id, None): 9_000, (None, ticket.household_id): 91_500}
    assert recalled(lot) == recalled(again) == recall
    assert recalled(other) is None
    verbs = set(AuditEntry.objects.of(seat.cooperative).values_list("verb", flat=True))
    assert {"recall opened", "lot held"} <= verbs


def test_a_mock_recall_locks_nothing_and_warns_nobody(client, seat):
    lot = make_lot(seat)
    client.post(url("recall-new", seat), typed(lot, kind="mock"))
    lot.refresh_from_db()
    assert not lot.is_held
    assert recalled(lot) is None
    assert not LotHold.objects.of(seat.cooperative).exists()
    assert Recall.objects.of(seat.cooperative).get().lots.count() == 1


def test_a_wide_recall_reaches_lots_that_share_a_source(client, seat):
    ticket = make_fruit(seat)
    (load,) = loads_of(ticket)
    one, two = make_lot(seat, takes=[(load[0], 50_000)]), make_lot(seat, takes=[(load[0], 30_000)])
    client.post(url("recall-new", seat), typed(one))
    client.post(url("recall-new", seat), typed(one, wide="on", kind="mock"))
    wide, narrow = Recall.objects.of(seat.cooperative).order_by("-number")
    assert {row.lot.code: row.affected_g for row in narrow.lots.all()} == {one.code: 50_000}
    assert {row.lot.code: row.affected_g for row in wide.lots.all()} == {one.code: 50_000, two.code: 30_000}


@pytest.mark.parametrize("kind", ["carton", "shipment", "order", "household", "ticket"])
def test_a_recall_reaches_whole_lots_from_any_code(client, seat, kind):
    lot = make_lot(seat)
    way, ticket = make_way(seat, lot, 10_000), lot.inputs.first().line.record
    code = {
        "carton": f"{lot.code}/1", "shipment": way.shipment.code, "order": way.order_line.order.code,
        "household": ticket.household.code, "ticket": ticket.code,
    }[kind]  # fmt: skip
    client.post(url("recall-new", seat), typed(lot, start=code))
    row = RecallLot.objects.of(seat.cooperative).get()
    assert (row.lot, row.affected_g, row.stock_g, row.shipped_g) == (lot, 91_500, 80_000, 10_000)


@pytest.mark.parametrize(
    ("field", "text"),
    [("start", "XX-1"), ("start", ""), ("kind", "king"), ("reason", ""), ("detected_at", "01/01/2020 05:00"),
     ("detected_at", "05:00 01/01/2199"), ("detected_at", "gestern")],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_opens_nothing(client, seat, field, text):
    lot = make_lot(seat)
    answer = client.post(url("recall-new", seat), typed(lot, public_note="Ngừng ăn", **{field: text}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Ngừng ăn" in answer.content.decode()
    assert not Recall.objects.of(seat.cooperative).exists()
    lot.refresh_from_db()
    assert not lot.is_held


def test_a_void_ticket_that_went_into_no_lot_recalls_nothing(client, seat):
    ticket = void_ticket(seat, record=make_fruit(seat), reason="twice", text="")
    answer = client.post(url("recall-new", seat), typed(make_lot(seat), start=ticket.code))
    assert "start" in answer.context["form"].errors


def test_a_code_with_two_meanings_asks_which(client, seat):
    lot = make_lot(seat)
    Lot.objects.of(seat.cooperative).update(code="097")
    make_household(seat.cooperative, "097")
    answer = client.post(url("recall-new", seat), typed(lot, start="097"))
    assert "household:097" in str(answer.context["form"].errors["start"])


def test_the_form_shows_what_would_be_reached(client, seat):
    lot = make_lot(seat)
    make_way(seat, lot, 10_000)
    reached = client.get(url("recall-new", seat), {"q": lot.code}).context["reached"]
    assert (reached["lots"], reached["buyers"], reached["households"]) == ("1", "1", "1")
    assert client.get(url("recall-new", seat), {"q": "\x00?"}).context["reached"] is None


def test_opened_once_and_only_by_who_may(client, seat):
    lot = make_lot(seat)
    facts = typed(lot)
    assert client.post(url("recall-new", seat), facts).status_code == 302
    assert client.post(url("recall-new", seat), facts).status_code == 302
    assert Recall.objects.of(seat.cooperative).count() == 1
    assert client.post(url("recall-new", seat), {**facts, "reason": "khác"}).status_code == 409
    assert stranger_and_reader(client, seat, url("recall-new", seat), typed(lot)) == [404, 403]
    assert Recall.objects.of(seat.cooperative).count() == 1


# --- pages ---


def test_the_list_costs_the_same_for_few_and_many(client, seat, django_assert_num_queries):
    lot = make_lot(seat)
    address = url("recall-list", seat)
    make_recall(seat, lot)
    client.get(address)
    with django_assert_num_queries(3):
        client.get(address)
    for _more in range(20):
        make_recall(seat, lot)
    with django_assert_num_queries(3):
        text = client.get(address).content.decode()
    assert "TH-" in text
    assert client.get(address, {"kind": "real"}).context["counted"] == "0"


def test_the_page_costs_the_same_for_few_and_many_lots(client, seat, django_assert_num_queries):
    few, many = make_lot(seat, make_fruit(seat)), make_lot(seat, *(make_fruit(seat) for _ in range(6)))
    pages = []
    for lot in (few, many):
        make_repack(seat, lot, takes=[(carton_of(lot).pk, 9_000)])
        make_way(seat, lot, 10_000)
        pages.append(url("recall-page", seat, make_recall(seat, lot).code))
    client.get(pages[0])
    with django_assert_num_queries(30, exact=False) as first:
        client.get(pages[0])
    with django_assert_num_queries(len(first)):
        client.get(pages[1])


def test_the_minutes_are_a_vietnamese_pdf(client, seat, monkeypatch):
    lot = make_lot(seat)
    make_way(seat, lot, 10_000)
    recall = make_recall(seat, lot)
    drawn, plain = [], kit.nfc
    monkeypatch.setattr(kit, "nfc", lambda text: drawn.append(str(text)) or plain(text))
    answer = client.get(url("recall-report", seat, recall.code), headers={"accept-language": "en"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    for words in ("BIÊN BẢN DIỄN TẬP THU HỒI", f"Số: {recall.code}", lot.code, "Chưa xác nhận truy xuất xong.", "91,5"):
        assert words in drawn
    assert not any("+84" in text for text in drawn)


@pytest.mark.parametrize("code", ["TH-25-999", "TH-25", "x", "TH-²5-001"])
def test_an_unknown_code_is_not_found(client, seat, code):
    for name in ("recall-page", "recall-report", "recall-traced", "recall-conclude"):
        assert client.get(url(name, seat, code)).status_code == 404


def test_fruit_that_is_in_no_lot_yet_is_held_until_the_recall_lets_it_go(client, seat):
    ticket, other = make_fruit(seat), make_fruit(seat)
    answer = client.post(url("recall-new", seat), typed(ticket, start=f"household:{ticket.household.code}"))
    recall = Recall.objects.of(seat.cooperative).get()
    assert answer.url == url("recall-page", seat, recall.code) and not recall.lots.exists()
    ticket.refresh_from_db()
    assert (ticket.status, [hold["code"] for hold in ticket.holds]) == ("held", ["recalled"])
    other.refresh_from_db()
    assert other.status == "posted"
    with pytest.raises(Refused) as refused:
        make_lot(seat, ticket)
    assert refused.value.verdict.codes == ("lot_input_on_hold",)
    with pytest.raises(Refused) as refused:
        release_ticket(seat, record=ticket, text="đạt")
    assert refused.value.verdict.codes == ("ticket_in_recall",)
    conclude(seat, recall=recall, version=recall.version, conclusion="Mẫu đạt", release=True)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.holds) == ("posted", [])
    assert make_lot(seat, ticket).status == "closed"


def test_what_a_recall_left_on_hold_is_let_go_one_by_one(client, seat):
    ticket = make_fruit(seat)
    (start,) = starts(seat.cooperative, f"household:{ticket.household.code}")
    facts = {"kind": "real", "reason": "dư lượng", "detected_at": clock.now()}
    recall = open_recall(seat, start=start, **facts)
    conclude(seat, recall=recall, version=recall.version, conclusion="Chờ mẫu")
    ticket.refresh_from_db()
    assert ticket.status == "held"
    release_ticket(seat, record=ticket, text="mẫu đạt")
    ticket.refresh_from_db()
    assert ticket.status == "posted"
