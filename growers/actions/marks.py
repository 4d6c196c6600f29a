"""Licences to use a certification mark: noted and changed, the co-operative's own and those known of others."""

from growers.actions.once import audit, change_row, use_case
from growers.models import MarkLicence
from growers.queries.seats import Seat


@use_case
def add_licence(seat: Seat, **facts) -> MarkLicence:
    """Add a licence; raises ValidationError by field."""
    licence = MarkLicence(cooperative=seat.cooperative, **facts)
    licence.full_clean()
    licence.save()
    audit(seat, "mark licence added", licence, holder=licence.holder, number=licence.decision_no)
    return licence


@use_case
def change_licence(seat: Seat, *, licence: MarkLicence, version: int, **facts) -> MarkLicence:
    """Change a licence as it stood at `version`; raises Stale when somebody saved it since."""
    return change_row(seat, "mark licence changed", licence, version, facts)
