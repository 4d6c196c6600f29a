"""The admin's papers of money with traders, to look at: their own pages write them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, dong, kg
from harvests.models import (
    Claim,
    Deposit,
    DepositMove,
    OrderCost,
    Receipt,
    ReceiptShare,
    Receivable,
    ReceivableLine,
    TraderEntry,
)


class Moves(Inline):
    model = DepositMove
    fields = ["day", "kind", "amount_vnd", "receivable", "reason", "void_reason"]


@admin.register(Deposit)
class DepositRoom(Room):
    list_display = [
        "code", "day", "trader", "order", dong("amount_vnd", _("amount")), dong("offset_vnd", _("offset")),
        dong("refunded_vnd", _("refunded")), dong("forfeited_vnd", _("forfeited")),
        dong("penalty_vnd", _("penalty paid")), "void_reason",
    ]  # fmt: skip
    list_filter = ["means", CoopFilter]
    list_select_related = ["trader", "order", "cooperative"]
    search_fields = ["trader__search_key"]
    date_hierarchy = "day"
    exclude = ["is_demo"]
    inlines = [Moves]


class Lines(Inline):
    model = ReceivableLine
    fields = ["order_line", "net_g", "price_minor", "amount_minor"]


class Shares(Inline):
    model = ReceiptShare
    fields = ["receipt", "receivable", "amount_vnd", "void_reason"]


@admin.register(Receivable)
class ReceivableRoom(Room):
    list_display = [
        "code", "day", "due_on", "trader", "order", "shipment", kg("net_g", _("kilograms")),
        dong("amount_vnd", _("amount")), dong("settled_vnd", _("settled")),
        dong("credited_vnd", _("credited for claims")), "void_reason",
    ]  # fmt: skip
    list_filter = ["currency", CoopFilter]
    list_select_related = ["trader", "order", "shipment", "cooperative"]
    search_fields = ["trader__search_key", "invoice_no"]
    date_hierarchy = "day"
    exclude = ["is_demo"]
    inlines = [Lines, Shares]


@admin.register(Receipt)
class ReceiptRoom(Room):
    list_display = [
        "code", "day", "trader", dong("amount_vnd", _("amount")), dong("applied_vnd", _("applied")), "means",
        "reference", "void_reason",
    ]  # fmt: skip
    list_filter = ["means", CoopFilter]
    list_select_related = ["trader", "cooperative"]
    search_fields = ["trader__search_key", "reference"]
    date_hierarchy = "day"
    exclude = ["is_demo"]
    inlines = [Shares]


@admin.register(Claim)
class ClaimRoom(Room):
    list_display = [
        "code", "day", "receivable", "kind", "status", kg("grams", _("kilograms")),
        dong("asked_vnd", _("amount asked")), dong("agreed_vnd", _("amount agreed")), "answered_on",
    ]  # fmt: skip
    list_filter = ["status", "kind", CoopFilter]
    list_select_related = ["receivable", "cooperative"]
    date_hierarchy = "day"
    exclude = ["is_demo"]


@admin.register(OrderCost)
class OrderCostRoom(Room):
    list_display = ["day", "order", "kind", dong("amount_vnd", _("amount")), "note", "made_by", "void_reason"]
    list_filter = ["kind", CoopFilter]
    list_select_related = ["order", "made_by", "cooperative"]
    date_hierarchy = "day"
    exclude = ["is_demo"]


@admin.register(TraderEntry)
class TraderEntryRoom(Room):
    list_display = ["day", "trader", "account", dong("amount_vnd", _("amount")), "note", "entered_by", "entered_at"]
    list_filter = ["account", CoopFilter]
    list_select_related = ["trader", "entered_by", "cooperative"]
    search_fields = ["trader__search_key"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
