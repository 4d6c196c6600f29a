"""The life of an order as a state machine, and what is asked of its header and its confirmation."""

import datetime as dt

import pytest

from growers.rules.verdicts import Reason
from growers.wording import WORDING, sentence
from harvests.rules import order_lines, orders, traders
from harvests.rules.orders import ALLOWED, Event, Moved, judge_confirmation, judge_event, judge_order, status_after

TODAY = dt.date(2025, 9, 8)
FINE = {
    "ordered_on": TODAY, "deliver_from": TODAY, "deliver_to": dt.date(2025, 9, 14), "tolerance_bp": 500, "trader": 1,
    "exporter": 2, "deposit": 1_000_000, "deposit_due": TODAY,
}  # fmt: skip


@pytest.mark.parametrize(
    ("event", "states"),
    [
        (Event.CHANGE, {"draft"}),
        (Event.AMEND, {"confirmed", "partly"}),
        (Event.CONFIRM, {"draft"}),
        (Event.CANCEL, {"draft", "confirmed", "partly"}),
        (Event.CALL_OFF, {"draft", "confirmed", "partly"}),
        (Event.DELIVER, {"confirmed", "partly", "delivered"}),
    ],
)
def test_each_event_is_for_certain_states(event, states):
    every = {"draft", "confirmed", "partly", "delivered", "cancelled"}
    assert {state for state in every if judge_event(state, event).allowed} == states
    assert set(ALLOWED[event]) == states
    assert judge_event("cancelled", event).codes == (f"order_not_now_{event}",)


def moved(*delivered, ordered=1_000_000, limit=1_050_000):
    return [Moved(ordered, limit, grams) for grams in delivered]


@pytest.mark.parametrize(
    ("before", "lines", "after"),
    [
        ("confirmed", moved(0, 0), "confirmed"),
        ("confirmed", moved(1, 0), "partly"),
        ("partly", moved(1_000_000, 949_999), "partly"),
        ("partly", moved(1_000_000, 950_000), "delivered"),  # 5 % below is within the tolerance, as 5 % above is
        ("delivered", moved(1_000_000, 0), "partly"),
        ("partly", moved(0, 0), "confirmed"),
        ("draft", moved(0), "draft"),
        ("cancelled", moved(1_000_000), "cancelled"),
        ("confirmed", [], "confirmed"),
    ],
)
def test_the_status_follows_what_was_delivered(before, lines, after):
    assert status_after(before, lines) == after


def test_nothing_is_outstanding_of_what_is_delivered_or_cancelled():
    assert orders.outstanding_g("partly", 1000, 400) == 600
    assert orders.outstanding_g("partly", 1000, 1020) == 0
    assert orders.outstanding_g("delivered", 1000, 960) == 0
    assert orders.outstanding_g("cancelled", 1000, 0) == 0


def test_late_is_a_promise_whose_window_is_over():
    yesterday = TODAY - dt.timedelta(days=1)
    assert orders.is_late("confirmed", yesterday, TODAY)
    assert orders.is_late("partly", yesterday, TODAY)
    assert not orders.is_late("confirmed", TODAY, TODAY)
    assert not orders.is_late("draft", yesterday, TODAY)
    assert not orders.is_late("delivered", yesterday, TODAY)


def test_an_ordinary_header_is_fine():
    assert judge_order(FINE, today=TODAY).allowed


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"deliver_from": dt.date(2025, 9, 15)}, "order_window_backwards"),
        ({"ordered_on": dt.date(2025, 9, 9)}, "order_in_future"),
        ({"ordered_on": dt.date(2014, 9, 9)}, "order_too_old"),
        ({"deliver_from": dt.date(2025, 9, 1), "deliver_to": dt.date(2025, 9, 7)}, "order_delivered_before"),
        ({"deliver_to": dt.date(2052, 9, 14)}, "order_too_far_ahead"),
        ({"tolerance_bp": 2_001}, "order_tolerance_wide"),
        ({"exporter": 1}, "order_exporter_is_trader"),
        ({"deposit": None}, "order_due_without_deposit"),
    ],
)
def test_what_a_header_is_refused_for(change, code):
    assert code in judge_order({**FINE, **change}, today=TODAY).codes


def test_values_that_could_not_be_read_are_not_judged():
    assert judge_order(dict.fromkeys(FINE), today=TODAY).allowed


def test_confirming_wants_lines_and_the_prices_that_its_condition_speaks_of():
    assert judge_confirmation("draft", "fixed", [18_000]).allowed
    assert judge_confirmation("draft", "fixed", []).codes == ("order_without_lines",)
    missing = judge_confirmation("draft", "floor", [None, 18_000, None])
    assert missing.codes == ("order_price_missing",)
    assert missing.refused[0].data["lines"] == "1, 3"
    assert judge_confirmation("draft", "daily", [None]).allowed
    assert judge_confirmation("confirmed", "daily", [None]).codes == ("order_not_now_confirm",)


def test_a_passed_credit_limit_warns_and_does_not_refuse():
    over = judge_confirmation("draft", "fixed", [1], credit=(101, 100))
    assert over.allowed
    assert over.codes == ("order_over_credit",)
    assert not judge_confirmation("draft", "fixed", [1], credit=(100, 100)).codes


def test_a_deposit_is_part_of_the_value():
    assert orders.judge_deposit(100, 100).allowed
    assert orders.judge_deposit(101, 100).codes == ("order_deposit_over_value",)
    assert orders.judge_deposit(101, None).allowed
    assert orders.judge_deposit(None, 100).allowed


@pytest.mark.parametrize(
    ("code", "number"),
    [("DH-25-007", (2025, 7)), ("DH-25-1007", (2025, 1007)), ("DH-25-7", None), ("dh-25-007", None), ("x", None),
     ("DH-25-007/", None), ("DH-٢٥-007", None)],
)  # fmt: skip
def test_order_codes_are_read_back(code, number):
    assert orders.read_code(code) == number


def test_a_trader_at_home_has_a_known_tax_code():
    def codes(country="", **facts):
        return traders.judge_trader(facts, country=country).codes

    assert codes(tax_code="0101234567") == codes(tax_code="0101234567-001") == codes(tax_code="014123456789") == ()
    assert codes(tax_code="12345") == ("trader_tax_code_malformed",)
    assert codes(tax_code="12345", country="canada") == ()
    assert codes(payment_days=365) == ()
    assert codes(payment_days=366) == ("trader_payment_days_unlikely",)


@pytest.mark.parametrize("code", [*orders.CODES, *order_lines.CODES, *traders.CODES])
def test_every_code_has_a_sentence(code):
    assert code in WORDING
    assert str(sentence(Reason(code)))
