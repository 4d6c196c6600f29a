"""Lots under a race: no gram is taken twice, counters equal ledgers, numbers without gap, one effect of one sending."""

import datetime as dt
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from growers.actions.once import Refused, Sent
from growers.tests.builders import make_coop, make_seat
from harvests.actions.corrections import void_ticket
from harvests.actions.lots import close_lot, give_back, set_contents, take_cartons, take_lines, void_lot
from harvests.models import HarvestLine, HarvestRecord, Lot, LotCarton, LotInput
from harvests.tests.lots_builders import (
    carton_of,
    faults_of_lots,
    grade_of,
    loads_of,
    make_fruit,
    make_lot,
    make_orchard,
    make_repack,
    open_empty,
    pack,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def seat(stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "director")


@pytest.fixture
def coop(seat):
    return seat.cooperative


def at_once(*works):
    """Run the works in threads that start together: each one's result, or the codes of its refusal."""
    gate = threading.Barrier(len(works))

    def run(work):
        gate.wait()
        try:
            return work()
        except Refused as refused:
            return refused.verdict.codes
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def won(found, model=Lot) -> int:
    return sum(isinstance(row, model) for row in found)


def lost(found) -> set:
    return {row for row in found if isinstance(row, tuple)}


def test_eight_lots_want_the_last_of_one_load(seat, coop):
    [(line, net)] = loads_of(make_fruit(seat))
    lots = [open_empty(seat) for _ in range(8)]
    found = at_once(*(lambda lot=lot: take_lines(seat, lot=lot, takes=[(line, 30_000)]) for lot in lots))
    assert (won(found), lost(found)) == (3, {("lot_input_over_free",)})
    assert HarvestLine.objects.of(coop).get().allocated_g == 90_000 <= net
    assert faults_of_lots(coop) == []


def test_one_lot_takes_from_eight_sides(seat, coop):
    lot, orchard = open_empty(seat), make_orchard(coop)
    takes = [loads_of(make_fruit(seat, orchard.household)) for _ in range(8)]
    found = at_once(*(lambda take=take: take_lines(seat, lot=lot, takes=take) for take in takes))
    assert won(found) == 8
    lot.refresh_from_db()
    assert (lot.in_g, lot.version) == (8 * 91_500, 9)
    assert faults_of_lots(coop) == []


def test_the_same_loads_in_opposite_order_do_not_lock_each_other_out(seat, coop):
    takes = loads_of(make_fruit(seat, loads=[(99_500, "L1")] * 6))
    lots = [open_empty(seat) for _ in range(6)]
    part = [(line, 10_000) for line, _ in takes]
    found = at_once(*(
        lambda lot=lot, turn=turn: take_lines(seat, lot=lot, takes=part[:: -1 if turn % 2 else 1])
        for turn, lot in enumerate(lots)
    ))  # fmt: skip
    assert won(found) == 6
    assert {line.allocated_g for line in HarvestLine.objects.of(coop)} == {60_000}
    assert faults_of_lots(coop) == []


def test_eight_lots_want_the_last_cartons_of_one(seat, coop):
    source = make_lot(seat)
    lots = [open_empty(seat, kind="repacking") for _ in range(8)]
    carton = carton_of(source).pk
    found = at_once(*(lambda lot=lot: take_cartons(seat, lot=lot, takes=[(carton, 40_000)]) for lot in lots))
    assert (won(found), lost(found)) == (2, {("lot_source_over_free",)})
    assert carton_of(source).allocated_g == 80_000
    assert faults_of_lots(coop) == []


def test_two_lots_that_take_of_each_other_s_sources_do_not_lock_each_other_out(seat, coop):
    first, second = make_lot(seat), make_lot(seat)
    both = [(carton_of(first).pk, 5_000), (carton_of(second).pk, 5_000)]
    lots = [open_empty(seat, kind="repacking") for _ in range(6)]
    found = at_once(*(
        lambda lot=lot, turn=turn: take_cartons(seat, lot=lot, takes=both[:: -1 if turn % 2 else 1])
        for turn, lot in enumerate(lots)
    ))  # fmt: skip
    assert won(found) == 6
    assert faults_of_lots(coop) == []


def test_a_ticket_is_voided_or_packed_never_both(seat, coop):
    orchard = make_orchard(coop)
    for _ in range(4):
        record, lot = make_fruit(seat, orchard.household), open_empty(seat)
        takes = loads_of(record)
        found = at_once(
            lambda record=record: void_ticket(seat, record=record, reason="twice", text=""),
            lambda lot=lot, takes=takes: take_lines(seat, lot=lot, takes=takes),
        )
        assert won(found) + won(found, HarvestRecord) == 1, found
        assert lost(found) in ({("ticket_in_lot",)}, {("lot_input_gone",)})
        record.refresh_from_db()
        assert (record.status == "void") == (won(found) == 0)
    assert faults_of_lots(coop) == []


def test_an_input_is_given_back_once(seat, coop):
    make_lot(seat, status="open")
    edge = LotInput.objects.of(coop).get()
    found = at_once(*(lambda: give_back(seat, edge=edge, reason="nhầm") for _ in range(6)))
    assert (won(found), lost(found)) == (1, {("lot_input_given_back",)})
    assert HarvestLine.objects.of(coop).get().allocated_g == 0
    assert faults_of_lots(coop) == []


def test_a_lot_is_voided_or_packed_anew_never_both(seat, coop):
    for _ in range(3):
        source, lot = make_lot(seat), open_empty(seat, kind="repacking")
        carton = carton_of(source).pk
        found = at_once(
            lambda source=source: void_lot(seat, lot=source, reason="x"),
            lambda lot=lot, carton=carton: take_cartons(seat, lot=lot, takes=[(carton, 5_000)]),
        )
        assert won(found) == 1
        assert lost(found) in ({("lot_taken_from",)}, {("lot_source_not_closed",)})
    assert faults_of_lots(coop) == []


def test_a_lot_that_is_closed_while_it_is_filled_is_closed_in_balance(seat, coop):
    for _ in range(3):
        lot = pack(seat, make_lot(seat, status="open"))
        more = loads_of(make_fruit(seat))

        def close(lot=lot):
            try:
                return close_lot(seat, lot=lot, version=lot.version)
            except Exception as stale:  # noqa: BLE001 - whichever it is, it is looked at below
                return type(stale).__name__

        found = at_once(close, lambda lot=lot, more=more: take_lines(seat, lot=lot, takes=more))
        assert "Stale" in found or ("lot_not_open",) in found, found
    assert faults_of_lots(coop) == []


def test_two_who_pack_one_lot_lose_nothing(seat, coop):
    lot = make_lot(seat, status="open")
    row = {"grade": grade_of(lot), "size": "", "pack_g": 5_000, "net_g": None}

    def put(cartons):
        try:
            facts = {"cartons": [{**row, "cartons": cartons}], "losses": []}
            return set_contents(seat, lot=lot, version=lot.version, **facts)
        except Exception as stale:  # noqa: BLE001 - whichever it is, it is looked at below
            return type(stale).__name__

    found = at_once(*(lambda cartons=cartons: put(cartons) for cartons in range(1, 7)))
    assert (won(found), found.count("Stale")) == (1, 5)
    assert LotCarton.objects.of(coop).count() == 1
    assert faults_of_lots(coop) == []


def test_lots_that_are_opened_at_once_get_numbers_without_gap(seat, coop):
    open_empty(seat)
    found = at_once(*(lambda: open_empty(seat) for _ in range(8)))
    assert sorted(lot.code[-2:] for lot in found) == [f"{number:02d}" for number in range(2, 10)]
    assert len({lot.trace_code for lot in found}) == 8


def test_one_sending_from_eight_sides_has_one_effect(seat, coop):
    [(line, _)] = loads_of(make_fruit(seat))
    lot, sent = open_empty(seat), Sent.of(uuid.uuid4(), {"x": ["1"]})
    found = at_once(*(lambda: take_lines(seat, lot=lot, takes=[(line, 5_000)], sent=sent) for _ in range(8)))
    assert {row.pk for row in found} == {lot.pk}
    assert HarvestLine.objects.of(coop).get().allocated_g == 5_000
    assert faults_of_lots(coop) == []


def test_a_chain_that_is_packed_anew_from_many_sides_keeps_every_gram(seat, coop):
    first = make_lot(seat, make_fruit(seat, loads=[(99_500, "L1")] * 4))
    carton = carton_of(first).pk
    at_once(*(lambda: make_repack(seat, first, takes=[(carton, 45_000)], pack_g=5_000) for _ in range(8)))
    children = Lot.objects.of(coop).filter(kind="repacking", status="closed")
    assert children.count() == 8
    assert sum(lot.in_g for lot in children) == carton_of(first).allocated_g == 360_000
    assert faults_of_lots(coop) == []
