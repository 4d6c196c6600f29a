"""Pages of members' capital and of the register: the five questions of every form, papers, who sees citizen IDs."""

import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.actions.capital import certify_capital, give_back_capital
from growers.models import AuditEntry, CapitalCommitment, CapitalPayment
from growers.queries.capital import charter_of, paid_in_on
from growers.tests.builders import make_coop, make_seat
from growers.tests.capital_builders import make_capital, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "accountant")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


@pytest.fixture
def member(coop):
    return make_member(coop, "031", name="Hoàng Thị Thuận")


def at(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def token():
    return {"token": str(uuid.uuid4())}


def steps(seat, coop, member):
    """Every form: its address, what is sent, and the field that refuses nothing at all."""
    row = make_capital(seat, member, 10_000_000, 4_000_000)
    full = make_capital(seat, member, 5_000_000, 5_000_000)
    payment = CapitalPayment.objects.of(coop).get(commitment=row)
    new = {"household": member.pk, "committed_on": "1/9", "amount_vnd": "20tr", "note": "typed note"}
    return {
        "capital-new": ([], new, "amount_vnd"),
        "capital-pay": ([row.pk], {"paid_on": "8/9", "amount_vnd": "6tr", "asset": "money"}, "amount_vnd"),
        "capital-void": ([row.pk, payment.pk], {"reason": "nhầm"}, "reason"),
        "capital-certify": ([full.pk], {"issued_on": "8/9"}, "issued_on"),
        "capital-end": ([full.pk], {"ended_on": "8/9", "ended_reason": "xin ra"}, "ended_reason"),
    }


def rows(coop):
    return [sorted(table.objects.of(coop).values_list()) for table in (CapitalCommitment, CapitalPayment)]


@pytest.mark.parametrize("name", ["capital-new", "capital-pay", "capital-void", "capital-certify", "capital-end"])
def test_the_five_questions_of_every_form(client, seat, coop, member, name):
    words, body, field = steps(seat, coop, member)[name]
    page, before = at(coop, name, *words), rows(coop)
    assert client.get(page).status_code == 200
    bad = client.post(page, {**body, **token(), field: ""})
    assert (bad.status_code, field in bad.context["form"].errors, rows(coop)) == (200, True, before)
    assert all(str(value) in bad.content.decode() for key, value in body.items() if key != field)
    client.force_login(make_seat(coop, "field").user)
    assert client.post(page, {**body, **token()}).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "accountant").user)
    assert client.post(page, {**body, **token()}).status_code == 404
    assert rows(coop) == before
    client.force_login(seat.user)
    sending = {**body, **token()}
    assert client.post(page, sending).status_code == 302
    after = rows(coop)
    assert after != before
    again = client.post(page, sending)
    assert (again.status_code, rows(coop)) == (302, after)
    assert client.post(page, {**sending, field: "1"}).status_code == 409


def test_nothing_is_paid_in_beyond_what_was_committed(client, seat, coop, member):
    row = make_capital(seat, member, 10_000_000, 4_000_000)
    body = {"paid_on": "8/9", "amount_vnd": "6.000.001", "asset": "money", **token()}
    answer = client.post(at(coop, "capital-pay", row.pk), body)
    assert "6,000,000" in str(answer.context["form"].errors["amount_vnd"])
    row.refresh_from_db()
    assert row.paid_vnd == 4_000_000


def test_thirty_point_nought_one_per_cent_is_refused(client, seat, coop, member):
    for code in ("041", "042", "043", "044"):
        make_capital(seat, make_member(coop, code), 1_749_750)
    body = {"household": member.pk, "committed_on": "1/9", "amount_vnd": "3.001.000"}
    answer = client.post(at(coop, "capital-new"), {**body, **token()})
    assert "30" in str(answer.context["form"].errors["amount_vnd"])
    assert client.post(at(coop, "capital-new"), {**body, **token(), "amount_vnd": "2.999.000"}).status_code == 302
    assert charter_of(coop).total_vnd == 4 * 1_749_750 + 2_999_000


def test_certificates_are_numbered_without_a_gap_in_their_year(seat, coop, member):
    made = [make_capital(seat, member, 1_000_000, 1_000_000, day=dt.date(2024, 5, 1)) for _ in range(4)]
    days = [dt.date(2024, 5, 2), dt.date(2025, 1, 2), dt.date(2025, 2, 2), dt.date(2024, 6, 2)]
    numbers = [
        certify_capital(seat, commitment=row, issued_on=day).certificate_no
        for row, day in zip(made, days, strict=True)
    ]
    assert numbers == ["GCN-24-001", "GCN-25-001", "GCN-25-002", "GCN-24-002"]


