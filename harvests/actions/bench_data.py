"""Fills a throw-away database with a co-operative of any number of scale loads, seeded, for `manage.py bench`."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random

from django.core.management.color import no_style
from django.db import connection, transaction

from coopsite.formats.showing import VIETNAM
from coopsite.formats.text import fold
from growers.models import (
    CodeEvent,
    CodePlot,
    Commodity,
    Commune,
    Cooperative,
    ExportCode,
    Grade,
    GrowingArea,
    Household,
    Market,
    Membership,
    Plot,
    User,
    Variety,
)
from harvests.models import (
    BoardPrice,
    CallOff,
    CrateType,
    DayBook,
    DayTotal,
    Delivery,
    HarvestLine,
    HarvestRecord,
    HarvestRound,
    OrderLine,
    PriceBoard,
    Season,
    Trader,
    TraderOrder,
    YieldEstimate,
)

SLUG, USERNAME = "bench", "bench"
TODAY = dt.date(2025, 9, 8)
HOUSEHOLDS, SEASONS, CHUNK = 200, 5, 20_000
ROUNDS = ((6, 25), (7, 16), (8, 7), (9, 2), (9, 28), (10, 24))  # first days of rounds of nine days
ROUND_DAYS = 9
LOADS = (2, 3, 4, 4, 5)  # 3.6 loads a delivery on average (workflow.md 2)
PRICES = {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000}
TARE_G = 2_000
WAITING = 12  # tickets on hold: a handful of the newest, however many there are in all


class Bench:
    """The rows that tickets name, and the sums they add up to."""

    def __init__(self, lines: int, seed: int):
        self.lines, self.random = lines, Random(seed)
        self.books: dict[dt.date, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.totals: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])


@transaction.atomic(durable=True)
def fill(lines: int, seed: int = 42) -> Cooperative:
    """Make the co-operative with exactly `lines` loads; its day books, day totals and records add up."""
    bench = Bench(lines, seed)
    _people(bench)
    _land(bench)
    _seasons(bench)
    _trade(bench)
    _tickets(bench)
    _sums(bench)
    return bench.coop


def _people(bench: Bench) -> None:
    crop = Commodity.objects.get(code="dragon_fruit")
    communes = list(Commune.objects.filter(province_code="14").order_by("code")[:7])
    bench.coop = coop = Cooperative.objects.create(
        slug=SLUG, name="Bench", legal_name=f"Bench {bench.lines}", code="BE", commune=communes[0], commodity=crop
    )
    bench.user = User.objects.create(username=USERNAME, last_name="Bench")
    Membership.objects.create(user=bench.user, cooperative=coop, role=Membership.Role.DIRECTOR)
    family, given = ("Nguyễn", "Lò", "Quàng", "Bùi", "Tòng", "Cà"), ("Hoa", "Liêm", "Thiện", "Dũng", "Ánh", "Đức", "Nga")
    rows = []
    for number in range(1, HOUSEHOLDS + 1):
        last = bench.random.choice(given)
        name = f"{bench.random.choice(family)} Văn {last}"
        rows.append(
            Household(
                cooperative=coop, code=f"{number:03d}", name=name, commune=communes[number % 7], village=f"bản {number % 25}",
                phone=f"+84900{number:06d}", bank_account="" if number % 30 == 0 else f"99990000{number:03d}",
                kind=Household.Kind.LINKED, search_key=f"{number:03d} {fold(name)}", sort_key=f"{fold(last)} {number:03d}",
            )
        )  # fmt: skip
    bench.households = Household.objects.bulk_create(rows)


def _land(bench: Bench) -> None:
    coop, variety = bench.coop, Variety.objects.filter(commodity=bench.coop.commodity).first()
    bench.plots = Plot.objects.bulk_create(
        Plot(
            cooperative=coop, household=household, number=1, code=f"{household.code}-1", commune=household.commune,
            area_m2=bench.random.randrange(3_000, 20_000), posts=1_000, variety=variety, search_key=household.search_key,
        )
        for household in bench.households
    )  # fmt: skip
    for number in range(1, 6):
        area = GrowingArea.objects.create(
            cooperative=coop, code=f"V{number}", name=f"V{number}", commune=coop.commune
        )
        for market in Market.objects.filter(code__in=("CN", "JP")):
            code = ExportCode.objects.create(
                cooperative=coop, area=area, code=f"BENCH-{market.code}-{number}", commodity=coop.commodity, market=market
            )
            CodeEvent.objects.create(
                cooperative=coop, export_code=code, status="active", effective_from=dt.date(2021, 1, 1)
            )
            CodePlot.objects.bulk_create(
                CodePlot(cooperative=coop, export_code=code, plot=plot, valid_from=dt.date(2021, 1, 1))
                for plot in bench.plots[(number - 1) * 22 : number * 22]
            )


def _seasons(bench: Bench) -> None:
    coop = bench.coop
    bench.crate = CrateType.objects.create(
        cooperative=coop, code="N2", name="N2", tare_g=TARE_G, valid_from=dt.date(2021, 1, 1), is_default=True
    )
    bench.grades = {grade.code: grade.pk for grade in Grade.objects.filter(commodity=coop.commodity, code__in=PRICES)}
    bench.days = []  # (day, season, round, board) in their order
    for year in range(TODAY.year - SEASONS + 1, TODAY.year + 1):
        season = Season.objects.create(
            cooperative=coop, commodity=coop.commodity, name=f"{year}", starts_on=dt.date(year, 6, 20),
            ends_on=dt.date(year, 11, 30), export_target_g=220_000_000,
        )  # fmt: skip
        for number, (month, first) in enumerate(ROUNDS, start=1):
            begin = dt.date(year, month, first)
            days = [begin + dt.timedelta(days=step) for step in range(ROUND_DAYS)]
            of_round = HarvestRound.objects.create(
                cooperative=coop, season=season, number=number, starts_on=begin, ends_on=days[-1]
            )
            board = _board(bench, begin)
            bench.days += [(day, season.pk, of_round.pk, board) for day in days if day <= TODAY]
            if year == TODAY.year:
                _estimates(bench, of_round)


def _board(bench: Bench, day: dt.date) -> int:
    moment = dt.datetime.combine(day, dt.time(5), VIETNAM)
    board = PriceBoard.objects.create(
        cooperative=bench.coop, commodity=bench.coop.commodity, valid_from=moment, set_by=bench.user, set_at=moment
    )
    BoardPrice.objects.bulk_create(
        BoardPrice(cooperative=bench.coop, board=board, grade_id=bench.grades[code], channel=channel, price_vnd=price)
        for code, price in PRICES.items()
        for channel in BoardPrice.Channel.values
    )
    return board.pk


def _estimates(bench: Bench, of_round: HarvestRound) -> None:
    YieldEstimate.objects.bulk_create(
        YieldEstimate(cooperative=bench.coop, round=of_round, plot=plot, expected_g=bench.lines * 10_000 // HOUSEHOLDS)
        for plot in bench.plots
    )


def _trade(bench: Bench) -> None:
    """Ten traders, sixty orders done and twelve open ones, each delivered in two parts."""
    coop, markets = bench.coop, list(Market.objects.filter(code__in=("CN", "JP", "KR", "VN")))
    traders = Trader.objects.bulk_create(
        Trader(cooperative=coop, name=f"Trader {number}", search_key=f"trader {number}") for number in range(10)
    )
    for number in range(1, 73):
        done = number <= 60
        begin = dt.date(2024 if number % 2 else 2025, 7, 1) if done else TODAY - dt.timedelta(days=5)
        order = TraderOrder.objects.create(
            cooperative=coop, number=number, year=begin.year, status="delivered" if done else "partly",
            trader=traders[number % 10], market=markets[number % 4], commodity=coop.commodity, ordered_on=begin,
            deliver_from=begin, deliver_to=begin + dt.timedelta(days=number % 40),
        )  # fmt: skip
        for position, code in enumerate(("L1", "L2"), start=1):
            line = OrderLine.objects.create(
                cooperative=coop, order=order, position=position, grade_id=bench.grades[code], ordered_g=10_000_000,
                delivered_g=10_000_000 if done else 4_000_000, limit_g=10_500_000, price_minor=25_000,
            )  # fmt: skip
            Delivery.objects.bulk_create(
                Delivery(
                    cooperative=coop, line=line, delivered_on=begin, quantity_g=line.delivered_g // 2,
                    entered_by=bench.user, entered_at=dt.datetime.combine(begin, dt.time(17), VIETNAM),
                )
                for _part in range(2)
            )  # fmt: skip
        if not done:
            CallOff.objects.create(cooperative=coop, order=order, due_on=order.deliver_to, quantity_g=5_000_000)


def _tickets(bench: Bench) -> None:
    """Records and loads, a chunk at a time, so that a million of them need no memory."""
    pairs = _pairs(bench)
    while chunk := list(islice(pairs, CHUNK)):
        _insert(HarvestRecord, [record for record, _loads in chunk])
        _insert(HarvestLine, [load for _record, loads in chunk for load in loads])
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [HarvestRecord, HarvestLine]):
            cursor.execute(sql)


def _insert(model, rows: list[tuple]) -> None:
    """Rows with a value for each column, by the database's own way for many."""
    columns = ", ".join(field.column for field in model._meta.concrete_fields)
    table, marks = model._meta.db_table, ", ".join(["%s"] * len(model._meta.concrete_fields))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - own names


