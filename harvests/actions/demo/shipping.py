"""The demonstration's trucks: lots packed for them, set aside for orders, shipped, delivered; every counter kept."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from random import Random

from coopsite.formats.showing import VIETNAM
from growers.models import Cooperative, MarketRequirement, User
from growers.rules.eligibility import RULES
from harvests.actions.demo import plan_packing as plan
from harvests.actions.demo.packing import HOME, Floor
from harvests.actions.demo.plan import TODAY
from harvests.models import (
    Allocation,
    Delivery,
    LotCarton,
    NumberSeries,
    OrderLine,
    Season,
    Shipment,
    TraderOrder,
    Treatment,
)
from harvests.rules.apportion import apportion, table
from harvests.rules.demo_tickets import STEP
from harvests.rules.orders import CANCELLED, DRAFT, Moved, status_after

DEMO_NOTE = "Chuyến xe minh hoạ."
UNDER_WAY = {True: 4, False: 1}  # days on the road abroad and at home
GATES = {"CN": "Cửa khẩu Hữu Nghị", "KR": "Cảng Hải Phòng", "JP": "Sân bay Nội Bài", "RU": "Cảng Hải Phòng"}


@dataclass
class Truck:
    """What leaves on a day for one order: carton lines with the order line that each is for."""

    market: str
    day: dt.date
    order: int
    load: list[tuple[LotCarton, tuple[int, int]]]


def seed_shipping(coop: Cooperative, random: Random) -> None:
    """Pack and ship the seasons of a co-operative up to today."""
    for season in Season.objects.of(coop).order_by("starts_on"):
        floor = Floor(coop, season, random)
        last_year = season.ends_on < TODAY.replace(month=1, day=1)
        trucks = _last_year(floor) if last_year else _exports(floor) + _home(floor)
        floor.write()
        _ship(coop, floor, sorted(trucks, key=lambda truck: (truck.day, truck.market, truck.order)))


def _exports(floor: Floor) -> list[Truck]:
    slug, trucks = floor.coop.slug, []
    for order, market, day, pack, grade, areas in plan.TRUCKS[slug]:
        load = [
            (floor.export_lot(market, day, area, pack, cartons, grade), (order, 1)) for area, cartons in areas.items()
        ]
        trucks.append(Truck(market, min(day + dt.timedelta(days=1), TODAY), order, load))
    for market, day, pack, grade, areas in plan.WAITING.get(slug, ()):
        for area, cartons in areas.items():
            floor.export_lot(market, day, area, pack, cartons, grade)
    return trucks


def _home(floor: Floor) -> list[Truck]:
    """One lot a day of what is not exported, its grades cut to what the home market took over the season."""
    slug = floor.coop.slug
    days = sorted({line.record.day for line, left in floor.waiting if left})
    grams = [sum(left for line, left in floor.waiting if line.record.day == day) for day in days]
    grams[-1] -= plan.UNPACKED_KG[slug] * 1_000 - floor.held_g
    lost = plan.LOST_KG[slug] * 1_000 - sum(loss.grams for loss in floor.losses)
    losses = [steps * STEP for steps in apportion(lost // STEP, grams)]
    needs = [(key, kg and kg * 1_000) for key, kg in plan.HOME[slug]]
    rest = sum(grams) - lost - sum(need or 0 for _, need in needs)
    wanted = [rest if need is None else need for _, need in needs]
    packed = [(taken - loss) // STEP for taken, loss in zip(grams, losses, strict=True)]
    cells = [[steps * STEP for steps in row] for row in table(packed, [need // STEP for need in wanted])]
    lines = {(line.order.number, line.position): line.grade.code for line in _lines(floor.coop, TODAY.year).values()}
    loads: dict[tuple, list] = defaultdict(list)
    for day, taken, loss, row in zip(days, grams, losses, cells, strict=True):
        lot = floor.home_lot(day, taken, loss)
        truck_day = next(leaves for leaves in plan.HOME_TRUCKS[slug] if leaves >= day)
        for (key, _), part in zip(needs, row, strict=True):
            if part:
                loads[truck_day, key[0]].append((floor.loose(lot, lines[key], part), key))
    return [Truck(HOME, day, order, load) for (day, order), load in loads.items()]


def _last_year(floor: Floor) -> list[Truck]:
    """A season that is over: a lot and a truck for every day."""
    trucks = []
    for day in sorted({line.record.day for line, _ in floor.waiting}):
        grams = sum(left for line, left in floor.waiting if line.record.day == day)
        loss = grams * plan.SHRINK_BP // 10_000 // STEP * STEP
        lot = floor.home_lot(day, grams, loss)
        trucks.append(Truck(HOME, day + dt.timedelta(days=1), 1, [(floor.loose(lot, "L2", grams - loss), (1, 1))]))
    return trucks


def _lines(coop: Cooperative, year: int) -> dict[tuple[int, int], OrderLine]:
    rows = OrderLine.objects.of(coop).filter(order__year=year).select_related("order__trader", "order__market", "grade")
    return {(line.order.number, line.position): line for line in rows}


def _ship(coop: Cooperative, floor: Floor, trucks: list[Truck]) -> None:
    """Write the trucks in the order in which they left, with their allocations and deliveries."""
    sales = User.objects.get(username=f"sales.{coop.slug}")
    lines = _lines(coop, floor.season.starts_on.year)
    shipments, allocations, deliveries, treatments = [], [], [], []
    for number, truck in enumerate(trucks, start=1):
        order = lines[truck.order, 1].order
        moment = dt.datetime.combine(truck.day, dt.time(15, 20), VIETNAM)
        shipment = _shipment(coop, order, number, truck, moment, floor)
        shipments.append(shipment)
        for carton, key in truck.load:
            line = lines[key]
            carton.allocated_g += carton.net_g
            line.delivered_g += carton.net_g
            allocation = Allocation(
                cooperative=coop, order_line=line, carton=carton, cartons=carton.cartons, grams=carton.net_g,
                verdict={"rules": RULES, "outcome": "allowed"}, made_by=sales, made_at=moment - dt.timedelta(hours=4),
                shipment=shipment, loaded_by=floor.packer, loaded_at=moment - dt.timedelta(hours=1),
            )  # fmt: skip
            allocations.append(allocation)
            deliveries.append(
                Delivery(
                    cooperative=coop, line=line, allocation=allocation, delivered_on=truck.day,
                    quantity_g=carton.net_g, entered_by=sales, entered_at=moment, note=DEMO_NOTE,
                )
            )  # fmt: skip
            treatments += _treatments(floor, carton)
    for rows in (shipments, allocations, deliveries, treatments):
        if rows:
            type(rows[0]).objects.bulk_create(rows, batch_size=300)
    LotCarton.objects.of(coop).bulk_update(floor.cartons, ["allocated_g"], batch_size=200)
    _follow(coop, lines.values())
    year = floor.season.starts_on.year
    NumberSeries.objects.create(cooperative=coop, kind="CH", year=year, last=len(trucks))


def _shipment(coop, order: TraderOrder, number: int, truck: Truck, moment, floor: Floor) -> Shipment:
    abroad = truck.market != HOME
    net = sum(carton.net_g for carton, _ in truck.load)
    boxes = sum(carton.cartons for carton, _ in truck.load)
    arrived_on = truck.day + dt.timedelta(days=UNDER_WAY[abroad])
    there = arrived_on < TODAY
    return Shipment(
        cooperative=coop, year=truck.day.year, number=number, status="arrived" if there else "departed",
        arrived_on=arrived_on if there else None, arrival_note="Đủ hàng (minh hoạ)" if there else "",
        market=order.market,
        trader=order.trader, exporter=order.exporter, consignee=order.trader.name, planned_on=truck.day,
        consignee_address="Địa chỉ minh hoạ", vehicle=f"26C-{number:05d}", driver="Tài xế minh hoạ",
        driver_phone="0900 000 099", container=f"DEMO{number:07d}" if abroad else "",
        seal=f"CHI-DEMO-{number:03d}" if abroad else "", temp_set_dc=50 if abroad else None,
        border_gate=GATES.get(truck.market, ""), gross_g=net + boxes * 750, departed_on=truck.day, departed_at=moment,
        departed_by=floor.packer, verdict={"rules": RULES, "outcome": "allowed"}, rules=RULES, note=DEMO_NOTE,
        is_demo=True,
    )  # fmt: skip


def _treatments(floor: Floor, carton: LotCarton) -> list[Treatment]:
    """The treatment that the lot's market asks for, a little above its minimum."""
    lot = carton.lot
    kind = floor.treatments.get(lot.market.code, "")
    measured = {
        MarketRequirement.Treatment.VAPOUR_HEAT: {"pulp_temp_dc": 467, "minutes": 42, "humidity_bp": 9_300},
        MarketRequirement.Treatment.FUMIGATION: {"dose_g_m3": 33, "minutes": 125, "supervised_by": "KDTV (minh hoạ)"},
        MarketRequirement.Treatment.IRRADIATION: {"dose_gy": 412},
    }.get(kind)
    if measured is None:
        return []
    return [
        Treatment(
            cooperative=floor.coop, lot=lot, kind=kind, facility="Cơ sở xử lý (minh hoạ)", facility_code="DEMO-TFC-01",
            treatment_no=f"DEMO-TIN-{lot.code}"[:60], certificate_no=f"DEMO-XL-{lot.code}"[:60],
            treated_at=lot.closed_at + dt.timedelta(hours=2), entered_by=floor.packer, entered_at=lot.closed_at,
            **measured,
        )
    ]  # fmt: skip


def _follow(coop: Cooperative, lines) -> None:
    """Write what was delivered, and let each order's status follow it."""
    OrderLine.objects.of(coop).bulk_update(lines, ["delivered_g"], batch_size=200)
    by_order: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        by_order[line.order_id].append(line)
    for mine in by_order.values():
        order = mine[0].order
        if order.status not in (DRAFT, CANCELLED):
            moved = [Moved(line.ordered_g, line.limit_g, line.delivered_g) for line in mine]
            TraderOrder.objects.of(coop).filter(pk=order.pk).update(status=status_after(order.status, moved))
