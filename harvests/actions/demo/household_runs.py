"""The demonstration's settlement runs: those that were paid and locked, the draft of the last round, links to them."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from coopsite.formats.showing import VIETNAM
from growers.models import AuditEntry, Bank, Cooperative, Household, User
from growers.queries.seats import Seat, seat_of
from growers.queries.settings import settings_on
from harvests.actions.debts import Taking, take_back_all
from harvests.actions.demo import plan_household_money as plan
from harvests.actions.demo.plan import LIEM, SEASON, TODAY
from harvests.actions.household_links import real_day
from harvests.actions.ledger import reversal_of
from harvests.actions.payments import VOUCHERS, entry_for
from harvests.actions.settlement_lines import (
    back_on_debts,
    carries_in,
    deductions,
    items_for,
    offsets_for,
    written_line,
)
from harvests.actions.settlements import SERIES
from harvests.models import (
    BankFile,
    HouseholdLink,
    LedgerEntry,
    NumberSeries,
    Payment,
    PaymentReturn,
    Season,
    SettlementChoice,
    SettlementItem,
    SettlementLine,
    SettlementOffset,
    SettlementRun,
)
from harvests.queries.settlement_lines import draft_of, offsets_of_run
from harvests.rules.bank_files import USUAL
from harvests.rules.settlement_lines import Line
from harvests.rules.settlements import CASH, LOCKED

FRUIT = LedgerEntry.Account.FRUIT
CLOSING, APPROVING, PAYING = dt.time(16, 40), dt.time(8, 30), dt.time(10, 0)


def seed_runs(coop: Cooperative) -> None:
    """All runs of one co-operative, one after the other: each pays what those before it left."""
    runs = _Runs(coop)
    for row in plan.RUNS[coop.slug]:
        if row.approved_on:
            runs.pay(row)
        else:
            runs.draft(row)
    runs.number()
    bank = Bank.objects.filter(short_name__icontains="agri").first()
    BankFile.objects.create(cooperative=coop, name="Agribank (minh hoạ)", bank=bank, columns=USUAL)
    if coop.slug == plan.HOME:
        _link(coop, runs.accountant)


class _Runs:
    """Writes runs as their actions do, on the days of the plan."""

    def __init__(self, coop: Cooperative):
        self.coop = coop
        self.accountant = User.objects.get(username=f"accountant.{coop.slug}")
        self.director = User.objects.get(username=f"director.{coop.slug}")
        self.seat: Seat = seat_of(self.accountant, coop.slug)
        self.last: dict[tuple[str, int], int] = defaultdict(int)

    def draft(self, row: plan.Run) -> None:
        """The run under way: those whose accounts were stopped, and those who want cash, make its warnings."""
        run = self._opened(row, TODAY)
        lost = ()
        if self.coop.slug == plan.HOME:
            lost = plan.ACCOUNT_LOST
            Household.objects.of(self.coop).filter(code__in=lost).update(
                bank=None, bank_account="", bank_account_name=""
            )
        lines = [line for line in draft_of(run).lines if line.code not in (LIEM, *lost)]
        small = [line for line in lines if not line.payee.big_days and line.fruit_vnd <= row.small_vnd]
        big = [line for line in lines if len(line.payee.big_days or ()) == 1 and line.pay_vnd]
        if row.small_vnd:
            self._choose(run, [*small, *sorted(big, key=lambda line: line.fruit_vnd)[: plan.CASH_DAYS]])

    def pay(self, row: plan.Run) -> None:
        """A run closed by the accountant, approved by the director, paid and locked."""
        run = self._opened(row, row.closed_on)
        lines = [_in_cash(line) if _is_small(line, row) else line for line in draft_of(run).lines]
        self._choose(run, [line for line in lines if line.means == CASH])
        rows = SettlementLine.objects.bulk_create(
            (written_line(run, line, place, "") for place, line in enumerate(lines, start=1)), batch_size=400
        )
        pairs = [*zip(rows, lines, strict=True)]
        SettlementItem.objects.bulk_create(items_for(pairs), batch_size=1_000)
        SettlementOffset.objects.bulk_create(offsets_for(pairs), batch_size=1_000)
        if any(line.offsets for line in lines):
            debts = [offset for line in lines for offset in line.offsets]
            take_back_all(self.seat, [Taking(amount, debt.document, debt.sale) for debt, amount in debts])
        self._approve(run, row, rows)
        self._pay(row, [line for line in rows if line.pay_vnd])
        self._lock(run, row, lines)

    def number(self) -> None:
        """Hand the next numbers on to whoever opens the next run and writes the next voucher."""
        NumberSeries.objects.bulk_create(
            NumberSeries(cooperative=self.coop, kind=kind, year=year, last=number)
            for (kind, year), number in self.last.items()
        )

    def _opened(self, row: plan.Run, day: dt.date) -> SettlementRun:
        first, last = row.days
        return SettlementRun.objects.create(
            cooperative=self.coop, year=last.year, number=self._next(SERIES, last.year), day_from=first, day_to=last,
            fee_vnd_per_kg=row.fee_vnd_per_kg, input_bp=row.input_bp, rounding=row.rounding, note=row.note,
            made_by=self.accountant, made_at=_at(day, dt.time(7, 15) if day == TODAY else dt.time(15, 5)), is_demo=True,
        )  # fmt: skip

    def _choose(self, run: SettlementRun, lines: Sequence[Line]) -> None:
        SettlementChoice.objects.bulk_create(
            SettlementChoice(cooperative=self.coop, run=run, household_id=line.payee.household_id, means=CASH)
            for line in lines
        )

    def _approve(self, run: SettlementRun, row: plan.Run, rows: list[SettlementLine]) -> None:
        day, offsets = row.approved_on, offsets_of_run(run)
        self._post([entry for line in rows for entry in carries_in(line, day)], day, self.director)
        claimed = self._post([*deductions(rows, offsets, day)], day, self.director)
        self._post([*back_on_debts(offsets, day)], day, self.director)
        SettlementItem.objects.bulk_create(
            (SettlementItem(cooperative=self.coop, line_id=entry.line_id, entry=entry, amount_vnd=entry.amount_vnd)
             for entry in claimed if entry.account == FRUIT),
            batch_size=1_000,
        )  # fmt: skip

    def _pay(self, row: plan.Run, lines: list[SettlementLine]) -> None:
        """Cash on the day of approval, transfers all at once; what came back is paid once more."""
        paid = [self._payment(line, row.approved_on if line.means == CASH else row.paid_on) for line in lines]
        Payment.objects.bulk_create(paid, batch_size=400)
        entries = [entry_for(payment.line, payment) for payment in paid]
        self._post(entries, row.paid_on, self.accountant)
        first, code, back_on, reason, again_on = plan.RETURNED
        if self.coop.slug == plan.HOME and row.days[0] == first:
            place = next(place for place, payment in enumerate(paid) if payment.line.code == code)
            PaymentReturn.objects.create(
                cooperative=self.coop, payment=paid[place], day=back_on, reason=reason, made_by=self.accountant,
                made_at=_at(back_on, PAYING),
            )  # fmt: skip
            self._post([reversal_of(entries[place], back_on, reason)], back_on, self.accountant)
            again = self._payment(paid[place].line, again_on, attempt=2)
            again.save()
            self._post([entry_for(again.line, again)], again_on, self.accountant)

    def _payment(self, line: SettlementLine, day: dt.date, attempt: int = 1) -> Payment:
        paper = {"reference": f"DEMO-UNC{day:%y%m%d}"}
        if line.means == CASH:
            paper = {"voucher_year": day.year, "voucher_number": self._next(VOUCHERS, day.year)}
        return Payment(
            cooperative=self.coop, line=line, attempt=attempt, day=day, means=line.means, amount_vnd=line.pay_vnd,
            paid_by=self.accountant, paid_at=_at(day, PAYING), **paper,
        )  # fmt: skip

    def _lock(self, run: SettlementRun, row: plan.Run, lines: Sequence[Line]) -> None:
        for name in ("net_g", "fruit_vnd", "carried_vnd", "pay_vnd"):
            setattr(run, name, sum(getattr(line, name) for line in lines))
        run.deducted_vnd = sum(line.deducted_vnd for line in lines)
        run.lines_count, run.paid_vnd = len(lines), run.pay_vnd
        run.closed_by, run.closed_at = self.accountant, _at(row.closed_on, CLOSING)
        run.approved_by, run.approved_at, run.approved_on = (
            self.director, _at(row.approved_on, APPROVING), row.approved_on
        )  # fmt: skip
        run.locked_by, run.locked_at, run.status = self.accountant, _at(row.locked_on, CLOSING), LOCKED
        run.version = 5
        run.save()
        steps = [
            ("run opened", run.made_at, self.accountant), ("run closed", run.closed_at, self.accountant),
            ("run approved", run.approved_at, self.director), ("run paid", _at(row.paid_on, PAYING), self.accountant),
            ("run locked", run.locked_at, self.accountant),
        ]  # fmt: skip
        AuditEntry.objects.bulk_create(
            AuditEntry(
                cooperative=self.coop, at=at, actor=user, verb=verb, kind=run._meta.model_name, object_id=run.pk,
                label=run.code, details={"pay_vnd": run.pay_vnd, "lines": run.lines_count},
            )
            for verb, at, user in steps
        )  # fmt: skip

    def _post(self, entries: list[LedgerEntry], day: dt.date, user: User) -> list[LedgerEntry]:
        for entry in entries:
            entry.cooperative, entry.entered_by, entry.entered_at = self.coop, user, _at(day, PAYING)
        return LedgerEntry.objects.bulk_create(entries, batch_size=1_000)

    def _next(self, series: str, year: int) -> int:
        self.last[series, year] += 1
        return self.last[series, year]


def _is_small(line: Line, row: plan.Run) -> bool:
    """Whether a household is paid in cash: it brought little, and no day of it reaches the limit for cash."""
    return not line.payee.big_days and 0 < line.fruit_vnd <= row.small_vnd


def _in_cash(line: Line) -> Line:
    return replace(line, means=CASH, payee=replace(line.payee, means=CASH))


def _link(coop: Cooperative, user: User) -> None:
    """Two links of Liêm: to his statement of the third round, and to his season."""
    until = real_day() + dt.timedelta(days=settings_on(coop, TODAY)["link_days"])
    line = SettlementLine.objects.of(coop).select_related("household").order_by("-pk").filter(code=LIEM).first()
    season = Season.objects.of(coop).get(name=SEASON[0])
    for secret, of in ((plan.SEASON_SECRET, {"season": season}), (plan.STATEMENT_SECRET, {"line": line})):
        HouseholdLink.objects.create(
            cooperative=coop, household=line.household, token_sha256=hashlib.sha256(secret.encode()).hexdigest(),
            expires_on=until, made_by=user, made_at=_at(TODAY, dt.time(7, 30)), **of,
        )  # fmt: skip


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, VIETNAM)
