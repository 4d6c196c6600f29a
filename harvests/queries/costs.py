"""What an order cost and fetched: its fruit followed back over lots to the tickets, costs entered, what was billed."""

from collections import defaultdict

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from growers.models import Cooperative
from harvests.models import (
    Allocation,
    Claim,
    Delivery,
    Lot,
    LotInput,
    OrderCost,
    OrderLine,
    Receivable,
    Shipment,
    TraderOrder,
)
from harvests.queries.trader_ledger import newest_rate, worth_of
from harvests.rules.claims import OPEN
from harvests.rules.costs import Content, Margin, Priced, fruit_cost, rounded


def costs_of(order: TraderOrder) -> list[OrderCost]:
    """The costs of an order, voided ones too, by day."""
    rows = OrderCost.objects.of(order.cooperative_id).filter(order=order).select_related("shipment", "made_by")
    return list(rows.order_by("day", "pk"))


def cost_by_id(order: TraderOrder, pk: int) -> OrderCost | None:
    """One cost of an order."""
    return OrderCost.objects.of(order.cooperative_id).filter(order=order, pk=pk).first()


def margin_of(order: TraderOrder) -> Margin:
    """What an order brought. Eight statements, and two more for each depth of re-packing behind its first lots."""
    coop = order.cooperative_id
    sent = Delivery.objects.of(coop).filter(line__order=order, void_reason="").order_by()
    taken: list[tuple[int, int]] = []
    by_hand = 0
    for lot, grams in sent.values_list("allocation__carton__lot").annotate(Sum("quantity_g")):
        if lot is None:
            by_hand += grams
        else:
            taken.append((lot, grams))
    fruit = fruit_cost(taken, contents_of(coop, {lot for lot, _grams in taken}))
    billed = Receivable.objects.of(coop).filter(order=order, void_reason="").aggregate(
        vnd=Coalesce(Sum("amount_vnd"), 0), credited=Coalesce(Sum("credited_vnd"), 0), grams=Coalesce(Sum("net_g"), 0)
    )  # fmt: skip
    expected, unexpected = worth_of(_not_billed(order), newest_rate(coop))
    entered = OrderCost.objects.of(coop).filter(order=order, void_reason="").order_by()
    claims = Claim.objects.of(coop).filter(receivable__order=order, status=OPEN).aggregate(n=Count("pk"))
    return Margin(
        delivered_g=by_hand + sum(grams for _lot, grams in taken), fruit_vnd=rounded(fruit.vnd),
        unpriced_g=rounded(fruit.unpriced_g), by_hand_g=by_hand, billed_vnd=billed["vnd"],
        credited_vnd=billed["credited"], billed_g=billed["grams"], expected_vnd=expected, unexpected_g=unexpected,
        open_claims=claims["n"], costs=dict(entered.values_list("kind").annotate(Sum("amount_vnd"))),
    )  # fmt: skip


def contents_of(coop: Cooperative | int, lots: set[int]) -> dict[int, Content]:
    """What went into lots and into every lot behind them: two statements for each depth of re-packing."""
    found: dict[int, Content] = {}
    frontier = set(lots)
    while frontier:
        packed = dict(Lot.objects.of(coop).filter(pk__in=frontier).values_list("pk", "out_g"))
        inputs: dict[int, list[Priced]] = defaultdict(list)
        rows = LotInput.objects.of(coop).filter(lot__in=frontier, void_reason="").order_by("pk")
        for lot, grams, price, source in rows.values_list("lot", "grams", "line__price_vnd", "source"):
            inputs[lot].append(Priced(grams, price, source))
        found |= {lot: Content(packed.get(lot, 0), inputs[lot]) for lot in frontier}
        frontier = {edge.source for edges in inputs.values() for edge in edges if edge.source} - found.keys()
    return found


def _not_billed(order: TraderOrder) -> list[tuple[int, int | None, str]]:
    """(grams, price, currency) by line of what was delivered and stands on no receivable.

    What was billed without lines (by hand) counts against the lines in their order. Three statements.
    """
    coop = order.cooperative_id
    standing = Receivable.objects.of(coop).filter(order=order, void_reason="").order_by()
    billed = dict(standing.values_list("lines__order_line").annotate(Sum("lines__net_g")))
    free = standing.filter(lines__isnull=True).aggregate(sum=Coalesce(Sum("net_g"), 0))["sum"]
    rows = []
    lines = OrderLine.objects.of(coop).filter(order=order, delivered_g__gt=0).order_by("position")
    for key, grams, price in lines.values_list("pk", "delivered_g", "price_minor"):
        left = max(0, grams - (billed.get(key) or 0))
        covered = min(free, left)
        free -= covered
        if left - covered:
            rows.append((left - covered, price, order.currency))
    return rows


def shipments_of(order: TraderOrder) -> QuerySet:
    """The shipments that carried something of an order, the newest first."""
    carried = Allocation.objects.of(order.cooperative_id).filter(order_line__order=order, shipment__isnull=False)
    rows = Shipment.objects.of(order.cooperative_id).filter(pk__in=carried.values("shipment"))
    return rows.order_by("-year", "-number")
