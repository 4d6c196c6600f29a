"""Papers that move a household's account by hand: what each asks for, and what it does to the accounts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from growers.rules.months import months_after
from growers.rules.verdicts import Reason, Verdict
from harvests.rules.credit import judge_days
from harvests.rules.money import value_of

CODES = (
    "lending_off", "lending_official_only", "lending_due_missing", "lending_too_long", "document_note_missing",
    "document_means_missing", "document_debt_missing", "repayment_over_debt", "repayment_before_debt",
    "document_void_reason_missing", "document_voided_already", "document_settled", "top_up_nothing",
    "top_up_days_missing", "top_up_days_backwards", "top_up_price_missing", "top_up_seen_otherwise",
)  # fmt: skip
ADVANCE, LOAN, REPAYMENT, TOP_UP = "advance", "loan", "repayment", "top_up"
DEBTS = (ADVANCE, LOAN)
PAID = (ADVANCE, LOAN, REPAYMENT)  # money changes hands with these
SAID = ("penalty", "credit", "debit", "fee", "transport")  # nobody knows what these were for unless it is said
LOAN_MONTHS = 12  # Law on Cooperatives 17/2023, art. 83: internal lending is short
MOST_VND = 10**11


@dataclass(frozen=True, slots=True)
class Effect:
    """What a paper does: account and kind of its ledger entry, +1 in favour of the household, -1 against it."""

    account: str
    kind: str
    sign: int


EFFECTS: Mapping[str, Effect] = {
    ADVANCE: Effect("advance", "advance", -1),
    LOAN: Effect("loan", "loan", -1),
    "transport": Effect("fruit", "transport", -1),
    "fee": Effect("fruit", "fee", -1),
    "penalty": Effect("fruit", "penalty", -1),
    "debit": Effect("fruit", "other", -1),
    "credit": Effect("fruit", "other", 1),
    TOP_UP: Effect("fruit", "top_up", 1),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as it is typed."""

    kind: str
    day: dt.date
    amount_vnd: int | None
    due_on: dt.date | None = None
    means: str = ""
    note: str = ""


def judge_paper(paper: Paper, today: dt.date, *, left: bool = False) -> Verdict:
    """What every paper asks for; nobody who `left` is given money ahead."""
    found = []
    if not paper.amount_vnd:
        found.append(Reason("debt_amount_missing"))
    if paper.kind in PAID and not paper.means:
        found.append(Reason("document_means_missing"))
    if paper.kind in SAID and not paper.note:
        found.append(Reason("document_note_missing"))
    if paper.kind in DEBTS and left:
        found.append(Reason("credit_household_left"))
    return Verdict(refused=tuple(found)) + judge_days(paper.day, paper.due_on, today)


def judge_loan(paper: Paper, *, allowed: bool, official: bool) -> Verdict:
    """Internal lending (Law 17/2023 art. 83): when the co-operative allows it, to official members, for 12 months."""
    found = []
    if not allowed:
        found.append(Reason("lending_off"))
    if not official:
        found.append(Reason("lending_official_only"))
    if paper.due_on is None:
        found.append(Reason("lending_due_missing"))
    elif paper.due_on > months_after(paper.day, LOAN_MONTHS):
        found.append(Reason("lending_too_long", {"months": LOAN_MONTHS}))
    return Verdict(refused=tuple(found))


def judge_repayment(amount_vnd: int, day: dt.date, *, open_vnd: int, made_on: dt.date, code: str) -> Verdict:
    """A repayment is of one debt, not before it was made, and of no more than is open."""
    found = []
    if amount_vnd > open_vnd:
        found.append(Reason("repayment_over_debt", {"name": code, "open_vnd": open_vnd}))
    if day < made_on:
        found.append(Reason("repayment_before_debt", {"name": code, "made_on": made_on}))
    return Verdict(refused=tuple(found))


def top_up_of(grams: Mapping[int, int], prices: Mapping[int, int]) -> int:
    """Dong of a top-up: kilograms of each grade (by key) by what is added a kilogram, half up for each grade."""
    return sum(value_of(net_g, prices.get(grade, 0)) for grade, net_g in grams.items())
