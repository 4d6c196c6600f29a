"""The figures of the demonstration: SEED and PRESS ones are quoted in the news, DEMO ones are invented."""

import datetime as dt

PASSWORD = "coopsite-demo"  # noqa: S105 - printed by `make run`, for invented data only
TODAY = dt.date(2025, 9, 8)
SEED = 42

# slug, name, legal name, code, commune code, director, crop, receiving hours
COOPS = [
    (
        "ngoc-hoang", "HTX Ngọc Hoàng", "Hợp tác xã Dịch vụ nông nghiệp Ngọc Hoàng", "NH", "04136",
        "Nguyễn Quang Vinh", "dragon_fruit", "5h30–9h và 15h30–18h",
    ),  # SEED: name, place, director
    (
        "an-phu", "HTX An Phú", "Hợp tác xã nông nghiệp An Phú", "AP", "03664",
        "Lò Thị Phương (minh hoạ)", "dragon_fruit", "6h–10h",
    ),  # SEED: name, place
    (
        "vai-thieu-bac-ninh", "HTX vải thiều (minh hoạ)", "Hợp tác xã vải thiều Bắc Ninh (minh hoạ)", "VT", "07582",
        "Giáp Văn Hưng (minh hoạ)", "lychee", "4h–11h",
    ),  # DEMO
]

# Households: commune code, households, hundredths of a hectare. SEED: 196 and 70 ha; DEMO: the split.
PEOPLE = {
    "ngoc-hoang": [
        ("04136", 84, 6120), ("04123", 41, 2980), ("04105", 22, 1410), ("03721", 14, 1090),
        ("03724", 13, 930), ("04075", 12, 760), ("04231", 10, 560),
    ],
    "an-phu": [("03664", 19, 1020), ("03670", 15, 800)],
    "vai-thieu-bac-ninh": [("07582", 26, 1850), ("07603", 16, 1240)],
}
KINDS = {  # how many of each membership type, in this order; DEMO
    "ngoc-hoang": {"official": 31, "associate_capital": 9, "linked": 156},
    "an-phu": {"official": 12, "associate": 4, "linked": 18},
    "vai-thieu-bac-ninh": {"official": 15, "linked": 27},
}
# Growing areas: code, name, commune code, hundredths of a hectare, households, received kg this season, markets. DEMO.
AREAS = {
    "ngoc-hoang": [
        ("V1", "Tà Hộc – Nà Bó A", "04136", 2240, 34, 62_000, ("CN", "JP", "KR")),
        ("V2", "Tà Hộc – Nà Bó B", "04136", 1480, 26, 54_000, ("CN", "JP", "KR")),
        ("V3", "Chiềng Mung", "04123", 1190, 22, 44_000, ("CN", "KR")),
        ("V4", "Mai Sơn", "04105", 1060, 16, 96_000, ("CN",)),
        ("V5", "Thuận Châu", "03721", 1030, 14, 21_000, ("CN",)),
    ],
    "an-phu": [
        ("A1", "Chiềng An", "03664", 1020, 19, 0, ("CN",)),
        ("A2", "Chiềng Cơi", "03670", 220, 4, 0, ()),
    ],
    "vai-thieu-bac-ninh": [
        ("B1", "Lục Ngạn", "07582", 1850, 26, 0, ("JP", "US")),
        ("B2", "Nam Dương", "07603", 1240, 16, 0, ("CA", "JP")),
    ],
}
APPLIED = {"an-phu"}  # codes there are still being applied for

