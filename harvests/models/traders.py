"""Traders: everyone who buys from the co-operative, or exports in its name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Market, VersionedModel


class Trader(VersionedModel):
    """A buyer, or an exporter of record."""

    class Kind(models.TextChoices):
        TRADER = "trader", _("trader")
        EXPORTER = "exporter", _("exporter")
        IMPORTER = "importer", _("importer")
        SUPERMARKET = "supermarket", _("supermarket")
        PROCESSOR = "processor", _("processor")
        ECOMMERCE = "ecommerce", _("e-commerce channel")

    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.TRADER)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    contact = models.CharField(_("contact person"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=24, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    chain = models.CharField(_("retail chains"), max_length=160, blank=True)
    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("usual market")
    )
    payment_days = models.PositiveSmallIntegerField(_("pays within (days)"), null=True, blank=True)
    credit_limit_vnd = models.BigIntegerField(_("credit limit"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("buyer")
        verbose_name_plural = _("buyers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "name"],
                name="trader_name_once",
                violation_error_message=_("There is a trader of this name already."),
            ),
            models.CheckConstraint(
                condition=models.Q(credit_limit_vnd__isnull=True) | models.Q(credit_limit_vnd__gte=0),
                name="trader_limit_not_negative",
            ),
        ]

    def __str__(self):
        return self.name
