"""What other pages show of the diary: until when plots wait, a plot's last entries and its year of weeks."""

import datetime as dt
from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.models import Cooperative, DiaryEntry, DiaryPlot, Plot
from growers.queries.diary import Wait, lines_of_plots, waits, waits_in, works_counted
from growers.rules.diary_calendar import Strip, completeness, strip
from growers.rules.eligibility import MEMORY

LAST = 10


def harvest_shown(line: DiaryPlot, *, sprays: bool) -> dict:
    """The interval of a plot in an entry and the first day of harvest after it."""
    if not sprays:
        return {"phi": "–", "harvest": "–", "locked": False}
    return {
        "phi": "–" if line.phi_days is None else showing.count(line.phi_days),
        "harvest": showing.day(line.harvest_from),
        "locked": line.phi_days is None,
    }


def waits_shown(coop: Cooperative, day: dt.date, plots: Collection[int]) -> dict[int, dict]:
    """Until when each of these plots waits for its harvest, as a list shows it; one statement."""
    return {key: _wait(wait) for key, wait in waits(coop, day, plots).items()}


def _wait(wait: Wait) -> dict:
    if wait.unknown:
        return {"text": _("interval unknown"), "mark": "✕", "css": "tag tag-bad"}
    return {"text": showing.day(wait.until), "mark": "!", "css": "tag tag-warn"}


def diary_of_plot(coop: Cooperative, plot: Plot, day: dt.date) -> dict:
    """The part of a plot's page about its diary. One statement."""
    lines = list(lines_of_plots([plot.pk], coop, day - MEMORY))
    prefix = reverse("diary-list", args=[coop.slug])
    year = [line for line in lines if line.done_on > day - dt.timedelta(days=365)]
    items = completeness(works_counted(year))
    wait = waits_in(lines, day).get(plot.pk)
    return {
        "wait": wait and _wait(wait),
        "lines": [_line(line, prefix) for line in lines[:LAST]],
        "items": [
            {"name": str(DiaryEntry.Work(item).label), "count": showing.count(count), "there": bool(count)}
            for item, count in items
        ],
        "there": sum(1 for _item, count in items if count),
        "all": len(items),
        "strip": _strip(lines, day),
    }


def _line(line: DiaryPlot, prefix: str) -> dict:
    entry = line.entry
    sprays = bool(entry.product and entry.product.sprays)
    return {
        "url": f"{prefix}{entry.pk}/",
        "day": showing.day(line.done_on),
        "work": entry.get_work_display(),
        "product": entry.product.name if entry.product else "",
        "late": entry.is_late,
        **harvest_shown(line, sprays=sprays),
    }


def _strip(lines: list[DiaryPlot], day: dt.date) -> dict:
    """The weeks ready to draw; a week in which something was done says what and when."""
    waiting = [(line.done_on, line.harvest_from) for line in lines if line.harvest_from]
    drawn: Strip = strip([(line.done_on, line.entry.work) for line in lines], waiting, day)
    names = {"spray": _("Spraying"), "fertilise": _("Fertilising"), "other": _("Other work"),
             "waiting": _("Waiting")}  # fmt: skip
    return {
        "width": drawn.width,
        "height": drawn.height,
        "lanes": [{"name": names[lane], "y": y} for lane, y in drawn.lanes],
        "months": [{"x": x, "name": f"{first.month}/{first.year % 100:02d}"} for x, first in drawn.months],
        "cells": [
            {"x": cell.x, "y": cell.y, "css": f"week-{cell.lane}", "title": _title(cell, names)} for cell in drawn.cells
        ],
    }


def _title(cell, names: dict[str, str]) -> str:
    week = showing.week(cell.monday)
    return f"{week}: {names[cell.lane]}" + (f" × {cell.times}" if cell.times > 1 else "")
