"""Builds plot boundaries for tests by their corners in metres round one place in Ta Hoc, read as a file would be."""

import json

from growers.rules.boundaries_reading import read_boundary

LAT, LON = 21.25, 104.05
METRES_NORTH, METRES_EAST = 110_720, 103_790  # one degree at that place


def polygon(*corners, holes=()):
    """A plot by its corners, (east, north)."""
    return read_boundary(json.dumps({"type": "Polygon", "coordinates": [ring(*corners), *(ring(*h) for h in holes)]}))


def ring(*corners):
    closed = [*corners, corners[0]]
    return [[LON + east / METRES_EAST, LAT + north / METRES_NORTH] for east, north in closed]


def square(east=0, north=0, side=100):
    return ((east, north), (east + side, north), (east + side, north + side), (east, north + side))


def multi(*polygons):
    return {"type": "MultiPolygon", "coordinates": [part["coordinates"] for part in polygons]}


def moved(geometry, change):
    rings = [[change(*position) for position in line] for line in geometry["coordinates"]]
    return read_boundary(json.dumps({"type": "Polygon", "coordinates": rings}))


PLOT = polygon(*square())
