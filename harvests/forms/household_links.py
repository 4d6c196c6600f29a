"""Forms about the links of households: the season that one opens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.models import Household
from growers.queries.seats import Seat
from harvests.forms.deliveries import StepForm
from harvests.models import Season, SettlementLine
from harvests.queries.household_links import seasons_of


class StatementLinkForm(StepForm):
    """A link to one statement: what was sent for one is not taken for another's."""

    def __init__(self, seat: Seat, line: SettlementLine, *args, **kwargs):
        self.line = line
        super().__init__(seat, *args, save_label=_("Make a link"), **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.line.pk}"


class SeasonLinkForm(StepForm):
    """A link to a season of one household."""

    season = forms.ModelChoiceField(Season.objects.none(), label=_("Season"), empty_label=None)

    def __init__(self, seat: Seat, household: Household, *args, **kwargs):
        self.household = household
        super().__init__(seat, *args, save_label=_("Make a link"), **kwargs)
        self.fields["season"].queryset = seasons_of(household)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.household.pk}"
