"""The arithmetic of a settlement line, exact to the dong, and the verdicts of a run's steps."""

import datetime as dt
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growers.rules.verdicts import Reason
from growers.wording import sentence
from harvests.rules import settlement_lines, settlements
from harvests.rules.money import value_of
from harvests.rules.settlement_lines import (
    ACCOUNT_MISSING,
    BIG_DAY,
    CASH_OVER_LIMIT,
    EARLIER,
    NAME_DIFFERS,
    Payee,
    Terms,
    digest,
    rounded,
    settle,
    totals,
)
from harvests.rules.settlements import (
    Event,
    Payable,
    judge_approval,
    judge_closing,
    judge_event,
    judge_payment,
    judge_payment_day,
    judge_return,
    judge_run,
    read_code,
    usual_days,
)

DAY = dt.date(2025, 9, 7)
FIRST = dt.date(2025, 9, 1)
TERMS = Terms(FIRST)
LIEM = Payee(1, "012", "Nguyễn Thành Liêm", 1, "MB", "9999001", "NGUYEN THANH LIEM")


@dataclass(frozen=True)
class Movement:
    amount_vnd: int
    kind: str = "delivery"
    net_g: int = 0
    day: dt.date = DAY
    pk: int = 1


@dataclass(frozen=True)
class Debt:
    account: str
    open_vnd: int
    pk: int = 1


def line(*movements, debts=(), payee=LIEM, **terms):
    return settle(Terms(FIRST, **terms), payee, movements, debts)


