"""The steps after loading: leaving through the gate, taking that back, arriving; and giving a shipment up."""

from functools import partial

from django.utils.translation import gettext as _

from coopsite import clock
from growers.access import writes
from growers.rules.roles import Right
from harvests.actions.departures import depart, undo_departure
from harvests.actions.shipments import arrive, cancel_shipment
from harvests.forms.deliveries import ReasonForm
from harvests.forms.shipments import ArriveForm, DepartForm
from harvests.queries.shipments import load_of
from harvests.rules.shipments import PLANNED, Event, judge_event
from harvests.views.shipments import find, gate_context
from harvests.views.shipments_shown import sums_of
from harvests.views.steps import step


@writes(Right.SHIP)
def shipment_depart(request, code):
    """Leave: everything that fails at the gate, and the button once nothing refuses."""
    row = find(request, code)
    load = load_of(row)
    gate = gate_context(request, row, load)
    director = request.seat.may(Right.OVERRIDE)
    warned = bool(gate.get("warned")) and director
    form = DepartForm(request.seat, request.POST or None, version=row.version, warned=warned)
    sums = sums_of(row, load)
    words = _("%(lots)s lots, %(cartons)s cartons, %(net)s net.") % {
        "lots": sums["lots"], "cartons": sums["cartons"], "net": sums["net"],
    }  # fmt: skip
    do = partial(depart, shipment=row, version=_version(form), today=clock.today())
    return step(
        request, row, form, do, tab="gate", title=_("Let %(code)s leave") % {"code": row.code}, words=words,
        done=_("The shipment has left; its orders have moved."), stop=judge_event(row.status, Event.DEPART),
        template="harvests/shipments_depart.html", facts={"departed": ""},
        ready=row.status == PLANNED and (gate["green"] or warned), **gate,
    )  # fmt: skip


def _version(form: DepartForm) -> int:
    """The version that was looked at; a damaged one is none, and stale."""
    typed = form.data.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


@writes(Right.SHIP)
def shipment_undo(request, code):
    """Take today's departure back: its deliveries are voided."""
    row = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Take the departure back"))
    return step(
        request, row, form, partial(undo_departure, shipment=row), done=_("The departure was taken back."),
        title=_("Take back the departure of %(code)s") % {"code": row.code}, stop=judge_event(row.status, Event.UNDO),
        words=_("Its deliveries are voided, and its fruit is set aside as before. Only the director, on the same day."),
    )  # fmt: skip


@writes(Right.SHIP)
def shipment_arrive(request, code):
    """Note the arrival."""
    row = find(request, code)
    form = ArriveForm(request.seat, request.POST or None)
    return step(
        request, row, form, partial(arrive, shipment=row), done=_("The arrival was saved."),
        title=_("Arrival of %(code)s") % {"code": row.code}, stop=judge_event(row.status, Event.ARRIVE),
    )  # fmt: skip


@writes(Right.SHIP)
def shipment_cancel(request, code):
    """Give a shipment up, with a reason."""
    row = find(request, code)
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Cancel shipment"))
    return step(
        request, row, form, partial(cancel_shipment, shipment=row), done=_("The shipment is cancelled."),
        title=_("Cancel %(code)s") % {"code": row.code}, stop=judge_event(row.status, Event.CANCEL),
        words=_("What is on it is unloaded and stays set aside for its orders."),
    )  # fmt: skip
