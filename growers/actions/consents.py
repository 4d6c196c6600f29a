"""What can be done to a consent: recorded with its wording, and withdrawn (R110); neither is ever deleted."""

import datetime as dt

from coopsite import clock
from growers.actions.once import audit, insist, use_case
from growers.models import Consent, Household
from growers.queries.consents import consent_by_key, living_consent
from growers.queries.seats import Seat
from growers.rules.consents import judge_consent, judge_withdrawal


@use_case
def record_consent(seat: Seat, *, household: Household, purpose: str, given_on: dt.date, **facts) -> Consent:
    """Record that a household agreed to a purpose, in the words given. Raises Refused and ValidationError by field."""
    stored = Household.objects.of(seat.cooperative).select_for_update(no_key=True).get(pk=household.pk)
    living = living_consent(stored, purpose) is not None
    insist(judge_consent(given_on, today=clock.today(), living=living, erased=stored.erased_on is not None))
    row = Consent(
        cooperative=seat.cooperative, household=stored, purpose=purpose, given_on=given_on, recorded_by=seat.user,
        recorded_at=clock.now(), **facts,
    )  # fmt: skip
    row.full_clean()
    row.save()
    audit(seat, "consent recorded", row, purpose=purpose, given_on=given_on, how=row.how)
    return row


@use_case
def withdraw_consent(
    seat: Seat, *, household: Household, consent: Consent, withdrawn_on: dt.date, withdrawn_how: str
) -> Consent:
    """Note that a consent was withdrawn: from this moment its purpose stops, on pages already published too. Raises
    Refused."""
    stored = Household.objects.of(seat.cooperative).select_for_update(no_key=True).get(pk=household.pk)
    row = consent_by_key(stored, consent.pk)
    insist(
        judge_withdrawal(
            withdrawn_on, given_on=row.given_on, today=clock.today(), withdrawn=row.withdrawn_on is not None
        )
    )
    row.withdrawn_on, row.withdrawn_how = withdrawn_on, withdrawn_how
    row.full_clean(exclude=["recorded_by"])
    row.save(update_fields=["withdrawn_on", "withdrawn_how"])
    audit(seat, "consent withdrawn", row, purpose=row.purpose, withdrawn_on=withdrawn_on)
    return row
