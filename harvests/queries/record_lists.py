"""The list of harvest records, which grows without end: pages that cost the same anywhere, sums without counting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from coopsite.formats.text import search_words
from growers.models import Cooperative, Grade, Household
from growers.models.prepared import prepared
from harvests.models import STANDING, DayBook, DayTotal, HarvestLine, HarvestRecord, HouseholdTotal

PAGE = 50
FEW = 20  # households whose tickets are looked up by household; more are met on the way
COUNTED = 10_000  # tickets that are summed one by one; beyond this only books and daily totals are
LISTED = (
    "pk", "day", "number", "revision", "status", "mode", "source", "household__code", "household__name", "loads",
    "net_g", "amount_vnd", "weighed_at", "paper_no",
)  # fmt: skip
NOTHING = [(0, 0, 0)]
WHOLE = {"day_from": None, "day_to": None, "grade": None, "status": "", "mode": "", "source": ""}
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
    grade: int | None = None,
    status: str = "",
    mode: str = "",
    source: str = "",
) -> QuerySet:
    """Tickets that fit; without a status those that stand. `household` finds code, folded name, alias, phone tail."""
    days = {"day_from": day_from, "day_to": day_to}
    rows = _narrowed(coop=coop.pk, **days, grade=grade, status=status, mode=mode, source=source)
    if not household:
        return rows
    keys = _meant(coop, household)
    if keys is None:
        return rows.filter(household__in=_households(coop, household).values("pk"))
    return rows.filter(household__in=keys)


def _narrowed(*, coop, day_from, day_to, grade, status, mode, source, households=None) -> QuerySet:
    rows = HarvestRecord.objects.of(coop)
    if status != "all":
        rows = rows.filter(status=status) if status else rows.filter(status__in=STANDING)
    if day_from:
        rows = rows.filter(day__gte=day_from)
    if day_to:
        rows = rows.filter(day__lte=day_to)
    if households is not None:
        rows = rows.filter(household__in=households)
    if grade:
        rows = rows.filter(Exists(HarvestLine.objects.filter(record=OuterRef("pk"), cooperative=coop, grade=grade)))
    if mode:
        rows = rows.filter(mode=mode)
    return rows.filter(source=source) if source else rows


def with_meant(coop: Cooperative, filters: dict) -> dict:
    """The filters with the keys of the `households` that are meant, looked up once for page and sums."""
    if not filters.get("household") or "households" in filters:
        return filters
    return {**filters, "households": _meant(coop, filters["household"])}


def _meant(coop: Cooperative, typed: str) -> tuple[int, ...] | None:
    """The keys of the households that are meant, so that their own index leads to their tickets; None when they are
    many, whose newest tickets come soon anyhow."""
    if typed.isascii() and typed.isdigit():
        return tuple(key for (key,) in _by_code(coop=coop.pk, code=typed.zfill(3)))
    keys = tuple(_households(coop, typed).values_list("pk", flat=True)[: FEW + 1])
    return keys if len(keys) <= FEW else None


@prepared()
def _by_code(*, coop, code):
    return Household.objects.of(coop).filter(code=code).values_list("pk")


def _households(coop: Cooperative, typed: str) -> QuerySet:
    meant = Household.objects.of(coop)
    for word in search_words(typed):
        meant = meant.filter(search_key__contains=word)
    return meant


def page_at(
    coop: Cooperative,
    filters: dict,
    *,
    before: Place | None = None,
    after: Place | None = None,
    last: bool = False,
    size: int = PAGE,
) -> Page:
    """The page that follows `before`, or precedes `after`, or is the last one; without any of them the first.

    The key of the list is its index (cooperative, day, number, revision): nothing is skipped row by row, so that the
    last page of a million costs what the first does.
    """
    backwards = last or after is not None
    values = {**WHOLE, **with_meant(coop, filters), "coop": coop.pk}
    household, values["households"] = values.pop("household", ""), values.get("households")
    place = {"side": "", "day": None, "number": None, "revision": None}
    if before or after:
        day, number, revision = before or after
        place = {"side": "lt" if before else "gt", "day": day, "number": number, "revision": revision}
    if household and values["households"] is None:
        rows = _narrowed(**{**values, "households": _households(coop, household).values("pk")})
        found = [*_beside(rows, **place, backwards=backwards).values_list(*LISTED)[: size + 1]]
    else:
        found = _page(**values, **place, backwards=backwards, limit=size + 1)
    found = [dict(zip(LISTED, row, strict=True)) for row in found]
    more, found = len(found) > size, found[:size]
    if backwards:
        return Page(found[::-1], newer=more, older=bool(after))
    return Page(found, newer=bool(before), older=more)


@prepared("status", "mode", "source", "side")
def _page(*, side, day, number, revision, backwards, limit, **values):
    rows = _beside(_narrowed(**values), side=side, day=day, number=number, revision=revision, backwards=backwards)
    return rows.values_list(*LISTED)[:limit]


def _beside(rows: QuerySet, *, side, day, number, revision, backwards) -> QuerySet:
    """Strictly on one side of a place; the day bound beside it is what the index is entered by."""
    if side:
        beyond = (
            Q(**{f"day__{side}": day})
            | Q(day=day, **{f"number__{side}": number})
            | Q(day=day, number=number, **{f"revision__{side}": revision})
        )
        rows = rows.filter(**{f"day__{side}e": day}).filter(beyond)
    return rows.order_by(*(OLDEST_FIRST if backwards else NEWEST_FIRST))


def sums(coop: Cooperative, filters: dict) -> Sums:
    """What the whole list adds up to, in one statement that does not grow with it."""
    days = {name: filters.get(name) for name in ("day_from", "day_to")}
    narrowing = {name for name, value in filters.items() if value and name != "households"}
    if narrowing <= {"day_from", "day_to"}:
        [(tickets, net, amount)] = _in_books(coop=coop.pk, **days) or NOTHING
        return Sums(tickets, None, net, amount)
    if narrowing <= {"day_from", "day_to", "grade"}:
        [(loads, net, amount)] = _in_totals(coop=coop.pk, grade=filters["grade"], **days) or NOTHING
        return Sums(None, loads, net, amount)
    if narrowing <= {"day_from", "day_to", "household"}:
        keys = with_meant(coop, filters)["households"]
        if keys is not None:
            parts = _of_few(coop=coop.pk, households=keys, **days) or NOTHING
            tickets, net, amount = map(sum, zip(*parts, strict=True))
            return Sums(tickets, None, net, amount)
    asked = {name: value for name, value in filters.items() if name != "households"}
    some = records(coop, **asked).order_by(*NEWEST_FIRST)[: COUNTED + 1]
    found = some.aggregate(tickets=Count("pk"), net=_sum("net_g"), amount=_sum("amount_vnd"))
    if found["tickets"] > COUNTED:
        return Sums(COUNTED, more=True)
    return Sums(found["tickets"], None, found["net"], found["amount"])


@prepared()
def _in_books(*, coop, day_from, day_to):
    rows = _days(DayBook.objects.of(coop), day_from, day_to)
    return _whole(rows, "tickets", "net_g", "amount_vnd")


@prepared()
def _of_few(*, coop, households, day_from, day_to):
    """The totals of seasons that lie within the days, and the loads of seasons that do not."""
    within = Q()
    if day_from:
        within &= Q(season__starts_on__gte=day_from)
    if day_to:
        within &= Q(season__ends_on__lte=day_to)
    totals = HouseholdTotal.objects.of(coop).filter(within, household__in=households)
    totals = _whole(totals, "tickets", "net_g", "amount_vnd")
    if not within:
        return totals
    rows = _narrowed(**WHOLE | {"coop": coop, "households": households, "day_from": day_from, "day_to": day_to})
    sums = {"n": Count("pk", distinct=True), "net": _sum("lines__net_g"), "amount": _sum("lines__amount_vnd")}
    loads = rows.exclude(within).order_by().values("cooperative").annotate(**sums).values_list(*sums)
    return totals.union(loads, all=True).unscoped("each part of the union names the co-operative")


@prepared()
def _in_totals(*, coop, grade, day_from, day_to):
    rows = _days(DayTotal.objects.of(coop).filter(grade=grade), day_from, day_to)
    return _whole(rows, "lines", "net_g", "amount_vnd")


def _whole(rows: QuerySet, *fields: str) -> QuerySet:
    """One row with the sums over all rows."""
    sums = {f"all_{field}": _sum(field) for field in fields}
    return rows.order_by().values("cooperative").annotate(**sums).values_list(*sums)


def _days(rows: QuerySet, day_from: dt.date | None, day_to: dt.date | None) -> QuerySet:
    if day_from:
        rows = rows.filter(day__gte=day_from)
    return rows.filter(day__lte=day_to) if day_to else rows


def grades_of(coop: Cooperative, keys: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    """By ticket: (grade code, net grams), best grade first. One statement."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for record, code, net in _of_records(coop=coop.pk, keys=tuple(keys)):
        found[record].append((code, net))
    return found


@prepared()
def _of_records(*, coop, keys):
    lines = HarvestLine.objects.of(coop).filter(record__in=keys).order_by("grade__position")
    return lines.values_list("record", "grade__code").annotate(net=Sum("net_g"))


def loads_listed(coop: Cooperative, rows: QuerySet) -> QuerySet:
    """Every load of the tickets of a list, oldest first, for a download."""
    lines = HarvestLine.objects.of(coop).filter(record__in=rows.order_by().values("pk"))
    return lines.order_by("record__day", "record__number", "record__revision", "position")


def grades_in_use(coop: Cooperative) -> list[tuple[int, str]]:
    """The grades of the co-operative's main crop as (key, name), for a filter."""
    return _grades(crop=coop.commodity_id, vi=get_language() == "vi")


@prepared("vi")
def _grades(*, crop, vi):
    rows = Grade.objects.filter(commodity=crop).order_by("position")
    return rows.values_list("pk", "name_vi" if vi else "name_en")


def _sum(field: str) -> Coalesce:
    return Coalesce(Sum(field), 0)


def _place(row: dict) -> Place:
    return Place(row["day"], row["number"], row["revision"])
