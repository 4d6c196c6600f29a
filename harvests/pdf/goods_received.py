"""D2: the goods received note of a day or of a run: what came into store, by grade and price."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.text import capfirst
from reportlab.lib.units import mm
from reportlab.platypus import Table

from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from harvests.pdf.kit import build, form_head, gap, para, tight
from harvests.pdf.rows import Rows
from harvests.pdf.vouchers import WIDTH
from harvests.rules.paper_facts import Issued, Letterhead
from harvests.rules.settlement_papers import Form, GradeSum

HEADER = ("STT", "Tên hàng, quy cách", "Mã loại", "ĐVT", "Theo chứng từ", "Thực nhập", "Đơn giá", "Thành tiền")
WIDTHS, NUMBERS = (10, 58, 18, 12, 24, 24, 22, 26), (0, 4, 5, 6, 7)
SIGNERS = ("Người lập phiếu", "Người giao hàng", "Thủ kho", "Kế toán trưởng")


def goods_received(
    head: Letterhead, issued: Issued, form: Form, goods: str, store: str, after: str, rows: Sequence[GradeSum]
) -> bytes:
    """The note; `after` names the tickets or the run it follows."""
    with translation.override("vi"):
        total = sum(row.amount_vnd for row in rows)
        story = [
            *_opening(head, issued, form),
            para(f"Nhập tại kho: {store}", size=8), para(f"Theo: {after}", size=8), gap(1),
            Rows(HEADER, [*_rows(goods, rows), _total(rows, total)], WIDTHS, numbers=NUMBERS, bold=(len(rows),)),
            gap(1), para(f"Tổng số tiền (viết bằng chữ): {dong_in_words(total)}.", size=8, italic=True),
            gap(2), _signers(),
        ]  # fmt: skip
        return build("Phiếu nhập kho", issued, story, small=True, wide=True)


def _opening(head: Letterhead, issued: Issued, form: Form) -> list:
    return [
        form_head(head, issued, form), para(form.title or "PHIẾU NHẬP KHO", size=14, bold=True, align="center"),
        para(capfirst(showing.day_long(issued.day)), size=8, italic=True, align="center"),
        para(f"Số: {issued.number}", size=9, align="center"), gap(1),
    ]  # fmt: skip


def _rows(goods: str, rows: Sequence[GradeSum]) -> list[tuple[str, ...]]:
    found = []
    for place, row in enumerate(rows, start=1):
        kilograms = showing.kg(row.net_g, least=0)
        price = showing.dong_plain(row.price_vnd) if row.price_vnd is not None else "chưa có giá"
        found.append((
            str(place), f"{goods} – {row.grade}", row.code, "kg", kilograms, kilograms, price,
            showing.dong_plain(row.amount_vnd),
        ))  # fmt: skip
    return found


def _total(rows: Sequence[GradeSum], total: int) -> tuple[str, ...]:
    kilograms = showing.kg(sum(row.net_g for row in rows), least=0)
    return ("", "Cộng", "", "", kilograms, kilograms, "", showing.dong_plain(total))


def _signers() -> Table:
    rows = [
        [para(role, size=8, bold=True, align="center") for role in SIGNERS],
        [para("(Ký, họ tên)", size=7, italic=True, align="center")] * 4,
        [gap(12)] * 4,
    ]
    return Table(rows, [WIDTH * mm // 4] * 4, style=tight())
