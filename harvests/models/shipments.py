"""Packed fruit set aside for order lines, the shipments that carry it away, and the papers that go along."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import CoopModel, Market, User, VersionedModel
from harvests.models.lots import LotCarton
from harvests.models.orders import OrderLine
from harvests.models.traders import Trader


class Shipment(VersionedModel):
    """One truck or container to one market; when it departs, its allocations become deliveries (R70-R75)."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DEPARTED = "departed", _("departed")
        ARRIVED = "arrived", _("arrived")
        CANCELLED = "cancelled", _("cancelled")

    year = models.PositiveSmallIntegerField(editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PLANNED, editable=False)
    market = models.ForeignKey(Market, models.PROTECT, related_name="+", verbose_name=_("destination market"))
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="+", verbose_name=_("buyer"))
    exporter = models.ForeignKey(
        Trader, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("exporter of record")
    )
    consignee = models.CharField(_("consignee"), max_length=160)
    consignee_address = models.CharField(_("consignee's address"), max_length=200, blank=True)
    consignee_state = models.CharField(_("consignee's state"), max_length=20, blank=True)
    planned_on = models.DateField(_("planned for"))
    vehicle = models.CharField(_("vehicle"), max_length=20, blank=True)
    driver = models.CharField(_("driver"), max_length=120, blank=True)
    driver_phone = models.CharField(_("driver's phone"), max_length=16, blank=True)
    container = models.CharField(_("container"), max_length=20, blank=True)
    seal = models.CharField(_("seal number"), max_length=40, blank=True)
    temp_set_dc = models.SmallIntegerField(_("set temperature (0.1 °C)"), null=True, blank=True)
    border_gate = models.CharField(_("border gate"), max_length=80, blank=True)
    gross_g = models.BigIntegerField(_("gross weight"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    departed_on = models.DateField(_("departed on"), null=True, editable=False)
    departed_at = models.DateTimeField(null=True, editable=False)
    departed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    arrived_on = models.DateField(_("arrived on"), null=True, editable=False)
    arrival_note = models.CharField(_("state on arrival"), max_length=500, blank=True, editable=False)
    verdict = models.JSONField(default=dict, editable=False)
    rules = models.CharField(_("version of the rules"), max_length=20, blank=True, editable=False)
    cancel_reason = models.CharField(_("cancelled because"), max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("shipment")
        verbose_name_plural = _("shipments")
        ordering = ["-planned_on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="shipment_number_once"),
            models.CheckConstraint(
                condition=~Q(status="cancelled") | ~Q(cancel_reason=""), name="shipment_cancel_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["departed", "arrived"]) | Q(departed_on__isnull=False),
                name="shipment_departed_has_day",
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "-planned_on", "-number"], name="shipment_newest")]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return shipment_code(self.year, self.number)


def shipment_code(year: int, number: int) -> str:
    """The number on papers: CH-25-007."""
    return f"CH-{year % 100:02d}-{number:03d}"


class Allocation(CoopModel):
    """Cartons of a lot set aside for an order line: the way of fruit from stock over a shipment to a buyer.

    A part that is to go another way is freed (voided, which gives the kilograms back) and set aside anew.
    """

    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="allocations", verbose_name=_("order line"))
    carton = models.ForeignKey(LotCarton, models.PROTECT, related_name="allocations", verbose_name=_("carton line"))
    cartons = models.PositiveIntegerField(_("cartons"), default=0)
    grams = models.BigIntegerField(_("kilograms"))
    verdict = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    shipment = models.ForeignKey(Shipment, models.PROTECT, null=True, related_name="allocations")
    loaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    loaded_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("freed because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(grams__gt=0), name="allocation_positive"),
            models.CheckConstraint(
                condition=Q(shipment__isnull=True, loaded_at__isnull=True)
                | Q(shipment__isnull=False, loaded_at__isnull=False),
                name="allocation_loaded_on_shipment",
            ),
            models.CheckConstraint(
                condition=Q(void_reason="") | Q(shipment__isnull=True), name="allocation_freed_is_not_loaded"
            ),
        ]
        indexes = [
            models.Index(fields=["cooperative", "order_line"], name="allocation_by_line"),
            models.Index(fields=["cooperative", "carton"], name="allocation_by_carton"),
            models.Index(fields=["cooperative", "shipment"], name="allocation_by_shipment"),
        ]

    def __str__(self):
        return f"{self.carton} → {self.order_line}"


class ShipmentPaper(CoopModel):
    """One line of a shipment's checklist of papers, with the quantity it names (R72)."""

    class State(models.TextChoices):
        MISSING = "missing", _("missing")
        PRINTED = "printed", _("printed")
        SIGNED = "signed", _("signed")
        NOT_NEEDED = "not_needed", _("not needed")

    shipment = models.ForeignKey(Shipment, models.PROTECT, related_name="papers")
    kind = models.CharField(_("paper"), max_length=40)
    position = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(_("required"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MISSING)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)
    cartons = models.PositiveIntegerField(_("cartons named"), null=True, blank=True)
    net_g = models.BigIntegerField(_("kilograms named"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("paper of a shipment")
        verbose_name_plural = _("papers of shipments")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "shipment", "kind"], name="paper_once"),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(valid_to__isnull=True) | Q(issued_on__lte=F("valid_to")),
                name="paper_dates_ordered",
            ),
        ]

    def __str__(self):
        return f"{self.shipment} {self.kind}"
