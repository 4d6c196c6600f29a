"""What becomes of the rows of a book of weigh tickets, without a database."""

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from growers.rules.sheets import Table, read_rows
from growers.wording import WORDING
from harvests.rules.harvest_import import CODES, Book, Day, KnownHousehold, plan_harvests
from harvests.rules.sheets import harvest_schema

HEAD = [
    "Số phiếu giấy",
    "Ngày",
    "Mã hộ",
    "Họ tên",
    "Loại",
    "Số sọt",
    "Cân cả bì",
    "Bì",
    "Thực (kg)",
    "Đơn giá",
    "Thành tiền",
]
DAY = dt.date(2025, 9, 4)
LIEM = KnownHousehold(1, "012", "Nguyễn Thành Liêm", "Nguyễn Thanh Liêm", "tiểu khu 7", "linked", {"1": 10})
HOA = KnownHousehold(2, "097", "Bùi Thị Hoa", "", "bản Cao Sơn", "linked", {})


def book(**changes):
    facts = {
        "households": [LIEM, HOA],
        "days": {DAY: Day(1, 1, 4, 4, False, 9, {"L1": 20_000, "L2": 17_000})},
        "grades": {"L1": 1, "L2": 2, "XO": 5, "CPL": 6}, "flat": "XO", "ungraded": "CPL", "crate": (3, 2_000),
        "written": Counter(), "papers": set(), "zone": dt.UTC,
    }  # fmt: skip
    return Book(**{**facts, **changes})


def plan(*rows, **changes):
    table = Table(rows=[HEAD, *[[*row, *[None] * (len(HEAD) - len(row))] for row in rows]])
    return plan_harvests(read_rows(table, harvest_schema()), book(**changes))


def problems(*rows, **changes):
    return [code for planned in plan(*rows, **changes).rows for _, code, _ in planned.row.problems]


GOOD = ["0412", DAY, "012", None, "L1", 4, "99,5", 8, "91,5", 20_000, 1_830_000]


def test_loads_of_one_number_make_one_ticket_with_exact_sums():
    found = plan(GOOD, ["0412", DAY, "012", None, "L2", 4, "94,5", 8, "86,5", None, None])
    assert found.totals == {"tickets": 1, "total_g": 178_000, "total_vnd": 1_830_000 + 1_470_500}
    ticket = found.rows[0].work.ticket
    assert (ticket.mode, ticket.paper_no, ticket.plot, len(ticket.lines)) == ("graded", "0412", 10, 2)


def test_neighbouring_rows_of_one_household_and_day_are_one_ticket():
    one = [None, DAY, "012", None, "L1", None, None, None, 50]
    other = [None, DAY, "097", None, "L1", None, None, None, 60]
    assert plan(one, one, other, one).totals["tickets"] == 3


def test_the_same_book_again_makes_nothing():
    written = Counter({(1, DAY, (91_500,)): 1})
    found = plan([None, *GOOD[1:]], written=written)
    assert (found.rows[0].outcome, found.totals["tickets"]) == ("duplicate", 0)
    assert plan(GOOD, papers={(DAY, "0412")}).rows[0].outcome == "duplicate"


def test_two_equal_deliveries_stay_two_when_one_was_written():
    row = [None, DAY, "012", None, "L1", None, None, None, 50]
    other = [None, DAY, "097", None, "L1", None, None, None, 60]
    found = plan(row, other, row, written=Counter({(1, DAY, (50_000,)): 1}))
    assert [planned.outcome for planned in found.rows] == ["duplicate", "new", "new"]


def test_without_grade_and_price_it_is_graded_later_and_held():
    [row] = plan([None, DAY, "012", None, None, None, None, None, 50]).rows
    assert (row.work.ticket.mode, row.work.ticket.amount_vnd) == ("later", None)
    assert [reason.code for reason in row.work.ticket.holds] == ["graded_later"]


def test_a_household_under_contract_gets_the_floor_where_the_book_has_no_price():
    asked = [[None, DAY, code, None, "L1", None, None, None, 50] for code in ("012", "097")]
    days = {DAY: Day(1, 1, 4, 4, False, 9, {"L1": 20_000}, {"L1": 23_000})}
    ended = DAY - dt.timedelta(days=1)
    bound = [replace(LIEM, contract=(DAY, None)), replace(HOA, contract=(dt.date(2025, 1, 1), ended))]
    rows = plan(*asked, days=days, households=bound).rows
    assert [row.work.ticket.lines[0].price_vnd for row in rows] == [23_000, 20_000]
    [written] = plan(GOOD, days=days, households=bound).rows
    assert written.work.ticket.lines[0].price_vnd == 20_000


def test_a_missing_price_holds_the_ticket():
    [row] = plan(
        [None, DAY, "012", None, "L1", None, None, None, 50], days={DAY: Day(1, 1, 4, 4, False, None, {})}
    ).rows
    assert [reason.code for reason in row.work.ticket.holds] == ["price_missing"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ([*GOOD[:2], "997", *GOOD[3:]], "book_household_unknown"),
        ([*GOOD[:3], "Lò Văn Khác", *GOOD[4:]], "household_named_otherwise"),
        ([*GOOD[:8], "80", *GOOD[9:]], "net_differs"),
        ([*GOOD[:10], 1_900_000], "amount_differs"),
        (["0412", dt.date(2024, 9, 4), *GOOD[2:]], "day_outside_season"),
        (["0412", DAY, "012", None, "L1", None, "99,5", None, None], "net_unknown"),
        (["0412", DAY, "012", None, "L1", None, None, None, None], "needs_one_of"),
    ],
)
def test_what_is_refused(row, code):
    assert code in problems(row)


def test_a_closed_day_takes_nothing():
    assert problems(GOOD, days={DAY: Day(1, 1, 4, 4, True, 9, {})}) == ["import_day_closed"]


def test_crates_give_the_tare_that_the_book_leaves_out():
    [row] = plan(["0412", DAY, "012", None, "L1", 4, "99,5", None, None]).rows
    assert row.work.lines[0].net_g == 91_500


def test_every_code_has_a_sentence():
    assert set(CODES) <= set(WORDING)