def _pairs(bench: Bench) -> Iterator[tuple[tuple, list[tuple]]]:
    """(record, its loads) as column values, by day."""
    left, key, line_key = bench.lines, 0, 0
    for place, (day, season, of_round, board) in enumerate(bench.days):
        of_day = left // (len(bench.days) - place)
        left -= of_day
        number = 0
        while of_day:
            count = min(of_day, bench.random.choice(LOADS))
            of_day -= count
            key, number = key + 1, number + 1
            waits = day == TODAY and number <= WAITING
            loads = [_load(bench, line_key + turn, key, turn, waits) for turn in range(1, count + 1)]
            line_key += count
            _count(bench, day, season, of_round, loads)
            yield _record(bench, key, day, season, of_round, board, number, loads, waits), loads


def _load(bench: Bench, pk: int, record: int, position: int, waits: bool) -> tuple:
    random = bench.random
    code = random.choice(("L1", "L1", "L2", "L2", "L2", "L3", "D"))
    net = random.randrange(400, 1_100) * 100
    price = None if waits else PRICES[code]
    amount = None if waits else (net * price + 500) // 1_000
    return (
        pk, bench.coop.pk, record, position, bench.grades[code], bench.crate.pk, 4, net + 4 * TARE_G, 4 * TARE_G, "", 0,
        "", net, price, amount, 0,
    )  # fmt: skip


