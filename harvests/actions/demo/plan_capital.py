"""The demonstration's figures of capital and surplus (workflow.md 7.3): SEED and DEMO as in `plan`."""

import datetime as dt

D = dt.date
CAPITAL_VND = 500_000_000  # DEMO; the capital that shares in 2024, of which the grower below holds exactly 2 %
ASSOCIATES_VND = 100_000_000
HOLDS = {"192": 10_000_000}
STEP_VND = 1_000_000
# Committed in 2025, so that one runs towards its deadline and one is past it: day, dong, paid on, of it paid.
OPEN = ((D(2025, 6, 10), 5_000_000, D(2025, 7, 1), 2_000_000), (D(2025, 2, 1), 3_000_000, None, 0))
IN_KIND = {9: ("goods", "1 máy bơm 5,5 kW"), 11: ("land", "500 m² đất bãi tập kết")}  # by place in the register
SERVICES_2024_VND = 1_640_000_000  # SEED: what all official members' fruit of 2024 was worth
YEAR = 2024
RESOLUTION = ("01/2025/NQ-ĐHTV", D(2025, 3, 28))
INTERNAL_VND, EXTERNAL_VND = 180_000_000, 120_000_000
FUNDS = (("Quỹ đầu tư phát triển", 18_000_000, 12_000_000), ("Quỹ dự phòng tài chính", 9_000_000, 6_000_000))
PAID_ON, UNPAID = D(2025, 4, 10), 3  # all shares but the last few
