"""Settlement runs: what households are paid for a period, who agreed to it, and each payment that was made."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import Bank, CoopModel, Household, User, VersionedModel
from growers.models.sealed import SealedField
from harvests.models.credit import AccountDocument, InputSale, Means


class SettlementRun(VersionedModel):
    """A run over a period (M19).

    A draft is only its rules: its table is computed each time it is looked at. Closing it writes the lines and claims
    what they pay; from then on amounts never change. A closed run that the director does not want is cancelled, which
    frees what it claimed; a mistake found after approval becomes a counter-line in the next run.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        CLOSED = "closed", _("closed by the accountant")
        APPROVED = "approved", _("approved")
        PAID = "paid", _("paid")
        LOCKED = "locked", _("locked")
        CANCELLED = "cancelled", _("cancelled")

    class Rounding(models.TextChoices):
        NONE = "none", _("to the dong")
        DOWN_1000 = "down_1000", _("down to 1,000")
        NEAREST_1000 = "nearest_1000", _("to the nearest 1,000")

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    day_from = models.DateField(_("from"))
    day_to = models.DateField(_("to"))
    kind = models.CharField(
        _("membership type"), max_length=18, choices=Household.Kind, blank=True, help_text=_("empty: all households")
    )
    advance_bp = models.PositiveSmallIntegerField(_("deduct advances, at most"), default=10_000)
    input_bp = models.PositiveSmallIntegerField(_("deduct input debt, at most"), default=5_000)
    loan_bp = models.PositiveSmallIntegerField(_("deduct loans, at most"), default=0)
    fee_vnd_per_kg = models.PositiveIntegerField(_("service fee per kg"), default=0)
    rounding = models.CharField(_("rounding"), max_length=12, choices=Rounding, default=Rounding.DOWN_1000)
    means = models.CharField(_("paid by"), max_length=8, choices=Means, default=Means.TRANSFER)
    note = models.CharField(_("note"), max_length=200, blank=True)

    lines_count = models.PositiveIntegerField(_("households"), default=0, editable=False)
    net_g = models.BigIntegerField(_("net"), default=0, editable=False)
    fruit_vnd = models.BigIntegerField(_("value"), default=0, editable=False)
    deducted_vnd = models.BigIntegerField(_("deducted"), default=0, editable=False)
    carried_vnd = models.BigIntegerField(_("carried forward"), default=0, editable=False)
    pay_vnd = models.BigIntegerField(_("to pay"), default=0, editable=False)
    paid_vnd = models.BigIntegerField(
        _("paid"), default=0, editable=False, help_text="what standing payments add up to"
    )

    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False, verbose_name=_("opened by"))
    made_at = models.DateTimeField(_("opened at"), editable=False)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    locked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("locked by")
    )
    locked_at = models.DateTimeField(_("locked at"), null=True, editable=False)
    cancel_reason = models.CharField(_("cancelled because"), max_length=200, blank=True, editable=False)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("settlement run")
        verbose_name_plural = _("settlement runs")
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="run_number_once"),
            models.CheckConstraint(condition=Q(day_from__lte=F("day_to")), name="run_days_ordered"),
            models.CheckConstraint(
                condition=Q(advance_bp__lte=10_000, input_bp__lte=10_000, loan_bp__lte=10_000), name="run_shares"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("closed_by")) & ~Q(approved_by=F("made_by")),
                name="run_four_eyes",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "approved", "paid", "locked"]) | Q(closed_by__isnull=False),
                name="run_closed_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "paid", "locked"])
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="run_approved_by_someone",
            ),
            models.CheckConstraint(condition=Q(paid_vnd__gte=0, paid_vnd__lte=F("pay_vnd")), name="run_not_overpaid"),
            models.CheckConstraint(condition=~Q(status="cancelled") | ~Q(cancel_reason=""), name="run_cancel_says_why"),
        ]
        indexes = [models.Index(fields=["cooperative", "status"], name="run_by_status")]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return run_code(self.year, self.number)


def run_code(year: int, number: int) -> str:
    """The number on papers: TT-25-007."""
    return f"TT-{year % 100:02d}-{number:03d}"


