"""Forms about deposits: the filter of the list, taking one, and what becomes of it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, DongField, LineField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.queries.seats import Seat
from harvests.models import Deposit, Means, Receivable, Trader, TraderOrder
from harvests.queries.deposits import receivables_to_offset
from harvests.queries.traders import traders
from harvests.rules.deposits import OFFSET, PENALTY, SAYS_WHY

PLACES = {
    "trade_day_in_future": "day",
    "trade_day_too_old": "day",
    "month_closed": "day",
    "deposit_move_before": "day",
    "trade_not_positive": "amount_vnd",
    "trade_too_large": "amount_vnd",
    "deposit_held_less": "amount_vnd",
    "deposit_penalty_over": "amount_vnd",
    "receivable_open_less": "amount_vnd",
    "trade_without_reason": "reason",
    "deposit_offset_of_nothing": "receivable",
    "deposit_offset_elsewhere": "receivable",
    "receivable_is_void": "receivable",
}


class OfTraderFilter(FilterForm):
    """What a list of papers of traders is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    trader = forms.ModelChoiceField(Trader.objects.none(), label=_("Buyer"), required=False, empty_label=_("all"))
    state = forms.ChoiceField(label=_("Status"), required=False)
    states: tuple = ()

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["trader"].queryset = traders(coop, active="all")
        self.fields["state"].choices = self.states


class DepositFilter(OfTraderFilter):
    """What the list of deposits is narrowed to."""

    states = (("", _("all")), ("held", _("held")), ("spent", _("all spent")), ("void", _("void")))


class DepositForm(OfRow, SeatedForm):
    """Money that a trader puts down for an order."""

    save_label = _("Save deposit")

    amount_vnd = DongField(label=_("Amount"))
    day = DayField(label=_("Received on"))
    means = forms.ChoiceField(label=_("Paid by"), choices=Means.choices)
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)
    terms = LineField(
        label=_("Terms"), required=False, max_length=300,
        help_text=_("when it is lost or given back, if agreed otherwise than by law"),
    )  # fmt: skip

    def __init__(self, seat: Seat, *args, row: TraderOrder, left_vnd: int = 0, **kwargs):
        super().__init__(seat, *args, row=row, **kwargs)
        self.fields["day"].initial = clock.today()
        self.fields["amount_vnd"].initial = left_vnd or None

    @property
    def helper(self):
        return in_groups(super().helper, self, [(None, [["amount_vnd", "day"], ["means", "reference"], ["terms"]])])


class ReceivableChoice(forms.ModelChoiceField):
    """A receivable by number, order, due day and what is open."""

    def label_from_instance(self, row: Receivable) -> str:
        parts = (row.code, row.order.code if row.order else "", showing.day(row.due_on), showing.dong(row.open_vnd))
        return " · ".join(part for part in parts if part)


class MoveForm(OfRow, SeatedForm):
    """What becomes of a part of a deposit; which fields it has depends on the way it goes."""

    receivable = ReceivableChoice(Receivable.objects.none(), label=_("Receivable"), required=False)
    amount_vnd = DongField(label=_("Amount"))
    day = DayField(label=_("Day"))
    reference = LineField(label=_("Voucher or bank reference"), required=False, max_length=60)
    reason = LineField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, seat: Seat, *args, row: Deposit, kind: str, save_label, **kwargs):
        self.kind, self.save_label = kind, save_label
        super().__init__(seat, *args, row=row, **kwargs)
        self.fields["day"].initial = clock.today()
        left = row.amount_vnd - row.penalty_vnd if kind == PENALTY else row.held_vnd
        if kind == OFFSET:
            self.fields["receivable"].queryset = choices = receivables_to_offset(row)
            first = choices.first()
            self.fields["receivable"].initial = first and first.pk
            left = min(left, first.open_vnd) if first else left
            del self.fields["reference"]
        else:
            del self.fields["receivable"]
        self.fields["reason"].required = kind in SAYS_WHY
        self.fields["amount_vnd"].initial = left or None

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.kind}"
