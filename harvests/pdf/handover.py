"""D11: the minutes by which both sides and the driver say what was handed over, in what state, under which seal."""

from django.utils import translation

from coopsite.formats import showing
from harvests.pdf.kit import build, facts, gap, opening, para, signatures
from harvests.pdf.shipment_lines import goods, load, truck
from harvests.rules.paper_facts import PaperFacts

DOTS = "." * 60
OBSERVED = ("Nhiệt độ đo khi giao", "Tình trạng hàng, bao bì", "Tình trạng chì")


def handover(paper: PaperFacts) -> bytes:
    """The minutes, with room for what is only known at the truck: hours, persons, measured temperature, remarks."""
    head, there, day = paper.head, paper.truck, paper.issued.day
    with translation.override("vi"):
        story = [
            *opening(head, paper.issued, "BIÊN BẢN GIAO NHẬN HÀNG HOÁ", nation=True),
            para(f"Hôm nay, {showing.day_long(day)}, lúc ….. giờ ….., tại {head.address}, chúng tôi gồm:"),
            facts([
                ("BÊN GIAO", head.name), ("Địa chỉ", head.address), ("Đại diện", head.director or DOTS),
                ("BÊN NHẬN", there.buyer), ("Địa chỉ", there.buyer_address), ("Đại diện", DOTS),
                ("Người nhận hàng", there.consignee),
            ]),
            para("Hai bên cùng lái xe giao nhận số hàng sau:"),
            facts([("Chuyến hàng", there.code), ("Đơn hàng", ", ".join(there.orders)), ("Hàng hoá", goods(paper)),
                   *truck(paper)]),
            gap(), load(paper), gap(),
            *(para(f"{what}: {DOTS}") for what in OBSERVED),
            para(f"Ý kiến của các bên: {DOTS * 2}"),
            para("Biên bản lập thành 03 bản có giá trị như nhau, mỗi bên giữ 01 bản."),
            signatures([("Đại diện bên giao", head.director), ("Đại diện bên nhận", ""), ("Lái xe", there.driver)]),
        ]  # fmt: skip
        return build(f"Biên bản giao nhận {there.code}", paper.issued, story)