def _record(bench: Bench, pk, day, season, of_round, board, number, loads, waits) -> tuple:
    place = bench.random.randrange(HOUSEHOLDS)
    net = sum(load[12] for load in loads)
    moment = dt.datetime.combine(day, dt.time(5, 30), VIETNAM) + dt.timedelta(seconds=37 * number)
    stored = connection.ops.adapt_datetimefield_value(moment)
    values = {
        "id": pk, "cooperative_id": bench.coop.pk, "season_id": season, "round_id": of_round,
        "day": connection.ops.adapt_datefield_value(day), "number": number, "revision": 1, "replaces_id": None,
        "status": "held" if waits else "posted", "holds": '[{"code": "price_missing"}]' if waits else "[]",
        "warnings": "[]", "reason": "", "household_id": bench.households[place].pk, "household_kind": "linked",
        "plot_id": bench.plots[place].pk, "plot_codes": "[]", "mode": "graded", "channel": "export", "board_id": board,
        "place": "point", "vehicle": "", "note": "", "source": "scale", "paper_no": "", "offline_no": "",
        "loads": len(loads), "gross_g": net + len(loads) * 4 * TARE_G, "tare_g": len(loads) * 4 * TARE_G,
        "deduction_g": 0, "net_g": net, "amount_vnd": None if waits else sum(load[14] for load in loads),
        "weighed_at": stored, "recorded_at": stored, "recorded_by_id": bench.user.pk, "prints": 1,
    }  # fmt: skip
    return tuple(values[field.column] for field in HarvestRecord._meta.concrete_fields)


def _count(bench: Bench, day, season, of_round, loads: Iterable[tuple]) -> None:
    book = bench.books[day]
    book[0] += 1
    for load in loads:
        total = bench.totals[day, season, of_round, load[4]]
        for sums in (total, book[1:]):
            pass
        total[0] += 1
        total[1] += load[12]
        total[2] += load[14] or 0
        book[1] += load[12]
        book[2] += load[14] or 0


def _sums(bench: Bench) -> None:
    coop = bench.coop
    DayBook.objects.bulk_create(
        (
            DayBook(
                cooperative=coop, day=day, last_number=tickets, tickets=tickets, net_g=net, amount_vnd=amount,
                closed_at=dt.datetime.combine(day, dt.time(18, 30), VIETNAM) if day < TODAY else None,
                closed_by=bench.user if day < TODAY else None,
            )
            for day, (tickets, net, amount, _) in bench.books.items()
        ),
        batch_size=400,
    )  # fmt: skip
    DayTotal.objects.bulk_create(
        (
            DayTotal(
                cooperative=coop, day=day, season_id=season, commodity=coop.commodity, round_id=of_round, grade_id=grade,
                lines=lines, net_g=net, amount_vnd=amount,
            )
            for (day, season, of_round, grade), (lines, net, amount) in bench.totals.items()
        ),
        batch_size=400,
    )  # fmt: skip
