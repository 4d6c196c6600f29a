"""What the reader of boundaries accepts, tidies and refuses."""

import json
import time
import unicodedata

import pytest

from growers.rules.boundaries_reading import UnreadableBoundary, read_boundary

SQUARE = [[104.0, 21.0], [104.001, 21.0], [104.001, 21.001], [104.0, 21.001], [104.0, 21.0]]
HOLE = [[104.0004, 21.0004], [104.0004, 21.0006], [104.0006, 21.0006], [104.0006, 21.0004], [104.0004, 21.0004]]
POLYGON = {"type": "Polygon", "coordinates": [SQUARE]}
NAME = "Thửa ông Lò Văn Thiện, Tà Hộc"


def make_kml(*rings, inner=(), head="", before="", after=""):
    def ring(text):
        return f"<LinearRing><coordinates>{text}</coordinates></LinearRing>"

    outer = "".join(
        f"<Polygon><outerBoundaryIs>{ring(text)}</outerBoundaryIs>"
        f"{''.join(f'<innerBoundaryIs>{ring(hole)}</innerBoundaryIs>' for hole in inner)}</Polygon>"
        for text in rings
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Placemark><name>{NAME}</name>{before}<MultiGeometry>{outer}</MultiGeometry>{after}</Placemark></Document></kml>"
    )


def in_kml(ring, separator="\n  ", altitude=",312.5"):
    return separator.join(f"{lon},{lat}{altitude}" for lon, lat in ring)


def refusal(source, **options):
    with pytest.raises(UnreadableBoundary) as caught:
        read_boundary(source, **options)
    return caught.value.reason


@pytest.mark.parametrize(
    "document",
    [
        POLYGON,
        {"type": "Feature", "properties": {"name": NAME}, "geometry": POLYGON},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": None, "geometry": POLYGON}]},
        {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [104, 21]}, POLYGON]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Polygon", "coordinates": [[[*position, 312.5] for position in SQUARE]]},
        {"type": "Polygon", "coordinates": [SQUARE[::-1]], "crs": {"type": "name"}},
    ],
)
def test_every_wrapping_of_geojson_gives_the_same_polygon(document):
    geometry = read_boundary(json.dumps(document))
    assert geometry["type"] == "Polygon"
    ring = geometry["coordinates"][0]
    assert sorted(ring[:-1]) == sorted(SQUARE[:-1]) and ring[0] == ring[-1]
    assert turns_left(ring)


def turns_left(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False)) > 0


def test_holes_turn_the_other_way_and_empty_ones_go():
    geometry = read_boundary(json.dumps({"type": "Polygon", "coordinates": [SQUARE, HOLE[::-1], []]}))
    outer, hole = geometry["coordinates"]
    assert turns_left(outer) and not turns_left(hole)


def test_numbers_are_rounded_and_equal_neighbours_merged():
    ring = [[104.00000004, 21], [104.00000001, 21.0], *SQUARE[1:4], [104, 21]]
    geometry = read_boundary(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert geometry["coordinates"] == [SQUARE]


def test_several_areas_become_one_multipolygon_in_their_order():
    other = [[x + 1, y] for x, y in SQUARE]
    features = [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}} for ring in (SQUARE, other)]
    geometry = read_boundary(json.dumps({"type": "FeatureCollection", "features": features}))
    assert geometry == {"type": "MultiPolygon", "coordinates": [[SQUARE], [other]]}


def test_an_open_ring_stays_open_for_the_judge_to_name():
    geometry = read_boundary(json.dumps({"type": "Polygon", "coordinates": [SQUARE[:-1]]}))
    assert geometry["coordinates"] == [SQUARE[:-1]]


def test_kml_with_altitude_blanks_after_commas_and_a_hole():
    spaced = in_kml(SQUARE).replace(",21", " , 21")
    geometry = read_boundary(make_kml(spaced, inner=[in_kml(HOLE, " ", "")]))
    assert geometry["type"] == "Polygon"
    assert geometry["coordinates"][0] == SQUARE and len(geometry["coordinates"]) == 2


def test_kml_keeps_two_polygons_and_ignores_points_beside_them():
    beside = {"before": "<Point><coordinates>here</coordinates></Point>", "after": "<Polygon></Polygon>"}
    kml = make_kml(in_kml(SQUARE), in_kml([[x + 1, y] for x, y in SQUARE]), **beside)
    assert [len(rings[0]) for rings in read_boundary(kml)["coordinates"]] == [5, 5]


def test_kml_without_declared_prefix_is_read():
    kml = make_kml(in_kml(SQUARE)).replace("<Polygon>", "<k:Polygon>").replace("</Polygon>", "</k:Polygon>")
    assert read_boundary(kml)["coordinates"] == [SQUARE]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", ["kml", "geojson"])
def test_files_in_every_encoding(kind, encoding, form):
    feature = {"type": "Feature", "properties": {"name": NAME}, "geometry": POLYGON}
    kml = make_kml(in_kml(SQUARE)).replace("UTF-8", encoding)
    text = kml if kind == "kml" else json.dumps(feature, ensure_ascii=False)
    assert read_boundary(unicodedata.normalize(form, text).encode(encoding))["coordinates"] == [SQUARE]


