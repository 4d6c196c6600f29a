"""What a recall has to reach: whole lots, for nobody can sort one out again, their buyers, and the growers behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum

from growers.models import Cooperative
from harvests.models import STANDING, Allocation, HarvestRecord, Lot, LotInput
from harvests.queries.trace import Traced, tickets_of, trace, trace_lots, trace_tickets
from harvests.queries.trace_nodes import LEFT
from harvests.queries.trace_starts import Start
from harvests.rules.trace import Kind

OF_TICKETS = ("ticket", "household", "plot", "diary")


@dataclass(frozen=True, slots=True)
class Affected:
    """A lot that a recall reaches. `affected_g` of it come from the start (for a lot that only shares sources: from
    those tickets); all of its `stock_g` and `shipped_g` are recalled."""

    lot: int
    code: str
    affected_g: int
    stock_g: int
    shipped_g: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Lots by key; buyers with the grams of these lots that they got, households with their grams of the start."""

    lots: dict[int, Affected]
    buyers: dict[int, int]
    households: dict[int, int]


def reach(coop: Cooperative, start: Start, *, wide: bool = False) -> Reach:
    """What a recall from a start reaches: the lots with its fruit, and all that were made of them.

    `wide`: also every other lot with fruit of the same tickets. As many statements as three traces, and three.
    """
    traced = _of_whole_lots(coop, start)
    shares = _shares(traced)
    if wide:
        shares = _shares(trace_tickets(coop, start, tickets_of(traced))) | shares
    households = {key[1]: grams for key, grams in traced.back.nodes.items() if key[0] == Kind.HOUSEHOLD}
    return Reach(_affected(coop, shares), _buyers(coop, shares), households)


def loose_tickets(coop: Cooperative, start: Start) -> QuerySet:
    """The standing tickets of a start whose fruit is not wholly in lots: what a recall holds before it is packed."""
    rows = HarvestRecord.objects.of(coop)
    if start.kind not in OF_TICKETS:
        return rows.none()
    if start.kind == "ticket":
        rows = rows.filter(pk=start.pk)
    else:
        rows = rows.filter(household__in=start.households, day__gte=start.first, day__lte=start.last)
        rows = rows.filter(plot__in=start.plots) if start.plots else rows
    return rows.filter(status__in=STANDING, lines__allocated_g__lt=F("lines__net_g")).distinct()


def _of_whole_lots(coop: Cooperative, start: Start) -> Traced:
    """The trace of a start whose cartons count as their whole lots."""
    if start.kind in OF_TICKETS:
        return trace(coop, start)
    if start.lot:
        return trace_lots(coop, start, [start.lot])
    edges = trace(coop, start).graph.edges
    cartons = {tail for tail, head in edges if head[0] == Kind.ORDER}
    return trace_lots(coop, start, [tail[1] for tail, head in edges if head in cartons])


def _shares(traced: Traced) -> dict[int, int]:
    return {key[1]: grams for key, grams in traced.ahead.nodes.items() if key[0] == Kind.LOT}


def _affected(coop: Cooperative, shares: dict[int, int]) -> dict[int, Affected]:
    again = LotInput.objects.of(coop).filter(source__in=shares, void_reason="").order_by()
    packed_again = dict(again.values_list("source").annotate(sum=Sum("grams")))
    left = _left(coop, shares).values_list("carton__lot").annotate(sum=Sum("grams"))
    shipped = dict(left)
    rows = Lot.objects.of(coop).filter(pk__in=shares).exclude(status=Lot.Status.VOID).order_by("pk")
    return {
        pk: Affected(pk, code, shares[pk], in_g - loss_g - packed_again.get(pk, 0) - shipped.get(pk, 0),
                     shipped.get(pk, 0))
        for pk, code, in_g, loss_g in rows.values_list("pk", "code", "in_g", "loss_g")
    }  # fmt: skip


def _buyers(coop: Cooperative, lots: Iterable[int]) -> dict[int, int]:
    return dict(_left(coop, lots).values_list("shipment__trader").annotate(sum=Sum("grams")))


def _left(coop: Cooperative, lots: Iterable[int]):
    rows = Allocation.objects.of(coop).filter(carton__lot__in=[*lots], void_reason="", shipment__status__in=LEFT)
    return rows.order_by()
