"""The scale as the browser's script and a browser without script use it: the weigh contract, and the five questions."""

import datetime as dt

import pytest
from django.urls import reverse

from coopsite import clock
from growers.models import AuditEntry, FormToken
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.days import close_day
from harvests.models import DayBook, DayTotal, HarvestRecord
from harvests.tests.builders import make_code, make_scale, make_ticket, typed_ticket

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def clerk(coop, client):
    seat = make_seat(coop, "clerk")
    make_scale(seat)
    client.force_login(seat.user)
    return seat


@pytest.fixture
def hoa(coop):
    household = make_household(coop, "097", "Bùi Thị Hoa")
    make_plot(household)
    return household


def post(client, coop, body, **headers):
    return client.post(reverse("weigh", args=[coop.slug]), body, **{**JSON, **headers})


def test_a_ticket_is_recorded_with_lines_totals_and_book(client, coop, clerk, hoa):
    answer = post(client, coop, typed_ticket("97", (("99,5", "L1"), ("101", "L1"), ("94.5", "L2"))))
    assert answer.status_code == 201, answer.content.decode()
    told = answer.json()
    record = HarvestRecord.objects.of(coop).get()
    assert (record.net_g, record.tare_g, record.amount_vnd) == (271_000, 24_000, 5_160_500)
    assert (record.status, record.number, record.household, record.recorded_by) == ("posted", 1, hoa, clerk.user)
    assert told["ticket"]["net_g"] == 271_000 and told["ticket"]["amount_vnd"] == 5_160_500
    assert told["ticket"]["household"] == "097" and told["ticket"]["provisional"] is False
    assert told["day"]["tickets"] == 1 and told["day"]["net_g"] == 271_000
    book = DayBook.objects.of(coop).get()
    assert (book.last_number, book.tickets, book.net_g, book.amount_vnd) == (1, 1, 271_000, 5_160_500)
    totals = DayTotal.objects.of(coop).values_list("grade__code", "lines", "net_g", "amount_vnd")
    assert set(totals) == {("L1", 2, 184_500, 3_690_000), ("L2", 1, 86_500, 1_470_500)}
    assert AuditEntry.objects.of(coop).get().verb == "ticket recorded"


def test_a_ticket_takes_at_most_fifteen_statements(client, coop, clerk, hoa, django_assert_max_num_queries):
    make_code(hoa.plots.first())
    assert post(client, coop, typed_ticket("097", (("80", "L1"),))).status_code == 201
    with django_assert_max_num_queries(15):
        answer = post(client, coop, typed_ticket("097", (("99,5", "L1"), ("94,5", "L2"), ("98", "D"))))
    assert answer.status_code == 201


