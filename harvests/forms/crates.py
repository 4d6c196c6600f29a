"""The form in which a crate's tare is noted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import SeatedForm
from growers.forms.fields import DayField, KgField, LineField
from growers.queries.seats import Seat
from harvests.models import CrateType
from harvests.queries.crates import tare_of, was_used
from harvests.rules.crates import judge_crate

PLACES = {
    "crate_tare_missing": "tare_g",
    "crate_tare_heavy": "tare_g",
    "crate_far_ahead": "valid_from",
    "crate_used_today": "valid_from",
}


class CrateForm(SeatedForm):
    """A crate and what it weighs from a day on; `known` fills in what is known of it."""

    code = LineField(label=_("Code"), max_length=8, help_text=_("short, as it is painted on the crate: N2"))
    name = LineField(label=_("Name"), max_length=60)
    tare_g = KgField(label=_("Tare of one crate (kg)"), decimals=2)
    valid_from = DayField(label=_("Valid from"))
    is_default = forms.BooleanField(label=_("Usual crate: stands on every new load"), required=False)

    def __init__(self, seat: Seat, known: CrateType | None, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["valid_from"].initial = clock.today()
        if known:
            for name in ("code", "name", "tare_g", "is_default"):
                self.fields[name].initial = getattr(known, name)

    def clean_code(self):
        return self.cleaned_data["code"].upper()

    def clean(self):
        facts = super().clean()
        if facts.get("code") and facts.get("valid_from") and facts.get("tare_g") is not None:
            crate = tare_of(self.seat.cooperative, facts["code"], facts["valid_from"])
            used = bool(crate and was_used(crate))
            verdict = judge_crate(facts["tare_g"], facts["valid_from"], today=clock.today(), used=used)
            self.add_verdict(verdict, PLACES)
        return facts
