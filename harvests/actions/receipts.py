"""What can be done with money that came in from a trader: received, spread over debts, taken back, voided."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, Sum

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.numbers import numbered
from harvests.actions.receivables import settle, unsettle
from harvests.actions.trader_ledger import TRADE, begin, post, reverse
from harvests.models import Receipt, ReceiptShare, Receivable, Trader
from harvests.rules.receivables import judge_shares
from harvests.rules.trader_ledger import judge_reason

SERIES = "PTT"
Shares = Sequence[tuple[int, int]]  # (key of a receivable, dong)


@use_case
def take_receipt(
    seat: Seat, *, trader: Trader, day: dt.date, amount_vnd: int, means: str, shares: Shares = (), reference: str = "",
    note: str = "",
) -> Receipt:  # fmt: skip
    """Note money that came in, with what of it settles which receivable; the rest stands on account. Raises Refused."""
    begin(seat, day, amount_vnd)
    insist(judge_shares(amount_vnd, shares))
    _settle(seat, trader.pk, shares)
    row = Receipt(
        cooperative=seat.cooperative, trader=trader, day=day, amount_vnd=amount_vnd, means=means, reference=reference,
        note=note, applied_vnd=sum(share for _key, share in shares), made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    numbered(row, SERIES)
    _write(seat, row, shares)
    post(seat, trader.pk, TRADE, day, -amount_vnd, receipt=row)
    audit(seat, "receipt taken", row, amount_vnd=amount_vnd, applied_vnd=row.applied_vnd)
    return row


@use_case
def apply_receipt(seat: Seat, *, receipt: Receipt, shares: Shares) -> Receipt:
    """Let money that stands on account settle receivables. Raises Refused when less of it is free."""
    total = sum(share for _key, share in shares)
    begin(seat, clock.today(), total)
    rows = Receipt.objects.of(seat.cooperative).filter(pk=receipt.pk)
    row = rows.get()
    insist(judge_shares(row.amount_vnd - row.applied_vnd, shares))
    _settle(seat, row.trader_id, shares)
    if not rows.filter(amount_vnd__gte=F("applied_vnd") + total, void_reason="").update(
        applied_vnd=F("applied_vnd") + total
    ):
        raise Refused.because("receipt_is_void" if rows.get().void_reason else "receipt_changed")
    _write(seat, row, shares)
    audit(seat, "receipt applied", row, amount_vnd=total)
    return rows.get()


@use_case
def take_back_share(seat: Seat, *, share: ReceiptShare, reason: str) -> Receipt:
    """Open a receivable again that a receipt settled: the money then stands on account. Raises Refused."""
    insist(judge_reason(reason))
    begin(seat, clock.today(), share.amount_vnd)
    unsettle(seat, share.receivable_id, share.amount_vnd)
    rows = Receipt.objects.of(seat.cooperative).filter(pk=share.receipt_id)
    rows.filter(applied_vnd__gte=share.amount_vnd).update(applied_vnd=F("applied_vnd") - share.amount_vnd)
    if not ReceiptShare.objects.of(seat.cooperative).filter(pk=share.pk, void_reason="").update(void_reason=reason):
        raise Refused.because("share_taken_back")
    row = rows.get()
    audit(seat, "receipt share taken back", row, amount_vnd=share.amount_vnd, reason=reason)
    return row


@use_case
def void_receipt(seat: Seat, *, receipt: Receipt, reason: str) -> Receipt:
    """Take back money that did not come in: what it settled is open again. Raises Refused."""
    insist(judge_reason(reason))
    begin(seat, clock.today(), receipt.amount_vnd)
    shares = ReceiptShare.objects.of(seat.cooperative).filter(receipt=receipt, void_reason="")
    known = dict(shares.order_by("receivable").values_list("receivable").annotate(sum=Sum("amount_vnd")))
    for key in sorted(known):
        unsettle(seat, key, known[key])
    rows = Receipt.objects.of(seat.cooperative).filter(pk=receipt.pk)
    if not rows.filter(void_reason="", applied_vnd=sum(known.values())).update(void_reason=reason, applied_vnd=0):
        raise Refused.because("receipt_is_void" if rows.get().void_reason else "receipt_changed")
    shares.update(void_reason=reason)
    row = rows.get()
    reverse(seat, reason, receipt=row)
    audit(seat, "receipt voided", row, reason=reason)
    return row


def _settle(seat: Seat, trader: int, shares: Shares) -> None:
    """Settle the debts in the order of their keys; all must be this trader's."""
    keys = [key for key, _share in shares]
    own = set(Receivable.objects.of(seat.cooperative).filter(pk__in=keys, trader=trader).values_list("pk", flat=True))
    if own != set(keys):
        raise Refused.because("receivable_other_trader")
    for key, share in sorted(shares):
        settle(seat, key, share)


def _write(seat: Seat, row: Receipt, shares: Shares) -> None:
    ReceiptShare.objects.bulk_create(
        ReceiptShare(cooperative=seat.cooperative, receipt=row, receivable_id=key, amount_vnd=share)
        for key, share in sorted(shares)
    )
