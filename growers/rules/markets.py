"""What a row of market requirements may say: codes of papers, label elements, certificates, and what fits together."""

from collections.abc import Iterator, Mapping
from typing import Any

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "requirement_code_unknown", "requirement_not_a_list", "requirement_minimum_missing", "requirement_minimum_idle",
    "requirement_source_missing", "requirement_certainty_unknown",
)  # fmt: skip
DOCUMENTS = (
    "phytosanitary", "additional_declaration", "treatment_record", "vht_chart", "fumigation_record", "import_permit",
    "importer_licence", "certificate_of_origin", "official_certificate", "residue_analysis", "entry_document",
    "preclearance", "prior_notice", "fsvp", "conformity_declaration", "pesticide_statement", "delivery_note",
)  # fmt: skip
LABEL_ELEMENTS = (
    "fruit_name", "variety", "class", "size", "origin", "area_code", "area_name", "house_code", "house_name",
    "responsible", "address", "importer", "packed_on", "lot", "carton_no", "net_weight", "storage", "treated_on",
    "treatment_facility", "treatment_no", "treatment_mark", "radura",
)  # fmt: skip
CERTIFICATES = ("vietgap", "globalgap", "grasp", "organic", "ocop", "house", "primusgfs", "canadagap")
CERTAINTIES = "ABCU"
KNOWN = {"documents": DOCUMENTS, "label_elements": LABEL_ELEMENTS, "certificates": CERTIFICATES}
LISTS = (*KNOWN, "label_texts", "barred_states")
MINIMA = ("pulp_temp_dc_min", "minutes_min", "humidity_bp_min", "dose_g_m3_min", "dose_gy_min")
# What is measured of a treatment (R71): what must be given, and what may be.
ASKED = {
    "": ((), ()),
    "vapour_heat": (("pulp_temp_dc_min", "minutes_min"), ("humidity_bp_min",)),
    "fumigation": (("dose_g_m3_min", "minutes_min"), ()),
    "irradiation": (("dose_gy_min",), ()),
}


def judge_requirement(facts: Mapping[str, Any]) -> Verdict:
    """Whether the values of a row fit together; every reason carries the `field` that it stands at."""
    return Verdict(refused=tuple(_refusals(facts)))


def _refusals(facts: Mapping[str, Any]) -> Iterator[Reason]:
    for field in LISTS:
        given = facts.get(field) or []
        if not isinstance(given, list) or not all(isinstance(entry, str) and entry for entry in given):
            yield Reason("requirement_not_a_list", {"field": field})
        elif strange := [entry for entry in given if entry not in KNOWN.get(field, given)]:
            data = {"field": field, "codes": ", ".join(strange), "known": ", ".join(KNOWN[field])}
            yield Reason("requirement_code_unknown", data)
    needed, possible = ASKED.get(facts.get("treatment") or "", ((), ()))
    for field in MINIMA:
        if field in needed and not facts.get(field):
            yield Reason("requirement_minimum_missing", {"field": field})
        if facts.get(field) is not None and field not in (*needed, *possible):
            yield Reason("requirement_minimum_idle", {"field": field})
    if not facts.get("source"):
        yield Reason("requirement_source_missing", {"field": "source"})
    if facts.get("certainty") not in tuple(CERTAINTIES):
        yield Reason("requirement_certainty_unknown", {"field": "certainty", "known": ", ".join(CERTAINTIES)})
