"""Pages about shipments: the list, one with its load, papers and gate, and its form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.queries.history import history_of
from growers.queries.trail import audit_of
from growers.rules.roles import Right
from growers.views.documents import documents_shown
from growers.web import or_404, page_of, show, tried
from harvests.actions.shipments import change_shipment, plan_shipment
from harvests.forms.shipments import PLACES, ScanForm, ShipmentFilter, ShipmentForm, TickForm
from harvests.models import Shipment
from harvests.queries.gate import gate_facts
from harvests.queries.orders import order_by_code
from harvests.queries.receivables import bills_of
from harvests.queries.shipments import (
    LISTED,
    load_of,
    papers_of,
    shipment_by_code,
    shipments,
    sums_of,
    waiting_for,
    waiting_of_order,
    with_load,
)
from harvests.rules.gate import judge_gate
from harvests.rules.orders import read_code as read_order
from harvests.rules.shipments import ALLOWED, PLANNED, read_code
from harvests.views import shipments_shown as shown
from harvests.wording_shipments import VERBS

TABS = ("overview", "load", "papers", "gate", "history")


@reads
def shipment_list(request):
    """M16: every shipment with what it carries, and the sums of all pages."""
    filters = ShipmentFilter(request.coop, request.GET)
    asked = filters.facts
    rows = shipments(request.coop, **asked)
    sums = sums_of(rows)
    page = page_of(request, with_load(rows).values(*LISTED), total=sums.shipments)
    context = {
        "filters": filters,
        "page": page,
        "rows": shown.shown_rows(reverse("shipment-list", args=[request.coop.slug]), page),
        "sums": {
            "shipments": showing.count(sums.shipments),
            "cartons": showing.count(sums.cartons),
            "kg": showing.kg_unit(sums.net_g, least=0),
        },
        "narrowed": any(asked.values()),
    }
    return show(request, "harvests/shipments_list.html", "harvests/_shipments_rows.html", context)


@reads
def shipment_page(request, code):
    """One shipment; `?tab=` load, papers, gate or history."""
    row = find(request, code)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else "overview"
    return render(request, "harvests/shipments_page.html", page_context(request, row, tab))


def page_context(request, row: Shipment, tab: str, **more) -> dict:
    """What a tab of a shipment's page shows; `more` replaces parts of it, such as a form that was refused."""
    load = load_of(row)
    context = {
        "row": row,
        "tab": tab,
        "tabs": _tabs(),
        "tag": shown.TAGS[row.status],
        "may": {event: row.status in states for event, states in ALLOWED.items()},
        "facts": shown.shown_facts(row),
        "sums": shown.sums_of(row, load),
        "load": shown.shown_load(load),
    }
    if tab == "load":
        context |= _loading(request, row)
    elif tab == "papers":
        context["papers"] = shown.shown_papers(request.coop.slug, row, papers_of(row))
        context["documents"] = documents_shown(request, row)
    elif tab == "gate":
        context |= gate_context(request, row, load)
    elif tab == "history":
        context |= _history(request, row)
    elif row.departed_on:
        context["bills"] = _bills(row)
    return {**context, **more}


def _bills(row: Shipment) -> list[dict]:
    """The orders that a shipment which left delivered on, each with what is owed for it."""
    return [
        {"order": order.code, "receivable": bill, "amount": showing.dong(bill.amount_vnd) if bill else "",
         "open": showing.dong(bill.open_vnd) if bill else ""}
        for order, bill in bills_of(row)
    ]  # fmt: skip


def _tabs() -> list[tuple[str, str]]:
    names = (_("Overview"), _("Load"), _("Papers"), _("Gate"), _("History"))
    return list(zip(TABS, names, strict=True))


def _loading(request, row: Shipment) -> dict:
    waiting = waiting_for(row) if row.status == PLANNED else []
    return {
        "scan": ScanForm(request.seat),
        "tick": TickForm(request.seat, waiting=[item.pk for item in waiting]),
        "waiting": shown.shown_load(waiting),
        "notice": "",
    }


def gate_context(request, row: Shipment, load=None) -> dict:
    """The gate as it stands today; once a shipment has left, the verdict that was kept speaks."""
    if row.status != PLANNED:
        return {"faults": [], "green": False, "kept": row.verdict}
    faults = judge_gate(gate_facts(request.coop, row, clock.today(), load))
    found = shown.shown_faults(request.seat, row, faults)
    return {"faults": found, "green": not found, "warned": _only_warned(faults), "kept": {}}


def _only_warned(faults) -> bool:
    return bool(faults) and all(fault.weight == "warning" for fault in faults)


def _history(request, row: Shipment) -> dict:
    entries = audit_of(request.coop, "shipment", row.pk)[:50]
    return {
        "history": history_of(row),
        "trail": [
            {"at": showing.day_time(entry.at), "who": entry.actor.display_name,
             "what": VERBS.get(entry.verb, entry.verb)}
            for entry in entries
        ],
    }  # fmt: skip


@writes(Right.SHIP)
def shipment_new(request):
    """Plan a shipment; `?order=` fills in what an order says."""
    form = ShipmentForm(request.seat, request.POST or None, initial=_asked_for(request))
    form.back = reverse("shipment-list", args=[request.coop.slug])
    if row := tried(form, lambda: _planned(request, form), PLACES):
        messages.success(request, _("Shipment %(code)s is planned.") % {"code": row.code})
        return redirect("shipment-page", request.coop.slug, row.code)
    return render(request, "harvests/shipments_form.html", {"form": form, "row": None})


def _planned(request, form: ShipmentForm) -> Shipment:
    """The new shipment; one for an order takes along what waits for it."""
    facts = form.facts
    if order := facts.pop("order", None):
        facts |= {"allocations": waiting_of_order(order), "commodity": order.commodity}
    return plan_shipment(request.seat, sent=form.sent, **facts)


def _asked_for(request) -> dict:
    number = read_order(request.GET.get("order", ""))
    order = number and order_by_code(request.coop, *number)
    if not order:
        return {}
    return {
        "order": order.pk, "market": order.market_id, "trader": order.trader_id, "exporter": order.exporter_id,
        "consignee": order.trader.name, "consignee_address": order.trader.address,
    }  # fmt: skip


@writes(Right.SHIP)
def shipment_edit(request, code):
    """Change a shipment that has not left."""
    row = find(request, code)
    if row.status != PLANNED:
        messages.warning(request, _("A shipment that left or was cancelled stays as it is."))
        return redirect("shipment-page", request.coop.slug, code)
    form = ShipmentForm(request.seat, request.POST or None, instance=row)
    form.back = reverse("shipment-page", args=[request.coop.slug, code])
    if tried(
        form,
        lambda: change_shipment(request.seat, sent=form.sent, shipment=row, version=form.shown_version, **form.facts),
        PLACES,
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("shipment-page", request.coop.slug, code)
    return render(request, "harvests/shipments_form.html", {"form": form, "row": row})


def find(request, code: str) -> Shipment:
    """The shipment with this number in the co-operative of the request, or 404."""
    number = read_code(code)
    return or_404(number and shipment_by_code(request.coop, *number))
