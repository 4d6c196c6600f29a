"""Certification marks and licences as they are read and written."""

import datetime as dt

import pytest

from growers.actions.reference import load_reference
from growers.models import AuditEntry, CertificationMark, MarkLicence
from growers.queries.marks import marks_of
from growers.tests.builders import make_coop, make_seat
from growers.tests.permits_builders import make_licence
from growers.tests.permits_forms import at, licence_typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


def test_a_licence_is_added_once(client, coop, field):
    facts = licence_typed(coop)
    assert [client.post(at("licence-new", coop), facts).status_code for _ in range(2)] == [302, 302]
    row = MarkLicence.objects.of(coop).get()
    assert (row.holder, row.quota_g, row.valid_to) == ("", 500_000_000, dt.date(2027, 1, 1))
    assert AuditEntry.objects.of(coop).get().verb == "mark licence added"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"decision_no": ""}, "decision_no"),
        ({"mark": "987654"}, "mark"),
        ({"valid_to": "01/01/2025"}, "valid_to"),
        ({"valid_from": "x"}, "valid_from"),
        ({"quota_g": "-5"}, "quota_g"),
    ],
)
def test_a_bad_licence_keeps_what_was_typed(client, coop, field, values, name):
    answer = client.post(at("licence-new", coop), licence_typed(coop, note="ghi chú", **values))
    assert answer.status_code == 200 and name in answer.context["form"].errors
    assert answer.context["form"]["note"].value() == "ghi chú"
    assert not MarkLicence.objects.of(coop).exists()


def test_a_licence_changes_and_a_stale_save_shows_both(client, coop, field):
    row = make_licence(coop)
    url = at("licence-edit", coop, row.pk)
    assert client.post(url, licence_typed(coop, quota_g="", version=1)).status_code == 302
    assert client.post(url, licence_typed(coop, holder="HTX khác", version=1)).context["form"].conflict
    row.refresh_from_db()
    assert (row.decision_no, row.quota_g, row.holder) == ("12/QĐ-HND", None, "")


def test_odd_days_are_said_and_do_not_stop(client, coop, field):
    make_licence(coop, "QĐ-00", valid_to=dt.date(2026, 1, 1))
    facts = licence_typed(coop, valid_to="01/01/2035")
    answer = client.post(at("licence-new", coop), facts, follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "QĐ-00" in said and "01/08/2034" in said and MarkLicence.objects.of(coop).count() == 2


def test_the_list_has_own_licences_first_and_says_when_there_is_none(client, coop, field):
    make_licence(coop, "QĐ-02", holder="HTX Bình Thuận")
    (mark,) = client.get(at("mark-list", coop)).context["rows"]
    assert mark["own"] is False
    make_licence(coop, "QĐ-01", valid_to=dt.date(2025, 9, 8))
    (mark,) = client.get(at("mark-list", coop)).context["rows"]
    assert mark["own"] and [(row["number"], row["state"]["mark"]) for row in mark["licences"]] == [
        ("QĐ-01", "✕"),
        ("QĐ-02", "✓"),
    ]


def test_the_rule_gets_only_the_co_operative_s_own_licences(coop):
    make_licence(coop, "QĐ-01")
    make_licence(coop, "QĐ-02", holder="HTX Bình Thuận")
    make_licence(make_coop("an-phu"), "QĐ-03")
    (mark,) = marks_of(coop)
    assert (mark.crop, mark.province, [one.decision_no for one in mark.licences]) == ("dragon_fruit", "14", ["QĐ-01"])
    assert marks_of(coop, 987654) == []


def test_a_licence_has_a_page_with_history(client, coop, field):
    row = make_licence(coop)
    assert client.get(at("licence-page", coop, row.pk)).context["documents"]["add"]
    assert client.get(at("licence-page", coop, row.pk), {"tab": "history"}).context["tab"] == "history"


def test_strangers_and_readers_write_nothing(client, coop):
    row, theirs = make_licence(coop), make_coop("an-phu")
    client.force_login(make_seat(theirs, "director").user)
    for name in ("licence-page", "licence-edit"):
        assert client.get(at(name, coop, row.pk)).status_code == 404
        assert client.get(at(name, theirs, row.pk)).status_code == 404
    client.force_login(make_seat(coop, "sales").user)
    assert client.post(at("licence-new", coop), licence_typed(coop)).status_code == 403
    assert client.get(at("licence-page", coop, row.pk)).status_code == 200


def test_the_list_costs_the_same_however_many_hold_licences(client, coop, field, django_assert_max_num_queries):
    make_licence(coop, "QĐ-00")
    url = at("mark-list", coop)
    client.get(url)
    with django_assert_max_num_queries(4) as few:
        client.get(url)
    for number in range(40):
        make_licence(coop, f"QĐ-{number + 1}", holder=f"HTX {number}")
    with django_assert_max_num_queries(4) as many:
        client.get(url)
    assert len(few) == len(many)


@pytest.mark.django_db(transaction=True)
def test_the_mark_ships_with_the_project_and_an_edit_of_it_stays():
    load_reference()
    mark = CertificationMark.objects.get()
    assert (mark.name_vi, mark.province_code, mark.commodity.code) == ("Thanh long Sơn La", "14", "dragon_fruit")
    CertificationMark.objects.update(owner="Hội Nông dân tỉnh Sơn La", certificate_no="8/2024")
    assert load_reference()["certificationmark"] == 1
    assert CertificationMark.objects.get().certificate_no == "8/2024"
