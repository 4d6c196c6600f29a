"""Forms about harvest records: the filter of the list, corrections and voids with their reason, releases."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import DayField, LineField
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.forms.weighing import Row, WeighForm
from harvests.models import HarvestLine, HarvestRecord
from harvests.queries.record_lists import grades_in_use
from harvests.rules.weighing_facts import FLAT, GRADED

ALL = [("", _("all"))]
REASONS = [
    ("", "–"),
    ("typo", _("mistyped")),
    ("household", _("wrong household")),
    ("grade", _("wrong grade")),
    ("reweighed", _("weighed again")),
    ("graded", _("graded now")),
    ("twice", _("recorded twice")),
    ("other", _("other, as follows")),
]


def reason_words(stored: str) -> str:
    """A stored reason ("typo: two keys at once") as a person reads it."""
    code, _colon, text = stored.partition(": ")
    words = str(dict(REASONS[1:]).get(code, code))
    return f"{words}: {text}" if text else words


class HarvestFilter(FilterForm):
    """What the list of tickets is narrowed to; an odd value narrows nothing and is pointed out."""

    day_from = DayField(label=_("From"), required=False, widget=forms.TextInput({"size": 10}))
    day_to = DayField(label=_("Until"), required=False, widget=forms.TextInput({"size": 10}))
    household = LineField(label=_("Household"), required=False, max_length=80, widget=forms.TextInput({"size": 14}))
    grade = forms.TypedChoiceField(label=_("Grade"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("standing")), *HarvestRecord.Status.choices, ("all", _("all"))],
    )
    mode = forms.ChoiceField(label=_("Pricing mode"), required=False, choices=[*ALL, *HarvestRecord.Mode.choices])
    source = forms.ChoiceField(label=_("Recorded"), required=False, choices=[*ALL, *HarvestRecord.Source.choices])

    def __init__(self, coop, data):
        super().__init__(coop, data)
        self.offer("grade", grades_in_use(coop))


class WaitingFilter(FilterForm):
    """What the list of tickets without a value is narrowed to."""

    why = forms.ChoiceField(
        label=_("Waiting for"), required=False, choices=[*ALL, ("grading", _("grading")), ("price", _("price"))]
    )


class ReasonForm(SeatedForm):
    """Why a ticket is voided; `revision` is the version that the page showed."""

    save_label = _("Void this ticket")
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(label=_("Why"), choices=REASONS)
    text = LineField(label=_("In words"), max_length=160, required=False)

    def __init__(self, seat, record: HarvestRecord, data=None):
        super().__init__(seat, data)
        self.record = record
        self.fields["revision"].initial = record.revision

    @property
    def facts(self) -> dict:
        return {name: value for name, value in super().facts.items() if name != "revision"}

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.record.slug}"

    def add_problems(self, problems: list[tuple[str, Reason]]) -> None:
        """Put what the rules refused next to the field that it names."""
        for name, reason in problems:
            self.add_error(name if name in self.fields else None, ValidationError(sentence(reason)))


class ReleaseForm(ReasonForm):
    """Why a ticket on hold is released."""

    save_label = _("Release")
    reason = None
    text = LineField(label=_("Why it may be released"), max_length=160)


class CorrectForm(WeighForm):
    """A ticket typed again, with why; `record` and `lines` are what it was, `revision` the version the page showed.

    With `grading` it opens as what it was weighed for: to be sorted into grades now.
    """

    SPARE_ROWS = 2
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.ChoiceField(label=_("Why"), choices=REASONS)
    text = LineField(label=_("In words"), max_length=160, required=False)

    def __init__(self, seat, record: HarvestRecord, lines: list[HarvestLine], data=None, *, grading: bool = False):
        graded = {"mode": GRADED, "reason": "graded"} if grading else {}
        super().__init__(seat, data, initial={**_header(record, lines), **graded, "revision": record.revision})
        self.record = record
        del self.fields["offline_no"], self.fields["client_at"]
        if not self.is_bound:
            self.rows = [Row(number, _cells(record, line)) for number, line in enumerate(lines)]
        number = max(row.number for row in self.rows) + 1
        self.rows += [Row(number + spare, {}) for spare in range(self.SPARE_ROWS)]

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.record.slug}"

    @property
    def about(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("place", "vehicle", "paper_no", "reason", "text")}


def _header(record: HarvestRecord, lines: list[HarvestLine]) -> dict:
    flat = lines[0].price_vnd if record.mode == FLAT else None
    return {
        "household": record.household.code, "plot": record.plot.code if record.plot else "", "mode": record.mode,
        "channel": record.channel, "place": record.place, "vehicle": record.vehicle, "note": record.note,
        "paper_no": record.paper_no, "flat_price": flat,
    }  # fmt: skip


def _cells(record: HarvestRecord, line: HarvestLine) -> dict[str, str]:
    """A weighed load as it would be typed again."""
    return {
        "grade": line.grade.code if record.mode == GRADED else "",
        "crate": line.crate.code if line.crate else "",
        "crates": str(line.crates),
        "gross": showing.kg_input(line.gross_g),
        "tare": showing.kg_input(line.tare_g) if line.tare_reason else "",
        "tare_reason": line.tare_reason,
        "deduction": showing.kg_input(line.deduction_g) if line.deduction_g else "",
        "deduction_kind": line.deduction_kind,
    }
