"""Households as people use them: the list, the page and the form, for members, readers and strangers."""

import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, Household
from growers.tests.builders import make_coop, make_household, make_plot, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


def typed(coop, **values):
    household = {
        "token": str(uuid.uuid4()), "code": "012", "name": "  Nguyễn  Thành Liêm ", "kind": "linked",
        "commune": coop.commune_id, "village": "tiểu khu 7", "phone": "0912 345 678",
    }  # fmt: skip
    return {**household, **values}


def test_a_household_is_added_tidily_and_audited(client, coop, director):
    answer = client.post(reverse("household-new", args=[coop.slug]), typed(coop))
    assert answer.status_code == 302, answer.context["form"].errors
    household = Household.objects.of(coop).get()
    assert (household.name, household.phone) == ("Nguyễn Thành Liêm", "+84912345678")
    assert AuditEntry.objects.of(coop).get().verb == "household registered"


def test_the_same_token_adds_once_and_another_body_is_refused(client, coop, director):
    url = reverse("household-new", args=[coop.slug])
    facts = typed(coop)
    assert client.post(url, facts).status_code == 302
    assert client.post(url, facts).status_code == 302
    assert Household.objects.of(coop).count() == 1
    answer = client.post(url, {**facts, "code": "013", "name": "Lò Văn Đức", "phone": "", "confirm_twin": "on"})
    assert answer.status_code == 409
    assert Household.objects.of(coop).count() == 1


def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, director):
    answer = client.post(reverse("household-new", args=[coop.slug]), typed(coop, phone="12", joined_on="31/02/2025"))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert {"phone", "joined_on"} <= set(form.errors)
    assert "31/02/2025" in answer.content.decode()
    assert not Household.objects.of(coop).exists()


def test_a_stale_save_shows_both_versions(client, coop, director):
    household = make_household(coop, "012", "Nguyễn Thành Liêm")
    url = reverse("household-edit", args=[coop.slug, "012"])
    fresh = typed(coop, version=household.version, village="bản A")
    assert client.post(url, fresh).status_code == 302
    answer = client.post(url, {**fresh, "village": "bản B"})
    assert answer.status_code == 200
    assert ("Village", "bản B", "bản A") in [tuple(map(str, row)) for row in answer.context["form"].conflict] or any(
        row[1:] == ("bản B", "bản A") for row in answer.context["form"].conflict
    )
    assert Household.objects.of(coop).get().village == "bản A"


@pytest.mark.parametrize("words", ["012", "liem", "nguyen thanh", "5678", "ta hoc", "tieu khu"])
def test_search_finds_by_code_name_phone_and_commune(client, coop, director, words):
    make_household(coop, "012", "Nguyễn Thành Liêm", phone="+84912345678", village="tiểu khu 7")
    make_household(coop, "999", "Bùi Văn Én", commune=coop.commune, village="x", alias="")
    answer = client.get(reverse("household-list", args=[coop.slug]), {"search": words})
    assert "Nguyễn Thành Liêm" in answer.content.decode()


def test_a_reader_may_not_add_and_a_stranger_finds_nothing(client, coop):
    reader = make_seat(coop, "controller")
    client.force_login(reader.user)
    assert client.get(reverse("household-list", args=[coop.slug])).status_code == 200
    assert client.post(reverse("household-new", args=[coop.slug]), typed(coop)).status_code == 403
    stranger = make_seat(make_coop("an-phu"), "director")
    client.force_login(stranger.user)
    assert client.get(reverse("household-list", args=[coop.slug])).status_code == 404
    assert client.post(reverse("household-new", args=[coop.slug]), typed(coop)).status_code == 404


def test_the_list_costs_the_same_at_3_rows_and_at_60(client, coop, director, django_assert_max_num_queries):
    for _ in range(3):
        make_plot(make_household(coop))
    client.get(reverse("household-list", args=[coop.slug]))  # the first request notes when the session was seen
    with django_assert_max_num_queries(8) as few:
        client.get(reverse("household-list", args=[coop.slug]))
    for _ in range(57):
        make_plot(make_household(coop))
    with django_assert_max_num_queries(8) as many:
        client.get(reverse("household-list", args=[coop.slug]))
    assert len(few) == len(many)
