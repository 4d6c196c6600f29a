"""What stands around the scale: crate types with their tare, weigh points, and the book of each day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Commodity, CoopModel, Grade, Household, User
from harvests.models.seasons import HarvestRound, Season


class CrateType(CoopModel):
    """A crate and its weight, re-weighed each season and dated."""

    code = models.CharField(_("code"), max_length=8)
    name = models.CharField(_("name"), max_length=60)
    tare_g = models.PositiveIntegerField(_("tare"), help_text=_("grams"))
    valid_from = models.DateField(_("valid from"))
    is_default = models.BooleanField(_("default"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("crate type")
        verbose_name_plural = _("crate types")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "code", "valid_from"], name="crate_once_a_day"),
            models.CheckConstraint(condition=models.Q(tare_g__lte=20_000), name="crate_tare_bounds"),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"


class DayBook(CoopModel):
    """The book of one day: hands out ticket numbers, counts what stands, and says whether the day is closed."""

    day = models.DateField(_("day"))
    last_number = models.PositiveIntegerField(_("last ticket number"), default=0)
    tickets = models.PositiveIntegerField(_("tickets"), default=0)
    net_g = models.BigIntegerField(_("net"), default=0)
    amount_vnd = models.BigIntegerField(_("value"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    difference_note = models.TextField(_("difference explained"), blank=True, max_length=1000)
    scale_check_g = models.IntegerField(_("test weight shown"), null=True, blank=True)
    scale_check_note = models.CharField(_("scale check"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("day book")
        verbose_name_plural = _("day books")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "day"], name="daybook_once"),
            models.CheckConstraint(
                condition=models.Q(tickets__gte=0, net_g__gte=0, amount_vnd__gte=0), name="daybook_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.day:%d/%m/%Y}"


class DayTotal(CoopModel):
    """What stands on a day in one grade: kept in each writing transaction, so that no page sums a season's lines."""

    day = models.DateField(_("day"))
    season = models.ForeignKey(Season, models.PROTECT, related_name="+", verbose_name=_("season"))
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    round = models.ForeignKey(HarvestRound, models.PROTECT, null=True, related_name="+", verbose_name=_("round"))
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name=_("grade"))
    lines = models.IntegerField(_("loads"), default=0)
    net_g = models.BigIntegerField(_("net"), default=0)
    amount_vnd = models.BigIntegerField(_("value"), default=0)

    class Meta:
        verbose_name = _("day total")
        verbose_name_plural = _("day totals")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "day", "season", "grade"], name="daytotal_once"),
            models.CheckConstraint(
                condition=models.Q(lines__gte=0, net_g__gte=0, amount_vnd__gte=0), name="daytotal_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "season", "day"], name="daytotal_by_season")]

    def __str__(self):
        return f"{self.day:%d/%m/%Y} {self.grade}"


class HouseholdTotal(CoopModel):
    """What stands of a household in a season: kept like the day totals, so that no page sums a season's tickets."""

    season = models.ForeignKey(Season, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    tickets = models.IntegerField(_("tickets"), default=0)
    net_g = models.BigIntegerField(_("net"), default=0)
    amount_vnd = models.BigIntegerField(_("value"), default=0)

    class Meta:
        verbose_name = _("household total")
        verbose_name_plural = _("household totals")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "season", "household"], name="householdtotal_once"),
            models.CheckConstraint(
                condition=models.Q(tickets__gte=0, net_g__gte=0, amount_vnd__gte=0), name="householdtotal_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.household.code} {self.season}"
