"""When members' capital may be committed, paid in, certified and given back (Law 17/2023 art. 74-75; R90-R94)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from growers.rules.months import months_after
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "capital_of_others", "capital_of_left", "capital_day_ahead", "capital_member_over", "capital_associates_over",
    "capital_over_committed", "capital_payment_early", "capital_too_old", "capital_ended", "capital_payment_voided",
    "capital_certified", "capital_not_paid", "capital_end_early", "capital_without_quantity",
    "capital_certificate_early", "capital_few_members", "capital_few_contributors", "capital_under_age",
)  # fmt: skip
OFFICIAL, ASSOCIATE = "official", "associate_capital"
CONTRIBUTING = (OFFICIAL, ASSOCIATE)
MEMBERS_LEAST = 5  # art. 4(7): a co-operative has at least five official members
ADULT = 18
EARLIEST = dt.date(1997, 1, 1)  # the first Law on Co-operatives came into force; a day before is a slip
PAID, RUNNING, OVERDUE, ENDED = "paid", "running", "overdue", "ended"
MISSING = ("register_no", "joined_on", "address", "citizen_id", "capital", "certificate")


@dataclass(frozen=True, slots=True)
class Charter:
    """The charter capital as it stands: the sum of all living commitments, paid in or not, and whose they are."""

    total_vnd: int = 0
    associates_vnd: int = 0
    contributors: int = 0  # official members with a living commitment


def due_on(committed_on: dt.date, months: int) -> dt.date:
    """The last day for paying in what was committed: the same day so many months later, or that month's last (R92)."""
    return months_after(committed_on, months)


def state_of(amount_vnd: int, paid_vnd: int, due: dt.date, today: dt.date, *, ended: bool) -> str:
    """In which state a commitment is: given back, paid in, running towards its deadline, or past it."""
    if ended:
        return ENDED
    if paid_vnd == amount_vnd:
        return PAID
    return OVERDUE if today > due else RUNNING


def share_over(part_vnd: int, whole_vnd: int, most_bp: int) -> bool:
    """Whether a part is more than so many hundredths of a per cent of the whole, exactly: no division, no rounding."""
    return part_vnd * 10_000 > most_bp * whole_vnd


def judge_commitment(
    kind: str, amount_vnd: int, committed_on: dt.date, *, left: bool, member_vnd: int, charter: Charter,
    limits: Mapping[str, int], today: dt.date,
) -> Verdict:  # fmt: skip
    """Refusals for a commitment; `charter` and `member_vnd` are what stands without it.

    The limits of R90 and R91 are measured once five official members have committed, this one among them: below five
    there is no charter capital that could be shared out within them.
    """
    refused = []
    if kind not in CONTRIBUTING:
        refused.append(Reason("capital_of_others"))
    if left:
        refused.append(Reason("capital_of_left"))
    if committed_on > today:
        refused.append(Reason("capital_day_ahead"))
    if committed_on < EARLIEST:
        refused.append(Reason("capital_too_old"))
    whole, member = charter.total_vnd + amount_vnd, member_vnd + amount_vnd
    newcomer = kind == OFFICIAL and not member_vnd
    if charter.contributors + newcomer >= MEMBERS_LEAST:
        most, all_most = limits["capital_most_bp"], limits["capital_associates_bp"]
        if kind == OFFICIAL and share_over(member, whole, most):
            refused.append(Reason("capital_member_over", {"member_vnd": member, "whole_vnd": whole, "most_bp": most}))
        together = charter.associates_vnd + amount_vnd
        if kind == ASSOCIATE and share_over(together, whole, all_most):
            refused.append(
                Reason("capital_associates_over", {"together_vnd": together, "whole_vnd": whole, "most_bp": all_most})
            )
    return Verdict(refused=tuple(refused))


def judge_payment(
    amount_vnd: int, paid_on: dt.date, asset: str, quantity: str, *, committed_on: dt.date, left_vnd: int, ended: bool,
    today: dt.date,
) -> Verdict:  # fmt: skip
    """Refusals for a payment on a commitment of which `left_vnd` is not paid in yet."""
    return Verdict.refusing(
        ("capital_ended", ended),
        ("capital_over_committed", amount_vnd > left_vnd, {"left_vnd": left_vnd}),
        ("capital_payment_early", paid_on < committed_on, {"committed_on": committed_on}),
        ("capital_day_ahead", paid_on > today),
        ("capital_without_quantity", asset != "money" and not quantity.strip()),
    )


def judge_void(*, voided: bool, certified: bool, ended: bool) -> Verdict:
    """Whether a payment can be taken back: not once a certificate says that it was made."""
    return Verdict.refusing(
        ("capital_payment_voided", voided), ("capital_certified", certified), ("capital_ended", ended),
    )  # fmt: skip


def judge_certificate(
    day: dt.date, *, amount_vnd: int, paid_vnd: int, last_paid_on: dt.date | None, certified: bool, ended: bool,
    today: dt.date,
) -> Verdict:  # fmt: skip
    """Whether a certificate can be issued: when all is paid in, once (art. 75)."""
    return Verdict.refusing(
        ("capital_ended", ended),
        ("capital_certified", certified),
        ("capital_not_paid", paid_vnd != amount_vnd, {"left_vnd": amount_vnd - paid_vnd}),
        ("capital_certificate_early", bool(last_paid_on) and day < last_paid_on, {"paid_on": last_paid_on}),
        ("capital_day_ahead", day > today),
    )


def judge_end(day: dt.date, *, last_on: dt.date, ended: bool, today: dt.date) -> Verdict:
    """Whether a contribution can be given back on a day; `last_on` is the day of the last that happened to it."""
    return Verdict.refusing(
        ("capital_ended", ended),
        ("capital_end_early", day < last_on, {"last_on": last_on}),
        ("capital_day_ahead", day > today),
    )


def judge_members(officials: int, contributors: int, under_age: int) -> Verdict:
    """What is to be said of the members themselves (R93); nothing of it stops anything."""
    found = (
        ("capital_few_members", officials < MEMBERS_LEAST, {"officials": officials, "least": MEMBERS_LEAST}),
        ("capital_few_contributors", officials >= MEMBERS_LEAST > contributors, {"contributors": contributors}),
        ("capital_under_age", under_age > 0, {"under_age": under_age, "adult": ADULT}),
    )
    return Verdict(warnings=tuple(Reason(code, data) for code, broken, data in found if broken))


def missing_of(facts: Mapping[str, object]) -> tuple[str, ...]:
    """What a row of the register lacks of art. 15(1): names out of MISSING; an empty tuple is a complete row."""
    capital = bool(facts["amount_vnd"])
    broken = {
        "register_no": not facts["register_no"],
        "joined_on": not facts["joined_on"],
        "address": not facts["village"],
        "citizen_id": not facts["has_citizen_id"],
        "capital": not capital,
        "certificate": capital and facts["paid_vnd"] == facts["amount_vnd"] and not facts["certificate_no"],
    }
    return tuple(name for name in MISSING if broken[name])
