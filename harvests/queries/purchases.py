"""What was bought from households, day by day: for the list of purchases without invoice, and what came into store."""

import datetime as dt

from django.db.models import QuerySet, Sum

from growers.models import Cooperative
from growers.queries.households import households_by_key
from harvests.models import STANDING, HarvestLine, Means, Payment, SettlementItem, SettlementRun
from harvests.rules.settlement_papers import GradeSum, Purchase

MOST_DAYS = 366
BY_DAY = ("record__day", "record__household", "grade__position", "grade__name_vi", "price_vnd")


def purchases_between(coop: Cooperative, first: dt.date, last: dt.date) -> list[Purchase]:
    """Fruit of standing, priced tickets of a period by day, household, grade and price. Three statements."""
    rows = HarvestLine.objects.of(coop).filter(
        record__day__gte=first, record__day__lte=last, record__status__in=STANDING, record__amount_vnd__isnull=False
    )
    paid = _papers(coop, SettlementItem.objects.of(coop).filter(
        is_live=True, entry__record__day__gte=first, entry__record__day__lte=last
    ))  # fmt: skip
    return _purchases(coop, rows, paid)


def purchases_of(run: SettlementRun) -> list[Purchase]:
    """Fruit that a run pays, by day, household, grade and price. Three statements."""
    coop = run.cooperative
    items = SettlementItem.objects.of(coop).filter(line__run=run, is_live=True, entry__record__isnull=False)
    rows = HarvestLine.objects.of(coop).filter(record__in=items.values("entry__record"))
    return _purchases(coop, rows, _papers(coop, items))


def received_on(coop: Cooperative, day: dt.date) -> list[GradeSum]:
    """What came into store on a day, by grade and price. One statement."""
    rows = HarvestLine.objects.of(coop).filter(record__day=day, record__status__in=STANDING)
    return _received(rows)


def received_of(run: SettlementRun) -> list[GradeSum]:
    """What came into store with the tickets that a run pays, by grade and price. One statement."""
    coop = run.cooperative_id
    items = SettlementItem.objects.of(coop).filter(line__run=run, is_live=True, entry__record__isnull=False)
    return _received(HarvestLine.objects.of(coop).filter(record__in=items.values("entry__record")))


def _received(rows: QuerySet) -> list[GradeSum]:
    by = ("grade__position", "grade__name_vi", "grade__code", "price_vnd")
    sums = rows.order_by(*by).values_list(*by).annotate(net_g=Sum("net_g"), amount_vnd=Sum("amount_vnd"))
    return [GradeSum(name, code, net_g, price, amount or 0) for _place, name, code, price, net_g, amount in sums]


def _purchases(coop: Cooperative, rows: QuerySet, paid: dict[tuple[int, dt.date], str]) -> list[Purchase]:
    found = [*rows.order_by(*BY_DAY).values_list(*BY_DAY).annotate(net_g=Sum("net_g"), amount_vnd=Sum("amount_vnd"))]
    people = households_by_key(coop, {row[1] for row in found})
    goods = coop.commodity.name_vi
    purchases = [
        Purchase(
            day, people[who].code, people[who].name, people[who].address, people[who].citizen_id, goods, grade, net_g,
            price, amount or 0, paid.get((who, day), ""),
        )
        for day, who, _place, grade, price, net_g, amount in found
    ]  # fmt: skip
    return sorted(purchases, key=lambda row: (row.day, row.code))


def _papers(coop: Cooperative, items: QuerySet) -> dict[tuple[int, dt.date], str]:
    """{(household, day): "TM PC-25-007"}: how fruit of a day was paid, by what stands of its runs' payments."""
    papers: dict[int, list[str]] = {}
    rows = Payment.objects.of(coop).filter(line__in=items.values("line"), returned__isnull=True)
    for payment in rows.order_by("pk"):
        how = "TM" if payment.means == Means.CASH else "CK"
        papers.setdefault(payment.line_id, []).append(f"{how} {payment.paper}")
    found: dict[tuple[int, dt.date], list[str]] = {}
    for household, day, line in items.order_by().values_list(
        "entry__household", "entry__record__day", "line"
    ).distinct():
        found.setdefault((household, day), []).extend(papers.get(line, ()))
    return {key: "; ".join(dict.fromkeys(said)) for key, said in found.items() if said}
