"""Forms about packing houses and their codes."""

from django.utils.translation import gettext_lazy as _

from growers.forms.areas import StatusFields
from growers.forms.base import RowForm, model_field
from growers.forms.fields import DayField, KgField, LineField, PhoneField
from growers.forms.layout import in_groups
from growers.forms.places import PlacedForm
from growers.models import ExportCode, PackingHouse
from growers.queries.areas import other_codes
from growers.queries.packing_houses import rival_codes
from growers.queries.seats import Seat
from growers.rules.packing_houses import judge_house, judge_house_code
from growers.rules.verdicts import Reason

HOUSE_PLACES = {"house_code_malformed": "code", "house_code_twin": "code", "house_gln_wrong": "gln"}
CODE_PLACES = {"house_code_twin": "code", "house_code_dates_swapped": "valid_to"}


class HouseForm(PlacedForm):
    """A packing house: its short code and name, where it is, how much it can pack."""

    phone = PhoneField(label=_("Phone"), required=False)
    gln = LineField(label=_("GLN"), required=False, max_length=20, help_text=_("13 digits of GS1, if there is one"))
    capacity_g_day = KgField(label=_("Capacity per day (kg)"), required=False)

    class Meta:
        model = PackingHouse
        fields = ["code", "name", "commune", "address", "phone", "gln", "capacity_g_day", "is_active", "note"]
        formfield_callback = model_field

    @property
    def helper(self):
        groups = [
            ("", [["code", "name"], ["commune", "commune_elsewhere"], ["address", "phone"], ["gln", "capacity_g_day"],
                  ["note"], ["is_active"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    def usual_commune(self, facts):
        return self.seat.cooperative.commune

    def clean_gln(self):
        return "".join(self.cleaned_data["gln"].split())

    def clean_capacity_g_day(self):
        return self.cleaned_data["capacity_g_day"] or None

    def clean(self):
        facts = super().clean()
        self.add_verdict(judge_house(facts.get("code") or "", facts.get("gln") or ""), HOUSE_PLACES)
        return facts


class HouseCodeForm(RowForm):
    """A packing house code's papers; its crop and market stay what they were when it was added (R16)."""

    code = LineField(label=_("Packing house code"), max_length=40)
    valid_from = DayField(label=_("Valid from"), required=False)
    valid_to = DayField(label=_("Valid to"), required=False, help_text=_("The first day on which it is valid no more."))

    warnings: tuple[Reason, ...] = ()  # what a save shall say once, and never stops it

    class Meta:
        model = ExportCode
        fields = [
            "code", "commodity", "market", "issuer", "decision_no", "importer_ref", "importer_approved_on",
            "representative", "valid_from", "valid_to", "note",
        ]  # fmt: skip
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, house: PackingHouse | None = None, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.house = house or self.instance.house
        if self.instance.pk:
            del self.fields["commodity"], self.fields["market"]
        else:
            self.instance.house = self.house
            self.fields["commodity"].initial = seat.cooperative.commodity_id

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.house.pk}"

    @property
    def helper(self):
        groups = [
            (_("Packing house code"), [["code"], ["commodity", "market"]]),
            (_("Status"), [["status", "effective_from"], ["reason"]]),
            (_("Papers"), [["issuer", "decision_no"], ["importer_ref", "importer_approved_on"], ["representative"],
                          ["valid_from", "valid_to"], ["note"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        crop = facts.get("commodity") or (self.instance.pk and self.instance.commodity)
        market = facts.get("market") or (self.instance.pk and self.instance.market)
        rivals = rival_codes(self.house, crop.pk, market.pk, self.instance.pk) if crop and market else ()
        others = other_codes(self.seat.cooperative, self.instance.pk)
        verdict = judge_house_code(facts, others=others, rivals=rivals)
        self.add_verdict(verdict, CODE_PLACES)
        self.warnings = verdict.warnings
        return facts


class NewHouseCodeForm(HouseCodeForm, StatusFields):
    """A code that a packing house does not have yet, with its first status."""

    def clean(self):
        facts = super().clean()
        self.judge_status()
        return facts
