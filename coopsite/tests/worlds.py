"""A co-operative with one row of everything, marked in every text, and the words of every address for it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from coopsite import clock
from growers.actions.imports import upload_register
from growers.models import Cooperative, CoopModel, ExportCode, GrowingArea, Household, ImportRun, Plot
from growers.queries.seats import Seat
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.furnished import furnish
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery
from harvests.models import (
    CallOff,
    CrateType,
    Delivery,
    HarvestRecord,
    HarvestRound,
    OrderLine,
    PriceBoard,
    Season,
    Trader,
    TraderOrder,
    YieldEstimate,
)
from harvests.tests.builders import make_order, make_scale, make_ticket, make_trader

REGISTER = "Mã hộ,Họ và tên,Xã,Bản,Diện tích (ha)\n601,{mark} Lò Văn Tèo,Tà Hộc,bản Mòng,1\n602,{mark} Lả,Tà Hộc,,x\n"


@dataclass
class World:
    """A furnished co-operative; `rows` has the newest row of each table by its model."""

    coop: Cooperative
    director: Seat
    rows: dict[type, CoopModel] = field(default_factory=dict)

    def seat(self, role: str) -> Seat:
        return make_seat(self.coop, role)

    def __getitem__(self, model: type):
        return self.rows[model]


TABLES = (
    ExportCode, GrowingArea, Household, Plot, Season, HarvestRound, CrateType, PriceBoard, HarvestRecord, YieldEstimate,
    Trader, TraderOrder, OrderLine, CallOff, Delivery, ImportRun,
)  # fmt: skip


def make_world(slug: str, mark: str = "", number: int = 11) -> World:
    """A co-operative with one of everything; `mark` begins every name and note, `number` makes codes its own."""
    coop = make_coop(slug, name=f"{mark}HTX {slug}", legal_name=f"{mark}Hợp tác xã", code=f"C{number}")
    code = f"{number:03d}"
    seat = furnish(coop, mark, code)
    seat.user.refresh_from_db()
    make_plot(make_household(coop, f"{number + 1:03d}", f"{mark}Lò Văn Đức", alias=f"{mark}alias"), note=f"{mark}note")
    make_scale(seat, name=f"{mark}Vụ 2025")
    CrateType.objects.of(coop).update(name=f"{mark}Sọt")
    PriceBoard.objects.of(coop).update(note=f"{mark}note")
    for _ in range(number % 5):  # so that co-operatives hand out different numbers
        make_ticket(seat, code, note=f"{mark}note")
    YieldEstimate.objects.create(
        cooperative=coop, round=HarvestRound.objects.of(coop).get(), plot=Plot.objects.of(coop).first(),
        expected_g=900_000, note=f"{mark}note",
    )  # fmt: skip
    world = World(coop, seat)
    _trade(world, mark, number)
    upload_register(seat, kind="households", filename=f"{mark}.csv", content=REGISTER.format(mark=mark).encode())
    world.rows = {model: model.objects.of(coop).order_by("pk").last() for model in TABLES}
    return world


def _trade(world: World, mark: str, number: int) -> None:
    seat, today = world.director, clock.today()
    trader = make_trader(world.coop, f"{mark}Vựa Hòa Phát", note=f"{mark}note", contact=f"{mark}Hoa")
    for _ in range(number % 5):
        make_order(seat, trader, note=f"{mark}draft")
    order = make_order(seat, trader, status="confirmed", note=f"{mark}order")
    call_off(seat, order=order, due_on=today + dt.timedelta(days=1), quantity_g=1_000_000, note=f"{mark}note")
    record_delivery(seat, line=order.lines.get(), delivered_on=today, quantity_g=500_000, note=f"{mark}note")


def ticket(world: World) -> str:
    return world[HarvestRecord].code.removeprefix("CAN-")


# The words that follow the co-operative in an address, by its name: a new address of this shape needs a line here.
WORDS: dict[str, Callable[[World], list]] = {
    "season-page": lambda w: [w[Season].pk],
    "season-edit": lambda w: [w[Season].pk],
    "estimate-list": lambda w: [w[Season].pk],
    "estimate-grid": lambda w: [w[Season].pk, w[HarvestRound].number],
    "estimate-copy": lambda w: [w[Season].pk, w[HarvestRound].number],
    "board-page": lambda w: [w[PriceBoard].pk],
    "board-price-waiting": lambda w: [w[PriceBoard].pk],
    "day-page": lambda w: [w[HarvestRecord].day.isoformat()],
    "day-close": lambda w: [w[HarvestRecord].day.isoformat()],
    "day-reopen": lambda w: [w[HarvestRecord].day.isoformat()],
    "day-scale": lambda w: [w[HarvestRecord].day.isoformat()],
    "harvest-page": lambda w: [ticket(w)],
    "harvest-slip": lambda w: [ticket(w)],
    "harvest-printed": lambda w: [ticket(w)],
    "harvest-correct": lambda w: [ticket(w)],
    "harvest-void": lambda w: [ticket(w)],
    "harvest-release": lambda w: [ticket(w)],
    "trader-page": lambda w: [w[Trader].pk],
    "trader-edit": lambda w: [w[Trader].pk],
    "order-page": lambda w: [w[TraderOrder].code],
    "order-edit": lambda w: [w[TraderOrder].code],
    "order-confirm": lambda w: [w[TraderOrder].code],
    "order-cancel": lambda w: [w[TraderOrder].code],
    "call-off-new": lambda w: [w[TraderOrder].code],
    "call-off-withdraw": lambda w: [w[TraderOrder].code, w[CallOff].pk],
    "delivery-new": lambda w: [w[TraderOrder].code],
    "delivery-void": lambda w: [w[TraderOrder].code, w[Delivery].pk],
    "import-template": lambda w: ["households"],
    "import-page": lambda w: [w[ImportRun].pk],
    "import-columns": lambda w: [w[ImportRun].pk],
    "import-confirm": lambda w: [w[ImportRun].pk],
    "import-give-back": lambda w: [w[ImportRun].pk],
    "import-refused": lambda w: [w[ImportRun].pk],
    "setting-edit": lambda w: ["twin_minutes"],
    "household-page": lambda w: [w[Household].code],
    "household-deliveries": lambda w: [w[Household].code],
    "household-edit": lambda w: [w[Household].code],
    "household-numbers": lambda w: [w[Household].code],
    "plot-page": lambda w: [w[Plot].code],
    "plot-edit": lambda w: [w[Plot].code],
    "area-page": lambda w: [w[GrowingArea].code],
    "area-edit": lambda w: [w[GrowingArea].code],
    "code-new": lambda w: [w[GrowingArea].code],
    "code-page": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-edit": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-status": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-join": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-leave": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
}
# Words that name no row: a kind, a setting, a day. Another co-operative's are the same ones.
COMMON = {"import-template", "setting-edit", "day-page", "day-close", "day-reopen", "day-scale"}


def link(name: str, world: World, words: list | None = None, coop: Cooperative | None = None) -> str:
    """The address of a page for a world; other `words` or another `coop` make a mixed one."""
    found = words if words is not None else WORDS.get(name, lambda _: [])(world)
    return reverse(name, args=[(coop or world.coop).slug, *found])
