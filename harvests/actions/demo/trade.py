"""The demonstration's traders and orders, fulfilled and ahead, one broken deal; what left for them is in shipping."""

import datetime as dt

from coopsite.formats.text import search_key
from growers.models import Cooperative, Grade, Market
from harvests.actions.demo.plan import TODAY
from harvests.models import CallOff, NumberSeries, OrderLine, Trader, TraderOrder

D = dt.date
DEMO_NOTE = "Dữ liệu minh hoạ."
TRADERS = {
    "ngoc-hoang": [
        ("Công ty XNK Nông sản Biên Giới (minh hoạ)", "exporter", "CN"),
        ("Hwa Fruit Import (minh hoạ)", "importer", "KR"),
        ("Sakura Tropical (minh hoạ)", "importer", "JP"),
        ("Severny Frukt (minh hoạ)", "importer", "RU"),
        ("Thương lái Hà Văn Bền (minh hoạ)", "trader", "VN"),
        ("Thương lái Đỗ Thị Mận (minh hoạ)", "trader", "VN"),
        ("Chuỗi siêu thị Xanh (minh hoạ)", "supermarket", "VN"),
        ("Nhà máy nước ép Mộc Châu (minh hoạ)", "processor", "VN"),
        ("Gian hàng Postmart/Voso (minh hoạ)", "ecommerce", "VN"),
    ],
    "an-phu": [
        ("Thương lái Quàng Văn Pọm (minh hoạ)", "trader", "VN"),
        ("Chợ đầu mối Sơn La (minh hoạ)", "trader", "VN"),
    ],
    "vai-thieu-bac-ninh": [
        ("Dragonberry Produce", "importer", "US"),
        ("Xuất khẩu Toàn Vải (minh hoạ)", "exporter", "JP"),
        ("Chợ đầu mối Bắc Ninh (minh hoạ)", "trader", "VN"),
    ],
}  # fmt: skip
# trader, market, kind, first and last day, lines, status, deposit, reason; a line: grade, pack g, cartons, kg, price
ORDERS = {
    "ngoc-hoang": [
        (0, "CN", "contract", D(2025, 7, 1), D(2025, 9, 5),
         [("L1", 20_500, 4_680, 95_940, 27_000)], "delivered", 300_000_000, ""),
        (1, "KR", "contract", D(2025, 7, 18), D(2025, 9, 7),
         [("L1", 5_000, 4_480, 22_400, 34_000)], "delivered", 100_000_000, ""),
        (2, "JP", "contract", D(2025, 7, 20), D(2025, 9, 14),
         [("L1", 5_000, 4_200, 21_000, 36_000)], "partly", 120_000_000, ""),
        (3, "RU", "spot", D(2025, 7, 20), D(2025, 8, 30),
         [("L2", 9_000, 1_720, 15_480, 31_000)], "delivered", 0, ""),
        (4, "VN", "preorder", D(2025, 6, 25), D(2025, 9, 12),
         [("L2", None, None, 170_000, 18_300),
          ("L3", None, None, 60_000, 15_000)],
         "partly", 150_000_000, ""),
        (5, "VN", "preorder", D(2025, 6, 25), D(2025, 8, 25),
         [("L3", None, None, 45_000, 15_500)], "delivered", 40_000_000, ""),
        (6, "VN", "contract", D(2025, 6, 28), D(2025, 9, 30),
         [("L1", None, None, 45_000, 25_000)], "partly", 0, ""),
        (7, "VN", "offtake", D(2025, 6, 25), D(2025, 11, 10),
         [("D", None, None, 42_000, 7_000)], "partly", 0, ""),
        (8, "VN", "spot", D(2025, 7, 1), D(2025, 9, 30),
         [("L1", None, None, 4_000, 35_000)], "partly", 0, ""),
        (0, "CN", "preorder", D(2025, 9, 29), D(2025, 10, 8),
         [("L1", 20_500, 936, 19_188, 27_500), ("L2", 20_500, 468, 9_594, 24_000)],
         "confirmed", 120_000_000, ""),
        (2, "JP", "preorder", D(2025, 9, 29), D(2025, 10, 5),
         [("L1", 5_000, 930, 4_650, 36_500)], "confirmed", 30_000_000, ""),
        (1, "KR", "preorder", D(2025, 10, 1), D(2025, 10, 9),
         [("L1", 5_000, 1_120, 5_600, 34_500)], "confirmed", 40_000_000, ""),
        (5, "VN", "preorder", D(2025, 10, 24), D(2025, 11, 3),
         [("L2", None, None, 18_000, 18_000)], "draft", 20_000_000, ""),
        (4, "VN", "preorder", D(2025, 8, 7), D(2025, 8, 17),
         [("L1", None, None, 12_000, 22_000)], "cancelled", 25_000_000, "Giá chợ xuống, khách bỏ cọc"),
        (5, "VN", "spot", D(2025, 6, 25), D(2025, 9, 15), [("L2", None, None, 60_000, 18_000)], "partly", 0, ""),
        (6, "VN", "preorder", D(2025, 8, 20), D(2025, 8, 28),
         [("L1", None, None, 8_000, 25_500)], "cancelled", 30_000_000, "HTX thiếu hàng, bẻ kèo"),
    ],
    "an-phu": [
        (0, "VN", "preorder", D(2025, 6, 28), D(2025, 9, 10),
         [("L1", None, None, 20_000, 21_500), ("L2", None, None, 26_000, 18_300)],
         "partly", 0, ""),
        (1, "VN", "spot", D(2025, 8, 12), D(2025, 9, 20),
         [("L3", None, None, 9_000, 15_000)], "partly", 0, ""),
        (1, "VN", "spot", D(2025, 6, 25), D(2025, 9, 20), [("L2", None, None, 12_000, 17_500)], "partly", 0, ""),
    ],
    "vai-thieu-bac-ninh": [
        (0, "JP", "contract", D(2025, 5, 25), D(2025, 7, 10),
         [("TUYEN", 5_000, 7_000, 35_000, 95_000)], "delivered", 0, ""),
        (0, "CA", "contract", D(2025, 6, 1), D(2025, 7, 10),
         [("TUYEN", 5_000, 5_000, 25_000, 98_000)], "delivered", 0, ""),
        (0, "US", "contract", D(2025, 6, 1), D(2025, 7, 15),
         [("TUYEN", 5_000, 8_000, 40_000, 102_000)], "delivered", 0, ""),
        (2, "VN", "spot", D(2025, 5, 25), D(2025, 7, 15), [("HX", None, None, 24_000, 21_000)], "partly", 0, ""),
    ],
}  # fmt: skip
LAST_YEAR = {
    "ngoc-hoang": [
        (4, "VN", "offtake", D(2024, 6, 20), D(2024, 10, 15), [("L2", None, None, 421_260, 17_500)], "partly", 0, ""),
    ],
}  # fmt: skip


