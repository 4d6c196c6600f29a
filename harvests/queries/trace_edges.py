"""Loads the edges of the trace's graph, lots by level: the number of statements follows from its depth alone."""

from collections.abc import Iterable, Iterator

from django.db.models import Sum

from growers.models import Cooperative
from harvests.models import Allocation, HarvestLine, LotCarton, LotInput, LotLoss
from harvests.rules.trace import Graph, Key, Kind

MOST = 10_000  # keys in one statement; a database has a limit on its parameters


def load_sources(coop: Cooperative, graph: Graph, lots: Iterable[int]) -> None:
    """What these lots were made of, back to the tickets. One statement a depth."""
    level, seen = set(lots), set()
    while level:
        seen |= level
        before = set()
        for keys in _in_parts(level):
            rows = LotInput.objects.of(coop).filter(lot__in=keys, void_reason="").order_by()
            rows = rows.values_list("lot", "line__record", "carton", "carton__net_g", "source")
            for lot, record, carton, net_g, source, grams in rows.annotate(sum=Sum("grams")):
                if record:
                    graph.put((Kind.TICKET, record), (Kind.LOT, lot), grams)
                    continue
                graph.put((Kind.CARTON, carton), (Kind.LOT, lot), grams)
                graph.put((Kind.LOT, source), (Kind.CARTON, carton), net_g)
                before.add(source)
        level = before - seen


def load_packed(coop: Cooperative, graph: Graph, tickets: Iterable[int]) -> set[int]:
    """The lots that took loads of these tickets, which are given back. One statement."""
    lots = set()
    for keys in _in_parts(set(tickets)):
        # The loads are named by their keys: one look at the index of inputs for each, on both databases.
        loads = HarvestLine.objects.of(coop).filter(record__in=keys, allocated_g__gt=0).values("pk")
        rows = LotInput.objects.of(coop).filter(line__in=loads, void_reason="").order_by()
        for record, lot, grams in rows.values_list("line__record", "lot").annotate(sum=Sum("grams")):
            graph.put((Kind.TICKET, record), (Kind.LOT, lot), grams)
            lots.add(lot)
    return lots


def load_destinations(coop: Cooperative, graph: Graph, lots: Iterable[int]) -> set[Key]:
    """Where the fruit of these lots went, over cartons, re-packings and orders. Four statements a depth.

    Gives the lots and carton lines that were loaded whole: what is missing there is still there.
    """
    level, whole = set(lots), set()
    while level:
        whole |= {(Kind.LOT, lot) for lot in level}
        cartons = []
        for keys in _in_parts(level):
            rows = LotCarton.objects.of(coop).filter(lot__in=keys).order_by()
            for carton, lot, net_g in rows.values_list("pk", "lot", "net_g"):
                graph.grams[Kind.CARTON, carton] = net_g
                graph.put((Kind.LOT, lot), (Kind.CARTON, carton), net_g)
                cartons.append(carton)
            losses = LotLoss.objects.of(coop).filter(lot__in=keys).order_by()
            for lot, kind, grams in losses.values_list("lot", "kind", "grams"):
                graph.put((Kind.LOT, lot), (Kind(kind), 0), grams)
        whole |= {(Kind.CARTON, carton) for carton in cartons}
        level = {lot for lot in load_cartons(coop, graph, cartons, level) if (Kind.LOT, lot) not in whole}
    return whole


def load_cartons(coop: Cooperative, graph: Graph, cartons: Iterable[int], lots: Iterable[int]) -> set[int]:
    """What was taken from these carton lines of these lots; gives the lots that took from them. Two statements."""
    wanted, after = set(cartons), set()
    for keys in _in_parts(set(lots)):
        rows = LotInput.objects.of(coop).filter(source__in=keys, void_reason="").order_by()
        for carton, lot, grams in rows.values_list("carton", "lot").annotate(sum=Sum("grams")):
            if carton in wanted:
                graph.put((Kind.CARTON, carton), (Kind.LOT, lot), grams)
                after.add(lot)
    for keys in _in_parts(wanted):
        _put_allocations(graph, Allocation.objects.of(coop).filter(carton__in=keys))
    return after


def load_allocations(coop: Cooperative, graph: Graph, **of) -> set[int]:
    """Everything set aside for an order or loaded on a shipment (`order_line__order` or `shipment`), and the edge from
    each lot to its carton lines there; gives those lots. One statement."""
    lots = set()
    rows = Allocation.objects.of(coop).filter(**of)
    for carton, lot, net_g in _put_allocations(graph, rows):
        graph.put((Kind.LOT, lot), (Kind.CARTON, carton), net_g)
        lots.add(lot)
    return lots


def _put_allocations(graph: Graph, rows) -> set[tuple[int, int, int]]:
    """Put what carton lines gave to orders; gives (carton line, its lot, its net grams)."""
    rows = rows.filter(void_reason="").order_by()
    rows = rows.values_list("carton", "carton__lot", "carton__net_g", "order_line__order", "shipment")
    found = set()
    for carton, lot, net_g, order, shipment, grams in rows.annotate(sum=Sum("grams")):
        graph.put((Kind.CARTON, carton), (Kind.ORDER, order, shipment or 0), grams)
        found.add((carton, lot, net_g))
    return found


def _in_parts(keys: set[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for begin in range(0, len(ordered), MOST):
        yield ordered[begin : begin + MOST]
