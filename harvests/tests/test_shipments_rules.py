"""A shipment's states, numbers and facts: what may be done when, and what typed values cannot be true."""

import datetime as dt

import pytest

from harvests.rules.shipments import (
    ALLOWED,
    EVENT_CODES,
    Event,
    judge_arrival,
    judge_event,
    judge_shipment,
    judge_undo,
    read_code,
)

TODAY = dt.date(2025, 9, 8)
STATES = ("planned", "departed", "arrived", "cancelled")


@pytest.mark.parametrize("event", Event)
def test_what_may_be_done_in_which_state(event):
    for state in STATES:
        verdict = judge_event(state, event)
        assert verdict.allowed == (state in ALLOWED[event])
        assert verdict.allowed or verdict.codes == (EVENT_CODES[event],)


def test_a_cancelled_shipment_stays_as_it_is():
    assert not any("cancelled" in states for states in ALLOWED.values())


@pytest.mark.parametrize(
    ("code", "found"),
    [("CH-25-007", (2025, 7)), ("CH-25-1234", (2025, 1234)), ("ch-25-007", None), ("DH-25-007", None), ("", None)],
)
def test_numbers(code, found):
    assert read_code(code) == found


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({"planned_on": TODAY, "temp_set_dc": 40}, ()),
        ({"planned_on": None, "temp_set_dc": None}, ()),
        ({"planned_on": TODAY + dt.timedelta(days=367)}, ("shipment_too_far_ahead",)),
        ({"planned_on": TODAY - dt.timedelta(days=367)}, ("shipment_too_old",)),
        ({"temp_set_dc": 250}, ()),
        ({"temp_set_dc": 251}, ("shipment_temperature_unlikely",)),
        ({"temp_set_dc": -51}, ("shipment_temperature_unlikely",)),
        ({"trader": 1, "exporter": 1}, ("shipment_exporter_is_buyer",)),
        ({"trader": 1, "exporter": 2}, ()),
    ],
)
def test_facts(facts, codes):
    assert judge_shipment(facts, today=TODAY).codes == codes


def test_arrival_and_taking_back():
    assert judge_arrival(TODAY, departed_on=TODAY, today=TODAY).allowed
    assert not judge_arrival(TODAY, departed_on=TODAY + dt.timedelta(days=1), today=TODAY).allowed
    undo = {"departed_on": TODAY, "today": TODAY, "is_director": True, "reason": "x"}
    assert judge_undo(**undo).allowed
    for change in ({"departed_on": None}, {"is_director": False}, {"reason": ""}):
        assert len(judge_undo(**{**undo, **change}).refused) == 1
