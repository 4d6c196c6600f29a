"""Packing houses, their codes, and supervision visits, as they are read and written."""

import datetime as dt

import pytest

from growers.models import AuditEntry, CodeEvent, ExportCode, PackingHouse, SupervisionVisit
from growers.tests.builders import make_area, make_code, make_coop, make_seat
from growers.tests.permits_builders import make_certificate, make_house, make_house_code, make_visit
from growers.tests.permits_forms import at, errors, house_code_typed, house_typed, sent, visit_typed

pytestmark = pytest.mark.django_db


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
def house(coop):
    return make_house(coop)


@pytest.fixture
def code(house):
    return make_house_code(house)


def of(code):
    return (code.house.code, code.pk) if code.house_id else (code.area.code, code.pk)


# --- houses -----------------------------------------------------------------------------------------------------------


def test_a_house_is_added_once(client, coop, field):
    facts = house_typed(coop, capacity_g_day="12000", gln="404992 999999 2", phone="0912345678")
    assert [client.post(at("house-new", coop), facts).status_code for _ in range(2)] == [302, 302]
    house = PackingHouse.objects.of(coop).get()
    assert (house.code, house.gln, house.capacity_g_day, house.phone) == (
        "PH1", "4049929999992", 12_000_000, "+84912345678",
    )  # fmt: skip
    assert AuditEntry.objects.of(coop).get().verb == "packing house opened"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"code": "a/b"}, "code"),
        ({"code": "new"}, "code"),
        ({"code": "ph0"}, "code"),
        ({"name": ""}, "name"),
        ({"gln": "9521234000014"}, "gln"),
        ({"capacity_g_day": "much"}, "capacity_g_day"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_a_bad_house_keeps_what_was_typed(client, coop, field, values, name):
    make_house(coop, "PH0")
    answer = client.post(at("house-new", coop), house_typed(coop, address="bản Mòng", **values))
    assert answer.status_code == 200 and name in answer.context["form"].errors
    assert answer.context["form"]["address"].value() == "bản Mòng"
    assert PackingHouse.objects.of(coop).count() == 1


def test_a_house_changes_and_a_stale_save_shows_both(client, coop, field, house):
    url = at("house-edit", coop, "PH1")
    assert client.post(url, house_typed(coop, name="Mới", version=1)).status_code == 302
    assert client.post(url, house_typed(coop, name="Cũ", version=1)).context["form"].conflict
    house.refresh_from_db()
    assert house.name == "Mới"
    make_house(coop, "PH2")
    assert "code" in client.post(url, house_typed(coop, code="ph2", version=2)).context["form"].errors


def test_the_list_has_each_house_with_its_codes(client, coop, field, code):
    make_certificate(coop, "PH-1", scheme="house", house=code.house)
    make_certificate(coop, "PH-2", scheme="house", house=code.house, valid_to=dt.date(2025, 9, 8))
    (row,) = client.get(at("house-list", coop)).context["rows"]
    assert row["certified"] == "1"
    assert [(one["code"], one["mark"]) for one in row["codes"]] == [("VN-SLPH-0001", "✓")]
    page = client.get(at("house-page", coop, "PH1")).context
    assert [row["number"] for row in page["certificates"]] == ["PH-2", "PH-1"]
    assert page["codes"][0]["due"]["mark"] == "✕"
    for tab in ("documents", "history"):
        assert client.get(at("house-page", coop, "PH1"), {"tab": tab}).context["tab"] == tab


def test_an_empty_list_says_what_a_house_is_for(client, coop, field):
    assert at("house-new", coop) in client.get(at("house-list", coop)).content.decode()


def test_houses_cost_the_same_at_2_and_at_40(client, coop, field, django_assert_max_num_queries):
    def more(first, last):
        for number in range(first, last):
            make_house_code(make_house(coop, f"P{number}"), f"VN-SLPH-{number:04d}")

    more(0, 2)
    url = at("house-list", coop)
    client.get(url)
    with django_assert_max_num_queries(5) as few:
        client.get(url)
    more(2, 40)
    with django_assert_max_num_queries(5) as many:
        client.get(url)
    assert len(few) == len(many)


# --- codes of houses --------------------------------------------------------------------------------------------------


def test_a_house_code_is_added_once_with_its_first_status(client, coop, field, house):
    facts = house_code_typed(coop)
    url = at("house-code-new", coop, "PH1")
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    code = ExportCode.objects.of(coop).get()
    assert (code.house, code.area, code.code) == (house, None, "VN-SLPH-0009")
    assert CodeEvent.objects.of(coop).get().status == "active"
    assert AuditEntry.objects.of(coop).get().verb == "packing house code added"
    other = make_house(coop, "PH2")
    assert client.post(at("house-code-new", coop, other.code), facts).status_code == 409


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"code": ""}, "code"),
        ({"code": "vn-slph- 0001"}, "code"),
        ({"market": ""}, "market"),
        ({"status": "sleeping"}, "status"),
        ({"status": "suspended"}, "reason"),
        ({"effective_from": "x"}, "effective_from"),
        ({"valid_from": "01/09/2025", "valid_to": "01/09/2025"}, "valid_to"),
    ],
)
def test_a_bad_house_code_keeps_what_was_typed(client, coop, field, house, values, name):
    make_code(make_area(coop), "VN-SLPH-0001")
    answer = client.post(at("house-code-new", coop, "PH1"), house_code_typed(coop, issuer="Cục BVTV", **values))
    assert answer.status_code == 200 and name in answer.context["form"].errors
    assert answer.context["form"]["issuer"].value() == "Cục BVTV"
    assert not ExportCode.objects.of(coop).filter(house=house).exists()


