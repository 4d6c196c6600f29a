"""What must hold of a packing house and of the codes under which it packs (R01, R16, R19)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from growers.rules import gs1
from growers.rules.areas import AREA_CODE, same_code
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "house_code_malformed", "house_gln_wrong", "house_code_twin", "house_code_dates_swapped",
    "house_code_shape_unusual", "house_code_second",
)  # fmt: skip
# R19: the shape that published lists show; other shapes exist, so this only warns.
USUAL_CODE = re.compile(r"VN-?[A-Z]{2,3}PH-?\d{3,4}")


def judge_house(code: str, gln: str) -> Verdict:
    """A packing house's short code stands in addresses; its GLN has a check digit."""
    refused = []
    if code and (not AREA_CODE.fullmatch(code) or code.lower() == "new"):
        refused.append(Reason("house_code_malformed", {"code": code}))
    if gln and not gs1.valid("gln", gln):
        refused.append(Reason("house_gln_wrong", {"gln": gln}))
    return Verdict(refused=tuple(refused))


def judge_house_code(facts: Mapping[str, Any], *, others: Iterable[str], rivals: Iterable[str] = ()) -> Verdict:
    """A packing house code's own values; `others` are all codes of the co-operative, `rivals` those that the house
    holds for the same crop and market."""
    code, start, end = facts.get("code") or "", facts.get("valid_from"), facts.get("valid_to")
    twin = next((other for other in others if same_code(other) == same_code(code)), None)
    refused, warnings = [], []
    if code and twin:
        refused.append(Reason("house_code_twin", {"code": twin}))
    if start and end and end <= start:
        refused.append(Reason("house_code_dates_swapped"))
    if code and not USUAL_CODE.fullmatch(same_code(code)):
        warnings.append(Reason("house_code_shape_unusual", {"code": code}))
    warnings += [Reason("house_code_second", {"code": rival}) for rival in rivals]
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))
