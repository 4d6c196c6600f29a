"""Facts about market programmes: the list with its steps, one programme, and the events that steps name."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from growers.models import Cooperative, Market
from harvests.models import MarketProgramme, ProgrammeStep

SORTS = {"first": ("first_shipment_on", "name"), "name": ("name",), "status": ("status", "first_shipment_on", "name")}


def programmes(coop: Cooperative, *, status: str = "", sort: str = "") -> QuerySet:
    """Programmes with partner and markets, the earliest first shipment first; `status` narrows. Two statements."""
    rows = MarketProgramme.objects.of(coop).select_related("trader").prefetch_related("markets")
    if status:
        rows = rows.filter(status=status)
    return rows.order_by(*SORTS.get(sort, SORTS["first"]), "pk")


def programme_by_key(coop: Cooperative, key: int) -> MarketProgramme | None:
    """One programme with its partner."""
    rows = MarketProgramme.objects.of(coop).select_related("trader", "cooperative").prefetch_related("markets")
    return rows.filter(pk=key).first()


def steps_of(coop: Cooperative, programmes: Iterable[MarketProgramme]) -> dict[int, list[ProgrammeStep]]:
    """The steps of programmes in their order, with the events they name. One statement."""
    keys = [programme.pk for programme in programmes]
    found: dict[int, list[ProgrammeStep]] = defaultdict(list)
    rows = ProgrammeStep.objects.of(coop).filter(programme__in=keys).select_related("event")
    for step in rows.order_by("programme", "position"):
        found[step.programme_id].append(step)
    return found


def step_by_key(programme: MarketProgramme, key: int) -> ProgrammeStep | None:
    """One step of a programme."""
    rows = ProgrammeStep.objects.of(programme.cooperative_id).select_related("programme", "cooperative")
    return rows.filter(programme=programme, pk=key).first()


def markets_abroad() -> QuerySet:
    """Every market but the one at home, for a programme to lead to."""
    return Market.objects.exclude(code="VN").order_by("position")
