"""Pages about seasons: the list, one season with what came in by round, and its form."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.models import Grade
from growers.queries.history import history_of
from growers.queries.reference import province_stat
from growers.rules.reference import part_of
from growers.rules.roles import Right
from growers.web import or_404, page_of, tried
from harvests.actions.seasons import change_season, open_season
from harvests.forms.seasons import PLACES, SeasonForm
from harvests.queries.estimates import estimated_by
from harvests.queries.prices import grades_of
from harvests.queries.seasons import Intake, intake_by_round, rounds_of, season_by_id, seasons
from harvests.rules.charts import Chart, lying_chart
from harvests.rules.money import per_kg
from harvests.wording_seasons import marked

TABS = ("rounds", "history")


@reads
def season_list(request):
    """Every season with what came in and what was expected."""
    page = page_of(request, seasons(request.coop))
    rows = [
        {
            "url": reverse("season-page", args=[request.coop.slug, season.pk]),
            "name": season.name,
            "crop": season.commodity.name,
            "days": showing.days(season.starts_on, season.ends_on),
            "rounds": season.round_count,
            "came": showing.kg(season.came_g, least=0),
            "estimated": showing.kg(season.estimated_g, least=0),
            "target": showing.kg(season.export_target_g, least=0),
        }
        for season in page
    ]
    return render(request, "harvests/seasons_list.html", {"page": page, "rows": rows, "section": "seasons"})


@reads
def season_page(request, pk):
    """One season: what came in during each round, by grade, beside the estimate; `?tab=history` for its changes."""
    season = _season(request, pk)
    tab = request.GET.get("tab")
    context = {"season": season, "tab": tab if tab in TABS else TABS[0], "section": "seasons"}
    if tab == "history":
        return render(request, "harvests/seasons_page.html", context | {"history": history_of(season)})
    rounds, intake, estimated = rounds_of(season), intake_by_round(season), estimated_by(season, "round")
    grades = [
        grade for grade in grades_of(season.commodity_id) if any(grade.pk in one.by_grade for one in intake.values())
    ]
    rows = [_row(str(one), one, intake.get(one.pk) or Intake(), estimated.get(one.pk), grades) for one in rounds]
    if None in intake:
        rows.append(_row(_("between rounds"), None, intake[None], None, grades))
    total = sum(intake.values(), Intake())
    context |= {
        "days": showing.days(season.starts_on, season.ends_on),
        "target": showing.kg_unit(season.export_target_g, least=0),
        "grades": grades,
        "rows": rows,
        "total": _row(_("Total"), None, total, sum(estimated.values()) or None, grades),
        "province": _province(request, season, total.net_g),
        "chart": _chart(rounds, intake, estimated, grades) if total.net_g else None,
    }
    return render(request, "harvests/seasons_page.html", context)


def _province(request, season, came_g: int) -> dict | None:
    """What the province reports of the crop that year, and the co-operative's part of it; None without a report."""
    year = season.starts_on.year
    stat = province_stat(request.coop, commodity=season.commodity_id, year=year, day=clock.today())
    if stat is None:
        return None
    lines = (
        (_("Area"), stat.own_m2, stat.area_m2, stat.area_mark, showing.hectares, _whole_hectares),
        (_("Certified area"), stat.own_certified_m2, stat.certified_area_m2, stat.certified_mark, showing.hectares,
         _whole_hectares),
        (_("Output"), came_g, stat.output_g, stat.output_mark, showing.tonnes, _whole_tonnes),
    )  # fmt: skip
    rows = [
        {
            "name": name,
            "own": show(own),
            "whole": marked(mark, show_whole(whole)),
            "part": marked(part.mark, showing.percent_bp(part.share_bp)),
        }
        for name, own, whole, mark, show, show_whole in lines
        if (part := part_of(own, whole, mark))
    ]
    return {"name": stat.province, "year": year, "rows": rows, "source": stat.source}


def _whole_hectares(m2: int) -> str:
    """A published area: no decimals that nobody published."""
    return showing.hectares(m2) if m2 % 10_000 else f"{showing.count(m2 // 10_000)} ha"


def _whole_tonnes(grams: int) -> str:
    if grams % 1_000_000:
        return showing.tonnes(grams)
    return _("%(count)s tonnes") % {"count": showing.count(grams // 1_000_000)}


def _row(name: str, one, intake: Intake, estimated: int | None, grades: list[Grade]) -> dict:
    mean = per_kg(intake.amount_vnd, intake.net_g)
    return {
        "name": name,
        "number": one.number if one else "",
        "days": f"{one.starts_on:%d/%m} – {one.ends_on:%d/%m}" if one else "",
        "came": showing.kg(intake.net_g, least=0),
        "value": showing.dong_plain(intake.amount_vnd),
        "mean": showing.dong_plain(mean),
        "estimated": showing.kg(estimated, least=0),
        "share": showing.percent_bp(intake.net_g * 1000 // estimated * 10) if estimated else showing.NOTHING,
        "grades": [showing.kg(intake.by_grade.get(grade.pk, 0), least=0) for grade in grades],
    }


def _chart(rounds, intake, estimated, grades) -> Chart:
    """Lying bars of the rounds by grade, with a mark where the estimate stands."""
    parts = [intake.get(one.pk) or Intake() for one in rounds]
    chart = lying_chart(
        [str(one) for one in rounds],
        [(grade.name, [part.by_grade.get(grade.pk, 0) for part in parts]) for grade in grades],
        show=showing.tonnes,
        axis=lambda grams: showing.count(grams // 1_000_000),
        marks=[(_("Estimate"), [estimated.get(one.pk) for one in rounds])],
    )
    chart.key, chart.title = "rounds", _("What came in by round and grade, tonnes")
    chart.description = _("The upright stroke is the estimate. The numbers are in the table of rounds.")
    return chart


@writes(Right.SEASONS)
def season_new(request):
    """A season that is not there yet."""
    form = SeasonForm(request.seat, request.POST or None)
    form.back = reverse("season-list", args=[request.coop.slug])
    if season := tried(form, lambda: open_season(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("The season %(name)s was added.") % {"name": season.name})
        return redirect("season-page", request.coop.slug, season.pk)
    return render(request, "harvests/seasons_form.html", {"form": form, "season": None, "section": "seasons"})


@writes(Right.SEASONS)
def season_edit(request, pk):
    """A season that is there, and its rounds."""
    season = _season(request, pk)
    form = SeasonForm(request.seat, request.POST or None, instance=season)
    form.back = reverse("season-page", args=[request.coop.slug, pk])
    if tried(
        form, lambda: change_season(request.seat, season=season, version=form.shown_version, **form.facts), PLACES
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("season-page", request.coop.slug, pk)
    return render(request, "harvests/seasons_form.html", {"form": form, "season": season, "section": "seasons"})


def _season(request, pk):
    return or_404(season_by_id(request.coop, pk))
