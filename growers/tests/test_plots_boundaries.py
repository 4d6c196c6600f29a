"""Boundaries in the form of a plot: drawn, pasted or uploaded; refused with a reason and a place, or asked about."""

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growers.actions.once import Refused
from growers.actions.plots import add_plot
from growers.models import Plot
from growers.tests.boundary_builders import LAT, LON, moved, polygon, square
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
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


KML = """<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Polygon>
<outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></kml>"""


def kml():
    return KML.format(" ".join(f"{lon},{lat},0" for lon, lat in HECTARE["coordinates"][0])).encode()


@pytest.mark.parametrize("way", ["pasted", "uploaded", "kml pasted", "kml uploaded"])
def test_a_boundary_comes_as_text_or_file_in_either_format(client, coop, field, household, way):
    text = kml() if "kml" in way else json.dumps({"type": "Feature", "geometry": HECTARE}).encode()
    facts = {"boundary": text.decode()} if "pasted" in way else {"boundary_file": SimpleUploadedFile("b.x", text)}
    answer = new(client, coop, typed(household, **facts))
    assert answer.status_code == 302, errors(answer)
    plot = Plot.objects.of(coop).get()
    assert plot.boundary == HECTARE and 9_980 < plot.drawn_m2 < 10_020
    assert float(plot.lat) == pytest.approx(LAT, abs=0.001) and float(plot.lon) == pytest.approx(LON, abs=0.001)


CROSSING = polygon((0, 0), (100, 100), (100, 0), (0, 100))


@pytest.mark.parametrize(
    ("boundary", "says"),
    [
        ("hello", "GeoJSON"),
        ('{"type": "Polygon", "coordinates": [', "GeoJSON"),
        ('{"type": "Point", "coordinates": [104, 21]}', ""),
        (json.dumps({"type": "Polygon", "coordinates": [HECTARE["coordinates"][0][:-1]]}), "m"),
        (json.dumps(CROSSING), "21.25045"),
        (json.dumps(moved(HECTARE, lambda lon, lat: [lat, lon])), "104.05"),
        (json.dumps(moved(HECTARE, lambda lon, lat: [lon * 5_000, lat * 110_000])), "VN-2000"),
        (json.dumps(moved(HECTARE, lambda lon, lat: [lon - 60, lat])), "44.05"),
        (json.dumps(polygon(*square(side=900))), "50"),
    ],
)
def test_a_bad_boundary_says_what_is_wrong_and_where(client, coop, field, household, boundary, says):
    answer = new(client, coop, typed(household, boundary=boundary))
    assert says in errors(answer)["boundary"]
    assert answer.context["form"]["boundary"].value() == boundary
    assert not Plot.objects.of(coop).exists()


def test_a_hostile_or_odd_file_is_a_message_and_no_fault(client, coop, field, household):
    for content in (b"\x00" * 100, b"PK\x03\x04zip", b"<!DOCTYPE kml [<!ENTITY x 'y'>]><kml/>", b"[" * 100_000, b""):
        answer = new(client, coop, typed(household, boundary_file=SimpleUploadedFile("b.kml", content)))
        assert "boundary_file" in errors(answer), content[:20]
    big = SimpleUploadedFile("b.json", b" " * 2_000_001)
    assert "2 MB" in errors(new(client, coop, typed(household, boundary_file=big)))["boundary_file"]
    assert not Plot.objects.of(coop).exists()


def test_a_boundary_that_differs_from_the_typed_area_wants_a_tick_and_names_both(client, coop, field, household):
    facts = typed(household, area_m2="0,8 ha", boundary=json.dumps(HECTARE))
    answer = new(client, coop, facts)
    message = errors(answer)["confirm_boundary"]
    assert "0,80 ha" in message and "0,99" in message or "1,00" in message
    assert "id_confirm_boundary" in answer.content.decode()
    assert new(client, coop, {**facts, "confirm_boundary": "on"}).status_code == 302
    plot = Plot.objects.of(coop).get()
    assert (plot.area_m2, plot.boundary) == (8_000, HECTARE)
    # Saving again without touching area or boundary asks nothing twice.
    again = typed(household, area_m2="0,8 ha", boundary=json.dumps(HECTARE), name="vườn")
    assert change(client, plot, again).status_code == 302


def test_the_tick_is_only_there_when_there_is_something_to_tick(client, coop, field, household):
    assert "id_confirm_boundary" not in client.get(reverse("plot-new", args=[coop.slug])).content.decode()
    answer = new(client, coop, typed(household, area_m2="", boundary=json.dumps(HECTARE)))
    assert "id_confirm_boundary" not in answer.content.decode()


def test_an_overlap_names_the_other_plot_and_the_square_metres(client, coop, field, household):
    make_plot(make_household(coop, "097"), boundary=polygon(*square(80)))
    make_plot(make_household(make_coop("an-phu"), "055"), boundary=polygon(*square(80)))
    message = errors(new(client, coop, typed(household, boundary=json.dumps(HECTARE))))["confirm_boundary"]
    assert "097-1" in message and "m²" in message and "055" not in message
    changed = make_plot(household, boundary=polygon(*square(300)))
    moved_over = errors(change(client, changed, typed(household, boundary=json.dumps(HECTARE))))
    assert "097-1" in moved_over["confirm_boundary"] and "012-1" not in moved_over["confirm_boundary"]


def test_an_uploaded_boundary_survives_another_fields_error_as_text(client, coop, field, household):
    file = SimpleUploadedFile("b.kml", kml())
    answer = new(client, coop, typed(household, area_m2="", boundary_file=file))
    assert json.loads(answer.context["form"]["boundary"].value()) == HECTARE


def test_no_action_stores_a_boundary_that_is_none(coop, field, household):
    facts = {"area_m2": 10_000, "variety": coop.commodity.varieties.first(), "commune": coop.commune}
    with pytest.raises(Refused):
        add_plot(field, household=household, boundary=CROSSING, **facts)
    assert not Plot.objects.of(coop).exists()


def test_a_place_nobody_typed_follows_the_boundary(client, coop, field, household):
    plot = make_plot(household, boundary=HECTARE)
    shifted = polygon(*square(500))
    keep = typed(household, gps=f"{plot.lat}, {plot.lon}", boundary=json.dumps(shifted))
    assert change(client, plot, keep).status_code == 302
    plot.refresh_from_db()
    assert float(plot.lon) > LON + 0.004
    typed_place = typed(household, gps="21.2, 104.1", boundary=json.dumps(HECTARE))
    assert change(client, plot, typed_place).status_code == 302
    plot.refresh_from_db()
    assert (plot.lat, plot.lon) == (Decimal("21.200000"), Decimal("104.100000"))
