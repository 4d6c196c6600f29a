"""Claims of traders: what may be asked off a receivable, and how it may be answered."""

import datetime as dt

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "claim_over_receivable", "claim_more_than_sold", "claim_before_sale", "claim_answered", "claim_agreed_nothing",
    "claim_agreed_over", "claim_more_than_open", "claim_without_answer", "claim_answer_before", "claim_is_void",
)  # fmt: skip
OPEN, AGREED, REFUSED, VOID = "open", "agreed", "refused", "void"


def judge_claim(
    asked_vnd: int, grams: int, day: dt.date, *, sold_vnd: int, sold_g: int, sold_on: dt.date
) -> Verdict:  # fmt: skip
    """What is asked is a part of what was billed, in dong and in kilograms, on its day or later."""
    refused = []
    if asked_vnd > sold_vnd:
        refused.append(Reason("claim_over_receivable", {"sold_vnd": sold_vnd}))
    if sold_g and grams > sold_g:
        refused.append(Reason("claim_more_than_sold", {"sold_g": sold_g}))
    if day < sold_on:
        refused.append(Reason("claim_before_sale", {"sold_on": sold_on}))
    return Verdict(refused=tuple(refused))


def judge_answer(
    status: str, agreed_vnd: int, answer: str, answered_on: dt.date, *, agrees: bool, asked_vnd: int,
    claimed_on: dt.date,
) -> Verdict:  # fmt: skip
    """An open claim is answered once: agreed with a part of what was asked, or refused; both in words."""
    if status != OPEN:
        return Verdict.because("claim_answered")
    refused = []
    if agrees and agreed_vnd <= 0:
        refused.append(Reason("claim_agreed_nothing"))
    if agrees and agreed_vnd > asked_vnd:
        refused.append(Reason("claim_agreed_over", {"asked_vnd": asked_vnd}))
    if not answer.strip():
        refused.append(Reason("claim_without_answer"))
    if answered_on < claimed_on:
        refused.append(Reason("claim_answer_before", {"claimed_on": claimed_on}))
    return Verdict(refused=tuple(refused))
