"""What one household brought: by season, round and grade, beside what was expected of it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Sum

from growers.models import Cooperative, Household
from harvests.models import STANDING, HarvestLine, HarvestRecord, YieldEstimate


@dataclass(slots=True)
class Brought:
    """A household's season: rounds as (number, net g, dong), grades as (code, net g), newest season first."""

    season: str
    net_g: int = 0
    amount_vnd: int = 0
    tickets: int = 0
    expected_g: int = 0
    rounds: list[tuple[int | None, int, int]] = field(default_factory=list)
    grades: list[tuple[str, int]] = field(default_factory=list)


def household_of(coop: Cooperative, code: str) -> Household | None:
    """The household with this code, or None."""
    return Household.objects.of(coop).filter(code=code).first()


def brought_by(household: Household) -> list[Brought]:
    """Everything a household brought, season by season. Three statements on the household's index."""
    records = HarvestRecord.objects.of(household.cooperative_id).filter(household=household, status__in=STANDING)
    found: dict[int, Brought] = {}
    by_round = records.order_by("-season__starts_on", "round__number").values_list(
        "season_id", "season__name", "round__number"
    )
    for season, name, number, net, amount, tickets in by_round.annotate(
        net=Sum("net_g"), amount=Sum("amount_vnd"), tickets=Count("pk")
    ):
        brought = found.setdefault(season, Brought(name))
        brought.net_g += net
        brought.amount_vnd += amount or 0
        brought.tickets += tickets
        brought.rounds.append((number, net, amount or 0))
    for season, grades in _grades(household, records).items():
        found[season].grades = grades
    expected = YieldEstimate.objects.of(household.cooperative_id).filter(plot__household=household)
    for season, grams in expected.order_by().values_list("round__season_id").annotate(sum=Sum("expected_g")):
        if season in found:
            found[season].expected_g = grams
    return list(found.values())


def newest_of(household: Household, count: int = 20) -> list[dict]:
    """The newest tickets of a household, voided and replaced ones left out."""
    records = HarvestRecord.objects.of(household.cooperative_id).filter(household=household, status__in=STANDING)
    fields = ("day", "number", "revision", "net_g", "amount_vnd", "status", "weighed_at")
    return list(records.order_by("-day", "-number").values(*fields)[:count])


def _grades(household: Household, records) -> dict[int, list[tuple[str, int]]]:
    lines = HarvestLine.objects.of(household.cooperative_id).filter(record__in=records.order_by().values("pk"))
    rows = lines.order_by("grade__position").values_list("record__season_id", "grade__code")
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for season, code, net in rows.annotate(net=Sum("net_g")):
        found[season].append((code, net))
    return found
