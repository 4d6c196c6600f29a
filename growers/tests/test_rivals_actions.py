"""Use cases that meet a rival: done once more when that helps, sent away politely when a lock does not come."""

import sqlite3
import uuid

import psycopg
import pytest
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory

from growers.actions.households import register_household
from growers.actions.once import Busy, Sent, use_case
from growers.models import FormToken, Household
from growers.queries.seats import Seat
from growers.tests.builders import make_coop, make_seat
from growers.web import RefusalsMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def lock_error(cause: Exception) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def locked() -> sqlite3.OperationalError:
    cause = sqlite3.OperationalError("database is locked")
    cause.sqlite_errorname = "SQLITE_BUSY"
    return cause


DEADLOCK = psycopg.errors.DeadlockDetected("deadlock detected")
NO_LOCK = psycopg.errors.LockNotAvailable("canceling statement due to lock timeout")
FALLEN = psycopg.errors.AdminShutdown("terminating connection")


@use_case
def troubled(seat: Seat, *, troubles: list) -> Household:
    """Registers a household, then meets the first of the troubles that are left."""
    household = register_household.__wrapped__(seat, code="012", name="Liêm", commune=seat.cooperative.commune)
    if troubles:
        raise troubles.pop(0)
    return household


@pytest.mark.parametrize("sent", [None, Sent(uuid.uuid4(), "x")])
@pytest.mark.parametrize("trouble", [IntegrityError("taken meanwhile"), lock_error(DEADLOCK)])
def test_what_met_a_rival_is_done_again_from_the_start(seat, trouble, sent):
    assert troubled(seat, sent=sent, troubles=[trouble]).code == "012"
    assert Household.objects.of(seat.cooperative).count() == 1
    assert FormToken.objects.of(seat.cooperative).count() == bool(sent)


@pytest.mark.parametrize(
    ("troubles", "told"),
    [
        ([IntegrityError("x"), IntegrityError("x")], IntegrityError),
        ([lock_error(DEADLOCK), lock_error(DEADLOCK)], Busy),
        ([lock_error(NO_LOCK)], Busy),
        ([lock_error(locked())], Busy),
        ([lock_error(FALLEN)], OperationalError),
    ],
)
def test_what_does_not_help_is_not_tried_for_ever_and_leaves_nothing(seat, troubles, told):
    with pytest.raises(told):
        troubled(seat, sent=Sent(uuid.uuid4(), "x"), troubles=troubles)
    assert troubles == []
    assert not Household.objects.of(seat.cooperative).exists() and not FormToken.objects.of(seat.cooperative).exists()


def test_who_came_too_late_is_asked_to_send_again(seat):
    request = RequestFactory().get("/")
    request.user = seat.user
    answer = RefusalsMiddleware(None).process_exception(request, Busy())
    assert answer.status_code == 503
