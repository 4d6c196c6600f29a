"""One statement for a session, its user and the user's seats; and what ends each of them."""

import pytest
from django.urls import reverse

from growers.models import Membership, Session
from growers.queries.seats import seat_of
from growers.tests.builders import make_coop, make_seat, make_user

pytestmark = pytest.mark.django_db


def test_the_door_takes_one_statement(client, django_assert_num_queries):
    seat = make_seat(make_coop(), "packer")
    client.force_login(seat.user)
    page = reverse("household-new", args=["ngoc-hoang"])
    client.get(page)
    with django_assert_num_queries(1):
        assert client.get(page).status_code == 403


def test_a_user_with_two_seats_gets_the_one_of_the_address(client):
    seat = make_seat(make_coop(), "packer")
    Membership.objects.create(user=seat.user, cooperative=make_coop("an-phu"), role="director")
    client.force_login(seat.user)
    assert client.get(reverse("household-new", args=["ngoc-hoang"])).status_code == 403
    assert client.get(reverse("household-new", args=["an-phu"])).status_code == 200
    assert client.get(reverse("household-new", args=["elsewhere"])).status_code == 404


def test_an_inactive_seat_and_no_seat_open_nothing(client):
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    Membership.objects.filter(user=seat.user).update(is_active=False)
    assert client.get(reverse("household-list", args=["ngoc-hoang"])).status_code == 404
    client.force_login(make_user("nobody"))
    assert client.get(reverse("household-list", args=["ngoc-hoang"])).status_code == 404


def test_removing_a_user_ends_the_session_and_blocking_one_signs_out(client):
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    seat.user.is_active = False
    seat.user.save()
    assert client.get(reverse("household-list", args=["ngoc-hoang"])).status_code == 302
    user = make_user("brief")
    client.force_login(user)
    user.delete()
    assert not Session.objects.filter(user__username="brief").exists()


def test_the_loaded_user_is_whole(client, django_assert_num_queries):
    """Nothing of the rows that came with the session is asked for a second time."""
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    store = client.session
    store.load()
    with django_assert_num_queries(0):
        user = store.loaded_user
        assert (user, user.phone, user.date_joined) == (seat.user, seat.user.phone, seat.user.date_joined)
        found = seat_of(user, "ngoc-hoang")
        assert (found.role, found.cooperative.legal_name) == ("director", seat.cooperative.legal_name)
        assert found.role_label == seat.role_label
