"""The back-entry grid: a paper pad typed or pasted after a power cut, checked by its sums, saved as a whole."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coopsite import clock
from coopsite.formats import showing
from growers.access import writes
from growers.rules.roles import Right
from harvests.actions.back_entry import enter_papers
from harvests.actions.records import NotRecorded, Unconfirmed
from harvests.forms.back_entry import GROSS, BackEntryForm
from harvests.queries.back_entry import judge_papers, papers_around
from harvests.queries.records import papers_used
from harvests.queries.scale import season_of_day, sheet_at


@writes(Right.WEIGH)
def back_entry(request):
    """M8b: "Check" shows nets, column sums and gaps; "Save" writes every slip or none."""
    form = BackEntryForm(request.seat, request.POST or None)
    gaps: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        day, save = form.cleaned_data["day"], "save" in request.POST
        if save and (book := _saved(request, form)):
            messages.success(request, _("%(count)s slips were entered.") % {"count": len(form.papers)})
            return redirect("day-page", request.coop.slug, book.day.isoformat())
        if not save:
            judge_papers(request.coop, day, form.papers, clock.today())
        gaps = form.mark_gaps(papers_around(request.coop, day))
        form.add_judgement(_used(request.coop, day, form))
    moment = clock.now()
    season = season_of_day(request.coop, moment.date())
    sheet = sheet_at(request.coop, season.commodity_id if season else request.coop.commodity_id, moment)
    context = {
        "form": form,
        "gaps": gaps,
        "checked": request.method == "POST" and not form.errors,
        "totals": form.totals,
        "gross": GROSS,
        "grades": ", ".join(grade.code for grade in sheet.grades.values() if grade.kind in ("graded", "offgrade")),
        "crates": ", ".join(f"{crate.code} {showing.kg_unit(crate.tare_g)}" for crate in sheet.crates.values()),
    }
    return render(request, "harvests/back_entry.html", context, status=422 if form.errors else 200)


def _saved(request, form):
    """The book of the day when everything was written, or None; the slips then carry what speaks against them."""
    day, confirmed = form.cleaned_data["day"], form.cleaned_data["confirmed"]
    try:
        return enter_papers(request.seat, sent=form.sent, day=day, papers=form.papers, confirmed=confirmed)
    except (NotRecorded, Unconfirmed):
        return None


def _used(coop, day, form) -> set[str]:
    """Numbers that stand twice on the sheet, or on a ticket of the day."""
    numbers = Counter(paper.paper_no for paper in form.papers if paper.paper_no)
    return {number for number, count in numbers.items() if count > 1} | papers_used(coop, day, numbers)
