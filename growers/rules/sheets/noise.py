"""Tells the lines of a register that are about nobody: headings between the rows, totals, signatures, repetitions.

Vietnamese marks decide where dropping them would make a person disappear: "Tòng Văn Thiện" is no "tổng", "Tô Văn
Nam" no "tổ", "Xa Văn Sơn" no "xã", "Vừ A Chua" no "vụ". Words without marks count only where they stand alone.
"""

import datetime
import re
from dataclasses import dataclass

from coopsite.formats.text import clean_line
from growers.rules.sheets.tables import Cell, as_text

FEW = 4  # filled cells above which a line is no signature
LOOKED_AT = 3  # texts at the left of a line that may say what it is

_NUMBERING = r"(?:(?:[IVXivx]+|[A-H]|[0-9]{1,3})\s*[.)/:-]\s*|[-+*•]\s*)?"
_REST = r"\s*(?:\(.*\)|[:;,.].*)?"
_NAME = r"\s*[:.]?\s*(?P<name>[^:,;()]{1,60}?)"
HEADINGS = {
    "commune": r"(?P<word>xã|phường|thị trấn|đặc khu|xa|phuong|thi tran|dac khu|commune|ward)\b" + _NAME,
    "village": r"(?P<name>(?P<word>bản|thôn|xóm|ấp|tiểu khu|khu phố|ban|thon|xom|ap|tieu khu|khu pho|village)\b"
    r"\s*[:.]?\s*[^:,;()]{1,60}?)",
    "quarter": r"(?P<name>(?P<word>tổ|khu|to|tk)\s*[:.]?\s*(?:dân phố\s*|dan pho\s*)?[0-9]{1,3}[a-z]?)",
    "round": r"(?P<word>lứa|đợt|lua|dot|round)\s*(?:thứ|số|thu|so)?\s*[:.]?\s*(?P<name>[0-9]{1,2})",
    "date": r"(?P<word>(?:ngày|ngay|date)?)(?:\s*(?:cân|giao|thu hoạch))?\s*:?\s*(?P<name>[0-9]{1,2}"
    r"\s*(?:[/.-]|tháng|thang)\s*[0-9]{1,2}\s*(?:[/.-]|năm|nam)\s*[0-9]{2,4})",
}
_HEADINGS = {kind: re.compile(_NUMBERING + text + _REST, re.IGNORECASE) for kind, text in HEADINGS.items()}
_NEEDS_MARKS = frozenset(("xa", "phuong", "thi tran", "dac khu", "ban", "thon", "xom", "ap"))

_AFTER_TOTAL = (
    "xã phường bản thôn tiểu tổ trang ngày tháng lứa vụ kg diện khối sản tiền số hộ cả toàn hàng các loại"
    " xa thon ngay thang lua dien khoi san tien so ca toan hang cac loai all of"
)
_TOTAL = re.compile(
    _NUMBERING + r"(?:tổng\s*(?:cộng|số|kết|tiền|diện tích|khối lượng)?|cộng(?:\s+(?:trang|dồn|tổng|ngày|xã|bản|lứa))?"
    r"|lu[ỹy] kế|lũy kế|mang sang|chuyển sang|tong(?:\s+(?:cong|so|tien|dien tich|khoi luong))?|cong|luy ke"
    r"|(?:grand |sub ?)?totals?|sum)"
    rf"(?=$|\s*[:(/.\-0-9]|\s+(?:{'|'.join(_AFTER_TOTAL.split())})\b)",
    re.IGNORECASE,
)
_DATE_GAPS = r"[\s.…_0-9/]*"
_SIGNATURE = re.compile(
    r"người\s+(?:lập|cân|giao|nhận|viết|ghi|tổng hợp|kiểm|nộp|bán|mua)|nguoi (?:lap|can|giao|nhan|ghi|kiem)\b"
    r"|(?:phó |p\. ?)?giám đốc|giam doc|kế toán|ke toan|thủ kho|thu kho|thủ quỹ|thu quy|chủ tịch|chu tich"
    r"|trưởng (?:bản|thôn|ban|nhóm)|đại diện|dai dien|xác nhận|xac nhan"
    r"|\(?\s*(?:đã )?ký[,\s]|\(?\s*ky(?:,| ghi| ho ten| va ghi| ten)|t/?m\."
    rf"|[^,]{{2,40}},\s*(?:ngày|ngay){_DATE_GAPS}(?:tháng|thang){_DATE_GAPS}(?:năm|nam)"
    r"|(?:ngày|ngay)[\s.…_]*(?:tháng|thang)[\s.…_]*(?:năm|nam)"
    r"|prepared by|director\b|approved by|signature",
    re.IGNORECASE,
)
_COLUMN_NUMBER = re.compile(r"\(?\s*(?:[0-9]{1,2}|[A-Z])\s*(?:=.*)?\)?")
_OUTLINE = re.compile(r"(?:[IVX]{1,5}|[A-H]|[0-9]{1,3})[.)]?")


@dataclass(frozen=True, slots=True)
class Found:
    """What a line is instead of a record: a reason of SKIP_REASONS; of a heading also its kind, name and column."""

    reason: str
    kind: str = ""
    name: str = ""
    column: int = -1


def judged(row: list[Cell], *, below: bool) -> Found | None:
    """What a filled line of a table is; None when it is a record.

    below: a signature line has gone before, so that a line with little in it belongs to it
    """
    filled = [(index, cell) for index, cell in enumerate(row) if cell is not None]
    texts = [clean_line(cell) for _, cell in filled[:LOOKED_AT] if isinstance(cell, str)]
    if any(map(_TOTAL.match, texts)):
        return Found("total")
    if len(filled) <= FEW and len(texts) == min(len(filled), LOOKED_AT) and any(map(_SIGNATURE.match, texts)):
        return Found("signature")
    if found := _heading(filled):
        return found
    if below and len(filled) <= FEW and all(isinstance(cell, str) and not cell.isdigit() for _, cell in filled):
        return Found("signature")
    return None


def _heading(filled: list[tuple[int, Cell]]) -> Found | None:
    """A heading may stand alone, behind its number ("I", "2."), and before the subtotals of what follows."""
    if len(filled) == 1 and isinstance(filled[0][1], datetime.date):
        return Found("heading", "date", as_text(filled[0][1]), filled[0][0])
    rest = filled[1:] if len(filled) > 1 and _OUTLINE.fullmatch(as_text(filled[0][1])) else filled
    index, lead = rest[0]
    if not isinstance(lead, str) or any(isinstance(cell, str) and not cell[:1].isdigit() for _, cell in rest[1:]):
        return None
    for kind, pattern in _HEADINGS.items():
        match = pattern.fullmatch(clean_line(lead))
        if match and not (len(rest) > 1 and match["word"].lower() in _NEEDS_MARKS):
            return Found("heading", kind, match["name"].strip(), index)
    return None


def heading_above(row: list[Cell]) -> Found | None:
    """A line above the table that says what all of it is about, such as "Xã: Tà Hộc"; no letterhead, no date line."""
    filled = [as_text(cell) for cell in row if cell is not None]
    text = clean_line(" ".join(filled))
    if not text or len(filled) > 2 or _SIGNATURE.match(text):
        return None
    return _heading([(0, text)])


def numbers_columns(row: list[Cell]) -> bool:
    """Whether a line only numbers the columns: 1 2 3, (1) (2) (3), A B 1 2 (3=1x2)."""
    filled = [as_text(cell) for cell in row if cell is not None]
    return len(filled) > 2 and all(map(_COLUMN_NUMBER.fullmatch, filled)) and len(set(filled)) == len(filled)
