"""Forms about sales of inputs: the filter of the list, a sale with its lines, and what became of a line."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.diary import PLACES as DIARY_PLACES
from growers.forms.fields import DayField, DongField, DoseField, LineField, RowsField, WholeField
from growers.forms.layout import in_groups
from growers.models import DiaryEntry, InputProduct, Plot
from growers.queries.seats import Seat
from growers.rules.diary import SPRAY
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.forms.account_documents import PLACES as DEBT_PLACES
from harvests.forms.credit import OnCredit
from harvests.forms.input_stock import QuantityField
from harvests.models import InputSale, InputSaleLine, InputStock
from harvests.queries.input_sales import plots_of_household
from harvests.queries.input_stock import lots_to_sell
from harvests.rules.input_sales import Wanted

PLACES = {code: place for code, place in DEBT_PLACES.items() if place in ("household", "day", "due_on")} | {
    "credit_over_limit_now": "override_reason"
}
USE_PLACES = {**DIARY_PLACES, "diary_in_future": "done_on", "use_before_sale": "done_on", "use_other_land": "plots"}
STATES = [("", _("standing")), ("open", _("on credit, not paid back")), ("unused", _("not in the field diary")),
          ("void", _("voided")), ("all", _("all"))]  # fmt: skip
SPARE_LINES, MOST_LINES = 3, 20
TYPED = ("stock", "quantity_milli", "price_vnd")
WORK = {
    InputProduct.Kind.FERTILISER: DiaryEntry.Work.FERTILISE,
    InputProduct.Kind.ORGANIC_FERTILISER: DiaryEntry.Work.FERTILISE,
    InputProduct.Kind.SANITISER: DiaryEntry.Work.CLEAN,
    InputProduct.Kind.OTHER: DiaryEntry.Work.OTHER,
}


class SaleFilter(FilterForm):
    """What the list of sales is narrowed to."""

    household = LineField(label=_("Household"), required=False, max_length=80)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
    state = forms.ChoiceField(label=_("Shown"), required=False, choices=STATES)


class SaleLineForm(forms.Form):
    """One product of a sale; without a price the store's is taken."""

    stock = forms.ChoiceField(label=_("Product"), required=False)
    quantity_milli = QuantityField(label=_("Quantity"), required=False)
    price_vnd = DongField(label=_("Price per unit"), required=False)

    def __init__(self, *args, lots: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.lots = {str(lot["pk"]): lot for lot in lots}
        self.fields["stock"].choices = [("", "–"), *((str(lot["pk"]), shown_lot(lot)) for lot in lots)]
        self.fields["price_vnd"].widget.attrs["placeholder"] = _("as in the store")
        for name, field in self.fields.items():
            shape = "form-select" if name == "stock" else "form-control"
            field.widget.attrs |= {"class": shape, "aria-describedby": f"{self[name].auto_id}_wrong"}

    @property
    def is_blank(self) -> bool:
        return not any(str(self[name].value() or "").strip() for name in TYPED)

    def clean(self):
        facts = super().clean()
        if self.is_blank or self.errors:
            return facts
        if not facts.get("stock"):
            self.add_error("stock", _("Choose a product."))
        elif not facts.get("quantity_milli"):
            self.add_error("quantity_milli", sentence(Reason("sale_quantity_missing")))
        return facts

    @property
    def facts(self) -> Wanted:
        lot = self.lots[self.cleaned_data["stock"]]
        price = self.cleaned_data["price_vnd"]
        return Wanted(lot["pk"], self.cleaned_data["quantity_milli"], lot["price_vnd"] if price is None else price)


class BaseSaleLines(BaseFormSet):
    """All rows of a sale."""

    def clean(self):
        if not any(self.errors) and not self.filled:
            raise ValidationError(sentence(Reason("sale_lines_missing")), code="sale_lines_missing")

    @property
    def filled(self) -> list[SaleLineForm]:
        return [form for form in self.forms if not form.is_blank]


SaleLines = formset_factory(
    SaleLineForm, formset=BaseSaleLines, extra=SPARE_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES + 1,
    validate_max=True,
)  # fmt: skip


class SaleForm(OnCredit):
    """Inputs handed to a household: its code, then product and quantity; all else stands ready."""

    save_label = _("Sell")
    day = DayField(label=_("Day"))
    terms = forms.ChoiceField(label=_("How it is paid"), choices=InputSale.Terms.choices)
    note = LineField(label=_("Note"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["day"].initial = clock.today()

    @property
    def helper(self):
        rows = [["household", "terms"], ["harvests/_input_sales_lines.html"], ["due", "due_on", "day"],
                ["note", "override_reason"]]  # fmt: skip
        return in_groups(super().helper, self, [("", rows)])

    @cached_property
    def in_store(self) -> list[dict]:
        """The lots that may be sold today."""
        return [*lots_to_sell(self.seat.cooperative, clock.today())]

    @cached_property
    def lines(self) -> SaleLines:
        """The rows as typed, or some to fill in."""
        kind = {"lots": self.in_store}
        if self.is_bound:
            return SaleLines(self.data, prefix="lines", form_kwargs=kind)
        return SaleLines(prefix="lines", form_kwargs=kind)

    def clean(self):
        facts = super().clean()
        if not self.lines.is_valid():
            self.add_error(None, _("Look at the lines below."))
            return facts
        facts["lines"] = [form.facts for form in self.lines.filled]
        return facts


def shown_lot(lot: dict) -> str:
    """A lot as a list to choose from names it: what it is, until when, how much is left, what it costs."""
    unit = InputStock.Unit(lot["unit"]).label
    free = showing.kg(lot["received_milli"] - lot["sold_milli"], 0)
    parts = [
        lot["product__name"],
        lot["actives"],
        gettext("lot %(lot)s") % {"lot": lot["lot_no"]} if lot["lot_no"] else "",
        gettext("until %(day)s") % {"day": showing.day(lot["expires_on"])} if lot["expires_on"] else "",
        gettext("%(free)s %(unit)s left") % {"free": free, "unit": unit},
        f"{showing.dong(lot['price_vnd'])}/{unit}",
    ]
    return " · ".join(part for part in parts if part)


class UseForm(SeatedForm):
    """What became of a line: household, product and batch are known, the day is today; the diary asks for the rest."""

    save_label = _("Enter in the field diary")

    plots = RowsField(
        Plot.objects.none(), label=_("Plots"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one plot.")},
    )  # fmt: skip
    done_on = DayField(label=_("Done on"))
    work = forms.ChoiceField(label=_("Work"), choices=DiaryEntry.Work.choices)
    dose_milli = DoseField(label=_("Dose"), required=False)
    dose_unit = forms.ChoiceField(
        label=_("Unit of the dose"), required=False, choices=[("", "–"), *InputProduct.DoseUnit.choices]
    )
    water_l = WholeField(label=_("Water (litres)"), required=False)
    target = LineField(label=_("Pest or reason"), required=False, max_length=120)
    method = LineField(label=_("Method and equipment"), required=False, max_length=120)
    worker = LineField(label=_("Done by"), required=False, max_length=120)
    stock_lot = LineField(label=_("Batch of the product"), required=False, max_length=60)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, seat: Seat, *args, line: InputSaleLine, plots: Sequence[int] | None = None, **kwargs):
        self.line, offered = line, plots_of_household(line.sale)
        keys = [plot.pk for plot in offered] if plots is None else plots
        super().__init__(seat, *args, initial=first_use(line, keys), **kwargs)
        self.fields["plots"].queryset = offered
        self.fields["plots"].label_from_instance = lambda plot: f"{plot.code} · {showing.hectares(plot.area_m2)}"

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.line.pk}"

    @property
    def helper(self):
        rows = [["plots"], ["done_on", "work"], ["dose_milli", "dose_unit", "water_l"], ["target", "method"],
                ["worker", "stock_lot"]]  # fmt: skip
        return in_groups(super().helper, self, [("", rows)])

    def clean(self):
        facts = super().clean()
        if not facts.get("dose_milli"):
            facts["dose_milli"], facts["dose_unit"] = None, ""
        return facts

    @property
    def facts(self) -> dict:
        values = super().facts
        if "plots" in values:
            values["plots"] = {plot.pk: None for plot in values["plots"]}
        return values

    @property
    def ready(self) -> list[tuple[str, str]]:
        """(name, value) of everything as it stands ready, for a button that enters it with one tap."""
        found = []
        for name, field in self.fields.items():
            value = self[name].value()
            values = value if isinstance(value, list | tuple) else [value]
            found += [(name, str(field.prepare_value(each))) for each in values if each not in (None, "")]
        return found

    def ask(self, seal: str) -> None:
        """Show what is to be confirmed; sending the form again then confirms just that."""
        self.data = self.data.copy()
        self.data["confirmed"] = seal


def first_use(line: InputSaleLine, plots: Sequence[int]) -> dict:
    """What an entry begins with: all the household's plots, today, the label's dose, the lot that was handed out."""
    product, sale = line.stock.product, line.sale
    dose = product.dose_low_milli if product.dose_low_milli == product.dose_high_milli else product.dose_high_milli
    return {
        "plots": [*plots],
        "done_on": clock.today(),
        "work": SPRAY if product.sprays else WORK.get(product.kind, DiaryEntry.Work.OTHER),
        "dose_milli": dose,
        "dose_unit": product.dose_unit if dose else "",
        "stock_lot": line.stock.lot_no,
        "worker": sale.household.name,
    }
