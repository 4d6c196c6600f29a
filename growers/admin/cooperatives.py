"""The admin's co-operatives: their letterhead, and the dated settings with which they work."""

from django import forms
from django.contrib import admin

from coopsite import clock
from growers.actions.cooperatives import change_cooperative, open_cooperative
from growers.actions.settings import set_setting
from growers.admin.base import CoopFilter, Room
from growers.models import Cooperative, Setting
from growers.queries.settings import settings_on
from growers.rules.settings import judge_setting
from growers.wording import sentence

LETTERHEAD = ["name", "legal_name", "tax_code", "commune", "address", "phone", "director_name", "receiving_hours"]


@admin.register(Cooperative)
class CooperativeRoom(Room):
    """The letterhead; the operator opens co-operatives, and alone gives them their address, short code and crop."""

    to_coop = "pk"
    list_display = ["name", "slug", "code", "director_name", "tax_code"]
    search_fields = ["name", "slug", "code"]
    autocomplete_fields = ["commune"]

    def get_fields(self, request, obj=None):
        return ["slug", "code", "commodity", *LETTERHEAD]

    def get_readonly_fields(self, request, obj=None):
        return () if request.user.is_superuser else ("slug", "code", "commodity")

    def has_add_permission(self, request, obj=None) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None) -> bool:
        return True

    def save_model(self, request, obj, form, change):
        facts = {name: form.cleaned_data[name] for name in form.changed_data}
        if change and facts:
            change_cooperative(self.seat(request, obj), **facts)
        elif not change:
            obj.pk = open_cooperative(request.user, **form.cleaned_data).pk


class SettingForm(forms.ModelForm):
    """A value of a setting from a day on, judged as on the co-operative's own page."""

    class Meta:
        model = Setting
        fields = ["cooperative", "key", "value", "valid_from", "note"]

    def clean(self):
        facts = super().clean()
        if self.errors:
            return facts
        values = settings_on(facts["cooperative"], facts["valid_from"])
        verdict = judge_setting(facts["key"], facts["value"], facts["valid_from"], values=values, today=clock.today())
        for reason in verdict.refused:
            self.add_error("valid_from" if reason.code == "setting_far_ahead" else "value", sentence(reason))
        return facts

    def _get_validation_exclusions(self):
        """A second value for the same day replaces the first: no uniqueness to complain about here."""
        return super()._get_validation_exclusions() | {"cooperative"}


@admin.register(Setting)
class SettingRoom(Room):
    """Dated settings: a new value is added from a day on, earlier ones stay as they were."""

    form = SettingForm
    list_display = ["key", "value", "valid_from", "note"]
    list_filter = ["key", CoopFilter]
    list_select_related = ["cooperative"]
    ordering = ["cooperative", "key", "-valid_from"]

    def has_add_permission(self, request, obj=None) -> bool:
        return True

    def get_changeform_initial_data(self, request):
        return {"valid_from": clock.today(), **super().get_changeform_initial_data(request)}

    def save_model(self, request, obj, form, change):
        facts = dict(form.cleaned_data)
        obj.pk = set_setting(self.seat(request, facts.pop("cooperative")), **facts).pk
