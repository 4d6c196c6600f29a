"""What has to hold of numbers, months and the append-only books: checks that take more than one statement."""

from collections.abc import Callable, Iterator, Sequence

from django.db import connection

from growers.models import Cooperative, Seal
from growers.rules.months import after
from harvests.models import MonthBook, guards
from harvests.queries.seals import broken_links

# Papers numbered in a row for each kind and year: a void one keeps its number.
NUMBERED = (
    ("harvests_accountdocument", "kind"), ("harvests_inputsale", ""), ("harvests_settlementrun", ""),
    ("harvests_deposit", ""), ("harvests_receivable", ""), ("harvests_receipt", ""), ("harvests_claim", ""),
)  # fmt: skip
Asked = Callable[..., list[tuple]]
Check = tuple[int, str, str, Sequence[tuple]]


def checks(coop: Cooperative, asked: Asked) -> Iterator[Check]:
    """(invariant, title, table counted, rows that break it)."""
    for table, kind in NUMBERED:
        yield 15, f"numbers without a gap: {table.removeprefix('harvests_')}", table, asked(_gaps(table, kind), coop)
    yield 15, "numbers without a gap: cash vouchers", "harvests_payment", asked(VOUCHERS, coop)
    yield 17, "nothing was entered into a month after it was closed", "harvests_monthbook", _late(coop, asked)
    yield 17, "no month is open before a closed one", "harvests_monthbook", asked(OUT_OF_ORDER, coop)
    yield 32, "each writing is noted once in the trail", "growers_formtoken", asked(UNNOTED, coop)
    for book in Seal.Book.values:
        broken = [("seal", seal.number) for seal in broken_links(coop, book)]
        yield 32, f"the chain holds: {book}", "growers_seal", broken
    missing = [("trigger", name) for name in guards.missing(connection)]
    yield 32, "the database refuses to change what was written for good", "growers_auditentry", missing


def _gaps(table: str, kind: str) -> str:
    """Kinds and years whose numbers are not 1 to their count."""
    of = f"{kind}, " if kind else ""
    return (
        f"SELECT {of}year, COUNT(*), MAX(number) FROM {table} WHERE cooperative_id = %(coop)s"  # noqa: S608
        f" GROUP BY {of}year HAVING COUNT(*) <> MAX(number) OR MIN(number) <> 1"
    )


VOUCHERS = """
    SELECT voucher_year, COUNT(*), MAX(voucher_number) FROM harvests_payment
    WHERE cooperative_id = %(coop)s AND voucher_number IS NOT NULL
    GROUP BY voucher_year HAVING COUNT(*) <> MAX(voucher_number) OR MIN(voucher_number) <> 1
"""
UNNOTED = """
    SELECT 'token', t.id, t.use_case FROM growers_formtoken t
    WHERE t.cooperative_id = %(coop)s AND t.result_id IS NULL
"""
OUT_OF_ORDER = """
    SELECT 'month', b.id, b.month FROM harvests_monthbook b WHERE b.cooperative_id = %(coop)s AND b.closed_at IS NULL
    AND EXISTS (SELECT 1 FROM harvests_monthbook later WHERE later.cooperative_id = b.cooperative_id
                AND later.month > b.month AND later.closed_at IS NOT NULL)
"""
LATE = """
    SELECT 'entry', id FROM harvests_ledgerentry WHERE cooperative_id = %(coop)s
    AND day >= %(first)s AND day < %(next)s AND entered_at > %(closed)s
    UNION ALL
    SELECT 'trader entry', id FROM harvests_traderentry WHERE cooperative_id = %(coop)s
    AND day >= %(first)s AND day < %(next)s AND entered_at > %(closed)s
    UNION ALL
    SELECT 'record', id FROM harvests_harvestrecord WHERE cooperative_id = %(coop)s
    AND day >= %(first)s AND day < %(next)s AND recorded_at > %(closed)s
"""


def _late(coop: Cooperative, asked: Asked) -> list[tuple]:
    found = []
    adapt = connection.ops
    for book in MonthBook.objects.of(coop).filter(closed_at__isnull=False).order_by("month"):
        found += asked(
            LATE, coop, first=adapt.adapt_datefield_value(book.month),
            next=adapt.adapt_datefield_value(after(book.month)), closed=adapt.adapt_datetimefield_value(book.closed_at),
        )  # fmt: skip
    return found
