"""What events and the steps of a market programme refuse, each by its code."""

import pytest

from growers.actions.once import Refused
from growers.tests.builders import make_coop, make_seat
from harvests.actions.events import change_event, void_event
from harvests.actions.programmes import move_step
from harvests.tests.events_builders import make_event, make_programme, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


def voided(seat):
    return void_event(seat, event=make_event(seat), reason="nhầm")


def change_voided(seat):
    row = voided(seat)
    change_event(seat, event=row, version=row.version, households=[], plots=[], title="Khác")


def move(seat, *, up):
    move_step(seat, step=make_step(seat, make_programme(seat)), up=up)


REFUSALS = {
    "event_void_without_reason": lambda s: void_event(s, event=make_event(s), reason=""),
    "event_is_void": lambda s: void_event(s, event=voided(s), reason="nhầm"),
    "event_is_void when changed": change_voided,
    "step_at_the_end": lambda s: move(s, up=False),
    "step_at_the_end when first": lambda s: move(s, up=True),
}


@pytest.mark.parametrize("code", REFUSALS)
def test_it_is_refused(seat, code):
    with pytest.raises(Refused) as refused:
        REFUSALS[code](seat)
    assert refused.value.verdict.codes == (code.split()[0],)
