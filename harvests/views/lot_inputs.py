"""Filling a lot: ticking, typing or naming what lies on the packing floor, and giving it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from growers.web import or_404, tried
from growers.wording import sentence, sentences
from harvests.actions.lots import give_back, take_lines
from harvests.forms.deliveries import ReasonForm
from harvests.forms.lot_inputs import PLACES, FillForm, FloorFilter
from harvests.models import Lot
from harvests.queries.lot_floor import Barred, Floor, floor
from harvests.queries.lot_inputs import lot_facts
from harvests.queries.lot_pages import input_by_id
from harvests.rules.lots import judge_state
from harvests.views.lots import find

MOST_ROWS = 300
MOST_ALIKE = 3  # reasons of one kind that are spelt out


@writes(Right.PACK)
def lot_inputs(request, code):
    """Take fruit into an open lot; the filters in the address say what is shown, the post says what is taken."""
    lot = find(request, code)
    filters = FloorFilter(lot, request.GET)
    found = floor(request.coop, lot, **filters.facts)
    more = len(found.piles) > MOST_ROWS
    form = FillForm(request.seat, lot, found, request.POST or None)
    form.back = reverse("lot-page", args=[request.coop.slug, lot.code])
    if filled := tried(form, lambda: take_lines(request.seat, sent=form.sent, lot=lot, **form.facts), PLACES):
        messages.success(request, _("%(code)s now holds %(kg)s.") % {"code": lot.code, "kg": _kg(filled.in_g)})
        return redirect(f"{request.path}?{request.GET.urlencode()}" if "more" in request.POST else form.back)
    context = {
        "lot": lot,
        "form": form,
        "filters": filters,
        "said": [] if form.is_bound else sentences(judge_state(lot_facts(lot))),
        "tickets": _tickets(request, form.choices[:MOST_ROWS]),
        "more": more,
        "sums": _sums(found, lot),
        "barred": [_barred(one) for one in found.barred],
    }
    return render(request, "harvests/lots_inputs.html", context)


def _kg(grams: int) -> str:
    return showing.kg_unit(grams, 0)


def _sums(found: Floor, lot: Lot) -> dict:
    return {
        "free": _kg(found.free_g), "barred": _kg(found.barred_g), "barred_tickets": found.barred_tickets,
        "in": _kg(lot.in_g),
    }  # fmt: skip


def _barred(one: Barred) -> dict:
    reasons = [*one.reasons.values()]
    more = len(reasons) - MOST_ALIKE
    return {
        "why": [sentence(reason) for reason in reasons[:MOST_ALIKE]], "kg": _kg(one.grams),
        "more": showing.count(more) if more > 0 else "", "tickets": showing.count(len(one.tickets)),
    }  # fmt: skip


def _tickets(request, choices) -> list[dict]:
    """The piles under their tickets, in the order of the floor."""
    tickets: dict[int, dict] = {}
    whole = request.POST.getlist("ticket")
    for choice in choices:
        pile = choice.row
        row = pile.row
        if row["record"] not in tickets:
            tickets[row["record"]] = {
                "pk": row["record"], "ticked": str(row["record"]) in whole,
                "code": pile.fruit_code, "day": showing.day(row["record__day"]),
                "time": showing.time_of_day(row["record__weighed_at"]),
                "number": f"{row['record__number']:03d}", "plot": row["record__plot__code"] or "–",
                "household": f"{row['record__household__code']} – {row['record__household__name']}", "piles": [],
            }  # fmt: skip
        tickets[row["record"]]["piles"].append({
            "key": choice.key, "grade": row["grade__code"], "free": choice.free, "typed": choice.typed,
            "ticked": choice.ticked, "error": choice.error,
            "warnings": [sentence(reason) for reason in pile.fruit.verdict.warnings],
        })  # fmt: skip
    return [*tickets.values()]


@writes(Right.PACK)
def lot_give_back(request, code, pk):
    """Take one input out of an open lot, with a reason."""
    lot = find(request, code)
    edge = or_404(input_by_id(lot, pk))
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Give back"))
    form.back = reverse("lot-page", args=[request.coop.slug, lot.code]) + "?tab=inputs"
    if tried(form, lambda: give_back(request.seat, sent=form.sent, edge=edge, **form.facts)):
        messages.success(request, _("The kilograms are free again."))
        return redirect(form.back)
    source = edge.line.record.code if edge.line_id else edge.source.code
    said = [] if form.is_bound else sentences(judge_state(lot_facts(lot)))
    context = {
        "form": form, "lot": lot, "title": _("Give back from %(code)s") % {"code": lot.code}, "said": said,
        "words": f"{source} · {_kg(edge.grams)}", "box": None,
    }  # fmt: skip
    return render(request, "harvests/lots_step.html", context)
