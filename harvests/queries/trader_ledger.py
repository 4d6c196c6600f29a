"""Facts of the trader ledger: balances at a date, a trader's entries, and how exposed one is to a trader."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest

from growers.models import Cooperative
from harvests.models import Delivery, OrderLine, Receivable, Trader, TraderEntry
from harvests.rules.money import value_of
from harvests.rules.orders import OPEN
from harvests.rules.receivables import in_dong
from harvests.rules.trader_ledger import Exposure

TRADE, DEPOSIT = TraderEntry.Account.TRADE, TraderEntry.Account.DEPOSIT
SOURCES = ("deposit", "move", "receivable", "receipt", "claim")
BESIDE = (
    "deposit__order", "move__deposit", "move__receivable", "receivable__shipment", "receivable__order", "receipt",
    "claim__receivable",
)  # fmt: skip


def balances_on(coop: Cooperative, day: dt.date, traders: Iterable[int] | None = None) -> dict[int, dict[str, int]]:
    """Dong by trader and account at the end of a day: above zero the trader owes us. One statement."""
    rows = TraderEntry.objects.of(coop).filter(day__lte=day).order_by()
    if traders is not None:
        rows = rows.filter(trader__in=list(traders))
    found: dict[int, dict[str, int]] = defaultdict(lambda: {TRADE: 0, DEPOSIT: 0})
    for trader, account, sum_vnd in rows.values_list("trader", "account").annotate(Sum("amount_vnd")):
        found[trader][account] = sum_vnd
    return found


def entries_of(trader: Trader, first: dt.date, last: dt.date, upto: int | None = None) -> list[TraderEntry]:
    """The entries of a trader in a period, with their documents; `upto` (an entry's key) gives what was known then."""
    rows = _known(trader, upto).filter(day__range=(first, last))
    beside = (*BESIDE, "reverses", *(f"reverses__{name}" for name in BESIDE))
    return list(rows.select_related(*beside).order_by("day", "pk"))


def opening(trader: Trader, before: dt.date, upto: int | None = None) -> dict[str, int]:
    """The balance of each account before a day. One statement."""
    rows = _known(trader, upto).filter(day__lt=before).order_by().values_list("account")
    return {TRADE: 0, DEPOSIT: 0, **dict(rows.annotate(Sum("amount_vnd")))}


def newest_entry(trader: Trader) -> int | None:
    """The key of a trader's newest entry: what a statement printed now is known up to."""
    return _known(trader, None).order_by("-pk").values_list("pk", flat=True).first()


def _known(trader: Trader, upto: int | None) -> QuerySet:
    rows = TraderEntry.objects.of(trader.cooperative_id).filter(trader=trader)
    return rows if upto is None else rows.filter(pk__lte=upto)


def exposure_of(trader: Trader, day: dt.date) -> Exposure:
    """What a trader could leave unpaid on a day. Four statements.

    Dollars count at the rate of the co-operative's newest receivable in dollars; without one they are kilograms whose
    worth is not known.
    """
    coop = trader.cooperative_id
    balance = balances_on(coop, day, [trader.pk])[trader.pk]
    rate = newest_rate(coop)
    unbilled, unknown = worth_of(_unbilled(trader), rate)
    to_come, more_unknown = worth_of(_to_come(trader), rate)
    return Exposure(balance[TRADE], unbilled, to_come, -balance[DEPOSIT], unknown + more_unknown)


def numbered(word: str) -> Q:
    """Documents with the number that a word ends in: "7", "cn-25-007"."""
    digits = word.rpartition("-")[2]
    return Q(number=int(digits)) if digits.isdecimal() and len(digits) <= 6 else Q(pk__in=())


def sums_of(rows: QuerySet, rest: str) -> dict[str, int]:
    """Number and dong of a list of documents, and the sum of `rest`, a column of it. One statement."""
    sums = {"amount": Coalesce(Sum("amount_vnd"), 0), "rest": Coalesce(Sum(rest), 0)}
    return rows.order_by().aggregate(n=Count("pk"), **sums)


def newest_rate(coop: Cooperative | int) -> int | None:
    """Dong per dollar as it was last billed. One statement."""
    rows = Receivable.objects.of(coop).filter(rate_vnd__isnull=False, void_reason="").order_by("-day", "-pk")
    return rows.values_list("rate_vnd", flat=True).first()


def worth_of(rows: Iterable[tuple[int, int | None, str]], rate_vnd: int | None) -> tuple[int, int]:
    """(dong, grams without a price in dong) of rows of (grams, price per kilogram, currency)."""
    worth = unknown = 0
    for grams, price, currency in rows:
        if price is None or (currency != "VND" and rate_vnd is None):
            unknown += grams
        else:
            worth += in_dong(value_of(grams, price), currency, rate_vnd)
    return worth, unknown


def _unbilled(trader: Trader) -> QuerySet:
    """(grams, price, currency) by order line of what left with shipments and is not billed."""
    billed = Receivable.objects.of(trader.cooperative_id).filter(
        shipment=OuterRef("allocation__shipment"), order=OuterRef("line__order"), void_reason=""
    )
    rows = Delivery.objects.of(trader.cooperative_id).filter(
        ~Exists(billed), line__order__trader=trader, void_reason="", allocation__isnull=False
    )
    by_line = rows.order_by().values("line").annotate(sum=Sum("quantity_g"))
    return by_line.values_list("sum", "line__price_minor", "line__order__currency")


def _to_come(trader: Trader) -> QuerySet:
    """(grams, price, currency) of what confirmed orders still wait for."""
    rows = OrderLine.objects.of(trader.cooperative_id).filter(order__trader=trader, order__status__in=OPEN).order_by()
    left = Coalesce(Greatest(F("ordered_g") - F("delivered_g"), 0), 0)
    return rows.annotate(left=left).values_list("left", "price_minor", "order__currency")
