"""A director practises a recall in front of an auditor: from a carton's code to the stopped watch and the minutes."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coopsite import clock
from growers.tests.builders import make_coop, make_seat
from harvests.models import Recall
from harvests.tests.lots_builders import carton_of, make_fruit, make_lot, make_repack
from harvests.tests.recalls_builders import make_recall, make_spray, make_way


@pytest.fixture
def director(transactional_db):
    return make_seat(make_coop(), "director")


@pytest.fixture
def lot(director):
    """A lot packed from two others and shipped."""
    ticket = make_fruit(director)
    one, two = make_lot(director, ticket), make_lot(director)
    again = make_repack(director, one, two, takes=[(carton_of(one).pk, 45_000), (carton_of(two).pk, 45_000)])
    make_way(director, again, 45_000)
    make_spray(director, ticket.plot)
    return again


def test_a_mock_recall_from_the_search_box_to_the_minutes(page, director, lot, enter, assert_accessible):
    enter(page, director.user)
    page.goto(reverse("trace-page", args=[director.cooperative.slug]))
    expect(page.locator("#id_q")).to_be_focused()
    page.keyboard.type(f"{lot.code}/7")
    page.keyboard.press("Enter")
    expect(page.locator(".trace-accounts")).to_contain_text("100,0")
    expect(page.locator(".trace-figure .box-start")).to_have_count(1)
    expect(page.locator(".trace-figure rect.box")).to_have_count(10)
    assert_accessible(page)
    page.locator(".head-actions .btn-primary").click()
    expect(page.locator("#id_start")).to_have_value(f"{lot.code}/7")
    page.locator("[name=kind][value=mock]").check()
    page.locator("#id_reason").fill("diễn tập trước kiểm toán")
    page.locator("main .actions [type=submit]").click()
    expect(page).to_have_url(re.compile("TH-"))
    expect(page.locator(".watch")).to_have_text(re.compile(r"^00:0\d:\d\d$"))
    assert_accessible(page)
    page.locator("form[action$='/traced/'] [type=submit]").click()
    expect(page.locator(".watch")).not_to_have_text(re.compile(r"^00:"))
    reached = page.locator(".calls form").first
    reached.locator("[name=note]").fill("đã báo")
    reached.locator("[type=submit]").click()
    expect(page.locator("#calls")).to_contain_text("1 / 3")
    page.locator(".head-actions .btn-primary").click()
    page.locator("#id_conclusion").fill("Truy xuất đủ hai chiều.")
    page.locator("main .actions [type=submit]").click()
    expect(page.locator("main")).to_contain_text("Truy xuất đủ hai chiều.")
    recall = Recall.objects.of(director.cooperative).get()
    assert recall.opened_at <= recall.traced_at <= recall.concluded_at <= clock.now()
    minutes = page.request.get(reverse("recall-report", args=[director.cooperative.slug, recall.code]))
    assert minutes.headers["content-type"] == "application/pdf"


def test_on_a_phone_both_sides_are_lists_that_fit(phone, director, lot, enter, assert_accessible):
    enter(phone, director.user)
    slug, recall = director.cooperative.slug, make_recall(director, lot, "real")
    for address in (
        f"{reverse('trace-page', args=[slug])}?q={lot.code}",
        reverse("recall-page", args=[slug, recall.code]),
    ):
        phone.goto(address)
        expect(phone.locator(".trace-figure")).to_be_hidden()
        expect(phone.locator(".trace-table").first).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert_accessible(phone)
