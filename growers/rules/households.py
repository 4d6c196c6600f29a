"""What must hold of a household as it is entered (domain workflow, M4; rules R04, R90-R92)."""

import datetime as dt
import re

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "official_without_register",
    "joined_in_future",
    "left_before_joined",
    "contract_ends_first",
    "contract_without_start",
    "birth_year_unlikely",
    "citizen_id_malformed",
    "account_malformed",
    "account_without_bank",
    "legacy_elsewhere",
)
CITIZEN_ID = re.compile(r"0\d{11}")  # R04
ACCOUNT = re.compile(r"[0-9A-Za-z]{4,19}")


def judge_household(facts: dict, *, today: dt.date) -> Verdict:
    """Refusals for a household's values; rows are given as keys, `legacy_commune` as the commune it went into."""
    found = [code for code, broken in _questions(facts, today) if broken]
    return Verdict(refused=tuple(Reason(code) for code in found))


def _questions(facts: dict, today: dt.date):
    official = facts.get("kind") == "official"
    joined, left, born = facts.get("joined_on"), facts.get("left_on"), facts.get("birth_year")
    citizen, account = facts.get("citizen_id") or "", facts.get("bank_account") or ""
    legacy = facts.get("legacy_commune")
    yield "official_without_register", official and not facts.get("register_no")
    yield "joined_in_future", joined and joined > today
    yield "left_before_joined", joined and left and left < joined
    begins, ends = facts.get("contract_from"), facts.get("contract_to")
    yield "contract_ends_first", begins and ends and ends < begins
    yield "contract_without_start", ends and not begins
    yield "birth_year_unlikely", born and not today.year - 110 <= born <= today.year - 15
    yield "citizen_id_malformed", citizen and not CITIZEN_ID.fullmatch(citizen)
    yield "account_malformed", account and not ACCOUNT.fullmatch(account)
    yield "account_without_bank", account and not facts.get("bank")
    yield "legacy_elsewhere", legacy and legacy != facts.get("commune")
