"""Packs the loads of `manage.py bench` into lots, re-packs them twice, and ships half of it: what its trace walks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

from django.db import connection
from django.db.models import F

from coopsite.formats.showing import VIETNAM
from growers.models import Market, PackingHouse
from harvests.actions.bench_tickets import TODAY, Bench, count_on, insert
from harvests.models import (
    Allocation,
    Delivery,
    HarvestLine,
    Lot,
    LotCarton,
    LotInput,
    LotLoss,
    OrderLine,
    Shipment,
    Trader,
    TraderOrder,
)
from harvests.rules.lots import TRACE_ALPHABET, TRACE_LENGTH

LOADS_A_LOT = 50
PACK_G = 5_000
FIRST, SECOND = 80, 15  # percent of the lots that are packed from loads, and from other lots; the rest once more
SOURCES = {2: 4, 3: 3}  # lots that go into one of the second and of the third packing
LOTS_A_SHIPMENT, ORDERS = 40, 20
ODD = 2_654_435_761  # odd, so that multiplying by it keeps numbers below a power of two apart


@dataclass(slots=True)
class Packed:
    """A lot with its carton lines: the first is packed again or stays in stock, the second is shipped."""

    lot: Lot
    cartons: list[LotCarton]
    depth: int


def write_lots(bench: Bench) -> None:
    """A lot for every LOADS_A_LOT loads, four of five made of loads; every gram of a lot lies somewhere."""
    bench.house = PackingHouse.objects.create(cooperative=bench.coop, code="B1", name="B1", commune=bench.coop.commune)
    bench.market, bench.numbers = Market.objects.get(code="CN"), count(1)
    lots = bench.lines // LOADS_A_LOT
    first = _from_loads(bench, lots * FIRST // 100)
    second = _from_lots(bench, first, lots * SECOND // 100, 2)
    third = _from_lots(bench, second, lots - len(first) - len(second), 3)
    _ship(bench, [*first, *second, *third])
    count_on(LotInput)


def _from_loads(bench: Bench, lots: int) -> list[Packed]:
    """Lots of the oldest loads, which are then taken whole."""
    last = lots * LOADS_A_LOT
    rows = HarvestLine.objects.of(bench.coop).filter(pk__lte=last).order_by("pk")
    rows = rows.values_list("pk", "net_g", "record__day").iterator(chunk_size=10_000)
    made, inputs = [], []
    for group in _batched(rows, LOADS_A_LOT):
        packed = _packed(bench, group[-1][2], sum(net for _pk, net, _day in group), 1)
        made.append(packed)
        inputs += [(packed.lot, line, None, net) for line, net, _day in group]
    _store(bench, made)
    _store_inputs(bench, inputs)
    HarvestLine.objects.of(bench.coop).filter(pk__lte=last).update(allocated_g=F("net_g"))
    return made


def _from_lots(bench: Bench, before: Sequence[Packed], lots: int, depth: int) -> list[Packed]:
    """Lots of the first carton line of each of some lots."""
    made, inputs = [], []
    for group in islice(_batched(before, SOURCES[depth]), lots):
        taken = [packed.cartons[0] for packed in group]
        packed = _packed(bench, group[-1].lot.packed_on, sum(carton.net_g for carton in taken), depth)
        made.append(packed)
        inputs += [(packed.lot, None, carton, carton.net_g) for carton in taken]
        for carton in taken:
            carton.allocated_g = carton.net_g
    _store(bench, made)
    _store_inputs(bench, inputs)
    changed = [carton for _lot, _line, carton, _grams in inputs]
    LotCarton.objects.of(bench.coop).bulk_update(changed, ["allocated_g"], batch_size=200)
    return made


def _batched(rows: Iterable, size: int) -> Iterator[tuple]:
    """Rows in groups of `size`, the last one may be smaller."""
    rows = iter(rows)
    while group := tuple(islice(rows, size)):
        yield group


def _packed(bench: Bench, day: dt.date, in_g: int, depth: int) -> Packed:
    number = next(bench.numbers)
    moment = dt.datetime.combine(day, dt.time(16), VIETNAM)
    half = in_g * 48 // 100 // PACK_G
    lot = Lot(
        cooperative=bench.coop, code=f"BE-{day:%y%m%d}-CN-{number}", trace_code=_trace_code(number), status="closed",
        kind="packing" if depth == 1 else "repacking", commodity=bench.coop.commodity, market=bench.market,
        house=bench.house, packed_on=day, in_g=in_g, out_g=2 * half * PACK_G, loss_g=in_g - 2 * half * PACK_G,
        opened_by=bench.user, opened_at=moment, closed_by=bench.user, closed_at=moment,
    )  # fmt: skip
    cartons = [
        LotCarton(
            cooperative=bench.coop, lot=lot, position=place, grade_id=bench.grades[code], pack_g=PACK_G, cartons=half,
            net_g=half * PACK_G,
        )
        for place, code in enumerate(("L1", "L2"), start=1)
    ]  # fmt: skip
    return Packed(lot, cartons, depth)


def _trace_code(number: int) -> str:
    value, letters = number * ODD % 32**TRACE_LENGTH, ""
    for _place in range(TRACE_LENGTH):
        value, digit = divmod(value, 32)
        letters += TRACE_ALPHABET[digit]
    return letters


def _store(bench: Bench, made: Sequence[Packed]) -> None:
    Lot.objects.bulk_create((packed.lot for packed in made), batch_size=200)
    LotCarton.objects.bulk_create((carton for packed in made for carton in packed.cartons), batch_size=500)
    LotLoss.objects.bulk_create(
        (LotLoss(cooperative=bench.coop, lot=packed.lot, kind="reject", grams=packed.lot.loss_g) for packed in made),
        batch_size=500,
    )


def _store_inputs(bench: Bench, inputs: Sequence[tuple]) -> None:
    for chunk in _batched(_rows(bench, inputs), 20_000):
        insert(LotInput, list(chunk))


def _rows(bench: Bench, inputs: Sequence[tuple]) -> Iterator[tuple]:
    """Column values of inputs (lot, load, carton line, grams)."""
    columns = [field.column for field in LotInput._meta.concrete_fields]
    for key, (lot, line, carton, grams) in enumerate(inputs, start=LotInput.objects.of(bench.coop).count() + 1):
        values = {
            "id": key, "cooperative_id": bench.coop.pk, "lot_id": lot.pk, "line_id": line, "grams": grams,
            "carton_id": carton and carton.pk, "source_id": carton and carton.lot_id, "verdict": "{}",
            "entered_by_id": bench.user.pk, "void_reason": "",
            "entered_at": connection.ops.adapt_datetimefield_value(lot.opened_at),
        }  # fmt: skip
        yield tuple(values[column] for column in columns)


def _ship(bench: Bench, made: Sequence[Packed]) -> None:
    """The second carton line of every lot left on a shipment, and was delivered for an order."""
    lines, sums = _orders(bench), defaultdict(int)
    moment = dt.datetime.combine(TODAY, dt.time(14), VIETNAM)
    loads = []
    for number, group in enumerate(_batched(made, LOTS_A_SHIPMENT), start=1):
        line = lines[number % len(lines)]
        shipment = Shipment.objects.create(
            cooperative=bench.coop, year=TODAY.year, number=number, status="departed", market=bench.market,
            trader=line.order.trader, consignee="Bench", planned_on=TODAY, departed_on=TODAY, departed_at=moment,
            departed_by=bench.user,
        )  # fmt: skip
        for packed in group:
            carton = packed.cartons[1]
            carton.allocated_g = carton.net_g
            sums[line] += carton.net_g
            loads.append(Allocation(
                cooperative=bench.coop, order_line=line, carton=carton, cartons=carton.cartons, grams=carton.net_g,
                made_by=bench.user, made_at=moment, shipment=shipment, loaded_by=bench.user, loaded_at=moment,
            ))  # fmt: skip
    Allocation.objects.bulk_create(loads, batch_size=300)
    LotCarton.objects.of(bench.coop).bulk_update([load.carton for load in loads], ["allocated_g"], batch_size=200)
    for line, grams in sums.items():
        line.ordered_g = line.delivered_g = line.limit_g = grams
        line.save()
    Delivery.objects.bulk_create(
        (
            Delivery(
                cooperative=bench.coop, line=load.order_line, allocation=load, delivered_on=TODAY,
                quantity_g=load.grams, entered_by=bench.user, entered_at=moment,
            )
            for load in loads
        ),
        batch_size=300,
    )  # fmt: skip


def _orders(bench: Bench) -> list[OrderLine]:
    traders = list(Trader.objects.of(bench.coop).order_by("pk"))
    lines = []
    for number in range(ORDERS):
        order = TraderOrder.objects.create(
            cooperative=bench.coop, number=1_001 + number, year=TODAY.year, status="delivered",
            trader=traders[number % len(traders)], market=bench.market, commodity=bench.coop.commodity,
            ordered_on=TODAY, deliver_from=TODAY, deliver_to=TODAY,
        )  # fmt: skip
        lines.append(
            OrderLine.objects.create(
                cooperative=bench.coop, order=order, position=1, grade_id=bench.grades["L1"], ordered_g=1, limit_g=1
            )
        )
    return lines
