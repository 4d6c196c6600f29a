"""Every page there is, on a desk and on a phone: usable by everyone, nothing to scroll sideways, a quiet console."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect

from coopsite import clock
from coopsite.tests.addresses import addresses
from coopsite.tests.worlds import TABLES, World, link
from growers.actions.imports import upload_register
from growers.models import Certificate, Cooperative, ExportCode, GrowingArea, Household, User
from growers.queries.seats import seat_of
from growers.rules.roles import MATRIX
from growers.tests.builders import make_coop, make_seat
from growers.tests.consents_builders import make_consent
from growers.tests.permits_builders import make_document
from harvests import models as fruit
from harvests.actions.deliveries import record_delivery
from harvests.tests.events_builders import make_programme, make_step
from harvests.tests.papers_builders import furnish_papers
from harvests.tests.publishing_builders import make_link, make_page, make_print

from .conftest import DESK, PHONE, Watch

SLUG, EMPTY = "ngoc-hoang", "moi"
RIGHT_ANYHOW = {"receipt-new", "bank-file-new", "household-link-new"}
DOORS = {address.name: address.door for address in addresses() if address.door is not None}
WITHOUT_ROWS = [address.name for address in addresses() if address.door and address.words == ("coop",)]
# What can be filled in wrongly: one asks by GET for whom, two take any text there is.
NEW = [name for name in DOORS if name.endswith("-new") and name not in RIGHT_ANYHOW]
FACES = {"tab", "view", "mode", "channel"}  # in an address: another face of the same page
REGISTER = "Mã hộ,Họ và tên,Xã,Bản,Diện tích (ha)\n901,Lò Văn Tèo,Tà Hộc,bản Mòng,1\n902,Lả,Tà Hộc,,x\n"
LINKS = "[...document.querySelectorAll('main a[href]')].map((a) => new URL(a.getAttribute('href'), location).href)"
OPEN_ALL = "() => document.querySelectorAll('main details').forEach((box) => { box.open = true })"


class Screen:
    """A person's window that goes from page to page and tells what is wrong with each."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.watch, self.page = Watch(context, host), context.new_page()

    def open(self, path: str) -> None:
        self.watch.complaints.clear()
        self.page.goto(path)
        self.page.evaluate(OPEN_ALL)
        expect(self.page.locator("[hx-trigger=load]")).to_have_count(0)

    def faults(self, assert_accessible: Callable | None = None) -> list[str]:
        found = self.watch.left()  # before axe, which makes style sheets of its own to read those of the page
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.page.viewport_size["width"]:
            found.append(f"{self.page.url} is {wide} px wide")
        try:
            assert_accessible and assert_accessible(self.page)
        except AssertionError as violations:
            found.append(str(violations))
        return found

    def faces(self) -> list[str]:
        """Where the page's links show another face of it: its tabs, its map."""
        here, found = urlsplit(self.page.url), {}
        for address in self.page.evaluate(LINKS):
            there = urlsplit(address)
            asked = set(parse_qs(there.query))
            if there.path == here.path and asked and asked <= FACES and there.query != here.query:
                found[there.query] = address
        return list(found.values())


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker, demonstration):
    """One demonstration for the whole module; pytest-django's own fixture would empty the database after each test."""
    with override_settings(DEMO_TODAY="2025-09-08"), django_db_blocker.unblock():
        demonstration()
        make_seat(make_coop(EMPTY, name="HTX Mới"), "director", f"director.{EMPTY}")
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def world(transactional_db) -> World:
    """The demonstration's largest co-operative and a row of each table, parents and children fitting."""
    coop = Cooperative.objects.get(slug=SLUG)
    world = World(coop, seat_of(User.objects.get(username=f"director.{SLUG}"), SLUG))
    upload_register(world.director, kind="households", filename="so-ho.csv", content=REGISTER.encode())
    order = fruit.TraderOrder.objects.of(coop).filter(call_offs__isnull=False).last()
    record_delivery(world.director, line=order.lines.first(), delivered_on=clock.today(), quantity_g=500_000, note="xe")
    packed = fruit.Lot.objects.of(coop).filter(market__code="CN", status="closed", is_held=False, out_g__gt=0).last()
    make_print(world.director, packed, reason="ướt tem")
    if not fruit.TracePage.objects.of(coop).filter(withdrawn_at__isnull=True).exists():
        make_page(world.director, packed)
    make_link(world.director, lot=packed)
    programme = make_programme(world.director, steps=("Họp với khách",))
    make_step(world.director, programme, counted=3, count_goal=8, event=fruit.Event.objects.of(coop).last())
    papers_of = (fruit.Shipment, Certificate, fruit.Claim)
    for row in (model.objects.of(coop).order_by("pk").last() for model in papers_of):
        make_document(row, world.director.user)
    make_consent(world.director, Household.objects.of(coop).get(code="097"))
    furnish_papers(world.director, fruit.SettlementLine.objects.of(coop).exclude(run__status="cancelled").last())
    world.rows = {model: model.objects.of(coop).order_by("pk").last() for model in TABLES}
    season = fruit.Season.objects.of(coop).order_by("starts_on").last()
    code = ExportCode.objects.of(coop).filter(area__isnull=False).last()
    world.rows |= {
        ExportCode: code,
        fruit.Season: season,
        fruit.HarvestRound: season.rounds.order_by("number").first(),
        fruit.HarvestRecord: fruit.HarvestRecord.objects.of(coop).filter(day=clock.today()).last(),
        GrowingArea: code.area,
        fruit.TraderOrder: order,
        fruit.CallOff: order.call_offs.last(),
        fruit.Delivery: fruit.Delivery.objects.of(coop).get(line__order=order),
    }
    return world


