"""Writing the household ledger: entries are added, reversed by others, and never changed."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import connection

from coopsite import clock
from growers.actions.once import Refused
from growers.models import Cooperative
from growers.queries.seats import Seat
from harvests.models import HarvestRecord, LedgerEntry
from harvests.queries.ledger import run_holding

Kind, Account = LedgerEntry.Kind, LedgerEntry.Account
# For tickets that were written past `post_many`, as many as there are; both databases read it.
POST_STANDING = """
INSERT INTO harvests_ledgerentry
    (cooperative_id, household_id, account, kind, day, amount_vnd, record_id, note, entered_by_id, entered_at)
SELECT cooperative_id, household_id, 'fruit', 'delivery', day, amount_vnd, id, '', recorded_by_id, recorded_at
FROM harvests_harvestrecord AS ticket
WHERE cooperative_id = %s AND status IN ('posted', 'held') AND amount_vnd > 0 AND NOT EXISTS (
    SELECT 1 FROM harvests_ledgerentry AS entry
    WHERE entry.cooperative_id = ticket.cooperative_id AND entry.record_id = ticket.id
)
ORDER BY day, number
"""


def post(seat: Seat, entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Write unsaved entries within the running transaction, all at once; they come back with their keys.

    Each names its household, account, kind, day, dong (not zero) and one source; who and when are filled in here.
    """
    entries, now = [*entries], clock.now()
    for entry in entries:
        entry.cooperative, entry.entered_by, entry.entered_at = seat.cooperative, seat.user, now
    return LedgerEntry.objects.bulk_create(entries) if entries else []


def reverse(seat: Seat, entry: LedgerEntry, *, day: dt.date, note: str = "") -> LedgerEntry:
    """Answer an entry by one that takes it back on `day`, or on its own day when that is later.

    A second reversal of the same entry meets the unique key: an IntegrityError, and `use_case` looks again.
    """
    [answer] = post(seat, [reversal_of(entry, day, note)])
    return answer


def reversal_of(entry: LedgerEntry, day: dt.date, note: str = "") -> LedgerEntry:
    """The unsaved answer to an entry."""
    return LedgerEntry(
        household_id=entry.household_id, account=entry.account, kind=Kind.REVERSAL, day=max(day, entry.day),
        amount_vnd=-entry.amount_vnd, reverses=entry, note=note[:200],
    )  # fmt: skip


def delivery_of(record: HarvestRecord, day: dt.date | None = None) -> LedgerEntry:
    """The unsaved entry of a saved, priced ticket, on its own day unless told otherwise."""
    return LedgerEntry(
        household_id=record.household_id, account=Account.FRUIT, kind=Kind.DELIVERY, day=day or record.day,
        amount_vnd=record.amount_vnd, record=record,
    )  # fmt: skip


def post_deliveries(seat: Seat, records: Iterable[HarvestRecord]) -> list[LedgerEntry]:
    """Write the entries of those saved tickets that have a value; one without a price has none yet."""
    return post(seat, [delivery_of(record) for record in records if record.amount_vnd])


def insist_unsettled(coop: Cooperative, records: Sequence[HarvestRecord] = (), *, documents: Sequence = ()) -> None:
    """Refuse to touch tickets, or account documents, that a living run has claimed. Nothing was written.

    Ask it when the rows are held by the running transaction. Raises Refused ("ticket_in_run" or "document_in_run",
    with the `run`): the mistake is answered by a counter-line in the next run.
    """
    if records and (run := run_holding(coop, records=[record.pk for record in records])):
        raise Refused.because("ticket_in_run", run=run)
    if documents and (run := run_holding(coop, documents=[document.pk for document in documents])):
        raise Refused.because("document_in_run", run=run)


def post_standing(coop: Cooperative) -> None:
    """Write the entries of standing, priced tickets that have none yet, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(POST_STANDING, [coop.pk])
