"""What the world may read: the product's public card, published trace pages with their scans, and dossier links."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Commodity, CoopModel, User, VersionedModel
from harvests.models.lots import Lot
from harvests.models.shipments import Shipment


class ProductCard(VersionedModel):
    """A crop as it is sold: names, picture, brand, GTIN, shelf life, standard (Decree 37/2026 art. 23)."""

    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    name_vi = models.CharField(_("name in Vietnamese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_zh = models.CharField(_("name in Chinese"), max_length=120, blank=True)
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    name_ko = models.CharField(_("name in Korean"), max_length=120, blank=True)
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    gtin = models.CharField("GTIN", max_length=14, blank=True, validators=[RegexValidator(r"^(\d{8}|\d{12,14})$")])
    origin_vi = models.CharField(_("origin in Vietnamese"), max_length=120)
    origin_en = models.CharField(_("origin in English"), max_length=120)
    shelf_life_days = models.PositiveSmallIntegerField(_("shelf life (days)"), null=True, blank=True)
    storage = models.CharField(_("storage"), max_length=120, blank=True)
    standards = models.CharField(_("standards applied"), max_length=200, blank=True)
    image = models.BinaryField(null=True, editable=False)
    image_type = models.CharField(max_length=20, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["image"])

    class Meta:
        verbose_name = _("product card")
        verbose_name_plural = _("product cards")
        constraints = [models.UniqueConstraint(fields=["cooperative", "commodity"], name="card_once")]

    def __str__(self):
        return self.name_vi


class TracePage(VersionedModel):
    """The public page of a lot, from `published_at` until it is withdrawn; `facts` is all that it shows."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="pages")
    facts = models.JSONField(default=dict)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("published at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("public trace page")
        verbose_name_plural = _("public trace pages")
        constraints = [models.UniqueConstraint(fields=["cooperative", "lot"], name="page_once_a_lot")]

    def __str__(self):
        return f"{self.lot}"


class TraceScan(CoopModel):
    """How often a lot's public page was opened on a day: a count, no address, no person."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans of days")
        constraints = [models.UniqueConstraint(fields=["cooperative", "lot", "day"], name="scan_once_a_day")]

    def __str__(self):
        return f"{self.lot} {self.day:%d/%m/%Y}"


class Dossier(CoopModel):
    """A link for an importer or auditor to a lot's or shipment's papers; only a hash of its secret is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+")
    shipment = models.ForeignKey(Shipment, models.PROTECT, null=True, related_name="+")
    recipient = models.CharField(_("for whom"), max_length=120)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    views = models.PositiveIntegerField(_("times opened"), default=0)
    last_viewed_at = models.DateTimeField(_("last opened"), null=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("dossier link")
        verbose_name_plural = _("dossier links")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lot__isnull=False, shipment__isnull=True) | Q(lot__isnull=True, shipment__isnull=False),
                name="dossier_of_one_thing",
            )
        ]

    def __str__(self):
        return f"{self.lot or self.shipment} – {self.recipient}"
