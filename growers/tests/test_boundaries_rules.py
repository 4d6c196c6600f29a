"""How boundaries are measured, and what is flagged against the typed area and the plots beside."""

import inspect
import math
import re

import pytest

from growers.rules import boundaries_judging, boundaries_reading
from growers.rules.boundaries_judging import Limits, area_m2, centre, judge_boundary
from growers.tests.boundary_builders import LAT, LON, METRES_EAST, METRES_NORTH, PLOT, multi, polygon, square


def only(reasons):
    (reason,) = reasons
    return reason


def test_a_hectare_is_a_hectare_on_the_ellipsoid():
    """Checked against the radii of curvature of WGS84, without the library that the rule uses."""
    a, e2 = 6_378_137, 0.00669437999014
    bend = 1 - e2 * math.sin(math.radians(LAT)) ** 2
    north = a * (1 - e2) / bend**1.5 * math.radians(0.01)
    east = a / math.sqrt(bend) * math.cos(math.radians(LAT)) * math.radians(0.01)
    box = [[LON, LAT - 0.005], [LON + 0.01, LAT - 0.005], [LON + 0.01, LAT + 0.005], [LON, LAT + 0.005]]
    measured = area_m2({"type": "Polygon", "coordinates": [[*box, box[0]]]})
    assert measured == pytest.approx(north * east, rel=1e-5)
    on_a_sphere = a**2 * math.radians(0.01) ** 2 * math.cos(math.radians(LAT))
    assert on_a_sphere / measured == pytest.approx(1.005, abs=0.0005)


def test_area_of_an_eighth_of_the_earth_is_the_published_one():
    """Karney, GeographicLib, planimeter test of the octant."""
    octant = [[0, 90], [0, 0], [90, 0], [0, 90]]
    assert area_m2({"type": "Polygon", "coordinates": [octant]}) == pytest.approx(63_758_202_715_511, abs=2e6)


def test_area_takes_holes_out_adds_parts_and_ignores_direction():
    whole = area_m2(PLOT)
    assert isinstance(whole, int) and 9_980 < whole < 10_020
    with_pond = area_m2(polygon(*square(), holes=[square(40, 40, 20)]))
    assert whole - with_pond == pytest.approx(400, abs=2)
    assert area_m2({"type": "Polygon", "coordinates": [PLOT["coordinates"][0][::-1]]}) == whole
    assert area_m2(multi(PLOT, polygon(*square(200)))) == pytest.approx(2 * whole, abs=1)


def test_centre_is_latitude_first():
    assert centre(PLOT) == pytest.approx((LAT + 50 / METRES_NORTH, LON + 50 / METRES_EAST), abs=1e-6)


@pytest.mark.parametrize(
    ("side", "codes"),
    [(9, ("boundary_too_small",)), (11, ()), (700, ()), (710, ("boundary_too_large",))],
)
def test_size_from_a_hundredth_to_fifty_hectares(side, codes):
    verdict = judge_boundary(polygon(*square(side=side)))
    assert verdict.codes == codes and verdict.allowed == (not codes)


def test_difference_to_the_typed_area_has_both_numbers():
    drawn = area_m2(PLOT)
    reason = only(judge_boundary(PLOT, typed_m2=8_000).warnings)
    assert reason.code == "boundary_area_differs"
    assert (reason.data["drawn_m2"], reason.data["typed_m2"]) == (drawn, 8_000)
    assert reason.data["difference_bp"] == (drawn - 8_000) * 10_000 // 8_000


@pytest.mark.parametrize(("share", "differs"), [(1.149, False), (1.151, True), (0.851, False), (0.849, True)])
def test_fifteen_percent_of_the_typed_area(share, differs):
    typed_m2 = round(area_m2(PLOT) / share)
    assert bool(judge_boundary(PLOT, typed_m2=typed_m2).codes) == differs
    assert judge_boundary(PLOT, typed_m2=typed_m2, limits=Limits(area_difference_bp=1_600)).codes == ()


