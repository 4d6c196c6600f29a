"""Certificates, their plots and bodies as they are written."""

import datetime as dt

import pytest

from growers.models import AuditEntry, Certificate, CertificatePlot, CertificationBody, Commodity, Variety
from growers.queries.eligibility import plot_facts
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.permits_builders import GGN, certify, make_body, make_certificate, make_house
from growers.tests.permits_forms import at, certificate_typed, errors, joining, leaving, sent

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


@pytest.fixture
def row(coop):
    return make_certificate(coop)


def test_a_certificate_is_added_once_as_printed(client, coop, field):
    facts = certificate_typed(coop)
    assert [client.post(at("certificate-new", coop), facts).status_code for _ in range(2)] == [302, 302]
    row = Certificate.objects.of(coop).get()
    assert (row.number, row.valid_to, row.scope_m2) == ("VietGAP-TT-14-001", dt.date(2027, 1, 1), 125_000)
    assert AuditEntry.objects.of(coop).get().verb == "certificate added"
    assert client.post(at("certificate-new", coop), {**facts, "number": "other"}).status_code == 409


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"number": ""}, "number"),
        ({"scheme": "gap"}, "scheme"),
        ({"valid_to": "31/12/2024"}, "valid_to"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"scheme": "globalgap"}, "ggn"),
        ({"scheme": "globalgap", "ggn": "4049929999993"}, "ggn"),
        ({"scheme": "house"}, "house"),
        ({"body": "987654"}, "body"),
        ({"scope_m2": "many"}, "scope_m2"),
    ],
)
def test_a_bad_certificate_keeps_what_was_typed(client, coop, field, values, name):
    answer = client.post(at("certificate-new", coop), certificate_typed(coop, **values))
    form = answer.context["form"]
    assert answer.status_code == 200 and name in form.errors
    assert form["responsible"].value() == "Lò Văn Đức"
    assert not Certificate.objects.of(coop).exists()


def test_a_ggn_may_be_typed_with_spaces_and_a_long_life_is_said(client, coop, field):
    facts = certificate_typed(coop, scheme="globalgap", ggn="404992 999999 2", valid_to="01/01/2027")
    answer = client.post(at("certificate-new", coop), facts, follow=True)
    assert Certificate.objects.of(coop).get().ggn == GGN
    assert any("16" in str(message) for message in answer.context["messages"])


def test_a_number_is_there_once_in_a_scheme(client, coop, field, row):
    answer = client.post(at("certificate-new", coop), certificate_typed(coop, number=row.number))
    assert answer.status_code == 200 and answer.context["form"].errors
    again = certificate_typed(coop, number=row.number, scheme="organic")
    assert client.post(at("certificate-new", coop), again).status_code == 302


def test_bodies_and_houses_of_others_are_no_choice(client, coop, field):
    theirs = make_coop("an-phu")
    facts = certificate_typed(coop, scheme="house", body=make_body(theirs).pk, house=make_house(theirs).pk)
    form = client.post(at("certificate-new", coop), facts).context["form"]
    assert {"body", "house"} <= form.errors.keys()


def test_a_certificate_changes_and_a_stale_save_shows_both(client, coop, field, row):
    url = at("certificate-edit", coop, row.pk)
    facts = certificate_typed(coop, number="NEW-1", version=1)
    assert client.post(url, facts).status_code == 302
    row.refresh_from_db()
    assert (row.number, row.version) == ("NEW-1", 2)
    answer = client.post(url, certificate_typed(coop, number="NEW-2", version=1))
    assert answer.status_code == 200
    assert ("NEW-2", "NEW-1") in [(mine, theirs) for _label, mine, theirs in answer.context["form"].conflict]
    assert client.post(url, certificate_typed(coop, number="", version=2)).context["form"].errors


