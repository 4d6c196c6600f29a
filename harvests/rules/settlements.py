"""The life of a settlement run as a state machine, its number, and what must hold before each of its steps (M19)."""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.money import EARLIEST
from harvests.rules.settlement_lines import ACCOUNT_MISSING, BIG_DAY, CASH_OVER_LIMIT, NAME_DIFFERS, Line

DRAFT, CLOSED, APPROVED, PAID = "draft", "closed", "approved", "paid"
LOCKED, CANCELLED = "locked", "cancelled"
STEPS = (DRAFT, CLOSED, APPROVED, PAID, LOCKED)
UNFINISHED = (DRAFT, CLOSED, APPROVED, PAID)

CODE = re.compile(r"TT-([0-9]{2})-([0-9]{3,9})")
WHOLE_BP = 10_000
MOST_FEE_VND = 10_000  # a kilogram of fruit fetches little more: whoever types this meant something else
LONGEST_DAYS = 366
TRANSFER, CASH = "transfer", "cash"


class Event(StrEnum):
    """What people do to a run."""

    CHANGE = "change"
    CLOSE = "close"
    CANCEL = "cancel"
    APPROVE = "approve"
    PAY = "pay"
    RETURN = "return"
    LOCK = "lock"


ALLOWED: dict[Event, tuple[str, ...]] = {
    Event.CHANGE: (DRAFT,),
    Event.CLOSE: (DRAFT,),
    Event.CANCEL: (DRAFT, CLOSED),
    Event.APPROVE: (CLOSED,),
    Event.PAY: (APPROVED,),
    Event.RETURN: (APPROVED, PAID),
    Event.LOCK: (PAID,),
}
EVENT_CODES = {event: f"settlement_not_now_{event}" for event in Event}
CODES = (
    *EVENT_CODES.values(),
    "settlement_days_backwards", "settlement_in_future", "settlement_days_long", "settlement_share_over",
    "settlement_fee_unlikely", "settlement_empty", "settlement_nothing_to_pay", "settlement_cash_over_limit",
    "settlement_account_missing", "settlement_name_without_reason", "settlement_changed", "settlement_stale",
    "settlement_own", "settlement_only_director", "settlement_cancel_without_reason", "settlement_household_unknown",
    "settlement_choice_unknown",
    "payment_nothing_chosen", "payment_line_unknown", "payment_line_paid", "payment_line_nothing",
    "payment_before_approval", "payment_in_future", "payment_without_reference", "payment_cash_over_limit",
    "payment_account_missing", "payment_over_run", "return_without_reason", "return_before_payment",
    "return_in_future", "payment_returned_already",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payable:
    """A written line as a payment asks of it; `warnings` are the codes noted when the run was closed."""

    pk: int
    code: str
    pay_vnd: int
    means: str
    warnings: tuple[str, ...] = ()
    has_account: bool = True


def read_code(code: str) -> tuple[int, int] | None:
    """(year, number) of a code as papers carry it, TT-25-007; None when it is not one."""
    found = CODE.fullmatch(code)
    return (2000 + int(found[1]), int(found[2])) if found else None


def judge_event(status: str, event: Event) -> Verdict:
    """Whether something may be done to a run in this status."""
    return Verdict() if status in ALLOWED[event] else Verdict.because(EVENT_CODES[event])


def usual_days(today: dt.date, last_day: dt.date | None) -> tuple[dt.date, dt.date]:
    """The period that a new run most likely has: from where the last one ended, else this week, to yesterday."""
    day_to = today - dt.timedelta(days=1)
    if last_day and last_day < day_to:
        return last_day + dt.timedelta(days=1), day_to
    return day_to - dt.timedelta(days=day_to.weekday()), day_to


def judge_run(facts: dict, *, today: dt.date) -> Verdict:
    """Refusals for the rules of a run; values that could not be read are None."""
    first, last = facts.get("day_from"), facts.get("day_to")
    shares = [facts.get(name) or 0 for name in ("advance_bp", "input_bp", "loan_bp")]
    refused = []
    if first and last and last < first:
        refused.append(Reason("settlement_days_backwards"))
    if first and last and (last - first).days > LONGEST_DAYS:
        refused.append(Reason("settlement_days_long", {"days": LONGEST_DAYS}))
    if last and last > today:
        refused.append(Reason("settlement_in_future"))
    if first and first < EARLIEST:
        refused.append(Reason("debt_day_too_old"))
    if max(shares) > WHOLE_BP:
        refused.append(Reason("settlement_share_over"))
    if (facts.get("fee_vnd_per_kg") or 0) > MOST_FEE_VND:
        refused.append(Reason("settlement_fee_unlikely", {"most_vnd": MOST_FEE_VND}))
    return Verdict(refused=tuple(refused))


def judge_closing(status: str, lines: Sequence[Line], *, reason: str = "") -> Verdict:
    """Whether a draft with these lines can be closed; `reason` accepts account names that differ."""
    refused = list(judge_event(status, Event.CLOSE).refused)
    if not lines:
        refused.append(Reason("settlement_empty"))
    elif not sum(line.pay_vnd for line in lines):
        refused.append(Reason("settlement_nothing_to_pay"))
    for code, warning in (
        ("settlement_cash_over_limit", CASH_OVER_LIMIT),
        ("settlement_account_missing", ACCOUNT_MISSING),
        ("settlement_name_without_reason", "" if reason else NAME_DIFFERS),
    ):
        if found := [line.code for line in lines if warning and warning in line.codes]:
            refused.append(Reason(code, {"households": ", ".join(found), "n": len(found)}))
    return Verdict(refused=tuple(refused))


def judge_approval(status: str, *, user: int, made_by: int, closed_by: int | None, is_director: bool) -> Verdict:
    """Four eyes: a director approves, and never what the same person opened or closed."""
    refused = list(judge_event(status, Event.APPROVE).refused)
    if not is_director:
        refused.append(Reason("settlement_only_director"))
    if user in (made_by, closed_by):
        refused.append(Reason("settlement_own"))
    return Verdict(refused=tuple(refused))


def judge_payment_day(day: dt.date, *, approved_on: dt.date | None, today: dt.date) -> Verdict:
    """Money leaves between approval and today."""
    if day > today:
        return Verdict.because("payment_in_future")
    if approved_on and day < approved_on:
        return Verdict.because("payment_before_approval", approved_on=approved_on)
    return Verdict()


def judge_payment(lines: Sequence[Payable], *, paid: Collection[int], means: str, reference: str) -> Verdict:
    """Whether these lines can be paid now; `paid` are the keys of those with a standing payment.

    `means` "" pays each line as the run says.
    """
    refused = []
    by_means = {way: [line for line in lines if (means or line.means) == way] for way in (TRANSFER, CASH)}
    over = [line for line in by_means[CASH] if BIG_DAY in line.warnings]
    for code, found in (
        ("payment_line_paid", [line for line in lines if line.pk in paid]),
        ("payment_line_nothing", [line for line in lines if not line.pay_vnd]),
        ("payment_cash_over_limit", over),
        ("payment_account_missing", [line for line in by_means[TRANSFER] if not line.has_account]),
    ):
        if found:
            refused.append(Reason(code, {"households": ", ".join(line.code for line in found)}))
    if not lines:
        refused.append(Reason("payment_nothing_chosen"))
    if by_means[TRANSFER] and not reference:
        refused.append(Reason("payment_without_reference"))
    return Verdict(refused=tuple(refused))


def judge_return(day: dt.date, *, paid_on: dt.date, today: dt.date, returned: bool, reason: str) -> Verdict:
    """Money comes back once, between the day it was paid and today, and somebody says why."""
    refused = []
    if returned:
        refused.append(Reason("payment_returned_already"))
    if not reason:
        refused.append(Reason("return_without_reason"))
    if day > today:
        refused.append(Reason("return_in_future"))
    if day < paid_on:
        refused.append(Reason("return_before_payment", {"paid_on": paid_on}))
    return Verdict(refused=tuple(refused))
