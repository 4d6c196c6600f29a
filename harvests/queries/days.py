"""Facts about receiving days: the book of a day, its grades, and what must be looked at before it is closed."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from growers.models import AuditEntry, Cooperative
from harvests.models import STANDING, DayBook, DayTotal, HarvestRecord
from harvests.rules.days import DayFacts, paper_gaps

SHORT = (
    "day", "number", "revision", "household__code", "household__name", "net_g", "amount_vnd", "status", "weighed_at",
    "recorded_by_id", "recorded_at",
)  # fmt: skip
ODD = (HarvestRecord.Status.HELD, HarvestRecord.Status.VOID)


def book_of(coop: Cooperative, day: dt.date) -> DayBook | None:
    """The book of a day; None while nothing was weighed and no scale was checked."""
    return DayBook.objects.of(coop).select_related("closed_by").filter(day=day).first()


def newest_tickets(coop: Cooperative, day: dt.date, count: int = 8) -> Iterable[dict]:
    """The newest tickets of a day that were not replaced, as plain values."""
    rows = HarvestRecord.objects.of(coop).filter(day=day).exclude(status=HarvestRecord.Status.REPLACED)
    return rows.order_by("-day", "-number", "-revision").values(*SHORT)[:count]


def day_facts(book: DayBook) -> DayFacts:
    """A day's book beside what its records add up to. Two statements."""
    rows = HarvestRecord.objects.of(book.cooperative_id).filter(day=book.day)
    stands = Q(status__in=STANDING)
    found = rows.order_by().aggregate(
        numbers=Count("number", distinct=True),
        tickets=Count("pk", filter=stands),
        net=Coalesce(Sum("net_g", filter=stands), 0),
        held=Count("pk", filter=Q(status=HarvestRecord.Status.HELD)),
    )
    return DayFacts(
        last_number=book.last_number,
        numbers=found["numbers"],
        book_tickets=book.tickets,
        tickets=found["tickets"],
        book_g=book.net_g,
        net_g=found["net"],
        held=found["held"],
        paper_gaps=paper_gaps(papers_of(book.cooperative_id, book.day)),
        scale_checked=book.scale_check_g is not None,
    )


def papers_of(coop: Cooperative | int, day: dt.date) -> list[str]:
    """The paper numbers that tickets of a day carry, void ones too: their slips exist."""
    rows = HarvestRecord.objects.of(coop).filter(day=day).exclude(paper_no="")
    return [*rows.order_by().values_list("paper_no", flat=True).distinct()]


def odd_tickets(coop: Cooperative, day: dt.date) -> list[HarvestRecord]:
    """The tickets of a day that are on hold, void, or corrected, in the order of their numbers."""
    rows = HarvestRecord.objects.of(coop).filter(day=day).filter(Q(status__in=ODD) | Q(revision__gt=1))
    rows = rows.exclude(status=HarvestRecord.Status.REPLACED)
    return list(rows.select_related("household").order_by("number", "revision"))


def totals_of(coop: Cooperative, day: dt.date) -> QuerySet:
    """What stands of each grade on a day."""
    rows = DayTotal.objects.of(coop).filter(day=day, lines__gt=0)
    return rows.select_related("grade", "season").order_by("season", "grade__position")


def over_limit(coop: Cooperative, day: dt.date, limit_vnd: int) -> list[dict]:
    """Households whose day comes to more than may be paid in cash: code, name, amount. One statement."""
    rows = HarvestRecord.objects.of(coop).filter(day=day, status__in=STANDING).order_by()
    sums = rows.values("household__code", "household__name").annotate(amount=Sum("amount_vnd"))
    return list(sums.filter(amount__gt=limit_vnd).order_by("-amount"))


def neighbours(coop: Cooperative, day: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The receiving days before and after a day."""
    books = DayBook.objects.of(coop).exclude(day=day).filter(last_number__gt=0)
    before = books.filter(day__lt=day).order_by("-day").values_list("day", flat=True)[:1]
    after = books.filter(day__gt=day).order_by("day").values_list("day", flat=True)[:1]
    return next(iter(before), None), next(iter(after), None)


def trail_of_day(book: DayBook) -> QuerySet:
    """What was done to a day, the newest first."""
    entries = AuditEntry.objects.of(book.cooperative_id).filter(kind="daybook", object_id=book.pk)
    return entries.select_related("actor").order_by("-id")
