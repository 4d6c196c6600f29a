"""D6: the list of a run's transfers beside the bank's file, A4, signed by those who closed and approved it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from coopsite.formats import showing
from coopsite.formats.words import dong_in_words
from harvests.pdf.kit import build, gap, opening, para, signatures
from harvests.pdf.rows import Rows
from harvests.rules.paper_facts import Issued, Letterhead

HEADER = ("STT", "Mã hộ", "Người nhận", "Ngân hàng", "Tài khoản", "Số tiền, đ", "Nội dung", "Đã chi")
WIDTHS, NUMBERS = (10, 13, 42, 24, 18, 24, 36, 15), (0, 5)


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer: the account is masked; `paid` is the day on which it left, "" while it has not."""

    code: str
    name: str
    bank: str
    account: str
    amount_vnd: int
    content: str
    paid: str


def transfers(head: Letterhead, issued: Issued, moves: Sequence[Move], *, closed_by: str, approved_by: str) -> bytes:
    """The list with its sum in figures and words."""
    with translation.override("vi"):
        total = sum(move.amount_vnd for move in moves)
        rows = [
            (str(place), move.code, move.name, move.bank, move.account, showing.dong_plain(move.amount_vnd),
             move.content, move.paid)
            for place, move in enumerate(moves, start=1)
        ]  # fmt: skip
        last = ("", "", "Tổng cộng", "", "", showing.dong_plain(total), "", "")
        story = [
            *opening(head, issued, "DANH SÁCH CHUYỂN KHOẢN"),
            Rows(HEADER, [*rows, last], WIDTHS, numbers=NUMBERS, bold=(len(rows),), size=7),
            gap(2), para(f"Bằng chữ: {dong_in_words(total)}.", italic=True),
            signatures([("Kế toán", closed_by), ("Giám đốc", approved_by)]),
        ]  # fmt: skip
        return build("Danh sách chuyển khoản", issued, story)
