"""Closed months, and the account codes under which their movements go to the accounting package."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from growers.models import CoopModel, User, VersionedModel


class MonthBook(CoopModel):
    """The book of a month, from the time it was first closed: closed, it takes nothing new, changed or back-dated.

    Whoever writes money of a day counts it here first, in one conditional UPDATE: so closing waits for what is on its
    way, and what comes after it is refused. Tickets are held by their days; a closed month keeps these shut.
    """

    month = models.DateField(_("month"), help_text="its first day")
    documents = models.PositiveIntegerField(_("documents"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by"))
    reopened_at = models.DateTimeField(_("reopened"), null=True)
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("reopened by"))
    reason = models.CharField(_("reopened because"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("month book")
        verbose_name_plural = _("month books")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "month"], name="month_once"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | ~Q(reason=""), name="month_reopened_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}"


class JournalAccount(VersionedModel):
    """Which accounts one kind of movement is booked to, as the co-operative's accounting package wants it."""

    class Key(models.TextChoices):
        DELIVERY = "delivery", _("fruit bought from households")
        TOP_UP = "top_up", _("top-ups")
        FEE = "fee", _("service fees")
        TRANSPORT = "transport", _("transport charged")
        PENALTY = "penalty", _("penalties")
        OTHER = "other", _("other counter-lines")
        ADVANCE = "advance", _("advances")
        LOAN = "loan", _("internal loans")
        INPUT_SALE = "input_sale", _("inputs sold on credit")
        REPAYMENT = "repayment", _("repayments")
        OFFSET_ADVANCE = "offset_advance", _("advances offset in a run")
        OFFSET_INPUTS = "offset_inputs", _("inputs offset in a run")
        OFFSET_LOAN = "offset_loan", _("loans offset in a run")
        PAYMENT_TRANSFER = "payment_transfer", _("households paid by bank")
        PAYMENT_CASH = "payment_cash", _("households paid in cash")
        RECEIVABLE = "receivable", _("fruit sold to traders")
        RECEIPT = "receipt", _("received from traders")
        DEPOSIT = "deposit", _("deposits received")
        DEPOSIT_OFFSET = "deposit_offset", _("deposits offset")
        DEPOSIT_REFUND = "deposit_refund", _("deposits refunded")
        DEPOSIT_FORFEIT = "deposit_forfeit", _("deposits forfeited")
        DEPOSIT_PENALTY = "deposit_penalty", _("penalties paid to buyers")
        CLAIM = "claim", _("claims credited")
        CAPITAL = "capital", _("capital paid in")
        CAPITAL_GOODS = "capital_goods", _("capital brought in goods or land")
        CAPITAL_BACK = "capital_back", _("capital given back")
        SURPLUS = "surplus", _("surplus paid to members")
        ORDER_COST = "order_cost", _("costs of orders")

    key = models.CharField(_("movement"), max_length=16, choices=Key)
    debit = models.CharField(_("debit account"), max_length=12)
    credit = models.CharField(_("credit account"), max_length=12)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("account code")
        verbose_name_plural = _("account codes")
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["cooperative", "key"], name="journal_account_once")]

    def __str__(self):
        return f"{self.get_key_display()}: {self.debit}/{self.credit}"
