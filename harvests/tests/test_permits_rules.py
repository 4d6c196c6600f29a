"""The expiry board judged: columns, what hangs on a permission, and what a suspension reaches."""

import datetime as dt

import pytest

from harvests.rules.permits import (
    AREA_CODE,
    CERTIFICATE,
    HOUSE_CODE,
    LICENCE,
    SUPERVISION,
    Asked,
    Impact,
    Permission,
    Promise,
    Stock,
    barred_periods,
    column_of,
    impact,
    is_barred,
    reached_g,
    stock_by_plot,
)

TODAY = dt.date(2025, 9, 8)
JUNE, JULY, AUGUST = (dt.date(2025, month, 1) for month in (6, 7, 8))
A_DAY = dt.timedelta(days=1)


def permission(kind=AREA_CODE, until=TODAY, **values):
    return Permission(kind, 1, "dragon_fruit", until, **values)


@pytest.mark.parametrize(
    ("days", "column"),
    [(-400, "expired"), (0, "expired"), (1, "in_30"), (29, "in_30"), (30, "in_60"), (59, "in_60"), (60, "in_90"),
     (89, "in_90"), (90, "later"), (4000, "later")],
)  # fmt: skip
def test_a_permission_stands_in_the_column_of_its_days(days, column):
    assert column_of(permission(until=TODAY + dt.timedelta(days=days)), TODAY) == column


def test_what_does_not_hold_now_stands_with_the_expired():
    assert column_of(permission(until=None), TODAY) == "expired"
    assert column_of(permission(until=TODAY + 400 * A_DAY, trouble="suspended"), TODAY) == "expired"


ASKED = {
    ("dragon_fruit", "CN"): Asked(True, True, frozenset({"vietgap"})),
    ("dragon_fruit", "RU"): Asked(False, False),
    ("lychee", "CN"): Asked(True, True, frozenset({"vietgap"})),
}
PROMISES = [
    Promise(1, "dragon_fruit", "CN", 5_000),
    Promise(1, "dragon_fruit", "CN", 1_000),
    Promise(2, "dragon_fruit", "RU", 700),
    Promise(3, "dragon_fruit", "KR", 90),
    Promise(4, "lychee", "CN", 8),
]
STOCKS = [
    Stock("dragon_fruit", "CN", 7, {11: 400, 12: 30, None: 2}),
    Stock("dragon_fruit", "RU", 8, {11: 5}),
    Stock("lychee", "CN", 7, {11: 1_000}),
]
LAND = {11: 10_000, 13: 5_000}


@pytest.mark.parametrize(
    ("one", "hangs"),
    [
        (permission(market="CN", plots=LAND), Impact(2, 15_000, 1, 6_000, 400)),
        (permission(market="RU", plots=LAND), Impact(2, 15_000, 0, 0, 5)),
        (permission(market="KR", plots=LAND), Impact(2, 15_000, 1, 90, 0)),
        (permission(SUPERVISION, market="CN", plots=LAND), Impact(2, 15_000, 1, 6_000, 400)),
        (permission(HOUSE_CODE, market="CN", house=7), Impact(0, 0, 1, 6_000, 432)),
        (permission(HOUSE_CODE, market="CN", house=8), Impact(0, 0, 1, 6_000, 0)),
        (permission(HOUSE_CODE, market="RU", house=8), Impact(0, 0, 0, 0, 5)),
        (permission(CERTIFICATE, scheme="vietgap", plots=LAND), Impact(2, 15_000, 1, 6_000, 405)),
        (permission(CERTIFICATE, scheme="organic", plots=LAND), Impact(2, 15_000, 0, 0, 405)),
        (permission(LICENCE), Impact(0, 0, 0, 0, 437)),
    ],
)
def test_what_hangs_on_a_permission(one, hangs):
    assert impact(one, ASKED, PROMISES, STOCKS) == hangs


def test_what_is_left_of_a_lot_is_divided_to_the_gram():
    assert stock_by_plot(100, {1: 300, None: 300, 2: 300}) == {1: 34, 2: 33, None: 33}
    assert stock_by_plot(0, {1: 300}) == {} and stock_by_plot(5, {}) == {}


@pytest.mark.parametrize(
    ("events", "periods"),
    [
        ([], ()),
        ([(JUNE, "active")], ()),
        ([(JUNE, "active"), (JULY, "suspended")], ((JULY, None),)),
        ([(JUNE, "active"), (JULY, "suspended"), (AUGUST, "active")], ((JULY, AUGUST),)),
        ([(JUNE, "suspended"), (JULY, "revoked")], ((JUNE, None),)),
        ([(JULY, "suspended"), (JULY, "active")], ()),
        ([(JUNE, "revoked"), (JULY, "applied"), (AUGUST, "suspended")], ((JUNE, JULY), (AUGUST, None))),
    ],
)
def test_a_suspension_lasts_until_the_next_other_status(events, periods):
    assert barred_periods(events) == periods


def test_r15_the_whole_first_day_is_barred_and_the_last_is_not():
    barred = ((JULY, AUGUST),)
    days = (JULY - A_DAY, JULY, AUGUST - A_DAY, AUGUST)
    assert [is_barred(day, barred) for day in days] == [False, True, True, False]


def test_r15_only_fruit_of_members_harvested_on_barred_days_is_reached():
    members = {11: [(JUNE, AUGUST)], 12: [(AUGUST, None)]}
    barred = ((JULY, None),)
    loads = [(11, JULY - A_DAY, 1), (11, JULY, 20), (11, AUGUST, 300), (12, JULY, 4_000), (12, AUGUST, 50_000)]
    loads.append((None, JULY, 9))
    assert reached_g(loads, members, barred) == 50_020
