"""The admin's traders and orders, to look at: their own pages take orders, confirm, deliver and cancel."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, dong, kg
from harvests.models import CallOff, Delivery, OrderLine, Trader, TraderOrder


@admin.register(Trader)
class TraderRoom(Room):
    list_display = ["name", "kind", "market", "country", "contact", "payment_days", "is_active"]
    list_filter = ["kind", "is_active", CoopFilter]
    list_select_related = ["market", "cooperative"]
    search_fields = ["search_key"]
    exclude = ["is_demo", "search_key", "version"]


class OrderLines(Inline):
    model = OrderLine
    fields = ["position", "grade", "size", "pack_g", "cartons", "ordered_g", "price_minor", "delivered_g"]


class CallOffLines(Inline):
    model = CallOff
    fields = ["due_on", "quantity_g", "note", "withdrawn_at"]


@admin.register(TraderOrder)
class TraderOrderRoom(Room):
    """Orders with what was ordered and what was delivered against it."""

    list_display = [
        "code", "trader", "market", "status", "deliver_from", "deliver_to",
        kg("ordered_g", _("ordered")), kg("delivered_g", _("delivered")), dong("deposit_vnd", _("deposit agreed")),
    ]  # fmt: skip
    list_filter = ["status", "kind", "market", CoopFilter]
    list_select_related = ["trader", "market", "cooperative"]
    search_fields = ["trader__search_key"]
    date_hierarchy = "deliver_from"
    exclude = ["version", "is_demo"]
    inlines = [OrderLines, CallOffLines]

    def get_queryset(self, request):
        lines = OrderLine.objects.filter(order=OuterRef("pk"), cooperative=OuterRef("cooperative")).order_by()
        return super().get_queryset(request).annotate(
            ordered_g=Subquery(lines.values("order").annotate(sum=Sum("ordered_g")).values("sum")),
            delivered_g=Subquery(lines.values("order").annotate(sum=Sum("delivered_g")).values("sum")),
        )  # fmt: skip


@admin.register(Delivery)
class DeliveryRoom(Room):
    list_display = ["delivered_on", "line", kg("quantity_g", _("kilograms")), "entered_by", "entered_at", "void_reason"]
    list_filter = [CoopFilter]
    list_select_related = ["line__order", "entered_by", "cooperative"]
    date_hierarchy = "delivered_on"
    ordering = ["-delivered_on", "-pk"]
