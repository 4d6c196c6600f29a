"""How old the debts of all traders are at any date, and what a trader's past says of the next deal (M12)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from growers.models import Cooperative
from harvests.models import Claim, Delivery, DepositMove, ReceiptShare, Receivable, Trader
from harvests.queries.trader_ledger import DEPOSIT, TRADE, balances_on
from harvests.rules.claims import AGREED
from harvests.rules.claims import OPEN as CLAIMED
from harvests.rules.deposits import FORFEIT, OFFSET, PENALTY
from harvests.rules.trader_ledger import BUCKETS, bucket_of


@dataclass(slots=True)
class Aged:
    """A trader's debts at a date by age, dong; `balance` is the ledger's, what debts pass it by is paid on account."""

    trader: int
    name: str
    limit_vnd: int | None
    buckets: list[int] = field(default_factory=lambda: [0] * BUCKETS)
    balance_vnd: int = 0
    held_vnd: int = 0

    @property
    def open_vnd(self) -> int:
        return sum(self.buckets)

    @property
    def on_account_vnd(self) -> int:
        return self.open_vnd - self.balance_vnd

    @property
    def overdue_vnd(self) -> int:
        return sum(self.buckets[1:])


@dataclass(frozen=True, slots=True)
class Dealings:
    """How a trader kept to what was agreed: kilograms claimed of kilograms delivered, dong paid by their day of all
    that fell due, and deals broken by the trader (deposits forfeited) and by us (penalties)."""

    claimed_g: int
    delivered_g: int
    due_vnd: int
    in_time_vnd: int
    forfeits: int
    penalties: int

    @property
    def claims_bp(self) -> int | None:
        return _share(self.claimed_g, self.delivered_g)

    @property
    def in_time_bp(self) -> int | None:
        return _share(self.in_time_vnd, self.due_vnd)


def _share(part: int, whole: int) -> int | None:
    return (2 * part * 10_000 + whole) // (2 * whole) if whole else None


def open_on(coop: Cooperative, day: dt.date, trader: Trader | None = None) -> list[tuple[int, dt.date, int]]:
    """(trader, due day, dong open) of every receivable that stood open on a day. Four statements.

    Money counts from the day it came in, a credit from the day it was agreed, a reversal from the day it was made.
    """
    rows = Receivable.objects.of(coop).filter(day__lte=day)
    rows = rows.filter(Q(void_reason="") | Q(entries__reversed_by__day__gt=day))
    if trader:
        rows = rows.filter(trader=trader)
    settled: dict[int, int] = defaultdict(int)
    for paid in _settling(coop, day, rows):
        for key, amount in paid:
            settled[key] += amount
    found = rows.order_by("due_on", "pk").values_list("pk", "trader", "due_on", "amount_vnd")
    left = ((owner, due, amount - settled[key]) for key, owner, due, amount in found)
    return [row for row in left if row[2]]


def _settling(coop: Cooperative, day: dt.date, rows: QuerySet) -> list[QuerySet]:
    """(receivable, dong) of shares, offsets and credits that counted on a day."""
    of_these = {"receivable__in": rows.order_by().values("pk")}
    shares = ReceiptShare.objects.of(coop).filter(void_reason="", receipt__day__lte=day, **of_these)
    offsets = DepositMove.objects.of(coop).filter(void_reason="", kind=OFFSET, day__lte=day, **of_these)
    credits = Claim.objects.of(coop).filter(status=AGREED, answered_on__lte=day, **of_these)
    return [
        shares.order_by().values_list("receivable").annotate(Sum("amount_vnd")),
        offsets.order_by().values_list("receivable").annotate(Sum("amount_vnd")),
        credits.order_by().values_list("receivable").annotate(Sum("agreed_vnd")),
    ]


def ageing_on(coop: Cooperative, day: dt.date) -> list[Aged]:
    """Every trader that owes, is owed or has a deposit with us on a day, by name. Six statements."""
    balances, opened = balances_on(coop, day), open_on(coop, day)
    keys = {*balances, *(trader for trader, _due, _left in opened)}
    names = Trader.objects.of(coop).filter(pk__in=keys).order_by("search_key", "pk")
    found = {pk: Aged(pk, name, limit) for pk, name, limit in names.values_list("pk", "name", "credit_limit_vnd")}
    for trader, due_on, left in opened:
        found[trader].buckets[bucket_of(due_on, day)] += left
    for trader, accounts in balances.items():
        found[trader].balance_vnd, found[trader].held_vnd = accounts[TRADE], -accounts[DEPOSIT]
    return [row for row in found.values() if row.open_vnd or row.balance_vnd or row.held_vnd]


def dealings_of(trader: Trader, day: dt.date) -> Dealings:
    """How a trader kept to what was agreed up to a day. Five statements."""
    coop = trader.cooperative_id
    claims = Claim.objects.of(coop).filter(receivable__trader=trader, status__in=(CLAIMED, AGREED))
    delivered = Delivery.objects.of(coop).filter(line__order__trader=trader, void_reason="")
    due = Receivable.objects.of(coop).filter(trader=trader, void_reason="", due_on__lte=day)
    shares = ReceiptShare.objects.of(coop).filter(
        void_reason="", receivable__in=due.values("pk"), receipt__day__lte=F("receivable__due_on")
    )
    moves = DepositMove.objects.of(coop).filter(deposit__trader=trader, void_reason="").order_by()
    sums = moves.aggregate(
        in_time=_sum("amount_vnd", Q(kind=OFFSET, receivable__in=due.values("pk"), day__lte=F("receivable__due_on"))),
        forfeits=Count("deposit", filter=Q(kind=FORFEIT), distinct=True),
        penalties=Count("deposit", filter=Q(kind=PENALTY), distinct=True),
    )
    return Dealings(
        claims.aggregate(sum=_sum("grams"))["sum"],
        delivered.aggregate(sum=_sum("quantity_g"))["sum"],
        due.aggregate(sum=Coalesce(Sum(F("amount_vnd") - F("credited_vnd")), 0))["sum"],
        shares.aggregate(sum=_sum("amount_vnd"))["sum"] + sums["in_time"],
        sums["forfeits"], sums["penalties"],
    )  # fmt: skip


def _sum(name: str, condition: Q | None = None):
    return Coalesce(Sum(name, filter=condition), 0)
