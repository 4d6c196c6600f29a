"""Growing areas, and the codes they or a packing house hold: one crop and one market each, dated plots and status."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.packing_houses import PackingHouse
from growers.models.plots import Plot
from growers.models.reference import Commodity, Commune, Market
from growers.models.scope import CoopModel, VersionedModel


class GrowingArea(VersionedModel):
    """Neighbouring plots run as one area; it may hold several planting area codes (R11)."""

    code = models.CharField(_("area code"), max_length=12)
    name = models.CharField(_("name"), max_length=80)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune or ward"))
    note = models.TextField(_("note"), blank=True, max_length=2000)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("growing area")
        verbose_name_plural = _("growing areas")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "code"], name="area_code_once")]

    def __str__(self):
        return f"{self.code} – {self.name}"


class ExportCode(VersionedModel):
    """The code of a growing area or of a packing house: opaque text, one crop, one market (R11, R16).

    Its status is the newest event of a day.
    """

    area = models.ForeignKey(
        GrowingArea, models.PROTECT, null=True, blank=True, related_name="codes", verbose_name=_("growing area")
    )
    house = models.ForeignKey(
        PackingHouse, models.PROTECT, null=True, blank=True, related_name="codes", verbose_name=_("packing house")
    )
    code = models.CharField(_("planting area code"), max_length=40)
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    registered_m2 = models.PositiveIntegerField(_("registered area"), null=True, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    decision_no = models.CharField(_("decision number"), max_length=60, blank=True)
    importer_ref = models.CharField(_("entry in the importer's list"), max_length=60, blank=True)
    importer_approved_on = models.DateField(_("approved by the importing country on"), null=True, blank=True)
    representative = models.CharField(_("representative"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("planting area code")
        verbose_name_plural = _("planting area codes")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "code"], name="export_code_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
                name="export_code_dates_ordered",
            ),
            models.CheckConstraint(
                condition=models.Q(area__isnull=False, house__isnull=True)
                | models.Q(area__isnull=True, house__isnull=False),
                name="export_code_of_area_or_house",
            ),
        ]

    def __str__(self):
        return self.code


class CodeEvent(CoopModel):
    """A status that a code has from a day on; events are added, never changed."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("applied for")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        REVOKED = "revoked", _("revoked")
        EXPIRED = "expired", _("expired")

    export_code = models.ForeignKey(ExportCode, models.PROTECT, related_name="events")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    effective_from = models.DateField(_("effective from"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("status of a code")
        verbose_name_plural = _("statuses of codes")
        ordering = ["effective_from", "id"]
        indexes = [models.Index(fields=["cooperative", "export_code", "effective_from"], name="code_event_by_day")]

    def __str__(self):
        return f"{self.export_code} – {self.get_status_display()}"


class CodePlot(CoopModel):
    """A plot's membership of a code: from `valid_from` up to, not including, `valid_to` (R10)."""

    export_code = models.ForeignKey(ExportCode, models.PROTECT, related_name="members")
    plot = models.ForeignKey(Plot, models.PROTECT, related_name="code_memberships", verbose_name=_("plot"))
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("plot under a code")
        verbose_name_plural = _("plots under codes")
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "export_code", "plot", "valid_from"], name="code_plot_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_from__lt=models.F("valid_to")),
                name="code_plot_dates_ordered",
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "plot"], name="code_plot_by_plot")]

    def __str__(self):
        return f"{self.plot} – {self.export_code}"


class SupervisionVisit(CoopModel):
    """An inspection of the area or house behind a code, by the co-operative itself or by the authority (R14)."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", _("internal")
        OFFICIAL = "official", _("official")

    class Result(models.TextChoices):
        PASSED = "passed", _("passed")
        MEND = "mend", _("passed, faults to mend")
        FAILED = "failed", _("failed")

    export_code = models.ForeignKey(ExportCode, models.PROTECT, related_name="visits", verbose_name=_("export code"))
    visited_on = models.DateField(_("visited on"))
    kind = models.CharField(_("kind of visit"), max_length=8, choices=Kind)
    inspector = models.CharField(_("inspector"), max_length=120)
    result = models.CharField(_("result"), max_length=6, choices=Result)
    pests = models.CharField(_("pests found"), max_length=200, blank=True)
    sample_no = models.CharField(_("residue sample"), max_length=60, blank=True)
    next_due = models.DateField(_("next visit due"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("supervision visit")
        verbose_name_plural = _("supervision visits")
        ordering = ["-visited_on", "-id"]
        indexes = [models.Index(fields=["cooperative", "export_code", "visited_on"], name="visit_by_day")]

    def __str__(self):
        return f"{self.export_code} {self.visited_on:%d/%m/%Y}"
