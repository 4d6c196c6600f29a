"""Certificates and their bodies as members read them: the list with its sums, a certificate's tabs."""

import csv
import datetime as dt
import io

import pytest

from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.permits_builders import GGN, certify, make_body, make_certificate, make_document, make_house
from growers.tests.permits_forms import at

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


def listed(client, coop, **filters):
    return client.get(at("certificate-list", coop), filters).context


def test_an_empty_list_says_what_to_do(client, coop, reader):
    page = client.get(at("certificate-list", coop)).content.decode()
    assert "put plots under it" in page or "chứng nhận" in page
    assert at("certificate-new", coop) not in page  # a controller adds none


def test_the_list_says_how_each_stands_today(client, coop, reader):
    make_certificate(coop, "A")
    make_certificate(coop, "B", valid_from=dt.date(2023, 1, 1), valid_to=dt.date(2025, 9, 7))
    make_certificate(coop, "C", valid_from=dt.date(2025, 9, 9))
    make_certificate(coop, "D", withdrawn_on=dt.date(2025, 9, 8), withdrawn_reason="x")
    make_certificate(coop, "E", valid_to=dt.date(2025, 10, 19))
    rows = {row["number"]: row for row in listed(client, coop)["rows"]}
    assert {number: row["mark"] for number, row in rows.items()} == {"A": "✓", "B": "✕", "C": "…", "D": "✕", "E": "!"}
    assert "41" in rows["E"]["status"]


def test_the_list_counts_scope_of_today_and_sums_the_valid_ones(client, coop, reader):
    household = make_household(coop)
    plots = [make_plot(household, area_m2=area) for area in (10_000, 5_000)]
    valid, over = make_certificate(coop, "A"), make_certificate(coop, "B", valid_to=dt.date(2025, 9, 1))
    certify(valid, *plots)
    certify(valid, make_plot(household), valid_to=dt.date(2025, 9, 8))
    certify(over, *plots)
    make_certificate(coop, "C", scheme="house", house=make_house(coop))
    context = listed(client, coop)
    rows = {row["number"]: (row["plots"], row["area"]) for row in context["rows"]}
    assert rows == {"A": ("2", "1,50 ha"), "B": ("2", "1,50 ha"), "C": ("–", "–")}
    assert context["sums"] == {"certificates": "3", "valid": "2", "plots": "2", "area": "1,50 ha"}


def test_the_list_is_searched_and_narrowed(client, coop, reader):
    other = make_body(coop, "Quacert")
    make_certificate(coop, "VG-01")
    make_certificate(coop, "GG-02", scheme="globalgap", ggn=GGN, body=other, valid_to=dt.date(2025, 9, 1))
    for filters, found in (
        ({"search": "vg"}, ["VG-01"]),
        ({"search": GGN[:8]}, ["GG-02"]),
        ({"search": "quacert gg"}, ["GG-02"]),
        ({"scheme": "vietgap"}, ["VG-01"]),
        ({"state": "expired"}, ["GG-02"]),
        ({"state": "valid"}, ["VG-01"]),
        ({"state": "withdrawn"}, []),
        ({"body": other.pk}, ["GG-02"]),
        ({"state": "nonsense", "sort": "nonsense"}, ["GG-02", "VG-01"]),
        ({"sort": "number"}, ["GG-02", "VG-01"]),
    ):
        assert [row["number"] for row in listed(client, coop, **filters)["rows"]] == found, filters


def test_the_download_has_what_the_list_has(client, coop, reader):
    certify(make_certificate(coop, "=VG-01", scope_m2=125_000), make_plot(make_household(coop)))
    answer = client.get(at("certificate-list", coop), {"format": "csv"})
    row = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1]
    assert row[1] == "'=VG-01" and row[7:9] == ["01/01/2025", "01/01/2027"]
    assert row[10:14] == ["125000", "1", "1", "10000"]


def test_a_certificate_names_both_areas_and_an_odd_length(client, coop, reader):
    row = make_certificate(coop, scope_m2=125_000, valid_to=dt.date(2030, 1, 1))
    certify(row, make_plot(make_household(coop), area_m2=98_000))
    context = client.get(at("certificate-page", coop, row.pk)).context
    said = " ".join(map(str, context["flags"]))
    assert "12,50 ha" in said and "9,80 ha" in said and "21,6" in said and "36" in said
    certify(row, make_plot(make_household(coop), area_m2=27_000))
    row.valid_to = dt.date(2027, 1, 1)
    row.save()
    assert client.get(at("certificate-page", coop, row.pk)).context["flags"] == []


def test_the_tabs_show_plots_documents_and_history(client, coop, reader):
    row = make_certificate(coop)
    now, then = make_plot(make_household(coop, "001")), make_plot(make_household(coop, "002"))
    certify(row, now)
    certify(row, then, valid_to=dt.date(2025, 9, 1))
    make_document(row, reader.user, title="Bản gốc")
    url = at("certificate-page", coop, row.pk)
    page = client.get(url, {"tab": "plots"})
    assert at("certificate-leave", coop, row.pk) not in page.content.decode(), "a reader ends no membership"
    plots = page.context
    assert [member["plot"] for member in plots["members"]] == ["001-1"]
    assert [member["plot"] for member in plots["former"]] == ["002-1"]
    assert "Bản gốc" in client.get(url, {"tab": "documents"}).content.decode()
    assert client.get(url, {"tab": "history"}).context["tab"] == "history"
    assert client.get(url, {"tab": "nonsense"}).context["tab"] == "overview"


def test_bodies_are_listed_with_what_they_issued(client, coop, reader):
    make_certificate(coop)
    make_body(coop, "Quacert", phone="+84912345678", accreditation_no="VICAS 012")
    rows = client.get(at("body-list", coop)).context["rows"]
    assert {row["name"]: row["issued"] for row in rows} == {"Trung tâm chứng nhận A": "1", "Quacert": "0"}


def test_a_list_costs_the_same_at_3_and_at_60(client, coop, reader, django_assert_max_num_queries):
    def more(first, last):
        for number in range(first, last):
            certify(make_certificate(coop, f"VG-{number}"), make_plot(make_household(coop)))

    more(0, 3)
    url = at("certificate-list", coop)
    client.get(url)
    with django_assert_max_num_queries(6) as few:
        client.get(url)
    more(3, 60)
    with django_assert_max_num_queries(6) as many:
        client.get(url)
    assert len(few) == len(many)


def test_a_certificate_s_plots_cost_the_same_at_3_and_at_40(client, coop, reader, django_assert_max_num_queries):
    row = make_certificate(coop)
    certify(row, *(make_plot(make_household(coop)) for _ in range(3)))
    url = at("certificate-page", coop, row.pk) + "?tab=plots"
    client.get(url)
    with django_assert_max_num_queries(6) as few:
        client.get(url)
    certify(row, *(make_plot(make_household(coop)) for _ in range(37)))
    with django_assert_max_num_queries(6) as many:
        client.get(url)
    assert len(few) == len(many)
