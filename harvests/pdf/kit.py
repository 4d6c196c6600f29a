"""What every PDF of ours is made with: fonts, letterhead, tables, signatures, page numbers; A4, black on white."""

import io
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_be_vietnam_pro
import segno
from reportlab import rl_config
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    LongTable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from harvests.rules.paper_facts import Issued, Letterhead
from harvests.rules.settlement_papers import Form

PLAIN, BOLD, ITALIC = "BeVietnamPro", "BeVietnamPro-Bold", "BeVietnamPro-Italic"
CHINESE = "STSong-Light"  # drawn with the reader's own font
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
MARGIN, FOOT, HAIR = 14 * mm, 16 * mm, 0.4
SMALL_MARGIN, SMALL_FOOT = 8 * mm, 11 * mm
PAGES = {(False, False): A4, (False, True): landscape(A4), (True, False): A5, (True, True): landscape(A5)}
ANY_MASK = 3  # of QR codes that come by the hundred: see Square
NATION = ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc")


@cache
def _fonts() -> None:
    """Register the fonts, once a process; streams stay as bytes, for letters would make files a quarter longer."""
    rl_config.useA85 = 0
    folder = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
    for name, file in ((PLAIN, "Regular"), (BOLD, "Bold"), (ITALIC, "Italic")):
        pdfmetrics.registerFont(TTFont(name, folder / f"BeVietnamPro-{file}.ttf"))
    pdfmetrics.registerFontFamily(PLAIN, PLAIN, BOLD, ITALIC, BOLD)
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))


@cache
def style(size: int = 9, *, bold: bool = False, italic: bool = False, align: str = "left") -> ParagraphStyle:
    """A paragraph of our typeface."""
    font = BOLD if bold else ITALIC if italic else PLAIN
    alignment = {"left": 0, "center": TA_CENTER, "right": TA_RIGHT}[align]
    return ParagraphStyle(f"{font}{size}{align}", fontName=font, fontSize=size, leading=size + 4, alignment=alignment)


def nfc(text: object) -> str:
    """Text as the fonts can draw it: decomposed letters would come apart."""
    return unicodedata.normalize("NFC", str(text))


def para(text: object, **kind) -> Paragraph:
    """A paragraph of plain text; what looks like markup stays text, Chinese is drawn in a Chinese font."""
    _fonts()
    marked = HAN.sub(lambda found: f'<font name="{CHINESE}">{found[0]}</font>', escape(nfc(text)))
    return Paragraph(marked.replace("\n", "<br/>"), style(**kind))


def gap(millimetres: int = 3) -> Spacer:
    return Spacer(1, millimetres * mm)


def grid(header: Sequence, rows: Sequence[Sequence], widths: Sequence[int], *, total: Sequence | None = None,
         numbers: Sequence[int] = (), size: int = 8) -> LongTable:  # fmt: skip
    """A ruled table whose header repeats on each page; widths in millimetres, `numbers` are columns set flush right."""
    heads = [para(cell, size=size, bold=True, align="center") for cell in header]
    body = [[_cell(cell, place in numbers, size) for place, cell in enumerate(row)] for row in rows]
    end = [[_cell(cell, place in numbers, size, bold=True) for place, cell in enumerate(total)]] if total else []
    table = LongTable([heads, *body, *end], [width * mm for width in widths], repeatRows=1)
    table.setStyle(_rules(size, numbers, bool(total)))
    return table


def dense(header: Sequence, rows: Sequence[Sequence[str]], widths: Sequence[int], *, total: Sequence[str] | None = None,
          numbers: Sequence[int] = (), size: int = 7, bold: Sequence[int] = ()) -> LongTable:  # fmt: skip
    """A ruled table of very many rows: cells are single lines, cut with an ellipsis where they do not fit."""
    _fonts()
    heads = [para(cell, size=size, bold=True, align="center") for cell in header]
    body = [[fit(cell, width, size) for cell, width in zip(row, widths, strict=True)] for row in rows]
    end = [[nfc(cell) for cell in total]] if total else []
    table = LongTable([heads, *body, *end], [width * mm for width in widths], repeatRows=1)
    table.setStyle([*_rules(size, numbers, bool(total)), *(("FONTNAME", (0, n), (-1, n), BOLD) for n in bold)])
    return table


def fit(text: object, width: int, size: int) -> str:
    """Text cut so that it fits into so many millimetres."""
    return fitted(str(text), width * mm - 4, PLAIN, size)[0]


@lru_cache(maxsize=20_000)
def fitted(text: str, room: int, font: str, size: int) -> tuple[str, int]:
    """Text cut with an ellipsis so that it fits into so many points, and how wide it then is."""
    line = nfc(text)
    width = pdfmetrics.stringWidth(line, font, size)
    if width <= room:
        return line, width
    most = bisect_right(range(len(line)), room, key=lambda n: pdfmetrics.stringWidth(f"{line[:n]}…", font, size)) - 1
    line = f"{line[: max(0, most)]}…"
    return line, pdfmetrics.stringWidth(line, font, size)


def _cell(cell, number: bool, size: int, bold: bool = False):
    return cell if isinstance(cell, Flowable) else para(cell, size=size, bold=bold, align="right" if number else "left")


def _rules(size: int, numbers: Sequence[int], total: bool) -> list[tuple]:
    rules = [
        ("FONT", (0, 0), (-1, -1), PLAIN, size), ("LEADING", (0, 0), (-1, -1), size + 2),
        ("GRID", (0, 0), (-1, -1), HAIR, (0, 0, 0)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2), *(("ALIGN", (n, 1), (n, -1), "RIGHT") for n in numbers),
    ]  # fmt: skip
    return [*rules, ("FONTNAME", (0, -1), (-1, -1), BOLD)] if total else rules


