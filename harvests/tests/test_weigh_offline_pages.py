"""The weigh screen without the network: what the service worker keeps, for whom it is served, and the pages of M29."""

import json
import re

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_seat
from harvests.tests.builders import make_scale
from harvests.views import weigh_offline

pytestmark = pytest.mark.django_db
PAGES = ("weigh-worker", "weigh-offline", "weigh-keys")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def clerk(coop, client):
    seat = make_seat(coop, "clerk")
    make_scale(seat)
    client.force_login(seat.user)
    return seat


def asked(client, coop, name):
    return client.get(reverse(name, args=[coop.slug]))


def build(answer) -> dict:
    """What the view puts in front of the worker's script."""
    return json.loads(answer.content.decode().split("\n", 1)[0].removeprefix("const BUILD = ").removesuffix(";"))


def test_the_worker_is_a_script_whose_scope_is_the_screen_alone(client, coop, clerk):
    answer = asked(client, coop, "weigh-worker")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/javascript") and "no-store" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer
    screen = reverse("weigh", args=[coop.slug])
    assert answer.request["PATH_INFO"].rpartition("/")[0] + "/" == screen
    facts = build(answer)
    assert (facts["page"], facts["book"]) == (screen, f"{screen}book.json")
    assert facts["name"].startswith(f"weigh-{coop.slug}-")
    assert 'addEventListener("fetch"' in answer.content.decode()


def test_the_worker_keeps_every_static_file_that_the_screen_names(client, coop, clerk):
    statics = set(build(asked(client, coop, "weigh-worker"))["statics"])
    for name in ("weigh", "weigh-offline"):
        page = asked(client, coop, name).content.decode()
        named = set(re.findall(r'(?:href|src|stylesheet)="(/?static/[^"]+)"', page))
        assert len(named) >= 5
        assert named <= statics


def test_the_worker_keeps_every_module_that_another_imports():
    for name in weigh_offline.STATICS:
        if name.startswith("js/weigh/"):
            imports = re.findall(r'from "\./(.+?)"', weigh_offline._text(name))
            assert {f"js/weigh/{found}" for found in imports} <= set(weigh_offline.STATICS), name


def test_another_byte_is_another_version(client, coop, clerk, monkeypatch):
    first = build(asked(client, coop, "weigh-worker"))["name"]
    weigh_offline._version.cache_clear()
    monkeypatch.setattr(weigh_offline, "STATICS", weigh_offline.STATICS[:-1])
    second = build(asked(client, coop, "weigh-worker"))["name"]
    weigh_offline._version.cache_clear()
    assert first != second


@pytest.mark.parametrize("name", PAGES)
def test_strangers_find_nothing_and_the_signed_out_are_sent_to_the_sign_in(client, coop, name):
    answer = asked(client, coop, name)
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("login"))
    client.force_login(make_seat(make_coop("an-phu"), "clerk").user)
    assert asked(client, coop, name).status_code == 404


def test_who_may_not_weigh_gets_no_worker_but_may_read_the_keys(client, coop):
    client.force_login(make_seat(coop, "packer").user)
    assert asked(client, coop, "weigh-worker").status_code == 403
    assert asked(client, coop, "weigh-keys").status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_written_there(client, coop, clerk, name):
    assert client.post(reverse(name, args=[coop.slug])).status_code == 405


def test_the_spare_page_says_whom_to_call_and_where_to_write(client, clerk):
    coop = clerk.cooperative
    coop.phone = "0212 3850 000"
    coop.save()
    page = asked(client, coop, "weigh-offline").content.decode()
    assert coop.phone in page and reverse("weigh", args=[coop.slug]) in page


def test_the_keys_are_numbers_signs_and_function_keys_only(client, coop, clerk):
    keys = re.findall(r"<kbd>([^<]+)</kbd>", asked(client, coop, "weigh-keys").content.decode())
    assert {"F4", "F8", "F9", "+", "−", "*", "Enter"} <= set(keys)
    assert not {key for key in keys if re.fullmatch(r"[a-zA-Z]|F1|F5|F11|F12", key)}


def test_the_sign_in_page_forgets_the_screens_kept_on_the_device(client):
    assert "js/signed_out.js" in client.get(reverse("login")).content.decode()


def test_the_screen_has_no_inline_script_or_style(client, coop, clerk):
    page = asked(client, coop, "weigh").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
