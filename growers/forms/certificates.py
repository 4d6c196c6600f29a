"""Forms about certificates: the filter of the list, the certificate, its plots, its withdrawal, and the bodies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import RowForm, SeatedForm, SortedFilter, model_field
from growers.forms.fields import AreaField, DayField, LineField, PhoneField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow, TickedForm
from growers.models import Certificate, CertificationBody
from growers.queries.certificates import bodies, scope_of
from growers.queries.packing_houses import houses_to_choose
from growers.queries.plots import plots_to_tick
from growers.queries.seats import Seat
from growers.rules.certificates import COMING, EXPIRED, VALID, WITHDRAWN, judge_certificate, judge_withdrawal
from growers.rules.verdicts import Reason

PLACES = {
    "certificate_withdrawn_early": "withdrawn_on",
    "certificate_withdrawn_late": "withdrawn_on",
    "certificate_dates_swapped": "valid_to",
    "certificate_ggn_missing": "ggn",
    "certificate_ggn_wrong": "ggn",
    "certificate_ggn_not_asked": "ggn",
    "certificate_house_missing": "house",
    "certificate_house_not_asked": "house",
}
STATES = {VALID: _("valid"), COMING: _("not valid yet"), EXPIRED: _("expired"), WITHDRAWN: _("withdrawn")}


class CertificateFilter(SortedFilter):
    """What the list of certificates is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    scheme = forms.ChoiceField(label=_("Scheme"), required=False, choices=[("", _("all")), *Certificate.Scheme.choices])
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("all")), *STATES.items()])
    body = forms.ModelChoiceField(None, label=_("Certification body"), required=False, empty_label=_("all"))
    field_order = ["search"]

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["body"].queryset = bodies(coop)


class CertificateForm(RowForm):
    """A certificate as it is printed."""

    ggn = LineField(label="GGN", required=False, max_length=20, help_text=_("13 digits; GlobalG.A.P. only"))
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(label=_("Valid until"), help_text=_("The last day on which it is valid, as printed."))
    scope_m2 = AreaField(label=_("Area on the certificate"), required=False, help_text=_("12,5 ha; 5000 m2"))

    warnings: tuple[Reason, ...] = ()  # what a save shall say once, and never stops it

    class Meta:
        model = Certificate
        fields = [
            "scheme", "number", "ggn", "standard", "body", "commodity", "house", "valid_from", "valid_to", "scope_m2",
            "responsible", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["body"].queryset = bodies(seat.cooperative)
        self.fields["house"].queryset = houses_to_choose(seat.cooperative, self.instance.house_id)
        self.fields["house"].help_text = _("Only for a certificate of a packing house.")
        if not self.instance.pk:
            self.fields["commodity"].initial = seat.cooperative.commodity_id

    @property
    def helper(self):
        groups = [
            (_("Certificate"), [["scheme", "number"], ["ggn", "standard"], ["body", "responsible"]]),
            (_("Scope"), [["commodity", "house"], ["scope_m2"]]),
            (_("Validity"), [["valid_from", "valid_to"], ["note"]]),
        ]
        return in_groups(super().helper, self, groups)

    def clean_ggn(self):
        return "".join(self.cleaned_data["ggn"].split())

    def clean(self):
        facts = super().clean()
        verdict = judge_certificate(facts) if "ggn" not in self.errors else judge_certificate({**facts, "ggn": ""})
        self.add_verdict(verdict, PLACES)
        self.warnings = verdict.warnings
        return facts


class WithdrawalForm(OfRow, SeatedForm):
    """The day from which on a certificate holds no more, and why."""

    save_label = _("Withdraw the certificate")

    version = forms.IntegerField(widget=forms.HiddenInput)
    withdrawn_on = DayField(label=_("Withdrawn on"))
    reason = LineField(label=_("Reason"), max_length=200, error_messages={"required": _("Say why.")})

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["withdrawn_on"].initial = clock.today()
        self.fields["version"].initial = self.row.version

    def clean(self):
        facts = super().clean()
        day = facts.get("withdrawn_on")
        if day and facts.get("reason"):
            first, last = self.row.valid_from, self.row.valid_to
            verdict = judge_withdrawal(day, facts["reason"], valid_from=first, valid_to=last)
            self.add_verdict(verdict, PLACES)
        return facts

    def meet(self, current: Certificate) -> None:
        """A change that came in between is looked at first: what was typed may not fit the certificate any more."""
        self.add_error(None, _("Somebody changed this certificate in the meantime. Open this page anew."))


class ScopeJoinForm(TickedForm):
    """Plots that shall be under a certificate from a day on."""

    rows_name = "plots"
    valid_from = DayField(label=_("Under the certificate from"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.tick(plots_to_tick(seat.cooperative))
        self.fields["valid_from"].initial = min(max(clock.today(), self.row.valid_from), self.row.valid_to)


class ScopeLeaveForm(TickedForm):
    """Plots that shall be under a certificate no more, from a day on."""

    rows_name = "members"
    valid_to = DayField(label=_("Under the certificate no more from"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.tick(scope_of(self.row, clock.today()))
        self.fields["valid_to"].initial = clock.today()


class BodyForm(RowForm):
    """A certification body."""

    phone = PhoneField(label=_("Phone"), required=False)

    class Meta:
        model = CertificationBody
        fields = ["name", "accreditation_no", "phone", "note"]
        formfield_callback = model_field

    @property
    def helper(self):
        return in_groups(super().helper, self, [("", [["name", "accreditation_no"], ["phone"], ["note"]])])
