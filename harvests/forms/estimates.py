"""The grid in which yield estimates are typed: a row of four cells for each plot of the page."""

from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.forms.base import FilterForm, SeatedForm
from growers.forms.fields import LineField
from growers.models import Plot
from growers.queries.seats import Seat
from growers.wording import sentence
from harvests.actions.estimates import Figures
from harvests.forms.seasons import WholeKgField
from harvests.models import YieldEstimate
from harvests.rules.estimates import judge_estimate

CELLS = {"expected": "expected_g", "low": "low_g", "high": "high_g", "note": "note"}
LABELS = {
    "expected": _("Expected, kg"), "low": _("Low (P10)"), "high": _("High (P90)"), "note": _("How estimated"),
}  # fmt: skip
PLACES = {"estimate_low_above": "low", "estimate_high_below": "high"}


class EstimateSearch(FilterForm):
    """What the list of estimates is narrowed to."""

    search = LineField(label=_("Search"), required=False, max_length=80)


class EstimateFilter(EstimateSearch):
    """What the grid is narrowed to."""

    missing = forms.BooleanField(label=_("Only plots without an estimate"), required=False)


@dataclass(slots=True)
class Row:
    """A plot's cells as the page shows them: texts and errors by the names of CELLS."""

    plot: Plot
    version: int
    texts: dict[str, str]
    errors: dict[str, list] = field(default_factory=dict)
    theirs: str = ""  # what somebody else saved in between

    @property
    def cells(self) -> list[dict]:
        """For the template: each cell with the name of its field."""
        return [
            {
                "name": f"{name}-{self.plot.code}",
                "label": f"{self.plot.code}: {LABELS[name]}",
                "text": text,
                "errors": self.errors.get(name, []),
                "wide": name == "note",
            }
            for name, text in self.texts.items()
        ]


class EstimateGrid(SeatedForm):
    """The rows of a page; fields are named after the plot's code, such as `expected-097-1`."""

    def __init__(self, seat: Seat, plots: list[Plot], known: dict[int, YieldEstimate], *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.known = known
        self.rows = [self._row(plot, known.get(plot.pk)) for plot in plots]

    def _row(self, plot: Plot, known: YieldEstimate | None) -> Row:
        if self.is_bound and f"expected-{plot.code}" in self.data:
            version = self.data.get(f"version-{plot.code}", "")
            texts = {name: self.data.get(f"{name}-{plot.code}", "") for name in CELLS}
            return Row(plot, int(version) if version.isascii() and version.isdigit() else 0, texts)
        return Row(plot, known.version if known else 0, _texts(known))

    def clean(self):
        facts = super().clean()
        facts["figures"] = [typed for row in self.rows if (typed := self._read(row)) is not None]
        if any(row.errors for row in self.rows):
            self.add_error(None, _("Look at the marked cells. Nothing was saved yet."))
        return facts

    def _read(self, row: Row) -> Figures | None:
        if f"expected-{row.plot.code}" not in self.data:
            return None
        values = {}
        for name, target in CELLS.items():
            try:
                values[target] = FIELDS[name].clean(row.texts[name])
            except ValidationError as problem:
                row.errors[name] = problem.messages
        if row.errors:
            return None
        figures = values["expected_g"], values["low_g"], values["high_g"]
        for reason in judge_estimate(*figures, row.plot.area_m2).refused:
            row.errors.setdefault(PLACES.get(reason.code, "expected"), []).append(sentence(reason))
        return Figures(row.plot, row.version, **values)

    def meet_others(self, current: dict[int, YieldEstimate]) -> None:
        """Show beside each cell what was saved in between; saving again is then a decision."""
        for row in self.rows:
            saved = current.get(row.plot.pk)
            if saved and saved.version != row.version:
                row.theirs, row.version = showing.kg_unit(saved.expected_g, least=0), saved.version
        self.add_error(None, _("Somebody saved estimates in the meantime. Compare below; saving again keeps yours."))


FIELDS = {
    **{name: WholeKgField(required=False) for name in ("expected", "low", "high")},
    "note": LineField(required=False, max_length=160),
}


def _texts(known: YieldEstimate | None) -> dict[str, str]:
    if known is None:
        return dict.fromkeys(CELLS, "")
    figures = (known.expected_g, known.low_g, known.high_g)
    texts = [showing.count(g // 1000) if g is not None else "" for g in figures]
    return dict(zip(CELLS, [*texts, known.note], strict=True))
