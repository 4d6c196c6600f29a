"""What an EPCIS export tells and under whose identifiers: harvests, packings, treatments and shipments as plain facts.

Identifiers are GS1 Digital Links where the co-operative has a GTIN or GLN, else addresses below its own site.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import quote

from growers.rules.gs1 import gtin14

ID = "https://id.gs1.org"
PART = 20  # letters of AI 254, the extension of a GLN


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who writes the events: `base` is the site's address, `slug` the co-operative's; GS1 numbers may be missing."""

    base: str
    slug: str
    gln: str = ""
    gtin: str = ""

    def place(self, kind: str, code: str, gln: str = "") -> str:
        """A plot, packing house or facility as an address; `gln` is its own, else it is a part of the co-operative's.

        A part of a GLN is a text of at most twenty letters (AI 254).
        """
        if gln:
            return f"{ID}/414/{gln}"
        if self.gln and len(code) <= PART:
            return f"{ID}/414/{self.gln}/254/{quote(code, safe='')}"
        return f"{self.base}/id/{self.slug}/{kind}/{quote(code, safe='')}"

    def batch(self, code: str) -> str:
        """A ticket's or lot's fruit as a class of items."""
        if self.gtin:
            return f"{ID}/01/{gtin14(self.gtin)}/10/{quote(code, safe='')}"
        return f"{self.base}/id/{self.slug}/lot/{quote(code, safe='')}"

    def thing(self, kind: str, code: str) -> str:
        """A document, shipment or party."""
        return f"{self.base}/id/{self.slug}/{kind}/{quote(code, safe='')}"

    def event_id(self, *parts: object) -> str:
        """The same event always has the same id, so that a second export repeats it rather than doubles it."""
        name = "/".join([self.base, self.slug, *map(str, parts)])
        return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


@dataclass(frozen=True, slots=True)
class Harvest:
    """A weigh ticket's fruit; `wrong_at` is when it ceased to stand, `corrected` the version that replaced it."""

    code: str
    at: dt.datetime
    grams: int
    plot: str
    area_codes: tuple[str, ...]
    variety: str
    revision: int = 1
    wrong_at: dt.datetime | None = None
    corrected: int | None = None


@dataclass(frozen=True, slots=True)
class Packed:
    """A carton line: how many, the grams in each (None: loose) and in all, and the grade and size on the label."""

    position: int
    grade: str
    size: str
    cartons: int
    pack_g: int | None
    grams: int


@dataclass(frozen=True, slots=True)
class Packing:
    """A closed lot: what went in by batch code with grams, what came out, what was lost, under which codes.

    `wrong_at` is when it was voided after all.
    """

    code: str
    at: dt.datetime
    repacking: bool
    market: str
    house: str
    house_code: str
    area_codes: tuple[str, ...]
    inputs: tuple[tuple[str, int], ...]
    outputs: tuple[Packed, ...]
    lost_g: int
    packed_on: dt.date
    house_gln: str = ""
    wrong_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Treated:
    """A treatment with the lowest values measured, as (what, value, unit of UN/ECE Rec 20)."""

    key: int
    lot: str
    kind: str
    at: dt.datetime
    facility: str
    facility_code: str
    number: str
    certificate: str
    values: tuple[tuple[str, Decimal, str], ...]
    wrong_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipment that left: what of which lot it carries as (lot, carton line), and the papers as (kind, number)."""

    code: str
    at: dt.datetime
    consignee: str
    country: str
    seal: str
    load: tuple[tuple[str, Packed], ...]
    papers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything an export tells."""

    harvests: Sequence[Harvest] = field(default_factory=tuple)
    packings: Sequence[Packing] = field(default_factory=tuple)
    treatments: Sequence[Treated] = field(default_factory=tuple)
    shipments: Sequence[Shipped] = field(default_factory=tuple)
