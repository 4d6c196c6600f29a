"""What a household brought, on its page."""

import pytest
from django.urls import reverse

from growers.tests.builders import make_coop, make_household, make_seat
from harvests.actions.corrections import void_ticket
from harvests.tests.builders import make_scale, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(client, stand_still):
    stand_still("2025-09-08")
    seat = make_seat(make_coop())
    client.force_login(seat.user)
    make_household(seat.cooperative, "097", "Bùi Thị Hoa")
    make_scale(seat)
    return seat


def page(client, seat, code="097", **headers):
    return client.get(reverse("household-deliveries", args=[seat.cooperative.slug, code]), headers=headers)


def test_it_sums_what_stands_by_round_and_grade(client, seat):
    make_ticket(seat, "097")
    gone = make_ticket(seat, "097")
    void_ticket(seat, record=gone, reason="typo", text="")
    [season] = page(client, seat).context["seasons"]
    assert (season["tickets"], season["net"]) == ("1", "91,5 kg")
    assert season["grades"][0][0] == "L1"


def test_it_is_a_fragment_for_htmx_and_a_page_otherwise(client, seat):
    make_ticket(seat, "097")
    assert b"<html" in page(client, seat).content
    assert b"<html" not in page(client, seat, **{"HX-Request": "true"}).content


def test_nothing_yet_and_nobody(client, seat):
    assert page(client, seat).context["seasons"] == []
    assert page(client, seat, "998").status_code == 404


def test_the_statements_do_not_grow_with_the_tickets(client, seat, django_assert_num_queries):
    make_ticket(seat, "097")
    page(client, seat)
    with django_assert_num_queries(6) as few:
        page(client, seat)
    for _ in range(5):
        make_ticket(seat, "097")
    with django_assert_num_queries(len(few)):
        page(client, seat)
