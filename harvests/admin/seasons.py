"""The admin's seasons, rounds, estimates, crates and prices; their own pages change them, with their rules."""

from django.contrib import admin
from django.db.models import OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, dong, kg
from harvests.models import BoardPrice, CrateType, DayTotal, HarvestRound, PriceBoard, Season, YieldEstimate


class RoundLines(Inline):
    model = HarvestRound
    fields = ["number", "starts_on", "ends_on"]


@admin.register(Season)
class SeasonRoom(Room):
    """Seasons with what came in, out of the daily totals."""

    list_display = [
        "name", "commodity", "starts_on", "ends_on", kg("export_target_g", _("export target")),
        kg("received_g", _("received")), dong("worth_vnd", _("value")),
    ]  # fmt: skip
    list_filter = ["commodity", CoopFilter]
    list_select_related = ["commodity", "cooperative"]
    search_fields = ["name"]
    exclude = ["version"]
    inlines = [RoundLines]

    def get_queryset(self, request):
        days = DayTotal.objects.filter(season=OuterRef("pk"), cooperative=OuterRef("cooperative")).order_by()
        return super().get_queryset(request).annotate(
            received_g=Subquery(days.values("season").annotate(sum=Sum("net_g")).values("sum")),
            worth_vnd=Subquery(days.values("season").annotate(sum=Sum("amount_vnd")).values("sum")),
        )  # fmt: skip


@admin.register(YieldEstimate)
class YieldEstimateRoom(Room):
    list_display = [
        "plot", "round", kg("expected_g", _("expected")), kg("low_g", _("low (P10)")), kg("high_g", _("high (P90)")),
        "note",
    ]  # fmt: skip
    list_filter = [CoopFilter]
    list_select_related = ["plot", "round", "cooperative"]
    search_fields = ["plot__search_key"]
    ordering = ["-round", "plot", "pk"]
    exclude = ["version"]


@admin.register(CrateType)
class CrateTypeRoom(Room):
    list_display = ["code", "name", kg("tare_g", _("tare")), "valid_from", "is_default"]
    list_filter = [CoopFilter]
    list_select_related = ["cooperative"]


class PriceLines(Inline):
    model = BoardPrice
    fields = ["grade", "channel", "price_vnd", "floor_vnd"]


@admin.register(PriceBoard)
class PriceBoardRoom(Room):
    """Price boards, newest first; a board is never changed, a newer one takes its place."""

    list_display = ["valid_from", "commodity", "shrink_bp", "note", "set_by", "set_at"]
    list_filter = ["commodity", CoopFilter]
    list_select_related = ["commodity", "set_by", "cooperative"]
    date_hierarchy = "valid_from"
    inlines = [PriceLines]
