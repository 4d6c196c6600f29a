"""Data for others: EPCIS events, the Food Traceability Rule's spreadsheet, plots as GeoJSON, the Vietnamese set."""

import datetime as dt
from typing import NamedTuple

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from coopsite.formats import showing
from growers.access import reads
from growers.models import Cooperative
from growers.rules.roles import Right
from growers.web import or_404, workbook
from harvests.forms.exports import ExportFilter
from harvests.queries import fsma204
from harvests.queries.epcis import document_of_lots, document_of_period
from harvests.queries.lots import lot_by_code
from harvests.queries.plots_behind import plots_behind
from harvests.queries.publishing import page_facts
from harvests.rules.fsma204 import UNTIL_ENFORCED, kilograms
from harvests.rules.publishing import allowed
from harvests.rules.vn_traceability import dataset, missing

MOST_ROWS = 20_000
EPCIS_TYPE = "application/ld+json"


class Asked(NamedTuple):
    """The form as filled in, what it asks for, the rows of each sheet, and what speaks against it in words."""

    filters: ExportFilter
    wanted: fsma204.Wanted
    rows: dict[str, int]
    problem: str

    @property
    def too_many(self) -> bool:
        return sum(self.rows.values()) > MOST_ROWS


@reads
def export_page(request):
    """What can be handed over, with the rows that a period or the named lots give."""
    asked = _asked(request)
    first, last = asked.filters.days
    context = {
        "filters": asked.filters,
        "problem": asked.problem,
        "first": showing.day(first),
        "last": showing.day(last),
        "lots": fsma204.codes_of_lots(request.coop, asked.wanted.lots) if asked.wanted.lots else [],
        "rows": [(sheet, showing.count(many)) for sheet, many in asked.rows.items()],
        "any": any(asked.rows.values()),
        "too_many": asked.too_many,
        "most": showing.count(MOST_ROWS),
        "enforced": showing.day(dt.date.fromisoformat(UNTIL_ENFORCED)),
        "command": _command(request.coop, asked),
    }
    return render(request, "harvests/exports_page.html", context)


@reads
def export_fsma204(request):
    """The sortable spreadsheet with every key data element, in English."""
    asked = _asked(request)
    if asked.problem or asked.too_many:
        return _back(request)
    return workbook(f"fsma204-{request.coop.slug}", fsma204.sheets(asked.wanted))


@reads
def export_epcis(request):
    """EPCIS 2.0 JSON-LD of a period or of lots."""
    asked = _asked(request)
    if asked.problem or asked.too_many:
        return _back(request)
    wanted = asked.wanted
    if wanted.lots is not None:
        found = document_of_lots(request.coop, _site(request), wanted.lots)
    else:
        found = document_of_period(request.coop, _site(request), wanted.first, wanted.last)
    return _file(found, f"epcis-{request.coop.slug}.jsonld", EPCIS_TYPE)


@reads
def lot_epcis(request, code):
    """EPCIS 2.0 JSON-LD of one lot, back to the weigh tickets and on to the shipments."""
    lot = _lot(request, code)
    return _file(document_of_lots(request.coop, _site(request), [lot.pk]), f"{lot.code}.jsonld", EPCIS_TYPE)


@reads
def lot_plots(request, code):
    """The plots behind a lot as GeoJSON (WGS 84, longitude first), with the kilograms of each."""
    lot = _lot(request, code)
    plots, elsewhere_g = plots_behind(request.coop, lot)
    features = [
        {
            "type": "Feature",
            "id": plot["code"],
            "geometry": plot["boundary"] or _point(plot["lat"], plot["lon"]),
            "properties": {
                "plot": plot["code"],
                "lot": lot.code,
                "kilograms": str(kilograms(grams)),
                "area_m2": plot["area_m2"],
                "commune": plot["commune__name"],
                "province": plot["commune__province"],
                "variety": plot["variety__name_en"],
            },
        }
        for plot, grams in plots
    ]
    collection = {
        "type": "FeatureCollection",
        "lot": lot.code,
        "kilograms": str(kilograms(lot.in_g)),
        "kilograms_without_plot": str(kilograms(elsewhere_g)),
        "features": features,
    }
    return _file(collection, f"{lot.code}-plots.geojson", "application/geo+json")


@reads
def lot_vn(request, code):
    """The Vietnamese traceability set of a lot, with what is still missing named in it."""
    lot = _lot(request, code)
    facts = allowed(page_facts(lot))
    address = f"{_site(request)}/t/{lot.trace_code}/"
    found = dataset(facts, address=address, picture=f"{address}picture" if facts.get("picture") else "")
    return _file(found | {"Còn thiếu": missing(found)}, f"{lot.code}-truy-xuat.json", "application/json")


def _asked(request) -> Asked:
    filters, coop = ExportFilter(request.coop, request.GET), request.coop
    problem, phones, lots = filters.problem, request.seat.may(Right.PERSONAL), None
    if filters.codes and not problem:
        found = fsma204.keys_of_lots(coop, filters.codes)
        lots = frozenset(found.values())
        if unknown := [code for code in filters.codes if code not in found]:
            words = ngettext("There is no lot %(codes)s.", "There are no lots %(codes)s.", len(unknown))
            problem = words % {"codes": ", ".join(unknown)}
    wanted = fsma204.Wanted(coop, *filters.days, lots=lots, phones=phones)
    return Asked(filters, wanted, {} if problem else fsma204.counts(wanted), problem)


def _back(request) -> HttpResponse:
    """To the page that says what speaks against it."""
    return redirect(f"{reverse('export-page', args=[request.coop.slug])}?{request.GET.urlencode()}")


def _command(coop: Cooperative, asked: Asked) -> str:
    first, last = asked.filters.days
    which = f"--lots {' '.join(asked.filters.codes)}" if asked.filters.codes else f"--from {first} --to {last}"
    return f"manage.py export_fsma204 --coop {coop.slug} {which} --out fsma204.xlsx"


def _lot(request, code):
    return or_404(lot_by_code(request.coop, code))


def _site(request) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _point(lat, lon) -> dict | None:
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [float(lon), float(lat)]}


def _file(found: dict, name: str, content_type: str) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 1}
    response = JsonResponse(found, content_type=content_type, json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
