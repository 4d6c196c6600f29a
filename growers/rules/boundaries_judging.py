"""Judges a plot boundary: its shape, its place, its geodesic area, and what it takes from the plots beside it."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any, NamedTuple

from geographiclib.geodesic import Geodesic

from growers.rules.verdicts import Reason, Verdict

Geometry = Mapping[str, Any]
CODES = (
    "boundary_too_many_parts",
    "boundary_too_many_points",
    "boundary_projected_metres",
    "boundary_swapped",
    "boundary_outside",
    "boundary_open",
    "boundary_too_few_points",
    "boundary_flat",
    "boundary_crosses_itself",
    "boundary_hole_misplaced",
    "boundary_parts_overlap",
    "boundary_too_large",
    "boundary_too_small",
    "boundary_area_differs",
    "boundary_far_from_commune",
    "boundary_several_parts",
    "boundary_overlaps",
)
METRES_FROM = 1_000  # no degree is that large, no projected coordinate of Vietnam that small
TOO_MUCH = {"boundary_too_many_points", "boundary_too_many_parts"}
PLACE = re.compile(r"\[(\S+) (\S+?)\]")


class Box(NamedTuple):
    """Limits in degrees, edges included."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, lon: float, lat: float) -> bool:
        return self.south <= lat <= self.north and self.west <= lon <= self.east


# Coarse on purpose, to catch a wrong file and not to settle a border: the mainland with its coastal islands, and the
# archipelagos of Hoang Sa and Truong Sa.
VIETNAM = (Box(8.3, 102.1, 23.4, 109.5), Box(6.5, 111.0, 17.2, 117.5))


@dataclass(frozen=True)
class Limits:
    """What counts as absurd or as different; areas in m2, shares in basis points (workflow.md M6, rule R12)."""

    min_m2: int = 100
    max_m2: int = 500_000
    max_points: int = 2_000
    max_parts: int = 10
    area_difference_bp: int = 1_500
    overlap_m2: int = 50
    overlap_bp: int = 100
    commune_m: int = 30_000


LIMITS = Limits()


def judge_boundary(
    geometry: Geometry,
    *,
    typed_m2: int | None = None,
    neighbours: Iterable[tuple[str, Geometry | None]] = (),
    bounds: Iterable[Box] = VIETNAM,
    commune_centre: tuple[float, float] | None = None,
    limits: Limits = LIMITS,
) -> Verdict:
    """Every reason against a geometry that `read_boundary` gave; places are `lat`/`lon`, parts count from 1.

    `neighbours` are the other plots of the co-operative as (label, geometry or None).
    `commune_centre` is (lat, lon). Area and overlap are only asked of a shape that is whole and in its place.
    """
    parts = _parts(geometry)
    refused = [*_size_reasons(parts, limits), *_place_reasons(list(_positions(parts)), tuple(bounds))]
    if not _codes(refused) & TOO_MUCH:
        refused += [reason for part, rings in enumerate(parts, 1) for reason in _ring_reasons(part, rings)]
    if _codes(refused) - {"boundary_open"}:
        return Verdict(refused=tuple(refused))
    drawn_m2 = area_m2(geometry)
    refused += [*_area_reasons(drawn_m2, limits), *_parts_overlap(parts, limits)]
    warnings = [*_differences(drawn_m2, typed_m2, limits), *_distance(geometry, commune_centre, limits)]
    if len(parts) > 1:
        warnings.append(Reason("boundary_several_parts", {"count": len(parts)}))
    warnings += _overlaps(geometry, drawn_m2, neighbours, limits)
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def area_m2(geometry: Geometry) -> int:
    """Area on the WGS84 ellipsoid with geodesic edges, holes taken out, rounded to whole square metres.

    Browser maps measure on a sphere, which gives 0.5 % more in northern Vietnam: theirs is not the truth.
    """
    area = 0.0
    for outer, *holes in _parts(geometry):
        area += _ring_m2(outer) - sum(map(_ring_m2, holes))
    return round(area)


def centre(geometry: Geometry) -> tuple[float, float]:
    """(lat, lon) of the middle of the surrounding box: good for a pin on a map, not always inside the plot."""
    west, south, east, north = _box(geometry)
    return (south + north) / 2, (west + east) / 2


def _parts(geometry: Geometry) -> list[list[list[list[float]]]]:
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else list(geometry["coordinates"])


