"""What is refused of a price board, what is only asked about, and the text that announces it."""

import datetime as dt

import pytest
from django.utils import translation

from coopsite.formats.showing import VIETNAM
from growers.wording import WORDING
from harvests.rules.prices import CODES, HIGHEST_VND, Band, judge_board, judge_price
from harvests.wording_prices import announcement

NOW = dt.datetime(2025, 9, 8, 10, 0, tzinfo=VIETNAM)
BAND = Band(10_000, 40_000)


def board_codes(valid_from=NOW, *, empty=False, taken=False, tickets=0, shrink_bp=0):
    found = judge_board(valid_from, now=NOW, empty=empty, taken=taken, tickets=tickets, shrink_bp=shrink_bp)
    return [reason.code for reason in found.refused], [reason.code for reason in found.warnings]


@pytest.mark.parametrize(("price", "asked"), [(9_999, True), (10_000, False), (40_000, False), (40_001, True)])
def test_a_price_outside_the_band_is_asked_about(price, asked):
    found = judge_price(price, None, BAND)
    assert found.allowed
    assert [reason.code for reason in found.warnings] == (["price_outside_band"] if asked else [])


def test_a_floor_outside_the_band_is_asked_about_too():
    assert judge_price(20_000, 1_000, BAND).codes == ("floor_outside_band",)


def test_a_grade_without_a_band_has_no_odd_price():
    assert judge_price(1, 2, Band(None, None)).codes == ()
    assert judge_price(1, None, Band(None, 5)).codes == ()
    assert judge_price(6, None, Band(None, 5)).codes == ("price_outside_band",)


def test_impossible_prices_and_a_floor_without_a_price_are_refused():
    assert judge_price(0, None, BAND).codes == ("price_impossible",)
    assert judge_price(HIGHEST_VND + 1, None, BAND).codes == ("price_impossible",)
    assert judge_price(20_000, 0, BAND).codes == ("floor_impossible",)
    assert judge_price(None, 15_000, BAND).codes == ("floor_without_price",)
    assert judge_price(None, None, BAND).allowed


def test_a_board_is_refused_when_empty_taken_or_far_away():
    assert board_codes() == ([], [])
    assert board_codes(empty=True) == (["board_empty"], [])
    assert board_codes(taken=True) == (["board_taken"], [])
    assert board_codes(shrink_bp=2_001) == (["shrink_too_high"], [])
    assert board_codes(NOW + dt.timedelta(days=31)) == (["board_moment_unlikely"], [])
    assert board_codes(NOW - dt.timedelta(days=1_200)) == (["board_moment_unlikely"], [])
    assert board_codes(NOW + dt.timedelta(days=30)) == ([], [])


def test_tickets_weighed_since_are_only_asked_about():
    assert board_codes(NOW - dt.timedelta(hours=5), tickets=14) == ([], ["board_before_tickets"])


def test_every_code_has_its_sentence():
    assert set(CODES) <= WORDING.keys()


def test_the_announcement_says_day_time_prices_and_hours():
    moment = dt.datetime(2025, 9, 7, 22, 0, tzinfo=dt.UTC)  # five in the morning in Vietnam
    with translation.override("en"):
        text = announcement(
            "HTX Ngọc Hoàng", moment, [("xuất khẩu", [("Loại 1", 20_000), ("Loại 2", 17_000)])], 0, "", "5h30–9h"
        )
    assert "\n" not in text
    assert text.startswith("HTX Ngọc Hoàng")
    for part in ("08/09", "05:00", "Loại 1 20.000, Loại 2 17.000 đ/kg", "5h30–9h"):
        assert part in text


def test_several_channels_have_a_line_each_with_shrink_and_note():
    prices = [("xuất khẩu", [("Loại 1", 20_000)]), ("chợ", [("Loại 1", 15_500)])]
    lines = announcement("HTX", NOW, prices, 150, "Nghỉ chiều nay.", "").splitlines()
    assert lines[1:3] == ["Xuất khẩu: Loại 1 20.000 đ/kg.", "Chợ: Loại 1 15.500 đ/kg."]
    assert "1,5 %" in lines[3]
    assert lines[4] == "Nghỉ chiều nay."