def facts(pairs: Sequence[tuple[object, object]], *, label: int = 42, width: int = 182) -> Table:
    """Lines of "label: value"; those without a value are left out."""
    rows = [[para(name), para(value, bold=True)] for name, value in pairs if value not in ("", None)]
    table = Table(rows or [["", ""]], [label * mm, (width - label) * mm])
    table.setStyle(tight())
    return table


def signatures(signers: Sequence[tuple[str, str]], *, width: int = 182) -> KeepTogether:
    """A block for (role, name) to sign, side by side, never torn from each other by the end of a page."""
    share = width // len(signers) * mm
    rows = [
        [para(role, bold=True, align="center") for role, _ in signers],
        [para("(Ký, ghi rõ họ tên)", size=8, italic=True, align="center") for _ in signers],
        [gap(16) for _ in signers],
        [para(name, align="center") for _, name in signers],
    ]
    table = Table(rows, [share] * len(signers))
    table.setStyle(tight())
    return KeepTogether([gap(6), table])


def tight() -> list[tuple]:
    """Cells without much air, beginning at the top."""
    sides = [(f"{side}PADDING", (0, 0), (-1, -1), 1) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    return [("VALIGN", (0, 0), (-1, -1), "TOP"), *sides]


class Square(Flowable):
    """A QR code, some millimetres wide. Of the eight masks any can be read; looking for the best takes five times as
    long, which hundreds of codes in one file feel."""

    def __init__(self, text: str, size: int, mask: int | None = None):
        super().__init__()
        self.matrix, self.side = [*segno.make(text, error="m", micro=False, mask=mask).matrix], size * mm

    def wrap(self, *_room):
        return self.side, self.side

    def draw(self):
        step = self.side / len(self.matrix)
        self.canv.scale(step, step)
        bars = []
        for down, row in enumerate(reversed(self.matrix)):
            across = 0
            for dark, same in groupby(row):
                length = len([*same])
                if dark:
                    bars.append(f"{across} {down} {length} 1 re")
                across += length
        self.canv.addLiteral(f"{' '.join(bars)} f")


def form_said(form: Form) -> list:
    """The number and the basis of a form of the state, as they stand in the corner of a paper."""
    number = f"Mẫu số {form.number}" if form.number else ""
    return [
        para(line, size=7, bold=not place, align="right") for place, line in enumerate((number, form.basis)) if line
    ]


def form_head(head: Letterhead, issued: Issued, form: Form) -> Table:
    """The top of an A5 paper on a form of the state: who, which form, and the QR."""
    left = [para(head.name, size=9, bold=True), para(head.address, size=7)]
    if head.tax_code:
        left.append(para(f"MST: {head.tax_code}", size=7))
    widths = [100 * mm, 76 * mm, 18 * mm]
    return Table([[left, form_said(form), Square(issued.url, 16, ANY_MASK)]], widths, style=tight())


def opening(head: Letterhead, issued: Issued, title: str, *, second: str = "", nation: bool = False, width: int = 182):
    """The top of a paper: letterhead with QR, number, title, day; with the nation's motto for minutes."""
    left = [para(head.name, size=10, bold=True), para(head.address, size=8)]
    known = (f"MST: {head.tax_code}" * bool(head.tax_code), f"ĐT: {head.phone}" * bool(head.phone))
    left.append(para(" · ".join(part for part in known if part), size=8))
    middle = [para(line, size=9, bold=True, align="center") for line in NATION] if nation else []
    columns = [70, width - 70 - 24, 24] if nation else [width - 24, 0, 24]
    top = Table([[left, middle, Square(issued.url, 20)]], [column * mm for column in columns])
    top.setStyle([("ALIGN", (2, 0), (2, 0), "RIGHT"), *tight()])
    day = f"{head.place}, ngày {issued.day.day:02d} tháng {issued.day.month:02d} năm {issued.day.year}"
    found = [top, gap(4), para(title, size=15, bold=True, align="center")]
    if second:
        found.append(para(second, size=10, bold=True, align="center"))
    found += [para(f"Số: {issued.number}", size=10, align="center"), para(day, italic=True, align="center"), gap(3)]
    return found


class _Numbered(Canvas):
    """A canvas that knows how many pages there are before it writes the foot of the first."""

    def __init__(self, *args, foot: str, margin: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.foot, self.margin, self.pages = foot, margin, []

    def showPage(self):
        self.pages.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, page in enumerate(self.pages, start=1):
            self.__dict__.update(page)
            width = self._pagesize[0]
            self.setFont(PLAIN, 7)
            low = min(self.margin, 8 * mm) - 1 * mm
            self.drawString(self.margin, low, self.foot)
            self.drawRightString(width - self.margin, low, f"Trang {number}/{len(self.pages)}")
            super().showPage()
        super().save()


def build(title: str, issued: Issued, story: list, *, wide: bool = False, small: bool = False) -> bytes:
    """The PDF of a story, with who printed it when and "page x/y" at the foot of each page: A4, or A5 when `small`."""
    _fonts()
    file, (width, height) = io.BytesIO(), PAGES[small, wide]
    margin, foot = (SMALL_MARGIN, SMALL_FOOT) if small else (MARGIN, FOOT)
    document = BaseDocTemplate(file, pagesize=(width, height), title=nfc(f"{title} {issued.number}"), author="Coopsite")
    room = Frame(
        margin, foot, width - 2 * margin, height - margin - foot,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip
    document.addPageTemplates(PageTemplate(frames=[room]))
    said = nfc(issued.printed)
    document.build(story, canvasmaker=lambda *args, **kwargs: _Numbered(*args, foot=said, margin=margin, **kwargs))
    return file.getvalue()
