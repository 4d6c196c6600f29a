"""Pages about plots: the list with its downloads, one plot, its form, and what a typed area means."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.plots import add_plot, change_plot
from growers.forms.fields import AreaField
from growers.forms.plots import PlotFilter, PlotForm
from growers.models import Household, Plot
from growers.queries.areas import Under, codes_of_plots, markets, memberships_of
from growers.queries.history import history_of
from growers.queries.households import household_by_code
from growers.queries.plots import (
    LISTED,
    boundaries_beside,
    near_plots,
    plot_by_code,
    plots,
    stages_of,
    sums,
    village_plots,
)
from growers.queries.settings import settings_on
from growers.rules.boundaries_judging import Limits, centre, judge_boundary
from growers.rules.plots import flags, nearest, timeline
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from growers.views.areas import status_shown
from growers.views.diary_plots import diary_of_plot, waits_shown
from growers.views.plots_map import MOST_ON_MAP, map_of_editor, map_of_list, map_of_plot
from growers.web import download, or_404, page_of, show, tried
from growers.wording import sentence

CHART_WIDTH, CHART_HEIGHT = 600, 120


@reads
def plot_list(request):
    """M5: every plot with filters, sums and downloads; ?view=map puts the map above the list."""
    filters = PlotFilter(request.coop, request.GET, markets())
    rows = plots(request.coop, day=clock.today(), **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    found = sums(rows)
    page = page_of(request, rows.values(*LISTED), total=found["plots"])
    listed = list(page)
    codes = codes_of_plots(request.coop, clock.today(), [row["id"] for row in listed])
    waiting = waits_shown(request.coop, clock.today(), [row["id"] for row in listed])
    prefix = reverse("plot-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [plot_shown(row, codes.get(row["id"], ()), prefix, waiting.get(row["id"])) for row in listed],
        "sums": {
            "area": showing.hectares(found["m2"]),
            "plots": showing.count(found["plots"]),
            "posts": showing.count(found["all_posts"]),
            "plants": showing.count(found["all_plants"]),
            "unmapped": showing.count(found["unmapped"]),
        },
        "plot_map": map_of_list(request, rows, filters.colour_by) if filters.on_map else None,
        "most_on_map": MOST_ON_MAP if filters.on_map and found["plots"] > MOST_ON_MAP else None,
    }
    return show(request, "growers/plots_list.html", "growers/_plots_rows.html", context)


def plot_shown(row: dict, codes: list[Under], prefix: str, wait: dict | None = None) -> dict:
    """A row of `LISTED` as the tables of plots show it; `prefix` is the address of the list, `wait` until when it waits
    for its harvest."""
    return {
        "id": row["id"],
        "url": f"{prefix}{row['code']}/",
        "code": row["code"],
        "household": row["household__name"],
        "village": row["household__village"],
        "commune": row["commune__name"],
        "area": showing.hectares(row["area_m2"]),
        "posts": showing.count(row["posts"]),
        "plants": showing.count(row["plants"]),
        "variety": _variety(row),
        "planted": row["planted_year"] or "–",
        "irrigation": _label(Plot.Irrigation, row["irrigation"]),
        "cover": _label(Plot.Cover, row["ground_cover"]),
        "practice": _label(Plot.Practice, row["practice"]),
        "codes": [{"code": under.code, "market": under.market, **status_shown(under.status)} for under in codes],
        "mapped": row["drawn_m2"] is not None,
        "wait": wait,
        "status": "" if row["status"] == Plot.Status.PRODUCTION else _label(Plot.Status, row["status"]),
    }


def _download(request, rows):
    header = [
        _("Plot"), _("Household"), _("Village"), _("Commune or ward"), _("Area, m²"), _("Measured area, m²"),
        _("Posts"), _("Plants"), _("Variety"), _("Planted in"), _("First crop in"), _("Irrigation"), _("Ground cover"),
        _("Practice"), _("Status"), _("Planting area codes"), _("Latitude"), _("Longitude"),
    ]  # fmt: skip
    codes = codes_of_plots(request.coop, clock.today())
    cells = (
        [row["code"], row["household__name"], row["household__village"], row["commune__name"], row["area_m2"],
         row["drawn_m2"], row["posts"], row["plants"], _variety(row), row["planted_year"], row["first_crop_year"],
         _label(Plot.Irrigation, row["irrigation"]), _label(Plot.Cover, row["ground_cover"]),
         _label(Plot.Practice, row["practice"]), _label(Plot.Status, row["status"]),
         ", ".join(under.code for under in codes.get(row["id"], ()) if under.status == "active"),
         row["lat"], row["lon"]]
        for row in rows.values(*LISTED, "lat", "lon")
    )  # fmt: skip
    found = sums(rows)
    totals = [_("Total"), found["plots"], "", "", found["m2"], "", found["all_posts"], found["all_plants"], *[""] * 10]
    return download(request, f"plots-{request.coop.slug}", header, cells, totals)


def _variety(row: dict) -> str:
    return row["variety__name_vi"] if get_language() == "vi" else row["variety__name_en"]


def _label(choices, value: str) -> str:
    return str(choices(value).label) if value else "–"


@reads
def plot_page(request, code):
    """M6: one plot; `?tab=history` shows its changes."""
    plot = _plot(request, code)
    if request.GET.get("tab") == "history":
        context = {"plot": plot, "tab": "history", "history": history_of(plot)}
    else:
        context = {"plot": plot, "tab": "overview", **_overview(request, plot)}
    return render(request, "growers/plots_page.html", context)


def _overview(request, plot: Plot) -> dict:
    today, stages = clock.today(), stages_of(plot)
    place = _place(plot)
    near = near_plots(plot, *place) if place else []
    prefix = reverse("plot-list", args=[request.coop.slug])
    return {
        "area": showing.hectares(plot.area_m2),
        "drawn": plot.drawn_m2 and showing.hectares(round(plot.drawn_m2, -2)),
        "posts": showing.count(plot.posts),
        "plants": showing.count(plot.plants),
        "place": "" if plot.lat is None else f"{plot.lat}, {plot.lon}",
        "flags": [sentence(reason) for reason in _flags(request.coop, plot, stages)],
        "memberships": [_membership(request.coop, under) for under in memberships_of(plot, today)],
        "stages": [
            {"year": stage.year, "posts": showing.count(stage.posts), "plants": showing.count(stage.plants),
             "note": stage.note}
            for stage in stages
        ],
        "chart": _chart(stages, today.year),
        "plot_map": map_of_plot(plot, near, prefix) if place else None,
        "neighbours": _neighbours(plot, place, near, prefix),
        "diary": diary_of_plot(request.coop, plot, today),
    }  # fmt: skip


def _place(plot: Plot) -> tuple[float, float] | None:
    if plot.lat is not None and plot.lon is not None:
        return float(plot.lat), float(plot.lon)
    return centre(plot.boundary) if plot.boundary else None


def _flags(coop, plot: Plot, stages) -> list[Reason]:
    settings = settings_on(coop, clock.today())
    facts = {"area_m2": plot.area_m2, "posts": plot.posts, "plants": plot.plants}
    found = list(flags(facts, stages=stages, density=(settings["posts_per_ha_low"], settings["posts_per_ha_high"])))
    if plot.boundary:
        beside = boundaries_beside(coop, *centre(plot.boundary), but=plot.pk)
        limits = Limits(area_difference_bp=settings["area_difference_bp"])
        found += judge_boundary(plot.boundary, typed_m2=plot.area_m2, neighbours=beside, limits=limits).warnings
    return found


def _membership(coop, under: Under) -> dict:
    return {
        "code": under.code,
        "url": reverse("code-page", args=[coop.slug, under.area, under.code_id]),
        "market": under.market,
        "since": showing.day(under.valid_from),
        "until": showing.day(under.valid_to),
        **status_shown(under.status),
    }


def _chart(stages, year: int) -> dict | None:
    bars = timeline(stages, until=year, width=CHART_WIDTH, height=CHART_HEIGHT)
    if not bars:
        return None
    shown = [
        {"x": bar.x, "y": bar.y + 20, "width": max(bar.width - 4, 2), "height": bar.height, "year": bar.stage.year,
         "amount": showing.count(bar.amount), "above": bar.y + 14}
        for bar in bars
    ]  # fmt: skip
    return {"bars": shown, "width": CHART_WIDTH, "height": CHART_HEIGHT + 40, "below": CHART_HEIGHT + 36}


def _neighbours(plot: Plot, place, near: list[Plot], prefix: str) -> list[dict]:
    """The closest plots with their distance, or those of the same village when no place is known."""
    if place is None:
        found = [(other, None) for other in village_plots(plot)]
    else:
        found = nearest(place, [(other, float(other.lat), float(other.lon)) for other in near])
    return [
        {
            "id": other.pk,
            "url": f"{prefix}{other.code}/",
            "code": other.code,
            "household": other.household.name,
            "area": showing.hectares(other.area_m2),
            "distance": "" if metres is None else f"{showing.count(metres)} m",
        }
        for other, metres in found
    ]


@writes(Right.LAND)
def plot_new(request):
    """M6, for a plot that is not there yet; ?household= names whose it is."""
    household = household_by_code(request.coop, request.GET.get("household", ""))
    form = PlotForm(request.seat, request.POST or None, request.FILES or None, household=household)
    if plot := tried(form, lambda: add_plot(request.seat, sent=form.sent, **form.facts)):
        messages.success(
            request,
            _("Plot %(code)s was added: %(area)s.") % {"code": plot.code, "area": showing.hectares(plot.area_m2)},
        )
        return redirect("plot-page", request.coop.slug, plot.code)
    return _form(request, form, household=household)


@writes(Right.LAND)
def plot_edit(request, code):
    """M6, for a plot that is there."""
    plot = _plot(request, code)
    form = PlotForm(request.seat, request.POST or None, request.FILES or None, instance=plot)
    if tried(form, lambda: change_plot(request.seat, plot=plot, version=form.shown_version, **form.facts)):
        messages.success(request, _("The changes were saved."))
        return redirect("plot-page", request.coop.slug, plot.code)
    return _form(request, form, plot=plot, household=plot.household)


def _form(request, form: PlotForm, *, plot: Plot | None = None, household: Household | None = None):
    place = _middle(request.coop, plot, household)
    beside = boundaries_beside(request.coop, *place, but=plot and plot.pk) if place else []
    url = reverse("area-echo", args=[request.coop.slug])
    form.fields["area_m2"].widget.attrs |= {
        "hx-get": url, "hx-trigger": "change, keyup changed delay:400ms", "hx-target": "#id_area_m2_helptext",
    }  # fmt: skip
    form.back = reverse("plot-page", args=[request.coop.slug, plot.code]) if plot else reverse(
        "plot-list", args=[request.coop.slug]
    )  # fmt: skip
    context = {"form": form, "plot": plot, "plot_editor": map_of_editor(beside, place and list(place))}
    return render(request, "growers/plots_form.html", context)


def _middle(coop, plot: Plot | None, household: Household | None) -> tuple[float, float] | None:
    """Where an empty map opens: at the plot, else in the commune of the household, else in that of the co-operative."""
    if plot and _place(plot):
        return _place(plot)
    commune = household.commune if household else coop.commune
    return None if commune.lat is None else (float(commune.lat), float(commune.lon))


@reads
def area_echo(request):
    """What a typed area comes to, in hectares, or why it cannot be read: the line under the field."""
    try:
        area = AreaField(required=False).clean(request.GET.get("area_m2", ""))
    except ValidationError as problem:
        return render(request, "growers/_plots_area.html", {"problem": problem.messages[0], "area": ""})
    return render(request, "growers/_plots_area.html", {"problem": "", "area": showing.hectares(area) if area else ""})


def _plot(request, code) -> Plot:
    return or_404(plot_by_code(request.coop, code))