@pytest.fixture(scope="module")
def screens(browser: Browser, live_server, transactional_db):
    """`screens(username, device, language)`: the same window of the same person each time it is asked for."""
    opened: dict[tuple, Screen] = {}

    def screen(username: str, device: dict, language: str = "vi-VN") -> Screen:
        key = (username, device is PHONE, language)
        if key not in opened:
            local = {"base_url": live_server.url, "locale": language, "service_workers": "block"}
            context = browser.new_context(**local, **device)
            opened[key] = Screen(context, urlsplit(live_server.url).netloc)
            if username:
                cookie = signed_in(username).cookies[settings.SESSION_COOKIE_NAME]
                context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        opened[key].watch.tolerated.clear()
        return opened[key]

    yield screen
    for one in opened.values():
        one.page.context.close()


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def who(name: str, slug: str = SLUG) -> str:
    """Somebody who may open an address."""
    door = DOORS.get(name, "read")
    return f"{'director' if door == 'read' or 'director' in MATRIX[door] else 'admin'}.{slug}"


def is_page(path: str, username: str) -> bool:
    """Whether an address leads to a page of its own: no redirection, no file, no part of a page."""
    answer = signed_in(username).get(path)
    return answer.status_code == 200 and b"<html" in answer.getvalue()[:300]


@pytest.fixture(scope="module")
def pages(world) -> dict[str, str]:
    """Of all addresses those that lead to a page, by name."""
    found = {name: link(name, world) for name in DOORS}
    return {name: path for name, path in found.items() if is_page(path, who(name))}


@pytest.mark.parametrize("name", DOORS)
def test_every_page(pages, screens, assert_accessible, name):
    if name not in pages:
        return
    wrong = []
    for device in (DESK, PHONE):
        screen = screens(who(name), device)
        screen.open(pages[name])
        wrong += screen.faults(assert_accessible)
    for address in screen.faces():
        screen.open(address)
        wrong += screen.faults(assert_accessible)
    assert not wrong, "\n".join(wrong)


def test_pages_are_what_most_addresses_lead_to(pages):
    """So that the test above cannot pass by looking at nothing."""
    assert len(pages) > 55
    assert {"dashboard", "weigh", "order-page", "import-page", "plot-edit", "harvest-slip", "setting-edit"} <= set(
        pages
    )


@pytest.mark.parametrize("name", DOORS)
def test_in_english_everything_fits_too(pages, screens, assert_accessible, name):
    if name in pages:
        screen = screens(who(name), PHONE, "en-GB")
        screen.open(pages[name])
        wrong = screen.faults(assert_accessible if list(DOORS).index(name) % 4 == 0 else None)
        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", WITHOUT_ROWS)
