"""Forms about input products and limits: the filters of the lists, a product with its actives and crops, a limit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, RowForm, SortedFilter, model_field
from growers.forms.fields import DayField, DoseField, LineField, WholeField
from growers.forms.layout import in_groups
from growers.models import ActiveLimit, InputProduct
from growers.queries.areas import markets
from growers.queries.inputs import actives_of, crops, forbidden_on, uses_of
from growers.queries.seats import Seat
from growers.queries.settings import settings_on
from growers.rules.inputs import ActiveRow, UseRow, active_key, judge_limit, judge_product
from growers.rules.verdicts import Reason
from growers.wording import sentence

# Where each reason of the rule is shown; what concerns the rows stands at the top.
PLACES = {
    "product_dates_swapped": "permitted_to",
    "dose_unit_missing": "dose_unit",
    "dose_swapped": "dose_high_milli",
}
ALL = ("", _("all"))


class ProductFilter(SortedFilter):
    """What the list of inputs is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("Kind of product"), required=False, choices=[ALL, *InputProduct.Kind.choices])
    crop = forms.TypedChoiceField(label=_("Crop"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label=_("Today"),
        required=False,
        choices=[
            ("", _("on the list")), ("permitted", _("permitted")), ("not", _("not permitted")),
            ("locked", _("interval unknown")), ("off", _("taken off the list")), ("all", _("all")),
        ],
    )  # fmt: skip

    field_order = ["search"]

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.offer("crop", ((crop.pk, crop.name) for crop in crops()))


class LimitFilter(FilterForm):
    """What the list of limits is narrowed to."""

    search = LineField(label=_("Active ingredient"), required=False, max_length=80)
    market = forms.TypedChoiceField(label=_("Market"), required=False, coerce=int, empty_value=None)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.offer("market", ((market.pk, market.name) for market in markets()))


class ActiveForm(forms.Form):
    """One active ingredient; an empty row is none."""

    name = LineField(label=_("Active ingredient"), required=False, max_length=80)
    content = LineField(label=_("Content"), required=False, max_length=40)

    def clean(self):
        if self.cleaned_data.get("content") and not self.cleaned_data.get("name"):
            self.add_error("name", sentence(Reason("active_nameless")))

    @property
    def row(self) -> ActiveRow | None:
        name = self.cleaned_data.get("name")
        return ActiveRow(name, active_key(name), self.cleaned_data.get("content", "")) if name else None


class UseForm(forms.Form):
    """One crop that the product is registered for; an empty interval means that nobody has read the label yet."""

    crop = forms.ModelChoiceField(None, label=_("Crop"), required=False)
    phi_days = WholeField(label=_("Interval (days)"), required=False)
    source = LineField(label=_("Source"), required=False, max_length=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["crop"].queryset = crops()

    def clean(self):
        values = self.cleaned_data
        if (values.get("phi_days") is not None or values.get("source")) and not values.get("crop"):
            self.add_error("crop", sentence(Reason("crop_missing")))

    @property
    def row(self) -> UseRow | None:
        crop = self.cleaned_data.get("crop")
        if crop is None:
            return None
        return UseRow(crop.pk, crop.name, self.cleaned_data.get("phi_days"), self.cleaned_data.get("source", ""))


ActiveFormSet = forms.formset_factory(ActiveForm, extra=2, max_num=12, absolute_max=12, validate_max=True)
UseFormSet = forms.formset_factory(UseForm, extra=1, max_num=12, absolute_max=12, validate_max=True)


class ProductForm(RowForm):
    """A product as it stands on its label; what is odd about it is said after saving, and stays visible."""

    more = "growers/_inputs_rows.html"

    dose_low_milli = DoseField(label=_("Dose from"), required=False)
    dose_high_milli = DoseField(label=_("Dose to"), required=False)
    most_per_season = WholeField(label=_("Uses per year, at most"), required=False)
    interval_days = WholeField(label=_("Days between uses, at least"), required=False)
    reentry_hours = WholeField(label=_("Re-entry after (hours)"), required=False)
    permitted_to = DayField(label=_("No longer permitted from"), required=False, help_text=_("Empty: no end is known."))

    class Meta:
        model = InputProduct
        fields = [
            "name", "kind", "registration_no", "formulation", "supplier", "permitted_from", "permitted_to",
            "organic_allowed", "dose_unit", "dose_low_milli", "dose_high_milli", "most_per_season", "interval_days",
            "reentry_hours", "source", "note", "is_active",
        ]  # fmt: skip
        labels = {"kind": _("Kind of product")}
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        if not self.instance.pk:
            del self.fields["is_active"]
            self.fields["permitted_from"].initial = None
        data = self.data if self.is_bound else None
        actives, uses = self._stored()
        # Every row is read, also one that says the same as before.
        reading = {"empty_permitted": False, "use_required_attribute": False}
        told = [{"name": row.name, "content": row.content} for row in actives]
        self.actives = ActiveFormSet(data, prefix="actives", initial=told, form_kwargs=reading)
        told = [{"crop": row.crop, "phi_days": row.phi_days, "source": row.source} for row in uses]
        self.uses = UseFormSet(data, prefix="uses", initial=told, form_kwargs=reading)
        self.warnings: tuple[Reason, ...] = ()

    def _stored(self):
        if not self.instance.pk:
            return (), [UseRow(self.seat.cooperative.commodity_id, "")]
        keys = [self.instance.pk]
        return (
            actives_of(self.seat.cooperative, keys).get(self.instance.pk, ()),
            uses_of(self.seat.cooperative, keys).get(self.instance.pk, ()),
        )

    @property
    def helper(self):
        groups = [
            (_("Product"), [["name", "kind"], ["registration_no", "formulation", "supplier"],
                            ["permitted_from", "permitted_to"], ["organic_allowed"]]),
            (_("On the label"), [["dose_low_milli", "dose_high_milli", "dose_unit"],
                                 ["most_per_season", "interval_days", "reentry_hours"], ["source", "note"],
                                 ["is_active"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        if not (self.actives.is_valid() and self.uses.is_valid()):
            self.add_error(None, _("Look at the active ingredients and crops again."))
        facts["actives"], facts["uses"] = _rows(self.actives), _rows(self.uses)
        coop, today = self.seat.cooperative, clock.today()
        verdict = judge_product(
            facts, facts["actives"], facts["uses"], forbidden=forbidden_on(coop, today),
            odd_days=settings_on(coop, today)["phi_odd_days"],
        )  # fmt: skip
        self.add_verdict(verdict, PLACES)
        self.warnings = verdict.warnings
        return facts


def _rows(formset) -> list:
    return [form.row for form in formset.forms if form.is_valid() and form.row] if formset.is_bound else []


class LimitForm(RowForm):
    """A limit on an active ingredient, of one market or of all."""

    phi_days = WholeField(
        label=_("Interval at least (days)"), required=False, help_text=_("Empty: not to be used at all.")
    )
    valid_to = DayField(label=_("No longer valid from"), required=False)

    class Meta:
        model = ActiveLimit
        fields = ["name", "market", "phi_days", "valid_from", "valid_to", "source"]
        formfield_callback = model_field

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["market"].queryset = markets()
        self.fields["market"].empty_label = _("every market")
        if not self.instance.pk:
            self.fields["valid_from"].initial = clock.today()

    @property
    def helper(self):
        groups = [("", [["name", "market"], ["phi_days", "valid_from", "valid_to"], ["source"]])]
        return in_groups(super().helper, self, groups)

    def clean(self):
        facts = super().clean()
        verdict = judge_limit(facts.get("valid_from"), facts.get("valid_to"))
        self.add_verdict(verdict, {"limit_dates_swapped": "valid_to"})
        self.instance.key = active_key(facts.get("name") or "")
        return facts