def test_a_house_code_changes_its_papers_but_not_its_market(client, coop, field, code):
    url = at("house-code-edit", coop, *of(code))
    facts = house_code_typed(coop, code="VN-SLPH-0002", market="987654", importer_ref="GACC 7", version=1)
    assert client.post(url, facts).status_code == 302
    before = code.market_id
    code.refresh_from_db()
    assert (code.code, code.importer_ref, code.market_id, code.version) == ("VN-SLPH-0002", "GACC 7", before, 2)
    assert client.post(url, house_code_typed(coop, code="VN-SLPH-0003", version=1)).context["form"].conflict
    page = client.get(at("house-code-page", coop, *of(code))).content.decode()
    assert "GACC 7" in page


def test_r15_a_suspension_leads_to_what_it_reaches(client, coop, field, code):
    url = at("house-code-status", coop, *of(code))
    facts = sent(status="suspended", effective_from="08/09/2025", reason="thông báo 12")
    answers = [client.post(url, facts) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.url for answer in answers} == {at("code-reach", coop, code.pk)}
    page = client.get(at("house-code-page", coop, *of(code)))
    assert page.context["status"]["mark"] == "!" and at("code-reach", coop, code.pk) in page.content.decode()
    again = client.post(url, sent(status="active", effective_from="09/09/2025", reason=""))
    assert again.url == at("house-code-page", coop, *of(code))
    assert client.post(url, sent(status="revoked", effective_from="10/09/2025", reason="")).context["event_form"].errors


def test_codes_of_houses_and_areas_keep_apart(client, coop, field, code):
    area = make_code(make_area(coop), "VN-SLOR-0001")
    assert client.get(at("code-page", coop, "V1", code.pk)).status_code == 404
    assert client.get(at("house-code-page", coop, "PH1", area.pk)).status_code == 404
    (row,) = client.get(at("area-list", coop)).context["rows"]
    assert [one["code"] for one in row["codes"]] == ["VN-SLOR-0001"]
    csv = client.get(at("area-list", coop), {"format": "csv"}).content.decode()
    assert "VN-SLPH-0001" not in csv


