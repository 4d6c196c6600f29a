"""The admin's surpluses and the members' shares in them, to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, dong
from harvests.models import SurplusFund, SurplusShare, SurplusYear


class FundLines(Inline):
    model = SurplusFund
    fields = ["position", "name", "internal_vnd", "external_vnd"]


@admin.register(SurplusYear)
class SurplusYearRoom(Room):
    """Surpluses with their resolutions and funds."""

    list_display = [
        "year", "status", "resolution_no", "resolution_on", dong("internal_vnd", _("internal")),
        dong("external_vnd", _("external")), dong("usage_pool_vnd", _("by use")),
        dong("capital_pool_vnd", _("by capital")),
    ]  # fmt: skip
    list_filter = ["status", CoopFilter]
    list_select_related = ["cooperative"]
    search_fields = ["resolution_no"]
    exclude = ["version", "is_demo"]
    inlines = [FundLines]


@admin.register(SurplusShare)
class SurplusShareRoom(Room):
    """What each member gets."""

    list_display = [
        "surplus", "household", dong("services_vnd", _("value of services used")), dong("by_usage_vnd", _("by use")),
        dong("by_capital_vnd", _("by capital")), dong("total_vnd", _("total")), "paid_on",
    ]  # fmt: skip
    list_display_links = ["surplus", "household"]
    list_filter = [CoopFilter]
    list_select_related = ["surplus", "household", "cooperative"]
    search_fields = ["household__search_key"]
    ordering = ["-surplus", "position"]