SEASON = ("Vụ 2025", dt.date(2025, 6, 20), dt.date(2025, 11, 30), 220_000_000)
# Round: number, first and last day, kg by grade L1, L2, L3, off-grade; totals 183.6 / 221.4 / 97.2 / 37.8 t. DEMO.
ROUNDS = [
    (1, dt.date(2025, 6, 25), dt.date(2025, 7, 3), (33_400, 43_200, 19_900, 7_800)),
    (2, dt.date(2025, 7, 16), dt.date(2025, 7, 25), (49_100, 61_600, 27_500, 10_700)),
    (3, dt.date(2025, 8, 7), dt.date(2025, 8, 17), (59_600, 69_300, 30_400, 12_100)),
    (4, dt.date(2025, 9, 2), dt.date(2025, 9, 8), (41_500, 47_300, 19_400, 7_200)),
]
FORECAST = [
    (5, dt.date(2025, 9, 28), dt.date(2025, 10, 7), 96_000),
    (6, dt.date(2025, 10, 24), dt.date(2025, 11, 5), 64_000),
]  # DEMO; with these days 37 of 60 harvest days are over, and area V4 has brought 88 % of what was to be expected
DELIVERIES = 2_077
TODAY_KG, TODAY_TICKETS = 16_480, 63
PEAK_TICKETS = 118
PRICES = {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000, "XO": 16_500}  # SEED band 14,000–20,000
# On each pair of days the same fruit came in; one day paid 1,000 more, the other 1,000 less: the means stay. DEMO.
PAIRED_DAYS = [(dt.date(2025, 7, 20), dt.date(2025, 8, 12)), (dt.date(2025, 7, 21), dt.date(2025, 8, 13))]
PAIRED_KG = 15_000

# Named growers (SEED); kg per round of 2025. Deliveries to this co-operative are DEMO for all four.
LIEM, HOA, THIEN, THUAN = "012", "097", "189", "192"
NAMED_KG = {LIEM: (1_350, 3_120, 3_480, 2_260), THIEN: (610, 720, 800, 600)}
LIEM_ROUND_4 = (1_240, 720, 230, 70)
LIEM_ESTIMATES = (1_400, 3_100, 3_500, 2_300, 2_900, 1_800)  # SEED: about 15 t expected
SEASON_2024 = ("Vụ 2024", dt.date(2024, 6, 18), dt.date(2024, 11, 30))
ROUNDS_2024 = [
    (1, dt.date(2024, 6, 27), dt.date(2024, 7, 5)), (2, dt.date(2024, 7, 19), dt.date(2024, 7, 28)),
    (3, dt.date(2024, 8, 10), dt.date(2024, 8, 20)), (4, dt.date(2024, 9, 5), dt.date(2024, 9, 13)),
    (5, dt.date(2024, 10, 1), dt.date(2024, 10, 9)),
]
THUAN_2024 = (4_400, 5_100, 2_300, 340)  # SEED: more than 200 million dong from one hectare
THIEN_2024 = (1_480, 1_740, 700, 200)  # SEED: more than four tonnes a year
OTHERS_2024_KG = 405_000

OTHER_INTAKE = {  # co-operative: season, rounds, kg by grade; DEMO, An Phú 61.3 t
    "an-phu": (
        ("Vụ 2025", dt.date(2025, 6, 20), dt.date(2025, 11, 30)),
        [(1, dt.date(2025, 6, 28), dt.date(2025, 7, 4)), (2, dt.date(2025, 7, 20), dt.date(2025, 7, 26)),
         (3, dt.date(2025, 8, 12), dt.date(2025, 8, 18)), (4, dt.date(2025, 9, 4), dt.date(2025, 9, 8))],
        {"L1": 19_200, "L2": 25_700, "L3": 11_900, "D": 4_500}, 240,
    ),
    "vai-thieu-bac-ninh": (
        ("Vụ vải 2025", dt.date(2025, 5, 15), dt.date(2025, 7, 31)),
        [(1, dt.date(2025, 5, 24), dt.date(2025, 6, 4)), (2, dt.date(2025, 6, 10), dt.date(2025, 6, 28)),
         (3, dt.date(2025, 7, 1), dt.date(2025, 7, 8))],
        {"TUYEN": 104_600, "HX": 17_400, "D": 2_800}, 430,
    ),
}
OTHER_PRICES = {
    "an-phu": {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000, "XO": 16_500},
    "vai-thieu-bac-ninh": {"TUYEN": 32_000, "HX": 18_000, "D": 7_000, "XO": 22_000},
}
