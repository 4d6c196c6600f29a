"""Loading a shipment: by scanner or keyboard, by ticking what waits, and taking something off again."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coopsite.formats import showing
from growers.access import writes
from growers.actions.once import Refused
from growers.rules.roles import Right
from growers.web import is_fragment, tried
from harvests.actions.shipments import load_allocations, unload_allocation
from harvests.forms.deliveries import StepForm
from harvests.forms.shipments import PLACES, ScanForm, TickForm
from harvests.models import Allocation, Shipment
from harvests.queries.shipments import allocations_by_key, allocations_of_lot, lot_scanned, waiting_for
from harvests.rules.trace_codes import read
from harvests.views.shipments import find, page_context
from harvests.views.steps import step

FRAGMENT = "harvests/_shipments_load.html"


@writes(Right.SHIP)
@require_POST
def shipment_scan(request, code):
    """Load what a scanned or typed code stands for; the box stays where it is."""
    row = find(request, code)
    form = ScanForm(request.seat, request.POST)
    loaded = tried(form, lambda: _scanned(request, row, form), PLACES)
    if loaded is None:
        return _answer(request, row, scan=form)
    if not is_fragment(request):
        messages.success(request, loaded)
        return redirect(_tab(request, row))
    return _answer(request, row, notice=loaded)


def _scanned(request, row: Shipment, form: ScanForm) -> str:
    """Load what of the scanned lot waits for this shipment; says what that was."""
    text = form.cleaned_data.get("code") or form.data.get("code", "")
    lot = lot_scanned(request.coop, read(text))
    if lot is None:
        raise Refused.because("load_not_found")
    there = allocations_of_lot(lot)
    mine = [item for item in there if _fits(item, row)]
    waiting = [item for item in mine if item.shipment_id is None]
    chosen = waiting or mine or [item for item in there if item.shipment_id is None] or there
    if not chosen:
        raise Refused.because("load_lot_without_allocation", lot=lot.code)
    load_allocations(request.seat, sent=form.sent, shipment=row, allocations=[item.pk for item in chosen])
    return _("Loaded: %(lot)s, %(cartons)s cartons, %(kg)s.") % {
        "lot": lot.code, "cartons": showing.count(sum(item.cartons for item in chosen)),
        "kg": showing.kg_unit(sum(item.grams for item in chosen), least=0),
    }  # fmt: skip


def _fits(item: Allocation, row: Shipment) -> bool:
    order = item.order_line.order
    return (order.market_id, order.trader_id) == (row.market_id, row.trader_id)


@writes(Right.SHIP)
@require_POST
def shipment_tick(request, code):
    """Load the lines that were ticked."""
    row = find(request, code)
    form = TickForm(request.seat, request.POST, waiting=[item.pk for item in waiting_for(row)])
    if tried(
        form, lambda: load_allocations(request.seat, sent=form.sent, shipment=row, **{"allocations": [], **form.facts})
    ):
        messages.success(request, _("The ticked lines are loaded."))
        return redirect(_tab(request, row))
    return _answer(request, row, tick=form)


@writes(Right.SHIP)
def shipment_unload(request, code, pk):
    """Take something off a shipment; it stays set aside for its order."""
    row = find(request, code)
    item = next(iter(allocations_by_key(request.coop, [pk])), None)
    if item is None or item.shipment_id != row.pk:
        raise Http404
    form = StepForm(request.seat, request.POST or None, save_label=_("Unload"))
    return step(
        request, row, form, partial(unload_allocation, shipment=row, allocation=item), tab="load",
        title=_("Unload from %(code)s") % {"code": row.code}, done=_("It was unloaded, and stays set aside."),
        words=f"{item.carton.lot.code} · {showing.kg_unit(item.grams, least=0)}",
    )  # fmt: skip


def _answer(request, row: Shipment, **more):
    """The load as it stands now: the changing part for htmx, the whole page without it."""
    context = page_context(request, find(request, row.code), "load", **more)
    if not is_fragment(request):
        return render(request, "harvests/shipments_page.html", context)
    response = render(request, FRAGMENT, context)
    if context["notice"]:
        response["HX-Trigger"] = "loaded"
    return response


def _tab(request, row: Shipment) -> str:
    return reverse("shipment-page", args=[request.coop.slug, row.code]) + "?tab=load"
