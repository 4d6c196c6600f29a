"""What stands on the papers of a settlement run: a household's statement, its text for a phone, lists of purchases."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harvests.rules.vietqr import plain

MOST_TEXT = 900  # what a message still shows whole (M20)
PAPERS_FROM = ("closed", "approved", "paid", "locked")
TO_PAY = ("approved", "paid", "locked")
CODES = ("papers_before_closing", "papers_before_approval", "voucher_nothing", "link_gone")


@dataclass(frozen=True, slots=True)
class Fruit:
    """Fruit of one ticket, grade and price; `price_vnd` is None for loads of one ticket with several prices.

    `grade` is the Vietnamese name, which papers print whatever the screen; `grade_en` the other one.
    """

    day: dt.date
    ticket: str
    grade: str
    grade_code: str
    position: int
    net_g: int
    price_vnd: int | None
    amount_vnd: int
    grade_en: str = ""


@dataclass(frozen=True, slots=True)
class Extra:
    """A top-up or a charge: what it is called, its number and day, dong with its sign."""

    kind: str
    code: str
    day: dt.date
    amount_vnd: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken back of one debt: advance, loan or inputs, its number and day."""

    account: str
    code: str
    day: dt.date
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Paid:
    """The money that left: its day, and the voucher or the bank's reference."""

    day: dt.date
    paper: str
    means: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One household of a run, as it was closed; `account` whole: whoever shows it masks it."""

    run: str
    first: dt.date
    last: dt.date
    code: str
    name: str
    address: str
    fruit: tuple[Fruit, ...]
    extras: tuple[Extra, ...]
    taken: tuple[Taken, ...]
    fruit_vnd: int
    brought_vnd: int
    fee_vnd: int
    carried_vnd: int
    pay_vnd: int
    means: str
    bank_bin: str
    bank: str
    account: str
    inputs_open_vnd: int
    closed_by: str
    approved_by: str
    paid: Paid | None = None

    @property
    def net_g(self) -> int:
        return sum(row.net_g for row in self.fruit)

    @property
    def tickets(self) -> int:
        return len({row.ticket for row in self.fruit})


@dataclass(frozen=True, slots=True)
class Purchase:
    """Fruit of one grade and price bought from a household on a day; `note` says how it was paid."""

    day: dt.date
    code: str
    name: str
    address: str
    citizen_id: str
    goods: str
    grade: str
    net_g: int
    price_vnd: int | None
    amount_vnd: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """Cash that was paid to a household; `reprint` counts how often its voucher was printed before."""

    number: str
    day: dt.date
    code: str
    name: str
    address: str
    run: str
    first: dt.date
    last: dt.date
    amount_vnd: int
    made_by: str
    reprint: int = 0


@dataclass(frozen=True, slots=True)
class Form:
    """The form of the state that a paper follows: its number, title and legal basis; empty where none is known."""

    number: str = ""
    title: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class GradeSum:
    """What all fruit of one grade comes to."""

    grade: str
    code: str
    net_g: int
    price_vnd: int | None
    amount_vnd: int
    grade_en: str = ""


def by_grade(rows: Iterable[Fruit]) -> list[GradeSum]:
    """Sums per grade in the order of the grades; the price is named when all its fruit has the same."""
    found: dict[tuple[int, str], list[Fruit]] = {}
    for row in rows:
        found.setdefault((row.position, row.grade_code), []).append(row)
    sums = []
    for _key, same in sorted(found.items()):
        prices = {row.price_vnd for row in same}
        sums.append(GradeSum(
            same[0].grade, same[0].grade_code, sum(row.net_g for row in same),
            prices.pop() if len(prices) == 1 else None, sum(row.amount_vnd for row in same), same[0].grade_en,
        ))  # fmt: skip
    return sums


def explained(statement: Statement) -> str:
    """Why a line pays nothing or something is carried: owes, nothing, rounding, or "" when there is nothing to say."""
    if not statement.pay_vnd:
        return "owes" if statement.carried_vnd < 0 else "nothing"
    return "rounding" if statement.carried_vnd else ""


def content_of(coop_code: str, run: str, household: str) -> str:
    """What a transfer says of itself, as banks take it: "HTXNH TT25007 H012"."""
    return plain(f"HTX{coop_code} {run.replace('-', '')} H{household}")


def fitted(head: Sequence[str], rows: Sequence[str], tail: Sequence[str], more: str, most: int = MOST_TEXT) -> str:
    """Lines as one text of at most `most` characters: rows are left out from the end, and `more` says how many.

    `more` holds one {n}. What must stand (head, then tail) is cut with an ellipsis only when it alone is too long.
    """
    for kept in range(len(rows), -1, -1):
        left = len(rows) - kept
        lines = [*head, *rows[:kept], *([more.format(n=left)] if left else []), *tail]
        text = "\n".join(line for line in lines if line)
        if len(text) <= most:
            return text
    return f"{text[: max(0, most - 1)]}…"[:most]


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A row between the value of the fruit and what is paid; `key` says what it is, dong with its sign."""

    key: str
    amount_vnd: int
    code: str = ""
    day: dt.date | None = None


def money_rows(statement: Statement) -> list[MoneyRow]:
    """From the value of the fruit to what is paid, itemised: the rows above add up to the last one."""
    rows = [MoneyRow("fruit", statement.fruit_vnd)]
    rows += [MoneyRow(row.kind, row.amount_vnd, row.code, row.day) for row in statement.extras]
    rows += [MoneyRow("brought", statement.brought_vnd), MoneyRow("run_fee", -statement.fee_vnd)]
    rows += [MoneyRow(f"{row.account}_taken", -row.amount_vnd, row.code, row.day) for row in statement.taken]
    rows.append(MoneyRow("carried" if statement.carried_vnd > 0 else "missing", -statement.carried_vnd))
    rows = [row for row in rows if row.amount_vnd or row.key == "fruit"]
    return [*rows, MoneyRow("pay", statement.pay_vnd)]
