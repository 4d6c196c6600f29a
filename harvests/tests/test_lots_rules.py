"""What may go into a lot, codes and trace codes, opening, the walk up its graph; without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.rules.eligibility_facts import MarketRules
from growers.rules.verdicts import Reason, Verdict
from harvests.rules.lots import (
    TRACE_ALPHABET,
    CartonTake,
    Fruit,
    LoadTake,
    LotFacts,
    age_hours,
    judge_carton,
    judge_codes,
    judge_house,
    judge_load,
    judge_number,
    judge_opening,
    judge_release,
    judge_state,
    judge_void,
    lot_code,
    read_ticket,
    read_trace_code,
    roots,
    series_of,
    together,
)

DAY = dt.date(2025, 9, 8)
CLEAR = Verdict()
SOURCES = st.tuples(st.integers(100, 105), st.none()) | st.tuples(st.none(), st.integers(1, 8))


def lot(**values) -> LotFacts:
    return LotFacts(**{"code": "NH-1", "status": "open", "is_held": False, "market": "CN", "packed_on": DAY, **values})


def fruit(ticket="CAN-1", day=DAY, code="VN-1", verdict=CLEAR) -> Fruit:
    return Fruit(ticket, day, code, verdict)


def load(grams=1_000, free_g=1_000, **values) -> LoadTake:
    return LoadTake(values.pop("fruit", fruit()), grams, free_g, **values)


def carton(**values) -> CartonTake:
    facts = {
        "lot": "NH-0", "position": 1, "grams": 1_000, "free_g": 1_000, "status": "closed", "is_held": False,
        "packed_on": DAY, "fruit": (fruit(),),
    }  # fmt: skip
    return CartonTake(**{**facts, **values})


# --- what goes in -----------------------------------------------------------------------------------------------------

REFUSED = Verdict(refused=(Reason("phi_running", {"plot": "097-1"}),))
UNKNOWN = Verdict(unknown=(Reason("phi_unknown", {"plot": "097-1"}),))
WARNED = Verdict(warnings=(Reason("market_controls"),))


@pytest.mark.parametrize(
    ("take", "codes"),
    [
        (load(), ()),
        (load(1_001), ("lot_input_over_free",)),
        (load(0), ("lot_input_not_positive",)),
        (load(-5), ("lot_input_not_positive",)),
        (load(same_crop=False), ("lot_input_other_crop",)),
        (load(stands=False), ("lot_input_gone",)),
        (load(holds=("price_missing", "graded_later")), ()),
        (load(holds=("household_blocked",)), ("lot_input_on_hold",)),
        (load(fruit=fruit(day=DAY + dt.timedelta(days=1))), ("lot_input_harvested_later",)),
        (load(fruit=fruit(day=DAY)), ()),
        (load(fruit=fruit(verdict=REFUSED)), ("lot_input_not_eligible", "phi_running")),
        (load(fruit=fruit(verdict=UNKNOWN)), ("lot_input_not_eligible", "phi_unknown")),
        (load(fruit=fruit(verdict=WARNED)), ("market_controls",)),
    ],
)
def test_a_load_may_enter_or_all_reasons_are_named(take, codes):
    verdict = judge_load(lot(), take)
    assert verdict.codes == codes
    assert verdict.allowed == (codes in ((), ("market_controls",)))


@pytest.mark.parametrize(
    ("take", "codes"),
    [
        (carton(), ()),
        (carton(grams=1_001), ("lot_source_over_free",)),
        (carton(grams=0), ("lot_input_not_positive",)),
        (carton(status="open"), ("lot_source_not_closed",)),
        (carton(status="void"), ("lot_source_not_closed",)),
        (carton(is_held=True), ("lot_source_held",)),
        (carton(of_itself=True), ("lot_source_of_itself",)),
        (carton(same_crop=False), ("lot_input_other_crop",)),
        (carton(packed_on=DAY + dt.timedelta(days=1)), ("lot_source_packed_later",)),
        (carton(fruit=(fruit(), fruit(verdict=REFUSED))), ("lot_input_not_eligible", "phi_running")),
    ],
)
def test_cartons_may_enter_another_lot_or_all_reasons_are_named(take, codes):
    assert judge_carton(lot(), take).codes == codes


def test_codes_do_not_mix_where_the_market_forbids_it():
    one, two, none = fruit(code="VN-1"), fruit("CAN-2", code="VN-2"), fruit("CAN-3", code="")
    strict = lot(one_code=True)
    assert judge_codes(lot(), [one, two, none]) == ("", Verdict())
    assert judge_codes(strict, [one, one]) == ("VN-1", Verdict())
    code, verdict = judge_codes(strict, [one, two])
    assert (code, verdict.codes) == ("VN-1", ("lot_codes_mixed",))
    assert judge_codes(strict, [none, one])[1].codes == ("lot_code_unknown",)
    fixed = lot(one_code=True, area_code="VN-1")
    [reason] = judge_codes(fixed, [two])[1].refused
    assert (reason.code, reason.data["ticket"], reason.data["lot_code"]) == ("lot_code_mixed", "CAN-2", "VN-1")


def test_only_an_open_lot_that_is_not_held_takes_in():
    assert judge_state(lot()).allowed
    assert judge_state(lot(status="closed")).codes == ("lot_not_open",)
    assert judge_state(lot(is_held=True)).codes == ("lot_held",)
    assert judge_number([]).codes == ("lot_nothing_chosen",)
    assert judge_number([1] * 501).codes == ("lot_too_many_chosen",)


def test_voiding_and_releasing_say_why():
    assert judge_void(lot(status="closed"), taken_g=0, reason="x").allowed
    assert judge_void(lot(status="void", is_held=True), taken_g=5, reason="").codes == (
        "lot_void_already", "lot_held", "lot_taken_from", "lot_reason_missing",
    )  # fmt: skip
    assert judge_release(lot(is_held=True), recalls=(), reason="x").allowed
    assert judge_release(lot(), recalls=("TH-25-001",), reason="").codes == (
        "lot_not_held", "lot_hold_of_recall", "lot_reason_missing",
    )  # fmt: skip


def test_each_reason_stands_once():
    assert together([REFUSED, WARNED, REFUSED]) == REFUSED + WARNED


# --- opening ----------------------------------------------------------------------------------------------------------

RULES = MarketRules("CN", "dragon_fruit", "open", area_code=True, house_code=True)
OPENING = {
    "packed_on": DAY, "crop": 1, "market": 1, "house": "NH1", "house_in_use": True, "house_codes": {"PH-1": "active"},
    "area_code": None, "order": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, ()),
        ({"packed_on": DAY + dt.timedelta(days=1)}, ("lot_packed_in_future",)),
        ({"packed_on": dt.date(2020, 1, 1)}, ("lot_packed_long_ago",)),
        ({"house_in_use": False}, ("lot_house_not_in_use",)),
        ({"house_codes": {}}, ("lot_house_without_code",)),
        ({"house_codes": {"PH-1": "suspended"}}, ("lot_house_without_code",)),
        ({"area_code": {"crop": 1, "market": 1, "has_area": True}}, ()),
        ({"area_code": {"crop": 1, "market": 2, "has_area": True}}, ("lot_code_of_other",)),
        ({"area_code": {"crop": 1, "market": 1, "has_area": False}}, ("lot_code_without_area",)),
        ({"order": {"crop": 1, "market": 1, "is_open": True}}, ()),
        ({"order": {"crop": 2, "market": 1, "is_open": True}}, ("lot_order_of_other",)),
        ({"order": {"crop": 1, "market": 1, "is_open": False}}, ("lot_order_not_open",)),
    ],
)
def test_a_lot_is_opened_or_all_reasons_are_named(facts, codes):
    assert judge_opening({**OPENING, **facts}, rules=RULES, today=DAY).codes == codes


def test_a_market_that_asks_for_no_house_code_takes_every_house():
    lax = MarketRules("VN", "dragon_fruit", "open", area_code=False)
    assert judge_house("NH1", {}, lax, DAY).allowed and judge_house("NH1", {}, None, DAY).allowed


# --- codes, tickets, the walk -----------------------------------------------------------------------------------------


@given(st.from_regex(r"[A-Z0-9]{2,6}", fullmatch=True), st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_a_lot_code_is_safe_for_gs1(coop, day):
    code = lot_code(coop, day, "CN", 99)
    assert len(code) <= 20 and set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert len(series_of(day, "CN")) == 8
    assert lot_code("NH", DAY, "CN", 2) == "NH-250908-CN-02"


@given(st.text(TRACE_ALPHABET, min_size=8, max_size=8))
def test_a_trace_code_is_read_as_people_write_it(code):
    assert read_trace_code(code) == code
    assert read_trace_code(f" {code[:4].lower()}-{code[4:].replace('0', 'o').replace('1', 'L')} ") == code


@given(st.text(max_size=60))
def test_any_text_is_a_trace_code_or_none(text):
    code = read_trace_code(text)
    assert code == "" or (len(code) == 8 and set(code) <= set(TRACE_ALPHABET))
    assert read_ticket(text, DAY) is None or read_ticket(text, DAY)[1] >= 0


@pytest.mark.parametrize(
    ("text", "ticket"),
    [
        ("063", (DAY, 63)),
        ("CAN-250907-014", (dt.date(2025, 9, 7), 14)),
        ("can-250907-014/2", (dt.date(2025, 9, 7), 14)),
        ("250907-1014", (dt.date(2025, 9, 7), 1014)),
        ("259907-014", None),
        ("250230-014", None),
        ("12a", None),
        ("", None),
        ("٣", None),
    ],
)
def test_a_ticket_is_read_as_people_paste_it(text, ticket):
    assert read_ticket(text, DAY) == ticket


def test_the_walk_finds_every_load_and_lot_through_diamonds_and_rings():
    edges = [(4, None, 2), (4, None, 3), (2, None, 1), (3, None, 1), (1, 11, None), (1, 12, None), (3, 13, None)]
    assert roots(edges, 4) == ({11, 12, 13}, {1, 2, 3})
    assert roots(edges, 1) == ({11, 12}, set())
    assert roots([(1, None, 2), (2, None, 1), (2, 7, None)], 1) == ({7}, {1, 2})


@given(st.lists(st.tuples(st.integers(1, 8), SOURCES)))
def test_the_walk_ends_on_every_graph(made):
    edges = [(of, line, source) for of, (line, source) in made]
    lines, lots = roots(edges, 1)
    assert lines <= {line for _, line, _ in edges} and lots <= set(range(1, 9))
    for of, line, source in edges:
        if of == 1 or of in lots:
            assert line in lines if line else source in lots


def test_age_is_whole_hours():
    now = dt.datetime(2025, 9, 8, 12, tzinfo=dt.UTC)
    assert age_hours(now - dt.timedelta(minutes=119), now) == 1
    assert age_hours(now + dt.timedelta(hours=5), now) == 0
