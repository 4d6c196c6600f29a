"""Pages about planting area codes: one code with its status and plots, its papers, plots put under it and taken out."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.areas import add_code, change_code, put_under_code, record_status, take_from_code
from growers.forms.areas import CodeForm, EventForm, JoinFilter, JoinForm, LeaveForm, NewCodeForm
from growers.forms.base import RowForm
from growers.models import CertificatePlot, CodeEvent, CodePlot, ExportCode, Plot
from growers.queries.areas import area_by_code, code_by_key, codes_on, events_of, members_of, plots_to_add
from growers.queries.history import history_of
from growers.queries.settings import settings_on
from growers.rules.areas import NEED_REASON
from growers.rules.roles import Right
from growers.views.areas import code_shown, status_shown
from growers.views.documents import code_url, documents_shown
from growers.views.visits import visits_shown
from growers.web import or_404, tried, warn

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
    leave_form = leave_form or LeaveForm(request.seat, row=code)
    shown = next(row for row in codes_on(request.coop, today, code.area) if row.pk == code.pk)
    prefix, ticked = reverse("plot-list", args=[request.coop.slug]), leave_form.ticked
    members = [(member, member_shown(member, ticked, prefix)) for member in members_of(code)]
    settings = settings_on(request.coop, today)
    context = {
        **overview(request, code, past, Right.LAND, event_form, settings["supervision_days"]),
        "shown": code_shown(request.coop, shown, settings),
        "members": [row for member, row in members if member.valid_to is None or member.valid_to > today],
        "former": [row for member, row in members if member.valid_to and member.valid_to <= today],
        "status_url": reverse("code-status", args=[request.coop.slug, code.area.code, code.pk]),
        "leave_form": leave_form,
    }
    return render(request, "growers/codes_page.html", context)


def overview(request, code: ExportCode, past: list[CodeEvent], right: Right, event_form, days: int) -> dict:
    """What the page of every code shows: dates, statuses with the form of a new one, visits every `days`, papers."""
    suspended = any(event.status in NEED_REASON for event in past)
    return {
        "code": code,
        "tab": "overview",
        "valid": (showing.day(code.valid_from), showing.day(code.valid_to)),
        "approved": showing.day(code.importer_approved_on),
        "events": [
            {**status_shown(event.status), "since": showing.day(event.effective_from), "reason": event.reason}
            for event in reversed(past)
        ],
        "event_form": event_form or EventForm(request.seat, row=code, past=_dates(past)),
        "may_status": request.seat.may(right),
        # Which lots a suspension reaches; "" for a code that never was suspended (R15).
        "reach": reverse("code-reach", args=[request.coop.slug, code.pk]) if suspended else "",
        "visits": visits_shown(request, code, days),
        "documents": documents_shown(request, code),
    }


def _dates(events: list[CodeEvent]) -> list[tuple[dt.date, str]]:
    return [(event.effective_from, event.status) for event in events]


def member_shown(member: CodePlot | CertificatePlot, ticked: set[str], prefix: str) -> dict:
    """A plot under a code or a certificate, with a box to tick; `prefix` is the address of the plots."""
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
    }


@writes(Right.LAND)
def code_new(request, area):
    """A planting area code that is not there yet, with its first status."""
    holder = or_404(area_by_code(request.coop, area))
    form = NewCodeForm(request.seat, request.POST or None, area=holder)
    form.back = reverse("area-page", args=[request.coop.slug, area])
    if code := tried(form, lambda: add_code(request.seat, sent=form.sent, area=holder, **form.facts)):
        messages.success(request, _("Planting area code %(code)s was added.") % {"code": code.code})
        warn(request, form.warnings)
        return redirect("code-page", request.coop.slug, area, code.pk)
    return render(request, "growers/codes_form.html", {"form": form, "code": None, "area": holder})


@writes(Right.LAND)
def code_edit(request, area, key):
    """The papers of a planting area code."""
    code = _code(request, area, key)
    form = CodeForm(request.seat, request.POST or None, instance=code)
    return changed(request, code, form, "growers/codes_form.html", {"code": code, "area": code.area})


def changed(request, code: ExportCode, form: RowForm, template: str, context: dict):
    """The form with the papers of a code of either kind, or the way back once they are saved."""
    form.back = code_url(code)
    if tried(form, lambda: change_code(request.seat, export_code=code, version=form.shown_version, **form.facts)):
        messages.success(request, _("The changes were saved."))
        warn(request, form.warnings)
        return redirect(form.back)
    return render(request, template, {"form": form, **context})


@writes(Right.LAND)
def code_status(request, area, key):
    """Gives a code a new status from a day on; a visit leads to the page that has the form."""
    return status_given(request, _code(request, area, key), _page)


def status_given(request, code: ExportCode, page: Callable):
    """Record what the form of a code of either kind says, else show the code's `page` with that form.

    A suspension leads at once to the lots that it reaches (R15), any other status back to the code.
    """
    if request.method != "POST":
        return redirect(code_url(code))
    form, today = EventForm(request.seat, request.POST, row=code, past=_dates(events_of(code))), clock.today()
    if event := tried(form, lambda: record_status(request.seat, sent=form.sent, code=code, today=today, **form.facts)):
        messages.success(request, _("The status was recorded."))
        if event.status in NEED_REASON:
            return redirect("code-reach", request.coop.slug, code.pk)
        return redirect(code_url(code))
    return page(request, code, event_form=form)


@writes(Right.LAND)
def code_join(request, area, key):
    """Puts ticked plots under a code from a day on."""
    code = _code(request, area, key)
    form = JoinForm(request.seat, request.POST or None, row=code)
    if tried(form, lambda: put_under_code(request.seat, sent=form.sent, code=code, **form.facts)):
        messages.success(request, _("The plots stand under %(code)s.") % {"code": code.code})
        return redirect("code-page", request.coop.slug, area, key)
    filters = JoinFilter(request.coop, request.GET)
    prefix, ticked = reverse("plot-list", args=[request.coop.slug]), form.ticked
    rows = list(plots_to_add(code, clock.today(), **filters.facts)[: MOST_TO_TICK + 1])
    context = {
        "code": code,
        "form": form,
        "filters": filters,
        "rows": [{**candidate_shown(plot, ticked, prefix), "rival": plot.rival or ""} for plot in rows[:MOST_TO_TICK]],
        "cut": MOST_TO_TICK if len(rows) > MOST_TO_TICK else None,
    }
    return render(request, "growers/codes_join.html", context)


def candidate_shown(plot: Plot, ticked: set[str], prefix: str) -> dict:
    """A plot that may be ticked; `prefix` is the address of the plots."""
    return {
        "id": plot.pk,
        "checked": str(plot.pk) in ticked,
        "code": plot.code,
        "url": f"{prefix}{plot.code}/",
        "household": plot.household.name,
        "village": plot.household.village,
        "commune": plot.commune.name,
        "area": showing.hectares(plot.area_m2),
    }


@writes(Right.LAND)
def code_leave(request, area, key):
    """Ends ticked memberships on a day; a visit leads to the page that has the form."""
    code = _code(request, area, key)
    if request.method != "POST":
        return redirect("code-page", request.coop.slug, area, key)
    form = LeaveForm(request.seat, request.POST, row=code)
    if tried(form, lambda: take_from_code(request.seat, sent=form.sent, code=code, **form.facts)):
        messages.success(request, _("The plots stand under the code no more."))
        return redirect("code-page", request.coop.slug, area, key)
    return _page(request, code, leave_form=form)


def _code(request, area, key) -> ExportCode:
    return or_404(code_by_key(request.coop, area, key))
