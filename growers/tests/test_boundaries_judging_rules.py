"""Which shapes and places the judge of boundaries refuses."""

import json
import math

import pytest

from growers.rules.boundaries_judging import VIETNAM, Limits, judge_boundary
from growers.rules.boundaries_reading import read_boundary
from growers.tests.boundary_builders import LAT, LON, METRES_EAST, METRES_NORTH, PLOT, moved, multi, polygon, square


def only(reasons):
    (reason,) = reasons
    return reason


def test_a_good_plot_has_nothing_against_it():
    verdict = judge_boundary(PLOT, typed_m2=10_000, commune_centre=(LAT, LON))
    assert verdict.allowed and verdict.codes == ()


def test_a_pond_is_no_fault():
    assert judge_boundary(polygon(*square(), holes=[square(40, 40, 20)])).codes == ()


def test_an_open_ring_names_both_ends_and_the_gap():
    geometry = {"type": "Polygon", "coordinates": [PLOT["coordinates"][0][:-1]]}
    reason = only(judge_boundary(geometry).refused)
    assert reason.code == "boundary_open"
    assert reason.data["part"] == 1 and reason.data["gap_m"] == pytest.approx(100, abs=2)
    assert (reason.data["first_lat"], reason.data["first_lon"]) == pytest.approx((LAT, LON))
    assert reason.data["last_lat"] == pytest.approx(LAT + 100 / METRES_NORTH)


def test_an_open_hole_is_open_too():
    closed = polygon(*square(), holes=[square(40, 40, 20)])["coordinates"]
    verdict = judge_boundary({"type": "Polygon", "coordinates": [closed[0], closed[1][:-1]]})
    assert verdict.codes == ("boundary_open",)
    both = judge_boundary({"type": "Polygon", "coordinates": [closed[0][:-1], closed[1][:-1]]}, typed_m2=5_000)
    assert both.codes == ("boundary_open", "boundary_area_differs")


SPIRAL = ((0, 0), (100, 0), (100, 100), (20, 100), (20, 20), (60, 20), (60, 130), (0, 130))


@pytest.mark.parametrize(
    ("corners", "crossing"),
    [
        (((0, 0), (100, 100), (100, 0), (0, 100)), (50, 50)),  # bow-tie
        (SPIRAL, (60, 100)),
        (((0, 0), (100, 0), (100, 50), (50, 0), (0, 50)), (50, 0)),  # touches its own edge
    ],
)
def test_a_crossing_is_refused_with_its_place(corners, crossing):
    reason = only(judge_boundary(polygon(*corners)).refused)
    assert reason.code == "boundary_crosses_itself"
    assert reason.data["lon"] == pytest.approx(LON + crossing[0] / METRES_EAST, abs=2e-6)
    assert reason.data["lat"] == pytest.approx(LAT + crossing[1] / METRES_NORTH, abs=2e-6)


def test_a_spiral_that_does_not_cross_is_fine():
    corners = ((0, 0), (100, 0), (100, 100), (20, 100), (20, 40), (60, 40), (60, 60), (40, 60), (40, 80), (80, 80))
    assert judge_boundary(polygon(*corners, (80, 20), (0, 20))).codes == ()


def test_the_part_that_crosses_is_named():
    bow_tie = polygon((200, 0), (300, 100), (300, 0), (200, 100))
    reason = only(judge_boundary(multi(PLOT, bow_tie)).refused)
    assert (reason.code, reason.data["part"]) == ("boundary_crosses_itself", 2)


@pytest.mark.parametrize("hole", [square(200, 0, 20), square(90, 40, 20)])
def test_a_hole_outside_the_plot_or_across_its_edge(hole):
    assert judge_boundary(polygon(*square(), holes=[hole])).codes == ("boundary_hole_misplaced",)


@pytest.mark.parametrize("corners", [((0, 0),), ((0, 0), (100, 0)), ((0, 0), (100, 0), (0, 0), (100, 0))])
def test_fewer_than_three_points(corners):
    reason = only(judge_boundary(polygon(*corners)).refused)
    assert reason.code == "boundary_too_few_points"
    assert reason.data == {"part": 1, "count": len(set(corners))}


def test_points_on_one_line():
    assert judge_boundary(polygon((0, 0), (100, 100), (50, 50), (20, 20))).codes == ("boundary_flat",)


