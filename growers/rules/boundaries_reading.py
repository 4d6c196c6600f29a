"""Reads a plot boundary that somebody drew, pasted or uploaded (GeoJSON or KML) into one plain GeoJSON geometry."""

import json
import re
import reprlib
from itertools import pairwise
from typing import Any
from xml.parsers import expat

from growers.rules.verdicts import Reason

CODES = (
    "boundary_empty",
    "boundary_file_too_large",
    "boundary_zipped",
    "boundary_unknown_format",
    "boundary_bad_json",
    "boundary_bad_xml",
    "boundary_doctype",
    "boundary_no_area",
    "boundary_bad_position",
)
MAX_BYTES = 2_000_000
DECIMALS = 7  # one centimetre on the ground, finer than any receiver in an orchard
MAX_DEPTH = 64
LARGEST = 1e9  # metres of any projection stay far below

Position = list[float]
Ring = list[Position]

NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
NOT_AREAS = {"Point", "LineString", "Track", "Model", "GroundOverlay", "NetworkLink"}


class UnreadableBoundary(ValueError):
    """What was given holds no area that can be judged; `reason` has a code for wording, like those of a verdict."""

    def __init__(self, code: str, **data: Any):
        super().__init__(code)
        self.reason = Reason(code, data)


def read_boundary(source: str | bytes, *, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """One GeoJSON Polygon or MultiPolygon: lon/lat as given, two dimensions, 7 decimals, outer rings anticlockwise.

    `source` is GeoJSON (geometry, Feature, FeatureCollection) or KML, as text or as the bytes of a file in UTF-8,
    UTF-16 or an old code page. Points and lines beside an area are left out, equal neighbouring points merged.
    A ring that was given open stays open, and numbers stay what they were: `judge_boundary` says what is wrong.
    Raises UnreadableBoundary.
    """
    if len(source) > max_bytes:
        raise UnreadableBoundary("boundary_file_too_large", size=len(source), limit=max_bytes)
    if isinstance(source, bytes) and source.startswith(b"PK\x03\x04"):
        raise UnreadableBoundary("boundary_zipped")
    text = _decoded(source).lstrip("\ufeff").strip()
    if not text:
        raise UnreadableBoundary("boundary_empty")
    if text[0] not in "{[<":
        raise UnreadableBoundary("boundary_unknown_format")
    areas, other_kinds = _kml_areas(text) if text[0] == "<" else _geojson_areas(text)
    polygons = [_tidy(rings) for rings in areas if rings and rings[0]]
    if not polygons:
        raise UnreadableBoundary("boundary_no_area", found=sorted(other_kinds))
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _decoded(source: str | bytes) -> str:
    if isinstance(source, str):
        return source
    if source[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif source[1:2] == b"\0":
        encoding = "utf-16-le"
    elif source[:1] == b"\0":
        encoding = "utf-16-be"
    else:
        encoding = "utf-8"
    try:
        return source.decode(encoding)
    except UnicodeDecodeError:
        # Names in an old code page are lost here; tags and digits are not, and nothing else is read.
        return source.decode("latin-1")


def _geojson_areas(text: str) -> tuple[list[list[Ring]], set[str]]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableBoundary("boundary_bad_json", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets nested thousands deep
        raise UnreadableBoundary("boundary_bad_json", line=1, column=1) from None
    waiting, polygons, other_kinds = [document], [], set()
    while waiting:
        item = waiting.pop()
        kind = item.get("type") if isinstance(item, dict) else None
        if kind == "FeatureCollection":
            waiting.extend(reversed(_list(item.get("features"))))
        elif kind == "GeometryCollection":
            waiting.extend(reversed(_list(item.get("geometries"))))
        elif kind == "Feature":
            waiting.append(item.get("geometry"))
        elif kind == "Polygon":
            polygons.append(_list(item.get("coordinates")))
        elif kind == "MultiPolygon":
            polygons.extend(map(_list, _list(item.get("coordinates"))))
        elif kind is not None:
            other_kinds.add(_shown(kind))
    return [[_ring(ring) for ring in rings] for rings in polygons], other_kinds


def _list(value: Any) -> list:
    if not isinstance(value, list):
        raise _bad_position(value)
    return value


def _ring(raw: Any) -> Ring:
    return [_position(position) for position in _list(raw)]


def _position(raw: Any) -> Position:
    numbers = _list(raw)[:2]
    if len(numbers) < 2 or any(isinstance(number, bool) or not isinstance(number, int | float) for number in numbers):
        raise _bad_position(raw)
    return _rounded(numbers, raw)


def _rounded(numbers: list[int | float], raw: Any) -> Position:
    try:
        position = [round(float(number), DECIMALS) for number in numbers]
    except OverflowError:
        raise _bad_position(raw) from None
    if not all(abs(number) < LARGEST for number in position):  # nor is NaN
        raise _bad_position(raw)
    return position


def _bad_position(raw: Any) -> UnreadableBoundary:
    return UnreadableBoundary("boundary_bad_position", text=_shown(raw))


def _shown(value: Any) -> str:
    return (value if isinstance(value, str) else reprlib.repr(value))[:40]


def _kml_areas(text: str) -> tuple[list[list[Ring]], set[str]]:
    reader = _KmlReader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise UnreadableBoundary("boundary_bad_xml", line=error.lineno) from None
    return reader.polygons, reader.other_kinds


def _refuse_doctype(*_declaration: Any) -> None:
    # Entities can only be declared in a DOCTYPE, and no tool that writes KML writes one.
    raise UnreadableBoundary("boundary_doctype")


class _KmlReader:
    """Collects the rings of every Polygon, by local name: many tools use prefixes that they never declare."""

    def __init__(self) -> None:
        self.polygons: list[list[Ring]] = []
        self.other_kinds: set[str] = set()
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._outer: Ring = []
        self._holes: list[Ring] = []

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if len(self._path) == MAX_DEPTH:
            raise UnreadableBoundary("boundary_bad_xml", line=1)
        if name in NOT_AREAS or not self._path and name != "kml":
            self.other_kinds.add(name[:40])
        if name == "Polygon":
            self._outer, self._holes = [], []
        elif name == "coordinates":
            self._text = []
        self._path.append(name)

    def characters(self, chunk: str) -> None:
        if self._text is not None:
            self._text.append(chunk)

    def end(self, _tag: str) -> None:
        name = self._path.pop()
        if name == "coordinates" and self._text is not None:
            if "innerBoundaryIs" in self._path:
                self._holes.append(_kml_ring("".join(self._text)))
            elif "outerBoundaryIs" in self._path:
                self._outer = _kml_ring("".join(self._text))
            self._text = None
        elif name == "Polygon":
            self.polygons.append([self._outer, *self._holes])


def _kml_ring(text: str) -> Ring:
    """`lon,lat[,altitude]` parted by white space; blanks around the commas, which the standard forbids, are common."""
    return [_kml_position(chunk) for chunk in ",".join(map(str.strip, text.split(","))).split()]


def _kml_position(chunk: str) -> Position:
    parts = chunk.split(",")
    if len(parts) not in (2, 3) or not all(map(NUMBER.fullmatch, parts[:2])):
        raise _bad_position(chunk)
    return _rounded([float(part) for part in parts[:2]], chunk)


def _tidy(rings: list[Ring]) -> list[Ring]:
    """Equal neighbours merged; the outer ring anticlockwise, holes clockwise (RFC 7946, 3.1.6); empty holes dropped."""
    outer, *holes = [[ring[0], *(b for a, b in pairwise(ring) if a != b)] for ring in rings if ring]
    return [_turned(outer, anticlockwise=True), *(_turned(hole, anticlockwise=False) for hole in holes)]


def _turned(ring: Ring, *, anticlockwise: bool) -> Ring:
    x0, y0 = ring[0]
    twice = sum((x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0) for (x1, y1), (x2, y2) in pairwise(ring))
    return ring if twice == 0 or (twice > 0) == anticlockwise else ring[::-1]
