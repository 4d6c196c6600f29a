"""The trace of a start in both directions: the graph around it, its grams in every node and edge, and what they are.

The number of statements is the same for any number of tickets, lots and shipments; it grows with the depth of
re-packing alone: one a depth backwards, four a depth forwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from growers.models import Cooperative
from harvests.models import STANDING, HarvestRecord
from harvests.queries.trace_edges import load_allocations, load_cartons, load_destinations, load_packed, load_sources
from harvests.queries.trace_nodes import Node, describe
from harvests.queries.trace_starts import Start
from harvests.rules.trace import Accounts, Graph, Key, Kind, Walk, accounts, backward, forward

ORDER = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Traced:
    """A start with the graph around it (`nodes`: what each node is), the walk to its sources and the walk onwards."""

    start: Start
    seeds: dict[Key, int]
    graph: Graph
    nodes: dict[Key, Node]
    back: Walk
    ahead: Walk
    accounts: Accounts

    def of_kind(self, kind: Kind, walk: Walk) -> list[tuple[Node, int]]:
        """The nodes of a kind that a walk reached with the start's grams in them, most first."""
        found = [(self.nodes[key], grams) for key, grams in walk.nodes.items() if key[0] == kind and key in self.nodes]
        return sorted(found, key=lambda pair: (-pair[1], pair[0].label))


def trace(coop: Cooperative, start: Start) -> Traced:
    """Where the start's fruit came from and where it went."""
    graph = Graph()
    seeds, whole = _around(coop, start, graph)
    return _walked(coop, start, graph, seeds, whole)


def trace_lots(coop: Cooperative, start: Start, lots: Iterable[int]) -> Traced:
    """The trace of whole lots, `start` being what led to them: what a recall has to find."""
    graph, lots = Graph(), set(lots)
    load_sources(coop, graph, lots)
    whole = load_destinations(coop, graph, lots)
    return _walked(coop, start, graph, dict.fromkeys(((Kind.LOT, lot) for lot in lots), 0), whole)


def trace_tickets(coop: Cooperative, start: Start, tickets: dict[int, int]) -> Traced:
    """The trace of whole tickets (key -> net grams), `start` being what led to them: where else their fruit went."""
    graph = Graph()
    whole = _onward(coop, graph, tickets)
    seeds = {(Kind.TICKET, ticket): grams for ticket, grams in tickets.items()}
    return _walked(coop, start, graph, seeds, whole)


def tickets_of(traced: Traced) -> dict[int, int]:
    """The tickets among a trace's sources, each with all its grams."""
    return {key[1]: traced.graph.grams[key] for key in traced.back.nodes if key[0] == Kind.TICKET}


def _around(coop: Cooperative, start: Start, graph: Graph) -> tuple[dict[Key, int], set[Key]]:
    """Load the edges around a start; gives the start's nodes with its grams, and the nodes that were loaded whole."""
    if start.kind in ("lot", "trace"):
        load_sources(coop, graph, [start.lot])
        return {(Kind.LOT, start.lot): 0}, load_destinations(coop, graph, [start.lot])
    if start.kind == "carton":
        return _around_carton(coop, start, graph)
    if start.kind == "shipment":
        load_sources(coop, graph, load_allocations(coop, graph, shipment=start.pk))
        came = sum(grams for (_tail, head), grams in graph.edges.items() if head == (Kind.ORDER, head[1], start.pk))
        return {(Kind.SHIPMENT, start.pk): came}, set()
    if start.kind == "order":
        load_sources(coop, graph, load_allocations(coop, graph, order_line__order=start.pk))
        seeds: dict[Key, int] = {}
        for (_tail, head), grams in graph.edges.items():
            if head[0] == Kind.ORDER:
                seeds[head] = seeds.get(head, 0) + grams
        return seeds, set()
    tickets = _tickets(coop, start)
    return {(Kind.TICKET, pk): grams for pk, grams in tickets.items()}, _onward(coop, graph, tickets)


def _around_carton(coop: Cooperative, start: Start, graph: Graph) -> tuple[dict[Key, int], set[Key]]:
    key = (Kind.CARTON, start.pk)
    load_sources(coop, graph, [start.lot])
    graph.grams[key] = start.net_g
    graph.put((Kind.LOT, start.lot), key, start.net_g)
    lots = load_cartons(coop, graph, [start.pk], [start.lot])
    whole = load_destinations(coop, graph, lots) | {key}
    return {key: start.grams}, whole


def _tickets(coop: Cooperative, start: Start) -> dict[int, int]:
    """The standing tickets that a start names, by key with their net grams. One statement."""
    rows = HarvestRecord.objects.of(coop).filter(status__in=STANDING).order_by()
    if start.kind == "ticket":
        rows = rows.filter(pk=start.pk)
    else:
        rows = rows.filter(household__in=start.households, day__gte=start.first, day__lte=start.last)
        if start.kind != "household":
            rows = rows.filter(plot__in=start.plots)
    return dict(rows.values_list("pk", "net_g"))


def _onward(coop: Cooperative, graph: Graph, tickets: dict[int, int]) -> set[Key]:
    whole = load_destinations(coop, graph, load_packed(coop, graph, tickets))
    return whole | {(Kind.TICKET, ticket) for ticket in tickets}


def _walked(coop, start: Start, graph: Graph, seeds: dict[Key, int], whole: set[Key]) -> Traced:
    """Describe every node, close the graph at its ends, and walk it both ways."""
    nodes = describe(coop, start, graph, seeds)
    graph.end(whole)
    seeds = {key: grams or graph.grams.get(key, 0) for key, grams in seeds.items()}
    back, ahead = backward(graph.edges, seeds), forward(graph.edges, seeds)
    return Traced(start, seeds, graph, nodes, back, ahead, accounts(ahead))


def node_rows(traced: Traced) -> list[tuple[Node, int, int]]:
    """(node, all its grams where they are known, grams of the start in it), the sources first; ends have no page."""
    shares = traced.back.nodes | traced.ahead.nodes
    rows = [(_node(traced, key), traced.graph.grams.get(key, 0), grams) for key, grams in shares.items()]
    return sorted(rows, key=lambda row: (ORDER[row[0].key[0]], -row[2], row[0].label))


def edge_rows(traced: Traced) -> list[tuple[Node, Node, int, int]]:
    """(from, to, grams that went this way, grams of the start among them), the sources first."""
    shares = traced.back.edges | traced.ahead.edges
    rows = [(_node(traced, a), _node(traced, b), traced.graph.edges[a, b], part) for (a, b), part in shares.items()]
    return sorted(rows, key=lambda row: (ORDER[row[0].key[0]], ORDER[row[1].key[0]], -row[3], row[0].label))


def _node(traced: Traced, key: Key) -> Node:
    return traced.nodes.get(key) or Node(key, "")
