"""What the page of plots and markets is narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import FilterForm
from growers.forms.fields import DayField, LineField
from growers.models import Commodity, Market


class EligibilityFilter(FilterForm):
    """Day of harvest, crop, place, planting area code and market."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    day = DayField(label=_("Harvested on"), required=False)
    crop = forms.TypedChoiceField(label=_("Crop"), required=False, coerce=int, empty_value=None)
    village = forms.ChoiceField(label=_("Village"), required=False)
    code = forms.ChoiceField(label=_("Planting area code"), required=False)
    market = forms.ChoiceField(label=_("Market"), required=False)

    def __init__(self, coop, data, *, crops: list[Commodity], villages: list[str], codes: list[str]):
        super().__init__(coop, data)
        self.offer("crop", ((crop.pk, crop.name) for crop in crops))
        self.offer("village", ((village, village) for village in villages))
        self.offer("code", ((code, code) for code in codes))

    def offer_markets(self, markets: list[Market]) -> None:
        """Let one market be chosen of those that have rules for the crop."""
        self.offer("market", ((market.code, f"{market.code} – {market.name}") for market in markets))

    def arrange(self):
        crop = self.fields["crop"]
        crop.choices = [choice for choice in crop.choices if choice[0]]
        if len(crop.choices) < 2:
            crop.widget = forms.HiddenInput()
