"""The demonstration's seasons: rounds, crates, price boards, estimates, deliveries and the incidents of the plan."""

import datetime as dt
from random import Random

from coopsite.formats.showing import VIETNAM
from growers.models import CodeEvent, CodePlot, Cooperative, Grade, Household, Plot, User
from harvests.actions.demo import plan
from harvests.actions.demo.books import Books
from harvests.actions.demo.diary import LOCKED, LOCKED_BY, LOCKED_DAYS, LOCKED_ON
from harvests.actions.demo.intake import main_season, plain_season, preset
from harvests.actions.demo.plan_capital import SERVICES_2024_VND
from harvests.models import (
    BoardPrice,
    CrateType,
    HarvestRecord,
    HarvestRound,
    PriceBoard,
    Season,
    YieldEstimate,
)
from harvests.rules.apportion import apportion
from harvests.rules.demo_services import bring_to, value_of

OPENING = dt.time(5, 0)
DEMO_NOTE = "Dữ liệu minh hoạ, trong khung giá báo nêu 14.000–20.000 đ/kg."
MOVED_NOTE = "Giá theo chợ trong ngày (minh hoạ)."


def seed_season(coop: Cooperative, areas: dict[str, list[Plot]], outside: list[Plot], random: Random) -> None:
    """All seasons of one co-operative."""
    clerk = User.objects.get(username=f"clerk.{coop.slug}")
    director = User.objects.get(username=f"director.{coop.slug}")
    crate = CrateType.objects.create(
        cooperative=coop, code="N2", name="Sọt nhựa lớn", tare_g=2_000, valid_from=dt.date(2024, 1, 1), is_default=True
    )
    CrateType.objects.create(
        cooperative=coop, code="N1", name="Sọt nhựa nhỏ", tare_g=1_800, valid_from=dt.date(2024, 1, 1)
    )
    books = Books(coop, crate, clerk, random)
    events = CodeEvent.objects.of(coop).order_by("effective_from", "pk")
    newest = dict(events.values_list("export_code", "status"))
    members = CodePlot.objects.of(coop)
    for plot, pk, code, market in members.values_list(
        "plot", "export_code", "export_code__code", "export_code__market__code"
    ):
        books.codes.setdefault(plot, []).append([code, market, newest.get(pk, "")])
    if coop.slug == "ngoc-hoang":
        _main(coop, books, areas, outside, director, random)
        _last_year(coop, books, director, random)
    else:
        _other(coop, books, director, random)
    books.write()