# --- visits -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["visit-new", "house-visit-new"])
def test_a_visit_is_recorded_once(client, coop, field, code, name):
    one = code if name.startswith("house") else make_code(make_area(coop), "VN-SLOR-0001")
    facts = visit_typed(pests="rệp sáp")
    url = at(name, coop, *of(one))
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    visit = SupervisionVisit.objects.of(coop).get()
    assert (visit.export_code, visit.visited_on, visit.pests) == (one, dt.date(2025, 9, 1), "rệp sáp")
    page = client.get(at(name.replace("visit-new", "code-page").replace("house-house", "house"), coop, *of(one)))
    assert "01/09/2026" in page.context["visits"]["due"]["text"]
    assert AuditEntry.objects.of(coop).get().verb == "supervision visit recorded"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"visited_on": ""}, "visited_on"),
        ({"visited_on": "09/09/2025"}, "visited_on"),
        ({"visited_on": "01/01/2010"}, "visited_on"),
        ({"inspector": ""}, "inspector"),
        ({"result": "fine"}, "result"),
        ({"next_due": "01/09/2025"}, "next_due"),
    ],
)
def test_a_bad_visit_keeps_what_was_typed(client, coop, field, code, values, name):
    answer = client.post(at("house-visit-new", coop, *of(code)), visit_typed(note="ghi chú", **values))
    assert answer.status_code == 200 and name in answer.context["form"].errors
    assert answer.context["form"]["note"].value() == "ghi chú"
    assert not SupervisionVisit.objects.of(coop).exists()


def test_a_void_visit_counts_no_more_and_stays(client, coop, field, code):
    make_visit(code, dt.date(2025, 5, 1))
    visit = make_visit(code, dt.date(2025, 8, 1), "failed")
    page = at("house-code-page", coop, *of(code))
    assert client.get(page).context["visits"]["due"]["mark"] == "✕"
    url = at("visit-void", coop, visit.pk)
    assert "reason" in client.post(url, sent(reason="")).context["form"].errors
    facts = sent(reason="nhầm mã số")
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    shown = client.get(page).context["visits"]
    assert "01/05/2026" in shown["due"]["text"]
    assert [row["void_reason"] for row in shown["rows"]] == ["nhầm mã số", ""]
    assert client.get(url).status_code == 302
    assert errors(client.post(at("house-visit-new", coop, *of(code)), visit_typed(visited_on="x")).context["form"])


@pytest.mark.parametrize(
    ("day", "result", "next_due", "mark"),
    [
        (dt.date(2024, 9, 8), "passed", None, "!"),
        (dt.date(2024, 9, 7), "passed", None, "✕"),
        (dt.date(2025, 8, 1), "passed", dt.date(2025, 9, 7), "✕"),
        (dt.date(2025, 8, 1), "mend", dt.date(2025, 10, 8), "!"),
        (dt.date(2025, 8, 1), "passed", None, "✓"),
    ],
)
def test_the_code_says_when_its_next_visit_is_due(client, coop, field, code, day, result, next_due, mark):
    make_visit(code, day, result, next_due=next_due)
    assert client.get(at("house-code-page", coop, *of(code))).context["visits"]["due"]["mark"] == mark


@pytest.mark.parametrize(
    "page", ["house-edit", "house-code-new", "house-code-edit", "house-code-status", "house-visit-new"]
)
def test_strangers_and_readers_write_nothing(client, coop, code, page):
    theirs = make_coop("an-phu")
    words = of(code)[:1] if page in ("house-edit", "house-code-new") else of(code)
    client.force_login(make_seat(theirs, "director").user)
    assert client.post(at(page, coop, *words), {}).status_code == 404
    assert client.post(at(page, theirs, *words), {}).status_code == 404
    client.force_login(make_seat(coop, "controller").user)
    assert client.post(at(page, coop, *words), {}).status_code == 403


def test_visits_of_others_are_not_there(client, coop, code):
    visit = make_visit(code)
    theirs = make_coop("an-phu")
    client.force_login(make_seat(theirs, "director").user)
    assert client.post(at("visit-void", theirs, visit.pk), sent(reason="x")).status_code == 404
    client.force_login(make_seat(coop, "sales").user)
    assert client.post(at("visit-void", coop, visit.pk), sent(reason="x")).status_code == 403
