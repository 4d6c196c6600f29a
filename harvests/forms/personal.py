"""Forms about a person's data: handing it out, and erasing it with the code typed and a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from growers.forms.base import SeatedForm
from growers.forms.fields import LineField
from growers.forms.ticked import OfRow

PLACES = {"erasure_confirmation": "confirmation"}
REASONS = {
    "asked": _("the person asked for it"),
    "withdrawn": _("the person withdrew all consents"),
    "period": _("the time for keeping the data is over"),
    "order": _("an authority ordered it"),
}


class HandOutForm(OfRow, SeatedForm):
    """Asks for everything that is held about a person."""


class ErasureForm(OfRow, SeatedForm):
    """Asks to erase a person; the household's code is typed, so that nobody erases the wrong one."""

    save_label = _("Erase for good")

    confirmation = LineField(label=_("Type the household's code"), max_length=10)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "–"), *REASONS.items()])
