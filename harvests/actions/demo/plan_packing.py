"""What the demonstration packs and ships: cartons by growing area and truck, adding up to the totals of the plan."""

import datetime as dt

from harvests.actions.demo.plan import TODAY

D = dt.date

# Export trucks: order, market, packed on, net grams of a carton, grade on the label, cartons by growing area.
# DEMO; over all trucks V1-V5 give 41.00, 36.00, 29.00, 33.42 and 13.00 t, China 95,940 kg, South Korea 22,400 kg,
# Japan 18,600 kg, Russia 15,480 kg: 152,420 kg in 15 trucks.
TRUCKS = {
    "ngoc-hoang": [
        (1, "CN", D(2025, 7, 3), 20_500, "L1", {"V1": 240, "V2": 230, "V3": 162, "V4": 251, "V5": 53}),
        (2, "KR", D(2025, 7, 20), 5_000, "L1", {"V1": 320, "V2": 191, "V3": 609}),
        (3, "JP", D(2025, 7, 21), 5_000, "L1", {"V1": 500, "V2": 430}),
        (1, "CN", D(2025, 7, 23), 20_500, "L1", {"V1": 240, "V2": 230, "V3": 161, "V4": 251, "V5": 54}),
        (4, "RU", D(2025, 7, 24), 9_000, "L2", {"V4": 410, "V5": 450}),
        (2, "KR", D(2025, 7, 25), 5_000, "L1", {"V1": 320, "V2": 191, "V3": 609}),
        (3, "JP", D(2025, 7, 25), 5_000, "L1", {"V1": 500, "V2": 430}),
        (2, "KR", D(2025, 8, 11), 5_000, "L1", {"V1": 320, "V2": 191, "V3": 609}),
        (1, "CN", D(2025, 8, 12), 20_500, "L1", {"V1": 240, "V2": 230, "V3": 161, "V4": 251, "V5": 54}),
        (3, "JP", D(2025, 8, 14), 5_000, "L1", {"V1": 500, "V2": 430}),
        (1, "CN", D(2025, 8, 16), 20_500, "L1", {"V1": 240, "V2": 230, "V3": 162, "V4": 250, "V5": 54}),
        (4, "RU", D(2025, 8, 17), 9_000, "L2", {"V3": 29, "V4": 447, "V5": 384}),
        (2, "KR", D(2025, 9, 5), 5_000, "L1", {"V1": 320, "V2": 192, "V3": 608}),
        (3, "JP", D(2025, 9, 6), 5_000, "L1", {"V1": 500, "V2": 430}),
        (1, "CN", D(2025, 9, 7), 20_500, "L1", {"V1": 240, "V2": 230, "V3": 162, "V4": 251, "V5": 53}),
    ],
    "an-phu": [],
    # DEMO: 100 t of lychee in 14 trucks; the total is in the news.
    "vai-thieu-bac-ninh": [
        (1, "JP", D(2025, 5, 30), 5_000, "TUYEN", {"B1": 800, "B2": 600}),
        (3, "US", D(2025, 6, 2), 5_000, "TUYEN", {"B1": 1_600}),
        (1, "JP", D(2025, 6, 4), 5_000, "TUYEN", {"B1": 800, "B2": 600}),
        (2, "CA", D(2025, 6, 4), 5_000, "TUYEN", {"B2": 1_250}),
        (3, "US", D(2025, 6, 15), 5_000, "TUYEN", {"B1": 1_600}),
        (1, "JP", D(2025, 6, 17), 5_000, "TUYEN", {"B1": 800, "B2": 600}),
        (2, "CA", D(2025, 6, 19), 5_000, "TUYEN", {"B2": 1_250}),
        (3, "US", D(2025, 6, 22), 5_000, "TUYEN", {"B1": 1_600}),
        (1, "JP", D(2025, 6, 25), 5_000, "TUYEN", {"B1": 800, "B2": 600}),
        (2, "CA", D(2025, 6, 28), 5_000, "TUYEN", {"B2": 1_250}),
        (3, "US", D(2025, 6, 28), 5_000, "TUYEN", {"B1": 1_600}),
        (3, "US", D(2025, 7, 6), 5_000, "TUYEN", {"B1": 1_600}),
        (1, "JP", D(2025, 7, 7), 5_000, "TUYEN", {"B1": 800, "B2": 600}),
        (2, "CA", D(2025, 7, 8), 5_000, "TUYEN", {"B2": 1_250}),
    ],
}  # fmt: skip
# Packed and not ordered yet: 51 hours old in the cold room (incident 11). Market, packed on, carton, grade, by area.
WAITING = {"ngoc-hoang": [("CN", D(2025, 9, 6), 20_500, "L1", {"V4": 110})]}

SHRINK_BP = 100  # of what an export lot took in
LOST_KG = {"ngoc-hoang": 7_600, "an-phu": 800, "vai-thieu-bac-ninh": 1_600}  # of the season, export lots too
UNPACKED_KG = {"ngoc-hoang": 2_145, "an-phu": 600, "vai-thieu-bac-ninh": 0}  # received and not packed yet
# What the home market took of this season, kg by (order, line); the last one takes what is left. DEMO: 303.28 t to
# traders (three orders), 38.50 t to supermarkets, 30.60 t to a juice plant, 3.20 t over the counter of the web.
HOME = {
    "ngoc-hoang": [
        ((5, 1), 150_000), ((5, 2), 50_000), ((6, 1), 45_000), ((7, 1), 38_500), ((8, 1), 30_600), ((9, 1), 3_200),
        ((15, 1), None),
    ],
    "an-phu": [((1, 1), 17_500), ((1, 2), 24_000), ((2, 1), 6_400), ((3, 1), None)],
    "vai-thieu-bac-ninh": [((4, 1), None)],
}  # fmt: skip
# The trucks of the home market leave on these days with what was packed by then.
HOME_TRUCKS = {
    "ngoc-hoang": [D(2025, 7, 4), D(2025, 7, 26), D(2025, 8, 18), TODAY],
    "an-phu": [D(2025, 7, 5), D(2025, 7, 27), D(2025, 8, 19), TODAY],
    "vai-thieu-bac-ninh": [D(2025, 6, 5), D(2025, 6, 29), D(2025, 7, 9)],
}
