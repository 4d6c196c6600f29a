"""The grid into which a paper pad is typed: rows named rows-<i>-<cell>, checked and added up as they are on paper."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from coopsite.formats import showing
from coopsite.formats.moments import day_start, parse_moment
from growers.forms.base import SeatedForm
from growers.forms.fields import DayField, KgField, LineField, TypedField, WholeField
from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.models import BoardPrice
from harvests.rules.back_entry import COLUMNS, PadRow, Paper, cell_of, column_sums, gather
from harvests.rules.days import paper_gaps

ROWS, MAX_ROWS = 20, 200
GROSS = [f"gross{column}" for column in range(1, COLUMNS + 1)]
CELL = re.compile(r"rows-(\d{1,3})-([a-z_]+\d?)")
OF_DAY = ("day_closed", "day_in_future", "no_season")
LABELS = {
    "paper_no": _("Paper number"), "time": _("Time"), "household": _("Household"), "plot": _("Plot"),
    "grade": _("Grade"), "crates": _("Crates"),
}  # fmt: skip
CELLS = ("paper_no", "time", "household", "plot", "grade", "crates", *GROSS)


class TimeField(TypedField):
    """A time of day, "5:30" or "5h30"; cleaned to the moment of `day`, noon when it is empty."""

    inputmode = "text"
    day: dt.date

    def read(self, text):
        noon = day_start(self.day) + dt.timedelta(hours=12)
        return parse_moment(text, noon)


READERS = {
    "paper_no": LineField(max_length=16, required=False),
    "household": LineField(max_length=120, required=False),
    "plot": LineField(max_length=10, required=False),
    "grade": LineField(max_length=8, required=False),
    "crates": WholeField(required=False),
    **{name: KgField(required=False) for name in GROSS},
}


class GridRow:
    """One row as typed, with the errors of its cells; `net` and `amount` once its slip was judged."""

    def __init__(self, place: int, typed: dict[str, str]):
        self.place, self.typed = place, {cell: typed.get(cell, "") for cell in CELLS}
        self.errors: dict[str, list] = {}
        self.read: PadRow | None = None
        self.net, self.amount, self.gap = "", "", False

    @property
    def filled(self) -> bool:
        return any(text.strip() for text in self.typed.values())

    def clean(self, day: dt.date) -> None:
        """Read every cell; with an error in one there is no row."""
        found = {}
        time = TimeField(required=False)
        time.day = day
        for cell in CELLS:
            try:
                found[cell] = (time if cell == "time" else READERS[cell]).clean(self.typed[cell])
            except ValidationError as problem:
                self.errors[cell] = list(problem.messages)
        at = found.get("time") or day_start(day) + dt.timedelta(hours=12)
        if at.date() != day:
            self.errors["time"] = [_("Type the time only, such as 5:30; the day stands above.")]
        if not self.errors:
            self.read = PadRow(
                self.place, found["household"], found["paper_no"], at, found["grade"], found["crates"],
                tuple(found[name] for name in GROSS), found["plot"],
            )  # fmt: skip

    def add(self, cell: str, reason: Reason) -> None:
        """Put what a rule refused into a cell."""
        self.errors.setdefault(cell, []).append(sentence(reason))

    @property
    def cells(self) -> list[dict]:
        """What the template shows, cell by cell."""
        return [
            {
                "name": f"rows-{self.place}-{cell}",
                "cell": cell,
                "label": LABELS.get(cell, _("Gross, kg")),
                "value": self.typed[cell],
                "errors": self.errors.get(cell, ()),
                "wide": cell == "household",
                "decimal": cell in GROSS,
            }
            for cell in CELLS
        ]

    @property
    def problems(self) -> list:
        return [error for errors in self.errors.values() for error in errors]


class BackEntryForm(SeatedForm):
    """A day of the paper pad; `papers` are its slips once every cell could be read."""

    day = DayField(label=_("Day"))
    channel = forms.ChoiceField(label=_("Channel"), choices=BoardPrice.Channel, initial=BoardPrice.Channel.EXPORT)
    crate = LineField(label=_("Crate"), max_length=8, required=False)
    paste = forms.CharField(
        label=_("Paste from Excel"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmed = forms.BooleanField(label=_("I have looked at the warnings: save all the same"), required=False)

    def __init__(self, seat, data=None):
        super().__init__(seat, data)
        self.fields["day"].initial = clock.today()
        self.papers: list[Paper] = []
        self.warnings: list = []
        typed = _typed(self.data) if self.is_bound else {}
        self.rows = [GridRow(place, typed[place]) for place in sorted(typed)]
        self._paste()
        place = max((row.place for row in self.rows), default=-1) + 1
        spare = max(ROWS - len(self.rows), 3)
        self.rows += [GridRow(place + more, {}) for more in range(min(spare, MAX_ROWS - len(self.rows)))]

    def full_clean(self):
        """Read the grid; whether it was sent before is found out by the action."""
        forms.Form.full_clean(self)

    @property
    def filled(self) -> list[GridRow]:
        return [row for row in self.rows if row.filled]

    @property
    def read(self) -> list[PadRow]:
        return [row.read for row in self.filled if row.read]

    def clean(self):
        found = super().clean()
        if found.get("day"):
            for row in self.filled:
                row.clean(found["day"])
            if any(row.errors for row in self.rows):
                self.add_error(None, _("Some cells could not be read; they are marked below."))
            elif not self.filled:
                self.add_error(None, _("Nothing was typed yet."))
            else:
                self.papers = gather(self.read, channel=found.get("channel", ""), crate=found.get("crate", ""))
        return found

    def add_judgement(self, used: set[str]) -> None:
        """Show what the rules found of each slip in its cells, paper numbers `used` before, and warnings above all."""
        by_place = {row.place: row for row in self.rows}
        of_day: dict[str, Reason] = {}
        for paper in self.papers:
            for name, reason in paper.judged.refused:
                place, cell = cell_of(paper, name)
                if reason.code in OF_DAY:
                    of_day[reason.code] = reason
                else:
                    by_place[place].add(cell if cell in CELLS else "household", reason)
            if paper.paper_no in used:
                by_place[paper.place].add("paper_no", Reason("paper_no_used", {"numbers": paper.paper_no}))
            for reason in paper.judged.warnings:
                self.warnings.append((paper.paper_no or paper.header.household, sentence(reason)))
            self._show_lines(paper, by_place)
        for reason in of_day.values():
            self.add_error("day", ValidationError(sentence(reason)))
        if any(row.errors for row in self.rows):
            self.add_error(None, _("Nothing was saved: look at the marked cells."))

    def mark_gaps(self, before: list[str]) -> tuple[str, ...]:
        """The numbers missing from the pad, with what was entered `before`; rows that follow a gap are marked."""
        numbers = [row.read.paper_no for row in self.filled if row.read and row.read.paper_no]
        gaps = paper_gaps([*before, *numbers])
        missing = {int(number) for number in gaps}
        for row in self.filled:
            number = row.read.paper_no if row.read else ""
            row.gap = number.isascii() and number.isdigit() and int(number) - 1 in missing
        return gaps

    def _show_lines(self, paper: Paper, by_place: dict[int, GridRow]) -> None:
        sums: dict[int, list[int]] = {}
        for line in paper.judged.lines:
            place = paper.cells[line.row][0]
            total = sums.setdefault(place, [0, 0])
            total[0] += line.net_g
            total[1] += line.amount_vnd or 0
        for place, (net, amount) in sums.items():
            by_place[place].net, by_place[place].amount = showing.kg(net), showing.dong_plain(amount)

    @property
    def totals(self) -> dict:
        """The foot of the sheet: each column as on paper, slips, net and value of what could be judged."""
        judged = [paper.judged for paper in self.papers if paper.judged]
        return {
            "columns": [showing.kg(grams) if grams else "" for grams in column_sums(self.read)],
            "slips": len(self.papers),
            "net": showing.kg_unit(sum(each.net_g for each in judged)),
            "amount": showing.dong(sum(line.amount_vnd or 0 for each in judged for line in each.lines)),
        }

    def _paste(self) -> None:
        """Put pasted rows below those typed; the cells come in the order of the grid, separated by tabs."""
        pasted = self.data.get("paste", "") if self.is_bound else ""
        start = max((row.place for row in self.rows if row.filled), default=-1) + 1
        lines = [line for line in pasted.splitlines() if line.strip()][: MAX_ROWS - start]
        if not lines:
            return
        self.rows = [row for row in self.rows if row.place < start]
        for offset, line in enumerate(lines):
            self.rows.append(GridRow(start + offset, dict(zip(CELLS, line.split("\t"), strict=False))))
        self.data = self.data.copy()
        self.data["paste"] = ""


def _typed(data) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for name in data:
        match = CELL.fullmatch(name)
        if match and match[2] in CELLS and int(match[1]) < MAX_ROWS:
            found.setdefault(int(match[1]), {})[match[2]] = data[name]
    return found
