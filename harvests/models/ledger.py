"""The household ledger: what the co-operative owes each household and what it is owed, one row per movement."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, Household, User
from harvests.models.credit import AccountDocument, InputSale
from harvests.models.payments import Payment
from harvests.models.records import HarvestRecord
from harvests.models.settlements import SettlementLine

SOURCES = ("record", "document", "sale", "line", "payment", "reverses")


def _exactly_one() -> Q:
    """One source is given and all others are empty."""
    condition = Q()
    for given in SOURCES:
        condition |= Q(**{f"{name}__isnull": name != given for name in SOURCES})
    return condition


class LedgerEntry(CoopModel):
    """One movement on one account of a household; rows are added, never changed: the database refuses anything else.

    `amount_vnd` is above zero when the co-operative comes to owe the household, below when the household comes to owe.
    A balance at a date is the sum of the entries up to it. What was wrong is answered by an entry that `reverses` it,
    with the day on which that was done, so that what was printed for an earlier day prints the same again.
    """

    class Account(models.TextChoices):
        FRUIT = "fruit", _("fruit delivered")
        ADVANCE = "advance", _("advances")
        INPUTS = "inputs", _("inputs on credit")
        LOAN = "loan", _("internal loans")

    class Kind(models.TextChoices):
        DELIVERY = "delivery", _("delivery")
        TOP_UP = "top_up", _("top-up")
        FEE = "fee", _("service fee")
        TRANSPORT = "transport", _("transport")
        PENALTY = "penalty", _("penalty")
        OTHER = "other", _("other")
        ADVANCE = "advance", _("advance")
        LOAN = "loan", _("internal loan")
        INPUT_SALE = "input_sale", _("inputs on credit")
        REPAYMENT = "repayment", _("repayment")
        OFFSET = "offset", _("offset")
        CARRY = "carry", _("carried between runs")
        PAYMENT = "payment", _("payment")
        REVERSAL = "reversal", _("reversal")

    household = models.ForeignKey(
        Household, models.PROTECT, related_name="+", db_index=False, verbose_name=_("household")
    )
    account = models.CharField(_("account"), max_length=8, choices=Account)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    day = models.DateField(_("day"))
    amount_vnd = models.BigIntegerField(_("amount"))
    record = models.ForeignKey(
        HarvestRecord, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("harvest record")
    )
    document = models.ForeignKey(
        AccountDocument, models.PROTECT, null=True, related_name="entries", db_index=False,
        verbose_name=_("account document"),
    )  # fmt: skip
    sale = models.ForeignKey(
        InputSale, models.PROTECT, null=True, related_name="entries", db_index=False, verbose_name=_("input sale")
    )
    line = models.ForeignKey(
        SettlementLine, models.PROTECT, null=True, related_name="entries", db_index=False,
        verbose_name=_("settlement line"),
    )  # fmt: skip
    payment = models.ForeignKey(
        Payment, models.PROTECT, null=True, related_name="entries", db_index=False, verbose_name=_("payment")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("takes back")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_vnd=0), name="entry_not_zero"),
            models.CheckConstraint(condition=_exactly_one(), name="entry_of_one_source"),
            models.CheckConstraint(
                condition=Q(kind="reversal", reverses__isnull=False) | ~Q(kind="reversal") & Q(reverses__isnull=True),
                name="entry_reversal_says_of_what",
            ),
            models.UniqueConstraint(fields=["cooperative", "record"], name="entry_once_a_record"),
            models.UniqueConstraint(fields=["cooperative", "document"], name="entry_once_a_document"),
            models.UniqueConstraint(fields=["cooperative", "sale"], name="entry_once_a_sale"),
            models.UniqueConstraint(fields=["cooperative", "payment"], name="entry_once_a_payment"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "household", "day", "id"], name="entry_by_household"),
            # Holds all that the balances of a date ask for: no entry itself is read.
            models.Index(fields=["cooperative", "day", "household", "account", "amount_vnd"], name="entry_by_day"),
            models.Index(fields=["cooperative", "line"], name="entry_by_line", condition=Q(line__isnull=False)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.day:%d/%m/%Y}"
