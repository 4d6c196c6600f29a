"""What orders cost beside their fruit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, User
from harvests.models.orders import TraderOrder
from harvests.models.shipments import Shipment


class OrderCost(CoopModel):
    """What an order cost beside its fruit: packing, transport, cold store; entered by hand, voided with a reason."""

    class Kind(models.TextChoices):
        PACKING = "packing", _("packing")
        TRANSPORT = "transport", _("transport")
        COLD = "cold", _("cold storage")
        LABOUR = "labour", _("labour")
        TREATMENT = "treatment", _("treatment")
        CERTIFICATION = "certification", _("certification and tests")
        OTHER = "other", _("other")

    order = models.ForeignKey(TraderOrder, models.PROTECT, related_name="costs", verbose_name=_("order"))
    shipment = models.ForeignKey(
        Shipment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shipment")
    )
    kind = models.CharField(_("kind"), max_length=13, choices=Kind)
    day = models.DateField(_("day"))
    amount_vnd = models.BigIntegerField(_("amount"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("cost of an order")
        verbose_name_plural = _("costs of orders")
        ordering = ["day", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="order_cost_positive")]

    def __str__(self):
        return f"{self.order} {self.get_kind_display()}"
