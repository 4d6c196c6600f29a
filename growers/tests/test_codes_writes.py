"""The status of planting area codes and the plots under them as they are written."""

import datetime as dt

import pytest

from growers.models import AuditEntry, CodeEvent, CodePlot, Commodity, Variety
from growers.tests.builders import (
    make_area,
    make_code,
    make_coop,
    make_household,
    make_market,
    make_plot,
    make_seat,
    put_under,
)
from growers.tests.code_forms import at, code_typed, errors, joining, leaving, sent, status

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


def test_a_status_is_added_and_the_earlier_ones_stay(client, coop, field, code):
    assert client.post(at("code-status", code), status()).status_code == 302
    assert [event.status for event in CodeEvent.objects.of(coop).order_by("pk")] == ["active", "suspended"]
    assert AuditEntry.objects.of(coop).get().details["reason"] == "thông báo 12"


def test_no_status_is_chosen_beforehand(client, field, code):
    form = client.get(at("code-page", code)).context["event_form"]
    assert form.initial.get("status") is None and form.fields["status"].choices[0][0] == ""


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"reason": ""}, "reason"),
        ({"effective_from": "x"}, "effective_from"),
        ({"effective_from": "31/12/2024"}, "effective_from"),
        ({"status": "active"}, "status"),
        ({"status": "sleeping"}, "status"),
        ({"status": ""}, "status"),
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
