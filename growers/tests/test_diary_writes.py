"""Entering work in the field diary: many plots at once, looked at first, refused where the law says so; voiding."""

import datetime as dt
import uuid

import pytest

from growers.models import AuditEntry, Certificate, CertificatePlot, CertificationBody, DiaryEntry, DiaryPlot
from growers.tests.builders import (
    make_area,
    make_code,
    make_coop,
    make_household,
    make_market,
    make_plot,
    make_seat,
    put_under,
)
from growers.tests.diary_builders import ban, make_entry, make_limit, make_product
from growers.tests.diary_forms import at, counted, enter, typed

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 8)


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    client.cookies["django_language"] = "en"
    return seat


@pytest.fixture
def plot(coop):
    return make_plot(make_household(coop, "097", "Bùi Thị Hoa"))


def test_spraying_is_looked_at_first_and_then_recorded_for_every_plot(client, coop, field, plot):
    other = make_plot(make_household(coop, "098"))
    product = make_product(coop)
    make_limit(coop, market=make_market("JP", "Nhật Bản", "Japan"), phi_days=21)
    sent = typed(product, plot, other, **{f"treated-{plot.pk}": "5000 m2"})
    shown = client.post(at("diary-new", coop), sent)
    assert shown.status_code == 200 and not DiaryEntry.objects.of(coop).exists()
    rows = shown.context["judged"]["plots"]
    assert [(row["code"], row["harvest"], row["markets"]) for row in rows] == [
        ("097-1", "15/09/2025", "JP: 29/09/2025"), ("098-1", "15/09/2025", "JP: 29/09/2025"),
    ]  # fmt: skip
    confirmed = {**sent, "confirmed": shown.context["form"]["confirmed"].value()}
    done = client.post(at("diary-new", coop), confirmed)
    entry = DiaryEntry.objects.of(coop).get()
    assert done.url == at("diary-page", coop, entry.pk)
    assert (entry.dose_milli, entry.is_late, entry.warnings, entry.entered_on) == (150_000, False, [], TODAY)
    lines = {line.plot_id: line for line in DiaryPlot.objects.of(coop)}
    assert (lines[plot.pk].treated_m2, lines[plot.pk].phi_days) == (5_000, 7)
    assert lines[other.pk].treated_m2 is None
    assert {line.harvest_from for line in lines.values()} == {dt.date(2025, 9, 15)}
    assert AuditEntry.objects.of(coop).filter(verb="work entered").count() == 1
    assert client.post(at("diary-new", coop), confirmed).url == done.url, "the same sending again"
    assert DiaryEntry.objects.of(coop).count() == 1
    assert client.post(at("diary-new", coop), {**confirmed, "note": "x"}).status_code == 409
    assert client.get(done.url).status_code == 200


def test_work_without_a_product_is_recorded_at_once(client, coop, field, plot):
    nothing = client.post(at("diary-new", coop), typed(None, plot, work="fertilise", dose_milli="0"))
    assert nothing.status_code == 302, "no dose at all is no dose of nothing"
    DiaryPlot.objects.of(coop).delete()
    assert client.post(at("diary-new", coop), typed(None, plot)).status_code == 302
    assert DiaryPlot.objects.of(coop).get().phi_days is None


@pytest.mark.parametrize(("values", "bans", "said"), [
    ({"permitted_to": TODAY}, (), "not permitted any more since 08/09/2025"),
    ({"permitted_from": dt.date(2025, 9, 9)}, (), "permitted only from 09/09/2025"),
    ({"actives": ("Paraquat",)}, ("paraquat",), "banned on crops"),
    ({"actives": ()}, (), "names no active ingredient"),
])  # fmt: skip
def test_what_is_not_permitted_is_refused_before_it_is_recorded(client, coop, field, plot, values, bans, said):
    for name in bans:
        ban(name)
    answer = enter(client, coop, typed(make_product(coop, **values), plot))
    page = answer.content.decode()
    assert answer.status_code == 200 and said in page and "đốm nâu" in page
    assert not DiaryEntry.objects.of(coop).exists() and not DiaryPlot.objects.of(coop).exists()


