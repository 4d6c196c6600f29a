"""Facts about deposits: the list, one with what became of it, and the sums of an order's or of many orders'."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import Cooperative
from harvests.models import Deposit, DepositMove, Receivable, Trader, TraderOrder
from harvests.queries.trader_ledger import numbered
from harvests.rules.deposits import state_of

HELD = F("amount_vnd") - F("offset_vnd") - F("refunded_vnd") - F("forfeited_vnd")
LISTED = (
    "pk", "year", "number", "day", "trader", "trader__name", "order__year", "order__number", "amount_vnd", "offset_vnd",
    "refunded_vnd", "forfeited_vnd", "penalty_vnd", "held", "void_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """The deposits of an order that stand, summed, in dong."""

    received_vnd: int = 0
    offset_vnd: int = 0
    refunded_vnd: int = 0
    forfeited_vnd: int = 0
    penalty_vnd: int = 0

    @property
    def held_vnd(self) -> int:
        return self.received_vnd - self.offset_vnd - self.refunded_vnd - self.forfeited_vnd

    def state(self, agreed_vnd: int) -> str:
        return state_of(agreed_vnd, self.received_vnd, self.offset_vnd, self.refunded_vnd, self.forfeited_vnd)


def taken_on(coop: Cooperative, orders: Iterable[int]) -> dict[int, Taken]:
    """The sums of the deposits of orders (by key). One statement."""
    rows = Deposit.objects.of(coop).filter(order__in=list(orders), void_reason="").order_by()
    names = ("amount_vnd", "offset_vnd", "refunded_vnd", "forfeited_vnd", "penalty_vnd")
    sums = rows.values("order").annotate(**{f"sum_{name}": Sum(name) for name in names})
    return {row["order"]: Taken(*(row[f"sum_{name}"] for name in names)) for row in sums}


def deposits(coop: Cooperative, *, search: str = "", state: str = "", trader: Trader | None = None) -> QuerySet:
    """Deposits, the newest first; `state` is held (not all spent), spent, void, or "" for all that stand."""
    rows = Deposit.objects.of(coop).annotate(held=HELD)
    for word in search_words(search):
        rows = rows.filter(Q(trader__search_key__contains=word) | numbered(word))
    if trader:
        rows = rows.filter(trader=trader)
    rows = rows.exclude(void_reason="") if state == "void" else rows.filter(void_reason="")
    if state in ("held", "spent"):
        rows = rows.filter(held__gt=0) if state == "held" else rows.filter(held=0)
    return rows.order_by("-day", "-pk")


def deposit_by_id(coop: Cooperative, pk: int) -> Deposit | None:
    """One deposit with its order and trader."""
    rows = Deposit.objects.of(coop).select_related("order__trader", "trader", "made_by", "cooperative")
    return rows.filter(pk=pk).first()


def deposits_of(order: TraderOrder) -> list[Deposit]:
    """The deposits of an order, voided ones too, the newest first."""
    rows = Deposit.objects.of(order.cooperative_id).filter(order=order).select_related("trader")
    return list(rows.order_by("-day", "-pk"))


def moves_of(deposit: Deposit) -> list[DepositMove]:
    """What became of a deposit, voided movements too."""
    rows = DepositMove.objects.of(deposit.cooperative_id).filter(deposit=deposit)
    return list(rows.select_related("receivable", "made_by").order_by("day", "pk"))


def move_by_id(deposit: Deposit, pk: int) -> DepositMove | None:
    """One movement of a deposit."""
    rows = DepositMove.objects.of(deposit.cooperative_id).filter(deposit=deposit, pk=pk)
    return rows.select_related("receivable").first()


def receivables_to_offset(deposit: Deposit) -> QuerySet:
    """What the trader still owes, that of the deposit's own order first, then by due day."""
    rows = Receivable.objects.of(deposit.cooperative_id).filter(trader=deposit.trader_id, void_reason="")
    rows = rows.filter(amount_vnd__gt=F("settled_vnd") + F("credited_vnd")).select_related("order")
    return rows.annotate(own=Q(order=deposit.order_id)).order_by("-own", "due_on", "pk")
