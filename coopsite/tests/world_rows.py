"""A co-operative with one row of everything, marked in every text."""

import datetime as dt
from dataclasses import dataclass, field

from coopsite import clock
from growers.actions.imports import upload_register
from growers.models import (
    ActiveLimit,
    CapitalCommitment,
    CapitalPayment,
    Certificate,
    CertificationBody,
    Consent,
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
from growers.tests.consents_builders import make_consent
from growers.tests.furnished import furnish
from growers.tests.permits_builders import make_document
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery
from harvests.models import (
    AccountDocument,
    Allocation,
    BankFile,
    CallOff,
    Claim,
    CrateType,
    Delivery,
    Deposit,
    DepositMove,
    Dossier,
    Event,
    HarvestRecord,
    HarvestRound,
    HouseholdLink,
    InputSale,
    InputSaleLine,
    InputStock,
    LabelPrint,
    LotInput,
    MarketProgramme,
    OrderCost,
    OrderLine,
    Payment,
    PriceBoard,
    ProgrammeStep,
    Recall,
    RecallCall,
    RecallLot,
    Receipt,
    ReceiptShare,
    Receivable,
    Season,
    SettlementLine,
    SettlementRun,
    Shipment,
    SurplusShare,
    SurplusYear,
    TracePage,
    Trader,
    TraderOrder,
    Treatment,
    YieldEstimate,
)
from harvests.tests.builders import make_order, make_scale, make_ticket, make_trader
from harvests.tests.credit_builders import furnish_credit
from harvests.tests.debts_builders import furnish_debts
from harvests.tests.events_builders import make_event, make_programme, make_step
from harvests.tests.lots_builders import make_lot
from harvests.tests.papers_builders import furnish_papers
from harvests.tests.patronage_builders import furnish_capital
from harvests.tests.publishing_builders import make_card, make_link, make_page, make_print, make_treatment
from harvests.tests.recalls_builders import make_recall
from harvests.tests.settlement_builders import furnish_settlements
from harvests.tests.shipments_builders import furnish_shipments

CANARY = "CNRYB"  # marks what somebody must not see
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
    Recall, RecallLot, RecallCall, Allocation, Shipment, Event, MarketProgramme, ProgrammeStep,
    InputProduct, ActiveLimit, DiaryEntry, Certificate, CertificationBody, MarkLicence, PackingHouse, SupervisionVisit,
    Document, Consent, AccountDocument, InputStock, InputSale, InputSaleLine, SettlementRun, SettlementLine, Payment,
    Deposit, DepositMove, Receivable, Receipt, ReceiptShare, Claim, OrderCost,
    BankFile, HouseholdLink,
    CapitalCommitment, CapitalPayment, SurplusYear, SurplusShare,
)  # fmt: skip


def make_world(slug: str, mark: str = "", number: int = 11) -> World:
    """A co-operative with one of everything; `mark` begins every name and note, `number` makes codes its own."""
    coop = make_coop(slug, name=f"{mark}HTX {slug}", legal_name=f"{mark}Hợp tác xã", code=f"C{number}")
    code = f"{number:03d}"
    seat = furnish(coop, mark, code)
    seat.user.refresh_from_db()
    duc = make_household(coop, f"{number + 1:03d}", f"{mark}Lò Văn Đức", alias=f"{mark}alias")
    make_plot(duc, note=f"{mark}note")
    for purpose in ("public_name", "messages", "partners", "public_photo")[: number % 4 + 1]:
        make_consent(seat, duc, purpose, witness=f"{mark}witness")
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
    furnish_papers(seat, furnish_settlements(seat, duc, mark, before=number % 5).line, mark, before=number % 3)
    _published(world, mark, code)
    _shipped(world, mark, code, number)
    _held(world, mark, code)
    furnish_capital(seat, duc, mark)
    furnish_credit(seat, Household.objects.of(coop).get(code=code), mark, number % 5)
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
    furnish_debts(seat, order, mark, before=number % 5)
    claim = Claim.objects.of(world.coop).last()
    make_document(claim, seat.user, title=f"{mark}photo", filename=f"{mark}.jpg")


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


def _held(world: World, mark: str, household: str) -> None:
    """An event with somebody and an orchard, and a programme of two steps that names it."""
    seat, plot = world.director, Plot.objects.of(world.coop).get(code=f"{household}-1")
    facts = {"trader": Trader.objects.of(world.coop).first(), "season": Season.objects.of(world.coop).get()}
    words = {"title": f"{mark}title", "place": f"{mark}place", "host": f"{mark}host", "note": f"{mark}note"}
    event = make_event(
        seat, household, plot.code, **facts, **words, sold_g=500_000, revenue_vnd=20_000_000, cost_vnd=1_000_000
    )
    programme = make_programme(seat, f"{mark}programme", ("first",), trader=facts["trader"], note=f"{mark}note")
    make_step(seat, programme, f"{mark}step", event=event, note=f"{mark}note")