def test_too_many_points_and_parts():
    circle = [(100 * math.cos(n / 400), 100 * math.sin(n / 400)) for n in range(2_500)]
    reason = only(judge_boundary(polygon(*circle)).refused)
    assert (reason.code, reason.data) == ("boundary_too_many_points", {"count": 2_501, "limit": 2_000})
    assert judge_boundary(polygon(*circle), limits=Limits(max_points=2_501)).codes == ()
    assert judge_boundary(polygon(*circle[::2], *circle[1::2])).codes == ("boundary_too_many_points",)
    parts = [polygon(*square(150 * n)) for n in range(11)]
    reason = only(judge_boundary(multi(*parts)).refused)
    assert (reason.code, reason.data) == ("boundary_too_many_parts", {"count": 11, "limit": 10})
    assert judge_boundary(multi(*parts[:10])).allowed


def test_parts_are_flagged_and_may_touch_but_not_overlap():
    beside = judge_boundary(multi(PLOT, polygon(*square(100))))
    assert beside.allowed and only(beside.warnings).data == {"count": 2}
    reason = only(judge_boundary(multi(PLOT, polygon(*square(200)), polygon(*square(90)))).refused)
    assert reason.code == "boundary_parts_overlap"
    assert (reason.data["part"], reason.data["other_part"]) == (1, 3)
    assert reason.data["lon"] == pytest.approx(LON + 95 / METRES_EAST, abs=1e-6)


def test_swapped_degrees_are_recognised_and_read_back():
    reason = only(judge_boundary(moved(PLOT, lambda lon, lat: [lat, lon])).refused)
    assert reason.code == "boundary_swapped"
    assert 21.2 < reason.data["lat"] < 21.3 and 104 < reason.data["lon"] < 104.1


@pytest.mark.parametrize(
    ("x", "y", "system"),
    [
        (401_500, 2_350_200, "vn2000_utm"),  # UTM 48N, easting first
        (2_350_200.25, 505_300.5, "vn2000_utm"),  # VN-2000 three-degree zone, northing first as on land papers
        (11_582_800, 2_420_600, "web_mercator"),
        (-8_000, 12, "unknown"),
    ],
)
def test_metres_are_not_degrees(x, y, system):
    metres = {"type": "Polygon", "coordinates": [[[x + dx, y + dy] for dx, dy in (*square(), (0, 0))]]}
    reason = only(judge_boundary(read_boundary(json.dumps(metres))).refused)
    assert (reason.code, reason.data["system"]) == ("boundary_projected_metres", system)
    assert reason.data["x"] == x


def test_the_gap_of_an_open_ring_is_known_in_metres_too():
    metres = {"type": "Polygon", "coordinates": [[[401_500, 2_350_200], [401_600, 2_350_200], [401_600, 2_350_300]]]}
    verdict = judge_boundary(metres)
    assert verdict.codes == ("boundary_projected_metres", "boundary_open")
    assert verdict.refused[1].data["gap_m"] == 141


@pytest.mark.parametrize("east", [-4, 8, 100])
def test_outside_vietnam_says_where(east):
    reason = only(judge_boundary(moved(PLOT, lambda lon, lat: [lon + east, lat])).refused)
    assert reason.code == "boundary_outside"
    assert (reason.data["count"], reason.data["of"]) == (5, 5)
    assert reason.data["lon"] == pytest.approx(LON + east)


def test_one_corner_astray():
    reason = only(judge_boundary(polygon((0, 0), (100, 0), (100, 9_000_000))).refused)
    assert (reason.code, reason.data["count"]) == ("boundary_outside", 1)


def test_a_part_that_is_swapped_alone_lies_outside():
    reason = only(judge_boundary(multi(moved(PLOT, lambda lon, lat: [lat, lon]), PLOT)).refused)
    assert (reason.code, reason.data["count"], reason.data["of"]) == ("boundary_outside", 5, 10)
    assert reason.data["lat"] > 104


@pytest.mark.parametrize(
    ("lat", "lon"), [(23.38, 105.32), (8.56, 104.73), (22.4, 102.15), (12.65, 109.46), (16.53, 111.6), (8.64, 111.92)]
)
def test_all_of_vietnam_is_inside_with_its_islands(lat, lon):
    assert any(box.holds(lon, lat) for box in VIETNAM)


def test_all_reasons_come_at_once():
    bow_tie = polygon((0, 0), (100, 100), (100, 0), (0, 100), (0, 40))["coordinates"][0][:-1]
    swapped = {"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in bow_tie]]}
    assert set(judge_boundary(swapped).codes) == {"boundary_swapped", "boundary_open", "boundary_crosses_itself"}


def test_far_from_its_commune():
    assert judge_boundary(PLOT, commune_centre=(LAT, LON + 0.28)).codes == ()
    reason = only(judge_boundary(PLOT, commune_centre=(LAT, LON + 0.3)).warnings)
    assert reason.code == "boundary_far_from_commune"
    assert reason.data["distance_m"] == pytest.approx(31_090, abs=100)
