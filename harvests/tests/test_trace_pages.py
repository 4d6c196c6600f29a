"""The trace's page and command: one box for every code, choices, strange characters, downloads."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.tests.builders import make_coop, make_household, make_seat
from harvests.models import Lot, LotCarton
from harvests.tests.lots_builders import carton_of, make_fruit, make_lot, make_repack
from harvests.tests.recalls_builders import make_spray, make_way
from harvests.wording_trace import KINDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client):
    seat = make_seat(make_coop(), "clerk")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def director(seat):
    return make_seat(seat.cooperative, "director")


def page(client, seat, text, **more):
    return client.get(reverse("trace-page", args=[seat.cooperative.slug]), {"q": text, **more})


def test_the_empty_page_says_what_to_type(client, seat):
    answer = client.get(reverse("trace-page", args=[seat.cooperative.slug]))
    assert answer.status_code == 200
    assert b"CAN-250908-063" in answer.content


def test_every_code_of_a_shipped_carton_leads_to_its_trace(client, seat, director):
    ticket = make_fruit(director)
    lot = make_lot(director, ticket)
    way, entry = make_way(director, lot, 10_000), make_spray(director, ticket.plot)
    link = f"https://id.example/01/08936038950012/10/{lot.code}"
    cases = {
        lot.code: "lot", lot.code.lower(): "lot", lot.trace_code: "lot",
        f"{lot.trace_code[:4]}-{lot.trace_code[4:]}": "lot",
        f"https://coopsite.example/t/{lot.trace_code}/": "lot", link: "lot",
        f"  {lot.code}/2 ": "carton", f"{lot.code}-02": "carton", f"{lot.code} #2": "carton",
        f"{link}/21/2": "carton", f"(01)08936038950012(10){lot.code}(21)2": "carton",
        f"010893603895001210{lot.code}\x1d212": "carton", ticket.code: "ticket", ticket.slug: "ticket",
        ticket.household.code: "household", ticket.plot.code: "plot", f"diary/{entry.pk}": "diary",
        f"https://coopsite.example/c/x/diary/{entry.pk}/": "diary", way.shipment.code: "shipment",
        way.order_line.order.code.lower(): "order",
    }  # fmt: skip
    for text, kind in cases.items():
        answer = page(client, seat, text)
        assert answer.status_code == 200
        assert answer.context["start"], text
        assert answer.context["start"]["kind"] == KINDS[kind], text
        assert answer.context["accounts"]["whole"], text


@pytest.mark.parametrize(
    "text",
    ["?", "%00", "\x00", "'; DROP TABLE lots; --", "<script>alert(1)</script>", "٣٤٥٦", "🥭🥭", "../../etc/passwd",
     "a" * 5_000, "CAN-991399-001", "CAN-250908-99999999", "CH-25-", "DH-00-000000", "diary/999999999999", "household:",
     "lot:CAN-250908-1", "(10)", "(10)<b>(21)x", "https://[broken/10/X", "//10/", "NH-250908-CN-02/0", "\x1d", "K/1",
     "²²²"],
)  # fmt: skip
def test_strange_characters_find_nothing_calmly(client, seat, text):
    answer = page(client, seat, text)
    assert answer.status_code == 200
    assert answer.context["start"] is None
    assert "<script>alert" not in answer.content.decode()


def test_a_carton_beyond_the_last_is_not_there(client, seat, director):
    lot = make_lot(director)
    last = LotCarton.objects.of(seat.cooperative).get(lot=lot).cartons
    assert page(client, seat, f"{lot.code}/{last}").context["start"]
    assert page(client, seat, f"{lot.code}/{last + 1}").context["start"] is None


def test_a_code_with_two_meanings_shows_both(client, seat, director):
    make_lot(director)
    Lot.objects.of(seat.cooperative).update(code="097")
    make_household(seat.cooperative, "097")
    answer = page(client, seat, "097")
    assert [one["query"] for one in answer.context["choices"]] == ["lot:097", "household:097"]
    for one in answer.context["choices"]:
        assert page(client, seat, one["query"]).context["start"]["code"] == one["code"]


def test_another_co_operative_s_codes_name_nothing(client, seat):
    other = make_seat(make_coop("an-phu"), "director")
    lot = make_lot(other)
    way = make_way(other, lot, 5_000)
    record = lot.inputs.first().line.record
    for text in (lot.code, lot.trace_code, record.household.code, way.shipment.code, f"{lot.code}/1", record.code):
        assert page(client, seat, text).context["start"] is None


def test_every_node_leads_to_its_page(client, seat, director):
    ticket = make_fruit(director)
    lot = make_lot(director, ticket)
    again = make_repack(director, lot, takes=[(carton_of(lot).pk, 20_000)])
    way = make_way(director, again)
    make_spray(director, ticket.plot)
    answer = page(client, seat, lot.code)
    urls = {row["url"] for table in answer.context["sources"] + answer.context["destinations"] for row in table["rows"]}
    assert {url for url in urls if url} >= {
        reverse("household-page", args=[seat.cooperative.slug, ticket.household.code]),
        reverse("plot-page", args=[seat.cooperative.slug, ticket.plot.code]),
        reverse("harvest-page", args=[seat.cooperative.slug, ticket.slug]),
        reverse("lot-page", args=[seat.cooperative.slug, again.code]),
        reverse("shipment-page", args=[seat.cooperative.slug, way.shipment.code]),
    }
    for url in filter(None, urls):
        assert client.get(url).status_code == 200, url
    boxes = {box["label"] for box in answer.context["drawing"]["boxes"]}
    assert {lot.code, again.code, way.shipment.code} <= boxes | {label[:-1] for label in boxes}


def test_where_else_the_fruit_of_a_lot_s_tickets_went(client, seat, director):
    ticket = make_fruit(director, loads=((99_500, "L1"), (59_500, "L1")))
    first, second = (load.pk for load in ticket.lines.order_by("pk"))
    one = make_lot(director, takes=[(first, 50_000)])
    two = make_lot(director, takes=[(first, 20_000), (second, 30_000)])
    make_way(director, two, 10_000)
    assert "elsewhere" not in page(client, seat, one.code).context
    lots, shipments = page(client, seat, one.code, wide="1").context["elsewhere"]
    assert [(row["name"], row["share"]) for row in lots["rows"]] == [(two.code, "50")]
    assert len(shipments["rows"]) == 1


def test_the_workbook_has_a_sheet_of_nodes_and_one_of_edges(client, seat, director):
    lot = make_lot(director)
    make_way(director, lot, 10_000)
    book = CalamineWorkbook.from_filelike(io.BytesIO(page(client, seat, lot.code, format="xlsx").content))
    nodes, edges = (book.get_sheet_by_index(number).to_python() for number in (0, 1))
    assert lot.code in {row[1] for row in nodes}
    ticket = [row for row in edges if row[3] == lot.code]
    assert [row[4:] for row in ticket] == [[91_500, 91_500]]


def test_the_command_says_the_same_as_json(seat, director, capsys):
    lot = make_lot(director)
    make_way(director, lot, 10_000)
    out = io.StringIO()
    call_command("trace", lot.code, coop=seat.cooperative.slug, json=True, stdout=out)
    found = json.loads(out.getvalue())
    assert found["accounted"] == {
        "total_g": 91_500, "accounted_g": 91_500, "stock_g": 80_000, "shipped_g": 10_000, "lost_g": 1_500, "gap_g": 0,
        "untracked_g": 0, "accounted_bp": 10_000,
    }  # fmt: skip
    kinds = {node["id"]: node["kind"] for node in found["nodes"]}
    for node in found["nodes"]:
        come = [edge for edge in found["edges"] if edge["to"] == node["id"] and kinds[edge["from"]] != "diary"]
        if come:
            assert sum(edge["share_g"] for edge in come) == node["share_g"], node
    assert all(edge["share_g"] <= edge["grams"] for edge in found["edges"])
    out = io.StringIO()
    call_command("trace", lot.code, coop=seat.cooperative.slug, stdout=out)
    assert out.getvalue().endswith("accounted for: 91500 of 91500 g (100.00 %)\n")


@pytest.mark.parametrize(("code", "coop"), [("XX", "ngoc-hoang"), ("XX", "nobody")])
def test_the_command_refuses_what_names_nothing(seat, code, coop):
    with pytest.raises(CommandError):
        call_command("trace", code, coop=coop)
