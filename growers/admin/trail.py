"""The admin's books of what was done: the audit trail and the imports, to look at only."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Room
from growers.models import AuditEntry, ImportRun


@admin.register(AuditEntry)
class AuditEntryRoom(Room):
    """Who did what to which row, newest first; found by person, by row and by number."""

    list_display = ["at", "who", "verb", "label"]
    list_filter = ["at", CoopFilter]  # ranges: a hierarchy of days would read the whole trail
    list_select_related = ["actor", "cooperative"]
    search_fields = ["label", "verb", "actor__username", "=object_id"]
    ordering = ["-pk"]
    fields = ["at", "actor", "verb", "kind", "object_id", "label", "details"]

    @admin.display(description=_("who"))
    def who(self, row):
        return row.actor.display_name


@admin.register(ImportRun)
class ImportRunRoom(Room):
    """Uploaded registers and what became of them; the files themselves are not shown."""

    list_display = ["uploaded_at", "kind", "filename", "status", "uploaded_by", "rows_done", "rows_total"]
    list_filter = ["kind", "status", CoopFilter]
    list_select_related = ["uploaded_by", "cooperative"]
    search_fields = ["filename"]
    date_hierarchy = "uploaded_at"
    ordering = ["-pk"]
    fields = [
        "kind", "status", "filename", "sha256", "uploaded_by", "uploaded_at", "finished_at", "rows_done", "rows_total",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "mapping", "options", "report")
