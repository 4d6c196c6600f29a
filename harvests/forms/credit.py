"""Forms about credit: a household as people type it, when a debt falls due, limits of a household's own, the filter."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import SeatedForm, SortedFilter
from growers.forms.fields import DayField, DongField, LineField
from growers.models import Cooperative, Household
from growers.queries.seats import Seat
from growers.rules.roles import Right
from harvests.models import HouseholdCredit
from harvests.queries.account_documents import ends_of, household_typed, households_to_choose

ALL = ("", _("all"))


class HouseholdField(LineField):
    """A household typed as its code, or as a name that only one has; cleaned to the household itself."""

    coop: Cooperative | None = None

    def clean(self, value):
        text = super().clean(value)
        found = household_typed(self.coop, text) if text else []
        if len(found) > 1:
            names = ", ".join(str(row) for row in found)
            raise ValidationError(gettext("Several are called that: %(names)s. Type the code.") % {"names": names})
        if text and not found:
            raise ValidationError(gettext("No household has this code or name."))
        return found[0] if found else None

    def prepare_value(self, value):
        return str(value) if isinstance(value, Household) else value


class OfHousehold(SeatedForm):
    """A form for one household: its code or name is typed with the names at hand, and its credit shows beside it."""

    household = HouseholdField(label=_("Household"), max_length=140, help_text=_("Code, such as 003, or name"))

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        field = self.fields["household"]
        field.coop = seat.cooperative
        field.widget.attrs |= {
            "list": "households", "autocomplete": "off", "autofocus": not self.initial.get("household"),
            "hx-get": reverse("credit-standing", args=[seat.cooperative.slug]), "hx-target": "#standing",
            "hx-trigger": "change",
        }  # fmt: skip

    @property
    def households(self) -> list[str]:
        """What is offered while somebody types."""
        return [f"{code} – {name}" for code, name in households_to_choose(self.seat.cooperative)]

    @property
    def typed_household(self) -> Household | None:
        """The household that the form is about so far, whatever else is missing."""
        value = self["household"].value()
        if isinstance(value, Household) or not value:
            return value or None
        found = household_typed(self.seat.cooperative, value)
        return found[0] if len(found) == 1 else None


class OnCredit(OfHousehold):
    """A form that makes a debt: when it falls due, and why it may go past the limit (asked of the director only)."""

    due = forms.ChoiceField(label=_("Due"), required=False)
    due_on = DayField(label=_("or on the day"), required=False)
    override_reason = LineField(
        label=_("Past the limit because"), required=False, max_length=200,
        help_text=_("Only when the debt goes past the limit of the household"),
    )  # fmt: skip

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        rounds, seasons = ends_of(seat.cooperative, clock.today())
        self.fields["due"].choices = [
            ("", "–"),
            *((str(row.ends_on), _("end of %(round)s (%(day)s)") % {"round": row, "day": f"{row.ends_on:%d/%m/%Y}"})
              for row in rounds),
            *((str(row.ends_on), _("end of %(season)s (%(day)s)") % {"season": row, "day": f"{row.ends_on:%d/%m/%Y}"})
              for row in seasons),
        ]  # fmt: skip
        if not seat.may(Right.LIMITS):
            del self.fields["override_reason"]

    def clean(self):
        facts = super().clean()
        if "due" in self.fields:
            chosen = facts.pop("due", "")
            if chosen and not facts.get("due_on"):
                facts["due_on"] = dt.date.fromisoformat(chosen)
        return facts


class LimitsForm(SeatedForm):
    """Limits of a household's own; an empty one is the co-operative's share of its season."""

    advance_limit_vnd = DongField(
        label=_("Limit of advances"), required=False, help_text=_("empty: the share of the season; 0: nothing")
    )
    input_limit_vnd = DongField(
        label=_("Limit of inputs on credit"), required=False, help_text=_("empty: the share of the season; 0: nothing")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, seat: Seat, *args, household: Household, **kwargs):
        self.household = household
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.household.pk}"

    def meet(self, current: HouseholdCredit) -> None:
        """Show a save that came in between; saving again keeps what was typed."""
        fields = {name: self.fields[name] for name in ("advance_limit_vnd", "input_limit_vnd")}
        pairs = (
            (field.label, str(self[name].value() or ""), str(field.prepare_value(getattr(current, name)) or ""))
            for name, field in fields.items()
        )
        self.conflict = [pair for pair in pairs if pair[1] != pair[2]]
        self.data = self.data.copy()
        self.data["version"] = current.version
        self.add_error(None, _("Somebody saved this in the meantime. Compare below; saving again keeps your values."))


class CreditFilter(SortedFilter):
    """What the list of debts is narrowed to."""

    search = LineField(label=_("Household"), required=False, max_length=80)
    state = forms.ChoiceField(
        label=_("Shown"), required=False,
        choices=[("", _("who owes something")), ("overdue", _("overdue")), ("over", _("past the limit")),
                 ("own", _("limits of their own")), ("all", _("all households"))],
    )  # fmt: skip
