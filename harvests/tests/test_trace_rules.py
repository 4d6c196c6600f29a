"""The walk over the graph: hand-computed genealogies, and what holds on every graph."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvests.rules.trace import Graph, Kind, Walk, accounts, backward, forward, merged

STOCK, BUYER, GAP, REJECT = (Kind.STOCK, 0), (Kind.BUYER, 1), (Kind.GAP, 0), (Kind.REJECT, 0)


def ticket(number):
    return Kind.TICKET, number


def lot(number):
    return Kind.LOT, number


def carton(number):
    return Kind.CARTON, number


def shipment(number):
    return Kind.SHIPMENT, number


MANY_TO_MANY = {
    (ticket(1), lot(1)): 300, (ticket(2), lot(1)): 500, (ticket(3), lot(1)): 200,
    (lot(1), carton(1)): 600, (lot(1), carton(2)): 300, (lot(1), REJECT): 100,
    (carton(1), shipment(1)): 600, (carton(2), shipment(2)): 200, (carton(2), STOCK): 100,
    (shipment(1), BUYER): 600, (shipment(2), BUYER): 200,
}  # fmt: skip


def test_many_tickets_through_one_lot_to_many_shipments():
    walk = forward(MANY_TO_MANY, {ticket(1): 300})
    assert walk.total == 300
    assert walk.edges[ticket(1), lot(1)] == 300
    assert {node: walk.nodes[node] for node in (carton(1), carton(2), REJECT)} == {
        carton(1): 180, carton(2): 90, REJECT: 30,
    }  # fmt: skip
    assert (walk.nodes[shipment(1)], walk.nodes[shipment(2)], walk.nodes[STOCK]) == (180, 60, 30)
    assert walk.nodes[BUYER] == 240
    assert ticket(2) not in walk.nodes
    found = accounts(walk)
    assert (found.stock_g, found.shipped_g, found.lost_g, found.gap_g, found.share_bp) == (30, 240, 30, 0, 10_000)


def test_and_back_from_a_shipment_to_its_tickets():
    walk = backward(MANY_TO_MANY, {shipment(2): 200})
    assert {key: grams for key, grams in walk.nodes.items() if key[0] == Kind.TICKET} == {
        ticket(1): 60, ticket(2): 100, ticket(3): 40,
    }  # fmt: skip
    assert carton(1) not in walk.nodes


def test_one_carton_knows_its_grams_to_the_last():
    walk = backward(MANY_TO_MANY, {carton(1): 7})
    assert [walk.nodes[ticket(number)] for number in (1, 2, 3)] == [2, 4, 1]  # 2.1, 3.5, 1.4


DIAMOND = {
    (ticket(1), lot(1)): 400, (ticket(1), lot(2)): 600,
    (lot(1), carton(1)): 400, (lot(2), carton(2)): 600,
    (carton(1), lot(3)): 100, (carton(2), lot(3)): 300, (ticket(2), lot(3)): 600,
    (carton(1), STOCK): 300, (carton(2), STOCK): 300,
    (lot(3), carton(3)): 900, (lot(3), GAP): 100,
    (carton(3), STOCK): 900,
}  # fmt: skip


def test_a_diamond_is_counted_once():
    walk = forward(DIAMOND, {ticket(1): 1_000})
    assert walk.nodes[lot(3)] == 400
    assert walk.nodes[STOCK] == 300 + 300 + 360
    assert walk.nodes[GAP] == 40
    assert accounts(walk).share_bp == 9_600
    assert backward(DIAMOND, {carton(3): 900}).nodes[ticket(1)] == 360


def test_a_start_within_the_reach_of_another_counts_once():
    walk = forward(DIAMOND, {lot(1): 400, lot(3): 1_000})
    assert walk.total == 400 + 900
    assert walk.nodes[lot(3)] == 1_000
    assert sum(walk.nodes[end] for end in (STOCK, GAP)) == walk.total


def test_re_packed_twice_keeps_its_grams_on_single_edges():
    edges = {
        (ticket(1), lot(1)): 500, (ticket(2), lot(1)): 500, (lot(1), carton(1)): 1_000,
        (carton(1), lot(2)): 250, (carton(1), STOCK): 750, (lot(2), carton(2)): 250,
        (carton(2), lot(3)): 250, (lot(3), carton(3)): 240, (lot(3), (Kind.SHRINK, 0)): 10,
        (carton(3), STOCK): 240,
    }  # fmt: skip
    walk = forward(edges, {ticket(1): 500})
    assert [walk.nodes[lot(number)] for number in (1, 2, 3)] == [500, 125, 125]
    assert (walk.nodes[carton(3)], walk.nodes[Kind.SHRINK, 0], walk.nodes[STOCK]) == (120, 5, 495)
    assert backward(edges, {lot(3): 250}).nodes == {
        lot(3): 250, carton(2): 250, lot(2): 250, carton(1): 250, lot(1): 250, ticket(1): 125, ticket(2): 125,
    }  # fmt: skip


def test_what_went_nowhere_else_ends_where_it_lies():
    graph = Graph(grams={ticket(1): 900, lot(1): 500, carton(1): 300})
    graph.add(ticket(1), lot(1), 300)
    graph.add(ticket(1), lot(1), 200)
    graph.add(lot(1), carton(1), 300)
    graph.end(list(graph.grams))
    walk = forward(graph.edges, {ticket(1): 900})
    assert walk.nodes[Kind.UNPACKED, 0] == 400
    assert walk.nodes[Kind.PACKING, 0] == 200
    assert walk.nodes[STOCK] == 300
    assert accounts(walk).share_bp == 10_000


def test_a_node_that_gave_more_than_it_had_ends_nowhere():
    graph = Graph(grams={carton(1): 300}, edges={(carton(1), shipment(1)): 310})
    graph.end([carton(1)])
    assert graph.edges == {(carton(1), shipment(1)): 310}


def test_an_application_reaches_its_plots_and_carries_nothing():
    edges = {((Kind.DIARY, 1), (Kind.PLOT, 1)): 0, ((Kind.HOUSEHOLD, 1), (Kind.PLOT, 1)): 90,
             ((Kind.PLOT, 1), ticket(1)): 90}  # fmt: skip
    walk = backward(edges, {ticket(1): 90})
    assert walk.nodes[Kind.DIARY, 1] == 0
    assert walk.nodes[Kind.HOUSEHOLD, 1] == 90


def test_a_circle_is_left_out_and_not_accounted_for():
    edges = {(ticket(1), lot(1)): 100, (lot(1), lot(2)): 60, (lot(2), lot(1)): 60, (lot(1), STOCK): 40}
    walk = forward(edges, {ticket(1): 100})
    assert walk.circle == {lot(1), lot(2), STOCK}
    assert accounts(walk).share_bp == 0
    assert accounts(walk).untracked_g == 100


def test_nothing_to_account_for():
    assert accounts(Walk(0, {}, {})).share_bp is None


def test_merging_nodes_keeps_the_grams_between_others():
    edges = merged(MANY_TO_MANY, {carton(1): lot(1), carton(2): lot(1)})
    assert edges[lot(1), shipment(1)] == 600
    assert edges[lot(1), STOCK] == 100
    assert (lot(1), lot(1)) not in edges
    assert sum(grams for (tail, _head), grams in edges.items() if tail == lot(1)) == 1_000


# --- any graph ---


@st.composite
def graphs(draw):
    """A balanced graph of 2 to 9 nodes in layers: what comes into a node leaves it, over edges to later nodes."""
    count = draw(st.integers(2, 9))
    edges, held = {}, {}
    for node in range(count):
        came = sum(grams for (_tail, head), grams in edges.items() if head == lot(node))
        held[node] = came or draw(st.integers(1, 5_000))
        heads = draw(st.lists(st.sampled_from(range(node + 1, count + 1)), max_size=4, unique=True))
        left = held[node]
        for head in heads:
            grams = draw(st.integers(0, left))
            if grams:
                edges[lot(node), STOCK if head == count else lot(head)] = grams
                left -= grams
        if left:
            edges[lot(node), STOCK] = edges.get((lot(node), STOCK), 0) + left
    return edges, held


@given(graphs(), st.data())
def test_no_gram_appears_or_vanishes_at_any_node(made, data):
    edges, held = made
    start = data.draw(st.sampled_from(sorted(held)))
    grams = data.draw(st.integers(1, held[start]))
    walk = forward(edges, {lot(start): grams})
    assert walk.total == grams == walk.nodes[STOCK]
    assert accounts(walk).share_bp == 10_000
    for node, share in walk.nodes.items():
        came = sum(part for (_tail, head), part in walk.edges.items() if head == node)
        gone = sum(part for (tail, _head), part in walk.edges.items() if tail == node)
        assert came == share or node == lot(start)
        assert gone == share or node == STOCK
    for pair, part in walk.edges.items():
        assert 0 <= part <= edges[pair]


@given(graphs(), st.data())
def test_backwards_too(made, data):
    edges, held = made
    start = data.draw(st.sampled_from(sorted(held)))
    walk = backward(edges, {lot(start): held[start]})
    roots = {head for _tail, head in edges}
    assert sum(share for node, share in walk.nodes.items() if node not in roots) == held[start]
    for pair, part in walk.edges.items():
        assert 0 <= part <= edges[pair]


@given(graphs(), st.data())
def test_what_goes_from_one_to_another_is_what_comes_from_it(made, data):
    """Grams of A in B, walking on from A, are the grams of B from A, walking back, but for the rounding on the way."""
    edges, held = made
    one, other = sorted(data.draw(st.lists(st.sampled_from(sorted(held)), min_size=2, max_size=2, unique=True)))
    there = forward(edges, {lot(one): held[one]}).nodes.get(lot(other), 0)
    back = backward(edges, {lot(other): held[other]}).nodes.get(lot(one), 0)
    exact = _exactly(edges, held, one, other)
    assert abs(there - exact) < len(edges)
    assert abs(back - exact) < len(edges)


def _exactly(edges, held, one: int, other: int) -> Fraction:
    share = {one: Fraction(held[one])}
    for node in range(one, other):
        for (tail, head), grams in edges.items():
            if tail == lot(node) and head[0] == Kind.LOT and node in share:
                share[head[1]] = share.get(head[1], Fraction(0)) + share[node] * grams / held[node]
    return share.get(other, Fraction(0))


@pytest.mark.parametrize("start", [{}, {lot(99): 5}])
def test_a_start_without_edges_stays_where_it_is(start):
    walk = forward(MANY_TO_MANY, start)
    assert walk.nodes == start
    assert walk.edges == {}
