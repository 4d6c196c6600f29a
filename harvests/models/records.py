"""Harvest records (weigh tickets) and their scale loads; a posted one is never changed, only replaced or voided."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, Grade, Household, Plot, User
from harvests.models.prices import BoardPrice, PriceBoard
from harvests.models.scale import CrateType
from harvests.models.seasons import HarvestRound, Season


class HarvestRecord(CoopModel):
    """One delivery of one household, with its totals; `number` is gapless within a co-operative and day."""

    class Status(models.TextChoices):
        POSTED = "posted", _("posted")
        HELD = "held", _("on hold")
        REPLACED = "replaced", _("replaced")
        VOID = "void", _("void")

    class Mode(models.TextChoices):
        GRADED = "graded", _("by grade")
        FLAT = "flat", _("flat price")
        LATER = "later", _("graded later")

    class Place(models.TextChoices):
        POINT = "point", _("weigh point")
        ORCHARD = "orchard", _("at the orchard")

    class Source(models.TextChoices):
        SCALE = "scale", _("at the scale")
        OFFLINE = "offline", _("weighed offline")
        BACK_ENTRY = "back_entry", _("back-entry")
        IMPORT = "import", _("imported")
        DEMO = "demo", _("demonstration data")

    season = models.ForeignKey(Season, models.PROTECT, related_name="+", verbose_name=_("season"))
    round = models.ForeignKey(HarvestRound, models.PROTECT, null=True, related_name="+", verbose_name=_("round"))
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("number"))
    revision = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.POSTED)
    holds = models.JSONField(_("on hold because"), default=list)
    warnings = models.JSONField(_("warnings confirmed"), default=list)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    household_kind = models.CharField(_("membership type that day"), max_length=18, choices=Household.Kind)
    plot = models.ForeignKey(Plot, models.PROTECT, null=True, related_name="+", verbose_name=_("plot"))
    plot_codes = models.JSONField(_("planting area codes that day"), default=list)
    mode = models.CharField(_("pricing mode"), max_length=6, choices=Mode, default=Mode.GRADED)
    channel = models.CharField(
        _("channel"), max_length=10, choices=BoardPrice.Channel, default=BoardPrice.Channel.EXPORT
    )
    board = models.ForeignKey(PriceBoard, models.PROTECT, null=True, related_name="+", verbose_name=_("price board"))
    place = models.CharField(_("place"), max_length=7, choices=Place, default=Place.POINT)
    vehicle = models.CharField(_("vehicle"), max_length=20, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.SCALE)
    paper_no = models.CharField(_("paper number"), max_length=16, blank=True)
    offline_no = models.CharField(_("offline number"), max_length=24, blank=True)

    loads = models.PositiveSmallIntegerField(_("loads"))
    gross_g = models.BigIntegerField(_("gross"))
    tare_g = models.BigIntegerField(_("tare"))
    deduction_g = models.BigIntegerField(_("other deductions"), default=0)
    net_g = models.BigIntegerField(_("net"))
    amount_vnd = models.BigIntegerField(_("value"), null=True, help_text=_("empty while a price is missing"))

    weighed_at = models.DateTimeField(_("weighed at"))
    recorded_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    prints = models.PositiveSmallIntegerField(_("prints"), default=0)

    class Meta:
        verbose_name = _("harvest record")
        verbose_name_plural = _("harvest records")
        ordering = ["-day", "-number", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "day", "number", "revision"], name="record_number_once"),
            models.UniqueConstraint(
                fields=["cooperative", "paper_no", "day"],
                condition=~Q(paper_no="") & Q(status__in=["posted", "held"]),
                name="record_paper_once",
            ),
            models.CheckConstraint(
                condition=Q(net_g=F("gross_g") - F("tare_g") - F("deduction_g")), name="record_net_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(net_g__gt=0, tare_g__gte=0, deduction_g__gte=0), name="record_net_positive"
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__isnull=True) | Q(amount_vnd__gte=0), name="record_amount_not_negative"
            ),
            models.CheckConstraint(condition=Q(replaces__isnull=True) | ~Q(reason=""), name="record_change_says_why"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "-day", "-number", "-revision"], name="record_newest"),
            models.Index(
                fields=["cooperative", "household", "-day", "-number", "-revision"], name="record_by_household"
            ),
            models.Index(fields=["cooperative", "status", "-day", "-number", "-revision"], name="record_by_status"),
            # Holds all that the sums under a planting area code ask for (R17): no ticket itself is read.
            models.Index(fields=["cooperative", "season", "plot", "day", "status", "net_g"], name="record_by_plot"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return ticket_code(self.day, self.number, self.revision)

    @property
    def slug(self) -> str:
        return ticket_slug(self.day, self.number)

    @property
    def stands(self) -> bool:
        """Whether its kilograms count: neither void nor replaced."""
        return self.status in STANDING


STANDING = (HarvestRecord.Status.POSTED, HarvestRecord.Status.HELD)


def ticket_code(day, number: int, revision: int = 1) -> str:
    """The number printed on a slip: CAN-250908-063, with the version from the second on: CAN-250908-063/2."""
    base = f"CAN-{ticket_slug(day, number)}"
    return base if revision == 1 else f"{base}/{revision}"


def ticket_slug(day, number: int) -> str:
    """The ticket in an address, whatever its version: 250908-063."""
    return f"{day.year % 100:02d}{day.month:02d}{day.day:02d}-{number:03d}"


class HarvestLine(CoopModel):
    """One scale load of a record; `allocated_g` counts what lots have taken of it and can never pass its net."""

    class Deduction(models.TextChoices):
        WET = "wet", _("wet fruit")
        LEAF = "leaf", _("leaf and stem")
        DIRT = "dirt", _("dirt")
        SHRINK = "shrink", _("published shrink allowance")
        OTHER = "other", _("other, see note")

    record = models.ForeignKey(HarvestRecord, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name=_("grade"))
    crate = models.ForeignKey(CrateType, models.PROTECT, null=True, related_name="+", verbose_name=_("crate"))
    crates = models.PositiveSmallIntegerField(_("crates"), default=0)
    gross_g = models.BigIntegerField(_("gross"))
    tare_g = models.BigIntegerField(_("tare"))
    tare_reason = models.CharField(_("why the tare differs"), max_length=120, blank=True)
    deduction_g = models.BigIntegerField(_("deduction"), default=0)
    deduction_kind = models.CharField(_("deducted for"), max_length=8, choices=Deduction, blank=True)
    net_g = models.BigIntegerField(_("net"))
    price_vnd = models.PositiveIntegerField(_("price per kg"), null=True)
    amount_vnd = models.BigIntegerField(_("value"), null=True)
    allocated_g = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("scale load")
        verbose_name_plural = _("scale loads")
        ordering = ["record", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "record", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=Q(net_g=F("gross_g") - F("tare_g") - F("deduction_g")), name="line_net_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(net_g__gt=0, tare_g__gte=0, deduction_g__gte=0), name="line_net_positive"
            ),
            models.CheckConstraint(
                condition=Q(allocated_g__gte=0, allocated_g__lte=F("net_g")), name="line_not_overspent"
            ),
            models.CheckConstraint(condition=Q(deduction_g=0) | ~Q(deduction_kind=""), name="line_deduction_named"),
        ]

    def __str__(self):
        return f"{self.record} #{self.position}"
