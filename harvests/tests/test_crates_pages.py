"""Crates as people use them: a tare from a day on, one usual crate, and the tare that loads were weighed with."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_seat
from growers.wording import WORDING
from harvests.models import CrateType
from harvests.queries.crates import crates_on
from harvests.rules.crates import CODES, judge_crate
from harvests.tests.builders import make_crate, make_scale, make_ticket

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


def typed(**values):
    crate = {"code": "n2", "name": "Sọt nhựa", "tare_g": "2,05", "valid_from": "8/9", "is_default": "on"}
    return {"token": str(uuid.uuid4()), **crate, **values}


def new(coop):
    return reverse("crate-new", args=[coop.slug])


def test_a_tare_is_noted_from_a_day_on(client, coop, director):
    make_crate(coop, tare_g=2_000)
    answer = client.post(new(coop), typed())
    assert answer.status_code == 302, answer.context["form"].errors
    assert [crate.tare_g for crate in crates_on(coop, TODAY - dt.timedelta(days=1))] == [2_000]
    assert [(crate.code, crate.tare_g) for crate in crates_on(coop, TODAY)] == [("N2", 2_050)]
    assert AuditEntry.objects.of(coop).get().verb == "crate tare noted"
    assert "2,05 kg" in client.get(reverse("crate-list", args=[coop.slug])).content.decode()


def test_one_crate_is_the_usual_one(client, coop, director):
    make_crate(coop, "N2")
    assert client.post(new(coop), typed(code="T1", name="Thùng xốp")).status_code == 302
    assert [(crate.code, crate.is_default) for crate in crates_on(coop, TODAY)] == [("T1", True), ("N2", False)]


def test_a_slip_of_the_same_day_is_put_right_until_it_was_used(client, coop, director):
    make_scale(director)
    make_household(coop, "012")
    assert client.post(new(coop), typed(tare_g="20")).status_code == 302
    assert client.post(new(coop), typed(tare_g="2")).status_code == 302
    assert CrateType.objects.of(coop).get(valid_from=TODAY).tare_g == 2_000
    make_ticket(director, "012")
    answer = client.post(new(coop), typed(tare_g="3"))
    assert [*answer.context["form"].errors] == ["valid_from"]
    assert CrateType.objects.of(coop).get(valid_from=TODAY).tare_g == 2_000


def test_the_same_token_notes_once_and_another_body_is_refused(client, coop, director):
    facts = typed()
    assert client.post(new(coop), facts).status_code == 302
    assert client.post(new(coop), facts).status_code == 302
    assert AuditEntry.objects.of(coop).count() == 1
    assert client.post(new(coop), {**facts, "tare_g": "3"}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"tare_g": "nặng"}, "tare_g"),
        ({"tare_g": "0"}, "tare_g"),
        ({"tare_g": "20,01"}, "tare_g"),
        ({"valid_from": "8/9/2052"}, "valid_from"),
        ({"code": "dài quá dài"}, "code"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, director, wrong, where):
    answer = client.post(new(coop), typed(**wrong))
    assert answer.status_code == 200
    assert [*answer.context["form"].errors] == [where]
    assert all(f'value="{value}"' in answer.content.decode() for value in wrong.values())
    assert not CrateType.objects.of(coop).exists()


def test_a_known_crate_is_filled_in(client, coop, director):
    make_crate(coop, "N2", 2_150)
    assert 'value="2,15"' in client.get(new(coop), {"code": "N2"}).content.decode()
    assert client.get(new(coop), {"code": "no such"}).status_code == 200


def test_a_reader_reads_and_a_stranger_finds_nothing(client, coop):
    listed = reverse("crate-list", args=[coop.slug])
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(listed).status_code == 200
    assert client.post(new(coop), typed()).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for url in (listed, new(coop)):
        assert client.get(url).status_code == 404
        assert client.post(url, typed()).status_code == 404
    assert not CrateType.objects.of(coop).exists()


def test_the_list_costs_the_same_at_2_tares_and_at_30(client, coop, director, django_assert_max_num_queries):
    url = reverse("crate-list", args=[coop.slug])
    make_crate(coop)
    client.get(url)
    with django_assert_max_num_queries(6) as few:
        client.get(url)
    for day in range(1, 30):
        make_crate(coop, valid_from=dt.date(2025, 6, day))
    with django_assert_max_num_queries(6) as many:
        client.get(url)
    assert len(few) == len(many)


def test_what_is_refused_of_a_tare():
    assert judge_crate(20_000, TODAY, today=TODAY, used=False).allowed
    assert judge_crate(0, TODAY, today=TODAY, used=True).codes == ("crate_tare_missing", "crate_used_today")
    assert judge_crate(20_001, TODAY, today=TODAY, used=False).codes == ("crate_tare_heavy",)
    far = TODAY + dt.timedelta(days=367)
    assert judge_crate(2_000, far, today=TODAY, used=False).codes == ("crate_far_ahead",)


def test_every_code_has_its_sentence():
    assert set(CODES) <= WORDING.keys()
