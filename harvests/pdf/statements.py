"""D3: the statements of a run, one household after the other, A5 landscape; and the QR that pays each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, PageBreak, Table

from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from harvests.pdf.kit import ANY_MASK, Square, build, gap, para, tight
from harvests.pdf.rows import Rows
from harvests.rules.paper_facts import Issued, Letterhead
from harvests.rules.settlement_papers import Statement, by_grade, money_rows
from harvests.wording_settlement_papers import MEANS, row_name, why

HEADER = ("Ngày", "Phiếu cân", "Loại", "Thực, kg", "Đơn giá", "Thành tiền")
WIDTHS, NUMBERS = (24, 40, 42, 26, 28, 34), (3, 4, 5)
WIDTH = 194
MOST_BESIDE = 12  # rows of money that the QR still stands beside


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement as it is printed: `qr` is the payload of its VietQR, "" for one that shows no account."""

    statement: Statement
    qr: str = ""


def statements(head: Letterhead, issued: Issued, sheets: Sequence[Sheet], *, approved: bool) -> bytes:
    """All of them in one file, each beginning on a page of its own."""
    with translation.override("vi"):
        story = []
        for sheet in sheets:
            story += [*_opening(head, sheet.statement, approved), *_body(sheet), PageBreak()]
        return build("Bảng kê thanh toán", issued, story[:-1], small=True, wide=True)


def _opening(head: Letterhead, statement: Statement, approved: bool) -> list:
    place = [head.name, head.address, " · ".join(part for part in (
        f"MST: {head.tax_code}" if head.tax_code else "", f"ĐT: {head.phone}" if head.phone else "",
    ) if part)]  # fmt: skip
    left = [para(place[0], size=9, bold=True), *(para(line, size=7) for line in place[1:] if line)]
    right = [
        para(f"Số: {statement.run}/{statement.code}", size=9, bold=True, align="right"),
        para(f"Kỳ: {showing.days(statement.first, statement.last)}", size=8, align="right"),
        *([] if approved else [para("BẢN CHƯA DUYỆT", size=9, bold=True, align="right")]),
    ]
    top = Table([[left, right]], [120 * mm, 74 * mm], style=tight())
    who = f"Hộ {statement.code} – {statement.name}"
    return [
        top, para("BẢNG KÊ THANH TOÁN HỘ", size=13, bold=True, align="center"),
        para(who, size=10, bold=True), para(f"Địa chỉ: {statement.address}", size=8), gap(1),
    ]  # fmt: skip


def _body(sheet: Sheet) -> list:
    statement = sheet.statement
    found = [_fruit(statement), gap(2)] if statement.fruit else []
    money, side = _money(statement), _side(sheet)
    if len(money) > MOST_BESIDE:
        found += [_money_table(money, (150, 44)), *side]
    else:
        both = Table([[_money_table(money, (84, 32)), side]], [120 * mm, 74 * mm])
        both.setStyle(tight())
        found.append(both)
    words = para(f"Bằng chữ: {dong_in_words(statement.pay_vnd)}.", size=8, italic=True)
    explained = why(statement)
    end = [words, *([para(explained, size=8, bold=True)] if explained else [])]
    return [*found, KeepTogether([*end, gap(2), _signers(statement)])]


def _signers(statement: Statement) -> Table:
    """Both names, for four eyes saw it, and room for whoever gets the money."""
    signers = (
        ("Kế toán", statement.closed_by), ("Giám đốc", statement.approved_by), ("Người nhận", statement.name),
    )  # fmt: skip
    rows = [
        [para(f"{role} (ký, ghi rõ họ tên)", size=8, bold=True, align="center") for role, _name in signers],
        [gap(11)] * 3,
        [para(name, size=8, align="center") for _role, name in signers],
    ]
    return Table(rows, [WIDTH * mm // 3] * 3, style=tight())


def _fruit(statement: Statement):
    rows = [
        (showing.day(row.day), row.ticket, row.grade, showing.kg(row.net_g, least=0), _price(row.price_vnd),
         showing.dong_plain(row.amount_vnd))
        for row in statement.fruit
    ]  # fmt: skip
    sums = [
        ("", "", f"Cộng {row.grade}", showing.kg(row.net_g, least=0), _price(row.price_vnd),
         showing.dong_plain(row.amount_vnd))
        for row in by_grade(statement.fruit)
    ]  # fmt: skip
    if len(sums) == len(rows):
        sums = []  # each grade came once: its row is its sum
    total = ("", f"{showing.count(statement.tickets)} phiếu", "Tổng cộng", showing.kg(statement.net_g, least=0), "",
             showing.dong_plain(statement.fruit_vnd))  # fmt: skip
    every = [*rows, *sums, total]
    return Rows(HEADER, every, WIDTHS, numbers=NUMBERS, bold=range(len(rows), len(every)))


def _money(statement: Statement) -> list[tuple[str, str]]:
    return [(row_name(row), showing.dong_plain(row.amount_vnd)) for row in money_rows(statement)]


def _money_table(rows: Sequence[tuple[str, str]], widths: tuple[int, int]) -> Rows:
    return Rows(("Khoản", "Số tiền, đ"), rows, widths, numbers=(1,), bold=(len(rows) - 1,))


def _side(sheet: Sheet) -> list:
    """How it is paid, the QR that pays it, and what is still owed for inputs."""
    statement = sheet.statement
    paid = statement.paid
    lines = [f"Hình thức: {MEANS[statement.means]}" if statement.pay_vnd else ""]
    if statement.account and statement.means == "transfer":
        lines.append(f"Tài khoản nhận: {statement.bank} ••{statement.account[-4:]}")
    if paid:
        lines.append(f"Đã chi {showing.day(paid.day)}: {paid.paper}")
    lines.append(f"Còn nợ vật tư: {showing.dong(statement.inputs_open_vnd)}")
    text = [para(line, size=8) for line in lines if line]
    if not sheet.qr or paid:
        return text
    caption = para("VietQR: quét để chuyển khoản", size=7, italic=True)
    row = Table([[Square(sheet.qr, 27, ANY_MASK), text]], [29 * mm, 38 * mm])
    row.setStyle(tight())
    return [row, caption]


def _price(vnd: int | None) -> str:
    return showing.dong_plain(vnd) if vnd is not None else ""
