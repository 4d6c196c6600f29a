"""Pages of the field diary: the list with its downloads, a day's work for many plots, one entry, and its voiding."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.diary import Unconfirmed, record_work, void_entry
from growers.forms.diary import PLACES, DiaryFilter, EntryForm, PlotsFilter, VoidForm, copied
from growers.models import DiaryEntry, InputProduct, Plot
from growers.models.inputs import SPRAYED
from growers.queries.diary import (
    ENTERED,
    ON_PLOTS,
    entries,
    entry_by_key,
    lines_of,
    plots_of_entry,
    plots_to_enter,
    recent_entries,
)
from growers.queries.inputs import actives_of
from growers.rules.diary import Judged
from growers.rules.roles import Right
from growers.views.diary_plots import harvest_shown
from growers.web import download, or_404, page_of, show, tried
from growers.wording import kept, sentence

MOST_TO_TICK = 500


@reads
def diary_list(request):
    """M7: every entry, newest first, with filters and downloads; one voided shows when it is asked for."""
    filters = DiaryFilter(request.coop, request.GET)
    rows = entries(request.coop, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows.values(*ENTERED))
    prefix = reverse("diary-list", args=[request.coop.slug])
    context = {
        "filters": filters,
        "page": page,
        "rows": [_shown(row, prefix) for row in page],
        "count": showing.count(page.paginator.count),
        "may": request.seat.may(Right.DIARY),
    }
    return show(request, "growers/diary_list.html", "growers/_diary_rows.html", context)


def _shown(row: dict, prefix: str) -> dict:
    return {
        "url": f"{prefix}{row['id']}/",
        "copy": f"{prefix}new/?copy={row['id']}",
        "day": showing.day(row["done_on"]),
        "work": str(DiaryEntry.Work(row["work"]).label),
        "product": row["product__name"] or "",
        "dose": dose_shown(row["dose_milli"], row["dose_unit"]),
        "plots": _first_and_more(row["first_plot"], row["plots_count"]),
        "harvest": showing.day(row["latest_harvest"]) if row["latest_harvest"] else "",
        "locked": row["unknown"],
        "target": row["target"],
        "worker": row["worker"],
        "late": showing.day(row["entered_on"]) if row["is_late"] else "",
        "void": row["void_reason"],
    }


def _first_and_more(first: str | None, count: int) -> str:
    return (first or "–") if count < 2 else f"{first} +{showing.count(count - 1)}"


def dose_shown(milli: int | None, unit: str) -> str:
    """A dose with its unit; nothing when none was entered."""
    if milli is None:
        return ""
    return f"{showing.kg(milli, 0)} {InputProduct.DoseUnit(unit).label if unit else ''}".strip()


def _download(request, rows):
    header = [
        _("Done on"), _("Entered on"), _("Entered late"), _("Plot"), _("Household"), _("Village"),
        _("Treated area, m²"), _("Work"), _("Product"), _("Active ingredients"), _("Dose"), _("Unit of the dose"),
        _("Water (litres)"), _("Batch of the product"), _("Pest or reason"), _("Growth stage"),
        _("Method and equipment"), _("Done by"), _("Trained on"), _("Ordered by"), _("Weather"), _("Note"),
        _("Interval (days)"), _("Harvest from"), _("Voided because"),
    ]  # fmt: skip
    names = {key: " + ".join(row.name for row in rows) for key, rows in actives_of(request.coop).items()}
    cells = (_line_cells(row, names) for row in lines_of(request.coop, rows).values(*ON_PLOTS))
    return download(request, f"diary-{request.coop.slug}", header, cells)


def _line_cells(row: dict, names: dict[int, str]) -> list:
    def of(name):
        return row[f"entry__{name}"]

    sprays = of("product__kind") in SPRAYED
    unknown = _("unknown") if sprays else ""
    dose = "" if of("dose_milli") is None else showing.kg(of("dose_milli"), 0)
    unit = str(InputProduct.DoseUnit(of("dose_unit")).label) if of("dose_unit") else ""
    trained = showing.day(of("worker_trained_on")) if of("worker_trained_on") else ""
    return [
        showing.day(of("done_on")), showing.day(of("entered_on")), _("late") if of("is_late") else "",
        row["plot__code"], row["plot__household__name"], row["plot__household__village"],
        row["treated_m2"] or row["plot__area_m2"], str(DiaryEntry.Work(of("work")).label),
        of("product__name") or "", names.get(of("product"), ""), dose, unit, of("water_l"), of("stock_lot"),
        of("target"), of("stage"), of("method"), of("worker"), trained, of("authoriser"), of("weather"), of("note"),
        row["phi_days"] if row["phi_days"] is not None else unknown,
        showing.day(row["harvest_from"]) if row["harvest_from"] else unknown, of("void_reason"),
    ]  # fmt: skip


@writes(Right.DIARY)
def diary_new(request):
    """M7: choose plots, say what was done, look at what it means for each, record. `?copy=` begins with an entry."""
    filters = PlotsFilter(request.coop, request.GET)
    copy = entry_by_key(request.coop, filters.data["copy"]) if _is_key(filters.data.get("copy", "")) else None
    form = EntryForm(request.seat, request.POST or None, initial=copied(copy) if copy else None)
    judged = None
    try:
        if entry := tried(form, lambda: record_work(request.seat, sent=form.sent, **form.facts), PLACES):
            messages.success(request, _recorded(entry))
            return redirect("diary-page", request.coop.slug, entry.pk)
    except Unconfirmed as unseen:
        judged = unseen.judged
        form.ask(judged.seal)
    return render(request, "growers/diary_form.html", _form_context(request, form, filters, copy, judged))


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 18


def _recorded(entry: DiaryEntry) -> str:
    count = len(plots_of_entry(entry))
    return ngettext("Recorded for %(count)s plot.", "Recorded for %(count)s plots.", count) % {"count": count}


def _form_context(request, form: EntryForm, filters: PlotsFilter, copy: DiaryEntry | None, judged: Judged | None):
    ticked = form.ticked if form.is_bound else set()
    if copy and not form.is_bound and not filters.narrows:
        ticked = {line.plot_id for line in plots_of_entry(copy)}
    rows = list(plots_to_enter(request.coop, clock.today(), also=ticked, **filters.facts)[: MOST_TO_TICK + 1])
    every = filters.narrows and not form.is_bound
    return {
        "form": form,
        "filters": filters,
        "copied": copy and str(copy),
        "rows": [_candidate(plot, every or plot.pk in ticked, form.data) for plot in rows[:MOST_TO_TICK]],
        "cut": MOST_TO_TICK if len(rows) > MOST_TO_TICK else None,
        "judged": judged and _judged(judged, {plot.pk: plot for plot in rows}),
        "recent": [] if form.is_bound or copy else [_recent(entry) for entry in recent_entries(request.coop)],
    }


def _candidate(plot: Plot, checked: bool, data) -> dict:
    return {
        "id": plot.pk,
        "checked": checked,
        "code": plot.code,
        "household": plot.household.name,
        "village": plot.household.village,
        "variety": plot.variety.name,
        "practice": "" if plot.practice == Plot.Practice.CONVENTIONAL else plot.get_practice_display(),
        "area": showing.hectares(plot.area_m2),
        "treated": data.get(f"treated-{plot.pk}", ""),
    }


def _recent(entry: DiaryEntry) -> dict:
    return {"id": str(entry.pk), "text": f"{entry} {entry.product.name if entry.product else ''}".strip()}


def _judged(judged: Judged, plots: dict[int, Plot]) -> dict:
    """What is to be looked at before it is recorded: doubts, and the earliest day of harvest of each plot."""
    return {
        "doubts": [sentence(reason) for reason in judged.verdict.warnings],
        "late": "" if judged.late_days is None else showing.count(judged.late_days),
        "plots": [
            {
                "code": row.code,
                "household": plots[row.key].household.name if row.key in plots else "",
                "days": "" if row.phi_days is None else showing.count(row.phi_days),
                "harvest": showing.day(row.earliest) if row.earliest else "",
                "markets": ", ".join(
                    _("%(market)s: %(day)s") % {"market": market, "day": showing.day(day) if day else _("never")}
                    for market, day in row.markets
                ),
            }
            for row in judged.outlooks
        ],
    }


@reads
def diary_page(request, key):
    """One entry: what was done, on which plots, and from when they may be harvested."""
    return render(request, "growers/diary_page.html", _page(request, _entry(request, key)))


def _page(request, entry: DiaryEntry) -> dict:
    lines, sprays = plots_of_entry(entry), bool(entry.product and entry.product.sprays)
    actives = actives_of(request.coop, [entry.product_id]).get(entry.product_id, ())
    return {
        "entry": entry,
        "actives": " + ".join(row.name for row in actives),
        "dose": dose_shown(entry.dose_milli, entry.dose_unit) or "–",
        "water": showing.count(entry.water_l),
        "days": {"done": showing.day(entry.done_on), "entered": showing.day_time(entry.entered_at),
                 "trained": showing.day(entry.worker_trained_on)},
        "doubts": [sentence(kept(found)) for found in entry.warnings],
        "sprays": sprays,
        "plots": [
            {
                "url": reverse("plot-page", args=[request.coop.slug, line.plot.code]),
                "code": line.plot.code,
                "household": line.plot.household.name,
                "village": line.plot.household.village,
                "treated": showing.hectares(line.treated_m2 or line.plot.area_m2),
                **harvest_shown(line, sprays=sprays),
            }
            for line in lines
        ],
    }  # fmt: skip


@writes(Right.DIARY)
def diary_void(request, key):
    """Void an entry: it stays in the diary, crossed out, with the reason. Nothing is edited."""
    entry = _entry(request, key)
    form = VoidForm(request.seat, request.POST or None, entry=entry)
    form.back = reverse("diary-page", args=[request.coop.slug, key])
    if tried(form, lambda: void_entry(request.seat, sent=form.sent, entry=entry, **form.facts)):
        messages.success(request, _("The entry was voided. Copy it to enter it again, corrected."))
        return redirect("diary-page", request.coop.slug, key)
    return render(request, "growers/diary_void.html", {"form": form, "entry": entry})


def _entry(request, key) -> DiaryEntry:
    return or_404(entry_by_key(request.coop, key))
