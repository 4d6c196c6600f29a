"""What stands on the papers of a shipment: letterhead, truck, load and sources, as plain facts in grams and days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

MET, RUNNING, UNKNOWN = "met", "running", "unknown"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The co-operative as its papers begin."""

    name: str
    address: str
    place: str  # where papers are signed
    tax_code: str
    phone: str
    director: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper's own facts: its number and day, who printed it when, and the address of the record behind its QR."""

    number: str
    day: dt.date
    printed: str
    url: str


@dataclass(frozen=True, slots=True)
class Truck:
    """The shipment as papers name it; texts are empty where nothing was entered."""

    code: str
    market: str
    market_en: str
    buyer: str
    buyer_address: str
    exporter: str
    consignee: str
    consignee_address: str
    vehicle: str
    driver: str
    driver_phone: str
    container: str
    seal: str
    temp_set_dc: int | None
    border_gate: str
    gross_g: int | None
    orders: tuple[str, ...]
    invoice_no: str = ""
    contract_no: str = ""


@dataclass(frozen=True, slots=True)
class Goods:
    """A crop by its names, in Chinese where somebody knows it."""

    name: str
    name_en: str
    name_zh: str
    botanical: str


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Cartons of one lot, grade and size for one order."""

    lot: str
    order: str
    crop: str
    grade: str
    grade_en: str
    size: str
    pack_g: int | None
    cartons: int
    net_g: int
    packed_on: dt.date
    area_codes: tuple[str, ...] = ()
    house_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Fruit of one ticket in a lot. `phi` says whether its pre-harvest intervals were over: met, running, or unknown;
    `until` when the longest of those still running ended."""

    area_code: str
    household: str
    name: str
    village: str
    plot: str
    ticket: str
    day: dt.date
    net_g: int
    phi: str = MET
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class LotSources:
    """A lot on the truck with every ticket behind it; the rows add up to what went into the lot."""

    lot: str
    packed_on: dt.date
    house: str
    on_truck_g: int
    cartons: int
    packed_g: int
    rows: Sequence[SourceRow] = field(default_factory=tuple)

    @property
    def in_g(self) -> int:
        return sum(row.net_g for row in self.rows)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """All that any paper of a shipment is made from."""

    head: Letterhead
    issued: Issued
    truck: Truck
    goods: Sequence[Goods]
    load: Sequence[LoadRow]
    treatments: Sequence[str] = ()
    sources: Sequence[LotSources] = ()

    @property
    def cartons(self) -> int:
        return sum(row.cartons for row in self.load)

    @property
    def net_g(self) -> int:
        return sum(row.net_g for row in self.load)
