"""D20: the minutes of a recall or of a mock recall: why, which lots, how much, who was told, how fast, the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from coopsite.formats import showing
from harvests.models import Recall, RecallCall, RecallLot
from harvests.pdf.kit import build, facts, gap, grid, opening, para, signatures
from harvests.rules.paper_facts import Issued, Letterhead

TITLES = {Recall.Kind.REAL: "BIÊN BẢN THU HỒI SẢN PHẨM", Recall.Kind.MOCK: "BIÊN BẢN DIỄN TẬP THU HỒI"}


@dataclass(frozen=True, slots=True)
class RecallPaper:
    """What the minutes say; `took` is how long the trace took, "" when nobody stopped the watch."""

    head: Letterhead
    issued: Issued
    recall: Recall
    took: str
    lots: Sequence[RecallLot]
    calls: Sequence[RecallCall]


def report(paper: RecallPaper) -> bytes:
    """The minutes as a PDF; called while Vietnamese is the language."""
    recall = paper.recall
    stood = [
        ("Xuất phát từ mã", recall.start_code), ("Lý do", recall.reason),
        ("Phát hiện lúc", showing.day_time(recall.detected_at)), ("Mở lúc", showing.day_time(recall.opened_at)),
        ("Người mở", recall.opened_by.display_name),
        ("Truy xuất xong lúc", showing.day_time(recall.traced_at) if recall.traced_at else ""),
    ]  # fmt: skip
    result = f"Truy xuất trong {paper.took}" if paper.took else "Chưa xác nhận truy xuất xong"
    closed = recall.concluded_by and f"{showing.day_time(recall.concluded_at)} – {recall.concluded_by.display_name}"
    story = [
        *opening(paper.head, paper.issued, TITLES[recall.kind], nation=True), facts(stood), gap(),
        para(f"{result}.", size=12, bold=True), gap(),
        para("1. Các lô liên quan", size=10, bold=True), gap(1), _lots(paper), gap(),
        para("2. Danh sách đã gọi", size=10, bold=True), gap(1), _calls(paper), gap(),
        para("3. Kết luận", size=10, bold=True), para(recall.conclusion or "Chưa kết luận."),
        *([facts([("Kết luận lúc", closed)])] if closed else []),
        signatures([("Người lập", ""), ("KCS", ""), ("Giám đốc", paper.head.director)]),
    ]  # fmt: skip
    return build(TITLES[recall.kind].capitalize(), paper.issued, story)


def _lots(paper: RecallPaper):
    names = ("affected_g", "stock_g", "shipped_g", "returned_g")
    rows = [[row.lot.code, *(showing.kg(getattr(row, name), least=0) for name in names)] for row in paper.lots]
    total = ["Cộng", *(showing.kg(sum(getattr(row, name) for row in paper.lots), least=0) for name in names)]
    header = ("Lô", "Từ nguồn này (kg)", "Còn tồn (kg)", "Đã xuất (kg)", "Đã thu về (kg)")
    total[1] = ""  # fruit packed again lies in more than one lot
    return grid(header, rows, (54, 32, 32, 32, 32), total=total, numbers=(1, 2, 3, 4))


def _calls(paper: RecallPaper):
    rows = [
        [
            "Khách hàng" if row.trader else "Nông hộ",
            row.trader.name if row.trader else f"{row.household.code} {row.household.name}",
            showing.kg(row.grams, least=0), showing.day_time(row.reached_at) if row.reached_at else "chưa",
            row.reached_by.display_name if row.reached_by else "", row.note,
        ]
        for row in paper.calls
    ]  # fmt: skip
    return grid(
        ("Loại", "Tên", "Kg", "Liên hệ lúc", "Người gọi", "Ghi chú"), rows, (22, 52, 22, 30, 28, 28), numbers=(2,)
    )
