"""Growing areas and planting area codes as they are written: opened, changed, by whom."""

import datetime as dt

import pytest
from django.urls import reverse

from growers.models import AuditEntry, CodeEvent, CodePlot, ExportCode, GrowingArea
from growers.tests.builders import (
    BEGINNING,
    make_area,
    make_code,
    make_coop,
    make_event,
    make_household,
    make_market,
    make_plot,
    make_seat,
    put_under,
)
from growers.tests.code_forms import area_typed, at, code_typed, joining, leaving, status

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
def area(coop):
    return make_area(coop)


@pytest.fixture
def code(area):
    return make_code(area)


def test_an_area_is_opened_where_the_co_operative_is(client, coop, field):
    assert client.post(reverse("area-new", args=[coop.slug]), area_typed()).status_code == 302
    area = GrowingArea.objects.of(coop).get()
    assert (area.code, area.name, area.commune) == ("V7", "Tà Hộc A", coop.commune)
    assert AuditEntry.objects.of(coop).get().verb == "growing area opened"


@pytest.mark.parametrize("typed", ["", "a/b", "new", "Vùng 1", "V1"])
def test_an_areas_code_is_refused_beside_its_field(client, coop, field, area, typed):
    answer = client.post(reverse("area-new", args=[coop.slug]), {**area_typed(), "code": typed, "note": "ghi chú"})
    assert answer.status_code == 200 and answer.context["form"].errors
    assert "ghi chú" in answer.content.decode()
    assert GrowingArea.objects.of(coop).count() == 1


def test_an_area_is_opened_once(client, coop, field):
    url, facts = reverse("area-new", args=[coop.slug]), area_typed()
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    assert client.post(url, {**facts, "name": "B"}).status_code == 409
    assert GrowingArea.objects.of(coop).count() == 1


def test_a_stale_change_of_an_area_shows_both(client, coop, field, area):
    url = reverse("area-edit", args=[coop.slug, "V1"])
    facts = area_typed(version=area.version) | {"code": "V1"}
    assert client.post(url, {**facts, "name": "A"}).status_code == 302
    late = client.post(url, {**facts, "name": "B"})
    assert [row[1:] for row in late.context["form"].conflict if row[1] == "B"] == [("B", "A")]
    assert GrowingArea.objects.of(coop).get().name == "A"


def test_a_code_is_added_with_its_first_status(client, coop, field, area):
    assert client.post(reverse("code-new", args=[coop.slug, "V1"]), code_typed(coop)).status_code == 302
    code = ExportCode.objects.of(coop).get()
    assert (code.code, code.registered_m2, code.area) == ("VN-SLOR-0009", 125_000, area)
    event = CodeEvent.objects.of(coop).get()
    assert (event.status, event.effective_from) == ("active", dt.date(2025, 2, 1))
    assert AuditEntry.objects.of(coop).get().verb == "planting area code added"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"code": ""}, "code"),
        ({"code": "vn-slor -0001"}, "code"),
        ({"registered_m2": "1.234"}, "registered_m2"),
        ({"effective_from": "31/02/2025"}, "effective_from"),
        ({"effective_from": "01/02/2125"}, "effective_from"),
        ({"status": "suspended"}, "reason"),
        ({"valid_from": "01/02/2025", "valid_to": "01/02/2025"}, "valid_to"),
        ({"market": "999999"}, "market"),
        ({"commodity": ""}, "commodity"),
    ],
)
def test_a_codes_bad_input_stands_beside_its_field(client, coop, field, code, values, name):
    answer = client.post(reverse("code-new", args=[coop.slug, "V1"]), {**code_typed(coop, issuer="Cục BVTV"), **values})
    assert answer.status_code == 200 and name in answer.context["form"].errors
    assert "Cục BVTV" in answer.content.decode()
    assert ExportCode.objects.of(coop).count() == 1


def test_odd_papers_are_said_once_and_saved(client, coop, field, area):
    facts = code_typed(coop) | {"code": "Lô 5", "registered_m2": "4 ha"}
    answer = client.post(reverse("code-new", args=[coop.slug, "V1"]), facts, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert len(said) == 3 and "Lô 5" in said[1] and "4,00 ha" in said[2]


def test_a_code_is_added_once_and_not_to_another_area(client, coop, field, area):
    make_area(coop, "V2")
    facts = code_typed(coop)
    assert client.post(reverse("code-new", args=[coop.slug, "V1"]), facts).status_code == 302
    assert client.post(reverse("code-new", args=[coop.slug, "V1"]), facts).status_code == 302
    assert client.post(reverse("code-new", args=[coop.slug, "V2"]), facts).status_code == 409
    assert ExportCode.objects.of(coop).count() == 1


def test_crop_and_market_stay_whatever_is_sent(client, coop, field, code):
    japan = make_market("JP", "Nhật Bản", "Japan")
    facts = code_typed(coop, version=code.version) | {"market": japan.pk, "code": code.code}
    assert client.post(at("code-edit", code), facts).status_code == 302
    code.refresh_from_db()
    assert (code.market.code, code.registered_m2) == ("CN", 125_000)


def test_readers_and_strangers_write_nothing(client, coop, area, code):
    plot = make_plot(make_household(coop))
    put_under(code, plot)
    member = CodePlot.objects.of(coop).get()
    requests = [
        (reverse("area-new", args=[coop.slug]), area_typed()),
        (reverse("area-edit", args=[coop.slug, "V1"]), area_typed(version=1)),
        (reverse("code-new", args=[coop.slug, "V1"]), code_typed(coop)),
        (at("code-edit", code), code_typed(coop, version=1)),
        (at("code-status", code), status()),
        (at("code-join", code), joining(plot)),
        (at("code-leave", code), leaving(member)),
    ]
    reader, stranger = make_seat(coop, "controller").user, make_seat(make_coop("an-phu"), "director").user
    for user, expected in ((reader, 403), (stranger, 404)):
        client.force_login(user)
        for url, facts in requests:
            assert client.post(url, facts).status_code == expected, (url, expected)
            assert client.get(url).status_code == expected, (url, expected)
    client.logout()
    assert all(reverse("login") in client.post(url, facts).url for url, facts in requests)
    assert (GrowingArea.objects.of(coop).count(), ExportCode.objects.of(coop).count()) == (1, 1)
    assert (CodeEvent.objects.of(coop).count(), CodePlot.objects.of(coop).get().valid_to) == (1, None)


def test_an_unknown_area_or_code_is_not_found(client, coop, field, code):
    assert client.get(reverse("code-new", args=[coop.slug, "V9"])).status_code == 404
    assert client.get(reverse("code-join", args=[coop.slug, "V1", code.pk + 1])).status_code == 404
    assert make_event(code, "suspended", BEGINNING) and client.get(at("code-join", code)).status_code == 200
