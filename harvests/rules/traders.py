"""What must hold of a trader as it is entered (domain workflow, M12; rule R04 for the tax code)."""

import re

from growers.rules.verdicts import Reason, Verdict

CODES = ("trader_tax_code_malformed", "trader_payment_days_unlikely")

TAX_CODE = re.compile(r"\d{10}(-\d{3})?|0\d{11}")  # R04; for persons the citizen ID
AT_HOME = ("", "vietnam", "viet nam", "vn")
LONGEST_PAYMENT_DAYS = 365


def judge_trader(facts: dict, *, country: str) -> Verdict:
    """Refusals for a trader's values; `country` comes folded, and only tax codes of home have a known form."""
    found = [code for code, broken in _questions(facts, country) if broken]
    return Verdict(refused=tuple(Reason(code, {"days": LONGEST_PAYMENT_DAYS}) for code in found))


def _questions(facts: dict, country: str):
    tax_code, days = facts.get("tax_code") or "", facts.get("payment_days")
    yield "trader_tax_code_malformed", tax_code and country in AT_HOME and not TAX_CODE.fullmatch(tax_code)
    yield "trader_payment_days_unlikely", days is not None and days > LONGEST_PAYMENT_DAYS
