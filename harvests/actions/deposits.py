"""What can be done with a deposit: taken on an order, offset, refunded, forfeited, answered by a penalty, taken back.

No dong of it goes two ways: each way is a counter on the deposit, moved by one conditional UPDATE (docs/locking.md).
"""

import datetime as dt

from django.db.models import F, Q

from coopsite import clock
from growers.actions.once import Busy, Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.months import hold_month
from harvests.actions.numbers import numbered
from harvests.actions.orders import taken
from harvests.actions.receivables import settle, unsettle
from harvests.actions.trader_ledger import DEPOSIT, TRADE, begin, post, reverse
from harvests.models import Deposit, DepositMove, Receivable, TraderOrder
from harvests.rules.deposits import FORFEIT, OFFSET, PENALTY, REFUND, judge_move, judge_taking
from harvests.rules.trader_ledger import judge_reason

SERIES = "NC"
COUNTERS = {OFFSET: "offset_vnd", REFUND: "refunded_vnd", FORFEIT: "forfeited_vnd", PENALTY: "penalty_vnd"}
VERBS = {
    OFFSET: "deposit offset", REFUND: "deposit refunded", FORFEIT: "deposit forfeited", PENALTY: "penalty paid",
}  # fmt: skip
SPENT = F("offset_vnd") + F("refunded_vnd") + F("forfeited_vnd")


@use_case
def take_deposit(
    seat: Seat, *, order: TraderOrder, day: dt.date, amount_vnd: int, means: str, reference: str = "", terms: str = ""
) -> Deposit:  # fmt: skip
    """Note money that a trader put down for an order; raises Refused for a cancelled order or a closed month."""
    begin(seat, day, amount_vnd)
    stored = taken(seat, order)
    insist(judge_taking(stored.status))
    deposit = Deposit(
        cooperative=seat.cooperative, order=stored, trader_id=stored.trader_id, day=day, amount_vnd=amount_vnd,
        means=means, reference=reference, terms=terms, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    numbered(deposit, SERIES)
    post(seat, deposit.trader_id, DEPOSIT, day, -amount_vnd, deposit=deposit)
    audit(seat, "deposit taken", deposit, order=stored.code, amount_vnd=amount_vnd)
    return deposit


@use_case
def move_deposit(
    seat: Seat, *, deposit: Deposit, kind: str, day: dt.date, amount_vnd: int, receivable: Receivable | None = None,
    reference: str = "", reason: str = "",
) -> DepositMove:  # fmt: skip
    """Let a part of a deposit go one way: offset against a receivable, refunded, forfeited; or a penalty paid on top.

    Raises Refused when less of it is held, when less of the receivable is open, or when a reason is missing.
    """
    begin(seat, day, amount_vnd)
    rows = Deposit.objects.of(seat.cooperative).filter(pk=deposit.pk)
    row = rows.get()
    insist(_judged(row, kind, day, amount_vnd, receivable, reason))
    room = Q(amount_vnd__gte=amount_vnd + (F("penalty_vnd") if kind == PENALTY else SPENT))
    if not rows.filter(room, void_reason="").update(**{COUNTERS[kind]: F(COUNTERS[kind]) + amount_vnd}):
        insist(_judged(rows.get(), kind, day, amount_vnd, receivable, reason))
        raise Busy  # given back in between
    if kind == OFFSET:
        _insist_same_trader(seat, row, receivable)
        settle(seat, receivable.pk, amount_vnd)
    move = DepositMove.objects.create(
        cooperative=seat.cooperative, deposit=row, kind=kind, day=day, amount_vnd=amount_vnd, reference=reference,
        receivable=receivable if kind == OFFSET else None, reason=reason, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    _post_move(seat, row, move)
    audit(seat, VERBS[kind], row, amount_vnd=amount_vnd, reason=reason, receivable=str(receivable or ""))
    return move


@use_case
def void_move(seat: Seat, *, move: DepositMove, reason: str) -> DepositMove:
    """Take back what became of a part of a deposit: held again, and the receivable open again. Raises Refused.

    A penalty moves no account, so that no entry of today answers it: it goes while the month of its own day is open.
    """
    insist(judge_reason(reason))
    if move.kind == PENALTY:
        hold_month(seat.cooperative, move.day)
    begin(seat, clock.today(), move.amount_vnd)
    row = DepositMove.objects.of(seat.cooperative).select_related("deposit").get(pk=move.pk)
    counter = COUNTERS[row.kind]
    Deposit.objects.of(seat.cooperative).filter(pk=row.deposit_id, **{f"{counter}__gte": row.amount_vnd}).update(
        **{counter: F(counter) - row.amount_vnd}
    )
    standing = DepositMove.objects.of(seat.cooperative).filter(pk=row.pk, void_reason="")
    if row.kind == OFFSET and standing.exists():
        unsettle(seat, row.receivable_id, row.amount_vnd)
    if not standing.update(void_reason=reason):
        raise Refused.because("deposit_move_voided")
    reverse(seat, reason, move=row)
    audit(seat, "deposit movement voided", row.deposit, kind=row.kind, amount_vnd=row.amount_vnd, reason=reason)
    row.void_reason = reason
    return row


@use_case
def void_deposit(seat: Seat, *, deposit: Deposit, reason: str) -> Deposit:
    """Take back a deposit entered by mistake, while all of it is held. Raises Refused."""
    insist(judge_reason(reason))
    begin(seat, clock.today(), deposit.amount_vnd)
    rows = Deposit.objects.of(seat.cooperative).filter(pk=deposit.pk)
    whole = {"offset_vnd": 0, "refunded_vnd": 0, "forfeited_vnd": 0, "penalty_vnd": 0}
    if not rows.filter(void_reason="", **whole).update(void_reason=reason):
        raise Refused.because("deposit_is_void" if rows.get().void_reason else "deposit_touched")
    row = rows.get()
    reverse(seat, reason, deposit=row)
    audit(seat, "deposit voided", row, reason=reason)
    return row


def _judged(row: Deposit, kind: str, day: dt.date, amount_vnd: int, receivable, reason: str):
    return judge_move(
        kind, amount_vnd, day, taken_on=row.day, amount_of_deposit=row.amount_vnd, held_vnd=row.held_vnd,
        penalty_vnd=row.penalty_vnd, is_void=bool(row.void_reason), reason=reason, to_something=receivable is not None,
    )  # fmt: skip


def _insist_same_trader(seat: Seat, deposit: Deposit, receivable: Receivable) -> None:
    if Receivable.objects.of(seat.cooperative).get(pk=receivable.pk).trader_id != deposit.trader_id:
        raise Refused.because("deposit_offset_elsewhere")


def _post_move(seat: Seat, deposit: Deposit, move: DepositMove) -> None:
    """What is no longer held leaves the account of deposits; what is offset lowers the trade account with it.

    A penalty is owed and paid in one act, so that it moves no account: the movement itself is its record.
    """
    if move.kind == PENALTY:
        return
    post(seat, deposit.trader_id, DEPOSIT, move.day, move.amount_vnd, move=move)
    if move.kind == OFFSET:
        post(seat, deposit.trader_id, TRADE, move.day, -move.amount_vnd, move=move)
