"""What becomes of the rows of a register, without a database."""

import datetime as dt

import pytest

from growers.rules.people_import import CODES, Person, Register, plan_people
from growers.rules.sheets import Table, read_rows
from growers.rules.sheets.people import people_schema
from growers.wording import WORDING

HEAD = ["Mã hộ", "Họ và tên", "SĐT", "CCCD", "Xã", "Bản", "Thửa", "Diện tích (ha)", "Tư cách"]
HOA = Person(
    7, "097", "Bùi Thị Hoa",
    {
        "alias": "Bùi Thị Hòa", "village": "bản Cao Sơn", "phone": "+84912345678", "citizen_id": "014012345612",
        "commune": 2,
    },
    {"1": {"pk": 70, "area": 46_000, "variety": "LD1"}},
)  # fmt: skip


def plan(*rows, twins_too=False, people=(HOA,)):
    register = Register(
        people=list(people), communes={"ta hoc": [1], "na bo": [1], "chieng mung": [2], "hat lot": [3, 4]}, home=1,
        banks={"agribank": 5}, area_codes={}, usual_variety="OTHER", today=dt.date(2025, 9, 8),
    )  # fmt: skip
    table = Table(rows=[HEAD, *[[*row, *[None] * (len(HEAD) - len(row))] for row in rows]])
    return plan_people(read_rows(table, people_schema()), register, twins_too=twins_too)


def outcomes(*rows, **how):
    return [planned.outcome for planned in plan(*rows, **how).rows]


def problems(*rows, **how):
    return [code for planned in plan(*rows, **how).rows for _, code, _ in planned.row.problems]


def test_a_new_household_with_its_plot_and_a_lost_zero():
    found = plan([12, "Nguyễn Thành Liêm", 912345679, None, "Nà Bó", "tiểu khu 7", None, "2,0"])
    [row] = found.rows
    assert (row.outcome, row.work.household["code"], row.work.household["commune"]) == ("new", "012", 1)
    assert found.totals == {"households": 1, "plots": 1, "area_m2": 20_000}


def test_several_plots_of_one_household_are_one_household():
    rows = [
        ["012", "Nguyễn Thành Liêm", None, None, "Tà Hộc", "A", "Đồi", 2],
        ["012", "Nguyễn Thành Liêm", None, None, "Tà Hộc", "A", "Suối", 1],
    ]
    found = plan(*rows)
    assert (found.totals["households"], found.totals["plots"]) == (1, 2)
    assert found.rows[1].work.first_row == found.rows[0].number


def test_a_row_after_a_refused_one_makes_the_household_itself():
    rows = [
        ["012", "Nguyễn Thành Liêm", None, None, "Tà Hộc", "A", "Đồi", None],
        ["012", "Nguyễn Thành Liêm", None, None, "Tà Hộc", "A", "Suối", 1],
    ]
    assert outcomes(*rows) == ["bad", "new"]
    assert plan(*rows).rows[1].work.first_row == 0


def test_the_same_row_again_changes_nothing_and_a_difference_is_an_update():
    same = ["097", "Bùi Thị Hòa", "0912345678", "014012345612", "Chiềng Mung", "bản Cao Sơn", "1", "4,6"]
    assert outcomes(same) == ["same"]
    assert outcomes([*same[:2], "0912345670", *same[3:]]) == ["update"]


@pytest.mark.parametrize(
    "row",
    [
        ["500", "Bùi Thị Hòa", None, None, "Chiềng Mung", "Bản Cao Sơn"],  # name and village
        ["500", "Lò Văn A", "0912 345 678", None, "Chiềng Mung", "B"],  # phone
        ["500", "Lò Văn A", None, "014012345612", "Chiềng Mung", "B"],  # ID number
    ],
)
def test_people_who_seem_to_be_there_are_pointed_out(row):
    found = plan(row)
    assert found.rows[0].outcome == "duplicate"
    assert found.rows[0].twin == "097 – Bùi Thị Hoa"


def test_twins_may_be_different_people_but_not_with_one_id_number():
    assert outcomes(["500", "Bùi Thị Hòa", None, None, "Chiềng Mung", "bản Cao Sơn"], twins_too=True) == ["new"]
    assert outcomes(["500", "Lò Văn A", None, "014012345612", "Chiềng Mung", "B"], twins_too=True) == ["duplicate"]


def test_a_plot_of_somebody_known_by_name_alone_wants_a_decision():
    assert outcomes([None, "Bùi Thị Hòa", None, None, "Chiềng Mung", "bản Cao Sơn", None, "0,9"]) == ["duplicate"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["097", "Lò Văn Khác", None, None, "Tà Hộc"], "code_of_another"),
        (["600", "Lò Văn Khác", None, None, "Hà Nội"], "commune_unknown"),
        (["600", "Lò Văn Khác", None, None, "Hát Lót"], "commune_ambiguous"),
        (["600", "Lò Văn Khác", None, None, "Tà Hộc", "B", "Đồi", None], "plot_without_area"),
        (["600", "Lò Văn Khác", None, "12345", "Tà Hộc"], "bad_citizen_id"),
    ],
)
def test_what_is_refused(row, code):
    assert code in problems(row)


def test_one_id_number_twice_in_a_file_is_refused():
    rows = [
        ["601", "Lò Văn A", None, "014012345699", "Tà Hộc", "B"],
        ["602", "Lò Văn B", None, "014012345699", "Tà Hộc", "C"],
    ]
    assert outcomes(*rows) == ["new", "bad"]
    assert problems(*rows) == ["citizen_of_another"]


def test_every_code_has_a_sentence():
    assert set(CODES) <= set(WORDING)
