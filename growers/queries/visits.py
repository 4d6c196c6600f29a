"""Facts about supervision visits: those of a code, and by when each code must be visited again (R14)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from growers.models import Cooperative, ExportCode, SupervisionVisit
from growers.rules.visits import Due, due_after


def visits_of(code: ExportCode) -> QuerySet:
    """Every visit of a code, voided ones too, the newest first."""
    return SupervisionVisit.objects.of(code.cooperative_id).filter(export_code=code).order_by("-visited_on", "-pk")


def visit_by_key(coop: Cooperative, key: int) -> SupervisionVisit | None:
    """One visit, with the code it was made for and where that code belongs."""
    rows = SupervisionVisit.objects.of(coop).select_related(
        "export_code", "export_code__area", "export_code__house", "export_code__cooperative", "cooperative"
    )
    return rows.filter(pk=key).first()


def due_of(coop: Cooperative, days: int, codes: Iterable[int] | None = None) -> dict[int, Due]:
    """By key of a code that was ever visited, how its supervision stands; a code without a visit is missing. One
    statement."""
    rows = SupervisionVisit.objects.of(coop).filter(void_reason="")
    if codes is not None:
        rows = rows.filter(export_code__in=list(codes))
    found: dict[int, list[tuple[dt.date, str, dt.date | None]]] = defaultdict(list)
    for code, *visit in rows.order_by("-visited_on", "-pk").values_list(
        "export_code", "visited_on", "result", "next_due"
    ):
        found[code].append(tuple(visit))
    return {code: due_after(visits, days=days) for code, visits in found.items()}
