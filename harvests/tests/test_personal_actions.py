"""An erasure takes one person away and leaves everybody else, and what had ended before, as it was."""

import datetime as dt

import pytest

from coopsite import clock
from growers.actions.imports import upload_register
from growers.models import Consent, DiaryEntry, Household, ImportRun, Plot
from growers.tests.builders import make_coop, make_seat
from growers.tests.consents_builders import make_consent
from harvests.actions.personal import erase_person
from harvests.models import HouseholdLink
from harvests.tests.builders import make_season
from harvests.tests.personal_builders import leave, make_person

pytestmark = pytest.mark.django_db
EARLIER = dt.date(2025, 2, 1)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


def make_link(seat, household, token, **values) -> HouseholdLink:
    return HouseholdLink.objects.create(
        cooperative=seat.cooperative, token_sha256=token * 64, household=household,
        season=make_season(seat.cooperative), expires_on=clock.today(), made_by=seat.user, made_at=clock.now(),
        **values,
    )  # fmt: skip


def kept_of(household) -> list:
    """All that is held about a household, in every version."""
    plots = Plot.objects.of(household.cooperative_id).filter(household=household)
    rows = [
        Household.objects.of(household.cooperative_id).filter(pk=household.pk),
        Household.history.filter(id=household.pk), plots, Plot.history.filter(id__in=[plot.pk for plot in plots]),
        DiaryEntry.objects.of(household.cooperative_id).filter(plots__plot__household=household),
        Consent.objects.of(household.cooperative_id).filter(household=household),
        HouseholdLink.objects.of(household.cooperative_id).filter(household=household),
    ]  # fmt: skip
    return [[*some.order_by("pk").values_list()] for some in rows]


def test_nobody_else_is_touched(seat):
    gone, namesake = make_person(seat), make_person(seat, "032", citizen_id="014088005678")
    elsewhere = make_person(make_seat(make_coop("an-phu"), "director"))
    make_link(seat, namesake, "a")
    before = [kept_of(namesake), kept_of(elsewhere)]
    erase_person(seat, household=leave(seat, gone), confirmation="031", reason="asked")
    assert [kept_of(namesake), kept_of(elsewhere)] == before


def test_what_had_ended_before_keeps_its_day(seat):
    gone = make_person(seat)
    make_consent(seat, gone, "messages", withdrawn_on=EARLIER)
    revoked = make_link(seat, gone, "a", revoked_at=clock.now() - dt.timedelta(days=30))
    statuses = (("households", "preview"), ("households", "done"), ("products", "preview"))
    for kind, status in statuses:
        run = upload_register(seat, kind=kind, filename="ds.csv", content=b"x")
        ImportRun.objects.of(seat.cooperative).filter(pk=run.pk).update(status=status)
    erase_person(seat, household=leave(seat, gone), confirmation="031", reason="asked")
    ended = Consent.objects.of(seat.cooperative).filter(household=gone).values_list("withdrawn_on", flat=True)
    assert {*ended} == {EARLIER, clock.today()}
    assert HouseholdLink.objects.of(seat.cooperative).get().revoked_at == revoked.revoked_at
    found = ImportRun.objects.of(seat.cooperative).order_by("pk")
    assert [(run.status, bytes(run.content)) for run in found] == [("failed", b""), ("done", b""), ("preview", b"x")]
