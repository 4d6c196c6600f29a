"""Writes what markets ask for: from the shipped file, and as the operator changes it, a new row for each change."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path

from django.db import transaction

from coopsite import clock
from growers.actions.once import insist
from growers.models import Commodity, Market, MarketRequirement
from growers.rules.markets import MINIMA, judge_requirement

FILE = Path(__file__).resolve().parent.parent / "data" / "market_requirements.json"
# Rows were once shipped with this day and no more than whether a code is required.
SHIPPED_BARE = dt.date(2025, 7, 1)
BARE = ("requires_area_code", "source", "certainty")
ABOUT = ("note", "source", "certainty")  # what may be put right in a row that holds: it decides nothing


def load_requirements() -> None:
    """Add the shipped rows that are not there yet, within the running transaction; no row that says more is touched.

    A row of an installation from before there were papers, labels and treatments still has these as the migration left
    them, and access unknown, which is closed. It is completed once; whether a code is required, its source and its
    certainty stay, for somebody may have changed them. Rows of another day are somebody's own: they stay closed until
    that person completes them.
    """
    markets = {market.code: market for market in Market.objects.all()}
    crops = {crop.code: crop for crop in Commodity.objects.all()}
    for entry in json.loads(FILE.read_text(encoding="utf-8")):
        pair = {"market": markets[entry.pop("market")], "commodity": crops[entry.pop("commodity")]}
        since = dt.date.fromisoformat(entry.pop("valid_from"))
        MarketRequirement.objects.get_or_create(**pair, valid_from=since, defaults=entry)
        old = MarketRequirement.objects.filter(**pair, valid_from=SHIPPED_BARE).first()
        if old and _is_bare(old):
            _fill(old, {field: value for field, value in entry.items() if field not in BARE})


def _is_bare(row: MarketRequirement) -> bool:
    blank = MarketRequirement()
    rest = ("access", "treatment", "documents", "label_elements", "label_texts", "label_where", "certificates", "note")
    return all(getattr(row, field) == getattr(blank, field) for field in (*rest, *MINIMA, "default_mrl_ug"))


def _fill(row: MarketRequirement, values: Mapping) -> None:
    for field, value in values.items():
        setattr(row, field, value)
    row.save()


@transaction.atomic(durable=True)
def save_requirement(row: MarketRequirement) -> MarketRequirement:
    """Write a row as the operator typed it, or refuse it; returns the row that was written.

    A row that holds already is not changed (R75): with another day it becomes a new row beside it. Only its note, its
    source and its certainty are put right where they stand.
    """
    insist(judge_requirement(facts_of(row)))
    before = MarketRequirement.objects.select_for_update().filter(pk=row.pk).first() if row.pk else None
    if before and before.valid_from <= clock.today() and is_changed(before, row):
        row.pk, row._state.adding = None, True
    row.full_clean()
    row.save()
    return row


def is_changed(before: MarketRequirement, after: MarketRequirement) -> bool:
    """Whether anything that decides differs between two states of a row."""
    decides = [field.attname for field in MarketRequirement._meta.concrete_fields if field.name not in ("id", *ABOUT)]
    return any(getattr(before, name) != getattr(after, name) for name in decides)


def facts_of(row: MarketRequirement) -> dict:
    """The values of a row, as its rule asks for them."""
    return {field.name: getattr(row, field.attname) for field in MarketRequirement._meta.concrete_fields}
