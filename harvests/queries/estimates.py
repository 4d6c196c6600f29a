"""Facts about yield estimates: what a household, a plot, a round is expected to give, and the plots to estimate."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import Cooperative, Household, Plot
from harvests.models import STANDING, HarvestRecord, HarvestRound, Season, YieldEstimate


def estimated_g(coop: Cooperative, season: Season, household: Household) -> int | None:
    """Grams a household is expected to give in a season over all its plots and rounds; None: not estimated."""
    rows = YieldEstimate.objects.of(coop).filter(round__season=season, plot__household=household)
    return rows.aggregate(sum=Sum("expected_g"))["sum"]


def estimated_by(season: Season, by: str) -> dict[int, int]:
    """Expected grams of a season by the key of each `round`, `plot` or `household`. One statement."""
    path = "plot__household" if by == "household" else by
    rows = YieldEstimate.objects.of(season.cooperative_id).filter(round__season=season).order_by()
    return dict(rows.values_list(path).annotate(sum=Sum("expected_g")))


def plots_to_estimate(season: Season, search: str = "", without: HarvestRound | None = None) -> QuerySet:
    """The plots that may give fruit of the season's crop, by household and number.

    `without` keeps those that have no estimate for a round; `search` finds code, folded name, alias and village.
    """
    coop = season.cooperative_id
    rows = (
        Plot.objects.of(coop)
        .filter(variety__commodity=season.commodity_id)
        .exclude(status=Plot.Status.RETIRED)
        .select_related("household")
        .order_by("household__code", "number")
    )
    for word in search_words(search):
        rows = rows.filter(Q(household__search_key__contains=word) | Q(code__startswith=word))
    if without:
        rows = rows.exclude(pk__in=YieldEstimate.objects.of(coop).filter(round=without).values("plot"))
    return rows


def estimates_of(round: HarvestRound, plots: Iterable[Plot] | None = None) -> dict[int, YieldEstimate]:
    """The estimates of a round by plot key, of all plots or of some. One statement."""
    rows = YieldEstimate.objects.of(round.cooperative_id).filter(round=round)
    if plots is not None:
        rows = rows.filter(plot__in=plots)
    return {row.plot_id: row for row in rows}


def estimates_in(season: Season, plots: Iterable[Plot]) -> dict[tuple[int, int], int]:
    """Expected grams of plots in a season by (plot, round) key. One statement."""
    rows = YieldEstimate.objects.of(season.cooperative_id).filter(round__season=season, plot__in=plots)
    return {(plot, number): grams for plot, number, grams in rows.values_list("plot", "round", "expected_g")}


def came_by_plot(season: Season, plots: Iterable[Plot], first: dt.date, last: dt.date) -> dict[int, int]:
    """Grams that came in from plots during some days of a season, by plot key. One statement, by households."""
    rows = HarvestRecord.objects.of(season.cooperative_id).filter(
        household__in={plot.household_id for plot in plots}, day__range=(first, last)
    )
    rows = rows.filter(season=season, plot__in=plots, status__in=STANDING).order_by()
    return dict(rows.values_list("plot").annotate(sum=Sum("net_g")))


def round_before(round: HarvestRound) -> HarvestRound | None:
    """The round of the same crop that came before, be it of the season before."""
    rows = HarvestRound.objects.of(round.cooperative_id).filter(season__commodity=round.season.commodity_id)
    return rows.filter(starts_on__lt=round.starts_on).select_related("season").order_by("-starts_on").first()