def test_a_co_operative_without_a_row(transactional_db, screens, assert_accessible, name):
    path, screen = reverse(name, args=[EMPTY]), screens(f"director.{EMPTY}", PHONE)
    if is_page(path, f"director.{EMPTY}"):
        screen.open(path)
        wrong = screen.faults(assert_accessible)
        assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", NEW)
def test_a_form_filled_in_wrongly(world, screens, assert_accessible, name):
    screen = screens(who(name), PHONE)
    screen.watch.tolerated.append("status of 422")
    screen.open(link(name, world))
    for field in screen.page.locator("main form[method=post] input[type=text]:visible").all():
        field.fill("?")
    screen.page.locator("main form[method=post] .actions [type=submit]").last.click()
    expect(screen.page.locator(".problems")).to_be_visible()
    wrong = screen.faults(assert_accessible)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    ("username", "address"),
    [
        ("", "/accounts/login/"),
        (f"director.{SLUG}", "/accounts/password/"),
        ("operator", "/"),
        (f"packer.{SLUG}", "/c/ngoc-hoang/harvests/weigh/"),
        (f"packer.{SLUG}", "/c/an-phu/"),
        (f"packer.{SLUG}", "/c/ngoc-hoang/import/"),
        ("", "/no/such/page/"),
    ],
)
def test_the_way_in_and_the_way_that_is_shut(transactional_db, screens, assert_accessible, device, username, address):
    screen = screens(username, device)
    screen.watch.tolerated.append("status of 40[34]")
    screen.open(address)
    wrong = screen.faults(assert_accessible)
    assert not wrong, "\n".join(wrong)


def test_a_sign_in_that_fails_and_one_that_is_too_old(transactional_db, screens, assert_accessible):
    screen = screens("", PHONE)
    screen.watch.tolerated.append("status of 403")
    screen.open("/accounts/login/")
    screen.page.locator("[name=username]").fill("nobody")
    screen.page.locator("[name=password]").fill("nothing at all")
    screen.page.locator("main [type=submit]").click()
    expect(screen.page.locator(".problems")).to_be_focused()
    wrong = screen.faults(assert_accessible)
    screen.page.context.clear_cookies()
    screen.page.locator("main [type=submit]").click()
    expect(screen.page.locator(".problems")).to_have_count(0)
    wrong += screen.faults(assert_accessible)
    assert not wrong, "\n".join(wrong)


def test_the_menus_of_the_head(transactional_db, screens, assert_accessible):
    screen = screens(f"director.{SLUG}", PHONE)
    screen.open(f"/c/{SLUG}/prices/")
    for menu, body in ((".bar-menu", ".bar-wide"), (".menu", ".menu")):
        screen.page.locator(f"{menu} > summary").click()
        expect(screen.page.locator(f"{body} a").first).to_be_visible()
        wrong = screen.faults(assert_accessible)
        assert not wrong, "\n".join(wrong)
        screen.page.locator(f"{menu} > summary").click()


@pytest.mark.parametrize("page", ["auditentry_changelist", "marketrequirement_changelist", "membership_add"])
def test_what_the_operator_administers(transactional_db, screens, assert_accessible, page):
    """Links within a text, a field that looks people up; test_admin.py has the other rooms."""
    wrong = []
    for device in (DESK, PHONE):
        screen = screens("operator", device)
        screen.open(reverse(f"admin:growers_{page}"))
        wrong += screen.faults(assert_accessible)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["vi-VN", "en-GB", "zh-CN", "ja-JP", "ko-KR"])
def test_what_strangers_may_read(world, screens, assert_accessible, language):
    """The public page, in each of its languages, and what stands where nothing is public; no cookie is left behind."""
    screen = screens("", PHONE, language)
    screen.page.context.clear_cookies()  # a stranger's window may have been at the sign-in before
    screen.watch.tolerated.append("status of 404")
    wrong = []
    for path in (f"/t/{world[fruit.TracePage].lot.trace_code}/", "/t/00000000/", "/d/nothing/", "/01/nothing"):
        screen.open(path)
        wrong += screen.faults(assert_accessible)
    assert screen.page.context.cookies() == []
    assert not wrong, "\n".join(wrong)
