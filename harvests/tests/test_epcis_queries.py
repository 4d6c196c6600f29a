"""EPCIS 2.0 exports: every step of the fruit is an event, valid against the GS1 schema, and names no person."""

import copy
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from coopsite import clock
from growers.models import AuditEntry, PackingHouse
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import correct_ticket, void_ticket
from harvests.actions.lots import void_lot
from harvests.actions.treatments import void_treatment
from harvests.models import HarvestRecord, Lot, ProductCard, Trader, Treatment
from harvests.queries.epcis import document_of_lots, document_of_period
from harvests.rules.weighing_facts import GRADED, Header, Load
from harvests.tests.lots_builders import make_fruit, make_house_code, make_lot, make_repack
from harvests.tests.publishing_builders import make_treatment
from harvests.tests.shipments_builders import make_allocation, make_shipment

pytestmark = pytest.mark.django_db
SITE = "https://coopsite.test"
SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "epcis" / "EPCIS-JSON-Schema.json"


@pytest.fixture
def seat():
    return make_seat(make_coop("epcis"), "director")


@pytest.fixture
def whole_way(seat):
    """Two tickets, a lot, a treatment, a re-packed lot and a shipment."""
    plot = make_plot(make_household(seat.cooperative, "031", "Lò Văn Mật", phone="+84900000031"))
    lot = make_lot(seat, make_fruit(seat, plot.household), make_fruit(seat, plot.household))
    Treatment.objects.create(
        cooperative=seat.cooperative, lot=lot, kind="vapour_heat", facility="Nhà xử lý", facility_code="TFC-1",
        treatment_no="TIN-1", certificate_no="C-1", treated_at=clock.now(), pulp_temp_dc=467, minutes=42,
        entered_by=seat.user, entered_at=clock.now(),
    )  # fmt: skip
    again = make_repack(seat, lot)
    make_shipment(seat, make_allocation(seat, again), status="departed")
    return lot, again


def events(document, kind=None) -> list[dict]:
    found = document["epcisBody"]["eventList"]
    return [event for event in found if kind in (None, event["bizStep"])]


def told(seat, *lots) -> dict:
    return document_of_lots(seat.cooperative, SITE, [lot.pk for lot in lots])


def schema_faults(document) -> list:
    if not SCHEMA.exists():
        pytest.skip("The EPCIS schema is not beside this checkout: its validation is skipped.")
    jsonschema = pytest.importorskip("jsonschema")
    return list(jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(document))


def test_every_step_is_told_back_to_the_tickets(seat, whole_way):
    first, again = whole_way
    document = told(seat, again)
    assert len(events(document, "commissioning")) == 3  # two tickets and the first packing
    (repacked,) = events(document, "repackaging")
    (packed,) = [event for event in events(document, "commissioning") if event["type"] == "TransformationEvent"]
    assert sum(entry["quantity"] for entry in packed["inputQuantityList"]) * 1_000 == first.in_g
    assert repacked["inputQuantityList"][0]["epcClass"] == packed["outputQuantityList"][0]["epcClass"]
    assert [event["type"] for event in events(document, "loading")] == ["AggregationEvent"]
    assert len(events(document, "shipping")) == 1
    report = events(document, "other")[0]["sensorElementList"][0]["sensorReport"]
    assert report[0] == {"type": "Temperature", "minValue": 46.7, "uom": "CEL"}


def test_a_lot_is_followed_into_what_was_packed_of_it(seat):
    """It left re-packed, and re-packed once more with a lot whose own growers are nobody's business here."""
    first, other = make_lot(seat), make_lot(seat)
    again = make_repack(seat, first)
    make_shipment(seat, make_allocation(seat, again, grams=45_000), status="departed")
    mixed = make_repack(seat, again, other, pack_g=1_000)
    make_shipment(seat, make_allocation(seat, mixed, grams=5_000), status="departed")
    document = told(seat, first)
    inputs = {
        event["ilmd"]["cbvmda:lotNumber"]: {one["epcClass"].rpartition("/")[2] for one in event["inputQuantityList"]}
        for event in events(document, "repackaging")
    }
    assert inputs == {again.code: {first.code}, mixed.code: {again.code, other.code}}
    assert {event["ilmd"]["cbvmda:lotNumber"] for event in events(document, "commissioning")} == {
        first.code, *(row.line.record.code for row in first.inputs.all())
    }  # fmt: skip
    assert len(events(document, "loading")) == len(events(document, "shipping")) == 2
    assert schema_faults(document) == []


