"""Packing lots: kilograms taken from scale loads or from other lots, packed into cartons, treated, held."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Commodity, CoopModel, ExportCode, Grade, Market, PackingHouse, User, VersionedModel
from harvests.models.orders import TraderOrder
from harvests.models.records import HarvestLine

# R02: the safe subset of GS1 AI 10, which needs no escaping in a Digital Link.
LOT_CODE = RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")


class Lot(VersionedModel):
    """What was packed together: its code is the traceability lot code (R81), given once and never changed.

    `in_g`, `out_g` and `loss_g` are kept with every edge and carton line; a closed lot has in = out + loss, for what
    nobody can explain is written down as a loss of its own kind (R60).
    """

    class Kind(models.TextChoices):
        PACKING = "packing", _("packing")
        REPACKING = "repacking", _("re-packing")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        VOID = "void", _("void")

    code = models.CharField(_("lot code"), max_length=20, validators=[LOT_CODE])
    trace_code = models.CharField(_("trace code"), max_length=8, unique=True)
    kind = models.CharField(_("kind of lot"), max_length=10, choices=Kind, default=Kind.PACKING)
    status = models.CharField(_("status"), max_length=6, choices=Status, default=Status.OPEN)
    is_held = models.BooleanField(_("on hold"), default=False)
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("market"))
    order = models.ForeignKey(
        TraderOrder, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("order")
    )
    house = models.ForeignKey(PackingHouse, models.PROTECT, related_name="+", verbose_name=_("packing house"))
    area_code = models.ForeignKey(
        ExportCode, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("planting area code"),
        help_text=_("where the market forbids mixing codes"),
    )  # fmt: skip
    packed_on = models.DateField(_("packed on"))
    shift = models.CharField(_("shift"), max_length=20, blank=True)
    in_g = models.BigIntegerField(_("taken in"), default=0)
    out_g = models.BigIntegerField(_("packed"), default=0)
    loss_g = models.BigIntegerField(_("rejects and losses"), default=0)
    check_average_g = models.PositiveIntegerField(_("check weighing, average carton"), null=True, blank=True)
    check_least_g = models.PositiveIntegerField(_("check weighing, lightest carton"), null=True, blank=True)
    dip_minutes = models.PositiveSmallIntegerField(_("sanitiser dip (minutes)"), null=True, blank=True)
    store_temp_dc = models.SmallIntegerField(_("cold room (0.1 °C)"), null=True, blank=True)
    inspected_by = models.CharField(_("quality control"), max_length=120, blank=True)
    gap_reason = models.CharField(_("why the gap"), max_length=200, blank=True)
    cap_reason = models.CharField(_("why above the soft cap"), max_length=200, blank=True)
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    rules = models.CharField(_("version of the rules"), max_length=20, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    opened_at = models.DateTimeField(_("opened at"))
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering = ["-packed_on", "-code"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "code"], name="lot_code_once"),
            models.CheckConstraint(
                condition=Q(in_g__gte=0, out_g__gte=0, loss_g__gte=0), name="lot_sums_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(in_g=F("out_g") + F("loss_g")), name="lot_closed_balances"
            ),
            models.CheckConstraint(condition=~Q(status="void") | ~Q(void_reason=""), name="lot_void_says_why"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "-packed_on", "-code"], name="lot_newest"),
            models.Index(fields=["cooperative", "status", "-packed_on", "-code"], name="lot_by_status"),
        ]

    def __str__(self):
        return self.code


class LotInput(CoopModel):
    """Kilograms that went into a lot from one scale load, or from one carton line of another lot: an edge of the trace.

    `verdict` is what eligibility said when it was taken, with the version of the rules (R75). A voided edge gave its
    kilograms back.
    """

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="inputs")
    line = models.ForeignKey(HarvestLine, models.PROTECT, null=True, related_name="+")
    carton = models.ForeignKey("harvests.LotCarton", models.PROTECT, null=True, related_name="+")
    source = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="+", help_text="the lot of the carton line")
    grams = models.BigIntegerField(_("kilograms"))
    verdict = models.JSONField(default=dict)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    void_reason = models.CharField(_("given back because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("input of a lot")
        verbose_name_plural = _("inputs of lots")
        constraints = [
            models.CheckConstraint(condition=Q(grams__gt=0), name="lot_input_positive"),
            models.CheckConstraint(
                condition=Q(line__isnull=False, carton__isnull=True, source__isnull=True)
                | Q(line__isnull=True, carton__isnull=False, source__isnull=False),
                name="lot_input_one_source",
            ),
            models.CheckConstraint(condition=~Q(source=F("lot")), name="lot_not_of_itself"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "lot"], name="lot_input_by_lot"),
            models.Index(fields=["cooperative", "line"], name="lot_input_by_line"),
            models.Index(fields=["cooperative", "source"], name="lot_input_by_source"),
        ]

    def __str__(self):
        return f"{self.lot} ← {self.line or self.carton}"


class LotCarton(CoopModel):
    """Cartons of one grade and size in a lot, or loose fruit (no pack); `allocated_g` counts what orders, shipments and
    other lots have taken, and can never pass the net."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="cartons")
    position = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name=_("grade"))
    size = models.CharField(_("size"), max_length=40, blank=True, help_text=_("fruit per carton, such as 31–37"))
    pack_g = models.PositiveIntegerField(_("net per carton"), null=True, blank=True)
    cartons = models.PositiveIntegerField(_("cartons"), default=0)
    net_g = models.BigIntegerField(_("net"))
    allocated_g = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("carton line")
        verbose_name_plural = _("carton lines")
        ordering = ["lot", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "lot", "position"], name="carton_position_once"),
            models.CheckConstraint(
                condition=Q(pack_g__isnull=True, cartons=0) | Q(net_g=F("pack_g") * F("cartons")),
                name="carton_net_adds_up",
            ),
            models.CheckConstraint(condition=Q(net_g__gt=0), name="carton_net_positive"),
            models.CheckConstraint(
                condition=Q(allocated_g__gte=0, allocated_g__lte=F("net_g")), name="carton_not_overspent"
            ),
        ]

    def __str__(self):
        return f"{self.lot} #{self.position}"


class LotLoss(CoopModel):
    """Kilograms of a lot that were not packed: rejects, shrinkage, samples, and what stayed unexplained at closing."""

    class Kind(models.TextChoices):
        REJECT = "reject", _("rejects")
        SHRINK = "shrink", _("shrinkage")
        DAMAGE = "damage", _("damage")
        SAMPLE = "sample", _("samples")
        GAP = "gap", _("unexplained gap")

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="losses")
    kind = models.CharField(_("kind of loss"), max_length=6, choices=Kind)
    grams = models.BigIntegerField(_("kilograms"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("loss")
        verbose_name_plural = _("losses")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "lot", "kind"], name="loss_once_a_kind"),
            models.CheckConstraint(condition=Q(grams__gt=0), name="loss_positive"),
        ]

    def __str__(self):
        return f"{self.lot} {self.get_kind_display()}"


class LotHold(CoopModel):
    """A lot that nobody may take from, from `placed_at` until it is released."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=200)
    recall = models.ForeignKey("harvests.Recall", models.PROTECT, null=True, blank=True, related_name="+")
    placed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(_("released because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | ~Q(release_reason=""), name="hold_release_says_why"
            )
        ]

    def __str__(self):
        return f"{self.lot}: {self.reason}"
