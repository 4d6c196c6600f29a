"""The demonstration's households and plots: hectares add up per commune and per growing area."""

import datetime as dt
from random import Random

from growers.actions.households import keep_keys
from growers.actions.plots import place_of
from growers.models import Bank, Commune, Cooperative, Household, LegacyCommune, Planting, Plot, Variety
from growers.rules.boundaries_judging import area_m2
from harvests.actions.demo.plan import AREAS, HOA, KINDS, LIEM, PEOPLE, THIEN, THUAN
from harvests.rules.apportion import apportion

FAMILY = "Lò Quàng Tòng Cà Lường Vì Hoàng Nguyễn Bùi Trần Lê Phạm Vũ Đỗ Sồng Giàng Vàng Mùa Hà Cầm Bạc Điêu".split()
MIDDLE = ("Văn", "Thị", "Thị", "Văn", "A", "Thành", "Quốc", "Minh", "Hữu", "Thu")
GIVEN = (
    "An Ánh Ân Bình Chung Dũng Duyên Đại Đức Em Giang Hà Hải Hạnh Hiền Hoàn Hồng Hùng Hương Khánh Lan Lâm Liên Long Mai"
    " Minh Nam Nga Ngọc Nhung Oanh Ơn Phong Phương Quân Quý Sơn Tâm Thắng Thanh Thảo Thoa Thuỷ Tiến Toàn Trang"
    " Tuấn Tùng"
    " Vân Việt Xuân Yến"
).split()
VILLAGES = {
    "04136": ("tiểu khu 7", "bản Nà Bó", "bản Mòng", "bản Hộc"), "04123": ("bản Cao Sơn", "bản Xum", "bản Khoa"),
    "04105": ("tiểu khu 3", "bản Tiến Xa"), "03721": ("bản Bó Nhàng", "bản Nà Lĩnh"), "03724": ("bản Tịm", "bản Nà Dụ"),
    "04075": ("bản Khóng", "tiểu khu 2"), "04231": ("bản Ban", "bản Huổi Khang"), "03664": ("tổ 4", "bản Cá"),
    "03670": ("tổ 2", "bản Buổn"), "07582": ("thôn Kép", "thôn Hả"), "07603": ("thôn Lâm", "thôn Biềng"),
}  # fmt: skip
# SEED: names and villages; the aliases are the spellings of the Vietnamese press.
NAMED = {
    "ngoc-hoang": {
        LIEM: {"name": "Nguyễn Thành Liêm", "alias": "Nguyễn Thanh Liêm", "village": "tiểu khu 7"},
        HOA: {"name": "Bùi Thị Hoa", "alias": "Bùi Thị Hòa", "village": "bản Cao Sơn"},
        THIEN: {"name": "Tòng Văn Thiện", "village": "bản Ban"},
        THUAN: {"name": "Hoàng Thị Thuận", "village": "bản Huổi Khang", "kind": "official"},
    }
}
NAMED_PLOTS = {
    LIEM: {"area_m2": 20_000, "posts": 2_000, "plants": 8_000, "practice": "organic_way", "irrigation": "sprinkler"},
    HOA: {
        "area_m2": 46_000, "posts": 5_000, "plants": None, "practice": "vietgap", "irrigation": "drip",
        "ground_cover": "mulch", "planted_year": 2019, "note": "Bài báo viết: hơn 5.000 cây.",
    },
    THIEN: {"area_m2": 3_500, "posts": 350, "plants": 1_400, "practice": "conventional", "planted_year": 2019},
    THUAN: {"area_m2": 10_000, "posts": 1_000, "plants": 4_000, "practice": "vietgap", "planted_year": 2018},
}  # fmt: skip
EACH_UNDER_CONTRACT = 12  # every twelfth household sells under a floor price
WITHOUT_ID = ("031", "032", "033", "034", "035", "036")  # so that the register has rows to complete


