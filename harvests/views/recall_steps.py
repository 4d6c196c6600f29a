"""The steps of a recall: the watch is stopped, people are reached, kilograms come back, it is concluded."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from growers.web import or_404, tried
from harvests.actions.recalls import conclude, count_return, mark_traced, reach_person
from harvests.forms.recalls import PLACES, ConclusionForm, ReachedForm, ReturnForm, TracedForm
from harvests.models import Recall
from harvests.queries.recalls import call_of, counted, lot_of
from harvests.views.recalls import find, took


@writes(Right.RECALL)
def recall_traced(request, code):
    """Stop the watch."""
    recall = find(request, code)
    form = TracedForm(request.seat, recall, request.POST or None)
    return _step(
        request, recall, form, partial(mark_traced, recall=recall), title=_("Stop the watch of %(code)s"),
        done=lambda row: _("Traced in %(time)s.") % {"time": took(row)},
        words=_("Do this when the trace lies on the table, complete, both ways."),
    )  # fmt: skip


@writes(Right.RECALL)
def recall_reached(request, code, pk):
    """Note that a buyer or household was told."""
    recall = find(request, code)
    call = or_404(call_of(recall, pk))
    form = ReachedForm(request.seat, call, request.POST or None)
    person = (call.trader or call.household).name
    return _step(
        request, recall, form, partial(reach_person, call=call), title=_("Reached for %(code)s"), words=person,
        done=lambda row: _("%(name)s was reached.") % {"name": person}, anchor="calls",
    )  # fmt: skip


@writes(Right.RECALL)
def recall_returned(request, code, pk):
    """Write down what has come back of a lot."""
    recall = find(request, code)
    row = or_404(lot_of(recall, pk))
    form = ReturnForm(request.seat, row, request.POST or None)
    words = _("Shipped of %(lot)s: %(kg)s.") % {
        "lot": row.lot.code, "kg": showing.kg_unit(row.shipped_g, least=0)
    }  # fmt: skip
    return _step(
        request, recall, form, partial(count_return, row=row), title=_("Back for %(code)s"), words=words,
        done=lambda row: _("The quantity was saved."), anchor="lots",
    )  # fmt: skip


@writes(Right.RECALL)
def recall_conclude(request, code):
    """End a recall with what was found."""
    recall = find(request, code)
    form = ConclusionForm(request.seat, recall, request.POST or None)
    sums, said = counted(recall), []
    if left := sums["calls"] - sums["reached"]:
        said.append(ngettext(
            "%(n)s person on the call list has not been reached.",
            "%(n)s people on the call list have not been reached.", left,
        ) % {"n": left})  # fmt: skip
    if recall.kind == Recall.Kind.REAL and sums["returned_g"] < sums["shipped_g"]:
        kg = showing.kg_unit(sums["shipped_g"] - sums["returned_g"], least=0)
        said.append(_("%(kg)s that were shipped have not come back.") % {"kg": kg})
    if not recall.traced_at:
        said.append(_("The watch still runs: the trace was not confirmed."))
    return _step(
        request, recall, form, partial(conclude, recall=recall), title=_("Conclude %(code)s"), said=said,
        done=lambda row: _("The recall is concluded."),
    )  # fmt: skip


def _step(
    request, recall: Recall, form, do: Callable, *, title: str, done: Callable, words: str = "", said=(), anchor=""
):
    """Show the form of a step, or take it; `said` is what to think of before."""
    back = reverse("recall-page", args=[request.coop.slug, recall.code])
    form.back = back
    if row := tried(form, lambda: do(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, done(row))
        return redirect(f"{back}#{anchor}" if anchor else back)
    context = {"form": form, "recall": recall, "title": title % {"code": recall.code}, "words": words, "said": said}
    return render(request, "harvests/recalls_step.html", context)
