"""Makes a plan ready for its page: columns with choices, rows with their doubts in words, the refused rows."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coopsite.formats import showing
from growers.rules.imports import BAD, DUPLICATE, NEW, SAME, UPDATE, Plan, Planned
from growers.rules.sheets import Schema, as_text
from growers.rules.verdicts import Reason
from growers.wording import sentence

SHOWN_DOUBTFUL, SHOWN_GOOD = 200, 50
MARKS = {NEW: "tag", UPDATE: "tag tag-warn", SAME: "tag tag-quiet", DUPLICATE: "tag tag-warn", BAD: "tag tag-bad"}


def labels(schema: Schema) -> dict[str, str]:
    """The name of each column in the language of the page."""
    english = get_language() == "en"
    return {column.key: column.label_en if english else column.label_vi for column in schema.columns}


def columns(plan: Plan, schema: Schema) -> list[dict]:
    """The file's columns: heading, sample, and the choices of what it is."""
    named = labels(schema)
    return [
        {
            "field": f"column-{column.index}",
            "header": column.header or _("(no heading)"),
            "sample": ", ".join(column.sample),
            "key": column.key or "",
            "unit": column.unit,
            "choices": [(key, label, key == column.key) for key, label in named.items()],
        }
        for column in plan.preview.columns
    ]


def headings(plan: Plan, schema: Schema) -> list[str]:
    """Above the rows: what each column that is read was taken for."""
    named = labels(schema)
    return [named[column.key] for column in plan.preview.columns if column.key]


def rows(plan: Plan, schema: Schema) -> list[dict]:
    """Rows that need a look first, then the beginning of the others."""
    doubtful = [planned for planned in plan.rows if planned.outcome in (BAD, DUPLICATE)]
    good = [planned for planned in plan.rows if planned.outcome not in (BAD, DUPLICATE)]
    read = [(column.index, column.key) for column in plan.preview.columns if column.key]
    names, named = outcome_names(), labels(schema)
    return [_row(planned, read, names, named) for planned in (*doubtful[:SHOWN_DOUBTFUL], *good[:SHOWN_GOOD])]


def outcome_names() -> dict[str, str]:
    return {
        NEW: _("new"), UPDATE: _("changed"), SAME: _("there already"), DUPLICATE: _("probable duplicate"),
        BAD: _("refused"),
    }  # fmt: skip


def _row(planned: Planned, read: list[tuple[int, str]], names: dict[str, str], named: dict[str, str]) -> dict:
    wrong = {key: told(code, data) for key, code, data in reversed(planned.row.problems)}
    raw = planned.row.raw
    shown = {key for _, key in read}
    return {
        "number": planned.number,
        "mark": MARKS[planned.outcome],
        "outcome": names[planned.outcome],
        "twin": planned.twin,
        "cells": [
            {"text": as_text(raw[index]) if index < len(raw) else "", "wrong": wrong.get(key, "")}
            for index, key in read
        ],
        "others": [_of(key, text, named) for key, text in wrong.items() if key not in shown],
        "notes": list(dict.fromkeys(told(code, data) for _, code, data in planned.row.notes)),
    }


def _of(key: str, text: str, named: dict[str, str]) -> str:
    """A reason that does not stand in the cell it is about, with the name of the column."""
    return f"{named[key]}: {text}" if key in named else text


def told(code: str, data: dict) -> str:
    """One reason in words, its numbers and lists as people read them."""
    values = {key: _plain(value) for key, value in data.items()}
    return str(sentence(Reason(code, {"typed": values.get("text", ""), **values})))


def _plain(value):
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def file_words(notes, schema: Schema) -> list[str]:
    """What is to be said of the file as a whole, its keys by their labels."""
    named = labels(schema)

    def label(value):
        if isinstance(value, list | tuple):
            return ", ".join(str(named.get(each, each)) for each in value)
        return named.get(value, value) if isinstance(value, str) else value

    return [told(code, {key: label(value) for key, value in data.items()}) for code, data in notes]


def sums(plan: Plan) -> list[tuple[str, str]]:
    """The totals that somebody checks against the paper."""
    totals = plan.totals
    if "tickets" in totals:
        return [
            (_("Tickets"), showing.count(totals["tickets"])),
            (_("Net"), showing.kg_unit(totals["total_g"])),
            (_("Value"), showing.dong(totals["total_vnd"])),
        ]
    if "products" in totals:
        return [
            (_("New products"), showing.count(totals["products"])),
            (_("Interval unknown"), showing.count(totals["unknown"])),
        ]
    return [
        (_("Households"), showing.count(totals["households"])),
        (_("Plots"), showing.count(totals["plots"])),
        (_("Area"), showing.hectares(totals["area_m2"])),
    ]


def refused_sheet(plan: Plan, schema: Schema, only: list[int] | None) -> tuple[list[str], list[list]]:
    """Header and rows of the file that somebody mends and sends again: its own columns and a last one of reasons.

    `only` are the row numbers refused when the file was written; by now the others look like duplicates of themselves.
    """
    named = labels(schema)
    width = max((len(planned.row.raw) for planned in plan.rows), default=0)
    by_index = {column.index: column.header for column in plan.preview.columns}
    header = [by_index.get(index, "") for index in range(width)] + [_("Row"), _("Reasons")]
    found = []
    for planned in plan.rows:
        if planned.outcome not in (BAD, DUPLICATE) or (only is not None and planned.number not in only):
            continue
        reasons = [_of(key, told(code, data), named) for key, code, data in planned.row.problems]
        if planned.twin:
            reasons.append(_("already there: %(who)s") % {"who": planned.twin})
        cells = [as_text(cell) for cell in planned.row.raw]
        found.append(cells + [""] * (width - len(cells)) + [planned.number, "; ".join(reasons)])
    return header, found