def test_the_statement_of_liem_comes_to_what_he_was_told():
    """Workflow 7.3: 40,680,000 less fee, advance and inputs makes 34,552,000."""
    loads = [(1_240_000, 20_000), (720_000, 17_000), (230_000, 14_000), (70_000, 6_000)]
    tickets = [Movement((grams * price + 500) // 1_000, net_g=grams) for grams, price in loads]
    debts = [Debt("advance", 3_000_000), Debt("inputs", 2_450_000)]
    found = line(*tickets, debts=debts, fee_vnd_per_kg=300, rounding="none")
    assert (found.fruit_vnd, found.fee_vnd, found.pay_vnd) == (40_680_000, 678_000, 34_552_000)
    assert (found.advance_vnd, found.input_vnd, found.carried_vnd) == (3_000_000, 2_450_000, 0)
    assert (found.tickets, found.net_g) == (4, 2_260_000)


def test_inputs_take_half_of_value_less_fee_and_never_more_than_advances_left():
    fruit = Movement(10_000_000, net_g=500_000)
    debts = [Debt("inputs", 9_000_000), Debt("advance", 4_000_000)]
    assert line(fruit, debts=debts, rounding="none").input_vnd == 5_000_000
    assert line(fruit, debts=[*debts, Debt("advance", 3_000_000)], rounding="none").input_vnd == 3_000_000
    assert line(fruit, debts=debts, rounding="none", input_bp=10_000).pay_vnd == 0
    assert line(fruit, debts=debts, rounding="none", fee_vnd_per_kg=1_000).input_vnd == 4_750_000


def test_the_oldest_debt_is_taken_back_first_and_loans_only_when_asked():
    debts = [Debt("advance", 600_000, 1), Debt("advance", 600_000, 2), Debt("loan", 500_000, 3)]
    found = line(Movement(1_000_000), debts=debts)
    assert [(debt.pk, amount) for debt, amount in found.offsets] == [(1, 600_000), (2, 400_000)]
    found = line(Movement(4_000_000), debts=debts, loan_bp=1_000)
    assert [(debt.pk, amount) for debt, amount in found.offsets] == [(1, 600_000), (2, 600_000), (3, 400_000)]


def test_below_zero_nothing_is_paid_and_all_is_carried():
    found = line(Movement(400_000), Movement(-900_000, "transport"), debts=[Debt("advance", 1)])
    assert (found.pay_vnd, found.carried_vnd, found.offsets) == (0, -500_000, ())
    assert found.codes == ("line_carried",)
    again = line(Movement(-500_000, "carry"))
    assert not again.moves, "what is only carried on waits until something comes"
    assert line(Movement(-500_000, "carry"), Movement(2_000_000)).pay_vnd == 1_500_000


@pytest.mark.parametrize(
    ("net", "rounding", "pay"),
    [
        (1_999, "down_1000", 1_000), (999, "down_1000", 0), (1_499, "nearest_1000", 1_000),
        (1_500, "nearest_1000", 2_000), (1_501, "none", 1_501), (-1, "nearest_1000", 0), (0, "none", 0),
    ],
)  # fmt: skip
def test_rounding(net, rounding, pay):
    assert rounded(net, rounding) == pay


def test_a_fee_is_rounded_half_up_once_a_household():
    assert [value_of(grams, 301) for grams in (500, 1_500, 2_260_000)] == [151, 452, 680_260]


def _random_case(chance: Random):
    kinds = ("delivery", "delivery", "delivery", "carry", "top_up", "transport", "penalty")
    movements = []
    for _ in range(chance.randint(1, 6)):
        kind = chance.choice(kinds)
        amount = chance.randint(1, 30_000_000) if kind in ("delivery", "top_up") else chance.randint(-900_000, 900_000)
        grams = chance.randint(1, 2_000_000) if kind == "delivery" else 0
        movements.append(Movement(amount, kind, grams))
    debts = [
        Debt(chance.choice(("advance", "inputs", "loan")), chance.randint(1, 9_000_000))
        for _ in range(chance.randint(0, 4))
    ]
    terms = Terms(
        FIRST, chance.randint(0, 10_000), chance.randint(0, 10_000), chance.randint(0, 10_000), chance.randint(0, 900),
        chance.choice(("none", "down_1000", "nearest_1000")),
    )  # fmt: skip
    return terms, movements, debts


@settings(max_examples=200, deadline=None, database=None)
@given(st.integers(min_value=0, max_value=2**63))
def test_no_dong_is_lost_or_made(seed):
    """A hundred cases for each of 200 seeds: 20,000."""
    chance = Random(seed)
    found = []
    for _ in range(100):
        terms, movements, debts = _random_case(chance)
        row = settle(terms, LIEM, movements, debts)
        found.append(row)
        came = sum(movement.amount_vnd for movement in movements)
        assert came == row.fruit_vnd + row.other_vnd + row.brought_vnd
        assert came == row.deducted_vnd + row.carried_vnd + row.pay_vnd
        assert sum(amount for _debt, amount in row.offsets) == row.advance_vnd + row.input_vnd + row.loan_vnd
        assert all(0 < amount <= debt.open_vnd for debt, amount in row.offsets)
        assert min(row.pay_vnd, row.fee_vnd, row.advance_vnd, row.input_vnd, row.loan_vnd) >= 0
        value = came - row.fee_vnd
        assert row.advance_vnd <= max(0, value * terms.advance_bp // 10_000)
        assert row.input_vnd <= max(0, value * terms.input_bp // 10_000)
        assert row.loan_vnd <= max(0, value * terms.loan_bp // 10_000)
        assert row.deducted_vnd - row.fee_vnd <= max(0, value), "never more is taken back than there is"
        step = 1 if terms.rounding == "none" else 1_000
        assert row.pay_vnd % step == 0
        assert row.pay_vnd == 0 or abs(row.carried_vnd) < step
    sums = totals(found)
    assert sums["pay_vnd"] == sum(row.pay_vnd for row in found)


BIG = Payee(1, "012", "Nguyễn Thành Liêm", 1, "MB", "9999001", "NGUYEN THANH LIEM", "", {DAY: 6_000_000})


def test_red_rules_are_said_of_lines_that_pay_only():
    rich = Movement(6_000_000, net_g=300_000)
    assert line(rich, payee=BIG).codes == (BIG_DAY,)
    assert line(rich, payee=BIG, means="cash").codes == (BIG_DAY, CASH_OVER_LIMIT)
    nobody = Payee(1, "012", "Nguyễn Thành Liêm")
    assert line(rich, payee=nobody).codes == (ACCOUNT_MISSING,)
    assert line(rich, payee=nobody, means="cash").codes == ()
    wife = Payee(1, "012", "Nguyễn Thành Liêm", 1, "MB", "9999001", "Lo Thi Hoa")
    assert line(rich, payee=wife).codes == (NAME_DIFFERS,)
    owes = line(Movement(-1, "penalty"), payee=nobody)
    assert owes.codes == ("line_carried",)


def test_what_is_from_before_the_period_is_paid_and_pointed_out():
    found = line(Movement(1_000_000), Movement(500_000, day=dt.date(2025, 8, 30)), Movement(7, "carry", day=DAY))
    [reason] = found.warnings
    assert (reason.code, reason.data["n"], reason.data["amount_vnd"]) == (EARLIER, 1, 500_000)
    assert found.fruit_vnd == 1_500_000


def test_closing_names_every_household_that_stops_it():
    rich, nobody = Movement(6_000_000), Payee(2, "013", "Lò Văn Đức")
    wife = Payee(3, "014", "Lò Văn Đức", 1, "MB", "1", "Lo Thi Hoa")
    lines = [line(rich, payee=BIG, means="cash"), line(rich, payee=nobody), line(rich, payee=wife)]
    verdict = judge_closing("draft", lines)
    assert verdict.codes == (
        "settlement_cash_over_limit", "settlement_account_missing", "settlement_name_without_reason",
    )  # fmt: skip
    assert [reason.data["households"] for reason in verdict.refused] == ["012", "013", "014"]
    assert judge_closing("draft", [lines[2]], reason="vợ chủ hộ").allowed
    assert judge_closing("draft", []).codes == ("settlement_empty",)
    assert judge_closing("draft", [line(Movement(-5, "penalty"))]).codes == ("settlement_nothing_to_pay",)
    assert judge_closing("closed", [lines[2]], reason="x").codes == ("settlement_not_now_close",)


def test_four_eyes():
    ask = {"made_by": 1, "closed_by": 2}
    assert judge_approval("closed", user=3, is_director=True, **ask).allowed
    for user in (1, 2):
        assert judge_approval("closed", user=user, is_director=True, **ask).codes == ("settlement_own",)
    assert judge_approval("closed", user=3, is_director=False, **ask).codes == ("settlement_only_director",)
    assert judge_approval("draft", user=3, is_director=True, **ask).codes == ("settlement_not_now_approve",)


def test_payments_are_asked_about():
    good = [Payable(1, "011", 5_000, "transfer"), Payable(2, "012", 5_000, "cash")]
    assert judge_payment(good, paid=(), means="", reference="FT1").allowed
    assert judge_payment(good, paid=(), means="", reference="").codes == ("payment_without_reference",)
    assert judge_payment(good, paid=(), means="cash", reference="").allowed
    assert judge_payment(good, paid={2}, means="", reference="FT1").refused[0].data["households"] == "012"
    assert judge_payment([], paid=(), means="cash", reference="").codes == ("payment_nothing_chosen",)
    assert judge_payment([Payable(1, "011", 0, "cash")], paid=(), means="", reference="").codes == (
        "payment_line_nothing",
    )
    big = Payable(1, "011", 5_000, "transfer", (BIG_DAY,))
    assert judge_payment([big], paid=(), means="cash", reference="").codes == ("payment_cash_over_limit",)
    bare = Payable(1, "011", 5_000, "cash", (), has_account=False)
    assert judge_payment([bare], paid=(), means="transfer", reference="FT1").codes == ("payment_account_missing",)


def test_money_leaves_and_comes_back_on_days_that_can_be():
    today = dt.date(2025, 9, 9)
    assert judge_payment_day(DAY, approved_on=DAY, today=today).allowed
    assert judge_payment_day(FIRST, approved_on=DAY, today=today).codes == ("payment_before_approval",)
    assert judge_payment_day(dt.date(2025, 9, 10), approved_on=DAY, today=today).codes == ("payment_in_future",)
    ask = {"paid_on": DAY, "today": today, "returned": False, "reason": "sai số"}
    assert judge_return(DAY, **ask).allowed
    assert judge_return(FIRST, **{**ask, "reason": "", "returned": True}).codes == (
        "payment_returned_already", "return_without_reason", "return_before_payment",
    )  # fmt: skip
    assert judge_return(dt.date(2025, 9, 10), **ask).codes == ("return_in_future",)


def test_the_rules_of_a_run_are_asked_about():
    good = {"day_from": FIRST, "day_to": DAY, "advance_bp": 10_000, "input_bp": 0, "fee_vnd_per_kg": 300}
    assert judge_run(good, today=DAY).allowed
    for name, value, code in (
        ("day_from", dt.date(2025, 9, 8), "settlement_days_backwards"),
        ("day_to", dt.date(2025, 9, 8), "settlement_in_future"),
        ("day_from", dt.date(2024, 1, 1), "settlement_days_long"),
        ("input_bp", 10_001, "settlement_share_over"),
        ("fee_vnd_per_kg", 10_001, "settlement_fee_unlikely"),
    ):
        assert judge_run({**good, name: value}, today=DAY).codes == (code,)
    last_century = {"day_from": dt.date(1999, 12, 1), "day_to": dt.date(1999, 12, 31)}
    assert judge_run({**good, **last_century}, today=DAY).codes == ("debt_day_too_old",)
    assert judge_run({}, today=DAY).allowed


def test_where_the_next_run_begins():
    monday = dt.date(2025, 9, 8)
    assert usual_days(monday, None) == (dt.date(2025, 9, 1), dt.date(2025, 9, 7))
    assert usual_days(monday, dt.date(2025, 9, 4)) == (dt.date(2025, 9, 5), dt.date(2025, 9, 7))
    assert usual_days(monday, dt.date(2025, 9, 7)) == (dt.date(2025, 9, 1), dt.date(2025, 9, 7))


def test_a_digest_tells_tables_apart():
    one, other = line(Movement(5_000)), line(Movement(6_000))
    assert digest([one]) == digest([line(Movement(5_000))]) != digest([other])
    assert digest([one]) != digest([line(Movement(5_000), means="cash")])


def test_steps_and_numbers():
    assert judge_event("approved", Event.PAY).allowed and not judge_event("paid", Event.PAY).allowed
    assert read_code("TT-25-007") == (2025, 7) and read_code("TT-25-7") is None


@pytest.mark.parametrize("code", [*settlements.CODES, *settlement_lines.CODES])
def test_every_reason_has_a_sentence(code):
    assert str(sentence(Reason(code)))
