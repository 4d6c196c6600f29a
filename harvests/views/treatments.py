"""Treatments of a lot: what was done and measured, whether its market is content, recorded and voided."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.web import or_404, tried
from growers.wording import sentence, sentences
from harvests.actions.treatments import record_treatment, void_treatment
from harvests.forms.deliveries import ReasonForm
from harvests.forms.treatments import PLACES, TreatmentForm
from harvests.models import Lot, Treatment
from harvests.queries.shipments import requirement_on
from harvests.queries.treatments import treatment_by_key, treatments_of
from harvests.rules.treatments import judge_treatment, judge_treatments, minima
from harvests.views.lots import find
from harvests.wording_treatments import KINDS, UNITS, VALUE_NAMES


@reads
def treatment_list(request, code):
    """The treatments of a lot beside what its market asks for."""
    lot = find(request, code)
    asked = requirement_on(lot.market_id, lot.commodity_id, lot.packed_on)
    rows = treatments_of(lot)
    verdict = judge_treatments(asked, rows, lot.packed_on)
    context = {
        "lot": lot,
        "asked": _asked(asked),
        "kind": KINDS.get(asked.treatment, "") if asked else "",
        "source": asked.source if asked else "",
        "rows": [_shown(row, asked, lot) for row in rows],
        "said": sentences(verdict),
        "fine": verdict.allowed,
        "may": request.seat.may(Right.PACK) and lot.status != Lot.Status.VOID,
    }
    return render(request, "harvests/treatments_list.html", context)


def _asked(asked) -> list[str]:
    """What the market asks of its treatment, as texts."""
    if asked is None or not asked.treatment:
        return []
    least = [f"{VALUE_NAMES[name]} ≥ {shown_value(name, value)}" for name, value in minima(asked)]
    return [*least, *([_("under supervision")] if asked.treatment_supervised else [])]


def _shown(row: Treatment, asked, lot: Lot) -> dict:
    judged = asked and row.kind == asked.treatment and not row.void_reason
    verdict = judge_treatment(asked, row, lot.packed_on) if judged else None
    return {
        "pk": row.pk,
        "kind": KINDS[row.kind],
        "at": showing.day_time(row.treated_at),
        "facility": " · ".join(part for part in (row.facility, row.facility_code) if part),
        "papers": " · ".join(part for part in (row.treatment_no, row.certificate_no) if part),
        "values": measured(row),
        "supervised": row.supervised_by,
        "who": row.entered_by.display_name,
        "void": row.void_reason,
        "short": [sentence(reason) for reason in (*verdict.refused, *verdict.unknown)] if verdict else [],
        "good": bool(verdict and verdict.allowed),
    }


def measured(row: Treatment) -> str:
    """Everything that was measured, with its units."""
    values = [(name, getattr(row, name)) for name in VALUE_NAMES]
    return "; ".join(f"{VALUE_NAMES[name]} {shown_value(name, value)}" for name, value in values if value is not None)


def shown_value(name: str, value: int) -> str:
    """A measured value with its unit."""
    if name.endswith("_dc"):
        return showing.celsius(value)
    if name.endswith("_bp"):
        return showing.percent_bp(value)
    return f"{showing.count(value)} {UNITS[name]}"


@writes(Right.PACK)
def treatment_new(request, code):
    """Write down a treatment; one below the minimum is kept, with a warning and without effect at the gate."""
    lot = find(request, code)
    asked = requirement_on(lot.market_id, lot.commodity_id, lot.packed_on)
    form = TreatmentForm(request.seat, request.POST or None, kind=asked.treatment if asked else "")
    do = partial(record_treatment, lot=lot)
    words = "; ".join(_asked(asked))
    title = _("Treatment of %(code)s") % {"code": lot.code}
    return _step(request, lot, form, do, title=title, words=words, done=_("The treatment was saved."))


@writes(Right.PACK)
def treatment_void(request, code, pk):
    """Take a treatment back that was entered by mistake."""
    lot = find(request, code)
    row = or_404(treatment_by_key(lot, pk))
    form = ReasonForm(request.seat, request.POST or None, save_label=_("Void treatment"))
    words = f"{KINDS[row.kind]} · {showing.day_time(row.treated_at)} · {row.facility}"
    title = _("Void a treatment of %(code)s") % {"code": lot.code}
    do = partial(void_treatment, treatment=row)
    return _step(request, lot, form, do, title=title, words=words, done=_("The treatment was voided."))


def _step(request, lot: Lot, form, do, *, title: str, words: str, done: str):
    form.back = reverse("treatment-list", args=[request.coop.slug, lot.code])
    if row := tried(form, lambda: do(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, done)
        _warn(request, lot, row)
        return redirect("treatment-list", request.coop.slug, lot.code)
    context = {"form": form, "lot": lot, "title": title, "words": words}
    return render(request, "harvests/treatments_form.html", context)


def _warn(request, lot: Lot, row: Treatment) -> None:
    """Say at once when what was measured does not suffice for the market."""
    asked = requirement_on(lot.market_id, lot.commodity_id, lot.packed_on)
    if asked and asked.treatment == row.kind and not row.void_reason:
        for text in sentences(judge_treatment(asked, row, lot.packed_on)):
            messages.warning(request, text)
