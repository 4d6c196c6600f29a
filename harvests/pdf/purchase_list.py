"""D4: the list of goods bought from those who grew them, without invoice, on the form that holds on its day."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from reportlab.lib.units import mm
from reportlab.platypus import Table

from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from harvests.pdf.kit import build, facts, form_said, gap, para, signatures, tight
from harvests.pdf.rows import Rows
from harvests.rules.paper_facts import Issued, Letterhead
from harvests.rules.settlement_papers import Form, Purchase

HEADER = (
    "Ngày mua", "Mã hộ", "Người bán", "Địa chỉ", "Số CCCD", "Tên hàng", "SL, kg", "Đơn giá", "Thành tiền", "Ghi chú",
)  # fmt: skip
WIDTHS, NUMBERS = (19, 12, 38, 44, 24, 46, 17, 17, 24, 28), (6, 7, 8)
TITLE = "BẢNG KÊ THU MUA HÀNG HOÁ, DỊCH VỤ MUA VÀO KHÔNG CÓ HOÁ ĐƠN"


@dataclass(frozen=True, slots=True)
class Bought:
    """What the list says of the whole: its period, where and by whom fruit was bought."""

    period: str
    place: str
    buyer: str


def purchase_list(
    head: Letterhead, issued: Issued, form: Form, bought: Bought, rows: Sequence[Purchase], *, in_full: bool
) -> bytes:
    """The list; citizen IDs are whole only `in_full`, and masked otherwise."""
    with translation.override("vi"):
        total = sum(row.amount_vnd for row in rows)
        story = [
            *_opening(head, issued, form, bought),
            Rows(HEADER, [*_rows(rows, in_full), _total(rows, total)], WIDTHS, numbers=NUMBERS, bold=(len(rows),),
                 size=7),
            gap(2),
            para(f"Tổng giá trị hàng hoá mua vào: {showing.dong(total)}. Bằng chữ: {dong_in_words(total)}.", bold=True),
            signatures([("Người lập bảng kê", bought.buyer), ("Giám đốc (ký, đóng dấu)", head.director)], width=269),
        ]  # fmt: skip
        return build("Bảng kê thu mua", issued, story, wide=True)


def _opening(head: Letterhead, issued: Issued, form: Form, bought: Bought) -> list:
    left = [para(head.name, size=10, bold=True)]
    top = Table([[left, form_said(form)]], [159 * mm, 110 * mm], style=tight())
    return [
        top, para(form.title or TITLE, size=13, bold=True, align="center"),
        para(f"({bought.period})", size=9, italic=True, align="center"),
        para(f"Số: {issued.number}", size=9, align="center"), gap(2),
        facts([
            ("Tên cơ sở", head.name), ("Mã số thuế", head.tax_code), ("Địa chỉ", head.address),
            ("Nơi thu mua", bought.place), ("Người phụ trách thu mua", bought.buyer),
        ], label=46, width=269),
        gap(2),
    ]  # fmt: skip


def _rows(rows: Sequence[Purchase], in_full: bool) -> list[tuple[str, ...]]:
    citizen = str if in_full else showing.masked_id
    return [
        (
            showing.day(row.day), row.code, row.name, row.address, citizen(row.citizen_id) if row.citizen_id else "",
            f"{row.goods} – {row.grade}", showing.kg(row.net_g, least=0),
            showing.dong_plain(row.price_vnd) if row.price_vnd is not None else "", showing.dong_plain(row.amount_vnd),
            row.note,
        )
        for row in rows
    ]  # fmt: skip


def _total(rows: Sequence[Purchase], total: int) -> tuple[str, ...]:
    kilograms = showing.kg(sum(row.net_g for row in rows), least=0)
    return ("", "", "Tổng cộng", "", "", "", kilograms, "", showing.dong_plain(total), "")
