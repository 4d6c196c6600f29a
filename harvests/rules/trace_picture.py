"""The picture of a trace: columns of boxes from orchard to buyer, and bands between them as thick as their grams.

Coordinates count in units of the view box, from its top left corner, and are texts: a number would be shown with the
thousands of a language.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from harvests.rules.trace import ENDS, Key, Kind, Walk, merged

BOX, GAP, LEAST, BETWEEN = 150, 84, 38, 10  # width of a box, between columns, its least height, between boxes
FIELD, TOP = 300, 8  # height that all grams of the start take
MOST = 9  # boxes in a column; the smaller ones lie in one box together
LABELLED = 14  # more bands than this between all columns leave no room for their numbers
MORE = "more"


@dataclass(frozen=True, slots=True)
class Box:
    """A node, or (`MORE`, column) for `count` of them; `grams` of the start lie in it."""

    key: Key
    x: str
    y: str
    height: str
    grams: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Band:
    """An edge between two boxes: the `d` of its path, how thick it is, and where its number stands."""

    tail: Key
    head: Key
    d: str
    width: str
    x: str
    y: str
    grams: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes and bands within a view box; `labelled`: whether every band has room for its number."""

    width: str
    height: str
    boxes: list[Box]
    bands: list[Band]
    labelled: bool


def picture(back: Walk, ahead: Walk) -> Picture:
    """Draw both walks of a trace. Households lie in their plots, carton lines in their lots, orders in shipments."""
    edges = _drawn(back.edges | ahead.edges)
    shares = {**back.nodes, **ahead.nodes}
    nodes = {key for edge in edges for key in edge} or {key for key in shares if key[0] != Kind.DIARY}
    sizes = {key: shares.get(key) or sum(g for (_t, head), g in edges.items() if head == key) for key in nodes}
    column = _columns(edges, nodes)
    into, counts = _folded(column, sizes)
    column = {into.get(key, key): place for key, place in column.items()}
    for key, folded in into.items():
        sizes[folded] = sizes.get(folded, 0) + sizes.pop(key)
    edges = merged(edges, into)
    total = max(1, back.total, ahead.total)
    boxes = _boxes(column, sizes, counts, total)
    bands = _bands(edges, boxes, total)
    heights = [int(box.y) + int(box.height) for box in boxes.values()]
    width = max(column.values(), default=0) * (BOX + GAP) + BOX + 2
    return Picture(str(width), str(max(heights, default=0) + TOP), [*boxes.values()], bands, len(bands) <= LABELLED)


def _drawn(edges: Mapping) -> dict:
    """The edges between what is drawn."""
    into: dict[Key, Key] = {}
    for tail, head in edges:
        if head[0] == Kind.CARTON:
            into[head] = tail
        if tail[0] == Kind.ORDER:
            into[tail] = head
    kept = {edge: grams for edge, grams in edges.items() if edge[0][0] != Kind.DIARY}
    kept = {edge: grams for edge, grams in kept.items() if edge[1][0] != Kind.PLOT}
    return merged(kept, into)


def _columns(edges: Mapping, nodes: set[Key]) -> dict[Key, int]:
    """Plots, tickets, lots by how often they were packed, what they became, buyers; without gaps between them."""
    depth = {key: 0 for key in nodes if key[0] == Kind.LOT}
    between = [(tail, head) for tail, head in edges if tail in depth and head in depth]
    for _round in range(len(depth)):
        deeper = {head: depth[tail] + 1 for tail, head in between if depth[tail] >= depth[head]}
        if not deeper:
            break
        depth |= deeper
    last = 2 + max(depth.values(), default=0)
    place = {Kind.HOUSEHOLD: 0, Kind.PLOT: 0, Kind.TICKET: 1, Kind.CARTON: 2, Kind.BUYER: last + 2}
    place |= dict.fromkeys((Kind.ORDER, Kind.SHIPMENT, *ENDS), last + 1)
    found = {key: 2 + depth[key] if key in depth else place[key[0]] for key in nodes}
    rank = {number: index for index, number in enumerate(sorted(set(found.values())))}
    return {key: rank[number] for key, number in found.items()}


def _folded(column: Mapping[Key, int], sizes: Mapping[Key, int]) -> tuple[dict[Key, Key], dict[Key, int]]:
    """Which nodes lie in the last box of a full column, and how many lie in each such box."""
    by_column = defaultdict(list)
    for key, place in column.items():
        by_column[place].append(key)
    into: dict[Key, Key] = {}
    counts: dict[Key, int] = {}
    for place, keys in by_column.items():
        if len(keys) > MOST:
            small = sorted(keys, key=lambda key: (-sizes[key], key))[MOST - 1 :]
            into |= dict.fromkeys(small, (MORE, place))
            counts[MORE, place] = len(small)
    return into, counts


def _boxes(column: Mapping, sizes: Mapping, counts: Mapping, total: int) -> dict[Key, Box]:
    by_column = defaultdict(list)
    for key in sorted(column, key=lambda key: (key[0] == MORE, -sizes[key], key)):
        by_column[column[key]].append(key)
    boxes: dict[Key, Box] = {}
    for place, keys in by_column.items():
        y = TOP
        for key in keys:
            height = max(LEAST, sizes[key] * FIELD // total)
            x = str(place * (BOX + GAP) + 1)
            boxes[key] = Box(key, x, str(y), str(height), sizes[key], counts.get(key, 1))
            y += height + BETWEEN
    return boxes


def _bands(edges: Mapping, boxes: Mapping[Key, Box], total: int) -> list[Band]:
    """Bands leave and reach a box below one another, each side centred on the box."""
    thick = {edge: max(1, grams * FIELD // total) for edge, grams in edges.items()}
    out, come = defaultdict(int), defaultdict(int)
    for (tail, head), width in thick.items():
        out[tail] += width
        come[head] += width
    at_tail = {key: int(box.y) + (int(box.height) - out[key]) // 2 for key, box in boxes.items()}
    at_head = {key: int(box.y) + (int(box.height) - come[key]) // 2 for key, box in boxes.items()}
    bands = []
    for tail, head in sorted(edges, key=lambda edge: (int(boxes[edge[0]].y), int(boxes[edge[1]].y), edge)):
        width = thick[tail, head]
        y1, y2 = at_tail[tail] + width // 2, at_head[head] + width // 2
        at_tail[tail], at_head[head] = at_tail[tail] + width, at_head[head] + width
        x1, x2 = int(boxes[tail].x) + BOX, int(boxes[head].x)
        middle = (x1 + x2) // 2
        d = f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
        bands.append(Band(tail, head, d, str(width), str(middle), str((y1 + y2) // 2), edges[tail, head]))
    return bands
