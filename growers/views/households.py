"""Pages about households: the list, one household with its tabs, and its form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.households import change_household, register_household, show_numbers
from growers.forms.households import HouseholdFilter, HouseholdForm, NumbersForm
from growers.models import Consent, Household, Plot
from growers.queries.areas import codes_of_plots
from growers.queries.capital import held_by
from growers.queries.consents import living_consent
from growers.queries.history import history_of
from growers.queries.households import LISTED, HouseholdPages, household_by_code, households, sums
from growers.queries.plots import LISTED as PLOT_LISTED
from growers.queries.plots import plots
from growers.rules.roles import Right
from growers.views.plots import plot_shown
from growers.web import download, links, or_404, page_of, show, tried

SORTS = {name.strip("-"): {"sort": name} for name in ("code", "name", "commune", "kind", "-area")}
TABS = ("overview", "plots", "deliveries", "history")


@reads
def household_list(request):
    """M2: every household with search, filters, sums and downloads."""
    filters = HouseholdFilter(request.coop, request.GET)
    facts = filters.facts
    if "format" in request.GET:
        return _download(request, facts)
    found = sums(request.coop, facts)
    page = page_of(request, HouseholdPages(request.coop, facts), total=found["suppliers"])
    prefix = reverse("household-list", args=[request.coop.slug])
    kinds, english = {kind.value: str(kind.label) for kind in Household.Kind}, showing.in_english()
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, prefix, kinds, english) for row in page],
        "sums": _shown_sums(found),
        "links": links(request, ("page",), cards={}, xlsx={"format": "xlsx"}, csv={"format": "csv"}),
        "sorts": links(request, ("page", "sort"), none={}, **SORTS),
    }
    return show(request, "growers/households_list.html", "growers/_households_rows.html", context)


def _shown(row: dict, prefix: str, kinds: dict, english: bool) -> dict:
    return {
        "url": f"{prefix}{row['code']}/",
        "code": row["code"],
        "name": row["name"],
        "alias": row["alias"],
        "place": row["village"],
        "commune": row["commune__name"],
        "kind": kinds[row["kind"]],
        "coded": showing.hectares(row["coded_m2"], english) if row["coded_m2"] else "–",
        "total": showing.hectares(row["total_m2"], english) if row["total_m2"] else "–",
        "phone": showing.phone(row["phone"]),
        "tel": row["phone"],
    }


def _shown_sums(found: dict) -> dict:
    return {
        "households": showing.count(found["suppliers"] - found["coops"]),
        "coops": found["coops"],
        "total": showing.hectares(found["total"]),
        "coded": showing.hectares(found["coded"]),
    }


def _download(request, facts: dict):
    header = [
        _("Code"), _("Head of household"), _("Also called"), _("Village"), _("Commune or ward"),
        _("Membership type"), _("Area, m²"), _("Area under a code, m²"), _("Phone"),
    ]  # fmt: skip
    kinds, rows = dict(Household.Kind.choices), households(request.coop, **facts)
    cells = (
        [r["code"], r["name"], r["alias"], r["village"], r["commune__name"], kinds[r["kind"]], r["total_m2"],
         r["coded_m2"], showing.phone(r["phone"])]
        for r in rows.values(*LISTED)
    )  # fmt: skip
    found = sums(request.coop, facts)
    totals = [_("Total"), found["suppliers"] - found["coops"], "", "", "", "", found["total"], found["coded"], ""]
    return download(request, f"households-{request.coop.slug}", header, cells, totals)


@reads
def household_page(request, code):
    """M3: one household; `?tab=` names the tab."""
    return _page(request, _household(request, code), request.GET.get("tab"))


@writes(Right.PERSONAL)
def household_numbers(request, code):
    """The household's page with its identity and bank numbers in full, which is noted in the audit trail."""
    household = _household(request, code)
    form = NumbersForm(request.seat, request.POST or None, household=household)
    if request.method != "POST":
        return redirect("household-page", request.coop.slug, code)
    if not form.is_valid():
        return _page(request, household, "overview", form=form)
    show_numbers(request.seat, sent=form.sent, household=household, reason=form.facts.get("reason", ""))
    return _page(request, household, "overview", in_full=True)


