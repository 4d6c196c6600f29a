"""Trader orders, often placed before the fruit is ripe: lines by grade and carton, call-offs, what was delivered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import Commodity, CoopModel, Grade, Market, User, VersionedModel
from harvests.models.traders import Trader


class NumberSeries(CoopModel):
    """Hands out document numbers, gapless per co-operative, kind and year, within the writing transaction."""

    kind = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperative", "kind", "year"], name="series_once")]

    def __str__(self):
        return f"{self.kind} {self.year}"


class TraderOrder(VersionedModel):
    """An order of a trader: buyer, exporter of record and destination market are three different things."""

    class Kind(models.TextChoices):
        PREORDER = "preorder", _("placed early")
        CONTRACT = "contract", _("contract")
        SPOT = "spot", _("spot sale")
        OFFTAKE = "offtake", _("guaranteed offtake")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CONFIRMED = "confirmed", _("confirmed")
        PARTLY = "partly", _("part delivered")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")

    class PriceCondition(models.TextChoices):
        FIXED = "fixed", _("fixed")
        DAILY = "daily", _("by the day's price")
        FLOOR = "floor", _("day's price, with a floor")

    class Currency(models.TextChoices):
        VND = "VND", "VND"
        USD = "USD", "USD"

    class Handover(models.TextChoices):
        COOP = "coop", _("at the co-operative")
        BORDER = "border", _("at the border gate")
        PORT = "port", _("at the port")
        WAREHOUSE = "warehouse", _("at the buyer's warehouse")

    number = models.PositiveIntegerField(_("number"), editable=False)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    kind = models.CharField(_("kind of order"), max_length=8, choices=Kind, default=Kind.PREORDER)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="orders", verbose_name=_("buyer"))
    exporter = models.ForeignKey(
        Trader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("exporter of record")
    )
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("destination market"))
    commodity = models.ForeignKey(Commodity, models.PROTECT, related_name="+", verbose_name=_("crop"))
    ordered_on = models.DateField(_("ordered on"))
    deliver_from = models.DateField(_("deliver from"))
    deliver_to = models.DateField(_("deliver until"))
    handover = models.CharField(_("place of delivery"), max_length=10, choices=Handover, default=Handover.COOP)
    price_condition = models.CharField(
        _("price condition"), max_length=6, choices=PriceCondition, default=PriceCondition.FIXED
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.VND)
    tolerance_bp = models.PositiveSmallIntegerField(_("tolerance"), default=500, help_text=_("percent, up or down"))
    deposit_vnd = models.BigIntegerField(_("deposit agreed"), default=0)
    deposit_due = models.DateField(_("deposit due"), null=True, blank=True)
    requirements = models.TextField(_("requirements"), blank=True, max_length=1000)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    cancel_reason = models.CharField(_("cancelled because"), max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("trader order")
        verbose_name_plural = _("trader orders")
        ordering = ["deliver_from", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="order_number_once"),
            models.CheckConstraint(condition=Q(deliver_from__lte=F("deliver_to")), name="order_window_ordered"),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""), name="order_cancel_says_why"
            ),
            models.CheckConstraint(condition=Q(deposit_vnd__gte=0), name="order_deposit_not_negative"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "status", "deliver_from"], name="order_by_status"),
            models.Index(fields=["cooperative", "deliver_to"], name="order_by_week"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return order_code(self.year, self.number)


def order_code(year: int, number: int) -> str:
    """The number on papers: DH-25-007."""
    return f"DH-{year % 100:02d}-{number:03d}"


class OrderLine(CoopModel):
    """Kilograms of one grade in one carton pack.

    `delivered_g` counts what deliveries moved, `allocated_g` what is set aside; both together never pass the limit.
    """

    order = models.ForeignKey(TraderOrder, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(Grade, models.PROTECT, related_name="+", verbose_name=_("grade"))
    size = models.CharField(_("size"), max_length=40, blank=True, help_text=_("fruit per carton, such as 31–37"))
    pack_g = models.PositiveIntegerField(_("net per carton"), null=True, blank=True)
    cartons = models.PositiveIntegerField(_("cartons"), null=True, blank=True)
    ordered_g = models.BigIntegerField(_("ordered"))
    price_minor = models.PositiveBigIntegerField(
        _("price per kg"), null=True, blank=True, help_text=_("dong, or US cents")
    )
    delivered_g = models.BigIntegerField(default=0)
    allocated_g = models.BigIntegerField(default=0, help_text="packed fruit set aside for the line, not yet delivered")
    limit_g = models.BigIntegerField(help_text="ordered plus tolerance: what deliveries may not pass")

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "order", "position"], name="order_line_position_once"),
            models.CheckConstraint(condition=Q(ordered_g__gt=0), name="order_line_positive"),
            models.CheckConstraint(
                condition=Q(delivered_g__gte=0, allocated_g__gte=0, delivered_g__lte=F("limit_g") - F("allocated_g")),
                name="order_line_not_overspent",
            ),
        ]

    def __str__(self):
        return f"{self.order} #{self.position}"


class CallOff(CoopModel):
    """A part of an order that the trader calls for a day."""

    order = models.ForeignKey(TraderOrder, models.PROTECT, related_name="call_offs")
    due_on = models.DateField(_("due on"))
    quantity_g = models.BigIntegerField(_("kilograms"))
    note = models.CharField(_("note"), max_length=160, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("call-off")
        verbose_name_plural = _("call-offs")
        ordering = ["due_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(quantity_g__gt=0), name="call_off_positive")]

    def __str__(self):
        return f"{self.order} {self.due_on:%d/%m/%Y}"


class Delivery(CoopModel):
    """Kilograms delivered against an order line, by a shipment that left or entered by hand; voided, never changed."""

    line = models.ForeignKey(OrderLine, models.PROTECT, related_name="deliveries", verbose_name=_("order line"))
    allocation = models.ForeignKey(
        "harvests.Allocation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("allocation")
    )
    delivered_on = models.DateField(_("delivered on"))
    quantity_g = models.BigIntegerField(_("kilograms"))
    note = models.CharField(_("note"), max_length=160, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["delivered_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity_g__gt=0), name="delivery_positive"),
            models.UniqueConstraint(
                fields=["cooperative", "allocation"], condition=Q(void_reason=""), name="delivery_once_an_allocation"
            ),
        ]

    def __str__(self):
        return f"{self.line} {self.delivered_on:%d/%m/%Y}"
