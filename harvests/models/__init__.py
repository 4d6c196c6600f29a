"""The nouns of fruit and money."""

from harvests.models.orders import CallOff, Delivery, NumberSeries, OrderLine, TraderOrder
from harvests.models.prices import BoardPrice, PriceBoard
from harvests.models.records import STANDING, HarvestLine, HarvestRecord, ticket_code, ticket_slug
from harvests.models.scale import CrateType, DayBook, DayTotal, HouseholdTotal
from harvests.models.seasons import HarvestRound, Season, YieldEstimate
from harvests.models.traders import Trader

__all__ = [
    "STANDING", "BoardPrice", "CallOff", "CrateType", "DayBook", "DayTotal", "Delivery", "HarvestLine",
    "HarvestRecord", "HarvestRound", "HouseholdTotal", "NumberSeries", "OrderLine", "PriceBoard", "Season", "Trader",
    "TraderOrder", "YieldEstimate", "ticket_code", "ticket_slug",
]  # fmt: skip
