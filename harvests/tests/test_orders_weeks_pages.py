"""The commitments page: promises by week and grade beside what came in, what went out and what is estimated."""

import datetime as dt

import pytest
from django.urls import reverse

from growers.models import Grade
from growers.tests.builders import make_commodity, make_coop, make_household, make_plot, make_seat
from harvests.actions.call_offs import call_off
from harvests.actions.deliveries import record_delivery, void_delivery
from harvests.models import DayTotal, OrderLine, YieldEstimate
from harvests.tests.builders import make_order, make_round, make_season

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture(autouse=True)
def today(stand_still):
    stand_still("2025-09-08")


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def sales(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


def page(client, coop, **asked):
    return client.get(reverse("order-weeks", args=[coop.slug]), asked)


def came(round, day, **kilograms):
    season, coop = round.season, round.season.cooperative
    for code, kg in kilograms.items():
        grade = Grade.objects.get(commodity=season.commodity, code=code)
        DayTotal.objects.create(
            cooperative=coop, day=day, season=season, commodity=season.commodity, round=round, grade=grade, lines=1,
            net_g=kg * 1_000,
        )  # fmt: skip


def estimate(round, kg):
    plot = make_plot(make_household(round.season.cooperative))
    YieldEstimate.objects.create(cooperative=plot.cooperative, round=round, plot=plot, expected_g=kg * 1_000)


def cells(answer, week: int, name: str) -> list[str]:
    """The texts of one line of a week: by grade (L1 L2 L3 D), then of all."""
    (found,) = [row for row in answer.context["weeks"] if row["title"].startswith(f"Week {week} ")]
    (line,) = [line for line in found["lines"] if line["name"] == name]
    whole, *grades = (f"{cell['kg']} {cell['words']}".strip() for cell in line["cells"])
    return [*grades, whole]


def test_committed_beside_came_in_and_estimate(client, coop, sales):
    season = make_season(coop)
    last = make_round(season, 4, starts_on=dt.date(2025, 9, 2), ends_on=dt.date(2025, 9, 8))
    following = make_round(season, 5, starts_on=dt.date(2025, 9, 15), ends_on=dt.date(2025, 9, 24))
    came(last, dt.date(2025, 9, 5), L1=3_000, L2=1_000)
    came(last, TODAY, L1=600, L2=200)
    estimate(following, 10_000)
    make_order(sales, lines=[("L1", 6_000_000)], status="confirmed", deliver_to=dt.date(2025, 9, 17))
    make_order(sales, lines=[("L2", 9_000_000)])  # a draft commits nothing
    make_order(sales, lines=[("L3", 9_000_000)], status="cancelled")
    answer = page(client, coop)
    assert cells(answer, 36, "Came in") == ["3,000", "1,000", "–", "–", "4,000"]
    assert cells(answer, 37, "Came in") == ["600", "200", "–", "–", "800"]
    assert cells(answer, 37, "Committed") == ["–"] * 5
    assert cells(answer, 38, "Estimate") == ["5,250", "1,750", "–", "–", "7,000"]
    assert cells(answer, 38, "Committed") == ["6,000 short of 750 kg", "–", "–", "–", "6,000"]
    assert cells(answer, 39, "Estimate") == ["2,250", "750", "–", "–", "3,000"]
    text = answer.content.decode()
    assert "round 4: Grade 1 75.0%, Grade 2 25.0%" in text
    assert 'class="number short"' in text


def test_call_offs_say_the_week_and_what_is_delivered_is_no_longer_committed(client, coop, sales):
    order = make_order(sales, lines=[("L1", 10_000_000)], status="confirmed", deliver_to=dt.date(2025, 9, 28))
    call_off(sales, order=order, due_on=dt.date(2025, 9, 12), quantity_g=3_000_000)
    call_off(sales, order=order, due_on=dt.date(2025, 9, 18), quantity_g=2_000_000)
    line = OrderLine.objects.of(coop).get()
    record_delivery(sales, line=line, delivered_on=TODAY, quantity_g=1_000_000)
    mistake = record_delivery(sales, line=line, delivered_on=TODAY, quantity_g=500_000)
    void_delivery(sales, delivery=mistake, reason="nhầm")
    answer = page(client, coop)
    assert cells(answer, 37, "Committed")[0].startswith("2,000")
    assert cells(answer, 37, "Delivered")[0] == "1,000"
    assert cells(answer, 38, "Committed")[0].startswith("2,000")
    assert cells(answer, 39, "Committed")[0].startswith("5,000")


def test_overdue_promises_stand_in_this_week_with_words(client, coop, sales):
    past = {"ordered_on": dt.date(2025, 8, 1), "deliver_from": dt.date(2025, 8, 4), "deliver_to": dt.date(2025, 8, 10)}
    make_order(sales, lines=[("L1", 4_000_000)], status="confirmed", **past)
    assert cells(page(client, coop), 37, "Committed")[0] == "4,000 short of 4,000 kg; overdue: 4,000 kg"


def test_a_round_without_estimate_leaves_its_weeks_open(client, coop, sales):
    make_round(make_season(coop), 5, starts_on=dt.date(2025, 9, 15), ends_on=dt.date(2025, 9, 20))
    make_order(sales, status="confirmed", deliver_to=dt.date(2025, 9, 17))
    answer = page(client, coop)
    assert cells(answer, 38, "Committed")[-1] == "10,000 no estimate to go by"
    assert cells(answer, 38, "Estimate")[-1] == "?"


def test_other_weeks_and_other_crops_can_be_asked_for(client, coop, sales):
    lychee = make_commodity("lychee")
    make_season(coop, commodity=lychee, name="Vải")
    make_order(sales, status="confirmed")
    titles = [week["title"] for week in page(client, coop, first="1/12/2025").context["weeks"]]
    assert titles[0] == "Week 49 (01–07/12)"
    assert "Committed outside the weeks shown: 10,000 kg" in page(client, coop, first="1/12/2025").content.decode()
    assert page(client, coop, crop="lychee").context["empty"]
    odd = page(client, coop, first="31/2", crop="banana")
    assert odd.status_code == 200
    assert not odd.context["empty"]
    assert len(page(client, coop, first="1/1/1900").context["weeks"]) == 26


def test_an_empty_page_says_so(client, coop, sales):
    assert "nothing to compare yet" in page(client, coop).content.decode()


def test_every_member_reads_it_and_a_stranger_finds_nothing(client, coop):
    other = make_seat(make_coop("an-phu"), "sales")
    make_order(other, status="confirmed", lines=[("L1", 7_777_000)])
    client.force_login(make_seat(coop, "clerk").user)
    answer = page(client, coop)
    assert answer.status_code == 200
    assert "7.777" not in answer.content.decode()
    client.force_login(other.user)
    assert page(client, coop).status_code == 404
    assert client.post(reverse("order-weeks", args=[other.cooperative.slug])).status_code == 405


def test_the_page_costs_the_same_however_much_is_promised(client, coop, sales, django_assert_max_num_queries):
    season = make_season(coop)
    came(make_round(season, 4), TODAY, L1=1)
    make_order(sales, status="confirmed")
    page(client, coop)
    with django_assert_max_num_queries(10) as few:
        page(client, coop)
    for number in range(5, 15):
        order = make_order(sales, status="confirmed", lines=[("L1", 5_000), ("L2", 5_000)])
        call_off(sales, order=order, due_on=order.deliver_to, quantity_g=1_000)
        made = make_round(season, number, starts_on=TODAY, ends_on=TODAY)
        estimate(made, 10)
    with django_assert_max_num_queries(10) as many:
        page(client, coop)
    assert len(few) == len(many)
