"""What must hold of a product card: a GTIN with its check digit and our own prefix, a shelf life of fruit."""

from collections.abc import Mapping
from typing import Any

from growers.rules.gs1 import gtin14, valid
from growers.rules.verdicts import Reason, Verdict

CODES = ("card_gtin_wrong", "card_gtin_of_other", "card_shelf_life_unlikely")
LONGEST_DAYS = 365
# Numbers long enough to begin with a company's prefix; a GTIN-8 is given out one by one.
WITH_PREFIX = (12, 13, 14)


def judge_card(facts: Mapping[str, Any], *, prefix: str) -> Verdict:
    """Refusals for a card's values (R01); `prefix` is the GS1 company prefix of the co-operative, "" while unknown."""
    refused = []
    gtin, days = facts.get("gtin") or "", facts.get("shelf_life_days")
    if gtin and not valid("gtin", gtin):
        refused.append(Reason("card_gtin_wrong", {"gtin": gtin}))
    elif gtin and prefix and len(gtin) in WITH_PREFIX and not gtin14(gtin)[1:].startswith(prefix):
        refused.append(Reason("card_gtin_of_other", {"gtin": gtin, "prefix": prefix}))
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        refused.append(Reason("card_shelf_life_unlikely", {"most": LONGEST_DAYS}))
    return Verdict(refused=tuple(refused))
