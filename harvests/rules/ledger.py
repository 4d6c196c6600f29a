"""The fold of a household's ledger: balances at a date, running balances of a statement, and how old debts are."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvests.rules.credit import ageing
from harvests.rules.money import oldest_first

CODES = ("ticket_in_run", "document_in_run")
DEBTS = ("advance", "inputs", "loan")


@dataclass(frozen=True, slots=True)
class Movement:
    """An entry as the fold sees it: signed dong on an account on a day; `pk` is the order in which they were entered.

    `reverses` is the entry that this one takes back.
    """

    pk: int
    account: str
    day: dt.date
    amount_vnd: int
    reverses: int | None = None


def known(movements: Iterable[Movement], day: dt.date, upto: int | None = None) -> list[Movement]:
    """What counts at the end of a day, as known when entry `upto` was the newest."""
    return [one for one in movements if one.day <= day and (upto is None or one.pk <= upto)]


def balances(movements: Iterable[Movement]) -> dict[str, int]:
    """{account: dong}, above zero what the co-operative owes; accounts without a movement are missing."""
    sums: dict[str, int] = {}
    for one in movements:
        sums[one.account] = sums.get(one.account, 0) + one.amount_vnd
    return sums


def running(opening: dict[str, int], movements: Sequence[Movement]) -> list[int]:
    """The balance of each movement's own account after it, in the order given."""
    sums, after = dict(opening), []
    for one in movements:
        sums[one.account] = sums.get(one.account, 0) + one.amount_vnd
        after.append(sums[one.account])
    return after


def ages(movements: Iterable[Movement], day: dt.date) -> list[int]:
    """What is still owed to the co-operative by age at `day`, in the columns of `ageing`.

    On each account what was paid back or offset settles the oldest debt first (M19); a debt that was taken back as a
    mistake is gone from the day on which that was done. What was paid too much settles nothing else.
    """
    by_account: dict[str, list[Movement]] = {}
    for one in known(movements, day):
        if one.account in DEBTS:
            by_account.setdefault(one.account, []).append(one)
    return ageing((debt for found in by_account.values() for debt in _open(found)), day)


def _open(movements: list[Movement]) -> list[tuple[dt.date, int]]:
    """(day, dong open) of the debts of one account, the oldest first."""
    taken_back = {one.reverses for one in movements if one.reverses}
    counted = [one for one in movements if one.pk not in taken_back and not _answers(one, movements)]
    paid = sum(one.amount_vnd for one in counted if one.amount_vnd > 0)
    debts = sorted((one for one in counted if one.amount_vnd < 0), key=lambda one: (one.day, one.pk))
    settled = oldest_first(paid, [-one.amount_vnd for one in debts])
    return [(one.day, -one.amount_vnd - share) for one, share in zip(debts, settled, strict=True)]


def _answers(one: Movement, movements: list[Movement]) -> bool:
    return one.reverses is not None and any(other.pk == one.reverses for other in movements)