@pytest.mark.parametrize(("change", "field_name"), [
    ({"done_on": "9/9/2025"}, "done_on"), ({"done_on": "31/2/2025"}, "done_on"), ({"work": "dance"}, "work"),
    ({"dose_milli": ""}, "dose_milli"), ({"dose_milli": "0"}, "dose_milli"), ({"dose_milli": "1.500"}, "dose_milli"),
    ({"target": ""}, "target"),
    ({"worker": ""}, "worker"), ({"method": ""}, "method"), ({"stock_lot": ""}, "stock_lot"),
    ({"product": "999999"}, "product"), ({"product": ""}, "product"), ({"plots": []}, "plots"),
    ({"plots": ["999999"]}, "plots"), ({"plots": ["9" * 40]}, "plots"),
    ({"worker_trained_on": "9/9/2025"}, "worker_trained_on"),
])  # fmt: skip
def test_bad_input_is_said_at_its_field_and_keeps_the_rest(client, coop, field, plot, change, field_name):
    sent = {**typed(make_product(coop), plot, note="kept note"), **change}
    answer = client.post(at("diary-new", coop), sent)
    assert answer.status_code == 200 and field_name in answer.context["form"].errors
    assert "kept note" in answer.content.decode() and not DiaryEntry.objects.of(coop).exists()


@pytest.mark.parametrize(("treated", "said"), [("2 ha", "2.00 ha were treated"), ("x", "is not a number")])
def test_more_land_than_there_is_cannot_be_treated(client, coop, field, plot, treated, said):
    answer = enter(client, coop, typed(make_product(coop), plot, **{f"treated-{plot.pk}": treated}))
    assert said in answer.content.decode() and not DiaryEntry.objects.of(coop).exists()


def test_other_peoples_plots_and_products_are_not_found(client, coop, field, plot):
    other = make_coop("an-phu", code="AP")
    foreign = make_plot(make_household(other))
    assert "plots" in client.post(at("diary-new", coop), typed(None, foreign)).context["form"].errors
    mine = client.post(at("diary-new", coop), typed(make_product(other), plot))
    assert "product" in mine.context["form"].errors
    entry = make_entry(other, foreign, entered_by=field.user)
    for name in ("diary-page", "diary-void"):
        assert client.get(at(name, coop, entry.pk)).status_code == 404
        assert client.get(at(name, other, entry.pk)).status_code == 404
    assert client.get(at("diary-new", coop), {"copy": entry.pk}).context["copied"] is None
    assert client.get(at("diary-print", coop, foreign.household.code)).status_code == 404


def test_only_what_was_looked_at_counts_as_confirmed(client, coop, field, plot):
    product = make_product(coop, dose_unit="ml_100l", dose_high_milli=100_000)
    sent = typed(product, plot)
    shown = client.post(at("diary-new", coop), sent)
    assert len(shown.context["judged"]["doubts"]) == 1
    seal = shown.context["form"]["confirmed"].value()
    product.uses.update(phi_days=14)
    again = client.post(at("diary-new", coop), {**sent, "confirmed": seal})
    assert again.status_code == 200 and again.context["judged"]["plots"][0]["harvest"] == "22/09/2025"
    assert not DiaryEntry.objects.of(coop).exists()
    enter(client, coop, sent)
    assert [warning["code"] for warning in DiaryEntry.objects.of(coop).get().warnings] == ["diary_dose_high"]


@pytest.mark.parametrize(("day", "late"), [("1/9/2025", False), ("31/8/2025", True)])
def test_a_late_entry_is_marked_and_keeps_both_days(client, coop, field, plot, day, late):
    enter(client, coop, typed(None, plot, done_on=day))
    entry = DiaryEntry.objects.of(coop).get()
    assert entry.is_late is late and entry.entered_on == TODAY
    found = client.get(at("diary-list", coop), {"late": "on"}).context["rows"]
    assert len(found) == late


@pytest.mark.parametrize("practice", ["organic", "certificate"])
def test_organic_plots_take_only_organic_inputs(client, coop, field, plot, practice):
    if practice == "organic":
        type(plot).objects.of(coop).update(practice="organic")
    else:
        body = CertificationBody.objects.create(cooperative=coop, name="Body")
        certificate = Certificate.objects.create(
            cooperative=coop, scheme="organic", number="1", body=body, commodity=coop.commodity,
            valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2026, 1, 1),
        )  # fmt: skip
        CertificatePlot.objects.create(
            cooperative=coop, certificate=certificate, plot=plot, valid_from=dt.date(2025, 1, 1)
        )
    assert "allowed in organic" in enter(client, coop, typed(make_product(coop), plot)).content.decode()
    assert not DiaryEntry.objects.of(coop).exists()
    assert enter(client, coop, typed(make_product(coop, organic_allowed=True), plot)).status_code == 302


