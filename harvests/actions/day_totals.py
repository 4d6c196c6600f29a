"""Counts tickets into the books of days, loads into the totals of days and households; no race splits a statement."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from growers.models import Cooperative
from harvests.models import DayBook, DayTotal, HarvestLine, HouseholdTotal

# The row is made or moved in one statement; a closed book is not moved and gives back nothing, nor is one made before a
# month that is closed. Both databases read it.
POST_IN_BOOK = """
INSERT INTO harvests_daybook
    (cooperative_id, day, last_number, tickets, net_g, amount_vnd, difference_note, scale_check_note)
SELECT %s, %s, %s, %s, %s, %s, '', ''
WHERE NOT EXISTS (
    SELECT 1 FROM harvests_monthbook WHERE cooperative_id = %s AND month >= %s AND closed_at IS NOT NULL
)
ON CONFLICT (cooperative_id, day) DO UPDATE SET
    last_number = harvests_daybook.last_number + excluded.last_number,
    tickets = harvests_daybook.tickets + excluded.tickets,
    net_g = harvests_daybook.net_g + excluded.net_g,
    amount_vnd = harvests_daybook.amount_vnd + excluded.amount_vnd
WHERE harvests_daybook.closed_at IS NULL
RETURNING last_number, tickets, net_g, amount_vnd
"""
ADD_TO_TOTALS = """
INSERT INTO harvests_daytotal
    (cooperative_id, day, season_id, commodity_id, round_id, grade_id, lines, net_g, amount_vnd)
VALUES {rows}
ON CONFLICT (cooperative_id, day, season_id, grade_id) DO UPDATE SET
    lines = harvests_daytotal.lines + excluded.lines,
    net_g = harvests_daytotal.net_g + excluded.net_g,
    amount_vnd = harvests_daytotal.amount_vnd + excluded.amount_vnd
"""
ADD_TO_HOUSEHOLDS = """
INSERT INTO harvests_householdtotal (cooperative_id, season_id, household_id, tickets, net_g, amount_vnd)
VALUES {rows}
ON CONFLICT (cooperative_id, season_id, household_id) DO UPDATE SET
    tickets = harvests_householdtotal.tickets + excluded.tickets,
    net_g = harvests_householdtotal.net_g + excluded.net_g,
    amount_vnd = harvests_householdtotal.amount_vnd + excluded.amount_vnd
"""
TOTALS_AT_ONCE = 60


class Book(NamedTuple):
    """A day's book after a move: the last number handed out, and what stands."""

    last_number: int
    tickets: int
    net_g: int
    amount_vnd: int


class Share(NamedTuple):
    """What a load adds to, or takes from, the totals of its day, season and grade, and of its season and household.

    The first load of a ticket carries the ticket.
    """

    day: dt.date
    season: int
    commodity: int
    round: int | None
    grade: int
    household: int
    net_g: int
    amount_vnd: int | None
    tickets: int
    lines: int = 1


def post_in_book(coop: Cooperative, day: dt.date, tickets: int, net_g: int, amount_vnd: int) -> Book | None:
    """Take the next `tickets` numbers of a day and count what they carry; None when the day is closed."""
    with connection.cursor() as cursor:
        on, month = map(connection.ops.adapt_datefield_value, (day, day.replace(day=1)))
        cursor.execute(POST_IN_BOOK, [coop.pk, on, tickets, tickets, net_g, amount_vnd, coop.pk, month])
        moved = cursor.fetchall()
    return Book(*moved[0]) if moved else None


def move_book(coop: Cooperative, day: dt.date, *, tickets: int = 0, net_g: int = 0, amount_vnd: int = 0) -> None:
    """Change what stands in a book that the running transaction holds locked; the numbers stay as they are."""
    DayBook.objects.of(coop).filter(day=day).update(
        tickets=F("tickets") + tickets, net_g=F("net_g") + net_g, amount_vnd=F("amount_vnd") + amount_vnd
    )


