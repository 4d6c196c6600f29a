"""The admin's permissions: certification marks kept by the operator; certificates, houses, visits, licences and scans
to look at, for their own pages change them."""

from django.contrib import admin
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from growers.admin.base import CoopFilter, Inline, Room, column, hectares, kg
from growers.admin.reference import ReferenceRoom
from growers.models import (
    Certificate,
    CertificatePlot,
    CertificationBody,
    CertificationMark,
    Document,
    ExportCode,
    MarkLicence,
    PackingHouse,
    SupervisionVisit,
)


@admin.register(CertificationMark)
class CertificationMarkRoom(ReferenceRoom):
    """Certification marks, which all co-operatives share: province, owner, days in force."""

    list_display = ["code", "name_vi", "name_en", "commodity", "province_code", "valid_from", "valid_to", "certainty"]
    list_select_related = ["commodity"]
    ordering = ["code"]


@admin.register(CertificationBody)
class CertificationBodyRoom(Room):
    """Who issues certificates."""

    list_display = ["name", "accreditation_no", "phone", column(str, "issued", _("certificates"))]
    list_filter = [CoopFilter]
    list_select_related = ["cooperative"]
    search_fields = ["name", "accreditation_no"]
    ordering = ["name", "pk"]
    exclude = ["version"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(issued=Count("certificates"))


class ScopeLines(Inline):
    model = CertificatePlot
    fields = ["plot", "valid_from", "valid_to"]


@admin.register(Certificate)
class CertificateRoom(Room):
    """Certificates with the area of all plots that are or were under them."""

    list_display = [
        "number", "scheme", "ggn", "body", "commodity", "valid_from", "valid_to", "withdrawn_on",
        hectares("scope_m2", _("area on the certificate")), hectares("plots_m2", _("area of its plots")),
    ]  # fmt: skip
    list_filter = ["scheme", CoopFilter]
    list_select_related = ["body", "commodity", "cooperative"]
    search_fields = ["number", "ggn", "body__name"]
    date_hierarchy = "valid_to"
    ordering = ["valid_to", "number", "pk"]
    exclude = ["is_demo", "version"]
    inlines = [ScopeLines]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(plots_m2=Sum("members__plot__area_m2"))


class HouseCodeLines(Inline):
    model = ExportCode
    fields = ["code", "commodity", "market", "valid_from", "valid_to"]
    verbose_name_plural = _("packing house codes")


@admin.register(PackingHouse)
class PackingHouseRoom(Room):
    """Packing houses with their codes."""

    list_display = ["code", "name", "commune", kg("capacity_g_day", _("capacity per day")), "gln", "is_active"]
    list_filter = ["is_active", CoopFilter]
    list_select_related = ["commune", "cooperative"]
    search_fields = ["code", "name", "gln"]
    ordering = ["code", "pk"]
    exclude = ["version"]
    inlines = [HouseCodeLines]


@admin.register(SupervisionVisit)
class SupervisionVisitRoom(Room):
    """Supervision visits of codes, voided ones too."""

    list_display = ["visited_on", "export_code", "kind", "inspector", "result", "next_due", "void_reason"]
    list_filter = ["result", "kind", CoopFilter]
    list_select_related = ["export_code", "cooperative"]
    search_fields = ["export_code__code", "inspector", "sample_no"]
    date_hierarchy = "visited_on"
    ordering = ["-visited_on", "-pk"]


@admin.register(MarkLicence)
class MarkLicenceRoom(Room):
    """Licences to use a certification mark; without a holder they are the co-operative's own."""

    list_display = [
        "decision_no", "mark", "holder", "valid_from", "valid_to", kg("quota_g", _("licensed kilograms"))
    ]  # fmt: skip
    list_filter = ["mark", CoopFilter]
    list_select_related = ["mark", "cooperative"]
    search_fields = ["decision_no", "holder"]
    ordering = ["mark", "holder", "-valid_from", "pk"]
    exclude = ["is_demo", "version"]


@admin.register(Document)
class DocumentRoom(Room):
    """Which scans are kept for what; the scans themselves are opened at the rows they belong to."""

    list_display = [
        "title", "kind", "filename", "content_type", "size", "uploaded_by", "uploaded_at", "withdrawn_reason"
    ]  # fmt: skip
    list_filter = ["kind", CoopFilter]
    list_select_related = ["uploaded_by", "cooperative"]
    search_fields = ["title", "filename"]
    date_hierarchy = "uploaded_at"
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")
