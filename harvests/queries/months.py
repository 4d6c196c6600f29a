"""Facts about months: what was written in each, what of one is still open, whether it is closed."""

import datetime as dt

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncMonth

from growers.models import AuditEntry, Cooperative
from growers.rules.months import after
from harvests.models import DayBook, LedgerEntry, MonthBook, SettlementRun, TraderEntry
from harvests.rules.months import MonthFacts

OPEN_RUNS = (SettlementRun.Status.DRAFT, SettlementRun.Status.CLOSED)


def month_books(coop: Cooperative) -> QuerySet:
    """Every month that has a book, the newest first."""
    return MonthBook.objects.of(coop).select_related("closed_by", "reopened_by")


def months_written_in(coop: Cooperative) -> dict[dt.date, dict]:
    """{first of a month: tickets, net_g, amount_vnd, and the number of entries of households and of traders}; three
    statements."""
    found: dict[dt.date, dict] = {}
    books = DayBook.objects.of(coop).order_by().values(month=TruncMonth("day"))
    for row in books.annotate(tickets=Sum("tickets"), net_g=Sum("net_g"), amount_vnd=Sum("amount_vnd")):
        found[row.pop("month")] = row
    for name, model in (("households", LedgerEntry), ("traders", TraderEntry)):
        # By day, as the index has them: SQLite would ask a function of Python for the month of every entry.
        for day, entries in model.objects.of(coop).order_by().values_list("day").annotate(entries=Count("pk")):
            of_month = found.setdefault(day.replace(day=1), {})
            of_month[name] = of_month.get(name, 0) + entries
    return found


def month_facts(coop: Cooperative, month: dt.date, is_closed: bool) -> MonthFacts:
    """What closing or opening a month is judged by; five statements."""
    books = DayBook.objects.of(coop).filter(day__gte=month, day__lt=after(month), closed_at__isnull=True)
    runs = SettlementRun.objects.of(coop).filter(status__in=OPEN_RUNS, day_from__lt=after(month))
    months = MonthBook.objects.of(coop).order_by("month")
    earlier = {*months.filter(month__lt=month, closed_at__isnull=True).values_list("month", flat=True)}
    earlier |= {*_months_open(coop, month)} - {*months.filter(closed_at__isnull=False).values_list("month", flat=True)}
    later = months.filter(month__gt=month, closed_at__isnull=False)
    return MonthFacts(
        month=month,
        is_closed=is_closed,
        open_days=tuple(books.filter(tickets__gt=0).order_by("day").values_list("day", flat=True)),
        open_runs=tuple(run.code for run in runs.filter(day_to__gte=month).order_by("year", "number")),
        earlier_open=tuple(sorted(earlier)),
        later_closed=tuple(later.values_list("month", flat=True)),
    )


def _months_open(coop: Cooperative, before: dt.date) -> list[dt.date]:
    """Months before this one in which something was weighed."""
    days = DayBook.objects.of(coop).filter(day__lt=before, tickets__gt=0).order_by()
    return [*days.annotate(month=TruncMonth("day")).values_list("month", flat=True).distinct()]


def trail_of_months(coop: Cooperative, books: list[MonthBook]) -> list[AuditEntry]:
    """Who closed and opened months, the newest first."""
    rows = AuditEntry.objects.of(coop).filter(kind="monthbook", object_id__in=[book.pk for book in books])
    return [*rows.select_related("actor").annotate(month=F("label")).order_by("-pk")[:60]]
