"""Facts about packing houses and the codes under which they pack: status on a day, validity, visits."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from coopsite.formats.text import fold
from growers.models import Certificate, Cooperative, ExportCode, PackingHouse
from growers.queries.areas import latest_status, on_day
from growers.rules.areas import standing


def houses(coop: Cooperative, *, day: dt.date, active: bool | None = None) -> QuerySet:
    """Packing houses with the number of `certificates` that hold on a day."""
    held = Certificate.objects.filter(on_day(day), house=OuterRef("pk")).exclude(withdrawn_on__lte=day)
    counted = held.order_by().values("cooperative").annotate(n=Count("pk")).values("n")
    rows = PackingHouse.objects.of(coop).annotate(certified=Coalesce(Subquery(counted), 0))
    return (rows if active is None else rows.filter(is_active=active)).order_by("code")


def houses_to_choose(coop: Cooperative, also: int | None = None) -> QuerySet:
    """The houses in use, and the one with this key, for a choice."""
    return PackingHouse.objects.of(coop).filter(Q(is_active=True) | Q(pk=also)).order_by("code")


def house_by_code(coop: Cooperative, code: str) -> PackingHouse | None:
    """The packing house with this code, with what its page shows beside it."""
    return PackingHouse.objects.of(coop).select_related("commune", "cooperative").filter(code=code).first()


def house_codes_on(
    coop: Cooperative, day: dt.date, houses: Iterable[int] | None = None
) -> dict[int, list[ExportCode]]:
    """The codes of packing houses by the key of their house, each with its `status` on a day; one statement."""
    rows = ExportCode.objects.of(coop).filter(house__isnull=False)
    if houses is not None:
        rows = rows.filter(house__in=list(houses))
    found: dict[int, list[ExportCode]] = {}
    for code in (
        rows.select_related("market", "commodity", "house")
        .annotate(latest=latest_status("pk", day))
        .order_by("market__position", "code")
    ):
        code.status = standing(code.latest, code.valid_from, code.valid_to, day)
        found.setdefault(code.house_id, []).append(code)
    return found


def house_code_by_key(coop: Cooperative, house: str, key: int) -> ExportCode | None:
    """One code of a packing house, with what its page shows beside it."""
    rows = ExportCode.objects.of(coop).select_related("house", "house__commune", "market", "commodity", "cooperative")
    return rows.filter(house__code=house, pk=key).first()


def rival_codes(house: PackingHouse, crop: int, market: int, but: int | None = None) -> list[str]:
    """What other codes a house holds for a crop and market."""
    rows = ExportCode.objects.of(house.cooperative_id).filter(house=house, commodity=crop, market=market)
    return list(rows.exclude(pk=but).values_list("code", flat=True))


def is_taken(coop: Cooperative, code: str, but: int | None = None) -> bool:
    """Whether another house has this short code, whatever its case."""
    rows = PackingHouse.objects.of(coop).exclude(pk=but).values_list("code", flat=True)
    return any(fold(other) == fold(code) for other in rows)
