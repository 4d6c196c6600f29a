"""The demonstration's papers and public face: checklists, labels, product cards, trace pages, a practised recall."""

import datetime as dt
from collections import defaultdict
from pathlib import Path

from coopsite.formats.showing import VIETNAM
from growers.models import Cooperative, MarketRequirement, MarkLicence, User
from growers.queries.seats import Seat, seat_of
from harvests.actions.demo.packing import HOME
from harvests.actions.publishing import judged_page
from harvests.actions.recalls import open_recall
from harvests.models import (
    Allocation,
    LabelPrint,
    Lot,
    LotCarton,
    NumberSeries,
    ProductCard,
    Recall,
    RecallCall,
    Shipment,
    ShipmentPaper,
    TracePage,
)
from harvests.queries.trace_starts import starts
from harvests.rules import papers as rules

DATA = Path(__file__).resolve().parents[2] / "data"
NOTE = "Minh hoạ."
# Crop: names in five languages, brand, GTIN of the GS1 demonstration prefix 952, shelf life in days, picture.
CARDS = {
    "dragon_fruit": (
        ("Thanh long ruột đỏ", "Red-fleshed dragon fruit", "红心火龙果", "赤肉ドラゴンフルーツ", "적육 용과"), 21,
        "5–8 °C", "demo_dragon_fruit.jpg",
    ),
    "lychee": (
        ("Vải thiều", "Thieu lychee", "荔枝", "ライチ", "리치"), 14, "2–5 °C", "demo_lychee.jpg",
    ),
}  # fmt: skip
GTINS = {"ngoc-hoang": "9521234500018", "an-phu": "", "vai-thieu-bac-ninh": "9521234500025"}
ORIGINS = {
    "dragon_fruit": ("Sơn La, Việt Nam", "Son La, Viet Nam"),
    "lychee": ("Bắc Ninh, Việt Nam", "Bac Ninh, Viet Nam"),
}
PUBLISHED = 12  # the newest export lots of each co-operative
DRILL_DAY, DRILL_SECONDS = dt.date(2025, 8, 14), 102  # incident 12: a mock recall, done in 1'42"


def seed_papers(coop: Cooperative) -> None:
    """Everything that goes along with the fruit, or tells the world about it."""
    director = User.objects.get(username=f"director.{coop.slug}")
    seat = seat_of(director, coop.slug)
    _card(coop)
    _checklists(coop)
    _labels(coop, seat)
    _pages(coop, seat)
    if coop.slug == "ngoc-hoang":
        _drill(coop, seat)


def _card(coop: Cooperative) -> None:
    names, days, storage, picture = CARDS[coop.commodity.code]
    origin = ORIGINS[coop.commodity.code]
    ProductCard.objects.create(
        cooperative=coop, commodity=coop.commodity, shelf_life_days=days, storage=storage, brand=f"{coop.name}",
        **dict(zip(("name_vi", "name_en", "name_zh", "name_ja", "name_ko"), names, strict=True)),
        gtin=GTINS[coop.slug], origin_vi=origin[0], origin_en=origin[1], standards="VietGAP – TCVN 11892-1:2017",
        image=(DATA / picture).read_bytes(), image_type="image/jpeg",
    )  # fmt: skip


