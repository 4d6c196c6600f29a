"""Forms about events: the filter of the list, and the event with its lists of codes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.forms.base import RowForm, SortedFilter, model_field
from growers.forms.fields import DongField, KgField, MomentField, TextField, WholeField
from growers.forms.layout import in_groups
from growers.queries.households import households_by_code
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.models import Event, Season, Trader
from harvests.queries.events import (
    attendance_of,
    partners_of,
    plots_coded,
    plots_visited,
    seasons_to_choose,
)
from harvests.queries.orders import traders_to_choose
from harvests.rules.events import judge_event

PLACES = {
    "event_ends_before": "ends_on", "event_lasts_too_long": "ends_on", "event_far_away": "starts_at",
    "event_not_yet": "starts_at", "event_households_unknown": "households", "event_plots_unknown": "plots",
}  # fmt: skip
MOST_TOLD = 10  # codes that a sentence names
ALL = ("", _("all"))


class EventFilter(SortedFilter):
    """What the list of events is narrowed to."""

    kind = forms.ChoiceField(label=_("Kind of event"), required=False, choices=[ALL, *Event.Kind.choices])
    season = forms.ModelChoiceField(Season.objects.none(), label=_("Season"), required=False, empty_label=_("all"))
    trader = forms.ModelChoiceField(Trader.objects.none(), label=_("Partner"), required=False, empty_label=_("all"))
    voided = forms.ChoiceField(
        label=_("Voided"), required=False, choices=[("", _("hidden")), ("too", _("shown too")), ("only", _("only"))]
    )

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["season"].queryset = seasons_to_choose(coop)
        self.fields["trader"].queryset = partners_of(coop)


class StartField(MomentField):
    """A time and a day, or a day alone; what begins at midnight shows as its day."""

    def show(self, value):
        local = value.astimezone(VIETNAM)
        return super().show(value) if local.hour or local.minute else f"{local:%d/%m/%Y}"


class CodesField(TextField):
    """Codes with commas, spaces or line breaks between them, cleaned to a list without repetitions."""

    def to_python(self, value):
        parts = super().to_python(value or "").replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(part.zfill(3) if part.isascii() and part.isdigit() else part for part in parts))

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value


class EventForm(RowForm):
    """An event as it is typed in."""

    starts_at = StartField(label=_("Time and day"), help_text=_("Such as 19:30 08/09/2025, or the day alone"))
    viewers = WholeField(label=_("Viewers"), required=False)
    visitors = WholeField(label=_("Visitors"), required=False)
    participants = WholeField(label=_("Participants"), required=False)
    orders = WholeField(label=_("Orders taken"), required=False)
    sold_g = KgField(label=_("Kilograms sold"), required=False)
    revenue_vnd = DongField(label=_("Fruit sold for"), required=False)
    cost_vnd = DongField(label=_("Cost"), required=False)
    ticket_vnd = DongField(label=_("Ticket price"), required=False)
    households = CodesField(
        label=_("Households that took part"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Their codes, such as 012, 015, 020"),
    )  # fmt: skip
    plots = CodesField(
        label=_("Orchards visited"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Codes of plots, such as 012-1, 015-2"),
    )  # fmt: skip

    class Meta:
        model = Event
        fields = [
            "kind", "title", "starts_at", "ends_on", "place", "host", "trader", "season", "viewers", "visitors",
            "participants", "orders", "sold_g", "revenue_vnd", "cost_vnd", "ticket_vnd", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["trader"].queryset = traders_to_choose(seat.cooperative, self.instance.trader_id)
        self.fields["season"].queryset = seasons_to_choose(seat.cooperative)
        if self.instance.pk:
            self.fields["households"].initial = [row.code for row in attendance_of(self.instance)]
            self.fields["plots"].initial = [row.code for row in plots_visited(self.instance)]

    @property
    def helper(self):
        groups = [
            (None, [["kind", "title"], ["starts_at", "ends_on"], ["place", "host"], ["trader", "season"]]),
            (_("What came of it (leave empty what nobody counted)"), [
                ["viewers", "orders", "participants"], ["sold_g", "revenue_vnd", "cost_vnd"],
                ["visitors", "ticket_vnd"],
            ]),
            (_("Who and where"), [["households"], ["plots"], ["note"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        coop = self.seat.cooperative
        found = households_by_code(coop, facts.get("households") or ())
        facts["households"] = self._found("households", [*found.values()])
        facts["plots"] = self._found("plots", plots_coded(coop, facts.get("plots") or ()))
        if starts_at := facts.get("starts_at"):
            starts_on = starts_at.astimezone(VIETNAM).date()
            self.add_verdict(judge_event(facts, starts_on=starts_on, today=clock.today()), PLACES)
        return facts

    def _found(self, name: str, rows: list) -> list:
        missing = [code for code in self.cleaned_data.get(name) or () if code not in {row.code for row in rows}]
        if missing:
            told = ", ".join(missing[:MOST_TOLD])
            self.add_verdict(Verdict.because(f"event_{name}_unknown", codes=told), PLACES)
        return rows
