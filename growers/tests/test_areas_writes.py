"""Growing areas and codes as they are written: opened, changed, given a status, given plots and relieved of them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, CodeEvent, CodePlot, Commodity, ExportCode, GrowingArea, Variety
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


def sent(**values):
    return {"token": str(uuid.uuid4()), **values}


def at(name, code, *more):
    return reverse(name, args=[code.cooperative.slug, code.area.code, code.pk, *more])


def errors(form):
    return {name: " ".join(map(str, found)) for name, found in form.errors.items()}


# --- the area ---


def area_typed(**values):
    return sent(code="V7", name="  Tà Hộc  A ", commune="", note="", **values)


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


# --- the code ---


def code_typed(coop, **values):
    return sent(
        code="VN-SLOR-0009", commodity=coop.commodity_id, market=make_market().pk, registered_m2="12,5 ha",
        status="active", effective_from="01/02/2025", **values,
    )  # fmt: skip


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


# --- its status ---


def status(**values):
    return sent(status="suspended", effective_from="08/09/2025", reason="thông báo 12", **values)


def test_a_status_is_added_and_the_earlier_ones_stay(client, coop, field, code):
    assert client.post(at("code-status", code), status()).status_code == 302
    assert [event.status for event in CodeEvent.objects.of(coop).order_by("pk")] == ["active", "suspended"]
    assert AuditEntry.objects.of(coop).get().details["reason"] == "thông báo 12"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"reason": ""}, "reason"),
        ({"effective_from": "x"}, "effective_from"),
        ({"effective_from": "31/12/2024"}, "effective_from"),
        ({"status": "active"}, "status"),
        ({"status": "sleeping"}, "status"),
    ],
)
def test_a_bad_status_keeps_what_was_typed(client, coop, field, code, values, name):
    answer = client.post(at("code-status", code), {**status(), **values})
    form = answer.context["event_form"]
    assert answer.status_code == 200 and name in form.errors
    assert form["effective_from"].value() == values.get("effective_from", "08/09/2025")
    assert CodeEvent.objects.of(coop).count() == 1


def test_a_status_is_recorded_once_and_for_one_code(client, coop, field, code, area):
    other = make_code(area, "VN-SLOR-0002", market=make_market("JP", "Nhật Bản", "Japan"))
    facts = status()
    assert [client.post(at("code-status", code), facts).status_code for _ in range(2)] == [302, 302]
    assert client.post(at("code-status", other), facts).status_code == 409
    assert CodeEvent.objects.of(coop).filter(status="suspended").count() == 1


def test_a_visit_to_the_form_address_leads_to_the_page(client, coop, field, code):
    assert client.get(at("code-status", code)).url == at("code-page", code)
    assert client.get(at("code-leave", code)).url == at("code-page", code)


# --- its plots ---


def joining(*plots, **values):
    return sent(valid_from="01/09/2025", plots=[plot.pk for plot in plots], **values)


def test_many_plots_are_put_under_a_code_at_once(client, coop, field, code):
    plots = [make_plot(make_household(coop)) for _ in range(3)]
    assert client.post(at("code-join", code), joining(*plots)).status_code == 302
    members = CodePlot.objects.of(coop).filter(export_code=code)
    assert {(row.plot_id, row.valid_from, row.valid_to) for row in members} == {
        (plot.pk, dt.date(2025, 9, 1), None) for plot in plots
    }
    assert AuditEntry.objects.of(coop).get().details["plots"] == sorted(plot.code for plot in plots)


def test_plots_are_put_under_once(client, coop, field, code):
    plot = make_plot(make_household(coop))
    facts = joining(plot)
    assert [client.post(at("code-join", code), facts).status_code for _ in range(2)] == [302, 302]
    assert client.post(at("code-join", code), {**facts, "valid_from": "02/09/2025"}).status_code == 409
    assert CodePlot.objects.of(coop).count() == 1


def test_ticks_stay_when_something_is_refused(client, coop, field, code):
    one, two = make_plot(make_household(coop, "001")), make_plot(make_household(coop, "002"))
    answer = client.post(at("code-join", code), joining(one) | {"valid_from": "soon"})
    assert "valid_from" in answer.context["form"].errors
    assert {row["code"]: row["checked"] for row in answer.context["rows"]} == {"001-1": True, "002-1": False}
    nothing = client.post(at("code-join", code), sent(valid_from="01/09/2025"))
    assert "plots" in nothing.context["form"].errors and "soon" in answer.content.decode()
    assert two.code and not CodePlot.objects.of(coop).exists()


def test_another_co_operatives_plot_is_no_choice(client, coop, field, code):
    theirs = make_plot(make_household(make_coop("an-phu"), "001"))
    assert "plots" in client.post(at("code-join", code), joining(theirs)).context["form"].errors


def test_a_plot_of_another_crop_or_already_inside_is_refused(client, coop, field, code):
    lychee = Commodity.objects.create(
        code="lychee", name_vi="Vải", name_en="Lychee", botanical="Litchi", expected_yield_kg_per_ha=7_000
    )
    variety = Variety.objects.create(commodity=lychee, code="thieu", name_vi="Thiều", name_en="Thieu")
    other = make_plot(make_household(coop, "001"), variety=variety)
    inside = make_plot(make_household(coop, "002"))
    put_under(code, inside)
    answer = client.post(at("code-join", code), joining(other, inside))
    said = errors(answer.context["form"])["__all__"]
    assert "001-1" in said and "002-1" in said
    assert CodePlot.objects.of(coop).count() == 1


def test_r11_a_second_active_code_of_the_same_market_is_refused_by_name(client, coop, field, area, code):
    plot = make_plot(make_household(coop, "012"))
    put_under(make_code(area, "VN-SLOR-0002"), plot)
    answer = client.post(at("code-join", code), joining(plot))
    said = errors(answer.context["form"])["__all__"]
    assert "012-1" in said and "VN-SLOR-0002" in said
    assert [row["rival"] for row in answer.context["rows"]] == ["VN-SLOR-0002"]
    assert not CodePlot.objects.of(coop).filter(export_code=code).exists()


def test_r11_allows_another_market_and_a_code_that_is_not_active(client, coop, field, area, code):
    plot = make_plot(make_household(coop, "012"))
    put_under(make_code(area, "VN-SLOR-0002", market=make_market("JP", "Nhật Bản", "Japan")), plot)
    put_under(make_code(area, "VN-SLOR-0003", status="applied"), plot)
    assert client.post(at("code-join", code), joining(plot)).status_code == 302


def test_r11_holds_when_a_code_becomes_active_or_valid_again(client, coop, field, area, code):
    plot = make_plot(make_household(coop, "012"))
    other = make_code(area, "VN-SLOR-0002", status="suspended", valid_to=None)
    ended = make_code(area, "VN-SLOR-0003", valid_to=dt.date(2025, 6, 1))
    put_under(other, plot)
    put_under(ended, plot)
    put_under(code, plot, valid_from=dt.date(2025, 7, 1))
    answer = client.post(at("code-status", other), status() | {"status": "active"})
    assert "012-1" in errors(answer.context["event_form"])["__all__"]
    facts = code_typed(coop, version=ended.version) | {"code": ended.code, "valid_to": ""}
    answer = client.post(at("code-edit", ended), facts)
    assert "012-1" in errors(answer.context["form"])["__all__"]
    ended.refresh_from_db()
    assert ended.valid_to == dt.date(2025, 6, 1) and CodeEvent.objects.of(coop).count() == 3


def test_candidates_are_plots_of_the_crop_that_are_not_inside_the_free_ones_first(client, coop, field, area, code):
    taken, free, inside = (make_plot(make_household(coop, number)) for number in ("001", "002", "003"))
    make_plot(make_household(coop, "004"), status="retired")
    put_under(make_code(area, "VN-SLOR-0002"), taken)
    put_under(code, inside)
    rows = client.get(at("code-join", code)).context["rows"]
    assert [row["code"] for row in rows] == [free.code, taken.code]
    assert [row["code"] for row in client.get(at("code-join", code), {"search": "001"}).context["rows"]] == ["001-1"]


def leaving(*members, **values):
    return sent(valid_to="08/09/2025", members=[member.pk for member in members], **values)


def test_memberships_end_on_a_day(client, coop, field, code):
    stays, goes = make_plot(make_household(coop)), make_plot(make_household(coop))
    put_under(code, stays, goes)
    member = CodePlot.objects.of(coop).get(plot=goes)
    facts = leaving(member)
    assert [client.post(at("code-leave", code), facts).status_code for _ in range(2)] == [302, 302]
    assert CodePlot.objects.of(coop).get(plot=goes).valid_to == dt.date(2025, 9, 8)
    assert CodePlot.objects.of(coop).get(plot=stays).valid_to is None
    assert AuditEntry.objects.of(coop).get().verb == "plots taken from a code"


def test_an_end_before_the_beginning_is_refused_and_ticks_stay(client, coop, field, code):
    put_under(code, make_plot(make_household(coop, "012")), valid_from=dt.date(2025, 9, 8))
    member = CodePlot.objects.of(coop).get()
    answer = client.post(at("code-leave", code), leaving(member))
    assert "012-1" in errors(answer.context["leave_form"])["__all__"]
    assert [row["checked"] for row in answer.context["members"]] == [True]
    bad = client.post(at("code-leave", code), leaving(member) | {"valid_to": "99"})
    assert "valid_to" in bad.context["leave_form"].errors
    assert CodePlot.objects.of(coop).get().valid_to is None


def test_members_of_another_code_are_no_choice(client, coop, field, area, code):
    other = make_code(area, "VN-SLOR-0002")
    put_under(other, make_plot(make_household(coop)))
    answer = client.post(at("code-leave", code), leaving(CodePlot.objects.of(coop).get()))
    assert "members" in answer.context["leave_form"].errors


# --- nobody else ---


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
