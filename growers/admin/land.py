"""The admin's households and land, to look at: their own pages change them, with their rules."""

from django.contrib import admin, messages
from django.db.models import Count, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.actions.areas import record_status
from growers.actions.once import Refused
from growers.admin.base import CoopFilter, Inline, Room, column, hectares
from growers.models import CodeEvent, CodePlot, ExportCode, GrowingArea, Household, Planting, Plot
from growers.wording import sentences

# Identity and bank numbers are for those who pay and check (growers.rules.roles, PERSONAL), not for administration.
PERSONAL = ["citizen_id", "bank", "bank_account", "bank_account_name", "birth_year", "ethnicity", "gender"]


@admin.register(Household)
class HouseholdRoom(Room):
    """Households with their plots and area summed."""

    list_display = [
        "code", "name", "alias", "kind", "village", "commune",
        column(str, "plots_count", _("plots")), hectares("total_m2", _("area")), "joined_on", "left_on",
    ]  # fmt: skip
    list_display_links = ["code", "name"]
    list_filter = ["kind", CoopFilter]
    list_select_related = ["commune", "cooperative"]
    search_fields = ["search_key"]
    date_hierarchy = "joined_on"
    ordering = ["sort_key", "code", "pk"]
    exclude = [*PERSONAL, "is_demo", "search_key", "sort_key", "version"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(plots_count=Count("plots"), total_m2=Sum("plots__area_m2"))


class PlantingLines(Inline):
    model = Planting
    fields = ["year", "posts", "plants", "note"]


@admin.register(Plot)
class PlotRoom(Room):
    """Plots with both areas, and how their planting grew."""

    list_display = [
        "code", "household", "name", "status", hectares("area_m2", _("area")), hectares("drawn_m2", _("measured area")),
        "posts", "plants", "variety", "practice", "commune",
    ]  # fmt: skip
    list_filter = ["status", "practice", "irrigation", CoopFilter]
    list_select_related = ["household", "variety", "commune", "cooperative"]
    search_fields = ["search_key"]
    ordering = ["code", "pk"]
    exclude = ["boundary", "search_key", "version"]
    inlines = [PlantingLines]


class CodeLines(Inline):
    model = ExportCode
    fields = ["code", "commodity", "market", "registered_m2", "valid_from", "valid_to"]
    verbose_name_plural = _("planting area codes")


@admin.register(GrowingArea)
class GrowingAreaRoom(Room):
    list_display = ["code", "name", "commune", column(str, "codes_count", _("planting area codes"))]
    list_filter = [CoopFilter]
    list_select_related = ["commune", "cooperative"]
    search_fields = ["code", "name"]
    exclude = ["version"]
    inlines = [CodeLines]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(codes_count=Count("codes"))


class EventLines(Inline):
    model = CodeEvent
    fields = ["effective_from", "status", "reason"]


class PlotLines(Inline):
    model = CodePlot
    fields = ["plot", "valid_from", "valid_to"]


@admin.register(ExportCode)
class ExportCodeRoom(Room):
    """Codes of areas and houses with statuses and plots; an authority's suspension can be noted for several at once."""

    list_display = [
        "code", "area", "house", "commodity", "market", hectares("registered_m2", _("registered area")),
        hectares("plots_m2", _("area of its plots")), "valid_from", "valid_to",
    ]  # fmt: skip
    list_filter = ["market", "commodity", CoopFilter]
    list_select_related = ["area", "house", "commodity", "market", "cooperative"]
    search_fields = ["code", "area__code", "area__name", "house__code", "house__name", "decision_no"]
    exclude = ["version"]
    inlines = [EventLines, PlotLines]
    actions = ["download_rows", "suspend"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(plots_m2=Sum("members__plot__area_m2"))

    @admin.action(description=_("Suspend from today"))
    def suspend(self, request, queryset):
        """Note a suspension for each code by the use case of its own page; what the rules refuse is said."""
        today, reason = clock.today(), gettext("Suspended in the administration")
        for code in queryset.select_related("cooperative"):
            seat = self.seat(request, code.cooperative)
            try:
                record_status(
                    seat, code=code, status=CodeEvent.Status.SUSPENDED, effective_from=today, reason=reason, today=today
                )
            except Refused as refused:
                for said in sentences(refused.verdict):
                    messages.error(request, f"{code}: {said}")
            else:
                messages.success(request, gettext("%(code)s is suspended from today.") % {"code": code})