def test_what_plots_are_under_keeps_its_crop(client, coop, field, row):
    lychee = Commodity.objects.create(
        code="lychee", name_vi="Vải", name_en="Lychee", botanical="Litchi", expected_yield_kg_per_ha=7_000
    )
    facts = certificate_typed(coop, commodity=lychee.pk, version=1)
    certify(row, make_plot(make_household(coop)))
    answer = client.post(at("certificate-edit", coop, row.pk), facts)
    assert "__all__" in answer.context["form"].errors
    assert Certificate.objects.of(coop).get().commodity_id == coop.commodity_id
    CertificatePlot.objects.of(coop).delete()
    assert client.post(at("certificate-edit", coop, row.pk), facts).status_code == 302


def test_a_certificate_is_withdrawn_with_a_reason_and_covers_nothing_from_then(client, coop, field, row):
    plot = make_plot(make_household(coop))
    certify(row, plot)
    url = at("certificate-withdraw", coop, row.pk)
    facts = sent(version=1, withdrawn_on="01/09/2025", reason="vi phạm")
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    row.refresh_from_db()
    assert (row.withdrawn_on, row.withdrawn_reason, row.version) == (dt.date(2025, 9, 1), "vi phạm", 2)
    (scope,) = plot_facts(coop)[plot.pk].scopes
    assert scope.period == (dt.date(2025, 1, 1), dt.date(2025, 9, 1))
    assert AuditEntry.objects.of(coop).get().verb == "certificate withdrawn"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"reason": ""}, "reason"),
        ({"withdrawn_on": "31/12/2024"}, "withdrawn_on"),
        ({"withdrawn_on": "02/01/2027"}, "withdrawn_on"),
        ({"withdrawn_on": "x"}, "withdrawn_on"),
        ({"version": "7"}, "__all__"),
    ],
)
def test_a_bad_withdrawal_keeps_what_was_typed(client, coop, field, row, values, name):
    facts = sent(**{"version": 1, "withdrawn_on": "01/09/2025", "reason": "vi phạm", **values})
    answer = client.post(at("certificate-withdraw", coop, row.pk), facts)
    assert answer.status_code == 200 and name in answer.context["form"].errors
    assert answer.context["form"]["withdrawn_on"].value() == facts["withdrawn_on"]
    row.refresh_from_db()
    assert row.withdrawn_on is None


def test_many_plots_join_at_once_and_once(client, coop, field, row):
    plots = [make_plot(make_household(coop)) for _ in range(3)]
    facts = joining(*plots)
    url = at("certificate-join", coop, row.pk)
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    members = CertificatePlot.objects.of(coop)
    assert {(m.plot_id, m.valid_from) for m in members} == {(plot.pk, dt.date(2025, 9, 1)) for plot in plots}
    assert AuditEntry.objects.of(coop).get().details["plots"] == sorted(plot.code for plot in plots)


def test_what_cannot_join_is_named_and_ticks_stay(client, coop, field, row):
    lychee = Commodity.objects.create(
        code="lychee", name_vi="Vải", name_en="Lychee", botanical="Litchi", expected_yield_kg_per_ha=7_000
    )
    variety = Variety.objects.create(commodity=lychee, code="thieu", name_vi="Thiều", name_en="Thieu")
    other = make_plot(make_household(coop, "001"), variety=variety)
    inside, free = make_plot(make_household(coop, "002")), make_plot(make_household(coop, "003"))
    certify(row, inside)
    answer = client.post(at("certificate-join", coop, row.pk), joining(other, inside, free))
    said = errors(answer.context["form"])["__all__"]
    assert "001-1" in said and "002-1" in said and "003-1" not in said
    assert [r["checked"] for r in answer.context["rows"]] == [True]
    early = client.post(at("certificate-join", coop, row.pk), joining(free, valid_from="31/12/2024"))
    assert "valid_from" in early.context["form"].errors
    assert CertificatePlot.objects.of(coop).count() == 1


