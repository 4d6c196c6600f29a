"""Loads the reference data that ships with the project; rows that an administrator may edit are never reset."""

import csv
import json
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from coopsite.formats.text import search_key
from growers.actions.markets import load_requirements
from growers.models import (
    Bank,
    BannedActive,
    CertificationMark,
    Commodity,
    Commune,
    Grade,
    LegacyCommune,
    LegalForm,
    Market,
    MarketRequirement,
    PackSize,
    Unit,
    Variety,
)
from growers.rules.inputs import active_key

DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic(durable=True)
def load_reference() -> dict[str, int]:
    """Bring every reference table up to the files; returns how many rows each holds afterwards. Repeatable."""
    _communes()
    _legacy_communes()
    _commodities()
    _markets()
    _packs()
    _units()
    _banks()
    _marks()
    _banned()
    _legal_forms()
    tables = (
        Commune, LegacyCommune, Commodity, Variety, Grade, Market, MarketRequirement, PackSize, Unit, Bank,
        CertificationMark, BannedActive, LegalForm,
    )  # fmt: skip
    return {table._meta.model_name: table.objects.count() for table in tables}


def _rows(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _json(name: str):
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _communes() -> None:
    communes = [
        Commune(
            **{**row, "lat": row["lat"] or None, "lon": row["lon"] or None},
            search_key=search_key(row["name"], row["province"]),
        )
        for row in _rows("communes.csv")
    ]
    fields = ["name", "kind", "province_code", "province", "lat", "lon", "search_key"]
    Commune.objects.bulk_create(
        communes, update_conflicts=True, unique_fields=["code"], update_fields=fields, batch_size=500
    )


def _legacy_communes() -> None:
    ids = dict(Commune.objects.values_list("code", "id"))
    known = set(LegacyCommune.objects.values_list("commune_id", "name", "district"))
    LegacyCommune.objects.bulk_create(
        [
            LegacyCommune(
                commune_id=ids[row["code"]],
                name=row["name"],
                district=row["district"],
                province=row["province"],
                search_key=search_key(row["name"], row["district"], row["province"]),
            )
            for row in _rows("legacy_communes.csv")
            if (ids[row["code"]], row["name"], row["district"]) not in known
        ],
        batch_size=500,
    )


def _commodities() -> None:
    for crop in _json("commodities.json"):
        commodity, _ = Commodity.objects.get_or_create(
            code=crop["code"],
            defaults={
                "name_vi": crop["name_vi"],
                "name_en": crop["name_en"],
                "botanical": crop["botanical"],
                "expected_yield_kg_per_ha": crop["expected_yield_kg_per_ha"],
                "yield_source": crop["expected_yield_source"],
            },
        )
        for row in crop["varieties"]:
            _add(Variety, row, ("name_vi", "name_en"), commodity=commodity, code=row["code"])
        for row in crop["grades"]:
            fields = ("name_vi", "name_en", "kind", "position", "band_low_vnd", "band_high_vnd")
            _add(Grade, row, fields, commodity=commodity, code=row["code"])


def _markets() -> None:
    for row in _json("markets.json"):
        _add(Market, row, ("name_vi", "name_en", "position"), code=row["code"])
    load_requirements()


def _marks() -> None:
    crops = {crop.code: crop for crop in Commodity.objects.all()}
    fields = (
        "name_vi", "name_en", "commodity", "province_code", "owner", "certificate_no", "valid_from", "valid_to",
        "source", "certainty",
    )  # fmt: skip
    for row in _json("marks.json"):
        _add(CertificationMark, {**row, "commodity": crops[row["commodity"]]}, fields, code=row["code"])


def _banned() -> None:
    for row in _json("banned_actives.json"):
        keys = {"key": active_key(row["name"]), "valid_from": row["valid_from"]}
        _add(BannedActive, row, ("name", "source", "certainty"), **keys)


def _packs() -> None:
    crops = {crop.code: crop for crop in Commodity.objects.all()}
    markets = {market.code: market for market in Market.objects.all()}
    for row in _json("packs.json"):
        counts = sorted({count for size in row["sizes"] for count in size["counts"] or []})
        values = {"counts": ", ".join(map(str, counts))[:80], "note": row["name_vi"]}
        keys = {"market": markets[row["market"]], "commodity": crops[row["commodity"]], "net_g": row["net_g"]}
        _add(PackSize, values, ("counts", "note"), **keys)


def _units() -> None:
    units = _json("units.json")
    for measure, factor in (("mass", "factor_g"), ("area", "factor_m2")):
        for row in units[measure]:
            values = {**row, "measure": measure, "factor": row[factor]}
            _add(Unit, values, ("name_vi", "name_en", "measure", "factor"), code=row["code"])


def _banks() -> None:
    for row in _json("banks.json"):
        _add(Bank, row, ("short_name", "name"), bin=row["bin"])


def _legal_forms() -> None:
    for row in _json("legal_forms.json"):
        keys = {"kind": row["kind"], "valid_from": row["valid_from"]}
        _add(LegalForm, row, ("number", "title", "basis", "source", "certainty"), **keys)


def _add(model, row: dict, fields: tuple[str, ...], **keys):
    """The row with these keys, made from the file when it is not there yet."""
    found, _ = model.objects.get_or_create(**keys, defaults={field: row[field] for field in fields})
    return found


@transaction.atomic(durable=True)
def save_reference(row: Model) -> None:
    """Add or change one row of reference data, which every co-operative shares: for the operator alone."""
    if isinstance(row, BannedActive):
        row.key = active_key(row.name)
    row.full_clean()
    row.save()
