"""Forms about growing areas: the filter of the list, the area, its planting area codes, their status and plots."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, RowForm, SeatedForm, model_field
from growers.forms.fields import AreaField, DayField, LineField
from growers.forms.layout import in_groups
from growers.forms.places import PlacedForm, PlaceFilter
from growers.forms.ticked import OfRow, TickedForm
from growers.models import CodeEvent, ExportCode, GrowingArea
from growers.queries.areas import communes_with_areas, markets, members_of, other_codes
from growers.queries.plots import places_of_plots, plots_to_tick
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.areas import judge_area, judge_code, judge_event
from growers.rules.verdicts import Reason

CODE_PLACES = {"code_twin": "code", "code_dates_swapped": "valid_to"}
EVENT_PLACES = {"event_reason_missing": "reason", "event_changes_nothing": "status"}
DAY_PLACES = dict.fromkeys(("event_too_far", "event_before_last"), "effective_from")


class AreaFilter(FilterForm):
    """What the list of growing areas is narrowed to."""

    commune = forms.ModelChoiceField(None, label=_("Commune or ward"), required=False, empty_label=_("all"))
    market = forms.ModelChoiceField(None, label=_("Market"), required=False, empty_label=_("all"))

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["commune"].queryset = communes_with_areas(coop)
        self.fields["market"].queryset = markets()


class AreaForm(PlacedForm):
    """A growing area: its short code, its name, where it lies."""

    class Meta:
        model = GrowingArea
        fields = ["code", "name", "commune", "note"]
        formfield_callback = model_field

    @property
    def helper(self):
        groups = [("", [["code", "name"], ["commune", "commune_elsewhere"], ["note"]])]
        return in_groups(super().helper, self, groups)

    def usual_commune(self, facts):
        return self.seat.cooperative.commune

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_area(facts.get("code") or ""), {"area_code_malformed": "code"})
        return facts


class StatusFields(SeatedForm):
    """A status and the day from which on it holds."""

    status = forms.ChoiceField(label=_("Status"), choices=CodeEvent.Status.choices)
    effective_from = DayField(label=_("Effective from"))
    reason = LineField(label=_("Reason"), required=False, max_length=200)

    def judge_status(self, past=()) -> None:
        """Ask the rule about a status that follows those of the past."""
        facts = self.cleaned_data
        if facts.get("status") and facts.get("effective_from"):
            verdict = judge_event(
                facts["status"], facts["effective_from"], facts.get("reason", ""), past=past, today=clock.today()
            )
            self.add_verdict(verdict, EVENT_PLACES | DAY_PLACES)


class CodeForm(RowForm):
    """A planting area code's papers; its crop and market stay what they were when it was added (R11)."""

    registered_m2 = AreaField(label=_("Registered area"), required=False, help_text=_("12,5 ha; 5000 m2"))
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_to = DayField(label=_("Valid to"), required=False, help_text=_("The first day on which it is valid no more."))

    warnings: tuple[Reason, ...] = ()  # what a save shall say once, and never stops it

    class Meta:
        model = ExportCode
        fields = [
            "code", "commodity", "market", "registered_m2", "issuer", "decision_no", "importer_ref",
            "importer_approved_on", "representative", "valid_from", "valid_to", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        if self.instance.pk:
            del self.fields["commodity"], self.fields["market"]
        else:
            self.fields["commodity"].initial = seat.cooperative.commodity_id

    @property
    def helper(self):
        groups = [
            (_("Planting area code"), [["code", "registered_m2"], ["commodity", "market"]]),
            (_("Status"), [["status", "effective_from"], ["reason"]]),
            (_("Papers"), [["issuer", "decision_no"], ["importer_ref", "importer_approved_on"],
                          ["representative"], ["valid_from", "valid_to"], ["note"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        minimum = settings_on(self.seat.cooperative, clock.today())["code_minimum_m2"]
        others = other_codes(self.seat.cooperative, self.instance.pk)
        verdict = judge_code(facts, others=others, minimum_m2=minimum)
        self.add_verdict(verdict, CODE_PLACES)
        self.warnings = verdict.warnings
        return facts


class NewCodeForm(CodeForm, StatusFields):
    """A planting area code that an area does not have yet, with its first status."""

    def __init__(self, seat: Seat, *args, area: GrowingArea, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.instance.area = area

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.instance.area_id}"

    def clean(self):
        facts = super().clean()
        self.judge_status()
        return facts


class EventForm(OfRow, StatusFields):
    """A new status of a code; `past` are those it had."""

    save_label = _("Record the status")

    def __init__(self, seat: Seat, *args, past=(), **kwargs):
        self.past = past
        super().__init__(seat, *args, **kwargs)
        # Nothing is chosen beforehand: a status is given on purpose, for lots may lose their market by it (R15).
        self.fields["status"].choices = [("", "---------"), *CodeEvent.Status.choices]
        self.fields["effective_from"].initial = clock.today()

    def clean(self):
        facts = super().clean()
        self.judge_status(self.past)
        return facts


class JoinForm(TickedForm):
    """Plots that shall stand under a code from a day on."""

    rows_name = "plots"
    valid_from = DayField(label=_("Under the code from"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.tick(plots_to_tick(seat.cooperative))
        self.fields["valid_from"].initial = clock.today()


class LeaveForm(TickedForm):
    """Memberships of a code that shall end on a day."""

    rows_name = "members"
    valid_to = DayField(label=_("Under the code no more from"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.tick(members_of(self.row, clock.today()))
        self.fields["valid_to"].initial = clock.today()


class JoinFilter(PlaceFilter):
    """Which plots the list to tick shows."""

    sort = None  # they stand in one order
    search = LineField(label=_("Search"), required=False, max_length=80)
    field_order = ["search"]

    def __init__(self, coop, data):
        super().__init__(coop, data, places_of_plots(coop))
