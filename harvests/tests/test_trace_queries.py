"""What the trace finds in the books: genealogies as they were packed, and how many statements that takes."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from growers.tests.builders import make_coop, make_seat
from harvests.models import LotCarton
from harvests.queries.trace import trace
from harvests.queries.trace_starts import starts
from harvests.rules.trace import Kind
from harvests.tests.builders import make_trader
from harvests.tests.lots_builders import carton_of, loads_of, make_fruit, make_lot, make_repack
from harvests.tests.recalls_builders import make_spray, make_way

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat():
    return make_seat(make_coop(), "director")


def traced(seat, text):
    (start,) = starts(seat.cooperative, text)
    return trace(seat.cooperative, start)


def shares(found, kind, walk):
    return {node.label: grams for node, grams in found.of_kind(kind, getattr(found, walk))}


def test_a_lot_of_two_tickets_to_two_buyers(seat):
    one, two = make_fruit(seat), make_fruit(seat, loads=((99_500, "L1"), (59_500, "L1")))
    lot = make_lot(seat, one, two)
    assert lot.in_g == 91_500 + 91_500 + 51_500
    make_way(seat, lot, 100_000)
    make_way(seat, lot, 60_000, "planned", make_trader(seat.cooperative, "Vựa Hai"))
    found = traced(seat, lot.code)
    assert shares(found, Kind.TICKET, "back") == {one.code: 91_500, two.code: 143_000}
    assert shares(found, Kind.HOUSEHOLD, "back") == {one.household.code: 91_500, two.household.code: 143_000}
    assert shares(found, Kind.BUYER, "ahead") == {"Vựa Hòa Phát": 100_000}
    assert found.ahead.nodes[Kind.LOADED, 0] == 60_000
    assert found.ahead.nodes[Kind.STOCK, 0] == 70_000
    assert found.ahead.nodes[Kind.REJECT, 0] == 4_500
    assert found.accounts.share_bp == 10_000
    assert found.accounts.shipped_g == 100_000


def test_one_carton_of_a_re_packed_lot(seat):
    one, two = make_fruit(seat), make_fruit(seat)
    first, second = make_lot(seat, one), make_lot(seat, two)
    again = make_repack(seat, first, second, takes=[(carton_of(first).pk, 30_000), (carton_of(second).pk, 60_000)])
    make_way(seat, again)
    found = traced(seat, f"{again.code}/3")
    assert found.ahead.total == 4_500
    assert shares(found, Kind.TICKET, "back") == {one.code: 1_500, two.code: 3_000}
    assert shares(found, Kind.LOT, "back") == {first.code: 1_500, second.code: 3_000, again.code: 4_500}
    assert found.accounts.shipped_g == 4_500


def test_a_ticket_knows_what_was_not_packed_and_where_the_rest_went(seat):
    ticket = make_fruit(seat)
    (load,) = loads_of(ticket)
    lot = make_lot(seat, takes=[(load[0], 50_000)])
    again = make_repack(seat, lot, takes=[(carton_of(lot).pk, 20_000)])
    make_way(seat, lot, 10_000)
    found = traced(seat, ticket.code)
    assert found.ahead.total == 91_500
    assert found.ahead.nodes[Kind.UNPACKED, 0] == 41_500
    assert shares(found, Kind.LOT, "ahead") == {lot.code: 50_000, again.code: 20_000}
    assert found.accounts.shipped_g == 10_000
    assert found.accounts.share_bp == 10_000


def test_what_is_still_being_packed_is_in_stock(seat):
    lot = make_lot(seat, status="open")
    assert traced(seat, lot.code).ahead.nodes == {(Kind.LOT, lot.pk): 91_500, (Kind.PACKING, 0): 91_500}


def test_what_was_given_back_or_freed_or_voided_is_no_way(seat):
    ticket = make_fruit(seat)
    void = make_lot(seat, ticket, status="void")
    lot = make_lot(seat, ticket)
    row = make_way(seat, lot, status="")
    assert traced(seat, lot.code).ahead.nodes[Kind.ASIDE, 0] == row.grams
    row.void_reason = "nhầm"
    row.save()
    LotCarton.objects.of(seat.cooperative).update(allocated_g=0)
    assert (Kind.ASIDE, 0) not in traced(seat, lot.code).ahead.nodes
    assert (Kind.LOT, void.pk) not in traced(seat, ticket.code).ahead.nodes


def test_a_household_a_plot_and_an_application_stand_for_their_tickets(seat):
    ticket, other = make_fruit(seat), make_fruit(seat)
    lot = make_lot(seat, ticket, other)
    entry = make_spray(seat, ticket.plot)
    make_spray(seat, ticket.plot, days_before=31, product="Quá lâu")
    make_spray(seat, other.plot, product="Bị hủy", void_reason="nhầm")
    for text in (ticket.household.code, ticket.plot.code, f"diary/{entry.pk}"):
        found = traced(seat, text)
        assert found.seeds == {(Kind.TICKET, ticket.pk): 91_500}
        assert shares(found, Kind.LOT, "ahead") == {lot.code: 91_500}
        assert [node.note for node, _grams in found.of_kind(Kind.DIARY, found.back)] == ["Radiant 60SC"]
    back = traced(seat, lot.code)
    assert shares(back, Kind.DIARY, "back") == {f"diary/{entry.pk}": 0}


def test_a_shipment_and_an_order_are_traced_back_to_their_lots(seat):
    one, two = make_lot(seat), make_lot(seat)
    way = make_way(seat, one, 50_000)
    make_way(seat, two, 40_000, trader=make_trader(seat.cooperative, "Vựa Hai"))
    for text in (way.shipment.code, way.order_line.order.code):
        found = traced(seat, text)
        assert shares(found, Kind.LOT, "back") == {one.code: 50_000}
        assert shares(found, Kind.BUYER, "ahead") == {"Vựa Hòa Phát": 50_000}
        assert found.accounts.total_g == 50_000


@pytest.mark.parametrize("text", ["lot", "carton", "ticket"])
def test_as_many_statements_for_many_sources_as_for_few(seat, django_assert_num_queries, text):
    few, many = make_lot(seat, make_fruit(seat)), make_lot(seat, *(make_fruit(seat) for _ in range(9)))
    for lot in (few, many):
        make_repack(seat, lot, takes=[(carton_of(lot).pk, 10_000)])
        make_way(seat, lot, 10_000)
    for lot in (few, many):
        of = {"lot": lot.code, "carton": f"{lot.code}/1", "ticket": lot.inputs.first().line.record.code}[text]
        (start,) = starts(seat.cooperative, of)
        with django_assert_num_queries({"lot": 16, "carton": 14, "ticket": 17}[text]):
            trace(seat.cooperative, start)


def test_a_depth_of_re_packing_costs_one_statement_backwards_and_four_forwards(seat):
    first = lot = make_lot(seat)
    back, ahead = [], []
    for _depth in range(3):
        lot = make_repack(seat, lot, takes=[(carton_of(lot).pk, carton_of(lot).net_g // 2)])
        back.append(statements(seat, lot.code))
        ahead.append(statements(seat, first.code))
    assert [after - before for before, after in pairwise(back)] == [1, 1]
    assert [after - before for before, after in pairwise(ahead)] == [4, 4]


def statements(seat, code: str) -> int:
    (start,) = starts(seat.cooperative, code)
    with CaptureQueriesContext(connection) as ran:
        trace(seat.cooperative, start)
    return len(ran)
