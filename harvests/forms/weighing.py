"""The form at the scale: a header, and loads as rows named loads-<i>-<cell>, each cell kept as typed."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import parsing
from growers.forms.base import SeatedForm
from growers.forms.fields import DongField, KgField, LineField, TypedField, WholeField
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.models import BoardPrice, HarvestLine, HarvestRecord
from harvests.rules.weighing_facts import FLAT, Header, Load

EMPTY_ROWS = 8  # how many loads the form offers without JavaScript
KEPT_ROWS = 100  # what is shown again of an absurdly long ticket
CELL = re.compile(r"loads-(\d{1,4})-([a-z_]+)")


class DeductionField(TypedField):
    """Kilograms "1,5" or a percentage "2%", cleaned to (grams, basis points), one of them 0."""

    inputmode = "text"

    def read(self, text):
        if text.rstrip().endswith(("%", "％")):
            return 0, parsing.parse_percent_bp(text)
        return parsing.parse_kg(text), 0

    def show(self, value):
        return str(value)


CELLS: dict[str, forms.Field] = {
    "grade": LineField(max_length=8, required=False),
    "crate": LineField(max_length=8, required=False),
    "crates": WholeField(required=False),
    "gross": KgField(required=False),
    "tare": KgField(decimals=2, required=False),
    "tare_reason": LineField(max_length=120, required=False),
    "deduction": DeductionField(required=False),
    "deduction_kind": forms.ChoiceField(required=False, choices=[("", ""), *HarvestLine.Deduction.choices]),
}


class Row:
    """One load as typed: `typed` texts and `errors` sentences by cell; `load` once it could be read."""

    def __init__(self, number: int, typed: dict[str, str]):
        self.number, self.typed = number, {cell: typed.get(cell, "") for cell in CELLS}
        self.errors: dict[str, list] = {}
        self.load: Load | None = None

    @property
    def weighed(self) -> bool:
        return bool(self.typed["gross"].strip())

    def read(self) -> None:
        """Parse every cell; a cell that cannot be read gets its error and leaves no load."""
        found = {}
        for cell, field in CELLS.items():
            try:
                found[cell] = field.clean(self.typed[cell])
            except ValidationError as problem:
                self.errors[cell] = list(problem.messages)
        if self.errors:
            return
        grams, basis_points = found["deduction"] or (0, 0)
        self.load = Load(
            row=self.number, gross_g=found["gross"], grade=found["grade"], crate=found["crate"],
            crates=found["crates"], tare_g=found["tare"], tare_reason=found["tare_reason"], deduction_g=grams,
            deduction_bp=basis_points, deduction_kind=found["deduction_kind"],
        )  # fmt: skip

    def __getitem__(self, cell: str) -> dict:
        """What a template shows of a cell: name, value as typed, errors."""
        return {"name": f"loads-{self.number}-{cell}", "value": self.typed[cell], "errors": self.errors.get(cell, ())}


class WeighForm(SeatedForm):
    """A ticket as it is typed at the scale; `rows` are its loads, read when the form is cleaned."""

    household = LineField(label=_("Household"), max_length=120)
    plot = LineField(label=_("Plot"), max_length=10, required=False)
    mode = forms.ChoiceField(label=_("Pricing mode"), choices=HarvestRecord.Mode, initial=HarvestRecord.Mode.GRADED)
    channel = forms.ChoiceField(label=_("Channel"), choices=BoardPrice.Channel, initial=BoardPrice.Channel.EXPORT)
    place = forms.ChoiceField(label=_("Place"), choices=HarvestRecord.Place, initial=HarvestRecord.Place.POINT)
    flat_price = DongField(label=_("Flat price per kg"), price=True, required=False)
    vehicle = LineField(label=_("Vehicle"), max_length=20, required=False)
    note = LineField(label=_("Note"), max_length=200, required=False)
    paper_no = LineField(label=_("Paper number"), max_length=16, required=False)
    offline_no = LineField(max_length=24, required=False, widget=forms.HiddenInput)
    client_at = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, seat, data=None, **kwargs):
        super().__init__(seat, data, **kwargs)
        self.rows = _rows(self.data) if self.is_bound else []
        for number in range(EMPTY_ROWS if not self.rows else 0):
            self.rows.append(Row(number, {}))

    def full_clean(self):
        """Read the ticket; whether it was sent before is found out by the action, which saves a statement here."""
        forms.Form.full_clean(self)

    def clean_client_at(self) -> dt.datetime | None:
        """The moment the browser noted when it was offline, by the one clock, which may stand still on a day."""
        text = self.cleaned_data["client_at"]
        if not text:
            return None
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            raise ValidationError(_("This is not a moment.")) from None
        if moment.tzinfo is None or not 2000 <= moment.year <= 2199:
            raise ValidationError(_("This is not a moment."))
        stood_still = clock.today() - timezone.localdate(clock.real_now())
        return timezone.localtime(moment) + stood_still

    def clean(self):
        for row in self.weighed_rows:
            row.read()
        if any(row.errors for row in self.rows):
            self.add_error(None, ValidationError(_("A load could not be read."), code="load"))
        return super().clean()

    @property
    def weighed_rows(self) -> list[Row]:
        return [row for row in self.rows if row.weighed]

    @property
    def loads(self) -> list[Load]:
        return [row.load for row in self.weighed_rows if row.load]

    @property
    def header(self) -> Header:
        found = self.cleaned_data
        return Header(
            household=found["household"], plot=found["plot"], mode=found["mode"], channel=found["channel"],
            flat_price_vnd=found["flat_price"] if found["mode"] == FLAT else None, note=found["note"],
        )  # fmt: skip

    @property
    def about(self) -> dict[str, str]:
        """What the record keeps besides header and loads."""
        return {name: self.cleaned_data[name] for name in ("place", "vehicle", "paper_no", "offline_no")} | {
            "source": HarvestRecord.Source.OFFLINE if self.cleaned_data["client_at"] else HarvestRecord.Source.SCALE
        }

    def add_problems(self, problems: list[tuple[str, Reason]]) -> None:
        """Put what the rules refused next to the field or the cell that it names."""
        cells = {f"loads-{row.number}-{cell}": (row, cell) for row in self.rows for cell in CELLS}
        for name, reason in problems:
            if name in cells:
                row, cell = cells[name]
                row.errors.setdefault(cell, []).append(sentence(reason))
                name = "load"
            self.add_error(name if name in self.fields else None, ValidationError(sentence(reason), code=name))

    @property
    def all_errors(self) -> dict[str, list[str]]:
        """Every error as a sentence under the name as it was posted; those of no field under "__all__"."""
        found = {
            name: [str(message) for error in errors.as_data() if error.code != "load" for message in error]
            for name, errors in self.errors.items()
        }
        for row in self.rows:
            for cell, errors in row.errors.items():
                found[f"loads-{row.number}-{cell}"] = [str(error) for error in errors]
        return {name: errors for name, errors in found.items() if errors}


def _rows(data) -> list[Row]:
    typed: dict[int, dict[str, str]] = {}
    for name in data:
        match = CELL.fullmatch(name)
        if match and match[2] in CELLS:
            typed.setdefault(int(match[1]), {})[match[2]] = data[name]
    return [Row(number, typed[number]) for number in sorted(typed)[:KEPT_ROWS]]
