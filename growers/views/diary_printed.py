"""The field diary of a household on paper, as VietGAP asks for it (document D16): A4 across, always Vietnamese."""

import datetime as dt

from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads
from growers.forms.base import FilterForm
from growers.forms.fields import DayField
from growers.models import DiaryEntry, DiaryPlot, Household, Plot
from growers.queries.areas import codes_of_plots
from growers.queries.diary import household_with_plots, lines_of_plots, works_counted
from growers.queries.inputs import actives_of
from growers.rules.diary_calendar import completeness
from growers.views.diary import dose_shown
from growers.views.diary_plots import harvest_shown
from growers.web import or_404

FERTILISERS = ("fertiliser", "organic_fertiliser")


class PeriodForm(FilterForm):
    """The days that are printed: this year when none are given."""

    first = DayField(label=gettext_lazy("From"), required=False)
    last = DayField(label=gettext_lazy("Until"), required=False)


@reads
def diary_print(request, code):
    """D16: cover and plots, inputs used, fertilising, pesticides, other work, empties, training, check."""
    found = or_404(household_with_plots(request.coop, code))
    asked = {name.removeprefix("-"): value for name, value in request.GET.items()}
    period = PeriodForm(request.coop, {"first": asked.get("from", ""), "last": asked.get("to", "")})
    today = clock.today()
    first = period.facts.get("first") or today.replace(month=1, day=1)
    last = period.facts.get("last") or today
    reader = get_language()  # of the bar above the paper, which is not printed
    with override("vi"):
        context = _diary(request, *found, min(first, last), max(first, last)) | {"reader": reader}
        return render(request, "growers/diary_print.html", context)


def _diary(request, household: Household, plots: list[Plot], first: dt.date, last: dt.date) -> dict:
    lines = list(lines_of_plots([plot.pk for plot in plots], request.coop, first, last))[::-1]
    products = {line.entry.product_id for line in lines if line.entry.product_id}
    names = {key: " + ".join(f"{row.name} {row.content}".strip() for row in rows)
             for key, rows in actives_of(request.coop, products).items()}  # fmt: skip
    rows = [_line(line, names) for line in lines]
    items = completeness(works_counted(lines))
    return {
        "household": household,
        "coop": request.coop,
        "phone": showing.phone(request.coop.phone),
        "crop": request.coop.commodity.name,
        "period": (showing.day(first), showing.day(last)),
        "inputs": [showing.day(first), showing.day(last)],
        "plots": _plots(request, plots),
        "area": showing.hectares(sum(plot.area_m2 for plot in plots)),
        "used": _used(lines, names),
        "fertilising": [row for row in rows if row["group"] == "fertilise"],
        "spraying": [row for row in rows if row["group"] == "spray"],
        "harvesting": [row for row in rows if row["group"] == "harvest"],
        "empties": [row for row in rows if row["group"] == "empties"],
        "others": [row for row in rows if row["group"] == ""],
        "training": _training(lines),
        "items": [{"name": str(DiaryEntry.Work(item).label), "count": showing.count(count), "there": bool(count)}
                  for item, count in items],
        "complete": (sum(1 for _item, count in items if count), len(items)),
        "printed": showing.day_time(clock.now()),
        "who": request.user.display_name,
    }  # fmt: skip


def _plots(request, plots: list[Plot]) -> list[dict]:
    codes = codes_of_plots(request.coop, clock.today(), [plot.pk for plot in plots])
    return [
        {
            "code": plot.code,
            "name": plot.name,
            "area": showing.hectares(plot.area_m2),
            "posts": showing.count(plot.posts),
            "plants": showing.count(plot.plants),
            "variety": plot.variety.name,
            "planted": plot.planted_year or "–",
            "practice": plot.get_practice_display(),
            "codes": ", ".join(under.code for under in codes.get(plot.pk, ())) or "–",
            "place": "–" if plot.lat is None else f"{plot.lat}, {plot.lon}",
        }
        for plot in plots
    ]


def _line(line: DiaryPlot, names: dict[int, str]) -> dict:
    entry, product = line.entry, line.entry.product
    sprays = bool(product and product.sprays)
    return {
        "group": _group(entry, sprays),
        "day": showing.day(entry.done_on),
        "entered": showing.day(entry.entered_on) if entry.is_late else "",
        "plot": line.plot.code,
        "work": entry.get_work_display(),
        "product": product.name if product else "",
        "registration": product.registration_no if product else "",
        "actives": names.get(entry.product_id, ""),
        "batch": entry.stock_lot,
        "dose": dose_shown(entry.dose_milli, entry.dose_unit),
        "water": showing.count(entry.water_l) if entry.water_l else "",
        "treated": showing.hectares(line.treated_m2 or line.plot.area_m2),
        "target": entry.target,
        "method": entry.method,
        "worker": entry.worker,
        "authoriser": entry.authoriser,
        "weather": entry.weather,
        "note": entry.note,
        **harvest_shown(line, sprays=sprays),
    }


def _group(entry: DiaryEntry, sprays: bool) -> str:
    """The table in which an entry stands: what was sprayed with pesticides, fertilisers, and the rest by its work."""
    if sprays or entry.work == DiaryEntry.Work.SPRAY:
        return "spray"
    if entry.work == DiaryEntry.Work.FERTILISE or (entry.product and entry.product.kind in FERTILISERS):
        return "fertilise"
    return entry.work if entry.work in ("harvest", "empties") else ""


def _used(lines: list[DiaryPlot], names: dict[int, str]) -> list[dict]:
    """Each product and batch once, with the days on which it was first and last used."""
    found: dict[tuple, list[DiaryPlot]] = {}
    for line in lines:
        if line.entry.product_id:
            found.setdefault((line.entry.product.name, line.entry.stock_lot), []).append(line)
    return [
        {
            "name": name,
            "kind": used[0].entry.product.get_kind_display(),
            "registration": used[0].entry.product.registration_no,
            "actives": names.get(used[0].entry.product_id, ""),
            "supplier": used[0].entry.product.supplier,
            "batch": batch,
            "days": " – ".join(dict.fromkeys((showing.day(used[0].done_on), showing.day(used[-1].done_on)))),
        }
        for (name, batch), used in sorted(found.items())
    ]


def _training(lines: list[DiaryPlot]) -> list[dict]:
    """Who worked with what was sprayed, and when they were trained."""
    found: dict[str, dt.date | None] = {}
    for line in lines:
        if line.entry.worker and _group(line.entry, bool(line.entry.product and line.entry.product.sprays)) == "spray":
            known = [day for day in (found.get(line.entry.worker), line.entry.worker_trained_on) if day]
            found[line.entry.worker] = max(known, default=None)
    return [{"who": who, "day": showing.day(day) if day else _("not recorded")} for who, day in sorted(found.items())]
