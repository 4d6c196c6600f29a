"""Facts about yield estimates: what a household, a plot, a round is expected to give, and the grid they are typed into."""

from django.db.models import QuerySet, Sum

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


def plots_to_estimate(round: HarvestRound, search: str = "", missing: bool = False) -> QuerySet:
    """The plots that may give fruit of the season's crop in a round, by household and number.

    `missing` keeps those without an estimate; `search` finds code, folded name, alias and village.
    """
    coop = round.cooperative_id
    rows = (
        Plot.objects.of(coop)
        .filter(variety__commodity=round.season.commodity_id)
        .exclude(status=Plot.Status.RETIRED)
        .select_related("household")
        .order_by("household__code", "number")
    )
    for word in search_words(search):
        rows = rows.filter(household__search_key__contains=word)
    if missing:
        rows = rows.exclude(pk__in=YieldEstimate.objects.of(coop).filter(round=round).values("plot"))
    return rows


def estimates_of(round: HarvestRound, plots: list[Plot] | None = None) -> dict[int, YieldEstimate]:
    """The estimates of a round by plot key, of all plots or of some. One statement."""
    rows = YieldEstimate.objects.of(round.cooperative_id).filter(round=round)
    if plots is not None:
        rows = rows.filter(plot__in=plots)
    return {row.plot_id: row for row in rows}


def came_by_plot(round: HarvestRound, plots: list[Plot]) -> dict[int, int]:
    """Grams that came in from these plots in a round, by plot key. One statement, led by the households' index."""
    rows = (
        HarvestRecord.objects.of(round.cooperative_id)
        .filter(household__in={plot.household_id for plot in plots}, day__range=(round.starts_on, round.ends_on))
        .filter(round=round, plot__in=plots, status__in=STANDING)
    )
    return dict(rows.order_by().values_list("plot").annotate(sum=Sum("net_g")))


def round_before(round: HarvestRound) -> HarvestRound | None:
    """The round of the same crop that came before, be it of the season before."""
    rows = HarvestRound.objects.of(round.cooperative_id).filter(season__commodity=round.season.commodity_id)
    return rows.filter(starts_on__lt=round.starts_on).select_related("season").order_by("-starts_on").first()