class SettlementChoice(CoopModel):
    """What a draft says of one household against its rule: left out, or paid otherwise."""

    run = models.ForeignKey(SettlementRun, models.PROTECT, related_name="choices")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    leave_out = models.BooleanField(_("leave out"), default=False)
    means = models.CharField(_("paid by"), max_length=8, choices=Means, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cooperative", "run", "household"], name="choice_once")]

    def __str__(self):
        return f"{self.run} {self.household.code}"


class SettlementLine(CoopModel):
    """What one household is paid in a run, with the name and account as they were when the run was closed.

    pay = fruit + other + brought - fee - advance - inputs - loan - carried, and never below zero: what would be, is
    carried into the next run (`carried_vnd` below zero), as is what rounding left (above zero).
    """

    run = models.ForeignKey(SettlementRun, models.PROTECT, related_name="lines", verbose_name=_("settlement run"))
    position = models.PositiveIntegerField(_("position"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    code = models.CharField(_("code"), max_length=6)
    name = models.CharField(_("name"), max_length=120)
    tickets = models.PositiveIntegerField(_("tickets"), default=0)
    net_g = models.BigIntegerField(_("kilograms"), default=0)
    fruit_vnd = models.BigIntegerField(_("value of fruit"), default=0)
    other_vnd = models.BigIntegerField(_("top-ups and charges"), default=0)
    brought_vnd = models.BigIntegerField(_("brought forward"), default=0)
    fee_vnd = models.BigIntegerField(_("service fee"), default=0)
    advance_vnd = models.BigIntegerField(_("advances deducted"), default=0)
    input_vnd = models.BigIntegerField(_("inputs deducted"), default=0)
    loan_vnd = models.BigIntegerField(_("loans deducted"), default=0)
    carried_vnd = models.BigIntegerField(_("carried forward"), default=0)
    pay_vnd = models.BigIntegerField(_("to pay"))
    means = models.CharField(_("paid by"), max_length=8, choices=Means)
    bank = models.ForeignKey(Bank, models.PROTECT, null=True, related_name="+", verbose_name=_("bank"))
    account_sealed = SealedField(_("account number"), max_length=19, blank=True)
    account_name = models.CharField(_("account name"), max_length=120, blank=True)
    warnings = models.JSONField(_("warnings"), default=list)

    class Meta:
        verbose_name = _("settlement line")
        verbose_name_plural = _("settlement lines")
        ordering = ["run", "position"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "run", "household"], name="line_once_a_household"),
            models.CheckConstraint(
                condition=Q(
                    pay_vnd=F("fruit_vnd") + F("other_vnd") + F("brought_vnd") - F("fee_vnd") - F("advance_vnd")
                    - F("input_vnd") - F("loan_vnd") - F("carried_vnd")
                ),
                name="line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(pay_vnd__gte=0, fee_vnd__gte=0, advance_vnd__gte=0, input_vnd__gte=0, loan_vnd__gte=0),
                name="line_not_negative",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["cooperative", "household"], name="line_by_household")]

    def __str__(self):
        return f"{self.run} {self.code}"


class SettlementItem(CoopModel):
    """A ledger entry that a line pays; an entry is in one living run at most. `net_g` are the kilograms of a ticket."""

    line = models.ForeignKey(SettlementLine, models.PROTECT, related_name="items")
    entry = models.ForeignKey("harvests.LedgerEntry", models.PROTECT, related_name="items")
    amount_vnd = models.BigIntegerField()
    net_g = models.BigIntegerField(default=0)
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooperative", "entry"], condition=Q(is_live=True), name="item_in_one_living_run"
            ),
            models.UniqueConstraint(fields=["cooperative", "line", "entry"], name="item_once_a_line"),
        ]

    def __str__(self):
        return f"{self.line} {self.entry_id}"


class SettlementOffset(CoopModel):
    """What a line takes back of one debt: an advance, a loan, or inputs on credit."""

    line = models.ForeignKey(SettlementLine, models.PROTECT, related_name="offsets")
    document = models.ForeignKey(AccountDocument, models.PROTECT, null=True, related_name="offsets")
    sale = models.ForeignKey(InputSale, models.PROTECT, null=True, related_name="offsets")
    amount_vnd = models.BigIntegerField()
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="offset_positive"),
            models.CheckConstraint(
                condition=Q(document__isnull=True, sale__isnull=False) | Q(document__isnull=False, sale__isnull=True),
                name="offset_of_one_debt",
            ),
        ]

    def __str__(self):
        return f"{self.line} {self.document or self.sale}"
