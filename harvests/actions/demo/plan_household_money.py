"""The figures of the demonstration's money with households; all are DEMO but those of Liêm's fourth round (7.3)."""

import datetime as dt
from dataclasses import dataclass

from harvests.actions.demo.plan import HOA, LIEM, THUAN, TODAY

D = dt.date
HOME = "ngoc-hoang"
NOTE = "Dữ liệu minh hoạ."
END_OF_SEASON = D(2025, 11, 30)

ORGANIC, NPK = "Phân hữu cơ vi sinh (minh hoạ)", "NPK 16-16-8 (minh hoạ)"
TRICHO, NEEM = "Tricho-DEMO (chế phẩm nấm đối kháng)", "Neem-DEMO 1EC"
# Lot: product, expiry, unit, content, received on, units received, cost and price of a unit.
STOCK = {
    "HCVS-0125": (ORGANIC, D(2027, 1, 31), "bag", "50 kg", D(2025, 2, 5), 1_100, 212_000, 245_000),
    "HCVS-0625": (ORGANIC, D(2027, 6, 15), "bag", "50 kg", D(2025, 6, 12), 320, 214_000, 245_000),
    "NPK-0225": (NPK, D(2028, 2, 1), "bag", "25 kg", D(2025, 2, 10), 90, 331_000, 365_000),
    "TRI-0225": (TRICHO, D(2025, 8, 31), "pack", "1 kg", D(2025, 2, 20), 180, 54_000, 70_000),  # expired, with a rest
    "TRI-0525": (TRICHO, D(2025, 9, 28), "pack", "1 kg", D(2025, 5, 15), 160, 54_000, 70_000),  # expires in 20 days
    "TRI-0725": (TRICHO, D(2026, 7, 20), "pack", "1 kg", D(2025, 7, 20), 120, 55_000, 70_000),
    "NEEM-0525": (NEEM, D(2026, 5, 15), "bottle", "500 ml", D(2025, 5, 15), 80, 96_000, 118_000),
}
SUPPLIER = "Công ty vật tư Mẫu (minh hoạ)"
# Waves of sales on credit: first and last day, how many, hundredths of the household's limit they come to.
CREDIT_WAVES = [
    (D(2025, 2, 12), D(2025, 5, 20), 26, (25, 60)),
    (D(2025, 6, 13), D(2025, 8, 5), 16, (25, 50)),
    (D(2025, 8, 19), D(2025, 9, 7), 6, (8, 15)),
]
CASH_SALES = (D(2025, 3, 1), D(2025, 9, 6), 12)
# Sales with given lines: household, day, (lot, units) ..., why beyond the limit.
GIVEN_SALES = [
    (THUAN, D(2025, 2, 18), (("HCVS-0125", 8),), ""),
    ("034", D(2025, 3, 4), (("HCVS-0125", 18),), "Trồng mới 300 trụ, thu hồi dần trong hai vụ"),
    (LIEM, D(2025, 8, 19), (("HCVS-0625", 8), ("TRI-0725", 7)), ""),  # 2,450,000 dong
]
USED_EACH = 5  # of every fifth sale of fertiliser the diary tells
# Days between which households came for advances, and how many did; hundredths of their limit.
ADVANCE_WAVES = [
    (D(2025, 6, 3), D(2025, 6, 22), 10), (D(2025, 7, 7), D(2025, 7, 14), 10), (D(2025, 7, 28), D(2025, 8, 6), 8),
    (D(2025, 8, 20), D(2025, 9, 6), 9),
]  # fmt: skip
ADVANCE_SHARE = (10, 30)
GIVEN_ADVANCES = [
    (THUAN, D(2025, 3, 5), 3_000_000), (LIEM, D(2025, 7, 10), 5_000_000), (LIEM, D(2025, 8, 28), 3_000_000),
    ("139", D(2025, 8, 22), 4_000_000),
]  # fmt: skip
# Repayments of an advance: household, day of the debt, day, dong, means.
REPAID_ADVANCES = [(THUAN, D(2025, 3, 5), D(2025, 6, 30), 1_000_000, "cash"),
                   ("139", D(2025, 8, 22), D(2025, 9, 3), 1_500_000, "cash")]  # fmt: skip
