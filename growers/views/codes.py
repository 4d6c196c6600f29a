"""Pages about planting area codes: one code with its status and plots, its papers, plots put under it and taken out."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.areas import add_code, change_code, put_under_code, record_status, take_from_code
from growers.actions.once import Refused, Stale
from growers.forms.areas import CodeForm, EventForm, JoinFilter, JoinForm, LeaveForm, NewCodeForm
from growers.models import CodeEvent, ExportCode
from growers.queries.areas import area_by_code, code_by_key, codes_on, events_of, members_of, plots_to_add
from growers.queries.history import history_of
from growers.queries.settings import settings_on
from growers.rules.areas import NEED_REASON
from growers.rules.roles import Right
from growers.views.areas import code_shown, status_shown
from growers.views.documents import code_url, documents_shown
from growers.views.visits import visits_shown
from growers.wording import sentence

MOST_TO_TICK = 500


@reads
def code_page(request, area, key):
    """One planting area code: status today and before, hectares, plots; `?tab=history` shows its changes."""
    code = _code(request, area, key)
    if request.GET.get("tab") == "history":
        return render(request, "growers/codes_page.html", {"code": code, "tab": "history", "history": history_of(code)})
    return _page(request, code)


def _page(request, code: ExportCode, *, event_form=None, leave_form=None):
    today, past = clock.today(), events_of(code)
    settings = settings_on(request.coop, today)
    leave_form = leave_form or LeaveForm(request.seat, row=code)
    shown = next(row for row in codes_on(request.coop, today, code.area) if row.pk == code.pk)
    prefix, ticked = reverse("plot-list", args=[request.coop.slug]), leave_form.ticked
    members = [_member(member, today, ticked, prefix) for member in members_of(code)]
    context = {
        "code": code,
        "tab": "overview",
        "shown": code_shown(request.coop, shown, settings),
        "valid": (showing.day(code.valid_from), showing.day(code.valid_to)),
        "approved": showing.day(code.importer_approved_on),
        "events": [event_shown(event) for event in reversed(past)],
        "members": [member for member in members if member["now"]],
        "former": [member for member in members if not member["now"]],
        "event_form": event_form or EventForm(request.seat, row=code, past=dates(past)),
        "status_url": reverse("code-status", args=[request.coop.slug, code.area.code, code.pk]),
        "may_status": request.seat.may(Right.LAND),
        "reach": reach_url(request.coop, code, past),
        "leave_form": leave_form,
        "visits": visits_shown(request, code, settings["supervision_days"]),
        "documents": documents_shown(request, code),
    }
    return render(request, "growers/codes_page.html", context)


def dates(events: list[CodeEvent]) -> list[tuple[dt.date, str]]:
    """The statuses of a code as rules take them."""
    return [(event.effective_from, event.status) for event in events]


def event_shown(event: CodeEvent) -> dict:
    """One status of a code with its day and reason."""
    return {**status_shown(event.status), "since": showing.day(event.effective_from), "reason": event.reason}


def reach_url(coop, code: ExportCode, past: list[CodeEvent]) -> str:
    """Where to see which lots a suspension of the code reaches; "" for a code that never was suspended (R15)."""
    suspended = any(event.status in NEED_REASON for event in past)
    return reverse("code-reach", args=[coop.slug, code.pk]) if suspended else ""


def after_status(request, code: ExportCode, event: CodeEvent):
    """A suspension leads at once to the lots that it reaches (R15), any other status back to the code."""
    if event.status in NEED_REASON:
        return redirect("code-reach", request.coop.slug, code.pk)
    return redirect(code_url(code))


def _member(member, today, ticked: set[str], prefix: str) -> dict:
    return {
        "id": member.pk,
        "checked": str(member.pk) in ticked,
        "plot": member.plot.code,
        "url": f"{prefix}{member.plot.code}/",
        "household": member.plot.household.name,
        "village": member.plot.household.village,
        "area": showing.hectares(member.plot.area_m2),
        "since": showing.day(member.valid_from),
        "until": showing.day(member.valid_to),
        "now": member.valid_to is None or member.valid_to > today,
    }


@writes(Right.LAND)
def code_new(request, area):
    """A planting area code that is not there yet, with its first status."""
    holder = area_by_code(request.coop, area)
    if holder is None:
        raise Http404
    form = NewCodeForm(request.seat, request.POST or None, area=holder)
    form.back = reverse("area-page", args=[request.coop.slug, area])
    if request.method == "POST" and form.is_valid():
        try:
            code = add_code(request.seat, sent=form.sent, area=holder, **form.facts)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Planting area code %(code)s was added.") % {"code": code.code})
            _warn(request, form)
            return redirect("code-page", request.coop.slug, area, code.pk)
    return render(request, "growers/codes_form.html", {"form": form, "code": None, "area": holder})


@writes(Right.LAND)
def code_edit(request, area, key):
    """The papers of a planting area code."""
    code = _code(request, area, key)
    form = CodeForm(request.seat, request.POST or None, instance=code)
    form.back = reverse("code-page", args=[request.coop.slug, area, key])
    if request.method == "POST" and form.is_valid():
        try:
            change_code(request.seat, export_code=code, version=form.cleaned_data["version"] or 0, **form.facts)
        except Stale as stale:
            form.meet(stale.current)
        except Refused as refused:
            form.add_verdict(refused.verdict)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The changes were saved."))
            _warn(request, form)
            return redirect("code-page", request.coop.slug, area, key)
    return render(request, "growers/codes_form.html", {"form": form, "code": code, "area": code.area})


def _warn(request, form: CodeForm) -> None:
    for reason in form.warnings:
        messages.warning(request, sentence(reason))


@writes(Right.LAND)
def code_status(request, area, key):
    """Gives a code a new status from a day on; a visit leads to the page that has the form."""
    code = _code(request, area, key)
    if request.method != "POST":
        return redirect("code-page", request.coop.slug, area, key)
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


@writes(Right.LAND)
def code_join(request, area, key):
    """Puts ticked plots under a code from a day on."""
    code = _code(request, area, key)
    form = JoinForm(request.seat, request.POST or None, row=code)
    if request.method == "POST" and form.is_valid():
        try:
            put_under_code(request.seat, sent=form.sent, code=code, **form.facts)
        except Refused as refused:
            form.add_verdict(refused.verdict)
        else:
            messages.success(request, _("The plots stand under %(code)s.") % {"code": code.code})
            return redirect("code-page", request.coop.slug, area, key)
    filters = JoinFilter(request.coop, request.GET)
    prefix, ticked = reverse("plot-list", args=[request.coop.slug]), form.ticked
    rows = list(plots_to_add(code, clock.today(), **filters.facts)[: MOST_TO_TICK + 1])
    context = {
        "code": code,
        "form": form,
        "filters": filters,
        "rows": [_candidate(plot, ticked, prefix) for plot in rows[:MOST_TO_TICK]],
        "cut": MOST_TO_TICK if len(rows) > MOST_TO_TICK else None,
    }
    return render(request, "growers/codes_join.html", context)


def _candidate(plot, ticked: set[str], prefix: str) -> dict:
    return {
        "id": plot.pk,
        "checked": str(plot.pk) in ticked,
        "code": plot.code,
        "url": f"{prefix}{plot.code}/",
        "household": plot.household.name,
        "village": plot.household.village,
        "commune": plot.commune.name,
        "area": showing.hectares(plot.area_m2),
        "rival": plot.rival or "",
    }


@writes(Right.LAND)
def code_leave(request, area, key):
    """Ends ticked memberships on a day; a visit leads to the page that has the form."""
    code = _code(request, area, key)
    if request.method != "POST":
        return redirect("code-page", request.coop.slug, area, key)
    form = LeaveForm(request.seat, request.POST, row=code)
    if form.is_valid():
        try:
            take_from_code(request.seat, sent=form.sent, code=code, **form.facts)
        except Refused as refused:
            form.add_verdict(refused.verdict)
        else:
            messages.success(request, _("The plots stand under the code no more."))
            return redirect("code-page", request.coop.slug, area, key)
    return _page(request, code, leave_form=form)


def _code(request, area, key) -> ExportCode:
    code = code_by_key(request.coop, area, key)
    if code is None:
        raise Http404
    return code