def _page(request, household: Household, tab: str | None, *, in_full: bool = False, form: NumbersForm | None = None):
    tab = tab if tab in TABS else TABS[0]
    today = clock.today()
    rows = list(plots(request.coop, day=today, status="all").filter(household=household).values(*PLOT_LISTED))
    codes = codes_of_plots(request.coop, today, [row["id"] for row in rows])
    prefix = reverse("plot-list", args=[request.coop.slug])
    used = [row for row in rows if row["status"] != "retired"]
    named = living_consent(household, Consent.Purpose.PUBLIC_NAME)
    context = {
        "household": household,
        "here": reverse("household-page", args=[request.coop.slug, household.code]),
        "tab": tab,
        "badges": _badges(used, codes),
        "phone": showing.phone(household.phone),
        "dates": {
            "joined": showing.day(household.joined_on),
            "left": showing.day(household.left_on),
            "contract_from": showing.day(household.contract_from),
            "contract_to": showing.day(household.contract_to),
            "consent": showing.day(named and named.given_on),
        },
        "plots": [plot_shown(row, codes.get(row["id"], ()), prefix) for row in rows],
        "land": _land(used, codes),
        "person": _person(household, in_full=in_full) if request.seat.may(Right.PERSONAL) else None,
        "form": form or NumbersForm(request.seat, household=household),
        "history": history_of(household) if tab == "history" else [],
    }
    return render(request, "growers/households_page.html", context)


def _badges(rows: list[dict], codes: dict) -> list[str]:
    """What a clerk may want to know at a glance: special practices, and the markets that a code opens."""
    plain = Plot.Practice.CONVENTIONAL
    practices = dict.fromkeys(str(Plot.Practice(row["practice"]).label) for row in rows if row["practice"] != plain)
    found = [under for row in rows for under in codes.get(row["id"], ()) if under.status == "active"]
    markets = dict.fromkeys(under.market for under in found)
    return [*practices, *(_("code for %(market)s") % {"market": market} for market in markets)]


def _land(rows: list[dict], codes: dict) -> dict:
    active = {row["id"] for row in rows if any(under.status == "active" for under in codes.get(row["id"], ()))}
    return {
        "plots": len(rows),
        "area": showing.hectares(sum(row["area_m2"] for row in rows)),
        "coded": showing.hectares(sum(row["area_m2"] for row in rows if row["id"] in active)),
        "posts": showing.count(sum(row["posts"] or 0 for row in rows)),
        "plants": showing.count(sum(row["plants"] or 0 for row in rows)),
    }


def _person(household: Household, *, in_full: bool) -> dict:
    shown = str if in_full else showing.masked_id
    held = held_by(household.cooperative, [household.pk]).get(household.pk)
    return {
        "capital": showing.dong(held) if held else "",
        "citizen_id": shown(household.citizen_id),
        "account": shown(household.bank_account),
        "in_full": in_full,
        "anything": bool(household.citizen_id or household.bank_account),
    }


@writes(Right.PEOPLE)
def household_new(request):
    """M4, for a household that is not there yet."""
    form = HouseholdForm(request.seat, request.POST or None)
    form.back = reverse("household-list", args=[request.coop.slug])
    if household := tried(form, lambda: register_household(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("Household %(code)s was added.") % {"code": household.code})
        return redirect("household-page", request.coop.slug, household.code)
    return render(request, "growers/households_form.html", {"form": form, "title": _("Add household")})


@writes(Right.PEOPLE)
def household_edit(request, code):
    """M4, for a household that is there."""
    household = _household(request, code)
    title = _("Change %(household)s") % {"household": household}
    form = HouseholdForm(request.seat, request.POST or None, instance=household)
    form.back = reverse("household-page", args=[request.coop.slug, code])
    if changed := tried(
        form, lambda: change_household(request.seat, household=household, version=form.shown_version, **form.facts)
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("household-page", request.coop.slug, changed.code)
    return render(request, "growers/households_form.html", {"form": form, "title": title})


def _household(request, code) -> Household:
    return or_404(household_by_code(request.coop, code))