def test_what_is_given_back_counts_until_that_day(seat, coop, member):
    row = make_capital(seat, member, 5_000_000, 5_000_000, day=dt.date(2024, 3, 1))
    give_back_capital(seat, commitment=row, ended_on=dt.date(2025, 2, 1), ended_reason="xin ra")
    assert charter_of(coop).total_vnd == 0
    assert paid_in_on(coop, dt.date(2024, 12, 31)) == {member.pk: 5_000_000}
    assert paid_in_on(coop, dt.date(2025, 2, 1)) == {}


def test_the_list_counts_down_and_costs_the_same_at_any_length(client, seat, coop, django_assert_max_num_queries):
    make_capital(seat, make_member(coop, "031"), 5_000_000, day=dt.date(2025, 6, 10))
    make_capital(seat, make_member(coop, "032"), 5_000_000, day=dt.date(2025, 2, 1))
    make_capital(seat, make_member(coop, "033"), 5_000_000, 5_000_000)
    text = client.get(at(coop, "capital-list")).content.decode()
    assert "93 days left" in text and "since 01/08/2025" in text and "33.33%" in text
    counts = []
    for more in (0, 30):
        for number in range(more):
            row = make_member(coop, f"1{number:02d}")
            CapitalCommitment.objects.create(
                cooperative=coop, household=row, committed_on=dt.date(2025, 1, 1), amount_vnd=1
            )
        for page in ("capital-list", "register-list"):
            with django_assert_max_num_queries(8) as found:
                client.get(at(coop, page))
            counts.append(len(found))
    assert counts[:2] == counts[2:]


def test_the_register_names_what_a_row_lacks_and_where_to_enter_it(client, seat, coop, member):
    bare = make_member(coop, "032", citizen_id="", village="", kind="associate_capital")
    row = make_capital(seat, member, 5_000_000, 5_000_000)
    page = client.get(at(coop, "register-list"))
    lacks = {one["code"]: [str(what["what"]) for what in one["missing"]] for one in page.context["rows"]}
    assert lacks == {"031": ["certificate"], "032": ["address", "citizen ID", "capital contribution"]}
    assert at(coop, "capital-page", row.pk) in page.content.decode()
    assert f"{at(coop, 'capital-new')}?household={bare.pk}" in page.content.decode()
    client.force_login(make_seat(coop, "clerk").user)
    read = client.get(at(coop, "register-list")).content.decode()
    assert at(coop, "capital-new") not in read and at(coop, "household-edit", bare.code) not in read


def test_citizen_ids_are_shown_to_who_may_see_them_and_that_is_noted(client, seat, coop, member):
    number = member.citizen_id
    pages = ("register-list", "register-print")
    assert not any(number in client.get(at(coop, page)).content.decode() for page in pages)
    where, asked = at(coop, "register-numbers"), {"reason": "register", "paper": "1"}
    assert client.post(where, {**asked, **token(), "reason": ""}).context["form"].errors
    assert not AuditEntry.objects.of(coop).filter(verb="personal numbers shown").exists()
    assert number in client.post(where, {**asked, **token()}).content.decode()
    file = client.post(where, {"reason": "register", "workbook": "1", **token()}).content
    assert number in str(CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python())
    noted = AuditEntry.objects.of(coop).filter(verb="personal numbers shown").values_list("label", "details")
    assert [*noted] == [("031", {"reason": "register"})] * 2
    client.force_login(make_seat(coop, "field").user)
    assert client.post(where, {**asked, **token()}).status_code == 403
    assert "***" not in client.get(at(coop, "register-list")).content.decode()
    client.force_login(make_seat(make_coop("an-phu"), "accountant").user)
    assert client.post(where, {**asked, **token()}).status_code == 404


def test_a_certificate_is_a_vietnamese_paper(client, seat, coop, member):
    row = make_capital(seat, member, 5_000_000, 5_000_000)
    certify_capital(seat, commitment=row, issued_on=dt.date(2025, 9, 8))
    page = client.get(at(coop, "capital-certificate", row.pk)).content.decode()
    assert "GCN-25-001" in page and "Năm triệu đồng" in page and member.citizen_id not in page
    full = at(coop, "capital-certificate-full", row.pk)
    assert client.post(full, {"reason": "", **token()}).status_code == 200
    assert member.citizen_id in client.post(full, {"reason": "register", **token()}).content.decode()
    assert AuditEntry.objects.of(coop).filter(verb="personal numbers shown", label="031").count() == 1
    client.force_login(make_seat(coop, "field").user)
    assert client.post(full, {"reason": "register", **token()}).status_code == 403


def test_the_list_is_a_workbook_too(client, seat, coop, member):
    make_capital(seat, member, 5_000_000, 2_000_000)
    file = client.get(at(coop, "capital-list"), {"format": "xlsx"}).content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert rows[1][:1] + rows[1][4:6] == ["031", 5_000_000, 2_000_000] and rows[-1][4:6] == [5_000_000, 2_000_000]
