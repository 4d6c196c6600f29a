"""Members' capital: what each committed, what was paid in and when, and the certificates issued (Law 17/2023)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models.households import Household
from growers.models.people import User
from growers.models.scope import CoopModel, VersionedModel


class CapitalCommitment(VersionedModel):
    """What a member committed on a day; `paid_vnd` counts its payments and can never pass it (art. 74-75)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("member"))
    committed_on = models.DateField(_("committed on"))
    amount_vnd = models.BigIntegerField(_("committed"))
    paid_vnd = models.BigIntegerField(_("paid in"), default=0, editable=False)
    certificate_no = models.CharField(_("certificate number"), max_length=30, blank=True, editable=False)
    certificate_on = models.DateField(_("certificate issued"), null=True, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    ended_on = models.DateField(_("given back on"), null=True, blank=True, editable=False)
    ended_reason = models.CharField(_("given back because"), max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("capital contribution")
        verbose_name_plural = _("capital contributions")
        ordering = ["committed_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0, paid_vnd__gte=0, paid_vnd__lte=F("amount_vnd")),
                name="capital_not_overpaid",
            ),
            models.CheckConstraint(
                condition=Q(certificate_on__isnull=True) | Q(paid_vnd=F("amount_vnd")),
                name="certificate_of_paid_capital",
            ),
            models.UniqueConstraint(
                fields=["cooperative", "certificate_no"], condition=~Q(certificate_no=""), name="certificate_no_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(ended_reason=""), name="capital_given_back_says_why"
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "household"], name="capital_by_household")]

    def __str__(self):
        return self.household.code


class CapitalPayment(CoopModel):
    """Money or goods paid in on a commitment, with the value agreed (art. 15(1) asks for kind, quantity and value)."""

    class Asset(models.TextChoices):
        MONEY = "money", _("money")
        LAND = "land", _("right to use land")
        GOODS = "goods", _("goods or equipment")
        OTHER = "other", _("other")

    commitment = models.ForeignKey(
        CapitalCommitment, models.PROTECT, related_name="payments", verbose_name=_("capital contribution")
    )
    paid_on = models.DateField(_("paid on"))
    asset = models.CharField(_("kind of asset"), max_length=6, choices=Asset, default=Asset.MONEY)
    quantity = models.CharField(_("quantity"), max_length=60, blank=True)
    amount_vnd = models.BigIntegerField(_("value"))
    reference = models.CharField(_("voucher or bank reference"), max_length=60, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("payment of capital")
        verbose_name_plural = _("payments of capital")
        ordering = ["paid_on", "id"]
        constraints = [models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="capital_payment_positive")]

    def __str__(self):
        return f"{self.commitment} {self.paid_on:%d/%m/%Y}"
