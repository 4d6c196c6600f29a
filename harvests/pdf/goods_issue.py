"""D9: the dispatch order, by which the director lets goods out, and the goods issue note, by which they went."""

from django.utils import translation

from coopsite.formats import showing
from coopsite.formats.words import in_words
from harvests.pdf.kit import build, facts, gap, opening, para, signatures
from harvests.pdf.shipment_lines import goods, load, truck
from harvests.rules.paper_facts import PaperFacts

ORDER, NOTE = "LỆNH XUẤT KHO", "PHIẾU XUẤT KHO"


def dispatch_order(paper: PaperFacts) -> bytes:
    """The order to let the goods out."""
    head, there = paper.head, paper.truck
    with translation.override("vi"):
        story = [
            *opening(head, paper.issued, ORDER),
            para(f"Giám đốc {head.name} yêu cầu thủ kho xuất số hàng dưới đây:"),
            facts([*_receiver(paper), *truck(paper)]),
            gap(), load(paper), gap(), *_sums(paper),
            signatures([("Người lập", ""), ("Thủ kho", ""), ("Giám đốc", head.director)]),
        ]  # fmt: skip
        return build(f"Lệnh xuất kho {there.code}", paper.issued, story)


def goods_issue(paper: PaperFacts) -> bytes:
    """The note that the goods went out, with everybody who touched them."""
    with translation.override("vi"):
        story = [
            *opening(paper.head, paper.issued, NOTE, second="(Mẫu 02-VT)"),
            facts([*_receiver(paper), ("Xuất tại", paper.head.name), *truck(paper)]),
            gap(), load(paper), gap(), *_sums(paper),
            signatures([
                ("Người lập phiếu", ""), ("Người nhận hàng", ""), ("Thủ kho", ""), ("Giám đốc", paper.head.director),
            ]),
        ]  # fmt: skip
        return build(f"Phiếu xuất kho {paper.truck.code}", paper.issued, story)


def _receiver(paper: PaperFacts) -> list[tuple[str, str]]:
    there = paper.truck
    return [
        ("Chuyến hàng", there.code), ("Theo đơn hàng", ", ".join(there.orders)), ("Khách hàng", there.buyer),
        ("Người nhận", there.consignee), ("Địa chỉ", there.consignee_address), ("Thị trường", there.market),
        ("Lý do xuất", "Xuất bán"), ("Hàng hoá", goods(paper)),
    ]  # fmt: skip


def _sums(paper: PaperFacts) -> list:
    """The sums in figures and in words (workflow.md 5)."""
    cartons = f"{in_words(paper.cartons)} thùng, " if paper.cartons else ""
    kilograms, grams = divmod(paper.net_g, 1_000)
    weight = in_words(kilograms) + (f" phẩy {_decimals(grams)}" if grams else "")
    words = f"{cartons}{weight} ki-lô-gam"
    return [
        para(f"Tổng cộng: {showing.count(paper.cartons)} thùng, {showing.kg_unit(paper.net_g, least=0)}.", bold=True),
        para(f"Bằng chữ: {words[0].upper()}{words[1:]}."),
    ]


def _decimals(grams: int) -> str:
    """The decimals of a weight read digit by digit: 50 g of a kilogram is "không năm"."""
    return " ".join(in_words(int(digit)) for digit in f"{grams:03d}".rstrip("0"))
