"""What the availability page is asked: which crop, which order's sources, and an order that is only thought of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import FilterForm
from growers.forms.fields import KgField
from growers.models import Market


class AvailabilityFilter(FilterForm):
    """The crop, and the boxes of "what if somebody ordered …"; all of it from the address."""

    crop = forms.ChoiceField(label=_("Crop"), required=False)
    kg = KgField(label=_("What if: kilograms more"), required=False)
    market = forms.ModelChoiceField(Market.objects.none(), label=_("To market"), required=False, empty_label="–")
    week = forms.ChoiceField(label=_("In week"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)

    def __init__(self, coop, data, *, crops, markets, weeks, grades):
        super().__init__(coop, data)
        self.fields["crop"].choices = [(crop.code, crop.name) for crop in crops]
        if len(crops) < 2:
            self.fields["crop"].widget = forms.HiddenInput()
        self.fields["market"].queryset = markets
        self.fields["week"].choices = weeks
        self.fields["grade"].choices = [("", _("as it comes")), *((str(grade.pk), grade.name) for grade in grades)]
