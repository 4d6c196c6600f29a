"""The trader ledger with the claims that reduce it: what each trader owes, one row per movement."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, User
from harvests.models.deposits import Deposit, DepositMove
from harvests.models.receivables import Receipt, Receivable
from harvests.models.traders import Trader


class Claim(CoopModel):
    """What a trader asks off a shipment, with photographs (documents of it); what is agreed is credited."""

    class Kind(models.TextChoices):
        DAMAGE = "damage", _("damaged on the way")
        WEIGHT = "weight", _("short weight")
        QUALITY = "quality", _("quality")
        RESIDUE = "residue", _("residues")
        LATE = "late", _("late")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        AGREED = "agreed", _("agreed")
        REFUSED = "refused", _("refused")
        VOID = "void", _("void")

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    status = models.CharField(_("status"), max_length=7, choices=Status, default=Status.OPEN, editable=False)
    receivable = models.ForeignKey(Receivable, models.PROTECT, related_name="claims", verbose_name=_("receivable"))
    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    grams = models.BigIntegerField(_("kilograms"), default=0)
    asked_vnd = models.BigIntegerField(_("amount asked"))
    agreed_vnd = models.BigIntegerField(_("amount agreed"), default=0, editable=False)
    description = models.TextField(_("description"), max_length=2000)
    answer = models.CharField(_("answer"), max_length=300, blank=True, editable=False)
    answered_on = models.DateField(_("answered on"), null=True, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="claim_number_once"),
            models.CheckConstraint(
                condition=Q(asked_vnd__gt=0, agreed_vnd__gte=0, agreed_vnd__lte=F("asked_vnd"), grams__gte=0),
                name="claim_amounts",
            ),
            models.CheckConstraint(condition=Q(status="agreed") | Q(agreed_vnd=0), name="claim_agreed_says_so"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return f"KN-{self.year % 100:02d}-{self.number:03d}"


TRADER_SOURCES = ("deposit", "move", "receivable", "receipt", "claim", "reverses")


def _exactly_one() -> Q:
    """One source is given and all others are empty."""
    condition = Q()
    for given in TRADER_SOURCES:
        condition |= Q(**{f"{name}__isnull": name != given for name in TRADER_SOURCES})
    return condition


class TraderEntry(CoopModel):
    """One movement on a trader's account, added and never changed; above zero when the trader comes to owe us.

    A deposit is owed to the trader (below zero) on its own account until it is offset, refunded or forfeited; an offset
    moves it from there to the trade account in two entries of one `move`.
    """

    class Account(models.TextChoices):
        TRADE = "trade", _("fruit sold")
        DEPOSIT = "deposit", _("deposits held")

    trader = models.ForeignKey(Trader, models.PROTECT, related_name="+", db_index=False, verbose_name=_("buyer"))
    account = models.CharField(_("account"), max_length=8, choices=Account)
    day = models.DateField(_("day"))
    amount_vnd = models.BigIntegerField(_("amount"))
    deposit = models.ForeignKey(Deposit, models.PROTECT, null=True, related_name="entries", verbose_name=_("deposit"))
    move = models.ForeignKey(
        DepositMove, models.PROTECT, null=True, related_name="entries", verbose_name=_("movement of a deposit")
    )
    receivable = models.ForeignKey(
        Receivable, models.PROTECT, null=True, related_name="entries", verbose_name=_("receivable")
    )
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="entries", verbose_name=_("receipt"))
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, related_name="entries", verbose_name=_("claim"))
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("takes back")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("entry of a trader's account")
        verbose_name_plural = _("entries of traders' accounts")
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_vnd=0), name="trader_entry_not_zero"),
            models.CheckConstraint(condition=_exactly_one(), name="trader_entry_of_one_source"),
            models.UniqueConstraint(fields=["cooperative", "deposit"], name="trader_entry_once_a_deposit"),
            models.UniqueConstraint(fields=["cooperative", "receivable"], name="trader_entry_once_a_receivable"),
            models.UniqueConstraint(fields=["cooperative", "receipt"], name="trader_entry_once_a_receipt"),
            models.UniqueConstraint(fields=["cooperative", "claim"], name="trader_entry_once_a_claim"),
            models.UniqueConstraint(fields=["cooperative", "move", "account"], name="trader_entry_once_a_move"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "trader", "day", "id"], name="trader_entry_by_trader"),
            models.Index(fields=["cooperative", "day", "trader", "account", "amount_vnd"], name="trader_entry_by_day"),
        ]

    def __str__(self):
        return f"{self.trader} {self.day:%d/%m/%Y}"
