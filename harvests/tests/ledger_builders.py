"""Rows around the ledger that its tests need: a run that claimed something, movements by hand."""

import datetime as dt

from coopsite import clock
from growers.queries.seats import Seat
from harvests.actions.ledger import post
from harvests.models import AccountDocument, LedgerEntry, SettlementItem, SettlementLine, SettlementRun

SIGNS = {"top_up": 1, "credit": 1, "repayment": 1}
KINDS = {"credit": "other", "debit": "other"}


def claim(seat: Seat, entry: LedgerEntry, number: int = 7) -> SettlementItem:
    """A closed run of one line that pays this entry."""
    coop, household, amount = seat.cooperative, entry.household, entry.amount_vnd
    pay = max(amount, 0)
    run = SettlementRun.objects.create(
        cooperative=coop, year=entry.day.year, number=number, day_from=entry.day, day_to=entry.day, status="closed",
        made_by=seat.user, made_at=clock.now(), closed_by=seat.user, closed_at=clock.now(), pay_vnd=pay,
    )  # fmt: skip
    line = SettlementLine.objects.create(
        cooperative=coop, run=run, position=1, household=household, code=household.code, name=household.name,
        fruit_vnd=amount, carried_vnd=amount - pay, pay_vnd=pay, means="cash",
    )  # fmt: skip
    return SettlementItem.objects.create(cooperative=coop, line=line, entry=entry, amount_vnd=amount)


def make_movement(seat: Seat, household, kind: str, amount_vnd: int, day: dt.date, account: str = "fruit"):
    """A document of this kind with its entry."""
    last = AccountDocument.objects.of(seat.cooperative).filter(kind=kind, year=day.year).count()
    document = AccountDocument.objects.create(
        cooperative=seat.cooperative, kind=kind, year=day.year, number=last + 1, household=household, day=day,
        amount_vnd=amount_vnd, made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    signed = amount_vnd * SIGNS.get(kind, -1)
    of_kind = KINDS.get(kind, kind)
    entry = LedgerEntry(
        household=household, account=account, kind=of_kind, day=day, amount_vnd=signed, document=document
    )
    return post(seat, [entry])[0]