REPAID_SALES = [("034", D(2025, 3, 4), D(2025, 5, 30), 1_200_000, "transfer")]
# Charges and counter-lines: kind, household, day, dong, why.
CHARGES = [
    ("transport", "131", D(2025, 7, 18), 300_000, "Xe gom tại vườn, 2 chuyến"),
    ("transport", "136", D(2025, 7, 22), 300_000, "Xe gom tại vườn, 2 chuyến"),
    ("penalty", "064", D(2025, 7, 24), 300_000, "Trộn quả dạt vào loại 1, biên bản ngày 24/07"),
    ("transport", HOA, D(2025, 8, 9), 450_000, "Xe gom tại vườn, 3 chuyến"),
    ("transport", "132", D(2025, 8, 13), 300_000, "Xe gom tại vườn, 2 chuyến"),
    ("transport", "071", D(2025, 8, 15), 150_000, "Xe gom tại vườn"),
    ("transport", HOA, D(2025, 9, 4), 300_000, "Xe gom tại vườn, 2 chuyến"),
    ("transport", "149", D(2025, 9, 5), 150_000, "Xe gom tại vườn"),
    ("credit", "151", D(2025, 9, 4), 765_000, "Bù 45 kg loại 2 cân thiếu ở lứa 3, xem TT-25-003"),
    # More than the fourth round brings: nothing is paid, and the rest is carried into the next run.
    ("debit", "103", D(2025, 9, 5), 3_502_000, "Thu lại 206 kg loại 2 ghi nhầm hộ ở lứa 3, xem TT-25-003"),
]
# What the first round is topped up with once its trucks to Japan were settled: day, dong a kilogram by grade.
TOP_UP_ON, TOP_UP, TOP_UP_NOTE = D(2025, 8, 15), {"L1": 400, "L2": 200, "L3": 100}, "Truy lĩnh lứa 1 theo hợp đồng"
TOP_UP_DAYS = (D(2025, 6, 25), D(2025, 7, 3))
# Limits of their own: household, of advances, of inputs. The last one owes more than it may.
OWN_LIMITS = [(HOA, 40_000_000, 60_000_000), ("192", 3_000_000, 5_000_000), ("034", None, 2_000_000)]


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the plan; without `approved_on` it is a draft. `small_vnd`: up to this it is paid in cash."""

    days: tuple[dt.date, dt.date]
    closed_on: dt.date | None = None
    approved_on: dt.date | None = None
    paid_on: dt.date | None = None
    locked_on: dt.date | None = None
    fee_vnd_per_kg: int = 300
    input_bp: int = 5_000
    rounding: str = "down_1000"
    small_vnd: int = 0
    note: str = NOTE


RUNS = {
    HOME: [
        Run((D(2024, 6, 18), D(2024, 11, 30)), D(2024, 12, 10), D(2024, 12, 12), D(2024, 12, 13), D(2024, 12, 20), 0,
            rounding="none", note="Thanh toán cả vụ 2024 (minh hoạ)"),
        Run((D(2025, 6, 25), D(2025, 7, 3)), D(2025, 7, 4), D(2025, 7, 5), D(2025, 7, 7), D(2025, 7, 14),
            input_bp=1_500, small_vnd=4_000_000, note="Lứa 1"),
        Run((D(2025, 7, 16), D(2025, 7, 25)), D(2025, 7, 26), D(2025, 7, 28), D(2025, 7, 29), D(2025, 8, 5),
            input_bp=2_000, small_vnd=4_000_000, note="Lứa 2"),
        Run((D(2025, 8, 7), D(2025, 8, 17)), D(2025, 8, 18), D(2025, 8, 19), D(2025, 8, 20), D(2025, 8, 27),
            input_bp=2_500, small_vnd=4_000_000, note="Lứa 3"),
        Run((D(2025, 9, 2), TODAY), small_vnd=4_000_000, note="Lứa 4"),
    ],
    "an-phu": [
        Run((D(2025, 6, 28), D(2025, 8, 18)), D(2025, 8, 20), D(2025, 8, 21), D(2025, 8, 22), D(2025, 8, 29), 200),
        Run((D(2025, 9, 4), TODAY), fee_vnd_per_kg=200),
    ],
    "vai-thieu-bac-ninh": [
        Run((D(2025, 5, 24), D(2025, 7, 8)), D(2025, 7, 12), D(2025, 7, 14), D(2025, 7, 15), D(2025, 7, 22), 500),
    ],
}  # fmt: skip
# A transfer that came back: run (by its first day), household, day, why, day on which it was paid once more.
RETURNED = (D(2025, 7, 16), "118", D(2025, 7, 31), "Sai số tài khoản, ngân hàng trả lại", D(2025, 8, 1))
# Incident 6: the bank stopped their accounts in September; and how many sell for the limit or more a day for cash.
ACCOUNT_LOST = ("022", "044", "088", "112", "139", "171")
CASH_DAYS = 9
# What opens Liêm's links; fixed, so that the demonstration can be shown.
STATEMENT_SECRET = "minh-hoa-bang-ke-nguyen-thanh-liem-012-lua3"  # noqa: S105 - of invented data only
SEASON_SECRET = "minh-hoa-vu-2025-cua-nguyen-thanh-liem-012-"  # noqa: S105 - of invented data only
