"""Supervision visits: shown beside a code with the day of the next, recorded, and voided (R14)."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import writes
from growers.actions.visits import record_visit, void_visit
from growers.forms.ticked import ReasonForm
from growers.forms.visits import PLACES, VisitForm
from growers.models import ExportCode, SupervisionVisit
from growers.queries.areas import code_by_key
from growers.queries.packing_houses import house_code_by_key
from growers.queries.visits import visit_by_key, visits_of
from growers.rules.roles import Right
from growers.rules.visits import Due, due_after
from growers.views.documents import code_url
from growers.web import or_404, tried

LOOKS = {"passed": ("tag", "✓"), "mend": ("tag tag-warn", "!"), "failed": ("tag tag-bad", "✕")}
SOON = dt.timedelta(days=30)


def due_shown(due: Due | None, today: dt.date) -> dict:
    """When the next visit is due, as a tag: `css`, `mark`, `text`."""
    if due is None or due.last_on is None:
        return {"css": "tag tag-bad", "mark": "✕", "text": _("no visit on record")}
    if due.next_on is None:
        return {"css": "tag tag-bad", "mark": "✕", "text": _("failed on %(day)s") % {"day": showing.day(due.last_on)}}
    text = {"day": showing.day(due.next_on)}
    if due.next_on < today:
        return {"css": "tag tag-bad", "mark": "✕", "text": _("overdue since %(day)s") % text}
    css, mark = ("tag tag-warn", "!") if due.next_on <= today + SOON else ("tag", "✓")
    return {"css": css, "mark": mark, "text": _("next due %(day)s") % text}


def visits_shown(request, code: ExportCode, days: int) -> dict:
    """What growers/_codes_visits.html takes as `visits`: those of a code, when the next is due, where to add one.

    `days` is how long a visit holds.
    """
    slug, may, rows = request.coop.slug, request.seat.may(Right.PERMITS), list(visits_of(code))
    standing = [(visit.visited_on, visit.result, visit.next_due) for visit in rows if not visit.void_reason]
    name = "house-visit-new" if code.house_id else "visit-new"
    holder = code.house.code if code.house_id else code.area.code
    return {
        "due": due_shown(due_after(standing, days=days), clock.today()),
        "add": reverse(name, args=[slug, holder, code.pk]) if may else "",
        "rows": [_shown(slug, visit, may) for visit in rows],
    }


def _shown(slug: str, visit: SupervisionVisit, may: bool) -> dict:
    css, mark = LOOKS[visit.result]
    return {
        "day": showing.day(visit.visited_on),
        "kind": visit.get_kind_display(),
        "inspector": visit.inspector,
        "css": css,
        "mark": mark,
        "result": visit.get_result_display(),
        "found": " · ".join(filter(None, (visit.pests, visit.sample_no, visit.note))),
        "void_reason": visit.void_reason,
        "void": reverse("visit-void", args=[slug, visit.pk]) if may and not visit.void_reason else "",
        "document": reverse("document-new", args=[slug, "supervisionvisit", visit.pk]) if may else "",
    }


@writes(Right.PERMITS)
def visit_new(request, area, key):
    """A visit of the growing area behind a planting area code."""
    return _record(request, code_by_key(request.coop, area, key))


@writes(Right.PERMITS)
def house_visit_new(request, house, key):
    """A visit of the packing house behind its code."""
    return _record(request, house_code_by_key(request.coop, house, key))


def _record(request, code: ExportCode | None):
    if code is None:
        raise Http404
    form = VisitForm(request.seat, request.POST or None, row=code)
    form.back = code_url(code)
    if tried(
        form, lambda: record_visit(request.seat, sent=form.sent, code=code, today=clock.today(), **form.facts), PLACES
    ):
        messages.success(request, _("The visit was recorded."))
        return redirect(code_url(code))
    return render(request, "growers/visits_form.html", {"form": form, "code": code})


@writes(Right.PERMITS)
def visit_void(request, key):
    """Lets a visit count no more, with the reason."""
    visit = or_404(visit_by_key(request.coop, key))
    back = code_url(visit.export_code)
    if visit.void_reason and request.method != "POST":
        return redirect(back)
    form = ReasonForm(request.seat, request.POST or None, row=visit)
    form.save_label, form.back = _("Void the visit"), back
    if tried(form, lambda: void_visit(request.seat, sent=form.sent, visit=visit, **form.facts)):
        messages.success(request, _("The visit counts no more."))
        return redirect(back)
    shown = {"code": visit.export_code.code, "day": showing.day(visit.visited_on)}
    return render(request, "growers/visits_void.html", {"form": form, "visit": shown})
