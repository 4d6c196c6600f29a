"""The admin's capital of members, to look at: contributions and what was paid in on them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Room, dong
from growers.models import CapitalCommitment, CapitalPayment


@admin.register(CapitalCommitment)
class CapitalCommitmentRoom(Room):
    """What members committed, with the certificates issued."""

    list_display = [
        "household", "committed_on", dong("amount_vnd", _("committed")), dong("paid_vnd", _("paid in")),
        "certificate_no", "certificate_on", "ended_on",
    ]  # fmt: skip
    list_display_links = ["household", "committed_on"]
    list_filter = [CoopFilter]
    list_select_related = ["household", "cooperative"]
    search_fields = ["household__search_key", "certificate_no"]
    date_hierarchy = "committed_on"
    exclude = ["version", "is_demo"]


@admin.register(CapitalPayment)
class CapitalPaymentRoom(Room):
    """Money and goods paid in."""

    list_display = [
        "paid_on", "commitment", "asset", "quantity", dong("amount_vnd", _("value")), "reference", "void_reason",
    ]  # fmt: skip
    list_filter = ["asset", CoopFilter]
    list_select_related = ["commitment__household", "made_by", "cooperative"]
    search_fields = ["commitment__household__search_key", "reference"]
    date_hierarchy = "paid_on"
    ordering = ["-paid_on", "-pk"]
