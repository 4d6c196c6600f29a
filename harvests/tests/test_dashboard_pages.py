"""The director's page: empty, half filled and full, for whoever may read it, and the big numbers for a wall."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse

from coopsite import clock
from growers.models import Grade, Household
from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from harvests.models import (
    BoardPrice,
    DayBook,
    DayTotal,
    HarvestRecord,
    HarvestRound,
    PriceBoard,
    Season,
    YieldEstimate,
)
from harvests.tests.builders import make_code, make_order, make_scale, make_season, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen(settings):
    settings.DEMO_TODAY = "2025-09-08"


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


def page(client, coop, **query) -> str:
    answer = client.get(reverse("dashboard", args=[coop.slug]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def main(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def links(html: str) -> set[str]:
    return {unescape(link) for link in re.findall(r'href="([^"]+)"', main(html))} - {"#looks", "?"}


def fill(director, tickets: int = 1) -> Household:
    """A running season with a round before, a coded household, an order, an estimate and today's tickets."""
    coop = director.cooperative
    season = make_scale(director)
    today = clock.today()
    rounds = {"season": season, "cooperative": coop}
    HarvestRound.objects.create(
        **rounds, number=3, starts_on=today - dt.timedelta(days=30), ends_on=today - dt.timedelta(days=20)
    )
    coming = HarvestRound.objects.create(
        **rounds, number=5, starts_on=today + dt.timedelta(days=20), ends_on=today + dt.timedelta(days=28)
    )
    household = make_household(coop, "097", "Bùi Thị Hoa", bank_account="", bank=None)
    plot = make_plot(household)
    make_code(plot)
    for of_round in HarvestRound.objects.of(coop):
        grams = 90_000_000 if of_round == coming else 10_000
        YieldEstimate.objects.create(cooperative=coop, round=of_round, plot=plot, expected_g=grams)
    make_order(director, market=make_market("JP", "Nhật Bản", "Japan"), status="confirmed")
    for number in range(tickets):
        make_ticket(director, "097", loads=((99_500 + number * 100, "L1"), (80_000, "L2")))
    return household


def test_a_new_cooperative_sees_where_to_begin(client, coop, director):
    html = main(page(client, coop))
    assert html.count("○") == 6 and "✓" not in html
    for place in ("households/", "plots/", "seasons/", "prices/", "orders/", "harvests/weigh/"):
        assert f'href="/c/{coop.slug}/{place}"' in html
    assert "<svg" not in html
    assert html.count('class="empty"') == 4  # attention, charts, tickets, prices


def test_the_steps_are_ticked_as_they_are_done(client, coop, director):
    household = make_household(coop, "097")
    assert main(page(client, coop)).count("✓") == 1
    make_code(make_plot(household))
    assert main(page(client, coop)).count("✓") == 2
    make_scale(director)
    assert main(page(client, coop)).count("✓") == 4
    make_order(director)
    assert main(page(client, coop)).count("✓") == 5
    make_ticket(director, "097")
    html = main(page(client, coop))
    assert "✓" not in html and "○" not in html


def test_the_cards_say_what_the_books_hold(client, coop, director):
    fill(director, tickets=2)
    html = page(client, coop)
    cards = dict(re.findall(r'card-key[^>]*><span>([^<]*)</span><strong>([^<]*)</strong>', html))
    net = HarvestRecord.objects.of(coop).values_list("net_g", flat=True)
    kilograms = f"{sum(net) / 1000:.1f}".removesuffix(".0").replace(".", ",")
    assert [*cards.values()][0] == f"{kilograms} kg"
    assert [*cards.values()][2] == "10,0 tấn"
    assert [*cards.values()][3] == f"{kilograms} kg"


def test_every_link_of_a_full_page_leads_somewhere(client, coop, director):
    fill(director)
    yesterday = clock.today() - dt.timedelta(days=1)
    DayBook.objects.create(cooperative=coop, day=yesterday, last_number=1, tickets=1, net_g=5, amount_vnd=5)
    make_season(coop, name="Vụ 2024", starts_on=dt.date(2024, 6, 1), ends_on=dt.date(2024, 11, 30))
    found = links(page(client, coop))
    assert len(found) > 12
    for link in found:
        assert client.get(link).status_code == 200, link


