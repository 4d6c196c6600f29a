"""The list of growing areas, an area and a planting area code, as members read them."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from growers.tests.builders import (
    make_area,
    make_code,
    make_commune,
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
def reader(coop, client):
    seat = make_seat(coop, "controller")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def japan():
    return make_market("JP", "Nhật Bản", "Japan")


def test_the_list_has_each_areas_codes_with_their_status_today(client, coop, reader, japan):
    area = make_area(coop)
    china = make_code(area, "CN-1")
    make_event(china, "suspended", dt.date(2025, 9, 1), "notice")
    make_event(china, "active", dt.date(2025, 9, 9))
    make_code(area, "JP-1", market=japan, valid_to=dt.date(2025, 9, 8))
    make_code(area, "JP-2", status="", market=japan)
    (row,) = client.get(reverse("area-list", args=[coop.slug])).context["rows"]
    assert {code["code"]: code["mark"] for code in row["codes"]} == {"CN-1": "!", "JP-1": "✕", "JP-2": "?"}


def test_the_list_counts_a_plot_once_however_many_codes_it_has(client, coop, reader, japan):
    area = make_area(coop)
    household = make_household(coop)
    plots = [make_plot(household), make_plot(household, area_m2=5_000)]
    put_under(make_code(area, "CN-1"), *plots)
    put_under(make_code(area, "JP-1", market=japan), *plots)
    gone = make_plot(household)
    put_under(area.codes.first(), gone, valid_to=dt.date(2025, 9, 8))
    make_area(coop, "V2")
    context = client.get(reverse("area-list", args=[coop.slug])).context
    assert [(row["plots"], row["households"], row["area"]) for row in context["rows"]] == [
        ("2", "1", "1,50 ha"),
        ("0", "0", "0,00 ha"),
    ]
    assert context["sums"] == {"areas": "2", "plots": "2", "area": "1,50 ha"}


def test_the_list_narrows_by_commune_and_market(client, coop, reader, japan):
    elsewhere = make_commune("Chiềng Mung")
    make_code(make_area(coop, "V1"), "CN-1")
    make_code(make_area(coop, "V2", commune=elsewhere), "JP-1", market=japan)
    for filters, found in (
        ({"commune": elsewhere.pk}, ["V2"]),
        ({"market": japan.pk}, ["V2"]),
        ({"market": make_market("CN").pk}, ["V1"]),
        ({"market": "nonsense"}, ["V1", "V2"]),
    ):
        answer = client.get(reverse("area-list", args=[coop.slug]), filters)
        assert [row["code"] for row in answer.context["rows"]] == found, filters


def test_the_download_has_a_row_for_every_code(client, coop, reader, japan):
    area = make_area(coop)
    make_code(area, "CN-1", registered_m2=125_000)
    make_code(area, "JP-1", market=japan)
    answer = client.get(reverse("area-list", args=[coop.slug]), {"format": "csv"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row[3]: row[8] for row in rows[1:]} == {"CN-1": "125000", "JP-1": ""}


def test_a_code_names_both_areas_when_they_differ(client, coop, reader):
    area = make_area(coop)
    code = make_code(area, registered_m2=125_000)
    household = make_household(coop)
    put_under(code, make_plot(household, area_m2=98_000))
    for url in (
        reverse("area-page", args=[coop.slug, "V1"]),
        reverse("code-page", args=[coop.slug, "V1", code.pk]),
    ):
        text = client.get(url).content.decode()
        assert text.count("12,50 ha") >= 2 and "9,80 ha" in text and "21,6" in text, url
    put_under(code, make_plot(household, area_m2=27_000))
    context = client.get(reverse("code-page", args=[coop.slug, "V1", code.pk])).context
    assert context["shown"]["flags"] == [] and context["shown"]["members"] == "12,50 ha"


def test_a_codes_page_tells_members_of_today_from_those_before(client, coop, reader):
    code = make_code(make_area(coop))
    household = make_household(coop, "012")
    put_under(code, make_plot(household), valid_to=dt.date(2025, 9, 8))
    put_under(code, make_plot(household), valid_to=dt.date(2025, 9, 9))
    context = client.get(reverse("code-page", args=[coop.slug, "V1", code.pk])).context
    assert [row["plot"] for row in context["members"]] == ["012-2"]
    assert [row["plot"] for row in context["former"]] == ["012-1"]
    text = client.get(reverse("code-page", args=[coop.slug, "V1", code.pk]), {"tab": "history"})
    assert text.status_code == 200


def test_readers_see_no_forms(client, coop, reader):
    code = make_code(make_area(coop))
    put_under(code, make_plot(make_household(coop)))
    text = client.get(reverse("code-page", args=[coop.slug, "V1", code.pk])).content.decode()
    assert "effective_from" not in text and 'name="members"' not in text
    assert reverse("code-leave", args=[coop.slug, "V1", code.pk]) not in text


def test_a_stranger_finds_no_areas(client, coop):
    code = make_code(make_area(coop))
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for slug, found in ((coop.slug, 404), ("an-phu", 404)):
        assert client.get(reverse("area-page", args=[slug, "V1"])).status_code == found
        assert client.get(reverse("code-page", args=[slug, "V1", code.pk])).status_code == found
    assert client.get(reverse("area-list", args=[coop.slug])).status_code == 404
    assert "VN-SLOR" not in client.get(reverse("area-list", args=["an-phu"])).content.decode()


def test_a_codes_address_holds_only_in_its_own_area(client, coop, reader):
    code = make_code(make_area(coop))
    make_area(coop, "V2")
    assert client.get(reverse("code-page", args=[coop.slug, "V2", code.pk])).status_code == 404


def test_the_list_costs_the_same_at_3_areas_and_at_30(client, coop, reader, django_assert_max_num_queries):
    household = make_household(coop)
    url = reverse("area-list", args=[coop.slug])

    def more(first, last):
        for number in range(first, last):
            put_under(make_code(make_area(coop, f"V{number}"), f"CN-{number}"), make_plot(household))

    more(0, 3)
    client.get(url)  # the first request notes when the session was seen
    with django_assert_max_num_queries(7) as few:
        client.get(url)
    more(3, 30)
    with django_assert_max_num_queries(7) as many:
        client.get(url)
    assert len(few) == len(many)


def test_a_codes_page_costs_the_same_at_3_plots_and_at_40(client, coop, reader, django_assert_max_num_queries):
    code = make_code(make_area(coop))
    url = reverse("code-page", args=[coop.slug, "V1", code.pk])
    put_under(code, *(make_plot(make_household(coop)) for _ in range(3)))
    client.get(url)
    with django_assert_max_num_queries(9) as few:
        client.get(url)
    put_under(code, *(make_plot(make_household(coop)) for _ in range(37)))
    with django_assert_max_num_queries(9) as many:
        client.get(url)
    assert len(few) == len(many)
