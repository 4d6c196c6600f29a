"""The admin's inputs and field diary: banned active ingredients kept by the operator, the rest to look at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, column, hectares
from growers.admin.reference import ReferenceRoom
from growers.models import ActiveLimit, BannedActive, DiaryEntry, DiaryPlot, InputProduct, ProductActive, ProductUse


@admin.register(BannedActive)
class BannedActiveRoom(ReferenceRoom):
    """What national law forbids on crops, from a day on; a new decision is a new row with its day and source."""

    list_display = ["name", "valid_from", "valid_to", "certainty", "source"]
    search_fields = ["name", "source"]
    ordering = ["name", "-valid_from"]


class ActiveLines(Inline):
    model = ProductActive
    fields = ["name", "content"]


class UseLines(Inline):
    model = ProductUse
    fields = ["commodity", "phi_days", "source"]


@admin.register(InputProduct)
class InputProductRoom(Room):
    """Products with their active ingredients and intervals; their own pages change them."""

    list_display = ["name", "registration_no", "formulation", "kind", "permitted_from", "permitted_to", "is_active"]
    list_filter = ["kind", "is_active", CoopFilter]
    list_select_related = ["cooperative"]
    search_fields = ["search_key"]
    ordering = ["name", "pk"]
    exclude = ["search_key", "version"]
    inlines = [ActiveLines, UseLines]


@admin.register(ActiveLimit)
class ActiveLimitRoom(Room):
    list_display = ["name", "market", "phi_days", "valid_from", "valid_to", "source"]
    list_filter = ["market", CoopFilter]
    list_select_related = ["market", "cooperative"]
    search_fields = ["name"]
    ordering = ["name", "-valid_from", "pk"]
    exclude = ["key", "version"]


class PlotLines(Inline):
    model = DiaryPlot
    fields = ["plot", hectares("treated_m2", _("treated area")), "phi_days", "harvest_from"]
    readonly_fields = fields


@admin.register(DiaryEntry)
class DiaryEntryRoom(Room):
    """Entries as they were made; nothing in a diary is changed or deleted, a mistake is voided on its own page."""

    list_display = [
        "done_on", "work", "product", column(str, "worker", _("done by")), "entered_on", "entered_by", "is_late",
        "void_reason",
    ]  # fmt: skip
    list_filter = ["work", "is_late", CoopFilter]
    list_select_related = ["product", "entered_by", "cooperative"]
    search_fields = ["product__name", "target", "worker"]
    date_hierarchy = "done_on"
    ordering = ["-done_on", "-pk"]
    exclude = ["warnings"]
    inlines = [PlotLines]
