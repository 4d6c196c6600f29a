"""The admin's settlement runs, their lines and payments, to look at: their own pages close, approve and pay."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Room, dong, kg
from harvests.models import Payment, SettlementLine, SettlementRun


@admin.register(SettlementRun)
class SettlementRunRoom(Room):
    """Runs with who closed and who approved them."""

    list_display = [
        "code", "status", "day_from", "day_to", "lines_count", dong("pay_vnd", _("to pay")),
        dong("paid_vnd", _("paid")), "closed_by", "approved_by",
    ]  # fmt: skip
    list_filter = ["status", "means", CoopFilter]
    list_select_related = ["closed_by", "approved_by", "cooperative"]
    date_hierarchy = "day_to"
    exclude = ["version", "is_demo"]


@admin.register(SettlementLine)
class SettlementLineRoom(Room):
    """What households were paid; account numbers are looked at on their own pages only."""

    list_display = [
        "run", "code", "name", kg("net_g", _("kilograms")), dong("fruit_vnd", _("value of fruit")),
        dong("pay_vnd", _("to pay")), "means",
    ]  # fmt: skip
    list_filter = ["means", CoopFilter]
    list_select_related = ["run", "cooperative"]
    search_fields = ["code", "household__search_key"]
    exclude = ["account_sealed", "account_name"]
    ordering = ["-run", "position"]


@admin.register(Payment)
class PaymentRoom(Room):
    list_display = ["paper", "day", "line", "means", dong("amount_vnd", _("amount")), "paid_by", "paid_at"]
    list_filter = ["means", CoopFilter]
    list_select_related = ["line__run", "paid_by", "cooperative"]
    search_fields = ["reference", "line__code"]
    date_hierarchy = "day"
    ordering = ["-day", "-pk"]