def _positions(parts: list) -> Iterator[list[float]]:
    return (position for rings in parts for ring in rings for position in ring)


def _box(geometry: Geometry) -> tuple[float, float, float, float]:
    lons, lats = zip(*_positions(_parts(geometry)), strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _codes(reasons: list[Reason]) -> set[str]:
    return {reason.code for reason in reasons}


def _ring_m2(ring: list[list[float]]) -> float:
    polygon = Geodesic.WGS84.Polygon()
    for lon, lat in ring:
        polygon.AddPoint(lat, lon)
    return abs(polygon.Compute(False, True)[2])


def _size_reasons(parts: list, limits: Limits) -> Iterator[Reason]:
    if len(parts) > limits.max_parts:
        yield Reason("boundary_too_many_parts", {"count": len(parts), "limit": limits.max_parts})
    count = sum(1 for _ in _positions(parts))
    if count > limits.max_points:
        yield Reason("boundary_too_many_points", {"count": count, "limit": limits.max_points})


def _ring_reasons(part: int, rings: list[list[list[float]]]) -> Iterator[Reason]:
    """At most one of each code: the first ring that shows it speaks for the part."""
    yield from _open_rings(part, rings)
    fewest = min(len(set(map(tuple, ring))) for ring in rings)
    if fewest < 3:
        yield Reason("boundary_too_few_points", {"part": part, "count": fewest})
    elif any(map(_is_flat, rings)):
        yield Reason("boundary_flat", {"part": part})
    else:
        yield from _crossings(part, rings)


def _is_flat(ring: list[list[float]]) -> bool:
    """Whether all corners lie on one straight line, to the last decimal that is kept."""
    x0, y0 = ring[0]
    x1, y1 = max(ring, key=lambda position: math.dist(position, ring[0]))
    length = math.dist((x0, y0), (x1, y1))
    return all(abs((x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)) <= 1e-7 * length for x, y in ring)


def _place_reasons(positions: list[list[float]], bounds: tuple[Box, ...]) -> Iterator[Reason]:
    """At most one of: metres instead of degrees, latitude and longitude swapped, outside the bounds."""
    for x, y in positions:
        if max(abs(x), abs(y)) >= METRES_FROM:
            yield Reason("boundary_projected_metres", {"x": x, "y": y, "system": _system(x, y)})
            return
    outside = [(lon, lat) for lon, lat in positions if not any(box.holds(lon, lat) for box in bounds)]
    if not outside:
        return
    if all(any(box.holds(lat, lon) for box in bounds) for lon, lat in positions):
        lat, lon = positions[0]
        yield Reason("boundary_swapped", {"lat": lat, "lon": lon})
        return
    lon, lat = outside[0]
    yield Reason("boundary_outside", {"lat": lat, "lon": lon, "count": len(outside), "of": len(positions)})


def _system(x: float, y: float) -> str:
    """VN-2000 and UTM cannot be told apart without the zone; Vietnamese papers write northing first, files easting."""
    if 11_300_000 <= x <= 13_100_000 and 700_000 <= y <= 2_700_000:
        return "web_mercator"
    easting, northing = sorted((x, y))
    return "vn2000_utm" if 100_000 <= easting <= 900_000 <= northing <= 2_700_000 else "unknown"


def _open_rings(part: int, rings: list[list[list[float]]]) -> Iterator[Reason]:
    for first, last in ((ring[0], ring[-1]) for ring in rings):
        if first != last:
            data = {"first_lat": first[1], "first_lon": first[0], "last_lat": last[1], "last_lon": last[0]}
            yield Reason("boundary_open", {"part": part, "gap_m": _gap_m(first, last), **data})
            return


def _gap_m(first: list[float], last: list[float]) -> int:
    """Good enough to recognise the gap on the ground, and answers for swapped and projected numbers as well."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    if max(map(abs, (*first, *last))) < METRES_FROM:
        dx, dy = dx * 111_320 * math.cos(math.radians(first[1])), dy * 111_320
    return round(math.hypot(dx, dy))


def _crossings(part: int, rings: list[list[list[float]]]) -> Iterator[Reason]:
    # shapely costs 0.25 s and 21 MB when first imported, so it is fetched where a boundary is really judged.
    from shapely import Polygon, is_valid_reason

    outer, *holes = rings
    asked = {"boundary_crosses_itself": Polygon(outer), "boundary_hole_misplaced": Polygon(outer, holes)}
    for code, shape in asked.items():
        reason = is_valid_reason(shape)
        if reason != "Valid Geometry":
            yield Reason(code, {"part": part, **_place(*map(float, PLACE.search(reason).groups()))})
            return


def _parts_overlap(parts: list, limits: Limits) -> Iterator[Reason]:
    solids = [(part, _solid({"type": "Polygon", "coordinates": rings})) for part, rings in enumerate(parts, 1)]
    for (part, one), (other_part, other) in combinations(solids, 2):
        shared = one.intersection(other)
        if _solid_m2(shared) > limits.overlap_m2:
            place = _place(*shared.representative_point().coords[0])
            yield Reason("boundary_parts_overlap", {"part": part, "other_part": other_part, **place})


def _place(lon: float, lat: float) -> dict[str, float]:
    return {"lat": round(lat, 6), "lon": round(lon, 6)}


def _area_reasons(drawn_m2: int, limits: Limits) -> Iterator[Reason]:
    if drawn_m2 > limits.max_m2:
        yield Reason("boundary_too_large", {"area_m2": drawn_m2, "limit_m2": limits.max_m2})
    if drawn_m2 < limits.min_m2:
        yield Reason("boundary_too_small", {"area_m2": drawn_m2, "limit_m2": limits.min_m2})


def _differences(drawn_m2: int, typed_m2: int | None, limits: Limits) -> Iterator[Reason]:
    if typed_m2 and abs(drawn_m2 - typed_m2) * 10_000 > limits.area_difference_bp * typed_m2:
        difference_bp = abs(drawn_m2 - typed_m2) * 10_000 // typed_m2
        data = {"drawn_m2": drawn_m2, "typed_m2": typed_m2, "difference_bp": difference_bp}
        yield Reason("boundary_area_differs", data)


def _distance(geometry: Geometry, commune_centre: tuple[float, float] | None, limits: Limits) -> Iterator[Reason]:
    if commune_centre is None:
        return
    distance_m = round(Geodesic.WGS84.Inverse(*centre(geometry), *commune_centre)["s12"])
    if distance_m > limits.commune_m:
        yield Reason("boundary_far_from_commune", {"distance_m": distance_m, "limit_m": limits.commune_m})


def _overlaps(
    geometry: Geometry, drawn_m2: int, neighbours: Iterable[tuple[str, Geometry | None]], limits: Limits
) -> Iterator[Reason]:
    """R12: more than 50 m2 or 1 % of the smaller plot, whichever is more, so that a walked edge may wander a little."""
    box = _box(geometry)
    near = [(label, other) for label, other in neighbours if other and _boxes_meet(box, _box(other))]
    own = _solid(geometry) if near else None
    for label, other in ((label, _solid(other)) for label, other in near):
        shared = own.intersection(other)
        overlap_m2 = _solid_m2(shared)
        smaller_m2 = min(drawn_m2, _solid_m2(other))
        tolerance_m2 = max(limits.overlap_m2, smaller_m2 * limits.overlap_bp // 10_000)
        if overlap_m2 > tolerance_m2:
            share_bp = overlap_m2 * 10_000 // smaller_m2
            data = {"label": label, "overlap_m2": overlap_m2, "share_bp": share_bp, "tolerance_m2": tolerance_m2}
            yield Reason("boundary_overlaps", {**data, **_place(*shared.representative_point().coords[0])})


def _boxes_meet(one: tuple, other: tuple) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _solid(geometry: Geometry):
    """The land as one valid shapely area: parts joined, and what an older, unjudged boundary got wrong mended."""
    from shapely import make_valid, union_all
    from shapely.geometry import shape

    return union_all([make_valid(shape({"type": "Polygon", "coordinates": rings})) for rings in _parts(geometry)])


def _solid_m2(solid) -> int:
    """Geodesic area of whatever polygons a shapely geometry holds; shared edges and corners count nothing."""
    polygons = [part for part in getattr(solid, "geoms", [solid]) if part.geom_type == "Polygon" and not part.is_empty]
    rings = ([ring.coords for ring in (polygon.exterior, *polygon.interiors)] for polygon in polygons)
    return area_m2({"type": "MultiPolygon", "coordinates": list(rings)})
