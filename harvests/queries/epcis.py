"""The facts of an EPCIS export: lots with everything they were made of, or all that happened in a period."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from django.db.models import Q, QuerySet

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.models import AuditEntry, CodeEvent, Cooperative, ExportCode
from growers.rules.areas import ACTIVE, standing
from harvests.models import (
    Allocation,
    HarvestRecord,
    Lot,
    LotCarton,
    ProductCard,
    ShipmentPaper,
    Trader,
    Treatment,
    shipment_code,
    ticket_code,
)
from harvests.queries.lot_descent import back_from, made_into, made_of
from harvests.rules import epcis, epcis_facts

LEFT = ("departed", "arrived")
# A lot has been packed once it was closed; voided after that it is told as an error, voided before it never was.
PACKED = Q(status=Lot.Status.CLOSED) | Q(status=Lot.Status.VOID, closed_at__isnull=False)
NOON = dt.time(12, 0)
# What a treatment measures: field, EPCIS measurement type, decimal places dropped, unit (UN/ECE Rec 20).
MEASURED = (
    ("pulp_temp_dc", "Temperature", 1, epcis.CELSIUS),
    ("minutes", "Time", 0, epcis.MINUTE),
    ("humidity_bp", "RelativeHumidity", 2, epcis.PERCENT),
    ("dose_g_m3", "MassConcentration", 0, epcis.GRAMS_PER_M3),
    ("dose_gy", "AbsorbedDose", 0, epcis.GRAY),
)


def issuer_of(coop: Cooperative, base: str) -> epcis_facts.Issuer:
    """Under whose identifiers a co-operative's events stand; `base` is the site's address without a slash behind."""
    card = ProductCard.objects.of(coop).filter(commodity=coop.commodity_id).values_list("gtin", flat=True).first()
    return epcis_facts.Issuer(base.rstrip("/"), coop.slug, coop.gln, card or "")


def chain_of_lots(coop: Cooperative, lots: Iterable[int]) -> epcis_facts.Chain:
    """These lots' fruit from the orchards to the border: what they were made of, what was packed of them again, the
    treatments, and the shipments that carried them or what they became, each with its whole load.

    One statement for each depth of re-packing, before and after, and eleven more.
    """
    wanted = {*lots}
    later = made_into(coop, wanted)
    edges = made_of(coop, wanted | later)
    before = back_from(edges, wanted)
    own = {key: edge for key, edge in edges.items() if edge[4] in before}
    rows = Lot.objects.of(coop).filter(PACKED, pk__in=before | later)
    treatments = Treatment.objects.of(coop).filter(lot__in=before | later)
    carried = Allocation.objects.of(coop).filter(void_reason="", carton__lot__in=wanted | later)
    shipments = Allocation.objects.of(coop).filter(shipment__in=carried.values("shipment"))
    return _chain(coop, _records_of(coop, own), rows, edges, treatments, shipments)


def chain_of_period(coop: Cooperative, first: dt.date, last: dt.date) -> epcis_facts.Chain:
    """What was weighed, packed, treated and shipped on days from `first` to `last`, corrected tickets too."""
    days = (first, last)
    lots = Lot.objects.of(coop).filter(PACKED, packed_on__range=days)
    edges = made_of(coop, lots.values_list("pk", flat=True))
    records = HarvestRecord.objects.of(coop).filter(day__range=days)
    begin, end = (dt.datetime.combine(day, dt.time(), VIETNAM) for day in (first, last + dt.timedelta(days=1)))
    treatments = Treatment.objects.of(coop).filter(treated_at__gte=begin, treated_at__lt=end)
    shipments = Allocation.objects.of(coop).filter(shipment__departed_on__range=days)
    return _chain(coop, records, lots, edges, treatments, shipments)


def _records_of(coop: Cooperative, edges: Mapping[int, tuple]) -> QuerySet:
    return HarvestRecord.objects.of(coop).filter(pk__in={record for record, *_ in edges.values() if record})


def _chain(coop, records, lots, edges: dict, treatments: QuerySet, allocations: QuerySet) -> epcis_facts.Chain:
    return epcis_facts.Chain(
        harvests=_harvests(coop, records),
        packings=_packings(coop, lots, edges),
        treatments=_treatments(coop, treatments),
        shipments=_shipments(coop, allocations),
    )


def _harvests(coop: Cooperative, records: QuerySet) -> list[epcis_facts.Harvest]:
    about = records.order_by("day", "number", "revision").values_list(
        "pk", "day", "number", "revision", "weighed_at", "recorded_at", "net_g", "plot__code", "plot_codes",
        "plot__variety__name_en", "status", "replaced_by__revision", "replaced_by__recorded_at",
    )  # fmt: skip
    rows = [*about]
    voided = _noted(coop, "harvestrecord", "ticket voided", [row[0] for row in rows if row[10] == "void"])
    found = []
    for pk, day, number, revision, weighed, recorded, net, plot, codes, variety, status, later, replaced_at in rows:
        wrong_at = replaced_at if later else voided.get(pk, recorded) if status == "void" else None
        found.append(
            epcis_facts.Harvest(
                ticket_code(day, number), weighed.astimezone(VIETNAM), net, plot or "", _active(codes), variety or "",
                revision, wrong_at and wrong_at.astimezone(VIETNAM), later,
            )
        )  # fmt: skip
    return found


def _active(plot_codes: Iterable, market: str = "") -> tuple[str, ...]:
    """The codes that were active of (code, market, status), of one market or of all."""
    found = {code for code, of, status in plot_codes if status == ACTIVE and market in ("", of)}
    return tuple(sorted(found))


def _noted(coop: Cooperative, kind: str, verb: str, keys: Iterable[int]) -> dict[int, dt.datetime]:
    """When something was done to rows, by key. One statement, none without rows."""
    rows = AuditEntry.objects.of(coop).filter(kind=kind, verb=verb, object_id__in=[*keys])
    return dict(rows.order_by("pk").values_list("object_id", "at"))


def _cartons(coop: Cooperative, lots: QuerySet) -> dict[int, list[epcis_facts.Packed]]:
    found: dict[int, list[epcis_facts.Packed]] = defaultdict(list)
    rows = LotCarton.objects.of(coop).filter(lot__in=lots.values("pk")).order_by("lot", "position")
    for lot, *about in rows.values_list("lot", "position", "grade__code", "size", "cartons", "pack_g", "net_g"):
        found[lot].append(epcis_facts.Packed(*about))
    return found


def _packings(coop: Cooperative, lots: QuerySet, edges: dict) -> list[epcis_facts.Packing]:
    inputs: dict[int, dict[str, int]] = defaultdict(dict)
    for _, ticket, _, source, lot, grams in edges.values():
        batch = ticket or source
        inputs[lot][batch] = inputs[lot].get(batch, 0) + grams
    cartons, areas, houses = _cartons(coop, lots), _area_codes(coop, edges), _house_codes(coop)
    rows = [*lots.select_related("market", "house").order_by("packed_on", "code")]
    voided = _noted(coop, "lot", "lot voided", [lot.pk for lot in rows if lot.status == Lot.Status.VOID])
    found = []
    for lot in rows:
        closed_at = lot.closed_at or lot.opened_at
        wrong_at = voided.get(lot.pk, closed_at) if lot.status == Lot.Status.VOID else None
        found.append(
            epcis_facts.Packing(
                lot.code, closed_at.astimezone(VIETNAM), lot.kind == Lot.Kind.REPACKING, lot.market.code,
                lot.house.code, houses(lot), _active(areas(lot.pk), lot.market.code), tuple(inputs[lot.pk].items()),
                tuple(cartons[lot.pk]), lot.loss_g, lot.packed_on, lot.house.gln,
                wrong_at and wrong_at.astimezone(VIETNAM),
            )
        )  # fmt: skip
    return found


def _area_codes(coop: Cooperative, edges: Mapping[int, tuple]) -> Callable[[int], set[tuple]]:
    """Of a lot the codes under which its fruit was harvested, through every re-packing. One statement."""
    of_record = dict(_records_of(coop, edges).values_list("pk", "plot_codes"))
    into: dict[int, list[tuple]] = defaultdict(list)
    for record, _, source, _, lot, _ in edges.values():
        into[lot].append((record, source))
    known: dict[int, set[tuple]] = {}

    def of_lot(lot: int) -> set[tuple]:
        if lot not in known:
            known[lot] = set()  # a damaged book that turns in a circle ends here
            for record, source in into[lot]:
                known[lot] |= {*map(tuple, of_record.get(record, ()))} if record else of_lot(source)
        return known[lot]

    return of_lot


def _house_codes(coop: Cooperative) -> Callable[[Lot], str]:
    """The codes that were active for a lot's house, crop and market on its pack date. Two statements."""
    codes = ExportCode.objects.of(coop).filter(house__isnull=False).order_by("code")
    of_house: dict[tuple, list] = defaultdict(list)
    for pk, house, crop, market, *facts in codes.values_list(
        "pk", "house", "commodity", "market", "code", "valid_from", "valid_to"
    ):
        of_house[house, crop, market].append((pk, *facts))
    events: dict[int, list] = defaultdict(list)
    told = CodeEvent.objects.of(coop).filter(export_code__house__isnull=False).order_by("effective_from", "pk")
    for code, day, status in told.values_list("export_code", "effective_from", "status"):
        events[code].append((day, status))

    def on_pack_date(lot: Lot) -> str:
        active, today = [], lot.packed_on
        for pk, code, first, last in of_house[lot.house_id, lot.commodity_id, lot.market_id]:
            newest = [status for day, status in events[pk] if day <= today]
            if newest and standing(newest[-1], first, last, today) == ACTIVE:
                active.append(code)
        return ", ".join(active)

    return on_pack_date


