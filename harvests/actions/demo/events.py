"""The demonstration's events, the programme that leads to North America, and what the provinces report."""

import datetime as dt

from coopsite.formats.showing import VIETNAM
from growers.models import Commodity, Cooperative, Household, Market, Plot, ReferenceStat
from harvests.actions.demo.plan import SEASON
from harvests.models import (
    Event,
    EventHousehold,
    EventPlot,
    MarketProgramme,
    ProgrammeStep,
    Season,
    Trader,
)

D = dt.date
DEMO, NEWS = "Dữ liệu minh hoạ.", "Theo báo chí; số liệu chi tiết là minh hoạ."
HA, TONNE = 10_000, 1_000_000  # square metres, grams
# Province, crop, (mark, ha) of all land and of certified land, (mark, t) brought in, source. SEED.
PROVINCES = [
    ("14", "dragon_fruit", ("more", 300), ("more", 240), ("about", 5_000), "Báo chí, vụ 2025: thanh long Sơn La"),
    ("24", "lychee", ("about", 29_700), None, ("more", 205_000), "Báo chí, vụ 2025: vải thiều Bắc Ninh"),
]
YEAR = 2025
LYCHEE_SEASON = "Vụ vải 2025"
PARTNER = "Dragonberry Produce"
# Kind, title, first day, hour and minute (None: not known), last day, place, host, partner, season, figures, note.
# SEED: the platforms, the leaders before the camera, farm tours, the July campaign, the meeting; DEMO: every figure.
EVENTS = {
    "vai-thieu-bac-ninh": [
        *(
            ("livestream", f"Lãnh đạo tỉnh livestream bán vải thiều trên {place}", day, (19, 30), None, place,
             "Lãnh đạo tỉnh Bắc Ninh", "", LYCHEE_SEASON,
             {"viewers": viewers, "orders": orders, "sold_g": kg * 1_000, "revenue_vnd": revenue * 1_000,
              "cost_vnd": cost * 1_000}, NEWS)
            for place, day, viewers, orders, kg, revenue, cost in (
                ("Voso", D(2025, 6, 8), 18_400, 412, 1_320, 72_600, 10_560),
                ("Sendo", D(2025, 6, 10), 9_700, 188, 610, 32_940, 5_490),
                ("Shopee", D(2025, 6, 12), 42_300, 836, 2_410, 134_960, 26_510),
                ("Lazada", D(2025, 6, 14), 21_800, 350, 1_040, 57_200, 11_440),
                ("Amazon", D(2025, 6, 17), 3_600, 41, 120, 10_200, 3_960),
            )
        ),
        ("tour", "Ngày hội mùa vải: tham quan vườn", D(2025, 6, 21), (8, 0), D(2025, 6, 22), "Lục Ngạn", "", "",
         LYCHEE_SEASON, {"visitors": 420, "ticket_vnd": 50_000, "sold_g": 1_260_000, "revenue_vnd": 56_700_000,
                         "cost_vnd": 12_600_000}, NEWS),
        ("campaign", "Chiến dịch vải thiều tại siêu thị Mỹ", D(2025, 7, 1), None, D(2025, 7, 31),
         "Costco, Safeway (Hoa Kỳ)", "", PARTNER, LYCHEE_SEASON, {}, NEWS),
        ("meeting", "Tỉnh Bắc Ninh làm việc với Dragonberry Produce", D(2025, 8, 26), None, None, "UBND tỉnh Bắc Ninh",
         "Phó Chủ tịch Phạm Văn Thịnh", PARTNER, "", {}, NEWS),
        ("survey", "Khảo sát vùng trồng cho thị trường Mỹ: 3 vùng đầu", D(2025, 9, 3), (7, 30), D(2025, 9, 5),
         "Lục Ngạn, Nam Dương", "", PARTNER, "", {}, DEMO),
    ],
    "an-phu": [
        ("training", "Tập huấn VietGAP: tỉa cành, bón phân, thời gian cách ly", D(2025, 7, 12), (14, 0), None,
         "Nhà văn hoá tổ 4, Chiềng An", "Trung tâm khuyến nông (minh hoạ)", "", SEASON[0], {"participants": 28}, NEWS),
    ],
    "ngoc-hoang": [
        ("social", "Hộ Bình Thuận giới thiệu thanh long trên mạng xã hội", D(2025, 8, 10), (20, 0), None, "Facebook",
         "", "", SEASON[0], {"viewers": 5_200, "orders": 64, "sold_g": 410_000, "revenue_vnd": 13_120_000,
                             "cost_vnd": 820_000}, NEWS),
    ],
}  # fmt: skip
ATTENDED = {"training": 28}  # how many households stand on the list, the first by code
SEEN = {"tour": 3, "survey": 3}  # how many orchards were visited, the first by code
PROGRAMME = ("Bắc Mỹ 2026", ("US", "CA"), PARTNER, D(2026, 6, 15), 150_000, "running")
# Step, due, status, done on, counted, of how many, kind of the event it names. SEED: the steps; DEMO: days and counts.
STEPS = [
    ("Họp với tỉnh và Dragonberry", D(2025, 8, 26), "done", D(2025, 8, 26), None, None, "meeting"),
    ("Khảo sát vùng trồng", D(2025, 10, 31), "doing", None, 3, 8, "survey"),
    ("Hồ sơ mã số vùng trồng cho Mỹ", D(2025, 12, 31), "todo", None, None, None, ""),
    ("Chứng nhận GlobalG.A.P. theo nhóm", D(2026, 3, 31), "todo", None, None, None, ""),
    ("Đặt lịch chiếu xạ", D(2026, 4, 30), "todo", None, None, None, ""),
    ("Đóng gói thử", D(2026, 5, 31), "todo", None, None, None, ""),
    ("Chuyến hàng đầu tiên", D(2026, 6, 15), "todo", None, None, None, ""),
]


