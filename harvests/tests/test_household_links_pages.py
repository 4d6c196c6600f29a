"""Links of households: the secret shows once, opens figures without a person behind them, and all ends look alike."""

import datetime as dt
import re
import uuid

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from coopsite import clock
from growers.models import AuditEntry, Setting
from growers.tests.builders import make_coop, make_seat
from harvests.actions.household_links import open_household_link, revoke_household_link
from harvests.models import HouseholdLink, Season, SettlementRun
from harvests.queries.household_links import season_page
from harvests.tests.credit_builders import make_paper
from harvests.tests.papers_builders import hash_of, make_season_link, make_statement_link
from harvests.tests.settlement_builders import make_approved, make_fruit_of, make_payee, pay_all

pytestmark = pytest.mark.django_db
CANARY = "CNRYB"
ONE, TWO = "s" * 43, "v" * 43


@pytest.fixture
def seat(stand_still, client):
    stand_still("2025-09-08")
    seat = make_seat(make_coop(phone="+84212385123"), "director")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def run(seat):
    """A run of a household that has everything a page must not say."""
    liem = make_payee(
        seat.cooperative, "012", f"{CANARY} Liêm", alias=f"{CANARY}alias", citizen_id="014012345678",
        phone="+84987654321", village=f"{CANARY}bản",
    )  # fmt: skip
    make_fruit_of(seat, "012", note=f"{CANARY}note")
    make_paper(seat, liem, amount_vnd=1_000_000, note=f"{CANARY}note")
    make_paper(seat, liem, kind="top_up", amount_vnd=50_000, note=f"{CANARY}note")
    return pay_all(seat, make_approved(seat, note=f"{CANARY}note"), reference=f"{CANARY}FT")


def url(seat, name, *words):
    return reverse(name, args=[seat.cooperative.slug, *words])


def sent(**values):
    return {"token": str(uuid.uuid4()), **values}


def secret_of(answer) -> str:
    return re.search(r"/h/([A-Za-z0-9_-]{43})/", answer.content.decode())[1]


def line_of(run):
    return run.lines.select_related("household", "run").get(code="012")


# --- made -------------------------------------------------------------------------------------------------------------


def test_the_address_shows_once_and_only_its_hash_is_kept(client, seat, run):
    page, body = url(seat, "run-link", run.code, "012"), sent()
    answers = [client.post(page, body) for _ in range(2)]
    secret = secret_of(answers[0])
    assert secret == secret_of(answers[1])
    row = HouseholdLink.objects.of(seat.cooperative).get()
    assert row.token_sha256 == hash_of(secret) and row.line.code == "012"
    assert f"/h/{secret}/" in answers[0].content.decode().split("<textarea id=\"text\"")[1]
    trail = AuditEntry.objects.of(seat.cooperative).get(verb="household link made")
    listed = client.get(url(seat, "household-link-list")).content.decode()
    for text in (listed, str(trail.details), trail.label):
        assert secret not in text and row.token_sha256 not in text
    assert run.code in listed
    assert client.post(page, {**body, "x": "1"}).status_code == 409
    assert secret_of(client.post(page, sent())) != secret


def test_it_holds_for_as_many_days_as_the_setting_says(seat, run):
    today = clock.real_now().date()
    assert abs((make_statement_link(seat, line_of(run)).expires_on - today).days - 90) <= 1
    Setting.objects.create(
        cooperative=seat.cooperative, key="link_days", value=7, valid_from=dt.date(2020, 1, 1)
    )
    assert abs((make_statement_link(seat, line_of(run), TWO).expires_on - today).days - 7) <= 1


def test_a_season_link_is_for_a_season_in_which_the_household_delivered(client, seat, run):
    page = url(seat, "household-link-new", "012")
    season = Season.objects.of(seat.cooperative).get()
    other = Season.objects.create(
        cooperative=seat.cooperative, commodity=seat.cooperative.commodity, name="2020",
        starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2020, 9, 1),
    )  # fmt: skip
    for wrong in ("", "987654", str(other.pk)):
        assert "season" in client.post(page, sent(season=wrong)).context["form"].errors
    assert not HouseholdLink.objects.of(seat.cooperative).exists()
    assert client.get(f"/h/{secret_of(client.post(page, sent(season=season.pk)))}/").status_code == 200


def test_who_may_not_makes_none_and_strangers_find_nothing(client, seat, run):
    row = make_statement_link(seat, line_of(run))
    doors = [
        url(seat, "run-link", run.code, "012"), url(seat, "household-link-new", "012"),
        url(seat, "household-link-revoke", row.pk),
    ]  # fmt: skip
    for role, status in (("field", 403), ("stranger", 404)):
        coop = seat.cooperative if role == "field" else make_coop("an-phu")
        client.force_login(make_seat(coop, "director" if role == "stranger" else role).user)
        assert [client.post(door, sent()).status_code for door in doors] == [status] * 3
    assert HouseholdLink.objects.of(seat.cooperative).count() == 1


