"""Texts of statements stay short whatever they say, money adds up, grades are summed up, transfers say what for."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from harvests.rules.settlement_papers import (
    Extra,
    Fruit,
    Paid,
    Statement,
    Taken,
    by_grade,
    content_of,
    explained,
    fitted,
    money_rows,
)
from harvests.wording_settlement_papers import message

DAY = dt.date(2025, 9, 7)
GRADES = (("Loại 1", "L1", 1), ("Loại 2", "L2", 2), ("Dạt", "D", 4))
BIG = st.integers(-(10**13), 10**13)


def fruit(net_g: int = 1_240_000, price: int | None = 20_000, grade: int = 0, ticket: str = "CAN-250907-001") -> Fruit:
    return Fruit(DAY, ticket, *GRADES[grade], net_g, price, net_g * (price or 0) // 1_000)


def statement(rows=(), **values) -> Statement:
    defaults = {
        "run": "TT-25-007", "first": dt.date(2025, 9, 1), "last": DAY, "code": "012", "name": "Nguyễn Thành Liêm",
        "address": "tiểu khu 7, xã Tà Hộc", "fruit": tuple(rows), "extras": (), "taken": (),
        "fruit_vnd": sum(row.amount_vnd for row in rows), "brought_vnd": 0, "fee_vnd": 0, "carried_vnd": 0,
        "pay_vnd": sum(row.amount_vnd for row in rows), "means": "transfer", "bank_bin": "970422", "bank": "MB",
        "account": "0123456789", "inputs_open_vnd": 0, "closed_by": "Mai", "approved_by": "Sơn",
    }  # fmt: skip
    return Statement(**{**defaults, **values})


LIEM = statement(
    [fruit(1_240_000, 20_000, 0), fruit(720_000, 17_000, 1), fruit(70_000, 6_000, 2)], fee_vnd=678_000,
    taken=(Taken("advance", "TU-25-003", DAY, 3_000_000), Taken("inputs", "VT-25-010", DAY, 2_450_000)),
    pay_vnd=31_332_000, inputs_open_vnd=500_000,
)  # fmt: skip


def test_the_rows_of_money_add_up_to_what_is_paid():
    rows = money_rows(LIEM)
    assert sum(row.amount_vnd for row in rows[:-1]) == rows[-1].amount_vnd == 31_332_000
    assert [row.key for row in rows] == ["fruit", "run_fee", "advance_taken", "inputs_taken", "pay"]


def test_what_is_carried_is_named_by_its_sign_and_explained():
    assert money_rows(statement([fruit()], carried_vnd=400, pay_vnd=24_799_600))[1].key == "carried"
    owes = statement([fruit()], carried_vnd=-1_000, pay_vnd=0)
    assert [row.key for row in money_rows(owes)] == ["fruit", "missing", "pay"]
    assert explained(owes) == "owes"
    assert explained(statement([fruit()], pay_vnd=0)) == "nothing"
    assert explained(statement([fruit()], carried_vnd=400)) == "rounding"
    assert explained(LIEM) == ""


def test_sums_per_grade_name_a_price_only_when_there_is_one():
    found = by_grade([fruit(1_000, 20_000), fruit(2_000, 20_000), fruit(500, 17_000, 1), fruit(500, 18_000, 1)])
    assert [(row.code, row.net_g, row.price_vnd) for row in found] == [("L1", 3_000, 20_000), ("L2", 1_000, None)]
    assert sum(row.amount_vnd for row in found) == 20_000 * 3 + 17_500


def test_a_short_statement_is_told_whole_and_without_an_account():
    text = message(LIEM, coop="HTX Ngọc Hoàng", phone="+84212385123")
    for said in ("Hộ 012", "1.240 kg x 20.000 = 24.800.000", "Trừ tạm ứng TU-25-003", "THỰC TRẢ: 31.332.000 đ",
                 "Còn nợ vật tư: 500.000 đ"):  # fmt: skip
        assert said in text, said
    assert "0123456789" not in text and "6789" not in text and "…" not in text


def test_a_long_one_keeps_what_matters_and_says_how_much_is_left_out():
    found = statement([fruit() for _ in range(90)])
    text = message(found, coop="HTX Ngọc Hoàng", phone="", link="https://x.example/h/1/")
    assert len(text) <= 900
    assert "dòng nữa" in text and "THỰC TRẢ" in text and text.endswith("\nhttps://x.example/h/1/")


STATEMENTS = st.builds(
    statement,
    st.lists(
        st.builds(fruit, st.integers(1, 10**9), st.none() | st.integers(1, 10**6), st.integers(0, 2)), max_size=60,
    ),
    name=st.text(max_size=120), code=st.from_regex(r"[0-9]{3,6}", fullmatch=True), pay_vnd=st.integers(0, 10**13),
    carried_vnd=BIG, fee_vnd=st.integers(0, 10**12), brought_vnd=BIG, means=st.sampled_from(["transfer", "cash"]),
    inputs_open_vnd=st.integers(0, 10**13),
    taken=st.lists(st.builds(Taken, st.sampled_from(["advance", "inputs", "loan"]), st.text(max_size=20),
                             st.just(DAY), st.integers(1, 10**12)), max_size=40).map(tuple),
    extras=st.lists(st.builds(Extra, st.sampled_from(["top_up", "penalty", "other"]), st.text(max_size=20),
                              st.just(DAY), BIG), max_size=20).map(tuple),
    paid=st.none() | st.just(Paid(DAY, "PC-25-007", "cash")),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(STATEMENTS, st.text(max_size=120), st.sampled_from(["", f"https://coopsite.example/h/{'s' * 43}/"]))
def test_no_text_is_longer_than_a_message_shows(found, coop, link):
    text = message(found, coop=coop, phone="+84912345678", link=link)
    assert 0 < len(text) <= 900
    assert text.endswith(link)


@given(st.lists(st.text(max_size=30), max_size=5), st.lists(st.text(max_size=30), max_size=30),
       st.lists(st.text(max_size=30), max_size=5), st.integers(1, 300))  # fmt: skip
def test_lines_fit_into_any_room(head, rows, tail, most):
    assert len(fitted(head, rows, tail, "… {n}", most)) <= most


def test_a_transfer_says_what_for_as_banks_take_it():
    assert content_of("NH", "TT-25-007", "097") == "HTXNH TT25007 H097"
    assert len(content_of("ABCDEF", "TT-25-123456789", "123456")) <= 25
