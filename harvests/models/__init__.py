"""The nouns of fruit and money."""

from harvests.models.costs import OrderCost
from harvests.models.credit import AccountDocument, HouseholdCredit, InputSale, InputSaleLine, InputStock, Means
from harvests.models.deposits import Deposit, DepositMove
from harvests.models.events import Event, EventHousehold, EventPlot
from harvests.models.ledger import LedgerEntry
from harvests.models.lots import Lot, LotCarton, LotHold, LotInput, LotLoss
from harvests.models.orders import CallOff, Delivery, NumberSeries, OrderLine, TraderOrder
from harvests.models.patronage import SurplusFund, SurplusShare, SurplusYear
from harvests.models.payments import BankFile, HouseholdLink, Payment, PaymentReturn
from harvests.models.periods import JournalAccount, MonthBook
from harvests.models.prices import BoardPrice, PriceBoard
from harvests.models.programmes import MarketProgramme, ProgrammeStep
from harvests.models.publishing import Dossier, ProductCard, TracePage, TraceScan
from harvests.models.recalls import Recall, RecallCall, RecallLot
from harvests.models.receivables import Receipt, ReceiptShare, Receivable, ReceivableLine
from harvests.models.records import STANDING, HarvestLine, HarvestRecord, ticket_code, ticket_slug
from harvests.models.scale import CrateType, DayBook, DayTotal, HouseholdTotal
from harvests.models.seasons import HarvestRound, Season, YieldEstimate
from harvests.models.settlements import (
    SettlementChoice,
    SettlementItem,
    SettlementLine,
    SettlementOffset,
    SettlementRun,
    run_code,
)
from harvests.models.shipments import Allocation, Shipment, ShipmentPaper, shipment_code
from harvests.models.trader_ledger import Claim, TraderEntry
from harvests.models.traders import Trader
from harvests.models.treatments import LabelPrint, Treatment

__all__ = [
    "STANDING", "AccountDocument", "Allocation", "BankFile", "BoardPrice", "CallOff", "Claim", "CrateType", "DayBook",
    "DayTotal", "Delivery", "Deposit", "DepositMove", "Dossier", "Event", "EventHousehold", "EventPlot",
    "HarvestLine", "HarvestRecord", "HarvestRound", "HouseholdCredit", "HouseholdLink", "HouseholdTotal", "InputSale",
    "InputSaleLine", "InputStock", "JournalAccount", "LabelPrint", "LedgerEntry", "Lot", "LotCarton", "LotHold",
    "LotInput", "LotLoss", "MarketProgramme", "Means", "MonthBook", "NumberSeries", "OrderCost", "OrderLine",
    "Payment", "PaymentReturn", "PriceBoard", "ProductCard", "ProgrammeStep", "Recall", "RecallCall", "RecallLot",
    "Receipt", "ReceiptShare", "Receivable", "ReceivableLine", "Season", "SettlementChoice", "SettlementItem",
    "SettlementLine", "SettlementOffset", "SettlementRun", "Shipment", "ShipmentPaper", "SurplusFund", "SurplusShare",
    "SurplusYear", "TracePage", "TraceScan", "Trader", "TraderEntry", "TraderOrder", "Treatment", "YieldEstimate",
    "run_code", "shipment_code", "ticket_code", "ticket_slug",
]  # fmt: skip
