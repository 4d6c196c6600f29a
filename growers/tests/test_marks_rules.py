"""R56: the certification mark only on fruit of its province, under a licence of the pack date, within the quota."""

import datetime as dt

import pytest

from growers.rules.marks import Licence, Mark, judge_licence, judge_mark, licence_on

DAY = dt.date(2025, 9, 8)
A_DAY = dt.timedelta(days=1)
TEN_YEARS = (dt.date(2024, 8, 1), dt.date(2034, 8, 1))
LICENCE = Licence("QĐ-01", (dt.date(2025, 1, 1), dt.date(2026, 1, 1)), 10_000_000)
HOME = (("001-1", "14"), ("002-1", "14"))


def mark(*licences, period=TEN_YEARS):
    return Mark("son-la", "dragon_fruit", "14", period, licences or (LICENCE,))


def judged(one=None, **values):
    return judge_mark(one or mark(), **{"crop": "dragon_fruit", "plots": HOME, "packed_on": DAY, **values}).codes


def test_fruit_of_the_province_packed_under_a_licence_may_carry_the_mark():
    assert judged() == ()


def test_a_plot_elsewhere_or_nowhere_bars_the_mark_and_is_named():
    verdict = judge_mark(mark(), crop="dragon_fruit", plots=(*HOME, ("003-1", "24")), packed_on=DAY)
    assert verdict.outcome == "refused" and verdict.refused[0].data == {"plot": "003-1"}
    verdict = judge_mark(mark(), crop="dragon_fruit", plots=(*HOME, ("CAN-1", None)), packed_on=DAY)
    assert verdict.outcome == "unknown" and verdict.codes == ("mark_plot_unknown",)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (LICENCE.period[0] - A_DAY, ("mark_licence_not_valid",)),
        (LICENCE.period[0], ()),
        (LICENCE.period[1] - A_DAY, ()),
        (LICENCE.period[1], ("mark_licence_not_valid",)),
    ],
)
def test_the_licence_counts_on_the_pack_date(day, codes):
    assert judged(packed_on=day) == codes


def test_without_a_licence_of_its_own_a_co_operative_prints_no_mark():
    nobody = Mark("son-la", "dragon_fruit", "14", TEN_YEARS)
    assert judged(nobody) == ("mark_without_licence",)


def test_another_crop_and_a_mark_out_of_force_are_refused():
    assert judged(crop="lychee") == ("mark_other_crop",)
    over = mark(period=(dt.date(2024, 8, 1), DAY))
    assert judged(over) == ("mark_not_in_force",)
    assert judged(over, packed_on=DAY - A_DAY) == ()


def test_the_quota_may_be_reached_and_not_passed():
    assert judged(used_g=10_000_000) == ()
    assert judged(used_g=10_000_001) == ("mark_over_quota",)
    unlimited = mark(Licence("QĐ-02", LICENCE.period))
    assert judged(unlimited, used_g=10**12) == ()


def test_the_licence_of_a_day_is_found_among_several():
    later = Licence("QĐ-02", (dt.date(2026, 1, 1), None))
    both = mark(later, LICENCE)
    assert licence_on(both, DAY) is LICENCE and licence_on(both, dt.date(2026, 1, 1)) is later
    assert licence_on(both, dt.date(2024, 9, 1)) is None


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({}, ()),
        ({"valid_to": dt.date(2025, 1, 1)}, ("licence_dates_swapped",)),
        ({"valid_to": None}, ("licence_beyond_mark", "licence_overlaps")),
        ({"valid_from": dt.date(2024, 7, 31)}, ("licence_beyond_mark",)),
        ({"valid_to": dt.date(2026, 6, 2)}, ("licence_overlaps",)),
        ({"valid_to": dt.date(2026, 6, 1)}, ()),
        ({"valid_from": None}, ()),
    ],
)
def test_a_licence_s_days(values, codes):
    facts = {"valid_from": dt.date(2025, 1, 1), "valid_to": dt.date(2026, 1, 1), **values}
    others = [("QĐ-09", (dt.date(2026, 6, 1), dt.date(2027, 6, 1)))]
    assert judge_licence(facts, mark=TEN_YEARS, others=others).codes == codes
