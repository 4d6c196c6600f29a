"""Facts about plots: the list with its sums, one plot's page, its neighbours, and the boundaries beside a new one."""

import datetime as dt

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Commodity, Cooperative, Household, Market, Planting, Plot, Variety
from growers.queries.areas import active_cover
from growers.rules.plots import Stage

SORTS = {
    "code": ("code",),
    "name": ("household__sort_key", "code"),
    "commune": ("commune__name", "code"),
    "-area": ("-area_m2", "code"),
    "planted": ("planted_year", "code"),
}
# What a row of the list shows; statuses and boundaries come beside it.
LISTED = (
    "id", "code", "household__name", "household__village", "commune__name", "area_m2", "drawn_m2", "posts", "plants",
    "variety__name_vi", "variety__name_en", "planted_year", "first_crop_year", "irrigation", "ground_cover", "practice",
    "status",
)  # fmt: skip
# Boundaries reach less than this from their middle, in degrees: a plot has at most 50 ha.
REACH = 0.03
NEAR = 0.015
MOST_NEAR = 60


def plots_of(household: Household) -> list[Plot]:
    """A household's plots in order, with what a table shows of each."""
    return list(
        Plot.objects.of(household.cooperative_id)
        .filter(household=household)
        .select_related("variety", "commune")
        .order_by("number")
    )


def plots(
    coop: Cooperative,
    *,
    day: dt.date,
    search: str = "",
    commune: int | None = None,
    village: str = "",
    status: str = "",
    practice: str = "",
    coded: str = "",
    market: Market | None = None,
    unmapped: bool = False,
    sort: str = "code",
) -> QuerySet:
    """Plots, without those given up unless `status` asks for them.

    `coded` yes or no means an active code on the day, for `market` when one is given; `unmapped` keeps those without a
    boundary.
    """
    rows = Plot.objects.of(coop)
    if status != "all":
        rows = rows.filter(status=status) if status else rows.exclude(status=Plot.Status.RETIRED)
    for word in search_words(search):
        rows = rows.filter(Q(search_key__contains=word) | Q(household__search_key__contains=word))
    for field, value in (("commune", commune), ("household__village", village), ("practice", practice)):
        if value:
            rows = rows.filter(**{field: value})
    if coded or market:
        covered = active_cover("pk", day, market)
        rows = rows.filter(~covered if coded == "no" else covered)
    if unmapped:
        rows = rows.filter(boundary__isnull=True)
    return rows.order_by(*SORTS.get(sort, SORTS["code"]))


def sums(rows: QuerySet) -> dict[str, int]:
    """`plots`, `m2`, `all_posts`, `all_plants` and `unmapped` (without a boundary) of a list, in one statement."""
    mapped = Case(When(boundary__isnull=True, then=Value(1)), default=Value(0), output_field=IntegerField())
    return rows.order_by().aggregate(
        plots=Count("pk"),
        m2=Coalesce(Sum("area_m2"), 0),
        all_posts=Coalesce(Sum("posts"), 0),
        all_plants=Coalesce(Sum("plants"), 0),
        unmapped=Coalesce(Sum(mapped), 0),
    )


def places_of_plots(coop: Cooperative) -> list[tuple[int, str, str]]:
    """(key of the commune, its name, village) of every place where the co-operative has plots, for filters."""
    rows = Plot.objects.of(coop).order_by("commune__name", "household__village")
    return list(rows.values_list("commune", "commune__name", "household__village").distinct())


def plot_by_code(coop: Cooperative, code: str) -> Plot | None:
    """The plot with this code, with what its page shows beside it."""
    rows = Plot.objects.of(coop).select_related(
        "household", "household__commune", "commune", "variety", "variety__commodity", "cooperative"
    )
    return rows.filter(code=code).first()


def plots_to_tick(coop: Cooperative) -> QuerySet:
    """Every plot of the co-operative with its crop, as what a form may name."""
    return Plot.objects.of(coop).select_related("variety").order_by("code")


def stages_of(plot: Plot) -> list[Stage]:
    """How a plot's planting grew, in the order of years."""
    rows = Planting.objects.of(plot.cooperative_id).filter(plot=plot).order_by("year")
    return [Stage(row.year, row.posts, row.plants, row.note) for row in rows]


def next_number(household: Household) -> int:
    """The number that the household's next plot gets; numbers of plots given up are not given again."""
    numbers = Plot.objects.of(household.cooperative_id).filter(household=household).values_list("number", flat=True)
    return max(numbers, default=0) + 1


def boundaries_beside(coop: Cooperative, lat: float, lon: float, but: int | None = None) -> list[tuple[str, dict]]:
    """(label, boundary) of the co-operative's other plots that may touch one with its middle at this place."""
    near = Q(lat__isnull=True) | Q(
        lat__range=(_degrees(lat - REACH), _degrees(lat + REACH)),
        lon__range=(_degrees(lon - REACH), _degrees(lon + REACH)),
    )
    rows = Plot.objects.of(coop).filter(near, boundary__isnull=False).exclude(pk=but).exclude(status="retired")
    return list(rows.order_by("code").values_list("code", "boundary"))


def near_plots(plot: Plot, lat: float, lon: float) -> list[Plot]:
    """Other plots in use that lie within about a kilometre and a half of a plot at this place."""
    rows = Plot.objects.of(plot.cooperative_id).filter(
        lat__range=(_degrees(lat - NEAR), _degrees(lat + NEAR)), lon__range=(_degrees(lon - NEAR), _degrees(lon + NEAR))
    )
    rows = rows.exclude(pk=plot.pk).exclude(status=Plot.Status.RETIRED).select_related("household", "variety")
    return list(rows.order_by("code")[:MOST_NEAR])


def village_plots(plot: Plot, most: int = 6) -> list[Plot]:
    """Other plots in use of the same village, for a plot of which no place is known."""
    rows = Plot.objects.of(plot.cooperative_id).filter(
        household__village=plot.household.village, commune=plot.commune_id
    )
    rows = rows.exclude(pk=plot.pk).exclude(status=Plot.Status.RETIRED).select_related("household", "variety")
    return list(rows.order_by("code")[:most])


def varieties(crop: Commodity) -> QuerySet:
    """Every variety of every crop, those of one crop first, for a choice."""
    first = Case(When(commodity=crop.pk, then=Value(0)), default=Value(1), output_field=IntegerField())
    return Variety.objects.select_related("commodity").order_by(first, "commodity", "pk")


def _degrees(value: float) -> str:
    return f"{value:.6f}"
