"""What the nodes of a trace are: names, notes, all their grams, and the edges that these facts imply."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from growers.models import Cooperative, DiaryPlot
from harvests.models import (
    Allocation,
    HarvestRecord,
    Lot,
    LotCarton,
    Shipment,
    TraderOrder,
    shipment_code,
    ticket_code,
    ticket_slug,
)
from harvests.models.orders import order_code
from harvests.queries.trace_starts import DIARY_DAYS, Start
from harvests.rules.trace import Graph, Key, Kind

LEFT = (Shipment.Status.DEPARTED, Shipment.Status.ARRIVED)


@dataclass(frozen=True, slots=True)
class Node:
    """A node as people know it: its `label`, a `note` (name, grade, market), its `day`, and its `state` as its row
    stores it (`held` for a lot on hold); `ref` are the words of its page's address, () when it has none."""

    key: Key
    label: str
    note: str = ""
    ref: tuple = ()
    day: dt.date | None = None
    state: str = ""


def describe(coop: Cooperative, start: Start, graph: Graph, seeds: dict[Key, int]) -> dict[Key, Node]:
    """Every node of the graph but its ends. One statement for each kind of row."""
    keys = {key for edge in graph.edges for key in edge} | set(seeds)
    of = {kind: {key[1] for key in keys if key[0] == kind} for kind in Kind}
    nodes = {node.key: node for node in (*_lots(coop, graph, of[Kind.LOT]), *_cartons(coop, of[Kind.CARTON]))}
    nodes |= _tickets(coop, start, graph, of[Kind.TICKET])
    groups = {key for key in keys if key[0] == Kind.ORDER}
    nodes |= _orders(coop, groups)
    shipments = of[Kind.SHIPMENT] | {key[2] for key in groups if key[2]}
    return nodes | _shipments(coop, graph, shipments, groups)


def _lots(coop: Cooperative, graph: Graph, keys: set[int]):
    rows = Lot.objects.of(coop).filter(pk__in=keys).order_by()
    for pk, code, status, is_held, in_g, day, market in rows.values_list(
        "pk", "code", "status", "is_held", "in_g", "packed_on", "market__code"
    ):
        key = (Kind.LOT, pk)
        graph.grams[key] = in_g
        yield Node(key, code, market, (code,), day, "held" if is_held else status)


def _cartons(coop: Cooperative, keys: set[int]):
    rows = LotCarton.objects.of(coop).filter(pk__in=keys).order_by() if keys else LotCarton.objects.none()
    for pk, lot, position, grade, size in rows.values_list("pk", "lot__code", "position", "grade__code", "size"):
        yield Node((Kind.CARTON, pk), f"{lot} #{position}", f"{grade} {size}".strip(), (lot,))


def _tickets(coop: Cooperative, start: Start, graph: Graph, keys: set[int]) -> dict[Key, Node]:
    """Tickets with their plots, households, and what was applied to those plots in the days before."""
    nodes: dict[Key, Node] = {}
    picked: dict[int, list[tuple[dt.date, int]]] = {}
    rows = HarvestRecord.objects.of(coop).filter(pk__in=keys).order_by() if keys else HarvestRecord.objects.none()
    for pk, day, number, revision, status, net_g, home, code, name, plot, plot_code in rows.values_list(
        "pk", "day", "number", "revision", "status", "net_g", "household", "household__code", "household__name",
        "plot", "plot__code",
    ):  # fmt: skip
        ticket, household = (Kind.TICKET, pk), (Kind.HOUSEHOLD, home)
        graph.grams[ticket] = net_g
        nodes[ticket] = Node(ticket, ticket_code(day, number, revision), name, (ticket_slug(day, number),), day, status)
        nodes[household] = Node(household, code, name, (code,))
        if plot is None:
            graph.put(household, ticket, net_g)
            continue
        ground = (Kind.PLOT, plot)
        nodes[ground] = Node(ground, plot_code, name, (plot_code,))
        graph.put(ground, ticket, net_g)
        graph.add(household, ground, net_g)
        picked.setdefault(plot, []).append((day, pk))
    return nodes | _applied(coop, start, graph, picked)


def _applied(coop: Cooperative, start: Start, graph: Graph, picked: dict) -> dict[Key, Node]:
    """The applications on these plots within DIARY_DAYS before a harvest, and the entry that was asked for."""
    if not picked:
        return {}
    days = [day for harvests in picked.values() for day, _ticket in harvests]
    window = dt.timedelta(days=DIARY_DAYS)
    rows = DiaryPlot.objects.of(coop).filter(plot__in=picked, done_on__gte=min(days) - window, done_on__lte=max(days))
    rows = rows.filter(entry__void_reason="").order_by()
    nodes: dict[Key, Node] = {}
    for plot, entry, done_on, product in rows.values_list("plot", "entry", "done_on", "entry__product__name"):
        asked = start.kind == "diary" and start.pk == entry
        if (product or asked) and any(done_on <= day <= done_on + window for day, _ticket in picked[plot]):
            key = (Kind.DIARY, entry)
            nodes[key] = Node(key, f"diary/{entry}", product or start.detail, (entry,), done_on)
            graph.put(key, (Kind.PLOT, plot), 0)
    return nodes


def _orders(coop: Cooperative, groups: set[Key]) -> dict[Key, Node]:
    if not groups:
        return {}
    rows = TraderOrder.objects.of(coop).filter(pk__in={key[1] for key in groups}).order_by()
    found = {
        pk: (order_code(year, number), trader)
        for pk, year, number, trader in rows.values_list("pk", "year", "number", "trader__name")
    }
    return {key: Node(key, found[key[1]][0], found[key[1]][1], (found[key[1]][0],)) for key in groups}


def _shipments(coop: Cooperative, graph: Graph, keys: set[int], groups: set[Key]) -> dict[Key, Node]:
    """Shipments and the buyers of those that left; what was set aside for an order goes on, or lies ready."""
    came: dict[Key, int] = {}
    for (_tail, head), grams in graph.edges.items():
        if head[0] == Kind.ORDER:
            came[head] = came.get(head, 0) + grams
    for group in groups:
        graph.put(group, (Kind.SHIPMENT, group[2]) if group[2] else (Kind.ASIDE, 0), came[group])
    if not keys:
        return {}
    loaded = Allocation.objects.of(coop).filter(shipment__in=keys, void_reason="").order_by()
    grams = dict(loaded.values_list("shipment").annotate(sum=Sum("grams")))
    rows = Shipment.objects.of(coop).filter(pk__in=keys).order_by()
    nodes: dict[Key, Node] = {}
    for pk, year, number, status, trader, name, departed in rows.values_list(
        "pk", "year", "number", "status", "trader", "trader__name", "departed_on"
    ):
        key, code = (Kind.SHIPMENT, pk), shipment_code(year, number)
        graph.grams[key] = grams.get(pk, 0)
        nodes[key] = Node(key, code, name, (code,), departed, status)
        if status in LEFT:
            buyer = (Kind.BUYER, trader)
            nodes[buyer] = Node(buyer, name, "", (trader,))
            graph.put(key, buyer, grams.get(pk, 0))
        else:
            graph.put(key, (Kind.LOADED, 0), grams.get(pk, 0))
    return nodes
