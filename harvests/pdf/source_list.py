"""D12: where the fruit on a truck comes from: planting area, household, ticket, kilograms, harvest day, spray check."""

from django.utils import translation

from coopsite.formats import showing
from harvests.pdf.kit import build, dense, facts, gap, opening, para, signatures
from harvests.rules.paper_facts import MET, RUNNING, LotSources, PaperFacts, SourceRow

HEADER = ("Mã vùng trồng", "Mã hộ", "Họ và tên", "Bản", "Thửa", "Phiếu cân", "Ngày thu", "kg", "Cách ly thuốc")
WIDTHS = (23, 11, 29, 20, 14, 27, 18, 16, 24)
SHOWN = ("area_code", "household", "name", "village", "plot", "ticket")


def source_list(paper: PaperFacts) -> bytes:
    """The list: for each lot all the tickets behind it, which add up to what went into the lot."""
    there = paper.truck
    with translation.override("vi"):
        story = [
            *opening(paper.head, paper.issued, "BẢNG KÊ NGUỒN GỐC LÔ HÀNG"),
            facts([
                ("Chuyến hàng", there.code), ("Thị trường", there.market), ("Người nhận", there.consignee),
                ("Số lô", showing.count(len(paper.sources))),
                ("Trên xe", f"{showing.count(paper.cartons)} thùng, {showing.kg_unit(paper.net_g, least=0)}"),
                ("Số hộ", showing.count(len({row.household for lot in paper.sources for row in lot.rows}))),
            ]),
        ]  # fmt: skip
        for lot in paper.sources:
            story += [gap(4), para(_lot(lot), size=9, bold=True), gap(1), _table(lot)]
        story.append(signatures([("Kiểm soát chất lượng", ""), ("Giám đốc", paper.head.director)]))
        return build(f"Bảng kê nguồn gốc {there.code}", paper.issued, story)


def _lot(lot: LotSources) -> str:
    on_truck = f"trên xe {showing.count(lot.cartons)} thùng, {showing.kg_unit(lot.on_truck_g, least=0)}"
    packed = showing.kg_unit(lot.packed_g, least=0)
    return f"Lô {lot.lot} · đóng ngày {showing.day(lot.packed_on)} tại {lot.house} · {on_truck} / {packed} đã đóng"


def _table(lot: LotSources):
    rows = [
        (*(getattr(row, name) for name in SHOWN), showing.day(row.day), showing.kg(row.net_g, least=0), _phi(row))
        for row in lot.rows
    ]
    total = ("Cộng đưa vào lô", *[""] * 6, showing.kg(lot.in_g, least=0), "")
    wrong = [number for number, row in enumerate(lot.rows, start=1) if row.phi != MET]
    return dense(HEADER, rows, WIDTHS, total=total, numbers=(7,), bold=wrong)


def _phi(row: SourceRow) -> str:
    if row.phi == MET:
        return "Đạt"
    return f"Đến {showing.day(row.until)}" if row.phi == RUNNING else "Chưa rõ"
