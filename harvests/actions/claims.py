"""What can be done with a claim: noted, agreed and credited on its receivable, refused with an answer, voided."""

import datetime as dt

from coopsite import clock
from growers.actions.once import Refused, audit, insist, use_case
from growers.queries.seats import Seat
from harvests.actions.months import hold_month
from harvests.actions.numbers import numbered
from harvests.actions.receivables import settle, unsettle
from harvests.actions.trader_ledger import TRADE, begin, post, reverse
from harvests.models import Claim, Receivable
from harvests.rules.claims import AGREED, OPEN, REFUSED, VOID, judge_answer, judge_claim
from harvests.rules.trader_ledger import judge_entry, judge_reason

SERIES = "KN"
CREDITED = "credited_vnd"


@use_case
def note_claim(
    seat: Seat, *, receivable: Receivable, day: dt.date, kind: str, asked_vnd: int, description: str, grams: int = 0
) -> Claim:  # fmt: skip
    """Note what a trader asks off a receivable; no money moves before it is agreed. Raises Refused."""
    insist(judge_entry(day, asked_vnd, today=clock.today()))
    sold = Receivable.objects.of(seat.cooperative).select_for_update().get(pk=receivable.pk)
    if sold.void_reason:
        raise Refused.because("receivable_is_void")
    insist(judge_claim(asked_vnd, grams, day, sold_vnd=sold.amount_vnd, sold_g=sold.net_g, sold_on=sold.day))
    claim = Claim(
        cooperative=seat.cooperative, receivable=sold, day=day, kind=kind, grams=grams, asked_vnd=asked_vnd,
        description=description, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    numbered(claim, SERIES)
    audit(seat, "claim noted", claim, asked_vnd=asked_vnd, grams=grams, receivable=sold.code)
    return claim


@use_case
def answer_claim(
    seat: Seat, *, claim: Claim, agrees: bool, answered_on: dt.date, answer: str, agreed_vnd: int = 0
) -> Claim:  # fmt: skip
    """Agree a claim, which credits its receivable, or refuse it; once. Raises Refused when less is open."""
    if agrees:
        hold_month(seat.cooperative, answered_on)
    rows = Claim.objects.of(seat.cooperative).filter(pk=claim.pk).select_related("receivable")
    row = rows.get()
    facts = {"agrees": agrees, "asked_vnd": row.asked_vnd, "claimed_on": row.day}
    insist(judge_answer(row.status, agreed_vnd, answer, answered_on, **facts))
    insist(judge_entry(answered_on, agreed_vnd if agrees else 1, today=clock.today()))
    if agrees:
        _credit(seat, row, agreed_vnd)
    told = {"status": AGREED if agrees else REFUSED, "answer": answer, "answered_on": answered_on}
    changed = rows.filter(status=OPEN).update(agreed_vnd=agreed_vnd if agrees else 0, **told)
    if not changed:
        raise Refused.because("claim_answered")
    if agrees:
        post(seat, row.receivable.trader_id, TRADE, answered_on, -agreed_vnd, claim=row)
    audit(seat, "claim agreed" if agrees else "claim refused", row, agreed_vnd=agreed_vnd, answer=answer)
    return rows.get()


@use_case
def void_claim(seat: Seat, *, claim: Claim, reason: str) -> Claim:
    """Take a claim back; what was credited for it is owed again. Raises Refused."""
    insist(judge_reason(reason))
    begin(seat, clock.today(), claim.asked_vnd)
    rows = Claim.objects.of(seat.cooperative).filter(pk=claim.pk)
    row = rows.get()
    if row.status == VOID:
        raise Refused.because("claim_is_void")
    if row.agreed_vnd:
        unsettle(seat, row.receivable_id, row.agreed_vnd, counter=CREDITED)
    if not rows.filter(status=row.status).update(status=VOID, agreed_vnd=0, answer=reason):
        raise Refused.because("claim_answered")
    reverse(seat, reason, claim=row)
    audit(seat, "claim voided", row, was=row.status, agreed_vnd=row.agreed_vnd, answer=row.answer, reason=reason)
    return rows.get()


def _credit(seat: Seat, row: Claim, agreed_vnd: int) -> None:
    try:
        settle(seat, row.receivable_id, agreed_vnd, counter=CREDITED)
    except Refused as refused:
        reason = refused.verdict.refused[0]
        if reason.code != "receivable_open_less":
            raise
        raise Refused.because("claim_more_than_open", **reason.data) from refused
