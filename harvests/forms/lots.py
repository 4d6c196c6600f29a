"""Forms about lots: the filter of the list, a new lot, and a lot packed anew from cartons of others."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import parsing, showing
from coopsite.formats.text import clean_line
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, LineField, TextField, unreadable
from growers.forms.layout import in_groups
from growers.models import Commodity, ExportCode, Market, PackingHouse
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.models import Lot, LotCarton, TraderOrder
from harvests.queries.lots import area_codes, crops_packed, houses_in_use, markets_packed, open_orders

PLACES = {
    "lot_packed_in_future": "packed_on", "lot_packed_long_ago": "packed_on", "lot_house_not_in_use": "house",
    "lot_house_without_code": "house", "lot_code_of_other": "area_code", "lot_code_without_area": "area_code",
    "lot_order_of_other": "order", "lot_order_not_open": "order",
}  # fmt: skip
DAY = forms.TextInput({"size": 10})


class LotFilter(FilterForm):
    """What the list of lots is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=40, widget=forms.TextInput({"size": 18}))
    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("all but void")), *Lot.Status.choices, ("all", _("all"))],
    )  # fmt: skip
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False, empty_label=_("all"))
    first = DayField(label=_("Packed from"), required=False, widget=DAY)
    last = DayField(label=_("Packed until"), required=False, widget=DAY)
    held = forms.BooleanField(label=_("On hold"), required=False)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["market"].queryset = markets_packed(coop)


class StockFilter(FilterForm):
    """How many days back fruit is looked for."""

    days = forms.TypedChoiceField(
        label=_("Received within"), required=False, coerce=int, empty_value=14,
        choices=[("", _("14 days")), (30, _("30 days")), (92, _("92 days"))],
    )  # fmt: skip


class OrderChoice(forms.ModelChoiceField):
    """An order by its number, buyer and market."""

    def label_from_instance(self, order: TraderOrder) -> str:
        return f"{order.code} · {order.trader.name} · {order.market.code}"


class CodeChoice(forms.ModelChoiceField):
    """A planting area code with its market and area."""

    def label_from_instance(self, code: ExportCode) -> str:
        return f"{code.code} · {code.market.code} · {code.area.name}"


class LotForm(SeatedForm):
    """A new lot: for which market, in which house, on which day."""

    save_label = _("Open lot")
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"))
    commodity = forms.ModelChoiceField(Commodity.objects.none(), label=_("Crop"), empty_label=None)
    house = forms.ModelChoiceField(PackingHouse.objects.none(), label=_("Packing house"))
    packed_on = DayField(label=_("Packed on"))
    shift = LineField(label=_("Shift"), required=False, max_length=20)
    order = OrderChoice(TraderOrder.objects.none(), label=_("For order"), required=False)
    area_code = CodeChoice(
        ExportCode.objects.none(), label=_("Planting area code"), required=False,
        help_text=_("Leave it empty: where codes do not mix, the first fruit taken in decides."),
    )  # fmt: skip
    note = TextField(label=_("Note"), required=False, max_length=2000)

    rows = (("market", "house", "packed_on"), ("commodity",), ("order", "area_code", "shift"), ("note",))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        coop = seat.cooperative
        self.fields["market"].queryset = markets_packed(coop)
        self.fields["house"].queryset = houses = houses_in_use(coop)
        self.fields["order"].queryset = open_orders(coop)
        self.fields["area_code"].queryset = area_codes(coop)
        self.fields["commodity"].queryset = crops = crops_packed(coop)
        self.fields["commodity"].initial = coop.commodity_id
        self.fields["packed_on"].initial = clock.today
        if len(crops) < 2:
            self.fields["commodity"].widget = forms.HiddenInput()
        if len(houses) == 1:
            self.fields["house"].initial = houses[0]

    @property
    def helper(self):
        names = {field.name for field in self.visible_fields()}
        rows = [[name for name in row if name in names] for row in self.rows]
        return in_groups(super().helper, self, [("", rows)])


class RepackForm(LotForm):
    """A lot made of cartons of others: each line with kilograms, or ticked as a whole."""

    save_label = _("Open lot with these cartons")
    rows = (("market", "house", "packed_on"), ("commodity",), ("area_code", "shift"), ("note",))
    more = "harvests/_lots_cartons.html"

    def __init__(self, seat: Seat, cartons: list[LotCarton], *args, **kwargs):
        self.cartons = cartons
        super().__init__(seat, *args, **kwargs)
        del self.fields["order"]
        if not self.is_bound and cartons:
            self.fields["commodity"].initial = cartons[0].lot.commodity_id

    @property
    def facts(self) -> dict:
        return {**super().facts, **({"takes": self.takes} if "market" in self.cleaned_data else {})}

    @cached_property
    def choices(self) -> list["Choice"]:
        """The carton lines with what was typed for each."""
        return [Choice(self.data, str(row.pk), row.net_g - row.allocated_g, row) for row in self.cartons]

    @property
    def takes(self) -> list[tuple[int, int]]:
        return [(choice.row.pk, choice.grams) for choice in self.choices if choice.grams is not None]

    def clean(self):
        facts = super().clean()
        for choice in self.choices:
            if choice.error:
                self.add_error(None, ValidationError(choice.error))
        if not self.takes and not any(choice.error for choice in self.choices):
            self.add_error(None, ValidationError(sentence(Reason("lot_nothing_chosen")), "lot_nothing_chosen"))
        return facts


class Choice:
    """Something that can be taken as a whole (ticked) or in part (typed): `grams`, or `error` for what is no weight.

    Not `grams` None: it was left alone. The form posts `take`=key for a tick and `kg-key` for kilograms.
    """

    def __init__(self, data, key: str, free_g: int, row, *, ticked: bool = False):
        self.key, self.row, self.free_g, self.error, self.grams = key, row, free_g, None, None
        self.typed = clean_line(str(data.get(f"kg-{key}", "")))[:60]
        taken = data.getlist("take") if hasattr(data, "getlist") else data.get("take", ())
        self.ticked = key in ([taken] if isinstance(taken, str) else taken)
        if self.typed:
            try:
                self.grams = parsing.parse_kg(self.typed, decimals=2)
            except parsing.Unreadable as problem:
                self.error = unreadable(problem.code, self.typed, problem.readings, **problem.data).message
        elif ticked or self.ticked:
            self.grams = free_g

    @property
    def free(self) -> str:
        return showing.kg(self.free_g)
