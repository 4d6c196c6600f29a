"""What the world may read of a lot: the fields of the law and nothing else, and what must be there before it may.

Decree 37/2026 art. 23(5) and (7), Circular 02/2024 (ten items): name, picture, producer and address, origin, stages
with time and place code, brand or lot or serial, shelf life, standards (R84). Of people nothing, unless they agreed
(R114).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from growers.rules.verdicts import Reason, Verdict

LANGUAGES = ("vi", "en", "zh", "ja", "ko")
DAYS_MOST = 90
MOST_GROWERS = 20
# Everything that a page may show, with what may stand within it: None ends in a plain value.
FIELDS: dict[str, Any] = {
    "name": dict.fromkeys(LANGUAGES),
    "picture": None,
    "brand": None,
    "gtin": None,
    "producer": {"name": None, "address": None, "phone": None},
    "origin": {"vi": None, "en": None},
    "lot": None,
    "trace_code": None,
    "packs": [{"grade_vi": None, "grade_en": None, "size": None, "pack_g": None}],
    "shelf_life_days": None,
    "best_before": None,
    "storage": None,
    "standards": None,
    "places": [None],
    "area_codes": [None],
    "certificates": [{"scheme": None, "number": None, "valid_to": None}],
    "mark": {"vi": None, "en": None},
    "steps": [{"kind": None, "first": None, "last": None, "place": None}],
    "growers": [None],  # keys of households that agreed; whether they still do is asked each time
}
CODES = (
    "publish_lot_open", "publish_lot_void", "publish_lot_held", "publish_no_card", "publish_no_name",
    "publish_no_picture", "publish_picture_heavy", "publish_no_producer", "publish_no_address", "publish_no_origin",
    "publish_no_standards", "publish_no_events", "publish_no_fruit", "page_published", "page_not_published",
    "page_withdraw_without_reason", "dossier_days_wrong", "dossier_without_subject", "dossier_of_two",
    "dossier_revoked", "dossier_lot_void",
)  # fmt: skip
STAGES = ("harvest", "pack")  # the events without which no trace is one


def allowed(facts: Mapping[str, Any]) -> dict:
    """Only what may be shown, in the shape it has: whatever else got into stored facts stays inside."""
    return _kept(facts, FIELDS)


def _kept(value: Any, shape: Any) -> Any:
    if shape is None:
        return value if isinstance(value, str | int | bool) else None
    if isinstance(shape, list):
        entries = value if isinstance(value, list) else []
        return [kept for kept in (_kept(entry, shape[0]) for entry in entries) if kept not in (None, {}, "")]
    given = value if isinstance(value, Mapping) else {}
    return {key: _kept(given[key], within) for key, within in shape.items() if given.get(key) is not None}


def judge_page(facts: Mapping[str, Any], *, status: str, is_held: bool, picture_bytes: int, most_bytes: int) -> Verdict:
    """Whether the minimum set is complete (R84); `facts` are those that would be published, `picture_bytes` what the
    picture weighs and `most_bytes` what a page has room for."""
    producer, name = facts.get("producer") or {}, facts.get("name") or {}
    origin, steps = facts.get("origin") or {}, {step["kind"] for step in facts.get("steps") or ()}
    questions = (
        ("publish_lot_open", status == "open"),
        ("publish_lot_void", status == "void"),
        ("publish_lot_held", is_held),
        ("publish_no_card", not name),
        ("publish_no_name", name and not (name.get("vi") and name.get("en"))),
        ("publish_no_picture", name and not picture_bytes),
        ("publish_picture_heavy", picture_bytes > most_bytes),
        ("publish_no_producer", not producer.get("name")),
        ("publish_no_address", not producer.get("address")),
        ("publish_no_origin", name and not (origin.get("vi") and origin.get("en"))),
        ("publish_no_standards", name and not (facts.get("standards") or facts.get("certificates"))),
        ("publish_no_fruit", not facts.get("packs")),
        ("publish_no_events", not set(STAGES) <= steps),
    )
    data = {"picture_kb": -(-picture_bytes // 1_000), "most_kb": most_bytes // 1_000}
    return Verdict(refused=tuple(Reason(code, data) for code, broken in questions if broken))


def stage(kind: str, days: Iterable[dt.date], places: Iterable[str]) -> dict | None:
    """One stage of the way: its first and last day and the codes of its places; None when nobody knows a day."""
    known, codes = sorted(days), [*dict.fromkeys(filter(None, places))]
    if not known:
        return None
    return {
        "kind": kind, "first": known[0].isoformat(), "last": known[-1].isoformat(), "place": ", ".join(codes)
    }  # fmt: skip


def language_of(asked: str, accepted: Sequence[str]) -> str:
    """The language of a public page: as asked for, else the first that the browser accepts and we have, else English;
    Vietnamese when the browser names none."""
    if asked in LANGUAGES:
        return asked
    named = [language.split("-")[0].lower() for language in accepted if language != "*"]
    return next((language for language in named if language in LANGUAGES), "en" if named else "vi")


def judge_dossier(*, days: int | None, of_lot: bool, of_shipment: bool, lot_void: bool) -> Verdict:
    """Whether a link to papers may be made: for one lot or one shipment, and for at most 90 days."""
    refused = []
    if days is None or not 1 <= days <= DAYS_MOST:
        refused.append(Reason("dossier_days_wrong", {"most": DAYS_MOST}))
    if not (of_lot or of_shipment):
        refused.append(Reason("dossier_without_subject"))
    if of_lot and of_shipment:
        refused.append(Reason("dossier_of_two"))
    if lot_void:
        refused.append(Reason("dossier_lot_void"))
    return Verdict(refused=tuple(refused))
