"""Facts for the expiry board and for what a suspended code reaches, in a number of statements that stays the same."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from growers.models import (
    Certificate,
    CertificatePlot,
    CodePlot,
    Cooperative,
    ExportCode,
    MarketRequirement,
    MarkLicence,
)
from growers.queries.areas import latest_status, on_day
from growers.queries.visits import due_of
from growers.rules import areas as codes
from growers.rules.areas import Period
from growers.rules.visits import Due
from harvests.models import STANDING, Allocation, HarvestLine, Lot, LotInput, OrderLine, Shipment
from harvests.queries.sources import behind
from harvests.rules.orders import OPEN
from harvests.rules.permits import (
    AREA_CODE,
    CERTIFICATE,
    HOUSE_CODE,
    LICENCE,
    SUPERVISION,
    Asked,
    Permission,
    Promise,
    Stock,
    stock_by_plot,
)

# What ran out longer ago was replaced or given up; fresh fruit that was packed longer ago is not in the house any more.
OLDEST = dt.timedelta(days=365)
IN_HOUSE = dt.timedelta(days=180)
GONE = (Shipment.Status.DEPARTED, Shipment.Status.ARRIVED)
# A permission with the row it is about: a certificate, a code or a licence.
Found = list[tuple[Permission, Certificate | ExportCode | MarkLicence]]


def permissions(coop: Cooperative, day: dt.date, *, supervision_days: int) -> Found:
    """Everything that runs out, each with its row. Six statements."""
    held = _codes(coop, day)
    due = due_of(coop, supervision_days)
    return [
        *_certificates(coop, day),
        *((permission, code) for code, permission in held if permission),
        *((_supervision(code, due.get(code.pk, Due())), code) for code, _ in held if code.status == codes.ACTIVE),
        *_licences(coop, day),
    ]


def _certificates(coop: Cooperative, day: dt.date) -> Found:
    rows = Certificate.objects.of(coop).filter(valid_to__gt=day - OLDEST).exclude(withdrawn_on__lte=day)
    rows = list(rows.select_related("body", "commodity", "house").order_by("valid_to", "number"))
    # One that has run out stands for the plots it had on its last day.
    last = {row.pk: min(day, row.valid_to) for row in rows}
    plots: dict[int, dict[int, int]] = defaultdict(dict)
    members = CertificatePlot.objects.of(coop).filter(certificate__in=last)
    for key, plot, area, end in members.values_list(
        "certificate", "plot", "plot__area_m2", "valid_to"
    ):
        if end is None or end > last[key]:
            plots[key][plot] = area
    return [
        (
            Permission(
                CERTIFICATE, row.pk, row.commodity.code, row.withdrawn_on or row.valid_to, scheme=row.scheme,
                plots=plots[row.pk], house=row.house_id, with_last=row.withdrawn_on is None,
            ),
            row,
        )
        for row in rows
    ]  # fmt: skip


def _codes(coop: Cooperative, day: dt.date) -> list[tuple[ExportCode, Permission | None]]:
    """Codes that are, or within a year were, in force: each with what runs out, None for one without an end."""
    plots: dict[int, dict[int, int]] = defaultdict(dict)
    members = CodePlot.objects.of(coop).filter(on_day(day))
    for key, plot, area in members.values_list("export_code", "plot", "plot__area_m2"):
        plots[key][plot] = area
    rows = ExportCode.objects.of(coop).select_related("area", "house", "market", "commodity", "cooperative")
    found = []
    for row in rows.annotate(latest=latest_status("pk", day)).order_by("valid_to", "code"):
        row.status, row.plots = codes.standing(row.latest, row.valid_from, row.valid_to, day), plots[row.pk]
        if row.status in (codes.ACTIVE, codes.SUSPENDED, codes.EXPIRED):
            found.append((row, _of_code(row, day)))
    return found


def _of_code(row: ExportCode, day: dt.date) -> Permission | None:
    over = row.status == codes.EXPIRED and (row.valid_to or day) <= day - OLDEST
    if over or (row.status == codes.ACTIVE and row.valid_to is None):
        return None
    trouble = "" if row.status == codes.ACTIVE or (row.valid_to and row.valid_to <= day) else row.status
    kind = HOUSE_CODE if row.house_id else AREA_CODE
    return Permission(
        kind, row.pk, row.commodity.code, row.valid_to, trouble, row.market.code, plots=row.plots, house=row.house_id
    )


def _supervision(row: ExportCode, due: Due) -> Permission:
    trouble = "failed" if due.failed else "" if due.next_on else "missing"
    return Permission(
        SUPERVISION, row.pk, row.commodity.code, due.next_on, trouble, row.market.code, plots=row.plots,
        house=row.house_id,
    )  # fmt: skip


def _licences(coop: Cooperative, day: dt.date) -> Found:
    rows = MarkLicence.objects.of(coop).filter(holder="", valid_to__gt=day - OLDEST)
    return [
        (Permission(LICENCE, row.pk, row.mark.commodity.code, row.valid_to), row)
        for row in rows.select_related("mark", "mark__commodity").order_by("valid_to", "decision_no")
    ]


def asked_on(day: dt.date) -> dict[tuple[str, str], Asked]:
    """What every market asks on a day, by crop and market. One statement."""
    rows = MarketRequirement.objects.filter(valid_from__lte=day).order_by("valid_from")
    fields = ("commodity__code", "market__code", "requires_area_code", "requires_house_code", "certificates")
    return {
        (crop, market): Asked(area, house, frozenset(schemes))
        for crop, market, area, house, schemes in rows.values_list(*fields)
    }


def promises(coop: Cooperative) -> list[Promise]:
    """What open orders still ask for. One statement."""
    rows = OrderLine.objects.of(coop).filter(order__status__in=OPEN, ordered_g__gt=F("delivered_g")).order_by()
    grouped = rows.values_list("order", "order__commodity__code", "order__market__code")
    return [Promise(*row) for row in grouped.annotate(left=Sum(F("ordered_g") - F("delivered_g")))]


def stocks(coop: Cooperative, day: dt.date) -> list[Stock]:
    """Fruit of lots that has not left, by plot. Two statements, and one for each depth of re-packing."""
    rows = with_left(Lot.objects.of(coop).filter(packed_on__gt=day - IN_HOUSE).exclude(status=Lot.Status.VOID))
    rows = [row for row in rows.select_related("commodity", "market") if row.left_g > 0]
    sources = behind(coop, [row.pk for row in rows])
    found = []
    for row in rows:
        by_plot: dict[int | None, int] = defaultdict(int)
        for line, grams in sources.by_lot.get(row.pk, {}).items():
            by_plot[sources.loads[line].plot_key] += grams
        found.append(Stock(row.commodity.code, row.market.code, row.house_id, stock_by_plot(row.left_g, by_plot)))
    return found


def with_left(lots: QuerySet) -> QuerySet:
    """Lots with `left_g`: an open one has all that went in, a closed one what neither departed nor was re-packed."""
    shipped = Allocation.objects.filter(carton__lot=OuterRef("pk"), void_reason="", shipment__status__in=GONE)
    repacked = LotInput.objects.filter(source=OuterRef("pk"), void_reason="")
    return lots.annotate(
        shipped_g=_sum(shipped, "grams"),
        repacked_g=_sum(repacked, "grams"),
    ).annotate(left_g=F("in_g") - F("loss_g") - F("shipped_g") - F("repacked_g"))


def _sum(rows: QuerySet, field: str) -> Coalesce:
    summed = rows.order_by().values("cooperative").annotate(sum=Sum(field)).values("sum")
    return Coalesce(Subquery(summed), Value(0))


def code_of(coop: Cooperative, key: int) -> ExportCode | None:
    """A code of an area or a house, with its statuses to be asked for and the rows its page names."""
    rows = ExportCode.objects.of(coop).select_related("area", "house", "market", "commodity", "cooperative")
    return rows.filter(pk=key).first()


def members_of_code(code: ExportCode) -> dict[int, list[Period]]:
    """When each plot stood under a code, by plot key. One statement."""
    found: dict[int, list[Period]] = defaultdict(list)
    rows = CodePlot.objects.of(code.cooperative_id).filter(export_code=code)
    for plot, first, last in rows.values_list("plot", "valid_from", "valid_to"):
        found[plot].append((first, last))
    return found


def lots_for(code: ExportCode, since: dt.date) -> list[Lot]:
    """Lots for the market and crop of a code, packed on or after a day, in the house when it is a house's code; with
    `left_g` and `shipped_g`. One statement."""
    rows = Lot.objects.of(code.cooperative_id).filter(
        market=code.market_id, commodity=code.commodity_id, packed_on__gte=since
    )
    if code.house_id:
        rows = rows.filter(house=code.house_id)
    rows = with_left(rows.exclude(status=Lot.Status.VOID))
    return list(rows.select_related("house").order_by("packed_on", "code"))


def shipped_of(coop: Cooperative, lots: Iterable[int]) -> dict[int, list[tuple[Shipment, int]]]:
    """By lot, the shipments that left with its fruit and the grams on each. One statement."""
    rows = Allocation.objects.of(coop).filter(carton__lot__in=list(lots), void_reason="", shipment__status__in=GONE)
    found: dict[int, dict[int, list]] = defaultdict(dict)
    for row in rows.select_related("shipment", "shipment__trader", "carton").order_by("shipment__departed_on", "pk"):
        kept = found[row.carton.lot_id].setdefault(row.shipment_id, [row.shipment, 0])
        kept[1] += row.grams
    return {lot: [tuple(kept) for kept in shipments.values()] for lot, shipments in found.items()}


def unpacked_of(code: ExportCode, since: dt.date) -> list[tuple[int, dt.date, int]]:
    """(plot, harvest day, grams not in any lot) of plots that were ever under a code, harvested from a day on."""
    plots = CodePlot.objects.of(code.cooperative_id).filter(export_code=code)
    rows = HarvestLine.objects.of(code.cooperative_id).filter(
        record__day__gte=since, record__status__in=STANDING, record__plot__in=plots.values("plot")
    )
    grouped = rows.order_by().values_list("record__plot", "record__day")
    return list(grouped.annotate(left=Sum(F("net_g") - F("allocated_g"))))
