"""Forms about shipments: the filter of the list, a shipment itself, loading, its papers, leaving and arriving."""

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, RowForm, SeatedForm, model_field
from growers.forms.fields import CelsiusField, DayField, KgField, LineField, PhoneField, WholeField
from growers.models import Market
from growers.queries.seats import Seat
from harvests.forms.deliveries import StepForm
from harvests.models import Shipment, ShipmentPaper, TraderOrder
from harvests.queries.orders import traders_to_choose
from harvests.queries.shipments import orders_to_ship
from harvests.queries.traders import markets_of
from harvests.rules.papers import judge_paper
from harvests.rules.shipments import judge_shipment

PLACES = {
    "shipment_too_far_ahead": "planned_on",
    "shipment_too_old": "planned_on",
    "shipment_temperature_unlikely": "temp_set_dc",
    "shipment_exporter_is_buyer": "exporter",
    "shipment_market_fixed": "market",
    "shipment_buyer_fixed": "trader",
    "paper_dates_swapped": "valid_to",
    "undo_without_reason": "reason",
    "cancel_without_reason": "reason",
    "depart_without_reason": "reason",
    "allocation_free_without_reason": "reason",
    "arrival_before_departure": "arrived_on",
    "arrival_in_future": "arrived_on",
    "load_not_found": "code",
    "load_market_differs": "order",
    "load_buyer_differs": "order",
}
STATES = [("", _("under way")), ("all", _("all")), *Shipment.Status.choices]


class ShipmentFilter(FilterForm):
    """What the list of shipments is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES)
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False, empty_label=_("all"))
    first = DayField(label=_("From the week of"), required=False)
    last = DayField(label=_("To the week of"), required=False)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["market"].queryset = markets_of(coop)


class OrderChoice(forms.ModelChoiceField):
    """An order with fruit set aside, by number, buyer and market."""

    def label_from_instance(self, order: TraderOrder) -> str:
        return f"{order.code} · {order.trader} · {order.market}"


class ShipmentForm(RowForm):
    """A shipment's own facts; a new one can be loaded with all that is set aside for an order."""

    order = OrderChoice(
        TraderOrder.objects.none(), label=_("Load what is set aside for"), required=False,
        empty_label=_("nothing yet"),
    )  # fmt: skip
    planned_on = DayField(label=_("Planned for"))
    driver_phone = PhoneField(label=_("Driver's phone"), required=False)
    temp_set_dc = CelsiusField(label=_("Set temperature, °C"), required=False)
    gross_g = KgField(label=_("Gross weight, kg"), required=False, help_text=_("of the truck's load, as weighed"))
    rows = (
        ("order",), ("market", "trader", "exporter", "planned_on"), ("consignee", "consignee_state"),
        ("consignee_address",), ("vehicle", "container", "seal", "temp_set_dc"),
        ("driver", "driver_phone", "border_gate", "gross_g"), ("note",),
    )  # fmt: skip

    class Meta:
        model = Shipment
        fields = [
            "market", "trader", "exporter", "planned_on", "consignee", "consignee_address", "consignee_state",
            "vehicle", "driver", "driver_phone", "container", "seal", "temp_set_dc", "border_gate", "gross_g", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        known = (self.instance.trader_id, self.instance.exporter_id)
        for name in ("trader", "exporter"):
            self.fields[name].queryset = traders_to_choose(seat.cooperative, *known)
        if self.instance.pk:
            del self.fields["order"]
        else:
            self.fields["order"].queryset = orders_to_ship(seat.cooperative)
            self.initial.setdefault("planned_on", clock.today())
        self.fields["consignee_state"].help_text = _("for the United States, two letters such as CA")

    @property
    def helper(self):
        helper = super().helper
        helper.render_hidden_fields = True
        rows = [[name for name in names if name in self.fields] for names in self.rows]
        width = {1: "col-12", 2: "col-md-6", 4: "col-md-3"}
        cells = [[Div(Field(name), css_class=width[len(names)]) for name in names] for names in rows]
        helper.layout = Layout(*(Div(*row, css_class="row") for row in cells))
        return helper

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_shipment(facts, today=clock.today()), PLACES)
        return facts


class ScanForm(SeatedForm):
    """One box that takes what a scanner reads or a person types: a carton, a lot, a trace code, a label's address."""

    code = LineField(label=_("Scan or type a carton, lot or trace code"), max_length=300)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "class": "form-control", "autofocus": True, "autocomplete": "off", "spellcheck": "false", "form": "scan",
        }  # fmt: skip


class TickForm(SeatedForm):
    """The lines that wait for this shipment, to be ticked."""

    allocations = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, seat: Seat, *args, waiting: list[int], **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["allocations"].choices = [(key, key) for key in waiting]


class PaperForm(RowForm):
    """What is known of one paper of a shipment."""

    issued_on = DayField(label=_("Issued on"), required=False)
    valid_to = DayField(label=_("Valid until"), required=False)
    cartons = WholeField(label=_("Cartons named"), required=False)
    net_g = KgField(label=_("Kilograms named"), required=False, decimals=2)

    class Meta:
        model = ShipmentPaper
        fields = ["state", "number", "issued_on", "valid_to", "cartons", "net_g", "note"]
        formfield_callback = model_field

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_paper(facts), PLACES)
        return facts


class DepartForm(StepForm):
    """Leaving: the version that was looked at, and why in spite of warnings."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = LineField(label=_("Why it leaves in spite of the warnings"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, version: int, warned: bool, **kwargs):
        super().__init__(seat, *args, save_label=_("Let it leave"), **kwargs)
        self.fields["version"].initial = version
        if not warned:
            del self.fields["reason"]


class ArriveForm(StepForm):
    """Arrival: the day, and the state of the goods."""

    arrived_on = DayField(label=_("Arrived on"))
    note = LineField(label=_("State on arrival"), required=False, max_length=500)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, save_label=_("Save arrival"), **kwargs)
        self.fields["arrived_on"].initial = clock.today()
