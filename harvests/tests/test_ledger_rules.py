"""The fold of the ledger: sums at any date, the same whatever is entered later, and debts by age."""

import datetime as dt
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from harvests.rules.ledger import Movement, ages, balances, known, running

FIRST = dt.date(2025, 6, 1)
ACCOUNTS = ("fruit", "advance", "inputs", "loan")


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def book(choose) -> list[Movement]:
    """A ledger as people fill it: entries on any day up to the day they are entered, and reversals of some, on it.

    `choose(low, high)` gives a whole number.
    """
    movements, standing = [], []
    for pk in range(1, choose(1, 12) + 1):
        today = pk * 3
        if standing and choose(0, 1):
            old = standing.pop(choose(0, len(standing) - 1))
            movements.append(Movement(pk, old.account, max(day(today), old.day), -old.amount_vnd, old.pk))
        else:
            amount = choose(1, 10**9) * (1 - 2 * choose(0, 1))
            movements.append(Movement(pk, ACCOUNTS[choose(0, 3)], day(choose(0, today)), amount))
            standing.append(movements[-1])
    return movements


@st.composite
def books(draw):
    return book(lambda low, high: draw(st.integers(low, high)))


def insist_fold(movements: list[Movement], at: dt.date, upto: int) -> None:
    found = balances(known(movements, at))
    assert sum(found.values()) == sum(one.amount_vnd for one in movements if one.day <= at)
    # Split anywhere, opening and period give the same closing.
    closing = balances(known(movements, at - dt.timedelta(days=1)))
    period = [one for one in movements if one.day == at]
    for one, balance in zip(period, running(closing, period), strict=True):
        closing[one.account] = balance
    assert closing == found
    # A statement printed when entry `upto` was the newest: nothing entered later changes it.
    then = [one for one in movements if one.pk <= upto]
    assert balances(known(movements, at, upto)) == balances(known(then, at))
    # Days that were over when a reversal was entered do not move by it.
    for one in movements:
        if one.reverses:
            passed = one.day - dt.timedelta(days=1)
            assert balances(known(movements, passed)) == balances(known([m for m in movements if m is not one], passed))


def test_the_fold_is_the_sum_and_what_was_known_stays_known_in_twenty_thousand_books():
    random = Random(42)
    for _ in range(20_000):
        insist_fold(book(random.randint), day(random.randint(0, 45)), random.randint(0, 12))


@settings(max_examples=200, deadline=None, database=None)
@given(books(), st.integers(0, 45), st.integers(0, 12))
def test_the_fold_holds_for_odd_books_too(movements, number, upto):
    insist_fold(movements, day(number), upto)


@settings(max_examples=200, deadline=None, database=None)
@given(books(), st.integers(0, 45))
def test_ages_add_up_to_what_is_owed(movements, number):
    at = day(number)
    found = ages(movements, at)
    owed = balances(known(movements, at))
    least = sum(max(-owed.get(account, 0), 0) for account in ("advance", "inputs", "loan"))
    assert sum(found) == least and min(found) >= 0


def test_the_oldest_debt_is_settled_first_and_mistakes_are_no_debts():
    rows = [
        Movement(1, "advance", day(0), -3_000_000),
        Movement(2, "advance", day(40), -1_000_000),
        Movement(3, "advance", day(50), 3_500_000),
        Movement(4, "inputs", day(0), -900_000),
        Movement(5, "inputs", day(60), 900_000, reverses=4),
        Movement(6, "inputs", day(5), -200_000),
        Movement(7, "fruit", day(1), -5),
    ]
    assert ages(rows, day(30)) == [3_000_000 + 900_000 + 200_000, 0, 0, 0]
    assert ages(rows, day(40)) == [1_000_000, 4_100_000, 0, 0]
    assert ages(rows, day(70)) == [500_000, 200_000, 0, 0]
    assert ages(rows, day(131)) == [0, 0, 700_000, 0]
    assert ages(rows, day(231)) == [0, 0, 0, 700_000]
