"""Labels of a lot: a preview at real size with what is missing, and sheets for printing."""

import segno
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from growers.web import or_404, tried
from growers.wording import sentence, sentences
from harvests.actions.labels import judged, print_labels
from harvests.forms.labels import PLACES, LabelForm
from harvests.models import LabelPrint, Lot
from harvests.queries.labels import LotLabels, lot_labels, print_by_key, prints_of
from harvests.rules.label_values import label_of, names_on, net_on
from harvests.rules.labels import A4, CARTON, FRUIT, Label, Run, digital_link, numbered
from harvests.views.lots import find
from harvests.views.public import trace_path

# How long after they were made labels are shown for printing: who prints again later says why.
PRINTABLE_MINUTES = 60
ON_A4 = 24
IF_ASKED = (
    "variety", "house_name", "area_name", "importer", "storage", "best_before", "treatment_facility", "treatment_no",
    "treated_on", "radura",
)  # fmt: skip
# Where something that is missing is entered: the name of an address, and what follows the co-operative in it.
CARD, TREATMENTS, CARTONS, HOUSE = "product-edit", "treatment-list", "lot-contents", "house-list"
MENDED = {
    **dict.fromkeys(["label_no_fruit_name", "label_no_origin", "label_no_storage"], CARD),
    **dict.fromkeys(
        ["label_no_treatment_facility", "label_no_treatment_no", "label_no_treated_on", "label_no_radura"], TREATMENTS
    ),
    **dict.fromkeys(
        ["label_no_class", "label_no_size", "label_no_net_weight", "label_no_carton_no", "label_without_cartons"],
        CARTONS,
    ),
    **dict.fromkeys(["label_no_house_code", "label_no_house_name"], HOUSE),
    "label_no_area_code": "area-list",
    "label_no_area_name": "area-list",
    "label_lot_open": "lot-page",
    "label_lot_held": "lot-page",
}


@writes(Right.PACK)
def label_page(request, code):
    """M15: what the labels of a lot will look like, what is missing on them, and the form that makes them."""
    lot = _lot(request, code)
    labels, prints = lot_labels(lot), prints_of(lot)
    cartons = sum(pack.cartons for pack in labels.facts.packs)
    printed = max((row.last for row in prints if row.sheet in (A4, CARTON)), default=0)
    form = LabelForm(request.seat, request.POST or None, cartons=cartons, printed=printed)
    form.back = reverse("lot-page", args=[request.coop.slug, lot.code])
    if made := tried(form, lambda: print_labels(request.seat, sent=form.sent, lot=lot, **form.facts), PLACES):
        messages.success(request, _("Labels %(first)s to %(last)s are ready to print.") % {
            "first": made.first, "last": made.last,
        })  # fmt: skip
        return redirect("label-sheet", request.coop.slug, lot.code, made.pk)
    context = {
        "lot": lot,
        "form": form,
        "cartons": showing.count(cartons),
        "missing": _missing(request, lot, labels),
        "mark": _mark(labels),
        "previews": [
            {"sheet": sheet, "name": str(LabelPrint.Sheet(sheet).label), **_one(request, labels, sheet, [1])}
            for sheet in (CARTON, A4, FRUIT)
        ],
        "prints": [_print(request, lot, row) for row in prints],
    }
    return render(request, "harvests/labels_page.html", context)


@reads
def label_sheet(request, code, pk):
    """The labels of one print, on pages of their size; only for a while, so that a reprint is asked for and noted."""
    lot = _lot(request, code)
    made = or_404(print_by_key(lot, pk))
    age = (clock.now() - made.printed_at).total_seconds()
    fresh = 0 <= age < PRINTABLE_MINUTES * 60 and made.printed_by_id == request.user.pk
    context = {"lot": lot, "made": made, "sheet": made.sheet, "fresh": fresh, "pages": [], "reader": get_language()}
    if fresh:
        labels = lot_labels(lot)
        numbers = range(made.first, made.last + 1)
        one = _one(request, labels, made.sheet, numbers, marked=made.licence_id is not None)
        step = ON_A4 if made.sheet == A4 else 1
        rows = one.pop("rows")
        context |= {**one, "pages": [rows[start : start + step] for start in range(0, len(rows), step)]}
    with override("vi"):
        return render(request, "harvests/labels_sheet.html", context)


def _lot(request, code) -> Lot:
    lot = find(request, code)
    lot.cooperative = request.coop
    return lot


