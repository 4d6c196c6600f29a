"""The mass balance as pages: codes, certificates, households, the bars, and the numbers behind them."""

import datetime as dt

import pytest
from django.urls import reverse

from growers.models import Setting
from growers.tests.builders import (
    make_area,
    make_code,
    make_coop,
    make_household,
    make_market,
    make_plot,
    make_seat,
    put_under,
)
from growers.tests.permits_builders import certify, make_certificate
from harvests.models import Season, YieldEstimate
from harvests.queries.balance import certificate_balances, code_balances
from harvests.tests.builders import make_round, make_scale, make_ticket
from harvests.tests.lots_builders import make_lot, make_visit, open_market
from harvests.tests.recalls_builders import make_way

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    coop = make_coop()
    open_market(coop, "CN", requires_area_code=True)
    return coop


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop)
    make_scale(seat)
    client.force_login(seat.user)
    return seat


@pytest.fixture
def plot(coop):
    plot = make_plot(make_household(coop, "097", "Bùi Thị Hoa"), area_m2=10_000)
    code = make_code(make_area(coop), registered_m2=10_000)
    put_under(code, plot)
    make_visit(code)
    return plot


def ask(client, coop, name="balance", **query):
    return client.get(reverse(name, args=[coop.slug]), query)


def season(coop) -> Season:
    return Season.objects.of(coop).select_related("commodity").get()


def test_a_code_is_followed_from_the_scale_to_the_truck(client, coop, seat, plot):
    """91.5 kg came and went into a lot: 90 kg packed, 1.5 kg rejects; 60 kg left."""
    lot = make_lot(seat, make_ticket(seat, "097"))
    make_way(seat, lot, 60_000)
    [row], _settings, done_bp = code_balances(season(coop), DAY)
    assert (row.code, row.market, row.received_g, row.registered_m2) == ("VN-SLOR-0001", "CN", 91_500, 10_000)
    assert (row.flow.taken_g, row.flow.lost_g, row.flow.gone_g, row.flow.left_g) == (91_500, 1_500, 60_000, 30_000)
    assert (row.load.soft_g, row.load.hard_g) == (25_000_000, 45_000_000)
    assert 0 < done_bp < 10_000 and row.expected_g == 16_700_000 * done_bp // 10_000
    [shown] = ask(client, coop).context["rows"]
    assert (shown["received"], shown["packed"], shown["shipped"], shown["stock"]) == ("91", "91", "60", "30")


def test_fruit_of_another_markets_code_is_not_packed_under_this_one(coop, seat, plot):
    japan = make_code(make_area(coop, "V2"), "VN-JP-01", market=make_market("JP"))
    put_under(japan, plot)
    make_lot(seat, make_ticket(seat, "097"))
    rows = {row.code: row for row in code_balances(season(coop), DAY)[0]}
    assert rows["VN-JP-01"].received_g == 91_500 and rows["VN-JP-01"].flow.taken_g == 0
    assert rows["VN-SLOR-0001"].flow.taken_g == 91_500


def test_a_code_ahead_of_its_land_is_amber_and_said(client, coop, seat, plot):
    Setting.objects.create(cooperative=coop, key="area_warn_bp", valid_from=DAY, value=1)
    make_ticket(seat, "097")
    page = ask(client, coop)
    [shown] = page.context["rows"]
    assert shown["tone"] == "tag tag-warn" and len(page.context["looks"]) == 1
    assert {bar.series for bar in page.context["chart"].bars} == {3}
    assert "VN-SLOR-0001" in page.content.decode()