def test_an_event_is_the_same_in_every_export_that_tells_it(seat):
    """A repository keeps one event under one id: a shipment's load is told whole, whichever lot was asked for."""
    lots = [make_lot(seat), make_lot(seat)]
    make_shipment(seat, *(make_allocation(seat, lot) for lot in lots), status="departed")
    (one,), (two,) = (events(told(seat, lot), "loading") for lot in lots)
    assert one == two == events(today_told(seat), "loading")[0]
    assert len(one["childQuantityList"]) == 2


def test_it_is_valid_against_the_schema(seat, whole_way):
    assert schema_faults(told(seat, *whole_way)) == []
    today = clock.today()
    assert schema_faults(document_of_period(seat.cooperative, SITE, today - dt.timedelta(days=30), today)) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document["epcisBody"]["eventList"][0].pop("eventTimeZoneOffset"),
        lambda document: document["epcisBody"]["eventList"][0].update(action="HARVEST"),
        lambda document: document.pop("schemaVersion"),
        lambda document: events(document, "commissioning")[0]["quantityList"][0].update(kilograms=1),
        lambda document: document["epcisBody"]["eventList"][0].update(errorDeclaration={"reason": "incorrect_data"}),
    ],
)
def test_the_schema_finds_what_is_wrong(seat, whole_way, spoil):
    document = copy.deepcopy(told(seat, *whole_way))
    spoil(document)
    assert schema_faults(document)


def test_no_person_and_no_phone_is_in_it(seat, whole_way):
    text = json.dumps(told(seat, *whole_way), ensure_ascii=False)
    assert "Lò Văn Mật" not in text
    assert "900000031" not in text


@pytest.mark.parametrize(("kind", "party"), [("importer", "Guangxi%20Fruit"), ("trader", "trader-")])
def test_a_firm_is_named_as_recipient_and_a_small_trader_has_a_number(seat, kind, party):
    shipment = make_shipment(seat, make_allocation(seat), status="departed")
    Trader.objects.of(seat.cooperative).filter(pk=shipment.trader_id).update(kind=kind)
    (left,) = events(today_told(seat), "shipping")
    assert left["destinationList"][0]["destination"].rpartition("/")[2].startswith(party)


def today_told(seat) -> dict:
    return document_of_period(seat.cooperative, SITE, clock.today(), clock.today())


def test_a_voided_ticket_is_declared_wrong(seat):
    ticket = make_fruit(seat)
    void_ticket(seat, record=ticket, reason="twice", text="nhầm hộ bà Lò Thị X")
    document = today_told(seat)
    (event,) = events(document)
    noted = AuditEntry.objects.of(seat.cooperative).get(verb="ticket voided")
    assert event["errorDeclaration"]["reason"] == "did_not_occur"
    assert dt.datetime.fromisoformat(event["errorDeclaration"]["declarationTime"]) == noted.at.replace(microsecond=0)
    assert "Lò Thị X" not in json.dumps(document, ensure_ascii=False)
    assert schema_faults(document) == []


def test_a_corrected_ticket_names_the_event_that_is_right(seat):
    ticket = make_fruit(seat)
    header, loads = Header(household=ticket.household.code, mode=GRADED), [Load(0, 58_000, "L1", crates=4)]
    correct_ticket(seat, record=ticket, reason="typo", text="", header=header, loads=loads, confirmed=True)
    document = today_told(seat)
    wrong, right = events(document)
    assert wrong["errorDeclaration"]["reason"] == "incorrect_data"
    assert wrong["errorDeclaration"]["correctiveEventIDs"] == [right["eventID"]]
    assert "errorDeclaration" not in right and right["quantityList"][0]["quantity"] == 50
    assert schema_faults(document) == []


def test_a_lot_that_is_still_open_has_packed_nothing(seat):
    lot = make_lot(seat, status="open")
    for document in (told(seat, lot), today_told(seat)):
        assert [event["type"] for event in events(document)] == ["ObjectEvent"]
        assert schema_faults(document) == []


def test_a_lot_that_was_voided_after_closing_is_declared_wrong(seat):
    lot = make_lot(seat)
    given_back = sum(edge.grams for edge in lot.inputs.all())
    void_lot(seat, lot=lot, reason="nhầm")
    for document in (told(seat, lot), today_told(seat)):
        (packed,) = [event for event in events(document) if event["type"] == "TransformationEvent"]
        assert packed["errorDeclaration"]["reason"] == "did_not_occur"
        assert packed["inputQuantityList"][0]["quantity"] * 1_000 == given_back
        assert schema_faults(document) == []


