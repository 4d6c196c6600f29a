"""Filters of what traders owe: the day of the ageing, the period of a statement."""

from django.utils.translation import gettext_lazy as _

from growers.forms.base import FilterForm
from growers.forms.fields import DayField


class AgeingFilter(FilterForm):
    """The day at whose end debts are looked at."""

    day = DayField(label=_("At the end of"), required=False)


class PeriodFilter(FilterForm):
    """The days of a statement."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
