"""The surplus of a year and how the members' meeting shares it: funds, shares, their payment (art. 84-86)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, Household, User, VersionedModel


class SurplusYear(VersionedModel):
    """The surplus of a year, income from members' transactions (internal) apart from the rest (external).

    What was not kept apart is external (art. 85(1), R96). Adopted, it is a document of the members' meeting: it is
    never changed, only withdrawn with a reason while nothing of it is paid.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        ADOPTED = "adopted", _("adopted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    year = models.PositiveSmallIntegerField(_("year"))
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    resolution_no = models.CharField(_("resolution of the members' meeting"), max_length=60)
    resolution_on = models.DateField(_("of"))
    kept_apart = models.BooleanField(_("internal and external income were kept apart"), default=True)
    internal_vnd = models.BigIntegerField(_("surplus from internal transactions"), default=0)
    external_vnd = models.BigIntegerField(_("surplus from external transactions"), default=0)
    indivisible_internal_bp = models.PositiveSmallIntegerField(_("indivisible fund, of internal"), default=500)
    indivisible_external_bp = models.PositiveSmallIntegerField(_("indivisible fund, of external"), default=500)
    usage_internal_bp = models.PositiveSmallIntegerField(_("by use of services, of internal"), default=6_000)
    usage_external_bp = models.PositiveSmallIntegerField(_("by use of services, of external"), default=5_000)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"), editable=False)
    adopted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("adopted by")
    )
    adopted_at = models.DateTimeField(_("adopted at"), null=True, editable=False)
    withdrawn_reason = models.CharField(_("withdrawn because"), max_length=200, blank=True, editable=False)
    usage_pool_vnd = models.BigIntegerField(_("shared by use"), default=0, editable=False)
    capital_pool_vnd = models.BigIntegerField(_("shared by capital"), default=0, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("surplus of a year")
        verbose_name_plural = _("surpluses of years")
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "year"], condition=~Q(status="withdrawn"), name="surplus_once_a_year"
            ),
            models.CheckConstraint(condition=Q(internal_vnd__gte=0, external_vnd__gte=0), name="surplus_not_negative"),
            models.CheckConstraint(
                condition=Q(
                    indivisible_internal_bp__lte=10_000, indivisible_external_bp__lte=10_000,
                    usage_internal_bp__lte=10_000, usage_external_bp__lte=10_000,
                ),
                name="surplus_shares",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn") | ~Q(withdrawn_reason=""), name="surplus_withdrawn_says_why"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.year}"


class SurplusFund(CoopModel):
    """What the meeting puts into one fund, beside the indivisible one, from internal and from external surplus."""

    surplus = models.ForeignKey(SurplusYear, models.PROTECT, related_name="funds")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("fund"), max_length=80)
    internal_vnd = models.BigIntegerField(_("from internal"), default=0)
    external_vnd = models.BigIntegerField(_("from external"), default=0)

    class Meta:
        verbose_name = _("fund")
        verbose_name_plural = _("funds")
        ordering = ["surplus", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "surplus", "position"], name="fund_position_once"),
            models.CheckConstraint(condition=Q(internal_vnd__gte=0, external_vnd__gte=0), name="fund_not_negative"),
        ]

    def __str__(self):
        return self.name


class SurplusShare(CoopModel):
    """What a member gets: by the value of the services used and by capital paid in, as both stood when adopted."""

    surplus = models.ForeignKey(SurplusYear, models.PROTECT, related_name="shares", verbose_name=_("surplus"))
    position = models.PositiveIntegerField(_("position"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("member"))
    services_vnd = models.BigIntegerField(_("value of services used"), default=0)
    capital_vnd = models.BigIntegerField(_("capital"), default=0)
    by_usage_vnd = models.BigIntegerField(_("by use"), default=0)
    by_capital_vnd = models.BigIntegerField(_("by capital"), default=0)
    total_vnd = models.BigIntegerField(_("total"))
    paid_on = models.DateField(_("paid on"), null=True)
    reference = models.CharField(_("voucher or bank reference"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("share of a surplus")
        verbose_name_plural = _("shares of surpluses")
        ordering = ["surplus", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "surplus", "household"], name="surplus_share_once"),
            models.CheckConstraint(
                condition=Q(
                    total_vnd=F("by_usage_vnd") + F("by_capital_vnd"), by_usage_vnd__gte=0, by_capital_vnd__gte=0
                ),
                name="surplus_share_adds_up",
            ),
        ]

    def __str__(self):
        return f"{self.surplus} {self.household.code}"
