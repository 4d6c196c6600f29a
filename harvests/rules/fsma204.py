"""The sortable spreadsheet of the US Food Traceability Rule: sheets, columns, and each column's key data element.

Source: 21 CFR 1 subpart S (1.1325-1.1350, 1.1455(c)), text as of 11 June 2026; enforced from 20 July 2028. The sheets
are in English whatever the screen's language, for the rule asks for English; identifiers are text, days are ISO 8601.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

KG = "kg"
UNTIL_ENFORCED = "2028-07-20"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the key data element it answers (section of 21 CFR), and how it is filled here."""

    heading: str
    element: str
    filled: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The records of one kind of event, one row each."""

    name: str
    section: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A location description: business name, phone, street address, city, region, postal code, country."""

    business: str = ""
    phone: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "VN"

    @property
    def cells(self) -> tuple[str, ...]:
        return (
            self.business, self.phone, self.address, self.city, self.region, self.postal_code, self.country
        )  # fmt: skip


PARTS = ("business name", "phone", "address", "city", "region", "postal code", "country")


def _place(name: str, element: str, filled: str) -> tuple[Column, ...]:
    return tuple(Column(f"{name}: {part}", element, filled) for part in PARTS)


FARM = "location description of the farm where harvested"
FIELD = "name of field or other growing area (same name the grower uses), or as-precise harvest location"
DOCUMENT = "reference document type and number"
SOURCE = "location description of where initially packed (= TLC source) and, if used, TLC source reference"
OWN_HOUSE = "the packing house of the lot"
TICKET = "the weigh ticket"

