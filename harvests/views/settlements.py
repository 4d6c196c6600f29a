"""Pages about settlement runs: the list, a run with its steps and its table, its rules, and choices in a draft."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.access import reads, writes
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from growers.web import download, or_404, page_of, show, trail_of, tried
from growers.wording import sentence
from harvests.actions.settlements import change_run, choose, open_run
from harvests.forms.settlements import PLACES, ChoicesForm, RunFilter, RunForm
from harvests.models import SettlementRun
from harvests.queries.settlement_lines import draft_of, lines_of, standing_payment, unpaid
from harvests.queries.settlements import LISTED, other_drafts, run_by_code, runs, sums_of
from harvests.rules.settlement_lines import ASKED, BIG_DAY, EARLIER, RED, SUMS
from harvests.rules.settlements import ALLOWED, DRAFT, read_code
from harvests.views import settlements_shown as shown
from harvests.wording_settlements import VERBS

CHOICES = ("", "transfer", "cash", "out")


@reads
def run_list(request):
    """M19: every run with what it pays."""
    filters = RunFilter(request.coop, request.GET)
    rows = runs(request.coop, **filters.facts)
    sums = sums_of(rows)
    page = page_of(request, rows.values(*LISTED), total=sums.runs)
    context = {
        "filters": filters,
        "page": page,
        "rows": shown.shown_rows(reverse("run-list", args=[request.coop.slug]), page),
        "sums": {
            "runs": showing.count(sums.runs), "pay": showing.dong_plain(sums.pay_vnd),
            "paid": showing.dong_plain(sums.paid_vnd),
        },
        "narrowed": any(filters.facts.values()),
    }  # fmt: skip
    return show(request, "harvests/settlements_list.html", "harvests/_settlements_rows.html", context)


@reads
def run_page(request, code):
    """One run: the table is computed while it is a draft, and stands as written from then on."""
    run = find(request, code)
    if "format" in request.GET:
        return _download(request, run)
    return render(request, "harvests/settlements_page.html", page_context(request, run))


def page_context(request, run: SettlementRun, **more) -> dict:
    """What a run's page shows; `more` replaces parts of it, such as a form that was refused."""
    context = {
        "run": run,
        "tag": shown.TAGS[run.status],
        "steps": shown.shown_steps(run),
        "facts": shown.shown_facts(run),
        "may": {event: run.status in states for event, states in ALLOWED.items()},
        "own": request.seat.user.pk in (run.made_by_id, run.closed_by_id),
        "trail": trail_of(run, VERBS),
        "left_out": [],
        "form": None,
    }  # fmt: skip
    part = _drafted(request, run) if run.status == DRAFT else _written(run)
    return {**context, **part, **more}


def _drafted(request, run: SettlementRun) -> dict:
    draft = draft_of(run)
    codes = [code for line in draft.lines for code in line.codes]
    early, big = ([reason.data for line in draft.lines for reason in line.warnings if reason.code == code]
                  for code in (EARLIER, BIG_DAY))  # fmt: skip
    return {
        "rows": shown.shown_draft(run, draft),
        "totals": shown.shown_totals(draft.totals, len(draft.lines)),
        "columns": shown.columns(draft.lines),
        "left_out": [
            {"code": row.code, "name": row.name, "amount": showing.dong_plain(row.amount_vnd)} for row in draft.left_out
        ],
        "red": sum(code in RED for code in codes),
        "asked": sum(code in ASKED for code in codes),
        "early": {"n": showing.count(sum(row["n"] for row in early)), "households": len(early)} if early else None,
        "big": {"n": sum(row["days"] for row in big), "limit": showing.dong(big[0]["limit_vnd"])} if big else None,
        "others": [row.code for row in other_drafts(run)],
        "form": ChoicesForm(request.seat, run),
        "choices": [(choice, str(name)) for choice, name in zip(CHOICES, _choice_names(), strict=True)],
    }  # fmt: skip


def _choice_names():
    return _("as in the rules"), _("bank transfer"), _("cash"), _("leave out")


def _written(run: SettlementRun) -> dict:
    lines = [*lines_of(run)]
    sums = {name: sum(getattr(line, name) for line in lines) for name in SUMS}
    left = unpaid(lines)
    return {
        "rows": shown.shown_lines(run, lines),
        "totals": shown.shown_totals(sums, len(lines)),
        "columns": shown.columns(lines),
        "left": {"n": showing.count(len(left)), "sum": showing.dong(sum(line.pay_vnd for line in left))},
        "choices": [],
    }


def _download(request, run: SettlementRun):
    if run.status == DRAFT:
        found = [
            (line, "; ".join(str(sentence(reason)) for reason in line.warnings), "") for line in draft_of(run).lines
        ]
    else:
        found = []
        for line in lines_of(run):
            payment = standing_payment(line)
            said = "; ".join(str(sentence(shown.kept_with(line, reason))) for reason in line.warnings)
            paid = f"{payment.paper} {showing.day(payment.day)}" if payment else ""
            found.append((line, said, paid))
    header, rows, totals = shown.sheet(found)
    return download(request, f"{run.code}-{request.coop.slug}", header, rows, totals)


@writes(Right.SETTLE)
def run_new(request):
    """Open a draft; `?like=` takes the rules of another run."""
    like = _by_code(request, request.GET.get("like", ""))
    form = RunForm(request.seat, request.POST or None, like=like)
    form.back = reverse("run-list", args=[request.coop.slug])
    if run := tried(form, lambda: open_run(request.seat, sent=form.sent, **form.facts), PLACES):
        return redirect("run-page", request.coop.slug, run.code)
    return render(request, "harvests/settlements_form.html", {"form": form, "run": None})


@writes(Right.SETTLE)
def run_edit(request, code):
    """Change the rules of a draft."""
    run = find(request, code)
    if request.method != "POST" and run.status != DRAFT:
        messages.warning(request, sentence(Reason("settlement_not_now_change")))
        return redirect("run-page", request.coop.slug, run.code)
    form = RunForm(request.seat, request.POST or None, instance=run)
    form.back = reverse("run-page", args=[request.coop.slug, run.code])
    if tried(
        form,
        lambda: change_run(request.seat, sent=form.sent, run=run, version=form.shown_version, **form.facts),
        PLACES,
    ):
        messages.success(request, _("The changes were saved."))
        return redirect("run-page", request.coop.slug, run.code)
    return render(request, "harvests/settlements_form.html", {"form": form, "run": run})


@writes(Right.SETTLE)
def run_choose(request, code):
    """Say of households how a draft treats them."""
    run = find(request, code)
    form = ChoicesForm(request.seat, run, request.POST or None)
    if tried(form, lambda: choose(request.seat, sent=form.sent, run=run, **form.facts), PLACES):
        messages.success(request, _("The choices were saved."))
        return redirect("run-page", request.coop.slug, run.code)
    if request.method != "POST" or run.status != DRAFT:
        for error in form.non_field_errors():
            messages.error(request, error)
        return redirect("run-page", request.coop.slug, run.code)
    return render(request, "harvests/settlements_page.html", page_context(request, run, form=form))


def find(request, code: str) -> SettlementRun:
    """The run with this number in the co-operative of the request, or 404."""
    return or_404(_by_code(request, code))


def _by_code(request, code: str) -> SettlementRun | None:
    number = read_code(code)
    return run_by_code(request.coop, *number) if number else None
