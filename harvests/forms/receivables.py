"""Forms about receivables and receipts: filters, billing a shipment, a sale by hand, money that came in, its shares."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import parsing, showing
from growers.forms.base import SeatedForm
from growers.forms.fields import DayField, DongField, KgField, LineField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.queries.seats import Seat
from harvests.forms.deposits import OfTraderFilter
from harvests.forms.order_lines import PriceField
from harvests.models import Means, Trader, TraderOrder
from harvests.queries.orders import traders_to_choose
from harvests.queries.receivables import orders_to_bill
from harvests.rules.money import oldest_first

PLACES = {
    "trade_day_in_future": "day",
    "trade_day_too_old": "day",
    "month_closed": "day",
    "receivable_before_departure": "day",
    "receivable_due_before": "due_on",
    "receivable_rate_missing": "rate_vnd",
    "receivable_rate_unlikely": "rate_vnd",
    "receivable_order_of_other": "order",
    "trade_not_positive": "amount",
    "trade_too_large": "amount",
}


class ReceivableFilter(OfTraderFilter):
    """What the list of receivables is narrowed to."""

    states = (
        ("", _("open")), ("overdue", _("overdue")), ("settled", _("paid off")), ("all", _("all")), ("void", _("void")),
    )  # fmt: skip


class ReceiptFilter(OfTraderFilter):
    """What the list of receipts is narrowed to."""

    states = (("", _("all")), ("free", _("with money on account")), ("void", _("void")))


class CurrencyAmountField(PriceField):
    """An amount in dong or dollars, whichever the form's currency is; cleaned to dong or cents."""

    most_cents = 10**12

    def read(self, text):
        if self.currency != TraderOrder.Currency.USD:
            return parsing.parse_dong(text)
        return parsing.parse_percent_bp(text.lower().replace("usd", "").replace("$", ""), maximum=self.most_cents)

    def show(self, value):
        return showing.percent_input(value) if self.currency == TraderOrder.Currency.USD else showing.dong_input(value)