def _checklists(coop: Cooperative) -> None:
    """Every paper of every truck, signed, naming what was loaded."""
    asked = dict(
        MarketRequirement.objects.filter(commodity=coop.commodity)
        .order_by("valid_from")
        .values_list("market__code", "documents")
    )
    loads: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for shipment, cartons, grams in Allocation.objects.of(coop).values_list("shipment", "cartons", "grams"):
        loads[shipment][0] += cartons
        loads[shipment][1] += grams
    numbers: dict[tuple[str, int], int] = defaultdict(int)
    rows = []
    for shipment in Shipment.objects.of(coop).select_related("market").order_by("year", "number"):
        market, (cartons, grams) = shipment.market.code, loads[shipment.pk]
        kinds = rules.checklist(asked.get(market, ()), home=market == HOME)
        for position, (kind, required) in enumerate(kinds, start=1):
            rows.append(
                ShipmentPaper(
                    cooperative=coop, shipment=shipment, kind=kind, position=position, is_required=required,
                    state="signed" if required else "not_needed", issued_on=shipment.departed_on if required else None,
                    number=_number(kind, shipment, numbers) if required else "", note=NOTE,
                    cartons=cartons if required and rules.is_counted(kind) else None,
                    net_g=grams if required and rules.is_counted(kind) else None,
                )
            )  # fmt: skip
    ShipmentPaper.objects.bulk_create(rows, batch_size=300)
    for (kind, year), last in numbers.items():
        NumberSeries.objects.create(cooperative=coop, kind=rules.SERIES[kind], year=year, last=last)


def _number(kind: str, shipment: Shipment, numbers: dict[tuple[str, int], int]) -> str:
    if kind not in rules.SERIES:
        words = kind.upper().split("_")
        letters = "".join(word[0] for word in words) if len(words) > 1 else kind.upper()
        return f"DEMO-{letters}-{shipment.year % 100:02d}-{shipment.number:03d}"
    numbers[kind, shipment.year] += 1
    return f"{rules.SERIES[kind]}-{shipment.year % 100:02d}-{numbers[kind, shipment.year]:03d}"


def _labels(coop: Cooperative, seat: Seat) -> None:
    licence = MarkLicence.objects.of(coop).filter(holder="").first()
    packed = LotCarton.objects.of(coop).exclude(lot__market__code=HOME).select_related("lot")
    LabelPrint.objects.bulk_create(
        LabelPrint(
            cooperative=coop, lot=carton.lot, sheet=LabelPrint.Sheet.CARTON, first=1, last=carton.cartons,
            licence=licence, printed_by=seat.user, printed_at=carton.lot.closed_at + dt.timedelta(minutes=20),
        )
        for carton in packed
    )  # fmt: skip


def _pages(coop: Cooperative, seat: Seat) -> None:
    abroad = Lot.objects.of(coop).exclude(market__code=HOME)
    lots = abroad.select_related("cooperative__commune", "commodity", "market", "house", "area_code")
    for lot in lots.order_by("-packed_on", "-pk")[:PUBLISHED]:
        facts, verdict = judged_page(lot)
        if not verdict.allowed:
            raise ValueError(f"{lot}: {verdict.codes}")
        TracePage.objects.create(
            cooperative=coop, lot=lot, facts=facts, published_by=seat.user,
            published_at=lot.closed_at + dt.timedelta(hours=1),
        )  # fmt: skip


def _drill(coop: Cooperative, seat: Seat) -> None:
    """A mock recall from a lot of two days before, with everybody reached within the hour."""
    lot = Lot.objects.of(coop).filter(market__code="CN", packed_on=dt.date(2025, 8, 12)).order_by("code").first()
    start = next(start for start in starts(coop, lot.code) if start.kind == "lot")
    moment = dt.datetime.combine(DRILL_DAY, dt.time(9, 0), VIETNAM)
    recall = open_recall.__wrapped__(
        seat, start=start, kind=Recall.Kind.MOCK, reason="Diễn tập năm 2025 (minh hoạ)", detected_at=moment
    )
    Recall.objects.of(coop).filter(pk=recall.pk).update(
        opened_at=moment, detected_at=moment, traced_at=moment + dt.timedelta(seconds=DRILL_SECONDS), is_demo=True,
        status=Recall.Status.CONCLUDED, concluded_at=moment + dt.timedelta(minutes=55), concluded_by=seat.user,
        conclusion="Truy xuất đủ, mọi khách và hộ đều liên hệ được (minh hoạ).",
    )  # fmt: skip
    RecallCall.objects.of(coop).filter(recall=recall).update(
        reached_at=moment + dt.timedelta(minutes=40), reached_by=seat.user
    )