def locked_book(coop: Cooperative, day: dt.date) -> DayBook:
    """The book of a day, made when there is none, held by the running transaction until its end."""
    DayBook.objects.bulk_create([DayBook(cooperative=coop, day=day)], ignore_conflicts=True)
    return DayBook.objects.of(coop).select_for_update().get(day=day)


def add_to_totals(coop: Cooperative, shares: Iterable[Share]) -> None:
    """Add loads to the totals of their days and grades, and of their households: rows in one order, sixty at once."""
    shares = [*shares]
    days = [
        [coop.pk, connection.ops.adapt_datefield_value(day), season, commodity, of_round, grade, lines, net, amount]
        for (day, season, grade), (commodity, of_round, lines, net, amount) in _sums(shares)
    ]
    _upsert(ADD_TO_TOTALS, days)
    _upsert(ADD_TO_HOUSEHOLDS, [[coop.pk, *key, *sums] for key, sums in _by_household(shares)])


def _upsert(sql: str, rows: list[list]) -> None:
    for start in range(0, len(rows), TOTALS_AT_ONCE):
        some = rows[start : start + TOTALS_AT_ONCE]
        marks = ", ".join(["(" + ", ".join(["%s"] * len(some[0])) + ")"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(sql.format(rows=marks), [value for row in some for value in row])


def take_from_totals(coop: Cooperative, shares: Iterable[Share]) -> None:
    """Take loads out of the totals in which they were counted; one statement for each of them."""
    shares = [*shares]
    for (day, season, grade), (_, _, lines, net, amount) in _sums(shares):
        rows = DayTotal.objects.of(coop).filter(day=day, season=season, grade=grade)
        rows.update(lines=F("lines") - lines, net_g=F("net_g") - net, amount_vnd=F("amount_vnd") - amount)
    for (season, household), (tickets, net, amount) in _by_household(shares):
        rows = HouseholdTotal.objects.of(coop).filter(season=season, household=household)
        rows.update(tickets=F("tickets") - tickets, net_g=F("net_g") - net, amount_vnd=F("amount_vnd") - amount)


def hold_books(coop: Cooperative, days: Iterable[dt.date]) -> None:
    """Take the books of several days in their order, before any total: who holds a total may not wait for a book."""
    for day in sorted({*days}):
        locked_book(coop, day)


def hold_households(coop: Cooperative, totals: Iterable[tuple[int, int]]) -> None:
    """Take the totals of (season, household) in one order, made where there are none, before they are moved singly."""
    _upsert(ADD_TO_HOUSEHOLDS, [[coop.pk, *total, 0, 0, 0] for total in sorted({*totals})])


def shares_of(lines: Iterable[HarvestLine]) -> list[Share]:
    """The shares of written lines whose records came with them, season and all."""
    return [
        Share(
            line.record.day, line.record.season_id, line.record.season.commodity_id, line.record.round_id,
            line.grade_id, line.record.household_id, line.net_g, line.amount_vnd, int(line.position == 1),
        )
        for line in lines
    ]  # fmt: skip


def _sums(shares: Iterable[Share]) -> list[tuple[tuple, list]]:
    """By (day, season, grade), in this order: [commodity, round, lines, grams, dong]."""
    sums: dict[tuple, list] = {}
    for share in shares:
        sums.setdefault((share.day, share.season, share.grade), [share.commodity, share.round, 0, 0, 0])
        total = sums[share.day, share.season, share.grade]
        total[2] += share.lines
        total[3] += share.net_g
        total[4] += share.amount_vnd or 0
    return sorted(sums.items())


def _by_household(shares: Iterable[Share]) -> list[tuple[tuple[int, int], list[int]]]:
    """By (season, household), in this order: [tickets, grams, dong]."""
    sums: dict[tuple[int, int], list[int]] = {}
    for share in shares:
        total = sums.setdefault((share.season, share.household), [0, 0, 0])
        total[0] += share.tickets
        total[1] += share.net_g
        total[2] += share.amount_vnd or 0
    return sorted(sums.items())
