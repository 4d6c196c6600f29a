"""Events as people use them: written down with who came, changed, voided, listed, compared by channel."""

import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from harvests.actions.deliveries import record_delivery
from harvests.models import Event
from harvests.tests.builders import make_order, make_season, make_trader
from harvests.tests.events_builders import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def sales(coop, client):
    seat = make_seat(coop, "sales")
    client.force_login(seat.user)
    return seat


def typed(**values):
    event = {
        "token": str(uuid.uuid4()), "kind": "livestream", "title": "  Lãnh đạo  tỉnh bán vải ", "place": "Voso",
        "starts_at": "19:30 07/09/2025", "viewers": "12.400", "orders": "310", "sold_g": "1240",
        "revenue_vnd": "68 tr", "cost_vnd": "6 tr",
    }  # fmt: skip
    return {**event, **values}


def new(coop):
    return reverse("event-new", args=[coop.slug])


def test_an_event_is_written_down_with_who_came_and_where_it_went(client, coop, sales):
    for code in ("012", "015"):
        make_plot(make_household(coop, code))
    answer = client.post(new(coop), typed(households="12, 015\n012", plots="015-1"))
    assert answer.status_code == 302, answer.context["form"].errors
    event = Event.objects.of(coop).get()
    assert (event.title, event.sold_g, event.revenue_vnd) == ("Lãnh đạo tỉnh bán vải", 1_240_000, 68_000_000)
    assert [row.household.code for row in event.attendance.order_by("household__code")] == ["012", "015"]
    assert AuditEntry.objects.of(coop).get().verb == "event recorded"
    page = client.get(answer["Location"]).content.decode()
    assert "19:30 07/09/2025" in page
    assert "50.000 đ" in page  # (68 - 6) million for 1,240 kg
    assert "015-1" in page
    people = client.get(answer["Location"], {"tab": "people"}).content.decode()
    assert people.count("Bùi Thị Hoa") == 2


def test_the_same_token_writes_once_and_another_body_is_refused(client, coop, sales):
    facts = typed()
    assert client.post(new(coop), facts).status_code == client.post(new(coop), facts).status_code == 302
    assert Event.objects.of(coop).count() == 1
    assert client.post(new(coop), {**facts, "title": "Khác"}).status_code == 409
    assert Event.objects.of(coop).count() == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", ""), ("starts_at", "31/2/2025"), ("starts_at", "19:30 09/09/2025"), ("ends_on", "1/9/2025"),
     ("sold_g", "nhiều"), ("households", "999"), ("plots", "012-9"), ("kind", "party"), ("viewers", "-3"),
     ("viewers", "99999999999")],
)  # fmt: skip
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, sales, field, text):
    answer = client.post(new(coop), typed(**{field: text}))
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "68 tr" in answer.content.decode()
    assert not Event.objects.of(coop).exists()


def test_a_change_makes_the_list_anew_and_a_stale_one_shows_both(client, coop, sales):
    make_household(coop, "012")
    make_household(coop, "015")
    event = make_event(sales, "012", host="Lan")
    url = reverse("event-edit", args=[coop.slug, event.pk])
    assert 'class="' in client.get(url).content.decode()
    assert "012" in str(client.get(url).context["form"]["households"].value())
    assert client.post(url, typed(version=1, households="015", host="Minh")).status_code == 302
    assert [row.household.code for row in event.attendance.all()] == ["015"]
    answer = client.post(url, typed(version=1, host="Hoa"))
    assert any(row[1:] == ("Hoa", "Minh") for row in answer.context["form"].conflict)
    assert Event.objects.of(coop).get().version == 2
    assert "Minh" in client.get(reverse("event-page", args=[coop.slug, event.pk]), {"tab": "history"}).content.decode()


def test_a_voided_event_stays_readable_and_is_changed_no_more(client, coop, sales):
    event = make_event(sales)
    url = reverse("event-void", args=[coop.slug, event.pk])
    assert "reason" in client.post(url, {"reason": ""}).context["form"].errors
    facts = {"token": str(uuid.uuid4()), "reason": "nhập nhầm"}
    assert client.post(url, facts).status_code == client.post(url, facts).status_code == 302
    assert client.post(url, {"token": str(uuid.uuid4()), "reason": "lại"}).context["form"].errors
    edit = client.post(reverse("event-edit", args=[coop.slug, event.pk]), typed(version=2))
    assert edit.context["form"].non_field_errors()
    assert "nhập nhầm" in client.get(reverse("event-page", args=[coop.slug, event.pk])).content.decode()
    listed = reverse("event-list", args=[coop.slug])
    assert not client.get(listed).context["rows"]
    assert len(client.get(listed, {"voided": "too"}).context["rows"]) == 1
    assert event.history.count() == 2


