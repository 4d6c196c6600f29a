"""The scale through a lost network: tickets wait on the device, are sent once each, or say why not."""

import re

import pytest
from playwright.sync_api import Page, expect

from growers.models import Plot
from growers.tests.builders import PASSWORD, make_seat
from harvests.tests.builders import make_ticket

from .conftest import DESK
from .weigh_screen import kept_by_the_worker, keys, make_clerk, opened, saved, tickets, until


@pytest.fixture
def clerk(transactional_db):
    return make_clerk()


@pytest.fixture
def screen(page: Page, clerk, enter) -> Page:
    """The weigh screen of the clerk, ready to type."""
    enter(page, clerk.user)
    return opened(page, clerk)


def test_the_network_goes_two_tickets_wait_and_each_is_sent_once(screen, clerk, offline, assert_accessible):
    kept_by_the_worker(screen)
    with offline(screen):
        keys(screen, "097", "99,5", "Enter", "Enter")
        expect(screen.locator("#weigh-kept li")).to_have_count(1)
        slip = screen.frame_locator("iframe.weigh-print")
        expect(slip.locator(".slip-number")).to_have_text(re.compile(r"CAN-B\w{4}-001"))
        expect(slip.locator(".slip-total strong")).to_have_text("91,5")
        until(screen, "window.prints === 1")
        screen.reload()
        expect(screen.locator("#weigh-kept li")).to_have_count(1)
        expect(screen.locator("#weigh-chip")).to_have_attribute("data-state", "offline")
        expect(screen.locator("#weigh-household")).to_be_focused()
        keys(screen, "liem", "Enter", "120", "Enter", "Enter")
        keys(screen, "Enter")  # 28 kg in a crate: the device doubts it, too
        expect(screen.locator("#weigh-kept li")).to_have_count(2)
        assert_accessible(screen)
        assert not tickets(clerk)
    expect(screen.locator("#weigh-kept-box")).to_be_hidden(timeout=15_000)
    expect(screen.locator("#weigh-chip")).to_have_attribute("data-state", "online")
    first, second = tickets(clerk)
    assert (first.household.code, second.household.code) == ("097", "012")
    assert (first.offline_no[-4:], second.offline_no[-4:]) == ("-001", "-002")
    assert first.source == second.source == "offline" and first.weighed_at < second.weighed_at
    screen.wait_for_timeout(6_000)
    assert len(tickets(clerk)) == 2
    with screen.context.expect_page() as slip_page:
        screen.locator("#weigh-recent li >> nth=0 >> a[data-href=slip_url]").click(modifiers=["Control"])
    expect(slip_page.value.locator(".slip-code")).to_have_text("012")


def test_an_answer_that_gets_lost_makes_no_second_ticket(open_page, clerk, enter, tolerate):
    page = open_page(**DESK, service_workers="block")
    enter(page, clerk.user)
    tolerate(page, "ERR_CONNECTION_RESET")
    opened(page, clerk)
    cut = []

    def lose(route):
        if route.request.method != "POST" or cut:
            return route.continue_()
        cut.append(route.fetch().status)
        return route.abort("connectionreset")

    page.route("**/harvests/weigh/", lose)
    keys(page, "097", "99,5", "Enter", "Enter")
    expect(page.locator("#weigh-kept li")).to_have_count(1)
    assert cut == [201]
    tolerate(page, "409")  # under its offline number the token is known with another body
    expect(page.locator("#weigh-kept-box")).to_be_hidden(timeout=15_000)
    expect(page.locator("#weigh-recent li")).to_have_count(1)
    assert len(tickets(clerk)) == 1


def test_what_the_server_doubts_of_a_kept_ticket_is_noted_not_asked(page, clerk, enter, offline):
    make_ticket(clerk, "097", ((99_500, "L1"),))
    enter(page, clerk.user)
    kept_by_the_worker(opened(page, clerk))
    with offline(page):
        keys(page, "097", "99,5", "Enter", "Enter")
        expect(page.locator("#weigh-kept li")).to_have_count(1)
    expect(page.locator("#weigh-kept-box")).to_be_hidden(timeout=15_000)
    assert [warning["code"] for warning in tickets(clerk)[1].warnings] == ["twin_ticket"]


def test_kept_tickets_are_sent_by_the_person_who_weighed_them(screen, clerk, enter, offline):
    kept_by_the_worker(screen)
    with offline(screen):
        keys(screen, "097", "99,5", "Enter", "Enter")
        expect(screen.locator("#weigh-kept li")).to_have_count(1)
        enter(screen, make_seat(clerk.cooperative, "clerk", "nguoi.khac").user)
    expect(screen.locator(".menu summary")).to_contain_text("nguoi.khac", timeout=15_000)
    expect(screen.locator("#weigh-kept li")).to_have_count(1)
    screen.wait_for_timeout(6_000)
    assert not tickets(clerk)
    enter(screen, clerk.user)
    screen.reload()
    expect(screen.locator("#weigh-kept-box")).to_be_hidden()
    assert [ticket.recorded_by for ticket in tickets(clerk)] == [clerk.user]


def test_a_kept_ticket_that_is_refused_waits_for_a_person(screen, clerk, offline, tolerate):
    kept_by_the_worker(screen)
    with offline(screen):
        keys(screen, "189", "1", "100", "Enter", "Enter")
        expect(screen.locator("#weigh-kept li")).to_have_count(1)
        Plot.objects.of(clerk.cooperative).filter(code="189-1").update(status=Plot.Status.RETIRED)
        tolerate(screen, "422")
    item = screen.locator("#weigh-kept li")
    expect(item).to_have_attribute("data-state", "refused", timeout=15_000)
    expect(item.locator(".wrong")).to_contain_text("189-1")
    assert not tickets(clerk)
    item.get_by_role("button").first.click()
    expect(screen.locator("#weigh-who")).to_contain_text("189")
    keys(screen, "F9")
    saved(screen, 1)
    expect(screen.locator("#weigh-kept-box")).to_be_hidden()
    ticket = tickets(clerk)[0]
    assert (ticket.plot.code, ticket.offline_no[-4:]) == ("189-2", "-001")


def test_signed_out_meanwhile_the_ticket_waits_for_the_sign_in(screen, clerk, enter, tolerate):
    kept_by_the_worker(screen)
    tolerate(screen, "401|403|behind a redirect")
    screen.context.clear_cookies(name="sessionid")
    keys(screen, "097", "99", "Enter", "Enter")
    expect(screen.locator("#weigh-chip")).to_have_attribute("data-state", "signed_out")
    expect(screen.locator("#weigh-kept li")).to_have_count(1)
    screen.locator("#weigh-login").click()
    screen.locator("[name=username]").fill("can.bo")
    screen.locator("[name=password]").fill(PASSWORD)
    keys(screen, "Enter")
    expect(screen.locator("#weigh-recent li")).to_have_count(1)
    expect(screen.locator("#weigh-kept-box")).to_be_hidden()
    assert len(tickets(clerk)) == 1


def test_who_signs_out_leaves_no_screen_on_the_device(screen):
    kept_by_the_worker(screen)
    until(screen, "caches.keys().then((names) => names.length)")
    screen.locator(".menu summary").click()
    screen.locator(".menu-body [type=submit]").click()
    screen.wait_for_url("**/accounts/login/")
    until(screen, "caches.keys().then((names) => !names.length)")
