"""An order as its form posts it, for tests."""

import uuid

from growers.models import Grade
from harvests.models import Trader


def typed_order(buyer: Trader, *lines: dict, **values) -> dict:
    """The form's fields; a line names grade by code and the other fields as they are typed."""
    grades = dict(Grade.objects.filter(commodity=buyer.cooperative.commodity).values_list("code", "pk"))
    body = {
        "token": str(uuid.uuid4()), "trader": buyer.pk, "market": values.pop("market"), "kind": "preorder",
        "commodity": buyer.cooperative.commodity_id, "ordered_on": "8/9", "deliver_from": "10/9", "deliver_to": "14/9",
        "handover": "coop", "price_condition": "fixed", "currency": "VND", "tolerance_bp": "5",
        "lines-TOTAL_FORMS": "5", "lines-INITIAL_FORMS": "0",
    }  # fmt: skip
    for place, line in enumerate(lines or ({"grade": "L1", "pack_g": "20,5", "cartons": "936", "price_minor": "27k"},)):
        for name, text in line.items():
            body[f"lines-{place}-{name}"] = grades.get(text, text) if name == "grade" else text
    return {**body, **values}