def test_uses_before_are_counted_without_what_was_voided(client, coop, field, plot):
    product = make_product(coop, most_per_season=1, interval_days=10)
    voided = make_entry(coop, plot, product=product, done_on=dt.date(2025, 9, 1), void_reason="wrong")
    assert client.post(at("diary-new", coop), typed(product, plot)).context["judged"]["doubts"] == []
    DiaryEntry.objects.of(coop).filter(pk=voided.pk).update(void_reason="")
    assert len(client.post(at("diary-new", coop), typed(product, plot)).context["judged"]["doubts"]) == 2


def test_an_entry_is_voided_with_a_reason_once(client, coop, field, plot):
    entry = make_entry(coop, plot, product=make_product(coop))
    url = at("diary-void", coop, entry.pk)
    assert client.get(url).status_code == 200
    assert "reason" in client.post(url, {"reason": " ", "token": str(uuid.uuid4())}).context["form"].errors
    sent = {"reason": "nhầm thửa", "token": str(uuid.uuid4())}
    assert client.post(url, sent).status_code == 302 == client.post(url, sent).status_code
    entry.refresh_from_db()
    assert entry.void_reason == "nhầm thửa" and entry.plots.count() == 1
    again = client.post(url, {**sent, "token": str(uuid.uuid4()), "reason": "x"})
    assert again.status_code == 200 and again.context["form"].errors
    assert client.get(at("diary-list", coop)).context["rows"] == []
    assert client.get(at("diary-list", coop), {"voided": "only"}).context["rows"][0]["void"] == "nhầm thửa"


def test_a_copy_begins_with_the_work_and_the_plots_of_an_entry(client, coop, field, plot):
    make_plot(make_household(coop, "098"))
    product = make_product(coop)
    entry = make_entry(coop, plot, product=product, done_on=dt.date(2025, 8, 1), target="đốm nâu", dose_milli=1_500)
    form = client.get(at("diary-new", coop), {"copy": entry.pk})
    assert [row["code"] for row in form.context["rows"] if row["checked"]] == ["097-1"]
    page = form.content.decode()
    assert "đốm nâu" in page and 'value="1.5"' in page and 'value="08/09/2025"' in page
    assert client.get(at("diary-new", coop)).context["recent"][0]["id"] == str(entry.pk)
    for odd in ("x", "999999", "9" * 30):
        assert client.get(at("diary-new", coop), {"copy": odd}).status_code == 200


def test_plots_are_chosen_by_village_code_certificate_household_or_words(client, coop, field, plot):
    other = make_plot(make_household(coop, "098", "Lò Thị Sen", village="tiểu khu 7"))
    make_plot(make_household(coop, "099"), status="retired")
    code = make_code(make_area(coop))
    put_under(code, other)
    body = CertificationBody.objects.create(cooperative=coop, name="Body")
    certificate = Certificate.objects.create(
        cooperative=coop, scheme="vietgap", number="1", body=body, commodity=coop.commodity,
        valid_from=dt.date(2025, 1, 1), valid_to=dt.date(2026, 1, 1),
    )  # fmt: skip
    CertificatePlot.objects.create(cooperative=coop, certificate=certificate, plot=plot, valid_from=dt.date(2025, 1, 1))
    for filters, found, ticked in (
        ({}, ["097-1", "098-1"], False),
        ({"village": "tiểu khu 7"}, ["098-1"], True),
        ({"code": code.pk}, ["098-1"], True),
        ({"certificate": certificate.pk}, ["097-1"], True),
        ({"search": "sen"}, ["098-1"], True),
        ({"search": "097"}, ["097-1"], True),
        ({"search": "zzz"}, [], True),
        ({"village": "nowhere"}, ["097-1", "098-1"], False),
    ):
        rows = client.get(at("diary-new", coop), filters).context["rows"]
        assert [row["code"] for row in rows] == found, filters
        assert all(row["checked"] is ticked for row in rows), filters
    kept = client.post(at("diary-new", coop) + "?village=tiểu khu 7", typed(None, plot, other, work=""))
    assert [(row["code"], row["checked"]) for row in kept.context["rows"]] == [("097-1", True), ("098-1", True)]


def test_entering_work_costs_the_same_for_two_plots_and_for_120(client, coop, field, plot):
    plots = [plot, *(make_plot(make_household(coop, str(1_000 + number))) for number in range(119))]
    product = make_product(coop)
    make_entry(coop, *plots, product=product, done_on=dt.date(2025, 8, 1))
    found = []
    for some, day in ((plots[:2], "5/9/2025"), (plots, "6/9/2025")):
        client.get(at("diary-list", coop))  # takes the last message away
        sent = typed(product, *some, done_on=day)
        found.append(counted(lambda sent=sent: enter(client, coop, sent)))
    assert DiaryPlot.objects.of(coop).count() == 242
    assert found[0] == found[1]
