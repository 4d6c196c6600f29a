"""What lies on the packing floor: fruit that can go into a lot, what cannot and why, and stock that waits."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import Cooperative, Grade
from growers.rules.verdicts import Reason
from harvests.models import STANDING, HarvestLine, HarvestRecord, Lot, LotCarton
from harvests.queries.lot_inputs import fruit_of, judge_of, lot_facts
from harvests.rules.lots import HARMLESS_HOLDS, Fruit, LotFacts

USUAL_DAYS = 7  # harvest days before the pack day that the floor looks back
LISTED = (
    "pk", "net_g", "allocated_g", "grade", "grade__code", "grade__position", "record", "record__day", "record__number",
    "record__revision", "record__status", "record__holds", "record__plot", "record__plot__code",
    "record__household__code", "record__household__name", "record__weighed_at", "record__season__commodity",
)  # fmt: skip


@dataclass(slots=True)
class Pile:
    """The free fruit of one grade on one ticket: `loads` are (key, free grams) in the order they were weighed."""

    row: dict
    fruit: Fruit
    loads: list[tuple[int, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.row['record']}-{self.row['grade']}"

    @property
    def fruit_code(self) -> str:
        return self.fruit.code or "–"

    @property
    def free_g(self) -> int:
        return sum(free for _, free in self.loads)

    def first(self, grams: int) -> list[tuple[int, int]]:
        """`grams` of the pile, load by load; what is beyond them is asked of the last one, so that it is refused."""
        takes, left = [], grams
        for place, (key, free) in enumerate(self.loads, start=1):
            part = left if place == len(self.loads) else min(left, free)
            if part or grams <= 0:
                takes.append((key, part))
            left -= part
        return takes


@dataclass(slots=True)
class Barred:
    """Free fruit that cannot go into the lot for reasons of one kind (a code of the rules): each of them once."""

    reasons: dict[tuple, Reason] = field(default_factory=dict)
    grams: int = 0
    tickets: set[int] = field(default_factory=set)

    def count(self, row: dict, free: int, reason: Reason | None = None) -> None:
        self.grams += free
        self.tickets.add(row["record"])
        if reason:
            self.reasons.setdefault(tuple(sorted((name, str(value)) for name, value in reason.data.items())), reason)


@dataclass(slots=True)
class Floor:
    """Piles in the order they are worked, and why the rest is not there (fruit may count under several reasons)."""

    piles: list[Pile] = field(default_factory=list)
    barred: list[Barred] = field(default_factory=list)
    barred_g: int = 0
    barred_tickets: int = 0

    @property
    def free_g(self) -> int:
        return sum(pile.free_g for pile in self.piles)


def floor(
    coop: Cooperative,
    lot: Lot,
    *,
    days: int = USUAL_DAYS,
    day: dt.date | None = None,
    grade: Grade | None = None,
    household: str = "",
    code: str = "",
    newest: bool = False,
) -> Floor:
    """Free fruit for an open lot, oldest ticket first and by grade within it. Twelve statements, however much there is.

    `days` before the pack day, or one `day`; `code` is a planting area code on the harvest day.
    """
    rows = [*_free(coop, lot, days, day, grade, household).values(*LISTED)]
    judge = judge_of(coop, lot.commodity_id, rows, lot.packed_on)
    facts, whole, seen = lot_facts(lot, judge), Barred(), {}
    piles: dict[tuple[int, int], Pile] = {}
    barred: dict[str, Barred] = {}
    for row in rows:
        place = (row["record__plot"], row["record__day"])
        if place not in seen:
            seen[place] = fruit_of(judge, lot.market.code, row)
        # What was seen of another ticket of the plot and day holds for this one, but for the ticket's name.
        fruit, free = seen[place], row["net_g"] - row["allocated_g"]
        if code and fruit.code != code:
            continue
        reasons = _against(facts, row, fruit)
        if not reasons:
            piles.setdefault((row["record"], row["grade"]), Pile(row, fruit)).loads.append((row["pk"], free))
        for reason in {reason.code: reason for reason in reasons}.values():
            barred.setdefault(reason.code, Barred()).count(row, free, reason)
        if reasons:
            whole.count(row, free)
    found = [*piles.values()]
    if newest:
        found.sort(key=lambda pile: (pile.row["record__day"], pile.row["record__number"]), reverse=True)
    heaviest = sorted(barred.values(), key=lambda one: -one.grams)
    return Floor(found, heaviest, whole.grams, len(whole.tickets))


def _free(coop: Cooperative, lot: Lot, days: int, day, grade, household: str) -> QuerySet:
    rows = HarvestLine.objects.of(coop).filter(
        allocated_g__lt=F("net_g"), record__status__in=STANDING, record__cooperative=coop,
        record__season__commodity=lot.commodity_id,
    )  # fmt: skip
    first, last = (day, min(day, lot.packed_on)) if day else (lot.packed_on - dt.timedelta(days=days), lot.packed_on)
    rows = rows.filter(record__day__gte=first, record__day__lte=last)
    if grade:
        rows = rows.filter(grade=grade)
    for word in search_words(household):
        rows = rows.filter(Q(record__household__search_key__contains=word) | Q(record__household__code=word))
    return rows.order_by("record__day", "record__number", "record__revision", "grade__position", "position")


def _against(lot: LotFacts, row: dict, fruit: Fruit) -> list[Reason]:
    """Why fruit is not offered; that its kilograms are free and it was picked in time is known."""
    if not {hold["code"] for hold in row["record__holds"]} <= HARMLESS_HOLDS:
        return [Reason("lot_floor_on_hold")]
    if not fruit.verdict.allowed:
        return [*fruit.verdict.refused, *fruit.verdict.unknown]
    if lot.one_code and not fruit.code:
        return [Reason("lot_floor_no_code")]
    if lot.one_code and lot.area_code and fruit.code != lot.area_code:
        return [Reason("lot_floor_other_code", {"code": fruit.code, "lot_code": lot.area_code})]
    return []


def loads_of_tickets(coop: Cooperative, tickets: Iterable[tuple[dt.date, int]]) -> dict[tuple[dt.date, int], list]:
    """By (day, number), the (load, free grams) of standing tickets that still have some. One statement."""
    meant = Q(pk__in=[])
    for day, number in tickets:
        meant |= Q(record__day=day, record__number=number)
    rows = HarvestLine.objects.of(coop).filter(meant, record__status__in=STANDING, allocated_g__lt=F("net_g"))
    found: dict[tuple[dt.date, int], list] = {}
    fields = ("record__day", "record__number", "pk", "net_g", "allocated_g")
    for day, number, pk, net, taken in rows.order_by("pk").values_list(*fields):
        found.setdefault((day, number), []).append((pk, net - taken))
    return found


def fruit_stock(coop: Cooperative, first: dt.date, last: dt.date) -> list[dict]:
    """Received and in no lot, by day and grade, the oldest first: free_g, held_g, tickets, since (first weighing)."""
    rows = HarvestLine.objects.of(coop).filter(
        allocated_g__lt=F("net_g"), record__status__in=STANDING, record__day__gte=first, record__day__lte=last
    )
    free = F("net_g") - F("allocated_g")
    sums = {
        "free_g": Sum(free),
        "held_g": Sum(free, filter=Q(record__status=HarvestRecord.Status.HELD), default=0),
        "tickets": Count("record", distinct=True),
        "since": Min("record__weighed_at"),
    }
    names = ("grade__name_vi", "grade__name_en", "grade__position")
    return [*rows.order_by("record__day", "grade__position").values("record__day", "grade", *names).annotate(**sums)]


def packed_stock(coop: Cooperative) -> QuerySet:
    """Carton lines of closed lots of which something is still free, the oldest lot first."""
    rows = LotCarton.objects.of(coop).filter(lot__status=Lot.Status.CLOSED, allocated_g__lt=F("net_g"))
    return rows.order_by("lot__packed_on", "lot__code", "position")
