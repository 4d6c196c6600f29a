"""Pages about certification marks: which there are, who may use them, and the licences' form."""

import datetime as dt

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.marks import add_licence, change_licence
from growers.forms.marks import LicenceForm
from growers.models import CertificationMark, MarkLicence
from growers.queries.history import history_of
from growers.queries.marks import licence_by_key, licences, marks
from growers.rules.marks import holds
from growers.rules.roles import Right
from growers.views.documents import documents_shown
from growers.web import or_404, tried, warn


def validity_shown(valid_from: dt.date, valid_to: dt.date | None, today: dt.date) -> dict:
    """How a licence or mark stands on a day, as a tag."""
    if holds((valid_from, valid_to), today):
        return {"css": "tag", "mark": "✓", "status": _("valid")}
    if today < valid_from:
        return {"css": "tag tag-quiet", "mark": "…", "status": _("not valid yet")}
    return {"css": "tag tag-bad", "mark": "✕", "status": _("expired")}


@reads
def mark_list(request):
    """Every certification mark with the licences the co-operative knows of, its own first."""
    today, held = clock.today(), {}
    for licence in licences(request.coop):
        held.setdefault(licence.mark_id, []).append(_licence(request.coop, licence, today))
    rows = [{**_mark(mark, today), "licences": held.get(mark.pk, [])} for mark in marks()]
    for row in rows:
        row["own"] = any(licence["own"] for licence in row["licences"])
    return render(request, "growers/marks_list.html", {"rows": rows})


def _mark(mark: CertificationMark, today: dt.date) -> dict:
    return {
        "name": mark.name,
        "crop": mark.commodity.name,
        "owner": mark.owner,
        "number": mark.certificate_no,
        "from": showing.day(mark.valid_from),
        "to": showing.day(mark.valid_to),
        "source": mark.source,
        "state": validity_shown(mark.valid_from, mark.valid_to, today),
    }


def _licence(coop, licence: MarkLicence, today: dt.date) -> dict:
    return {
        "url": reverse("licence-page", args=[coop.slug, licence.pk]),
        "own": not licence.holder,
        "holder": licence.holder or coop.name,
        "number": licence.decision_no,
        "from": showing.day(licence.valid_from),
        "to": showing.day(licence.valid_to),
        "quota": showing.kg_unit(licence.quota_g, least=0) if licence.quota_g else _("no limit"),
        "note": licence.note,
        "state": validity_shown(licence.valid_from, licence.valid_to, today),
    }


@reads
def licence_page(request, key):
    """One licence with its documents; `?tab=history` shows its changes."""
    licence = _of(request, key)
    tab = "history" if request.GET.get("tab") == "history" else "overview"
    context = {"licence": _licence(request.coop, licence, clock.today()), "mark": licence.mark, "tab": tab}
    context["edit"] = reverse("licence-edit", args=[request.coop.slug, key])
    if tab == "history":
        context["history"] = history_of(licence)
    else:
        context["documents"] = documents_shown(request, licence)
    return render(request, "growers/licences_page.html", context)


@writes(Right.PERMITS)
def licence_new(request):
    """A licence that is not there yet."""
    form = LicenceForm(request.seat, request.POST or None)
    form.back = reverse("mark-list", args=[request.coop.slug])
    if licence := tried(form, lambda: add_licence(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("The licence was added."))
        warn(request, form.warnings)
        return redirect("licence-page", request.coop.slug, licence.pk)
    return render(request, "growers/licences_form.html", {"form": form, "licence": None})


@writes(Right.PERMITS)
def licence_edit(request, key):
    """A licence that is there."""
    licence = _of(request, key)
    number = licence.decision_no
    form = LicenceForm(request.seat, request.POST or None, instance=licence)
    form.back = reverse("licence-page", args=[request.coop.slug, key])
    if tried(form, lambda: change_licence(request.seat, licence=licence, version=form.shown_version, **form.facts)):
        messages.success(request, _("The changes were saved."))
        warn(request, form.warnings)
        return redirect("licence-page", request.coop.slug, key)
    return render(request, "growers/licences_form.html", {"form": form, "licence": number})


def _of(request, key: int) -> MarkLicence:
    return or_404(licence_by_key(request.coop, key))
