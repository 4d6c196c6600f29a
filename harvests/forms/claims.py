"""Forms about claims and costs of orders: the filter of the list, a claim, its answer, a cost."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import SeatedForm
from growers.forms.fields import DayField, DongField, KgField, LineField, TextField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.queries.seats import Seat
from harvests.forms.deposits import OfTraderFilter
from harvests.models import Claim, OrderCost, Shipment, TraderOrder
from harvests.queries.costs import shipments_of

PLACES = {
    "claim_over_receivable": "asked_vnd",
    "claim_more_than_sold": "grams",
    "claim_before_sale": "day",
    "claim_agreed_nothing": "agreed_vnd",
    "claim_agreed_over": "agreed_vnd",
    "claim_more_than_open": "agreed_vnd",
    "claim_without_answer": "answer",
    "claim_answer_before": "answered_on",
}
NOTING = {
    **PLACES, "trade_day_in_future": "day", "trade_day_too_old": "day", "trade_not_positive": "asked_vnd",
    "trade_too_large": "asked_vnd",
}  # fmt: skip
ANSWERING = {
    **PLACES, "trade_day_in_future": "answered_on", "trade_day_too_old": "answered_on", "month_closed": "answered_on",
}  # fmt: skip
COSTING = {
    "trade_day_in_future": "day", "trade_day_too_old": "day", "month_closed": "day", "trade_not_positive": "amount_vnd",
    "trade_too_large": "amount_vnd",
}  # fmt: skip


class ClaimFilter(OfTraderFilter):
    """What the list of claims is narrowed to."""

    states = (
        ("", _("open")), ("agreed", _("agreed")), ("refused", _("refused")), ("all", _("all")), ("void", _("void")),
    )  # fmt: skip


class ClaimForm(OfRow, SeatedForm):
    """What a trader asks off a receivable; photographs are added on the claim's page."""

    save_label = _("Save claim")

    day = DayField(label=_("Day"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Claim.Kind.choices)
    grams = KgField(label=_("Kilograms"), required=False, decimals=2)
    asked_vnd = DongField(label=_("Amount asked"))
    description = TextField(label=_("Description"), max_length=2000)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["day"].initial = clock.today()

    @property
    def helper(self):
        rows = [["day", "kind"], ["grams", "asked_vnd"], ["description"]]
        return in_groups(super().helper, self, [(None, rows)])

    @property
    def facts(self) -> dict:
        found = super().facts
        return {**found, "grams": found.get("grams") or 0}


class AnswerForm(OfRow, SeatedForm):
    """The answer to a claim: agreed with an amount, or refused, and what the buyer is told."""

    save_label = _("Answer the claim")

    agrees = forms.TypedChoiceField(
        label=_("Answer"), coerce=lambda word: word == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("agreed, the amount is credited on the receivable")), ("no", _("refused"))],
    )  # fmt: skip
    agreed_vnd = DongField(label=_("Amount agreed"), required=False)
    answered_on = DayField(label=_("Answered on"))
    answer = LineField(label=_("What the buyer is told"), max_length=300)

    def __init__(self, seat: Seat, *args, row: Claim, **kwargs):
        super().__init__(seat, *args, row=row, **kwargs)
        self.fields["answered_on"].initial = clock.today()
        self.fields["agreed_vnd"].initial = row.asked_vnd

    @property
    def facts(self) -> dict:
        found = super().facts
        return {**found, "agreed_vnd": found.get("agreed_vnd") or 0}


class CostForm(OfRow, SeatedForm):
    """What an order cost beside its fruit."""

    save_label = _("Save cost")

    kind = forms.ChoiceField(label=_("Kind"), choices=OrderCost.Kind.choices)
    amount_vnd = DongField(label=_("Amount"))
    day = DayField(label=_("Day"))
    shipment = forms.ModelChoiceField(Shipment.objects.none(), label=_("Shipment"), required=False)
    note = LineField(label=_("Note"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, row: TraderOrder, **kwargs):
        super().__init__(seat, *args, row=row, **kwargs)
        self.fields["day"].initial = clock.today()
        self.fields["shipment"].queryset = shipments_of(row)

    @property
    def helper(self):
        rows = [["kind", "amount_vnd"], ["day", "shipment"], ["note"]]
        return in_groups(super().helper, self, [(None, rows)])
