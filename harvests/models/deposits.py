"""Deposits of traders on their orders, and what became of each dong of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, User
from harvests.models.credit import Means
from harvests.models.orders import TraderOrder
from harvests.models.receivables import Receivable
from harvests.models.traders import Trader


class Deposit(CoopModel):
    """Money a trader put down for an order. Each dong is offset, refunded or forfeited once; when the co-operative
    walks, it pays a penalty on top, up to the deposit (Civil Code art. 328).
    """

    order = models.ForeignKey(TraderOrder, models.PROTECT, related_name="deposits", verbose_name=_("order"))
    trader = models.ForeignKey(Trader, models.PROTECT, related_name="+", verbose_name=_("buyer"))
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    day = models.DateField(_("deposit received on"))
    amount_vnd = models.BigIntegerField(_("amount"))
    means = models.CharField(_("paid by"), max_length=8, choices=Means, default=Means.TRANSFER)
    reference = models.CharField(_("voucher or bank reference"), max_length=60, blank=True)
    terms = models.CharField(_("terms of the deposit"), max_length=300, blank=True)
    offset_vnd = models.BigIntegerField(_("offset"), default=0, editable=False)
    refunded_vnd = models.BigIntegerField(_("refunded"), default=0, editable=False)
    forfeited_vnd = models.BigIntegerField(_("forfeited"), default=0, editable=False)
    penalty_vnd = models.BigIntegerField(_("penalty paid"), default=0, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="deposit_number_once"),
            models.CheckConstraint(
                condition=Q(
                    amount_vnd__gt=0, offset_vnd__gte=0, refunded_vnd__gte=0, forfeited_vnd__gte=0, penalty_vnd__gte=0,
                    amount_vnd__gte=F("offset_vnd") + F("refunded_vnd") + F("forfeited_vnd"),
                    penalty_vnd__lte=F("amount_vnd"),
                ),
                name="deposit_not_overspent",
            ),
            models.CheckConstraint(
                condition=Q(void_reason="")
                | Q(offset_vnd=0, refunded_vnd=0, forfeited_vnd=0, penalty_vnd=0),
                name="deposit_void_is_whole",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["cooperative", "trader", "-day"], name="deposit_by_trader")]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"NC-{self.year % 100:02d}-{self.number:03d}"

    @property
    def held_vnd(self) -> int:
        """What of it is still held."""
        return self.amount_vnd - self.offset_vnd - self.refunded_vnd - self.forfeited_vnd


class DepositMove(CoopModel):
    """What became of a part of a deposit."""

    class Kind(models.TextChoices):
        OFFSET = "offset", _("offset against a receivable")
        REFUND = "refund", _("refunded")
        FORFEIT = "forfeit", _("forfeited: the buyer walked")
        PENALTY = "penalty", _("penalty paid: the co-operative walked")

    deposit = models.ForeignKey(Deposit, models.PROTECT, related_name="moves")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    day = models.DateField(_("day"))
    amount_vnd = models.BigIntegerField(_("amount"))
    receivable = models.ForeignKey(Receivable, models.PROTECT, null=True, blank=True, related_name="deposit_moves")
    reference = models.CharField(_("voucher or bank reference"), max_length=60, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("movement of a deposit")
        verbose_name_plural = _("movements of deposits")
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="deposit_move_positive"),
            models.CheckConstraint(
                condition=Q(kind="offset", receivable__isnull=False) | ~Q(kind="offset") & Q(receivable__isnull=True),
                name="deposit_move_offsets_something",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["offset", "refund"]) | ~Q(reason=""), name="deposit_move_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.deposit} {self.get_kind_display()}"
