"""The figures of the demonstration's money with traders; all are DEMO but the sums of the season's costs (7.2)."""

import datetime as dt

D = dt.date
HOME = "VN"
COSTED = "ngoc-hoang"
# Days after the due day on which money comes in, in turn: below zero it is early.
LATE_DAYS = (-2, 0, 3, -5, 6, -1)
# Hundredths of a per cent of what was open that came in, where it was not all: (year, order, how many of it).
PAID_BP = {
    "ngoc-hoang": {
        (2025, 1, 4): 6_000, (2025, 4, 2): 0, (2025, 6, 1): 5_000, (2025, 15, 2): 7_000, (2025, 7, 3): 0,
        (2025, 9, 3): 0, (2024, 1, 20): 9_000,
    },
    "an-phu": {(2025, 1, 2): 8_000, (2025, 3, 3): 0},
    "vai-thieu-bac-ninh": {(2025, 4, 2): 6_500, (2025, 4, 3): 3_000},
}  # fmt: skip
# Credit limits of buyers, by an order of each.
LIMITS = {"ngoc-hoang": {1: 1_000_000_000, 2: 500_000_000, 4: 200_000_000, 5: 1_500_000_000, 6: 600_000_000}}
# Money that came in before anything was due: (an order of the buyer, day, dong).
ON_ACCOUNT = {"ngoc-hoang": [(2, D(2025, 9, 5), 50_000_000)]}
# Order, dong received, and what became of them: way, dong, which receivable of the order, day, why.
DEPOSITS = {
    "ngoc-hoang": [
        (1, 300_000_000, [("offset", 200_000_000, 4, None, "")]),
        (2, 100_000_000, [("offset", 100_000_000, 3, None, "")]),
        (3, 120_000_000, []),
        (5, 150_000_000, []),
        (6, 40_000_000, [("offset", 40_000_000, 2, None, "")]),
        (10, 60_000_000, []),
        (11, 30_000_000, []),
        (14, 25_000_000, [("forfeit", 25_000_000, 0, D(2025, 8, 18), "Giá chợ xuống, khách bỏ cọc")]),
        (16, 30_000_000, [
            ("refund", 30_000_000, 0, D(2025, 8, 29), "HTX thiếu hàng, trả lại cọc"),
            ("penalty", 30_000_000, 0, D(2025, 8, 29), "HTX bẻ kèo: phạt cọc bằng tiền cọc (Bộ luật Dân sự, điều 328)"),
        ]),
    ],
}  # fmt: skip
# Incident 7: which receivable, day, grams, kind, what was claimed, and how it was answered.
CLAIMS = {
    "ngoc-hoang": [
        ((2025, 4, 1), D(2025, 7, 31), 118_000, "damage", "118 kg dập, mốc cuống khi mở thùng (minh hoạ).",
         D(2025, 8, 4), "Đồng ý trừ 118 kg theo biên bản và ảnh."),
    ],
}  # fmt: skip
# Dong of the season by kind (7.2: 1,900 million), how much of it a kilogram to a market takes, and a note.
EVERYWHERE = {"other": 1}
COSTS = {
    "packing": (742_000_000, {"CN": 2, "KR": 6, "JP": 6, "RU": 4, "other": 1}, "Đóng gói (minh hoạ)"),
    "transport": (512_000_000, {"CN": 2, "KR": 6, "JP": 8, "RU": 5, "other": 1}, "Vận chuyển (minh hoạ)"),
    "cold": (138_000_000, {"CN": 1, "KR": 3, "JP": 3, "RU": 2, "other": 0}, "Kho lạnh (minh hoạ)"),
    "labour": (286_000_000, EVERYWHERE, "Nhân công (minh hoạ)"),
    "certification": (
        96_000_000, {"CN": 1, "KR": 3, "JP": 3, "RU": 2, "other": 0}, "Chứng nhận, kiểm nghiệm (minh hoạ)",
    ),
    "other": (126_000_000, EVERYWHERE, "Quản lý (minh hoạ)"),
}  # fmt: skip
