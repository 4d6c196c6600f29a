"""Pages about the codes of packing houses: one code with its status and visits, its papers, a new status."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from growers.access import reads, writes
from growers.actions.areas import add_code
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
from growers.views.codes import changed, overview, status_given
from growers.views.packing_houses import house_of
from growers.web import or_404, tried, warn
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
    days = settings_on(request.coop, today)["supervision_days"]
    context = {
        **overview(request, code, past, Right.PERMITS, event_form, days),
        "status": status_shown(status),
        "flags": [sentence(reason) for reason in judge_house_code({"code": code.code}, others=()).warnings],
        "status_url": reverse("house-code-status", args=[request.coop.slug, code.house.code, code.pk]),
    }
    return render(request, "growers/house_codes_page.html", context)


@writes(Right.PERMITS)
def house_code_new(request, house):
    """A code that a packing house does not have yet, with its first status."""
    holder = house_of(request, house)
    form = NewHouseCodeForm(request.seat, request.POST or None, house=holder)
    form.back = reverse("house-page", args=[request.coop.slug, house])
    if code := tried(form, lambda: add_code(request.seat, sent=form.sent, house=holder, **form.facts)):
        messages.success(request, _("Packing house code %(code)s was added.") % {"code": code.code})
        warn(request, form.warnings)
        return redirect("house-code-page", request.coop.slug, house, code.pk)
    return render(request, "growers/house_codes_form.html", {"form": form, "code": None, "house": holder})


@writes(Right.PERMITS)
def house_code_edit(request, house, key):
    """The papers of a packing house code."""
    code = _code(request, house, key)
    context = {"code": code.code, "house": code.house}
    form = HouseCodeForm(request.seat, request.POST or None, instance=code)
    return changed(request, code, form, "growers/house_codes_form.html", context)


@writes(Right.PERMITS)
def house_code_status(request, house, key):
    """Gives a packing house code a new status from a day on; a visit leads to the page that has the form."""
    return status_given(request, _code(request, house, key), _page)


def _code(request, house, key) -> ExportCode:
    return or_404(house_code_by_key(request.coop, house, key))
