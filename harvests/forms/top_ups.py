"""The form of a top-up: which fruit, and what is added a kilogram of each grade; shown before it is confirmed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import SeatedForm
from growers.forms.fields import DayField, DongField, LineField
from growers.forms.layout import in_groups
from growers.models import Household
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.models import HarvestRound
from harvests.queries.account_documents import grades_to_price, rounds_to_choose

PLACES = {"debt_day_in_future": "day", "debt_day_too_old": "day", "month_closed": "day",
          "top_up_days_missing": "round", "top_up_days_backwards": "last"}  # fmt: skip


class RoundChoice(forms.ModelChoiceField):
    """A round with the season it is of."""

    def label_from_instance(self, round: HarvestRound) -> str:
        return f"{round}, {round.season}"


class TopUpForm(SeatedForm):
    """A round or some days, the membership types, and dong a kilogram for each grade."""

    save_label = _("Show what each household gets")

    round = RoundChoice(HarvestRound.objects.none(), label=_("Harvest round"), required=False, empty_label="–")
    first = DayField(label=_("or from"), required=False)
    last = DayField(label=_("until"), required=False)
    kinds = forms.MultipleChoiceField(
        label=_("Membership types"), choices=Household.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    day = DayField(label=_("Day of the documents"))
    note = LineField(label=_("What for"), max_length=200, help_text=_("stands on every statement"))
    seal = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    more = "harvests/_top_ups_preview.html"

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["round"].queryset = rounds_to_choose(seat.cooperative, clock.today())
        self.fields["kinds"].initial = [kind for kind, _label in Household.Kind.choices]
        self.fields["day"].initial = clock.today()
        self.grades = grades_to_price(seat.cooperative)
        for grade in self.grades:
            label = _("%(grade)s: dong more per kg") % {"grade": grade.name}
            self.fields[f"grade-{grade.pk}"] = DongField(label=label, required=False)

    @property
    def helper(self):
        prices = [f"grade-{grade.pk}" for grade in self.grades]
        rows = [["round", "first", "last"], ["kinds"], *(prices[at : at + 3] for at in range(0, len(prices), 3)),
                ["day", "note"]]  # fmt: skip
        return in_groups(super().helper, self, [("", rows)])

    def clean(self):
        facts = super().clean()
        chosen, first, last = facts.get("round"), facts.get("first"), facts.get("last")
        if chosen and not first and not last:
            facts["first"], facts["last"] = chosen.starts_on, chosen.ends_on
        elif not first or not last:
            self._refuse("top_up_days_missing")
        elif first > last:
            self._refuse("top_up_days_backwards")
        facts["prices"] = {
            grade.pk: facts[f"grade-{grade.pk}"] for grade in self.grades if facts.get(f"grade-{grade.pk}")
        }
        if not facts["prices"] and not self.errors:
            self._refuse("top_up_price_missing")
        return facts

    def _refuse(self, code: str) -> None:
        self.add_verdict(Verdict.because(code), PLACES)

    @property
    def facts(self) -> dict:
        values = super().facts
        return {name: value for name, value in values.items() if name != "round" and not name.startswith("grade-")}

    def ask(self, seal: str) -> None:
        """Show what is to be confirmed; sending the form again then confirms just that."""
        self.data = self.data.copy()
        self.data["seal"] = seal
        self.save_label = _("Make the documents")
