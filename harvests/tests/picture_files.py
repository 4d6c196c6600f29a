"""Small pictures made of bytes, for tests: whole ones, and ones with what cameras write beside them."""

import struct
import zlib


def png(width: int = 200, height: int = 150, beside: bytes = b"") -> bytes:
    """A grey PNG; `beside` stands in a text chunk."""
    rows = (b"\x00" + b"\x7f" * width) * height
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))]
    if beside:
        chunks.append((b"tEXt", b"Comment\x00" + beside))
    chunks += [(b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def exif(turned: int = 6, beside: bytes = b"GPS 21.2501,104.0501", order: str = "<") -> bytes:
    """An EXIF segment with an orientation, and the place where the picture was taken."""
    head = b"II*\x00" if order == "<" else b"MM\x00*"
    tiff = head + struct.pack(f"{order}IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    return segment(0xE1, b"Exif\x00\x00" + tiff + beside)


def jpeg(width: int = 200, height: int = 150, beside: bytes = b"", frame: int = 0xC0, scan: int = 400) -> bytes:
    """The frame of a JPEG with a scan of noise: what is judged, not a picture that could be looked at."""
    start = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    tables = segment(0xDB, bytes(65)) + segment(frame, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    drawn = segment(0xC4, bytes(20)) + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x5a" * scan
    return b"\xff\xd8" + start + beside + tables + drawn + b"\xff\xd9"
