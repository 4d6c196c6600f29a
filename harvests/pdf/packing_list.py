"""D10: the packing list in Vietnamese and English, with the goods' Chinese name, codes of areas and packing houses."""

from django.utils import translation

from coopsite.formats import showing
from harvests.pdf.kit import build, facts, gap, grid, opening, para, signatures
from harvests.pdf.shipment_lines import temperature
from harvests.rules.paper_facts import LoadRow, PaperFacts

WIDE = 269
HEADER = (
    "STT\nNo.", "Lô\nLot", "Loại\nGrade", "Cỡ\nCount size", "Mã vùng trồng\nPUC", "Mã cơ sở đóng gói\nPHC",
    "Ngày đóng\nPacked on", "Quy cách (kg)\nPacking", "Số thùng\nCartons", "Tịnh (kg)\nNet weight",
)  # fmt: skip
WIDTHS = (10, 44, 34, 22, 42, 37, 22, 18, 18, 22)


def packing_list(paper: PaperFacts) -> bytes:
    """The packing list, A4 landscape."""
    with translation.override("vi"):
        story = [
            *opening(paper.head, paper.issued, "BẢNG KÊ ĐÓNG GÓI", second="PACKING LIST", width=WIDE),
            facts(_about(paper), label=62, width=WIDE),
            gap(), _table(paper), gap(2), para(_weights(paper), bold=True),
            signatures([("Thủ kho / Warehouse keeper", ""), ("Đại diện / Authorised", paper.head.director)],
                       width=WIDE),
        ]  # fmt: skip
        return build(f"Packing list {paper.truck.code}", paper.issued, story, wide=True)


def _about(paper: PaperFacts) -> list[tuple[str, str]]:
    there = paper.truck
    exporter = there.exporter or paper.head.name
    names = [(one.name, one.name_en, one.name_zh, one.botanical) for one in paper.goods]
    goods = "; ".join(" / ".join(part for part in parts if part) for parts in names)
    consignee = ", ".join(part for part in (there.consignee, there.consignee_address) if part)
    papers = ", ".join(part for part in (there.invoice_no, there.contract_no) if part)
    vehicle = " / ".join(part for part in (there.vehicle, there.container) if part)
    return [
        ("Người xuất khẩu / Exporter", exporter), ("Người nhận hàng / Consignee", consignee),
        ("Khách hàng / Buyer", there.buyer), ("Hoá đơn, hợp đồng số / Invoice, contract no.", papers),
        ("Xe, container / Vehicle, container", vehicle), ("Số chì / Seal", there.seal),
        ("Nhiệt độ / Temperature", temperature(paper)), ("Hàng hoá / Commodity", goods),
        ("Xuất xứ / Origin", f"{paper.head.place}, Việt Nam / Viet Nam"),
        ("Thị trường / Destination", f"{there.market} / {there.market_en}"),
        ("Xử lý / Treatment", "; ".join(paper.treatments)),
    ]  # fmt: skip


def _table(paper: PaperFacts):
    rows = [_row(number, row) for number, row in enumerate(paper.load, start=1)]
    total = ("", "Tổng / Total", *[""] * 6, showing.count(paper.cartons), showing.kg(paper.net_g, least=0))
    return grid(HEADER, rows, WIDTHS, total=total, numbers=(0, 7, 8, 9))


def _row(number: int, row: LoadRow) -> tuple:
    grade = row.grade if row.grade == row.grade_en else f"{row.grade} / {row.grade_en}"
    return (
        number, row.lot, grade, row.size, ", ".join(row.area_codes), ", ".join(row.house_codes),
        showing.day(row.packed_on), showing.kg(row.pack_g, least=0) if row.pack_g else "–",
        showing.count(row.cartons), showing.kg(row.net_g, least=0),
    )  # fmt: skip


def _weights(paper: PaperFacts) -> str:
    parts = [
        f"Tổng số thùng / Total cartons: {showing.count(paper.cartons)}",
        f"Khối lượng tịnh / Net weight: {showing.kg_unit(paper.net_g, least=0)}",
    ]
    if paper.truck.gross_g:
        parts.append(f"Khối lượng cả bì / Gross weight: {showing.kg_unit(paper.truck.gross_g, least=0)}")
    return " · ".join(parts)
