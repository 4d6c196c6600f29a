"""Pictures that people upload: judged by their bytes, and freed of all that cameras write beside the picture (R114).

A photograph from a telephone says where it was taken, when and with what. Only its size, its way up and the picture
itself are kept.
"""

import struct
from dataclasses import dataclass

JPEG, PNG = "image/jpeg", "image/png"
MOST_BYTES = 200_000
# What a picture may weigh so that the public page stays within 40 KB with all that belongs to it (workflow.md M17).
PUBLIC_BYTES = 28_000
LEAST_SIDE, MOST_SIDE = 120, 6_000
CODES = ("picture_empty", "picture_not_known", "picture_damaged", "picture_small", "picture_large", "picture_heavy")

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT"}
_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive: what every browser shows
_OTHER_FRAMES = {*range(0xC3, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_SCAN = 0xDA
_EXIF = b"Exif\x00\x00"
_TURNED = 0x0112  # the tag that says which way up


class BadPicture(ValueError):
    """Bytes that are no picture of ours; `code` says why."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its type, its size in pixels, its bytes without anything beside it."""

    kind: str
    width: int
    height: int
    content: bytes


def read_picture(content: bytes) -> Picture:
    """The picture in these bytes; raises BadPicture. What the file is called, or claims to be, does not count."""
    if not content:
        raise BadPicture("picture_empty")
    if content.startswith(_PNG_MAGIC):
        picture = _png(content)
    elif content.startswith(b"\xff\xd8\xff"):
        picture = _jpeg(content)
    else:
        raise BadPicture("picture_not_known")
    if min(picture.width, picture.height) < LEAST_SIDE:
        raise BadPicture("picture_small")
    if max(picture.width, picture.height) > MOST_SIDE:
        raise BadPicture("picture_large")
    if len(picture.content) > MOST_BYTES:
        raise BadPicture("picture_heavy")
    return picture


def _png(content: bytes) -> Picture:
    kept, place, seen = [_PNG_MAGIC], len(_PNG_MAGIC), set()
    while place + 12 <= len(content) and b"IEND" not in seen:
        (length,) = struct.unpack_from(">I", content, place)
        name, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content):
            break
        if name in _PNG_KEPT:
            kept.append(content[place:end])
        seen.add(name)
        place = end
    whole = b"".join(kept)
    if not {b"IHDR", b"IDAT", b"IEND"} <= seen or whole[12:16] != b"IHDR":
        raise BadPicture("picture_damaged")
    return Picture(PNG, *struct.unpack_from(">II", whole, 16), whole)


def _jpeg(content: bytes) -> Picture:
    """Keep the segments that draw, with their scans, to the end of the first picture; of EXIF only which way is up.

    Telephones append further pictures behind the first, each with its own place and time.
    """
    kept, place, size, turned, drawn = [b"\xff\xd8"], 2, None, 1, False
    while content[place : place + 2] != b"\xff\xd9":
        marker, body, end = _segment(content, place)
        if marker in _FRAMES and len(body) >= 5:
            size = struct.unpack_from(">HH", body, 1)
        elif marker in _OTHER_FRAMES:
            raise BadPicture("picture_not_known")
        elif marker == 0xE1 and body.startswith(_EXIF):
            turned = _way_up(body[len(_EXIF) :])
        elif marker == _SCAN:
            drawn, end = True, _end_of_scan(content, end)
        if not _is_beside(marker):
            kept.append(content[place:end])
        place = end
    if size is None or not drawn:
        raise BadPicture("picture_damaged")
    if turned != 1:
        kept.insert(1, _upright(turned))
    height, width = size
    return Picture(JPEG, width, height, b"".join([*kept, b"\xff\xd9"]))


def _is_beside(marker: int) -> bool:
    """Application data and comments, but for JFIF and Adobe's colours, without which a picture looks wrong."""
    return 0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker stands: within a scan an FF is followed by a zero or a restart."""
    while (place := content.find(b"\xff", place)) >= 0 and place + 1 < len(content):
        if content[place + 1] and not 0xD0 <= content[place + 1] <= 0xD7:
            return place
        place += 2
    raise BadPicture("picture_damaged")


def _segment(content: bytes, place: int) -> tuple[int, bytes, int]:
    """(marker, body, where it ends) of the segment at a place."""
    if place + 4 > len(content) or content[place] != 0xFF:
        raise BadPicture("picture_damaged")
    marker = content[place + 1]
    if marker in _BARE or marker == 0xFF:
        return marker, b"", place + (1 if marker == 0xFF else 2)
    (length,) = struct.unpack_from(">H", content, place + 2)
    end = place + 2 + length
    if length < 2 or end > len(content):
        raise BadPicture("picture_damaged")
    return marker, content[place + 4 : end], end


def _way_up(tiff: bytes) -> int:
    """The orientation of 1 to 8 that the first directory of EXIF names; 1 when it is damaged."""
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 10:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    if start + 2 > len(tiff):
        return 1
    (entries,) = struct.unpack_from(f"{order}H", tiff, start)
    for entry in range(entries):
        place = start + 2 + 12 * entry
        if place + 12 > len(tiff):
            break
        tag, kind = struct.unpack_from(f"{order}HH", tiff, place)
        if (tag, kind) == (_TURNED, 3):
            (turned,) = struct.unpack_from(f"{order}H", tiff, place + 8)
            return turned if 1 <= turned <= 8 else 1
    return 1


def _upright(turned: int) -> bytes:
    """An EXIF segment that says which way is up and nothing else."""
    tiff = b"MM\x00*" + struct.pack(">IHHHIHHI", 8, 1, _TURNED, 3, 1, turned, 0, 0)
    body = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
