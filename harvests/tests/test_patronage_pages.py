"""Pages of a year's surplus: steps of a draft lose nothing, adoption shares by the records, shares are paid once."""

import datetime as dt
import io
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from growers.models import AuditEntry
from growers.tests.builders import make_coop, make_seat
from growers.tests.capital_builders import make_capital, make_member
from harvests.actions.months import close_month
from harvests.actions.patronage import pay_shares
from harvests.models import SurplusFund, SurplusShare, SurplusYear
from harvests.tests.patronage_builders import make_past_ticket, make_surplus

pytestmark = pytest.mark.django_db
LAST_YEAR = dt.date(2024, 3, 1)
TABLES = (SurplusYear, SurplusFund, SurplusShare)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def seat(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return seat


@pytest.fixture
def people(seat, coop):
    """An official member with fruit and capital, an associate with capital, a linked household with fruit."""
    thuan, hoa = make_member(coop, "192"), make_member(coop, "197", kind="associate_capital")
    make_capital(seat, thuan, 2_000_000, 2_000_000, day=LAST_YEAR)
    make_capital(seat, hoa, 6_000_000, 6_000_000, day=LAST_YEAR)
    make_capital(seat, hoa, 9_000_000, 9_000_000)  # this year's
    make_past_ticket(seat, thuan, 3_000_000)
    make_past_ticket(seat, thuan, 9_000_000, status="void")
    make_past_ticket(seat, thuan, 9_000_000, day=dt.date(2025, 1, 1))
    make_past_ticket(seat, thuan, 9_000_000, household_kind="linked")  # before she was a member
    make_past_ticket(seat, make_member(coop, "011", kind="linked"), 5_000_000)
    return thuan, hoa


def at(coop, name, *words):
    return reverse(name, args=[coop.slug, *words])


def token():
    return {"token": str(uuid.uuid4())}


def rows(coop):
    return [sorted(table.objects.of(coop).values_list()) for table in TABLES]


YEAR = {"year": "2024", "resolution_no": "01/NQ", "resolution_on": "28/3/2025"}
STEPS = {
    "income": {"internal_vnd": "10tr", "external_vnd": "4tr", "kept_apart": "on"},
    "indivisible": {"indivisible_internal_bp": "5", "indivisible_external_bp": "5"},
    "funds": {"name_0": "Quỹ đầu tư", "internal_0": "1tr", "external_0": "200.000"},
    "split": {"usage_internal_bp": "60", "usage_external_bp": "50"},
}
WRONG = {
    "income": "internal_vnd", "indivisible": "indivisible_external_bp", "funds": "internal_0",
    "split": "usage_internal_bp",
}  # fmt: skip


def test_a_draft_goes_forth_and_back_and_is_adopted(client, seat, coop, people):
    sending = {**YEAR, **token()}
    answers = [client.post(at(coop, "surplus-new"), sending) for _ in range(2)]
    row = SurplusYear.objects.of(coop).get()
    assert {answer.headers["Location"] for answer in answers} == {at(coop, "surplus-step", row.pk, "income")}
    assert "year" in client.post(at(coop, "surplus-new"), {**YEAR, **token()}).context["form"].errors
    for name, body in STEPS.items():
        page = at(coop, "surplus-step", row.pk, name)
        version = client.get(page).context["form"].instance.version
        back = client.post(page, {**body, **token(), "version": version, "go": "back"})
        names = ["year", *STEPS]
        assert back.headers["Location"] == at(coop, "surplus-step", row.pk, names[names.index(name) - 1])
        assert client.post(page, {**body, **token(), "version": version + 1, "go": "next"}).status_code == 302
    row.refresh_from_db()
    assert (row.internal_vnd, row.external_vnd, row.usage_internal_bp) == (10_000_000, 4_000_000, 6_000)
    assert [(fund.name, fund.internal_vnd) for fund in row.funds.all()] == [("Quỹ đầu tư", 1_000_000)]
    draft = client.get(at(coop, "surplus-page", row.pk)).context["rows"]
    assert client.post(at(coop, "surplus-adopt", row.pk), token()).status_code == 302
    columns = ("household__code", "services_vnd", "capital_vnd", "by_usage_vnd", "by_capital_vnd")
    shares = [*row.shares.values_list(*columns)]
    # internal 10m - 0.5m - 1m = 8.5m: 5.1m / 3.4m; external 4m - 0.2m - 0.2m = 3.6m: 1.8m / 1.8m
    assert shares == [("192", 3_000_000, 2_000_000, 6_900_000, 1_300_000), ("197", 0, 6_000_000, 0, 3_900_000)]
    assert [line["exact"] for line in draft] == [(*share[1:], share[3] + share[4]) for share in shares]
    row.refresh_from_db()
    assert (row.status, row.adopted_by, row.usage_pool_vnd, row.capital_pool_vnd) == (
        "adopted", seat.user, 6_900_000, 5_200_000,
    )  # fmt: skip


@pytest.mark.parametrize("name", STEPS)
def test_the_five_questions_of_every_step(client, seat, coop, name):
    row = make_surplus(seat)
    page, body = at(coop, "surplus-step", row.pk, name), {**STEPS[name], "version": row.version}
    before = rows(coop)
    bad = client.post(page, {**body, **token(), WRONG[name]: "abc"})
    assert WRONG[name] in bad.context["form"].errors and "abc" in bad.content.decode()
    client.force_login(make_seat(coop, "field").user)
    assert client.post(page, {**body, **token()}).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.post(page, {**body, **token()}).status_code == 404
    assert rows(coop) == before
    client.force_login(seat.user)
    sending = {**body, **token(), "go": "next"}
    assert [client.post(page, sending).status_code for _ in range(2)] == [302, 302]
    after = rows(coop)
    assert after != before
    stale = client.post(page, {**body, **token()})
    assert stale.context["form"].errors["__all__"] and rows(coop) == after


@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [("indivisible", "indivisible_external_bp", "4,99"), ("split", "usage_internal_bp", "50"),
     ("funds", "internal_0", "9.500.001")],
)  # fmt: skip
def test_a_step_that_breaks_the_law_is_refused_with_what_was_typed(client, seat, coop, name, field, typed):
    row = make_surplus(seat)
    before = rows(coop)
    body = {**STEPS[name], "version": row.version, **token(), field: typed}
    answer = client.post(at(coop, "surplus-step", row.pk, name), body)
    assert answer.context["form"].errors and typed in answer.content.decode()
    assert rows(coop) == before


