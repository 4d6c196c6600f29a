"""A receiving day as people use it: its page, the scale check, closing and opening again."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.corrections import void_ticket
from harvests.models import DayBook, HarvestRecord
from harvests.tests.builders import make_scale, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    make_scale(seat)
    make_plot(make_household(coop, "097", "Bùi Thị Hoa"))
    client.force_login(seat.user)
    return seat


def url(coop, name="day-page", day=None):
    return reverse(name, args=[coop.slug, (day or clock.today()).isoformat()])


def send(client, address, **values):
    return client.post(address, {"token": str(uuid.uuid4()), **values})


def test_the_day_shows_numbers_grades_and_what_is_open(client, coop, director):
    make_ticket(director, "097", paper_no="0415")
    void_ticket(director, record=make_ticket(director, "097", ((50_000, "L2"),)), reason="twice", text="")
    make_ticket(director, "097", channel="market", paper_no="0417")
    page = client.get(url(coop))
    assert page.context["shown"]["numbers"] == "001–003"
    assert [total["net"] for total in page.context["totals"]] in (["183,0"], ["183.0"])
    assert [row["code"][-3:] for row in page.context["odd"]] == ["002", "003"]
    assert len(page.context["points"]) == 3  # on hold, paper slip missing, scale not checked
    assert "0416" in page.content.decode()


def test_a_day_without_tickets_and_an_odd_day_are_no_errors(client, coop, director):
    assert client.get(url(coop, day=dt.date(2030, 1, 1))).status_code == 200
    assert client.get(reverse("day-today", args=[coop.slug])).status_code == 302
    for day in ("2025-02-31", "gestern", "20250908000"):
        assert client.get(reverse("day-page", args=[coop.slug, day])).status_code == 404


def test_the_scale_check_is_noted_once_for_a_token(client, coop, director):
    body = {"token": str(uuid.uuid4()), "shown_g": "20,05", "note": "quả cân 20 kg"}
    for _ in range(2):
        assert client.post(url(coop, "day-scale"), body).status_code == 302
    book = DayBook.objects.of(coop).get()
    assert (book.scale_check_g, book.scale_check_note) == (20_050, "quả cân 20 kg")
    assert AuditEntry.objects.of(coop).filter(verb="scale checked").count() == 1
    assert client.post(url(coop, "day-scale"), {**body, "shown_g": "0"}).status_code == 409
    answer = send(client, url(coop, "day-scale"), shown_g="1.234", note="lạ")
    assert answer.status_code == 422 and "1.234" in answer.content.decode()
    assert send(client, url(coop, "day-scale"), shown_g="99999", note="lạ").status_code == 422


def test_what_is_open_is_explained_before_the_day_closes(client, coop, director):
    make_ticket(director, "097", channel="market")
    answer = send(client, url(coop, "day-close"), note="")
    assert answer.status_code == 422 and answer.context["forms"]["close"].errors["note"]
    assert not DayBook.objects.of(coop).get().closed_at
    body = {"token": str(uuid.uuid4()), "note": "chờ giá chợ"}
    for _ in range(2):
        assert client.post(url(coop, "day-close"), body).status_code == 302
    book = DayBook.objects.of(coop).get()
    assert book.closed_at and book.closed_by == director.user and book.difference_note == "chờ giá chợ"
    assert AuditEntry.objects.of(coop).filter(verb="day closed").count() == 1
    assert client.post(url(coop, "day-close"), {**body, "note": "khác"}).status_code == 409
    again = send(client, url(coop, "day-close"), note="nữa")
    assert again.status_code == 422 and 'role="alert"' in again.content.decode(), "its form is no longer on the page"


def test_a_coming_day_cannot_be_closed(client, coop, director):
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert send(client, url(coop, "day-close", tomorrow), note="x").status_code == 422
    assert not DayBook.objects.of(coop).filter(closed_at__isnull=False).exists()


def test_only_the_director_opens_a_day_again_and_says_why(client, coop, director):
    make_ticket(director, "097")
    send(client, url(coop, "day-close"), note="đủ")
    client.force_login(make_seat(coop, "accountant").user)
    assert send(client, url(coop, "day-reopen"), reason="quên").status_code == 403
    client.force_login(director.user)
    assert send(client, url(coop, "day-reopen"), reason="").status_code == 422
    body = {"token": str(uuid.uuid4()), "reason": "quên một phiếu"}
    for _ in range(2):
        assert client.post(url(coop, "day-reopen"), body).status_code == 302
    assert not DayBook.objects.of(coop).get().closed_at
    assert AuditEntry.objects.of(coop).filter(verb="day opened again").get().details["reason"] == "quên một phiếu"
    assert make_ticket(director, "097").number == 2
    assert send(client, url(coop, "day-reopen"), reason="lần nữa").status_code == 422


def test_readers_and_strangers_close_nothing(client, coop, director):
    make_ticket(director, "097")
    bodies = {"day-close": {"note": "x"}, "day-reopen": {"reason": "x"}, "day-scale": {"shown_g": "0", "note": "x"}}
    client.force_login(make_seat(coop, "controller").user)
    assert client.get(url(coop)).status_code == 200
    for name, body in bodies.items():
        assert send(client, url(coop, name), **body).status_code == 403
    client.force_login(make_seat(coop, "field").user)
    assert send(client, url(coop, "day-close"), note="x").status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.get(url(coop)).status_code == 404
    for name, body in bodies.items():
        assert send(client, url(coop, name), **body).status_code == 404
    book = DayBook.objects.of(coop).get()
    assert not book.closed_at and book.scale_check_g is None


def test_households_over_the_cash_limit_are_named(client, coop, director):
    make_ticket(director, "097", ((120_000, "L1"), (120_000, "L1"), (120_000, "L1")))
    [row] = client.get(url(coop)).context["by_bank"]
    assert row["household__code"] == "097" and HarvestRecord.objects.of(coop).get().amount_vnd == 6_720_000
