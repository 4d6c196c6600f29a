"""Decides what each row of a list of input products becomes: a new product, a change, there already, or refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coopsite.formats.text import clean_line, fold
from growers.rules.imports import BAD, NEW, SAME, UPDATE, Plan, Planned
from growers.rules.inputs import (
    MOST_DAYS,
    SPRAYED,
    ActiveRow,
    Forbidden,
    UseRow,
    active_key,
    judge_product,
    odd_intervals,
)
from growers.rules.sheets import Preview

CODES = ("crop_unknown", "crop_assumed", "product_in_file_twice", "interval_unread", "kind_assumed", "phi_not_known")
FACTS = ("registration_no", "formulation", "kind", "permitted_from", "permitted_to", "supplier", "note")
PLACES = {"active_missing": "actives", "active_twice": "actives", "product_dates_swapped": "permitted_to",
          "phi_too_long": "phi_days"}  # fmt: skip
BETWEEN_ACTIVES = re.compile(r"\s*(?:\+|;|\bvà\b|\band\b)\s*")
BETWEEN_CROPS = re.compile(r"\s*(?:,|;|\+|/|\bvà\b|\band\b)\s*")
# A content such as "50 g/l", "5%" or "10^9 cfu/g" after the name, with or without brackets.
CONTENT = re.compile(
    r"\(?\s*([0-9][0-9.,x×^]*\s*(?:%|g/l|g/kg|g/lit|mg/l|w/w|w/v|cfu/g|cfu/ml|bào tử/g)[^)]*)\)?\s*$", re.I
)
DAYS = re.compile(r"([0-9]{1,4})\s*(?:ngày|ngay|days?|d|n)?\.?", re.I)


@dataclass(slots=True)
class Stocked:
    """A product as it is stored, or as an earlier row of the file makes it (`pk` None)."""

    pk: int | None
    name: str
    facts: dict[str, Any]
    actives: list[ActiveRow] = field(default_factory=list)
    uses: dict[int, UseRow] = field(default_factory=dict)
    row: int = 0


@dataclass(slots=True)
class Shelf:
    """What is on the list already, and the crops a text may mean (by folded name); `main` is the co-operative's own."""

    products: list[Stocked]
    crops: Mapping[str, tuple[int, str]]
    main: tuple[int, str]
    odd_days: int


@dataclass(slots=True)
class Work:
    """What a writer does for a row: a product to make (`stocked.pk` None and `stocked.row` this row) or to complete."""

    stocked: Stocked
    fresh: bool


def plan_products(preview: Preview, shelf: Shelf) -> Plan:
    """The plan of a list: blank cells change nothing, several rows of one product add its crops."""
    plan, unknown = Plan(preview), set()
    for row in preview.rows:
        planned = Planned(row, BAD if row.problems else NEW)
        plan.rows.append(planned)
        if planned.outcome != BAD:
            _plan_row(planned, shelf)
    works = [planned.work for planned in plan.rows if planned.outcome in (NEW, UPDATE)]
    for work in works:
        stocked = work.stocked
        if stocked.facts.get("kind") in SPRAYED and any(use.phi_days is None for use in stocked.uses.values()):
            unknown.add(id(stocked))
    plan.totals = {"products": sum(1 for work in works if work.fresh), "unknown": len(unknown)}
    return plan


