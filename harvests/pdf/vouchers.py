"""D5: cash vouchers, one A5 page each, single or all of a run; one that was printed before says so."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.text import capfirst
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak, Table

from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from harvests.pdf.kit import build, form_head, gap, para, tight
from harvests.rules.paper_facts import Issued, Letterhead
from harvests.rules.settlement_papers import Form, Voucher

WIDTH = 194
SIGNERS = ("Giám đốc", "Kế toán trưởng", "Thủ quỹ", "Người lập phiếu", "Người nhận tiền")


def vouchers(head: Letterhead, issued: Issued, form: Form, found: Sequence[Voucher]) -> bytes:
    """All of them in one file, each on a page of its own."""
    with translation.override("vi"):
        story = []
        for voucher in found:
            story += [*_opening(head, issued, form, voucher), *_body(head, voucher), PageBreak()]
        return build("Phiếu chi", issued, story[:-1], small=True, wide=True)


def _opening(head: Letterhead, issued: Issued, form: Form, voucher: Voucher) -> list:
    right = [para(f"Số: {voucher.number}", size=9, bold=True)]
    right += [para(line, size=8) for line in ("Quyển số: ................", "Nợ: ........................",
                                               "Có: ........................")]  # fmt: skip
    middle = [para(form.title or "PHIẾU CHI", size=14, bold=True, align="center"),
              para(capfirst(showing.day_long(voucher.day)), size=9, italic=True, align="center")]  # fmt: skip
    if voucher.reprint:
        middle.append(para(f"BẢN IN LẠI {voucher.reprint}", size=9, bold=True, align="center"))
    title = Table([["", middle, right]], [46 * mm, 102 * mm, 46 * mm], style=tight())
    return [form_head(head, issued, form), title]


def _body(head: Letterhead, voucher: Voucher) -> list:
    period = showing.days(voucher.first, voucher.last)
    words = dong_in_words(voucher.amount_vnd)
    lines = [
        ("Họ và tên người nhận tiền:", f"{voucher.name} (hộ {voucher.code})"),
        ("Địa chỉ:", voucher.address),
        ("Lý do chi:", f"Trả tiền mua nông sản, đợt thanh toán {voucher.run} ({period})"),
        ("Số tiền:", f"{showing.dong(voucher.amount_vnd)} (viết bằng chữ: {words})"),
        ("Kèm theo:", f"01 bảng kê thanh toán hộ số {voucher.run}/{voucher.code}"),
    ]
    table = Table(
        [[para(label, size=9), para(value, size=9, bold=label == "Số tiền:")] for label, value in lines],
        [46 * mm, (WIDTH - 46) * mm], style=tight(),
    )  # fmt: skip
    names = (head.director, "", "", voucher.made_by, voucher.name)
    signs = Table(
        [
            [para(role, size=8, bold=True, align="center") for role in SIGNERS],
            [para("(Ký, họ tên)", size=7, italic=True, align="center")] * 5,
            [gap(12)] * 5,
            [para(name, size=8, align="center") for name in names],
        ],
        [WIDTH * mm // 5] * 5, style=tight(),
    )  # fmt: skip
    day = para("Ngày ...... tháng ...... năm ........", size=8, italic=True, align="right")
    return [gap(2), table, gap(1), day, signs, gap(1),
            para(f"Đã nhận đủ số tiền (viết bằng chữ): {words}.", size=8, bold=True)]  # fmt: skip
