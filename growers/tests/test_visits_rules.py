"""R14: until when a supervision visit holds, and which days it may have."""

import datetime as dt

import pytest

from growers.rules.packing_houses import judge_house, judge_house_code
from growers.rules.visits import Due, due_after, judge_visit

TODAY = dt.date(2025, 9, 8)
MAY, JULY = dt.date(2025, 5, 1), dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("visits", "due"),
    [
        ([], Due()),
        ([(MAY, "passed", None)], Due(MAY, next_on=dt.date(2026, 5, 1))),
        ([(JULY, "mend", None), (MAY, "passed", None)], Due(JULY, next_on=dt.date(2026, 7, 1))),
        ([(MAY, "passed", dt.date(2025, 10, 1))], Due(MAY, next_on=dt.date(2025, 10, 1))),
        ([(MAY, "passed", dt.date(2027, 1, 1))], Due(MAY, next_on=dt.date(2026, 5, 1))),
        ([(MAY, "passed", None), (JULY, "failed", None)], Due(JULY, failed=True)),
        ([(JULY, "passed", None), (MAY, "failed", None)], Due(JULY, next_on=dt.date(2026, 7, 1))),
    ],
)
def test_the_newest_visit_says_when_the_next_is_due(visits, due):
    assert due_after(visits, days=365) == due


@pytest.mark.parametrize(
    ("day", "next_due", "codes"),
    [
        (TODAY, None, ()),
        (TODAY + dt.timedelta(days=1), None, ("visit_in_future",)),
        (dt.date(2010, 1, 1), None, ("visit_long_ago",)),
        (TODAY, TODAY, ("visit_due_not_later",)),
        (TODAY, TODAY + dt.timedelta(days=1), ()),
    ],
)
def test_a_visit_s_days(day, next_due, codes):
    assert judge_visit(day, next_due, today=TODAY).codes == codes


@pytest.mark.parametrize(
    ("code", "gln", "codes"),
    [
        ("PH1", "", ()),
        ("", "", ()),
        ("new", "", ("house_code_malformed",)),
        ("a/b", "", ("house_code_malformed",)),
        ("PH1", "9521234000014", ("house_gln_wrong",)),
        ("PH1", "4049929999992", ()),
    ],
)
def test_a_house_s_short_code_and_gln(code, gln, codes):
    assert judge_house(code, gln).codes == codes


def test_r19_a_house_code_of_another_shape_warns_and_a_twin_is_refused():
    assert judge_house_code({"code": "VN-TGPH-0012"}, others=()).codes == ()
    assert judge_house_code({"code": "vn tgph 0012"}, others=("VNTGPH0012",)).codes == ("house_code_twin",)
    assert judge_house_code({"code": "Lo 5"}, others=(), rivals=("VN-TGPH-0001",)).codes == (
        "house_code_shape_unusual",
        "house_code_second",
    )
    swapped = {"code": "VN-TGPH-0012", "valid_from": TODAY, "valid_to": TODAY}
    assert judge_house_code(swapped, others=()).codes == ("house_code_dates_swapped",)
