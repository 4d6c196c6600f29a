"""Takes single guards out of order in a racer, so that a race can be seen to notice it."""

import os
import signal
import time
import uuid

from django.db import connection, transaction
from django.db.models import F

from growers.actions import households, once
from growers.models import FormToken, Membership
from harvests.actions import corrections, day_totals, deliveries, records
from harvests.models import DayBook, HarvestRecord


def sabotage(guard: str, number: int) -> None:
    """Put one guard out of order in this process, which is racer `number`; "" leaves all in place."""
    if guard:
        GUARDS[guard](number)


def _token(number: int) -> None:
    """Every sending counts as a new one."""
    take = once._take

    def another(seat, sent, name) -> FormToken:
        return take(seat, once.Sent(uuid.uuid4(), sent.digest), name)

    once._take = another


def _version(number: int) -> None:
    """Whoever saves last wins."""
    households.save_version = lambda row, version: row.save()


def _limit(number: int) -> None:
    """A delivery may pass the limit of its line: only the CHECK of the database is left."""
    deliveries.F = lambda name: F(name) + (10**9 if name == "limit_g" else 0)


def _counter(number: int) -> None:
    """The book of a day is read, counted up and saved, instead of moved by one statement."""

    def post(coop, day, tickets, net_g, amount_vnd):
        book, _made = DayBook.objects.get_or_create(cooperative=coop, day=day)
        book.last_number, book.tickets = book.last_number + tickets, book.tickets + tickets
        book.net_g, book.amount_vnd = book.net_g + net_g, book.amount_vnd + amount_vnd
        book.save()
        return day_totals.Book(book.last_number, book.tickets, book.net_g, book.amount_vnd)

    records.post_in_book = post


def _closing(number: int) -> None:
    """A ticket that was judged before the day was closed is written after it."""
    day_totals.POST_IN_BOOK = day_totals.POST_IN_BOOK.replace("WHERE harvests_daybook.closed_at IS NULL", "")


def _stands(number: int) -> None:
    """A ticket that was replaced or voided counts as standing."""
    corrections.STANDING = HarvestRecord.Status.values
    HarvestRecord.stands = True


def _haste(number: int) -> None:
    """Totals are moved one by one with a pause after each, so that rivals meet in between."""
    upsert = day_totals._upsert

    def slowly(sql, rows):
        for row in rows:
            upsert(sql, [row])
            time.sleep(0.005)

    day_totals._upsert = slowly


def _order(number: int) -> None:
    """Without haste, totals of households are taken by every other racer the other way round, and none tries again."""
    _haste(number)
    once.TRIES = 1
    sums = day_totals._by_household
    day_totals._by_household = lambda shares: sums(shares)[:: 1 if number % 2 else -1]


def _again(number: int) -> None:
    """What met a rival is not tried again."""
    once.TRIES = 1


def _life(number: int) -> None:
    """The process is killed at its write of this number: the first racer at its first, the second at its second."""
    writes = 0

    def die(execute, sql, params, many, context):
        nonlocal writes
        writes += sql.startswith(("INSERT", "UPDATE"))
        if writes > number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(die)


GUARDS = {
    "token": _token, "version": _version, "limit": _limit, "counter": _counter, "closing": _closing, "stands": _stands,
    "haste": _haste, "order": _order, "again": _again, "life": _life,
}  # fmt: skip


def be_impatient(milliseconds: int) -> None:
    """Let this process wait for locks no longer than so; 0 leaves it as it is set."""
    if not milliseconds:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
        else:
            cursor.execute(f"SET lock_timeout = {milliseconds}")


def hold_book(user: int, day: str, milliseconds: int) -> None:
    """Hold the book of a day of a user's co-operative for a while, as a long import would."""
    coop = Membership.objects.get(user=user).cooperative
    with transaction.atomic():
        day_totals.locked_book(coop, day)
        time.sleep(milliseconds / 1000)
