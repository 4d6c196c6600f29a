"""The slip of a ticket: an 80 mm print page, always Vietnamese, that says when it is provisional or printed again."""

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override

from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from growers.access import reads, writes
from growers.rules.roles import Right
from harvests.actions.corrections import count_print
from harvests.models import HarvestLine, HarvestRecord
from harvests.queries.records import loads_of, season_so_far
from harvests.views.records import asked_ticket, shown_grades, shown_line, shown_record
from harvests.wording_weighing import worded

# Millimetres as the style sheet sets them, measured in a browser: what every slip has, and what each part adds.
FRAME_MM, TEN_ROWS_MM, NOTE_MM, MONEY_MM = 122, 54, 10, 20
STEP_MM, SHORTEST_MM, LONGEST_MM = 20, 120, 600


@reads
def harvest_slip(request, code):
    """D1: the slip, on a page as long as its lines ask for; ?printed was counted by `harvest_printed`."""
    record = asked_ticket(request, code)
    lines = loads_of(record)
    with override("vi"):
        return render(request, "harvests/slip.html", _slip(request, record, lines))


@writes(Right.WEIGH)
def harvest_printed(request, code):
    """Note that the slip was printed; the page asks for it after printing. 204 for its script."""
    record = asked_ticket(request, code)
    if request.method == "POST":
        count_print(request.seat, record=record)
        if "application/json" in request.headers.get("Accept", ""):
            return HttpResponse(status=204)
    return redirect("harvest-slip", request.coop.slug, record.slug)


def _slip(request, record: HarvestRecord, lines: list[HarvestLine]) -> dict:
    grades, holds = shown_grades(lines), [str(text) for text in worded(record.holds)]
    deductions = _deductions(lines)
    notes = len(holds) + sum(map(bool, (holds, record.note, record.prints)))
    address = request.build_absolute_uri(reverse("harvest-page", args=[request.coop.slug, record.slug]))
    return {
        "record": record,
        "shown": shown_record(record),
        "coop": request.coop,
        "lines": [shown_line(line) for line in lines],
        "grades": grades,
        "deductions": deductions,
        "holds": holds,
        "words": "" if record.amount_vnd is None else dong_in_words(record.amount_vnd),
        "season_total": showing.kg_unit(season_so_far(record), 0),
        "reprint": record.prints,
        "qr": segno.make(address, error="m").svg_inline(border=1, omitsize=True),
        "height": page_height(len(lines), len(grades) + len(deductions), notes, record.amount_vnd is not None),
    }


def page_height(loads: int, sums: int, notes: int, money: bool) -> int:
    """Millimetres of paper, in the steps for which the style sheet has a page."""
    asked = FRAME_MM + TEN_ROWS_MM * (loads + sums) // 10 + NOTE_MM * notes + (MONEY_MM if money else 0)
    return min(max(-(-asked // STEP_MM) * STEP_MM, SHORTEST_MM), LONGEST_MM)


def _deductions(lines: list[HarvestLine]) -> list[dict]:
    """What was taken off besides the crates, by its name (workflow.md D3: never hidden)."""
    sums: dict[str, int] = {}
    for line in lines:
        if line.deduction_g:
            name = line.get_deduction_kind_display()
            sums[name] = sums.get(name, 0) + line.deduction_g
    return [{"name": name, "net": showing.kg(grams)} for name, grams in sums.items()]
