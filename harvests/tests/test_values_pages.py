"""What a ticket is worth and why: market or floor, explained on its page; and what waits for a grading or a price."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from coopsite import clock
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import correct_ticket, price_waiting_tickets
from harvests.actions.days import close_day
from harvests.actions.records import record_ticket
from harvests.models import BoardPrice, HarvestRecord, LedgerEntry, PriceBoard
from harvests.rules.values import basis_of
from harvests.rules.weighing_facts import Header, Load
from harvests.tests.builders import make_board, make_scale, make_ticket

pytestmark = pytest.mark.django_db
WHY = {"reason": "grade", "text": ""}


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def hoa(seat, coop):
    make_scale(seat)
    today = clock.today()
    household = make_household(coop, "097", "Bùi Thị Hoa", contract_from=today, contract_to=today)
    make_plot(household)
    make_plot(make_household(coop, "031", "Lò Văn Đức", contract_from=today - dt.timedelta(days=9), contract_to=None))
    make_plot(make_household(coop, "050", "Quàng Thị Nga", contract_from=today + dt.timedelta(days=1)))
    BoardPrice.objects.of(coop).filter(grade__code="L1").update(floor_vnd=23_000)
    BoardPrice.objects.of(coop).filter(grade__code="L2").update(floor_vnd=15_000)
    return household


def page(client, coop, record) -> str:
    answer = client.get(reverse("harvest-page", args=[coop.slug, record.slug]))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def prices(record: HarvestRecord) -> list[int]:
    return [*record.lines.order_by("position").values_list("price_vnd", flat=True)]


def test_where_a_price_comes_from():
    assert basis_of("graded", None, 1, 2).code == "waiting"
    assert basis_of("graded", 20_000, 20_000, 23_000).code == "market"
    assert basis_of("graded", 23_000, 20_000, 23_000).code == "floor"
    assert basis_of("graded", 23_000, 23_000, 23_000).code == "market"
    assert basis_of("graded", 23_000, None, 23_000).code == "kept"
    assert basis_of("flat", 9_000, 20_000, None).code == "flat"
    assert basis_of("graded", 9_000, 20_000, None).code == "kept"


def test_a_household_under_contract_gets_market_or_floor_whichever_is_higher(client, coop, seat, hoa):
    loads = ((99_500, "L1"), (99_500, "L2"))
    mine, others = make_ticket(seat, "097", loads), make_ticket(seat, "050", loads)
    assert prices(mine) == prices(make_ticket(seat, "031", loads)) == [23_000, 17_000]
    assert prices(others) == [20_000, 17_000]
    assert LedgerEntry.objects.of(coop).get(record=mine).amount_vnd == mine.amount_vnd == 2_104_500 + 1_555_500
    text = page(client, coop, mine)
    assert "99,5 − 8,0 = 91,5 kg" in text and "91,5 kg × 23.000 = 2.104.500 đ" in text and "20.000 đ" in text
    assert "91,5 kg × 20.000 = 1.830.000 đ" in page(client, coop, others)


def test_a_price_that_a_ticket_had_is_kept_when_the_contract_came_later(coop, seat, hoa):
    ticket = make_ticket(seat, "050")
    hoa.__class__.objects.of(coop).filter(code="050").update(contract_from=clock.today())
    loads = [Load(0, 99_500, "L1", crates=4), Load(1, 99_500, "L2", crates=4)]
    new = correct_ticket(seat, record=ticket, header=Header("050"), loads=loads, **WHY)
    assert prices(new) == [20_000, 17_000]


def test_a_price_that_arrives_later_minds_the_floor_too(coop, seat, hoa):
    waiting = [make_ticket(seat, code, channel="market") for code in ("097", "050")]
    board = make_board(seat, {"L1": 15_000}, "market", valid_from=clock.now())
    board.prices.update(floor_vnd=16_000)
    assert price_waiting_tickets(seat, board=board) == 2
    assert [prices(record) for record in waiting] == [[16_000], [15_000]]


def test_shrink_is_shown_as_the_board_publishes_it(client, coop, seat, hoa):
    PriceBoard.objects.of(coop).update(shrink_bp=200)
    load = Load(0, 99_500, "L1", crates=4, deduction_bp=200, deduction_kind="shrink")
    record = record_ticket(seat, header=Header("050"), loads=[load], confirmed=True)
    text = page(client, coop, record)
    assert "99,5 − 8,0 − 1,83 = 89,67 kg" in text and "1,83 kg, 2,0 %" in text


def test_fruit_graded_later_waits_on_the_list_is_graded_and_paid(
    client, coop, seat, hoa, django_assert_max_num_queries
):
    load = [Load(0, 99_500, "", crates=4)]
    later = record_ticket(seat, header=Header("050", mode="later"), loads=load, confirmed=True)
    unpriced = make_ticket(seat, "050", channel="market")
    make_ticket(seat, "050")
    url = reverse("waiting-list", args=[coop.slug])
    client.get(url)
    with django_assert_max_num_queries(4):
        rows = client.get(url).context["rows"]
    assert [row["code"] for row in rows] == [later.code, unpriced.code]
    assert [row["code"] for row in client.get(url, {"why": "price"}).context["rows"]] == [unpriced.code]
    [row] = client.get(url, {"why": "grading"}).context["rows"]
    assert row["grade_url"] in client.get(row["url"]).content.decode()
    form = client.get(row["grade_url"]).context["form"]
    assert (form["mode"].value(), form["reason"].value()) == ("graded", "graded")
    body = {
        "token": form["token"].value(), "revision": 1, "household": "050", "plot": "", "mode": "graded",
        "channel": "export", "place": "point", "reason": "graded", "text": "", "confirmed": "1",
        "loads-0-gross": "59,5", "loads-0-grade": "L1", "loads-0-crates": "2", "loads-1-gross": "40",
        "loads-1-grade": "L2", "loads-1-crates": "2",
    }  # fmt: skip
    answer = client.post(row["grade_url"], body)
    assert answer.status_code == 302, (answer.context["form"].errors, answer.context["doubts"])
    graded = HarvestRecord.objects.of(coop).get(number=later.number, revision=2)
    assert graded.amount_vnd == 1_110_000 + 612_000
    assert LedgerEntry.objects.of(coop).get(record=graded).amount_vnd == graded.amount_vnd
    assert client.get(url, {"why": "grading"}).context["rows"] == []


def test_a_flat_ticket_is_graded_later(client, coop, seat, hoa):
    load = [Load(0, 99_500, "", crates=4)]
    flat = record_ticket(seat, header=Header("050", mode="flat", flat_price_vnd=12_000), loads=load, confirmed=True)
    assert "91,5 kg × 12.000 = 1.098.000 đ" in page(client, coop, flat)
    sorted_ = [Load(0, 99_500, "L2", crates=4)]
    graded = correct_ticket(seat, record=flat, header=Header("050"), loads=sorted_, reason="graded", text="")
    assert prices(graded) == [17_000]
    moved = LedgerEntry.objects.of(coop).order_by("pk").values_list("amount_vnd", flat=True)
    assert [*moved] == [1_098_000, -1_098_000, 1_555_500]


def test_what_waits_on_a_closed_day_leads_to_the_day(client, coop, seat, hoa):
    load = [Load(0, 99_500, "", crates=4)]
    record = record_ticket(seat, header=Header("050", mode="later"), loads=load, confirmed=True)
    close_day(seat, day=record.day, note="chờ phân loại")
    [row] = client.get(reverse("waiting-list", args=[coop.slug])).context["rows"]
    assert row["grade_url"] == "" and row["day_url"] == reverse("day-page", args=[coop.slug, record.day.isoformat()])


def test_a_packer_sees_the_list_without_the_way_to_grade(client, coop, seat, hoa):
    record_ticket(seat, header=Header("050", mode="later"), loads=[Load(0, 99_500, "", crates=4)], confirmed=True)
    client.force_login(make_seat(coop, "packer").user)
    [row] = client.get(reverse("waiting-list", args=[coop.slug])).context["rows"]
    assert row["grade_url"] == "" and row["grading"]
