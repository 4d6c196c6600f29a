"""Treatments of a lot on their pages: recorded with units, judged at once, voided with a reason."""

import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_seat
from harvests.models import Treatment
from harvests.queries.treatments import treatment_verdict, treatments_of
from harvests.tests.lots_builders import make_lot, open_market
from harvests.tests.publishing_builders import make_treatment

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(), "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def lot(seat):
    open_market(seat.cooperative, "US", treatment="irradiation", dose_gy_min=400)
    return make_lot(seat, market="US")


def url(lot, name="treatment-new", *words):
    return reverse(name, args=[lot.cooperative.slug, lot.code, *words])


def typed(**values):
    return {
        "token": str(uuid.uuid4()), "kind": "irradiation", "treated_at": "00:05 08/09/2025", "dose_gy": "412",
        "facility": " Trung tâm  Chiếu xạ ", "facility_code": "TFC-01", "treatment_no": "TIN-9", **values,
    }  # fmt: skip


def test_a_treatment_is_written_down_tidily_and_audited(client, seat, lot):
    answer = client.post(url(lot), typed())
    assert answer.status_code == 302, answer.context["form"].errors
    row = Treatment.objects.of(seat.cooperative).get()
    assert (row.facility, row.dose_gy, row.entered_by) == ("Trung tâm Chiếu xạ", 412, seat.user)
    assert treatment_verdict(lot, treatments_of(lot)).allowed
    assert AuditEntry.objects.of(seat.cooperative).filter(verb="treatment recorded", object_id=lot.pk).count() == 1
    assert "412 Gy" in client.get(url(lot, "treatment-list")).content.decode()


def test_one_below_the_minimum_is_kept_and_said_so_with_both_numbers(client, seat, lot):
    answer = client.post(url(lot), typed(dose_gy="398"), follow=True)
    text = answer.content.decode()
    assert "398" in text and "400" in text
    assert not treatment_verdict(lot, treatments_of(lot)).allowed
    assert Treatment.objects.of(seat.cooperative).get().dose_gy == 398


def test_temperature_and_humidity_are_typed_with_a_comma(client, seat, lot):
    facts = typed(kind="vapour_heat", dose_gy="", pulp_temp_dc="46,5 °C", minutes="40", humidity_bp="90")
    assert client.post(url(lot), facts).status_code == 302
    row = Treatment.objects.of(seat.cooperative).get()
    assert (row.pulp_temp_dc, row.minutes, row.humidity_bp) == (465, 40, 9_000)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"dose_gy": ""}, "dose_gy"),
        ({"dose_gy": "nhiều"}, "dose_gy"),
        ({"dose_gy": "1001"}, "dose_gy"),
        ({"dose_gy": "99999999999"}, "dose_gy"),
        ({"pulp_temp_dc": "46"}, "pulp_temp_dc"),
        ({"treated_at": "23:59 09/09/2025"}, "treated_at"),
        ({"treated_at": "31/02/2025"}, "treated_at"),
        ({"facility": ""}, "facility"),
        ({"kind": "magic"}, "kind"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, seat, lot, values, field):
    answer = client.post(url(lot), typed(**values))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors, answer.context["form"].errors
    assert "TIN-9" in answer.content.decode()
    assert not Treatment.objects.of(seat.cooperative).exists()


def test_the_same_token_writes_once(client, seat, lot):
    facts = typed()
    assert [client.post(url(lot), facts).status_code for _ in range(2)] == [302, 302]
    assert Treatment.objects.of(seat.cooperative).count() == 1
    assert client.post(url(lot), {**facts, "dose_gy": "500"}).status_code == 409


def test_readers_may_look_and_strangers_find_nothing(client, seat, lot):
    row = make_treatment(seat, lot)
    client.force_login(make_seat(seat.cooperative, "accountant").user)
    assert client.get(url(lot, "treatment-list")).status_code == 200
    assert client.post(url(lot), typed()).status_code == 403
    assert client.post(url(lot, "treatment-void", row.pk), {"reason": "x"}).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for name, words in (("treatment-list", ()), ("treatment-new", ()), ("treatment-void", (row.pk,))):
        assert client.get(url(lot, name, *words)).status_code == 404
    assert Treatment.objects.of(seat.cooperative).count() == 1


def test_a_treatment_is_voided_once_with_a_reason(client, seat, lot):
    row = make_treatment(seat, lot)
    address = url(lot, "treatment-void", row.pk)
    assert "reason" in client.post(address, {"token": str(uuid.uuid4()), "reason": ""}).context["form"].errors
    assert client.post(address, {"token": str(uuid.uuid4()), "reason": "nhầm lô"}).status_code == 302
    assert Treatment.objects.of(seat.cooperative).get().void_reason == "nhầm lô"
    again = client.post(address, {"token": str(uuid.uuid4()), "reason": "lần nữa"})
    assert again.status_code == 200 and again.context["form"].non_field_errors()
    assert treatment_verdict(lot, treatments_of(lot)).codes == ("treatment_missing",)
    assert "nhầm lô" in client.get(url(lot, "treatment-list")).content.decode()


def test_another_lot_s_treatment_is_not_there(client, seat, lot):
    other = make_lot(seat, market="US")
    row = make_treatment(seat, other)
    assert client.get(url(lot, "treatment-void", row.pk)).status_code == 404


def test_nothing_is_written_to_a_voided_lot(client, seat, lot):
    void = make_lot(seat, market="US", status="void")
    answer = client.post(url(void), typed())
    assert answer.status_code == 200 and answer.context["form"].non_field_errors()
    assert not Treatment.objects.of(seat.cooperative).exists()


def test_the_list_costs_the_same_at_1_row_and_at_20(client, seat, lot, django_assert_max_num_queries):
    make_treatment(seat, lot)
    client.get(url(lot, "treatment-list"))
    with django_assert_max_num_queries(8) as few:
        client.get(url(lot, "treatment-list"))
    for _ in range(19):
        make_treatment(seat, lot, treated_at=clock.now())
    with django_assert_max_num_queries(8) as many:
        client.get(url(lot, "treatment-list"))
    assert len(few) == len(many)
