"""What households get ahead of payment: advances, loans, inputs on credit; and charges and top-ups on their account."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from growers.models import CoopModel, DiaryEntry, Household, InputProduct, User, VersionedModel


class Means(models.TextChoices):
    """How money changes hands."""

    TRANSFER = "transfer", _("bank transfer")
    CASH = "cash", _("cash")


class HouseholdCredit(VersionedModel):
    """How far a household may go into debt, and how far it is: counters moved with the documents, one row a household.

    An empty limit is the co-operative's setting. The counters equal what documents and sales leave open, always.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    advance_limit_vnd = models.BigIntegerField(_("limit of advances"), null=True, blank=True)
    input_limit_vnd = models.BigIntegerField(_("limit of inputs on credit"), null=True, blank=True)
    advance_vnd = models.BigIntegerField(_("advances outstanding"), default=0, editable=False)
    inputs_vnd = models.BigIntegerField(_("input debt outstanding"), default=0, editable=False)
    loan_vnd = models.BigIntegerField(_("loans outstanding"), default=0, editable=False)

    class Meta:
        verbose_name = _("credit of a household")
        verbose_name_plural = _("credit of households")
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "household"], name="credit_once_a_household"),
            models.CheckConstraint(
                condition=Q(advance_vnd__gte=0, inputs_vnd__gte=0, loan_vnd__gte=0), name="credit_not_negative"
            ),
            models.CheckConstraint(
                condition=(Q(advance_limit_vnd__isnull=True) | Q(advance_limit_vnd__gte=0))
                & (Q(input_limit_vnd__isnull=True) | Q(input_limit_vnd__gte=0)),
                name="credit_limit_not_negative",
            ),
        ]

    def __str__(self):
        return self.household.code


