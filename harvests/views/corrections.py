"""What is done to a ticket afterwards: it is corrected by typing it again, voided, or released from a hold."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import writes
from growers.actions.once import Refused, Stale
from growers.rules.roles import Right
from growers.web import safe_next
from growers.wording import sentence
from harvests.actions.corrections import correct_ticket, release_ticket, void_ticket
from harvests.actions.records import NotRecorded, Unconfirmed
from harvests.forms.records import CorrectForm, ReasonForm, ReleaseForm
from harvests.models import HarvestLine, HarvestRecord
from harvests.queries.records import loads_of, may_be_changed, version_of
from harvests.queries.scale import sheet_at
from harvests.views.records import asked_ticket


@writes(Right.WEIGH)
def harvest_correct(request, code):
    """M9: the ticket typed again, with why; saved as the next version of the same number."""
    record = _changeable(request, code)
    grading = "graded" in request.GET
    form = CorrectForm(request.seat, record, loads_of(record), request.POST or None, grading=grading)
    doubts: list = []
    if request.method == "POST" and form.is_valid():
        try:
            new = correct_ticket(
                request.seat, sent=form.sent, record=_shown(record, form), header=form.header, loads=form.loads,
                confirmed=form.cleaned_data["confirmed"], **form.about,
            )  # fmt: skip
        except NotRecorded as refusal:
            form.add_problems(refusal.problems)
        except Refused as refusal:
            form.add_verdict(refusal.verdict)
        except Unconfirmed as doubtful:
            doubts = [sentence(reason) for reason in doubtful.warnings]
        except Stale:
            return _gone(request, record)
        else:
            messages.success(request, _("Ticket %(code)s was corrected.") % {"code": new.code})
            # The scale's F4 names itself as what comes next.
            return redirect(safe_next(request, reverse("harvest-page", args=[request.coop.slug, record.slug])))
    sheet = sheet_at(request.coop, record.season.commodity_id, record.weighed_at, record.board_id)
    context = {
        "record": record,
        "form": form,
        "doubts": doubts,
        "grades": [(grade.code, grade.code) for grade in sheet.grades.values() if grade.kind in ("graded", "offgrade")],
        "crates": [(crate.code, f"{crate.code} {showing.kg(crate.tare_g)}") for crate in sheet.crates.values()],
        "deductions": HarvestLine.Deduction.choices,
    }
    return render(request, "harvests/records_correct.html", context)


@writes(Right.WEIGH)
def harvest_void(request, code):
    """M9: the ticket taken out of the books, with why; its number stays used."""
    record = _changeable(request, code)
    form = ReasonForm(request.seat, record, request.POST or None)
    form.back = reverse("harvest-page", args=[request.coop.slug, record.slug])
    if request.method == "POST" and form.is_valid():
        try:
            void_ticket(request.seat, sent=form.sent, record=_shown(record, form), **form.facts)
        except NotRecorded as refusal:
            form.add_problems(refusal.problems)
        except Refused as refusal:
            form.add_verdict(refusal.verdict)
        except Stale:
            return _gone(request, record)
        else:
            messages.success(request, _("Ticket %(code)s was voided.") % {"code": record.code})
            return redirect(form.back)
    return render(request, "harvests/records_void.html", {"record": record, "form": form})


@writes(Right.CORRECT)
def harvest_release(request, code):
    """Answer the holds that a person may answer; the form stands on the ticket's page."""
    record = asked_ticket(request, code)
    if request.method != "POST":
        return redirect("harvest-page", request.coop.slug, record.slug)
    form = ReleaseForm(request.seat, record, request.POST)
    form.back = reverse("harvest-page", args=[request.coop.slug, record.slug])
    if form.is_valid():
        try:
            release_ticket(request.seat, sent=form.sent, record=_shown(record, form), **form.facts)
        except NotRecorded as refusal:
            form.add_problems(refusal.problems)
        except Stale:
            return _gone(request, record)
        else:
            messages.success(request, _("Ticket %(code)s was released.") % {"code": record.code})
            return redirect(form.back)
    return render(request, "harvests/records_void.html", {"record": record, "form": form})


def _changeable(request, code: str) -> HarvestRecord:
    """The ticket when this seat may change it at this moment (or has just sent this change); 403 otherwise."""
    record = asked_ticket(request, code)
    if not may_be_changed(request.seat, record, clock.now()):
        raise PermissionDenied
    if request.method != "POST" and not record.stands:
        raise Http404
    return record


def _shown(record: HarvestRecord, form) -> HarvestRecord:
    """The version that the form was opened at, which an action refuses as Stale when it no longer stands.

    A form that was sent before carries nothing: its first result is the answer.
    """
    shown = version_of(record, form.cleaned_data.get("revision", record.revision))
    if shown is None:
        raise Stale(record)
    return shown


def _gone(request, record: HarvestRecord):
    messages.warning(request, _("Somebody corrected or voided this ticket in the meantime. This is how it stands now."))
    return redirect("harvest-page", request.coop.slug, record.slug)
