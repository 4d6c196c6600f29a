"""Bringing in a register: upload, preview with its columns, confirmation, progress, result, and the refused rows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coopsite.formats import showing
from growers.access import writes
from growers.actions.imports import assign_columns, claim_run, give_back, upload_register
from growers.forms.imports import ChoicesForm, UploadForm
from growers.models import ImportRun
from growers.queries.households import names_of_codes
from growers.queries.imports import progress_of, run_by_id, runs_of
from growers.rules.imports import Plan
from growers.rules.roles import Right
from growers.rules.sheets import BadFile
from growers.rules.verdicts import Reason
from growers.web import download, or_404, page_of
from growers.wording import sentence
from harvests.actions.imports import IMPORTERS, plan_of, plan_of_run, write_behind, write_plan
from harvests.views import import_tables as tables

AT_ONCE = 300  # rows that are written before the answer; more are written behind a page that shows the progress


@writes(Right.IMPORT)
def import_list(request):
    """M26: a new file, and what was brought in before."""
    form = UploadForm(request.seat, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _taken_in(request, form)
        if run is not None:
            return redirect("import-page", request.coop.slug, run.pk)
    page = page_of(request, runs_of(request.coop))
    context = {"form": form, "page": page, "rows": [_listed(run, request.coop.slug) for run in page]}
    return render(request, "harvests/imports_list.html", context)


def _taken_in(request, form) -> ImportRun | None:
    """The stored upload; None when the file cannot be read, which is then said next to the field."""
    facts = form.facts
    if not facts:
        return upload_register(request.seat, sent=form.sent, kind="", filename="", content=b"")
    content = facts["file"].read()
    try:
        plan_of(request.coop, facts["kind"], content, facts["file"].name, {}, {})
    except BadFile as bad:
        form.add_error("file", ValidationError(sentence(Reason(bad.code, bad.data)), bad.code))
        return None
    return upload_register(
        request.seat, sent=form.sent, kind=facts["kind"], filename=facts["file"].name, content=content
    )


def _listed(run: ImportRun, slug: str) -> dict:
    return {
        "url": reverse("import-page", args=[slug, run.pk]),
        "filename": run.filename,
        "kind": run.get_kind_display(),
        "status": run.get_status_display(),
        "rows": showing.count(run.rows_done) if run.status == ImportRun.Status.DONE else "–",
        "at": showing.day_time(run.uploaded_at),
        "who": run.uploaded_by.display_name,
    }


@writes(Right.IMPORT)
@require_safe
def import_page(request, pk):
    """The preview of a file, the progress of its writing, or its result."""
    run = _run(request, pk)
    if run.status == ImportRun.Status.DONE or not run.content:  # emptied when somebody's data were erased
        return render(request, "harvests/imports_done.html", _result(run))
    if run.status == ImportRun.Status.WRITING:
        return _progress(request, run)
    return _preview(request, run)


def _progress(request, run: ImportRun):
    done, total = progress_of(run)
    total = total or run.rows_total
    context = {"run": run, "done": done, "total": total, "told": showing.count(done), "of": showing.count(total)}
    fragment = "harvests/_imports_progress.html" if request.htmx else "harvests/imports_progress.html"
    return render(request, fragment, context)


def _preview(request, run: ImportRun, form: ChoicesForm | None = None):
    plan = plan_of_run(run)
    schema = IMPORTERS[run.kind].schema(request.coop)
    context = {
        "run": run,
        "form": form or ChoicesForm(request.seat, initial=run.options),
        "columns": tables.columns(plan, schema),
        "headings": tables.headings(plan, schema),
        "rows": tables.rows(plan, schema),
        "all_rows": len(plan.rows),
        "counts": _counted(plan.counts),
        "sums": tables.sums(plan),
        "problems": tables.file_words(plan.preview.problems, schema),
        "notes": tables.file_words(plan.preview.notes, schema),
        "skipped": [(number, tables.told(f"skip_{why}", {}), text) for number, why, text in plan.preview.skipped
                    if why != "blank"][:30],
        "possible": plan.possible and not _held_back(run, plan),
        "held_back": _held_back(run, plan),
        "refused": plan.counts["bad"] + plan.counts["duplicate"],
        "failed": bool(run.report.get("failed")),
    }  # fmt: skip
    return render(request, "harvests/imports_preview.html", context)


def _counted(counts: dict[str, int]) -> list[tuple[str, str, str]]:
    """(name, number, mark) of each outcome that occurs."""
    names = tables.outcome_names()
    return [(names[key], showing.count(number), tables.MARKS[key]) for key, number in counts.items() if number]


def _held_back(run: ImportRun, plan: Plan) -> bool:
    """Whether "all or nothing" was chosen and a row is refused."""
    return bool(run.options.get("all_or_nothing") and plan.counts["bad"])


def _result(run: ImportRun) -> dict:
    counts = run.report.get("counts", {})
    links = {"household": "household-page", "plot": "household-page", "ticket": "harvest-page", "product": "input-page"}
    slug = run.cooperative.slug
    made = run.report.get("made", [])
    shown = made[:500]
    # The report keeps codes: a name that it kept would outlive the person's own row.
    names = names_of_codes(run.cooperative, {row["code"] for row in shown if row["what"] == "household"})
    return {
        "run": run,
        "counts": _counted(counts),
        "refused": counts.get("bad", 0) + counts.get("duplicate", 0) if run.content else 0,
        "made": [
            {
                "row": row["row"],
                "label": f"{row['code']} – {names[row['code']]}" if row["what"] == "household" else row["label"],
                "url": reverse(links[row["what"]], args=[slug, row["code"]]),
            }
            for row in shown
            if row["what"] != "household" or row["code"] in names
        ],
        "more": max(0, len(made) - 500),
    }


@writes(Right.IMPORT)
@require_POST
def import_columns(request, pk):
    """What each column is, and how doubtful rows are taken."""
    run = _run(request, pk)
    form = ChoicesForm(request.seat, request.POST)
    form.is_valid()
    mapping = {
        name.removeprefix("column-"): value for name, value in request.POST.items() if name.startswith("column-")
    }
    assign_columns(request.seat, run=run, mapping=mapping, options=form.facts)
    return redirect("import-page", request.coop.slug, run.pk)


@writes(Right.IMPORT)
@require_POST
def import_confirm(request, pk):
    """Write the good rows: a short file before the answer, a long one behind a page that shows the progress."""
    run = _run(request, pk)
    plan = plan_of_run(run) if run.status == ImportRun.Status.PREVIEW else None
    if plan is None:
        return redirect("import-page", request.coop.slug, run.pk)
    if not plan.possible or _held_back(run, plan):
        messages.error(request, _("Nothing was written: see what is said of the rows below."))
        return redirect("import-page", request.coop.slug, run.pk)
    run = claim_run(request.seat, run=run, total=len(plan.rows))
    (write_plan if len(plan.rows) <= AT_ONCE else write_behind)(request.seat, run, plan)
    return redirect("import-page", request.coop.slug, run.pk)


@writes(Right.IMPORT)
@require_POST
def import_give_back(request, pk):
    """Return a file whose writing broke off to its preview."""
    give_back(request.seat, _run(request, pk))
    return redirect("import-page", request.coop.slug, pk)


@writes(Right.IMPORT)
@require_safe
def import_refused(request, pk):
    """The refused rows with their reasons, to be mended and sent again."""
    run = _run(request, pk)
    if not run.content:
        raise Http404
    header, rows = tables.refused_sheet(
        plan_of_run(run), IMPORTERS[run.kind].schema(request.coop), run.report.get("refused")
    )
    return download(request, f"refused-{request.coop.slug}-{run.pk}", header, rows)


@writes(Right.IMPORT)
@require_safe
def import_template(request, kind):
    """An empty sheet with the columns that are understood, in the language of the page."""
    if kind not in IMPORTERS:
        raise Http404
    names = tables.labels(IMPORTERS[kind].schema(request.coop))
    return download(request, f"{kind}-{request.coop.slug}", list(names.values()), [])


def _run(request, pk) -> ImportRun:
    return or_404(run_by_id(request.coop, pk))
