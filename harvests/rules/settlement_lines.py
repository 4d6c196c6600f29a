"""What a run pays one household: sums, deductions in their order, rounding and warnings, exact to the dong (M19)."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

from coopsite.formats.text import fold
from growers.rules.verdicts import Reason
from harvests.rules.money import oldest_first, value_of

FRUIT, OTHER, BROUGHT = "delivery", "other", "carry"
ADVANCE, INPUTS, LOAN = "advance", "inputs", "loan"
CASH_OVER_LIMIT, BIG_DAY = "line_cash_over_limit", "line_big_day"
ACCOUNT_MISSING, NAME_DIFFERS = "line_account_missing", "line_name_differs"
CARRIED, EARLIER = "line_carried", "line_earlier"
RED = (CASH_OVER_LIMIT, ACCOUNT_MISSING)  # the run does not close with one of these
ASKED = (NAME_DIFFERS,)  # it does, with a reason
CODES = (CASH_OVER_LIMIT, BIG_DAY, ACCOUNT_MISSING, NAME_DIFFERS, CARRIED, EARLIER)
THOUSAND = 1_000


class Movement(Protocol):
    """A movement on the fruit account that no run has paid: its kind, day, dong, and the grams of a ticket."""

    pk: int
    kind: str
    day: dt.date
    amount_vnd: int
    net_g: int


class Owed(Protocol):
    """A debt: the account it stands on, and what of it is open."""

    account: str
    open_vnd: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of a run; shares in basis points, the fee in dong per kilogram."""

    day_from: dt.date
    advance_bp: int = 10_000
    input_bp: int = 5_000
    loan_bp: int = 0
    fee_vnd_per_kg: int = 0
    rounding: str = "down_1000"
    means: str = "transfer"
    limit_vnd: int = 5_000_000


@dataclass(frozen=True, slots=True)
class Payee:
    """A household as it is paid: by which means ("" as the run says), and to which account."""

    household_id: int
    code: str
    name: str
    bank_id: int | None = None
    bank: str = ""
    account: str = ""
    account_name: str = ""
    means: str = ""
    big_days: Mapping[dt.date, int] | None = None  # purchases of the days on which they reach the limit for cash


@dataclass(frozen=True, slots=True)
class Line:
    """What one household is paid: pay = fruit + other + brought - fee - advance - inputs - loan - carried."""

    payee: Payee
    means: str
    tickets: int
    net_g: int
    fruit_vnd: int
    other_vnd: int
    brought_vnd: int
    fee_vnd: int
    advance_vnd: int
    input_vnd: int
    loan_vnd: int
    carried_vnd: int
    pay_vnd: int
    movements: tuple[Movement, ...]
    offsets: tuple[tuple[Owed, int], ...]
    warnings: tuple[Reason, ...]

    @property
    def code(self) -> str:
        return self.payee.code

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.warnings)

    @property
    def deducted_vnd(self) -> int:
        return self.fee_vnd + self.advance_vnd + self.input_vnd + self.loan_vnd

    @property
    def moves(self) -> bool:
        """Whether anything happens; brought forward dong that come to no payment wait outside the run, debt or none."""
        return bool(self.pay_vnd or any(row.kind != BROUGHT for row in self.movements))


SUMS = tuple(
    field.name for field in fields(Line) if field.name.endswith("_vnd") or field.name in ("tickets", "net_g")
)  # fmt: skip