def seed_people(coop: Cooperative, random: Random) -> list[Household]:
    """All households of a co-operative with one plot each, in the order of their codes."""
    households = _households(coop, random)
    areas = _areas_of(coop)
    used = _commune_shares(coop, households, areas, random)
    plots = [
        _plot(coop, household, used[household.code], areas, place, random) for place, household in enumerate(households)
    ]
    Plot.objects.bulk_create([*plots, *_second_plots(coop, plots, random)])
    for year, posts in ((2019, 40), (2021, 160), (2023, 350)) if coop.slug == "ngoc-hoang" else ():
        plot = next(plot for plot in plots if plot.household.code == THIEN)
        Planting.objects.create(cooperative=coop, plot=plot, year=year, posts=posts)
    return households


def seed_supplier() -> None:
    """A co-operative that brings fruit to another one: a supplier, and none of its households. No land of its own."""
    coop = Cooperative.objects.get(slug="ngoc-hoang")
    supplier = Household(
        cooperative=coop, code="197", name="HTX Quỳnh Thuận", kind=Household.Kind.COOPERATIVE, commune=coop.commune,
        bank=Bank.objects.filter(short_name__icontains="agri").first(), bank_account="99990000197",
        bank_account_name="HTX QUYNH THUAN", phone="+84900000197", note="Dữ liệu minh hoạ.", is_demo=True,
    )  # fmt: skip
    keep_keys(supplier)
    supplier.save()


def _households(coop: Cooperative, random: Random) -> list[Household]:
    kinds = [kind for kind, count in KINDS[coop.slug].items() for _ in range(count)]
    random.shuffle(kinds)
    bank = Bank.objects.filter(short_name__icontains="agri").first()
    communes = {c.code: c for c in Commune.objects.filter(code__in=[row[0] for row in PEOPLE[coop.slug]])}
    rows, number = [], 0
    for commune, count, _ in PEOPLE[coop.slug]:
        legacy = LegacyCommune.objects.filter(commune=communes[commune]).order_by("id").first()
        for _ in range(count):
            number += 1
            code = f"{number:03d}"
            facts = _person(code, commune, kinds[number - 1], number, random)
            facts |= NAMED.get(coop.slug, {}).get(code, {})
            facts |= {"bank": bank, "bank_account": f"9999{number:07d}", "bank_account_name": facts["name"]}
            if coop.slug == "ngoc-hoang" and number % EACH_UNDER_CONTRACT == 0:
                facts |= {"contract_from": dt.date(2025, 6, 1), "contract_to": dt.date(2025, 12, 31)}
            if facts["kind"] in ("official", "associate_capital"):
                facts["register_no"] = f"TV-{number:03d}"
                random.choice((2, 3, 5, 10))  # drawn once for the capital: what is invented after it stays the same
                if code not in WITHOUT_ID:
                    facts["citizen_id"] = f"0149999{number:05d}"
            household = Household(
                cooperative=coop,
                commune=communes[commune],
                legacy_commune=_legacy(code, coop, legacy),
                is_demo=True,
                **facts,
            )
            keep_keys(household)
            rows.append(household)
    return Household.objects.bulk_create(rows)


def _legacy(code: str, coop: Cooperative, usual: LegacyCommune | None) -> LegacyCommune | None:
    """Growers of Tà Hộc are known by the old commune name Nà Bó (Mai Sơn)."""
    if coop.slug == "ngoc-hoang" and int(code) <= 84:
        return LegacyCommune.objects.filter(name__endswith="Nà Bó", commune__code="04136").first() or usual
    return usual


def _person(code: str, commune: str, kind: str, number: int, random: Random) -> dict:
    return {
        "code": code,
        "name": " ".join((random.choice(FAMILY), random.choice(MIDDLE), random.choice(GIVEN))),
        "kind": kind,
        "village": random.choice(VILLAGES[commune]),
        "phone": f"+84900000{number:03d}",
        "joined_on": dt.date(random.choice((2018, 2019, 2020, 2021, 2022)), random.randint(1, 12), 15),
        "note": "Dữ liệu minh hoạ.",
    }