@pytest.mark.parametrize("typed_m2", [None, 0])
def test_no_typed_area_no_difference(typed_m2):
    assert judge_boundary(PLOT, typed_m2=typed_m2).codes == ()


def test_plots_that_share_an_edge_or_a_corner_do_not_overlap():
    beside = [("097-2", polygon(*square(100))), ("098-1", polygon(*square(100, 100)))]
    stepped = ("099-1", polygon((0, 100), (37, 100), (61.3, 100), (100, 100), (100, 200), (0, 200)))
    assert judge_boundary(PLOT, neighbours=[*beside, stepped]).codes == ()


def test_an_overlap_names_the_neighbour_the_area_and_the_place():
    far = ("001-1", polygon(*square(5_000)))
    verdict = judge_boundary(PLOT, neighbours=[far, ("097-2", polygon(*square(90))), ("no boundary", None)])
    reason = only(verdict.warnings)
    assert verdict.allowed and reason.code == "boundary_overlaps"
    assert reason.data["label"] == "097-2"
    assert reason.data["overlap_m2"] == pytest.approx(1_000, abs=5)
    assert reason.data["share_bp"] == pytest.approx(1_000, abs=5)
    assert reason.data["lon"] == pytest.approx(LON + 95 / METRES_EAST, abs=1e-5)


@pytest.mark.parametrize(
    ("side", "depth", "flagged"),
    [(50, 0.9, False), (50, 1.1, True), (200, 1.9, False), (200, 2.1, True)],
)
def test_tolerance_is_fifty_square_metres_or_one_percent_of_the_smaller(side, depth, flagged):
    smaller, larger = polygon(*square(side=side)), polygon(*square(side - depth, 0, 300))
    for one, other in ((smaller, larger), (larger, smaller)):
        assert bool(judge_boundary(one, neighbours=[("x", other)]).warnings) == flagged


def test_a_plot_in_the_hole_of_another_does_not_overlap():
    around = polygon(*square(-50, -50, 200), holes=[square(0.5, 0.5, 99)])
    reason = only(judge_boundary(PLOT, neighbours=[("round it", around)]).warnings)
    assert reason.data["overlap_m2"] == pytest.approx(199, abs=2)
    around = polygon(*square(-50, -50, 200), holes=[square()])
    assert judge_boundary(PLOT, neighbours=[("round it", around)]).codes == ()


def test_a_plot_over_the_rim_of_a_hole_counts_the_hole_out():
    pond = polygon(*square(-50, -50, 200), holes=[square(20, 20, 60)])
    reason = only(judge_boundary(PLOT, neighbours=[("round the pond", pond)]).warnings)
    assert reason.data["overlap_m2"] == pytest.approx(10_000 - 3_600, abs=10)


def test_the_same_land_twice_is_the_whole_of_it():
    reason = only(judge_boundary(PLOT, neighbours=[("097-2", PLOT)]).warnings)
    assert reason.data["share_bp"] == 10_000 and reason.data["overlap_m2"] == area_m2(PLOT)


def test_every_neighbour_that_overlaps_is_named_even_one_drawn_badly():
    bow_tie = polygon((90, 0), (190, 100), (190, 0), (90, 100))
    two = multi(polygon(*square(-80)), polygon(*square(400)))
    spike = polygon((0, 80), (100, 80), (100, 180), (300, 180), (100, 180), (0, 180))
    neighbours = [("bow-tie", bow_tie), ("two parts", two), ("spike", spike)]
    verdict = judge_boundary(PLOT, neighbours=neighbours)
    assert [reason.data["label"] for reason in verdict.warnings] == ["bow-tie", "two parts", "spike"]
    within = judge_boundary(multi(PLOT, polygon(*square(300))), neighbours=[("two parts", two)])
    assert within.codes == ("boundary_several_parts", "boundary_overlaps")


@pytest.mark.parametrize("room", [boundaries_judging, boundaries_reading])
def test_every_code_is_on_the_list_that_wording_is_checked_against(room):
    named = re.findall(r'"(boundary_\w+)"', inspect.getsource(room))
    assert {code for code in named if named.count(code) > 1} == set(named) == set(room.CODES)
