"""The page that holds promises beside fruit: committed kilograms by week and grade, what came in, what is expected."""

import datetime as dt

from django.shortcuts import render
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.models import Grade
from harvests.forms.orders import WeeksFilter
from harvests.queries.commitments import came_in, flushes, grades_of, latest_mix, promises, went_out
from harvests.queries.orders import crops_to_order
from harvests.rules.commitments import Books, Cell, balance, commit, expect, last_week_of, monday, weeks_from

WEEKS_BACK, FEWEST_WEEKS, MOST_WEEKS = 2, 8, 26


@reads
def order_weeks(request):
    """M11: what is promised each week beside what there is; `?first=` begins elsewhere, `?crop=` names another crop."""
    coop, today = request.coop, clock.today()
    crops = list(crops_to_order(coop))
    filters = WeeksFilter(coop, request.GET, crops)
    asked = filters.facts
    by_code = {crop.code: crop for crop in crops}
    crop = by_code.get(asked.get("crop")) or next(crop for crop in crops if crop.pk == coop.commodity_id)
    first = monday(asked.get("first") or today - dt.timedelta(weeks=WEEKS_BACK))
    number, mix = latest_mix(coop, crop, today)
    books = Books(
        commit(promises(coop, crop), today=today),
        expect(flushes(coop, crop, first), today=today),
        came_in(coop, crop, first, today),
        went_out(coop, crop, first, today),
        mix,
    )
    weeks = weeks_from(first, _how_many(first, last_week_of(books, today)))
    grades = list(grades_of(crop))
    shown = [(week, *balance(books, week, [grade.pk for grade in grades])) for week in weeks]
    used = _used(grades, shown)
    context = {
        "filters": filters,
        "grades": [grade.name for grade in used],
        "columns": str(len(used) + 2),
        "weeks": [_week(week, cells, whole, used, today) for week, cells, whole in shown],
        "mix_round": number,
        "mix": _mix(used, mix),
        "outside": _outside(books, set(weeks)),
        "empty": not (books.committed.by_cell or books.expected.by_week or books.came),
    }
    return render(request, "harvests/orders_weeks.html", context)


def _how_many(first: dt.date, last: dt.date) -> int:
    return min(MOST_WEEKS, max(FEWEST_WEEKS, (last - first).days // 7 + 1))


def _used(grades: list[Grade], shown: list) -> list[Grade]:
    """The grades that fruit is sorted into, and others as far as a week has something of them."""
    nothing = Cell()
    usual = (Grade.Kind.GRADED, Grade.Kind.OFFGRADE)
    return [
        grade
        for grade in grades
        if grade.kind in usual or any(_grams(cells[grade.pk]) != _grams(nothing) for _week_, cells, _whole in shown)
    ]


def _grams(cell: Cell) -> tuple[int, ...]:
    return cell.committed_g, cell.gone_g, cell.came_g, cell.expected_g


def _week(week: dt.date, cells: dict[int, Cell], whole: Cell, grades: list[Grade], today: dt.date) -> dict:
    row = [whole, *(cells[grade.pk] for grade in grades)]
    now = monday(today)
    lines = [
        {"name": _("Committed"), "cells": [_committed(cell) for cell in row], "kind": "committed"},
        {"name": _("Delivered"), "cells": [_plain(cell.gone_g) for cell in row], "kind": "gone"},
        {"name": _("Came in"), "cells": [_plain(cell.came_g) for cell in row], "kind": "came"},
        {"name": _("Estimate"), "cells": [_estimate(cell) for cell in row], "kind": "estimate"},
    ]
    kept = ("committed", "estimate") if week > now else ("gone", "came", "estimate") if week < now else None
    lines = [line for line in lines if kept is None or line["kind"] in kept]
    if not whole.committed_g and kept:
        lines = [line for line in lines if line["cells"][0]["kg"] != "–"] or lines[:1]
    return {
        "title": showing.week(week) if week.year == today.year else f"{showing.week(week)} {week.year}",
        "now": week == now,
        "short": any(cell.short_g for cell in row),
        "lines": lines,
    }


def _plain(grams: int) -> dict:
    return {"kg": _tidy(grams), "words": "", "short": False}


def _committed(cell: Cell) -> dict:
    words = []
    if cell.short_g:
        words.append(_("short of %(kg)s") % {"kg": f"{_tidy(cell.short_g)} kg"})
    if cell.overdue_g:
        words.append(_("overdue: %(kg)s") % {"kg": f"{_tidy(cell.overdue_g)} kg"})
    if cell.committed_g and not cell.known:
        words.append(_("no estimate to go by"))
    return {"kg": _tidy(cell.committed_g), "words": "; ".join(words), "short": bool(cell.short_g)}


def _estimate(cell: Cell) -> dict:
    return _plain(cell.expected_g) if cell.known else {"kg": "?", "words": "", "short": False}


def _tidy(grams: int) -> str:
    """Kilograms rounded to whole ones: weekly shares of a round go down to the gram, and nobody reads those."""
    return showing.kg((grams + 500) // 1_000 * 1_000, least=0) if grams else "–"


def _mix(grades: list[Grade], mix: dict[int, int]) -> str:
    """The mix in words: "Grade 1 34,0 %, Grade 2 41,0 %"."""
    whole = sum(mix.values())
    shares = ((grade.name, (mix[grade.pk] * 1_000 + whole // 2) // whole * 10) for grade in grades if mix.get(grade.pk))
    return ", ".join(f"{name} {showing.percent_bp(share)}" for name, share in shares)


def _outside(books: Books, weeks: set) -> str:
    grams = sum(part for (week, _grade), part in books.committed.by_cell.items() if week not in weeks)
    return showing.kg_unit(grams, least=0) if grams else ""
