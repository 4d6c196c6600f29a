"""The demonstration's input products and field diary: a round of work for each growing area before every harvest."""

import datetime as dt

from coopsite.formats.showing import VIETNAM
from coopsite.formats.text import search_key
from growers.models import (
    ActiveLimit,
    Cooperative,
    DiaryEntry,
    DiaryPlot,
    InputProduct,
    Market,
    Plot,
    ProductActive,
    ProductUse,
    User,
)
from growers.models.inputs import SPRAYED
from growers.rules.inputs import active_key

D = dt.date
NOTE = "Dữ liệu minh hoạ."
# Name, kind, actives, pre-harvest interval in days (None: not asked), dose unit, dose in thousandths, organic. DEMO.
PRODUCTS = [
    ("Phân hữu cơ vi sinh (minh hoạ)", "organic_fertiliser", (), None, "kg_post", 3_000, True),
    ("Phân chuồng hoai", "organic_fertiliser", (), None, "kg_post", 10_000, True),
    ("NPK 16-16-8 (minh hoạ)", "fertiliser", (), None, "kg_post", 200, False),
    ("Tricho-DEMO (chế phẩm nấm đối kháng)", "bio_pesticide", ("Trichoderma harzianum",), 1, "g_100l", 200_000, True),
    ("Neem-DEMO 1EC", "bio_pesticide", ("azadirachtin",), 3, "ml_100l", 250_000, True),
    ("Ema-DEMO 2EC", "pesticide", ("emamectin benzoate",), 7, "ml_100l", 80_000, False),
    ("Aba-DEMO 1.8EC", "pesticide", ("abamectin",), 7, "ml_100l", 60_000, False),
    ("Pyra-DEMO 20WG", "pesticide", ("pyraclostrobin",), 7, "g_100l", 50_000, False),
]
LIMITS = [  # market, active, days (None: not at all); buyers' wishes, DEMO
    ("JP", "pyraclostrobin", None), ("JP", "abamectin", 14), ("", "carbendazim", None),
]  # fmt: skip
# Days before the first day of a round, work, product.
ROUND_WORK = [
    (30, "prune", None), (26, "fertilise", "Phân hữu cơ vi sinh (minh hoạ)"), (22, "thin", None), (20, "water", None),
    (12, "spray", "Tricho-DEMO (chế phẩm nấm đối kháng)"), (9, "spray", "Ema-DEMO 2EC"), (8, "weed", None),
    (6, "empties", None), (4, "clean", None), (0, "harvest", None),
]  # fmt: skip
ROUNDS = {
    "ngoc-hoang": (D(2025, 6, 25), D(2025, 7, 16), D(2025, 8, 7), D(2025, 9, 2)),
    "an-phu": (D(2025, 6, 28), D(2025, 7, 20), D(2025, 8, 12), D(2025, 9, 4)),
    "vai-thieu-bac-ninh": (D(2025, 5, 24),),
}
# Incident 1: sprayed on 4 September, so that household 031 waits until the 11th.
LOCKED, LOCKED_ON, LOCKED_BY, LOCKED_DAYS = "031", D(2025, 9, 4), "Ema-DEMO 2EC", 7


def seed_diary(coop: Cooperative, areas: dict[str, list[Plot]]) -> None:
    """Products, limits and the season's entries, one for each area and work."""
    officer = User.objects.get(username=f"field.{coop.slug}")
    products = {row[0]: _product(coop, row) for row in PRODUCTS}
    for market, active, days in LIMITS:
        ActiveLimit.objects.create(
            cooperative=coop, market=Market.objects.get(code=market) if market else None, name=active,
            key=active_key(active), phi_days=days, valid_from=D(2025, 1, 1), source="Yêu cầu của khách mua (minh hoạ)",
        )  # fmt: skip
    entries: list[DiaryEntry] = []
    members: list[DiaryPlot] = []
    for place, first in enumerate(ROUNDS[coop.slug]):
        for days, work, product in ROUND_WORK:
            done_on = first - dt.timedelta(days=days)
            for number, plots in enumerate(areas.values()):
                late = 11 if (place, days, number) == (1, 22, 2) else 0
                used = products.get(product)
                chemical = used and used.sprays and not used.organic_allowed
                fit = [plot for plot in plots if not (chemical and _organic(plot))]
                _enter(coop, officer, done_on, work, used, fit, entries, members, late)
    if coop.slug == "ngoc-hoang":
        plots = Plot.objects.of(coop).filter(household__code=LOCKED)
        _enter(coop, officer, LOCKED_ON, "spray", products[LOCKED_BY], plots, entries, members, 0)
    DiaryEntry.objects.bulk_create(entries, batch_size=200)
    DiaryPlot.objects.bulk_create(members, batch_size=400)


def _organic(plot: Plot) -> bool:
    return plot.practice in (Plot.Practice.ORGANIC_WAY, Plot.Practice.ORGANIC)


def _product(coop: Cooperative, row) -> InputProduct:
    name, kind, actives, days, unit, dose, organic = row
    product = InputProduct.objects.create(
        cooperative=coop, name=name, kind=kind, registration_no=f"DEMO-{name[:3].upper()}" if actives else "",
        permitted_from=D(2024, 1, 1), organic_allowed=organic, dose_unit=unit, dose_low_milli=dose * 8 // 10,
        dose_high_milli=dose * 12 // 10, most_per_season=8 if actives else None, interval_days=7 if actives else None,
        source=NOTE, note=NOTE, is_demo=True, search_key=search_key(name, *actives),
    )  # fmt: skip
    for active in actives:
        ProductActive.objects.create(cooperative=coop, product=product, name=active, key=active_key(active))
    if kind in SPRAYED:
        ProductUse.objects.create(
            cooperative=coop, product=product, commodity=coop.commodity, phi_days=days, source="Nhãn (minh hoạ)"
        )
    product.phi = days
    return product


def _enter(coop, officer, done_on, work, product, plots, entries, members, late: int) -> None:
    entered = done_on + dt.timedelta(days=late)
    entry = DiaryEntry(
        cooperative=coop, work=work, done_on=done_on, product=product, entered_on=entered, is_late=late > 7,
        dose_milli=product and product.dose_low_milli, dose_unit=product.dose_unit if product else "",
        water_l=400 if work == "spray" else None, stock_lot="DEMO-0725" if product else "",
        target="Rệp sáp, ruồi đục quả" if work == "spray" else "", stage="Quả non" if work == "spray" else "",
        method="Bình điện 18 lít" if work == "spray" else "", worker="Tổ phun (minh hoạ)" if product else "Hộ tự làm",
        worker_trained_on=D(2025, 3, 12) if work == "spray" else None,
        authoriser="Cán bộ kỹ thuật" if work == "spray" else "", note=NOTE, entered_by=officer, is_demo=True,
        entered_at=dt.datetime.combine(entered, dt.time(17, 0), VIETNAM),
    )  # fmt: skip
    entries.append(entry)
    days = product.phi if product else None
    members += [
        DiaryPlot(
            cooperative=coop, entry=entry, plot=plot, done_on=done_on, treated_m2=plot.area_m2, phi_days=days,
            harvest_from=None if days is None else done_on + dt.timedelta(days=days),
        )
        for plot in plots
    ]  # fmt: skip
