"""How verdicts weigh their reasons and join."""

import pytest

from growers.rules.verdicts import Reason, Verdict

NO, OPEN, SOFT = Reason("no", {"kg": 5}), Reason("open"), Reason("soft")


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Verdict(), "allowed"),
        (Verdict(warnings=(SOFT,)), "allowed"),
        (Verdict(unknown=(OPEN,), warnings=(SOFT,)), "unknown"),
        (Verdict(refused=(NO,), unknown=(OPEN,)), "refused"),
    ],
)
def test_the_heaviest_reason_decides(verdict, outcome):
    assert verdict.outcome == outcome
    assert verdict.allowed == (outcome == "allowed")


def test_codes_come_heaviest_first():
    assert Verdict((NO,), (OPEN,), (SOFT,)).codes == ("no", "open", "soft")


def test_joining_keeps_every_reason_in_its_rank():
    joined = Verdict(refused=(NO,), warnings=(SOFT,)) + Verdict(refused=(OPEN,), unknown=(OPEN,))
    assert joined == Verdict((NO, OPEN), (OPEN,), (SOFT,))
    with pytest.raises(TypeError):
        Verdict() + (NO,)


def test_reasons_are_told_apart_by_their_data_and_can_be_counted():
    assert Reason("no", {"kg": 5}) == NO != Reason("no")
    assert len({NO, Reason("no", {"kg": 5}), Reason("no")}) == 2


def test_a_refusal_says_its_reason_and_all_that_is_broken():
    assert Verdict.because("x", code="7").refused == (Reason("x", {"code": "7"}),)
    found = Verdict.refusing(("a", False), ("b", 3), ("c", True, {"n": 1}), ("d", "", {"n": 2}))
    assert found == Verdict(refused=(Reason("b"), Reason("c", {"n": 1}))) and not found.allowed
    assert Verdict.refusing(("a", 0)).allowed
