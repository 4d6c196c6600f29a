"""The admin's room of the household ledger: every entry with what it came from, never changed anywhere."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Room, dong, of_households
from harvests.models import LedgerEntry

SOURCES = ("record", "document", "sale", "line", "payment")


@admin.register(LedgerEntry)
class LedgerEntryRoom(Room):
    """Ledger entries, newest first; found by the household's code or name."""

    list_display = [
        "id", "day", "household", "account", "kind", dong("amount_vnd", _("amount")), "source", "entered_by",
        "entered_at",
    ]  # fmt: skip
    list_filter = ["account", "kind", CoopFilter]
    list_select_related = ["household", "entered_by", "cooperative", *SOURCES, "line__run"]
    search_fields = ["household__search_key"]
    ordering = ["-pk"]

    @admin.display(description=_("paper"))
    def source(self, entry):
        if entry.reverses_id:
            return f"↩ {entry.reverses_id}"
        return str(next((row for name in SOURCES if (row := getattr(entry, name))), ""))

    def get_search_results(self, request, queryset, search_term):
        return of_households(queryset, request, search_term)
