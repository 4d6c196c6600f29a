"""Forms about orders: the filter of the book, the order with its lines, and the small steps of its life."""

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import parsing
from growers.forms.base import FilterForm, RowForm, SeatedForm, model_field
from growers.forms.fields import DayField, DongField, KgField, LineField, PercentField
from growers.models import Commodity, Market
from growers.queries.seats import Seat
from growers.rules.verdicts import Reason, Verdict
from growers.wording import sentence
from harvests.forms.order_lines import OrderLines, as_typed, told
from harvests.models import Trader, TraderOrder
from harvests.queries.orders import crops_to_order, grades_to_order, lines_of, traders_to_choose
from harvests.queries.traders import markets_of
from harvests.rules.order_lines import deposit_share, total_value
from harvests.rules.orders import judge_deposit, judge_order

PLACES = {
    "order_window_backwards": "deliver_to",
    "order_in_future": "ordered_on",
    "order_too_old": "ordered_on",
    "order_delivered_before": "deliver_to",
    "order_too_far_ahead": "deliver_to",
    "order_tolerance_wide": "tolerance_bp",
    "order_exporter_is_trader": "exporter",
    "order_due_without_deposit": "deposit_due",
    "order_deposit_over_value": "deposit",
    "order_deposit_of_unpriced": "deposit",
}
STATES = [("", _("open")), ("all", _("all")), *TraderOrder.Status.choices]


class OrderFilter(FilterForm):
    """What the order book is narrowed to, and what it is grouped by."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES)
    trader = forms.ModelChoiceField(Trader.objects.none(), label=_("Trader"), required=False, empty_label=_("all"))
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False, empty_label=_("all"))
    first = DayField(label=_("From the week of"), required=False)
    last = DayField(label=_("To the week of"), required=False)
    by = forms.ChoiceField(
        label=_("Grouped by"), required=False, choices=[("", _("week")), ("market", _("market"))]
    )
    late = forms.BooleanField(label=_("Late"), required=False)
    no_deposit = forms.BooleanField(label=_("No deposit agreed"), required=False)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["trader"].queryset = Trader.objects.of(coop).order_by("search_key")
        self.fields["market"].queryset = markets_of(coop)

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "sort"}


class DepositField(DongField):
    """A deposit in dong, or as a percentage of the order's value, cleaned to basis points below zero."""

    def read(self, text):
        if text.endswith("%"):
            return -parsing.parse_percent_bp(text)
        return super().read(text)


class _HeaderForm(RowForm):
    """What the forms of a draft and of a confirmed order share: choices, and the judgement of the header."""

    rows: tuple[tuple[str, ...], ...] = ()

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        known = (self.instance.trader_id, self.instance.exporter_id)
        for name in {"trader", "exporter"} & self.fields.keys():
            self.fields[name].queryset = traders_to_choose(seat.cooperative, *known)

    @property
    def helper(self):
        """Fields of a row stand side by side where there is room."""
        helper = super().helper
        width = {1: "col-12", 2: "col-md-6", 3: "col-md-4", 4: "col-md-3"}
        helper.layout = Layout(
            *(
                Div(*(Div(Field(name), css_class=width[len(row)]) for name in row), css_class="row")
                for row in (tuple(name for name in names if name in self.fields) for names in self.rows)
                if row
            )
        )
        helper.render_hidden_fields = True
        return helper

    def judge_header(self, facts: dict) -> None:
        names = ("ordered_on", "deliver_from", "deliver_to", "tolerance_bp", "trader", "exporter", "deposit_due")
        plain = {name: facts.get(name) if name in self.fields else getattr(self.instance, name) for name in names}
        plain["deposit"] = facts.get("deposit") if "deposit" in self.fields else self.instance.deposit_vnd
        self.add_verdict(judge_order(plain, today=clock.today()), PLACES)


class OrderForm(_HeaderForm):
    """A draft with its lines."""

    ordered_on = DayField(label=_("Ordered on"))
    deliver_from = DayField(label=_("Deliver from"))
    deliver_to = DayField(label=_("Deliver until"))
    tolerance_bp = PercentField(label=_("Tolerance, ± %"), required=False)
    deposit = DepositField(label=_("Deposit agreed"), required=False, help_text=_("dong, or a percentage: 30 %"))
    deposit_due = DayField(label=_("Deposit due"), required=False)
    rows = (
        ("trader", "exporter"), ("market", "kind", "ordered_on", "commodity"),
        ("deliver_from", "deliver_to", "handover", "tolerance_bp"), ("price_condition", "currency"),
        ("deposit", "deposit_due"), ("requirements",), ("note",),
    )  # fmt: skip

    class Meta:
        model = TraderOrder
        fields = [
            "trader", "exporter", "market", "kind", "ordered_on", "commodity", "deliver_from", "deliver_to", "handover",
            "tolerance_bp", "price_condition", "currency", "deposit_due", "requirements", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["commodity"].queryset = Commodity.objects.filter(pk__in=crops_to_order(seat.cooperative))
        self.fields["commodity"].initial = seat.cooperative.commodity_id
        if not self.instance.pk:
            self.fields["ordered_on"].initial = clock.today()
        else:
            self.fields["deposit"].initial = self.instance.deposit_vnd or None
