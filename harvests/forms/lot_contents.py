"""What a lot was packed into: carton lines, losses and checks as they are typed; closing it."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.forms.base import SeatedForm
from growers.forms.fields import CelsiusField, KgField, LineField, TextField, WholeField
from growers.models import Grade
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from harvests.forms.order_lines import PLACES as LINE_PLACES
from harvests.models import Lot, LotCarton, LotLoss
from harvests.rules.lot_balance import GAP, MOST_CARTON_LINES
from harvests.rules.order_lines import settle

LINE_PLACES = {**{code: name.replace("ordered_g", "net_g") for code, name in LINE_PLACES.items()}}
PLACES = {"lot_check_odd": "check_least_g", "lot_gap_unexplained": "gap_reason", "lot_cap_unexplained": "cap_reason"}
CHECKS = (
    "check_average_g", "check_least_g", "dip_minutes", "store_temp_dc", "inspected_by", "shift", "note",
)  # fmt: skip
TYPED = ("cartons", "net_g")  # what makes a row count: grade, size and pack stand ready
KINDS = [(kind, label) for kind, label in LotLoss.Kind.choices if kind != GAP]
SPARE = 3


class CartonForm(forms.Form):
    """One carton line: cartons of a pack, or loose kilograms; of cartons and kilograms one may be left to the other."""

    grade = forms.ChoiceField(label=_("Grade"), required=False)
    size = LineField(label=_("Size"), required=False, max_length=40)
    pack_g = KgField(label=_("Kg per carton"), required=False, decimals=2)
    cartons = WholeField(label=_("Cartons"), required=False)
    net_g = KgField(label=_("Kilograms"), required=False, decimals=2)

    add_verdict = SeatedForm.add_verdict

    def __init__(self, *args, grades: list[Grade], **kwargs):
        super().__init__(*args, **kwargs)
        self.grades = {str(grade.pk): grade for grade in grades}
        self.fields["grade"].choices = [("", "–"), *((str(grade.pk), grade.name) for grade in grades)]
        self.fields["pack_g"].widget.attrs["list"] = "packs"
        self.fields["size"].widget.attrs["list"] = "sizes"
        for name, field in self.fields.items():
            shape = "form-select" if name == "grade" else "form-control"
            field.widget.attrs |= {"class": shape, "aria-describedby": f"{self[name].auto_id}_wrong"}

    @property
    def is_blank(self) -> bool:
        """Nothing was counted or weighed: the row is spare."""
        return not any(str(self[name].value() or "").strip() for name in TYPED)

    def clean(self):
        facts = super().clean()
        if self.is_blank:
            return facts
        if not self.errors.keys() & {"pack_g", *TYPED}:
            quantity, verdict = settle(facts.get("pack_g"), facts.get("cartons"), facts.get("net_g"))
            self.add_verdict(verdict, LINE_PLACES)
            if quantity:
                facts |= {"pack_g": quantity.pack_g, "cartons": quantity.cartons, "net_g": quantity.ordered_g}
        if not facts.get("grade") and "grade" not in self.errors:
            self.add_verdict(Verdict.because("line_grade_missing"), LINE_PLACES)
        return facts

    @property
    def facts(self) -> dict:
        """What an action takes."""
        kept = {name: self.cleaned_data[name] for name in ("size", "pack_g", "cartons", "net_g")}
        return {**kept, "grade": self.grades[self.cleaned_data["grade"]]}


class BaseCartons(BaseFormSet):
    """All carton lines of a lot."""

    @property
    def facts(self) -> list[dict]:
        return [form.facts for form in self.forms if not form.is_blank]


Cartons = formset_factory(
    CartonForm, formset=BaseCartons, extra=SPARE, max_num=MOST_CARTON_LINES, absolute_max=MOST_CARTON_LINES + 1,
    validate_max=True,
)  # fmt: skip


class ContentsForm(SeatedForm):
    """Cartons, losses and checks of an open lot, as it stood at `version`."""

    save_label = _("Save contents")
    more = "harvests/_lots_contents.html"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    check_average_g = KgField(label=_("Check weighing of 5 cartons, average (kg)"), required=False, decimals=2)
    check_least_g = KgField(label=_("Lightest of them (kg)"), required=False, decimals=2)
    dip_minutes = WholeField(label=_("Sanitiser dip (minutes)"), required=False)
    store_temp_dc = CelsiusField(label=_("Cold room (°C)"), required=False)
    inspected_by = LineField(label=_("Quality control"), required=False, max_length=120)
    shift = LineField(label=_("Shift"), required=False, max_length=20)
    note = TextField(label=_("Note"), required=False, max_length=2000)

    def __init__(self, seat: Seat, lot: Lot, data=None, *, stored=(), lost=(), grades=(), packs=()):
        self.lot, self.stored, self.grades, self.packs = lot, stored, grades, packs
        first = {name: getattr(lot, name) for name in CHECKS}
        first |= {f"{row.kind}_g": row.grams for row in lost} | {f"{row.kind}_note": row.note for row in lost}
        super().__init__(seat, data, initial={**first, "version": lot.version})
        for kind, label in KINDS:
            self.fields[f"{kind}_g"] = KgField(label=label, required=False, decimals=2)
            self.fields[f"{kind}_note"] = note = LineField(label=_("Note"), required=False, max_length=200)
            note.widget.attrs["aria-label"] = format_lazy("{}: {}", label, note.label)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.lot.pk}"

    @cached_property
    def cartons(self) -> Cartons:
        data = self.data if self.is_bound else None
        return Cartons(data, prefix="cartons", initial=self._ready(), form_kwargs={"grades": list(self.grades)})

    def _ready(self) -> list[dict]:
        """What is stored; for a lot that has nothing yet a row of each usual pack, so that only cartons are typed."""
        if self.stored:
            return [_typed(row) for row in self.stored]
        main = next((grade for grade in self.grades if grade.kind == Grade.Kind.GRADED), None)
        return [{"grade": main and main.pk, "pack_g": pack.net_g} for pack in self.packs[:3]]

    @property
    def losses(self) -> list[tuple]:
        """(label, kilograms, note) of each kind, as bound fields."""
        return [(label, self[f"{kind}_g"], self[f"{kind}_note"]) for kind, label in KINDS]

    @property
    def checks(self) -> list:
        return [self[name] for name in CHECKS]

    @property
    def sizes(self) -> list[str]:
        return [*dict.fromkeys(pack.counts for pack in self.packs if pack.counts)]

    @property
    def pack_weights(self) -> list[str]:
        return [showing.kg_input(pack.net_g) for pack in self.packs]

    def clean(self):
        if not self.cartons.is_valid():
            self.add_error(None, ValidationError(_("Look at the carton lines again."), "cartons"))
        return super().clean()

    @property
    def facts(self) -> dict:
        if "note" not in self.cleaned_data:
            return {}
        losses = [
            {"kind": kind, "grams": self.cleaned_data[f"{kind}_g"], "note": self.cleaned_data[f"{kind}_note"]}
            for kind, _label in KINDS
            if self.cleaned_data[f"{kind}_g"]
        ]
        checks = {name: self.cleaned_data[name] for name in CHECKS}
        return {"cartons": self.cartons.facts, "losses": losses, **checks}


class CloseForm(SeatedForm):
    """Closing a lot, with the reasons that a gap or a soft cap asks for."""

    save_label = _("Close lot")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    gap_reason = LineField(label=_("Why the gap"), required=False, max_length=200)
    cap_reason = LineField(label=_("Why above the soft cap"), required=False, max_length=200)

    def __init__(self, seat: Seat, lot: Lot, *args, capped: bool, gap: bool, **kwargs):
        self.lot = lot
        super().__init__(seat, *args, **kwargs)
        self.fields["version"].initial = lot.version
        for name, asked in (("cap_reason", capped), ("gap_reason", gap)):
            if not asked:
                self.fields[name].widget = forms.HiddenInput()  # a sending may carry it; nobody is asked for it

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.lot.pk}"


def _typed(row: LotCarton) -> dict:
    kept = {name: getattr(row, name) for name in ("size", "pack_g", "net_g")}
    return {**kept, "cartons": row.cartons or None, "grade": row.grade_id}
