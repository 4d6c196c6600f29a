"""Signing in and staying in: pauses after wrong passwords, nothing told about who exists, sessions that end in time."""

import re
from importlib import import_module

import pytest
from django.conf import settings as configured
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory
from django.urls import reverse

from coopsite import clock
from growers.models import Membership, Session, User
from growers.sign_in import BEGAN, KEPT, SEEN, client_address
from growers.tests.builders import PASSWORD, make_coop, make_seat, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def lan():
    return make_user("lan.ngoc-hoang", phone="+84912345678", last_name="Lò Thị Lan")


def send(client, username, password="wrong", address="10.0.0.1", **more):
    return client.post(LOGIN, {"username": username, "password": password, **more}, REMOTE_ADDR=address)


def is_in(client) -> bool:
    return client.get("/").status_code == 200


# --- wrong passwords --------------------------------------------------------------------------------------------------


def test_a_pause_follows_too_many_wrong_passwords_even_for_the_right_one(client, lan, settings):
    settings.AXES_FAILURE_LIMIT = 3
    assert [send(client, lan.username).status_code for _ in range(3)] == [200, 200, 429]
    assert send(client, lan.username, PASSWORD).status_code == 429
    assert not is_in(client)


def test_a_stranger_elsewhere_locks_nobody_out(client, lan, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(5):
        send(Client(), lan.username, address="203.0.113.9")
    assert send(client, lan.username, PASSWORD).status_code == 302
    assert is_in(client)


def test_one_s_own_success_starts_the_count_again(client, lan, settings):
    settings.AXES_FAILURE_LIMIT = 3
    for _ in range(3):
        assert [send(client, lan.username).status_code for _ in range(2)] == [200, 200]
        assert send(client, lan.username, PASSWORD).status_code == 302
        client.logout()


SPELLINGS = ["0912345678", "0912 345 678", "0912.345.678", "+84912345678", "+84 912 345 678", "0084912345678",
             " 0912345678 ", "09 12 34 56 78", "lan.ngoc-hoang", " lan.ngoc-hoang", "lan.ngoc-hoang\u200b"]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_however_the_name_is_written_it_is_one_account(client, lan, settings, spelling):
    settings.AXES_FAILURE_LIMIT = 3
    assert send(Client(), spelling, PASSWORD).status_code == 302
    others = [other for other in SPELLINGS if other != spelling][:3]
    assert [send(client, other).status_code for other in others] == [200, 200, 429]
    assert send(client, spelling, PASSWORD).status_code == 429


def test_a_number_nobody_has_is_paused_like_one_that_somebody_has(client, lan, settings):
    settings.AXES_FAILURE_LIMIT = 3
    unknown = ["0987654321", "0987 654 321", "+84987654321", "0987.654.321"]
    assert [send(client, name).status_code for name in unknown] == [200, 200, 429, 429]


def test_trying_many_names_from_one_address_is_slowed_too(client, lan, settings):
    settings.AXES_FAILURE_LIMIT, settings.LOGIN_ADDRESS_LIMIT = 3, 6
    assert [send(client, f"name{number}").status_code for number in range(7)] == [200] * 5 + [429] * 2
    assert send(client, lan.username, PASSWORD).status_code == 429
    assert send(Client(), lan.username, PASSWORD, address="10.0.0.2").status_code == 302


def text_of(answer, name: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", answer.content.decode()).replace(name, "")


def test_nobody_learns_who_has_a_sign_in(client, lan, settings):
    settings.AXES_FAILURE_LIMIT = 3
    make_user("closed.ngoc-hoang", is_active=False)
    told = []
    for name in (lan.username, "nobody.ngoc-hoang", "closed.ngoc-hoang", "0912345678", "0987654321"):
        password = PASSWORD if name.startswith("closed") else "wrong"
        answers = [send(Client(), name, password, address=f"10.1.1.{len(told)}") for _ in range(4)]
        told.append([(answer.status_code, text_of(answer, name)) for answer in answers])
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
    assert all(answers == told[0] for answers in told)


def test_an_unknown_name_costs_as_much_reckoning_as_a_known_one(client, lan, monkeypatch):
    """The hash is reckoned for names that nobody has, so that the time of an answer tells nothing."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    reckoned = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: reckoned.append(1) or encode(self, *a))
    counts = []
    for name in (lan.username, "nobody", "0987654321"):
        reckoned.clear()
        send(Client(), name)
        counts.append(len(reckoned))
    assert counts == [1, 1, 1]


@pytest.mark.parametrize("typed", [{}, {"username": "\0"}, {"username": "x" * 5000}, {"username": "lan\r\nX: y"}])
def test_odd_names_are_wrong_names(client, typed):
    answer = client.post(LOGIN, {"username": "", "password": "x", **typed})
    assert answer.status_code == 200
    assert answer.context["form"].errors


# --- sessions ---------------------------------------------------------------------------------------------------------


def age(client, **marks):
    session = client.session
    session.update(marks)
    session.save()


def test_the_session_s_number_changes_at_sign_in_and_dies_at_sign_out(client, lan):
    planted = import_module(configured.SESSION_ENGINE).SessionStore()
    planted["planted"] = "by a stranger"
    planted.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = planted.session_key
    assert send(client, lan.username, PASSWORD).status_code == 302
    number = client.session.session_key
    assert number != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()
    assert Session.objects.get(session_key=number).user == lan
    client.post(reverse("logout"))
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = number
    assert not is_in(thief)


def test_the_cookie_is_for_the_browser_s_session_unless_kept(client, lan):
    send(client, lan.username, PASSWORD)
    cookie = client.cookies[configured.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["domain"]) == (True, "Lax", "", "")
    kept = Client()
    send(kept, lan.username, PASSWORD, keep="on")
    assert kept.cookies[configured.SESSION_COOKIE_NAME]["max-age"] == configured.SESSION_KEPT_AGE
    assert kept.cookies["csrftoken"]["httponly"] if "csrftoken" in kept.cookies else True


def test_an_idle_session_ends(client, lan):
    now = int(clock.real_now().timestamp())
    send(client, lan.username, PASSWORD)
    assert is_in(client)
    age(client, **{SEEN: now - configured.SESSION_COOKIE_AGE + 60})
    assert is_in(client)
    age(client, **{SEEN: now - configured.SESSION_COOKIE_AGE - 60})
    assert not is_in(client)
    assert SESSION_KEY not in client.session


def test_a_kept_session_may_idle_longer_but_no_session_lives_for_ever(client, lan):
    now = int(clock.real_now().timestamp())
    send(client, lan.username, PASSWORD, keep="on")
    assert client.session[KEPT]
    age(client, **{SEEN: now - configured.SESSION_COOKIE_AGE - 60})
    assert is_in(client)
    age(client, **{SEEN: now, BEGAN: now - configured.SESSION_ABSOLUTE_AGE - 60})
    assert not is_in(client)


def test_a_frozen_demonstration_day_does_not_stop_the_limits(client, lan, stand_still):
    stand_still("2025-09-08")
    now = int(clock.real_now().timestamp())
    send(client, lan.username, PASSWORD)
    age(client, **{SEEN: now - configured.SESSION_COOKIE_AGE - 60})
    assert not is_in(client)


def test_a_closed_or_removed_person_is_out_at_the_next_request(client, lan):
    client.force_login(lan)
    assert is_in(client)
    User.objects.filter(pk=lan.pk).update(is_active=False)
    assert not is_in(client)
    gone = make_user("gone")
    client.force_login(gone)
    assert is_in(client)
    gone.delete()
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, lan):
    send(client, lan.username, PASSWORD)
    elsewhere = Client()
    send(elsewhere, lan.username, PASSWORD)
    new = "another long password"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("password_change"), {**typed, "old_password": "wrong"}).status_code == 200
    assert client.post(reverse("password_change"), typed).status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)
    assert send(elsewhere, lan.username, PASSWORD).status_code == 200
    assert send(elsewhere, lan.username, new).status_code == 302


@pytest.mark.parametrize("weak", ["short", "password1234", "lan.ngoc-hoang"])
def test_a_weak_password_is_refused(client, lan, weak):
    client.force_login(lan)
    typed = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    answer = client.post(reverse("password_change"), typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_two_people_at_one_browser_do_not_share(client, lan):
    seat = make_seat(make_coop(), "clerk")
    send(client, lan.username, PASSWORD)
    age(client, private="of Lan")
    client.post(reverse("logout"))
    send(client, seat.user.username, PASSWORD)
    assert "private" not in client.session
    assert Membership.objects.get(user_id=client.session[SESSION_KEY]).cooperative == seat.cooperative


# --- whose address ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trusted", "told", "believed"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (0, "", "9.9.9.9"),
        (1, "", "9.9.9.9"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (1, "6.6.6.6,5.5.5.5 , 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "9.9.9.9"),
        (1, "unknown", "9.9.9.9"),
        (1, "6.6.6.6, <script>", "9.9.9.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, ", ,", "9.9.9.9"),
    ],
)
def test_the_address_is_what_our_own_proxies_say(settings, trusted, told, believed):
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", headers={"x-forwarded-for": told})
    assert client_address(request) == believed


def test_a_forged_address_buys_no_guesses(client, lan, settings):
    settings.AXES_FAILURE_LIMIT, settings.TRUSTED_PROXIES = 3, 1
    answers = [
        client.post(
            LOGIN,
            {"username": lan.username, "password": "wrong"},
            REMOTE_ADDR="127.0.0.1",
            headers={"x-forwarded-for": f"6.6.6.{number}, 1.1.1.1"},
        ).status_code
        for number in range(4)
    ]
    assert answers == [200, 200, 429, 429]
