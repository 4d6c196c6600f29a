"""Facts about shipments: the list, one with its load and papers, what could still be loaded, what a scanner means."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Commodity, Cooperative, Market, MarketRequirement
from harvests.models import Allocation, Lot, Shipment, ShipmentPaper, TraderOrder
from harvests.queries.allocations import standing
from harvests.rules.commitments import monday
from harvests.rules.papers import Loaded
from harvests.rules.shipments import DEPARTED, PLANNED
from harvests.rules.trace_codes import Candidate

LISTED = (
    "pk", "year", "number", "status", "market__code", "market__name_vi", "market__name_en", "trader", "trader__name",
    "consignee", "planned_on", "departed_on", "vehicle", "container", "cancel_reason", "cartons", "net_g",
)  # fmt: skip
UNDERWAY = (PLANNED, DEPARTED)


class Sums(NamedTuple):
    """What a list of shipments carries together."""

    shipments: int
    cartons: int
    net_g: int


def shipments(
    coop: Cooperative, *, search: str = "", state: str = "", market: Market | None = None, first: dt.date | None = None,
    last: dt.date | None = None,
) -> QuerySet:  # fmt: skip
    """Shipments with what they carry, the newest first; `state` is a status, "" for those under way, or "all".

    `first` and `last` are days in the first and last week by the planned day.
    """
    rows = Shipment.objects.of(coop)
    for word in search_words(search):
        rows = rows.filter(_says(word))
    if state != "all":
        rows = rows.filter(status__in=(state,) if state else UNDERWAY)
    if market:
        rows = rows.filter(market=market)
    if first:
        rows = rows.filter(planned_on__gte=monday(first))
    if last:
        rows = rows.filter(planned_on__lte=monday(last) + dt.timedelta(days=6))
    return rows.order_by("-planned_on", "-number")


def with_load(rows: QuerySet) -> QuerySet:
    """The rows with the cartons and grams that each carries."""
    cartons, grams = Coalesce(Sum("allocations__cartons"), 0), Coalesce(Sum("allocations__grams"), 0)
    return rows.annotate(cartons=cartons, net_g=grams)


def sums_of(rows: QuerySet) -> Sums:
    """The whole list's sums, over all pages. One statement."""
    found = rows.order_by().aggregate(
        n=Count("pk", distinct=True), cartons=Coalesce(Sum("allocations__cartons"), 0),
        grams=Coalesce(Sum("allocations__grams"), 0),
    )  # fmt: skip
    return Sums(found["n"], found["cartons"], found["grams"])


def _says(word: str) -> Q:
    """Shipments of a buyer, a truck or container, or with the number that a word spells: "7", "25-007", "ch-25-007"."""
    found = Q(trader__search_key__contains=word) | Q(vehicle__icontains=word) | Q(container__icontains=word)
    parts = word.removeprefix("ch-").split("-")
    if all(part.isdecimal() and len(part) <= 6 for part in parts) and len(parts) <= 2:
        number = Q(number=int(parts[-1]))
        found |= number & Q(year=2000 + int(parts[0])) if len(parts) == 2 else number
    return found


def shipment_by_code(coop: Cooperative, year: int, number: int) -> Shipment | None:
    """One shipment with the names that its page shows."""
    rows = Shipment.objects.of(coop).select_related("market", "trader", "exporter", "departed_by")
    return rows.filter(year=year, number=number).first()


def load_of(shipment: Shipment) -> list[Allocation]:
    """What lies on a shipment, in the order of lots and orders. One statement."""
    rows = _named(standing(shipment.cooperative).filter(shipment=shipment))
    return list(rows.order_by("carton__lot__code", "carton__position", "pk"))


def waiting_for(shipment: Shipment) -> list[Allocation]:
    """What was set aside for orders of this buyer and market and lies on no shipment yet. One statement."""
    rows = standing(shipment.cooperative).filter(
        shipment__isnull=True, order_line__order__market=shipment.market_id,
        order_line__order__trader=shipment.trader_id,
    )  # fmt: skip
    return list(_named(rows).order_by("carton__lot__packed_on", "carton__lot__code", "carton__position", "pk"))


def _named(rows: QuerySet) -> QuerySet:
    return rows.select_related(
        "carton__grade", "carton__lot__house", "carton__lot__commodity", "carton__lot__area_code",
        "order_line__order", "loaded_by", "shipment",
    )  # fmt: skip


def allocations_by_key(coop: Cooperative, keys) -> list[Allocation]:
    """Allocations with lot, order, and the shipment they lie on. One statement."""
    return list(_named(Allocation.objects.of(coop).filter(pk__in=list(keys))).order_by("pk"))


def waiting_of_order(order: TraderOrder) -> list[int]:
    """The keys of what was set aside for an order and lies on no shipment. One statement."""
    rows = standing(order.cooperative).filter(shipment__isnull=True, order_line__order=order)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def loaded_sum(shipment: Shipment) -> Loaded:
    """Cartons and grams on a shipment. One statement."""
    found = standing(shipment.cooperative).filter(shipment=shipment).aggregate(c=Sum("cartons"), g=Sum("grams"))
    return Loaded(found["c"] or 0, found["g"] or 0)


def lot_scanned(coop: Cooperative, named: Iterable[Candidate]) -> Lot | None:
    """The lot that a scanned text names: by itself, by one of its cartons, or by its trace code. One statement.

    A keyboard's shift is easily forgotten: lot codes are looked for in capitals, too.
    """
    named = list(named)
    codes = {form for one in named if one.kind in ("lot", "carton") for form in (one.code, one.code.upper())}
    traces = {one.code for one in named if one.kind == "trace"}
    return Lot.objects.of(coop).filter(Q(code__in=codes) | Q(trace_code__in=traces)).first()


def allocations_of_lot(lot: Lot) -> list[Allocation]:
    """What was set aside of a lot, loaded or not. One statement."""
    return list(_named(standing(lot.cooperative).filter(carton__lot=lot)).order_by("carton__position", "pk"))


def papers_of(shipment: Shipment) -> list[ShipmentPaper]:
    """The checklist of a shipment, in its order. One statement."""
    return list(ShipmentPaper.objects.of(shipment.cooperative).filter(shipment=shipment).order_by("position"))


def paper_of(shipment: Shipment, kind: str) -> ShipmentPaper | None:
    """One line of the checklist."""
    return ShipmentPaper.objects.of(shipment.cooperative).filter(shipment=shipment, kind=kind).first()


def requirement_on(market: Market | int, crop: Commodity | int, day: dt.date) -> MarketRequirement | None:
    """What a market asks of a crop on a day: the newest row not after it. One statement."""
    rows = MarketRequirement.objects.filter(market=market, commodity=crop, valid_from__lte=day)
    return rows.order_by("-valid_from").first()


def orders_to_ship(coop: Cooperative) -> QuerySet:
    """Orders with fruit set aside that lies on no shipment."""
    lines = standing(coop).filter(shipment__isnull=True).values("order_line__order")
    return TraderOrder.objects.of(coop).filter(pk__in=lines).select_related("trader", "market").order_by("deliver_to")