def _areas_of(coop: Cooperative) -> dict[str, tuple]:
    """Household code -> its growing area's plan row: the first households of a commune, the named growers included."""
    start, number, members = {}, 1, {}
    for commune, count, _ in PEOPLE[coop.slug]:
        start[commune] = number
        number += count
    for row in AREAS[coop.slug]:
        commune, count = row[2], row[4]
        for code in range(start[commune], start[commune] + count):
            members[f"{code:03d}"] = row
        start[commune] += count
    return members


def _commune_shares(coop, households, members, random) -> dict[str, int]:
    """Square metres per household: fixed for the named, the rest so that each area and each commune adds up."""
    fixed = {code: plot["area_m2"] for code, plot in NAMED_PLOTS.items()} if coop.slug == "ngoc-hoang" else {}
    shares: dict[str, int] = {}
    for commune, _, hundredths in PEOPLE[coop.slug]:
        here = [h.code for h in households if h.commune.code == commune]
        groups = [([c for c in here if members.get(c) is row], row[3]) for row in AREAS[coop.slug] if row[2] == commune]
        loose = [code for code in here if code not in members]
        if loose:
            groups.append((loose, hundredths - sum(total for _, total in groups)))
        for codes, total in groups:
            free = [code for code in codes if code not in fixed]
            rest = total - sum(fixed[code] for code in codes if code in fixed) // 100
            weights = [random.randint(60, 140) for _ in free]
            shares |= {code: part * 100 for code, part in zip(free, apportion(rest, weights), strict=True)}
    return shares | fixed


def _second_plots(coop, plots, random) -> list[Plot]:
    """Where every household of a commune lies in an area, what the commune has beyond it is in two second plots."""
    extra = []
    for commune, _, hundredths in PEOPLE[coop.slug]:
        first = [plot for plot in plots if plot.household.commune.code == commune]
        rest = hundredths * 100 - sum(plot.area_m2 for plot in first)
        for place, part in enumerate(apportion(rest, (1, 1)) if rest else ()):
            plot = _plot(coop, first[place].household, part, {}, 120 + place, random)
            plot.number, plot.code = 2, f"{plot.household.code}-2"
            extra.append(plot)
    return extra


def _plot(coop, household, square_metres, members, place, random) -> Plot:
    crop = coop.commodity.code
    boundary = _rectangle(household.commune, place, square_metres, random)
    facts = {
        "area_m2": square_metres,
        "posts": square_metres // 10 if crop == "dragon_fruit" else None,
        "plants": square_metres // 10 * 4 if crop == "dragon_fruit" else square_metres // 28,
        "practice": "vietgap" if household.code in members else "conventional",
        "irrigation": random.choice(("manual", "sprinkler", "drip")),
        "ground_cover": random.choice(("grass", "mulch", "organic")),
        "planted_year": random.randint(2015, 2022),
    }
    named = NAMED_PLOTS.get(household.code, {}) if coop.slug == "ngoc-hoang" else {}
    lat, lon = place_of(boundary)
    return Plot(
        cooperative=coop,
        household=household,
        lat=lat,
        lon=lon,
        number=1,
        code=f"{household.code}-1",
        commune=household.commune,
        variety=Variety.objects.filter(commodity=coop.commodity).order_by("id").first(),
        boundary=boundary,
        drawn_m2=area_m2(boundary),
        search_key=f"{household.code}-1 {household.search_key}"[:400],
        **{**facts, **named},
    )


def _rectangle(commune: Commune, place: int, square_metres: int, random: Random) -> dict:
    """An invented rectangle of this area near the commune's centre, on a grid wide enough that none overlap."""
    row, column = divmod(place % 144, 12)
    metre_lat, metre_lon = 1 / 110_750, 1 / 103_800
    south = float(commune.lat) + (row - 6) * 330 * metre_lat
    west = float(commune.lon) + (column - 6) * 330 * metre_lon
    width = (square_metres * random.uniform(0.7, 1.3)) ** 0.5
    height = square_metres / width
    north, east = south + height * metre_lat, west + width * metre_lon
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]}
