"""The paper pad typed in: checked as on paper, gaps shown, saved as a whole."""

import uuid

import pytest
from django.urls import reverse

from coopsite import clock
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.actions.days import close_day
from harvests.models import DayBook, HarvestRecord
from harvests.rules.back_entry import PadRow, gather
from harvests.tests.builders import make_scale, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop():
    return make_coop()


@pytest.fixture
def accountant(coop, client):
    seat = make_seat(coop, "accountant")
    make_scale(seat)
    for code, name in (("097", "Bùi Thị Hoa"), ("031", "Lò Văn Đức")):
        make_plot(make_household(coop, code, name))
    client.force_login(seat.user)
    return seat


def pad(*rows, **values):
    """Rows as (paper, time, household, grade, crates, gross...)."""
    body = {"token": str(uuid.uuid4()), "day": f"{clock.today():%d/%m/%Y}", "channel": "export", "crate": "", **values}
    for place, (paper, time, household, grade, crates, *gross) in enumerate(rows):
        cells = {"paper_no": paper, "time": time, "household": household, "grade": grade, "crates": crates}
        cells |= {f"gross{column}": text for column, text in enumerate(gross, start=1)}
        body |= {f"rows-{place}-{cell}": text for cell, text in cells.items()}
    return body


GOOD = (
    ("0415", "0:05", "97", "L1", "4", "99,5", "101"),
    ("", "", "", "D", "4", "60"),
    ("0417", "0h10", "031", "L2", "4", "94,5"),
)


def post(client, coop, body, do="save"):
    return client.post(reverse("back-entry", args=[coop.slug]), {**body, do: "1"})


def test_checking_adds_up_as_on_paper_and_writes_nothing(client, coop, accountant):
    client.cookies["django_language"] = "en"
    page = post(client, coop, pad(*GOOD), "check")
    assert page.status_code == 200
    totals = page.context["totals"]
    assert totals["columns"][:3] == ["254.0", "101.0", ""] and totals["slips"] == 2
    assert totals["net"] == "323.0 kg" and page.context["gaps"] == ("0416",)
    rows = page.context["form"].rows
    assert [row.net for row in rows[:3]] == ["184.5", "52.0", "86.5"]
    assert [row.gap for row in rows[:3]] == [False, False, True]
    assert not HarvestRecord.objects.of(coop).exists()


def test_saving_writes_every_slip_once(client, coop, accountant):
    body = pad(*GOOD)
    for _ in range(2):
        assert post(client, coop, body).status_code == 302
    found = HarvestRecord.objects.of(coop).order_by("number")
    assert [(r.household.code, r.paper_no, r.net_g, r.loads, r.source) for r in found] == [
        ("097", "0415", 236_500, 3, "back_entry"), ("031", "0417", 86_500, 1, "back_entry"),
    ]  # fmt: skip
    assert DayBook.objects.of(coop).get().net_g == 323_000
    assert post(client, coop, {**body, "rows-0-gross1": "50"}).status_code == 409


def test_one_bad_cell_keeps_everything_typed_and_saves_nothing(client, coop, accountant):
    page = post(client, coop, pad(*GOOD, ("0418", "5h", "997", "L1", "4", "12.345")))
    assert page.status_code == 422 and "12.345" in page.content.decode()
    page = post(client, coop, pad(*GOOD, ("0418", "5h", "997", "L7", "4", "90")))
    row = page.context["form"].rows[3]
    assert page.status_code == 422 and {"household", "grade"} <= set(row.errors)
    page = post(client, coop, pad(*GOOD, ("0418", "5h", "097", "L1", "", "90")))
    assert page.context["form"].rows[3].errors["crates"]
    page = post(client, coop, pad(*GOOD, ("0418", "25:00", "097", "L1", "4", "90")))
    assert page.context["form"].rows[3].errors["time"]
    page = post(client, coop, pad(*GOOD, ("0418", "8/9", "097", "L1", "4", "90")))
    assert page.status_code == 422
    assert not HarvestRecord.objects.of(coop).exists() and not DayBook.objects.of(coop).exists()