def seed_provinces() -> None:
    """What Sơn La and Bắc Ninh report of their crop; shared by all, so a row that is there already stays."""
    crops = {crop.code: crop for crop in Commodity.objects.all()}
    for province, crop, area, certified, output, source in PROVINCES:
        facts = {"area_mark": area[0], "area_m2": area[1] * HA, "output_mark": output[0],
                 "output_g": output[1] * TONNE, "source": source}  # fmt: skip
        if certified:
            facts |= {"certified_mark": certified[0], "certified_area_m2": certified[1] * HA}
        ReferenceStat.objects.get_or_create(
            province_code=province, year=YEAR, commodity=crops[crop], defaults=facts
        )


def seed_events(coop: Cooperative) -> None:
    """The events of a co-operative with who came and what was visited, and the programme that names two of them."""
    traders = {trader.name: trader for trader in Trader.objects.of(coop)}
    seasons = {season.name: season for season in Season.objects.of(coop)}
    made: dict[str, Event] = {}
    for row in EVENTS[coop.slug]:
        event = _event(coop, row, traders, seasons)
        made[event.kind] = event
        _lists(event)
    if PARTNER in traders:
        _programme(coop, traders[PARTNER], made)


def _event(coop, row, traders, seasons) -> Event:
    kind, title, day, time, last, place, host, partner, season, figures, note = row
    return Event.objects.create(
        cooperative=coop, kind=kind, title=title, place=place, host=host, note=note, is_demo=True,
        starts_at=dt.datetime.combine(day, dt.time(*time) if time else dt.time(), VIETNAM), ends_on=last,
        trader=traders.get(partner), season=seasons.get(season), **figures,
    )  # fmt: skip


def _lists(event: Event) -> None:
    coop = event.cooperative
    members = Household.objects.of(coop).exclude(kind=Household.Kind.COOPERATIVE).order_by("code")
    EventHousehold.objects.bulk_create(
        EventHousehold(cooperative=coop, event=event, household=household)
        for household in members[: ATTENDED.get(event.kind, 0)]
    )
    EventPlot.objects.bulk_create(
        EventPlot(cooperative=coop, event=event, plot=plot)
        for plot in Plot.objects.of(coop).order_by("code")[: SEEN.get(event.kind, 0)]
    )


def _programme(coop: Cooperative, partner: Trader, made: dict[str, Event]) -> None:
    name, markets, _partner, first, target_kg, status = PROGRAMME
    programme = MarketProgramme.objects.create(
        cooperative=coop, name=name, trader=partner, first_shipment_on=first, target_g=target_kg * 1_000,
        status=status, note=DEMO, is_demo=True,
    )  # fmt: skip
    programme.markets.set(Market.objects.filter(code__in=markets))
    for position, (step, due, state, done, counted, goal, kind) in enumerate(STEPS, start=1):
        ProgrammeStep.objects.create(
            cooperative=coop, programme=programme, position=position, name=step, due_on=due, status=state,
            done_on=done, counted=counted, count_goal=goal, event=made.get(kind),
        )  # fmt: skip
