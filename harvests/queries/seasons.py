"""Facts about seasons and rounds: which one a day lies in, what they are, and what came in during each."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from growers.models import Commodity, Cooperative
from harvests.models import DayTotal, HarvestRound, Season, YieldEstimate


@dataclass(slots=True)
class Intake:
    """What came in: net grams, dong, loads, and the grams of each grade (by key)."""

    net_g: int = 0
    amount_vnd: int = 0
    loads: int = 0
    by_grade: dict[int, int] = field(default_factory=dict)

    def __add__(self, other: "Intake") -> "Intake":
        grades = {key: self.by_grade.get(key, 0) + other.by_grade.get(key, 0) for key in self.by_grade | other.by_grade}
        return Intake(self.net_g + other.net_g, self.amount_vnd + other.amount_vnd, self.loads + other.loads, grades)


def season_on(coop: Cooperative, day: dt.date, commodity: Commodity | None = None) -> Season | None:
    """The season that a day lies in, of a crop or, without one, of the co-operative's main crop. One statement."""
    crop = commodity.pk if commodity else coop.commodity_id
    rows = Season.objects.of(coop).select_related("commodity")
    return rows.filter(commodity=crop, starts_on__lte=day, ends_on__gte=day).first()


def seasons(coop: Cooperative) -> QuerySet:
    """Every season, the newest first, with `round_count`, `came_g` and `estimated_g`. One statement."""
    return (
        Season.objects.of(coop)
        .select_related("commodity")
        .annotate(
            round_count=Coalesce(Subquery(_of_season(HarvestRound, "season", Count("pk"))), 0),
            came_g=Coalesce(Subquery(_of_season(DayTotal, "season", Sum("net_g"))), 0),
            estimated_g=Subquery(_of_season(YieldEstimate, "round__season", Sum("expected_g"))),
        )
        .order_by("-starts_on", "-pk")
    )


def season_by_id(coop: Cooperative, pk: int) -> Season | None:
    """One season of the co-operative, with its crop."""
    return Season.objects.of(coop).select_related("commodity").filter(pk=pk).first()


def rounds_of(season: Season) -> list[HarvestRound]:
    """The rounds of a season in the order of their days."""
    return list(HarvestRound.objects.of(season.cooperative_id).filter(season=season).order_by("starts_on"))


def other_seasons(coop: Cooperative, but: int | None) -> list[Season]:
    """Every season but one, in the order of their days."""
    return list(Season.objects.of(coop).exclude(pk=but).order_by("starts_on"))


def crops_of(coop: Cooperative) -> list[Commodity]:
    """The crops a co-operative works with: its main crop first, then those it has seasons of."""
    found = Commodity.objects.filter(Q(pk=coop.commodity_id) | Q(pk__in=Season.objects.of(coop).values("commodity")))
    return sorted(found, key=lambda crop: (crop.pk != coop.commodity_id, crop.code))


def all_crops() -> QuerySet:
    """Every crop there is, for the form of a new season."""
    return Commodity.objects.order_by("code")


def intake_by_round(season: Season) -> dict[int | None, Intake]:
    """What came in per round (key None: between rounds), from the daily totals. One statement."""
    rows = (
        DayTotal.objects.of(season.cooperative_id)
        .filter(season=season)
        .values_list("round", "grade")
        .annotate(net=Sum("net_g"), amount=Sum("amount_vnd"), loads=Sum("lines"))
        .order_by()
    )
    found: dict[int | None, Intake] = defaultdict(Intake)
    for number, grade, net, amount, loads in rows:
        if not loads:
            continue  # a day total counted down to nothing
        intake = found[number]
        intake.net_g += net
        intake.amount_vnd += amount
        intake.loads += loads
        intake.by_grade[grade] = intake.by_grade.get(grade, 0) + net
    return dict(found)


def days_received(season: Season) -> tuple[dt.date, dt.date] | None:
    """The first and last day on which something of the season came in, or None."""
    days = DayTotal.objects.of(season.cooperative_id).filter(season=season, lines__gt=0)
    found = days.aggregate(first=Min("day"), last=Max("day"))
    return (found["first"], found["last"]) if found["first"] else None


def _of_season(model, path: str, what) -> QuerySet:
    rows = model.objects.filter(cooperative=OuterRef("cooperative"), **{path: OuterRef("pk")})
    return rows.order_by().values("cooperative").annotate(found=what).values("found")
