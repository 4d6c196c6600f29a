"""The fast weigh-in in a real browser: by keyboard alone, through a correction and through a lost network."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import HarvestRecord
from harvests.tests.builders import make_scale

SHOTS = Path("shots/B")


@pytest.fixture
def scale(transactional_db):
    coop = make_coop()
    seat = make_seat(coop, "clerk")
    make_scale(seat)
    make_plot(make_household(coop, "012", "Nguyễn Thành Liêm", alias="Nguyễn Thanh Liêm"), area_m2=20_000)
    hoa = make_household(coop, "097", "Bùi Thị Hoa")
    make_plot(hoa, area_m2=46_000)
    thien = make_household(coop, "189", "Tòng Văn Thiện", village="bản Ban")
    make_plot(thien)
    make_plot(thien)
    return seat


def test_look(page: Page, phone, scale, enter, offline):
    SHOTS.mkdir(exist_ok=True)
    enter(page, scale.user)
    page.goto(reverse("weigh", args=[scale.cooperative.slug]))
    expect(page.locator("#weigh-household")).to_be_focused()
    page.screenshot(path=SHOTS / "a-empty.png")
    page.keyboard.type("097")
    page.keyboard.press("Enter")
    for kg in ("99,5", "101", "+94,5"):
        page.keyboard.type(kg)
        page.keyboard.press("Enter")
    page.keyboard.press("F9")
    page.wait_for_timeout(800)
    page.screenshot(path=SHOTS / "a-saved.png")
    assert HarvestRecord.objects.of(scale.cooperative).count() == 1
    page.keyboard.type("thien")
    page.wait_for_timeout(100)
    page.screenshot(path=SHOTS / "a-found.png")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    page.screenshot(path=SHOTS / "a-plots.png")
    page.keyboard.press("2")
    page.keyboard.type("12.345")
    page.keyboard.press("Enter")
    page.screenshot(path=SHOTS / "a-wrong.png")
    page.keyboard.press("Control+A")
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    page.keyboard.type("/")
    page.keyboard.type("1")
    page.screenshot(path=SHOTS / "a-rare.png")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    page.keyboard.press("F8")
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    page.screenshot(path=SHOTS / "a-flat.png")
    page.keyboard.type("200")
    page.keyboard.press("Enter")
    page.screenshot(path=SHOTS / "a-odd.png")
    page.keyboard.press("Enter")
    page.wait_for_timeout(500)
    page.screenshot(path=SHOTS / "a-confirm.png")
    page.keyboard.press("Enter")
    page.wait_for_timeout(800)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    with offline(page):
        page.keyboard.type("012")
        page.keyboard.type("88")
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        page.screenshot(path=SHOTS / "a-offline.png")
        page.reload()
        page.wait_for_timeout(1000)
        page.screenshot(path=SHOTS / "a-offline-reload.png")
    page.wait_for_timeout(1500)
    page.screenshot(path=SHOTS / "a-back.png")
    enter(phone, scale.user)
    phone.goto(reverse("weigh", args=[scale.cooperative.slug]))
    phone.wait_for_timeout(500)
    phone.screenshot(path=SHOTS / "p-empty.png")
    phone.locator("#weigh-household").fill("097")
    phone.keyboard.type("99,5")
    phone.locator("[data-touch=next]").tap()
    phone.keyboard.type("80")
    phone.screenshot(path=SHOTS / "p-loads.png")
    phone.screenshot(path=SHOTS / "p-full.png", full_page=True)