def _treatments(coop: Cooperative, treatments: QuerySet) -> list[epcis_facts.Treated]:
    rows = [*treatments.select_related("lot").order_by("treated_at", "pk")]
    voided = _voided_treatments(coop, [row.lot_id for row in rows if row.void_reason])
    return [
        epcis_facts.Treated(
            row.pk, row.lot.code, row.kind, row.treated_at.astimezone(VIETNAM), row.facility, row.facility_code,
            row.treatment_no, row.certificate_no,
            tuple(
                (what, Decimal(getattr(row, field)).scaleb(-places), unit)
                for field, what, places, unit in MEASURED
                if getattr(row, field) is not None
            ),
            voided.get(row.pk, row.entered_at).astimezone(VIETNAM) if row.void_reason else None,
        )
        for row in rows
    ]  # fmt: skip


def _voided_treatments(coop: Cooperative, lots: Iterable[int]) -> dict[int, dt.datetime]:
    """When treatments of these lots were voided, by the treatment's key: the trail names the lot. One statement."""
    rows = AuditEntry.objects.of(coop).filter(kind="lot", verb="treatment voided", object_id__in=[*lots])
    return {details.get("treatment"): at for details, at in rows.order_by("pk").values_list("details", "at")}


def _shipments(coop: Cooperative, allocations: QuerySet) -> list[epcis_facts.Shipped]:
    live = allocations.filter(void_reason="", shipment__status__in=LEFT).order_by("shipment", "pk")
    loads: dict[int, list] = defaultdict(list)
    about: dict[int, tuple] = {}
    rows = live.values_list(
        "shipment", "carton__lot__code", "carton__position", "carton__grade__code", "carton__size", "cartons",
        "carton__pack_g", "grams", "shipment__year", "shipment__number", "shipment__departed_at",
        "shipment__departed_on", "shipment__trader", "shipment__trader__kind", "shipment__consignee",
        "shipment__market__code", "shipment__seal",
    )  # fmt: skip
    for key, lot, position, grade, size, cartons, pack, grams, *shipment in rows:
        loads[key].append((lot, epcis_facts.Packed(position, grade, size, cartons, pack, grams)))
        about[key] = tuple(shipment)
    papers: dict[int, list] = defaultdict(list)
    known = ShipmentPaper.objects.of(coop).filter(shipment__in=about).exclude(number="").order_by("position")
    for key, kind, number in known.values_list("shipment", "kind", "number"):
        papers[key].append((kind, number))
    found = []
    for key, (year, number, at, day, trader, kind, consignee, market, seal) in about.items():
        moment = (at or dt.datetime.combine(day, NOON, VIETNAM)).astimezone(VIETNAM)
        load, signed = tuple(loads[key]), tuple(papers[key])
        # R114: a small trader may be a person, who goes by a number here.
        to = f"trader-{trader}" if kind == Trader.Kind.TRADER else consignee
        found.append(epcis_facts.Shipped(shipment_code(year, number), moment, to, market, seal, load, signed))
    return found


def document_of_lots(coop: Cooperative, base: str, lots: Iterable[int]) -> dict:
    """The EPCIS document of lots."""
    return epcis.document(chain_of_lots(coop, lots), issuer_of(coop, base), clock.now().astimezone(VIETNAM))


def document_of_period(coop: Cooperative, base: str, first: dt.date, last: dt.date) -> dict:
    """The EPCIS document of a period."""
    chain = chain_of_period(coop, first, last)
    return epcis.document(chain, issuer_of(coop, base), clock.now().astimezone(VIETNAM))
