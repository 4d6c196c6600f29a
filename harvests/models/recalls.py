"""Recalls, real and practised: what was affected, who was called, what came back, how long the trace took."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, Household, User, VersionedModel
from harvests.models.lots import Lot
from harvests.models.traders import Trader


class Recall(VersionedModel):
    """A recall that starts from anything the trace finds; a mock recall locks nothing and keeps the stopwatch."""

    class Kind(models.TextChoices):
        REAL = "real", _("recall")
        MOCK = "mock", _("mock recall")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CONCLUDED = "concluded", _("concluded")

    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    kind = models.CharField(_("kind of recall"), max_length=4, choices=Kind)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.OPEN)
    start_code = models.CharField(_("starts from"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300)
    public_note = models.CharField(_("what the public page says"), max_length=300, blank=True)
    detected_at = models.DateTimeField(_("found at"))
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    traced_at = models.DateTimeField(_("traced at"), null=True)
    concluded_at = models.DateTimeField(_("concluded at"), null=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("concluded by"))
    conclusion = models.TextField(_("conclusion"), blank=True, max_length=2000)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="recall_number_once"),
            models.CheckConstraint(
                condition=~Q(status="concluded") | (Q(concluded_at__isnull=False) & ~Q(conclusion="")),
                name="recall_conclusion_written",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"TH-{self.year % 100:02d}-{self.number:03d}"


class RecallLot(CoopModel):
    """A lot within a recall, with its kilograms as they stood when the recall was opened, and what came back."""

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="lots")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="recalls")
    affected_g = models.BigIntegerField(_("affected"))
    stock_g = models.BigIntegerField(_("in stock"))
    shipped_g = models.BigIntegerField(_("shipped"))
    returned_g = models.BigIntegerField(_("came back"), default=0)

    class Meta:
        verbose_name = _("lot of a recall")
        verbose_name_plural = _("lots of recalls")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "recall", "lot"], name="recall_lot_once"),
            models.CheckConstraint(
                condition=Q(affected_g__gte=0, stock_g__gte=0, shipped_g__gte=0, returned_g__gte=0),
                name="recall_lot_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.recall} {self.lot}"


class RecallCall(CoopModel):
    """Somebody to be told: a buyer or a household."""

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="calls")
    trader = models.ForeignKey(Trader, models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    grams = models.BigIntegerField(_("kilograms"))
    reached_at = models.DateTimeField(_("reached at"), null=True)
    reached_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("call of a recall")
        verbose_name_plural = _("calls of recalls")
        constraints = [
            models.CheckConstraint(
                condition=Q(trader__isnull=False, household__isnull=True)
                | Q(trader__isnull=True, household__isnull=False),
                name="recall_call_one_person",
            )
        ]

    def __str__(self):
        return f"{self.recall} {self.trader or self.household.code}"
