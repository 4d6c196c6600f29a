"""The admin's papers of credit, to look at: advances and charges, limits, the store of inputs and what it sold."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, dong
from harvests.models import AccountDocument, HouseholdCredit, InputSale, InputSaleLine, InputStock


@admin.register(AccountDocument)
class AccountDocumentRoom(Room):
    list_display = [
        "code", "day", "household", "kind", dong("amount_vnd", _("amount")), dong("settled_vnd", _("settled")),
        "due_on", "made_by", "void_reason",
    ]  # fmt: skip
    list_filter = ["kind", CoopFilter]
    list_select_related = ["household", "made_by", "cooperative"]
    search_fields = ["household__search_key"]
    date_hierarchy = "day"
    exclude = ["is_demo"]


@admin.register(HouseholdCredit)
class HouseholdCreditRoom(Room):
    list_display = [
        "household", dong("advance_vnd", _("advances outstanding")), dong("inputs_vnd", _("input debt outstanding")),
        dong("loan_vnd", _("loans outstanding")), dong("advance_limit_vnd", _("limit of advances")),
        dong("input_limit_vnd", _("limit of inputs on credit")),
    ]  # fmt: skip
    list_filter = [CoopFilter]
    list_select_related = ["household", "cooperative"]
    search_fields = ["household__search_key"]
    ordering = ["household__sort_key", "pk"]
    exclude = ["version"]


@admin.register(InputStock)
class InputStockRoom(Room):
    list_display = [
        "product", "lot_no", "expires_on", "unit", "received_milli", "sold_milli",
        dong("price_vnd", _("price per unit")), "void_reason",
    ]  # fmt: skip
    list_filter = [CoopFilter]
    list_select_related = ["product", "cooperative"]
    search_fields = ["product__search_key", "lot_no"]
    exclude = ["version"]


class SaleLines(Inline):
    model = InputSaleLine
    fields = ["stock", "quantity_milli", "price_vnd", "amount_vnd", "used"]


@admin.register(InputSale)
class InputSaleRoom(Room):
    list_display = [
        "code", "day", "household", "terms", dong("amount_vnd", _("amount")), dong("settled_vnd", _("settled")),
        "due_on", "made_by", "void_reason",
    ]  # fmt: skip
    list_filter = ["terms", CoopFilter]
    list_select_related = ["household", "made_by", "cooperative"]
    search_fields = ["household__search_key"]
    date_hierarchy = "day"
    exclude = ["is_demo"]
    inlines = [SaleLines]