def test_what_was_not_kept_apart_is_said_and_counts_as_external(client, seat, coop):
    row = make_surplus(seat, kept_apart=False)
    text = client.get(at(coop, "surplus-page", row.pk)).content.decode()
    assert "all of it counts as external" in text and "14,000,000" in text
    assert client.get(at(coop, "surplus-step", row.pk, "split")).context["split"]["apart"] is False


def later_steps(seat, coop, row):
    share = SurplusShare.objects.of(coop).filter(surplus=row).first()
    return {
        "surplus-withdraw": ({"reason": "nhầm số"}, "reason"),
        "surplus-pay": ({"shares": [share.pk], "paid_on": "8/9", "reference": "UNC 12"}, "paid_on"),
    }


@pytest.mark.parametrize("name", ["surplus-withdraw", "surplus-pay"])
def test_the_five_questions_of_what_comes_after(client, seat, coop, people, name):
    row = make_surplus(seat, adopted=True)
    body, field = later_steps(seat, coop, row)[name]
    page, before = at(coop, name, row.pk), rows(coop)
    bad = client.post(page, {**body, **token(), field: ""})
    assert field in bad.context["form"].errors
    assert all(str(value) in bad.content.decode() for key, value in body.items() if key not in (field, "shares"))
    client.force_login(make_seat(coop, "field").user)
    assert client.post(page, {**body, **token()}).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.post(page, {**body, **token()}).status_code == 404
    assert rows(coop) == before
    client.force_login(seat.user)
    sending = {**body, **token()}
    assert client.post(page, sending).status_code == 302
    after = rows(coop)
    assert after != before
    assert (client.post(page, sending).status_code, rows(coop)) == (302, after)


def test_only_the_director_adopts_and_withdraws_what_was_adopted(client, seat, coop, people):
    draft, adopted = make_surplus(seat, 2023), make_surplus(seat, adopted=True)
    client.force_login(make_seat(coop, "accountant").user)
    assert client.post(at(coop, "surplus-adopt", draft.pk), token()).status_code == 403
    assert client.post(at(coop, "surplus-withdraw", adopted.pk), {"reason": "x", **token()}).status_code == 403
    assert client.post(at(coop, "surplus-withdraw", draft.pk), {"reason": "x", **token()}).status_code == 302
    client.force_login(make_seat(make_coop("an-phu"), "director").user)
    assert client.post(at(coop, "surplus-adopt", draft.pk), token()).status_code == 404
    client.force_login(seat.user)
    answer = client.post(at(coop, "surplus-adopt", draft.pk), token())
    assert answer.context["form"].errors["__all__"]


