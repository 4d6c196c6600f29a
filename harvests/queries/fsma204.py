"""The rows of the Food Traceability Rule's spreadsheet, read in a stream: a period's, or those of given lots."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value

from growers.models import Commodity, Cooperative, PackingHouse
from harvests.models import (
    STANDING,
    Allocation,
    HarvestRecord,
    Lot,
    LotCarton,
    LotInput,
    shipment_code,
    ticket_code,
)
from harvests.queries.epcis import LEFT
from harvests.queries.lot_descent import made_into, made_of
from harvests.rules import fsma204 as fsma
from harvests.rules.fsma204 import KG, Place, kilograms, product

CHUNK = 2_000
Row = tuple[str | Decimal, ...]
FARM = (
    "household__name", "household__phone", "household__village", "household__commune__name",
    "household__commune__province",
)  # fmt: skip
LOT_HOUSE = ("lot__house", "lot__commodity__name_en")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose records: `first` to `last`, or the lots with these keys; `phones` whether growers' phones may be told."""

    coop: Cooperative
    first: dt.date | None = None
    last: dt.date | None = None
    lots: frozenset[int] | None = None
    phones: bool = False


def sheets(wanted: Wanted) -> Iterator[tuple[str, list[str], Iterable[Row]]]:
    """Each sheet as (title, headings, rows), the glossary last; rows are read as they are asked for."""
    known = _Known(wanted)
    rows = {
        fsma.HARVESTING: _harvesting,
        fsma.PACKING: _packing,
        fsma.TRANSFORMATION: _transformation,
        fsma.SHIPPING: _shipping,
    }
    for sheet in fsma.SHEETS:
        yield sheet.name, [column.heading for column in sheet.columns], rows[sheet](known) if sheet in rows else ()
    yield "Glossary", [*fsma.GLOSSARY], fsma.glossary()


def counts(wanted: Wanted) -> dict[str, int]:
    """How many rows each sheet has, before anything is written."""
    known = _Known(wanted)
    return {
        fsma.HARVESTING.name: known.records().count(),
        fsma.PACKING.name: _received(known).count(),
        fsma.TRANSFORMATION.name: _repacked(known).count(),
        fsma.SHIPPING.name: _sent(known).count(),
    }


class _Known:
    """Which rows are wanted, and what many of them repeat: places, product descriptions, kilograms packed."""

    def __init__(self, wanted: Wanted):
        self.wanted, self.coop = wanted, wanted.coop

    @cached_property
    def crops(self) -> dict[int, str]:
        return dict(Commodity.objects.values_list("pk", "name_en"))

    @cached_property
    def houses(self) -> dict[int, Place]:
        rows = PackingHouse.objects.of(self.coop).select_related("commune").order_by("-is_active", "pk")
        return {
            house.pk: Place(
                house.name, house.phone or self.coop.phone, house.address, house.commune.name, house.commune.province,
                self.coop.postal_code,
            )
            for house in rows
        }  # fmt: skip

    @cached_property
    def usual_house(self) -> Place:
        """Where fruit goes of which nobody knows better: the first house in use, else the co-operative itself."""
        coop = self.coop
        own = (coop.legal_name, coop.phone, coop.address, coop.commune.name, coop.commune.province, coop.postal_code)
        return next(iter(self.houses.values()), None) or Place(*own)

    @cached_property
    def packs(self) -> dict[int, list]:
        """Of each lot its carton lines as (net grams of a carton, cartons, grams)."""
        found: dict[int, list] = defaultdict(list)
        cartons = LotCarton.objects.of(self.coop).exclude(lot__status=Lot.Status.VOID).order_by("lot_id", "position")
        if self.before is not None:
            used = self.inputs(source__isnull=False).values("source")
            cartons = cartons.filter(Q(lot__in=self.before | self.after) | Q(lot__in=used))
        for lot, pack, count, net in cartons.values_list("lot", "pack_g", "cartons", "net_g").iterator(CHUNK):
            found[lot].append((pack, count, net))
        return found

    @cached_property
    def before(self) -> frozenset[int] | None:
        """The lots asked for and all that they were packed from; None when a period is asked for."""
        if self.wanted.lots is None:
            return None
        edges = made_of(self.coop, self.wanted.lots).values()
        return self.wanted.lots | {source for _, _, source, *_ in edges if source}

    @cached_property
    def after(self) -> frozenset[int]:
        """The lots asked for and all that were packed from them."""
        wanted = self.wanted.lots or frozenset()
        return wanted | made_into(self.coop, wanted)

    def records(self) -> QuerySet:
        rows = HarvestRecord.objects.of(self.coop).filter(status__in=STANDING)
        if self.before is None:
            return rows.filter(day__range=(self.wanted.first, self.wanted.last))
        taken = LotInput.objects.of(self.coop).filter(lot__in=self.before, void_reason="", line__isnull=False)
        return rows.filter(pk__in=taken.values("line__record"))

    def inputs(self, **of: bool) -> QuerySet:
        """What went into lots that were packed: an open one has packed nothing yet.

        A lot that was packed from those asked for is told with all that went into it, but not whose fruit that was.
        """
        rows = LotInput.objects.of(self.coop).filter(void_reason="", lot__status=Lot.Status.CLOSED, **of)
        if self.before is None:
            return rows.filter(lot__packed_on__range=(self.wanted.first, self.wanted.last))
        return rows.filter(Q(lot__in=self.before) | Q(lot__in=self.after, source__isnull=False))

    def farm(self, name, phone, village, commune, province) -> tuple[Place, str]:
        number = phone if self.wanted.phones and phone else self.coop.phone
        return Place(name, number, village, commune, province), number

    def described(self, lot: int, crop: str, variety: str = "") -> str:
        return product(crop, variety, [(pack, count) for pack, count, _ in self.packs[lot]])

    def packed(self, lot: int) -> Decimal:
        return kilograms(sum(net for _, _, net in self.packs[lot]))


