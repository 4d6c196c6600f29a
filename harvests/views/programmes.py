"""Market programmes: the list with how far each has come, one with its steps in time, the forms, a step moved."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coopsite import clock
from coopsite.formats import showing
from growers.access import reads, writes
from growers.actions.once import Refused
from growers.queries.history import history_of
from growers.rules.roles import Right
from growers.web import download, or_404, page_of, show, tried
from growers.wording import sentences
from harvests.actions.programmes import add_step, change_programme, change_step, move_step, open_programme
from harvests.forms.programmes import PLACES, MoveForm, ProgrammeFilter, ProgrammeForm, StepForm
from harvests.models import MarketProgramme, ProgrammeStep
from harvests.queries.programmes import programme_by_key, programmes, step_by_key, steps_of
from harvests.rules.programmes import Step, is_late, progress

TABS = ("steps", "history")
TAGS = {"todo": "tag-quiet", "doing": "tag-warn", "done": "", "dropped": "tag-quiet"}


@reads
def programme_list(request):
    """Every programme with its next step."""
    filters = ProgrammeFilter(request.coop, request.GET)
    rows = programmes(request.coop, **filters.facts)
    if "format" in request.GET:
        return _download(request, rows)
    page = page_of(request, rows)
    steps = steps_of(request.coop, page)
    context = {
        "filters": filters,
        "page": page,
        "rows": [_listed(request, row, steps[row.pk]) for row in page],
        "counted": showing.count(page.paginator.count),
    }
    return show(request, "harvests/programmes_list.html", "harvests/_programmes_rows.html", context)


def _facts(step: ProgrammeStep) -> Step:
    return Step(step.name, step.status, step.due_on)


def _markets(programme: MarketProgramme) -> str:
    return ", ".join(market.name for market in sorted(programme.markets.all(), key=lambda one: one.position))


def _listed(request, row: MarketProgramme, steps: list[ProgrammeStep]) -> dict:
    found = progress(map(_facts, steps), clock.today())
    following = found.following
    return {
        "url": reverse("programme-page", args=[request.coop.slug, row.pk]),
        "name": row.name,
        "markets": _markets(row),
        "partner": row.trader.name if row.trader else "",
        "first": showing.day(row.first_shipment_on),
        "target": showing.kg(row.target_g, least=0),
        "status": row.get_status_display(),
        "done": _("%(done)s of %(needed)s") % {"done": found.done, "needed": found.needed},
        "next": following.name if following else "",
        "due": showing.day(following.due_on) if following and following.due_on else "",
        "late": showing.count(found.late) if found.late else "",
    }


def _download(request, rows):
    header = [
        _("Programme"), _("Markets"), _("Partner"), _("Programme's status"), _("First shipment by"), _("Target, g"),
        _("No."), _("Step"), _("Status"), _("Due by"), _("Done so far"), _("Of how many"), _("Finished on"), _("Event"),
        _("Note"),
    ]  # fmt: skip
    found = list(rows)
    steps = steps_of(request.coop, found)
    cells = (
        [*_head(row), *_tail(number, step)]
        for row in found
        for number, step in enumerate(steps[row.pk] or [None], start=1)
    )
    return download(request, f"programmes-{request.coop.slug}", header, cells)


def _head(row: MarketProgramme) -> list:
    first = showing.day(row.first_shipment_on) if row.first_shipment_on else ""
    return [row.name, _markets(row), row.trader.name if row.trader else "", row.get_status_display(), first,
            row.target_g]  # fmt: skip


def _tail(number: int, step: ProgrammeStep | None) -> list:
    if step is None:
        return []
    days = [showing.day(day) if day else "" for day in (step.due_on, step.done_on)]
    return [number, step.name, step.get_status_display(), days[0], step.counted, step.count_goal, days[1],
            step.event.title if step.event else "", step.note]  # fmt: skip


@reads
def programme_page(request, pk):
    """One programme with its steps in their order; `?tab=history` for its changes."""
    programme = find(request, pk)
    tab = request.GET.get("tab")
    tab = tab if tab in TABS else TABS[0]
    steps = steps_of(request.coop, [programme])[programme.pk]
    found = progress(map(_facts, steps), clock.today())
    context = {
        "programme": programme,
        "tab": tab,
        "markets": _markets(programme),
        "first": showing.day(programme.first_shipment_on),
        "target": showing.kg_unit(programme.target_g, least=0),
        "done": _("%(done)s of %(needed)s") % {"done": found.done, "needed": found.needed},
        "steps": [_step(request, step, place, len(steps)) for place, step in enumerate(steps)],
        "history": history_of(programme) if tab == "history" else [],
    }
    return render(request, "harvests/programmes_page.html", context)


def _step(request, step: ProgrammeStep, place: int, of: int) -> dict:
    slug, late = request.coop.slug, is_late(_facts(step), clock.today())
    count = {"counted": showing.count(step.counted), "goal": showing.count(step.count_goal)}
    return {
        "number": place + 1,
        "name": step.name,
        "state": step.status,
        "status": step.get_status_display(),
        "tag": "tag-bad" if late else TAGS[step.status],
        "late": late,
        "due": showing.day(step.due_on) if step.due_on else "",
        "done": showing.day(step.done_on) if step.done_on else "",
        "count": _("%(counted)s of %(goal)s") % count if step.count_goal else "",
        "counted": step.counted,
        "goal": step.count_goal,
        "note": step.note,
        "event": step.event.title if step.event else "",
        "event_url": reverse("event-page", args=[slug, step.event_id]) if step.event_id else "",
        "edit": reverse("step-edit", args=[slug, step.programme_id, step.pk]),
        "move": reverse("step-move", args=[slug, step.programme_id, step.pk]),
        "moves": [
            {"to": to, "token": uuid.uuid4(), "sign": sign, "words": words}
            for to, sign, words, can in (
                ("up", "↑", _("Move up"), place > 0), ("down", "↓", _("Move down"), place + 1 < of),
            )
            if can
        ],
    }  # fmt: skip


@writes(Right.ORDERS)
def programme_new(request):
    """A programme that is not there yet."""
    form = ProgrammeForm(request.seat, request.POST or None)
    form.back = reverse("programme-list", args=[request.coop.slug])
    if row := tried(form, lambda: open_programme(request.seat, sent=form.sent, **form.facts), PLACES):
        messages.success(request, _("%(name)s was added.") % {"name": row.name})
        return redirect("programme-page", request.coop.slug, row.pk)
    return render(request, "harvests/programmes_form.html", {"form": form, "title": _("Add programme")})


@writes(Right.ORDERS)
def programme_edit(request, pk):
    """A programme that is there."""
    row = find(request, pk)
    title = _("Change %(title)s") % {"title": row.name}
    form = ProgrammeForm(request.seat, request.POST or None, instance=row)

    def change():
        return change_programme(request.seat, sent=form.sent, programme=row, version=form.shown_version, **form.facts)

    return _saved(request, row, form, change, title)


@writes(Right.ORDERS)
def step_new(request, pk):
    """A step after the last one of a programme."""
    row = find(request, pk)
    form = StepForm(request.seat, request.POST or None, row=row)
    title = _("Add a step to %(name)s") % {"name": row.name}
    return _saved(
        request, row, form, lambda: add_step(request.seat, sent=form.sent, programme=row, **form.facts), title
    )


@writes(Right.ORDERS)
def step_edit(request, pk, key):
    """A step that is there."""
    programme = find(request, pk)
    step = _step_of(programme, key)
    title = _("Change %(title)s") % {"title": step.name}
    form = StepForm(request.seat, request.POST or None, row=programme, instance=step)

    def change():
        return change_step(request.seat, sent=form.sent, step=step, version=form.shown_version, **form.facts)

    return _saved(request, programme, form, change, title)


def _saved(request, programme: MarketProgramme, form, work, title: str):
    form.back = reverse("programme-page", args=[request.coop.slug, programme.pk])
    if tried(form, work, PLACES):
        messages.success(request, _("The changes were saved."))
        return redirect("programme-page", request.coop.slug, programme.pk)
    return render(request, "harvests/programmes_form.html", {"form": form, "title": title})


@writes(Right.ORDERS)
@require_POST
def step_move(request, pk, key):
    """Let a step change places with its neighbour."""
    programme = find(request, pk)
    step = _step_of(programme, key)
    form = MoveForm(request.seat, request.POST, row=step)
    if form.is_valid():
        try:
            move_step(request.seat, sent=form.sent, step=step, up=form.data.get("to") == "up")
        except Refused as refused:
            for words in sentences(refused.verdict):
                messages.error(request, words)
    return redirect("programme-page", request.coop.slug, programme.pk)


def find(request, pk) -> MarketProgramme:
    """The programme of the address, or 404."""
    return or_404(programme_by_key(request.coop, pk))


def _step_of(programme: MarketProgramme, key) -> ProgrammeStep:
    return or_404(step_by_key(programme, key))
