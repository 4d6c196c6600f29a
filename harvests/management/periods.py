"""What export commands are told on the command line: a co-operative, and a period of days."""

import datetime as dt

from django.core.management.base import CommandError

from coopsite import clock
from coopsite.formats.parsing import Unreadable, parse_day
from growers.models import Cooperative


def coop_of(slug: str) -> Cooperative:
    """The co-operative with this address; CommandError names one that is not there."""
    coop = Cooperative.objects.select_related("commune").filter(slug=slug).first()
    if coop is None:
        raise CommandError(f"There is no co-operative {slug}.")
    return coop


def period_of(first: str | None, last: str | None, other: str) -> tuple[dt.date, dt.date]:
    """The days from --from to --to; `other` is the option that could be given instead."""
    if not first or not last:
        raise CommandError(f"Say --from and --to, or {other}.")
    days = _day(first), _day(last)
    if days[1] < days[0]:
        raise CommandError("--to is before --from.")
    return days


def _day(text: str) -> dt.date:
    try:
        return parse_day(text, clock.today())
    except Unreadable:
        raise CommandError(f"{text} is not a day; write 2025-09-08 or 08/09/2025.") from None
