"""Builders of events and market programmes: each through its use case, with sensible defaults."""

import datetime as dt

from coopsite import clock
from growers.models import Household, Plot
from growers.queries.seats import Seat
from growers.tests.builders import make_market
from harvests.actions.events import record_event
from harvests.actions.programmes import add_step, open_programme
from harvests.models import Event, MarketProgramme, ProgrammeStep

BLANK = {
    "ends_on": None, "host": "", "trader": None, "season": None, "viewers": None, "visitors": None,
    "participants": None, "orders": None, "sold_g": None, "revenue_vnd": None, "cost_vnd": None, "ticket_vnd": None,
    "note": "",
}  # fmt: skip


def make_event(seat: Seat, households: str = "", plots: str = "", **values) -> Event:
    """A livestream of an hour ago; `households` and `plots` are codes."""
    coop = seat.cooperative
    defaults = {
        "kind": "livestream", "title": "Livestream trên Voso", "place": "Voso",
        "starts_at": clock.now() - dt.timedelta(hours=1),
        "households": list(Household.objects.of(coop).filter(code__in=households.split())),
        "plots": list(Plot.objects.of(coop).filter(code__in=plots.split())),
    }  # fmt: skip
    return record_event(seat, **{**BLANK, **defaults, **values})


def make_programme(seat: Seat, name: str = "Bắc Mỹ 2026", steps: tuple[str, ...] = (), **values) -> MarketProgramme:
    defaults = {
        "markets": [make_market("US", "Hoa Kỳ", "United States")], "trader": None, "first_shipment_on": None,
        "target_g": 20_000_000, "status": "running", "note": "",
    }  # fmt: skip
    programme = open_programme(seat, name=name, **{**defaults, **values})
    for step in steps:
        make_step(seat, programme, step)
    return programme


def make_step(seat: Seat, programme: MarketProgramme, name: str = "Khảo sát vùng trồng", **values) -> ProgrammeStep:
    defaults = {
        "status": "todo", "due_on": None, "done_on": None, "counted": None, "count_goal": None, "event": None,
        "note": "",
    }  # fmt: skip
    return add_step(seat, programme=programme, name=name, **{**defaults, **values})
