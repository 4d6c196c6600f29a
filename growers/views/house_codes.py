"""Pages about the codes of packing houses: one code with its status and visits, its papers, a new status."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.areas import add_code, change_code, record_status
from growers.actions.once import Refused, Stale
from growers.forms.areas import EventForm
from growers.forms.packing_houses import HouseCodeForm, NewHouseCodeForm
from growers.models import ExportCode
from growers.queries.areas import events_of
from growers.queries.history import history_of
from growers.queries.packing_houses import house_code_by_key
from growers.queries.settings import settings_on
from growers.rules.areas import standing
from growers.rules.packing_houses import judge_house_code
from growers.rules.roles import Right
from growers.views.areas import status_shown
from growers.views.codes import after_status, dates, event_shown, reach_url
from growers.views.documents import documents_shown
from growers.views.packing_houses import house_of
from growers.views.visits import visits_shown
from growers.wording import sentence


@reads
def house_code_page(request, house, key):
    """One packing house code: status today and before, visits, papers; `?tab=history` shows its changes."""
    code = _code(request, house, key)
    if request.GET.get("tab") == "history":
        context = {"code": code, "tab": "history", "history": history_of(code)}
        return render(request, "growers/house_codes_page.html", context)
    return _page(request, code)


def _page(request, code: ExportCode, *, event_form=None):
    today, past = clock.today(), events_of(code)
    known = [event.status for event in past if event.effective_from <= today]
    status = standing(known[-1] if known else None, code.valid_from, code.valid_to, today)
    context = {
        "code": code,
        "tab": "overview",
        "status": status_shown(status),
        "flags": [sentence(reason) for reason in judge_house_code({"code": code.code}, others=()).warnings],
        "valid": (showing.day(code.valid_from), showing.day(code.valid_to)),
        "approved": showing.day(code.importer_approved_on),
        "events": [event_shown(event) for event in reversed(past)],
        "event_form": event_form or EventForm(request.seat, row=code, past=dates(past)),
        "status_url": reverse("house-code-status", args=[request.coop.slug, code.house.code, code.pk]),
        "may_status": request.seat.may(Right.PERMITS),
        "reach": reach_url(request.coop, code, past),
        "visits": visits_shown(request, code, settings_on(request.coop, today)["supervision_days"]),
        "documents": documents_shown(request, code),
    }
    return render(request, "growers/house_codes_page.html", context)


@writes(Right.PERMITS)
def house_code_new(request, house):
    """A code that a packing house does not have yet, with its first status."""
    holder = house_of(request, house)
    form = NewHouseCodeForm(request.seat, request.POST or None, house=holder)
    form.back = reverse("house-page", args=[request.coop.slug, house])
    if request.method == "POST" and form.is_valid():
        try:
            code = add_code(request.seat, sent=form.sent, house=holder, **form.facts)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Packing house code %(code)s was added.") % {"code": code.code})
            _warn(request, form)
            return redirect("house-code-page", request.coop.slug, house, code.pk)
    return render(request, "growers/house_codes_form.html", {"form": form, "code": None, "house": holder})


@writes(Right.PERMITS)
def house_code_edit(request, house, key):
    """The papers of a packing house code."""
    code = _code(request, house, key)
    name = code.code
    form = HouseCodeForm(request.seat, request.POST or None, instance=code)
    form.back = reverse("house-code-page", args=[request.coop.slug, house, key])
    if request.method == "POST" and form.is_valid():
        try:
            change_code(request.seat, export_code=code, version=form.cleaned_data["version"] or 0, **form.facts)
        except Stale as stale:
            form.meet(stale.current)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The changes were saved."))
            _warn(request, form)
            return redirect("house-code-page", request.coop.slug, house, key)
    return render(request, "growers/house_codes_form.html", {"form": form, "code": name, "house": code.house})


def _warn(request, form: HouseCodeForm) -> None:
    for reason in form.warnings:
        messages.warning(request, sentence(reason))


@writes(Right.PERMITS)
def house_code_status(request, house, key):
    """Gives a packing house code a new status from a day on; a visit leads to the page that has the form."""
    code = _code(request, house, key)
    if request.method != "POST":
        return redirect("house-code-page", request.coop.slug, house, key)
    form = EventForm(request.seat, request.POST, row=code, past=dates(events_of(code)))
    if form.is_valid():
        try:
            event = record_status(request.seat, sent=form.sent, code=code, today=clock.today(), **form.facts)
        except Refused as refused:
            form.add_verdict(refused.verdict)
        else:
            messages.success(request, _("The status was recorded."))
            return after_status(request, code, event)
    return _page(request, code, event_form=form)


def _code(request, house, key) -> ExportCode:
    code = house_code_by_key(request.coop, house, key)
    if code is None:
        raise Http404
    return code
