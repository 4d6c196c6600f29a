"""Who may change whom: the own staff and nobody shared, never oneself, never the operator; names that tell nothing."""

import pytest

from growers.rules.staff import Account, Administrator, judge_account, judge_name, judge_phone, judge_seat
from growers.wording import sentences

BOSS, OPERATOR = Administrator(1, frozenset({7})), Administrator(2, None)


@pytest.mark.parametrize(
    ("account", "by", "codes"),
    [
        (Account(5, False, frozenset({7})), BOSS, ()),
        (Account(5, False, frozenset({7, 8})), BOSS, ("staff_elsewhere",)),
        (Account(5, False, frozenset({8})), BOSS, ("staff_elsewhere",)),
        (Account(5, False, frozenset()), BOSS, ("staff_unseated",)),
        (Account(5, True, frozenset({7})), BOSS, ("staff_is_operator",)),
        (Account(1, False, frozenset({7})), BOSS, ("staff_oneself",)),
        (Account(1, False, frozenset({7, 8})), BOSS, ("staff_oneself", "staff_elsewhere")),
        (Account(5, False, frozenset({7, 8})), Administrator(1, frozenset({7, 8, 9})), ()),
        (Account(5, False, frozenset({7})), Administrator(1, frozenset()), ("staff_elsewhere",)),
        (Account(5, True, frozenset({7, 8})), OPERATOR, ()),
        (Account(2, True, frozenset()), OPERATOR, ("staff_oneself",)),
    ],
)
def test_accounts(account, by, codes):
    assert judge_account(account, by).codes == codes


@pytest.mark.parametrize(
    ("pk", "coop", "by", "codes"),
    [
        (5, 7, BOSS, ()),
        (5, 8, BOSS, ("staff_elsewhere",)),
        (1, 7, BOSS, ("staff_oneself",)),
        (5, 8, OPERATOR, ()),
        (2, 8, OPERATOR, ("staff_oneself",)),
    ],
)
def test_seats(pk, coop, by, codes):
    """A seat in the own co-operative is the own affair, wherever else the person works."""
    assert judge_seat(Account(pk, False, frozenset({7, 8})), coop, by).codes == codes


@pytest.mark.parametrize(
    ("name", "by", "codes"),
    [
        ("lan.an-phu", BOSS, ()),
        ("lan-2.an-phu", BOSS, ()),
        ("lan", BOSS, ("staff_name_ending",)),
        ("lan.ngoc-hoang", BOSS, ("staff_name_ending",)),
        (".an-phu", BOSS, ("staff_name_odd", "staff_name_ending")),
        ("Lan.an-phu", BOSS, ("staff_name_odd",)),
        ("lan phu.an-phu", BOSS, ("staff_name_odd",)),
        ("lần.an-phu", BOSS, ("staff_name_odd",)),
        ("lan", OPERATOR, ()),
        ("0912345678", OPERATOR, ("staff_name_is_phone",)),
        ("", OPERATOR, ("staff_name_odd",)),
    ],
)
def test_names(name, by, codes):
    assert judge_name(name, "an-phu", by).codes == codes


def test_only_the_operator_gives_a_phone_to_sign_in_with():
    assert judge_phone("+84912345678", BOSS).codes == ("staff_phone",)
    assert judge_phone("", BOSS).allowed
    assert judge_phone("+84912345678", OPERATOR).allowed


def test_every_refusal_has_a_sentence():
    verdict = judge_name("", "an-phu", BOSS) + judge_name("0912345678", "an-phu", BOSS) + judge_phone("x", BOSS)
    for account in (Account(1, True, frozenset({8})), Account(5, False, frozenset())):
        verdict += judge_account(account, BOSS) + judge_seat(account, 8, BOSS)
    assert len({str(sentence) for sentence in sentences(verdict)}) == len(set(verdict.codes)) == 8
