"""Members with capital for tests."""

import datetime as dt

from growers.actions.capital import commit_capital, pay_capital
from growers.models import CapitalCommitment, CapitalPayment, Cooperative, Household
from growers.queries.seats import Seat
from growers.tests.builders import make_household


def make_member(coop: Cooperative, code: str, kind="official", **values) -> Household:
    """A member whose row of the register lacks nothing but its capital."""
    facts = {"register_no": f"TV-{code}", "joined_on": dt.date(2020, 1, 15), "citizen_id": f"014099{int(code):06d}"}
    return make_household(coop, code, kind=kind, **{**facts, **values})


def make_capital(
    seat: Seat, household: Household, amount_vnd=10_000_000, paid_vnd=0, day=dt.date(2025, 6, 1), note=""
) -> CapitalCommitment:  # fmt: skip
    """A contribution committed on a day, with what is paid in on that day."""
    row = commit_capital(seat, household=household, committed_on=day, amount_vnd=amount_vnd, note=note)
    if paid_vnd:
        pay_capital(seat, commitment=row, paid_on=day, amount_vnd=paid_vnd)
    return CapitalCommitment.objects.of(seat.cooperative).get(pk=row.pk)


def furnish_commitment(seat: Seat, household: Household, mark: str) -> None:
    """A contribution of which nothing stands: its one payment was voided."""
    row = CapitalCommitment.objects.create(
        cooperative=seat.cooperative, household=household, committed_on=dt.date(2025, 2, 1), amount_vnd=1_000_000,
        note=f"{mark} note",
    )  # fmt: skip
    CapitalPayment.objects.create(
        cooperative=seat.cooperative, commitment=row, paid_on=dt.date(2025, 2, 1), amount_vnd=500_000,
        reference=f"{mark} UNC", made_by=seat.user, made_at="2025-02-01T05:00:00Z", void_reason=f"{mark} reason",
    )  # fmt: skip
