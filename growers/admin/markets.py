"""The admin's markets and what they ask for: dated rows with source and certainty; a change makes a new row."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.actions.markets import ABOUT, save_requirement
from growers.admin.reference import ReferenceRoom
from growers.models import Market, MarketRequirement
from growers.rules.markets import CERTAINTIES, MINIMA, judge_requirement
from growers.rules.verdicts import Reason
from growers.wording import sentence
from growers.wording_markets import CERTIFICATES, DOCUMENTS, LABEL_ELEMENTS

TREATMENT = ("treatment", *MINIMA, "treatment_supervised")


@admin.register(Market)
class MarketRoom(ReferenceRoom):
    list_display = ["code", "name_vi", "name_en", "position"]


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial, data) -> bool:
        initial = self.to_python(initial) if isinstance(initial, str) else initial
        return (initial or []) != self.to_python(data)


class TicksField(forms.MultipleChoiceField):
    """Codes to tick; what stands in a row but is not known any more stays in sight to be taken out."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value) -> bool:
        return True


class RequirementForm(forms.ModelForm):
    """A row of requirements, judged by its rule; one that holds already asks for the day of the change."""

    documents = TicksField(label=_("papers"), required=False, choices=DOCUMENTS.items())
    label_elements = TicksField(label=_("elements of the label"), required=False, choices=LABEL_ELEMENTS.items())
    certificates = TicksField(label=_("certificates buyers ask for"), required=False, choices=CERTIFICATES.items())
    label_texts = LinesField(label=_("exact texts of the label"), required=False, help_text=_("one on each line"))
    barred_states = LinesField(label=_("states it may not go to"), required=False, help_text=_("one on each line"))
    certainty = forms.ChoiceField(label=_("certainty"), choices=[(letter, letter) for letter in CERTAINTIES])

    class Meta:
        model = MarketRequirement
        fields = [
            "market", "commodity", "valid_from", "access", "requires_area_code", "requires_house_code",
            "yearly_registration", "one_code_per_lot", *TREATMENT, "documents", "label_elements", "label_texts",
            "label_where", "certificates", "default_mrl_ug", "residue_test_days", "barred_states", *ABOUT,
        ]  # fmt: skip

    def clean(self):
        facts = super().clean()
        verdict = judge_requirement(facts)
        for reason in verdict.refused:
            if reason.data["field"] not in self.errors:
                self.add_error(reason.data["field"], sentence(reason))
        since, decides = self.initial.get("valid_from"), set(self.changed_data) - {*ABOUT, "valid_from"}
        if self.instance.pk and since <= clock.today() and decides and facts.get("valid_from") == since:
            self.add_error("valid_from", sentence(Reason("requirement_in_force")))
        return facts


@admin.register(MarketRequirement)
class MarketRequirementRoom(ReferenceRoom):
    """What a market asks for a crop, from a day on."""

    form = RequirementForm
    list_display = [
        "market", "commodity", "valid_from", "access", "requires_area_code", "requires_house_code", "treatment",
        "certainty", "source",
    ]  # fmt: skip
    list_filter = ["market", "commodity", "access", "treatment", "certainty"]
    list_select_related = ["market", "commodity"]
    ordering = ["market__position", "commodity", "-valid_from"]

    def save_model(self, request, obj, form, change):
        save_requirement(obj)
