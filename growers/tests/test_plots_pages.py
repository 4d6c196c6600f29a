"""The list, the map, the files and the page of plots, as members read them."""

import csv
import datetime as dt
import io
import json

import pytest
from django.urls import reverse

from growers.models import Planting, Plot
from growers.tests.boundary_builders import polygon, square
from growers.tests.builders import (
    make_area,
    make_code,
    make_commune,
    make_coop,
    make_household,
    make_market,
    make_plot,
    make_seat,
    put_under,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def reader(coop, client):
    seat = make_seat(coop, "controller")
    client.force_login(seat.user)
    return seat


def listed(client, coop, **filters):
    answer = client.get(reverse("plot-list", args=[coop.slug]), filters)
    assert answer.status_code == 200
    return [row["code"] for row in answer.context["rows"]]


def test_the_list_sums_hectares_posts_and_plants_of_every_page(client, coop, reader):
    household = make_household(coop, "012", "Nguyễn Thành Liêm")
    make_plot(household, area_m2=20_000, posts=2_000, plants=8_000)
    make_plot(household, area_m2=5_000, posts=500, boundary=polygon(*square()))
    make_plot(household, area_m2=90_000, posts=9, status="retired")
    answer = client.get(reverse("plot-list", args=[coop.slug]), {"sort": "-area"})
    assert answer.context["sums"] == {
        "plots": "2", "area": "2,50 ha", "posts": "2.500", "plants": "8.000", "unmapped": "1",
    }  # fmt: skip
    assert [row["code"] for row in answer.context["rows"]] == ["012-1", "012-2"]


def test_the_list_narrows_by_every_filter(client, coop, reader):
    elsewhere = make_commune("Chiềng Mung")
    liem = make_household(coop, "012", "Nguyễn Thành Liêm", village="tiểu khu 7", phone="+84912345678")
    hoa = make_household(coop, "097", "Bùi Thị Hoa", commune=elsewhere)
    make_plot(liem, practice="organic_way", boundary=polygon(*square()))
    make_plot(liem, status="retired")
    coded = make_plot(hoa, status="trial")
    put_under(make_code(make_area(coop), market=make_market("JP", "Nhật Bản", "Japan")), coded)
    china = make_market("CN")
    for filters, found in (
        ({}, ["012-1", "097-1"]),
        ({"search": "liem"}, ["012-1"]),
        ({"search": "097-1"}, ["097-1"]),
        ({"search": "chieng mung"}, ["097-1"]),
        ({"search": "5678"}, ["012-1"]),
        ({"commune": elsewhere.pk}, ["097-1"]),
        ({"village": "tiểu khu 7"}, ["012-1"]),
        ({"status": "trial"}, ["097-1"]),
        ({"status": "all"}, ["012-1", "012-2", "097-1"]),
        ({"practice": "organic_way"}, ["012-1"]),
        ({"coded": "yes"}, ["097-1"]),
        ({"coded": "no"}, ["012-1"]),
        ({"market": coded.code_memberships.get().export_code.market_id}, ["097-1"]),
        ({"market": china.pk}, []),
        ({"coded": "no", "market": china.pk}, ["012-1", "097-1"]),
        ({"unmapped": "on"}, ["097-1"]),
        ({"commune": "999999"}, ["012-1", "097-1"]),
    ):
        assert listed(client, coop, **filters) == found, filters


@pytest.mark.parametrize(
    ("status", "days", "inside"),
    [
        ("active", {}, True),
        ("suspended", {}, False),
        ("active", {"valid_to": dt.date(2025, 6, 1)}, False),
        ("active", {"valid_from": dt.date(2025, 6, 1)}, True),
    ],
)
def test_only_an_active_code_counts_as_a_code(client, coop, reader, stand_still, status, days, inside):
    stand_still("2025-09-08")
    plot = make_plot(make_household(coop, "001"))
    put_under(make_code(make_area(coop), status=status, **days), plot)
    assert listed(client, coop, coded="yes") == (["001-1"] if inside else [])
    households = client.get(reverse("household-list", args=[coop.slug]))
    assert households.context["sums"]["coded"] == ("1,00 ha" if inside else "0,00 ha")


def test_a_membership_counts_from_its_first_day_up_to_its_last(client, coop, reader, stand_still):
    plot = make_plot(make_household(coop, "001"))
    put_under(make_code(make_area(coop)), plot, valid_from=dt.date(2025, 3, 1), valid_to=dt.date(2025, 4, 1))
    for day, found in (("2025-02-28", []), ("2025-03-01", ["001-1"]), ("2025-03-31", ["001-1"]), ("2025-04-01", [])):
        stand_still(day)
        assert listed(client, coop, coded="yes") == found, day


def test_downloads_hold_what_the_list_shows(client, coop, reader):
    make_plot(make_household(coop, "012", "=cmd|calc"), area_m2=20_000, posts=2_000)
    url = reverse("plot-list", args=[coop.slug])
    rows = list(csv.reader(io.StringIO(client.get(url, {"format": "csv"}).content.decode("utf-8-sig"))))
    assert rows[1][:2] == ["012-1", "'=cmd|calc"] and rows[1][4] == "20000"
    assert rows[-1][1] == "1" and rows[-1][4] == "20000" and len({len(row) for row in rows}) == 1
    answer = client.get(url, {"format": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet") and answer.content[:2] == b"PK"


def test_geojson_has_boundaries_points_and_plots_without_a_place(client, coop, reader):
    household = make_household(coop, "012", "Nguyễn Thành Liêm", phone="+84912345678")
    put_under(make_code(make_area(coop)), make_plot(household, boundary=polygon(*square())))
    make_plot(household, lat="21.25", lon="104.05")
    make_plot(household)
    answer = client.get(reverse("plot-geojson", args=[coop.slug]))
    assert answer["Content-Type"] == "application/geo+json" and "attachment" in answer["Content-Disposition"]
    drawn, point, nowhere = json.loads(answer.content)["features"]
    assert drawn["geometry"]["type"] == "Polygon" and drawn["properties"]["codes"] == ["VN-SLOR-0001"]
    assert point["geometry"] == {"type": "Point", "coordinates": [104.05, 21.25]}
    assert nowhere["geometry"] is None
    assert b"912" not in answer.content
    narrowed = client.get(reverse("plot-geojson", args=[coop.slug]), {"unmapped": "on"})
    assert len(json.loads(narrowed.content)["features"]) == 2


def test_the_map_colours_by_code_or_practice_and_says_so_in_words(client, coop, reader):
    household = make_household(coop, "012")
    coded = make_plot(household, boundary=polygon(*square()), practice="vietgap")
    put_under(make_code(make_area(coop), status="suspended"), coded)
    make_plot(household, lat="21.25", lon="104.05")
    make_plot(household)
    url = reverse("plot-list", args=[coop.slug])
    assert client.get(url).context["plot_map"] is None
    by_code = client.get(url, {"view": "map"}).context["plot_map"]
    colours = {feature["label"][:5]: feature["colour"] for feature in by_code["data"]["features"]}
    assert colours == {"012-1": "3", "012-2": "none"}
    assert [entry["colour"] for entry in by_code["legend"]] == ["3", "none"]
    by_practice = client.get(url, {"view": "map", "colour": "practice"}).context["plot_map"]
    assert [feature["colour"] for feature in by_practice["data"]["features"]] == ["1", "none"]
    assert "VietGAP" in by_practice["data"]["features"][0]["note"]


def test_htmx_gets_only_the_rows(client, coop, reader):
    answer = client.get(reverse("plot-list", args=[coop.slug]), headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode() and "HX-Request" in answer["Vary"]


def test_a_plots_page_shows_codes_growth_flags_and_neighbours(client, coop, reader, stand_still):
    stand_still("2025-09-08")
    plot = make_plot(make_household(coop, "012"), area_m2=12_000, posts=100, boundary=polygon(*square()))
    beside = make_plot(make_household(coop, "013"), boundary=polygon(*square(90)))
    make_plot(make_household(coop, "014"), lat="21.5", lon="104.05")
    put_under(make_code(make_area(coop)), plot)
    for year, posts in ((2019, 40), (2023, 100)):
        Planting.objects.create(cooperative=coop, plot=plot, year=year, posts=posts)
    answer = client.get(reverse("plot-page", args=[coop.slug, "012-1"]))
    context, text = answer.context, answer.content.decode()
    assert [row["code"] for row in context["memberships"]] == ["VN-SLOR-0001"]
    assert [(bar["year"], bar["amount"]) for bar in context["chart"]["bars"]] == [(2019, "40"), (2023, "100")]
    assert [row["code"] for row in context["neighbours"]] == [beside.code]
    flags = " ".join(map(str, context["flags"]))
    assert len(context["flags"]) == 3 and "83" in flags and "1,20 ha" in flags and "013-1" in flags
    assert len(context["plot_map"]["data"]["features"]) == 2
    assert client.get(reverse("plot-page", args=[coop.slug, "012-1"]), {"tab": "history"}).status_code == 200
    assert "VN-SLOR-0001" in text


def test_a_plot_without_a_place_has_its_villages_plots_beside_it(client, coop, reader):
    make_plot(make_household(coop, "012", village="bản A"))
    make_plot(make_household(coop, "013", village="bản A"))
    make_plot(make_household(coop, "014", village="bản B"))
    context = client.get(reverse("plot-page", args=[coop.slug, "012-1"])).context
    assert [row["code"] for row in context["neighbours"]] == ["013-1"] and context["plot_map"] is None


def test_a_stranger_finds_no_plots(client, coop):
    make_plot(make_household(coop, "012"))
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for name, more in (("plot-list", []), ("plot-geojson", []), ("plot-page", ["012-1"]), ("area-echo", [])):
        assert client.get(reverse(name, args=[coop.slug, *more])).status_code == 404, name
    assert client.get(reverse("plot-page", args=["an-phu", "012-1"])).status_code == 404


@pytest.mark.parametrize("typed", ["3 sào", "1.234", "", "hai sào"])
def test_a_typed_area_is_echoed_in_hectares_or_explained(client, coop, reader, typed):
    answer = client.get(reverse("area-echo", args=[coop.slug]), {"area_m2": typed})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert {"3 sào": "= 0,108 ha", "1.234": "1234 m²", "": "5000 m2", "hai sào": "wrong"}[typed] in text


@pytest.mark.parametrize("view", ["", "map"])
def test_the_list_costs_the_same_at_3_rows_and_at_60(client, coop, reader, django_assert_max_num_queries, view):
    code = make_code(make_area(coop))
    url = reverse("plot-list", args=[coop.slug])
    for _ in range(3):
        put_under(code, make_plot(make_household(coop)))
    client.get(url)  # the first request notes when the session was seen
    with django_assert_max_num_queries(7 if not view else 9) as few:
        client.get(url, {"view": view})
    for _ in range(57):
        put_under(code, make_plot(make_household(coop), boundary=polygon(*square())))
    with django_assert_max_num_queries(9) as many:
        client.get(url, {"view": view})
    assert len(few) == len(many)


def test_a_plots_page_costs_the_same_with_many_neighbours(client, coop, reader, django_assert_max_num_queries):
    make_plot(make_household(coop, "001"), boundary=polygon(*square()))
    make_plot(make_household(coop), boundary=polygon(*square(200)))
    url = reverse("plot-page", args=[coop.slug, "001-1"])
    client.get(url)
    with django_assert_max_num_queries(8) as few:
        client.get(url)
    for east in range(2, 20):
        make_plot(make_household(coop), boundary=polygon(*square(200 * east)))
    with django_assert_max_num_queries(8) as many:
        client.get(url)
    assert len(few) == len(many) and Plot.objects.of(coop).count() == 20
