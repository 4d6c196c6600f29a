"""Consents: recorded with their words, one living one a purpose, withdrawn at any time, by who may and once."""

import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, Consent
from growers.queries.consents import agreeing
from growers.tests.builders import make_coop, make_household, make_seat
from growers.tests.consents_builders import make_consent

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client, stand_still):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def household(seat):
    return make_household(seat.cooperative, "031", "Hoàng Thị Thuận")


def url(household, name="consent-new", *words):
    return reverse(name, args=[household.cooperative.slug, household.code, *words])


def typed(**values):
    facts = {"purpose": "public_name", "given_on": "01/09/2025", "how": "paper", "witness": "tủ 2"}
    return {"token": str(uuid.uuid4()), "wording": "Đồng ý.", **facts, **values}


def test_a_consent_is_recorded_once_and_withdrawn_once(client, seat, household):
    coop, facts = seat.cooperative, typed()
    assert [client.post(url(household), facts).status_code for _ in range(2)] == [302, 302]
    row = Consent.objects.of(coop).get()
    assert (row.purpose, row.wording, row.recorded_by) == ("public_name", "Đồng ý.", seat.user)
    assert list(agreeing(coop, "public_name")) == [household]
    page = client.get(url(household, "consent-list")).content.decode()
    assert "Đồng ý." in page and url(household, "consent-withdraw", row.pk) in page
    end = {"token": str(uuid.uuid4()), "withdrawn_on": "08/09/2025", "withdrawn_how": "gọi điện"}
    where = url(household, "consent-withdraw", row.pk)
    assert [client.post(where, end).status_code for _ in range(2)] == [302, 302]
    assert not agreeing(coop, "public_name").exists()
    again = client.post(where, {**end, "token": str(uuid.uuid4())})
    assert again.status_code == 200 and again.context["form"].errors
    verbs = [*AuditEntry.objects.of(coop).order_by("pk").values_list("verb", "label")]
    assert [verb for verb, _ in verbs] == ["consent recorded", "consent withdrawn"]
    assert not any("Thuận" in label for _, label in verbs)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"given_on": "09/09/2025"}, "given_on"), ({"wording": ""}, "wording"), ({"how": "guess"}, "how"),
        ({"purpose": ""}, "purpose"), ({"wording": "x" * 1001}, "wording"),
    ],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_records_nothing(client, seat, household, values, field):
    answer = client.post(url(household), typed(witness="tủ 3", **values))
    assert field in answer.context["form"].errors and "tủ 3" in answer.content.decode()
    assert not Consent.objects.of(seat.cooperative).exists()


def test_a_second_consent_to_the_same_waits_for_the_end_of_the_first(client, seat, household):
    first = make_consent(seat, household)
    answer = client.post(url(household), typed())
    assert "purpose" in answer.context["form"].errors
    early = {"token": str(uuid.uuid4()), "withdrawn_on": "31/12/2024"}
    answer = client.post(url(household, "consent-withdraw", first.pk), early)
    assert "withdrawn_on" in answer.context["form"].errors
    assert client.post(url(household), typed(purpose="messages")).status_code == 302


def test_others_find_nothing_and_readers_write_nothing(client, seat, household):
    row = make_consent(seat, household)
    names = [("consent-new",), ("consent-withdraw", row.pk)]
    client.force_login(make_seat(seat.cooperative, "accountant").user)
    assert [client.post(url(household, *name), typed()).status_code for name in names] == [403, 403]
    assert client.get(url(household, "consent-list")).status_code == 200
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert [client.post(url(household, *name), typed()).status_code for name in names] == [404, 404]
    assert client.get(url(household, "consent-list")).status_code == 404
    elsewhere = make_household(seat.cooperative, "032")
    client.force_login(seat.user)
    assert client.get(url(elsewhere, "consent-withdraw", row.pk)).status_code == 404
