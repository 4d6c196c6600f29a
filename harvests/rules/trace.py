"""The walk over the graph of the fruit: how many grams of a start lie in every node and edge, forwards or backwards.

A node is a pair or triple that begins with its kind; an edge carries grams from `tail` to `head`. Fruit that went into
a node is mixed there: what leaves it, leaves in the proportion in which it came (a lot's boxes hold the fruit of all
its tickets). On a single edge nothing is divided, so that its figure is exact; where a node divides, the parts are
whole grams by largest remainder and add up to what was divided.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from harvests.rules.apportion import apportion

Key = tuple
BP = 10_000


class Kind(StrEnum):
    """What a node is; the ends are where a gram stays."""

    HOUSEHOLD = "household"
    DIARY = "diary"  # an application on plots: its edges carry no grams
    PLOT = "plot"
    TICKET = "ticket"
    LOT = "lot"
    CARTON = "carton"  # a carton line of a lot
    ORDER = "order"  # what was set aside for an order: (kind, order, shipment or 0)
    SHIPMENT = "shipment"
    BUYER = "buyer"
    UNPACKED = "unpacked"
    PACKING = "packing"
    STOCK = "stock"
    ASIDE = "aside"
    LOADED = "loaded"
    REJECT = "reject"
    SHRINK = "shrink"
    DAMAGE = "damage"
    SAMPLE = "sample"
    GAP = "gap"


IN_STOCK = (Kind.UNPACKED, Kind.PACKING, Kind.STOCK, Kind.ASIDE, Kind.LOADED)
LOST = (Kind.REJECT, Kind.SHRINK, Kind.DAMAGE, Kind.SAMPLE)
ENDS = (*IN_STOCK, *LOST, Kind.GAP)
# Where the grams of a node are that went nowhere else.
RESTS = {Kind.TICKET: Kind.UNPACKED, Kind.LOT: Kind.PACKING, Kind.CARTON: Kind.STOCK}


@dataclass(slots=True)
class Graph:
    """Nodes with all their grams, and edges with theirs; there is one edge between two nodes, and it has them all."""

    grams: dict[Key, int] = field(default_factory=dict)
    edges: dict[tuple[Key, Key], int] = field(default_factory=dict)

    def put(self, tail: Key, head: Key, grams: int) -> None:
        """An edge with all its grams, however often it is found."""
        self.edges[tail, head] = grams

    def add(self, tail: Key, head: Key, grams: int) -> None:
        """Some more grams on an edge."""
        self.edges[tail, head] = self.edges.get((tail, head), 0) + grams

    def end(self, nodes: Iterable[Key]) -> None:
        """Let what stayed in these nodes go to the end that says so: unpacked, being packed, in stock."""
        out = defaultdict(int)
        for (tail, _head), grams in self.edges.items():
            out[tail] += grams
        for node in nodes:
            rest = self.grams.get(node, 0) - out[node]
            if rest > 0:
                self.add(node, (RESTS[node[0]], 0), rest)


@dataclass(frozen=True, slots=True)
class Walk:
    """Grams of the start in each node and on each edge that it reaches, `total` grams in all.

    A start that lies within the reach of another counts once. `circle` are nodes that lead back to themselves, and
    those behind them: no walk can divide there, and their grams count as lost track of.
    """

    total: int
    nodes: dict[Key, int]
    edges: dict[tuple[Key, Key], int]
    circle: frozenset[Key] = frozenset()


def forward(edges: Mapping[tuple[Key, Key], int], start: Mapping[Key, int]) -> Walk:
    """Where the start's grams went: every node from which it can be reached comes before it."""
    return _walk(edges, start, turned=False)


def backward(edges: Mapping[tuple[Key, Key], int], start: Mapping[Key, int]) -> Walk:
    """Where the start's grams came from."""
    return _walk(edges, start, turned=True)


def _walk(edges, start, *, turned: bool) -> Walk:
    onward = defaultdict(list)
    for (tail, head), grams in edges.items():
        onward[head if turned else tail].append((tail if turned else head, grams))
    waiting = _arrivals(onward, start)
    ready = [node for node in start if not waiting[node]]
    arrived, nodes, shares, total = defaultdict(int), {}, {}, 0
    while ready:
        node = ready.pop()
        came, own = arrived[node], start.get(node, 0)
        total += max(0, own - came)
        nodes[node] = share = max(own, came)
        ways = sorted(onward[node])
        for (to, _grams), part in zip(ways, _parts(share, [grams for _to, grams in ways]), strict=True):
            shares[(to, node) if turned else (node, to)] = part
            arrived[to] += part
            waiting[to] -= 1
            if not waiting[to]:
                ready.append(to)
    lost = frozenset(waiting) - set(nodes)
    return Walk(total + sum(start.get(node, 0) for node in lost), nodes, shares, lost)


def _arrivals(onward, start) -> dict[Key, int]:
    """The nodes within reach, each with the number of edges by which it is reached."""
    counted = dict.fromkeys(start, 0)
    ahead = list(start)
    while ahead:
        for to, _grams in onward[ahead.pop()]:
            if to not in counted:
                counted[to] = 0
                ahead.append(to)
            counted[to] += 1
    return counted


def _parts(share: int, weights: list[int]) -> list[int]:
    if len(weights) == 1 and weights[0]:
        return [share]
    return apportion(share, weights) if any(weights) else [0] * len(weights)


@dataclass(frozen=True, slots=True)
class Accounts:
    """What became of all grams of a start. `accounted_g` are those that stand in stock, were shipped, or were lost in a
    way that somebody wrote down; an unexplained gap and what was lost track of are not."""

    total_g: int
    stock_g: int
    shipped_g: int
    lost_g: int
    gap_g: int

    @property
    def accounted_g(self) -> int:
        return self.stock_g + self.shipped_g + self.lost_g

    @property
    def untracked_g(self) -> int:
        return self.total_g - self.accounted_g - self.gap_g

    @property
    def share_bp(self) -> int | None:
        """Basis points, rounded down, so that 100 % means every gram; None when there is nothing to account for."""
        return self.accounted_g * BP // self.total_g if self.total_g else None


def accounts(walk: Walk) -> Accounts:
    """Sum up the ends of a forward walk; a shipment that left counts where it arrives, with its buyer."""
    at = defaultdict(int)
    for node, grams in walk.nodes.items():
        at[node[0]] += grams
    return Accounts(
        walk.total, sum(at[kind] for kind in IN_STOCK), at[Kind.BUYER], sum(at[kind] for kind in LOST), at[Kind.GAP]
    )


def merged(edges: Mapping[tuple[Key, Key], int], into: Mapping[Key, Key]) -> dict[tuple[Key, Key], int]:
    """The edges with some nodes counted as others; what would lead from a node to itself falls away."""
    found: dict[tuple[Key, Key], int] = {}
    for (tail, head), grams in edges.items():
        pair = into.get(tail, tail), into.get(head, head)
        if pair[0] != pair[1]:
            found[pair] = found.get(pair, 0) + grams
    return found