def _harvesting(known: _Known) -> Iterator[Row]:
    taken = LotInput.objects.of(known.coop).filter(line__record=OuterRef("pk"), void_reason="").order_by("pk")
    several = Subquery(taken.values("lot__house")[:1]) if len(known.houses) > 1 else Value(None, IntegerField())
    rows = known.records().order_by("day", "number").annotate(house=several).values_list(
        "house", "day", "number", "net_g", "season__commodity", "plot__variety__name_en", "plot__code", *FARM
    )  # fmt: skip
    for house, day, number, net, crop, variety, plot, *who in rows.iterator(CHUNK):
        farm, phone = known.farm(*who)
        yield (
            known.crops[crop], variety or "", kilograms(net), KG, *farm.cells, plot or "", day.isoformat(),
            *(known.houses.get(house) or known.usual_house).cells, farm.business, phone, "Weigh ticket",
            ticket_code(day, number),
        )  # fmt: skip


def _received(known: _Known) -> QuerySet:
    rows = known.inputs(line__isnull=False).order_by("lot_id", "line__record_id").values("lot_id", "line__record_id")
    return rows.annotate(grams=Sum("grams"))


def _packing(known: _Known) -> Iterator[Row]:
    who = [f"line__record__{field}" for field in FARM]
    rows = _received(known).values_list(
        "lot", "grams", "lot__code", "lot__packed_on", *LOT_HOUSE, "line__record__day", "line__record__number",
        "line__record__plot__code", "line__record__plot__variety__name_en", *who,
    )  # fmt: skip
    for lot, grams, code, packed_on, house, crop, day, number, plot, variety, *grower in rows.iterator(CHUNK):
        farm, phone = known.farm(*grower)
        yield (
            code, crop, variety or "", day.isoformat(), kilograms(grams), KG, *farm.cells, plot or "", farm.business,
            phone, day.isoformat(), "", "", known.described(lot, crop, variety or ""), known.packed(lot), KG,
            *known.houses[house].cells, packed_on.isoformat(), "Weigh ticket", ticket_code(day, number),
        )  # fmt: skip


def _repacked(known: _Known) -> QuerySet:
    rows = known.inputs(source__isnull=False).order_by("lot_id", "source_id").values("lot_id", "source_id")
    return rows.annotate(grams=Sum("grams"))


def _transformation(known: _Known) -> Iterator[Row]:
    rows = _repacked(known).values_list(
        "lot", "source", "grams", "lot__code", "source__code", "lot__packed_on", *LOT_HOUSE
    )
    for lot, source, grams, code, used, packed_on, house, crop in rows.iterator(CHUNK):
        yield (
            used, known.described(source, crop), kilograms(grams), KG, code, *known.houses[house].cells,
            packed_on.isoformat(), known.described(lot, crop), known.packed(lot), KG, "Packing record", code,
        )  # fmt: skip


def _sent(known: _Known) -> QuerySet:
    rows = Allocation.objects.of(known.coop).filter(void_reason="", shipment__status__in=LEFT)
    wanted = known.wanted
    if wanted.lots is None:
        rows = rows.filter(shipment__departed_on__range=(wanted.first, wanted.last))
    else:
        rows = rows.filter(carton__lot__in=known.after)
    return rows.order_by("shipment_id", "pk")


def _shipping(known: _Known) -> Iterator[Row]:
    rows = _sent(known).annotate(house=F("carton__lot__house"), crop=F("carton__lot__commodity__name_en")).values_list(
        "carton__lot__code", "grams", "cartons", "carton__pack_g", "house", "crop", "shipment__year",
        "shipment__number", "shipment__departed_on", "shipment__consignee", "shipment__trader__phone",
        "shipment__consignee_address", "shipment__consignee_state", "shipment__market__code",
    )  # fmt: skip
    for code, grams, cartons, pack, house, crop, year, number, day, name, phone, address, state, market in (
        rows.iterator(CHUNK)
    ):  # fmt: skip
        at = known.houses[house].cells
        yield (
            code, kilograms(grams), KG, product(crop, "", [(pack, cartons)]),
            *Place(name, phone, address, "", state, "", market).cells, *at, day.isoformat(), *at, "Shipment",
            shipment_code(year, number),
        )  # fmt: skip


def keys_of_lots(coop: Cooperative, codes: Iterable[str]) -> dict[str, int]:
    """The lots with these codes, by the code as it was typed, in capitals or not, as far as they exist."""
    asked = [*codes]
    spelt = {*asked, *(code.upper() for code in asked)}
    found = dict(Lot.objects.of(coop).filter(code__in=spelt).values_list("code", "pk"))
    either = {code: found.get(code, found.get(code.upper())) for code in asked}
    return {code: pk for code, pk in either.items() if pk}


def codes_of_lots(coop: Cooperative, keys: Iterable[int]) -> list[str]:
    """The codes of these lots, by the day on which they were packed."""
    rows = Lot.objects.of(coop).filter(pk__in=[*keys]).order_by("packed_on", "code")
    return [*rows.values_list("code", flat=True)]
