"""The list of harvest records, which grows without end: pages that cost the same anywhere, sums without counting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from coopsite.formats.text import search_words
from growers.models import Cooperative, Grade, Household
from harvests.models import STANDING, DayBook, DayTotal, HarvestLine, HarvestRecord

PAGE = 50
FEW = 20  # households whose tickets are looked up by household; more are met on the way
COUNTED = 10_000  # tickets that are summed one by one; beyond this only books and daily totals are
LISTED = (
    "pk", "day", "number", "revision", "status", "mode", "source", "household__code", "household__name", "loads",
    "net_g", "amount_vnd", "weighed_at", "paper_no",
)  # fmt: skip
NEWEST_FIRST = ("-day", "-number", "-revision")
OLDEST_FIRST = ("day", "number", "revision")


class Place(NamedTuple):
    """Where a ticket stands in the list."""

    day: dt.date
    number: int
    revision: int


class Page(NamedTuple):
    """A page of the list: its rows newest first, and whether there is more on either side."""

    rows: list[dict]
    newer: bool
    older: bool

    @property
    def first(self) -> Place | None:
        return _place(self.rows[0]) if self.rows else None

    @property
    def last(self) -> Place | None:
        return _place(self.rows[-1]) if self.rows else None


class Sums(NamedTuple):
    """What a list adds up to; `tickets` None when only loads are counted, `more` when there are too many to add up."""

    tickets: int | None = 0
    loads: int | None = None
    net_g: int = 0
    amount_vnd: int = 0
    more: bool = False


def records(
    coop: Cooperative,
    *,
    day_from: dt.date | None = None,
    day_to: dt.date | None = None,
    household: str = "",
    grade: Grade | None = None,
    status: str = "",
    mode: str = "",
    source: str = "",
) -> QuerySet:
    """Tickets that fit; without a status those that stand. `household` finds code, folded name, alias, phone tail."""
    rows = HarvestRecord.objects.of(coop)
    if status != "all":
        rows = rows.filter(status=status) if status else rows.filter(status__in=STANDING)
    if day_from:
        rows = rows.filter(day__gte=day_from)
    if day_to:
        rows = rows.filter(day__lte=day_to)
    if household:
        rows = _of_households(coop, rows, household)
    if grade:
        rows = rows.filter(Exists(HarvestLine.objects.filter(record=OuterRef("pk"), cooperative=coop.pk, grade=grade)))
    if mode:
        rows = rows.filter(mode=mode)
    return rows.filter(source=source) if source else rows


def _of_households(coop: Cooperative, rows: QuerySet, typed: str) -> QuerySet:
    """Tickets of the households that are meant. A few are found first, so that their own index leads to their tickets;
    of many the newest tickets come soon anyhow."""
    meant = Household.objects.of(coop)
    if typed.isascii() and typed.isdigit():
        meant = meant.filter(code=typed.zfill(3))
    else:
        for word in search_words(typed):
            meant = meant.filter(search_key__contains=word)
    keys = [*meant.values_list("pk", flat=True)[: FEW + 1]]
    if not keys:
        return rows.none()
    if len(keys) > FEW:
        return rows.filter(household__in=meant.values("pk"))
    return rows.filter(household=keys[0]) if len(keys) == 1 else rows.filter(household__in=keys)


def page_at(
    rows: QuerySet, *, before: Place | None = None, after: Place | None = None, last: bool = False, size: int = PAGE
) -> Page:
    """The page that follows `before`, or precedes `after`, or is the last one; without any of them the first.

    The key of the list is its index (cooperative, day, number, revision): nothing is skipped row by row, so that the
    last page of a million costs what the first does.
    """
    backwards = last or after is not None
    if before:
        rows = rows.filter(day__lte=before.day).filter(_beyond(before, "lt"))
    elif after:
        rows = rows.filter(day__gte=after.day).filter(_beyond(after, "gt"))
    found = list(rows.order_by(*(OLDEST_FIRST if backwards else NEWEST_FIRST)).values(*LISTED)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        return Page(found[::-1], newer=more, older=bool(after))
    return Page(found, newer=bool(before), older=more)


def sums(coop: Cooperative, rows: QuerySet, filters: dict) -> Sums:
    """What the whole list adds up to, in one statement that does not grow with it."""
    narrowing = {name for name, value in filters.items() if value}
    if narrowing <= {"day_from", "day_to"}:
        books = _days(DayBook.objects.of(coop), filters)
        found = books.aggregate(tickets=_sum("tickets"), net=_sum("net_g"), amount=_sum("amount_vnd"))
        return Sums(found["tickets"], None, found["net"], found["amount"])
    if narrowing <= {"day_from", "day_to", "grade"}:
        totals = _days(DayTotal.objects.of(coop).filter(grade=filters["grade"]), filters)
        found = totals.aggregate(loads=_sum("lines"), net=_sum("net_g"), amount=_sum("amount_vnd"))
        return Sums(None, found["loads"], found["net"], found["amount"])
    some = rows.order_by(*NEWEST_FIRST)[: COUNTED + 1]
    found = some.aggregate(tickets=Count("pk"), net=_sum("net_g"), amount=_sum("amount_vnd"))
    if found["tickets"] > COUNTED:
        return Sums(COUNTED, more=True)
    return Sums(found["tickets"], None, found["net"], found["amount"])


def grades_of(coop: Cooperative, keys: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """By ticket: (grade code, net grams), best grade first. One statement."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    lines = HarvestLine.objects.of(coop).filter(record__in=[*keys]).order_by("grade__position")
    for record, code, net in lines.values_list("record", "grade__code").annotate(net=Sum("net_g")):
        found[record].append((code, net))
    return found


def loads_listed(coop: Cooperative, rows: QuerySet) -> QuerySet:
    """Every load of the tickets of a list, oldest first, for a download."""
    lines = HarvestLine.objects.of(coop).filter(record__in=rows.order_by().values("pk"))
    return lines.order_by("record__day", "record__number", "record__revision", "position")


def grades_in_use(coop: Cooperative) -> QuerySet:
    """The grades of the co-operative's crops, for a filter."""
    return Grade.objects.filter(commodity=coop.commodity_id).order_by("position")


def _days(rows: QuerySet, filters: dict) -> QuerySet:
    if filters.get("day_from"):
        rows = rows.filter(day__gte=filters["day_from"])
    if filters.get("day_to"):
        rows = rows.filter(day__lte=filters["day_to"])
    return rows.order_by()


def _sum(field: str) -> Coalesce:
    return Coalesce(Sum(field), 0)


def _beyond(place: Place, side: str) -> Q:
    """Strictly on one side of a place; the day bound beside it is what the index is entered by."""
    day, number, revision = place
    return (
        Q(**{f"day__{side}": day})
        | Q(day=day, **{f"number__{side}": number})
        | Q(day=day, number=number, **{f"revision__{side}": revision})
    )


def _place(row: dict) -> Place:
    return Place(row["day"], row["number"], row["revision"])
