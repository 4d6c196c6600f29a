"""Random days on the packing floor and at the ramp: whatever is packed, loaded or undone, no gram is lost."""

import itertools

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from coopsite import clock
from growers.actions.once import Refused, Stale
from growers.tests.builders import make_coop, make_seat
from harvests.actions.allocations import allocate, free
from harvests.actions.departures import depart, undo_departure
from harvests.actions.lots import (
    close_lot,
    give_back,
    hold_lot,
    release_lot,
    take_cartons,
    take_lines,
    void_lot,
)
from harvests.actions.shipments import cancel_shipment, load_allocations, plan_shipment, unload_allocation
from harvests.models import Allocation, HarvestLine, Lot, LotCarton, LotInput, LotLoss, Shipment
from harvests.tests.books import assert_verified
from harvests.tests.builders import make_order
from harvests.tests.lots_builders import make_fruit, make_lot, open_empty, pack
from harvests.tests.shipments_builders import READY, faults_of_shipments, get_ready

PACK_G = 5_000
slugs = itertools.count(1)
grams = st.integers(1, 60_000)
cartons = st.integers(1, 8)
PACKED = {"lot__status": "closed", "lot__is_held": False}
FILLED = {"status": "open", "in_g__gte": PACK_G}


class Floor(RuleBasedStateMachine):
    """A small co-operative with three tickets, a lot that is packed and one that is open, and one order."""

    @initialize()
    def begin(self):
        self.coop = make_coop(f"floor-{next(slugs)}")
        self.seat = make_seat(self.coop, "director")
        tickets = [
            make_fruit(self.seat, loads=((weight, "L1"), (30_000, "L1"))) for weight in (60_000, 71_500, 41_500)
        ]
        self.harvested = sum(ticket.net_g for ticket in tickets)
        make_lot(self.seat, tickets[0])
        open_empty(self.seat)
        self.order = make_order(self.seat, status="confirmed", market=Lot.objects.of(self.coop).first().market)

    def rows(self, model, **where) -> list:
        return [*model.objects.of(self.coop).filter(**where).order_by("pk")]

    def one(self, data, model, **rather):
        """Any row, more often one with these values: what is refused is tried too, but does not fill the day."""
        rows = self.rows(model)
        fit = self.rows(model, **rather)
        return data.draw(st.sampled_from(fit if fit and data.draw(st.integers(0, 3)) else rows), model.__name__)

    def done(self, work, *, refused: bool | None = None):
        """Carry a step out, or see it refused; `refused` says which when it is plain."""
        try:
            result = work()
        except (Refused, Stale):
            assert refused is not False
            return None
        assert refused is not True
        return result

    @precondition(lambda self: Lot.objects.of(self.coop).count() < 6)
    @rule()
    def open(self):
        self.done(lambda: open_empty(self.seat), refused=False)

    @rule(data=st.data(), grams=grams)
    def take(self, data, grams):
        lot, line = self.one(data, Lot, status="open", is_held=False), self.one(data, HarvestLine)
        too_much = grams > line.net_g - line.allocated_g
        refused = too_much or lot.status != "open" or lot.is_held
        self.done(lambda: take_lines(self.seat, lot=lot, takes=[(line.pk, grams)]), refused=refused)

    @precondition(lambda self: self.rows(LotCarton))
    @rule(data=st.data(), count=cartons)
    def take_from_a_lot(self, data, count):
        carton, lot = self.one(data, LotCarton, **PACKED), self.one(data, Lot, status="open", is_held=False)
        too_much = count * PACK_G > carton.net_g - carton.allocated_g
        refused = too_much or lot.status != "open" or carton.lot.status != "closed" or carton.lot_id == lot.pk
        refused = refused or lot.is_held or carton.lot.is_held or None
        self.done(lambda: take_cartons(self.seat, lot=lot, takes=[(carton.pk, count * PACK_G)]), refused=refused)

    @precondition(lambda self: self.rows(LotInput))
    @rule(data=st.data())
    def give_back(self, data):
        edge = self.one(data, LotInput, void_reason="", lot__status="open")
        refused = bool(edge.void_reason) or edge.lot.status != "open" or edge.lot.is_held or None
        self.done(lambda: give_back(self.seat, edge=edge, reason="nhầm"), refused=refused)

    @precondition(lambda self: self.rows(Lot, **FILLED))
    @rule(data=st.data())
    def pack(self, data):
        lot = data.draw(st.sampled_from(self.rows(Lot, **FILLED)))
        self.done(lambda: pack(self.seat, lot, PACK_G), refused=lot.is_held)

    @precondition(lambda self: self.rows(Lot, **FILLED, is_held=False))
    @rule(data=st.data())
    def pack_and_close(self, data):
        lot = pack(self.seat, data.draw(st.sampled_from(self.rows(Lot, **FILLED, is_held=False))), PACK_G)
        self.done(lambda: close_lot(self.seat, lot=lot, version=lot.version), refused=False)

    @rule(data=st.data())
    def close(self, data):
        lot = self.one(data, Lot, status="open", out_g__gt=0)
        whole = lot.status == "open" and lot.out_g and lot.in_g == lot.out_g + lot.loss_g and not lot.is_held
        refused = False if whole else lot.status != "open" or lot.is_held or None
        self.done(lambda: close_lot(self.seat, lot=lot, version=lot.version), refused=refused)

    @precondition(lambda self: len(self.rows(Lot, status__in=("open", "closed"))) > 2)
    @rule(data=st.data())
    def void(self, data):
        lot = self.one(data, Lot)
        spent = any(carton.allocated_g for carton in lot.cartons.all())
        refused = spent or lot.status == "void" or None
        self.done(lambda: void_lot(self.seat, lot=lot, reason="nhầm"), refused=refused)

    @rule(data=st.data())
    def hold(self, data):
        lot = self.one(data, Lot, is_held=True)
        act = release_lot if lot.is_held else hold_lot
        self.done(lambda: act(self.seat, lot=lot, reason="chờ mẫu"), refused=lot.status == "void" or None)

    @precondition(lambda self: self.rows(LotCarton))
    @rule(data=st.data(), count=cartons)
    def set_aside(self, data, count):
        carton, line = self.one(data, LotCarton, **PACKED), self.order.lines.get()
        left = line.limit_g - line.delivered_g - line.allocated_g
        too_much = count * PACK_G > min(carton.net_g - carton.allocated_g, left)
        refused = too_much or carton.lot.status != "closed" or carton.lot.is_held
        work = {"order_line": line, "carton": carton, "grams": count * PACK_G}
        self.done(lambda: allocate(self.seat, **work), refused=refused or None)

    @precondition(lambda self: self.rows(Allocation))
    @rule(data=st.data())
    def set_free(self, data):
        row = self.one(data, Allocation, void_reason="", shipment=None)
        refused = bool(row.void_reason) or row.shipment_id is not None
        self.done(lambda: free(self.seat, allocation=row, reason="đổi ý"), refused=refused)

    @precondition(lambda self: self.rows(Allocation, void_reason="", shipment=None))
    @rule(data=st.data())
    def load(self, data):
        row = data.draw(st.sampled_from(self.rows(Allocation, void_reason="", shipment=None)))
        planned = self.rows(Shipment, status="planned")
        facts = {"market": self.order.market, "trader": self.order.trader, "planned_on": clock.today(), **READY}
        shipment = planned[0] if planned else plan_shipment(self.seat, **facts)
        self.done(lambda: load_allocations(self.seat, shipment=shipment, allocations=[row.pk]))

    @precondition(lambda self: self.rows(Allocation, shipment__isnull=False))
    @rule(data=st.data())
    def unload(self, data):
        row = data.draw(st.sampled_from(self.rows(Allocation, shipment__isnull=False)))
        refused = row.shipment.status != "planned" or None
        self.done(lambda: unload_allocation(self.seat, shipment=row.shipment, allocation=row), refused=refused)

    @precondition(lambda self: self.rows(Shipment))
    @rule(data=st.data(), ready=st.sampled_from((True, True, False)))
    def depart(self, data, ready):
        shipment = self.one(data, Shipment, status="planned")
        load = self.rows(Allocation, shipment=shipment)
        if ready and shipment.status == "planned" and load:
            get_ready(self.seat, shipment)
            shipment.refresh_from_db()
        held = any(row.carton.lot.is_held for row in load)
        refused = shipment.status != "planned" or not load or held
        work = {"shipment": shipment, "version": shipment.version, "today": clock.today()}
        self.done(lambda: depart(self.seat, **work), refused=refused or (False if ready else None))

    @precondition(lambda self: self.rows(Shipment))
    @rule(data=st.data(), cancel=st.booleans())
    def undo(self, data, cancel):
        shipment = self.one(data, Shipment)
        act, there = (cancel_shipment, "planned") if cancel else (undo_departure, "departed")
        work = {"shipment": shipment, "reason": "xe hỏng"}
        self.done(lambda: act(self.seat, **work), refused=shipment.status != there or None)

    @invariant()
    def no_gram_is_lost(self):
        if not hasattr(self, "order"):
            return
        assert faults_of_shipments(self.coop) == []
        lots = [lot for lot in self.rows(Lot) if lot.status != "void"]
        unpacked = self.harvested - sum(line.allocated_g for line in self.rows(HarvestLine))
        waiting = sum(lot.in_g - lot.out_g - lot.loss_g for lot in lots)
        lost = sum(loss.grams for loss in self.rows(LotLoss) if loss.lot.status != "void")
        there = [carton for carton in self.rows(LotCarton) if carton.lot.status != "void"]
        stock = sum(carton.net_g - carton.allocated_g for carton in there)
        aside = sum(row.grams for row in self.rows(Allocation, void_reason=""))
        assert self.harvested == unpacked + waiting + lost + stock + aside

    def teardown(self):
        if hasattr(self, "order"):
            assert_verified(self.coop)


@pytest.mark.slow
@pytest.mark.django_db
def test_no_gram_is_lost_whatever_is_done():
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Floor,
        settings=settings(max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=quiet),
    )
