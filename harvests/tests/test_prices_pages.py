"""Price boards as people use them: announced, asked about, found again, and the tickets that wait for one."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.models import BoardPrice, HarvestRecord, PriceBoard
from harvests.queries.prices import board_at
from harvests.tests.builders import make_board, make_crate, make_round, make_season, make_ticket

pytestmark = pytest.mark.django_db

MIDNIGHT = dt.datetime(2025, 9, 8, tzinfo=VIETNAM)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop(receiving_hours="5h30–9h")


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def scale(director):
    """What a ticket needs, but no prices."""
    season = make_season(director.cooperative)
    make_round(season)
    make_crate(director.cooperative)
    make_household(director.cooperative, "012")
    return director


def typed(**values):
    return {"token": str(uuid.uuid4()), "price-L1-export": "20", "price-L2-export": "18,5", **values}


def new(coop):
    return reverse("price-new", args=[coop.slug])


def price_of(coop, grade="L1", channel="export"):
    return BoardPrice.objects.of(coop).get(grade__code=grade, channel=channel)


def test_a_board_is_announced_from_now(client, coop, director):
    answer = client.post(new(coop), typed(note="Nghỉ chiều"))
    assert answer.status_code == 302, answer.context["form"].errors
    board = PriceBoard.objects.of(coop).get()
    assert abs(board.valid_from - clock.now()) < dt.timedelta(minutes=1)
    assert (price_of(coop).price_vnd, price_of(coop, "L2").price_vnd) == (20_000, 18_500)
    assert board_at(coop, coop.commodity, clock.now()) == board
    assert AuditEntry.objects.of(coop).get().verb == "prices announced"
    page = client.get(answer["Location"]).content.decode()
    assert "18.500" in page
    assert "Nghỉ chiều" in page


def test_it_can_hold_from_a_typed_moment_through_several_channels_with_floors(client, coop, director):
    facts = typed(**{
        "valid_from": "5h 9/9", "price-L1-market": "15.000", "floor-L1-export": "16k", "shrink_bp": "1,5 %",
    })  # fmt: skip
    answer = client.post(new(coop), facts)
    assert answer.status_code == 302, answer.context["form"].errors
    board = PriceBoard.objects.of(coop).get()
    assert board.valid_from == dt.datetime(2025, 9, 9, 5, 0, tzinfo=VIETNAM)
    assert board.shrink_bp == 150
    assert (price_of(coop).floor_vnd, price_of(coop, channel="market").price_vnd) == (16_000, 15_000)
    page = client.get(reverse("price-page", args=[coop.slug]))
    assert page.context["board"] is None  # it is only to come
    assert [row["state"] for row in page.context["rows"]] == ["coming"]


def test_the_form_begins_with_the_board_in_force(client, coop, director):
    make_board(director)
    assert 'value="20.000"' in client.get(new(coop)).content.decode()


def test_the_same_token_announces_once_and_another_body_is_refused(client, coop, director):
    facts = typed()
    assert client.post(new(coop), facts).status_code == 302
    assert client.post(new(coop), facts).status_code == 302
    assert client.post(new(coop), {**facts, "price-L1-export": "21"}).status_code == 409
    assert PriceBoard.objects.of(coop).count() == 1


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"price-L1-export": "rẻ"}, "price-L1-export"),
        ({"price-L1-export": "0"}, "price-L1-export"),
        ({"price-L1-export": "99999999999"}, "price-L1-export"),
        ({"price-L1-export": "-5"}, "price-L1-export"),
        ({"floor-L3-export": "14"}, "floor-L3-export"),
        ({"valid_from": "25:00"}, "valid_from"),
        ({"valid_from": "05:00 8/9/2052"}, "valid_from"),
        ({"shrink_bp": "21"}, "shrink_bp"),
        ({"shrink_bp": "101"}, "shrink_bp"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, director, wrong, where):
    answer = client.post(new(coop), typed(**wrong))
    assert answer.status_code == 200
    assert where in answer.context["form"].errors
    page = answer.content.decode()
    assert all(f'value="{value}"' in page for value in wrong.values())
    assert 'value="18,5"' in page
    assert not PriceBoard.objects.of(coop).exists()


def test_a_board_without_prices_is_refused(client, coop, director):
    answer = client.post(new(coop), {"token": str(uuid.uuid4())})
    assert "__all__" in answer.context["form"].errors
    assert not PriceBoard.objects.of(coop).exists()


def test_two_boards_from_the_same_moment_are_refused_next_to_the_field(client, coop, director):
    facts = {"valid_from": "5h 8/9"}
    assert client.post(new(coop), typed(**facts)).status_code == 302
    answer = client.post(new(coop), typed(**facts))
    assert [*answer.context["form"].errors] == ["valid_from"]
    assert PriceBoard.objects.of(coop).count() == 1


def test_a_price_outside_the_band_is_asked_about_once(client, coop, director):
    facts = typed(**{"price-L1-export": "100"})
    answer = client.post(new(coop), facts)
    assert answer.status_code == 200
    assert {*answer.context["form"].errors} == {"price-L1-export", "confirm"}
    assert "40.000" in answer.content.decode()
    assert 'name="confirm"' in answer.content.decode()
    assert not PriceBoard.objects.of(coop).exists()
    assert client.post(new(coop), {**facts, "confirm": "on"}).status_code == 302
    assert price_of(coop).price_vnd == 100_000


def test_the_tick_is_not_shown_while_there_is_nothing_to_confirm(client, coop, director):
    assert 'name="confirm"' not in client.get(new(coop)).content.decode()


def test_a_tick_confirms_no_impossible_price(client, coop, director):
    answer = client.post(new(coop), typed(**{"price-L1-export": "0", "confirm": "on"}))
    assert answer.status_code == 200
    assert not PriceBoard.objects.of(coop).exists()


def test_a_board_from_before_weighed_tickets_says_how_many_and_changes_none(client, coop, scale):
    make_board(scale, {"L1": 17_000}, valid_from=MIDNIGHT - dt.timedelta(days=1))
    make_ticket(scale, "012")
    facts = typed(valid_from="00:00 8/9")
    answer = client.post(new(coop), facts)
    assert {*answer.context["form"].errors} == {"valid_from", "confirm"}
    answer = client.post(new(coop), {**facts, "confirm": "on"})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.context["kept"] == 1
    assert page.context["board"]["waiting"] == 0
    assert HarvestRecord.objects.of(coop).get().amount_vnd == 91_500 * 17_000 // 1000


def test_waiting_tickets_are_counted_and_priced_on_demand(client, coop, scale):
    make_ticket(scale, "012")
    make_ticket(scale, "012", ((89_500, "L3"),))  # for L3 this board has no price either
    answer = client.post(new(coop), typed())
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.context["board"]["waiting"] == 1
    url = reverse("board-price-waiting", args=[coop.slug, PriceBoard.objects.of(coop).get().pk])
    assert url in page.content.decode()
    assert HarvestRecord.objects.of(coop).filter(amount_vnd__isnull=True).count() == 2
    assert client.post(url).status_code == 302
    first = HarvestRecord.objects.of(coop).get(number=1)
    assert first.amount_vnd == 91_500 * 20
    assert HarvestRecord.objects.of(coop).get(number=2).amount_vnd is None
    assert client.post(url).status_code == 302  # once more finds none that wait
    assert HarvestRecord.objects.of(coop).get(number=1).amount_vnd == first.amount_vnd


def test_a_board_leaves_waiting_tickets_to_the_board_after_it(client, coop, scale):
    make_board(scale, valid_from=MIDNIGHT - dt.timedelta(days=2), prices={"L1": 17_000})
    board = PriceBoard.objects.of(coop).get()
    make_board(scale, {"L2": 12_000}, valid_from=MIDNIGHT)
    make_ticket(scale, "012")  # L1 has no price in the board of today
    page = client.get(reverse("board-page", args=[coop.slug, board.pk]))
    assert page.context["board"]["waiting"] == 0


def test_a_reader_reads_and_a_stranger_finds_nothing(client, coop, scale):
    board = make_board(scale)
    page = reverse("board-page", args=[coop.slug, board.pk])
    wait = reverse("board-price-waiting", args=[coop.slug, board.pk])
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(reverse("price-page", args=[coop.slug])).status_code == 200
    assert client.get(page).status_code == 200
    assert client.post(new(coop), typed()).status_code == 403
    assert client.post(wait).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for url in (reverse("price-page", args=[coop.slug]), page, new(coop), wait):
        assert client.get(url).status_code == 404
        assert client.post(url, typed()).status_code == 404
    assert client.get(reverse("board-page", args=["an-phu", board.pk])).status_code == 404
    assert PriceBoard.objects.of(coop).count() == 1


def test_the_page_shows_the_board_its_text_and_the_course_of_the_season(client, coop, scale):
    make_board(scale, {"L1": 18_000}, valid_from=MIDNIGHT - dt.timedelta(days=20))
    make_board(scale, {"L1": 20_000, "D": 6_000})
    answer = client.get(reverse("price-page", args=[coop.slug]))
    board = answer.context["board"]
    assert [row["grade"] for row in board["rows"]] == ["Loại 1", "Dạt"]
    assert "20.000" in board["text"]
    assert "5h30–9h" in board["text"]
    assert len(answer.context["chart"].paths) == 2
    assert [row["state"] for row in answer.context["rows"]] == ["in force", ""]
    market = client.get(reverse("price-page", args=[coop.slug]), {"channel": "market"})
    assert market.context["chart"].paths == []


def test_an_empty_page_says_what_to_do(client, coop, director):
    assert new(coop) in client.get(reverse("price-page", args=[coop.slug])).content.decode()


@pytest.mark.parametrize("query", ["?crop=x&channel=y&page=-1", "?page=zz", "?channel=%00"])
def test_odd_addresses_show_the_page(client, coop, director, query):
    assert client.get(reverse("price-page", args=[coop.slug]) + query).status_code == 200


def test_the_page_costs_the_same_at_3_boards_and_at_60(client, coop, scale, django_assert_max_num_queries):
    url = reverse("price-page", args=[coop.slug])
    for hours in range(3):
        make_board(scale, valid_from=MIDNIGHT - dt.timedelta(hours=hours))
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    for hours in range(3, 60):
        make_board(scale, valid_from=MIDNIGHT - dt.timedelta(hours=hours))
    with django_assert_max_num_queries(12) as many:
        client.get(url)
    assert len(few) == len(many)