def test_a_number_used_before_is_marked(client, coop, accountant):
    make_ticket(accountant, "031", paper_no="0415")
    page = post(client, coop, pad(*GOOD))
    assert page.status_code == 422 and page.context["form"].rows[0].errors["paper_no"]
    assert HarvestRecord.objects.of(coop).count() == 1
    page = post(client, coop, pad(GOOD[0], ("0415", "", "031", "L1", "4", "50")), "check")
    assert page.context["form"].rows[1].errors["paper_no"]


def test_warnings_are_looked_at_before_saving(client, coop, accountant):
    body = pad(("0415", "", "097", "L1", "4", "250"))
    page = post(client, coop, body)
    assert page.status_code == 200 and page.context["form"].warnings
    assert not HarvestRecord.objects.of(coop).exists()
    assert post(client, coop, {**body, "confirmed": "on"}).status_code == 302
    assert HarvestRecord.objects.of(coop).get().warnings


def test_rows_pasted_from_a_sheet_are_read_like_typed_ones(client, coop, accountant):
    sheet = "0415\t5:30\t097\t\tL1\t4\t99,5\t101\n0416\t5:40\t031\t\tL2\t4\t94,5\r\n\n"
    page = post(client, coop, pad(paste=sheet), "check")
    assert [row.typed["gross1"] for row in page.context["form"].rows[:2]] == ["99,5", "94,5"]
    assert page.context["totals"]["slips"] == 2
    assert post(client, coop, pad(paste=sheet)).status_code == 302
    assert HarvestRecord.objects.of(coop).count() == 2


def test_a_closed_day_is_told_at_the_day(client, coop, accountant):
    close_day(accountant, day=clock.today(), note="đóng")
    page = post(client, coop, pad(*GOOD))
    assert page.status_code == 422 and len(page.context["form"].errors["day"]) == 1
    assert not HarvestRecord.objects.of(coop).exists()


@pytest.mark.parametrize(
    "body", [{}, {"day": ""}, {"day": "31/02/2025"}, {"rows-0-gross1": "5"}, {"rows-999-gross1": "5"}]
)
def test_an_empty_or_odd_pad_is_no_error(client, coop, accountant, body):
    assert client.get(reverse("back-entry", args=[coop.slug])).status_code == 200
    for do in ("check", "save"):
        assert post(client, coop, body if not body else {**pad(), **body}, do).status_code == 422
    assert not HarvestRecord.objects.of(coop).exists()


def test_a_reader_enters_nothing_and_a_stranger_finds_nothing(client, coop, accountant):
    for coop_of, role, status in ((coop, "controller", 403), (make_coop("an-phu"), "director", 404)):
        client.force_login(make_seat(coop_of, role).user)
        assert post(client, coop, pad(*GOOD)).status_code == status
    assert not HarvestRecord.objects.of(coop).exists()


def test_a_big_pad_takes_as_many_statements_as_a_small_one(client, coop, accountant, django_assert_max_num_queries):
    rows = [(f"{number:04d}", "5:30", "097" if number % 2 else "031", "L1", "4", "99,5") for number in range(1, 31)]
    post(client, coop, pad(*rows[:2]), "check")
    with django_assert_max_num_queries(20) as few:
        post(client, coop, pad(*rows[:2]), "check")
    with django_assert_max_num_queries(20) as many:
        post(client, coop, pad(*rows), "check")
    assert len(few) == len(many)


def test_rows_of_one_slip_are_gathered_wherever_they_stand():
    def row(place, household, paper, *gross):
        return PadRow(place, household, paper, None, "L1", 4, gross)

    rows = [row(0, "097", "1", 5, None), row(1, "", "", 6), row(2, "031", "2", 7), row(3, "097", "1", 8)]
    rows.append(row(4, "097", "", 9))
    papers = gather(rows, channel="export", crate="N2")
    assert [(paper.header.household, [load.gross_g for load in paper.loads]) for paper in papers] == [
        ("097", [5, 6, 8]), ("031", [7]), ("097", [9]),
    ]  # fmt: skip
    assert papers[0].cells == [(0, 0), (1, 0), (3, 0)]
