"""A director on a phone: signs in, reads the day, opens the numbers behind a chart, follows a card to its list."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from growers.tests.builders import make_coop, make_seat
from harvests.actions.demo.plan import PASSWORD
from harvests.tests.builders import make_order

HOME = reverse("dashboard", args=["ngoc-hoang"])


def signed_in(page: Page, username: str, password: str) -> Page:
    page.goto("/")
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill(password)
    page.locator("main [type=submit]").tap()
    return page


def assert_fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url


@pytest.fixture
def director(transactional_db, phone, stand_still, demonstration) -> Page:
    """The director of the demonstration on 8 September 2025, in the fourth round, signed in."""
    stand_still("2025-09-08")
    demonstration()
    signed_in(phone, "director.ngoc-hoang", PASSWORD)
    phone.wait_for_url(f"**{HOME}")
    return phone


def test_the_day_is_read_on_a_phone(director):
    assert_fits(director)
    cards = director.locator(".card-key")
    expect(cards).to_have_count(6)
    expect(cards.nth(0)).to_contain_text("16,5 tấn")
    expect(cards.nth(0)).to_contain_text("63")
    expect(cards.nth(3)).to_contain_text("540,0 tấn")
    small = "[...document.querySelectorAll('.card-key, .looks a')].filter((a) => a.offsetHeight < 40).length"
    assert director.evaluate(small) == 0, "a thumb has to hit them"
    cards_lead_on(director)
    charts_have_their_numbers(director)
    from_a_card_to_a_ticket(director)
    from_a_card_to_an_order(director)


def cards_lead_on(page: Page) -> None:
    """Each card leads to a list that fits the phone, or to a part of the page."""
    for address in page.evaluate("[...document.querySelectorAll('.card-key')].map((a) => a.href)"):
        if "#" in address:
            expect(page.locator(f"#{address.split('#')[1]}")).to_be_visible()
            continue
        assert page.goto(address).status == 200
        expect(page.locator("main h1")).to_be_visible()
        assert_fits(page)
        page.go_back()


def charts_have_their_numbers(page: Page) -> None:
    charts = page.locator("figure.chart")
    expect(charts).to_have_count(5)  # the mass balance comes by itself, after the page
    for number in range(5):
        chart = charts.nth(number)
        drawn = chart.locator("> svg")
        for part in drawn.get_attribute("aria-labelledby").split():
            assert drawn.locator(f"#{part}").text_content().strip(), "title and description are read out"
        expect(chart.locator("table")).to_be_hidden()
        chart.locator("summary").tap()
        expect(chart.locator("table")).to_be_visible()
        assert chart.locator("tbody tr").count() >= 4
        assert_fits(page)
    intake = charts.nth(0).locator("tbody tr").last
    expect(intake).to_contain_text(re.compile("5.926,6|5.927|5,9"))  # grade 1 of today
    charts.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(charts.nth(1).locator("table")).to_be_hidden()


def from_a_card_to_a_ticket(page: Page) -> None:
    page.locator(".card-key").nth(0).tap()
    page.wait_for_url("**/harvests/?*")
    expect(page.locator(".counted")).to_contain_text("63")
    expect(page.locator(".counted")).to_contain_text("16.480")
    expect(page.locator("#rows tbody tr")).to_have_count(50)
    code = page.locator("#rows tbody a").first.inner_text()
    page.locator("#rows tbody a").first.tap()
    expect(page.locator("main h1")).to_contain_text(code)
    assert_fits(page)
    page.locator(".facts a").first.tap()
    page.wait_for_url("**/households/*/")
    assert_fits(page)
    page.goto(HOME)


def from_a_card_to_an_order(page: Page) -> None:
    page.locator(".card-key").nth(2).tap()
    page.wait_for_url("**/orders/**")
    order = page.locator("#rows tbody th a").first
    code = order.inner_text()
    order.tap()
    expect(page.locator("main h1")).to_contain_text(code)
    assert_fits(page)


def test_a_filter_stays_in_the_address_once(transactional_db, phone, enter):
    """What is chosen is asked for at once, replaces what was chosen before, and comes back with the Back button."""
    seat = make_seat(make_coop(), "sales")
    for status in ("", "confirmed", "cancelled"):
        make_order(seat, status=status)
    enter(phone, seat.user)
    phone.goto(reverse("order-list", args=[seat.cooperative.slug]))
    orders = phone.locator("#rows tbody th[scope=row]")
    expect(orders).to_have_count(2)
    for state, number in (("all", 3), ("cancelled", 1)):
        phone.locator("[name=state]").select_option(state)
        expect(orders).to_have_count(number)
        assert phone.url.count("state=") == phone.url.count(f"state={state}") == 1, phone.url
    phone.reload()
    expect(orders).to_have_count(1)
    phone.go_back()
    expect(orders).to_have_count(3)


def test_a_season_that_has_not_begun_says_what_to_do(transactional_db, phone, enter, assert_accessible):
    seat = make_seat(make_coop())
    enter(phone, seat.user)
    phone.goto(HOME)
    steps = phone.locator(".steps li a")
    assert steps.count() >= 5
    assert_accessible(phone)
    assert_fits(phone)
    for address in phone.evaluate("[...document.querySelectorAll('.steps li a')].map((a) => a.href)"):
        assert phone.goto(address).status == 200
        assert_fits(phone)
