"""M11 as people see it: what can still be sold, who could fill an order, what one order more would do."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_market, make_seat
from harvests.models import YieldEstimate
from harvests.tests.builders import make_code, make_order, make_round, make_scale
from harvests.tests.lots_builders import make_fruit, make_lot, make_orchard, make_visit, open_market
from harvests.tests.shipments_builders import make_allocation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


def page(client, coop, **asked):
    return client.get(reverse("order-availability", args=[coop.slug]), asked)


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def coming(coop, season, *plots, grams=7_000_000):
    """A round of the seven days of week 38, and what these plots are expected to give in it."""
    first = TODAY + dt.timedelta(days=7)
    of_round = make_round(season, 5, starts_on=first, ends_on=first + dt.timedelta(days=6))
    for plot in plots:
        YieldEstimate.objects.create(cooperative=coop, round=of_round, plot=plot, expected_g=grams)
    return of_round


@pytest.fixture
def season(coop, seat):
    return make_scale(make_seat(coop, "director"))


def test_forecast_and_stock_less_promises(client, coop, seat, season):
    director = make_seat(coop, "director")
    plot = make_orchard(coop)
    coming(coop, season, plot)
    lot = make_lot(director, make_fruit(director, plot.household))
    order = make_order(director, status="confirmed", lines=[("L1", 2_000_000)], deliver_to=TODAY + dt.timedelta(days=9))
    make_allocation(director, lot, order, 50_000)
    answer = page(client, coop)
    shown = text_of(answer)
    assert "40 + ? has 40 · promised 0" in shown  # 90 kg packed, 50 of them set aside
    assert "5,050 has 7,000 · promised 1,950" in shown
    assert "DH-25-001" in shown


def test_an_order_names_the_households_and_codes_that_could_fill_it(client, coop, seat, season):
    good, bad = make_orchard(coop, "012"), make_orchard(coop, "013")
    make_visit(make_code(good))
    open_market(coop, "CN", requires_area_code=True)
    coming(coop, season, good, bad, grams=1_000_000)
    make_order(seat, status="confirmed", lines=[("L1", 1_500_000)], deliver_to=TODAY + dt.timedelta(days=13))
    answer = text_of(page(client, coop, order="DH-25-001"))
    assert "1,500 0 1,000 0 1,000 short of 500 kg" in answer
    assert "VN-SLOR-0003 yes 1,000 1 012-1" in answer
    assert "no Plot 013-1" in answer


def test_what_one_order_more_would_do(client, coop, seat, season):
    plot = make_orchard(coop)
    coming(coop, season, plot)
    make_market("JP", "Nhật Bản", "Japan")
    week = (TODAY + dt.timedelta(days=7)).isoformat()
    market = open_market(coop, "JP").pk
    assert "can be promised: 7,000 kg are left" in text_of(page(client, coop, kg="5000", week=week, market=market))
    answer = text_of(page(client, coop, kg="20000", week=week, market=market))
    assert "are more than the 7,000 kg that are left" in answer
    assert "Who could fill it, for Japan" in answer


@pytest.mark.parametrize(
    "asked", [{"kg": "abc"}, {"kg": "-5"}, {"week": "x", "kg": "5"}, {"market": "999999", "kg": "5"}, {"grade": "0"},
              {"order": "DH-99-999"}, {"crop": "mít"}, {"kg": "1", "week": "2020-01-06"}]
)  # fmt: skip
def test_odd_questions_are_answered(client, coop, seat, season, asked):
    assert page(client, coop, **asked).status_code == 200


def test_nothing_estimated_says_so(client, coop, seat):
    answer = text_of(page(client, coop))
    assert "No round ahead is estimated" in answer
    assert "No open order lacks anything" in answer


def test_the_page_costs_the_same_however_much_there_is(client, coop, seat, season, django_assert_max_num_queries):
    of_round = coming(coop, season, make_orchard(coop))
    make_order(seat, status="confirmed")
    page(client, coop)
    with django_assert_max_num_queries(26) as few:
        page(client, coop)
    for _ in range(20):
        YieldEstimate.objects.create(cooperative=coop, round=of_round, plot=make_orchard(coop), expected_g=5_000)
        make_order(seat, status="confirmed")
    with django_assert_max_num_queries(26) as many:
        page(client, coop)
    assert len(few) == len(many)
