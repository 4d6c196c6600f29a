"""Pages about growing areas: the list, one area with its planting area codes, and its form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.areas import change_area, open_area
from growers.forms.areas import AreaFilter, AreaForm
from growers.models import CodeEvent, ExportCode, GrowingArea
from growers.queries.areas import area_by_code, area_sums, areas, codes_on
from growers.queries.history import history_of
from growers.queries.settings import settings_on
from growers.rules.areas import judge_code, judge_hectares
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried
from growers.wording import sentence

# Word and sign beside the colour, for colour alone says nothing in sunlight.
LOOKS = {
    "active": ("tag", "✓"),
    "applied": ("tag tag-quiet", "…"),
    "suspended": ("tag tag-warn", "!"),
    "revoked": ("tag tag-bad", "✕"),
    "expired": ("tag tag-bad", "✕"),
    "": ("tag tag-quiet", "?"),
}


def status_shown(status: str) -> dict:
    """A code's status as a tag: `css`, `mark` and `status` in words."""
    css, mark = LOOKS[status]
    return {"css": css, "mark": mark, "status": str(CodeEvent.Status(status).label) if status else _("no status yet")}


@reads
def area_list(request):
    """M22, the codes part: every growing area with its codes per market, their status today, plots and hectares."""
    filters = AreaFilter(request.coop, request.GET)
    rows = areas(request.coop, day=clock.today(), **filters.facts)
    codes: dict[int, list[ExportCode]] = {}
    for code in codes_on(request.coop, clock.today()):
        codes.setdefault(code.area_id, []).append(code)
    if "format" in request.GET:
        return _download(request, rows, codes)
    found = area_sums(rows)
    page = page_of(request, rows.select_related("commune"), total=found["areas"])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_row(request.coop, area, codes.get(area.pk, ())) for area in page],
        "sums": {
            "areas": showing.count(found["areas"]),
            "plots": showing.count(found["all_plots"]),
            "area": showing.hectares(found["all_m2"]),
        },
    }
    return show(request, "growers/areas_list.html", "growers/_areas_rows.html", context)


def _row(coop, area: GrowingArea, codes: list[ExportCode]) -> dict:
    return {
        "url": reverse("area-page", args=[coop.slug, area.code]),
        "code": area.code,
        "name": area.name,
        "commune": area.commune.title,
        "plots": showing.count(area.plots),
        "households": showing.count(area.households),
        "area": showing.hectares(area.area_m2),
        "codes": [
            {"url": _code_url(coop, area, code), "market": code.market.name, "code": code.code,
             **status_shown(code.status)}
            for code in codes
        ],
    }  # fmt: skip


def _code_url(coop, area: GrowingArea, code: ExportCode) -> str:
    return reverse("code-page", args=[coop.slug, area.code, code.pk])


def _download(request, rows, codes: dict[int, list[ExportCode]]):
    header = [
        _("Growing area"), _("Name"), _("Commune or ward"), _("Planting area code"), _("Market"), _("Crop"),
        _("Status"), _("Since"), _("Registered area, m²"), _("Plots"), _("Households"), _("Area of the plots, m²"),
    ]  # fmt: skip
    cells = [
        [area.code, area.name, area.commune.title, code.code, code.market.name, code.commodity.name,
         status_shown(code.status)["status"], showing.day(code.since), code.registered_m2, code.plots, code.households,
         code.members_m2]
        for area in rows.select_related("commune")
        for code in codes.get(area.pk, ())
    ]  # fmt: skip
    return download(request, f"planting-area-codes-{request.coop.slug}", header, cells)


@reads
def area_page(request, code):
    """One growing area: what it holds, its codes with their hectares; `?tab=history` shows its changes."""
    area = _area(request, code)
    if request.GET.get("tab") == "history":
        return render(request, "growers/areas_page.html", {"area": area, "tab": "history", "history": history_of(area)})
    settings = settings_on(request.coop, clock.today())
    codes = [code_shown(request.coop, code, settings) for code in codes_on(request.coop, clock.today(), area)]
    return render(request, "growers/areas_page.html", {"area": area, "tab": "overview", "codes": codes})


def code_shown(coop, code: ExportCode, settings: dict[str, int]) -> dict:
    """A planting area code of `codes_on` with its hectares compared and what looks odd about it (R12, R13)."""
    papers = {"registered_m2": code.registered_m2}
    odd = (
        *judge_hectares(code.registered_m2, code.members_m2, tolerance_bp=settings["code_area_tolerance_bp"]).warnings,
        *judge_code(papers, others=(), minimum_m2=settings["code_minimum_m2"]).warnings,
    )
    return {
        "url": _code_url(coop, code.area, code),
        "code": code.code,
        "market": code.market.name,
        "crop": code.commodity.name,
        "since": showing.day(code.since),
        "registered": showing.hectares(code.registered_m2),
        "members": showing.hectares(code.members_m2),
        "plots": showing.count(code.plots),
        "households": showing.count(code.households),
        "flags": [sentence(reason) for reason in odd],
        **status_shown(code.status),
    }


@writes(Right.LAND)
def area_new(request):
    """A growing area that is not there yet."""
    form = AreaForm(request.seat, request.POST or None)
    form.back = reverse("area-list", args=[request.coop.slug])
    if area := tried(form, lambda: open_area(request.seat, sent=form.sent, **form.facts)):
        messages.success(request, _("Growing area %(code)s was added.") % {"code": area.code})
        return redirect("area-page", request.coop.slug, area.code)
    return render(request, "growers/areas_form.html", {"form": form, "area": None})


@writes(Right.LAND)
def area_edit(request, code):
    """A growing area that is there."""
    area = _area(request, code)
    form = AreaForm(request.seat, request.POST or None, instance=area)
    form.back = reverse("area-page", args=[request.coop.slug, code])
    if changed := tried(form, lambda: change_area(request.seat, area=area, version=form.shown_version, **form.facts)):
        messages.success(request, _("The changes were saved."))
        return redirect("area-page", request.coop.slug, changed.code)
    return render(request, "growers/areas_form.html", {"form": form, "area": code})


def _area(request, code) -> GrowingArea:
    return or_404(area_by_code(request.coop, code))
