"""Harvest records as people use them: the list, one ticket, its slip, corrections and voids."""

import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from coopsite import clock
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import DayBook, HarvestRecord
from harvests.queries.record_lists import Place, page_at
from harvests.tests.builders import make_board, make_code, make_scale, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    make_scale(seat)
    client.force_login(seat.user)
    return seat


@pytest.fixture
def hoa(coop):
    household = make_household(coop, "097", "Bùi Thị Hoa", village="bản Cao Sơn")
    make_plot(household)
    return household


def url(coop, name, record=None):
    return reverse(name, args=[coop.slug, record.slug] if record else [coop.slug])


def listed(client, coop, **filters):
    answer = client.get(url(coop, "harvest-list"), filters)
    assert answer.status_code == 200
    return answer.context


def codes(context):
    return [row["code"][-3:] for row in context["rows"]]


# --- the list ---------------------------------------------------------------------------------------------------------
def test_the_list_shows_what_stands_with_sums_from_the_books(client, coop, director, hoa):
    for gross in (99_500, 80_000):
        make_ticket(director, "097", ((gross, "L1"), (50_000, "D")))
    context = listed(client, coop)
    assert codes(context) == ["002", "001"]
    assert context["rows"][1]["grades"].startswith("L1 91")
    assert context["sums"]["tickets"] == "2"
    assert context["sums"]["net"] in ("247,5 kg", "247.5 kg")


def test_the_list_costs_the_same_at_3_rows_and_at_60(client, coop, director, hoa, django_assert_max_num_queries):
    for _ in range(3):
        make_ticket(director, "097")
    client.get(url(coop, "harvest-list"))
    for filters in ({}, {"household": "hoa", "status": "posted"}, {"last": "1"}):
        with django_assert_max_num_queries(8) as few:
            client.get(url(coop, "harvest-list"), filters)
        if not filters:
            counted = len(few)
    for _ in range(57):
        make_ticket(director, "097")
    with django_assert_max_num_queries(8) as many:
        client.get(url(coop, "harvest-list"))
    assert len(many) == counted


def test_pages_turn_both_ways_without_losing_or_repeating_a_row(director, coop, hoa):
    for _ in range(7):
        make_ticket(director, "097")
    HarvestRecord.objects.of(coop).filter(number__lte=3).update(day=clock.today() - dt.timedelta(days=1))
    forth, page = [], page_at(coop, {}, size=2)
    assert not page.newer
    while True:
        forth.append([row["number"] for row in page.rows])
        if not page.older:
            break
        page = page_at(coop, {}, before=page.last, size=2)
    assert forth == [[7, 6], [5, 4], [3, 2], [1]]
    page = page_at(coop, {}, last=True, size=2)
    back = []
    while True:
        back.append([row["number"] for row in page.rows])
        if not page.newer:
            break
        page = page_at(coop, {}, after=page.first, size=2)
        assert page.older
    assert back == [[2, 1], [4, 3], [6, 5], [7]]
    far = page_at(coop, {}, before=Place(dt.date(1990, 1, 1), 1, 1), size=2)
    assert far.rows == [] and not far.older


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({"household": "031"}, ["003"]), ({"household": "31"}, ["003"]), ({"household": "lo van"}, ["003"]),
        ({"grade": "D"}, ["002"]), ({"status": "held"}, ["004"]), ({"status": "void"}, []),
        ({"mode": "later"}, ["004"]), ({"source": "import"}, []), ({"day_from": "01/01/2099"}, []),
        ({"day_to": "hôm qua"}, ["004", "003", "002", "001"]), ({"before": "xx"}, ["004", "003", "002", "001"]),
        ({"after": "999999-001-1"}, ["004", "003", "002", "001"]),
    ],
)  # fmt: skip
def test_filters_narrow_and_odd_ones_narrow_nothing(client, coop, director, hoa, filters, numbers):
    make_household(coop, "031", "Lò Văn Đức")
    make_ticket(director, "097")
    make_ticket(director, "097", ((50_000, "D"),))
    make_ticket(director, "031")
    make_ticket(director, "097", mode="later")
    if "grade" in filters:
        filters = {"grade": HarvestRecord.objects.of(coop).get(number=2).lines.get().grade_id}
    context = listed(client, coop, **filters)
    assert codes(context) == numbers


