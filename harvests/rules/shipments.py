"""The life of a shipment as a state machine, its number, and what must hold of its facts."""

import datetime as dt
import re
from enum import StrEnum

from growers.rules.verdicts import Reason, Verdict

PLANNED, DEPARTED, ARRIVED, CANCELLED = "planned", "departed", "arrived", "cancelled"
CODE = re.compile(r"CH-([0-9]{2})-([0-9]{3,9})")
TEMPERATURES_DC = (-50, 250)  # what a reefer for fresh fruit is ever set to, in tenths of a degree
FARTHEST_AHEAD_DAYS, OLDEST_DAYS = 366, 366


class Event(StrEnum):
    """What people do to a shipment."""

    CHANGE = "change"
    LOAD = "load"
    PAPERS = "papers"
    DEPART = "depart"
    UNDO = "undo"
    ARRIVE = "arrive"
    CANCEL = "cancel"


ALLOWED: dict[Event, tuple[str, ...]] = {
    Event.CHANGE: (PLANNED,),
    Event.LOAD: (PLANNED,),
    Event.PAPERS: (PLANNED, DEPARTED, ARRIVED),
    Event.DEPART: (PLANNED,),
    Event.UNDO: (DEPARTED,),
    Event.ARRIVE: (DEPARTED,),
    Event.CANCEL: (PLANNED,),
}
EVENT_CODES = {event: f"shipment_not_now_{event}" for event in Event}
CODES = (
    *EVENT_CODES.values(),
    "shipment_too_far_ahead", "shipment_too_old", "shipment_temperature_unlikely", "shipment_exporter_is_buyer",
    "shipment_market_fixed", "shipment_buyer_fixed", "shipment_gross_below_net", "load_nothing_chosen",
    "load_not_found", "load_lot_without_allocation", "load_already_here", "load_elsewhere", "load_freed",
    "load_market_differs", "load_buyer_differs", "load_lot_held", "load_not_here", "cancel_without_reason",
    "undo_without_reason", "undo_only_director", "undo_other_day", "depart_refused", "depart_without_reason",
    "depart_only_director", "shipment_load_changed", "arrival_before_departure", "arrival_in_future",
)  # fmt: skip


def read_code(code: str) -> tuple[int, int] | None:
    """(year, number) of a code as papers carry it, CH-25-007; None when it is not one."""
    found = CODE.fullmatch(code)
    return (2000 + int(found[1]), int(found[2])) if found else None


def judge_event(status: str, event: Event) -> Verdict:
    """Whether something may be done to a shipment in this status."""
    return Verdict() if status in ALLOWED[event] else Verdict.because(EVENT_CODES[event])


def judge_shipment(facts: dict, *, today: dt.date) -> Verdict:
    """Refusals for a shipment's facts; rows are given as keys, values that could not be read are None."""
    refused = []
    planned, temperature = facts.get("planned_on"), facts.get("temp_set_dc")
    if planned and (planned - today).days > FARTHEST_AHEAD_DAYS:
        refused.append(Reason("shipment_too_far_ahead"))
    if planned and (today - planned).days > OLDEST_DAYS:
        refused.append(Reason("shipment_too_old"))
    if temperature is not None and not TEMPERATURES_DC[0] <= temperature <= TEMPERATURES_DC[1]:
        refused.append(Reason("shipment_temperature_unlikely"))
    if facts.get("exporter") and facts["exporter"] == facts.get("trader"):
        refused.append(Reason("shipment_exporter_is_buyer"))
    return Verdict(refused=tuple(refused))


def judge_undo(*, departed_on: dt.date | None, today: dt.date, is_director: bool, reason: str) -> Verdict:
    """A departure is taken back by the director, with a reason, on the same day."""
    refused = []
    if not is_director:
        refused.append(Reason("undo_only_director"))
    if departed_on != today:
        refused.append(Reason("undo_other_day", {"departed_on": departed_on}))
    if not reason:
        refused.append(Reason("undo_without_reason"))
    return Verdict(refused=tuple(refused))


def judge_arrival(arrived_on: dt.date, *, departed_on: dt.date | None, today: dt.date) -> Verdict:
    """The day of arrival lies between departure and today."""
    if arrived_on > today:
        return Verdict.because("arrival_in_future")
    if departed_on and arrived_on < departed_on:
        return Verdict.because("arrival_before_departure", departed_on=departed_on)
    return Verdict()
