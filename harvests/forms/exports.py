"""The period, or the lots, whose records are handed to others."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm
from growers.forms.fields import DayField, LineField

DAY = forms.TextInput({"size": 10})
USUAL_DAYS, MOST_DAYS = 30, 732


class ExportFilter(FilterForm):
    """Days from and to; lots, when they are named, are what counts."""

    first = DayField(label=_("From"), required=False, widget=DAY)
    last = DayField(label=_("To"), required=False, widget=DAY)
    lots = LineField(
        label=_("or these lots"), required=False, max_length=2_000, widget=forms.TextInput({"size": 40})
    )

    @property
    def codes(self) -> list[str]:
        """The lots that are named, each once."""
        return [*dict.fromkeys(self.facts.get("lots", "").replace(",", " ").replace(";", " ").split())]

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and last day asked for; without any the last thirty days."""
        last = self.facts.get("last") or clock.today()
        return self.facts.get("first") or last - dt.timedelta(days=USUAL_DAYS), last

    @property
    def problem(self) -> str:
        """What speaks against these days or words; "" when nothing does. Nothing is guessed for others to read."""
        if self.errors:
            return str(_("Correct what is marked above; until then nothing is handed over."))
        first, last = self.days
        if not self.codes and last < first:
            return str(_("The last day is before the first one."))
        if not self.codes and (last - first).days > MOST_DAYS:
            return str(_("At most two years at a time. Choose a shorter period."))
        return ""
