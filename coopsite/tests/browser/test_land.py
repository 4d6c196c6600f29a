"""A field officer at the map: draws a boundary by mouse, keyboard and GPS, pastes one, and reads what is wrong."""

import json
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from coopsite.formats import showing
from growers.models import Plot
from growers.rules.boundaries_judging import area_m2
from growers.tests.boundary_builders import LAT, LON, METRES_EAST, METRES_NORTH, PLOT, polygon, square
from growers.tests.builders import make_coop, make_household, make_plot, make_seat

CROSSING = polygon((0, 0), (100, 100), (100, 0), (0, 100))


@pytest.fixture
def officer(transactional_db):
    """A field officer in a co-operative with a neighbour's plot drawn, and a household at its side without one."""
    seat = make_seat(make_coop(), "field")
    commune = seat.cooperative.commune
    commune.lat, commune.lon = LAT, LON
    commune.save()
    make_plot(make_household(seat.cooperative, "097", "Bùi Thị Hoa"), boundary=polygon(*square(east=300)))
    make_household(seat.cooperative, "012", "Nguyễn Thành Liêm")
    return seat


def new_plot(page: Page, officer, enter) -> Page:
    enter(page, officer.user)
    page.goto(reverse("plot-new", args=[officer.cooperative.slug]) + "?household=012")
    expect(page.locator(".plot-editor")).to_be_visible()
    return page


def click(page: Page, *corners: tuple[int, int]) -> None:
    """Click the map, in pixels from its middle."""
    canvas = page.locator("[data-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for right, down in corners:
        page.mouse.click(box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down)


def drawn(page: Page) -> dict:
    """What the map wrote into the field."""
    text = page.locator("#id_boundary").input_value()
    return json.loads(text) if text else {}


def corners(page: Page, number: int) -> None:
    expect(page.locator("[data-count]")).to_contain_text(str(number))
    expect(page.locator(".plot-handle")).to_have_count(number)


def save(page: Page) -> None:
    page.locator("main .actions [type=submit]").click()


def test_a_boundary_is_drawn_by_mouse_and_measured(page, officer, enter, assert_accessible):
    new_plot(page, officer, enter)
    expect(page.locator(".plot-label")).to_have_text(re.compile("097-1"))
    for _ in range(2):
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(400)  # the map glides to its new scale
    click(page, (-60, -60), (60, -60), (60, 60))
    corners(page, 3)
    page.locator("[data-action=undo]").click()
    corners(page, 2)
    click(page, (60, 60), (-60, 60))
    corners(page, 4)
    assert_accessible(page)
    a_corner_is_moved(page)
    page.locator("#id_area_m2").fill("0,2")
    shape = drawn(page)
    save(page)
    measured = showing.hectares(round(area_m2(shape), -2))
    both_numbers_are_told(page, measured)
    assert drawn(page) == shape, "what was drawn is kept"
    assert not Plot.objects.of(officer.cooperative).filter(household__code="012").exists()
    assert_accessible(page)
    page.locator("#id_area_m2").fill(measured)
    save(page)
    page.wait_for_url("**/plots/012-1/")
    expect(page.locator(".facts")).to_contain_text(measured)
    expect(page.locator("[data-plot-map] path.plot-colour-1")).to_be_visible()
    plot = Plot.objects.of(officer.cooperative).get(code="012-1")
    assert plot.drawn_m2 == area_m2(shape) and plot.boundary["type"] == "Polygon"


def a_corner_is_moved(page: Page) -> None:
    """By dragging it, and by the arrow keys."""
    before = drawn(page)["coordinates"][0]
    box = page.locator(".plot-handle").nth(0).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 10, box["y"] - 10, steps=5)
    page.mouse.up()
    dragged = drawn(page)["coordinates"][0]
    assert dragged[0][0] < before[0][0] and dragged[0][1] > before[0][1] and dragged[1:4] == before[1:4]
    page.locator(".plot-handle").nth(1).focus()
    page.keyboard.press("Shift+ArrowRight")
    assert drawn(page)["coordinates"][0][1][0] > dragged[1][0]
    expect(page.locator(".plot-handle").nth(1)).to_be_focused()


def both_numbers_are_told(page: Page, measured: str) -> None:
    expect(page.locator(".problems")).to_be_focused()
    doubt = page.locator("#div_id_confirm_boundary")
    expect(doubt).to_contain_text(measured)
    expect(doubt).to_contain_text("0,20 ha")


def test_a_boundary_that_crosses_itself_is_told_with_the_place(page, officer, enter, assert_accessible):
    new_plot(page, officer, enter)
    page.locator("#id_area_m2").fill("1")
    page.locator("#id_boundary").fill(json.dumps(CROSSING))
    page.locator("#id_boundary").press("Tab")
    expect(page.locator("[data-count]")).to_contain_text("4")
    save(page)
    said = page.locator("#div_id_boundary .invalid-feedback, #div_id_boundary .wrong")
    expect(said).to_contain_text("21.25045")
    expect(said).to_contain_text("cắt")
    assert page.locator("#id_boundary").get_attribute("aria-invalid") == "true"
    assert drawn(page) == CROSSING, "what was pasted is kept"
    assert_accessible(page)
    page.locator(".problems a").first.click()
    expect(page.locator("#id_boundary")).to_be_focused()
    page.locator("#id_boundary").fill(json.dumps(PLOT))
    save(page)
    page.wait_for_url(re.compile("/plots/012-1/"))
    expect(page.locator(".facts")).to_contain_text("1,00 ha")


def test_a_boundary_is_walked_with_a_phone(phone, officer, enter):
    """Three corners by GPS; a bad fix says so; a fence that runs over the neighbour's land is told with both."""
    phone.context.grant_permissions(["geolocation"])
    new_plot(phone, officer, enter)
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    for number, (east, north) in enumerate(((200, 0), (350, 0), (350, 100)), start=1):
        place = {"latitude": LAT + north / METRES_NORTH, "longitude": LON + east / METRES_EAST}
        phone.context.set_geolocation({**place, "accuracy": 60 if number == 3 else 5})
        phone.locator("[data-action=gps]").tap()
        expect(phone.locator("[data-count]")).to_contain_text(str(number))
    expect(phone.locator("[data-message]")).to_contain_text("60 m")
    assert 7_000 < area_m2(drawn(phone)) < 8_000
    phone.locator("#id_area_m2").fill("7500 m2")
    phone.locator("main .actions [type=submit]").tap()
    expect(phone.locator("#div_id_confirm_boundary")).to_contain_text("097-1")
    phone.locator("#id_confirm_boundary").check()
    phone.locator("main .actions [type=submit]").tap()
    phone.wait_for_url("**/plots/012-1/")
    expect(phone.locator(".facts")).to_contain_text("0,75 ha")
