"""Public pages and dossiers: the facts that would be published, the page of a trace code, how often it was opened."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.utils.translation import override

from coopsite.formats.showing import VIETNAM
from growers.models import Certificate, Commune, Consent, Cooperative, Plot
from growers.queries.consents import agreeing
from growers.queries.eligibility import plot_facts
from growers.rules.eligibility import claims
from growers.rules.eligibility_facts import PlotFacts
from harvests.models import Allocation, Dossier, Lot, ProductCard, TracePage, TraceScan
from harvests.queries.labels import address_of, area_codes_of, mark_for
from harvests.queries.lots import cartons_of
from harvests.queries.product_cards import card_of
from harvests.queries.sources import Load, behind
from harvests.queries.treatments import treatments_of
from harvests.rules.publishing import MOST_GROWERS, allowed, stage

LEFT, DEPARTED = ("departed", "arrived"), "shipment__departed_on"


def page_facts(lot: Lot) -> dict:
    """What a public page of the lot would show as things stand, in plain values; nothing about people but the keys of
    households that agreed to be named."""
    coop = lot.cooperative
    loads = [load for load, _grams in behind(coop, [lot.pk]).of(lot.pk)]
    plots = plot_facts(coop, {load.plot_key for load in loads} - {None})
    codes = sorted(area_codes_of(lot, loads, plots))
    mark = mark_for(lot, loads, plots)
    facts = {
        "producer": {"name": coop.legal_name, "address": address_of(coop), "phone": coop.phone},
        "lot": lot.code,
        "trace_code": lot.trace_code,
        "packs": _packs(lot),
        "places": _places(coop, plots),
        "area_codes": codes,
        "certificates": claimed(coop, loads, plots),
        "mark": {"vi": mark.name_vi, "en": mark.name_en} if mark and mark.verdict.allowed else None,
        "steps": _steps(lot, loads, codes),
        "growers": _agreed(coop, loads),
        **_of_card(card_of(coop, lot.commodity_id), lot.packed_on),
    }
    return allowed(facts)


def _of_card(card: ProductCard | None, packed_on: dt.date) -> dict:
    if card is None:
        return {}
    days = card.shelf_life_days
    names = {"vi": card.name_vi, "en": card.name_en, "zh": card.name_zh, "ja": card.name_ja, "ko": card.name_ko}
    return {
        "name": {language: name for language, name in names.items() if name},
        "picture": card.image_type,
        "brand": card.brand,
        "gtin": card.gtin,
        "origin": {"vi": card.origin_vi, "en": card.origin_en},
        "shelf_life_days": days,
        "best_before": (packed_on + dt.timedelta(days=days)).isoformat() if days else None,
        "storage": card.storage,
        "standards": card.standards,
    }


def _packs(lot: Lot) -> list[dict]:
    return [
        {"grade_vi": row.grade.name_vi, "grade_en": row.grade.name_en, "size": row.size, "pack_g": row.pack_g}
        for row in cartons_of(lot)
    ]


def _places(coop: Cooperative, plots: dict[int, PlotFacts]) -> list[str]:
    """Communes and provinces where the fruit grew: nothing finer is shown (R114)."""
    keys = Plot.objects.of(coop).filter(pk__in=[*plots]).order_by().values("commune")
    with override("vi"):
        return [str(commune) for commune in Commune.objects.filter(pk__in=keys).order_by("province", "name")]


def claimed(coop: Cooperative, loads: Sequence[Load], plots: dict[int, PlotFacts]) -> list[dict]:
    """The certificates that cover all fruit of these loads on its harvest day (R50), with their expiry."""
    scopes = claims((plots.get(load.plot_key), load.day) for load in loads)
    if not scopes:
        return []
    rows = Certificate.objects.of(coop).filter(number__in=[scope.certificate for scope in scopes])
    ends = {(row.scheme, row.number): row for row in rows}
    found = [ends[scope.scheme, scope.certificate] for scope in scopes if (scope.scheme, scope.certificate) in ends]
    return [
        {"scheme": row.scheme, "number": row.ggn or row.number, "valid_to": row.valid_to.isoformat()}
        for row in found
    ]


def _steps(lot: Lot, loads: Sequence[Load], codes: Sequence[str]) -> list[dict]:
    """Harvest, packing, treatment and shipping with their days and the codes of their places (R85)."""
    house = lot.house.gln or lot.house.code
    treatments = [row for row in treatments_of(lot) if not row.void_reason]
    left = _departures(lot.cooperative_id).filter(carton__lot=lot)
    found = (
        stage("harvest", [load.day for load in loads], codes),
        stage("pack", [lot.packed_on], [house]),
        stage(
            "treat", [row.treated_at.astimezone(VIETNAM).date() for row in treatments],
            [row.facility_code for row in treatments],
        ),
        stage("ship", left.values_list(DEPARTED, flat=True), [house]),
    )  # fmt: skip
    return [step for step in found if step]


def _departures(coop: object) -> QuerySet:
    """What has left of a co-operative's lots."""
    return Allocation.objects.of(coop).filter(void_reason="", shipment__status__in=LEFT)