def _main(coop, books: Books, areas, outside, director, random) -> None:
    name, first, last, target = plan.SEASON
    season = _season(coop, name, first, last, target)
    rounds = _rounds(coop, season, [row[:3] for row in plan.ROUNDS] + [row[:3] for row in plan.FORECAST])
    plots = [*areas.values(), outside]
    codes = [[plot.household.code for plot in group] for group in plots]
    weights = [[0 if _is_named(plot) else plot.area_m2 // 100 for plot in group] for group in plots]
    tickets = main_season(codes, weights, random)
    boards = _boards(coop, director, plan.PRICES, first, _moves())
    grades = _grades(coop)
    books.enter(season, rounds, tickets, plots, grades, boards)
    _estimates(coop, rounds, books.records, random)
    _incidents(books, plots)


def _is_named(plot: Plot) -> bool:
    """Liêm's and Thiện's deliveries are given; Thuận delivered in 2024 only."""
    return plot.household.code in (plan.LIEM, plan.THIEN, plan.THUAN)


def _last_year(coop, books: Books, director, random) -> None:
    season = _season(coop, *plan.SEASON_2024, None)
    rounds = _rounds(coop, season, plan.ROUNDS_2024)
    plots = list(Plot.objects.of(coop).filter(number=1).select_related("household").order_by("code"))
    place = {plot.household.code: index for index, plot in enumerate(plots)}
    weights = [0 if _is_named(plot) else plot.area_m2 // 100 for plot in plots]
    kilograms = apportion(plan.OTHERS_2024_KG, (32, 41, 19, 8))
    tickets = plain_season(plan.ROUNDS_2024, kilograms, 1_560, weights, random)
    given = preset(plan.ROUNDS_2024, place[plan.THUAN], plan.THUAN_2024, 3)
    given += preset(plan.ROUNDS_2024, place[plan.THIEN], plan.THIEN_2024, 2)
    prices = [plan.PRICES[grade.code] for grade in _grades(coop)]
    officials = {index for index, plot in enumerate(plots) if plot.household.kind == Household.Kind.OFFICIAL}
    theirs = sum(value_of(ticket, prices) for ticket in given if ticket.plot in officials)
    free = {index for index in officials if not _is_named(plots[index])}
    bring_to(tickets, free, prices, SERVICES_2024_VND - theirs)
    tickets += given
    boards = _boards(coop, director, plan.PRICES, plan.SEASON_2024[1], {})
    books.enter(season, rounds, tickets, [plots], _grades(coop), boards)


def _other(coop, books: Books, director, random) -> None:
    (name, first, last), rounds, kilograms, count = plan.OTHER_INTAKE[coop.slug]
    season = _season(coop, name, first, last, None)
    harvest_rounds = _rounds(coop, season, rounds)
    plots = list(Plot.objects.of(coop).select_related("household").order_by("code"))
    weights = [plot.area_m2 // 100 for plot in plots]
    tickets = plain_season(rounds, list(kilograms.values()), count, weights, random)
    boards = _boards(coop, director, plan.OTHER_PRICES[coop.slug], first, {})
    books.enter(season, harvest_rounds, tickets, [plots], _grades(coop), boards)


def _season(coop, name, first, last, target) -> Season:
    return Season.objects.create(
        cooperative=coop, commodity=coop.commodity, name=name, starts_on=first, ends_on=last, export_target_g=target
    )


def _rounds(coop, season, rows) -> list[HarvestRound]:
    return [
        HarvestRound.objects.create(cooperative=coop, season=season, number=number, starts_on=first, ends_on=last)
        for number, first, last in rows
    ]


def _grades(coop) -> list[Grade]:
    """The grades that tickets are sorted into, best first."""
    kinds = (Grade.Kind.GRADED, Grade.Kind.OFFGRADE)
    return list(Grade.objects.filter(commodity=coop.commodity, kind__in=kinds).order_by("position"))


def _moves() -> dict[dt.date, int]:
    """Dong per kg that a day paid beyond the usual: up on the first day of a pair, down on the second."""
    return {day: change for up, down in plan.PAIRED_DAYS for day, change in ((up, 1_000), (down, -1_000))}


def _boards(coop, director, prices: dict[str, int], first: dt.date, moves: dict[dt.date, int]):
    """Price boards from the season's first day; returns day -> (board, prices by grade code)."""
    grades = {grade.code: grade for grade in Grade.objects.filter(commodity=coop.commodity)}
    changes = sorted({first, *moves, *(day + dt.timedelta(days=1) for day in moves)})
    found = []
    for day in changes:
        move = moves.get(day, 0)
        today = {
            code: price + (move if grades[code].kind == Grade.Kind.GRADED else 0) for code, price in prices.items()
        }
        moment = dt.datetime.combine(day, OPENING, VIETNAM)
        board = PriceBoard.objects.create(
            cooperative=coop,
            commodity=coop.commodity,
            valid_from=moment,
            set_by=director,
            set_at=moment,
            note=MOVED_NOTE if move else DEMO_NOTE,
        )
        for channel, discount in (("export", 0), ("market", 1_000), ("processing", 2_000)):
            BoardPrice.objects.bulk_create(
                BoardPrice(
                    cooperative=coop,
                    board=board,
                    grade=grades[code],
                    channel=channel,
                    price_vnd=price - (discount if price > 10_000 else 0),
                    floor_vnd=14_000 if code == "L1" and channel == "export" else None,
                )
                for code, price in today.items()
            )
        found.append((day, board, today))
    return lambda day: next((board, today) for since, board, today in reversed(found) if since <= day)


def _estimates(coop, rounds, records, random: Random) -> None:
    """Estimates per plot and round: near what came in, three households of V4 far below it, the forecasts exact."""
    came: dict[tuple[int, int], int] = {}
    for record in records:
        key = (record.round_id, record.plot_id)
        came[key] = came.get(key, 0) + record.net_g
    plots = list(Plot.objects.of(coop).filter(number=1).select_related("household").order_by("code"))
    low = {plot.pk for plot in plots if plot.household.code in ("126", "127", "128")}
    rows = []
    for place, harvest_round in enumerate(rounds):
        if place < len(plan.ROUNDS):
            figures = [came.get((harvest_round.pk, plot.pk), 0) for plot in plots]
            figures = [
                g * (60 if p.pk in low else random.randint(95, 118)) // 100 for g, p in zip(figures, plots, strict=True)
            ]
        else:
            liem = plan.LIEM_ESTIMATES[place]
            free = [0 if plot.household.code == plan.LIEM else plot.area_m2 // 100 for plot in plots]
            figures = [kg * 1_000 for kg in apportion(plan.FORECAST[place - len(plan.ROUNDS)][3] - liem, free)]
        for plot, expected in zip(plots, figures, strict=True):
            grams = (
                plan.LIEM_ESTIMATES[place] * 1_000 if plot.household.code == plan.LIEM else expected // 1_000 * 1_000
            )
            rows.append(
                YieldEstimate(
                    cooperative=coop,
                    round=harvest_round,
                    plot=plot,
                    expected_g=grams,
                    low_g=grams * 80 // 100,
                    high_g=grams * 120 // 100,
                    note="Ước theo đợt hoa (minh hoạ)",
                )
            )
    YieldEstimate.objects.bulk_create(rows, batch_size=400)


def _locked(plot: Plot) -> dict:
    """Why a ticket waits for quality control: its plot is inside a pre-harvest interval."""
    until = LOCKED_ON + dt.timedelta(days=LOCKED_DAYS)
    days = {"done": f"{LOCKED_ON:%d/%m/%Y}", "days": LOCKED_DAYS, "until": f"{until:%d/%m/%Y}"}
    return {"code": "phi_running", "data": {"plot": plot.code, "product": LOCKED_BY, **days}}


def _incidents(books: Books, plots) -> None:
    """A ticket corrected for the wrong household, one voided, two synced late, and a paper pad with a gap."""
    for record in books.records:
        if record.household.code == LOCKED and LOCKED_ON <= record.day < LOCKED_ON + dt.timedelta(days=LOCKED_DAYS):
            record.status, record.holds = HarvestRecord.Status.HELD, [_locked(record.plot)]
    last_days = [record for record in books.records if record.day == dt.date(2025, 9, 7) and record.stands]
    lines = {}
    for line in books.lines:
        lines.setdefault(id(line.record), []).append((line.grade, line.crates, line.net_g, line.price_vnd))
    right = last_days[3]
    wrong_plot = next(plot for plot in plots[0] if plot.household_id != right.household_id)
    wrong = books.add(
        right.season,
        right.round,
        right.weighed_at,
        wrong_plot,
        lines[id(right)],
        right.board,
        number=right.number,
        status=HarvestRecord.Status.REPLACED,
    )
    right.revision, right.replaces, right.reason = 2, wrong, "Nhầm hộ: gọi số 12 nghe thành 21"
    moment = dt.datetime(2025, 9, 6, 18, 5, tzinfo=VIETNAM)
    books.add(
        right.season,
        right.round,
        moment,
        wrong_plot,
        lines[id(last_days[5])],
        right.board,
        status=HarvestRecord.Status.VOID,
        reason="Cân nhầm lần hai cùng một xe",
    )
    for place, record in enumerate(last_days[10:12], start=1):
        record.source, record.offline_no = HarvestRecord.Source.OFFLINE, f"CAN-B1-{place:02d}"
        record.recorded_at = record.weighed_at + dt.timedelta(hours=2, minutes=17)
    paper = [number for number in range(412, 422) if number != 417]
    for number, record in zip(paper, last_days[20:], strict=False):
        record.source, record.paper_no = HarvestRecord.Source.BACK_ENTRY, f"{number:04d}"
