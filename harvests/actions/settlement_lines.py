"""Closing a run, which writes its lines and claims what they pay, and approving it, which posts what they deduct."""

import datetime as dt
from collections.abc import Iterable

from coopsite import clock
from growers.actions.once import Refused, audit, insist, save_version, use_case
from growers.queries.seats import Seat
from growers.rules.roles import Right
from growers.rules.verdicts import Reason
from harvests.actions.debts import Taking, take_back_all
from harvests.actions.ledger import post
from harvests.actions.months import hold_month
from harvests.actions.settlements import insist_on_version, taken_run
from harvests.models import (
    AccountDocument,
    HarvestRecord,
    InputSale,
    LedgerEntry,
    SettlementItem,
    SettlementLine,
    SettlementOffset,
    SettlementRun,
)
from harvests.queries.settlement_lines import Draft, draft_of, lines_of, offsets_of_run
from harvests.rules.settlement_lines import ASKED, SUMS, Line
from harvests.rules.settlements import APPROVED, CLOSED, PAID, Event, judge_approval, judge_closing

Kind, Account = LedgerEntry.Kind, LedgerEntry.Account
AT_ONCE = 10_000  # keys in one statement; SQLite takes 32,766


@use_case
def close_run(
    seat: Seat, *, run: SettlementRun, version: int | None = None, seen: str = "", reason: str = ""
) -> SettlementRun:
    """Close a draft as its table stands: write the lines, claim their entries, reserve what they take back of debts.

    `seen` is the digest of the table that was looked at: Refused ("settlement_changed") when it is another one now.
    `reason` accepts account names that differ, and is kept with them. All or nothing; from here on no amount changes.
    """
    hold_month(seat.cooperative, clock.today())
    stored = taken_run(seat, run, Event.CLOSE)
    insist_on_version(stored, version)
    draft = _held(seat, stored)
    if seen and seen != draft.digest:
        raise Refused.because("settlement_changed", pay_vnd=draft.totals["pay_vnd"], n=len(draft.lines))
    insist(judge_closing(stored.status, draft.lines, reason=reason))
    rows = SettlementLine.objects.bulk_create(
        written_line(stored, line, place, reason) for place, line in enumerate(draft.lines, start=1)
    )
    pairs = [*zip(rows, draft.lines, strict=True)]
    SettlementItem.objects.bulk_create(items_for(pairs), batch_size=1_000)
    SettlementOffset.objects.bulk_create(offsets_for(pairs), batch_size=1_000)
    taken = [Taking(amount, debt.document, debt.sale) for line in draft.lines for debt, amount in line.offsets]
    if taken:
        take_back_all(seat, taken)
    sums = draft.totals
    for name in ("net_g", "fruit_vnd", "carried_vnd", "pay_vnd"):
        setattr(stored, name, sums[name])
    stored.deducted_vnd = sum(line.deducted_vnd for line in draft.lines)
    stored.lines_count = len(rows)
    stored.status, stored.closed_by, stored.closed_at = CLOSED, seat.user, clock.now()
    save_version(stored, stored.version)
    audit(seat, "run closed", stored, lines=len(rows), reason=reason, **{name: sums[name] for name in SUMS})
    return stored


@use_case
def approve_run(seat: Seat, *, run: SettlementRun, version: int | None = None) -> SettlementRun:
    """Approve a closed run that somebody else opened and closed: fees, offsets and what is carried go on the accounts.

    From then on each line's entries on the fruit account add up to what it pays.
    """
    today = clock.today()
    hold_month(seat.cooperative, today)
    stored = taken_run(seat, run, Event.APPROVE)
    insist_on_version(stored, version)
    people = {"user": seat.user.pk, "made_by": stored.made_by_id, "closed_by": stored.closed_by_id}
    insist(judge_approval(stored.status, **people, is_director=seat.may(Right.APPROVE)))
    lines = [*lines_of(stored)]
    post(seat, (entry for line in lines for entry in carries_in(line, today)))
    claimed = post(seat, [*deductions(lines, offsets_of_run(stored), today)])
    of_fruit = [entry for entry in claimed if entry.account == Account.FRUIT]
    SettlementItem.objects.bulk_create(
        (SettlementItem(cooperative=seat.cooperative, line_id=entry.line_id, entry=entry, amount_vnd=entry.amount_vnd)
         for entry in of_fruit),
        batch_size=1_000,
    )  # fmt: skip
    post(seat, [*back_on_debts(offsets_of_run(stored), today)])
    stored.status = APPROVED if stored.pay_vnd else PAID
    stored.approved_by, stored.approved_at, stored.approved_on = seat.user, clock.now(), today
    save_version(stored, stored.version)
    audit(seat, "run approved", stored, pay_vnd=stored.pay_vnd, lines=len(lines))
    return stored


