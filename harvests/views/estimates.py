"""Pages about yield estimates: a season's by plot and round, the grid of one round, the copy from the one before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.once import Stale
from growers.forms.base import SeatedForm
from growers.rules.roles import Right
from growers.web import download, or_404, page_of
from harvests.actions.estimates import copy_estimates, set_estimates
from harvests.forms.estimates import EstimateFilter, EstimateGrid, EstimateSearch
from harvests.models import HarvestRound, Season
from harvests.queries.estimates import (
    came_by_plot,
    estimated_by,
    estimates_in,
    estimates_of,
    plots_to_estimate,
    round_before,
)
from harvests.queries.seasons import rounds_of, season_by_id

GRID_ROWS = 60


@reads
def estimate_list(request, pk):
    """A season's estimates, a row for each plot and a column for each round, beside what came in."""
    season = _season(request, pk)
    rounds, filters = rounds_of(season), EstimateSearch(request.coop, request.GET)
    plots = plots_to_estimate(season, filters.facts.get("search") or "")
    if "format" in request.GET:
        return _download(request, season, rounds, [*plots])
    page = page_of(request, plots)
    by_round = estimated_by(season, "round")
    context = {
        "season": season,
        "filters": filters,
        "page": page,
        "rounds": [{"name": str(one), "url": _grid_url(request, one)} for one in rounds],
        "rows": [_texts(row) for row in _rows(season, rounds, [*page])],
        "sums": [showing.kg(by_round.get(one.pk), least=0) for one in rounds],
        "sum": showing.kg(sum(by_round.values()), least=0),
        "section": "seasons",
    }
    return render(request, "harvests/estimates_list.html", context)


def _rows(season: Season, rounds: list[HarvestRound], plots: list) -> list[tuple]:
    """(plot, [grams by round or None], grams expected, grams that came) of each plot."""
    expected = estimates_in(season, plots)
    came = came_by_plot(season, plots, season.starts_on, season.ends_on)
    rows = []
    for plot in plots:
        by_round = [expected.get((plot.pk, one.pk)) for one in rounds]
        rows.append((plot, by_round, sum(grams or 0 for grams in by_round), came.get(plot.pk, 0)))
    return rows


def _texts(row: tuple) -> dict:
    plot, by_round, expected, came = row
    over = bool(expected) and came > expected
    return {
        "code": plot.code,
        "household": plot.household.name,
        "rounds": [showing.kg(grams, least=0) for grams in by_round],
        "expected": showing.kg(expected, least=0) if expected else showing.NOTHING,
        "came": showing.kg(came, least=0),
        "share": showing.percent_bp(came * 1000 // expected * 10) if expected else "",
        "over": over,
    }


def _download(request, season, rounds, plots):
    header = [
        _("Plot"), _("Household"), _("Area, m²"), *map(str, rounds), _("Estimate, kg"), _("Came in, kg"),
    ]  # fmt: skip
    cells = (
        [
            plot.code,
            plot.household.name,
            plot.area_m2,
            *(g and g // 1000 for g in by_round),
            expected // 1000,
            came // 1000,
        ]
        for plot, by_round, expected, came in _rows(season, rounds, plots)
    )
    return download(request, f"estimates-{request.coop.slug}-{season.pk}", header, cells)


@writes(Right.LAND)
def estimate_grid(request, pk, number):
    """The plots of a round with what they are expected to give; `?search=` and `?missing=` narrow."""
    season = _season(request, pk)
    rounds, chosen = _rounds(season, number)
    filters = EstimateFilter(request.coop, request.GET)
    without = chosen if filters.facts.get("missing") else None
    page = page_of(request, plots_to_estimate(season, filters.facts.get("search") or "", without), GRID_ROWS)
    plots = [*page]
    form = EstimateGrid(request.seat, plots, estimates_of(chosen, plots), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_estimates(request.seat, sent=form.sent, round=chosen, figures=form.facts.get("figures", []))
        except Stale:
            form.meet_others(estimates_of(chosen, plots))
        else:
            messages.success(request, _("The estimates were saved."))
            return redirect(request.get_full_path())
    before = round_before(chosen)
    context = {
        "season": season,
        "round": chosen,
        "rounds": [{"name": str(one), "url": _grid_url(request, one), "chosen": one == chosen} for one in rounds],
        "form": form,
        "filters": filters,
        "page": page,
        "before": before,
        "copying": SeatedForm(request.seat),
        "lines": _lines(form, before, plots),
        "section": "seasons",
    }
    return render(request, "harvests/estimates_grid.html", context)


def _lines(form: EstimateGrid, before: HarvestRound | None, plots: list) -> list[dict]:
    """The rows with what helps to estimate: land, and the round before as it was expected and as it came."""
    expected = estimates_of(before, plots) if before else {}
    came = came_by_plot(before.season, plots, before.starts_on, before.ends_on) if before else {}
    return [
        {
            "row": row,
            "code": row.plot.code,
            "household": row.plot.household.name,
            "area": showing.hectares(row.plot.area_m2),
            "posts": showing.count(row.plot.posts),
            "expected": showing.kg(expected[row.plot.pk].expected_g, least=0) if row.plot.pk in expected else "",
            "came": showing.kg(came[row.plot.pk], least=0) if row.plot.pk in came else "",
        }
        for row in form.rows
    ]


@writes(Right.LAND)
def estimate_copy(request, pk, number):
    """Take over the estimates of the round before, for plots that have none."""
    _all, chosen = _rounds(_season(request, pk), number)
    if request.method == "POST":
        copy_estimates(request.seat, sent=SeatedForm(request.seat, request.POST).sent, round=chosen)
        messages.success(request, _("The estimates of the round before stand where there were none."))
    return redirect(_grid_url(request, chosen))


def _grid_url(request, one: HarvestRound) -> str:
    return reverse("estimate-grid", args=[request.coop.slug, one.season_id, one.number])


def _season(request, pk) -> Season:
    return or_404(season_by_id(request.coop, pk))


def _rounds(season: Season, number: int) -> tuple[list[HarvestRound], HarvestRound]:
    """The rounds of a season and the one with this number; each knows its season."""
    rounds = rounds_of(season)
    chosen = or_404(next((one for one in rounds if one.number == number), None))
    chosen.season = season
    return rounds, chosen
