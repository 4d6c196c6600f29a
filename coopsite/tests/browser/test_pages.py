"""Every page there is, on a desk and on a phone: open to everyone, nothing to scroll sideways, nothing in the console."""

from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from playwright.sync_api import Browser, Page

from coopsite.tests.addresses import addresses
from coopsite.tests.worlds import TABLES, World, link
from growers.actions.imports import upload_register
from growers.models import Cooperative, ExportCode, GrowingArea, ImportRun, User
from growers.queries.seats import seat_of
from growers.rules.roles import MATRIX
from growers.tests.builders import make_coop, make_seat
from harvests.models import CallOff, Delivery, HarvestRound, OrderLine, TraderOrder

from .conftest import DESK, PHONE, Watch

SLUG = "ngoc-hoang"
NAMES = [address.name for address in addresses() if address.door is not None]
DOORS = {address.name: address.door for address in addresses()}
WITHOUT_WORDS = [address.name for address in addresses() if address.words == ("coop",)]
OF_A_PAGE = {"tab", "view", "mode", "channel"}  # what chooses another face of the same page
REGISTER = "Mã hộ,Họ và tên,Xã,Bản,Diện tích (ha)\n901,Lò Văn Tèo,Tà Hộc,bản Mòng,1\n902,Lả,Tà Hộc,,x\n"
FACES = """() => [...document.querySelectorAll("main a[href]")].map((a) => a.href)"""


@pytest.fixture(scope="module")
def transactional_db(django_db_setup, django_db_blocker):
    """One demonstration for the whole module; pytest-django's own fixture would empty the database after each test."""
    with override_settings(DEMO_TODAY="2025-09-08"), django_db_blocker.unblock():
        call_command("seed_demo", verbosity=0)
        make_seat(make_coop("moi", name="HTX Mới"), "director", "director.moi")
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def world(transactional_db) -> World:
    """The demonstration's largest co-operative, with the newest row of each table, those that hang together together."""
    coop = Cooperative.objects.get(slug=SLUG)
    world = World(coop, seat_of(User.objects.get(username=f"director.{SLUG}"), SLUG))
    upload_register(world.director, kind="households", filename="so-ho.csv", content=REGISTER.encode())
    world.rows = {model: model.objects.of(coop).order_by("pk").last() for model in TABLES}
    order = TraderOrder.objects.of(coop).filter(status="part_delivered").last()
    world.rows |= {
        GrowingArea: world[ExportCode].area,
        TraderOrder: order,
        OrderLine: order.lines.first(),
        CallOff: CallOff.objects.of(coop).filter(line__order=order).last(),
        Delivery: Delivery.objects.of(coop).filter(line__order=order).last(),
    }
    return world
