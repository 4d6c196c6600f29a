"""The nouns of people and land."""

from growers.models.areas import CodeEvent, CodePlot, ExportCode, GrowingArea
from growers.models.cooperatives import Cooperative, Setting
from growers.models.households import Household
from growers.models.people import Membership, User
from growers.models.plots import Planting, Plot
from growers.models.reference import (
    Bank,
    Commodity,
    Commune,
    Grade,
    LegacyCommune,
    Market,
    MarketRequirement,
    PackSize,
    Unit,
    Variety,
)
from growers.models.scope import CoopModel, ScopedManager, Unscoped, VersionedModel
from growers.models.sessions import Session
from growers.models.trail import AuditEntry, FormToken, ImportRun

__all__ = [
    "AuditEntry", "Bank", "CodeEvent", "CodePlot", "Commodity", "Commune", "CoopModel", "Cooperative", "ExportCode",
    "FormToken", "Grade", "GrowingArea", "Household", "ImportRun", "LegacyCommune", "Market", "MarketRequirement",
    "Membership", "PackSize", "Planting", "Plot", "ScopedManager", "Session", "Setting", "Unit", "Unscoped", "User",
    "Variety", "VersionedModel",
]  # fmt: skip
