"""Forms about settlement runs: the filter of the list, the rules of a run, choices in a draft, and its steps."""

from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, RowForm, SeatedForm, model_field
from growers.forms.fields import DayField, DongField, LineField, PercentField, WholeField
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.forms.deliveries import StepForm
from harvests.models import SettlementRun
from harvests.queries.settlements import last_run
from harvests.rules.settlements import judge_run, usual_days

PLACES = {
    "settlement_days_backwards": "day_to",
    "settlement_days_long": "day_to",
    "settlement_in_future": "day_to",
    "debt_day_too_old": "day_from",
    "settlement_fee_unlikely": "fee_vnd_per_kg",
    "settlement_name_without_reason": "reason",
    "settlement_cancel_without_reason": "reason",
    "payment_before_approval": "day",
    "payment_in_future": "day",
    "payment_without_reference": "reference",
    "return_without_reason": "reason",
    "return_before_payment": "day",
    "return_in_future": "day",
}
STATES = [("", _("not locked yet")), ("all", _("all")), *SettlementRun.Status.choices]
RULES = (
    "day_from", "day_to", "kind", "advance_bp", "input_bp", "loan_bp", "fee_vnd_per_kg", "rounding", "means", "note",
)  # fmt: skip


class RunFilter(FilterForm):
    """What the list of runs is narrowed to."""

    state = forms.ChoiceField(label=_("Status"), required=False, choices=STATES)
    year = WholeField(label=_("Year"), required=False)


class RunForm(RowForm):
    """The rules of a run: its period, whom it pays, what it deducts and how; at first those of the last run."""

    day_from = DayField(label=_("From"))
    day_to = DayField(label=_("To"))
    advance_bp = PercentField(label=_("Deduct advances, at most"), help_text=_("percent of value less fee"))
    input_bp = PercentField(label=_("Deduct input debt, at most"), help_text=_("percent of value less fee"))
    loan_bp = PercentField(label=_("Deduct internal loans, at most"), help_text=_("percent of value less fee"))
    fee_vnd_per_kg = DongField(label=_("Service fee per kg"), help_text=_("0 for none"))
    rows = (
        ("day_from", "day_to", "kind"), ("advance_bp", "input_bp", "loan_bp"), ("fee_vnd_per_kg", "rounding", "means"),
        ("note",),
    )  # fmt: skip

    class Meta:
        model = SettlementRun
        fields = list(RULES)
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, like: SettlementRun | None = None, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["kind"].help_text = ""
        self.fields["kind"].choices = [("", _("all households")), *self.fields["kind"].choices[1:]]
        if not settings_on(seat.cooperative, clock.today())["internal_lending"]:
            del self.fields["loan_bp"]
        if not self.instance.pk:
            before = last_run(seat.cooperative)
            usual = {name: getattr(like or before or self.instance, name) for name in RULES if name != "note"}
            if not like:
                first, last = usual_days(clock.today(), before and before.day_to)
                usual |= {"day_from": first, "day_to": last, "kind": ""}
            self.initial |= usual

    @property
    def helper(self):
        helper = super().helper
        helper.render_hidden_fields = True
        rows = [[name for name in names if name in self.fields] for names in self.rows]
        width = {1: "col-12", 2: "col-md-6", 3: "col-md-4"}
        cells = [[Div(Field(name), css_class=width[len(row)]) for name in row] for row in rows]
        helper.layout = Layout(*(Div(*row, css_class="row") for row in cells))
        return helper

    def clean(self):
        facts = super().clean()
        if not any(name in self.errors for name in RULES):
            self.add_verdict(judge_run(facts, today=clock.today()), PLACES)
        return facts


class ChoicesForm(SeatedForm):
    """How a draft treats households: fields choice-<code>, each "", out, transfer or cash."""

    OFFERED = ("", "transfer", "cash", "out")

    def __init__(self, seat: Seat, run: SettlementRun, *args, **kwargs):
        self.run = run
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.run.pk}"

    def clean(self):
        facts = super().clean()
        typed = {name.removeprefix("choice-"): self.data[name] for name in self.data if name.startswith("choice-")}
        was = {name.removeprefix("was-"): self.data[name] for name in self.data if name.startswith("was-")}
        if any(choice not in self.OFFERED for choice in typed.values()):
            self.add_error(None, sentence(Reason("settlement_choice_unknown")))
        facts["choices"] = {code: choice for code, choice in typed.items() if choice != was.get(code, "")}
        return facts


class CloseForm(StepForm):
    """Closing: the version and table that were looked at, and why account names that differ are right."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(
        widget=forms.HiddenInput, max_length=32,
        error_messages={"required": _("This form was damaged on its way. Reload the page and send it again.")},
    )  # fmt: skip
    checked = forms.BooleanField(label=_("I checked the accounts with another name."), required=False)
    reason = LineField(label=_("Why these accounts are right"), required=False, max_length=200)

    def __init__(self, seat: Seat, run: SettlementRun, *args, seen: str, asked: bool, **kwargs):
        super().__init__(seat, *args, save_label=_("Close the run"), **kwargs)
        self.run = run
        self.fields["version"].initial, self.fields["seen"].initial = run.version, seen
        if not asked:
            del self.fields["checked"], self.fields["reason"]

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.run.pk}"

    @property
    def facts(self) -> dict:
        """What closing takes: a reason counts with its tick only."""
        facts = super().facts
        if not facts:
            return {}
        reason = facts.get("reason", "") if facts.get("checked") else ""
        return {"version": self.shown_version or None, "seen": facts["seen"], "reason": reason}


class ApproveForm(StepForm):
    """Approving: the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, seat: Seat, run: SettlementRun, *args, **kwargs):
        super().__init__(seat, *args, save_label=_("Approve the run"), **kwargs)
        self.run = run
        self.fields["version"].initial = run.version

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.run.pk}"

    @property
    def facts(self) -> dict:
        return {"version": self.shown_version or None}
