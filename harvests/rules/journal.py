"""Which accounts each movement of money is booked to, until the co-operative says otherwise."""

import re

from growers.rules.verdicts import Verdict

CODES = ("journal_account_malformed", "journal_accounts_equal")
# (debit, credit) in the chart of Circular 71/2024/TT-BTC for co-operatives; certainty C: an accountant checks and sets
# them per co-operative. 331 households, 131 traders, 141 advances, 152 fruit, 511 sales, 111 cash, 112 bank, 411
# members' capital, 421 surplus, 642 costs.
ACCOUNTS: dict[str, tuple[str, str]] = {
    "delivery": ("152", "331"),
    "top_up": ("152", "331"),
    "fee": ("331", "511"),
    "transport": ("331", "511"),
    "penalty": ("331", "711"),
    "other": ("152", "331"),
    "advance": ("141", "111"),
    "loan": ("132", "111"),
    "input_sale": ("1388", "511"),
    "repayment": ("111", "141"),
    "offset_advance": ("331", "141"),
    "offset_inputs": ("331", "1388"),
    "offset_loan": ("331", "132"),
    "payment_transfer": ("331", "112"),
    "payment_cash": ("331", "111"),
    "receivable": ("131", "511"),
    "receipt": ("112", "131"),
    "deposit": ("112", "344"),
    "deposit_offset": ("344", "131"),
    "deposit_refund": ("344", "112"),
    "deposit_forfeit": ("344", "711"),
    "deposit_penalty": ("811", "112"),
    "claim": ("521", "131"),
    "capital": ("112", "411"),
    "capital_goods": ("211", "411"),
    "capital_back": ("411", "112"),
    "surplus": ("421", "112"),
    "order_cost": ("642", "112"),
}
FORM = re.compile(r"[0-9]{3,8}")


# A repayment and an offset are booked on the account of the debt they take back.
DEBTS = ("advance", "inputs", "loan")


def accounts_of(own: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Every movement with its (debit, credit): the co-operative's own where it set them."""
    set_ones = ACCOUNTS | own
    received = set_ones["repayment"][0]
    return set_ones | {f"repayment_{debt}": (received, set_ones[f"offset_{debt}"][1]) for debt in DEBTS}


def judge_accounts(debit: str, credit: str) -> Verdict:
    """Two different accounts in digits."""
    if not FORM.fullmatch(debit) or not FORM.fullmatch(credit):
        return Verdict.because("journal_account_malformed")
    return Verdict.because("journal_accounts_equal") if debit == credit else Verdict()


def booked(accounts: dict[str, tuple[str, str]], key: str, amount_vnd: int, means: str) -> tuple[str, str, int]:
    """(debit, credit, dong above zero): cash or bank as it was paid, what takes back the other way round."""
    cash, bank = accounts["payment_cash"][1], accounts["payment_transfer"][1]
    swapped = {"cash": {bank: cash}, "transfer": {cash: bank}}.get(means, {})
    debit, credit = (swapped.get(account, account) for account in accounts[key])
    return (debit, credit, amount_vnd) if amount_vnd > 0 else (credit, debit, -amount_vnd)
