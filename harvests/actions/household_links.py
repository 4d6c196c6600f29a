"""Links by which a household reads its statement or its season without signing in: made, counted, revoked."""

import datetime as dt

from django.db import DatabaseError, transaction
from django.db.models import F

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.actions.once import Refused, audit, use_case
from growers.models import Household
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from harvests.models import HouseholdLink, Season, SettlementLine

# What nobody types; a hash is unique beyond the co-operative, which no check of a form may ask.
UNTYPED = ("token_sha256", "line", "season", "revoked_at")


@use_case
def make_household_link(
    seat: Seat, *, household: Household, token_sha256: str, line: SettlementLine | None = None,
    season: Season | None = None,
) -> HouseholdLink:  # fmt: skip
    """Make a link for as many days as the setting says; of its secret only the hash comes here."""
    days = settings_on(seat.cooperative, clock.today())["link_days"]
    row = HouseholdLink(
        cooperative=seat.cooperative, household=household, line=line, season=season, token_sha256=token_sha256,
        expires_on=real_day() + dt.timedelta(days=days), made_by=seat.user, made_at=clock.now(),
    )  # fmt: skip
    row.full_clean(exclude=UNTYPED)
    row.save()
    audit(seat, "household link made", row, of=line.run.code if line else season.name, days=days)
    return row


@use_case
def revoke_household_link(seat: Seat, *, link: HouseholdLink) -> HouseholdLink:
    """End a link before its day; it then looks like one that never was. Raises Refused when it was revoked already."""
    rows = HouseholdLink.objects.of(seat.cooperative).filter(pk=link.pk, revoked_at__isnull=True)
    if not rows.update(revoked_at=clock.real_now()):
        raise Refused.because("link_gone")
    audit(seat, "household link revoked", link)
    return HouseholdLink.objects.of(seat.cooperative).get(pk=link.pk)


def open_household_link(token_sha256: str, *, count: bool = True) -> HouseholdLink | None:
    """The link behind a secret, counted as opened; None when it is unknown, revoked, past its day or its paper gone.

    A database that is busy or read-only costs the count, not the page.
    """
    everywhere = HouseholdLink.objects.unscoped("the secret names the link among all co-operatives")
    rows = everywhere.filter(
        token_sha256=token_sha256, revoked_at__isnull=True, expires_on__gte=real_day()
    ).exclude(line__run__status="cancelled")  # fmt: skip
    link = rows.select_related(
        "cooperative__commune", "cooperative__commodity", "household", "season", "line__run"
    ).first()
    if link and count:
        try:
            with transaction.atomic():
                everywhere.filter(pk=link.pk).update(views=F("views") + 1)
        except DatabaseError:
            return link
    return link


def real_day() -> dt.date:
    """The real day in Vietnam, which a demonstration does not stop: links end by it."""
    return clock.real_now().astimezone(VIETNAM).date()
