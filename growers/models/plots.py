"""Plots of land: hectares, posts and plants apart, variety, care, boundary, and how a planting grew."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.households import Household
from growers.models.reference import Commune, Variety
from growers.models.scope import CoopModel, VersionedModel

YEAR = [MinValueValidator(1950), MaxValueValidator(2100)]


class Plot(VersionedModel):
    """A household's orchard; `area_m2` is what was typed or registered, `drawn_m2` what the boundary measures."""

    class Status(models.TextChoices):
        TRIAL = "trial", _("trial")
        PRODUCTION = "production", _("in production")
        RETIRED = "retired", _("given up")

    class Irrigation(models.TextChoices):
        NONE = "none", _("none")
        MANUAL = "manual", _("by hand")
        SPRINKLER = "sprinkler", _("sprinkler")
        DRIP = "drip", _("drip")

    class Cover(models.TextChoices):
        GRASS = "grass", _("grass")
        MULCH = "mulch", _("plastic mulch")
        ORGANIC = "organic", _("organic matter")

    class Practice(models.TextChoices):
        CONVENTIONAL = "conventional", _("conventional")
        VIETGAP = "vietgap", "VietGAP"
        GLOBALGAP = "globalgap", "GlobalG.A.P."
        ORGANIC_WAY = "organic_way", _("organic practice")
        ORGANIC = "organic", _("certified organic")

    household = models.ForeignKey(Household, models.PROTECT, related_name="plots", verbose_name=_("household"))
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    code = models.CharField(_("plot code"), max_length=10, editable=False)
    name = models.CharField(_("plot name"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.PRODUCTION)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune or ward"))
    area_m2 = models.PositiveIntegerField(
        _("area"), validators=[MinValueValidator(100), MaxValueValidator(500_000)], help_text=_("0.01 to 50 ha")
    )
    posts = models.PositiveIntegerField(_("posts"), null=True, blank=True)
    plants = models.PositiveIntegerField(_("plants"), null=True, blank=True)
    variety = models.ForeignKey(Variety, models.PROTECT, related_name="+", verbose_name=_("variety"))
    planted_year = models.PositiveSmallIntegerField(_("planted"), null=True, blank=True, validators=YEAR)
    first_crop_year = models.PositiveSmallIntegerField(_("first crop"), null=True, blank=True, validators=YEAR)
    irrigation = models.CharField(_("irrigation"), max_length=10, choices=Irrigation, blank=True)
    ground_cover = models.CharField(_("ground cover"), max_length=10, choices=Cover, blank=True)
    practice = models.CharField(_("practice"), max_length=12, choices=Practice, default=Practice.CONVENTIONAL)
    land_document_no = models.CharField(_("land document number"), max_length=60, blank=True)
    boundary = models.JSONField(_("boundary"), null=True, blank=True)
    drawn_m2 = models.PositiveIntegerField(_("measured area"), null=True, blank=True, editable=False)
    lat = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    search_key = models.CharField(max_length=400, editable=False)
    history = HistoricalRecords(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("plot")
        verbose_name_plural = _("plots")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "household", "number"], name="plot_number_once"),
            models.UniqueConstraint(fields=["cooperative", "code"], name="plot_code_once"),
            models.CheckConstraint(
                condition=models.Q(area_m2__gte=100, area_m2__lte=500_000), name="plot_area_bounds"
            ),
        ]

    def __str__(self):
        return self.code


class Planting(CoopModel):
    """One stage of a plot's expansion: how many posts or plants it had from a year on."""

    plot = models.ForeignKey(Plot, models.PROTECT, related_name="plantings", verbose_name=_("plot"))
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR)
    posts = models.PositiveIntegerField(_("posts"), null=True, blank=True)
    plants = models.PositiveIntegerField(_("plants"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("planting stage")
        verbose_name_plural = _("planting stages")
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "plot", "year"], name="planting_once_a_year")]

    def __str__(self):
        return f"{self.plot} – {self.year}"
