"""What the director's page says of its facts: the season shown, key figures, the series of its charts, the steps."""

import datetime as dt

import pytest

from harvests.rules import dashboard as rules
from harvests.rules.dashboard_facts import Book, DayGrade, Facts, Price, Sold, Standing
from harvests.tests.dashboard_facts import GRADES, L1, L2, OFF, ROUNDS, TODAY, day, make_facts, make_line, make_season

# --- which season, which round ----------------------------------------------------------------------------------------


def test_the_running_season_is_shown_and_the_main_crop_first():
    main, other = make_season(1, crop=1), make_season(2, crop=2)
    assert rules.season_shown([other, main], 1, TODAY) is main
    assert rules.season_shown([other, main], 2, TODAY) is other
    assert rules.season_shown([other], 1, TODAY) is other


def test_out_of_season_the_last_one_is_shown_until_the_next_is_near():
    last, following = make_season(1), make_season(2, year=1)
    seasons = [last, following]
    assert rules.season_shown(seasons, 1, dt.date(2026, 1, 10)) is last
    assert rules.season_shown(seasons, 1, following.starts_on - rules.EVE) is following
    assert rules.season_shown([following], 1, TODAY) is following
    assert rules.season_shown([], 1, TODAY) is None


def test_a_chosen_season_is_shown_and_an_unknown_choice_is_none():
    last, now = make_season(1, year=-1), make_season(2)
    assert rules.season_shown([last, now], 1, TODAY, chosen=1) is last
    assert rules.season_shown([last, now], 1, TODAY, chosen=9) is now
    assert rules.season_before([last, now], now) is last
    assert rules.season_before([last, now], last) is None
    assert rules.season_before([make_season(1, crop=2, year=-1), now], now) is None


@pytest.mark.parametrize(
    ("today", "like"),
    [("02/09", "07/08"), ("08/09", "13/08"), ("01/09", None), ("07/08", None), ("29/09", "03/09"), ("07/10", None)],
)
def test_a_day_is_compared_with_its_like_in_the_round_before(today, like):
    """The tenth day of a round has no like in one of seven days, and the first round none at all."""
    season = make_season(rounds=ROUNDS)
    assert rules.like_day(season, None, day(today)) == (day(like) if like else None)


def test_the_first_round_of_a_season_is_compared_with_the_last_of_the_season_before():
    before, season = make_season(1, rounds=ROUNDS, year=-1), make_season(2, rounds=ROUNDS)
    assert rules.like_day(season, before, day("08/08")) == before.rounds[-1].starts_on + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("now", "then", "change"),
    [(110, 100, 1_000), (90, 100, -1_000), (9, 9, 0), (5, 0, None), (1, 3, -6_667), (2, 3, -3_333), (0, 7, -10_000)],
)
def test_a_change_is_in_basis_points_rounded_half_away_from_nothing(now, then, change):
    assert rules.change_bp(now, then) == change


# --- figures ----------------------------------------------------------------------------------------------------------


def test_figures_count_the_shown_season_only_and_export_without_the_home_market():
    before = make_season(1, year=-1)
    facts = make_facts(
        before=before,
        totals=[
            DayGrade(2, TODAY, 24, 1, 6_000_000, 120_000_000), DayGrade(2, TODAY, 24, 6, 1_000_000, 0),
            DayGrade(1, day("07/09"), None, 1, 99_000_000, 1),
        ],
        standing=Standing(unpriced=1, unpriced_g=1_000_000),
        sold=[Sold("VN", "", 50_000_000), Sold("JP", "", 7_000_000), Sold("CN", "", 3_000_000)],
    )  # fmt: skip
    found = rules.figures(facts)
    assert (found.net_g, found.amount_vnd, found.mean_vnd) == (7_000_000, 120_000_000, 20_000)
    assert found.exported_g == 10_000_000
    assert found.today.tickets == 3
    assert (found.round.number, found.coming.number) == (4, 5)


def test_figures_stand_without_anything():
    found = rules.figures(Facts(TODAY, []))
    assert found.today == Book(TODAY)
    assert (found.same_day, found.round, found.coming, found.mean_vnd) == (None, None, None, None)
    assert (found.net_g, found.exported_g, found.orders, found.remaining_g, found.late) == (0, 0, 0, 0, 0)


def test_today_stands_beside_its_like_day():
    like = day("13/08")
    facts = make_facts(books={TODAY: Book(TODAY, 3, 10), like: Book(like, 2, 8)})
    assert rules.figures(facts).same_day.net_g == 8
    assert rules.figures(make_facts()).same_day is None


