"""Makes the co-operative that `manage.py bench` measures: 200 households, five seasons, orders, any number of loads."""

import datetime as dt

from django.db import transaction

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
from harvests.actions.bench_lots import write_lots
from harvests.actions.bench_runs import write_runs
from harvests.actions.bench_tickets import PRICES, TARE_G, TODAY, Bench, write_sums, write_tickets
from harvests.models import (
    BoardPrice,
    CallOff,
    CrateType,
    Delivery,
    HarvestRound,
    OrderLine,
    PriceBoard,
    Season,
    Trader,
    TraderOrder,
    YieldEstimate,
)

SLUG, USERNAME = "bench", "bench"
HOUSEHOLDS, SEASONS = 200, 5
ROUNDS = ((6, 25), (7, 16), (8, 7), (9, 2), (9, 28), (10, 24))  # first days of rounds of nine days
ROUND_DAYS = 9


@transaction.atomic(durable=True)
def fill(lines: int, seed: int = 42) -> Cooperative:
    """Make the co-operative with exactly `lines` loads; its day books, day totals and records add up."""
    bench = Bench(lines, seed)
    _people(bench)
    _land(bench)
    _seasons(bench)
    _trade(bench)
    write_tickets(bench)
    write_sums(bench)
    write_runs(bench)
    write_lots(bench)
    return bench.coop


def _people(bench: Bench) -> None:
    crop = Commodity.objects.get(code="dragon_fruit")
    communes = list(Commune.objects.filter(province_code="14").order_by("code")[:7])
    bench.coop = coop = Cooperative.objects.create(
        slug=SLUG, name="Bench", legal_name=f"Bench {bench.lines}", code="BE", commune=communes[0], commodity=crop
    )
    bench.user = User.objects.create(username=USERNAME, last_name="Bench")
    Membership.objects.create(user=bench.user, cooperative=coop, role=Membership.Role.DIRECTOR)
    families, names = "Nguyễn Lò Quàng Bùi Tòng Cà".split(), "Hoa Liêm Thiện Dũng Ánh Đức Nga".split()
    rows = []
    for number in range(1, HOUSEHOLDS + 1):
        code, given = f"{number:03d}", bench.random.choice(names)
        name = f"{bench.random.choice(families)} Văn {given}"
        rows.append(
            Household(
                cooperative=coop, code=code, name=name, commune=communes[number % 7], village=f"bản {number % 25}",
                phone=f"+84900{number:06d}", bank_account="" if number % 30 == 0 else f"99990000{code}",
                kind="linked", search_key=f"{code} {fold(name)}", sort_key=f"{fold(given)} {code}",
            )
        )  # fmt: skip
    bench.households = Household.objects.bulk_create(rows)


def _land(bench: Bench) -> None:
    coop, variety = bench.coop, Variety.objects.filter(commodity=bench.coop.commodity).first()
    plots = Plot.objects.bulk_create(
        Plot(
            cooperative=coop, household=household, number=number, code=f"{household.code}-{number}",
            commune=household.commune, area_m2=bench.random.randrange(3_000, 20_000), posts=1_000, variety=variety,
            search_key=household.search_key,
        )
        for number in (1, 2)
        for household in bench.households
    )  # fmt: skip
    bench.plots = plots[:HOUSEHOLDS]  # the others bear nothing yet; whether they may is asked all the same
    for number in range(1, 6):
        area = GrowingArea.objects.create(
            cooperative=coop, code=f"V{number}", name=f"V{number}", commune=coop.commune
        )
        for market in Market.objects.filter(code__in=("CN", "JP")):
            code = ExportCode.objects.create(
                cooperative=coop, area=area, code=f"BENCH-{market.code}-{number}", commodity=coop.commodity,
                market=market,
            )  # fmt: skip
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
