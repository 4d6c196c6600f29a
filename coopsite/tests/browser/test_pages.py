"""Every page there is, on a desk and on a phone: open to everyone, nothing to scroll sideways, nothing in the console."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page

from coopsite import clock
from coopsite.tests.addresses import addresses
from coopsite.tests.worlds import TABLES, World, link
from growers.actions.imports import upload_register
from growers.models import Cooperative, ExportCode, GrowingArea, User
from growers.queries.seats import seat_of
from growers.rules.roles import MATRIX
from growers.tests.builders import make_coop, make_seat
from harvests.actions.deliveries import record_delivery
from harvests.models import CallOff, Delivery, HarvestRecord, HarvestRound, Season, TraderOrder

from .conftest import DESK, PHONE, Watch

SLUG, EMPTY = "ngoc-hoang", "moi"
DOORS = {address.name: address.door for address in addresses() if address.door is not None}
LISTS = [address.name for address in addresses() if address.words == ("coop",)]
FACES = {"tab", "view", "mode", "channel"}  # in an address: another face of the same page
REGISTER = "Mã hộ,Họ và tên,Xã,Bản,Diện tích (ha)\n901,Lò Văn Tèo,Tà Hộc,bản Mòng,1\n902,Lả,Tà Hộc,,x\n"
OPEN_ALL = "() => document.querySelectorAll('main details').forEach((box) => { box.open = true })"


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """One demonstration for the whole module; pytest-django's own fixture would empty the database after each test."""
    with override_settings(DEMO_TODAY="2025-09-08"), django_db_blocker.unblock():
        call_command("seed_demo", verbosity=0)
        make_seat(make_coop(EMPTY, name="HTX Mới"), "director", f"director.{EMPTY}")
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def world(transactional_db) -> World:
    """The demonstration's largest co-operative with the newest row of each table, parents and children fitting."""
    coop = Cooperative.objects.get(slug=SLUG)
    world = World(coop, seat_of(User.objects.get(username=f"director.{SLUG}"), SLUG))
    upload_register(world.director, kind="households", filename="so-ho.csv", content=REGISTER.encode())
    world.rows = {model: model.objects.of(coop).order_by("pk").last() for model in TABLES}
    order = TraderOrder.objects.of(coop).filter(call_offs__isnull=False).last()
    season = Season.objects.of(coop).order_by("starts_on").last()
    world.rows |= {
        Season: season,
        HarvestRound: season.rounds.order_by("number").first(),
        HarvestRecord: HarvestRecord.objects.of(coop).filter(day=clock.today()).last(),
        GrowingArea: world[ExportCode].area,
        TraderOrder: order,
        CallOff: order.call_offs.last(),
        Delivery: record_delivery(
            world.director, line=order.lines.first(), delivered_on=clock.today(), quantity_g=500_000, note="xe 1"
        ),
    }
    return world


@pytest.fixture(scope="module")
def screens(browser: Browser, live_server, transactional_db):
    """`screens(username, device, language)`: the same page of the same person's browser each time it is asked for."""
    opened: dict[tuple, Page] = {}

    def screen(username: str, device: dict, language: str = "vi-VN") -> Page:
        key = (username, device is PHONE, language)
        if key not in opened:
            local = {"base_url": live_server.url, "locale": language, "service_workers": "block"}
            context = browser.new_context(**local, **device)
            opened[key] = context.new_page()
            opened[key].watch = Watch(context, urlsplit(live_server.url).netloc)
            if username:
                context.add_cookies([{**_session(username), "url": live_server.url}])
        opened[key].watch.complaints.clear()
        return opened[key]

    yield screen
    for page in opened.values():
        page.context.close()


def _session(username: str) -> dict:
    client = Client()
    client.force_login(User.objects.get(username=username))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value}


def who(name: str, slug: str = SLUG) -> str:
    """Somebody who may open an address."""
    door = DOORS.get(name, "read")
    return f"{'director' if door == 'read' or 'director' in MATRIX[door] else 'admin'}.{slug}"


def is_page(path: str, username: str) -> bool:
    """Whether an address leads to a page of its own: no redirection, no file, no part of a page."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    answer = client.get(path)
    return answer.status_code == 200 and b"<html" in answer.getvalue()[:300]


@pytest.fixture
def inspect(assert_accessible):
    """`inspect(page)`: what is wrong with the page that is open, everything that can be unfolded unfolded."""

    def ask(page: Page) -> list[str]:
        page.evaluate(OPEN_ALL)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found = [f"{page.url} scrolls sideways by {wide} px"] if wide > 0 else []
        try:
            assert_accessible(page)
        except AssertionError as violations:
            found.append(str(violations))
        found += page.watch.left()
        page.watch.complaints.clear()
        return found

    return ask


def faces(page: Page) -> list[str]:
    """Where the page's links show another face of it: its tabs, its map."""
    here, found = urlsplit(page.url), []
    for address in page.evaluate("[...document.querySelectorAll('main a[href]')].map((a) => a.href)"):
        there = urlsplit(address)
        asked = set(parse_qs(there.query))
        if there.path == here.path and asked and asked <= FACES and address not in found:
            found.append(address)
    return found


@pytest.mark.parametrize("name", DOORS)
def test_every_page(world, screens, inspect, name):
    path = link(name, world)
    if not is_page(path, who(name)):
        return
    wrong, others = [], []
    for device in (DESK, PHONE):
        page = screens(who(name), device)
        page.goto(path)
        wrong += inspect(page)
        others = others or faces(page)
        for address in others:
            page.goto(address)
            wrong += inspect(page)
    assert not wrong, "\n".join(wrong)
