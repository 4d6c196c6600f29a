"""What lots were made of, back to the weigh tickets, and what was packed of them again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import F, Q, QuerySet

from growers.models import Cooperative
from harvests.models import Lot, LotInput, ticket_code

# What went into a lot, and what went into one that was voided after all.
COUNTED = Q(void_reason="") | Q(lot__status=Lot.Status.VOID, void_reason=F("lot__void_reason"))


def made_of(coop: Cooperative, lots: Iterable[int]) -> dict[int, tuple]:
    """The edges into these lots and into all before them.

    By key of the edge: (ticket, ticket's code, source lot, source's code, lot, grams).
    """
    level, keys, edges = set(lots), set(), {}
    while level:
        keys |= level
        found = _edges(LotInput.objects.of(coop).filter(COUNTED, lot__in=level))
        edges |= found
        level = {source for _, _, source, *_ in found.values() if source} - keys
    return edges


def made_into(coop: Cooperative, lots: Iterable[int]) -> set[int]:
    """The lots into which fruit of these was packed again, over every re-packing. One statement a depth."""
    level, found = {*lots}, set()
    while level:
        after = LotInput.objects.of(coop).filter(COUNTED, source__in=level).values_list("lot", flat=True).distinct()
        level = {*after} - found
        found |= level
    return found


def back_from(edges: Mapping[int, tuple], lots: Iterable[int]) -> set[int]:
    """These lots and all that they were made of, along edges of `made_of`."""
    into: dict[int, set[int]] = defaultdict(set)
    for _, _, source, _, lot, _ in edges.values():
        if source:
            into[lot].add(source)
    found, level = {*lots}, {*lots}
    while level:
        level = {source for lot in level for source in into[lot]} - found
        found |= level
    return found


def _edges(rows: QuerySet) -> dict[int, tuple]:
    about = rows.order_by("pk").values_list(
        "pk", "line__record", "line__record__day", "line__record__number", "source", "source__code", "lot", "grams"
    )
    return {
        pk: (record, record and ticket_code(day, number), source, code, lot, grams)
        for pk, record, day, number, source, code, lot, grams in about
    }
