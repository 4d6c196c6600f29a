"""Facts about receivables: the list, one with all that settled it, and what a shipment that left has to be billed."""

import datetime as dt
from typing import NamedTuple

from django.db.models import F, Q, QuerySet, Sum

from coopsite.formats.text import search_words
from growers.models import Cooperative
from harvests.models import (
    Claim,
    Delivery,
    DepositMove,
    OrderLine,
    ReceiptShare,
    Receivable,
    ReceivableLine,
    Shipment,
    Trader,
    TraderOrder,
)
from harvests.queries.trader_ledger import numbered

LEFT = F("amount_vnd") - F("settled_vnd") - F("credited_vnd")
LISTED = (
    "pk", "year", "number", "day", "due_on", "trader", "trader__name", "order__year", "order__number",
    "shipment__year", "shipment__number", "net_g", "amount_vnd", "left", "credited_vnd", "invoice_no", "void_reason",
)  # fmt: skip


class Billed(NamedTuple):
    """What a shipment delivered on an order line: its key, what it is, grams, and the price agreed."""

    key: int
    position: int
    grade: str
    size: str
    grams: int
    price_minor: int | None


def receivables(
    coop: Cooperative, *, today: dt.date, search: str = "", state: str = "open", trader: Trader | None = None
) -> QuerySet:
    """Receivables; `state` is open, overdue, settled, void or all; open ones come by due day, others newest first."""
    rows = Receivable.objects.of(coop).annotate(left=LEFT)
    for word in search_words(search):
        rows = rows.filter(Q(trader__search_key__contains=word) | Q(invoice_no__icontains=word) | numbered(word))
    if trader:
        rows = rows.filter(trader=trader)
    if state == "void":
        return rows.exclude(void_reason="").order_by("-day", "-pk")
    rows = rows.filter(void_reason="")
    if state in ("", "open", "overdue"):
        rows = rows.filter(left__gt=0)
        rows = rows.filter(due_on__lt=today) if state == "overdue" else rows
        return rows.order_by("due_on", "pk")
    return (rows.filter(left=0) if state == "settled" else rows).order_by("-day", "-pk")


def receivable_by_id(coop: Cooperative, pk: int) -> Receivable | None:
    """One receivable with trader, order and shipment."""
    rows = Receivable.objects.of(coop).select_related("trader", "order", "shipment", "made_by", "cooperative")
    return rows.filter(pk=pk).first()


def lines_of(receivable: Receivable) -> list[ReceivableLine]:
    """The lines of a receivable."""
    rows = ReceivableLine.objects.of(receivable.cooperative_id).filter(receivable=receivable)
    return list(rows.select_related("order_line__grade").order_by("order_line__position"))


def shares_of(receivable: Receivable) -> list[ReceiptShare]:
    """What receipts settled of it, taken back ones too."""
    rows = ReceiptShare.objects.of(receivable.cooperative_id).filter(receivable=receivable)
    return list(rows.select_related("receipt").order_by("receipt__day", "pk"))


def offsets_of(receivable: Receivable) -> list[DepositMove]:
    """What deposits settled of it, voided ones too."""
    rows = DepositMove.objects.of(receivable.cooperative_id).filter(receivable=receivable)
    return list(rows.select_related("deposit").order_by("day", "pk"))


def claims_on(receivable: Receivable) -> list[Claim]:
    """The claims on a receivable."""
    rows = Claim.objects.of(receivable.cooperative_id).filter(receivable=receivable)
    return list(rows.order_by("day", "pk"))


def open_of(trader: Trader) -> list[Receivable]:
    """What a trader still owes, the oldest due first: the order in which money settles it. One statement."""
    rows = Receivable.objects.of(trader.cooperative_id).filter(trader=trader, void_reason="")
    rows = rows.annotate(left=LEFT).filter(left__gt=0).select_related("order", "shipment")
    return list(rows.order_by("due_on", "day", "pk"))


def receivables_of_order(order: TraderOrder) -> list[Receivable]:
    """The receivables of an order, voided ones too, the newest first."""
    rows = Receivable.objects.of(order.cooperative_id).filter(order=order)
    return list(rows.select_related("shipment").order_by("-day", "-pk"))


def lines_to_bill(shipment: Shipment, order: TraderOrder) -> list[Billed]:
    """What a shipment that left delivered on each line of an order. One statement."""
    rows = OrderLine.objects.of(shipment.cooperative_id).filter(
        order=order, deliveries__allocation__shipment=shipment, deliveries__void_reason=""
    )
    lines = rows.annotate(grams=Sum("deliveries__quantity_g")).select_related("grade").order_by("position")
    return [Billed(row.pk, row.position, row.grade.name, row.size, row.grams, row.price_minor) for row in lines]


def bills_of(shipment: Shipment) -> list[tuple[TraderOrder, Receivable | None]]:
    """The orders that a shipment delivered on, each with its receivable that stands. Two statements."""
    coop = shipment.cooperative_id
    orders = TraderOrder.objects.of(coop).filter(
        pk__in=Delivery.objects.of(coop).filter(allocation__shipment=shipment, void_reason="").values("line__order")
    )
    made = Receivable.objects.of(coop).filter(shipment=shipment, void_reason="")
    by_order = {row.order_id: row for row in made}
    return [(order, by_order.get(order.pk)) for order in orders.order_by("year", "number")]


def orders_to_bill(coop: Cooperative) -> QuerySet:
    """Orders that something may be owed for, the newest first."""
    rows = TraderOrder.objects.of(coop).exclude(status__in=("draft", "cancelled")).select_related("trader")
    return rows.order_by("-year", "-number")
