"""Shipments as text for templates: rows of the list, what lies on one, its papers, and what fails at its gate."""

import uuid
from collections.abc import Iterable

from django.urls import reverse

from coopsite.formats import showing
from growers.queries.seats import Seat
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from harvests.models import Allocation, Shipment, ShipmentPaper, shipment_code
from harvests.rules.gate import Fault
from harvests.rules.papers import MISSING, NOT_NEEDED, PRINTED, SERIES, SIGNED
from harvests.rules.shipments import ARRIVED, CANCELLED, DEPARTED, PLANNED
from harvests.views.orders_shown import market_name
from harvests.wording_shipments import paper_name, said

TAGS = {PLANNED: "tag-warn", DEPARTED: "", ARRIVED: "tag-quiet", CANCELLED: "tag-bad"}
PAPER_TAGS = {MISSING: "tag-bad", PRINTED: "tag-warn", SIGNED: "", NOT_NEEDED: "tag-quiet"}


def shown_rows(base: str, rows: Iterable[dict]) -> list[dict]:
    """Rows of the list (queries.shipments.LISTED); `base` is the address of the list."""
    states, market = dict(Shipment.Status.choices), market_name()
    return [
        {
            "code": (code := shipment_code(row["year"], row["number"])),
            "url": f"{base}{code}/",
            "status": str(states[row["status"]]),
            "tag": TAGS[row["status"]],
            "market": row[market],
            "buyer": row["trader__name"],
            "consignee": row["consignee"],
            "planned": showing.day(row["planned_on"]),
            "departed": showing.day(row["departed_on"]) if row["departed_on"] else "",
            "vehicle": " · ".join(part for part in (row["vehicle"], row["container"]) if part),
            "cartons": showing.count(row["cartons"]),
            "kg": showing.kg(row["net_g"], least=0),
            "reason": row["cancel_reason"],
        }
        for row in rows
    ]


def shown_facts(row: Shipment) -> dict:
    """The facts of a shipment that a template does not show as they are stored."""
    return {
        "planned": showing.day(row.planned_on),
        "departed": showing.day_time(row.departed_at) if row.departed_at else "",
        "departed_by": row.departed_by.display_name if row.departed_by else "",
        "arrived": showing.day(row.arrived_on) if row.arrived_on else "",
        "temperature": showing.celsius(row.temp_set_dc),
        "phone": showing.phone(row.driver_phone) if row.driver_phone else "",
    }


def shown_load(load: Iterable[Allocation]) -> list[dict]:
    """What was set aside and lies on a shipment, or waits for one."""
    return [
        {
            "pk": str(item.pk),
            "lot": item.carton.lot.code,
            "trace": item.carton.lot.trace_code,
            "held": item.carton.lot.is_held,
            "what": " · ".join(part for part in (item.carton.grade.name, item.carton.size) if part),
            "pack": showing.kg_unit(item.carton.pack_g, least=0) if item.carton.pack_g else "–",
            "cartons": showing.count(item.cartons) if item.cartons else "–",
            "kg": showing.kg(item.grams, least=0),
            "order": item.order_line.order.code,
            "packed": showing.day(item.carton.lot.packed_on),
            "by": item.loaded_by.display_name if item.loaded_by else "",
            "at": showing.day_time(item.loaded_at) if item.loaded_at else "",
        }
        for item in load
    ]


def sums_of(row: Shipment, load: Iterable[Allocation]) -> dict:
    """Cartons, net and gross on the truck, with a warning when the weighed gross cannot be true."""
    load = list(load)
    net_g = sum(item.grams for item in load)
    wrong = row.gross_g is not None and row.gross_g < net_g
    data = {"gross_g": row.gross_g, "net_g": net_g}
    return {
        "lots": showing.count(len({item.carton.lot_id for item in load})),
        "cartons": showing.count(sum(item.cartons for item in load)),
        "net": showing.kg_unit(net_g, least=0),
        "gross": showing.kg_unit(row.gross_g, least=0),
        "wrong": str(said(Reason("shipment_gross_below_net", data))) if wrong else "",
    }


def shown_papers(slug: str, row: Shipment, papers: Iterable[ShipmentPaper]) -> list[dict]:
    """The checklist, each line with what can be done to it."""
    return [
        {
            "kind": paper.kind,
            "name": str(paper_name(paper.kind)),
            "required": paper.is_required,
            "state": str(paper.get_state_display()),
            "tag": PAPER_TAGS[paper.state],
            "number": paper.number,
            "issued": showing.day(paper.issued_on) if paper.issued_on else "–",
            "valid": showing.day(paper.valid_to) if paper.valid_to else "–",
            "cartons": showing.count(paper.cartons),
            "kg": showing.kg(paper.net_g, least=0),
            "note": paper.note,
            "ours": paper.kind in SERIES,
            "pdf": paper.kind in SERIES and bool(paper.number),
            "token": str(uuid.uuid4()),
            "edit": reverse("shipment-paper", args=[slug, row.code, paper.kind]),
        }
        for paper in papers
    ]


def shown_faults(seat: Seat, row: Shipment, faults: Iterable[Fault]) -> list[dict]:
    """What fails at the gate, each with why and, for those who may, with the address where it is mended."""
    return [
        {
            "weight": fault.weight,
            "text": str(said(fault.reason)),
            "because": [str(said(reason)) for reason in fault.because],
            "url": mended_at(seat.cooperative.slug, row, fault.target) if _may_mend(seat, fault.target) else "",
        }
        for fault in faults
    ]


def _may_mend(seat: Seat, target: tuple[str, ...]) -> bool:
    right = RIGHTS.get(target[0]) if target else None
    return right is None or seat.may(right)


def mended_at(slug: str, row: Shipment, target: tuple[str, ...]) -> str:
    """The page on which a fault is mended; "" where only the operator of the installation can (reference data)."""
    if not target:
        return ""
    kind, *words = target
    here = reverse("shipment-page", args=[slug, row.code])
    if kind in PAGES:
        return reverse(PAGES[kind], args=[slug, *words])
    found = {
        "shipment": here,
        "load": f"{here}?tab=load",
        "shipment-edit": reverse("shipment-edit", args=[slug, row.code]),
        "area-code": reverse("area-list", args=[slug]),
        "cooperative": reverse("setting-list", args=[slug]),
    }
    if kind == "paper":  # ours are printed from the checklist, what others issue is typed in
        return f"{here}?tab=papers" if words[0] in SERIES else reverse("shipment-paper", args=[slug, row.code, *words])
    return found.get(kind, "")


# Pages that open only with a right; all others can be read by everybody.
RIGHTS = {"shipment-edit": Right.SHIP, "paper": Right.SHIP, "labels": Right.PACK}
# Pages whose words are those of the target.
PAGES = {
    "lot": "lot-page", "ticket": "harvest-page", "house": "house-page", "treatments": "treatment-list",
    "labels": "label-page", "recall": "recall-page", "trader-account": "trader-account",
}  # fmt: skip
