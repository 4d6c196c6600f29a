"""Facts about communes: those of a province, those that a typed name means, and what they were called before."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from coopsite.formats.text import fold, search_words
from growers.models import Commune, LegacyCommune

MANY = 8


def communes_near(province_code: str, *also: int | None) -> QuerySet:
    """The communes of a province, and those with the given keys wherever they are, for a choice."""
    near = Q(province_code=province_code) | Q(pk__in=[key for key in also if key])
    return Commune.objects.filter(near).order_by("name")


def legacy_near(province_code: str, *also: int | None) -> QuerySet:
    """What the communes of a province, and those with the given keys, were called before 1 July 2025."""
    near = Q(commune__province_code=province_code) | Q(commune__in=[key for key in also if key])
    return LegacyCommune.objects.filter(near).order_by("name", "district")


def communes_named(text: str) -> list[Commune]:
    """Communes anywhere that "name" or "name, province" may mean; an exact name goes before a part of one.

    Today's names are asked first, former ones when no commune of today fits. At most MANY + 1.
    """
    name, _, province = text.partition(",")
    words = search_words(f"{name} {province}")
    if not words:
        return []
    today = _holding(Commune.objects.all(), words)
    exact = [commune for commune in today[:200] if fold(commune.name) == fold(name)]
    found = exact or list(today[: MANY + 1])
    if not found:
        former = _holding(LegacyCommune.objects.all(), words).values("commune")
        found = list(Commune.objects.filter(pk__in=former)[: MANY + 1])
    return found[: MANY + 1]


def former_names(communes: Iterable[int | None]) -> dict[int, list[str]]:
    """The names that each of these communes' parts had before 1 July 2025, by commune key. One statement."""
    found: dict[int, list[str]] = {}
    rows = LegacyCommune.objects.filter(commune__in=[key for key in communes if key]).values_list("commune_id", "name")
    for commune, name in rows:
        found.setdefault(commune, []).append(name)
    return found


def _holding(rows: QuerySet, words: list[str]) -> QuerySet:
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return rows