def test_plots_of_others_are_no_choice_and_houses_cover_none(client, coop, field, row):
    theirs = make_plot(make_household(make_coop("an-phu"), "001"))
    assert "plots" in client.post(at("certificate-join", coop, row.pk), joining(theirs)).context["form"].errors
    of_house = make_certificate(coop, "PH-1", scheme="house", house=make_house(coop))
    answer = client.post(at("certificate-join", coop, of_house.pk), joining(make_plot(make_household(coop))))
    assert "__all__" in answer.context["form"].errors
    assert not CertificatePlot.objects.of(coop).exists()


def test_candidates_are_free_plots_of_the_crop_those_without_a_certificate_first(client, coop, field, row):
    taken, free, inside = (make_plot(make_household(coop, number)) for number in ("001", "002", "003"))
    gone = make_plot(make_household(coop, "004"))
    make_plot(make_household(coop, "005"), status="retired")
    certify(make_certificate(coop, "OTHER"), taken)
    withdrawn = make_certificate(coop, "GONE", withdrawn_on=dt.date(2025, 9, 1), withdrawn_reason="x")
    certify(withdrawn, gone)
    certify(row, inside)
    rows = client.get(at("certificate-join", coop, row.pk)).context["rows"]
    assert [(r["code"], r["other"]) for r in rows] == [(free.code, ""), (gone.code, ""), (taken.code, "OTHER")]


def test_plots_leave_on_a_day_once(client, coop, field, row):
    stays, goes = make_plot(make_household(coop)), make_plot(make_household(coop))
    certify(row, stays, goes)
    facts = leaving(CertificatePlot.objects.of(coop).get(plot=goes))
    url = at("certificate-leave", coop, row.pk)
    assert [client.post(url, facts).status_code for _ in range(2)] == [302, 302]
    assert CertificatePlot.objects.of(coop).get(plot=goes).valid_to == dt.date(2025, 9, 8)
    assert CertificatePlot.objects.of(coop).get(plot=stays).valid_to is None
    assert client.get(url).status_code == 302


def test_a_bad_leave_keeps_its_ticks(client, coop, field, row):
    certify(row, make_plot(make_household(coop, "012")), valid_from=dt.date(2025, 9, 8))
    member = CertificatePlot.objects.of(coop).get()
    answer = client.post(at("certificate-leave", coop, row.pk), leaving(member))
    assert "012-1" in errors(answer.context["leave_form"])["__all__"]
    assert [shown["checked"] for shown in answer.context["members"]] == [True]
    url = at("certificate-leave", coop, make_certificate(coop, "OTHER").pk)
    assert "members" in client.post(url, leaving(member)).context["leave_form"].errors
    member.refresh_from_db()
    assert member.valid_to is None


def test_a_body_is_added_once_and_changed(client, coop, field):
    facts = sent(name="Quacert", accreditation_no="VICAS 012", phone="0912 345 678", note="")
    assert [client.post(at("body-new", coop), facts).status_code for _ in range(2)] == [302, 302]
    body = CertificationBody.objects.of(coop).get()
    assert body.phone == "+84912345678"
    assert "name" in client.post(at("body-new", coop), sent(name="")).context["form"].errors
    assert client.post(at("body-new", coop), sent(name="Quacert")).context["form"].errors
    url = at("body-edit", coop, body.pk)
    assert client.post(url, sent(name="Quacert 2", version=1)).status_code == 302
    assert client.post(url, sent(name="Quacert 3", version=1)).context["form"].conflict
    body.refresh_from_db()
    assert body.name == "Quacert 2"


@pytest.mark.parametrize("page", ["edit", "withdraw", "join", "leave"])
def test_strangers_and_readers_write_nothing(client, coop, row, page):
    theirs = make_coop("an-phu")
    url = at(f"certificate-{page}", coop, row.pk)
    client.force_login(make_seat(theirs, "director").user)
    assert client.post(url, {}).status_code == 404
    assert client.post(at(f"certificate-{page}", theirs, row.pk), {}).status_code == 404
    client.force_login(make_seat(coop, "controller").user)
    assert client.post(url, {}).status_code == 403
