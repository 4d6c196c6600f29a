"""Which stored values tell something about a person: left out of the audit trail, exported on request, erased at last.

R110-R114; Law 91/2025 and Decree 356/2025. Kilograms, money, days and codes are the books, and stay.
"""

from typing import Any

# By table (lower case, as the audit trail names it): the fields, with what stands there after an erasure. NAME is
# replaced by one that names nobody.
NAME = object()
PERSONAL: dict[str, dict[str, Any]] = {
    "household": {
        "name": NAME, "alias": "", "citizen_id": "", "gender": "", "birth_year": None, "ethnicity": "", "phone": "",
        "village": "", "bank": None, "bank_account": "", "bank_account_name": "", "blocked_reason": "", "note": "",
    },
    "plot": {"name": "", "land_document_no": "", "note": ""},
    "planting": {"note": ""},
    "consent": {"witness": "", "withdrawn_how": ""},
    "capitalcommitment": {"note": ""},
}  # fmt: skip
REVEALS = ("payment", "register", "asked", "authority", "correction")  # why somebody looks at numbers in full (R113)
HIDDEN = "…"


def discreet(kind: str, details: dict) -> dict:
    """Details for the audit trail: that a personal value changed, not what it was or is (invariant 34)."""
    fields = PERSONAL.get(kind)
    if not fields or "changes" not in details:
        return details
    changes = {key: [HIDDEN, HIDDEN] if key in fields else pair for key, pair in details["changes"].items()}
    return {**details, "changes": changes}
