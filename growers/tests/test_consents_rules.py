"""When a consent counts, and what of a change the audit trail may say."""

import datetime as dt

import pytest

from growers.models import Consent
from growers.rules.consents import WORDINGS, judge_consent, judge_withdrawal
from growers.rules.personal import discreet

DAY = dt.date(2025, 9, 8)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, set()),
        ({"given_on": DAY + dt.timedelta(1)}, {"consent_in_future"}),
        ({"living": True, "erased": True}, {"consent_already", "consent_of_erased"}),
    ],
)
def test_when_a_consent_can_be_recorded(facts, codes):
    asked = {"given_on": DAY, "today": DAY, "living": False, "erased": False, **facts}
    assert set(judge_consent(asked.pop("given_on"), **asked).codes) == codes


@pytest.mark.parametrize(
    ("day", "withdrawn", "codes"),
    [
        (DAY, False, set()),
        (DAY, True, {"consent_withdrawn_already"}),
        (DAY + dt.timedelta(1), False, {"withdrawal_in_future"}),
        (DAY - dt.timedelta(9), False, {"withdrawal_before_consent"}),
    ],
)
def test_when_a_consent_can_be_withdrawn(day, withdrawn, codes):
    given = DAY - dt.timedelta(8)
    assert set(judge_withdrawal(day, given_on=given, today=DAY, withdrawn=withdrawn).codes) == codes


def test_every_purpose_has_words_that_fit():
    assert WORDINGS.keys() == set(Consent.Purpose.values)
    assert max(map(len, WORDINGS.values())) <= Consent._meta.get_field("wording").max_length


def test_the_trail_says_that_a_person_changed_and_not_how():
    told = discreet("household", {"changes": {"name": ["A", "B"], "kind": ["linked", "official"]}, "reason": "x"})
    assert told == {"changes": {"name": ["…", "…"], "kind": ["linked", "official"]}, "reason": "x"}
    assert discreet("lot", {"changes": {"name": ["A", "B"]}}) == {"changes": {"name": ["A", "B"]}}
