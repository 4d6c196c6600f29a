"""Closes the demonstration's days and months as its accountants would have: what is paid is past changing."""

import datetime as dt

from coopsite.formats.showing import VIETNAM
from growers.models import AuditEntry, Cooperative, User
from growers.rules.months import after, days_of
from harvests.actions.seals import seal_books
from harvests.models import DayBook, HarvestRecord, LedgerEntry, MonthBook

LAST_DAY, LAST_MONTH = dt.date(2025, 9, 6), dt.date(2025, 7, 1)  # yesterday and August wait for somebody to try it
EVENING, CLOSING_DAY = dt.time(18, 40), 5
TEST_WEIGHT_G = 20_000


def close_books(coop: Cooperative) -> None:
    """Days were closed in their evening, months on the fifth of the next one; the append-only books are sealed."""
    accountant = User.objects.get(username=f"accountant.{coop.slug}")
    held = {*HarvestRecord.objects.of(coop).filter(status=HarvestRecord.Status.HELD).values_list("day", flat=True)}
    books = [*DayBook.objects.of(coop).filter(day__lte=LAST_DAY)]
    for book in books:
        book.closed_at, book.closed_by = _at(book.day, EVENING), accountant
        book.scale_check_g, book.scale_check_note = TEST_WEIGHT_G, "Quả cân 20 kg"
        book.difference_note = "Một phiếu tạm giữ, chờ kiểm tra" if book.day in held else ""
    fields = ["closed_at", "closed_by", "scale_check_g", "scale_check_note", "difference_note"]
    DayBook.objects.of(coop).bulk_update(books, fields, batch_size=100)
    months = [_closed(coop, month, accountant) for month in _months(coop)]
    made = MonthBook.objects.bulk_create(months)
    weighed = {book.day for book in books}
    DayBook.objects.bulk_create(
        DayBook(cooperative=coop, day=day, closed_at=month.closed_at, closed_by=accountant)
        for month in made
        for day in days_of(month.month)
        if day not in weighed
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            cooperative=coop, at=book.closed_at, actor=accountant, verb="month closed", kind=book._meta.model_name,
            object_id=book.pk, label=str(book), details={"documents": book.documents},
        )
        for book in made
    )  # fmt: skip
    seal_books(coop)


def _months(coop: Cooperative) -> list[dt.date]:
    """Every month from the first that was written in to the last closed one."""
    first = min(
        model.objects.of(coop).order_by("day").values_list("day", flat=True)[0] for model in (DayBook, LedgerEntry)
    )
    months = [first.replace(day=1)]
    while months[-1] < LAST_MONTH:
        months.append(after(months[-1]))
    return months


def _closed(coop: Cooperative, month: dt.date, accountant: User) -> MonthBook:
    documents = LedgerEntry.objects.of(coop).filter(day__gte=month, day__lt=after(month)).count()
    closed_at = _at(after(month).replace(day=CLOSING_DAY), EVENING)
    return MonthBook(cooperative=coop, month=month, documents=documents, closed_at=closed_at, closed_by=accountant)


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, VIETNAM)