def settle(terms: Terms, payee: Payee, movements: Sequence[Movement], debts: Iterable[Owed]) -> Line:
    """The line of a household from its movements and its debts, oldest first.

    First the fee, then advances, inputs and loans, each up to its share of value less fee and never more than is left.
    Below zero nothing is paid and all is carried forward; so is what rounding leaves, of either sign.
    """
    sums = {FRUIT: 0, OTHER: 0, BROUGHT: 0}
    for row in movements:
        sums[row.kind if row.kind in sums else OTHER] += row.amount_vnd
    deliveries = [row for row in movements if row.kind == FRUIT]
    net_g = sum(row.net_g for row in deliveries)
    fee = value_of(net_g, terms.fee_vnd_per_kg)
    left = before = sum(sums.values()) - fee
    debts, offsets, taken = list(debts), [], {}
    for account, share_bp in ((ADVANCE, terms.advance_bp), (INPUTS, terms.input_bp), (LOAN, terms.loan_bp)):
        found = taken_back([debt for debt in debts if debt.account == account], most(before, share_bp, left))
        taken[account] = sum(amount for _debt, amount in found)
        left -= taken[account]
        offsets += found
    pay = rounded(left, terms.rounding)
    means = payee.means or terms.means
    return Line(
        payee=payee, means=means, tickets=len(deliveries), net_g=net_g, fruit_vnd=sums[FRUIT], other_vnd=sums[OTHER],
        brought_vnd=sums[BROUGHT], fee_vnd=fee, advance_vnd=taken[ADVANCE], input_vnd=taken[INPUTS],
        loan_vnd=taken[LOAN], carried_vnd=left - pay, pay_vnd=pay, movements=tuple(movements), offsets=tuple(offsets),
        warnings=tuple(_warnings(terms, payee, means, pay, left - pay, movements)),
    )  # fmt: skip


def most(of_vnd: int, share_bp: int, left_vnd: int) -> int:
    """What may be taken back at most: a share, rounded down, and never more than is left."""
    return max(0, min(of_vnd * share_bp // 10_000, left_vnd))


def taken_back(debts: Sequence[Owed], most_vnd: int) -> list[tuple[Owed, int]]:
    """What each debt gets of so many dong, in the order given; debts that get nothing are left out."""
    shares = oldest_first(most_vnd, [debt.open_vnd for debt in debts])
    return [(debt, share) for debt, share in zip(debts, shares, strict=True) if share]


def rounded(net_vnd: int, rounding: str) -> int:
    """What is paid of a net amount; nothing of one below zero."""
    if net_vnd <= 0:
        return 0
    if rounding == "down_1000":
        return net_vnd // THOUSAND * THOUSAND
    return (net_vnd + THOUSAND // 2) // THOUSAND * THOUSAND if rounding == "nearest_1000" else net_vnd


def totals(lines: Iterable[Line]) -> dict[str, int]:
    """Sums over lines, by the names in SUMS."""
    lines = list(lines)
    return {name: sum(getattr(line, name) for line in lines) for name in SUMS}


def digest(lines: Iterable[Line]) -> str:
    """What tells one table from another: a draft is closed as it was looked at, or not at all."""
    facts = [
        (line.code, str(line.means), line.payee.account, *(getattr(line, name) for name in SUMS)) for line in lines
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def _warnings(terms: Terms, payee: Payee, means: str, pay: int, carried: int, movements: Sequence[Movement]):
    if payee.big_days and pay:
        day, amount = max(payee.big_days.items(), key=lambda pair: pair[1])
        data = {"day_on": day, "amount_vnd": amount, "limit_vnd": terms.limit_vnd, "days": len(payee.big_days)}
        yield Reason(BIG_DAY, data)
        if means == "cash":
            yield Reason(CASH_OVER_LIMIT, data)
    if means == "transfer" and pay:
        if not payee.account or not payee.bank_id:
            yield Reason(ACCOUNT_MISSING)
        elif fold(payee.account_name) != fold(payee.name):
            yield Reason(NAME_DIFFERS, {"account_name": payee.account_name, "name": payee.name})
    if carried < 0 and not pay:
        yield Reason(CARRIED, {"carried_vnd": -carried})
    if early := [row for row in movements if row.day < terms.day_from and row.kind != BROUGHT]:
        first, amount = min(row.day for row in early), sum(row.amount_vnd for row in early)
        yield Reason(EARLIER, {"n": len(early), "first_on": first, "amount_vnd": amount})