def test_file_in_an_old_code_page_keeps_its_numbers():
    text = make_kml(in_kml(SQUARE)).replace(NAME, "Th\u00fa").replace("UTF-8", "windows-1258").encode("cp1258")
    assert b"\xfa" in text
    assert read_boundary(text)["coordinates"] == [SQUARE]


@pytest.mark.parametrize("source", ["", b"", " \n", b"\xef\xbb\xbf", "\ufeff"])
def test_nothing_given(source):
    assert refusal(source).code == "boundary_empty"


@pytest.mark.parametrize(
    "source", [b"\x00\x00\x27\x0a" + bytes(96), b"\x89PNG\r\n\x1a\n", "POLYGON((104 21))", "104, 21"]
)
def test_other_formats(source):
    assert refusal(source).code == "boundary_unknown_format"


def test_zip_is_named_before_anything_is_unpacked():
    assert refusal(b"PK\x03\x04\x14\x00doc.kml").code == "boundary_zipped"


@pytest.mark.parametrize("source", ["{" * 30, b"{" * 30])
def test_size_is_asked_first(source):
    reason = refusal(source, max_bytes=29)
    assert (reason.code, reason.data) == ("boundary_file_too_large", {"size": 30, "limit": 29})
    assert refusal(source, max_bytes=30).code == "boundary_bad_json"


def test_json_error_says_where():
    reason = refusal('{"type": "Polygon",\n "coordinates": [[104,,21]]}')
    assert (reason.code, dict(reason.data)) == ("boundary_bad_json", {"line": 2, "column": 23})


def test_kml_nested_beyond_reason():
    def nested(depth):
        return refusal("<kml>" + "<Folder>" * depth + "</Folder>" * depth + "</kml>").code

    assert (nested(63), nested(64)) == ("boundary_no_area", "boundary_bad_xml")


def test_xml_error_says_where():
    reason = refusal("<kml>\n<Document>\n</kml>")
    assert (reason.code, dict(reason.data)) == ("boundary_bad_xml", {"line": 3})


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{"type": "LineString", "coordinates": [[104, 21], [104.1, 21]]}', ["LineString"]),
        ('{"type": "Feature", "geometry": null}', []),
        ('{"type": "Topology", "objects": {}}', ["Topology"]),
        ('{"type": ["a"]}', ["['a']"]),
        ('{"type": "Polygon", "coordinates": []}', []),
        ('{"type": "Polygon", "coordinates": [[]]}', []),
        ("[[104, 21], [104.1, 21]]", []),
        ("<gpx><trk/></gpx>", ["gpx"]),
        ("<kml><LineString><coordinates>104,21 104.1,21</coordinates></LineString></kml>", ["LineString"]),
        ("<kml><Polygon><outerBoundaryIs/></Polygon></kml>", []),
    ],
)
def test_files_without_an_area_say_what_they_hold(source, found):
    reason = refusal(source)
    assert (reason.code, reason.data["found"]) == ("boundary_no_area", found)


@pytest.mark.parametrize(
    "ring",
    ['[["104", 21]]', "[[true, false]]", "[[104]]", "[104, 21]", "[[NaN, 21]]", "[[1e999, 21]]", "[[1e12, 21]]",
     "[[104, -1e12]]", "[null]", f"[[{'9' * 400}, 21]]", "7", '{"a": 1}'],
)  # fmt: skip
def test_json_positions_that_are_none(ring):
    assert refusal(f'{{"type": "Polygon", "coordinates": [{ring}]}}').code == "boundary_bad_position"


@pytest.mark.parametrize(
    "chunk", ["104", "103,91,21,12", "nan,21", "1_04,21", "104;21", "21°03'N,104°01'E", "١٠٤,21", "1e999,21"]
)
def test_kml_positions_that_are_none(chunk):
    reason = refusal(make_kml(chunk))
    assert reason.code == "boundary_bad_position"
    assert reason.data["text"] == chunk.split()[0][:40]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        f'<!DOCTYPE kml [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/evil.dtd">',
        "<!DOCTYPE kml>",
    ],
)
def test_no_doctype_whatever_it_declares(head):
    assert refusal(make_kml("&l9;", head=head)).code == "boundary_doctype"


def test_hostile_files_are_answered_quickly():
    started = time.perf_counter()
    brackets = '{"type": "Polygon", "coordinates": ' + "[" * 1_900_000
    assert refusal(brackets).code == "boundary_bad_json"
    assert refusal('{"type":"Polygon","coordinates":' + "[" * 400 + "]" * 400 + "}").code == "boundary_bad_position"
    assert refusal(f'{{"type": {"9" * 5_000}}}').code == "boundary_bad_json"
    assert refusal("<kml>" * 390_000).code == "boundary_bad_xml"
    assert refusal(make_kml(" " * 1_900_000 + "x")).code == "boundary_bad_position"
    assert refusal(make_kml("1" * 1_900_000 + "x,21")).code == "boundary_bad_position"
    assert refusal(make_kml("1" * 1_900_000 + ",21")).code == "boundary_bad_position"
    assert refusal(b"\xff\xfe" + b"<" * 1_999_998).code in {"boundary_unknown_format", "boundary_bad_xml"}
    assert refusal("<kml>\ud800</kml>").code == "boundary_no_area"
    assert time.perf_counter() - started < 5
