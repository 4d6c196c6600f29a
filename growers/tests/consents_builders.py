"""Consents for tests."""

import datetime as dt

from growers.actions.consents import record_consent, withdraw_consent
from growers.models import Consent, Household
from growers.queries.seats import Seat


def make_consent(seat: Seat, household: Household, purpose="public_name", withdrawn_on=None, **facts) -> Consent:
    """A consent given on the first of 2025; withdrawn when a day is given."""
    row = record_consent(
        seat, household=household, purpose=purpose,
        **{"given_on": dt.date(2025, 1, 1), "how": "paper", "witness": "", "wording": "Tôi đồng ý.", **facts},
    )  # fmt: skip
    if withdrawn_on:
        withdraw_consent(seat, household=household, consent=row, withdrawn_on=withdrawn_on, withdrawn_how="")
    return row
