"""Uploaded pictures: what they are, how large, and that nothing of where they were taken is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growers.wording import WORDING
from harvests.rules.pictures import CODES, JPEG, MOST_BYTES, PNG, BadPicture, read_picture
from harvests.tests.picture_files import exif, jpeg, png, segment

PLACE = b"GPS 21.2501,104.0501"


@pytest.mark.parametrize(("content", "kind"), [(png(), PNG), (jpeg(), JPEG), (jpeg(frame=0xC2), JPEG)])
def test_a_picture_is_known_by_its_bytes(content, kind):
    picture = read_picture(content)
    assert (picture.kind, picture.width, picture.height) == (kind, 200, 150)
    assert picture.content == content


@pytest.mark.parametrize(
    "content",
    [
        png(beside=PLACE),
        jpeg(beside=exif()),
        jpeg(beside=segment(0xFE, PLACE)),
        jpeg(beside=segment(0xED, b"Photoshop 3.0\x00" + PLACE)),
        jpeg(beside=segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE)),
        jpeg() + PLACE,
        jpeg() + jpeg(beside=exif()),
        jpeg()[:-2] + segment(0xFE, PLACE) + segment(0xC4, bytes(20)) + segment(0xDA, bytes(6)) + b"Z\xff\x00Z\xff\xd9",
        png() + PLACE,
    ],
)
def test_what_a_camera_wrote_beside_the_picture_is_left_out(content):
    assert PLACE in content
    kept = read_picture(content).content
    assert PLACE not in kept
    assert read_picture(kept).content == kept


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turned", range(2, 9))
def test_the_way_up_is_kept(turned, order):
    kept = read_picture(jpeg(beside=exif(turned, order=order))).content
    assert read_picture(kept).content == kept
    assert bytes([turned]) in kept[2:40]
    assert b"Exif" in kept


def test_a_picture_that_stands_upright_carries_no_exif():
    assert b"Exif" not in read_picture(jpeg(beside=exif(1))).content


@pytest.mark.parametrize(
    "broken", [b"II*\x00", b"MM\x00*\xff\xff\xff\xff\x00\x00", b"nothing of the sort", exif(9)[10:]]
)
def test_damaged_exif_is_left_out_and_harms_nothing(broken):
    assert b"Exif" not in read_picture(jpeg(beside=segment(0xE1, b"Exif\x00\x00" + broken))).content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "picture_empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_not_known"),
        (b"GIF89a" + bytes(400), "picture_not_known"),
        (b"RIFF\x00\x00\x00\x00WEBP", "picture_not_known"),
        (b"%PDF-1.7", "picture_not_known"),
        (jpeg(frame=0xC3), "picture_not_known"),
        (png()[:60], "picture_damaged"),
        (png()[:-12], "picture_damaged"),
        (jpeg()[:40], "picture_damaged"),
        (jpeg()[:-2], "picture_damaged"),
        (b"\xff\xd8\xff\xe0", "picture_damaged"),
        (b"\xff\xd8\xff\xd9", "picture_damaged"),
        (png(119, 400), "picture_small"),
        (jpeg(6_001, 400), "picture_large"),
        (jpeg(scan=MOST_BYTES), "picture_heavy"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused(content, code):
    with pytest.raises(BadPicture) as refused:
        read_picture(content)
    assert refused.value.code == code


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", jpeg()[:30], png()[:30]]))
def test_no_bytes_break_it(noise, start):
    try:
        read_picture(start + noise)
    except BadPicture as refused:
        assert refused.code in CODES


@given(st.data())
def test_no_damage_to_a_picture_breaks_it(data):
    whole = bytearray(data.draw(st.sampled_from([jpeg(beside=exif()), png(beside=PLACE)])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_picture(bytes(whole))
    except BadPicture as refused:
        assert refused.code in CODES


def test_every_code_has_a_sentence():
    assert set(CODES) <= set(WORDING)
