"""The form of a season with its rounds below it, one row each."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from coopsite.formats.parsing import Unreadable, parse_int
from growers.forms.base import RowForm, model_field
from growers.forms.fields import DayField, KgField, WholeField
from growers.queries.seats import Seat
from growers.wording import sentence
from harvests.actions.seasons import judged
from harvests.models import Season
from harvests.queries.seasons import all_crops, rounds_of
from harvests.rules.seasons import CODES, Span, judge_round

# Where each reason of the rules is shown; the others stand at the first day.
PLACES = {
    **dict.fromkeys(CODES, "starts_on"),
    "season_name_twice": "name",
    "season_days_swapped": "ends_on",
    "season_too_long": "ends_on",
}
ROUND_PLACES = {"round_number_twice": "number", "round_days_swapped": "ends_on"}
MOST_ROUNDS, SPARE_ROWS = 40, 3


class WholeKgField(KgField):
    """Kilograms without decimals, so that a separator before three digits can only mean thousands: "15.000"."""

    def read(self, text):
        try:
            return parse_int(text, maximum=10**9) * 1000
        except Unreadable as problem:
            if problem.code not in ("unknown_unit", "not_whole"):
                raise
        return super().read(text)

    def show(self, value):
        return showing.count(value // 1000)

    def __init__(self, **kwargs):
        super().__init__(decimals=0, **kwargs)


class RoundForm(forms.Form):
    """One row: the number of a round and its days; a row without days is no round."""

    number = WholeField(label=_("Round"), required=False)
    starts_on = DayField(label=_("First day"), required=False)
    ends_on = DayField(label=_("Last day"), required=False)

    def __init__(self, place: int, *args, **kwargs):
        super().__init__(*args, prefix=f"round-{place}", use_required_attribute=False, **kwargs)
        for field in self.fields.values():
            label = gettext("%(field)s, row %(row)s") % {"field": field.label, "row": place + 1}
            field.widget.attrs |= {"aria-label": label, "class": "form-control"}

    @property
    def is_blank(self) -> bool:
        return not (self["starts_on"].value() or self["ends_on"].value())

    @property
    def span(self) -> Span:
        facts = self.cleaned_data
        return Span(str(facts.get("number") or ""), facts.get("starts_on"), facts.get("ends_on"))

    def clean_number(self):
        number = self.cleaned_data["number"]
        if not self.is_blank and not number:
            raise forms.ValidationError(_("Number the round from 1 on."))
        if number and number > 99:
            raise forms.ValidationError(_("That is too many rounds for a season."))
        return number


class SeasonForm(RowForm):
    """A season and, in rows of their own, its rounds."""

    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    export_target_g = WholeKgField(label=_("Export target (kg)"), required=False)
    more = "harvests/_seasons_rounds.html"

    class Meta:
        model = Season
        fields = ["name", "commodity", "starts_on", "ends_on", "export_target_g"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        if not self.instance.pk:
            self.fields["commodity"].initial = seat.cooperative.commodity_id
        self.fields["commodity"].queryset = all_crops()

    @cached_property
    def rounds(self) -> list[RoundForm]:
        """The rows as typed, or the season's rounds, and some to spare."""
        if self.is_bound:
            names = ("number", "starts_on", "ends_on")
            kept = [i for i in range(MOST_ROUNDS) if any(f"round-{i}-{name}" in self.data for name in names)]
            return [RoundForm(i, self.data) for i in kept]
        known = rounds_of(self.instance) if self.instance.pk else []
        rows = [{"number": one.number, "starts_on": one.starts_on, "ends_on": one.ends_on} for one in known]
        last = max((row["number"] for row in rows), default=0)
        rows += [{"number": last + place} for place in range(1, SPARE_ROWS + 1 + 3 * (not rows))]
        return [RoundForm(place, initial=row) for place, row in enumerate(rows)]

    def clean(self):
        facts = super().clean()
        season = self.instance
        first, last = facts.get("starts_on"), facts.get("ends_on")
        known = first is not None and last is not None
        if known and facts.get("commodity"):
            season.name, season.commodity = facts.get("name", ""), facts["commodity"]
            season.starts_on, season.ends_on = first, last
            verdict = judged(season)
            self.add_verdict(verdict, PLACES)
        facts["rounds"] = self._clean_rounds(Span("", first, last) if known and first <= last else None)
        return facts

    def _clean_rounds(self, season: Span | None) -> list:
        taken: dict[int, Span] = {}
        for row in self.rounds:
            if row.is_blank or not row.is_valid():
                continue
            verdict = judge_round(row.cleaned_data["number"], row.span, season, taken)
            for reason in verdict.refused:
                row.add_error(ROUND_PLACES.get(reason.code, "starts_on"), sentence(reason))
            if verdict.allowed:
                taken[row.cleaned_data["number"]] = row.span
        if any(row.errors for row in self.rounds if not row.is_blank):
            self.add_error(None, _("Look at the rounds below."))
        return [(number, span.starts_on, span.ends_on) for number, span in sorted(taken.items())]

    def meet(self, current: Season) -> None:
        super().meet(current)
        mine, theirs = (
            _listed(self.cleaned_data["rounds"]),
            _listed((one.number, one.starts_on, one.ends_on) for one in rounds_of(current)),
        )
        if mine != theirs:
            self.conflict.append((_("Rounds"), mine, theirs))

    def _get_validation_exclusions(self):
        """That a name is taken is said by the rule, next to the field."""
        return super()._get_validation_exclusions() | {"cooperative"}


def _listed(rounds) -> str:
    return "; ".join(f"{number}: {first:%d/%m/%Y} – {last:%d/%m/%Y}" for number, first, last in rounds)
