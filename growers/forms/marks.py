"""The form of a licence to use a certification mark."""

from django.utils.translation import gettext_lazy as _

from growers.forms.base import RowForm, model_field
from growers.forms.fields import DayField, KgField, LineField
from growers.forms.layout import in_groups
from growers.models import MarkLicence
from growers.queries.marks import marks, other_licences
from growers.queries.seats import Seat
from growers.rules.marks import judge_licence
from growers.rules.verdicts import Reason


class LicenceForm(RowForm):
    """A licence: of which mark, who holds it, from when until when, for how much."""

    holder = LineField(
        label=_("Holder"), required=False, max_length=160, help_text=_("Leave empty for your own co-operative.")
    )
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(
        label=_("Valid until"), required=False, help_text=_("The first day on which it is valid no more.")
    )
    quota_g = KgField(label=_("Licensed kilograms"), required=False, help_text=_("Leave empty when without a limit."))

    warnings: tuple[Reason, ...] = ()  # what a save shall say once, and never stops it

    class Meta:
        model = MarkLicence
        fields = ["mark", "decision_no", "holder", "valid_from", "valid_to", "quota_g", "note"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["mark"].queryset = marks()

    @property
    def helper(self):
        groups = [("", [["mark", "decision_no"], ["holder"], ["valid_from", "valid_to"], ["quota_g"], ["note"]])]
        return in_groups(super().helper, self, groups)

    def clean_quota_g(self):
        return self.cleaned_data["quota_g"] or None

    def clean(self):
        facts = super().clean()
        mark = facts.get("mark")
        period = mark and (mark.valid_from, mark.valid_to)
        holder = facts.get("holder", "")
        others = other_licences(self.seat.cooperative, mark.pk, holder, self.instance.pk) if mark else ()
        verdict = judge_licence(facts, mark=period, others=others)
        self.add_verdict(verdict, {"licence_dates_swapped": "valid_to"})
        self.warnings = verdict.warnings
        return facts
