"""Settings as people use them: what holds today, a new value from a day on, and who may give it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.actions.settings import set_setting
from growers.forms.settings import NAMES
from growers.models import AuditEntry, Setting
from growers.queries.settings import settings_on
from growers.rules.settings import SETTINGS
from growers.tests.builders import make_coop, make_seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def admin(coop, client):
    seat = make_seat(coop, "admin")
    client.force_login(seat.user)
    return seat


def typed(**values):
    return {"token": str(uuid.uuid4()), "value": "250", "valid_from": "8/9", "note": "cân mới", **values}


def edit(coop, key="scale_capacity_g"):
    return reverse("setting-edit", args=[coop.slug, key])


def test_every_setting_has_a_name_and_a_stored_key():
    assert NAMES.keys() == SETTINGS.keys() == set(Setting.Key.values)


def test_a_value_holds_from_its_day_on_and_not_before(client, coop, admin):
    answer = client.post(edit(coop), typed(valid_from="10/09/2025"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert settings_on(coop, dt.date(2025, 9, 9))["scale_capacity_g"] == 300_000
    assert settings_on(coop, dt.date(2025, 9, 10))["scale_capacity_g"] == 250_000
    assert AuditEntry.objects.of(coop).get().verb == "setting changed"
    page = client.get(reverse("setting-list", args=[coop.slug])).content.decode()
    assert "250 kg" in page
    assert "10/09/2025" in page


def test_the_newest_value_of_the_past_holds(coop, admin):
    for day, value in ((1, 100_000), (5, 200_000), (20, 300_000)):
        set_setting(admin, key="scale_capacity_g", value=value, valid_from=dt.date(2025, 9, day))
    assert settings_on(coop, clock.today())["scale_capacity_g"] == 200_000


def test_settings_of_a_day_are_one_statement_and_of_one_cooperative(coop, admin, django_assert_num_queries):
    other = make_seat(make_coop("an-phu"), "admin")
    set_setting(other, key="default_crates", value=9, valid_from=dt.date(2025, 9, 1))
    with django_assert_num_queries(1):
        assert settings_on(coop, clock.today())["default_crates"] == 4


def test_the_same_day_again_replaces_the_value(client, coop, admin):
    assert client.post(edit(coop), typed()).status_code == 302
    assert client.post(edit(coop), typed(value="260")).status_code == 302
    assert Setting.objects.of(coop).get().value == 260_000


def test_the_same_token_sets_once_and_another_body_is_refused(client, coop, admin):
    facts = typed()
    assert client.post(edit(coop), facts).status_code == 302
    assert client.post(edit(coop), facts).status_code == 302
    assert AuditEntry.objects.of(coop).count() == 1
    assert client.post(edit(coop), {**facts, "value": "240"}).status_code == 409
    assert Setting.objects.of(coop).get().value == 250_000


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("scale_capacity_g", "5", "value"),
        ("scale_capacity_g", "1.234", "value"),
        ("crate_low_g", "30", "value"),
        ("undo_minutes", "99999", "value"),
        ("cash_limit_vnd", "abc", "value"),
        ("scale_capacity_g", "", "value"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, admin, key, value, field):
    answer = client.post(edit(coop, key), typed(value=value))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert f'value="{value}"' in answer.content.decode() or not value
    assert not Setting.objects.of(coop).exists()


def test_a_far_day_is_refused_next_to_the_day(client, coop, admin):
    answer = client.post(edit(coop), typed(valid_from="08/09/2052"))
    assert [*answer.context["form"].errors] == ["valid_from"]


def test_percentages_may_pass_a_hundred(client, coop, admin):
    assert client.post(edit(coop, "day_multiple_bp"), typed(value="350 %")).status_code == 302
    assert settings_on(coop, clock.today())["day_multiple_bp"] == 35_000


def test_a_reader_reads_and_a_stranger_finds_nothing(client, coop):
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(reverse("setting-list", args=[coop.slug])).status_code == 200
    assert client.post(edit(coop), typed()).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "admin").user)
    assert client.get(reverse("setting-list", args=[coop.slug])).status_code == 404
    assert client.post(edit(coop), typed()).status_code == 404
    assert not Setting.objects.of(coop).exists()


def test_an_unknown_setting_is_not_found(client, coop, admin):
    assert client.get(edit(coop, "no_such_setting")).status_code == 404


def test_the_list_costs_the_same_however_many_values_there_are(client, coop, admin, django_assert_max_num_queries):
    url = reverse("setting-list", args=[coop.slug])
    client.get(url)
    with django_assert_max_num_queries(6) as few:
        client.get(url)
    for day in range(1, 8):
        set_setting(admin, key="default_crates", value=day, valid_from=dt.date(2025, 9, day))
    with django_assert_max_num_queries(6) as many:
        client.get(url)
    assert len(few) == len(many)
