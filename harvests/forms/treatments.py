"""The form of a treatment: what was done where, and what was measured, in the units that the charts show."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import SeatedForm
from growers.forms.fields import CelsiusField, LineField, MomentField, PercentField, WholeField
from growers.forms.layout import in_groups
from growers.queries.seats import Seat
from harvests.rules.treatments import KINDS, MEASURED, VALUES
from harvests.wording_treatments import KINDS as KIND_NAMES

PLACES = {
    **{f"treatment_{name}_{how}": name for name in VALUES for how in ("high", "low", "missing")},
    "treatment_in_future": "treated_at", "treatment_void_without_reason": "reason",
}  # fmt: skip


class TreatmentForm(SeatedForm):
    """A treatment of a lot; a value that belongs to another kind stays empty."""

    save_label = _("Save treatment")

    kind = forms.ChoiceField(label=_("Treatment"), choices=[(kind, KIND_NAMES[kind]) for kind in KINDS])
    treated_at = MomentField(label=_("Treated at"), help_text=_("Such as 14:30 08/09/2025"))
    facility = LineField(label=_("Facility"), max_length=120)
    facility_code = LineField(label=_("Facility code"), required=False, max_length=40)
    treatment_no = LineField(label=_("Treatment number"), required=False, max_length=60)
    certificate_no = LineField(label=_("Certificate number"), required=False, max_length=60)
    pulp_temp_dc = CelsiusField(label=_("Pulp temperature, lowest (°C)"), required=False)
    minutes = WholeField(label=_("Minutes"), required=False)
    humidity_bp = PercentField(label=_("Humidity, lowest (%)"), required=False)
    dose_g_m3 = WholeField(label=_("Dose (g/m³)"), required=False)
    dose_gy = WholeField(label=_("Absorbed dose, lowest (Gy)"), required=False)
    supervised_by = LineField(label=_("Supervised by"), required=False, max_length=120)

    def __init__(self, seat: Seat, *args, kind: str = "", **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["kind"].initial = kind or KINDS[0]
        self.fields["treated_at"].initial = clock.now().replace(second=0, microsecond=0)

    @property
    def helper(self):
        groups = [
            (None, [["kind", "treated_at"], ["facility", "facility_code"], ["treatment_no", "certificate_no"]]),
            (_("Measured"), [["pulp_temp_dc", "minutes", "humidity_bp"], ["dose_g_m3", "dose_gy"]]),
            (None, [["supervised_by"]]),
        ]
        return in_groups(super().helper, self, groups)

    def add_verdict(self, verdict, fields=None):
        """A value that belongs to another kind is shown at its field."""
        strange = [r.data["value"] for r in verdict.refused if r.code == "treatment_of_other_kind"]
        needed = MEASURED.get(self.cleaned_data.get("kind"), ())[:1]
        places = {**PLACES, "treatment_of_other_kind": next(iter(strange), ""), **dict.fromkeys(
            ["treatment_value_needed"] if needed else [], next(iter(needed), "")
        )}  # fmt: skip
        super().add_verdict(verdict, {**places, **(fields or {})})
