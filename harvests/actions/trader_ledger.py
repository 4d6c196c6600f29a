"""The only door into the trader ledger: entries are posted and reversed in the writing transaction, never changed."""

import datetime as dt

from coopsite import clock
from growers.actions.once import insist
from growers.queries.seats import Seat
from harvests.actions.months import hold_month
from harvests.models import TraderEntry
from harvests.rules.trader_ledger import judge_entry

TRADE, DEPOSIT = TraderEntry.Account.TRADE, TraderEntry.Account.DEPOSIT


def begin(seat: Seat, day: dt.date, amount_vnd: int) -> None:
    """What every movement of money with a trader begins with: its day and amount judged, its month held open.

    Raises Refused for a future or impossible day, for an amount that is none, and for a closed month.
    """
    insist(judge_entry(day, amount_vnd, today=clock.today()))
    hold_month(seat.cooperative, day)


def post(seat: Seat, trader_id: int, account: str, day: dt.date, amount_vnd: int, **source) -> TraderEntry:
    """Add one entry; `source` names its one document, and may carry a note."""
    return TraderEntry.objects.create(
        cooperative=seat.cooperative, trader_id=trader_id, account=account, day=day, amount_vnd=amount_vnd,
        entered_by=seat.user, entered_at=clock.now(), **source,
    )  # fmt: skip


def reverse(seat: Seat, reason: str, **source) -> None:
    """Answer every entry of a document (`receivable=row`) by its opposite of today; the month must be held already.

    A second reversal of the same entry meets the unique key: an IntegrityError, and `use_case` looks again.
    """
    for entry in list(TraderEntry.objects.of(seat.cooperative).filter(**source).order_by("pk")):
        post(seat, entry.trader_id, entry.account, clock.today(), -entry.amount_vnd, reverses=entry, note=reason)
