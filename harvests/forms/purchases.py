"""The period of a purchase list."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField

DAY = forms.TextInput({"size": 10})
MOST_DAYS = 366


def _problem(first: dt.date, last: dt.date) -> str:
    """What speaks against a period; "" when nothing does."""
    if last < first:
        return str(_("The last day is before the first one."))
    return str(_("At most one year at a time. Choose a shorter period.")) if (last - first).days >= MOST_DAYS else ""


class PurchaseFilter(FilterForm):
    """Days from and to; without any this month."""

    first = DayField(label=_("From"), required=False, widget=DAY)
    last = DayField(label=_("To"), required=False, widget=DAY)

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        last = self.facts.get("last") or clock.today()
        return self.facts.get("first") or last.replace(day=1), last

    @property
    def problem(self) -> str:
        """What speaks against these days; nothing is guessed for a paper of the law."""
        return str(_("Correct what is marked above.")) if self.errors else _problem(*self.days)


class PurchasesForm(SeatedForm):
    """The period of a list with whole citizen IDs."""

    first = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])
    last = forms.DateField(widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])

    def clean(self):
        facts = super().clean()
        if facts.get("first") and facts.get("last") and (problem := _problem(facts["first"], facts["last"])):
            self.add_error(None, problem)
        return facts

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The days as they were sent: a sending that comes again is not read again."""
        return tuple(dt.date.fromisoformat(self.data[name]) for name in ("first", "last"))

    @property
    def said(self) -> dict[str, str]:
        return {name: str(self.data.get(name, ""))[:10] for name in ("first", "last")}
