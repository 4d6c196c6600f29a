"""Where people are led after signing in or out or choosing a language: to ourselves, whatever the address says."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from growers.tests.builders import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def right():
    make_user("lan.ngoc-hoang")
    return {"username": "lan.ngoc-hoang", "password": PASSWORD}


ELSEWHERE = [
    "https://evil.example", "http://evil.example/", "//evil.example", "///evil.example", "////evil.example",
    "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "\t//evil.example",
    "/\n/evil.example",
    "\r//evil.example", " //evil.example", "https:evil.example", "https:/evil.example", "https:///evil.example",
    "http:\\\\evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "vbscript:x", "ftp://evil.example", "//testserver@evil.example", "https://testserver@evil.example",
    "https://testserver.evil.example", "//testserver:80@evil.example", "https://evil.example\\@testserver",
    "https://evil.example#@testserver", "https://evil.example?testserver", "//evil%E3%80%82example", "//evil。example",
    "http:/\\evil.example", "\x00//evil.example", "\u00a0//evil.example", "\u2028//evil.example", "//[::1]",
    "http://[evil",
]  # fmt: skip
OURSELVES = ["/c/ngoc-hoang/", "/c/ngoc-hoang/households/?search=liem", "/admin/"]


def leads_away(target: str) -> bool:
    """As a browser reads it: backslashes are slashes, control characters and surrounding blanks are nothing."""
    seen = re.sub(r"[\x00-\x20]", "", target.replace("\\", "/"))
    parts = urlsplit(seen)
    return bool(parts.netloc) or parts.scheme not in ("", "http", "https") or seen.startswith("//")


def test_nobody_is_led_elsewhere(client, right):
    for target in ELSEWHERE:
        answers = {
            "sign in": client.post(LOGIN, {**right, "next": target}),
            "signed in": client.get(LOGIN, {"next": target}),
            "language": client.post(reverse("set_language"), {"language": "en", "next": target}),
            "sign out": client.post(reverse("logout"), {"next": target}),
            "language, signed out": client.post(reverse("set_language"), {"language": "vi", "next": target}),
        }
        for page, answer in answers.items():
            assert answer.status_code == 302, (page, target)
            assert not leads_away(answer.headers["Location"]), (page, target)


@pytest.mark.parametrize("target", OURSELVES)
def test_people_are_led_where_they_wanted(client, right, target):
    assert client.post(LOGIN, {**right, "next": target}).headers["Location"] == target
