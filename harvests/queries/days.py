"""Facts about receiving days: the book of a day, its grades, and what must be looked at before it is closed."""

import datetime as dt
from collections.abc import Iterable

from growers.models import Cooperative
from harvests.models import DayBook, HarvestRecord

SHORT = ("day", "number", "revision", "household__code", "household__name", "net_g", "amount_vnd", "status", "weighed_at")


def book_of(coop: Cooperative, day: dt.date) -> DayBook | None:
    """The book of a day; None while nothing was weighed and no scale was checked."""
    return DayBook.objects.of(coop).select_related("closed_by").filter(day=day).first()


def newest_tickets(coop: Cooperative, day: dt.date, count: int = 8) -> Iterable[dict]:
    """The newest tickets of a day that were not replaced, as plain values."""
    rows = HarvestRecord.objects.of(coop).filter(day=day).exclude(status=HarvestRecord.Status.REPLACED)
    return rows.order_by("-day", "-number", "-revision").values(*SHORT)[:count]