class BillForm(OfRow, SeatedForm):
    """A receivable for what a shipment delivered on an order; prices are asked where they are not fixed."""

    save_label = _("Make the receivable")

    day = DayField(label=_("Day"))
    due_on = DayField(label=_("Payable by"))
    rate_vnd = DongField(label=_("Dong per dollar"), required=False)
    invoice_no = LineField(label=_("Invoice number"), required=False, max_length=40)
    note = LineField(label=_("Note"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, row: TraderOrder, shipment: int, lines, dates, rate, **kwargs):
        self.shipment = shipment
        super().__init__(seat, *args, row=row, **kwargs)
        self.fields["day"].initial, self.fields["due_on"].initial = dates
        self.fields["rate_vnd"].initial = rate
        if row.currency != TraderOrder.Currency.USD:
            del self.fields["rate_vnd"]
        self.priced = []
        if row.price_condition != TraderOrder.PriceCondition.FIXED:
            for line in lines:
                field = PriceField(label=f"{line.grade} {line.size}".strip(), initial=line.price_minor)
                field.currency = row.currency
                self.fields[f"price-{line.key}"] = field
                self.priced.append(line.key)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.shipment}"

    @property
    def helper(self):
        prices = [[f"price-{key}"] for key in self.priced]
        groups = [
            (None, [["day", "due_on"]]), (_("Price per kg"), prices), (None, [["rate_vnd", "invoice_no"], ["note"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    @property
    def facts(self) -> dict:
        found = {name: value for name, value in super().facts.items() if not name.startswith("price-")}
        return {**found, "prices": {key: self.cleaned_data.get(f"price-{key}") for key in self.priced}}


class SaleForm(SeatedForm):
    """What a trader owes for a sale without a shipment."""

    save_label = _("Save receivable")

    trader = forms.ModelChoiceField(Trader.objects.none(), label=_("Buyer"))
    order = forms.ModelChoiceField(TraderOrder.objects.none(), label=_("Order"), required=False)
    day = DayField(label=_("Day"))
    due_on = DayField(
        label=_("Payable by"), required=False, help_text=_("empty: after the days within which the buyer pays")
    )
    net_g = KgField(label=_("Kilograms"), required=False, decimals=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=TraderOrder.Currency.choices)
    amount = CurrencyAmountField(label=_("Amount"))
    rate_vnd = DongField(label=_("Dong per dollar"), required=False)
    invoice_no = LineField(label=_("Invoice number"), required=False, max_length=40)
    note = LineField(label=_("Note"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["trader"].queryset = traders_to_choose(seat.cooperative)
        self.fields["order"].queryset = orders_to_bill(seat.cooperative)
        self.fields["day"].initial = clock.today()
        self.fields["amount"].currency = self.data.get("currency") or TraderOrder.Currency.VND

    @property
    def helper(self):
        rows = [
            ["trader", "order"], ["day", "due_on"], ["net_g", "currency", "amount", "rate_vnd"],
            ["invoice_no", "note"],
        ]  # fmt: skip
        return in_groups(super().helper, self, [(None, rows)])

    @property
    def facts(self) -> dict:
        found = super().facts
        amount, grams = found.pop("amount", None), found.pop("net_g", None)
        return {**found, "amount_minor": amount or 0, "net_g": grams or 0}


class WhoPaysForm(SeatedForm):
    """Which trader pays how much: from it the shares are proposed; asked with GET, nothing is written."""

    trader = forms.ModelChoiceField(Trader.objects.none(), label=_("Buyer"))
    amount = DongField(label=_("Amount"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        del self.fields["token"]
        self.fields["trader"].queryset = traders_to_choose(seat.cooperative)


class SharesForm(OfRow, SeatedForm):
    """A box of dong for each open receivable of a trader, filled in as money settles them: the oldest first.

    A receivable that the page does not offer is not read: another's keys mean nothing here. Money shared to one is not
    left on account unseen, for the page may be older than what settled it: the sending is refused.
    """

    save_label = _("Apply")

    def __init__(self, seat: Seat, *args, row, owed, amount_vnd: int, **kwargs):
        super().__init__(seat, *args, row=row, **kwargs)
        self.owed = {one.pk: one for one in owed}
        proposed = oldest_first(amount_vnd, [one.open_vnd for one in owed])
        for one, share in zip(owed, proposed, strict=True):
            field = DongField(required=False, initial=share or None, label=one.code)
            field.widget.attrs |= {"class": "form-control form-control-sm number", "size": "12"}
            self.fields[f"share-{one.pk}"] = field

    def boxes(self) -> list[tuple]:
        """(receivable, its box)."""
        return [(one, self[f"share-{key}"]) for key, one in self.owed.items()]

    def clean(self) -> dict:
        found = super().clean()
        typed = (name for name, value in self.data.items() if name.startswith("share-") and str(value).strip())
        if any(name not in self.fields for name in typed):
            raise ValidationError(_("A receivable that was shared to is settled by now. Look at what is still open."))
        return found

    @property
    def shares(self) -> list[tuple[int, int]]:
        """(key of a receivable, dong) of every box that was filled."""
        typed = ((key, self.cleaned_data.get(f"share-{key}")) for key in self.owed)
        return [(key, share) for key, share in typed if share is not None]

    @property
    def facts(self) -> dict:
        found = {name: value for name, value in super().facts.items() if not name.startswith("share-")}
        return {**found, "shares": self.shares}


class ReceiptForm(SharesForm):
    """Money that came in from a trader, with what it settles."""

    save_label = _("Save receipt")

    amount = DongField(label=_("Amount"))
    day = DayField(label=_("Received on"))
    means = forms.ChoiceField(label=_("Paid by"), choices=Means.choices)
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)
    note = LineField(label=_("Note"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, amount_vnd: int, **kwargs):
        super().__init__(seat, *args, amount_vnd=amount_vnd, **kwargs)
        self.fields["day"].initial = clock.today()
        self.fields["amount"].initial = amount_vnd

    @property
    def helper(self):
        return in_groups(super().helper, self, [(None, [["amount", "day"], ["means", "reference"], ["note"]])])

    @property
    def facts(self) -> dict:
        found = super().facts
        amount = found.pop("amount", 0)
        return {**found, "amount_vnd": amount}
