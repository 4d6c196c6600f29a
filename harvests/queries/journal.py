"""The movements of a span of days as journal rows: one row for each thing that happened."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from growers.models import Cooperative
from harvests.models import DepositMove, JournalAccount, LedgerEntry, TraderEntry

Kind, Account = LedgerEntry.Kind, LedgerEntry.Account
HOUSEHOLD = ("record", "document", "sale", "payment", "line__run")
TRADER = ("deposit", "move__deposit", "receivable", "receipt", "claim")
# Movements that lower what a household is owed are booked as amounts above zero all the same.
AGAINST = (Kind.FEE, Kind.TRANSPORT, Kind.PENALTY, Kind.ADVANCE, Kind.LOAN, Kind.INPUT_SALE, Kind.PAYMENT)
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class JournalRow:
    """`key` names the movement (harvests.rules.journal), dong below zero take one back, `means` is how it was paid."""

    day: dt.date
    number: str
    key: str
    party: str
    name: str
    amount_vnd: int
    means: str = ""
    note: str = ""


def own_accounts(coop: Cooperative) -> dict[str, JournalAccount]:
    """{movement: the accounts that the co-operative set}."""
    return {row.key: row for row in JournalAccount.objects.of(coop)}


def journal_rows(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    """Households' movements, then traders', each by day, in a stream. What a run carries forward is no movement."""
    yield from _of_households(coop, first, last)
    yield from _of_traders(coop, first, last)
    yield from _penalties(coop, first, last)


def _of_households(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    rows = LedgerEntry.objects.of(coop).filter(day__gte=first, day__lte=last).exclude(kind=Kind.CARRY)
    # An offset has an entry on each of two accounts, and is one row: that of the debt.
    rows = rows.exclude(kind=Kind.OFFSET, account=Account.FRUIT).order_by("day", "pk")
    names = ("household", "reverses", *HOUSEHOLD, *(f"reverses__{name}" for name in HOUSEHOLD))
    for entry in rows.select_related(*names).iterator(chunk_size=BATCH):
        of = entry.reverses or entry
        sign = -1 if of.kind in AGAINST else 1
        source = of.record or of.document or of.sale or of.payment or of.line.run
        household, means = entry.household, getattr(of.payment or of.document, "means", "")
        yield JournalRow(
            entry.day, str(source), _key(of), household.code, household.name, sign * entry.amount_vnd, means, entry.note
        )


def _key(entry: LedgerEntry) -> str:
    if entry.kind in (Kind.OFFSET, Kind.REPAYMENT):
        return f"{entry.kind}_{entry.account}"
    return f"payment_{entry.payment.means}" if entry.kind == Kind.PAYMENT else entry.kind


def _of_traders(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    rows = TraderEntry.objects.of(coop).filter(day__gte=first, day__lte=last).order_by("day", "pk")
    names = ("trader", "reverses", *TRADER, *(f"reverses__{name}" for name in TRADER))
    for entry in rows.select_related(*names).iterator(chunk_size=BATCH):
        of = entry.reverses or entry
        if of.move_id and of.account == TraderEntry.Account.TRADE:
            continue
        key, sign, source = _trader_key(of)
        trader, means = entry.trader, getattr(source, "means", "")
        yield JournalRow(
            entry.day, str(source), key, trader.tax_code, trader.name, sign * entry.amount_vnd, means, entry.note
        )


def _trader_key(entry: TraderEntry):
    """(movement, the sign that makes it positive, its paper)."""
    if entry.deposit_id:
        return "deposit", -1, entry.deposit
    if entry.move_id:
        return f"deposit_{entry.move.kind}", 1, entry.move.deposit
    if entry.receivable_id:
        return "receivable", 1, entry.receivable
    return ("receipt", -1, entry.receipt) if entry.receipt_id else ("claim", -1, entry.claim)


def _penalties(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    """A penalty is owed and paid in one act and moves no account: the movement itself is its record."""
    rows = DepositMove.objects.of(coop).filter(kind=DepositMove.Kind.PENALTY, void_reason="")
    for move in rows.filter(day__gte=first, day__lte=last).select_related("deposit__trader").order_by("day", "pk"):
        trader = move.deposit.trader
        yield JournalRow(
            move.day, str(move.deposit), "deposit_penalty", trader.tax_code, trader.name, move.amount_vnd, "transfer",
            move.reason,
        )  # fmt: skip
