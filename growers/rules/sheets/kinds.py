"""Tells what a file is by its first bytes, never by its name; what is no table gets a code of its own."""

from growers.rules.sheets.tables import BadFile

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"\xfd7zXZ", b"BZh")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def kind_of(data: bytes) -> str:
    """`packed` (an .xlsx, until it is opened) or `text`; raises BadFile for everything that is known to be neither."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise BadFile("empty_file")
    if data.startswith(_PACKED):
        return "packed"
    if data.startswith(_OLE):
        raise BadFile(_ole_code(data))
    if picture := _picture(data):
        raise BadFile("picture", kind=picture)
    if data.startswith(b"%PDF"):
        raise BadFile("pdf")
    if data.startswith(b"{\\rtf"):
        raise BadFile("word_document")
    if data.startswith(_ARCHIVES):
        raise BadFile("archive")
    _refuse_markup(data)
    return "text"


def _ole_code(data: bytes) -> str:
    """Excel keeps an encrypted .xlsx in the container of its old format; the names inside are UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "encrypted"
    return "word_document" if "WordDocument".encode("utf-16-le") in data else "old_excel"


def _picture(data: bytes) -> str:
    for beginning, kind in _PICTURES:
        if data.startswith(beginning):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[:2] == b"BM" and data[6:10] == b"\x00\x00\x00\x00":
        return "BMP"
    if data[4:8] == b"ftyp":
        return "HEIC" if data[8:11] in (b"hei", b"mif", b"avi") else "MP4"
    return ""


def _refuse_markup(data: bytes) -> None:
    """Web pages and XML that some programs save under the name .xls."""
    beginning = data[:2_000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if not beginning.startswith(b"<"):
        return
    if b"urn:schemas-microsoft-com:office:spreadsheet" in beginning:
        raise BadFile("xml_spreadsheet")
    if beginning.startswith(b"<?xml") and (b"<!doctype" in beginning or b"<!entity" in beginning):
        raise BadFile("xml_entities", name="")
    raise BadFile("web_page")
