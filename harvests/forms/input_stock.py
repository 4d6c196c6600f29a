"""Forms about the store of inputs: the filter of its list, and a lot as it is received."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import RowForm, SortedFilter, model_field
from growers.forms.diary import ProductChoice
from growers.forms.fields import DongField, DoseField, LineField
from growers.forms.layout import in_groups
from growers.models import InputProduct
from growers.queries.inputs import products_to_use
from growers.queries.seats import Seat
from harvests.models import InputStock

PLACES = {
    "stock_received_missing": "received_milli", "stock_below_sold": "received_milli", "stock_sold_already": "product",
    "stock_expired_when_received": "expires_on", "stock_day_in_future": "received_on",
    "debt_day_too_old": "received_on",
}  # fmt: skip
STATES = [("", _("in the store")), ("low", _("running low")), ("soon", _("expiring soon")), ("expired", _("expired")),
          ("sold", _("sold out")), ("void", _("voided")), ("all", _("all"))]  # fmt: skip


class StockFilter(SortedFilter):
    """What the list of lots is narrowed to."""

    search = LineField(label=_("Product or lot"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("Shown"), required=False, choices=STATES)


class QuantityField(DoseField):
    """A quantity in the unit beside it, cleaned to thousandths."""


class StockForm(RowForm):
    """A lot of a product as it is typed in."""

    product = ProductChoice(InputProduct.objects.none(), label=_("Product"))
    received_milli = QuantityField(label=_("Received"), help_text=_("in the unit beside it"))
    price_vnd = DongField(label=_("Price per unit"), help_text=_("what a household pays"))
    cost_vnd = DongField(label=_("Cost per unit"), required=False)

    class Meta:
        model = InputStock
        fields = [
            "product", "lot_no", "expires_on", "unit", "content", "received_on", "received_milli", "cost_vnd",
            "price_vnd", "supplier", "invoice_no",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["product"].queryset = products_to_use(seat.cooperative)
        self.fields["product"].crop = seat.cooperative.commodity_id
        if not self.instance.pk:
            self.fields["received_on"].initial = clock.today()

    @property
    def helper(self):
        rows = [["product"], ["lot_no", "expires_on", "received_on"], ["received_milli", "unit", "content"],
                ["price_vnd", "cost_vnd"], ["supplier", "invoice_no"]]  # fmt: skip
        return in_groups(super().helper, self, [("", rows)])
