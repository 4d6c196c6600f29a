"""Facts beside which promises are held: open orders with their call-offs, what came in, went out and is estimated."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from growers.models import Commodity, Cooperative, Grade
from harvests.models import CallOff, DayTotal, Delivery, HarvestRound, OrderLine
from harvests.rules.commitments import Flush, Line, Promise, Week, monday
from harvests.rules.orders import OPEN


def promises(coop: Cooperative, crop: Commodity, *, set_aside: bool = False) -> list[Promise]:
    """Every confirmed and not yet fulfilled order of a crop. Two statements.

    With `set_aside` the fruit that lies packed for a line counts as gone: it is promised no more, and not free either.
    """
    found: dict[int, Promise] = {}
    lines = OrderLine.objects.of(coop).filter(order__commodity=crop, order__status__in=OPEN).order_by("order", "pk")
    for row in lines.values("order", "order__deliver_to", "grade", "ordered_g", "delivered_g", "allocated_g"):
        promise = found.setdefault(row["order"], Promise(row["order__deliver_to"]))
        gone_g = row["delivered_g"] + (row["allocated_g"] if set_aside else 0)
        promise.lines.append(Line(row["grade"], row["ordered_g"], gone_g))
    calls = CallOff.objects.of(coop).filter(order__commodity=crop, order__status__in=OPEN, withdrawn_at__isnull=True)
    for order, day, grams in calls.order_by("due_on", "pk").values_list("order", "due_on", "quantity_g"):
        if order in found:
            found[order].call_offs.append((day, grams))
    return list(found.values())


def came_in(coop: Cooperative, crop: Commodity, first: dt.date, last: dt.date) -> dict[tuple[Week, int], int]:
    """Net grams by (week, grade) that came in on the days of a stretch, from the daily totals. One statement."""
    rows = DayTotal.objects.of(coop).filter(commodity=crop, day__range=(first, last), net_g__gt=0)
    return _by_week(rows.order_by().values_list("day", "grade").annotate(sum=Sum("net_g")))


def went_out(coop: Cooperative, crop: Commodity, first: dt.date, last: dt.date) -> dict[tuple[Week, int], int]:
    """Grams by (week, grade) that were delivered against orders in a stretch of days. One statement."""
    rows = Delivery.objects.of(coop).filter(line__order__commodity=crop, void_reason="")
    rows = rows.filter(delivered_on__range=(first, last)).order_by()
    return _by_week(rows.values_list("delivered_on", "line__grade").annotate(sum=Sum("quantity_g")))


def flushes(coop: Cooperative, crop: Commodity, first: dt.date) -> list[Flush]:
    """The rounds of a crop that end on or after a day, with the sum of their estimates. One statement."""
    rows = HarvestRound.objects.of(coop).filter(season__commodity=crop, ends_on__gte=first)
    rows = rows.annotate(expected_g=Sum("estimates__expected_g")).order_by("starts_on")
    return [Flush(*row) for row in rows.values_list("starts_on", "ends_on", "expected_g")]


def latest_mix(coop: Cooperative, crop: Commodity, day: dt.date) -> tuple[str, dict[int, int]]:
    """The last round that brought graded fruit by a day: its number, and its grams by grade. One statement."""
    rows = DayTotal.objects.of(coop).filter(commodity=crop, day__lte=day, round__isnull=False, net_g__gt=0)
    rows = rows.filter(grade__kind__in=(Grade.Kind.GRADED, Grade.Kind.OFFGRADE))
    last = rows.order_by("-round__starts_on", "-round").values("round")[:1]
    found = rows.filter(round=last).order_by().values_list("round__number", "grade").annotate(sum=Sum("net_g"))
    rounds = list(found)
    return str(rounds[0][0]) if rounds else "", {grade: grams for _, grade, grams in rounds}


def grades_of(crop: Commodity) -> QuerySet:
    """Every grade of a crop, in its order."""
    return Grade.objects.filter(commodity=crop).order_by("position")


def _by_week(rows: Iterable[tuple[dt.date, int, int]]) -> dict[tuple[Week, int], int]:
    found: dict[tuple[Week, int], int] = defaultdict(int)
    for day, grade, grams in rows:
        found[monday(day), grade] += grams
    return Counter(found)
