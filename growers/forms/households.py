"""Forms about households: the filter of the list and the household itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, RowForm, model_field
from growers.forms.fields import DayField, DongField, LineField, PhoneField, WholeField
from growers.models import Commune, Household
from growers.queries.households import communes_of, look_alikes, next_code
from growers.queries.seats import Seat
from growers.rules.households import judge_household
from growers.rules.roles import Right

# Where each reason of the rule is shown.
PLACES = {
    "official_without_capital": "capital_vnd",
    "official_without_register": "register_no",
    "joined_in_future": "joined_on",
    "left_before_joined": "left_on",
    "birth_year_unlikely": "birth_year",
    "citizen_id_malformed": "citizen_id",
    "account_malformed": "bank_account",
    "account_without_bank": "bank",
    "legacy_elsewhere": "legacy_commune",
    "consent_without_how": "public_name_consent_how",
}
PERSONAL = ("citizen_id", "bank", "bank_account", "bank_account_name")


class HouseholdFilter(FilterForm):
    """What the list of households is narrowed to; an odd value narrows nothing and is pointed out."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    commune = forms.ModelChoiceField(Commune.objects.none(), label=_("Commune or ward"), required=False)
    kind = forms.ChoiceField(label=_("Membership type"), required=False, choices=[("", _("all")), *Household.Kind.choices])
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
    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.fields["commune"].queryset = communes_of(coop)


class HouseholdForm(RowForm):
    """A household as it is typed in: tidy text, phone and numbers in Vietnamese form, look-alikes pointed out."""

    capital_vnd = DongField(label=_("Capital contribution"), required=False)
    joined_on = DayField(label=_("Joined"), required=False)
    left_on = DayField(label=_("Left"), required=False)
    birth_year = WholeField(label=_("Birth year"), required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    public_name_consent_on = DayField(label=_("Consent to show the name on labels, since"), required=False)
    confirm_twin = forms.BooleanField(label=_("These are different people: save all the same"), required=False)

    class Meta:
        model = Household
        fields = [
            "code", "name", "alias", "kind", "register_no", "capital_vnd", "joined_on", "left_on", "blocked_reason",
            "citizen_id", "gender", "birth_year", "ethnicity", "phone", "commune", "village", "legacy_commune",
            "bank", "bank_account", "bank_account_name", "public_name_consent_on", "public_name_consent_how", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.twins: list[Household] = []
        if not self.instance.pk:
            self.fields["code"].initial = next_code(seat.cooperative)
            self.fields["commune"].initial = seat.cooperative.commune_id
        province = seat.cooperative.commune.province_code
        self.fields["commune"].queryset = Commune.objects.filter(province_code=province).order_by("name")
        self.fields["legacy_commune"].queryset = (
            self.fields["legacy_commune"].queryset.filter(commune__province_code=province).order_by("name")
        )
        if not seat.may(Right.PERSONAL):
            for name in PERSONAL:
                del self.fields[name]

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
            self.add_error("confirm_twin", _("Already there, perhaps the same people: %(names)s") % {"names": names})
        return facts

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "confirm_twin"}


def _plain(facts: dict) -> dict:
    """The cleaned values as a rule takes them: rows as keys."""
    legacy, commune = facts.get("legacy_commune"), facts.get("commune")
    return {**facts, "legacy_commune": legacy and legacy.commune_id, "commune": commune and commune.pk}
