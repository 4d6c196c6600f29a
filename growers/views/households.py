"""Pages about households: the list, one household with its tabs, and its form."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.households import change_household, register_household
from growers.actions.once import Stale
from growers.forms.households import HouseholdFilter, HouseholdForm
from growers.queries.history import history_of
from growers.queries.households import household_by_code, households, sums
from growers.queries.plots import plots_of
from growers.rules.roles import Right
from growers.web import download, page_of, show

LISTED = (
    "code", "name", "alias", "village", "commune__name", "kind", "total_m2", "coded_m2", "phone", "left_on",
)  # fmt: skip
TABS = ("overview", "plots", "deliveries", "history")


@reads
def household_list(request):
    """M2: every household with search, filters, sums and downloads."""
    filters = HouseholdFilter(request.coop, request.GET)
    rows = households(request.coop, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*LISTED))
    prefix = reverse("household-list", args=[request.coop.slug])
    kinds = dict(rows.model.Kind.choices)
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, prefix, kinds) for row in page],
        "sums": _shown_sums(sums(rows)),
    }
    return show(request, "growers/households_list.html", "growers/_households_rows.html", context)


def _shown(row: dict, prefix: str, kinds: dict) -> dict:
    return {
        "url": f"{prefix}{row['code']}/",
        "code": row["code"],
        "name": row["name"],
        "alias": row["alias"],
        "place": row["village"],
        "commune": row["commune__name"],
        "kind": kinds[row["kind"]],
        "coded": showing.hectares(row["coded_m2"]) if row["coded_m2"] else "–",
        "total": showing.hectares(row["total_m2"]) if row["total_m2"] else "–",
        "phone": showing.phone(row["phone"]),
        "tel": row["phone"],
    }


def _shown_sums(found: dict) -> dict:
    return {
        "households": showing.count(found["households"]),
        "total": showing.hectares(found["total"]),
        "coded": showing.hectares(found["coded"]),
    }


def _download(request, rows):
    header = [
        _("Code"), _("Head of household"), _("Also called"), _("Village"), _("Commune or ward"),
        _("Membership type"), _("Area, m²"), _("Area under a code, m²"), _("Phone"),
    ]  # fmt: skip
    kinds = dict(rows.model.Kind.choices)
    cells = (
        [r["code"], r["name"], r["alias"], r["village"], r["commune__name"], kinds[r["kind"]], r["total_m2"],
         r["coded_m2"], showing.phone(r["phone"])]
        for r in rows.values(*LISTED)
    )  # fmt: skip
    found = sums(rows)
    totals = [_("Total"), found["households"], "", "", "", "", found["total"], found["coded"], ""]
    return download(request, f"households-{request.coop.slug}", header, cells, totals)


@reads
def household_page(request, code):
    """M3: one household; `?tab=` names the tab."""
    household = _household(request, code)
    tab = request.GET.get("tab")
    context = {
        "household": household,
        "tab": tab if tab in TABS else TABS[0],
        "personal": request.seat.may(Right.PERSONAL),
        "plots": plots_of(household),
        "history": history_of(household) if tab == "history" else [],
    }
    return render(request, "growers/households_page.html", context)


@writes(Right.PEOPLE)
def household_new(request):
    """M4, for a household that is not there yet."""
    form = HouseholdForm(request.seat, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            household = register_household(request.seat, sent=form.sent, **form.facts)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("Household %(code)s was added.") % {"code": household.code})
            return redirect("household-page", request.coop.slug, household.code)
    return render(request, "growers/households_form.html", {"form": form})


@writes(Right.PEOPLE)
def household_edit(request, code):
    """M4, for a household that is there."""
    household = _household(request, code)
    form = HouseholdForm(request.seat, request.POST or None, instance=household)
    if request.method == "POST" and form.is_valid():
        try:
            change_household(
                request.seat, household=household, version=form.cleaned_data["version"] or 0, **form.facts
            )
        except Stale as stale:
            form.meet(stale.current)
        except ValidationError as problem:
            form.add_problem(problem)
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("household-page", request.coop.slug, household.code)
    return render(request, "growers/households_form.html", {"form": form, "household": household})


def _household(request, code):
    household = household_by_code(request.coop, code)
    if household is None:
        raise Http404
    return household
