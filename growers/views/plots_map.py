"""Plots on a map: the data for the map above a list and beside a plot, and the GeoJSON file for maps of others."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.forms.plots import PlotFilter
from growers.models import CodeEvent, Plot
from growers.queries.areas import codes_of_plots, markets
from growers.queries.plots import LISTED, plots
from growers.rules.plots import lighter

MOST_ON_MAP = 1_000
# The line and fill that each status and each practice has on the map (static/css/plot_map.css); worst status first.
STATUS_COLOURS = {"suspended": "3", "active": "1", "applied": "2", "expired": "4", "revoked": "5"}
PRACTICE_COLOURS = {"conventional": "none", "vietgap": "1", "globalgap": "2", "organic_way": "4", "organic": "6"}


@reads
def plot_geojson(request):
    """The plots of the list as GeoJSON (WGS 84, longitude first), those without any place among them."""
    filters = PlotFilter(request.coop, request.GET, markets())
    rows = plots(request.coop, day=clock.today(), **filters.facts).values(*LISTED, "boundary", "lat", "lon")
    codes = codes_of_plots(request.coop, clock.today())
    features = [
        {
            "type": "Feature",
            "id": row["code"],
            "geometry": row["boundary"] or _point(row["lat"], row["lon"]),
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
        for row in rows
    ]
    collection = {"type": "FeatureCollection", "features": features}
    response = JsonResponse(collection, content_type="application/geo+json")
    response["Content-Disposition"] = f'attachment; filename="plots-{request.coop.slug}.geojson"'
    return response


def map_of_list(request, rows, colour_by: str) -> dict:
    """The map of every plot in a list that has a boundary or at least a point, coloured by "code" or "practice"."""
    codes = codes_of_plots(request.coop, clock.today())
    prefix = reverse("plot-list", args=[request.coop.slug])
    located = rows.exclude(lat__isnull=True, boundary__isnull=True).values(*LISTED, "boundary", "lat", "lon")[
        :MOST_ON_MAP
    ]
    features, used = [], {}
    for row in located:
        colour, meaning = _look(row, codes.get(row["id"], ()), colour_by)
        used[colour] = meaning
        label = f"{row['code']} {row['household__name']}"
        note = f"{showing.hectares(row['area_m2'])} · {meaning}"
        geometry = _drawn(row["boundary"], row["lat"], row["lon"])
        features.append(_feature(row["id"], label, note, f"{prefix}{row['code']}/", colour, geometry))
    return _map(features, [{"colour": colour, "label": used[colour]} for colour in sorted(used)])


def map_of_plot(plot: Plot, neighbours: list[Plot], prefix: str) -> dict:
    """The map of one plot, of which the place is known, among its neighbours."""
    features = [
        _feature(
            other.pk, f"{other.code} {other.household.name}", showing.hectares(other.area_m2), f"{prefix}{other.code}/",
            "1" if other.pk == plot.pk else "none", _drawn(other.boundary, other.lat, other.lon),
        )
        for other in (*neighbours, plot)
    ]  # fmt: skip
    legend = [{"colour": "1", "label": _("this plot")}, {"colour": "none", "label": _("neighbours")}]
    return _map(features, legend if neighbours else [])


def map_of_editor(neighbours: list[tuple[str, dict]], centre: list[float] | None) -> dict:
    """What the editor of a boundary shows beside it, and where an empty map opens."""
    beside = [{"label": label, "geometry": lighter(boundary)} for label, boundary in neighbours]
    data = {"neighbours": beside, "centre": centre, "bounds": None}
    return {"textarea_id": "id_boundary", "data": data, "tiles_url": "", "tiles_attribution": ""}


def _look(row: dict, codes, colour_by: str) -> tuple[str, str]:
    if colour_by == "practice":
        practice = row["practice"]
        return PRACTICE_COLOURS[practice], str(Plot.Practice(practice).label)
    statuses = {under.status for under in codes}
    status = next((status for status in STATUS_COLOURS if status in statuses), "")
    if not status:
        return "none", _("no code")
    return STATUS_COLOURS[status], _("code %(status)s") % {"status": CodeEvent.Status(status).label}


def _drawn(boundary: dict | None, lat, lon) -> dict:
    return lighter(boundary) if boundary else _point(lat, lon)


def _point(lat, lon) -> dict | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def _feature(key: int, label: str, note: str, url: str, colour: str, geometry: dict) -> dict:
    return {"id": key, "label": label, "note": note, "url": url, "colour": colour, "geometry": geometry}


def _map(features: list[dict], legend: list[dict]) -> dict:
    data = {"features": features, "bounds": None}
    return {"data": data, "legend": legend, "tiles_url": "", "tiles_attribution": ""}
