"""The co-operative itself, and the dated settings that its administrator may change."""

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.reference import Commodity, Commune
from growers.models.scope import CoopModel


class Cooperative(models.Model):
    """A tenant: a co-operative with its letterhead; everything else hangs from it."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    legal_name = models.CharField(_("full legal name"), max_length=200)
    code = models.CharField(
        _("short code"), max_length=6, validators=[RegexValidator(r"^[A-Z0-9]{2,6}$")], help_text="NH"
    )
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+", verbose_name=_("commune"))
    address = models.CharField(_("address line"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    director_name = models.CharField(_("legal representative"), max_length=120, blank=True)
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("main crop"))
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    gs1_prefix = models.CharField(
        _("GS1 company prefix"), max_length=12, blank=True, validators=[RegexValidator(r"^\d{6,12}$")]
    )
    gln = models.CharField(_("GLN"), max_length=13, blank=True, validators=[RegexValidator(r"^\d{13}$")])
    receiving_hours = models.CharField(_("receiving hours"), max_length=120, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("co-operative")
        verbose_name_plural = _("co-operatives")
        ordering = ["name"]

    def __str__(self):
        return self.name


class Setting(CoopModel):
    """One dated value of a declared setting (growers.rules.settings); the newest not after a day holds on it."""

    class Key(models.TextChoices):
        SCALE_CAPACITY = "scale_capacity_g", _("scale capacity (g)")
        CRATE_LOW = "crate_low_g", _("net per crate, lower bound (g)")
        CRATE_HIGH = "crate_high_g", _("net per crate, upper bound (g)")
        DEFAULT_CRATES = "default_crates", _("crates on one load")
        CASH_LIMIT = "cash_limit_vnd", _("bank transfer from, per household and day (dong)")
        UNDO = "undo_minutes", _("clerk corrects the own ticket within (minutes)")
        TWIN_MINUTES = "twin_minutes", _("same weight again within (minutes)")
        TWIN_WEIGHT = "twin_g", _("weights count as the same within (g)")
        DAY_MULTIPLE = "day_multiple_bp", _("household day against its median (basis points)")
        ESTIMATE_LIMIT = "estimate_limit_bp", _("season total against the estimate (basis points)")
        HOUSEHOLD_LIMIT = "household_limit_bp", _("household against its estimate (basis points)")
        AREA_DIFFERENCE = "area_difference_bp", _("drawn against typed area (basis points)")
        POSTS_LOW = "posts_per_ha_low", _("posts per hectare, lower bound")
        POSTS_HIGH = "posts_per_ha_high", _("posts per hectare, upper bound")
        PLANTS_PER_POST = "plants_per_post", _("plants on one post")
        CODE_AREA = "code_area_tolerance_bp", _("plots against registered area of a code (basis points)")
        CODE_MINIMUM = "code_minimum_m2", _("usual smallest area of a code (m²)")
        SUPERVISION = "supervision_days", _("a supervision visit holds for (days)")
        LATE_ENTRY = "late_entry_days", _("a diary entry is late after (days)")
        PHI_ODD = "phi_odd_days", _("pre-harvest interval looks wrong above (days)")
        SOFT_CAP_DRAGON = "soft_cap_dragon_fruit_kg_ha", _("dragon fruit: usual most per hectare and year (kg)")
        HARD_CAP_DRAGON = "hard_cap_dragon_fruit_kg_ha", _("dragon fruit: most per hectare and year (kg)")
        SOFT_CAP_LYCHEE = "soft_cap_lychee_kg_ha", _("lychee: usual most per hectare and year (kg)")
        HARD_CAP_LYCHEE = "hard_cap_lychee_kg_ha", _("lychee: most per hectare and year (kg)")
        AREA_WARN = "area_warn_bp", _("growing area against what was to be expected by now (basis points)")
        LOT_GAP_WARN = "lot_gap_warn_bp", _("unexplained gap of a lot, to be explained from (basis points)")
        LOT_GAP_BLOCK = "lot_gap_block_bp", _("unexplained gap of a lot, at most (basis points)")
        SHRINK_WARN = "shrink_warn_bp", _("shrinkage of a lot looks high above (basis points)")
        STOCK_OLD = "stock_old_hours", _("stock is old after (hours)")
        PAPER_MATCH = "paper_match_bp", _("papers agree with the shipment within (basis points)")
        ADVANCE_LIMIT = "advance_limit_bp", _("advances against the expected season (basis points)")
        INPUT_LIMIT = "input_limit_bp", _("input debt against the expected season (basis points)")
        INTERNAL_LENDING = "internal_lending", _("internal lending is allowed (1 or 0)")
        LINK_DAYS = "link_days", _("a household's link holds for (days)")
        CAPITAL_MOST = "capital_most_bp", _("capital of one member, at most (basis points)")
        CAPITAL_ASSOCIATES = "capital_associates_bp", _("capital of all associates, at most (basis points)")
        CAPITAL_MONTHS = "capital_months", _("capital is paid in within (months)")
        INDIVISIBLE_LEAST = "indivisible_least_bp", _("indivisible fund of external surplus, at least (basis points)")
        USAGE_LEAST = "usage_least_bp", _("share by use of services, at least (basis points)")
        SCANS_ODD = "scans_odd", _("scans of one lot in a day that look odd")

    key = models.CharField(_("setting"), max_length=40, choices=Key)
    valid_from = models.DateField(_("valid from"))
    value = models.BigIntegerField(_("value"), validators=[MinValueValidator(0)])
    note = models.CharField(_("note"), max_length=200, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("setting")
        verbose_name_plural = _("settings")
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "key", "valid_from"], name="setting_once_a_day")
        ]

    def __str__(self):
        return f"{self.get_key_display()}: {self.value}"