def seed_trade(coop: Cooperative) -> None:
    """Traders with their orders and call-offs; nothing is delivered yet."""
    markets = {market.code: market for market in Market.objects.all()}
    traders = [_trader(coop, name, kind, markets[market]) for name, kind, market in TRADERS[coop.slug]]
    grades = {grade.code: grade for grade in Grade.objects.filter(commodity=coop.commodity)}
    for year, orders in ((2024, LAST_YEAR.get(coop.slug, ())), (2025, ORDERS[coop.slug])):
        for number, row in enumerate(orders, start=1):
            _order(coop, year, number, row, traders, markets, grades)
        if orders:
            NumberSeries.objects.create(cooperative=coop, kind="DH", year=year, last=len(orders))


def _trader(coop, name, kind, market) -> Trader:
    dragonberry = name == "Dragonberry Produce"
    return Trader.objects.create(
        cooperative=coop, name=name, kind=kind, market=market, is_demo=True, payment_days=15,
        contact="Amy Nguyen" if dragonberry else "", chain="Costco (hơn 600 cửa hàng), Safeway" if dragonberry else "",
        country=market.name_vi, note=DEMO_NOTE, search_key=search_key(name, market.name_vi),
    )  # fmt: skip


def _order(coop, year, number, row, traders, markets, grades) -> None:
    trader, market, kind, first, last, lines, status, deposit, reason = row
    order = TraderOrder.objects.create(
        cooperative=coop, number=number, year=year, kind=kind, status=status, trader=traders[trader],
        exporter=traders[0] if market in ("KR", "JP", "RU") and coop.slug == "ngoc-hoang" else None,
        market=markets[market], commodity=coop.commodity, deliver_from=first,
        ordered_on=min(first - dt.timedelta(days=21), TODAY - dt.timedelta(days=3)), deliver_to=last, handover="coop",
        deposit_vnd=deposit, cancel_reason=reason, is_demo=True,
        deposit_due=first - dt.timedelta(days=7) if deposit else None, note=DEMO_NOTE,
    )  # fmt: skip
    for position, (grade, pack, cartons, kg, price) in enumerate(lines, start=1):
        OrderLine.objects.create(
            cooperative=coop, order=order, position=position, grade=grades[grade], pack_g=pack, cartons=cartons,
            ordered_g=kg * 1_000, limit_g=kg * 1_050, price_minor=price,
        )  # fmt: skip
    if status == "confirmed":
        half = lines[0][3] * 1_000 // 2
        for turn, grams in enumerate((half, lines[0][3] * 1_000 - half)):
            CallOff.objects.create(
                cooperative=coop, order=order, due_on=first + dt.timedelta(days=3 * turn + 1), quantity_g=grams,
                note="Khách báo xe (minh hoạ)",
            )  # fmt: skip
