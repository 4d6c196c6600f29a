"""Forms about the household ledger: what the list of balances is narrowed to, and the period of a statement."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import FilterForm
from growers.forms.fields import DayField, LineField
from growers.forms.places import PlaceFilter
from growers.models import Household
from growers.queries.households import places_of_households

LAST_KEY = 2**63 - 1


class AccountFilter(PlaceFilter):
    """What the list of balances is narrowed to; without a day it is today's."""

    day = DayField(label=_("At the end of"), required=False, widget=forms.TextInput({"size": 10}))
    search = LineField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Membership type"), required=False, choices=[("", _("all")), *Household.Kind.choices]
    )
    held = forms.ChoiceField(
        label=_("Balance"),
        required=False,
        choices=[
            ("", _("all")), ("some", _("with a balance")), ("none", _("without a balance")),
            ("ours", _("the co-operative owes")), ("theirs", _("the household owes")),
        ],
    )  # fmt: skip

    field_order = ["day", "search", "kind"]

    def __init__(self, coop, data):
        super().__init__(coop, data, places_of_households(coop))


class PeriodForm(FilterForm):
    """From when to when a statement goes, and up to which entry it knows."""

    day_from = DayField(label=_("From"), required=False, widget=forms.TextInput({"size": 10}))
    day_to = DayField(label=_("Until"), required=False, widget=forms.TextInput({"size": 10}))
    upto = forms.IntegerField(required=False, min_value=0, max_value=LAST_KEY, widget=forms.HiddenInput)

    def period(self, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
        """The period asked for, else `first` to `last`; turned round it is taken as meant."""
        begin, end = self.facts.get("day_from") or first, self.facts.get("day_to") or last
        return min(begin, end), max(begin, end)
