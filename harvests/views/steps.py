"""A step of a shipment's life as a small page of its own: what it will do, a form, and back to the shipment."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from growers.actions.once import Refused, Stale
from growers.forms.base import SeatedForm
from growers.rules.verdicts import Verdict
from harvests.forms.shipments import PLACES
from harvests.models import Shipment
from harvests.wording_shipments import said


def step(
    request, row: Shipment, form: SeatedForm, do: Callable, *, title: str, done: str, words: str = "", tab: str = "",
    stop: Verdict | None = None, template: str = "harvests/shipments_step.html", **more,
):  # fmt: skip
    """Show the form of a step, or take it; `stop` is what speaks against it as the shipment stands."""
    back = reverse("shipment-page", args=[request.coop.slug, row.code]) + (f"?tab={tab}" if tab else "")
    form.back = back
    if request.method == "POST" and form.is_valid():
        try:
            do(request.seat, sent=form.sent, **form.facts)
        except Refused as refused:
            add_said(form, refused.verdict)
        except ValidationError as problem:
            form.add_problem(problem)
        except Stale:
            form.add_error(None, _("Somebody changed this shipment in the meantime. Go back and look at it again."))
        else:
            messages.success(request, done)
            return redirect(back)
    speaks = [] if form.is_bound or stop is None else [said(reason) for reason in stop.refused]
    context = {"form": form, "row": row, "title": title, "words": words, "said": speaks, **more}
    return render(request, template, context)


def add_said(form: SeatedForm, verdict: Verdict) -> None:
    """Show the reasons next to their fields, with papers by their names."""
    for reason in (*verdict.refused, *verdict.unknown):
        name = PLACES.get(reason.code)
        form.add_error(name if name in form.fields else None, ValidationError(said(reason), reason.code))
