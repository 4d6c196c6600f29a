"""What can be done to a settlement run besides its money: opened, changed, chosen in, cancelled, locked."""

from collections.abc import Mapping

from coopsite import clock
from growers.actions.once import Refused, audit, change_row, insist, save_version, use_case
from growers.queries.households import households_by_code
from growers.queries.seats import Seat
from harvests.actions.debts import Taking, give_back_all
from harvests.actions.months import hold_month
from harvests.actions.numbers import next_number
from harvests.models import SettlementChoice, SettlementItem, SettlementOffset, SettlementRun
from harvests.queries.settlement_lines import offsets_of_run
from harvests.rules.settlements import CANCELLED, CLOSED, LOCKED, Event, judge_event, judge_run

SERIES = "TT"
LEAVE_OUT = "out"


@use_case
def open_run(seat: Seat, **facts) -> SettlementRun:
    """Open a draft over a period with the next number of its year; raises Refused and ValidationError by field."""
    insist(judge_run(facts, today=clock.today()))
    run = SettlementRun(cooperative=seat.cooperative, made_by=seat.user, made_at=clock.now(), **facts)
    run.year = run.day_to.year
    run.number = next_number(seat.cooperative, SERIES, run.year)
    run.full_clean()
    run.save()
    audit(seat, "run opened", run, day_from=str(run.day_from), day_to=str(run.day_to))
    return run


@use_case
def change_run(seat: Seat, *, run: SettlementRun, version: int, **facts) -> SettlementRun:
    """Change the rules of a draft as it stood at `version`; raises Stale, Refused, ValidationError."""
    stored = taken_run(seat, run, Event.CHANGE)
    insist(judge_run({"day_from": stored.day_from, "day_to": stored.day_to, **facts}, today=clock.today()))
    return change_row(seat, "run changed", stored, version, facts)


@use_case
def choose(seat: Seat, *, run: SettlementRun, choices: Mapping[str, str]) -> SettlementRun:
    """Say of households (by code) how a draft treats them: "out", "transfer", "cash", or "" as its rules say.

    Households that are not named keep what was said of them. Raises Refused for a code nobody has.
    """
    stored = taken_run(seat, run, Event.CHANGE)
    found = households_by_code(seat.cooperative, choices)
    if lost := sorted(choices.keys() - found.keys()):
        raise Refused.because("settlement_household_unknown", households=", ".join(lost))
    for code, choice in choices.items():
        out = choice == LEAVE_OUT
        SettlementChoice.objects.update_or_create(
            cooperative=seat.cooperative, run=stored, household=found[code],
            defaults={"leave_out": out, "means": "" if out else choice},
        )  # fmt: skip
    save_version(stored, stored.version)
    audit(seat, "run chosen", stored, choices=dict(choices))
    return stored


@use_case
def cancel_run(seat: Seat, *, run: SettlementRun, reason: str) -> SettlementRun:
    """End a draft, or a closed run that the director does not approve: what it claimed and took back is free again."""
    hold_month(seat.cooperative, clock.today())
    stored = taken_run(seat, run, Event.CANCEL)
    if not reason:
        raise Refused.because("settlement_cancel_without_reason")
    was = stored.status
    if was == CLOSED:
        _free(seat, stored)
    stored.status, stored.cancel_reason = CANCELLED, reason
    save_version(stored, stored.version)
    audit(seat, "run cancelled", stored, was=was, reason=reason)
    return stored


@use_case
def lock_run(seat: Seat, *, run: SettlementRun) -> SettlementRun:
    """End a run of which all is paid: from now on nothing of it comes back."""
    stored = taken_run(seat, run, Event.LOCK)
    stored.status, stored.locked_by, stored.locked_at = LOCKED, seat.user, clock.now()
    save_version(stored, stored.version)
    audit(seat, "run locked", stored, paid_vnd=stored.paid_vnd)
    return stored


def taken_run(seat: Seat, run: SettlementRun, event: Event) -> SettlementRun:
    """The run as it stands, held for the rest of the transaction, if `event` may happen to it; raises Refused.

    SQLite has no row locks; there the transaction itself holds the one write lock.
    """
    stored = SettlementRun.objects.of(seat.cooperative).select_for_update().get(pk=run.pk)
    insist(judge_event(stored.status, event))
    return stored


def insist_on_version(run: SettlementRun, version: int | None) -> None:
    """Refuse a step that was decided on before somebody else did something to the run; None: nobody looked."""
    if version is not None and run.version != version:
        raise Refused.because("settlement_stale")


def _free(seat: Seat, run: SettlementRun) -> None:
    """Let the next run have what this one claimed."""
    coop = seat.cooperative
    give_back_all(seat, [Taking(row.amount_vnd, row.document_id, row.sale_id) for row in offsets_of_run(run)])
    for model in (SettlementItem, SettlementOffset):
        model.objects.of(coop).filter(line__run=run, is_live=True).update(is_live=False)
