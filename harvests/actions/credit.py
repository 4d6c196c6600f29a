"""What can be done to a household's credit: limits of its own set and taken away."""

from django.db.models import F

from growers.actions.once import Stale, audit, changes, use_case
from growers.models import Household
from growers.queries.seats import Seat
from harvests.actions.debts import credit_of
from harvests.models import HouseholdCredit

LIMITS = ("advance_limit_vnd", "input_limit_vnd")


@use_case
def set_limits(
    seat: Seat, *, household: Household, version: int, advance_limit_vnd: int | None, input_limit_vnd: int | None
) -> HouseholdCredit:
    """Give a household limits of its own, None for the co-operative's share of its season; raises Stale.

    Only the limits are written: the counters beside them move with every debt. Version 0 is a household that had no
    credit yet.
    """
    rows = credit_of(seat, household)
    stored = rows.select_for_update(of=("self",)).select_related("household").get()
    before = {name: getattr(stored, name) for name in LIMITS}
    after = dict(zip(LIMITS, (advance_limit_vnd, input_limit_vnd), strict=True))
    for name, value in after.items():
        setattr(stored, name, value)
    stored.full_clean()
    if not rows.filter(version=version or 1).update(version=F("version") + 1, **after):
        raise Stale(rows.get())
    audit(seat, "limits set", stored, changes=changes(before, after))
    return rows.get()
