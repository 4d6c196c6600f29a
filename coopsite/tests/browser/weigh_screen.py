"""A weigh clerk at the screen, for browser tests: everything a first ticket needs, and typing as a clerk types."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import HarvestRecord
from harvests.tests.builders import make_scale

# Counts real keystrokes, and prints instead of opening a print dialog.
WITNESS = """addEventListener("keydown", (event) => { if (event.isTrusted) top.keys = (top.keys || 0) + 1 }, true);
window.print = () => { top.prints = (top.prints || 0) + 1 }"""
# The server takes 400 ms more to answer a sending.
SLOW = """() => { window.slow = window.fetch; window.fetch = async (...asked) => {
    const answer = await slow(...asked);
    if (asked[1]?.method === "POST") await new Promise((go) => setTimeout(go, 400));
    window.answered = performance.now();
    return answer } }"""


def make_clerk():
    """A clerk of a co-operative with a season, prices, crates, two households of one plot and one of two."""
    seat = make_seat(make_coop(), "clerk", "can.bo")
    make_scale(seat)
    for code, name, village in (("012", "Nguyễn Thành Liêm", "tiểu khu 7"), ("097", "Bùi Thị Hoa", "bản Cao Sơn")):
        make_plot(make_household(seat.cooperative, code, name, village=village))
    thien = make_household(seat.cooperative, "189", "Tòng Văn Thiện", village="bản Ban")
    make_plot(thien)
    make_plot(thien)
    return seat


def opened(page: Page, seat) -> Page:
    page.add_init_script(WITNESS)
    page.goto(reverse("weigh", args=[seat.cooperative.slug]))
    expect(page.locator("#pad-crate option")).to_have_count(1)
    return page


def keys(page: Page, *typed: str) -> None:
    """Named keys are pressed, anything else is typed."""
    for text in typed:
        if re.fullmatch(r"F\d+|Enter|Tab|Backspace|Delete|Escape|Arrow\w+|Control\+A", text):
            page.keyboard.press(text)
        else:
            page.keyboard.type(text)


def saved(page: Page, number: int) -> None:
    """The screen lists this many tickets, and waits for the next household."""
    expect(page.locator("#weigh-recent li")).to_have_count(number)
    expect(page.locator("#weigh-household")).to_be_focused()
    expect(page.locator("#weigh-household")).to_have_value("")


def tickets(seat) -> list[HarvestRecord]:
    return list(HarvestRecord.objects.of(seat.cooperative).exclude(status="replaced").order_by("number"))


def lines(record: HarvestRecord) -> list[tuple]:
    return [(line.grade.code, line.crates, line.net_g) for line in record.lines.order_by("position")]


def until(page: Page, expression: str) -> None:
    """Wait until an expression is true (Playwright's own wait evaluates strings in the page, which the CSP refuses)."""
    for _ in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"Never came true: {expression}")


def kept_by_the_worker(page: Page) -> None:
    until(page, "Boolean(navigator.serviceWorker.controller)")
