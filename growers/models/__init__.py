"""The nouns of people and land."""

from growers.models.areas import CodeEvent, CodePlot, ExportCode, GrowingArea, SupervisionVisit
from growers.models.capital import CapitalCommitment, CapitalPayment
from growers.models.certificates import (
    Certificate,
    CertificatePlot,
    CertificationBody,
    CertificationMark,
    MarkLicence,
)
from growers.models.consents import Consent
from growers.models.cooperatives import Cooperative, Setting
from growers.models.diary import DiaryEntry, DiaryPlot
from growers.models.documents import Document
from growers.models.households import Household
from growers.models.inputs import ActiveLimit, BannedActive, InputProduct, ProductActive, ProductUse
from growers.models.legal_forms import LegalForm
from growers.models.packing_houses import PackingHouse
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
    ReferenceStat,
    Unit,
    Variety,
)
from growers.models.scope import CoopModel, ScopedManager, Unscoped, VersionedModel
from growers.models.sessions import Session
from growers.models.trail import AuditEntry, FormToken, ImportRun, Seal

__all__ = [
    "ActiveLimit", "AuditEntry", "Bank", "BannedActive", "CapitalCommitment", "CapitalPayment", "Certificate",
    "CertificatePlot", "CertificationBody", "CertificationMark", "CodeEvent", "CodePlot", "Commodity", "Commune",
    "Consent", "CoopModel", "Cooperative", "DiaryEntry", "DiaryPlot", "Document", "ExportCode", "FormToken", "Grade",
    "GrowingArea", "Household", "ImportRun", "InputProduct", "LegacyCommune", "LegalForm", "MarkLicence", "Market",
    "MarketRequirement", "Membership", "PackSize", "PackingHouse", "Planting", "Plot", "ProductActive", "ProductUse",
    "ReferenceStat", "ScopedManager", "Seal", "Session", "Setting", "SupervisionVisit", "Unit", "Unscoped", "User",
    "Variety", "VersionedModel",
]  # fmt: skip
