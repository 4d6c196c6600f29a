"""Fruit of a sprayed plot at the scale: never stopped, on hold, and released only by who may override the rules."""

import datetime as dt

import pytest
from django.urls import reverse

from growers.models import DiaryPlot
from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from growers.tests.diary_builders import ban, make_entry, make_limit, make_product
from harvests.actions.corrections import release_ticket
from harvests.actions.records import NotRecorded
from harvests.models import HarvestRecord
from harvests.tests.builders import make_code, make_scale, make_ticket, typed_ticket
from harvests.wording_weighing import worded

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def clerk(coop):
    seat = make_seat(coop, "clerk")
    make_scale(seat)
    return seat


@pytest.fixture
def plot(coop):
    return make_plot(make_household(coop, "097"))


def spray(plot, days_ago=3, **values):
    product = make_product(plot.cooperative, "Anvil 5SC", **values)
    return make_entry(plot.cooperative, plot, product=product, done_on=DAY - dt.timedelta(days=days_ago))


def held(record) -> list[str]:
    return [hold["code"] for hold in record.holds]


def test_an_interval_that_runs_puts_the_ticket_on_hold_and_keeps_the_day_it_ends(clerk, plot):
    spray(plot, phi_days=7)
    record = make_ticket(clerk, "097")
    assert (record.status, held(record)) == ("held", ["phi_running"])
    [text] = worded(HarvestRecord.objects.of(plot.cooperative).get().holds)
    assert "097-1" in str(text) and "Anvil 5SC" in str(text) and "12/09/2025" in str(text)


@pytest.mark.parametrize(("gap", "holds"), [(7, []), (6, ["phi_running"]), (8, [])])
def test_an_interval_equal_to_the_gap_is_enough(clerk, plot, gap, holds):
    spray(plot, gap, phi_days=7)
    assert held(make_ticket(clerk, "097")) == holds


@pytest.mark.parametrize(
    ("then", "now", "holds"),
    [(None, None, ["phi_unknown"]), (None, 3, []), (3, None, []), (9, 3, ["phi_running"]), (3, 9, ["phi_running"])],
)
def test_the_longer_label_counts_and_none_is_a_question(clerk, plot, then, now, holds):
    spray(plot, phi_days=now)
    DiaryPlot.objects.of(plot.cooperative).update(phi_days=then)
    assert held(make_ticket(clerk, "097")) == holds


def test_what_the_law_or_the_co_operative_forbids_is_held(clerk, coop, plot):
    spray(plot, 40, phi_days=1, actives=("paraquat",))
    assert held(make_ticket(clerk, "097")) == []
    limit = make_limit(coop, "paraquat")
    assert held(make_ticket(clerk, "097")) == ["active_banned"]
    limit.delete()
    ban("paraquat")
    assert held(make_ticket(clerk, "097")) == ["active_banned"]


def test_the_co_operatives_own_longer_interval_is_held_and_a_markets_is_not(clerk, coop, plot):
    spray(plot, 5, phi_days=3)
    make_limit(coop, market=make_market("JP"), phi_days=30)
    assert held(make_ticket(clerk, "097")) == []
    make_limit(coop, phi_days=30)
    assert held(make_ticket(clerk, "097")) == ["phi_running"]


def test_voided_work_other_plots_and_fertiliser_hold_nothing(clerk, coop, plot):
    other = make_plot(plot.household)
    spray(other, phi_days=30)
    make_entry(coop, plot, product=make_product(coop, kind="fertiliser", phi_days=None), done_on=DAY)
    make_entry(coop, plot, product=make_product(coop, phi_days=30), done_on=DAY, void_reason="nhầm")
    assert held(make_ticket(clerk, "097", plot="097-1")) == []
    assert held(make_ticket(clerk, "097", plot="097-2")) == ["phi_running"]


def test_a_sprayed_plot_costs_the_scale_no_statement(client, clerk, coop, plot, django_assert_max_num_queries):
    make_code(plot)
    spray(plot, phi_days=7)
    client.force_login(clerk.user)
    url, json = reverse("weigh", args=[coop.slug]), {"HTTP_ACCEPT": "application/json"}
    assert client.post(url, typed_ticket("097", (("80", "L1"),)), **json).status_code == 201
    with django_assert_max_num_queries(15):
        answer = client.post(url, typed_ticket("097", (("99,5", "L1"), ("94,5", "L2"), ("98", "D"))), **json)
    assert answer.status_code == 201 and answer.json()["ticket"]["provisional"]


def test_who_overrides_the_rules_releases_it_with_a_reason(clerk, coop, plot):
    spray(plot, phi_days=7)
    record = make_ticket(clerk, "097")
    accountant, director = make_seat(coop, "accountant"), make_seat(coop, "director")
    with pytest.raises(NotRecorded) as refused:
        release_ticket(accountant, record=record, text="đã kiểm tra")
    assert refused.value.problems[0][1].code == "release_not_yours"
    with pytest.raises(NotRecorded) as refused:
        release_ticket(director, record=record, text="")
    assert refused.value.problems[0][1].code == "reason_unclear"
    assert release_ticket(director, record=record, text="phun nhầm thửa khác").status == "posted"


def test_an_accountant_releases_only_what_is_not_about_spraying(clerk, coop, plot):
    spray(plot, phi_days=7)
    make_code(plot, status="suspended")
    record = make_ticket(clerk, "097")
    assert held(record) == ["code_suspended", "phi_running"]
    released = release_ticket(make_seat(coop, "accountant"), record=record, text="mã đã mở lại")
    assert (released.status, held(released)) == ("held", ["phi_running"])


def test_the_page_offers_the_release_to_who_may(client, clerk, coop, plot):
    spray(plot, phi_days=7)
    record = make_ticket(clerk, "097")
    url = reverse("harvest-page", args=[coop.slug, record.slug])
    for role, offered in (("director", True), ("field", True), ("accountant", False), ("clerk", False)):
        client.force_login(make_seat(coop, role).user)
        assert bool(client.get(url).context["release"]) is offered, role
