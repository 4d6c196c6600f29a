"""What the rules say of a product as it is typed, and whether it may be used on a day."""

import datetime as dt

import pytest

from growers.rules.inputs import (
    CODES,
    ActiveRow,
    Forbidden,
    UseRow,
    active_key,
    judge_limit,
    judge_product,
    standing,
)
from growers.wording import WORDING

DAY = dt.date(2025, 9, 8)
ANVIL = ActiveRow("hexaconazole", "hexaconazole")
FRUIT = UseRow(1, "dragon fruit", 7)


NOTHING = Forbidden()


def judged(facts=None, actives=(ANVIL,), uses=(FRUIT,), forbidden=NOTHING):
    return judge_product({"kind": "pesticide", **(facts or {})}, actives, uses, forbidden=forbidden, odd_days=14)


def test_a_usual_product_passes_without_a_word():
    assert judged().codes == ()


def test_every_code_has_a_sentence():
    assert [code for code in CODES if code not in WORDING] == []


@pytest.mark.parametrize(
    ("facts", "actives", "uses", "code"),
    [
        ({}, (), (FRUIT,), "active_missing"),
        ({}, (ANVIL, ANVIL), (FRUIT,), "active_twice"),
        ({}, (ANVIL,), (FRUIT, FRUIT), "crop_twice"),
        ({}, (ANVIL,), (UseRow(1, "dragon fruit", 366),), "phi_too_long"),
        ({"permitted_from": DAY, "permitted_to": DAY}, (ANVIL,), (FRUIT,), "product_dates_swapped"),
        ({"dose_low_milli": 1}, (ANVIL,), (FRUIT,), "dose_unit_missing"),
        ({"dose_low_milli": 2, "dose_high_milli": 1, "dose_unit": "l_ha"}, (ANVIL,), (FRUIT,), "dose_swapped"),
    ],
)
def test_what_cannot_be_is_refused(facts, actives, uses, code):
    assert [reason.code for reason in judged(facts, actives, uses).refused] == [code]


@pytest.mark.parametrize(("kind", "days", "codes"), [
    ("pesticide", 14, ()), ("pesticide", 15, ("phi_long",)), ("pesticide", 0, ("phi_zero",)),
    ("bio_pesticide", 0, ()), ("pesticide", None, ("phi_not_known",)), ("fertiliser", None, ()), ("fertiliser", 30, ()),
])  # fmt: skip
def test_odd_intervals_are_pointed_out(kind, days, codes):
    verdict = judged({"kind": kind}, uses=(UseRow(1, "dragon fruit", days),))
    assert verdict.allowed and verdict.codes == codes


def test_forbidden_actives_and_missing_crops_are_pointed_out():
    assert judged(forbidden=Forbidden(banned={"hexaconazole"})).codes == ("active_banned_now",)
    assert judged(forbidden=Forbidden(stopped={"hexaconazole"})).codes == ("active_stopped_now",)
    assert judged(uses=()).codes == ("crop_none",)


@pytest.mark.parametrize(("first", "last", "more", "state"), [
    (None, None, {}, "permitted"), (DAY, None, {}, "permitted"), (DAY + dt.timedelta(1), None, {}, "coming"),
    (None, DAY, {}, "ended"), (None, DAY + dt.timedelta(1), {}, "permitted"),
    (None, None, {"listed": False}, "off"), (None, None, {"forbidden": True}, "banned"),
])  # fmt: skip
def test_the_window_holds_its_first_day_and_not_its_last(first, last, more, state):
    assert standing((first, last), DAY, **more) == state


@pytest.mark.parametrize("spelling", ["2,4-D", "2.4 D", " 2,4D", "24d"])
def test_an_active_is_found_however_it_is_spelled(spelling):
    assert active_key(spelling) == "24d"


def test_a_limit_ends_after_it_begins():
    assert judge_limit(DAY, DAY).codes == ("limit_dates_swapped",)
    assert judge_limit(DAY, None).codes == () == judge_limit(None, DAY).codes
