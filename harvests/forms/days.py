"""Forms about a receiving day: closing it, opening it again, checking its scale."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.forms.fields import KgField, LineField, TextField
from growers.wording import sentences

MOST_G = 1_000_000  # no platform scale shows more than a tonne


class DayForm(SeatedForm):
    """A form on the page of one day."""

    def __init__(self, seat, day: dt.date, data=None, **kwargs):
        super().__init__(seat, data, auto_id=f"{self.name}_%s", **kwargs)
        self.day = day

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.day}"

    def add_verdict(self, verdict, fields=None) -> None:
        """Show why the day stays as it is at the field that answers it."""
        place = next(name for name in self.fields if name != "token")
        for text in sentences(verdict):
            self.add_error(place, ValidationError(text))


class CloseForm(DayForm):
    """Closing a day, with what was open explained."""

    name = "close"
    note = TextField(label=_("Differences explained"), required=False, max_length=1000)


class ReopenForm(DayForm):
    """Opening a closed day again."""

    name = "reopen"
    reason = LineField(label=_("Why it is opened again"), max_length=160)


class ScaleForm(DayForm):
    """What the scale showed, empty or under a test weight."""

    name = "scale"
    shown_g = KgField(label=_("The scale showed (kg)"), decimals=2)
    note = LineField(label=_("Test weight, or empty"), max_length=160)

    def clean_shown_g(self) -> int:
        if self.cleaned_data["shown_g"] > MOST_G:
            raise ValidationError(_("No scale here shows that much."))
        return self.cleaned_data["shown_g"]
