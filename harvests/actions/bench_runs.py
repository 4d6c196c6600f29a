"""Writes the settled past of the bench: a locked, paid run for every stretch of days but the newest tickets."""

import datetime as dt
from collections import Counter

from django.db import connection
from django.db.models import Count, Sum

from coopsite.formats.showing import VIETNAM
from growers.models import User
from harvests.models import LedgerEntry, Payment, SettlementLine, SettlementRun

ACCOUNTANT = "bench-accountant"  # who makes runs approves none
DAYS, OPEN = 9, 8_000  # days in a run; tickets at most, and at most a quarter of all, that no run has paid
# Every delivery within the days of a run is a living item of its household's line.
CLAIM = """
INSERT INTO harvests_settlementitem (cooperative_id, line_id, entry_id, amount_vnd, net_g, is_live)
SELECT e.cooperative_id, l.id, e.id, e.amount_vnd, r.net_g, TRUE
FROM harvests_ledgerentry e JOIN harvests_harvestrecord r ON r.id = e.record_id
JOIN harvests_settlementrun s ON s.cooperative_id = e.cooperative_id AND e.day BETWEEN s.day_from AND s.day_to
JOIN harvests_settlementline l ON l.run_id = s.id AND l.household_id = e.household_id
WHERE e.cooperative_id = %s
"""


def write_runs(bench) -> None:
    """Runs, their lines, what these claim, and their payments with the entries of these."""
    accountant = User.objects.create(username=ACCOUNTANT, last_name="Bench")
    days, numbers = _settled_days(bench), Counter()
    for place in range(0, len(days), DAYS):
        of_run = days[place : place + DAYS]
        numbers[of_run[0].year] += 1
        _write_run(bench, accountant, numbers[of_run[0].year], of_run)
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [bench.coop.pk])


def _settled_days(bench) -> list[dt.date]:
    days = sorted(bench.books)
    left = min(OPEN, sum(tickets for tickets, *_sums in bench.books.values()) // 4)
    while days and left > 0:
        left -= bench.books[days.pop()][0]
    return days


def _write_run(bench, accountant: User, number: int, days: list[dt.date]) -> None:
    coop, moment = bench.coop, dt.datetime.combine(days[-1], dt.time(20), VIETNAM)
    entries = LedgerEntry.objects.of(coop).filter(day__gte=days[0], day__lte=days[-1]).order_by("household__code")
    brought = entries.values_list("household", "household__code", "household__name").annotate(
        tickets=Count("pk"), net_g=Sum("record__net_g"), fruit_vnd=Sum("amount_vnd")
    )
    names = ("household_id", "code", "name", "tickets", "net_g", "fruit_vnd")
    lines = [dict(zip(names, row, strict=True)) for row in brought]
    sums = {name: sum(line[name] for line in lines) for name in ("net_g", "fruit_vnd")}
    run = SettlementRun.objects.create(
        cooperative=coop, year=days[0].year, number=number, status="locked", day_from=days[0], day_to=days[-1],
        lines_count=len(lines), pay_vnd=sums["fruit_vnd"], paid_vnd=sums["fruit_vnd"], **sums, made_by=accountant,
        made_at=moment, closed_by=accountant, closed_at=moment, approved_by=bench.user, approved_at=moment,
        approved_on=days[-1], locked_by=accountant, locked_at=moment,
    )  # fmt: skip
    rows = SettlementLine.objects.bulk_create(
        SettlementLine(
            cooperative=coop, run=run, position=position, means="transfer", pay_vnd=line["fruit_vnd"], **line
        )
        for position, line in enumerate(lines, start=1)
    )  # fmt: skip
    paid = Payment.objects.bulk_create(
        Payment(
            cooperative=coop, line=line, day=days[-1], means="transfer", amount_vnd=line.pay_vnd,
            reference=f"FT{number:03d}{line.position:03d}", paid_by=accountant, paid_at=moment,
        )
        for line in rows
    )  # fmt: skip
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            cooperative=coop, household_id=payment.line.household_id, account="fruit", kind="payment",
            day=payment.day, amount_vnd=-payment.amount_vnd, payment=payment, entered_by=accountant, entered_at=moment,
        )
        for payment in paid
    )  # fmt: skip
