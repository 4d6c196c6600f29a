"""Facts about households: the list with its sums, one household's page, people who look like someone already there."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from coopsite import clock
from coopsite.formats.text import fold, search_words
from growers.models import Cooperative, Household, Plot
from growers.models.prepared import prepared
from growers.models.sealed import blind_indexes
from growers.queries.areas import active_cover

SORTS = {
    "name": ("sort_key", "code"),
    "code": ("code",),
    "commune": ("commune__name", "sort_key", "code"),
    "-area": ("-total_m2", "sort_key", "code"),
    "kind": ("kind", "sort_key", "code"),
}


LISTED = ("code", "name", "alias", "village", "commune__name", "kind", "total_m2", "coded_m2", "phone", "left_on")
SHAPE = ("kind", "coded", "missing", "sort")  # filters with a few values each, written into the compiled SQL


def households(coop: Cooperative, *, search: str = "", **filters) -> QuerySet:
    """Households with `total_m2` and `coded_m2`; `search` finds code, folded name, alias, phone tail, commune.

    `filters` are those of `_narrowed`.
    """
    rows = _narrowed(coop=coop.pk, day=clock.today(), **filters)
    for word in search_words(search):
        rows = rows.filter(search_key__contains=word)
    return rows


def _narrowed(
    *,
    coop: int,
    day: dt.date,
    commune: int | None = None,
    village: str = "",
    kind: str = "",
    coded: str = "",
    missing: str = "",
    left: bool = False,
    sort: str = "name",
) -> QuerySet:
    rows = Household.objects.of(coop).annotate(
        total_m2=Coalesce(Subquery(_areas(Plot.objects.filter(household=OuterRef("pk")))), 0),
        coded_m2=Coalesce(Subquery(_areas(_coded_plots(day))), 0),
    )
    rows = rows.filter(left_on__isnull=not left)
    if commune:
        rows = rows.filter(commune=commune)
    if village:
        rows = rows.filter(village=village)
    if kind:
        rows = rows.filter(kind=kind)
    if coded:
        rows = rows.filter(coded_m2__gt=0) if coded == "yes" else rows.filter(coded_m2=0)
    if missing == "bank":
        rows = rows.filter(bank_account="")
    elif missing == "phone":
        rows = rows.filter(phone="")
    return rows.order_by(*SORTS.get(sort, SORTS["name"]))


class HouseholdPages:
    """The list of households as plain values, to be cut into pages of one statement each."""

    def __init__(self, coop: Cooperative, filters: dict):
        self.coop, self.filters = coop, filters

    def __getitem__(self, part: slice) -> list[dict]:
        if self.filters.get("search"):
            return list(households(self.coop, **self.filters).values(*LISTED)[part])
        size = part.stop - part.start
        rows = _page(**_prepared(self.coop, self.filters), size=size, first=part.start) if size else []
        return [dict(zip(LISTED, row, strict=True)) for row in rows]


def sums(coop: Cooperative, filters: dict) -> dict[str, int]:
    """Over all rows of a list, in one statement: how many `suppliers` there are, how many of these are other `coops`
    (the others are households), and `total` and `coded` square metres."""
    if filters.get("search"):
        found = [*_whole(households(coop, **filters))]
    else:
        found = _sums(**_prepared(coop, filters))
    return dict(zip(("suppliers", "coops", "total", "coded"), found[0] if found else (0, 0, 0, 0), strict=True))


def _prepared(coop: Cooperative, filters: dict) -> dict:
    asked = {name: value for name, value in filters.items() if name != "search"}
    asked["sort"] = asked["sort"] if asked.get("sort") in SORTS else "name"
    return {**asked, "village": asked.get("village") or None, "coop": coop.pk, "day": clock.today()}


@prepared(*SHAPE)
def _page(*, size, first, **filters):
    return _narrowed(**filters).values_list(*LISTED)[first : first + size]


@prepared(*SHAPE)
def _sums(**filters):
    return _whole(_narrowed(**filters))


def _whole(rows: QuerySet) -> QuerySet:
    rows = rows.order_by().values("cooperative")
    coops = Count("pk", filter=Q(kind=Household.Kind.COOPERATIVE))
    measured = rows.annotate(n=Count("pk"), coops=coops, total=Sum("total_m2"), coded=Sum("coded_m2"))
    return measured.values_list("n", "coops", "total", "coded")


def places_of_households(coop: Cooperative) -> list[tuple[int, str, str]]:
    """(key of the commune, its name, village) of every place where the co-operative has households, for filters."""
    return _places(coop=coop.pk)


@prepared()
def _places(*, coop):
    rows = Household.objects.of(coop).order_by("commune__name", "village")
    return rows.values_list("commune", "commune__name", "village").distinct()


def household_by_code(coop: Cooperative, code: str) -> Household | None:
    """The household with this code, with what its page shows beside it."""
    return (
        Household.objects.of(coop)
        .select_related("commune", "legacy_commune", "bank", "cooperative")
        .filter(code=code)
        .first()
    )


def households_by_code(coop: Cooperative, codes: Collection[str]) -> dict[str, Household]:
    """The households with these codes, in their order. One statement."""
    return {row.code: row for row in Household.objects.of(coop).filter(code__in=[*codes]).order_by("code")}


def households_by_key(coop: Cooperative, keys: Collection[int]) -> dict[int, Household]:
    """The households with these keys, each with its commune, in the order of their names. One statement."""
    rows = Household.objects.of(coop).filter(pk__in=[*keys]).select_related("commune")
    return {row.pk: row for row in rows.order_by("sort_key", "code")}


def names_of_codes(coop: Cooperative, codes: Collection[str]) -> dict[str, str]:
    """{code: name} as they are called today. One statement."""
    return dict(Household.objects.of(coop).filter(code__in=[*codes]).values_list("code", "name"))


def next_code(coop: Cooperative) -> str:
    """The next free three-digit code (four when they are used up)."""
    codes = Household.objects.of(coop).values_list("code", flat=True)
    highest = max((int(code) for code in codes), default=0)
    return f"{highest + 1:03d}"


def look_alikes(coop: Cooperative, *, name: str, village: str, phone: str, citizen_id: str, but: int | None = None):
    """Households that may be the same people: same ID number, same phone, or same folded name and village."""
    folded = fold(name)
    same = Q(search_key__contains=folded)
    if phone:
        same |= Q(phone=phone)
    if citizen_id:
        same |= Q(citizen_index__in=blind_indexes(coop.pk, citizen_id))
    found = Household.objects.of(coop).filter(same).exclude(pk=but)
    return [
        row
        for row in found
        if (citizen_id and row.citizen_id == citizen_id)
        or (phone and row.phone == phone)
        or (folded in (fold(row.name), fold(row.alias)) and fold(row.village) == fold(village))
    ]


def citizen_taken(household: Household) -> bool:
    """Whether another household of the co-operative has this one's citizen ID, whatever key sealed it there."""
    coop = household.cooperative_id
    others = Household.objects.of(coop).exclude(pk=household.pk)
    return others.filter(citizen_index__in=blind_indexes(coop, household.citizen_id)).exists()


def _areas(plots: QuerySet) -> QuerySet:
    return (
        plots.exclude(status=Plot.Status.RETIRED)
        .order_by()
        .values("household")
        .annotate(total=Sum("area_m2"))
        .values("total")
    )


def _coded_plots(day: dt.date) -> QuerySet:
    """Plots of the outer household that are under an active code on a day."""
    return Plot.objects.filter(active_cover("pk", day), household=OuterRef("pk"))