def _plan_row(planned: Planned, shelf: Shelf) -> None:
    values = planned.row.values
    name = values.get("name") or ""
    facts = {key: values[key] for key in FACTS if values.get(key) not in (None, "")}
    actives = _actives(values.get("actives") or "")
    days = _days(planned, values.get("phi_days") or "")
    stocked = _found(shelf, name, facts.get("registration_no", ""))
    crops = _crops(planned, shelf, values.get("crops") or "", stocked)
    if planned.outcome == BAD:
        return
    if stocked is None:
        stocked = Stocked(None, name, {}, row=planned.number)
        facts.setdefault("kind", _kind(planned, actives, values.get("phi_days")))
    before = (dict(stocked.facts), [row.key for row in stocked.actives], dict(stocked.uses))
    after = Stocked(stocked.pk, stocked.name, {**stocked.facts, **facts}, actives or stocked.actives,
                    dict(stocked.uses), stocked.row)  # fmt: skip
    for crop, crop_name in crops:
        known = stocked.uses.get(crop)
        kept = days if days is not None else known.phi_days if known else None
        after.uses[crop] = UseRow(crop, crop_name, kept, known.source if known else "")
    _judge(planned, after, shelf)
    if planned.outcome == BAD:
        return
    fresh = stocked.row == planned.number
    if fresh:
        shelf.products.append(stocked)
    elif before == (after.facts, [row.key for row in after.actives], after.uses):
        planned.outcome = SAME
        planned.twin = stocked.name
    else:
        planned.outcome = NEW if stocked.pk is None else UPDATE
        if stocked.pk is None:
            planned.remark("name", "product_in_file_twice")
    stocked.facts, stocked.actives, stocked.uses = after.facts, after.actives, after.uses
    planned.work = Work(stocked, fresh)


def _found(shelf: Shelf, name: str, registration: str) -> Stocked | None:
    """The product of this name and registration; a registration that is missing on one side does not tell two apart."""
    named = [stocked for stocked in shelf.products if fold(stocked.name) == fold(name)]
    wanted = fold(registration)
    same = [row for row in named if fold(row.facts.get("registration_no") or "") == wanted]
    loose = [row for row in named if not wanted or not row.facts.get("registration_no")]
    return next(iter(same or (loose if len(loose) == 1 else [])), None)


def _actives(text: str) -> list[ActiveRow]:
    """ "metalaxyl-M 40 g/kg + mancozeb (640 g/kg)" as rows."""
    found = []
    for part in BETWEEN_ACTIVES.split(clean_line(text)):
        content = CONTENT.search(part)
        name = clean_line(part[: content.start()] if content else part).strip(" ,:-")
        if name:
            found.append(ActiveRow(name[:80], active_key(name)[:80], clean_line(content[1])[:40] if content else ""))
    return found


def _days(planned: Planned, text: str) -> int | None:
    if not text or fold(text) in ("?", "khong ro", "chua ro", "kxd", "unknown"):
        return None
    number = DAYS.fullmatch(clean_line(text))
    if number is None or int(number[1]) > MOST_DAYS:
        planned.refuse("phi_days", "interval_unread", text=text, most=MOST_DAYS)
        return None
    return int(number[1])


def _crops(planned: Planned, shelf: Shelf, text: str, stocked: Stocked | None) -> list[tuple[int, str]]:
    if not text:
        if stocked is not None and stocked.uses:
            return [(use.crop, use.name) for use in stocked.uses.values()]
        planned.remark("crops", "crop_assumed")
        return [shelf.main]
    found = []
    for part in BETWEEN_CROPS.split(clean_line(text)):
        crop = shelf.crops.get(fold(part).removeprefix("cay ").removeprefix("qua "))
        if crop is None and part:
            planned.refuse("crops", "crop_unknown", text=part)
        elif crop and crop not in found:
            found.append(crop)
    return found


def _kind(planned: Planned, actives: list[ActiveRow], days) -> str:
    """Lists of pesticides rarely say that they are; a fertiliser has no active ingredient and no interval."""
    kind = "pesticide" if actives or days else "fertiliser"
    planned.remark("kind", "kind_assumed")
    return kind


def _judge(planned: Planned, stocked: Stocked, shelf: Shelf) -> None:
    uses = list(stocked.uses.values())
    verdict = judge_product(stocked.facts, stocked.actives, uses, forbidden=Forbidden(), odd_days=shelf.odd_days)
    for reason in verdict.refused:
        planned.refuse(PLACES.get(reason.code, ""), reason.code, **reason.data)
    if stocked.facts.get("kind") in SPRAYED:
        for reason in odd_intervals(stocked.facts["kind"], uses, shelf.odd_days):
            planned.remark("phi_days", reason.code, **reason.data)