def test_filters_and_downloads(client, coop, sales):
    season, trader = make_season(coop), make_trader(coop)
    make_event(sales, title="=cmd()", season=season, trader=trader, sold_g=10_000, revenue_vnd=1_000, cost_vnd=0)
    make_event(sales, kind="training", title="Tập huấn", participants=28)
    url = reverse("event-list", args=[coop.slug])

    def titles(**asked):
        return [row["title"] for row in client.get(url, asked).context["rows"]]

    assert titles(kind="training") == ["Tập huấn"]
    assert titles(season=season.pk) == titles(trader=trader.pk) == ["=cmd()"]
    assert len(titles(kind="nonsense")) == 2
    assert "'=cmd()" in client.get(url, {"format": "csv"}).content.decode("utf-8-sig")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(url, {"format": "xlsx"}).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert {row[3]: (row[10], row[16]) for row in rows[1:]} == {"=cmd()": ("", 100), "Tập huấn": (28, "")}


def test_channels_stand_beside_what_traders_paid(client, coop, sales):
    season = make_season(coop)
    make_market("VN", "Việt Nam", "Vietnam")
    for place, revenue in (("Voso", 50_000_000), ("Voso", 40_000_000), ("Shopee", 30_000_000)):
        make_event(sales, place=place, season=season, sold_g=1_000_000, revenue_vnd=revenue, cost_vnd=5_000_000)
    make_event(sales, place="Lazada", season=season, sold_g=1_000_000, revenue_vnd=90_000_000)
    order = make_order(sales, make_trader(coop, kind="trader"), status="confirmed", market=make_market("VN"))
    record_delivery(
        sales, line=order.lines.get(), delivered_on=order.deliver_from, quantity_g=500_000, note=""
    )  # fmt: skip
    url = reverse("event-channels", args=[coop.slug])
    context = client.get(url).context
    assert [(row["name"].split(" ")[0], row["net"]) for row in context["rows"]] == [
        ("Voso", "40.000"), ("Shopee", "25.000"), ("Lazada", "–"),
    ]  # fmt: skip
    assert (context["traders"]["price"], context["left_out"]) == ("18.000", 1)
    assert len(context["chart"].bars) == 2
    assert client.get(url, {"season": "x", "format": "csv"}).status_code == 200


def test_a_reader_may_not_write_and_a_stranger_finds_nothing(client, coop, sales):
    event = make_event(sales)
    paths = [new(coop), *(reverse(name, args=[coop.slug, event.pk]) for name in ("event-edit", "event-void"))]
    client.force_login(make_seat(coop, "clerk").user)
    assert client.get(reverse("event-page", args=[coop.slug, event.pk])).status_code == 200
    assert {client.post(path, typed(version=1, reason="x")).status_code for path in paths} == {403}
    other = make_coop("an-phu")
    make_household(other, "444")
    client.force_login(make_seat(other, "director").user)
    assert {client.post(path, typed(version=1, reason="x")).status_code for path in paths} == {404}
    assert client.get(reverse("event-page", args=[other.slug, event.pk])).status_code == 404
    client.force_login(sales.user)
    assert client.post(new(coop), typed(households="444")).context["form"].errors
    assert Event.objects.of(coop).get().version == 1


def test_the_list_costs_the_same_at_3_rows_and_at_60(client, coop, sales, django_assert_max_num_queries):
    trader = make_trader(coop)
    for _ in range(3):
        make_event(sales, trader=trader)
    url = reverse("event-list", args=[coop.slug])
    client.get(url)
    with django_assert_max_num_queries(8) as few:
        client.get(url)
    row = Event.objects.of(coop).first()
    Event.objects.bulk_create([
        Event(cooperative=coop, kind="fair", title="Hội chợ", place="x", starts_at=row.starts_at) for _ in range(57)
    ])  # fmt: skip
    with django_assert_max_num_queries(8) as many:
        assert len(client.get(url).context["rows"]) == 50
    assert len(few) == len(many)
