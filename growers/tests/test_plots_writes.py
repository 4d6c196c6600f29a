"""Adding and changing plots: numbers as people type them, stages of planting, once, by whom, nothing lost."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growers.models import AuditEntry, Planting, Plot, Setting
from growers.tests.builders import BEGINNING, make_commune, make_coop, make_household, make_plot, make_seat
from growers.tests.plot_forms import HECTARE, change, errors, new, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def household(coop):
    return make_household(coop, "012", "Nguyễn Thành Liêm")


def test_a_plot_gets_the_next_number_its_households_commune_and_an_audit_entry(client, coop, field, household):
    facts = typed(household, area_m2="3 sào", posts="1.000", plants="", gps="21.25012, 104.05003")
    facts |= {"stages-TOTAL_FORMS": "2", "stages-0-year": "2019", "stages-0-posts": "40", "stages-1-year": ""}
    answer = new(client, coop, facts)
    assert answer.status_code == 302, errors(answer)
    plot = Plot.objects.of(coop).get()
    assert (plot.code, plot.number, plot.area_m2, plot.posts, plot.plants) == ("012-1", 1, 1_080, 1_000, None)
    assert (plot.commune, plot.lat, plot.lon) == (household.commune, Decimal("21.250120"), Decimal("104.050030"))
    assert [(row.year, row.posts) for row in Planting.objects.of(coop)] == [(2019, 40)]
    assert AuditEntry.objects.of(coop).get().verb == "plot added"
    assert new(client, coop, typed(household)).status_code == 302
    assert Plot.objects.of(coop).order_by("number").last().code == "012-2"


@pytest.mark.parametrize(("text", "area"), [("2", 20_000), ("2,5 ha", 25_000), ("5000 m2", 5_000), ("3 sào", 1_080)])
def test_areas_are_read_as_they_are_written(client, coop, field, household, text, area):
    assert new(client, coop, typed(household, area_m2=text)).status_code == 302
    assert Plot.objects.of(coop).get().area_m2 == area


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"area_m2": "1.234"}, "area_m2"),
        ({"area_m2": "50 m2"}, "area_m2"),
        ({"area_m2": "51 ha"}, "area_m2"),
        ({"area_m2": ""}, "area_m2"),
        ({"posts": "many"}, "posts"),
        ({"planted_year": "2190"}, "planted_year"),
        ({"planted_year": "2019", "first_crop_year": "2018"}, "first_crop_year"),
        ({"gps": "104.05, 21.25"}, "gps"),
        ({"gps": "Tà Hộc"}, "gps"),
        ({"commune_elsewhere": "Atlantis"}, "commune_elsewhere"),
        ({"variety": "999999"}, "variety"),
        ({"stages-TOTAL_FORMS": "1", "stages-0-year": "", "stages-0-posts": "40"}, "__all__"),
        ({"stages-TOTAL_FORMS": "1", "stages-0-year": "two"}, "__all__"),
        ({"stages-TOTAL_FORMS": "1000"}, "__all__"),
        ({"stages-TOTAL_FORMS": "x"}, "__all__"),
    ],
)
def test_bad_input_is_answered_beside_its_field_and_writes_nothing(client, coop, field, household, values, name):
    answer = new(client, coop, typed(household, name="vườn trên đồi", **values))
    assert name in errors(answer)
    assert "vườn trên đồi" in answer.content.decode()
    assert not Plot.objects.of(coop).exists()


def test_odd_density_never_stops_a_save_and_shows_on_the_page(client, coop, field, household):
    assert new(client, coop, typed(household, posts="200")).status_code == 302
    page = client.get(reverse("plot-page", args=[coop.slug, "012-1"]))
    assert len(page.context["flags"]) == 1
    Setting.objects.create(cooperative=coop, key="posts_per_ha_low", valid_from=BEGINNING, value=200)
    assert client.get(reverse("plot-page", args=[coop.slug, "012-1"])).context["flags"] == []


def test_the_same_token_adds_once_and_another_body_is_refused(client, coop, field, household):
    facts = typed(household)
    assert new(client, coop, facts).status_code == 302
    assert new(client, coop, facts).status_code == 302
    assert Plot.objects.of(coop).count() == 1
    assert new(client, coop, {**facts, "area_m2": "2 ha"}).status_code == 409
    assert Plot.objects.of(coop).count() == 1


def test_another_file_under_the_same_token_is_refused(client, coop, field, household):
    facts = typed(household)
    first = json.dumps(HECTARE).encode()
    assert new(client, coop, {**facts, "boundary_file": SimpleUploadedFile("b", first)}).status_code == 302
    assert new(client, coop, {**facts, "boundary_file": SimpleUploadedFile("b", first)}).status_code == 302
    assert new(client, coop, {**facts, "boundary_file": SimpleUploadedFile("b", b"{}")}).status_code == 409


def test_another_co_operatives_household_is_no_choice(client, coop, field, household):
    theirs = make_household(make_coop("an-phu"), "001")
    assert "household" in errors(new(client, coop, {**typed(household), "household": theirs.pk}))


def test_readers_and_strangers_write_nothing(client, coop, household):
    plot = make_plot(household)
    client.force_login(make_seat(coop, "clerk").user)
    assert new(client, coop, typed(household)).status_code == 403
    assert change(client, plot, typed(household)).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert new(client, coop, typed(household)).status_code == 404
    assert change(client, plot, typed(household)).status_code == 404
    client.logout()
    assert reverse("login") in change(client, plot, typed(household)).url
    assert Plot.objects.of(coop).count() == 1


def test_a_change_replaces_the_stages_and_notes_what_was_different(client, coop, field, household):
    plot = make_plot(household, posts=800)
    Planting.objects.create(cooperative=coop, plot=plot, year=2019, posts=40)
    stages = [{"year": "2019", "posts": "50"}, {"year": "2021", "posts": "900", "note": "mở rộng"}]
    answer = change(client, plot, typed(household, stages, posts="900"))
    assert answer.status_code == 302, errors(answer)
    found = Planting.objects.of(coop).filter(plot=plot).order_by("year")
    assert [(row.year, row.posts, row.note) for row in found] == [(2019, 50, ""), (2021, 900, "mở rộng")]
    entry = AuditEntry.objects.of(coop).get()
    assert entry.details["changes"]["posts"] == ["800", "900"] and "variety" not in entry.details["changes"]
    assert change(client, Plot.objects.of(coop).get(), typed(household, posts="900")).status_code == 302
    assert not Planting.objects.of(coop).exists()


def test_a_stale_change_shows_both_versions_and_keeps_what_was_typed(client, coop, field, household):
    plot = make_plot(household)
    first = typed(household, name="vườn trên", boundary=json.dumps(HECTARE), gps="21.2, 104.1")
    assert change(client, plot, first).status_code == 302
    late = change(client, plot, typed(household, name="vườn dưới", stages=[{"year": "2020", "posts": "7"}]))
    rows = {str(label): (mine, theirs) for label, mine, theirs in late.context["form"].conflict}
    assert ("vườn dưới", "vườn trên") in rows.values()
    assert {("", "21.200000, 104.100000"), ("2020: 7 / –", "")} <= set(rows.values())
    assert any("ha" in theirs for _, theirs in rows.values())
    assert Plot.objects.of(coop).get().name == "vườn trên"


def test_a_commune_of_another_province_is_named(client, coop, field, household):
    far = make_commune("Lục Ngạn", province="Bắc Ninh", province_code="24", search_key="luc ngan bac ninh")
    twin = make_commune("Lục Nam", province="Bắc Ninh", province_code="24", search_key="luc nam bac ninh")
    choices = client.get(reverse("plot-new", args=[coop.slug])).context["form"].fields["commune"].queryset
    assert coop.commune in choices and far not in choices
    answer = new(client, coop, typed(household, commune_elsewhere="lục, bắc ninh"))
    assert far.name in errors(answer)["commune_elsewhere"] and twin.name in errors(answer)["commune_elsewhere"]
    assert new(client, coop, typed(household, commune_elsewhere="luc ngan")).status_code == 302
    plot = Plot.objects.of(coop).get()
    assert plot.commune == far
    edit = client.get(reverse("plot-edit", args=[coop.slug, plot.code])).context["form"]
    assert far in edit.fields["commune"].queryset


def test_a_plots_code_follows_its_households(client, coop, household):
    client.force_login(make_seat(coop, "director").user)
    make_plot(household)
    facts = {
        "version": household.version, "code": "120", "name": household.name, "kind": "linked",
        "commune": household.commune_id, "village": household.village,
    }  # fmt: skip
    answer = client.post(reverse("household-edit", args=[coop.slug, "012"]), facts)
    assert answer.url == reverse("household-page", args=[coop.slug, "120"])
    plot = Plot.objects.of(coop).get()
    assert plot.code == "120-1" and plot.search_key.startswith("120-1")
