"""What must hold of a plot, what only looks odd, and how a planting is drawn."""

import datetime as dt
from decimal import Decimal

import pytest

from coopsite.formats.parsing import Unreadable
from growers.rules.plots import (
    CODES,
    GPS_CODES,
    Stage,
    judge_plot,
    lighter,
    nearest,
    read_gps,
    timeline,
)
from growers.tests.boundary_builders import PLOT, multi, polygon, square
from growers.wording import WORDING

TODAY = dt.date(2025, 9, 8)
DENSITY = (700, 1_400)


def codes(stages=(), **facts):
    return judge_plot({"area_m2": 10_000, **facts}, stages=stages, density=DENSITY, today=TODAY).codes


def test_every_code_has_a_sentence():
    assert WORDING.keys() >= CODES | GPS_CODES


@pytest.mark.parametrize(
    ("area", "found"),
    [(99, ("area_too_small",)), (100, ()), (500_000, ()), (500_001, ("area_too_large",)), (None, ())],
)
def test_a_plot_has_a_hundredth_to_fifty_hectares(area, found):
    assert codes(area_m2=area) == found


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"planted_year": 2025}, ()),
        ({"planted_year": 2026}, ("planted_in_future",)),
        ({"planted_year": 1949}, ("planted_long_ago",)),
        ({"planted_year": 2019, "first_crop_year": 2019}, ()),
        ({"planted_year": 2019, "first_crop_year": 2018}, ("first_crop_before_planted",)),
        ({"first_crop_year": 1900}, ("first_crop_before_planted",)),
        ({"planted_year": 2025, "first_crop_year": 2027}, ()),
        ({"first_crop_year": 2036}, ("first_crop_far",)),
    ],
)
def test_years_follow_each_other(facts, found):
    assert codes(**facts) == found


@pytest.mark.parametrize(
    ("area", "posts", "found"),
    [
        (10_000, 699, ("posts_sparse",)),
        (10_000, 700, ()),
        (10_000, 1_400, ()),
        (10_000, 1_401, ("posts_dense",)),
        (5_000, 701, ("posts_dense",)),
        (5_000, None, ()),
        (20_000, 0, ()),
    ],
)
def test_density_of_posts_only_warns(area, posts, found):
    verdict = judge_plot({"area_m2": area, "posts": posts}, density=DENSITY, today=TODAY)
    assert verdict.codes == found and verdict.allowed


def test_the_density_warning_names_the_density_and_its_bounds():
    (reason,) = judge_plot({"area_m2": 20_000, "posts": 1_000}, density=DENSITY, today=TODAY).warnings
    assert (reason.data["per_ha"], reason.data["low"], reason.data["high"]) == (500, 700, 1_400)


def test_fewer_plants_than_posts_and_a_newest_stage_that_disagrees_are_odd():
    assert codes(posts=1_000, plants=999) == ("plants_fewer_than_posts",)
    stages = [Stage(2021, posts=1_000), Stage(2019, posts=200)]
    assert codes(stages, posts=1_000) == ()
    assert codes(stages, posts=900) == ("stage_posts_differ",)


@pytest.mark.parametrize(
    ("stages", "found"),
    [
        ([Stage(2019, posts=40), Stage(2021, plants=160)], ()),
        ([Stage(None, posts=40)], ("stage_without_year",)),
        ([Stage(2019)], ("stage_without_count",)),
        ([Stage(2019, posts=1), Stage(2019, posts=2)], ("stage_year_twice",)),
        ([Stage(2026, posts=1)], ("stage_in_future",)),
        ([Stage(1949, posts=1)], ("stage_long_ago",)),
    ],
)
def test_each_stage_has_a_year_of_its_own_and_a_count(stages, found):
    assert codes(stages) == found


@pytest.mark.parametrize(
    "text",
    [
        "21.25012, 104.05003",
        "21,25012; 104,05003",
        "21.25012 104.05003",
        " 21.25012N, 104.05003E ",
        "21.25012/104.05003",
    ],
)
def test_a_place_is_read_as_phones_copy_it(text):
    assert read_gps(text) == (Decimal("21.250120"), Decimal("104.050030"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "gps_unreadable"),
        ("21.25", "gps_unreadable"),
        ("here", "gps_unreadable"),
        ("21.25.12, 104.05", "gps_unreadable"),
        ("٢١, ١٠٤", "gps_unreadable"),
        ("104.05003, 21.25012", "gps_swapped"),
        ("48.85, 2.35", "gps_outside"),
        ("0, 0", "gps_outside"),
    ],
)
def test_a_place_elsewhere_or_none_is_refused(text, code):
    with pytest.raises(Unreadable) as refusal:
        read_gps(text)
    assert refusal.value.code == code


def test_swapped_degrees_come_with_what_was_probably_meant():
    with pytest.raises(Unreadable) as refusal:
        read_gps("104.05003, 21.25012")
    assert refusal.value.readings == ("21.250120, 104.050030",)


def test_the_timeline_steps_from_stage_to_stage_and_reaches_this_year():
    stages = [Stage(2023, posts=350), Stage(2019, posts=40), Stage(2021, posts=160)]
    bars = timeline(stages, until=2025, width=700, height=100)
    assert [(bar.stage.year, bar.x, bar.width) for bar in bars] == [(2019, 0, 200), (2021, 200, 200), (2023, 400, 300)]
    assert [bar.height for bar in bars] == [11, 45, 100]
    assert [bar.y + bar.height for bar in bars] == [100] * 3


def test_the_timeline_counts_plants_where_nothing_stands_on_posts():
    assert [bar.amount for bar in timeline([Stage(2020, plants=50)], until=2025, width=100, height=10)] == [50]
    assert timeline([Stage(2020)], until=2025, width=100, height=10) == []
    assert timeline([], until=2025, width=100, height=10) == []


def test_neighbours_come_nearest_first_and_none_from_far_away():
    here = (21.25, 104.05)
    others = [("north", 21.255, 104.05), ("east", 21.25, 104.051), ("far", 21.35, 104.05)]
    assert nearest(here, others) == [("east", pytest.approx(104, abs=1)), ("north", pytest.approx(557, abs=1))]
    assert nearest(here, others, most=1)[0][0] == "east"


def test_a_lighter_boundary_stays_closed_and_keeps_its_kind():
    light = lighter(PLOT, decimals=3)
    (ring,) = light["coordinates"]
    assert ring[0] == ring[-1] and all(round(x, 3) == x for point in ring for x in point)
    parts = lighter(multi(PLOT, polygon(*square(300))))
    assert parts["type"] == "MultiPolygon" and len(parts["coordinates"]) == 2