def test_a_certificate_counts_what_stood_in_its_scope(client, coop, seat, plot):
    """One household is in scope: a lot of its fruit alone carries the claim, a mixed one does not."""
    certify(make_certificate(coop, "VG-01"), plot)
    other = make_plot(make_household(coop, "012"))
    put_under(make_code(make_area(coop, "V3"), "VN-SLOR-0003", market=make_market("JP")), other)
    put_under(plot.code_memberships.get().export_code, other)
    pure = make_lot(seat, make_ticket(seat, "097"))
    make_lot(seat, make_ticket(seat, "097", loads=((50_500, "L1"),)), make_ticket(seat, "012"))
    make_way(seat, pure, 30_000)
    [row] = certificate_balances(season(coop), DAY)
    assert (row.received_g, row.taken_g) == (134_000, 134_000)
    assert (row.flow.gone_g, row.flow.lost_g) == (30_000, 1_500)
    [shown] = ask(client, coop, "balance-certificates").context["rows"]
    assert (shown["received"], shown["shipped"], shown["left"]) == ("134", "30", "102")


def test_fruit_before_and_after_the_scope_does_not_count(coop, seat, plot):
    late = make_certificate(coop, "VG-02", valid_from=DAY + dt.timedelta(days=1))
    ended = make_certificate(coop, "VG-03", withdrawn_on=DAY, withdrawn_reason="x")
    certify(late, plot)
    certify(ended, plot)
    make_ticket(seat, "097")
    assert [row.received_g for row in certificate_balances(season(coop), DAY)] == [0, 0]


def test_households_above_a_limit_come_first_with_the_reason(client, coop, seat, plot):
    make_plot(make_household(coop, "012"), area_m2=100)
    make_ticket(seat, "097")
    make_ticket(seat, "012", loads=((20_500, "L1"),))
    of_round = make_round(season(coop), 3, starts_on=DAY, ends_on=DAY)
    YieldEstimate.objects.create(cooperative=coop, round=of_round, plot=plot, expected_g=50_000)
    rows = ask(client, coop, "balance-households").context["rows"]
    assert [(row["code"], bool(row["why"])) for row in rows] == [("097", True), ("012", False)]
    assert (rows[0]["received"], rows[0]["expected"], rows[0]["share"]) == ("91", "50", "183,0 %")


@pytest.mark.parametrize("name", ["balance", "balance-certificates", "balance-households"])
def test_each_part_can_be_downloaded(client, coop, seat, plot, name):
    certify(make_certificate(coop, "VG-01"), plot)
    make_ticket(seat, "097")
    answer = ask(client, coop, name, format="csv")
    assert len(answer.content.decode("utf-8-sig").splitlines()) == 2
    assert ask(client, coop, name, format="xlsx")["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("name", ["balance", "balance-certificates", "balance-households", "balance-chart"])
def test_without_anything_the_pages_say_what_is_missing(client, stand_still, name):
    stand_still("2025-09-08")
    coop = make_coop()
    client.force_login(make_seat(coop).user)
    assert ask(client, coop, name).status_code == 200
    make_scale(make_seat(coop, "clerk"))
    page = ask(client, coop, name, season="99999999999999999999")
    assert page.status_code == 200 and page.context["season"] == season(coop)


def test_the_bars_come_as_a_part_for_the_directors_page(client, coop, seat, plot):
    make_ticket(seat, "097")
    url = reverse("balance-chart", args=[coop.slug])
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<svg" in part and "<html" not in part
    assert url in ask(client, coop, "dashboard").content.decode()


@pytest.mark.parametrize("name", ["balance", "balance-certificates", "balance-households"])
def test_more_rows_take_no_more_statements(client, coop, seat, plot, name, django_assert_max_num_queries):
    certify(make_certificate(coop, "VG-01"), plot)
    make_lot(seat, make_ticket(seat, "097"))
    ask(client, coop, name)
    with django_assert_max_num_queries(12) as few:
        ask(client, coop, name)
    for number in range(20):
        more = make_plot(make_household(coop))
        put_under(make_code(make_area(coop, f"W{number}"), f"VN-W{number}", registered_m2=10_000), more)
        certify(make_certificate(coop, f"VG-W{number}"), more)
        make_ticket(seat, more.household.code)
    with django_assert_max_num_queries(12) as many:
        ask(client, coop, name)
    assert len(few) == len(many)
