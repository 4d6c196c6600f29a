"""What the admin may write, and through which actions: reference data, settings, letterheads, suspended codes."""

import pytest
from django.contrib import admin
from django.urls import reverse

from growers.models import AuditEntry, Commune, ExportCode, Grade, ReferenceStat, Setting, User
from growers.tests.builders import make_commune, make_coop, make_seat, make_user
from growers.tests.furnished import at, furnish, rows_of

pytestmark = pytest.mark.django_db
ROOMS = [room for room in admin.site._registry.values() if room.opts.app_label == "growers"]


@pytest.fixture
def coop():
    coop = make_coop()
    furnish(coop)
    return coop


@pytest.fixture
def other():
    coop = make_coop("an-phu", code="AP")
    furnish(coop)
    return coop


@pytest.fixture
def boss(coop, client):
    seat = make_seat(coop, "admin", "admin.ngoc-hoang")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def operator(coop, client):
    user = make_user("operator", is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


WRITABLE = {"cooperative", "setting", "membership", "user"}


def test_an_administrator_changes_nothing_but_staff_settings_and_letterhead(client, coop, boss):
    for name in sorted({room.opts.model_name for room in ROOMS} - WRITABLE):
        assert client.get(at(f"{name}_add")).status_code == 403, name
        assert client.post(at(f"{name}_add"), {"name": "x"}).status_code == 403, name
    for room in ROOMS:
        for row in rows_of(room.model, coop)[: room.opts.model_name not in WRITABLE]:
            assert client.post(at(f"{room.opts.model_name}_change", row.pk), {"name": "x"}).status_code == 403, room


def test_the_operator_keeps_the_reference_data(client, coop, operator):
    grade = Grade.objects.get(commodity=coop.commodity, code="L1")
    typed = {
        "commodity": grade.commodity_id, "code": "L1", "name_vi": "Loại 1", "name_en": "Grade 1", "kind": "graded",
        "position": 1, "band_low_vnd": 12_000, "band_high_vnd": 45_000,
    }  # fmt: skip
    assert client.post(at("grade_change", grade.pk), typed).status_code == 302
    grade.refresh_from_db()
    assert grade.band_high_vnd == 45_000
    answer = client.post(at("grade_change", grade.pk), {**typed, "band_low_vnd": 50_000})
    assert answer.status_code == 200
    assert answer.context["errors"]


def test_the_operator_writes_what_provinces_report_in_hectares_and_tonnes(client, coop, operator):
    typed = {
        "province_code": "14", "year": "2025", "commodity": coop.commodity_id, "area_mark": "more", "area_m2": "300 ha",
        "certified_mark": "", "certified_area_m2": "", "output_mark": "about", "output_g": "5000 tấn", "source": "Báo",
    }  # fmt: skip
    assert client.post(at("referencestat_add"), {**typed, "area_m2": "nhiều"}).context["errors"]
    assert client.post(at("referencestat_add"), typed).status_code == 302
    stat = ReferenceStat.objects.get()
    assert (stat.area_m2, stat.certified_area_m2, stat.output_g) == (3_000_000, None, 5_000_000_000)
    assert client.post(at("referencestat_add"), typed).context["errors"]
    assert "Sơn La" in client.get(at("referencestat_changelist")).content.decode()
    changed = {**typed, "area_m2": "310 ha"}
    answer = client.post(at("referencestat_change", stat.pk), changed)
    assert answer.status_code == 302, answer.context["errors"]
    stat.refresh_from_db()
    assert (stat.area_m2, stat.history.count()) == (3_100_000, 2)


# --- settings and letterhead ----------------------------------------------------------------------------------------


def test_a_setting_is_given_by_the_action_of_its_own_page(client, coop, boss):
    typed = {"cooperative": coop.pk, "key": "twin_minutes", "value": "12", "valid_from": "01/03/2025", "note": ""}
    assert client.post(at("setting_add"), typed).status_code == 302
    assert client.post(at("setting_add"), {**typed, "value": "15"}).status_code == 302
    assert Setting.objects.of(coop).get(valid_from="2025-03-01").value == 15
    assert AuditEntry.objects.of(coop).filter(verb="setting changed").count() == 2


def test_a_setting_is_judged_and_never_another_s(client, coop, other, boss):
    typed = {"key": "scale_capacity_g", "value": "5", "valid_from": "01/03/2025", "cooperative": coop.pk}
    assert "value" in client.post(at("setting_add"), typed).context["adminform"].form.errors
    foreign = client.post(at("setting_add"), {**typed, "value": "200000", "cooperative": other.pk})
    assert "cooperative" in foreign.context["adminform"].form.errors
    assert Setting.objects.of(other).count() == Setting.objects.of(coop).count() == 1


def letterhead(coop, **values):
    shown = {
        name: getattr(coop, name) for name in ("name", "legal_name", "tax_code", "address", "phone", "director_name")
    }
    shown |= {"commune": coop.commune_id, "receiving_hours": coop.receiving_hours}
    return {**{f"initial-{name}": value for name, value in shown.items()}, **shown, **values}


def test_the_letterhead_is_corrected_line_by_line(client, coop, boss):
    opened = letterhead(coop)
    type(coop).objects.filter(pk=coop.pk).update(phone="0212 3 456 789")  # by somebody else, in the meantime
    page = at("cooperative_change", coop.pk)
    answer = client.post(page, {**opened, "address": "tiểu khu 7", "slug": "stolen", "code": "ZZ", "is_demo": "on"})
    assert answer.status_code == 302
    coop.refresh_from_db()
    assert (coop.address, coop.phone) == ("tiểu khu 7", "0212 3 456 789")
    assert (coop.slug, coop.code, coop.is_demo) == ("ngoc-hoang", "NH", False)
    assert AuditEntry.objects.of(coop).get(verb="co-operative changed").details["changes"] == {
        "address": ["", "tiểu khu 7"]
    }


def test_only_the_operator_opens_a_cooperative(client, coop, boss):
    assert client.get(at("cooperative_add")).status_code == 403


def test_the_operator_opens_a_cooperative_and_seats_its_first_administrator(client, coop, operator):
    typed = {
        "slug": "moi", "code": "MO", "name": "HTX Mới", "legal_name": "Hợp tác xã Mới", "commodity": coop.commodity_id,
        "commune": coop.commune_id,
    }  # fmt: skip
    assert client.post(at("cooperative_add"), typed).status_code == 302
    opened = type(coop).objects.get(slug="moi")
    invited = {
        "cooperative": opened.pk, "username": "admin.moi", "role": "admin", "name": "Lò Thị Lan",
        "phone": "0912 345 678", "password1": "xoài cát hoà lộc", "password2": "xoài cát hoà lộc",
    }  # fmt: skip
    assert client.post(at("membership_add"), invited).status_code == 302
    assert User.objects.get(username="admin.moi").phone == "+84912345678"
    assert client.post(at("cooperative_add"), typed).context["adminform"].form.errors.keys() == {"slug"}


def test_places_are_looked_up_as_people_write_them(client, coop, boss):
    make_commune("Tà Hộc Hạ", search_key="ta hoc ha son la")
    query = {"term": "hoc HẠ", "app_label": "growers", "model_name": "cooperative", "field_name": "commune"}
    found = client.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["text"] for row in found] == [str(Commune.objects.get(name="Tà Hộc Hạ"))]


# --- codes ----------------------------------------------------------------------------------------------------------


def test_codes_are_suspended_by_the_action_of_their_page(client, coop, other, boss):
    mine, theirs = (ExportCode.objects.of(one).get(area__isnull=False) for one in (coop, other))
    chosen = {"action": "suspend", "_selected_action": [mine.pk, theirs.pk]}
    for _ in range(2):  # the second time the rule refuses: it is suspended already
        assert client.post(at("exportcode_changelist"), chosen).status_code == 302
    assert [event.status for event in mine.events.order_by("pk")] == ["active", "suspended"]
    assert [event.status for event in theirs.events.all()] == ["active"]
    assert AuditEntry.objects.of(coop).filter(verb="planting area code status").count() == 1
