"""Pages about packing houses: the list, one house with its codes and certificates, and its form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.packing_houses import change_house, open_house
from growers.forms.packing_houses import HOUSE_PLACES, HouseForm
from growers.models import ExportCode, PackingHouse
from growers.queries.certificates import certificates
from growers.queries.history import history_of
from growers.queries.packing_houses import house_by_code, house_codes_on, houses
from growers.queries.settings import settings_on
from growers.queries.visits import due_of
from growers.rules.roles import Right
from growers.rules.visits import Due
from growers.views.areas import status_shown
from growers.views.certificates import state_shown
from growers.views.documents import documents_shown
from growers.views.visits import due_shown
from growers.web import or_404, tried

TABS = ("overview", "documents", "history")


@reads
def house_list(request):
    """Every packing house with its codes and their status today."""
    today = clock.today()
    codes = house_codes_on(request.coop, today)
    rows = [_row(house, codes.get(house.pk, ())) for house in houses(request.coop, day=today).select_related("commune")]
    for row in rows:
        row["url"] = reverse("house-page", args=[request.coop.slug, row["code"]])
    return render(request, "growers/houses_list.html", {"rows": rows})


def _row(house: PackingHouse, codes) -> dict:
    return {
        "code": house.code,
        "name": house.name,
        "commune": house.commune.title,
        "capacity": showing.kg_unit(house.capacity_g_day, least=0),
        "certified": showing.count(house.certified),
        "in_use": house.is_active,
        "codes": [
            {"code": code.code, "market": code.market.name, "crop": code.commodity.name, **status_shown(code.status)}
            for code in codes
        ],
    }


@reads
def house_page(request, house):
    """One packing house; `?tab=` names the tab."""
    found, today = house_of(request, house), clock.today()
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else TABS[0]
    context = {"house": found, "tab": tab, "here": reverse("house-page", args=[request.coop.slug, found.code])}
    if tab == "history":
        context["history"] = history_of(found)
    elif tab == "documents":
        context["documents"] = documents_shown(request, found)
    else:
        codes = house_codes_on(request.coop, today, [found.pk]).get(found.pk, [])
        due = due_of(request.coop, settings_on(request.coop, today)["supervision_days"], [code.pk for code in codes])
        held = certificates(request.coop, day=today).filter(house=found).select_related("body")
        context |= {
            "phone": showing.phone(found.phone) if found.phone else "–",
            "capacity": showing.kg_unit(found.capacity_g_day, least=0),
            "codes": [_code(request.coop, found, code, due.get(code.pk)) for code in codes],
            "certificates": [_certificate(request.coop, certificate, today) for certificate in held],
        }
    return render(request, "growers/houses_page.html", context)


def _code(coop, house: PackingHouse, code: ExportCode, due: Due | None) -> dict:
    return {
        "url": reverse("house-code-page", args=[coop.slug, house.code, code.pk]),
        "code": code.code,
        "market": code.market.name,
        "crop": code.commodity.name,
        "valid_to": showing.day(code.valid_to),
        "due": due_shown(due, clock.today()),
        **status_shown(code.status),
    }


def _certificate(coop, certificate, today) -> dict:
    return {
        "url": reverse("certificate-page", args=[coop.slug, certificate.pk]),
        "scheme": certificate.get_scheme_display(),
        "number": certificate.number,
        "body": certificate.body.name,
        "to": showing.day(certificate.valid_to),
        **state_shown(certificate, today),
    }


@writes(Right.PERMITS)
def house_new(request):
    """A packing house that is not there yet."""
    form = HouseForm(request.seat, request.POST or None)
    form.back = reverse("house-list", args=[request.coop.slug])
    if house := tried(form, lambda: open_house(request.seat, sent=form.sent, **form.facts), HOUSE_PLACES):
        messages.success(request, _("Packing house %(code)s was added.") % {"code": house.code})
        return redirect("house-page", request.coop.slug, house.code)
    return render(request, "growers/houses_form.html", {"form": form, "house": None})


@writes(Right.PERMITS)
def house_edit(request, house):
    """A packing house that is there."""
    found = house_of(request, house)
    form = HouseForm(request.seat, request.POST or None, instance=found)
    form.back = reverse("house-page", args=[request.coop.slug, house])
    if changed := tried(
        form, lambda: change_house(request.seat, house=found, version=form.shown_version, **form.facts), HOUSE_PLACES
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("house-page", request.coop.slug, changed.code)
    return render(request, "growers/houses_form.html", {"form": form, "house": house})


def house_of(request, code: str) -> PackingHouse:
    """The packing house that an address names; 404 for what is not there."""
    return or_404(house_by_code(request.coop, code))
