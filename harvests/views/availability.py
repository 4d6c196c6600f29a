"""M11: what can still be sold by week and grade, whether each open order finds its fruit, and what one more does."""

import datetime as dt

from django.shortcuts import render
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.models import Grade
from growers.queries.settings import settings_on
from harvests.forms.availability import AvailabilityFilter
from harvests.queries.availability import lacking, markets_to_choose, packed_by_market, stock_of
from harvests.queries.commitments import flushes, grades_of, latest_mix, promises
from harvests.queries.orders import crops_to_order
from harvests.rules.availability import Asked, Sellable, sellable
from harvests.rules.commitments import commit, expect, monday, weeks_from
from harvests.views.availability_sources import Sources
from harvests.views.orders_shown import market_name

WEEKS = 10
USUAL = (Grade.Kind.GRADED, Grade.Kind.OFFGRADE)


@reads
def order_availability(request):
    """Weeks by grades; `?order=` names the households behind one order, `?kg=&market=&week=` adds one in thought."""
    coop, today = request.coop, clock.today()
    crops = list(crops_to_order(coop))
    by_code = {crop.code: crop for crop in crops}
    crop = by_code.get(request.GET.get("crop")) or next(crop for crop in crops if crop.pk == coop.commodity_id)
    weeks, grades = weeks_from(monday(today), WEEKS), list(grades_of(crop))
    filters = AvailabilityFilter(
        coop, request.GET, crops=crops, markets=markets_to_choose(), grades=[g for g in grades if g.kind in USUAL],
        weeks=[("", "–"), *((week.isoformat(), showing.week(week)) for week in weeks)],
    )  # fmt: skip
    asked = _asked(filters.facts, weeks)
    number, mix = latest_mix(coop, crop, today)
    since = today - dt.timedelta(days=settings_on(coop, today)["stock_old_hours"] // 24)
    books = {
        "today": today, "mix": mix, "asked": asked, "stock": stock_of(coop, crop, since),
        "committed": commit(promises(coop, crop, set_aside=True), today=today),
        "expected": expect(flushes(coop, crop, weeks[0]), today=today),
    }  # fmt: skip
    cells = [(week, *sellable(week, [grade.pk for grade in grades], **books)) for week in weeks]
    used = _used(grades, cells)
    orders = lacking(coop, crop, market_name())
    sources = Sources(coop, crop, today, orders, mix, packed_by_market(coop, crop), asked, filters.facts.get("market"))
    context = {
        "filters": filters,
        "grades": [grade.name for grade in used],
        "weeks": [_week(week, [whole, *(by[grade.pk] for grade in used)], today, asked) for week, by, whole in cells],
        "mix_round": number,
        "orders": sources.rows(request.GET.get("order", "")),
        "chosen": sources.chosen(request.GET.get("order", "")),
        "thought": _thought(asked, filters.facts.get("market"), cells, sources),
        "crop_query": f"crop={crop.code}&" if len(crops) > 1 else "",
        "estimated": bool(books["expected"].by_week),
    }
    return render(request, "harvests/orders_availability.html", context)


def _asked(facts: dict, weeks: list[dt.date]) -> Asked | None:
    """The order that is only thought of, once kilograms and a week were understood."""
    if not facts.get("kg") or facts["kg"] <= 0:
        return None
    week = dt.date.fromisoformat(facts["week"]) if facts.get("week") else weeks[0]
    return Asked(facts["kg"], week, int(facts["grade"]) if facts.get("grade") else None)


def _used(grades: list[Grade], cells: list) -> list[Grade]:
    """The grades that fruit is sorted into, and others as far as a week has something of them."""
    nothing = Sellable()
    return [
        grade for grade in grades
        if grade.kind in USUAL
        or any((by[grade.pk].supply_g, by[grade.pk].promised_g) != (nothing.supply_g, 0) for _w, by, _all in cells)
    ]  # fmt: skip


def _week(week: dt.date, row: list[Sellable], today: dt.date, asked: Asked | None) -> dict:
    here = asked is not None and asked.week == week
    return {
        "title": showing.week(week) if week.year == today.year else f"{showing.week(week)} {week.year}",
        "now": week == monday(today),
        "asked": here,
        "cells": [_cell(cell, here) for cell in row],
    }


def _cell(cell: Sellable, asked: bool) -> dict:
    """What is left in words and colour, with what it is made of."""
    return {
        "left": _left(cell, cell.left_then_g if asked else cell.left_g),
        "tone": cell.tone_then if asked else cell.tone,
        "before": tidy(cell.left_g) if asked and cell.asked_g and cell.known else "",
        "supply": tidy(cell.supply_g),
        "promised": tidy(cell.promised_g),
        "parts": _("packed %(packed)s, on the floor %(floor)s, expected %(expected)s")
        % {"packed": tidy(cell.packed_g), "floor": tidy(cell.floor_g), "expected": tidy(cell.expected_g)},
    }


def _left(cell: Sellable, grams: int) -> str:
    """What is left; where nobody estimated the fruit to come, that of the fruit in the house, and a question."""
    if cell.known:
        return tidy(grams)
    return f"{tidy(grams)} + ?" if cell.supply_g else "?"


def tidy(grams: int) -> str:
    """Whole kilograms: weekly shares of a round go down to the gram, and nobody reads those."""
    sign = "-" if grams < 0 else ""
    return sign + showing.kg((abs(grams) + 500) // 1_000 * 1_000, least=0)


def _thought(asked: Asked | None, market, cells: list, sources) -> dict | None:
    """What the order that is thought of would find (M14: "needs 24 tonnes … but only 17.6 are left")."""
    if asked is None:
        return None
    by, whole = next((by, whole) for week, by, whole in cells if week == asked.week)
    cell = by[asked.grade] if asked.grade is not None and asked.grade in by else whole
    words = {
        "kg": showing.kg_unit(asked.grams, least=0), "week": showing.week(asked.week),
        "left": f"{tidy(max(0, cell.left_g))} kg",
    }  # fmt: skip
    if not cell.known:
        text = _("Nobody estimated %(week)s, so nobody can say whether %(kg)s can be promised.") % words
    elif cell.left_then_g >= 0:
        text = _("%(kg)s in %(week)s can be promised: %(left)s are left.") % words
    else:
        text = _("%(kg)s in %(week)s are more than the %(left)s that are left.") % words
    tone = cell.tone_then
    return {"text": text, "tone": tone, "market": str(market or ""), "sources": sources.thought() if market else None}
