"""Forms about market programmes: the filter of the list, the programme, a step, and putting a step elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import RowForm, SeatedForm, SortedFilter, model_field
from growers.forms.fields import KgField, RowsField, WholeField
from growers.forms.layout import in_groups
from growers.forms.ticked import OfRow
from growers.models import Market
from growers.queries.seats import Seat
from harvests.models import MarketProgramme, ProgrammeStep
from harvests.queries.events import events_to_choose
from harvests.queries.orders import traders_to_choose
from harvests.queries.programmes import markets_abroad
from harvests.rules.programmes import judge_programme, judge_step

PLACES = {
    "programme_target_nothing": "target_g", "step_done_without_day": "done_on", "step_day_without_done": "done_on",
    "step_done_in_future": "done_on", "step_count_half": "count_goal", "step_count_over": "counted",
    "step_count_of_nothing": "count_goal", "step_done_uncounted": "counted",
}  # fmt: skip


class ProgrammeFilter(SortedFilter):
    """What the list of programmes is narrowed to."""

    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("all")), *MarketProgramme.Status.choices]
    )


class ProgrammeForm(RowForm):
    """A programme as it is typed in; its markets are ticked."""

    markets = RowsField(
        Market.objects.none(), label=_("Markets"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one market.")},
    )  # fmt: skip
    target_g = KgField(label=_("Target"), required=False, help_text=_("Kilograms, or 20 tấn"))

    class Meta:
        model = MarketProgramme
        fields = ["name", "trader", "first_shipment_on", "target_g", "status", "note"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["trader"].queryset = traders_to_choose(seat.cooperative, self.instance.trader_id)
        self.fields["markets"].queryset = markets_abroad()
        if self.instance.pk:
            self.fields["markets"].initial = [market.pk for market in self.instance.markets.all()]

    @property
    def helper(self):
        groups = [
            (None, [["name", "status"], ["trader"], ["first_shipment_on", "target_g"], ["markets"], ["note"]]),
        ]
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_programme(facts.get("target_g")), PLACES)
        return facts


class StepForm(OfRow, RowForm):
    """A step of a programme as it is typed in; `row` is the programme."""

    counted = WholeField(label=_("Done so far"), required=False, help_text=_("Such as 3 …"))
    count_goal = WholeField(label=_("Of how many"), required=False, help_text=_("… of 8"))

    class Meta:
        model = ProgrammeStep
        fields = ["name", "status", "due_on", "done_on", "counted", "count_goal", "event", "note"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, row: MarketProgramme | None = None, **kwargs):
        super().__init__(seat, *args, row=row or kwargs["instance"].programme, **kwargs)
        self.fields["event"].queryset = events_to_choose(seat.cooperative, self.instance.event_id)

    @property
    def helper(self):
        groups = [(None, [["name"], ["status", "due_on", "done_on"], ["counted", "count_goal"], ["event"], ["note"]])]
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        if not {"status", "done_on", "counted", "count_goal"} & self.errors.keys():
            self.add_verdict(judge_step(facts, today=clock.today()), PLACES)
        return facts


class MoveForm(OfRow, SeatedForm):
    """Which way a step is moved; the page draws a button for each way."""

    to = forms.ChoiceField(choices=[("up", _("up")), ("down", _("down"))])
