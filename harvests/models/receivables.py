"""What traders owe for shipments, and the money that came in for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, User
from harvests.models.credit import Means
from harvests.models.orders import OrderLine, TraderOrder
from harvests.models.shipments import Shipment
from harvests.models.traders import Trader


class Receivable(CoopModel):
    """What a trader owes for a shipment under an order, in dong; receipts, deposits and claims settle it."""

    trader = models.ForeignKey(Trader, models.PROTECT, related_name="+", verbose_name=_("buyer"))
    order = models.ForeignKey(
        TraderOrder, models.PROTECT, null=True, blank=True, related_name="receivables", verbose_name=_("order")
    )
    shipment = models.ForeignKey(
        Shipment, models.PROTECT, null=True, blank=True, related_name="receivables", verbose_name=_("shipment")
    )
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    day = models.DateField(_("day"))
    due_on = models.DateField(_("due on"))
    net_g = models.BigIntegerField(_("kilograms"), default=0)
    currency = models.CharField(_("currency"), max_length=3, choices=TraderOrder.Currency)
    amount_minor = models.BigIntegerField(_("amount in the order's currency"), help_text=_("dong, or US cents"))
    rate_vnd = models.PositiveIntegerField(_("dong per dollar"), null=True, blank=True)
    amount_vnd = models.BigIntegerField(_("amount"))
    settled_vnd = models.BigIntegerField(_("settled"), default=0, editable=False)
    credited_vnd = models.BigIntegerField(_("credited for claims"), default=0, editable=False)
    invoice_no = models.CharField(_("invoice number"), max_length=40, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("receivable")
        verbose_name_plural = _("receivables")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="receivable_number_once"),
            models.UniqueConstraint(
                fields=["cooperative", "shipment", "order"],
                condition=Q(void_reason="", shipment__isnull=False),
                name="receivable_once_a_shipment",
            ),
            models.CheckConstraint(
                condition=Q(
                    amount_vnd__gt=0, settled_vnd__gte=0, credited_vnd__gte=0,
                    amount_vnd__gte=F("settled_vnd") + F("credited_vnd"),
                ),
                name="receivable_not_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(currency="VND") | Q(rate_vnd__isnull=False), name="receivable_has_its_rate"
            ),
            models.CheckConstraint(
                condition=Q(void_reason="") | Q(settled_vnd=0, credited_vnd=0), name="receivable_void_is_open"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["cooperative", "trader", "-day"], name="receivable_by_trader"),
            models.Index(fields=["cooperative", "due_on"], name="receivable_by_due"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"CN-{self.year % 100:02d}-{self.number:03d}"

    @property
    def open_vnd(self) -> int:
        """What is still owed of it."""
        return self.amount_vnd - self.settled_vnd - self.credited_vnd


class ReceivableLine(CoopModel):
    """What of a receivable falls on one order line: kilograms at the price agreed."""

    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    net_g = models.BigIntegerField(_("kilograms"))
    price_minor = models.PositiveBigIntegerField(_("price per kg"))
    amount_minor = models.BigIntegerField(_("amount"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "receivable", "order_line"], name="receivable_line_once"),
            models.CheckConstraint(condition=Q(net_g__gt=0), name="receivable_line_positive"),
        ]

    def __str__(self):
        return f"{self.receivable} {self.order_line}"


class Receipt(CoopModel):
    """Money that came in from a trader; `applied_vnd` counts what of it settled receivables, the rest is on account."""

    trader = models.ForeignKey(Trader, models.PROTECT, related_name="+", verbose_name=_("buyer"))
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    day = models.DateField(_("received on"))
    amount_vnd = models.BigIntegerField(_("amount"))
    means = models.CharField(_("paid by"), max_length=8, choices=Means, default=Means.TRANSFER)
    reference = models.CharField(_("voucher or bank reference"), max_length=60, blank=True)
    applied_vnd = models.BigIntegerField(_("applied"), default=0, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0, applied_vnd__gte=0, applied_vnd__lte=F("amount_vnd")),
                name="receipt_not_overapplied",
            ),
            models.CheckConstraint(condition=Q(void_reason="") | Q(applied_vnd=0), name="receipt_void_is_unapplied"),
        ]
        indexes = [models.Index(fields=["cooperative", "trader", "-day"], name="receipt_by_trader")]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"PTT-{self.year % 100:02d}-{self.number:03d}"


class ReceiptShare(CoopModel):
    """What of a receipt settled one receivable; taken back by a reason, never changed."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="shares")
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="shares")
    amount_vnd = models.BigIntegerField(_("amount"))
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="share_positive")]

    def __str__(self):
        return f"{self.receipt} → {self.receivable}"
