"""Forms about households: the filter of the list and the household itself."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from growers.forms.base import SeatedForm, model_field
from growers.forms.fields import DayField, LineField, PhoneField, WholeField
from growers.forms.layout import in_groups
from growers.forms.places import PlacedForm, PlaceFilter
from growers.models import Household
from growers.queries.communes import legacy_near
from growers.queries.households import look_alikes, next_code, places_of_households
from growers.queries.seats import Seat
from growers.rules.households import judge_household
from growers.rules.roles import Right

# Where each reason of the rule is shown.
PLACES = {
    "official_without_register": "register_no",
    "joined_in_future": "joined_on",
    "left_before_joined": "left_on",
    "contract_ends_first": "contract_to",
    "contract_without_start": "contract_from",
    "birth_year_unlikely": "birth_year",
    "citizen_id_malformed": "citizen_id",
    "account_malformed": "bank_account",
    "account_without_bank": "bank",
    "legacy_elsewhere": "legacy_commune",
}
MASKED = ("citizen_id", "bank_account")
REASONS = {
    "payment": _("to pay"),
    "register": _("for the member register or a contract"),
    "asked": _("the person asked"),
    "authority": _("an authority asked"),
    "correction": _("to correct them"),
}
PERSONAL = (*MASKED, "bank", "bank_account_name")


class HouseholdFilter(PlaceFilter):
    """What the list of households is narrowed to; an odd value narrows nothing and is pointed out."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(
        label=_("Membership type"), required=False, choices=[("", _("all")), *Household.Kind.choices]
    )
    coded = forms.ChoiceField(
        label=_("Planting area code"),
        required=False,
        choices=[("", _("all")), ("yes", _("with a code")), ("no", _("without a code"))],
    )
    missing = forms.ChoiceField(
        label=_("Missing"),
        required=False,
        choices=[("", "–"), ("bank", _("bank account")), ("phone", _("phone number"))],
    )
    left = forms.BooleanField(label=_("Those who left"), required=False)

    field_order = ["search"]

    def __init__(self, coop, data):
        super().__init__(coop, data, places_of_households(coop))


class NumbersForm(SeatedForm):
    """Asks to see the identity and bank numbers of one household, and says why (R113)."""

    reason = forms.ChoiceField(
        label=_("Why"), choices=[("", "–"), *REASONS.items()], widget=forms.Select({"class": "form-select"})
    )

    def __init__(self, seat: Seat, *args, household: Household, **kwargs):
        self.household = household
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.household.pk}"


class HouseholdForm(PlacedForm):
    """A household as it is typed in: tidy text, phone and numbers in Vietnamese form, look-alikes pointed out.

    Identity and account number show masked; a mask that comes back unchanged means the number stays.
    """

    joined_on = DayField(label=_("Joined"), required=False)
    left_on = DayField(label=_("Left"), required=False)
    contract_from = DayField(label=_("Contract with floor price, from"), required=False)
    contract_to = DayField(label=_("Contract with floor price, until"), required=False)
    birth_year = WholeField(label=_("Birth year"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    confirm_twin = forms.BooleanField(label=_("These are different people: save all the same"), required=False)

    class Meta:
        model = Household
        fields = [
            "code", "name", "alias", "kind", "register_no", "joined_on", "left_on", "contract_from",
            "contract_to", "blocked_reason",
            "citizen_id", "gender", "birth_year", "ethnicity", "phone", "commune", "village", "legacy_commune",
            "bank", "bank_account", "bank_account_name", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.twins: list[Household] = []
        self.stored = {name: getattr(self.instance, name) for name in MASKED}
        if not self.instance.pk:
            self.fields["code"].initial = next_code(seat.cooperative)
            self.fields["commune"].initial = seat.cooperative.commune_id
            self.fields["joined_on"].initial = clock.today()
        province = seat.cooperative.commune.province_code
        self.fields["legacy_commune"].queryset = legacy_near(province, self.instance.commune_id)
        for name in MASKED:
            if self.stored[name]:
                self.initial[name] = showing.masked_id(self.stored[name])
        if not seat.may(Right.PERSONAL):
            for name in PERSONAL:
                del self.fields[name]

    @property
    def helper(self):
        groups = [
            (_("Household"), [["code", "name", "alias"], ["phone", "village"], ["commune", "commune_elsewhere"],
                              ["legacy_commune"]]),
            (_("Membership"), [["kind", "joined_on", "register_no"], ["contract_from", "contract_to"]]),
            (_("Person"), [["citizen_id", "birth_year"], ["gender", "ethnicity"]]),
            (_("Payment"), [["bank", "bank_account", "bank_account_name"]]),
            (_("Note"), [["note"], ["left_on", "blocked_reason"], ["confirm_twin"] if self.asks_about_twins else []]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    @property
    def asks_about_twins(self) -> bool:
        """Whether somebody already there looks like this household: only then is there something to confirm."""
        return bool(self.twins) or bool(self.data.get("confirm_twin"))

    def clean_citizen_id(self):
        return self._unmasked("citizen_id")

    def clean_bank_account(self):
        return self._unmasked("bank_account")

    def _unmasked(self, name: str) -> str:
        typed, stored = self.cleaned_data[name], self.stored[name]
        return stored if stored and typed == showing.masked_id(stored) else typed

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_household(_plain(facts), today=clock.today()), PLACES)
        if facts.get("name"):
            self.twins = look_alikes(
                self.seat.cooperative,
                name=facts["name"],
                village=facts.get("village", ""),
                phone=facts.get("phone", ""),
                citizen_id=facts.get("citizen_id", ""),
                but=self.instance.pk,
            )
        if self.twins and not facts.get("confirm_twin"):
            names = "; ".join(f"{twin.code} {twin.name} ({twin.village})" for twin in self.twins)
            self.add_error(
                "confirm_twin", gettext("Already there, perhaps the same people: %(names)s") % {"names": names}
            )
        return facts

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "confirm_twin"}


def _plain(facts: dict) -> dict:
    """The cleaned values as a rule takes them: rows as keys."""
    legacy, commune = facts.get("legacy_commune"), facts.get("commune")
    return {**facts, "legacy_commune": legacy and legacy.commune_id, "commune": commune and commune.pk}
