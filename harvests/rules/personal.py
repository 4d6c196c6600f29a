"""What a co-operative holds about a person: which values an erasure takes away, which stay, and when it may happen.

Law 91/2025 lets a person ask for erasure; the Law on Accounting (art. 41) keeps what entered the books. So the person
goes and the kilograms, the money and the trace stay (invariant 35).
"""

from dataclasses import dataclass

from growers.rules.personal import NAME
from growers.rules.personal import PERSONAL as PEOPLE
from growers.rules.verdicts import Verdict

CODES = (
    "erasure_done_already", "erasure_still_here", "erasure_owed", "erasure_owes", "erasure_in_run", "erasure_unpriced",
    "erasure_capital", "erasure_surplus", "erasure_confirmation",
)  # fmt: skip
WHY = ("asked", "withdrawn", "period", "order")
PERSONAL = {
    **PEOPLE,
    "harvestrecord": {"note": "", "vehicle": ""},
    "yieldestimate": {"note": ""},
    "accountdocument": {"note": ""},
    "inputsale": {"note": ""},
    "settlementline": {"name": NAME, "bank": None, "account_sealed": "", "account_name": ""},
    "recallcall": {"note": ""},
}
# Text beside it in the same tables that says nothing of a person, or follows from what does.
BOOKS = {
    "household": {"code", "register_no", "citizen_index", "search_key", "sort_key"},
    "plot": {"code", "boundary", "search_key"},
    "consent": {"wording"},
    "capitalcommitment": {"certificate_no", "ended_reason"},
    "capitalpayment": {"quantity", "reference", "void_reason"},
    "harvestrecord": {"holds", "warnings", "reason", "plot_codes", "paper_no", "offline_no"},
    "harvestline": {"tare_reason"},
    "lotinput": {"verdict", "void_reason"},
    "accountdocument": {"reference", "override_reason", "void_reason"},
    "inputsale": {"override_reason", "void_reason"},
    "settlementline": {"code", "warnings"},
    "payment": {"reference"},
    "paymentreturn": {"reason"},
    "householdlink": {"token_sha256"},
    "ledgerentry": {"note"},
    "surplusshare": {"reference"},
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a household stands with the co-operative: dong by account (above zero what it is owed), codes of open runs,
    tickets without a price, capital not given back, surplus not paid out."""

    erased: bool
    left: bool
    balances: dict[str, int]
    runs: tuple[str, ...] = ()
    unpriced: int = 0
    capital_vnd: int = 0
    surplus_vnd: int = 0


def judge_erasure(standing: Standing) -> Verdict:
    """Refusals with what to do; nothing is erased of somebody with whom something is open."""
    if standing.erased:
        return Verdict.because("erasure_done_already")
    owed = sum(vnd for vnd in standing.balances.values() if vnd > 0)
    owes = -sum(vnd for vnd in standing.balances.values() if vnd < 0)
    return Verdict.refusing(
        ("erasure_still_here", not standing.left),
        ("erasure_owed", owed, {"amount_vnd": owed}),
        ("erasure_owes", owes, {"amount_vnd": owes}),
        ("erasure_in_run", standing.runs, {"runs": ", ".join(standing.runs)}),
        ("erasure_unpriced", standing.unpriced, {"tickets": standing.unpriced}),
        ("erasure_capital", standing.capital_vnd, {"amount_vnd": standing.capital_vnd}),
        ("erasure_surplus", standing.surplus_vnd, {"amount_vnd": standing.surplus_vnd}),
    )
