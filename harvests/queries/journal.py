"""The movements of a span of days as journal rows: one row for each thing that happened."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Case, Count, F, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from growers.models import CapitalCommitment, CapitalPayment, Cooperative
from harvests.models import DepositMove, JournalAccount, LedgerEntry, OrderCost, SurplusShare, TraderEntry

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


class Journal:
    """Households' movements over a span of days, then traders', members' capital and surplus and the costs of orders,
    each by day; what a run carries forward is none.

    Of the households', which are many, the database sums and cuts what a page shows: only `__iter__`, for a file,
    reads them all, in a stream.
    """

    def __init__(self, coop: Cooperative, first: dt.date, last: dt.date):
        self._households = _of_households(coop, first, last)
        parts = (_of_traders, _penalties, _of_capital, _capital_back, _of_surplus, _of_costs)
        self._others = [row for part in parts for row in part(coop, first, last)]
        self._grouped = [*_grouped(self._households)]

    def __len__(self) -> int:
        return sum(count for *_what, count in self._grouped) + len(self._others)

    def __getitem__(self, asked: slice) -> list[JournalRow]:
        begin, end, _step = asked.indices(len(self))
        before = len(self) - len(self._others)
        keys = [*self._households.values_list("pk", flat=True)[begin:end]] if begin < before else []
        found = [_household_row(entry) for entry in _whole(self._households.filter(pk__in=keys))] if keys else []
        return found + self._others[max(begin - before, 0) : max(end - before, 0)]

    def __iter__(self) -> Iterator[JournalRow]:
        for entry in _whole(self._households).iterator(chunk_size=BATCH):
            yield _household_row(entry)
        yield from self._others

    def sums(self) -> Iterator[tuple[str, int, str]]:
        """(movement, dong, how it was paid): sums of rows of one sign, which adding up books like the rows one by one.
        """
        for kind, account, means, _ours, sum_vnd, _count in self._grouped:
            yield _key(kind, account, means), _signed(kind, sum_vnd), means
        yield from ((row.key, row.amount_vnd, row.means) for row in self._others)


def _of_households(coop: Cooperative, first: dt.date, last: dt.date) -> QuerySet:
    rows = LedgerEntry.objects.of(coop).filter(day__gte=first, day__lte=last).exclude(kind=Kind.CARRY)
    # An offset has an entry on each of two accounts, and is one row: that of the debt.
    return rows.exclude(kind=Kind.OFFSET, account=Account.FRUIT).order_by("day", "pk")


def _whole(rows: QuerySet) -> QuerySet:
    return rows.select_related("household", "reverses", *HOUSEHOLD, *(f"reverses__{name}" for name in HOUSEHOLD))


def _household_row(entry: LedgerEntry) -> JournalRow:
    of, household = entry.reverses or entry, entry.household
    source = of.record or of.document or of.sale or of.payment or of.line.run
    means = getattr(of.payment or of.document, "means", "")
    amount = _signed(of.kind, entry.amount_vnd)
    key = _key(of.kind, of.account, means)
    return JournalRow(entry.day, str(source), key, household.code, household.name, amount, means, entry.note)


def _grouped(rows: QuerySet) -> Iterator[tuple]:
    """(kind, account, means, whether above zero, dong, number) of the movements, by what a reversal takes back.

    Reversals are asked for by themselves: joined to all, PostgreSQL would read the whole ledger to find these few.
    """
    for of, found in (("", rows.filter(reverses=None)), ("reverses__", rows.filter(reverses__isnull=False))):
        means = Coalesce(f"{of}payment__means", f"{of}document__means", Value(""))
        ours = Case(When(amount_vnd__gt=0, then=True), default=False)
        by = {"of_kind": F(f"{of}kind"), "of_account": F(f"{of}account"), "of_means": means, "ours": ours}
        found = found.order_by().annotate(**by).values_list(*by)
        yield from found.annotate(sum_vnd=Sum("amount_vnd"), count=Count("pk"))


def _signed(kind: str, amount_vnd: int) -> int:
    return -amount_vnd if kind in AGAINST else amount_vnd


def _key(kind: str, account: str, means: str) -> str:
    if kind in (Kind.OFFSET, Kind.REPAYMENT):
        return f"{kind}_{account}"
    return f"payment_{means}" if kind == Kind.PAYMENT else kind


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


def _of_capital(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    rows = CapitalPayment.objects.of(coop).filter(paid_on__gte=first, paid_on__lte=last, void_reason="")
    for paid in rows.select_related("commitment__household").order_by("paid_on", "pk"):
        household = paid.commitment.household
        key = "capital" if paid.asset == CapitalPayment.Asset.MONEY else "capital_goods"
        number = paid.reference or paid.commitment.certificate_no
        yield JournalRow(paid.paid_on, number, key, household.code, household.name, paid.amount_vnd)


def _capital_back(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    rows = CapitalCommitment.objects.of(coop).filter(ended_on__gte=first, ended_on__lte=last, paid_vnd__gt=0)
    for row in rows.select_related("household").order_by("ended_on", "pk"):
        who, number, why = row.household, row.certificate_no, row.ended_reason
        yield JournalRow(row.ended_on, number, "capital_back", who.code, who.name, row.paid_vnd, note=why)


def _of_surplus(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    rows = SurplusShare.objects.of(coop).filter(paid_on__gte=first, paid_on__lte=last)
    for row in rows.select_related("household", "surplus").order_by("paid_on", "pk"):
        number, who = row.reference or str(row.surplus), row.household
        yield JournalRow(row.paid_on, number, "surplus", who.code, who.name, row.total_vnd)


def _of_costs(coop: Cooperative, first: dt.date, last: dt.date) -> Iterator[JournalRow]:
    rows = OrderCost.objects.of(coop).filter(day__gte=first, day__lte=last, void_reason="")
    for cost in rows.select_related("order").order_by("day", "pk"):
        said = cost.note or str(cost.get_kind_display())
        yield JournalRow(cost.day, str(cost.order), "order_cost", "", "", cost.amount_vnd, note=said)