def test_sums_of_every_kind_of_filter_agree_with_the_rows(client, coop, director, hoa):
    make_ticket(director, "097", ((99_500, "L1"), (50_000, "D")))
    make_ticket(director, "097", ((80_000, "L1"),))
    today = f"{clock.today():%d/%m/%Y}"
    grade = HarvestRecord.objects.of(coop).get(number=1).lines.get(grade__code="D").grade_id
    client.cookies["django_language"] = "en"
    for filters, net in (
        ({"day_from": today, "day_to": today}, "205.5 kg"), ({"grade": grade}, "42 kg"),
        ({"household": "097"}, "205.5 kg"), ({"mode": "graded"}, "205.5 kg"), ({"source": "import"}, "0 kg"),
    ):  # fmt: skip
        assert listed(client, coop, **filters)["sums"]["net"] == net, filters


def test_the_list_is_downloaded_load_by_load(client, coop, director, hoa):
    make_ticket(director, "097", ((99_500, "L1"), (50_000, "D")))
    answer = client.get(url(coop, "harvest-list"), {"format": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 3 and rows[1][12] == 91_500 and rows[2][7] == "D"
    assert "Bùi Thị Hoa" in client.get(url(coop, "harvest-list"), {"format": "csv"}).content.decode()


# --- one ticket -------------------------------------------------------------------------------------------------------
def test_a_ticket_shows_loads_versions_and_trail(client, coop, director, hoa):
    make_code(hoa.plots.get(), code="VN-03")
    record = make_ticket(director, "097")
    page = client.get(url(coop, "harvest-page", record))
    text = page.content.decode()
    assert record.code in text and "VN-03" in text and "Bùi Thị Hoa" in text
    assert page.context["may_change"] and len(page.context["trail"]) == 1


@pytest.mark.parametrize("slug", ["250908-9999", "999999-001", "xyz", "250908-1", "250231-001", "250908-0000000001"])
def test_an_odd_address_finds_nothing(client, coop, director, slug):
    assert client.get(f"/c/{coop.slug}/harvests/{slug}/").status_code == 404


def again(record, gross="95,9", **values):
    return {
        "token": str(uuid.uuid4()), "revision": record.revision, "household": "097", "mode": "graded",
        "channel": "export", "place": "point", "reason": "typo", "text": "", "loads-0-gross": gross,
        "loads-0-grade": "L1", "loads-0-crates": "4", "loads-0-crate": "N2", **values,
    }  # fmt: skip


def test_a_correction_is_typed_over_the_ticket(client, coop, director, hoa):
    record = make_ticket(director, "097")
    page = client.get(url(coop, "harvest-correct", record))
    assert page.context["form"].rows[0].typed["gross"] in ("99,5", "99.5")
    body = again(record)
    for _ in range(2):
        assert client.post(url(coop, "harvest-correct", record), body).status_code == 302
    versions = HarvestRecord.objects.of(coop).order_by("revision").values_list("revision", "status", "net_g")
    assert list(versions) == [(1, "replaced", 91_500), (2, "posted", 87_900)]
    page = client.get(url(coop, "harvest-page", record))
    assert len(page.context["versions"]) == 2 and page.context["shown"]["code"].endswith("/2")
    other = client.post(url(coop, "harvest-correct", record), {**body, "loads-0-gross": "70"})
    assert other.status_code == 409


def test_a_ticket_changed_since_its_form_was_opened_is_shown_as_it_stands(client, coop, director, hoa):
    make_code(hoa.plots.get(), status="suspended")
    first = make_ticket(director, "097")
    typed = {"harvest-correct": again(first), "harvest-void": {"reason": "typo"}, "harvest-release": {"text": "x"}}
    for name in ("harvest-correct", "harvest-void"):
        assert f'name="revision" value="{first.revision}"' in client.get(url(coop, name, first)).content.decode()
    assert 'name="revision" value="1"' in client.get(url(coop, "harvest-page", first)).content.decode()
    client.post(url(coop, "harvest-correct", first), again(first, "95"))
    for revision in ("1", "3", ""):
        for name, body in typed.items():
            body = {**body, "token": str(uuid.uuid4()), "revision": revision}
            answer = client.post(url(coop, name, first), body, follow=True)
            assert [str(message) for message in answer.context["messages"]], (name, revision)
    newest = HarvestRecord.objects.of(coop).first()
    assert (newest.revision, newest.status, newest.net_g) == (2, "held", 87_000)


def test_a_bad_correction_keeps_what_was_typed(client, coop, director, hoa):
    record = make_ticket(director, "097")
    answer = client.post(url(coop, "harvest-correct", record), again(record, "12.345", note="x y", reason=""))
    assert answer.status_code == 200
    assert "12.345" in answer.content.decode() and "reason" in answer.context["form"].errors
    answer = client.post(url(coop, "harvest-correct", record), again(record, "9999"))
    assert answer.context["form"].rows[0].errors["gross"]
    answer = client.post(url(coop, "harvest-correct", record), again(record, "299"))
    assert answer.context["doubts"]
    assert HarvestRecord.objects.of(coop).get().status == "posted"
    assert client.post(url(coop, "harvest-correct", record), again(record, "299", confirmed="1")).status_code == 302


def test_a_correction_keeps_tare_and_deduction_as_they_were(client, coop, director, hoa):
    record = make_ticket(director, "097")
    record.lines.update(tare_g=9_000, tare_reason="ướt", deduction_g=500, deduction_kind="wet", net_g=90_000)
    typed = client.get(url(coop, "harvest-correct", record)).context["form"].rows[0].typed
    assert (typed["tare"], typed["tare_reason"], typed["deduction_kind"]) == ("9", "ướt", "wet")


def test_voiding_asks_why_and_happens_once(client, coop, director, hoa):
    record = make_ticket(director, "097")
    address = url(coop, "harvest-void", record)
    assert client.get(address).status_code == 200
    assert client.post(address, {"token": str(uuid.uuid4()), "reason": "other", "revision": "1"}).status_code == 200
    body = {"token": str(uuid.uuid4()), "reason": "other", "text": "cân thử", "revision": "1"}
    for _ in range(2):
        assert client.post(address, body).status_code == 302
    assert HarvestRecord.objects.of(coop).get().reason == "other: cân thử"
    assert DayBook.objects.of(coop).get().tickets == 0
    assert client.post(address, {**body, "text": "khác"}).status_code == 409
    assert client.post(address, {**body, "token": str(uuid.uuid4())}, follow=True).status_code == 200


def test_a_hold_is_released_on_the_page(client, coop, director, hoa):
    make_code(hoa.plots.get(), status="suspended")
    record = make_ticket(director, "097")
    assert client.get(url(coop, "harvest-page", record)).context["release"]
    address = url(coop, "harvest-release", record)
    assert client.post(address, {"token": str(uuid.uuid4()), "text": "", "revision": "1"}).status_code == 200
    body = {"token": str(uuid.uuid4()), "text": "mẫu đạt", "revision": "1"}
    for _ in range(2):
        assert client.post(address, body).status_code == 302
    assert HarvestRecord.objects.of(coop).get().status == "posted"


def test_who_may_not_correct_is_told_so(client, coop, director, hoa):
    record = make_ticket(director, "097")
    bodies = {"harvest-correct": again(record), "harvest-void": {"reason": "typo"}, "harvest-release": {"text": "x"}}
    for role in ("controller", "clerk"):
        client.force_login(make_seat(coop, role).user)
        assert client.get(url(coop, "harvest-page", record)).status_code == 200
        for name, body in bodies.items():
            answer = client.post(url(coop, name, record), {"token": str(uuid.uuid4()), **body})
            assert answer.status_code == 403, (role, name)
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    for name in (*bodies, "harvest-page", "harvest-slip", "harvest-printed"):
        assert client.get(url(coop, name, record)).status_code == 404
    for name, body in bodies.items():
        assert client.post(url(coop, name, record), body).status_code == 404
    assert HarvestRecord.objects.of(coop).get().status == "posted"


def test_a_new_board_prices_what_waited(client, coop, director, hoa):
    record = make_ticket(director, "097", channel="market")
    board = make_board(director, {"L1": 15_000}, "market", valid_from=clock.now())
    client.post(reverse("board-price-waiting", args=[coop.slug, board.pk]), {"token": str(uuid.uuid4())})
    record.refresh_from_db()
    assert record.amount_vnd == 1_372_500
