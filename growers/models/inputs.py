"""What is spread and sprayed: products with active ingredients and intervals, and the actives that are not allowed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.certificates import ORDERED
from growers.models.reference import Commodity, Market
from growers.models.scope import CoopModel, VersionedModel


class InputProduct(VersionedModel):
    """A product on the co-operative's list; usable from `permitted_from` up to, not including, `permitted_to`."""

    class Kind(models.TextChoices):
        FERTILISER = "fertiliser", _("fertiliser")
        ORGANIC_FERTILISER = "organic_fertiliser", _("organic fertiliser")
        PESTICIDE = "pesticide", _("pesticide")
        BIO_PESTICIDE = "bio_pesticide", _("bio-pesticide")
        REGULATOR = "regulator", _("growth regulator")
        SANITISER = "sanitiser", _("sanitiser")
        OTHER = "other", _("other")

    class DoseUnit(models.TextChoices):
        ML_PER_100L = "ml_100l", _("ml per 100 l")
        G_PER_100L = "g_100l", _("g per 100 l")
        L_PER_HA = "l_ha", _("l per ha")
        KG_PER_HA = "kg_ha", _("kg per ha")
        KG_PER_POST = "kg_post", _("kg per post")

    name = models.CharField(_("trade name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=18, choices=Kind)
    registration_no = models.CharField(_("registration number"), max_length=40, blank=True)
    formulation = models.CharField(_("formulation"), max_length=20, blank=True, help_text="EC, WP, SC")
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    permitted_from = models.DateField(_("permitted from"), null=True, blank=True)
    permitted_to = models.DateField(_("permitted until"), null=True, blank=True)
    organic_allowed = models.BooleanField(_("allowed in organic growing"), default=False)
    dose_unit = models.CharField(_("unit of the dose"), max_length=8, choices=DoseUnit, blank=True)
    dose_low_milli = models.PositiveIntegerField(_("dose from"), null=True, blank=True)
    dose_high_milli = models.PositiveIntegerField(_("dose to"), null=True, blank=True)
    most_per_season = models.PositiveSmallIntegerField(_("uses per season, at most"), null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(_("days between uses, at least"), null=True, blank=True)
    reentry_hours = models.PositiveSmallIntegerField(_("re-entry after (hours)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_active = models.BooleanField(_("on the list"), default=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    search_key = models.CharField(max_length=400, editable=False)
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("input product")
        verbose_name_plural = _("input products")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "name", "registration_no"],
                name="product_once",
                violation_error_message=_("There is a product of this name and registration already."),
            ),
            models.CheckConstraint(
                condition=Q(permitted_from__isnull=True)
                | Q(permitted_to__isnull=True)
                | Q(permitted_from__lt=F("permitted_to")),
                name="product_dates_ordered",
            ),
            models.CheckConstraint(
                condition=Q(dose_low_milli__isnull=True)
                | Q(dose_high_milli__isnull=True)
                | Q(dose_low_milli__lte=F("dose_high_milli")),
                name="product_dose_ordered",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def sprays(self) -> bool:
        """Whether a pre-harvest interval is asked of it."""
        return self.kind in SPRAYED


SPRAYED = (InputProduct.Kind.PESTICIDE, InputProduct.Kind.BIO_PESTICIDE, InputProduct.Kind.REGULATOR)


class ProductActive(CoopModel):
    """An active ingredient of a product; `key` is the folded name by which limits are found."""

    product = models.ForeignKey(InputProduct, models.PROTECT, related_name="actives")
    name = models.CharField(_("active ingredient"), max_length=80)
    key = models.CharField(max_length=80, editable=False)
    content = models.CharField(_("content"), max_length=40, blank=True, help_text="50 g/l, 10 %")

    class Meta:
        verbose_name = _("active ingredient")
        verbose_name_plural = _("active ingredients")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "product", "key"], name="active_once")]

    def __str__(self):
        return self.name


class ProductUse(CoopModel):
    """A crop that a product is registered for, with the label's interval; an unknown one counts as locked (R31)."""

    product = models.ForeignKey(InputProduct, models.PROTECT, related_name="uses")
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    phi_days = models.PositiveSmallIntegerField(_("pre-harvest interval (days)"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("use on a crop")
        verbose_name_plural = _("uses on crops")
        constraints = [models.UniqueConstraint(fields=["cooperative", "product", "commodity"], name="use_once")]

    def __str__(self):
        return f"{self.product} – {self.commodity}"


class BannedActive(models.Model):
    """An active ingredient that national law forbids on crops; reference data, kept by the operator (R33)."""

    name = models.CharField(_("active ingredient"), max_length=80)
    key = models.CharField(max_length=80, editable=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certainty"), max_length=1, default="U")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("banned active ingredient")
        verbose_name_plural = _("banned active ingredients")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="banned_once"),
            models.CheckConstraint(condition=ORDERED, name="banned_dates_ordered"),
        ]

    def __str__(self):
        return self.name


class ActiveLimit(VersionedModel):
    """What a market asks of an active ingredient: a longer interval or, with none, not to be used (R32, R33)."""

    market = models.ForeignKey(
        Market, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("market"),
        help_text=_("empty: every market"),
    )  # fmt: skip
    name = models.CharField(_("active ingredient"), max_length=80)
    key = models.CharField(max_length=80, editable=False)
    phi_days = models.PositiveSmallIntegerField(
        _("interval at least (days)"), null=True, blank=True, help_text=_("empty: not to be used at all")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("limit on an active ingredient")
        verbose_name_plural = _("limits on active ingredients")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "market", "key", "valid_from"], name="limit_once"),
            models.UniqueConstraint(
                fields=["cooperative", "key", "valid_from"],
                condition=Q(market__isnull=True),
                name="limit_once_everywhere",
            ),
            models.CheckConstraint(condition=ORDERED, name="limit_dates_ordered"),
        ]

    def __str__(self):
        return self.name