HARVESTING = Sheet(
    "Harvesting",
    "1.1325(a)",
    (
        Column("Commodity", "commodity and, if applicable, variety", "the crop"),
        Column("Variety", "commodity and, if applicable, variety", "the plot's variety"),
        Column("Quantity", "quantity and unit of measure", "net weight of the ticket"),
        Column("Unit of measure", "quantity and unit of measure", "kilograms"),
        *_place("Farm", FARM, "the household that delivered"),
        Column("Field", FIELD, "the plot's code"),
        Column("Date of harvesting", "date of harvesting", "the day of the ticket"),
        *_place(
            "Recipient",
            "location description of immediate subsequent recipient (not transporter)",
            "the packing house that took the fruit in",
        ),
        Column("Harvester", "harvester business name", "the household that delivered"),
        Column("Harvester phone", "harvester phone number", "its phone, else the co-operative's"),
        Column("Reference document type", DOCUMENT, TICKET),
        Column("Reference document number", DOCUMENT, TICKET),
    ),
)
COOLING = Sheet(
    "Cooling",
    "1.1325(b)",
    (
        Column("Commodity", "commodity and variety", "the crop"),
        Column("Variety", "commodity and variety", "the plot's variety"),
        Column("Quantity", "quantity and unit of measure", "kilograms of the lot's input"),
        Column("Unit of measure", "quantity and unit of measure", "kilograms"),
        *_place("Cooled at", "location description of where cooled", OWN_HOUSE),
        Column("Date of cooling", "date of cooling", "empty: fruit is cooled after it is packed, not before"),
        *_place("Farm", FARM, "the household that delivered"),
        *_place("Recipient", "location description of immediate subsequent recipient", OWN_HOUSE),
        Column("Reference document type", DOCUMENT, TICKET),
        Column("Reference document number", DOCUMENT, TICKET),
    ),
)
PACKING = Sheet(
    "Initial packing",
    "1.1330(a)",
    (
        Column("Traceability lot code", "traceability lot code assigned", "the lot's code"),
        Column("Commodity received", "commodity and variety received", "the crop"),
        Column("Variety received", "commodity and variety received", "the plot's variety"),
        Column("Date received", "date received", "the day of the ticket"),
        Column("Quantity received", "quantity and unit of measure received", "kilograms of this ticket in the lot"),
        Column("Unit received", "quantity and unit of measure received", "kilograms"),
        *_place("Farm", "location description of farm where harvested", "the household that delivered"),
        Column("Field", "field or growing area name", "the plot's code"),
        Column("Harvester", "business name and phone number of harvester", "the household that delivered"),
        Column("Harvester phone", "business name and phone number of harvester", "its phone, else the co-operative's"),
        Column("Date of harvesting", "date of harvesting", "the day of the ticket"),
        Column("Cooled at", "location description of where cooled (if applicable)", "empty: cooled after packing"),
        Column("Date of cooling", "date of cooling (if applicable)", "empty: cooled after packing"),
        Column("Product packed", "product description of packed food", "product, packaging size and style"),
        Column("Quantity packed", "quantity and unit of measure of packed food", "kilograms packed in the whole lot"),
        Column("Unit packed", "quantity and unit of measure of packed food", "kilograms"),
        *_place("Packed at", SOURCE, OWN_HOUSE),
        Column("Date of initial packing", "date of initial packing", "the lot's pack date"),
        Column("Reference document type", DOCUMENT, TICKET),
        Column("Reference document number", DOCUMENT, TICKET),
    ),
)
SHIPPING = Sheet(
    "Shipping",
    "1.1340",
    (
        Column("Traceability lot code", "traceability lot code", "the lot's code"),
        Column("Quantity", "quantity and unit of measure", "kilograms of the lot on this shipment"),
        Column("Unit of measure", "quantity and unit of measure", "kilograms"),
        Column("Product", "product description", "product, packaging size and style"),
        *_place("Recipient", "location description of immediate subsequent recipient", "the consignee"),
        *_place("Shipped from", "location description shipped from", OWN_HOUSE),
        Column("Date shipped", "date shipped", "the day of departure"),
        *_place("Lot code source", "location description of TLC source, or TLC source reference", OWN_HOUSE),
        Column("Reference document type", DOCUMENT, "the shipment"),
        Column("Reference document number", DOCUMENT, "the shipment"),
    ),
)
RECEIVING = Sheet(
    "Receiving",
    "1.1345",
    (
        Column("Traceability lot code", "traceability lot code", "the lot's code"),
        Column("Quantity", "quantity and unit of measure", "kilograms"),
        Column("Unit of measure", "quantity and unit of measure", "kilograms"),
        Column("Product", "product description", "product, packaging size and style"),
        *_place("Received from", "location description of immediate previous source", "the sender"),
        *_place("Received at", "location description received at", OWN_HOUSE),
        Column("Date received", "date received", "empty: no packed fruit is received; before packing, none asked"),
        *_place("Lot code source", "location description of TLC source, or TLC source reference", "the sender"),
        Column("Reference document type", DOCUMENT, "the sender's paper"),
        Column("Reference document number", DOCUMENT, "the sender's paper"),
    ),
)
TRANSFORMATION = Sheet(
    "Transformation",
    "1.1350",
    (
        Column("Lot code used", "traceability lot code used", "the code of the lot that was re-packed"),
        Column("Product used", "product description", "product, packaging size and style"),
        Column("Quantity used", "quantity and unit used from each lot", "kilograms taken from that lot"),
        Column("Unit used", "quantity and unit used from each lot", "kilograms"),
        Column("New lot code", "new traceability lot code", "the code of the new lot"),
        *_place(
            "Transformed at",
            "location description of where transformed (TLC source) and, if used, reference",
            OWN_HOUSE,
        ),
        Column("Date completed", "date completed", "the new lot's pack date"),
        Column("New product", "product description", "product, packaging size and style"),
        Column("New quantity", "quantity and unit", "kilograms packed in the new lot"),
        Column("New unit", "quantity and unit", "kilograms"),
        Column("Reference document type", DOCUMENT, "the packing record"),
        Column("Reference document number", DOCUMENT, "the packing record"),
    ),
)
SHEETS = (HARVESTING, COOLING, PACKING, TRANSFORMATION, SHIPPING, RECEIVING)
GLOSSARY = ("Sheet", "Column", "Key data element", "21 CFR", "How it is filled")


def kilograms(grams: int) -> Decimal:
    """Grams as kilograms to the gram."""
    return Decimal(grams).scaleb(-3)


def product(name: str, variety: str, packs: Sequence[tuple[int | None, int]]) -> str:
    """A product description: product name, then packaging size and style of each carton line (net grams, cartons)."""
    sizes = [
        "loose" if pack is None else f"{cartons} cartons of {kilograms(pack).normalize():f} kg net"
        for pack, cartons in packs
    ]
    return ", ".join(part for part in (name, variety, *dict.fromkeys(sizes)) if part)


def glossary() -> list[tuple[str, ...]]:
    """What each column means, so that a reader needs nobody to explain the workbook (21 CFR 1.1455(c))."""
    return [
        (sheet.name, column.heading, column.element, sheet.section, column.filled)
        for sheet in SHEETS
        for column in sheet.columns
    ]
