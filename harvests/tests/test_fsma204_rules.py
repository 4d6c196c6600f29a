"""The columns of the Food Traceability Rule's spreadsheet: one for every key data element."""

import json
import re
from pathlib import Path

import pytest

from harvests.rules.fsma204 import PARTS, SHEETS

KDES = Path(__file__).resolve().parents[3] / "shared" / "domain" / "fsma204_kdes.json"
# Elements that this trade does not have: fish, other people's duties, and summaries of the elements before them.
OF_OTHERS = re.compile(r"aquaculture|all of the above|first seven")
# Fruit from a supplier who is exempt: everything is bought from the co-operative's own growers.
NOT_OURS = {"1.1330(c)"}
# What is given to the initial packer besides what is kept.
BOTH = {"1.1325(a)": ("harvester business name", "harvester phone number")}


class TestElements:
    @pytest.fixture
    def asked(self):
        if not KDES.exists():
            pytest.skip("The list of key data elements is not beside this checkout.")
        return json.loads(KDES.read_text(encoding="utf-8"))

    def test_every_key_data_element_has_a_column(self, asked):
        by_section = {sheet.section: {column.element for column in sheet.columns} for sheet in SHEETS}
        looked_at = 0
        for event, lists in asked.items():
            section = re.search(r"\((1\.\d+.*)\)$", event)
            if not section or section[1] in NOT_OURS:
                continue
            wanted = {one for kind, names in lists.items() if kind != "not_for" for one in names}
            wanted = {one for one in wanted if not OF_OTHERS.search(one)}
            elements = by_section[section[1]]
            missing = {
                one for one in wanted
                if one not in elements and not any(one == name for name in (*elements, *BOTH.get(section[1], ())))
            }  # fmt: skip
            assert missing == set(), event
            looked_at += len(wanted)
        assert looked_at > 35

    def test_a_location_has_every_part(self, asked):
        told = {*asked["_location_description"]}
        assert {
            "business name", "phone number", "street address or geographic coordinates", "city", "state/region",
            "postal code", "country",
        } == told  # fmt: skip
        assert PARTS == ("business name", "phone", "address", "city", "region", "postal code", "country")
