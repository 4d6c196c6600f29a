"""Pages about plots: the list with its map and downloads, one plot, its form, and what a typed area means."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.once import Refused, Stale
from growers.actions.plots import add_plot, change_plot
from growers.forms.plots import PlotFilter, PlotForm
from growers.models import Plot
from growers.queries.areas import codes_of_plots, markets, memberships_of
from growers.queries.history import history_of
from growers.queries.households import household_by_code
from growers.queries.plots import (
    boundaries_beside,
    near_plots,
    plot_by_code,
    plots,
    stages_of,
    sums,
    village_plots,
)
from growers.queries.settings import settings_on
from growers.rules.boundaries_judging import judge_boundary
from growers.rules.plots import flags, lighter, nearest, timeline
from growers.rules.roles import Right
from growers.views.plots_shown import COLUMNS, LISTED, feature, legend, map_of, row_shown, sheet_row, sums_shown
from growers.web import download, page_of, show
from growers.wording import sentence

MOST_ON_MAP = 1_000
CHART = (600, 120)


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
    prefix = reverse("plot-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [row_shown(row, codes.get(row["id"], ()), prefix) for row in listed],
        "sums": sums_shown(found),
        "plot_map": _map(request, rows, filters.colour_by) if filters.on_map else None,
        "map_is_cut": filters.on_map and found["plots"] > MOST_ON_MAP,
    }
    return show(request, "growers/plots_list.html", "growers/_plots_rows.html", context)


def _map(request, rows, colour_by: str) -> dict:
    """All plots of the list that have a boundary or at least a point."""
    codes = codes_of_plots(request.coop, clock.today())
    prefix = reverse("plot-list", args=[request.coop.slug])
    located = rows.filter(lat__isnull=False)[:MOST_ON_MAP]
    features = [
        feature(row, codes.get(row["id"], ()), prefix, colour_by) for row in located.values(*LISTED, "boundary", "lat", "lon")
    ]
    return map_of(features, legend(features))


def _download(request, rows):
    codes = codes_of_plots(request.coop, clock.today())
    cells = (sheet_row(row, codes.get(row["id"], ())) for row in rows.values(*LISTED))
    found = sums(rows)
    totals = [_("Total"), found["plots"], "", "", "", found["m2"], found["all_posts"], found["all_plants"]]
    header = [str(column) for column in COLUMNS]
    return download(request, f"plots-{request.coop.slug}", header, cells, [*totals, *[""] * (len(header) - len(totals))])


@reads
def plot_geojson(request):
    """The plots of the list as GeoJSON (WGS 84), as maps of others take it in."""
    filters = PlotFilter(request.coop, request.GET, markets())
    rows = plots(request.coop, day=clock.today(), **filters.facts)
    codes = codes_of_plots(request.coop, clock.today())
    features = [
        {
            "type": "Feature",
            "id": row["code"],
            "geometry": row["boundary"] or _point(row),
            "properties": {
                "code": row["code"],
                "household": row["household__name"],
                "village": row["household__village"],
                "commune": row["commune__name"],
                "area_m2": row["area_m2"],
                "practice": row["practice"],
                "codes": [under.code for under in codes.get(row["id"], ()) if under.status == "active"],
            },
        }
        for row in rows.values(*LISTED, "boundary", "lat", "lon")
    ]
    response = JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
    response["Content-Disposition"] = f'attachment; filename="plots-{request.coop.slug}.geojson"'
    return response


def _point(row: dict) -> dict | None:
    if row["lat"] is None or row["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}


@reads
def plot_page(request, code):
    """M6: one plot; `?tab=history` shows its changes."""
    plot = _plot(request, code)
    tab = "history" if request.GET.get("tab") == "history" else "overview"
    context = {"plot": plot, "tab": tab}
    if tab == "history":
        context["history"] = history_of(plot)
    else:
        context |= _overview(request, plot)
    return render(request, "growers/plots_page.html", context)


def _overview(request, plot: Plot) -> dict:
    today = clock.today()
    settings = settings_on(request.coop, today)
    stages = stages_of(plot)
    facts = {"area_m2": plot.area_m2, "posts": plot.posts, "plants": plot.plants}
    odd = list(flags(facts, stages=stages, density=(settings["posts_per_ha_low"], settings["posts_per_ha_high"])))
    if plot.boundary:
        odd += judge_boundary(
            plot.boundary,
            typed_m2=plot.area_m2,
            neighbours=boundaries_beside(request.coop, float(plot.lat), float(plot.lon), plot.pk),
            limits=plots_limits(settings),
        ).warnings
    return {
        "area": showing.hectares(plot.area_m2),
        "drawn": showing.hectares(plot.drawn_m2),
        "posts": showing.count(plot.posts),
        "plants": showing.count(plot.plants),
        "flags": [sentence(reason) for reason in odd],
        "memberships": [member_shown(under, request.coop.slug) for under in memberships_of(plot, today)],
        **_chart(stages, today.year),
        **_beside(request, plot),
    }