def _agreed(coop: Cooperative, loads: Sequence[Load]) -> list[int]:
    """Households behind the loads that agreed to be named, as long as they are few enough to be named at all (R110)."""
    rows = agreeing(coop, Consent.Purpose.PUBLIC_NAME).filter(code__in={load.household for load in loads})
    return [*rows.order_by("code").values_list("pk", flat=True)[:MOST_GROWERS]]


def names_of(coop: int, keys: Sequence[int]) -> list[tuple[str, str]]:
    """(name, commune) of those of these households that still agree today. One statement, none without keys."""
    if not keys:
        return []
    rows = agreeing(coop, Consent.Purpose.PUBLIC_NAME).filter(pk__in=keys)
    return [*rows.order_by("sort_key").values_list("name", "commune__name")]


def page_of_lot(lot: Lot) -> TracePage | None:
    """The page of a lot, withdrawn or not."""
    return TracePage.objects.of(lot.cooperative_id).filter(lot=lot).select_related("published_by").first()


def page_by_trace_code(code: str) -> TracePage | None:
    """The page that stands behind a trace code today, with its lot and co-operative, and as `first_left` and
    `last_left` the days on which fruit of the lot was shipped: that comes after the page was made. One statement."""
    rows = TracePage.objects.unscoped("the trace code names the lot among all co-operatives")
    standing = rows.filter(lot__trace_code=code, withdrawn_at__isnull=True).exclude(lot__status=Lot.Status.VOID)
    left = _departures(OuterRef("cooperative")).filter(carton__lot=OuterRef("lot")).order_by().values("carton__lot")
    days = {"first_left": Min(DEPARTED), "last_left": Max(DEPARTED)}
    known = {name: Subquery(left.annotate(**{name: day}).values(name)) for name, day in days.items()}
    return standing.select_related("lot", "cooperative").annotate(**known).first()


def public_lots(lots: Sequence[Lot]) -> list[Lot]:
    """Those of these lots that have a public page."""
    rows = TracePage.objects.filter(cooperative__in={lot.cooperative_id for lot in lots}, lot__in=lots)
    shown = {*rows.filter(withdrawn_at__isnull=True).values_list("lot", flat=True)}
    return [lot for lot in lots if lot.pk in shown and lot.status != Lot.Status.VOID]


def scans_of(lot: Lot, day: dt.date) -> dict[str, int]:
    """How often a lot's page was opened: `total`, `today`, and the `most` on one day."""
    rows = TraceScan.objects.of(lot.cooperative_id).filter(lot=lot)
    days = dict(rows.values_list("day", "count"))
    return {"total": sum(days.values()), "today": days.get(day, 0), "most": max(days.values(), default=0)}


def recall_note(lot: Lot) -> str | None:
    """What the public is told while a real recall of the lot is open or concluded; None without one."""
    real = lot.recalls.filter(recall__kind="real").order_by("-recall__opened_at")
    return real.values_list("recall__public_note", flat=True).first()


def dossiers(coop: Cooperative) -> QuerySet:
    """Every dossier link, the newest first."""
    return Dossier.objects.of(coop).select_related("lot", "shipment", "made_by").order_by("-pk")


def dossier_by_key(coop: Cooperative, key: int) -> Dossier | None:
    """One dossier link."""
    return dossiers(coop).filter(pk=key).first()
