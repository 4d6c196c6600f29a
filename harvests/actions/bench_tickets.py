"""Writes the tickets of `manage.py bench` by the database's own way for many, and the sums that they add up to."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random

from django.core.management.color import no_style
from django.db import connection, transaction

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from harvests.actions.ledger import post_standing
from harvests.models import DayBook, DayTotal, HarvestLine, HarvestRecord, HouseholdTotal
from harvests.rules.money import value_of

TODAY = dt.date(2025, 9, 8)
CHUNK = 20_000
LOADS = (2, 3, 4, 4, 5)  # 3.6 loads a delivery on average (workflow.md 2)
PRICES = {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000}
TARE_G = 2_000
BUSY, BUSY_SHARE = 96, 40  # one household brings every fortieth ticket: a full page of them at the smallest size too
WAITING = 12  # tickets on hold: a handful of the newest, however many there are in all


class Bench:
    """The rows that tickets name, and the sums they add up to."""

    def __init__(self, lines: int, seed: int):
        self.lines, self.random = lines, Random(seed)  # noqa: S311 - repeatable, not secret
        self.books: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.totals: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.brought: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])


def write_tickets(bench: Bench) -> None:
    """Records and loads, a chunk at a time, so that a million of them need no memory; and what the ledger says."""
    pairs = _pairs(bench)
    while chunk := list(islice(pairs, CHUNK)):
        insert(HarvestRecord, [record for record, _loads in chunk])
        insert(HarvestLine, [load for _record, loads in chunk for load in loads])
    count_on(HarvestRecord, HarvestLine)
    post_standing(bench.coop)


def count_on(*models) -> None:
    """Let keys that the database gives follow those that were written."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def insert(model, rows: list[tuple]) -> None:
    """Rows with a value for each column, by the database's own way for many."""
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    table, marks = model._meta.db_table, ", ".join(["%s"] * len(model._meta.concrete_fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - own names


def _pairs(bench: Bench) -> Iterator[tuple[tuple, list[tuple]]]:
    """(record, its loads) as column values, by day."""
    left, key, line_key = bench.lines, 0, 0
    for place, (day, season, of_round, board) in enumerate(bench.days):
        of_day = left // (len(bench.days) - place)
        left -= of_day
        number = 0
        while of_day:
            count = min(of_day, bench.random.choice(LOADS))
            of_day -= count
            key, number = key + 1, number + 1
            waits = day == TODAY and number <= WAITING
            loads = [_load(bench, line_key + turn, key, turn, waits) for turn in range(1, count + 1)]
            line_key += count
            _count(bench, day, season, of_round, loads)
            yield _record(bench, key, day, season, of_round, board, number, loads, waits), loads


def _load(bench: Bench, pk: int, record: int, position: int, waits: bool) -> tuple:
    random = bench.random
    code = random.choice(("L1", "L1", "L2", "L2", "L2", "L3", "D"))
    net = random.randrange(400, 1_100) * 100
    price = None if waits else PRICES[code]
    amount = None if waits else value_of(net, price)
    return (
        pk, bench.coop.pk, record, position, bench.grades[code], bench.crate.pk, 4, net + 4 * TARE_G, 4 * TARE_G, "", 0,
        "", net, price, amount, 0,
    )  # fmt: skip


def _record(bench: Bench, pk, day, season, of_round, board, number, loads, waits) -> tuple:
    place = BUSY if pk % BUSY_SHARE == 0 else bench.random.randrange(len(bench.households))
    net = sum(load[12] for load in loads)
    brought = bench.brought[season, bench.households[place].pk]
    brought[:] = brought[0] + 1, brought[1] + net, brought[2] + sum(load[14] or 0 for load in loads)
    moment = dt.datetime.combine(day, dt.time(5, 30), VIETNAM) + dt.timedelta(seconds=37 * number)
    stored = connection.ops.adapt_datetimefield_value(moment)
    values = {
        "id": pk, "cooperative_id": bench.coop.pk, "season_id": season, "round_id": of_round,
        "day": connection.ops.adapt_datefield_value(day), "number": number, "revision": 1, "replaces_id": None,
        "status": "held" if waits else "posted", "holds": '[{"code": "price_missing", "data": {}}]' if waits else "[]",
        "warnings": "[]", "reason": "", "household_id": bench.households[place].pk, "household_kind": "linked",
        "plot_id": bench.plots[place].pk, "plot_codes": "[]", "mode": "graded", "channel": "export", "board_id": board,
        "place": "point", "vehicle": "", "note": "", "source": "scale", "paper_no": "", "offline_no": "",
        "loads": len(loads), "gross_g": net + len(loads) * 4 * TARE_G, "tare_g": len(loads) * 4 * TARE_G,
        "deduction_g": 0, "net_g": net, "amount_vnd": None if waits else sum(load[14] for load in loads),
        "weighed_at": stored, "recorded_at": stored, "recorded_by_id": bench.user.pk, "prints": 1,
    }  # fmt: skip
    return tuple(values[field.column] for field in HarvestRecord._meta.concrete_fields)


def _count(bench: Bench, day, season, of_round, loads: Iterable[tuple]) -> None:
    book = bench.books[day]
    book[0] += 1
    for load in loads:
        net, amount = load[12], load[14] or 0
        total = bench.totals[day, season, of_round, load[4]]
        total[0] += 1
        total[1] += net
        total[2] += amount
        book[1] += net
        book[2] += amount


def write_sums(bench: Bench) -> None:
    """The day books and day totals that the tickets add up to; every day but today is closed."""
    coop = bench.coop
    DayBook.objects.bulk_create(
        (
            DayBook(
                cooperative=coop, day=day, last_number=tickets, tickets=tickets, net_g=net, amount_vnd=amount,
                closed_at=dt.datetime.combine(day, dt.time(18, 30), VIETNAM) if day < TODAY else None,
                closed_by=bench.user if day < TODAY else None,
            )
            for day, (tickets, net, amount) in bench.books.items()
        ),
        batch_size=400,
    )  # fmt: skip
    DayTotal.objects.bulk_create(
        (
            DayTotal(
                cooperative=coop, day=day, season_id=season, commodity=coop.commodity, round_id=of_round,
                grade_id=grade, lines=lines, net_g=net, amount_vnd=amount,
            )
            for (day, season, of_round, grade), (lines, net, amount) in bench.totals.items()
        ),
        batch_size=400,
    )  # fmt: skip
    HouseholdTotal.objects.bulk_create(
        HouseholdTotal(
            cooperative=coop, season_id=season, household_id=household, tickets=tickets, net_g=net, amount_vnd=amount
        )
        for (season, household), (tickets, net, amount) in bench.brought.items()
    )  # fmt: skip


@transaction.atomic
def bare_ticket(keys: dict[str, int], grade: int, nets: Iterable[int]) -> int:
    """One record with its loads and nothing around it, void, so that no sum counts it: what a bare view would do.

    `keys` are the record's foreign keys and its number, by column.
    """
    grams, moment = [*nets], clock.now()
    record = HarvestRecord.objects.create(
        **keys, day=dt.date(2020, 1, 1), status="void", reason="bench", household_kind="linked", loads=len(grams),
        gross_g=sum(grams), tare_g=0, net_g=sum(grams), weighed_at=moment, recorded_at=moment,
    )  # fmt: skip
    HarvestLine.objects.bulk_create(
        HarvestLine(
            cooperative_id=keys["cooperative_id"], record=record, position=place, grade_id=grade, gross_g=net, tare_g=0,
            net_g=net,
        )
        for place, net in enumerate(grams, start=1)
    )  # fmt: skip
    return record.pk