def _missing(request, lot: Lot, labels: LotLabels) -> list[dict]:
    """Everything that keeps labels from being printed, or that somebody should know, with where it is mended."""
    verdicts = {sheet: judged(labels, sheet) for sheet in (CARTON, FRUIT)}
    found = []
    for reason in dict.fromkeys([*_reasons(verdicts[CARTON]), *_reasons(verdicts[FRUIT])]):
        where = MENDED.get(reason.code, "")
        if where == CARD and not request.seat.may(Right.PUBLISH):
            where = ""
        found.append({
            "text": sentence(reason),
            "url": _address(request, lot, where) if where else "",
            "fruit": reason not in _reasons(verdicts[CARTON]),
        })  # fmt: skip
    return found


def _reasons(verdict) -> list[Reason]:
    return [*verdict.refused, *verdict.unknown, *verdict.warnings]


def _address(request, lot: Lot, where: str) -> str:
    words = {CARD: [lot.commodity.code], TREATMENTS: [lot.code], CARTONS: [lot.code], "lot-page": [lot.code]}
    return reverse(where, args=[request.coop.slug, *words.get(where, [])])


def _mark(labels: LotLabels) -> dict | None:
    """The certification mark of the crop: under which licence it stands, or why the labels go without (R56)."""
    if labels.mark is None:
        return None
    licence = labels.mark.licence
    return {
        "name": labels.mark.name_vi,
        "licence": licence.decision_no if licence else "",
        "why": [] if licence else sentences(labels.mark.verdict),
    }


def _one(request, labels: LotLabels, sheet: str, numbers, *, marked: bool | None = None) -> dict:
    """What labels of a sheet show: `shown` on all of them, `rows` one for each number."""
    facts, label = labels.facts, label_of(labels.facts)
    marked = bool(labels.mark and labels.mark.licence) if marked is None else marked
    packs, total = facts.packs, sum(pack.cartons for pack in facts.packs)
    run = Run(numbers[0], numbers[-1])
    rows = [
        {"number": f"{number}/{total}" if sheet != FRUIT else str(number), **_pack(facts, place)}
        for number, place in numbered(run, [pack.cartons for pack in packs])
    ]
    return {"shown": _shown(request, labels, label, marked), "rows": rows, "qr": _code_to_scan(request, labels)}


def _pack(facts, place: int) -> dict:
    if place >= len(facts.packs):
        return {"grade": "", "size": "", "net": ""}
    pack = facts.packs[place]
    grade = pack.grade_vi if facts.market == "VN" else f"{pack.grade_vi} / {pack.grade_en}"
    return {"grade": grade, "size": pack.size, "net": net_on(facts.market, pack)}


def _shown(request, labels: LotLabels, label: Label, marked: bool) -> dict:
    """What stands on every label; of what a label may lack only what the market asks for, for room is scarce."""
    facts, asked = labels.facts, labels.requirement.label_elements if labels.requirement else ()
    return {
        **label.values,
        **{element: "" for element in IF_ASKED if element not in asked},
        "names": names_on(facts),
        "brand": facts.card.brand if facts.card else "",
        "texts": label.texts,
        "trace_code": facts.trace_code,
        "phone": showing.phone(request.coop.phone) if request.coop.phone else "",
        "mark": labels.mark.name_vi if marked and labels.mark else "",
        "keeps": {"storage": label.values["storage"], "until": label.values["best_before"]},
        "origin_vi": facts.card.origin_vi if facts.card else "",
    }


def _code_to_scan(request, labels: LotLabels) -> dict:
    """A QR as one path: a GS1 Digital Link when the product has a GTIN, else the address of the lot's page."""
    site = settings.PUBLIC_SITE or f"{request.scheme}://{request.get_host()}"
    facts = labels.facts
    gtin = facts.card.gtin if facts.card else ""
    address = digital_link(site, gtin, facts.code) if gtin else f"{site}{trace_path(facts.trace_code)}"
    matrix = segno.make(address, error="m", micro=False, boost_error=False).matrix
    size = len(matrix) + 8
    return {"address": address, "box": f"0 0 {size} {size}", "path": _path(matrix)}


def _path(matrix) -> str:
    """The dark squares of a QR as an SVG path, within the quiet zone of four."""
    parts = []
    for y, row in enumerate(matrix, start=4):
        x = 0
        while x < len(row):
            width = 1
            if row[x]:
                while x + width < len(row) and row[x + width]:
                    width += 1
                parts.append(f"M{x + 4} {y}h{width}v1h-{width}z")
            x += width
    return "".join(parts)


def _print(request, lot: Lot, row: LabelPrint) -> dict:
    return {
        "url": reverse("label-sheet", args=[request.coop.slug, lot.code, row.pk]),
        "at": showing.day_time(row.printed_at),
        "who": row.printed_by.display_name,
        "sheet": row.get_sheet_display(),
        "numbers": f"{showing.count(row.first)}–{showing.count(row.last)}",
        "reason": row.reason,
        "mark": row.licence.decision_no if row.licence else "",
    }
