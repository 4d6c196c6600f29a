"""Money that left for households, the files a bank wants for it, and the links by which households read of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from growers.models import Bank, CoopModel, Household, User, VersionedModel
from harvests.models.credit import Means
from harvests.models.seasons import Season
from harvests.models.settlements import SettlementLine


class Payment(CoopModel):
    """Money that left for a line, under a bank reference or a numbered cash voucher; never changed.

    What the bank sent back is answered by a PaymentReturn, and then paid once more as the next `attempt`.
    """

    line = models.ForeignKey(SettlementLine, models.PROTECT, related_name="payments", verbose_name=_("settlement line"))
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    day = models.DateField(_("paid on"))
    means = models.CharField(_("paid by"), max_length=8, choices=Means)
    amount_vnd = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("bank reference"), max_length=60, blank=True)
    voucher_year = models.PositiveSmallIntegerField(_("year"), null=True)
    voucher_number = models.PositiveIntegerField(_("cash voucher"), null=True)
    paid_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    paid_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["line", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "line", "attempt"], name="payment_once"),
            models.UniqueConstraint(
                fields=["cooperative", "voucher_year", "voucher_number"], name="payment_voucher_once"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="payment_positive"),
            models.CheckConstraint(
                condition=Q(means="cash", voucher_number__isnull=False, voucher_year__isnull=False)
                | Q(means="transfer", voucher_number__isnull=True, voucher_year__isnull=True) & ~Q(reference=""),
                name="payment_has_its_paper",
            ),
        ]
        indexes = [models.Index(fields=["cooperative", "day"], name="payment_by_day")]

    def __str__(self):
        return self.paper

    @property
    def paper(self) -> str:
        """The voucher or the bank's reference: PC-25-007."""
        if self.voucher_number is None:
            return self.reference
        return f"PC-{self.voucher_year % 100:02d}-{self.voucher_number:03d}"


class PaymentReturn(CoopModel):
    """A payment that came back whole; at most one a payment."""

    payment = models.OneToOneField(Payment, models.PROTECT, related_name="returned")
    day = models.DateField(_("came back on"))
    reason = models.CharField(_("because"), max_length=200)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("payment that came back")
        verbose_name_plural = _("payments that came back")

    def __str__(self):
        return f"{self.payment}"


class HouseholdLink(CoopModel):
    """A link for a household to its statement of a run, or to its season (M28); only a hash of its secret is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    line = models.ForeignKey(SettlementLine, models.PROTECT, null=True, related_name="links")
    season = models.ForeignKey(Season, models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    views = models.PositiveIntegerField(_("times opened"), default=0)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("link of a household")
        verbose_name_plural = _("links of households")
        ordering = ["-id"]

    def __str__(self):
        return self.household.code


class BankFile(VersionedModel):
    """How a bank wants a batch of transfers: one column a line, "Header = field", in the bank's order."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    name = models.CharField(_("name"), max_length=80)
    bank = models.ForeignKey(Bank, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bank"))
    format = models.CharField(_("format"), max_length=4, choices=Format, default=Format.XLSX)
    columns = models.TextField(_("columns"), max_length=2000)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "name"], name="bank_file_name_once")]

    def __str__(self):
        return self.name
