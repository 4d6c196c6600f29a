"""Changing orders: a draft as a whole, a confirmed one in what it leaves open, an ended one not at all."""

import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_market, make_seat
from harvests.models import OrderLine
from harvests.tests.builders import make_order, make_trader
from harvests.tests.orders_typed import typed_order

pytestmark = pytest.mark.django_db


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
    return seat


@pytest.fixture
def typed(coop):
    trader, market = make_trader(coop), make_market().pk
    return lambda *lines, **values: typed_order(trader, *lines, **{"market": market, **values})


def edit(coop, order):
    return reverse("order-edit", args=[coop.slug, order.code])


def test_a_draft_is_changed_as_a_whole(client, coop, sales, typed):
    order = make_order(sales, lines=[("L1", 10_000_000), ("L2", 5_000_000)])
    page = client.get(edit(coop, order)).content.decode()
    assert 'value="10000"' in page
    facts = typed({"grade": "L3", "ordered_g": "700", "price_minor": "14k"}, version=1, tolerance_bp="10")
    assert client.post(edit(coop, order), facts).status_code == 302
    line = OrderLine.objects.of(coop).get()
    assert (line.grade.code, line.ordered_g, line.limit_g) == ("L3", 700_000, 770_000)
    entry = AuditEntry.objects.of(coop).get(verb="order changed")
    assert [line["grade"] for line in entry.details["lines"][0]] == ["L1", "L2"]
    assert client.post(edit(coop, order), facts).status_code == 302  # the same sending again
    order.refresh_from_db()
    assert order.version == 2


def test_a_stale_save_shows_both_versions_with_their_lines(client, coop, sales, typed):
    order = make_order(sales)
    mine = {"grade": "L1", "ordered_g": "900", "price_minor": "18k"}
    assert client.post(edit(coop, order), typed(mine, version=1, note="một")).status_code == 302
    other = {"grade": "L2", "ordered_g": "800", "price_minor": "18k"}
    answer = client.post(edit(coop, order), typed(other, version=1, note="hai", deposit="1 tr"))
    assert answer.status_code == 200
    pairs = [(mine, theirs) for _label, mine, theirs in answer.context["form"].conflict]
    assert ("hai", "một") in pairs
    assert any("800" in mine and "900" in theirs for mine, theirs in pairs)
    assert any("1.000.000" in mine for mine, _theirs in pairs)
    assert OrderLine.objects.of(coop).get().ordered_g == 900_000
    assert 'name="version" value="2"' in answer.content.decode()


def test_a_confirmed_order_leaves_only_its_window_and_words_open(client, coop, sales, typed):
    order = make_order(sales, status="confirmed")
    form = client.get(edit(coop, order)).context["form"]
    assert {"trader", "tolerance_bp", "currency"}.isdisjoint(form.fields)
    body = {"version": order.version, "deliver_from": "12/9", "deliver_to": "20/9", "handover": "port", "trader": "0"}
    assert client.post(edit(coop, order), body).status_code == 302
    order.refresh_from_db()
    assert (order.handover, order.deliver_to.day) == ("port", 20)
    entry = AuditEntry.objects.of(coop).get(verb="order amended")
    assert entry.details["changes"]["handover"] == ["coop", "port"]
    stale = client.post(edit(coop, order), {**body, "deliver_to": "21/9"})
    assert stale.status_code == 200
    assert ("21/9", "20/09/2025") in [row[1:] for row in stale.context["form"].conflict]
    backwards = client.post(edit(coop, order), {**body, "version": order.version, "deliver_to": "11/9"})
    assert "deliver_to" in backwards.context["form"].errors


def test_a_draft_form_sent_after_confirming_changes_nothing(client, coop, sales, typed):
    order = make_order(sales)
    facts = typed(version=1)
    client.post(reverse("order-confirm", args=[coop.slug, order.code]), {"token": str(uuid.uuid4())})
    answer = client.post(edit(coop, order), facts)
    assert answer.status_code == 200
    assert OrderLine.objects.of(coop).get().ordered_g == 10_000_000


def test_an_ended_order_stays_as_it_is(client, coop, sales):
    order = make_order(sales, status="cancelled")
    assert client.get(edit(coop, order)).status_code == 302
    assert client.post(edit(coop, order), {"version": order.version, "deliver_to": "20/9"}).status_code == 302
    order.refresh_from_db()
    assert order.version == 2


def test_the_form_costs_the_same_with_1_line_and_with_20(client, coop, sales, django_assert_max_num_queries):
    short, long = make_order(sales), make_order(sales, lines=[("L1", 1_000)] * 20)
    client.get(edit(coop, short))
    with django_assert_max_num_queries(8) as few:
        client.get(edit(coop, short))
    with django_assert_max_num_queries(8) as many:
        client.get(edit(coop, long))
    assert len(few) == len(many)
