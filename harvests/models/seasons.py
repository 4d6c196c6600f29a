"""Seasons and their harvest rounds ("lứa"), and what each plot is expected to yield in a round."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Commodity, Plot, VersionedModel


class Season(VersionedModel):
    """A crop's season; harvest records fall within its days."""

    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    name = models.CharField(_("name"), max_length=60)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    export_target_g = models.BigIntegerField(_("export target"), null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("season")
        verbose_name_plural = _("seasons")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "name"], name="season_name_once"),
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="season_days_ordered"),
        ]

    def __str__(self):
        return self.name


class HarvestRound(VersionedModel):
    """One flush of a season: its number and the days on which it is received."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="rounds", verbose_name=_("season"))
    number = models.PositiveSmallIntegerField(_("round"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("harvest round")
        verbose_name_plural = _("harvest rounds")
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "season", "number"], name="round_number_once"),
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="round_days_ordered"),
        ]

    def __str__(self):
        return _("Round %(number)s") % {"number": self.number}


class YieldEstimate(VersionedModel):
    """Kilograms that a plot is expected to give in a round: the middle figure and, when known, P10 and P90."""

    round = models.ForeignKey(HarvestRound, models.PROTECT, related_name="estimates", verbose_name=_("round"))
    plot = models.ForeignKey(Plot, models.PROTECT, related_name="+", verbose_name=_("plot"))
    expected_g = models.BigIntegerField(_("expected"))
    low_g = models.BigIntegerField(_("low (P10)"), null=True, blank=True)
    high_g = models.BigIntegerField(_("high (P90)"), null=True, blank=True)
    note = models.CharField(_("how estimated"), max_length=160, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("yield estimate")
        verbose_name_plural = _("yield estimates")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "round", "plot"], name="estimate_once"),
            models.CheckConstraint(condition=models.Q(expected_g__gte=0), name="estimate_positive"),
        ]

    def __str__(self):
        return f"{self.plot} – {self.round}"