def test_a_treatment_stands_in_the_period_in_which_it_happened(seat):
    lot = make_lot(seat)
    treatment = make_treatment(seat, lot)
    Lot.objects.of(seat.cooperative).update(packed_on=clock.today() - dt.timedelta(days=3))
    assert len(events(today_told(seat), "other")) == 1
    void_treatment(seat, treatment=treatment, reason="sai mẻ")
    document = today_told(seat)
    assert events(document, "other")[0]["errorDeclaration"]["reason"] == "did_not_occur"
    assert schema_faults(document) == []


def test_codes_are_those_of_the_market_through_a_re_packing(seat):
    lot = make_lot(seat, make_fruit(seat), make_fruit(seat))
    of_day = [["VN-01", "CN", "active"], ["VN-01-JP", "JP", "active"], ["VN-02", "CN", "suspended"]]
    HarvestRecord.objects.of(seat.cooperative).update(plot_codes=of_day)
    make_house_code(lot.house)
    make_house_code(lot.house, code="VN-PH-OLD", status="suspended")
    document = told(seat, make_repack(seat, lot))
    harvest = events(document, "commissioning")[0]
    assert harvest["ilmd"]["coopsite:growingAreaCodes"] == "VN-01, VN-01-JP"
    for packed in (event for event in events(document) if event["type"] == "TransformationEvent"):
        assert packed["ilmd"]["coopsite:growingAreaCodes"] == "VN-01"
        assert packed["ilmd"]["coopsite:packingHouseCode"] == "VN-PH-NH1-CN"


def test_places_are_gs1_numbers_where_there_are_any(seat, whole_way):
    seat.cooperative.gln = "9521234500018"
    PackingHouse.objects.of(seat.cooperative).update(gln="9521234500025")
    document = told(seat, whole_way[1])
    assert events(document, "commissioning")[0]["readPoint"]["id"] == "https://id.gs1.org/414/9521234500018/254/031-1"
    assert events(document, "repackaging")[0]["bizLocation"]["id"] == "https://id.gs1.org/414/9521234500025"
    assert schema_faults(document) == []


def test_the_same_export_twice_has_the_same_events(seat, whole_way):
    once, twice = told(seat, *whole_way), told(seat, *whole_way)
    assert [e["eventID"] for e in events(once)] == [e["eventID"] for e in events(twice)]
    assert len({e["eventID"] for e in events(once)}) == len(events(once))


def test_with_a_gtin_batches_are_digital_links(seat, whole_way):
    ProductCard.objects.create(
        cooperative=seat.cooperative, commodity=seat.cooperative.commodity, name_vi="Thanh long",
        name_en="Dragon fruit", gtin="9521234500018", origin_vi="Sơn La", origin_en="Son La",
    )  # fmt: skip
    lot = whole_way[0]
    packed, _repacked = [e for e in events(told(seat, lot)) if e["type"] == "TransformationEvent"]
    assert packed["outputQuantityList"][0]["epcClass"] == f"https://id.gs1.org/01/09521234500018/10/{lot.code}"


@pytest.mark.parametrize("tickets", [1, 6])
def test_the_statements_do_not_grow_with_the_sources(seat, django_assert_num_queries, tickets):
    lot = make_lot(seat, *(make_fruit(seat) for _ in range(tickets)))
    with django_assert_num_queries(11):
        told(seat, lot)


def test_a_period_has_as_many_statements_whatever_happened_in_it(seat, whole_way, django_assert_num_queries):
    for _ in range(3):
        make_lot(seat)
    with django_assert_num_queries(12):
        today_told(seat)


class TestCommand:
    def test_a_lot(self, seat, whole_way):
        out = io.StringIO()
        call_command("export_epcis", coop="epcis", lots=[whole_way[1].code], stdout=out)
        assert json.loads(out.getvalue())["type"] == "EPCISDocument"

    @pytest.mark.parametrize(
        "asked",
        [
            {"coop": "khong-co", "lots": ["X"]},
            {"coop": "epcis", "lots": ["KHONG-CO"]},
            {"coop": "epcis"},
            {"coop": "epcis", "first": "2025-09-08", "last": "31/02/2025"},
            {"coop": "epcis", "first": "2025-09-08", "last": "2025-09-01"},
        ],
    )
    def test_what_is_wrong_is_said(self, seat, asked):
        with pytest.raises(CommandError):
            call_command("export_epcis", **asked)