def test_every_chart_has_words_and_numbers_behind_it(client, coop, director):
    fill(director)
    html = main(page(client, coop))
    charts = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert len(charts) == 4
    for chart in charts:
        assert 'role="img"' in chart and "<title" in chart and "<desc" in chart
        assert re.search(r"<details>.*<table.*<td", chart, re.DOTALL)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_what_needs_attention_is_listed(client, coop, director):
    fill(director)
    html = main(page(client, coop))
    assert "households/?missing=bank" in html
    assert f"seasons/{Season.objects.of(coop).get().pk}/estimates/" in html  # 097 brought ten times its estimate
    assert re.search(r"orders/DH-25-\d+/", html)


def test_bank_matters_are_not_for_everybody(client, coop, director):
    fill(director)
    client.force_login(make_seat(coop, "packer").user)
    assert "missing=bank" not in page(client, coop)


def without_rounds(coop):
    YieldEstimate.objects.of(coop).delete()
    HarvestRecord.objects.of(coop).update(round=None)
    DayTotal.objects.of(coop).update(round=None)
    HarvestRound.objects.of(coop).delete()


def without_prices(coop):
    HarvestRecord.objects.of(coop).update(board=None)
    BoardPrice.objects.of(coop).delete()
    PriceBoard.objects.of(coop).delete()


def without_a_graded_grade(coop):
    Grade.objects.filter(commodity=coop.commodity, kind=Grade.Kind.GRADED).update(kind=Grade.Kind.MIXED)


def with_a_season_of_one_day(coop):
    Season.objects.of(coop).update(export_target_g=1, starts_on=clock.today(), ends_on=clock.today())


REMOVALS = (without_rounds, without_prices, without_a_graded_grade, with_a_season_of_one_day)


@pytest.mark.parametrize("remove", REMOVALS, ids=lambda removal: removal.__name__)
def test_one_missing_thing_leaves_the_rest(client, coop, director, remove):
    fill(director)
    remove(coop)
    for mode in ("", "ops"):
        assert "097 – Bùi Thị Hoa" in main(page(client, coop, mode=mode))


def test_another_season_is_chosen_by_its_key_and_an_odd_key_chooses_none(client, coop, director):
    fill(director)
    old = make_season(coop, name="Vụ 2024", starts_on=dt.date(2024, 6, 1), ends_on=dt.date(2024, 11, 30))
    assert 'aria-current="true">Vụ 2024' in page(client, coop, season=old.pk)
    for odd in ("0", "-1", "x", "٣", "9" * 30):
        assert 'aria-current="true">Vụ 2025' in page(client, coop, season=odd)
    stranger = make_season(make_coop("an-phu"), name="Vụ lạ")
    assert "Vụ lạ" not in page(client, coop, season=stranger.pk)


def test_the_page_takes_fourteen_statements_at_any_size(client, coop, director, django_assert_max_num_queries):
    fill(director, tickets=3)
    page(client, coop)
    with django_assert_max_num_queries(14) as few:
        page(client, coop)
    for number in range(20):
        make_ticket(director, "097", loads=((70_000 + number * 100, "L3"),))
        make_order(director, status="confirmed")
    with django_assert_max_num_queries(14) as many:
        page(client, coop)
    assert len(few) == len(many)


def test_nothing_of_another_cooperative_is_shown_and_strangers_find_nothing(client, coop, director):
    other = make_seat(make_coop("an-phu"), "director")
    fill(other)
    Household.objects.of(other.cooperative).update(name="CANARY", village="CANARY")
    fill(director)
    assert "CANARY" not in page(client, coop)
    assert client.get(reverse("dashboard", args=["an-phu"])).status_code == 404
    assert client.post(reverse("dashboard", args=[coop.slug])).status_code == 405
    client.logout()
    assert client.get(reverse("dashboard", args=[coop.slug])).status_code == 302


def test_the_big_numbers_renew_themselves(client, coop, director):
    fill(director)
    html = page(client, coop, mode="ops")
    assert 'hx-trigger="every 60s"' in html and 'http-equiv="refresh"' in html
    answer = client.get(reverse("dashboard", args=[coop.slug]), {"mode": "ops"}, headers={"hx-request": "true"})
    part = answer.content.decode()
    assert "<html" not in part and "ops-big" in part
    assert "HX-Request" in answer["Vary"]


def test_the_big_numbers_stand_without_anything(client, coop, director):
    assert "ops-big" in page(client, coop, mode="ops")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_numbers_follow_the_language(client, coop, director, language):
    fill(director)
    client.cookies["django_language"] = language
    html = page(client, coop)
    assert ("10,0 tấn" in html) == (language == "vi")
    assert ("10.0 t" in html) == (language == "en")
