"""Which cartons suit an order line, how much can be taken, what is proposed; and the loads behind re-packed lots."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.verdicts import Reason, Verdict
from harvests.rules import allocations, gate, orders, papers, shipments
from harvests.rules.allocations import Offered, Wanted, judge_amount, judge_fit, judge_free, merge, proposals
from harvests.rules.sources import Edge, loads_of
from harvests.wording_orders import SENTENCES as OF_ORDERS
from harvests.wording_shipments import SENTENCES

WANTED = Wanted("CN", 1, 10, 500_000, 5_000, 7)
OFFERED = Offered("NH-1", "closed", False, "CN", 1, 10, 100_000, 5_000)


def refused(verdict):
    return [reason.code for reason in verdict.refused]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "open"}, "allocation_lot_open"),
        ({"status": "void"}, "allocation_lot_void"),
        ({"is_held": True}, "allocation_lot_held"),
        ({"market": "JP"}, "allocation_market_differs"),
        ({"crop": 2}, "allocation_crop_differs"),
        ({"grade": 11}, "allocation_grade_differs"),
    ],
)
def test_cartons_that_do_not_suit(changes, code):
    assert refused(judge_fit(WANTED, replace(OFFERED, **changes))) == [code]


def test_cartons_that_suit_and_what_is_only_pointed_out():
    assert judge_fit(WANTED, OFFERED) == Verdict()
    other = Offered("NH-1", "closed", False, "CN", 1, 10, 90_000, 9_000, 8, "DH-25-008")
    assert judge_fit(WANTED, other).allowed
    assert judge_fit(WANTED, other).codes == ("allocation_pack_differs", "allocation_reserved")


@pytest.mark.parametrize(
    ("grams", "found"),
    [
        (5_000, []),
        (100_000, []),
        (0, ["allocation_not_positive"]),
        (-5_000, ["allocation_not_positive"]),
        (7_000, ["allocation_not_whole_cartons"]),
        (105_000, ["allocation_carton_spent"]),
        (600_000, ["allocation_carton_spent", "allocation_line_full"]),
    ],
)
def test_amounts(grams, found):
    assert refused(judge_amount(grams, WANTED, OFFERED)) == found


def test_what_is_left_is_said():
    (reason,) = judge_amount(105_000, WANTED, OFFERED).refused
    assert reason.data["left_g"] == 100_000
    (reason,) = judge_amount(7_000, WANTED, OFFERED).refused
    assert (reason.data["fewer"], reason.data["more"], reason.data["more_kg_g"]) == (1, 2, 10_000)


def test_freeing():
    assert judge_free(is_void=False, is_loaded=False, reason="x").allowed
    assert refused(judge_free(is_void=True, is_loaded=False, reason="x")) == ["allocation_freed"]
    assert refused(judge_free(is_void=False, is_loaded=True, reason="x")) == ["allocation_loaded"]
    assert refused(judge_free(is_void=False, is_loaded=False, reason="")) == ["allocation_free_without_reason"]


def test_the_same_reason_of_many_loads_is_said_once():
    one, two = (Verdict(refused=(Reason("phi_running", {"plot": plot}),)) for plot in ("1-1", "2-1"))
    assert len(merge([one, two, one]).refused) == 2
    assert len(merge(Verdict(unknown=(Reason("x", {"n": n}),)) for n in range(99)).unknown) == allocations.MOST_REASONS


@given(
    st.integers(0, 10**6),
    st.lists(st.tuples(st.integers(0, 10**6), st.one_of(st.none(), st.integers(100, 20_500))), max_size=8),
)
def test_proposals_are_whole_cartons_within_what_is_free_and_missing(missing, offers):
    found = proposals(missing, offers)
    assert sum(found) <= missing
    for grams, (free, pack) in zip(found, offers, strict=True):
        assert 0 <= grams <= free
        assert not pack or grams % pack == 0


def test_proposals_take_the_first_cartons_first():
    assert proposals(25_000, [(10_000, 5_000), (100_000, 10_000), (50_000, None)]) == [10_000, 10_000, 5_000]


# --- loads behind a lot -----------------------------------------------------------------------------------------------


def test_loads_of_a_diamond_add_up_by_hand():
    """Load 1 and 2 make lot A, load 3 lot B; A gives 60 to C and 40 to D, B all to C; E takes C and D."""
    edges = {
        1: [Edge(75, line=1), Edge(25, line=2)], 2: [Edge(50, line=3)],
        3: [Edge(60, source=1), Edge(50, source=2)], 4: [Edge(40, source=1)],
        5: [Edge(110, source=3), Edge(40, source=4)],
    }  # fmt: skip
    assert loads_of(3, edges) == {1: 45, 2: 15, 3: 50}
    assert loads_of(5, edges) == {1: 75, 2: 25, 3: 50}


def test_a_lot_of_itself_ends():
    assert loads_of(1, {1: [Edge(10, source=1), Edge(5, line=9)]}) == {9: 5}


@given(st.lists(st.lists(st.integers(1, 10**6), min_size=1, max_size=5), min_size=1, max_size=6))
def test_loads_behind_a_chain_of_lots_keep_the_sum(levels):
    """Each level re-packs all of the one below and adds loads of its own."""
    edges, line = {}, 0
    for lot, weights in enumerate(levels):
        edges[lot] = []
        if lot:
            edges[lot].append(Edge(sum(edge.grams for edge in edges[lot - 1]), source=lot - 1))
        for grams in weights:
            line += 1
            edges[lot].append(Edge(grams, line=line))
    last = len(levels) - 1
    found = loads_of(last, edges)
    assert sum(found.values()) == sum(edge.grams for edge in edges[last])
    assert len(found) == line


def test_every_code_has_its_sentence():
    for rules in (allocations, shipments, papers, gate):
        assert set(rules.CODES) <= SENTENCES.keys()
    assert set(orders.EVENT_CODES.values()) <= OF_ORDERS.keys()
