"""Reference data shared by every co-operative: communes, crops, varieties, grades, markets, packs, units, banks."""

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class TwoNames(models.Model):
    """A reference row with a Vietnamese and an English name."""

    name_vi = models.CharField(_("Vietnamese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return self.name_vi if get_language() == "vi" else self.name_en

    def __str__(self):
        return self.name


class Commune(models.Model):
    """A commune, ward or special zone after 1 July 2025; the official code is an attribute, for codes move."""

    class Kind(models.TextChoices):
        COMMUNE = "xa", pgettext_lazy("kind of unit", "commune")
        WARD = "phuong", pgettext_lazy("kind of unit", "ward")
        SPECIAL = "dac_khu", pgettext_lazy("kind of unit", "special zone")

    code = models.CharField(_("code"), max_length=5, unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    province_code = models.CharField(max_length=2)
    province = models.CharField(_("province"), max_length=80)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    search_key = models.CharField(max_length=240, editable=False)

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["province_code", "name"]
        indexes = [models.Index(fields=["province_code", "name"], name="commune_by_province")]

    def __str__(self):
        return f"{self.title}, {self.province}"

    @property
    def title(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class LegacyCommune(models.Model):
    """A commune or ward before 1 July 2025, as old papers name it, and the new one it went into."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="legacy")
    name = models.CharField(_("name"), max_length=80)
    district = models.CharField(_("district"), max_length=80)
    province = models.CharField(_("province"), max_length=80)
    search_key = models.CharField(max_length=240, editable=False)

    class Meta:
        verbose_name = _("former commune")
        verbose_name_plural = _("former communes")
        ordering = ["name", "district"]

    def __str__(self):
        return f"{self.name}, {self.district}"


class Commodity(TwoNames):
    """A crop, with the yield that plausibility checks start from."""

    code = models.SlugField(_("code"), max_length=24, unique=True)
    botanical = models.CharField(_("botanical name"), max_length=120)
    expected_yield_kg_per_ha = models.PositiveIntegerField(_("expected yield, kg per ha"))
    yield_source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("crop")
        verbose_name_plural = _("crops")


class Variety(TwoNames):
    """A variety of a crop."""

    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="varieties", verbose_name=_("crop"))
    code = models.SlugField(_("code"), max_length=24)

    class Meta:
        verbose_name = _("variety")
        verbose_name_plural = _("varieties")
        constraints = [models.UniqueConstraint(fields=["commodity", "code"], name="variety_once")]


class Grade(TwoNames):
    """A quality grade of a crop; flat purchases and fruit graded later have a grade of their own kind."""

    class Kind(models.TextChoices):
        GRADED = "graded", _("graded")
        OFFGRADE = "offgrade", _("off-grade")
        MIXED = "mixed", _("flat purchase")
        UNGRADED = "ungraded", _("graded later")

    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="grades", verbose_name=_("crop"))
    code = models.CharField(_("code"), max_length=8)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    position = models.PositiveSmallIntegerField(_("position"))
    band_low_vnd = models.PositiveIntegerField(_("usual price from"), null=True, blank=True, help_text=_("dong per kg"))
    band_high_vnd = models.PositiveIntegerField(_("usual price to"), null=True, blank=True, help_text=_("dong per kg"))

    class Meta:
        verbose_name = _("grade")
        verbose_name_plural = _("grades")
        ordering = ["commodity", "position"]
        constraints = [
            models.UniqueConstraint(fields=["commodity", "code"], name="grade_once"),
            models.CheckConstraint(
                condition=models.Q(band_low_vnd__lte=models.F("band_high_vnd")), name="grade_band_ordered"
            ),
        ]


class Market(TwoNames):
    """An importing market (ISO alpha-2, or EU, or VN for the home market)."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ["position"]


class MarketRequirement(models.Model):
    """What a market asks for a crop, from a day on, with where it was read and how certain that is (A-C, U).

    A closed or unknown access lets nothing through (R70). Minima: tenths of a degree Celsius, minutes, basis points of
    relative humidity, grams per cubic metre, gray. `documents`, `label_elements` and `certificates` are lists of codes;
    `label_texts` are exact texts; `default_mrl_ug` is in micrograms per kilogram.
    """

    class Access(models.TextChoices):
        OPEN = "open", _("open")
        CONTROLS = "controls", _("open, with controls")
        CLOSED = "closed", _("closed")
        UNKNOWN = "unknown", _("unknown")

    class Treatment(models.TextChoices):
        NONE = "", _("none")
        VAPOUR_HEAT = "vapour_heat", _("vapour heat")
        FUMIGATION = "fumigation", _("methyl bromide fumigation")
        IRRADIATION = "irradiation", _("irradiation")

    market = models.ForeignKey(Market, models.PROTECT, related_name="requirements")
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+")
    valid_from = models.DateField(_("valid from"))
    access = models.CharField(_("access"), max_length=8, choices=Access, default=Access.UNKNOWN)
    requires_area_code = models.BooleanField(_("planting area code required"))
    requires_house_code = models.BooleanField(_("packing house code required"), default=False)
    yearly_registration = models.BooleanField(_("codes are registered anew each year"), default=False)
    one_code_per_lot = models.BooleanField(_("codes do not mix in a lot"), default=False)
    treatment = models.CharField(_("treatment"), max_length=12, choices=Treatment, blank=True, default="")
    pulp_temp_dc_min = models.PositiveSmallIntegerField(_("pulp, at least (0.1 °C)"), null=True, blank=True)
    minutes_min = models.PositiveSmallIntegerField(_("minutes, at least"), null=True, blank=True)
    humidity_bp_min = models.PositiveSmallIntegerField(_("humidity, at least (basis points)"), null=True, blank=True)
    dose_g_m3_min = models.PositiveSmallIntegerField(_("dose, at least (g/m³)"), null=True, blank=True)
    dose_gy_min = models.PositiveSmallIntegerField(_("absorbed dose, at least (Gy)"), null=True, blank=True)
    treatment_supervised = models.BooleanField(_("treatment under supervision"), default=False)
    documents = models.JSONField(_("papers"), default=list, blank=True)
    label_elements = models.JSONField(_("elements of the label"), default=list, blank=True)
    label_texts = models.JSONField(_("exact texts of the label"), default=list, blank=True)
    label_where = models.CharField(_("where the label stands"), max_length=120, blank=True)
    certificates = models.JSONField(_("certificates buyers ask for"), default=list, blank=True)
    default_mrl_ug = models.PositiveIntegerField(_("default residue limit (µg/kg)"), null=True, blank=True)
    residue_test_days = models.PositiveSmallIntegerField(_("residue test not older than (days)"), null=True, blank=True)
    barred_states = models.JSONField(_("states it may not go to"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    certainty = models.CharField(_("certainty"), max_length=1, default="U")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("market requirement")
        verbose_name_plural = _("market requirements")
        constraints = [
            models.UniqueConstraint(fields=["market", "commodity", "valid_from"], name="requirement_once_a_day")
        ]

    def __str__(self):
        return f"{self.market} – {self.commodity}"


class PackSize(models.Model):
    """A carton that a market usually takes: net grams, and the counts that fill it."""

    market = models.ForeignKey(Market, models.PROTECT, related_name="packs")
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="packs")
    net_g = models.PositiveIntegerField(_("net weight, g"))
    counts = models.CharField(_("counts per carton"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("carton pack")
        verbose_name_plural = _("carton packs")
        ordering = ["market", "-net_g"]
        constraints = [models.UniqueConstraint(fields=["market", "commodity", "net_g"], name="pack_once")]

    def __str__(self):
        return f"{self.market}: {self.net_g} g"


class Unit(TwoNames):
    """A unit of mass (factor in grams) or area (factor in square metres) as people write it."""

    class Measure(models.TextChoices):
        MASS = "mass", _("mass")
        AREA = "area", _("area")

    code = models.CharField(_("code"), max_length=8, unique=True)
    measure = models.CharField(_("measure"), max_length=4, choices=Measure)
    factor = models.PositiveIntegerField(_("factor"), help_text=_("grams or square metres in one unit"))

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class Bank(models.Model):
    """A bank of the NAPAS network, by its BIN."""

    bin = models.CharField("BIN", max_length=6, unique=True)
    short_name = models.CharField(_("short name"), max_length=40)
    name = models.CharField(_("name"), max_length=160)

    class Meta:
        verbose_name = _("bank")
        verbose_name_plural = _("banks")
        ordering = ["short_name"]

    def __str__(self):
        return self.short_name


class ReferenceStat(models.Model):
    """What a province reports of a crop in a year, as it was published: figures with "more than" or "about"."""

    class Mark(models.TextChoices):
        EXACT = "", _("exactly")
        MORE = "more", _("more than")
        ABOUT = "about", _("about")

    province_code = models.CharField(_("province"), max_length=2)
    year = models.PositiveSmallIntegerField(_("year"))
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    area_m2 = models.BigIntegerField(_("area"), null=True, blank=True)
    area_mark = models.CharField(_("area is"), max_length=5, choices=Mark, blank=True, default="")
    certified_area_m2 = models.BigIntegerField(_("certified area"), null=True, blank=True)
    certified_mark = models.CharField(_("certified area is"), max_length=5, choices=Mark, blank=True, default="")
    output_g = models.BigIntegerField(_("output"), null=True, blank=True)
    output_mark = models.CharField(_("output is"), max_length=5, choices=Mark, blank=True, default="")
    source = models.CharField(_("source"), max_length=300)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("figures of a province")
        verbose_name_plural = _("figures of provinces")
        ordering = ["-year", "province_code"]
        constraints = [
            models.UniqueConstraint(fields=["province_code", "year", "commodity"], name="reference_stat_once"),
            models.CheckConstraint(
                condition=(models.Q(area_m2__isnull=True) | models.Q(area_m2__gt=0))
                & (models.Q(certified_area_m2__isnull=True) | models.Q(certified_area_m2__gt=0))
                & (models.Q(output_g__isnull=True) | models.Q(output_g__gt=0)),
                name="reference_stat_positive",
            ),
        ]

    def __str__(self):
        return f"{self.commodity} {self.year}"
