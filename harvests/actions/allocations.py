"""Setting packed fruit aside for order lines, and taking it back: two counters and one ledger row move together."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from growers.rules.eligibility import snapshot
from growers.rules.verdicts import Verdict
from harvests.actions.orders import taken
from harvests.models import Allocation, Lot, LotCarton, OrderLine, TraderOrder
from harvests.queries.allocations import cartons_by_key, offered
from harvests.queries.orders import lines_of
from harvests.queries.sources import Behind, behind, judge_of, verdicts_of
from harvests.rules.allocations import Wanted, carton_spent, judge_amount, judge_fit, judge_free, line_full, merge
from harvests.rules.orders import Event, judge_event

Pick = tuple[int, int, int]  # order line, carton line, grams


@use_case
def allocate(seat: Seat, *, order_line: OrderLine, carton: LotCarton, grams: int) -> Allocation:
    """Set cartons of a lot aside for an order line.

    Raises Refused with every reason: the order's status, lot, market, crop, grade, whole cartons, what is left of
    either, and what today's rules say of the fruit for the order's market as of its harvest days (R61, R75).
    """
    return _allocated(seat, order_line.order, [(order_line.pk, carton.pk, grams)])[0]


@use_case
def allocate_all(seat: Seat, *, order: TraderOrder, picks: Sequence[Pick]) -> TraderOrder:
    """Set several carton lines aside at once, all or none; raises Refused as `allocate` does."""
    if not picks:
        raise Refused.because("allocation_nothing_chosen")
    if max(Counter(pick[:2] for pick in picks).values()) > 1:
        raise Refused.because("allocation_chosen_twice")
    _allocated(seat, order, picks)
    return order


@use_case
def free(seat: Seat, *, allocation: Allocation, reason: str) -> Allocation:
    """Give set-aside cartons back to their lot and order line; raises Refused when they are loaded or freed already."""
    taken(seat, allocation.order_line.order)
    take_lots(seat, [allocation.carton.lot_id])
    rows = Allocation.objects.of(seat.cooperative).filter(pk=allocation.pk)
    row = rows.get()
    insist(judge_free(is_void=bool(row.void_reason), is_loaded=row.shipment_id is not None, reason=reason))
    if not rows.filter(void_reason="", shipment__isnull=True).update(void_reason=reason):
        raise Refused.because("allocation_loaded")
    lines = OrderLine.objects.of(seat.cooperative).filter(pk=row.order_line_id)
    lines.update(allocated_g=F("allocated_g") - row.grams)
    cartons = LotCarton.objects.of(seat.cooperative).filter(pk=row.carton_id)
    cartons.update(allocated_g=F("allocated_g") - row.grams)
    told = {"lot": allocation.carton.lot.code, "grams": row.grams, "reason": reason}
    audit(seat, "allocation freed", allocation.order_line.order, **told)
    row.void_reason = reason
    return row


def take_lots(seat: Seat, lots: Sequence[int]) -> dict[int, Lot]:
    """The lots as they stand, locked in the order of their keys for the rest of the transaction."""
    rows = Lot.objects.of(seat.cooperative).filter(pk__in=set(lots)).order_by("pk").select_for_update()
    return {lot.pk: lot for lot in rows}


def _allocated(seat: Seat, order: TraderOrder, picks: Sequence[Pick]) -> list[Allocation]:
    order = taken(seat, order)
    insist(judge_event(order.status, Event.ALLOCATE))
    chosen = cartons_by_key(seat.cooperative, [carton for _, carton, _ in picks])
    take_lots(seat, [carton.lot_id for carton in chosen.values()])
    # What was read before the locks may be old by now.
    cartons = cartons_by_key(seat.cooperative, chosen)
    lines = {line.pk: line for line in lines_of(order)}
    sources = behind(seat.cooperative, {carton.lot_id for carton in cartons.values()})
    of_lots = {lot: merge(of) for lot, of in _judged(seat, order, sources).items()}
    verdict = Verdict()
    for line, carton, grams in picks:
        verdict += _judge(order, lines[line], cartons[carton], grams)
    for lot in dict.fromkeys(cartons[carton].lot_id for _, carton, _ in picks):
        verdict += of_lots[lot]
        if not sources.by_lot[lot]:
            code = next(carton.lot.code for carton in cartons.values() if carton.lot_id == lot)
            verdict += Verdict.because("allocation_without_source", lot=code)
    insist(verdict)
    return [
        _write(seat, order, lines[line], cartons[carton], grams, of_lots[cartons[carton].lot_id])
        for line, carton, grams in sorted(picks, key=lambda pick: (pick[0], pick[1]))
    ]


def _judge(order: TraderOrder, line: OrderLine, carton: LotCarton, grams: int) -> Verdict:
    left_g = line.limit_g - line.delivered_g - line.allocated_g
    wanted = Wanted(order.market.code, order.commodity_id, line.grade_id, left_g, line.pack_g, order.pk)
    there = offered(carton)
    fit = judge_fit(wanted, there)
    return Verdict(refused=fit.refused) + judge_amount(grams, wanted, there)


def _judged(seat: Seat, order: TraderOrder, sources: Behind) -> dict[int, list[Verdict]]:
    """What today's rules say of the fruit of each lot for the order's market."""
    loads = sources.loads.values()
    verdicts = verdicts_of(judge_of(seat.cooperative, order.commodity_id, loads), order.market.code, loads)
    return {
        lot: [verdicts[line] for line in lines if line in verdicts] for lot, lines in sources.by_lot.items()
    }  # fmt: skip


def _write(seat: Seat, order: TraderOrder, line: OrderLine, carton: LotCarton, grams: int, verdict: Verdict):
    """Two conditional UPDATEs and the ledger row; who comes second finds the kilograms gone."""
    coop = seat.cooperative
    lines = OrderLine.objects.of(coop).filter(pk=line.pk)
    room = lines.filter(allocated_g__lte=F("limit_g") - F("delivered_g") - grams)
    if not room.update(allocated_g=F("allocated_g") + grams):
        now = lines.get()
        raise Refused(Verdict(refused=(line_full(grams, now.limit_g - now.delivered_g - now.allocated_g),)))
    cartons = LotCarton.objects.of(coop).filter(pk=carton.pk)
    fruit = cartons.filter(allocated_g__lte=F("net_g") - grams)
    if not fruit.update(allocated_g=F("allocated_g") + grams):
        now = cartons.get()
        raise Refused(Verdict(refused=(carton_spent(carton.lot.code, grams, now.net_g - now.allocated_g),)))
    row = Allocation.objects.create(
        cooperative=coop, order_line=line, carton=carton, grams=grams, verdict=snapshot(verdict),
        cartons=grams // carton.pack_g if carton.pack_g else 0, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    audit(seat, "fruit allocated", order, allocation=row.pk, lot=carton.lot.code, grams=grams)
    return row