# --- opened -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_link_opens_figures_and_no_person(client, seat, run, language):
    make_statement_link(seat, line_of(run), ONE)
    make_season_link(seat, line_of(run).household, Season.objects.of(seat.cooperative).get(), TWO)
    client.logout()
    client.cookies.clear()
    grade = {"vi": "Loại 1", "en": "Grade 1"}[language]
    ticket = "CAN-250908-001"
    shown = {ONE: ("012", run.code, ticket, "TU-25-001", grade), TWO: ("012", ticket, "tel:+84212385123")}
    for secret, said in shown.items():
        answer = client.get(f"/h/{secret}/", {"lang": language}, headers={"accept-language": "en"})
        text = answer.content.decode()
        assert answer.status_code == 200 and f'lang="{language}"' in text and len(answer.content) < 8_000
        for word in said:
            assert word in text, word
        people = ("014012345678", "99990000012", "0012", "87654321", "654321", seat.user.username, "970422", "MB ")
        for word in (CANARY, *people):
            assert word not in text, word
        assert not answer.cookies and "<script" not in text and "style=" not in text and "<form" not in text
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_season_adds_up(seat, run, client):
    link = make_season_link(seat, line_of(run).household, Season.objects.of(seat.cooperative).get(), TWO)
    make_fruit_of(seat, "012")
    found = season_page(HouseholdLink.objects.of(seat.cooperative).get(pk=link.pk), clock.now())
    assert (found.net_g, found.tickets, found.amount_vnd) == (183_000, 2, 3_660_000)
    assert (found.paid_vnd, found.open_vnd, found.owed) == (880_000, 1_830_000, {})
    assert [grade for grade, _channel, _price in found.prices][:1] and found.next_harvest == dt.date(2025, 9, 8)


def test_views_are_counted_and_a_busy_database_costs_the_count_only(client, seat, run, monkeypatch):
    make_statement_link(seat, line_of(run), ONE)
    client.get(f"/h/{ONE}/")
    client.get(f"/h/{ONE}")
    client.head(f"/h/{ONE}/")
    assert HouseholdLink.objects.of(seat.cooperative).get().views == 2
    refused = []

    def busy(execute, sql, params, many, context):
        if sql.startswith("UPDATE"):
            refused.append(sql)
            raise OperationalError("busy")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(busy):
        assert client.get(f"/h/{ONE}/").status_code == 200
    assert refused


def test_unknown_revoked_expired_and_cancelled_look_alike(client, seat, run):
    line = line_of(run)
    make_statement_link(seat, line, ONE)
    late = make_statement_link(seat, line, "e" * 43)
    gone = make_statement_link(seat, line, "r" * 43)
    HouseholdLink.objects.of(seat.cooperative).filter(pk=late.pk).update(
        expires_on=clock.real_now().date() - dt.timedelta(days=2)
    )
    client.post(url(seat, "household-link-revoke", gone.pk), sent())
    client.logout()
    assert client.get(f"/h/{ONE}/").status_code == 200
    answers = [client.get(f"/h/{secret}/") for secret in ("u" * 43, "e" * 43, "r" * 43, "x", "", "\n", "é" * 43)]
    told = {(one.status_code, one.content, str(sorted(one.headers.items()))) for one in answers}
    assert len(told) == 1 and answers[0].status_code == 404
    in_english = client.get("/h/x/", headers={"accept-language": "en"}).content.decode()
    assert "This link does not open" in in_english and "the label" not in in_english, "nobody scanned a carton"
    SettlementRun.objects.of(seat.cooperative).filter(pk=run.pk).update(status="cancelled", cancel_reason="x")
    assert client.get(f"/h/{ONE}/").content == answers[0].content
    assert open_household_link(hash_of("u" * 43)) is None


def test_a_link_is_revoked_once(client, seat, run):
    row = make_statement_link(seat, line_of(run), ONE)
    page, body = url(seat, "household-link-revoke", row.pk), sent()
    assert client.get(page).status_code == 200
    assert [client.post(page, body).status_code for _ in range(2)] == [302, 302]
    assert client.post(page, sent()).status_code == 200
    assert AuditEntry.objects.of(seat.cooperative).filter(verb="household link revoked").count() == 1
    assert revoke_household_link.is_use_case


def test_the_list_costs_the_same_at_any_length(client, seat, run, django_assert_max_num_queries):
    line, counted = line_of(run), []
    for secrets in ("abc", "defghijklmnopq"):
        for letter in secrets:
            make_statement_link(seat, line, letter * 43)
        client.get(url(seat, "household-link-list"))
        with django_assert_max_num_queries(8) as ran:
            client.get(url(seat, "household-link-list"), {"q": "012"})
        counted.append(len(ran))
    assert counted[0] == counted[1]
