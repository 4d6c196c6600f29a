"""Forms about the field diary: the filters of its list and of plots to tick, a day's work, and why it is voided."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import AreaField, DayField, DoseField, LineField, RowsField, WholeField
from growers.forms.layout import in_groups
from growers.models import DiaryEntry, InputProduct, Plot
from growers.queries.diary import certificates_to_choose, codes_to_choose, products_entered, villages_of
from growers.queries.inputs import products_to_use
from growers.queries.plots import plots_to_tick
from growers.queries.seats import Seat

ALL = ("", _("all"))
# Where each reason of the rule is shown; what is not here stands at the top.
PLACES = {
    "diary_no_plots": "plots", "diary_in_future": "done_on", "diary_product_missing": "product",
    "diary_product_not_yet": "product", "diary_product_ended": "product", "diary_product_off": "product",
    "diary_product_other_crop": "product", "diary_product_no_active": "product", "diary_active_banned": "product",
    "diary_active_stopped": "product", "diary_dose_missing": "dose_milli", "diary_unit_missing": "dose_unit",
    "diary_target_missing": "target", "diary_method_missing": "method", "diary_worker_missing": "worker",
    "diary_batch_missing": "stock_lot", "diary_organic_plot": "product", "diary_trained_later": "worker_trained_on",
}  # fmt: skip
COPIED = (
    "work", "product", "dose_milli", "dose_unit", "water_l", "stock_lot", "target", "stage", "method", "worker",
    "worker_trained_on", "authoriser", "weather", "note",
)  # fmt: skip


def _keyed(label):
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class DiaryFilter(FilterForm):
    """What the list of entries is narrowed to."""

    plot = LineField(label=_("Plot or household"), required=False, max_length=80)
    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("Until"), required=False)
    work = forms.ChoiceField(label=_("Work"), required=False, choices=[ALL, *DiaryEntry.Work.choices])
    product = _keyed(_("Product"))
    village = forms.ChoiceField(label=_("Village"), required=False)
    code = _keyed(_("Planting area code"))
    voided = forms.ChoiceField(
        label=_("Voided"), required=False, choices=[("", _("hidden")), ("too", _("shown too")), ("only", _("only"))]
    )
    late = forms.BooleanField(label=_("Entered late"), required=False)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.offer("product", products_entered(coop))
        self.offer("village", ((village, village) for village in villages_of(coop)))
        self.offer("code", codes_to_choose(coop))


class PlotsFilter(FilterForm):
    """Which plots are offered to tick."""

    search = LineField(label=_("Plot or household"), required=False, max_length=80)
    village = forms.ChoiceField(label=_("Village"), required=False)
    code = _keyed(_("Planting area code"))
    certificate = _keyed(_("Certificate"))
    copy = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.offer("village", ((village, village) for village in villages_of(coop)))
        self.offer("code", codes_to_choose(coop))
        self.offer("certificate", certificates_to_choose(coop))

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "copy"}

    @property
    def narrows(self) -> bool:
        """Whether somebody chose plots at all: only then are they ticked beforehand."""
        return any(self.facts.values())


class ProductChoice(forms.ModelChoiceField):
    """A product of the list, shown with what one must know of it: active ingredients and interval."""

    crop: int | None = None

    def label_from_instance(self, product: InputProduct) -> str:
        parts = [product.name, " + ".join(row.name for row in product.actives.all())]
        if product.sprays:
            days = {row.commodity_id: row.phi_days for row in product.uses.all()}.get(self.crop)
            parts.append(gettext("interval unknown") if days is None else gettext("%(days)s days") % {"days": days})
        if product.permitted_to and product.permitted_to <= clock.today():
            parts.append(gettext("not permitted any more"))
        return " · ".join(part for part in parts if part)


class EntryForm(SeatedForm):
    """A day's work on many plots; what it means for each is shown before it is recorded."""

    save_label = _("Check")

    done_on = DayField(label=_("Done on"))
    work = forms.ChoiceField(label=_("Work"), choices=[("", "–"), *DiaryEntry.Work.choices])
    product = ProductChoice(InputProduct.objects.none(), label=_("Product"), required=False)
    dose_milli = DoseField(label=_("Dose"), required=False)
    dose_unit = forms.ChoiceField(
        label=_("Unit of the dose"),
        required=False,
        choices=[("", _("as on the label")), *InputProduct.DoseUnit.choices],
    )
    water_l = WholeField(label=_("Water (litres)"), required=False)
    stock_lot = LineField(label=_("Batch of the product"), required=False, max_length=60)
    target = LineField(label=_("Pest or reason"), required=False, max_length=120)
    stage = LineField(label=_("Growth stage"), required=False, max_length=60)
    method = LineField(label=_("Method and equipment"), required=False, max_length=120)
    worker = LineField(label=_("Done by"), required=False, max_length=120)
    worker_trained_on = DayField(label=_("Trained on"), required=False)
    authoriser = LineField(label=_("Ordered by"), required=False, max_length=120)
    weather = LineField(label=_("Weather"), required=False, max_length=80)
    note = LineField(label=_("Note"), required=False, max_length=500)
    plots = RowsField(
        Plot.objects.none(), label=_("Plots"), error_messages={"required": _("Tick at least one plot.")}
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.fields["plots"].queryset = plots_to_tick(seat.cooperative)
        self.fields["product"].queryset = products_to_use(seat.cooperative)
        self.fields["product"].crop = seat.cooperative.commodity_id
        self.fields["done_on"].initial = clock.today()

    @property
    def helper(self):
        groups = [
            ("", [["done_on", "work"], ["product"], ["dose_milli", "dose_unit", "water_l"],
                  ["stock_lot", "target", "stage"], ["worker", "worker_trained_on", "authoriser"],
                  ["method", "weather"], ["note"]]),
        ]  # fmt: skip
        return in_groups(super().helper, self, groups)

    @property
    def ticked(self) -> set[int]:
        """The keys that were ticked, as far as they are keys."""
        return {int(key) for key in self.data.getlist("plots") if key.isascii() and key.isdigit() and len(key) < 19}

    def clean(self):
        facts = super().clean()
        product = facts.get("product")
        if facts.get("dose_milli") and not facts.get("dose_unit") and product:
            facts["dose_unit"] = product.dose_unit
        if not facts.get("dose_milli"):  # a dose of 0 is none
            facts["dose_milli"], facts["dose_unit"] = None, ""
        facts["treated"] = {plot.pk: self._treated(plot) for plot in facts.get("plots") or ()}
        return facts

    def _treated(self, plot) -> int | None:
        typed = self.data.get(f"treated-{plot.pk}", "")
        try:
            return AreaField(required=False).clean(typed)
        except ValidationError as problem:
            self.add_error("plots", f"{plot.code}: {problem.messages[0]}")
            return None

    @property
    def facts(self) -> dict:
        values = super().facts
        values["plots"] = values.pop("treated", {})
        return values

    def ask(self, seal: str) -> None:
        """Show what is to be confirmed; sending the form again then confirms just that."""
        self.data = self.data.copy()
        self.data["confirmed"] = seal


def copied(entry: DiaryEntry) -> dict:
    """What a new entry begins with when it is copied from another: everything but the day."""
    return {name: getattr(entry, name) for name in COPIED} | {"product": entry.product_id}


class VoidForm(SeatedForm):
    """Why an entry is voided."""

    save_label = _("Void the entry")

    reason = LineField(label=_("Reason"), max_length=200)

    def __init__(self, seat: Seat, *args, entry: DiaryEntry, **kwargs):
        self.entry = entry
        super().__init__(seat, *args, **kwargs)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.entry.pk}"
