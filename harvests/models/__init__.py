"""The nouns of fruit and money."""

from harvests.models.lots import Lot, LotCarton, LotHold, LotInput, LotLoss
from harvests.models.orders import CallOff, Delivery, NumberSeries, OrderLine, TraderOrder
from harvests.models.prices import BoardPrice, PriceBoard
from harvests.models.publishing import Dossier, ProductCard, TracePage, TraceScan
from harvests.models.recalls import Recall, RecallCall, RecallLot
from harvests.models.records import STANDING, HarvestLine, HarvestRecord, ticket_code, ticket_slug
from harvests.models.scale import CrateType, DayBook, DayTotal, HouseholdTotal
from harvests.models.seasons import HarvestRound, Season, YieldEstimate
from harvests.models.shipments import Allocation, Shipment, ShipmentPaper, shipment_code
from harvests.models.traders import Trader
from harvests.models.treatments import LabelPrint, Treatment

__all__ = [
    "STANDING", "Allocation", "BoardPrice", "CallOff", "CrateType", "DayBook", "DayTotal", "Delivery", "Dossier",
    "HarvestLine", "HarvestRecord", "HarvestRound", "HouseholdTotal", "LabelPrint", "Lot", "LotCarton", "LotHold",
    "LotInput", "LotLoss", "NumberSeries", "OrderLine", "PriceBoard", "ProductCard", "Recall", "RecallCall",
    "RecallLot", "Season", "Shipment", "ShipmentPaper", "TracePage", "TraceScan", "Trader", "TraderOrder",
    "Treatment", "YieldEstimate", "shipment_code", "ticket_code", "ticket_slug",
]  # fmt: skip
