"""Packing houses: where fruit is sorted, packed and treated; what they may pack for whom stands in their codes."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.reference import Commune
from growers.models.scope import VersionedModel


class PackingHouse(VersionedModel):
    """A packing house of the co-operative, or one that packs for it."""

    code = models.CharField(_("short code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune or ward"))
    address = models.CharField(_("address line"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    gln = models.CharField(_("GLN"), max_length=13, blank=True, validators=[RegexValidator(r"^\d{13}$")])
    capacity_g_day = models.BigIntegerField(_("capacity per day"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("packing house")
        verbose_name_plural = _("packing houses")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "code"], name="house_code_once"),
            models.CheckConstraint(
                condition=models.Q(capacity_g_day__isnull=True) | models.Q(capacity_g_day__gt=0),
                name="house_capacity_positive",
            ),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"
