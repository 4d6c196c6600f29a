"""Treatments of a lot with the values that were measured, and the labels that were printed for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, MarketRequirement, MarkLicence, User
from harvests.models.lots import Lot


class Treatment(CoopModel):
    """Vapour heat, fumigation or irradiation of a lot; the measured values are the lowest of the run (R71).

    Tenths of a degree Celsius, minutes, basis points of relative humidity, grams per cubic metre, gray.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="treatments")
    kind = models.CharField(_("treatment"), max_length=12, choices=MarketRequirement.Treatment)
    facility = models.CharField(_("facility"), max_length=120)
    facility_code = models.CharField(_("facility code"), max_length=40, blank=True)
    treatment_no = models.CharField(_("treatment number"), max_length=60, blank=True)
    certificate_no = models.CharField(_("certificate number"), max_length=60, blank=True)
    treated_at = models.DateTimeField(_("treated at"))
    pulp_temp_dc = models.PositiveSmallIntegerField(_("pulp temperature"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    humidity_bp = models.PositiveSmallIntegerField(_("humidity"), null=True, blank=True)
    dose_g_m3 = models.PositiveSmallIntegerField(_("dose (g/m³)"), null=True, blank=True)
    dose_gy = models.PositiveSmallIntegerField(_("absorbed dose (Gy)"), null=True, blank=True)
    supervised_by = models.CharField(_("supervised by"), max_length=120, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["-treated_at", "-id"]

    def __str__(self):
        return f"{self.lot} {self.get_kind_display()}"


class LabelPrint(CoopModel):
    """Labels of a lot that were made, carton `first` to `last`; a second time they are a reprint and say why."""

    class Sheet(models.TextChoices):
        A4 = "a4", _("A4, 24 labels")
        CARTON = "carton", _("carton, 100 × 70 mm")
        FRUIT = "fruit", _("fruit, 50 × 30 mm")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="label_prints")
    sheet = models.CharField(_("sheet"), max_length=6, choices=Sheet)
    first = models.PositiveIntegerField(_("from number"))
    last = models.PositiveIntegerField(_("to number"))
    licence = models.ForeignKey(
        MarkLicence, models.PROTECT, null=True, related_name="+", help_text="under which the mark stands on the label"
    )
    reason = models.CharField(_("printed again because"), max_length=200, blank=True)
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("label print")
        verbose_name_plural = _("label prints")
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(first__gte=1, first__lte=F("last")), name="labels_ordered")]

    def __str__(self):
        return f"{self.lot} {self.first}–{self.last}"