class AccountDocument(CoopModel):
    """A numbered paper that moves a household's account by hand: an advance, a repayment, a charge, a top-up.

    Advances and loans are debts: `settled_vnd` counts what runs and repayments took back and can never pass the amount.
    A repayment `concerns` one debt. Nothing is changed afterwards; what was wrong is voided with a reason, while
    nothing of it is settled.
    """

    class Kind(models.TextChoices):
        ADVANCE = "advance", _("advance on fruit")
        LOAN = "loan", _("internal loan")
        REPAYMENT = "repayment", _("repayment")
        TRANSPORT = "transport", _("transport")
        FEE = "fee", _("service fee")
        PENALTY = "penalty", _("penalty")
        TOP_UP = "top_up", _("top-up")
        CREDIT = "credit", _("counter-line in favour of the household")
        DEBIT = "debit", _("counter-line against the household")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    day = models.DateField(_("day"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    amount_vnd = models.BigIntegerField(_("amount"))
    settled_vnd = models.BigIntegerField(_("settled"), default=0, editable=False)
    means = models.CharField(_("paid by"), max_length=8, choices=Means, blank=True)
    reference = models.CharField(_("voucher or bank reference"), max_length=60, blank=True)
    concerns = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repayments", verbose_name=_("debt repaid")
    )
    sale = models.ForeignKey(
        "harvests.InputSale", models.PROTECT, null=True, blank=True, related_name="repayments",
        verbose_name=_("input sale repaid"),
    )  # fmt: skip
    note = models.CharField(_("note"), max_length=200, blank=True)
    override_reason = models.CharField(_("over the limit because"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("account document")
        verbose_name_plural = _("account documents")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "kind", "year", "number"], name="document_number_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="document_positive"),
            models.CheckConstraint(
                condition=Q(settled_vnd__gte=0, settled_vnd__lte=F("amount_vnd")), name="document_not_oversettled"
            ),
            models.CheckConstraint(
                condition=Q(settled_vnd=0) | Q(kind__in=["advance", "loan"]), name="document_settled_is_debt"
            ),
            models.CheckConstraint(condition=Q(void_reason="") | Q(settled_vnd=0), name="document_void_is_open"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "household", "-day"], name="document_by_household"),
            models.Index(fields=["cooperative", "-day", "-id"], name="document_newest"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return document_code(self.kind, self.year, self.number)


# The letters before the number are those of the Vietnamese paper: tạm ứng, cho vay, thu nợ, vận chuyển ...
LETTERS = {
    "advance": "TU", "loan": "CV", "repayment": "TN", "transport": "VC", "fee": "PH", "penalty": "PT", "top_up": "TL",
    "credit": "GC", "debit": "GN",
}  # fmt: skip


def document_code(kind: str, year: int, number: int) -> str:
    """The number on papers: TU-25-007."""
    return f"{LETTERS[kind]}-{year % 100:02d}-{number:03d}"


class InputStock(VersionedModel):
    """A lot of a product in the store: `sold_milli` (thousandths of the unit) can never pass what was received."""

    class Unit(models.TextChoices):
        BAG = "bag", _("bag")
        BOTTLE = "bottle", _("bottle")
        PACK = "pack", _("pack")
        KG = "kg", _("kg")
        LITRE = "litre", _("litre")

    product = models.ForeignKey(InputProduct, models.PROTECT, related_name="+", verbose_name=_("product"))
    lot_no = models.CharField(_("lot number"), max_length=40, blank=True)
    expires_on = models.DateField(_("expiry"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=8, choices=Unit)
    content = models.CharField(_("content of a unit"), max_length=40, blank=True, help_text="25 kg")
    received_on = models.DateField(_("received on"))
    received_milli = models.BigIntegerField(_("received"))
    sold_milli = models.BigIntegerField(_("sold"), default=0, editable=False)
    cost_vnd = models.BigIntegerField(_("cost per unit"), null=True, blank=True)
    price_vnd = models.BigIntegerField(_("price per unit"))
    supplier = models.CharField(_("supplier"), max_length=120, blank=True)
    invoice_no = models.CharField(_("invoice number"), max_length=40, blank=True)
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("stock of inputs")
        verbose_name_plural = _("stock of inputs")
        ordering = ["expires_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_milli__gt=0, sold_milli__gte=0, sold_milli__lte=F("received_milli")),
                name="stock_not_oversold",
            ),
            models.CheckConstraint(condition=Q(price_vnd__gte=0), name="stock_price_not_negative"),
            models.CheckConstraint(condition=Q(void_reason="") | Q(sold_milli=0), name="stock_void_is_unsold"),
        ]
        indexes = [models.Index(fields=["cooperative", "product"], name="stock_by_product")]

    def __str__(self):
        return f"{self.product} {self.lot_no}".strip()


class InputSale(CoopModel):
    """Inputs handed to a household, on credit or for cash; on credit `settled_vnd` counts what was paid back."""

    class Terms(models.TextChoices):
        CREDIT = "credit", _("on credit")
        CASH = "cash", _("paid in cash")

    year = models.PositiveSmallIntegerField(_("year"), editable=False)
    number = models.PositiveIntegerField(_("number"), editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("household"))
    day = models.DateField(_("day"))
    terms = models.CharField(_("terms"), max_length=6, choices=Terms, default=Terms.CREDIT)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    amount_vnd = models.BigIntegerField(_("amount"))
    settled_vnd = models.BigIntegerField(_("settled"), default=0, editable=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    override_reason = models.CharField(_("over the limit because"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    made_at = models.DateTimeField(_("entered at"))
    void_reason = models.CharField(_("voided because"), max_length=200, blank=True)
    is_demo = models.BooleanField(_("demonstration data"), default=False, editable=False)

    class Meta:
        verbose_name = _("sale of inputs")
        verbose_name_plural = _("sales of inputs")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cooperative", "year", "number"], name="sale_number_once"),
            models.CheckConstraint(
                condition=Q(amount_vnd__gt=0, settled_vnd__gte=0, settled_vnd__lte=F("amount_vnd")),
                name="sale_not_oversettled",
            ),
            models.CheckConstraint(condition=Q(void_reason="") | Q(settled_vnd=0), name="sale_void_is_open"),
        ]
        indexes = [
            models.Index(fields=["cooperative", "household", "-day"], name="sale_by_household"),
            models.Index(fields=["cooperative", "-day", "-id"], name="sale_newest"),
        ]

    def __str__(self):
        return self.code

    @property
    def code(self) -> str:
        return sale_code(self.year, self.number)


def sale_code(year: int, number: int) -> str:
    """The number on papers: VT-25-007."""
    return f"VT-{year % 100:02d}-{number:03d}"


class InputSaleLine(CoopModel):
    """One product of a sale; `used` is the diary entry that tells what became of it."""

    sale = models.ForeignKey(InputSale, models.PROTECT, related_name="lines")
    stock = models.ForeignKey(InputStock, models.PROTECT, related_name="lines", verbose_name=_("product"))
    quantity_milli = models.BigIntegerField(_("quantity"))
    price_vnd = models.BigIntegerField(_("price per unit"))
    amount_vnd = models.BigIntegerField(_("amount"))
    used = models.ForeignKey(DiaryEntry, models.PROTECT, null=True, related_name="+", verbose_name=_("used"))

    class Meta:
        verbose_name = _("product of a sale")
        verbose_name_plural = _("products of sales")
        ordering = ["sale", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity_milli__gt=0, price_vnd__gte=0), name="sale_line_positive"),
        ]

    def __str__(self):
        return f"{self.sale} {self.stock}"
