"""A co-operative with one row of everything, marked in every text, and the words of every address for it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from coopsite import clock
from growers.actions.imports import upload_register
from growers.models import (
    ActiveLimit,
    Certificate,
    CertificationBody,
    Cooperative,
    CoopModel,
    DiaryEntry,
    Document,
    ExportCode,
    GrowingArea,
    Household,
    ImportRun,
    InputProduct,
    MarkLicence,
    PackingHouse,
    Plot,
    SupervisionVisit,
)
from growers.queries.seats import Seat
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from growers.tests.furnished import furnish
from growers.tests.permits_builders import make_document
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery
from harvests.models import (
    Allocation,
    CallOff,
    CrateType,
    Delivery,
    Dossier,
    HarvestRecord,
    HarvestRound,
    LabelPrint,
    LotInput,
    OrderLine,
    PriceBoard,
    Recall,
    RecallCall,
    RecallLot,
    Season,
    Shipment,
    TracePage,
    Trader,
    TraderOrder,
    Treatment,
    YieldEstimate,
)
from harvests.tests.builders import make_order, make_scale, make_ticket, make_trader
from harvests.tests.lots_builders import make_lot
from harvests.tests.publishing_builders import make_card, make_link, make_page, make_print, make_treatment
from harvests.tests.recalls_builders import make_recall
from harvests.tests.shipments_builders import furnish_shipments

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
    Trader, TraderOrder, OrderLine, CallOff, Delivery, ImportRun, LotInput, Treatment, LabelPrint, TracePage, Dossier,
    Recall, RecallLot, RecallCall, Allocation, Shipment,
    InputProduct, ActiveLimit, DiaryEntry, Certificate, CertificationBody, MarkLicence, PackingHouse, SupervisionVisit,
    Document,
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
    _published(world, mark, code)
    _shipped(world, mark, code, number)
    upload_register(seat, kind="households", filename=f"{mark}.csv", content=REGISTER.format(mark=mark).encode())
    world.rows = {model: model.objects.of(coop).order_by("pk").last() for model in TABLES}
    world.rows[ExportCode] = ExportCode.objects.of(coop).filter(area__isnull=False).last()
    return world


def _trade(world: World, mark: str, number: int) -> None:
    seat, today = world.director, clock.today()
    trader = make_trader(world.coop, f"{mark}Vựa Hòa Phát", note=f"{mark}note", contact=f"{mark}Hoa")
    for _ in range(number % 5):
        make_order(seat, trader, note=f"{mark}draft")
    order = make_order(seat, trader, status="confirmed", note=f"{mark}order")
    call_off(seat, order=order, due_on=today + dt.timedelta(days=1), quantity_g=1_000_000, note=f"{mark}note")
    record_delivery(seat, line=order.lines.get(), delivered_on=today, quantity_g=500_000, note=f"{mark}note")


def _published(world: World, mark: str, household: str) -> None:
    seat = world.director
    make_card(seat, brand=f"{mark}brand", storage=f"{mark}storage")
    row = make_ticket(seat, household, note=f"{mark}note")
    lot = make_lot(seat, row, note=f"{mark}note")
    make_treatment(seat, lot, facility=f"{mark}facility")
    make_print(seat, lot, reason=f"{mark}reason")
    make_page(seat, lot)
    make_link(seat, f"{mark}{world.coop.slug}", lot, recipient=f"{mark}recipient")
    make_lot(seat, make_ticket(seat, household, note=f"{mark}note"), status="open", note=f"{mark}note")
    for _ in range(int(household) % 5):
        make_recall(seat, lot, reason=f"{mark}reason", public_note=f"{mark}note")


def _shipped(world: World, mark: str, household: str, number: int) -> None:
    fruit = make_ticket(world.director, household, note=f"{mark}note")
    furnish_shipments(world.director, TraderOrder.objects.of(world.coop).last(), fruit, mark, before=number % 5)
    shipment = Shipment.objects.of(world.coop).order_by("pk").last()
    make_document(shipment, world.director.user, title=f"{mark}phyto", filename=f"{mark}.pdf")


def scan_of(world: World, kind: str) -> int:
    return Document.objects.of(world.coop).filter(kind=kind).last().pk


def house_code(world: World) -> list:
    """The words of a packing house code: those of a visit, which is made for one."""
    code = world[SupervisionVisit].export_code
    return [code.house.code, code.pk]


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
    "order-allocate": lambda w: [w[TraderOrder].code],
    "allocation-free": lambda w: [w[TraderOrder].code, w[Allocation].pk],
    "shipment-page": lambda w: [w[Shipment].code],
    "shipment-edit": lambda w: [w[Shipment].code],
    "shipment-scan": lambda w: [w[Shipment].code],
    "shipment-tick": lambda w: [w[Shipment].code],
    "shipment-unload": lambda w: [w[Shipment].code, w[Shipment].allocations.first().pk],
    "shipment-paper": lambda w: [w[Shipment].code, "packing_list"],
    "shipment-paper-print": lambda w: [w[Shipment].code, "packing_list"],
    "shipment-paper-pdf": lambda w: [w[Shipment].code, "packing_list"],
    "shipment-depart": lambda w: [w[Shipment].code],
    "shipment-undo": lambda w: [w[Shipment].code],
    "shipment-arrive": lambda w: [w[Shipment].code],
    "shipment-cancel": lambda w: [w[Shipment].code],
    "lot-page": lambda w: [w[LotInput].lot.code],
    "lot-inputs": lambda w: [w[LotInput].lot.code],
    "lot-give-back": lambda w: [w[LotInput].lot.code, w[LotInput].pk],
    "lot-contents": lambda w: [w[LotInput].lot.code],
    "lot-close": lambda w: [w[LotInput].lot.code],
    "lot-void": lambda w: [w[LotInput].lot.code],
    "lot-hold": lambda w: [w[LotInput].lot.code],
    "lot-release": lambda w: [w[LotInput].lot.code],
    "lot-repack": lambda w: [w[LotInput].lot.code],
    "lot-epcis": lambda w: [w[LotInput].lot.code],
    "lot-plots": lambda w: [w[LotInput].lot.code],
    "lot-vn": lambda w: [w[LotInput].lot.code],
    "treatment-list": lambda w: [w[Treatment].lot.code],
    "treatment-new": lambda w: [w[Treatment].lot.code],
    "treatment-void": lambda w: [w[Treatment].lot.code, w[Treatment].pk],
    "label-page": lambda w: [w[LabelPrint].lot.code],
    "label-sheet": lambda w: [w[LabelPrint].lot.code, w[LabelPrint].pk],
    "lot-publish": lambda w: [w[TracePage].lot.code],
    "lot-withdraw": lambda w: [w[TracePage].lot.code],
    "product-edit": lambda w: ["dragon_fruit"],
    "product-picture": lambda w: ["dragon_fruit"],
    "dossier-revoke": lambda w: [w[Dossier].pk],
    "recall-page": lambda w: [w[Recall].code],
    "recall-report": lambda w: [w[Recall].code],
    "recall-traced": lambda w: [w[Recall].code],
    "recall-conclude": lambda w: [w[Recall].code],
    "recall-reached": lambda w: [w[Recall].code, w[RecallCall].pk],
    "recall-returned": lambda w: [w[Recall].code, w[RecallLot].pk],
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
    "eligibility-plot": lambda w: [w[Plot].code],
    "input-page": lambda w: [w[InputProduct].pk],
    "input-edit": lambda w: [w[InputProduct].pk],
    "limit-edit": lambda w: [w[ActiveLimit].pk],
    "diary-page": lambda w: [w[DiaryEntry].pk],
    "diary-void": lambda w: [w[DiaryEntry].pk],
    "diary-print": lambda w: [w[Household].code],
    "area-page": lambda w: [w[GrowingArea].code],
    "area-edit": lambda w: [w[GrowingArea].code],
    "code-new": lambda w: [w[GrowingArea].code],
    "code-page": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-edit": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-status": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-join": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-leave": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "code-reach": lambda w: [w[ExportCode].pk],
    "visit-new": lambda w: [w[GrowingArea].code, w[ExportCode].pk],
    "visit-void": lambda w: [w[SupervisionVisit].pk],
    "certificate-page": lambda w: [w[Certificate].pk],
    "certificate-edit": lambda w: [w[Certificate].pk],
    "certificate-withdraw": lambda w: [w[Certificate].pk],
    "certificate-join": lambda w: [w[Certificate].pk],
    "certificate-leave": lambda w: [w[Certificate].pk],
    "body-edit": lambda w: [w[CertificationBody].pk],
    "house-page": lambda w: [house_code(w)[0]],
    "house-edit": lambda w: [house_code(w)[0]],
    "house-code-new": lambda w: [house_code(w)[0]],
    "house-code-page": house_code,
    "house-code-edit": house_code,
    "house-code-status": house_code,
    "house-visit-new": house_code,
    "licence-page": lambda w: [w[MarkLicence].pk],
    "licence-edit": lambda w: [w[MarkLicence].pk],
    "document": lambda w: [w[Document].pk],
    "document-withdraw": lambda w: [scan_of(w, "certificate")],
    "shipment-scan-new": lambda w: ["shipment", w[Shipment].pk],
    "shipment-scan-withdraw": lambda w: [scan_of(w, "shipment")],
    "document-new": lambda w: ["certificate", w[Certificate].pk],
}
# Words that name no row: a kind, a setting, a day. Another co-operative's are the same ones.
COMMON = {
    "day-close", "day-page", "day-reopen", "day-scale", "import-template", "product-edit", "product-picture",
    "setting-edit",
}  # fmt: skip


def link(name: str, world: World, words: list | None = None, coop: Cooperative | None = None) -> str:
    """The address of a page for a world; other `words` or another `coop` make a mixed one."""
    found = words if words is not None else WORDS.get(name, lambda _: [])(world)
    return reverse(name, args=[(coop or world.coop).slug, *found])
