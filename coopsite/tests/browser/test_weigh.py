"""The fast weigh-in in a real browser: by keyboard alone, by touch, through refusals and a correction."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from coopsite import clock
from growers.tests.builders import PASSWORD
from harvests.actions.days import close_day
from harvests.tests.builders import make_ticket

from .conftest import DESK, PHONE
from .weigh_screen import SLOW, WITNESS, keys, lines, make_clerk, opened, saved, tickets, until


@pytest.fixture
def clerk(transactional_db):
    return make_clerk()


@pytest.fixture
def screen(page: Page, clerk, enter) -> Page:
    """The weigh screen of the clerk, ready to type."""
    enter(page, clerk.user)
    return opened(page, clerk)


def test_three_households_by_keyboard_alone(page, clerk):
    page.add_init_script(WITNESS)
    page.goto(reverse("weigh", args=[clerk.cooperative.slug]))
    while page.evaluate("document.activeElement.name") != "username":
        keys(page, "Tab")
    keys(page, "can.bo", "Tab", PASSWORD, "Enter")
    expect(page.locator("#pad-crate option")).to_have_count(1)
    expect(page.locator("#weigh-household")).to_be_focused()
    page.evaluate("window.sameDocument = true; window.keys = 0")

    keys(page, "097")
    expect(page.locator("#pad-gross")).to_be_focused()
    assert page.evaluate("keys") == 3, "the header takes three keys"
    keys(page, "99,5", "Enter", "101", "Enter", "+", "94.5", "Enter")
    expect(page.locator("#weigh-net")).to_have_text("271,0 kg")
    expect(page.locator("#weigh-amount")).to_have_text("5.160.500 đ")
    keys(page, "Enter")
    saved(page, 1)
    assert page.evaluate("keys") <= 25
    until(page, "window.prints === 1")
    assert page.locator("iframe.weigh-print").get_attribute("src").endswith("/slip/")
    expect(page.locator("#weigh-household")).to_be_focused()

    keys(page, "thien", "Enter", "2", "*", "5", "Enter", "120", "F9")
    saved(page, 2)
    keys(page, "12", "Enter", "F8", "15,5", "Enter", "80", "Enter", "Enter")
    saved(page, 3)
    first, second, third = tickets(clerk)
    assert lines(first) == [("L1", 4, 91_500), ("L1", 4, 93_000), ("L2", 4, 86_500)]
    assert (first.household.code, first.amount_vnd, first.plot.code) == ("097", 5_160_500, "097-1")
    assert (second.household.code, second.plot.code, lines(second)) == ("189", "189-2", [("L1", 5, 110_000)])
    # How many crates stand on the scale is sticky, flat pricing is not.
    assert (third.mode, third.amount_vnd, lines(third)) == ("flat", 70_000 * 155 // 10, [("XO", 5, 70_000)])
    assert page.evaluate("window.sameDocument") and page.locator("#weigh-mode").input_value() == "graded"


def test_the_household_can_be_typed_again_at_once_after_saving(screen, clerk):
    """Focus is back in 300 ms, and what is typed while the ticket is on its way is not lost."""
    screen.evaluate(SLOW)
    screen.evaluate("""new MutationObserver(() => { window.listed ??= performance.now() })
        .observe(document.getElementById("weigh-recent"), { childList: true })""")
    keys(screen, "097", "50", "Enter", "Enter", "012")
    expect(screen.locator("#weigh-recent li")).to_have_count(1)
    expect(screen.locator("#weigh-who")).to_contain_text("012")
    expect(screen.locator("#pad-gross")).to_be_focused()
    assert screen.evaluate("listed - answered") < 300
    assert [ticket.household.code for ticket in tickets(clerk)] == ["097"]


def test_of_several_plots_the_last_used_is_meant(page, clerk, enter):
    make_ticket(clerk, "189", plot="189-2")
    enter(page, clerk.user)
    opened(page, clerk)
    keys(page, "189")
    expect(page.locator("#weigh-plots input >> nth=1")).to_be_focused()
    page.wait_for_timeout(150)  # quicker than that only a scanner presses Enter
    keys(page, "Enter", "70", "Enter", "Enter")
    saved(page, 2)
    assert [ticket.plot.code for ticket in tickets(clerk)] == ["189-2", "189-2"]


def test_the_enter_of_a_scanner_chooses_no_plot(screen):
    screen.evaluate("""() => { const field = document.getElementById("weigh-household");
        field.value = "189";
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })) }""")
    expect(screen.locator("#weigh-plots input >> nth=0")).to_be_focused()
    assert screen.locator("#weigh-plots input:checked").count() == 0


def test_what_the_scale_cannot_be_is_refused_beside_the_cell(screen, clerk):
    keys(screen, "097")
    for typed in ("12.500", "8", "300,5", "1.234,5", "-"):
        keys(screen, "Control+A", "Delete", typed, "Enter")
        if typed != "-":
            expect(screen.locator("#pad-problem")).not_to_be_empty()
            assert screen.locator("#pad-gross").get_attribute("aria-invalid") == "true"
            expect(screen.locator("#pad-gross")).to_be_focused()
    expect(screen.locator("#weigh-rows tr")).to_have_count(0)
    assert not tickets(clerk)


def test_an_unknown_household_is_told_with_those_that_are_near(screen):
    keys(screen, "079", "Enter")
    expect(screen.locator("[data-error=household]")).to_contain_text("097 – Bùi Thị Hoa")
    keys(screen, "ArrowDown", "Enter")
    expect(screen.locator("#weigh-who")).to_have_text("097 Bùi Thị Hoa")


def test_a_doubtful_ticket_takes_one_more_enter(screen, clerk):
    keys(screen, "097", "290", "Enter", "Enter")
    expect(screen.locator("#weigh-yes")).to_be_focused()
    expect(screen.locator("#weigh-doubts li")).to_have_count(1)
    keys(screen, "Escape")
    expect(screen.locator("#pad-gross")).to_be_focused()
    assert not tickets(clerk)
    keys(screen, "Enter")
    expect(screen.locator("#weigh-yes")).to_be_focused()
    keys(screen, "Enter")
    saved(screen, 1)
    assert tickets(clerk)[0].warnings


def test_loads_are_changed_by_keyboard(screen, clerk):
    keys(screen, "097", "99", "Enter", "100", "Enter", "101", "Enter")
    keys(screen, "Backspace")
    expect(screen.locator("#pad-gross")).to_have_value("101")
    keys(screen, "102", "Enter")
    keys(screen, "ArrowUp", "ArrowUp", "Delete")
    expect(screen.locator("#weigh-rows tr")).to_have_count(2)
    keys(screen, "ArrowUp", "ArrowUp", "Enter", "Control+A", "98", "Enter", "F9")
    saved(screen, 1)
    assert lines(tickets(clerk)[0]) == [("L1", 4, 90_000), ("L1", 4, 94_000)]


def test_another_tare_and_a_deduction_say_why(screen, clerk):
    keys(screen, "097", "100", "/", "9", "Enter", "Enter")
    expect(screen.locator("#pad-tare_reason")).to_be_focused()
    keys(screen, "ướt", "Tab", "2%", "Tab", "ArrowDown", "Enter", "Enter", "F9")
    saved(screen, 1)
    line = tickets(clerk)[0].lines.get()
    assert (line.tare_g, line.tare_reason, line.deduction_g, line.net_g) == (9_000, "ướt", 1_820, 89_180)


def test_a_ticket_half_typed_survives_a_reload(screen, clerk):
    keys(screen, "097", "99", "Enter", "+", "10")
    screen.reload()
    expect(screen.locator("#pad-gross")).to_have_value("10")
    expect(screen.locator("#weigh-who")).to_have_text("097 Bùi Thị Hoa")
    keys(screen, "Control+A", "100", "F9")
    saved(screen, 1)
    assert lines(tickets(clerk)[0]) == [("L1", 4, 91_000), ("L2", 4, 92_000)]


def test_f4_corrects_the_previous_ticket_and_comes_back(screen, clerk):
    keys(screen, "097", "99", "Enter", "Enter")
    saved(screen, 1)
    keys(screen, "F4")
    screen.wait_for_url(re.compile(r"/correct/\?next="))
    screen.locator("[name=loads-0-gross]").focus()
    keys(screen, "Control+A", "89")
    screen.locator("[name=reason]").select_option("typo")
    screen.locator("main [type=submit]").focus()
    keys(screen, "Enter")
    screen.wait_for_url(re.compile(r"^[^?]*/harvests/weigh/$"))
    assert [(ticket.revision, ticket.net_g) for ticket in tickets(clerk)] == [(2, 81_000)]


def test_a_closed_day_is_told_and_nothing_is_lost(screen, clerk, tolerate):
    tolerate(screen, "422")
    close_day(clerk, day=clock.today(), note="kiểm tra")
    screen.evaluate(SLOW)
    keys(screen, "097", "99", "Enter", "Enter", "012")
    expect(screen.locator("#weigh-alert")).to_be_visible()
    expect(screen.locator("#weigh-who")).to_contain_text("097")
    expect(screen.locator("#weigh-rows tr")).to_have_count(1)
    expect(screen.locator("#weigh-household")).to_have_value("097")
    assert not tickets(clerk)


def test_without_javascript_a_table_is_filled_in(open_page, clerk, enter, tolerate):
    page = open_page(**DESK, java_script_enabled=False)
    tolerate(page, "422")
    enter(page, clerk.user)
    page.goto(reverse("weigh", args=[clerk.cooperative.slug]))
    assert page.locator(".weigh-plain tbody tr").count() == 8
    assert page.locator("#weigh-pad").is_hidden() and page.locator(".weigh-dock").is_hidden()
    page.locator("[name=household]").fill("097")
    page.locator("[name=loads-0-gross]").fill("99,5")
    page.locator("[data-plain] [type=submit]").click()
    expect(page.locator("[name=loads-0-gross]")).to_have_value("99,5")
    assert page.locator(".wrong:not(:empty)").count() == 2, "grade and crates are missing"
    page.locator("[name=loads-0-grade]").select_option("L2")
    page.locator("[name=loads-0-crates]").fill("4")
    page.locator("[data-plain] [type=submit]").click()
    expect(page.locator(".notice-success")).to_be_visible()
    assert lines(tickets(clerk)[0]) == [("L2", 4, 91_500)]


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_the_screen_fits_and_can_be_used_by_everyone(open_page, clerk, enter, assert_accessible, device):
    page = open_page(**device)
    enter(page, clerk.user)
    opened(page, clerk)
    keys(page, "097", "99,5", "Enter", "88")
    assert_accessible(page)
    faint = Axe().run(page, ".page", {"runOnly": ["color-contrast-enhanced"]}).response["violations"]
    assert not faint, [node["html"] for node in faint[0]["nodes"]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "nothing is to be scrolled sideways"
    pad = page.locator("#pad-gross").bounding_box()
    dock = page.locator(".weigh-buttons").bounding_box()
    assert pad["y"] + pad["height"] <= (dock["y"] if device is PHONE else device["viewport"]["height"])
    if device is PHONE:
        small = "[...document.querySelectorAll('.weigh-desk :is(button, input, select)')].filter((e) => e.offsetHeight && e.offsetHeight < 47 && e.type !== 'checkbox').map((e) => e.outerHTML)"  # noqa: E501
        assert page.evaluate(small) == []


def test_a_phone_weighs_by_touch(open_page, clerk, enter):
    page = open_page(**PHONE)
    enter(page, clerk.user)
    opened(page, clerk)
    page.locator("#weigh-household").fill("097")
    expect(page.locator("#pad-gross")).to_be_focused()
    assert page.locator("#pad-gross").get_attribute("inputmode") == "decimal"
    for kg, button in (("99,5", "next"), ("100", "up")):
        page.keyboard.insert_text(kg)
        page.locator(f"[data-touch={button}]").tap()
        expect(page.locator("#pad-gross")).to_be_focused()
    page.locator(".weigh-done").tap()
    expect(page.locator("#weigh-recent li")).to_have_count(1)
    assert lines(tickets(clerk)[0]) == [("L1", 4, 91_500), ("L2", 4, 92_000)]
    assert page.evaluate("window.prints") is None, "a phone has no slip printer"
