"""Every code of the scale, its records and its days has a sentence; stored holds are worded again in any language."""

import pytest
from django.utils.translation import override

from growers.rules.verdicts import Reason
from growers.wording import WORDING, sentence
from harvests.rules import days, records, weighing
from harvests.wording_weighing import worded


@pytest.mark.parametrize("code", [*weighing.CODES, *records.CODES, *days.CODES, *days.POINTS])
def test_every_code_has_a_sentence(code):
    assert code in WORDING


def test_weights_are_shown_as_the_screen_shows_them():
    reason = Reason("over_capacity", {"gross_g": 312_500, "capacity_g": 300_000})
    with override("vi"):
        assert "312,5 kg" in str(sentence(reason))
    with override("en"):
        assert "312.5 kg" in str(sentence(reason)) and "300 kg" in str(sentence(reason))


def test_stored_holds_are_worded():
    [text] = worded([{"code": "price_missing", "data": {"grades": "L1, D"}}])
    with override("en"):
        assert "L1, D" in str(text)


def test_stored_days_are_days_again():
    stored = {"plot": "031-1", "product": "X", "done": "04/09/2025", "days": 7, "until_on": "2025-09-11"}
    [text] = worded([{"code": "phi_running", "data": stored}])
    with override("en"):
        assert "Harvest from 11/09/2025 on." in str(text)
