"""The life of an uploaded register: taken in, its columns assigned, claimed for writing, written or given back."""

import hashlib
import json
from collections.abc import Callable

from django.db import transaction

from coopsite import clock
from growers.actions.once import Refused, audit, use_case
from growers.models import ImportRun
from growers.queries.imports import progress_file
from growers.queries.seats import Seat
from growers.rules.imports import BAD, DUPLICATE, Plan

Status = ImportRun.Status
Tell = Callable[[int, int], None]


@use_case
def upload_register(seat: Seat, *, kind: str, filename: str, content: bytes) -> ImportRun:
    """Keep a file for its preview; nothing of it is written yet."""
    run = ImportRun(
        cooperative=seat.cooperative,
        kind=kind,
        filename=filename[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=seat.user,
        uploaded_at=clock.now(),
    )
    run.save()
    audit(seat, "register uploaded", run, kind=kind, sha256=run.sha256)
    return run


@use_case
def assign_columns(seat: Seat, *, run: ImportRun, mapping: dict, options: dict) -> ImportRun:
    """Remember which column of the file is what, and how doubtful rows are to be taken."""
    rows = ImportRun.objects.of(seat.cooperative).filter(pk=run.pk, status=Status.PREVIEW)
    if not rows.update(mapping=mapping, options=options):
        raise Refused.because("import_not_open")
    run.mapping, run.options = mapping, options
    return run


@use_case
def claim_run(seat: Seat, *, run: ImportRun, total: int) -> ImportRun:
    """Take a previewed file for writing; only one of several clicks gets it, the others are refused."""
    rows = ImportRun.objects.of(seat.cooperative).filter(pk=run.pk, status=Status.PREVIEW)
    if not rows.update(status=Status.WRITING, rows_total=total):
        raise Refused.because("import_not_open")
    run.status = Status.WRITING
    return run


def write_run(seat: Seat, run: ImportRun, plan: Plan, write: Callable[[Seat, Plan, Tell], list[dict]]) -> ImportRun:
    """Carry out a claimed run: everything in one transaction, or the file goes back to its preview.

    Whatever interrupts the writing leaves the register as it was.
    """
    try:
        with transaction.atomic(durable=True):
            made = write(seat, plan, _teller(run))
            counts = plan.counts
            refused = [planned.number for planned in plan.rows if planned.outcome in (BAD, DUPLICATE)]
            run.report = {"made": made, "counts": counts, "totals": plan.totals, "refused": refused}
            run.status, run.finished_at, run.rows_done = Status.DONE, clock.now(), len(plan.rows) - counts[BAD]
            run.save(update_fields=["report", "status", "finished_at", "rows_done"])
            audit(seat, "register imported", run, counts=counts, totals=plan.totals)
    except BaseException:
        rows = ImportRun.objects.of(seat.cooperative).filter(pk=run.pk)
        rows.update(status=Status.PREVIEW, report={"failed": True})
        raise
    finally:
        progress_file(run).unlink(missing_ok=True)
    return run


def give_back(seat: Seat, run: ImportRun) -> None:
    """Return a run to its preview when its writer died; what it wrote was rolled back with it."""
    rows = ImportRun.objects.of(seat.cooperative).filter(pk=run.pk, status=Status.WRITING)
    with transaction.atomic(durable=True):
        rows.update(status=Status.PREVIEW)


def _teller(run: ImportRun) -> Tell:
    file = progress_file(run)
    file.parent.mkdir(parents=True, exist_ok=True)

    def tell(done: int, total: int) -> None:
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps([done, total]))
        fresh.replace(file)

    return tell
