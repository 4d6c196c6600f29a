"""Yield estimates as people use them: typed for many plots, taken over, read, and never lost to one another."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from growers.models import AuditEntry, Plot
from growers.tests.builders import make_coop, make_household, make_plot, make_seat
from harvests.models import YieldEstimate
from harvests.queries.estimates import estimated_by, estimated_g, round_before
from harvests.tests.builders import make_round, make_scale, make_season, make_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop(stand_still):
    stand_still("2025-09-08")
    return make_coop()


@pytest.fixture
def field(coop, client):
    seat = make_seat(coop, "field")
    client.force_login(seat.user)
    return seat


@pytest.fixture
def rounds(coop):
    """Two rounds of a season: the third and the fourth."""
    season = make_season(coop)
    before = make_round(season, 3, starts_on=dt.date(2025, 8, 7), ends_on=dt.date(2025, 8, 17))
    return before, make_round(season, 4)


@pytest.fixture
def plots(coop):
    return [make_plot(make_household(coop, code)) for code in ("012", "097")]


def grid(of_round, name="estimate-grid"):
    return reverse(name, args=[of_round.cooperative.slug, of_round.season_id, of_round.number])


def typed(plot, expected="15000", low="", high="", note="", version=0, **more):
    cells = {"version": version, "expected": expected, "low": low, "high": high, "note": note}
    return {"token": str(uuid.uuid4()), **{f"{name}-{plot.code}": value for name, value in cells.items()}, **more}


def estimate(of_round, plot, grams=1_000_000):
    return YieldEstimate.objects.create(
        cooperative=of_round.cooperative, round=of_round, plot=plot, expected_g=grams, note="đếm nụ"
    )


@pytest.mark.parametrize(
    ("written", "grams"),
    [
        ("15000", 15_000_000),
        ("15.000", 15_000_000),
        ("15,000", 15_000_000),
        ("15 tấn", 15_000_000),
        ("15 tạ", 1_500_000),
    ],
)
def test_figures_are_typed_as_people_write_them(client, rounds, plots, field, written, grams):
    answer = client.post(grid(rounds[1]), typed(plots[0], written, note=" đếm  nụ "))
    assert answer.status_code == 302, [row.errors for row in answer.context["form"].rows]
    row = YieldEstimate.objects.of(field.cooperative).get()
    assert (row.plot, row.expected_g, row.note, row.version) == (plots[0], grams, "đếm nụ", 1)
    assert row.history.get().history_user == field.user
    assert AuditEntry.objects.of(field.cooperative).get().verb == "yield estimated"


def test_only_changed_rows_are_written(client, rounds, plots, field):
    kept = estimate(rounds[1], plots[0])
    facts = typed(plots[0], "1000", note="đếm nụ", version=1) | typed(plots[1], "2000")
    assert client.post(grid(rounds[1]), facts).status_code == 302
    kept.refresh_from_db()
    assert kept.version == 1
    assert kept.history.count() == 1
    facts = typed(plots[0], "1100", "900", "1300", version=1)
    assert client.post(grid(rounds[1]), facts).status_code == 302
    kept.refresh_from_db()
    assert (kept.expected_g, kept.low_g, kept.high_g, kept.version) == (1_100_000, 900_000, 1_300_000, 2)
    assert kept.history.count() == 2


def test_an_emptied_figure_counts_as_nothing_expected(client, rounds, plots, field):
    kept = estimate(rounds[1], plots[0])
    assert client.post(grid(rounds[1]), typed(plots[0], "", version=1)).status_code == 302
    kept.refresh_from_db()
    assert kept.expected_g == 0


def test_the_same_token_writes_once_and_another_body_is_refused(client, rounds, plots, field):
    facts = typed(plots[0])
    assert client.post(grid(rounds[1]), facts).status_code == 302
    assert client.post(grid(rounds[1]), facts).status_code == 302
    assert client.post(grid(rounds[1]), {**facts, f"expected-{plots[0].code}": "1"}).status_code == 409
    assert YieldEstimate.objects.of(field.cooperative).get().version == 1


@pytest.mark.parametrize(
    ("wrong", "cell"),
    [
        ({"expected": "nhiều"}, "expected"),
        ({"expected": "15,5"}, "expected"),
        ({"expected": "45001"}, "expected"),
        ({"expected": "9" * 30}, "expected"),
        ({"expected": "", "low": "10"}, "expected"),
        ({"expected": "100", "low": "101"}, "low"),
        ({"expected": "100", "high": "99"}, "high"),
        ({"note": "x" * 161}, "note"),
    ],
)
def test_a_wrong_cell_says_so_and_nothing_is_written(client, rounds, plots, field, wrong, cell):
    answer = client.post(grid(rounds[1]), typed(plots[0], **wrong) | typed(plots[1], "700"))
    assert answer.status_code == 200
    first, second = answer.context["form"].rows
    assert [*first.errors] == [cell]
    assert not second.errors
    assert f'value="{wrong[cell]}"' in answer.content.decode()
    assert 'value="700"' in answer.content.decode()
    assert not YieldEstimate.objects.of(field.cooperative).exists()


@pytest.mark.parametrize("version", ["", "x", "²", "-1", "99999999999999999999"])
def test_an_odd_version_is_a_stale_one(client, rounds, plots, field, version):
    estimate(rounds[1], plots[0])
    answer = client.post(grid(rounds[1]), typed(plots[0], "2000", version=version))
    assert answer.status_code == 200
    assert YieldEstimate.objects.of(field.cooperative).get().expected_g == 1_000_000


def test_a_stale_save_shows_what_stands_and_loses_nothing(client, rounds, plots, field):
    kept = estimate(rounds[1], plots[0])
    assert client.post(grid(rounds[1]), typed(plots[0], "1100", version=1)).status_code == 302
    answer = client.post(grid(rounds[1]), typed(plots[0], "1200", version=1) | typed(plots[1], "700"))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'value="1200"' in page
    assert "1.100 kg" in page
    assert YieldEstimate.objects.of(field.cooperative).count() == 1
    row = answer.context["form"].rows[0]
    assert client.post(grid(rounds[1]), typed(plots[0], "1200", version=row.version)).status_code == 302
    kept.refresh_from_db()
    assert kept.expected_g == 1_200_000


def test_another_cooperatives_plot_in_a_field_is_not_seen(client, rounds, plots, field):
    stranger = make_plot(make_household(make_coop("an-phu"), "555"))
    assert client.post(grid(rounds[1]), typed(stranger)).status_code == 302
    assert not YieldEstimate.objects.filter(cooperative__in=[stranger.cooperative, field.cooperative]).exists()


def test_the_round_before_is_taken_over_where_nothing_stands(client, rounds, plots, field):
    estimate(rounds[0], plots[0], 1_000_000)
    estimate(rounds[0], plots[1], 2_000_000)
    estimate(rounds[1], plots[1], 500_000)
    token = {"token": str(uuid.uuid4())}
    assert client.post(grid(rounds[1], "estimate-copy"), token).status_code == 302
    assert client.post(grid(rounds[1], "estimate-copy"), token).status_code == 302
    found = dict(YieldEstimate.objects.of(field.cooperative).filter(round=rounds[1]).values_list("plot", "expected_g"))
    assert found == {plots[0].pk: 1_000_000, plots[1].pk: 500_000}
    assert AuditEntry.objects.of(field.cooperative).count() == 1


def test_the_first_round_follows_the_last_of_the_season_before(coop, rounds):
    old = make_season(coop, name="Vụ 2024", starts_on=dt.date(2024, 6, 1), ends_on=dt.date(2024, 11, 30))
    last = make_round(old, 6, starts_on=dt.date(2024, 10, 24), ends_on=dt.date(2024, 11, 2))
    assert round_before(rounds[0]) == last
    assert round_before(last) is None


@pytest.mark.parametrize("body", [{}, {"token": "x"}])
def test_a_copy_without_a_proper_token_is_no_error(client, rounds, plots, field, body):
    assert client.post(grid(rounds[1], "estimate-copy"), body).status_code == 302


def test_search_and_missing_narrow_the_grid(client, rounds, plots, field):
    estimate(rounds[1], plots[0])
    shown = client.get(grid(rounds[1]), {"missing": "on"}).context["lines"]
    assert [line["code"] for line in shown] == [plots[1].code]
    shown = client.get(grid(rounds[1]), {"search": "012"}).context["lines"]
    assert [line["code"] for line in shown] == [plots[0].code]


def test_retired_plots_are_not_estimated(client, rounds, plots, field):
    Plot.objects.of(field.cooperative).filter(pk=plots[0].pk).update(status=Plot.Status.RETIRED)
    assert [line["code"] for line in client.get(grid(rounds[1])).context["lines"]] == [plots[1].code]


def test_expected_grams_of_a_season_by_household_plot_and_round(rounds, plots, coop):
    second = make_plot(plots[0].household)
    for of_round, plot, grams in ((rounds[0], plots[0], 1), (rounds[1], plots[0], 2), (rounds[1], second, 4)):
        estimate(of_round, plot, grams)
    season = rounds[0].season
    assert estimated_g(coop, season, plots[0].household) == 7
    assert estimated_g(coop, season, plots[1].household) is None
    assert estimated_by(season, "household") == {plots[0].household_id: 7}
    assert estimated_by(season, "plot") == {plots[0].pk: 3, second.pk: 4}
    assert estimated_by(season, "round") == {rounds[0].pk: 1, rounds[1].pk: 6}


def test_the_list_shows_estimates_beside_what_came(client, coop, field):
    season = make_scale(field)
    plot = make_plot(make_household(coop, "012"))
    of_round = season.rounds.get()
    estimate(of_round, plot, 90_000)
    make_ticket(field, "012")
    url = reverse("estimate-list", args=[coop.slug, season.pk])
    [row] = client.get(url).context["rows"]
    assert (row["expected"], row["came"], row["over"]) == ("90", "91,5", True)
    assert client.get(url, {"format": "csv"}).content.decode().count("012-1") == 1


def test_a_reader_reads_and_a_stranger_finds_nothing(client, coop, rounds, plots):
    listed = reverse("estimate-list", args=[coop.slug, rounds[0].season_id])
    client.force_login(make_seat(coop, "sales").user)
    assert client.get(listed).status_code == 200
    assert client.post(grid(rounds[1]), typed(plots[0])).status_code == 403
    assert client.post(grid(rounds[1], "estimate-copy"), typed(plots[0])).status_code == 403
    client.force_login(make_seat(make_coop("an-phu"), "field").user)
    for url in (listed, grid(rounds[1]), grid(rounds[1], "estimate-copy")):
        assert client.get(url).status_code == 404
        assert client.post(url, typed(plots[0])).status_code == 404
    assert not YieldEstimate.objects.of(coop).exists()


def test_rounds_and_seasons_that_are_not_there_are_not_found(client, coop, rounds, field):
    for address in ((99_999, 4), (rounds[0].season_id, 9)):
        assert client.get(reverse("estimate-grid", args=[coop.slug, *address])).status_code == 404
    assert client.get(reverse("estimate-list", args=[coop.slug, 99_999])).status_code == 404


def test_list_and_grid_cost_the_same_at_3_plots_and_at_40(client, coop, rounds, field, django_assert_max_num_queries):
    urls = [reverse("estimate-list", args=[coop.slug, rounds[0].season_id]), grid(rounds[1])]

    def cost(url):
        client.get(url)
        with django_assert_max_num_queries(12) as found:
            client.get(url)
        return len(found)

    for _ in range(3):
        estimate(rounds[0], make_plot(make_household(coop)))
    few = [cost(url) for url in urls]
    for _ in range(37):
        estimate(rounds[0], make_plot(make_household(coop)))
    assert [cost(url) for url in urls] == few


def test_saving_many_rows_takes_few_statements(client, coop, rounds, field, django_assert_max_num_queries):
    plots = [make_plot(make_household(coop)) for _ in range(40)]
    body = {}
    for plot in plots:
        body |= typed(plot)
    client.get(grid(rounds[1]))
    with django_assert_max_num_queries(30):
        assert client.post(grid(rounds[1]), body).status_code == 302
    assert YieldEstimate.objects.of(coop).count() == 40