def test_paid_shares_hold_a_surplus_and_a_closed_month_holds_payments(client, seat, coop, people):
    row = make_surplus(seat, adopted=True)
    first, _second = row.shares.order_by("position")
    close_month(seat, month=dt.date(2025, 7, 1))
    body = {"shares": [first.pk], "paid_on": "31/7", "reference": ""}
    assert "paid_on" in client.post(at(coop, "surplus-pay", row.pk), {**body, **token()}).context["form"].errors
    assert client.post(at(coop, "surplus-pay", row.pk), {**body, **token(), "paid_on": "1/8"}).status_code == 302
    again = client.post(at(coop, "surplus-pay", row.pk), {**body, **token(), "paid_on": "1/8"})
    assert "shares" in again.context["form"].errors  # it is no longer among those that can be paid
    answer = client.post(at(coop, "surplus-withdraw", row.pk), {"reason": "nhầm", **token()})
    assert answer.context["form"].errors["__all__"]
    assert client.get(at(coop, "surplus-pay", row.pk)).content.decode().count('name="shares"') == 1


def test_the_payment_of_a_share_is_taken_back_with_why_in_an_open_month(client, seat, coop, people):
    row = make_surplus(seat, adopted=True)
    first, second = row.shares.order_by("position")
    pay_shares(seat, surplus=row, shares=[first], paid_on=dt.date(2025, 8, 1), reference="UNC 7")
    page = at(coop, "surplus-take-back", row.pk, first.pk)
    assert page in client.get(at(coop, "surplus-page", row.pk)).content.decode()
    assert client.post(page, {"reason": "", **token()}).context["form"].errors["reason"]
    assert client.post(at(coop, "surplus-take-back", row.pk, second.pk), {"reason": "x", **token()}).status_code == 200
    sent = {"reason": "ngân hàng trả lại", **token()}
    for _ in range(2):
        assert client.post(page, sent).status_code == 302
    first.refresh_from_db()
    assert (first.paid_on, first.reference) == (None, "")
    told = AuditEntry.objects.of(coop).get(verb="surplus share taken back").details
    assert (told["reference"], told["reason"]) == ("UNC 7", "ngân hàng trả lại")
    pay_shares(seat, surplus=row, shares=[first], paid_on=dt.date(2025, 7, 31))
    close_month(seat, month=dt.date(2025, 7, 1))
    assert client.post(page, {"reason": "muộn", **token()}).context["form"].errors["__all__"]
    client.force_login(make_seat(coop, "controller").user)
    assert client.post(page, {"reason": "x", **token()}).status_code == 403


def test_papers_and_workbook_add_up(client, seat, coop, people):
    row = make_surplus(seat, adopted=True)
    pages = [at(coop, name, row.pk) for name in ("surplus-print", "surplus-notice")]
    texts = [client.get(page).content.decode() for page in pages]
    assert all("01/2025/NQ" in text and "13.300.000" in text for text in texts)
    assert people[0].name in texts[0] and people[0].name not in texts[1]
    file = client.get(at(coop, "surplus-workbook", row.pk)).content
    found = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert found[-1][8] == sum(line[8] for line in found[1:-1]) == 13_300_000
    draft = make_surplus(seat, 2023)
    assert client.get(at(coop, "surplus-notice", draft.pk)).status_code == 404


def test_pages_cost_the_same_at_any_length(client, seat, coop, people, django_assert_max_num_queries):
    row = make_surplus(seat)
    client.get(at(coop, "surplus-list"))
    counts = []
    for more in (0, 30):
        for number in range(more):
            make_past_ticket(seat, make_member(coop, f"3{number:02d}"), 1_000_000)
            make_surplus(seat, 2000 + number % 20) if number < 20 else None
        with django_assert_max_num_queries(8) as listed:
            client.get(at(coop, "surplus-list"))
        with django_assert_max_num_queries(14) as shown:
            client.get(at(coop, "surplus-page", row.pk))
        counts.append((len(listed), len(shown)))
    assert counts[0] == counts[1]


def test_readers_begin_no_surplus(client, coop):
    client.force_login(make_seat(coop, "clerk").user)
    assert client.post(at(coop, "surplus-new"), {"year": "2024"}).status_code == 403
    assert not SurplusYear.objects.of(coop).exists()
