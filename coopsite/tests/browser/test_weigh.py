"""The fast weigh-in in a real browser: by keyboard alone, through a correction and through a lost network."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import HarvestRecord
from harvests.tests.builders import make_scale

SHOTS = Path("shots")


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


def test_look(page: Page, scale, enter):
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
    page.keyboard.type("8")
    page.screenshot(path=SHOTS / "a-loads.png")
    page.keyboard.press("Backspace")
    page.keyboard.press("F9")
    page.wait_for_timeout(800)
    page.screenshot(path=SHOTS / "a-saved.png")
    assert HarvestRecord.objects.of(scale.cooperative).count() == 1
