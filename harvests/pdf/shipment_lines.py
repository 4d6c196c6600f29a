"""Phrases that several papers of a shipment share: the truck, its goods, and the load as a table."""

from coopsite.formats import showing
from harvests.pdf.kit import grid
from harvests.rules.paper_facts import LoadRow, PaperFacts


def truck(facts: PaperFacts) -> list[tuple[str, str]]:
    """The truck as label and value."""
    there = facts.truck
    driver = f"{there.driver} – {showing.phone(there.driver_phone)}" if there.driver_phone else there.driver
    return [
        ("Biển số xe", there.vehicle), ("Lái xe", driver), ("Số container", there.container),
        ("Số chì", there.seal), ("Nhiệt độ cài đặt", temperature(facts)), ("Cửa khẩu / cảng", there.border_gate),
    ]  # fmt: skip


def temperature(facts: PaperFacts) -> str:
    """The set temperature, "" when none was entered."""
    return "" if facts.truck.temp_set_dc is None else showing.celsius(facts.truck.temp_set_dc)


def goods(facts: PaperFacts) -> str:
    """The crops on the truck, each with its botanical name."""
    return "; ".join(f"{one.name} ({one.botanical})" for one in facts.goods)


def load(facts: PaperFacts):
    """The load by lot, grade and size, with its sums."""
    header = ("STT", "Lô", "Đơn hàng", "Mặt hàng, loại, cỡ", "Quy cách", "Số thùng", "Khối lượng tịnh (kg)")
    rows = [
        (
            number, row.lot, row.order, what(row), showing.kg_unit(row.pack_g, least=0) if row.pack_g else "để rời",
            showing.count(row.cartons), showing.kg(row.net_g, least=0),
        )
        for number, row in enumerate(facts.load, start=1)
    ]  # fmt: skip
    total = ("", "Cộng", "", "", "", showing.count(facts.cartons), showing.kg(facts.net_g, least=0))
    return grid(header, rows, (10, 40, 24, 48, 20, 17, 23), total=total, numbers=(0, 4, 5, 6))


def what(row: LoadRow) -> str:
    """Crop, grade and size as one text."""
    return ", ".join(part for part in (row.crop, row.grade, row.size) if part)
