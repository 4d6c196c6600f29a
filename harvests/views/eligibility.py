"""Where fruit may go: plots and markets on a day of harvest, with every reason; one plot; the list as a workbook."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.models import Commodity, Market, Plot
from growers.queries.areas import markets
from growers.queries.plots import places_of_plots, plot_by_code
from growers.rules.eligibility import RULES
from growers.web import download, is_fragment, or_404, page_of, show
from growers.wording import sentence
from harvests.forms.eligibility import EligibilityFilter
from harvests.queries.eligibility import Judge, area_codes, crops_grown, judge_for, plots_to_judge
from harvests.rules.eligibility import answers
from harvests.wording_eligibility import MARKS, OUTCOMES, USUAL


@reads
def eligibility_list(request):
    """A row for each plot, a column for each market; `?day=` is the day of harvest, today without it."""
    crops = crops_grown(request.coop)
    villages = sorted({village for _key, _name, village in places_of_plots(request.coop) if village})
    filters = EligibilityFilter(
        request.coop, request.GET, crops=crops, villages=villages, codes=area_codes(request.coop)
    )
    known = [*markets()]
    filters.offer_markets(known)
    asked = filters.facts
    day, crop = asked.get("day") or clock.today(), _crop(crops, asked.get("crop"))
    narrowed = {name: asked.get(name) or "" for name in ("search", "village", "code")}
    plots = plots_to_judge(request.coop, crop.pk, day, **narrowed)
    if "format" in request.GET:
        judge = judge_for(request.coop, crop, first=day, last=day)
        return _download(request, [*plots], _columns(judge, known, day, asked.get("market")), judge, day)
    page = page_of(request, plots)
    listed = [*page]
    judge = judge_for(request.coop, crop, first=day, last=day, plots=[row["pk"] for row in listed])
    columns = _columns(judge, known, day, asked.get("market"))
    context = {
        "filters": filters,
        "page": page,
        "day": showing.day(day),
        "crop": crop.name,
        "columns": [{"code": market.code, "name": market.name} for market in columns],
        "rows": [_row(request.coop.slug, row, columns, judge, day) for row in listed],
        "rules": RULES,
    }
    return show(request, "harvests/eligibility_list.html", "harvests/_eligibility_rows.html", context)


@reads
def eligibility_plot(request, code):
    """One plot and every market on a day; a part of the plot's page, and a page of its own without htmx."""
    plot = or_404(plot_by_code(request.coop, code))
    filters = EligibilityFilter(request.coop, request.GET, crops=[], villages=[], codes=[])
    day = filters.facts.get("day") or clock.today()
    context = {"plot": plot, "filters": filters, "day": showing.day(day), **_outlook(request, plot, day)}
    fragment = is_fragment(request)
    return render(request, "harvests/_eligibility_plot.html" if fragment else "harvests/eligibility_plot.html", context)


def _outlook(request, plot: Plot, day: dt.date) -> dict:
    crop = plot.variety.commodity_id
    judge = judge_for(request.coop, crop, first=day, last=day, plots=[plot.pk])
    columns = _columns(judge, [*markets()], day, None)
    verdicts = {market.code: judge.verdict(plot.pk, market.code, day) for market in columns}
    names = {market.code: market.name for market in columns}
    return {
        "markets": [{"name": names[code], **_cell(code, verdict)} for code, verdict in verdicts.items()],
        "reasons": _reasons(verdicts),
        "list_url": reverse("eligibility-list", args=[request.coop.slug]),
    }


def _crop(crops: list[Commodity], key: int | None) -> Commodity:
    return next((crop for crop in crops if crop.pk == key), crops[0])


def _columns(judge: Judge, known: list[Market], day: dt.date, chosen: str | None) -> list[Market]:
    """The markets that have rules for the crop on the day, or the chosen one alone."""
    ruled = judge.book(day).by_market
    return [market for market in known if market.code in ruled and chosen in (None, "", market.code)]


def _row(slug: str, row: dict, columns: list[Market], judge: Judge, day: dt.date) -> dict:
    verdicts = {market.code: judge.verdict(row["pk"], market.code, day) for market in columns}
    return {
        "url": reverse("plot-page", args=[slug, row["code"]]),
        "code": row["code"],
        "household": row["household__name"],
        "village": row["household__village"],
        "cells": [_cell(code, verdict) for code, verdict in verdicts.items()],
        "reasons": _reasons(verdicts),
    }


def _cell(code: str, verdict) -> dict:
    mark, css = MARKS[verdict.outcome]
    if verdict.refused and all(reason.code in USUAL for reason in (*verdict.refused, *verdict.unknown)):
        css = "tag tag-quiet"
    return {"market": code, "mark": mark, "css": css, "outcome": OUTCOMES[verdict.outcome]}


def _reasons(verdicts: dict) -> list[dict]:
    """Sentences with the markets they concern; one that concerns every market names none."""
    return [
        {
            "weight": answer.weight,
            "markets": "" if len(answer.markets) == len(verdicts) else " ".join(answer.markets),
            "text": sentence(answer.reason),
        }
        for answer in answers(verdicts)
    ]


def _download(request, plots: list[dict], columns: list[Market], judge: Judge, day: dt.date):
    header = [
        _("Plot"), _("Household code"), _("Household"), _("Village"), _("Area, m²"), _("Harvested on"),
        *(market.code for market in columns), _("Reasons"),
    ]  # fmt: skip
    on = showing.day(day)
    rows = (
        [
            row["code"], row["household__code"], row["household__name"], row["household__village"], row["area_m2"], on,
            *(str(cell["outcome"]) for cell in shown["cells"]),
            " ".join(f"{reason['markets']}: {reason['text']}" if reason["markets"] else str(reason["text"])
                     for reason in shown["reasons"]),
        ]
        for row in plots
        if (shown := _row(request.coop.slug, row, columns, judge, day))
    )  # fmt: skip
    return download(request, f"eligibility-{request.coop.slug}-{day:%Y-%m-%d}", header, rows)
