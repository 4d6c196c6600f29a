"""Seasons as people use them: opened with their rounds, changed, refused where days meet, counted by round."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, ReferenceStat
from growers.tests.builders import make_commodity, make_commune, make_coop, make_household, make_plot, make_seat
from harvests.models import DayTotal, HarvestRecord, HarvestRound, Season, YieldEstimate
from harvests.queries.seasons import intake_by_round, season_on
from harvests.tests.builders import make_round, make_scale, make_season, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def director(coop, client):
    seat = make_seat(coop, "director")
    client.force_login(seat.user)
    return seat


def typed(coop, rounds=((1, "25/6/2025", "3/7/2025"), (2, "16/7/2025", "25/7/2025")), **values):
    body = {
        "token": str(uuid.uuid4()), "name": "Vụ 2025", "commodity": coop.commodity_id,
        "starts_on": "1/6/2025", "ends_on": "30/11/2025", "export_target_g": "220 tấn",
    }  # fmt: skip
    for place, (number, first, last) in enumerate(rounds):
        body |= {f"round-{place}-number": number, f"round-{place}-starts_on": first, f"round-{place}-ends_on": last}
    return {**body, **values}


def new(coop):
    return reverse("season-new", args=[coop.slug])


def numbers(season):
    return [*HarvestRound.objects.of(season.cooperative_id).filter(season=season).values_list("number", flat=True)]


def test_a_season_is_opened_with_its_rounds(client, coop, director):
    answer = client.post(new(coop), typed(coop))
    assert answer.status_code == 302, answer.context["form"].errors
    season = Season.objects.of(coop).get()
    assert (season.starts_on, season.export_target_g) == (dt.date(2025, 6, 1), 220_000_000)
    assert numbers(season) == [1, 2]
    assert AuditEntry.objects.of(coop).get().verb == "season opened"
    page = client.get(answer["Location"]).content.decode()
    assert "25/06 – 03/07" in page


def test_the_same_token_opens_once_and_another_body_is_refused(client, coop, director):
    facts = typed(coop)
    assert client.post(new(coop), facts).status_code == 302
    assert client.post(new(coop), facts).status_code == 302
    assert client.post(new(coop), {**facts, "name": "Vụ khác"}).status_code == 409
    assert Season.objects.of(coop).count() == 1


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"starts_on": "31/6/2025"}, "starts_on"),
        ({"ends_on": "1/5/2025"}, "ends_on"),
        ({"name": ""}, "name"),
        ({"export_target_g": "nhiều"}, "export_target_g"),
    ],
)
def test_bad_input_keeps_what_was_typed_and_writes_nothing(client, coop, director, wrong, where):
    answer = client.post(new(coop), typed(coop, **wrong))
    assert answer.status_code == 200
    assert where in answer.context["form"].errors
    page = answer.content.decode()
    assert all(value in page for value in wrong.values())
    assert "16/7/2025" in page
    assert not Season.objects.of(coop).exists()


@pytest.mark.parametrize(
    ("rounds", "row", "field"),
    [
        (((1, "25/6/2025", "3/7/2025"), (2, "3/7/2025", "25/7/2025")), 1, "starts_on"),
        (((1, "25/6/2025", "3/7/2025"), (1, "16/7/2025", "25/7/2025")), 1, "number"),
        (((1, "3/7/2025", "25/6/2025"),), 0, "ends_on"),
        (((1, "25/5/2025", "3/7/2025"),), 0, "starts_on"),
        (((1, "25/6/2025", ""),), 0, "starts_on"),
        ((("", "25/6/2025", "3/7/2025"),), 0, "number"),
        ((("một", "25/6/2025", "3/7/2025"),), 0, "number"),
        (((1, "25/13/2025", "3/7/2025"),), 0, "starts_on"),
    ],
)
def test_a_wrong_round_says_so_in_its_row(client, coop, director, rounds, row, field):
    answer = client.post(new(coop), typed(coop, rounds))
    assert answer.status_code == 200
    assert field in answer.context["form"].rounds[row].errors
    assert "__all__" in answer.context["form"].errors
    assert not Season.objects.of(coop).exists()


def test_seasons_of_one_crop_do_not_meet_but_those_of_two_may(client, coop, director):
    make_season(coop, name="Vụ nghịch", starts_on=dt.date(2025, 11, 15), ends_on=dt.date(2026, 3, 1))
    answer = client.post(new(coop), typed(coop))
    assert [*answer.context["form"].errors] == ["starts_on"]
    assert "15/11/2025" in answer.content.decode()
    assert client.post(new(coop), typed(coop, commodity=make_commodity("lychee").pk)).status_code == 302


def test_a_name_taken_is_said_next_to_it(client, coop, director):
    make_season(coop, name="Vụ 2025", starts_on=dt.date(2024, 1, 1), ends_on=dt.date(2024, 3, 1))
    answer = client.post(new(coop), typed(coop))
    assert [*answer.context["form"].errors] == ["name"]


def test_changed_rounds_count_tickets_anew(client, coop, director):
    season = make_scale(director)
    make_household(coop, "012")
    make_ticket(director, "012")
    edit = reverse("season-edit", args=[coop.slug, season.pk])
    facts = typed(coop, ((1, "1/9/2025", "7/9/2025"), (5, "8/9/2025", "9/9/2025")), name=season.name, version=1)
    facts |= {"starts_on": "1/7/2025", "ends_on": "30/11/2025"}
    answer = client.post(edit, facts)
    assert answer.status_code == 302, answer.context["form"].errors
    changed = AuditEntry.objects.of(coop).filter(verb="season changed").get().details["changes"]
    assert changed["starts_on"] == [str(season.starts_on), "2025-07-01"]
    assert numbers(season) == [1, 5]  # round 4 went, for nothing was estimated for it
    fifth = HarvestRound.objects.of(coop).get(number=5)
    assert HarvestRecord.objects.of(coop).get().round == fifth
    assert DayTotal.objects.of(coop).get().round == fifth
    assert [*intake_by_round(season)] == [fifth.pk]
    facts |= {"version": 2, "round-1-starts_on": "9/9/2025"}
    assert client.post(edit, facts).status_code == 302
    assert HarvestRecord.objects.of(coop).get().round is None
    assert [*intake_by_round(season)] == [None]


def test_days_on_which_fruit_came_in_stay_in_the_season(client, coop, director):
    season = make_scale(director)
    make_household(coop, "012")
    make_ticket(director, "012")
    facts = typed(coop, (), name=season.name, version=1, starts_on="9/9/2025")
    answer = client.post(reverse("season-edit", args=[coop.slug, season.pk]), facts)
    assert [*answer.context["form"].errors] == ["starts_on"]
    assert "08/09/2025" in answer.content.decode()


def test_an_estimated_round_does_not_go(client, coop, director):
    season = make_season(coop)
    plot = make_plot(make_household(coop))
    YieldEstimate.objects.create(cooperative=coop, round=make_round(season), plot=plot, expected_g=1_000)
    facts = typed(coop, ((1, "1/9/2025", "5/9/2025"),), name=season.name, version=1)
    answer = client.post(reverse("season-edit", args=[coop.slug, season.pk]), facts)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert numbers(season) == [4]
    season.refresh_from_db()
    assert season.version == 1


def test_a_stale_save_shows_both_versions_rounds_too(client, coop, director):
    season = make_season(coop, starts_on=dt.date(2025, 6, 1), ends_on=dt.date(2025, 11, 30))
    edit = reverse("season-edit", args=[coop.slug, season.pk])
    first = typed(coop, ((1, "25/6/2025", "3/7/2025"),), version=1, name="Vụ A")
    assert client.post(edit, first).status_code == 302
    answer = client.post(edit, typed(coop, ((1, "26/6/2025", "3/7/2025"),), version=1, name="Vụ B"))
    assert answer.status_code == 200
    rows = [tuple(map(str, row[1:])) for row in answer.context["form"].conflict]
    assert ("Vụ B", "Vụ A") in rows
    assert ("1: 26/06/2025 – 03/07/2025", "1: 25/06/2025 – 03/07/2025") in rows
    assert answer.context["form"]["version"].value() == 2
    assert Season.objects.of(coop).get().name == "Vụ A"


def test_a_reader_reads_and_a_stranger_finds_nothing(client, coop):
    season = make_season(coop)
    page, edit = (reverse(name, args=[coop.slug, season.pk]) for name in ("season-page", "season-edit"))
    client.force_login(make_seat(coop, "clerk").user)
    for url in (page, f"{page}?tab=history", reverse("season-list", args=[coop.slug])):
        assert client.get(url).status_code == 200
    assert client.post(new(coop), typed(coop)).status_code == 403
    assert client.post(edit, typed(coop)).status_code == 403
    other = make_seat(make_coop("an-phu"), "director")
    client.force_login(other.user)
    for url in (page, edit, new(coop)):
        assert client.get(url).status_code == 404
        assert client.post(url, typed(coop)).status_code == 404
    # Another co-operative's season is not found at the own address either.
    assert client.get(reverse("season-page", args=["an-phu", season.pk])).status_code == 404
    assert Season.objects.of(coop).count() == 1


def test_the_page_shows_what_came_in_beside_the_estimate(client, coop, director):
    season = make_scale(director)
    plot = make_plot(make_household(coop, "012"))
    of_round = HarvestRound.objects.of(coop).get()
    YieldEstimate.objects.create(cooperative=coop, round=of_round, plot=plot, expected_g=183_000)
    make_ticket(director, "012", ((99_500, "L1"), (99_500, "L2")))
    answer = client.get(reverse("season-page", args=[coop.slug, season.pk]))
    [row] = answer.context["rows"]
    assert (row["came"], row["estimated"], row["share"]) == ("183", "183", "100,0 %")
    assert row["grades"] == ["91,5", "91,5"]
    assert row["mean"] == "18.500"
    assert answer.context["chart"].bars


def test_the_season_of_a_day_is_that_of_the_crop(coop):
    season = make_season(coop)
    assert season_on(coop, season.starts_on) == season_on(coop, season.ends_on) == season
    assert season_on(coop, season.ends_on + dt.timedelta(days=1)) is None


def test_the_list_costs_the_same_at_2_seasons_and_at_12(client, coop, director, django_assert_max_num_queries):
    url = reverse("season-list", args=[coop.slug])

    def add(years):
        for year in years:
            season = make_season(coop, name=f"Vụ {year}", starts_on=dt.date(year, 6, 1), ends_on=dt.date(year, 11, 30))
            make_round(season, 1, starts_on=dt.date(year, 7, 1), ends_on=dt.date(year, 7, 9))

    add((2010, 2011))
    client.get(url)
    with django_assert_max_num_queries(6) as few:
        client.get(url)
    add(range(2012, 2022))
    with django_assert_max_num_queries(6) as many:
        client.get(url)
    assert len(few) == len(many)


def test_the_page_costs_the_same_at_1_round_and_at_9(client, coop, director, django_assert_max_num_queries):
    season = make_season(coop, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 12, 31))
    url = reverse("season-page", args=[coop.slug, season.pk])
    client.get(url)
    make_round(season, 1, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 1, 9))
    with django_assert_max_num_queries(8) as few:
        client.get(url)
    for month in range(2, 10):
        make_round(season, month, starts_on=dt.date(2025, month, 1), ends_on=dt.date(2025, month, 9))
    with django_assert_max_num_queries(8) as many:
        client.get(url)
    assert len(few) == len(many)


def test_a_season_stands_beside_what_the_province_reports(client, coop, director):
    season, plot = make_scale(director), make_plot(make_household(coop, "012"), area_m2=20_000)
    make_plot(make_household(coop, "013"), area_m2=30_000, status="retired")
    away = make_commune("Lục Ngạn", province_code="24", province="Bắc Ninh")
    make_plot(make_household(coop, "014", commune=away), area_m2=40_000)
    make_ticket(director, "012")
    url = reverse("season-page", args=[coop.slug, season.pk])
    assert client.get(url).context["province"] is None
    stat = ReferenceStat.objects.create(
        province_code="14", year=2025, commodity=plot.variety.commodity, area_m2=3_000_000, area_mark="more",
        output_g=5_000_000_000, output_mark="about", source="Báo Sơn La",
    )  # fmt: skip
    found = client.get(url).context["province"]
    assert (found["name"], [row["own"] for row in found["rows"]]) == ("Sơn La", ["2,00 ha", "0,1 tấn"])
    assert [row["part"].split(" ", 2)[-1] for row in found["rows"]][0].endswith("0,7 %")
    assert "Báo Sơn La" in client.get(url).content.decode()
    ReferenceStat.objects.filter(pk=stat.pk).update(year=2024)
    assert client.get(url).context["province"] is None
