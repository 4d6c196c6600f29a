"""Tickets that are worth nothing yet: graded later, or weighed before their price was announced."""

from django.db.models import Exists, OuterRef, QuerySet

from growers.models import Cooperative
from harvests.models import DayBook, HarvestRecord
from harvests.rules.weighing_facts import LATER


def waiting(coop: Cooperative, why: str = "") -> QuerySet:
    """Standing tickets without a value, the oldest first, with whether their day is `closed`.

    `why`: "grading" for those graded later, "price" for the others, "" for all. Both are reasons to be on hold which
    nobody can answer but by a value, so that those on hold, which are few, are all that is looked through.
    """
    closed = DayBook.objects.filter(cooperative=coop, day=OuterRef("day"), closed_at__isnull=False)
    rows = HarvestRecord.objects.of(coop).filter(status=HarvestRecord.Status.HELD, amount_vnd__isnull=True)
    if why == "grading":
        rows = rows.filter(mode=LATER)
    elif why == "price":
        rows = rows.exclude(mode=LATER)
    return rows.annotate(closed=Exists(closed)).order_by("day", "number")