def _held(seat: Seat, run: SettlementRun) -> Draft:
    """The draft with all it is made of held: who corrects a ticket or voids a paper meanwhile has to wait.

    What was read before it was held is read again; on the second look there is rarely anything new to hold.
    """
    held: set[tuple[type, int]] = set()
    while True:
        draft = draft_of(run)
        behind = {*_behind(draft)}
        if behind <= held:
            return draft
        for model in (HarvestRecord, AccountDocument, InputSale):
            keys = sorted(key for kind, key in behind - held if kind is model)
            for first in range(0, len(keys), AT_ONCE):
                rows = model.objects.of(seat.cooperative).filter(pk__in=keys[first : first + AT_ONCE]).order_by("pk")
                [*rows.select_for_update().values_list("pk")]
        held |= behind


def _behind(draft: Draft) -> Iterable[tuple[type, int]]:
    """The tickets and papers that a draft pays or takes back."""
    for line in draft.lines:
        for row in line.movements:
            if row.record_id:
                yield HarvestRecord, row.record_id
            elif row.document_id:
                yield AccountDocument, row.document_id
        for debt, _amount in line.offsets:
            yield (AccountDocument, debt.document) if debt.document else (InputSale, debt.sale)


def written_line(run: SettlementRun, line: Line, position: int, reason: str) -> SettlementLine:
    """The unsaved line of a run as its computation gave it; `reason` accepted a name that differs."""
    payee = line.payee
    return SettlementLine(
        cooperative_id=run.cooperative_id, run=run, position=position, household_id=payee.household_id,
        code=payee.code, name=payee.name, means=line.means, bank_id=payee.bank_id, account_sealed=payee.account,
        account_name=payee.account_name, warnings=[_plain(warning, reason) for warning in line.warnings],
        **{name: getattr(line, name) for name in SUMS},
    )  # fmt: skip


def _plain(warning: Reason, reason: str) -> dict:
    """A warning as it is kept; one that was accepted says why, and leaves names to the line itself."""
    if warning.code in ASKED:
        return {"code": warning.code, "data": {"reason": reason}}
    data = {name: f"{value:%Y-%m-%d}" if isinstance(value, dt.date) else value for name, value in warning.data.items()}
    return {"code": warning.code, "data": data}


def items_for(pairs: Iterable[tuple[SettlementLine, Line]]) -> Iterable[SettlementItem]:
    """The unsaved claims of saved lines on the entries they pay."""
    for row, line in pairs:
        for found in line.movements:
            yield SettlementItem(
                cooperative_id=row.cooperative_id, line=row, entry_id=found.pk, amount_vnd=found.amount_vnd,
                net_g=found.net_g,
            )  # fmt: skip


def offsets_for(pairs: Iterable[tuple[SettlementLine, Line]]) -> Iterable[SettlementOffset]:
    """What saved lines take back of debts, unsaved."""
    for row, line in pairs:
        for debt, amount in line.offsets:
            yield SettlementOffset(
                cooperative_id=row.cooperative_id, line=row, document_id=debt.document, sale_id=debt.sale,
                amount_vnd=amount,
            )  # fmt: skip


def deductions(lines: Iterable[SettlementLine], offsets: Iterable[SettlementOffset], day: dt.date):
    """What takes the fruit account from what was earned to what is paid."""
    for line in lines:
        if line.fee_vnd:
            yield _entry(line, Kind.FEE, Account.FRUIT, -line.fee_vnd, day)
        if line.carried_vnd:
            yield _entry(line, Kind.CARRY, Account.FRUIT, -line.carried_vnd, day)
    for offset in offsets:
        yield _entry(offset.line, Kind.OFFSET, Account.FRUIT, -offset.amount_vnd, day, _name(offset))


def back_on_debts(offsets: Iterable[SettlementOffset], day: dt.date):
    """The other leg of each offset, on the account of the debt."""
    for offset in offsets:
        account = offset.document.kind if offset.document_id else Account.INPUTS
        yield _entry(offset.line, Kind.OFFSET, account, offset.amount_vnd, day, _name(offset))


def carries_in(line: SettlementLine, day: dt.date):
    """What the next run begins with."""
    if line.carried_vnd:
        yield _entry(line, Kind.CARRY, Account.FRUIT, line.carried_vnd, day)


def _entry(line: SettlementLine, kind: str, account: str, amount: int, day: dt.date, note: str = "") -> LedgerEntry:
    return LedgerEntry(
        household_id=line.household_id, account=account, kind=kind, day=day, amount_vnd=amount, line=line, note=note
    )  # fmt: skip


def _name(offset: SettlementOffset) -> str:
    return (offset.document or offset.sale).code
