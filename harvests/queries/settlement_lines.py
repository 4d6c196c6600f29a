"""Facts about the lines of a run: computed while it is a draft, read once it was closed, each with its payments."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet, Sum

from coopsite import clock
from growers.models import Cooperative, Household
from growers.queries.settings import settings_on
from harvests.models import (
    STANDING,
    HarvestRecord,
    LedgerEntry,
    Payment,
    SettlementChoice,
    SettlementItem,
    SettlementLine,
    SettlementOffset,
    SettlementRun,
)
from harvests.queries.credit import open_debts
from harvests.queries.ledger import Unsettled, unsettled
from harvests.rules.settlement_lines import Line, Payee, Terms, digest, settle, totals
from harvests.rules.settlements import Payable


@dataclass(frozen=True, slots=True)
class Waiting:
    """A household that a draft leaves out, and what it is owed all the same."""

    code: str
    name: str
    amount_vnd: int


@dataclass(frozen=True)
class Draft:
    """What a run would pay if it were closed now."""

    terms: Terms
    lines: tuple[Line, ...]
    left_out: tuple[Waiting, ...]

    @cached_property
    def totals(self) -> dict[str, int]:
        return totals(self.lines)

    @cached_property
    def digest(self) -> str:
        return digest(self.lines)


def draft_of(run: SettlementRun) -> Draft:
    """The table of a draft from its rules, the ledger and the debts; seven statements, however many households.

    A saved or an unsaved run: the second has no choices.
    """
    coop, today = run.cooperative, clock.today()
    limit = settings_on(coop, today)["cash_limit_vnd"]
    terms = terms_of(run, limit)
    movements: dict[int, list[Unsettled]] = {}
    for row in unsettled(coop, run.day_to):
        movements.setdefault(row.household_id, []).append(row)
    debts: dict[int, list] = {}
    for debt in open_debts(coop, last=run.day_to):
        debts.setdefault(debt.household_id, []).append(debt)
    choices = _choices(run) if run.pk else {}
    days = [row.day for rows in movements.values() for row in rows if row.record_id]
    big_days = _big_days(coop, min(days), max(days), limit) if days else {}
    lines, left_out = [], []
    for household in _households(run, movements):
        choice, found = choices.get(household.pk), movements[household.pk]
        if choice and choice.leave_out:
            owed = sum(row.amount_vnd for row in found)
            left_out.append(Waiting(household.code, household.name, owed))
            continue
        days = {row.day for row in found if row.record_id}
        big = {day: sum_vnd for day, sum_vnd in big_days.get(household.pk, {}).items() if day in days}
        payee = payee_of(household, choice.means if choice else "", big)
        line = settle(terms, payee, found, debts.get(household.pk, ()))
        if line.moves:
            lines.append(line)
    return Draft(terms, tuple(lines), tuple(left_out))


def terms_of(run: SettlementRun, limit_vnd: int) -> Terms:
    """The rules of a run as the computation takes them."""
    names = ("day_from", "advance_bp", "input_bp", "loan_bp", "fee_vnd_per_kg", "rounding", "means")
    return Terms(**{name: getattr(run, name) for name in names}, limit_vnd=limit_vnd)


def payee_of(household: Household, means: str = "", big_days: dict | None = None) -> Payee:
    """A household as it is paid."""
    bank = household.bank.short_name if household.bank else ""
    return Payee(
        household.pk, household.code, household.name, household.bank_id, bank, household.bank_account,
        household.bank_account_name, means, big_days,
    )  # fmt: skip


def lines_of(run: SettlementRun) -> QuerySet:
    """The lines of a closed run in their order, each with bank and payments."""
    payments = Payment.objects.of(run.cooperative_id).select_related("returned", "paid_by").order_by("attempt")
    return (
        SettlementLine.objects.of(run.cooperative_id)
        .filter(run=run)
        .select_related("bank")
        .prefetch_related(Prefetch("payments", payments))
        .order_by("position")
    )


def line_by_household(run: SettlementRun, code: str) -> SettlementLine | None:
    """The line of a household (by the code it had) with bank and payments."""
    return lines_of(run).filter(code=code).first()


def standing_payment(line: SettlementLine) -> Payment | None:
    """The payment of a line (of `lines_of`) that did not come back."""
    return next((payment for payment in line.payments.all() if not hasattr(payment, "returned")), None)


def unpaid(lines: Iterable[SettlementLine]) -> list[SettlementLine]:
    """The lines (of `lines_of`) that are still to be paid."""
    return [line for line in lines if line.pay_vnd and not standing_payment(line)]


def payables(lines: Iterable[SettlementLine]) -> list[Payable]:
    """Lines as a payment asks of them."""
    return [
        Payable(line.pk, line.code, line.pay_vnd, line.means, tuple(found["code"] for found in line.warnings),
                bool(line.bank_id and line.account_sealed))
        for line in lines
    ]  # fmt: skip


def items_of(line: SettlementLine) -> QuerySet:
    """The ledger entries that a line pays, each with what it came from."""
    rows = SettlementItem.objects.of(line.cooperative_id).filter(line=line)
    rows = rows.select_related("entry__record", "entry__document", "entry__line__run")
    return rows.order_by("entry__day", "entry_id")


def entries_by_id(coop: Cooperative, keys: Iterable[int]) -> dict[int, LedgerEntry]:
    """Ledger entries by their keys, each with what it came from."""
    rows = LedgerEntry.objects.of(coop).filter(pk__in=[*keys])
    return {entry.pk: entry for entry in rows.select_related("record", "document", "line__run")}


def offsets_of(line: SettlementLine) -> QuerySet:
    """What a line takes back of debts."""
    rows = SettlementOffset.objects.of(line.cooperative_id).filter(line=line)
    return rows.select_related("document", "sale").order_by("pk")


def offsets_of_run(run: SettlementRun) -> Sequence[SettlementOffset]:
    """All that a run takes back of debts, in the order of its lines."""
    rows = SettlementOffset.objects.of(run.cooperative_id).filter(line__run=run, is_live=True)
    return [*rows.select_related("document", "sale", "line").order_by("line__position", "pk")]


def payment_by_id(run: SettlementRun, pk: int) -> Payment | None:
    """One payment of a run with its line."""
    rows = Payment.objects.of(run.cooperative_id).filter(line__run=run)
    return rows.select_related("line", "returned").filter(pk=pk).first()


def _households(run: SettlementRun, keys) -> QuerySet:
    rows = Household.objects.of(run.cooperative_id).filter(pk__in=[*keys]).select_related("bank")
    return (rows.filter(kind=run.kind) if run.kind else rows).order_by("code")


def _choices(run: SettlementRun) -> dict[int, SettlementChoice]:
    rows = SettlementChoice.objects.of(run.cooperative_id).filter(run=run)
    return {row.household_id: row for row in rows}


def _big_days(coop: Cooperative, first: dt.date, last: dt.date, limit_vnd: int) -> dict[int, dict[dt.date, int]]:
    """{household: {day: dong}} where a day's purchases reach the limit, whichever run pays them. One statement."""
    rows = HarvestRecord.objects.of(coop).filter(status__in=STANDING, day__gte=first, day__lte=last).order_by()
    found: dict[int, dict[dt.date, int]] = {}
    for household, day, sum_vnd in (
        rows.values_list("household", "day").annotate(sum_vnd=Sum("amount_vnd")).filter(sum_vnd__gte=limit_vnd)
    ):
        found.setdefault(household, {})[day] = sum_vnd
    return found
