"""The admin's books of the scale: tickets with their loads, day books and daily totals, never changed here."""

import datetime as dt
import re

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, dong, kg, of_households, within
from growers.admin_site import administered
from harvests.models import DayBook, DayTotal, HarvestLine, HarvestRecord, Season

TICKET = re.compile(r"(?:CAN-?)?(\d{6})(?:-(\d{1,6}))?", re.IGNORECASE)


class SeasonFilter(admin.SimpleListFilter):
    """Narrows a book to one season of the co-operatives administered."""

    title = _("season")
    parameter_name = "season"

    def lookups(self, request, model_admin):
        rows = within(Season.objects.select_related("cooperative"), request).order_by("-starts_on")
        return [(row.pk, f"{row.name} ({row.cooperative.code})") for row in rows[:40]]

    def queryset(self, request, queryset):
        return queryset.filter(season=self.value()) if (self.value() or "").isdecimal() else queryset


class Days:
    """A list as its hierarchy of days sees it: the days come from the day books, a row each, not from every ticket."""

    def __init__(self, changelist, request):
        self.changelist = changelist
        asked = {name: value for name, value in changelist.params.items() if name.startswith("day__")}
        self.queryset = within(DayBook.objects.all(), request).filter(**asked)

    def __getattr__(self, name):
        return getattr(self.changelist, name)


class LoadLines(Inline):
    model = HarvestLine
    fields = [
        "position", "grade", "crate", "crates", "gross_g", "tare_g", "deduction_g", "deduction_kind", "net_g",
        "price_vnd", "amount_vnd",
    ]  # fmt: skip


@admin.register(HarvestRecord)
class HarvestRecordRoom(Room):
    """Harvest records, newest first; found by number (250908-063), by day (250908) or by the household."""

    list_display = [
        "code", "day", "household", "plot", "mode", "status", "loads",
        kg("gross_g", _("gross")), kg("net_g", _("net")), dong("amount_vnd", _("value")), "recorded_by",
    ]  # fmt: skip
    list_filter = [SeasonFilter, "status", "mode", "source", CoopFilter]
    list_select_related = ["household", "plot", "recorded_by", "cooperative"]
    search_fields = ["household__search_key"]
    date_hierarchy = "day"
    inlines = [LoadLines]

    def changelist_view(self, request, extra_context=None):
        answer = super().changelist_view(request, extra_context)
        changelist = getattr(answer, "context_data", {}).get("cl")
        if changelist:
            answer.context_data["days"] = Days(changelist, request)
        return answer

    def get_ordering(self, request):
        """Several co-operatives come in the order of entry: no index has all their days in order."""
        return super().get_ordering(request) if len(administered(request) or ()) == 1 else ["-pk"]

    def get_search_results(self, request, queryset, search_term):
        ticket = TICKET.fullmatch(search_term.strip())
        day = ticket and _day(ticket.group(1))
        if day:
            queryset = queryset.filter(day=day)
            return (queryset.filter(number=int(ticket.group(2))) if ticket.group(2) else queryset), False
        return of_households(queryset, request, search_term)


def _day(digits: str) -> dt.date | None:
    year, month, day = (int(digits[place : place + 2]) for place in (0, 2, 4))
    try:
        return dt.date(2000 + year, month, day)
    except ValueError:
        return None


@admin.register(DayBook)
class DayBookRoom(Room):
    """One line a day: tickets, kilograms, value, and whether the day is closed."""

    list_display = [
        "day", "tickets", "last_number", kg("net_g", _("net")), dong("amount_vnd", _("value")), "closed_at",
        "closed_by",
    ]  # fmt: skip
    list_filter = [CoopFilter]
    list_select_related = ["closed_by", "cooperative"]
    date_hierarchy = "day"


@admin.register(DayTotal)
class DayTotalRoom(Room):
    """What stands on a day in one grade: the figures that every chart adds up."""

    list_display = ["day", "season", "grade", "lines", kg("net_g", _("net")), dong("amount_vnd", _("value"))]
    list_filter = [SeasonFilter, CoopFilter]
    list_select_related = ["season", "grade", "cooperative"]
    date_hierarchy = "day"
    ordering = ["-day", "grade", "pk"]