def test_orders_are_open_by_what_is_left_and_late_by_their_window():
    facts = make_facts(
        orders=[
            make_line(1, 1, 10, 4), make_line(1, 2, 5, 5), make_line(2, 1, 7, 0, to="07/09"),
            make_line(3, None, 0, 0, to="01/09", status="draft"),
        ]
    )  # fmt: skip
    found = rules.figures(facts)
    assert (found.orders, found.remaining_g, found.late) == (3, 13, 1)


# --- series -----------------------------------------------------------------------------------------------------------


def test_the_window_is_a_fortnight_that_ends_today_or_with_the_last_fruit():
    totals, season = make_facts().totals, make_season()
    assert rules.window(totals, season, TODAY)[0] == day("26/08")
    assert rules.window(totals, season, TODAY)[-1] == TODAY
    assert rules.window(totals, season, day("21/09"))[-1] == day("21/09")
    assert rules.window(totals, season, day("22/09"))[-1] == TODAY
    assert len(rules.window(totals, season, day("22/09"))) == 14
    assert rules.window([], season, TODAY) == []
    assert rules.window(totals, None, TODAY) == []


def test_a_days_grams_come_by_grade_and_only_of_grades_that_came():
    days = [day("07/09"), TODAY]
    found = rules.by_day(make_facts().totals, make_season(), GRADES, days)
    assert [(grade.name, values) for grade, values in found] == [("L1", [0, 6_000_000]), ("L2", [0, 4_000_000])]


def test_a_price_holds_from_its_day_on_and_only_the_buying_channel_counts():
    def at(text, price, channel="export", grade=1):
        return Price(dt.datetime.combine(day(text), dt.time(5), dt.UTC), grade, channel, price)

    prices = [at("05/09", 21_000), at("01/09", 20_000), at("06/09", 1, "market"), at("06/09", 2, grade=2)]
    days = [day("31/08"), day("04/09"), day("05/09"), TODAY]
    assert rules.price_by_day(prices, L1, days) == [None, 20_000, 21_000, 21_000]
    assert rules.price_by_day(prices, None, days) == [None] * 4
    assert [price.price_vnd for price in rules.prices_now(prices)] == [1, 2]
    assert rules.prices_now([]) == []


def test_a_sum_grows_by_the_day_of_the_season():
    totals = [DayGrade(2, day(text), None, 1, grams, 0) for text, grams in (("25/06", 5), ("22/06", 1), ("25/06", 2))]
    series = rules.growing_sum(totals, make_season(), TODAY)
    assert series == [(2, 1), (5, 8)]
    assert [rules.sum_at(series, place) for place in (0, 2, 4, 5, 99)] == [0, 1, 1, 8, 8]
    assert rules.growing_sum(totals, make_season(), day("24/06")) == [(2, 1)]
    assert rules.growing_sum(totals, None, TODAY) == []


def test_the_shares_of_a_round_make_a_whole():
    totals = [DayGrade(2, TODAY, 24, grade, grams, 0) for grade, grams in ((1, 1), (2, 1), (4, 1))]
    totals += [DayGrade(2, TODAY, None, 1, 500, 0), DayGrade(1, TODAY, 13, 1, 500, 0)]
    [mix] = rules.mixes(totals, make_season(rounds=ROUNDS), [L1, L2, OFF])
    assert (mix.number, mix.net_g) == (4, 3)
    assert sorted(mix.shares_bp) == [3_333, 3_333, 3_334]
    assert rules.mixes(totals, None, GRADES) == []


def test_markets_carry_what_they_got_and_what_they_wait_for():
    facts = make_facts(
        sold=[Sold("CN", "Trung Quốc", 5), Sold("VN", "Việt Nam", 90)],
        orders=[make_line(1, 1, 20, 8), make_line(2, 1, 10, 0, market="VN")],
    )
    found = [(market.code, market.delivered_g, market.remaining_g) for market in rules.markets(facts)]
    assert found == [("VN", 90, 10), ("JP", 0, 12), ("CN", 5, 0)]


# --- steps -----------------------------------------------------------------------------------------------------------


def test_the_steps_of_a_season_are_ticked_one_by_one():
    names = ["households", "land", "season", "prices", "orders", "ticket"]
    assert rules.steps(Facts(TODAY, [])) == [(name, False) for name in names]
    assert rules.steps(make_facts()) == [(name, True) for name in names]
    assert dict(rules.steps(make_facts(standing=Standing(households=1, plots=1))))["land"] is False
    assert dict(rules.steps(make_facts(season=make_season())))["season"] is False
    other = [DayGrade(1, TODAY, None, 1, 5, 5)]
    assert dict(rules.steps(make_facts(totals=other)))["ticket"] is False
