"""Forms about orders: the filter of the book, a draft with its lines, and what can be amended later."""

from dataclasses import dataclass

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import parsing, showing
from growers.forms.base import FilterForm, RowForm, model_field
from growers.forms.fields import DayField, DongField, LineField, PercentField
from growers.models import Market
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.forms.order_lines import TYPED, OrderLines, as_typed, told
from harvests.models import Trader, TraderOrder
from harvests.queries.orders import crops_to_order, grades_to_order, lines_of, traders_to_choose
from harvests.queries.traders import markets_of, traders
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
    by = forms.ChoiceField(label=_("Grouped by"), required=False, choices=[("", _("week")), ("market", _("market"))])
    late = forms.BooleanField(label=_("Late"), required=False)
    no_deposit = forms.BooleanField(label=_("No deposit yet"), required=False)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["trader"].queryset = traders(coop, active="all")
        self.fields["market"].queryset = markets_of(coop)


class WeeksFilter(FilterForm):
    """Which weeks and which crop the commitments are shown of."""

    first = DayField(label=_("From the week of"), required=False)
    crop = forms.ChoiceField(label=_("Crop"), required=False)

    def __init__(self, coop, data, crops):
        super().__init__(coop, data)
        self.fields["crop"].choices = [(crop.code, crop.name) for crop in crops]
        if len(crops) < 2:
            self.fields["crop"].widget = forms.HiddenInput()


@dataclass(frozen=True, slots=True)
class Share:
    """A deposit typed as a percentage of the order's value."""

    basis_points: int


class DepositField(DongField):
    """A deposit, cleaned to integer dong or to a Share of the order's value."""

    def read(self, text):
        return Share(parsing.parse_percent_bp(text)) if text.endswith("%") else super().read(text)


class _HeaderForm(RowForm):
    """What the forms of a draft and of a confirmed order share: choices, places of fields, judgement of the header."""

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
        helper.render_hidden_fields = True
        shown = [[name for name in names if not self[name].is_hidden] for names in self.rows]
        helper.layout = Layout(*(Div(*(_cell(name, len(names)) for name in names), css_class="row") for names in shown))
        return helper

    def judge_header(self, facts: dict) -> None:
        names = ("ordered_on", "deliver_from", "deliver_to", "tolerance_bp", "trader", "exporter", "deposit_due")
        plain = {name: facts.get(name) if name in self.fields else getattr(self.instance, name) for name in names}
        plain["deposit"] = facts.get("deposit") if "deposit" in self.fields else self.instance.deposit_vnd
        self.add_verdict(judge_order(plain, today=clock.today()), PLACES)


def _cell(name: str, beside: int) -> Div:
    return Div(Field(name), css_class={1: "col-12", 2: "col-md-6", 3: "col-md-4", 4: "col-md-3"}[beside])


class OrderForm(_HeaderForm):
    """A draft with its lines."""

    ordered_on = DayField(label=_("Ordered on"))
    deliver_from = DayField(label=_("Deliver from"))
    deliver_to = DayField(label=_("Deliver until"))
    tolerance_bp = PercentField(label=_("Tolerance, ± %"))
    deposit = DepositField(label=_("Deposit agreed"), required=False, help_text=_("in dong, or as a percentage: 30 %"))
    deposit_due = DayField(label=_("Deposit due"), required=False)
    more = "harvests/_orders_lines.html"
    rows = (
        ("trader", "exporter"), ("market", "kind", "ordered_on", "commodity"),
        ("deliver_from", "deliver_to", "handover", "tolerance_bp"),
        ("price_condition", "currency", "deposit", "deposit_due"), ("requirements", "note"),
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
        self.grades = grades_to_order(seat.cooperative)
        self.fields["commodity"].queryset = crops_to_order(seat.cooperative)
        if len({grade.commodity_id for grade in self.grades}) == 1:
            self.fields["commodity"].widget = forms.HiddenInput()
        if self.instance.pk:
            self.fields["deposit"].initial = self.instance.deposit_vnd or None
        else:
            default = self.instance.tolerance_bp
            self.initial |= {
                "commodity": seat.cooperative.commodity_id,
                "ordered_on": clock.today(),
                "tolerance_bp": default,
            }

    @cached_property
    def lines(self) -> OrderLines:
        """The rows as typed, or those of the order, and some to spare."""
        currency = self["currency"].value()
        if currency not in TraderOrder.Currency.values:
            currency = TraderOrder.Currency.VND
        kind = {"grades": self.grades, "currency": currency}
        if self.is_bound:
            return OrderLines(self.data, prefix="lines", form_kwargs=kind)
        stored = as_typed(lines_of(self.instance)) if self.instance.pk else []
        return OrderLines(initial=stored, prefix="lines", form_kwargs=kind)

    def clean(self):
        facts = super().clean()
        self.judge_header(facts)
        fine = self.lines.is_valid()
        if facts.get("commodity"):
            fine = self.lines.judge_crop(facts["commodity"].pk) and fine
        if not fine:
            self.add_error(None, _("Look at the lines below."))
            return facts
        facts["lines"] = self.lines.facts
        facts["deposit_vnd"] = self._deposit(facts)
        return facts

    def _deposit(self, facts: dict) -> int:
        """The deposit in dong; a percentage needs every line priced in dong."""
        typed, value = facts.get("deposit"), None
        if facts.get("currency") == TraderOrder.Currency.VND:
            value = total_value((line["ordered_g"], line["price_minor"]) for line in facts["lines"])
        if isinstance(typed, Share):
            if value is None:
                self.add_verdict(Verdict.because("order_deposit_of_unpriced"), PLACES)
                return 0
            typed = deposit_share(value, typed.basis_points)
        self.add_verdict(judge_deposit(typed, value), PLACES)
        return typed or 0

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "deposit"}

    def meet(self, current: TraderOrder) -> None:
        """Deposit and lines are compared as well."""
        super().meet(current)
        stored = [{name: getattr(line, name) for name in TYPED} for line in lines_of(current)]
        facts = self.cleaned_data
        pairs = (
            (_("Deposit agreed"), showing.dong(facts["deposit_vnd"]), showing.dong(current.deposit_vnd)),
            (_("Lines"), told(facts["lines"], facts["currency"]), told(stored, current.currency)),
        )
        self.conflict += [pair for pair in pairs if pair[1] != pair[2]]


class AmendForm(_HeaderForm):
    """What a confirmed order leaves open; kilograms and price stay as they were agreed."""

    deliver_from = DayField(label=_("Deliver from"))
    deliver_to = DayField(label=_("Deliver until"))
    deposit_due = DayField(label=_("Deposit due"), required=False)
    rows = (("exporter", "handover"), ("deliver_from", "deliver_to", "deposit_due"), ("requirements", "note"))

    class Meta:
        model = TraderOrder
        fields = ["exporter", "handover", "deliver_from", "deliver_to", "deposit_due", "requirements", "note"]
        formfield_callback = model_field

    def clean(self):
        facts = super().clean()
        self.judge_header(facts)
        return facts