def test_the_book_holds_what_the_screen_needs_offline(client, coop, clerk, hoa, django_assert_max_num_queries):
    make_code(hoa.plots.first(), status="suspended")
    make_household(coop, "031", "Lò Văn Đức", left_on=dt.date(2024, 1, 1))
    post(client, coop, typed_ticket("097"))
    url = reverse("weigh-book", args=[coop.slug])
    with django_assert_max_num_queries(17):
        answer = client.get(url)
    book = answer.json()
    [household] = book["households"]
    assert (household["code"], household["name"], household["blocked"]) == ("097", "Bùi Thị Hoa", False)
    assert "bui thi hoa" in household["key"]
    [plot] = household["plots"]
    assert plot["code"] == "097-1" and plot["last"]
    assert plot["tags"][0].startswith("VN-SLOR-0003 (")
    assert book["prices"] == {"export": {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000}}
    assert [grade["code"] for grade in book["grades"]] == ["L1", "L2", "L3", "D", "XO", "CPL"]
    assert book["crates"] == [{"code": "N2", "name": "Sọt nhựa", "tare_g": 2_000, "is_default": True}]
    assert book["scale"]["capacity_g"] == 300_000
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    make_household(coop, "032", "Vì Thị Ơn")
    assert client.get(url, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_the_same_sending_gives_the_same_answer_even_after_the_day_was_closed(client, coop, clerk, hoa):
    body = typed_ticket("097")
    first = post(client, coop, body).json()
    close_day(make_seat(coop, "director"), day=clock.today(), note="thử")
    again = post(client, coop, body)
    assert again.status_code == 201 and again.json() == first
    assert HarvestRecord.objects.of(coop).count() == 1
    assert DayBook.objects.of(coop).get().net_g == 91_500
    late = post(client, coop, typed_ticket("097", (("50", "L1"),)))
    assert late.status_code == 422 and "__all__" in late.json()["errors"]
    assert HarvestRecord.objects.of(coop).count() == 1


def test_the_same_token_with_another_body_changes_nothing(client, coop, clerk, hoa):
    body = typed_ticket("097")
    post(client, coop, body)
    answer = post(client, coop, {**body, "loads-0-gross": "80"})
    assert answer.status_code == 409 and answer.json()["errors"]["__all__"]
    assert HarvestRecord.objects.of(coop).get().net_g == 91_500
    assert client.post(reverse("weigh", args=[coop.slug]), {**body, "loads-0-gross": "80"}).status_code == 409


def test_warnings_want_confirming_before_anything_is_written(client, coop, clerk, hoa):
    body = typed_ticket("097", (("300", "L1"),))
    answer = post(client, coop, body)
    assert answer.status_code == 200
    assert [doubt["code"] for doubt in answer.json()["confirm"]] == ["crate_net_odd"]
    assert not HarvestRecord.objects.of(coop).exists() and not FormToken.objects.of(coop).exists()
    assert not DayBook.objects.of(coop).exists()
    assert post(client, coop, {**body, "confirmed": "1"}).status_code == 201
    assert [entry["code"] for entry in HarvestRecord.objects.of(coop).get().warnings] == ["crate_net_odd"]


def test_bad_input_is_told_by_field_and_nothing_is_written(client, coop, clerk, hoa):
    body = typed_ticket("997", (("12.345", "L1"), ("99", "L7"), ("", "L1")), client_at="gestern")
    answer = post(client, coop, body)
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert {"loads-0-gross", "client_at"} <= set(errors)
    assert "loads-2-gross" not in errors
    errors = post(client, coop, typed_ticket("997", (("99", "L7"),))).json()["errors"]
    assert "097 – Bùi Thị Hoa" in errors["household"][0]
    assert "L7" in errors["loads-0-grade"][0]
    assert not HarvestRecord.objects.of(coop).exists()


@pytest.mark.parametrize(
    "junk",
    [
        {}, {"household": "\x00097"}, {"loads-9999-gross": "1e9"}, {"mode": "x", "channel": "y", "place": "z"},
        {"loads-0-deduction": "200%"}, {"loads-0-crates": "9" * 30}, {"token": "no token"}, {"household": "a" * 500},
        {"loads-0-tare": "-1"}, {"loads-0-grade": "\ud7ff" * 40}, {"client_at": "2025-13-99"},
        {"client_at": "0001-01-01T00:00Z"}, {"client_at": "9999-12-31T23:59:59+00:00"},
        {"flat_price": "∞"}, {"loads-0-gross": "٣"}, {"paper_no": "x" * 99},
    ],
)  # fmt: skip
def test_no_input_breaks_the_scale(client, coop, clerk, hoa, junk):
    for headers in (JSON, {}):
        body = {**typed_ticket("097"), **junk} if junk else {}
        answer = client.post(reverse("weigh", args=[coop.slug]), body, **headers)
        assert answer.status_code in (200, 201, 302, 422), answer.content.decode()[:300]


def test_a_ticket_without_price_is_saved_on_hold(client, coop, clerk, hoa):
    told = post(client, coop, typed_ticket("097", (("99,5", "L1"), ("90", "L2")), channel="market")).json()
    assert told["ticket"]["provisional"] and told["ticket"]["amount_vnd"] is None
    assert "L1, L2" in told["ticket"]["holds"][0]
    record = HarvestRecord.objects.of(coop).get()
    assert (record.status, record.amount_vnd, record.net_g) == ("held", None, 173_500)
    assert DayBook.objects.of(coop).get().amount_vnd == 0


def test_a_household_never_weighed_before_and_without_plots_is_weighed(client, coop, clerk):
    make_household(coop, "031", "Lò Văn Đức")
    assert post(client, coop, typed_ticket("lò văn đức")).status_code == 201
    record = HarvestRecord.objects.of(coop).get()
    assert record.plot is None and record.plot_codes == []


def test_the_plot_keeps_its_codes_of_the_day(client, coop, clerk, hoa):
    make_code(hoa.plots.get(), code="VN-03")
    post(client, coop, typed_ticket("097"))
    record = HarvestRecord.objects.of(coop).get()
    assert record.plot == hoa.plots.get() and record.plot_codes == [["VN-03", "CN", "active"]]


def test_a_ticket_weighed_offline_counts_when_it_was_weighed(client, coop, clerk, hoa):
    weighed = clock.now() - dt.timedelta(minutes=1)
    if weighed.date() != clock.today():
        pytest.skip("the minute before is another day")
    body = typed_ticket("097", client_at=weighed.astimezone(dt.UTC).isoformat(), offline_no="CAN-B7-001")
    assert post(client, coop, body).status_code == 201
    record = HarvestRecord.objects.of(coop).get()
    assert abs(record.weighed_at - weighed) < dt.timedelta(seconds=1)
    assert (record.source, record.offline_no) == ("offline", "CAN-B7-001")


def test_on_a_frozen_day_offline_tickets_fall_on_that_day(client, coop, clerk, hoa, stand_still):
    stand_still("2025-09-08")
    make_scale(make_seat(coop, "director"), name="Vụ 2025")
    body = typed_ticket("097", client_at=clock.real_now().isoformat())
    answer = post(client, coop, body)
    assert answer.status_code == 201, answer.content.decode()
    assert HarvestRecord.objects.of(coop).get().day == dt.date(2025, 9, 8)


def test_a_browser_clock_that_runs_ahead_is_set_back(client, coop, clerk, hoa):
    ahead = clock.now() + dt.timedelta(minutes=1)
    if ahead.date() != clock.today():
        pytest.skip("the minute after is another day")
    assert post(client, coop, typed_ticket("097", client_at=ahead.isoformat())).status_code == 201
    assert HarvestRecord.objects.of(coop).get().weighed_at <= clock.now()
    far = clock.now() + dt.timedelta(days=3)
    assert post(client, coop, typed_ticket("097", client_at=far.isoformat())).status_code == 422


def test_a_paper_number_is_used_once_a_day(client, coop, clerk, hoa):
    assert post(client, coop, typed_ticket("097", paper_no="0415")).status_code == 201
    answer = post(client, coop, typed_ticket("097", (("50", "L1"),), paper_no="0415"))
    assert answer.status_code == 422 and "paper_no" in answer.json()["errors"]
    book = DayBook.objects.of(coop).get()
    assert (book.last_number, book.tickets) == (1, 1)


def test_without_script_the_screen_works_and_keeps_what_was_typed(client, coop, clerk, hoa):
    url = reverse("weigh", args=[coop.slug])
    assert client.get(url).status_code == 200
    answer = client.post(url, typed_ticket("097", (("12.345", "L1"),), note="xe đến muộn"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "12.345" in page and "xe đến muộn" in page
    doubtful = typed_ticket("097", (("300", "L1"),))
    answer = client.post(url, doubtful)
    assert answer.status_code == 200 and answer.context["doubts"]
    assert client.post(url, {**doubtful, "confirmed": "1"}).status_code == 302
    assert HarvestRecord.objects.of(coop).get().net_g == 292_000


def test_a_reader_may_not_weigh_a_stranger_finds_nothing_and_nobody_signs_in(client, coop, hoa):
    for role, status in (("controller", 403), ("packer", 403)):
        client.force_login(make_seat(coop, role).user)
        assert post(client, coop, typed_ticket("097")).status_code == status
        assert client.get(reverse("weigh-book", args=[coop.slug]), **JSON).status_code == status
    client.force_login(make_seat(make_coop("an-phu"), "clerk").user)
    assert post(client, coop, typed_ticket("097")).status_code == 404
    assert client.get(reverse("weigh-book", args=[coop.slug])).status_code == 404
    client.logout()
    answer = post(client, coop, typed_ticket("097"))
    assert answer.status_code == 401 and answer.json()["login"] == reverse("login")
    assert client.get(reverse("weigh", args=[coop.slug])).status_code == 302
    assert not HarvestRecord.objects.of(coop).exists()


def test_another_coops_household_is_nobody_here(client, coop, clerk):
    other = make_coop("an-phu")
    make_plot(make_household(other, "500", "Người Lạ"))
    answer = post(client, coop, typed_ticket("500"))
    assert answer.status_code == 422 and "Người Lạ" not in answer.content.decode()
    answer = post(client, coop, typed_ticket("Người Lạ"))
    assert answer.status_code == 422 and "500" not in answer.json()["errors"]["household"][0]


def test_a_plot_of_another_household_is_refused(client, coop, clerk, hoa):
    make_plot(make_household(coop, "031"))
    answer = post(client, coop, typed_ticket("097", plot="031-1"))
    assert answer.status_code == 422 and "plot" in answer.json()["errors"]


def test_numbers_run_without_gaps_over_refused_and_doubted_tickets(client, coop, clerk, hoa):
    post(client, coop, typed_ticket("097"))
    post(client, coop, typed_ticket("097", (("9999", "L1"),)))
    post(client, coop, typed_ticket("097", (("300", "L1"),)))
    post(client, coop, typed_ticket("097", (("50", "D"),)))
    assert sorted(HarvestRecord.objects.of(coop).values_list("number", flat=True)) == [1, 2]
    assert DayBook.objects.of(coop).get().last_number == 2


def test_the_newest_tickets_stand_beside_the_screen(client, coop, clerk, hoa):
    make_ticket(clerk, "097")
    answer = client.get(reverse("weigh", args=[coop.slug]))
    [short] = answer.context["newest"]
    assert (short["number"], short["household"]) == ("001", "097")


def test_the_screen_offers_a_correction_to_who_may_make_it_alone(client, coop, clerk, hoa, monkeypatch):
    make_ticket(clerk, "097")
    make_ticket(make_seat(coop, "clerk"), "097")
    link = 'data-href="correct_url" href="'
    page = client.get(reverse("weigh", args=[coop.slug])).content.decode().split("weigh-recent-item")[0]
    assert page.count(link) == 1, "another clerk's ticket is not one's own"
    later = clock.now() + dt.timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = client.get(reverse("weigh", args=[coop.slug]))
    assert [row["may_change"] for row in page.context["newest"]] == [False, False], "the window is over"
    client.force_login(make_seat(coop, "accountant").user)
    page = client.get(reverse("weigh", args=[coop.slug]))
    assert [row["may_change"] for row in page.context["newest"]] == [True, True]
