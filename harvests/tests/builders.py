"""Plain functions that make the rows a harvest test needs; every default is a sensible one."""

import datetime as dt
import uuid

from django.db.models import Sum
from django.utils import timezone

from coopsite import clock
from growers.models import CodeEvent, CodePlot, Cooperative, ExportCode, Grade, GrowingArea, Plot
from growers.queries.seats import Seat
from growers.tests.builders import make_market
from harvests.actions.orders import cancel_order, confirm_order, register_order
from harvests.actions.records import record_ticket
from harvests.actions.traders import keep_keys as keep_trader_keys
from harvests.models import (
    STANDING,
    BoardPrice,
    CrateType,
    DayBook,
    DayTotal,
    HarvestLine,
    HarvestRecord,
    HarvestRound,
    HouseholdTotal,
    PriceBoard,
    Season,
    Trader,
    TraderOrder,
)
from harvests.rules.weighing_facts import Header, Load

HEADER = ("plot", "mode", "channel", "flat_price_vnd", "note")
PRICES = {"L1": 20_000, "L2": 17_000, "L3": 14_000, "D": 6_000}


def make_season(coop: Cooperative, **values) -> Season:
    today = clock.today()
    defaults = {
        "commodity": coop.commodity, "name": f"Vụ {today.year}",
        "starts_on": today - dt.timedelta(days=60), "ends_on": today + dt.timedelta(days=60),
    }  # fmt: skip
    return Season.objects.create(cooperative=coop, **{**defaults, **values})


def make_round(season: Season, number: int = 4, **values) -> HarvestRound:
    today = clock.today()
    defaults = {"starts_on": today - dt.timedelta(days=6), "ends_on": today + dt.timedelta(days=1)}
    return HarvestRound.objects.create(
        cooperative_id=season.cooperative_id, season=season, number=number, **{**defaults, **values}
    )


def make_crate(coop: Cooperative, code: str = "N2", tare_g: int = 2_000, **values) -> CrateType:
    defaults = {"name": "Sọt nhựa", "valid_from": dt.date(2020, 1, 1), "is_default": code == "N2"}
    return CrateType.objects.create(cooperative=coop, code=code, tare_g=tare_g, **{**defaults, **values})


def make_board(seat: Seat, prices: dict[str, int] | None = None, channel: str = "export", **values) -> PriceBoard:
    coop = seat.cooperative
    since = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    defaults = {"commodity": coop.commodity, "valid_from": since, "set_by": seat.user, "set_at": clock.now()}
    board = PriceBoard.objects.create(cooperative=coop, **{**defaults, **values})
    grades = {grade.code: grade for grade in Grade.objects.filter(commodity=coop.commodity)}
    for code, price in (PRICES if prices is None else prices).items():
        BoardPrice.objects.create(cooperative=coop, board=board, grade=grades[code], channel=channel, price_vnd=price)
    return board


def make_scale(seat: Seat, **season) -> Season:
    """Everything a first ticket needs besides a household: season, round, crate, prices."""
    made = make_season(seat.cooperative, **season)
    make_round(made)
    if not CrateType.objects.of(seat.cooperative).exists():
        make_crate(seat.cooperative)
    make_board(seat)
    return made


def make_code(plot: Plot, status: str = "active", code: str = "VN-SLOR-0003", market: str = "CN") -> ExportCode:
    coop, since = plot.cooperative, dt.date(2020, 1, 1)
    area, _ = GrowingArea.objects.get_or_create(
        cooperative=coop, code="V1", defaults={"name": "Vùng 1", "commune": plot.commune}
    )
    row = ExportCode.objects.create(
        cooperative=coop, area=area, code=code, commodity=coop.commodity, market=make_market(market)
    )
    CodeEvent.objects.create(cooperative=coop, export_code=row, status=status, effective_from=since)
    CodePlot.objects.create(cooperative=coop, export_code=row, plot=plot, valid_from=since)
    return row


def make_ticket(seat: Seat, household: str, loads=((99_500, "L1"),), **values) -> HarvestRecord:
    """A recorded ticket; each load is (gross grams, grade), in four default crates."""
    above = {name: values.pop(name) for name in HEADER if name in values}
    header = Header(household, **above)
    rows = [Load(row, gross, grade, crates=4) for row, (gross, grade) in enumerate(loads)]
    return record_ticket(seat, header=header, loads=rows, confirmed=True, **values)


def typed_ticket(household: str, loads=(("99,5", "L1"),), **values) -> dict:
    """A ticket as the screen posts it; each load is (gross, grade)."""
    body = {"token": str(uuid.uuid4()), "household": household, "mode": "graded", "channel": "export", "place": "point"}
    for row, (gross, grade) in enumerate(loads):
        body |= {f"loads-{row}-gross": gross, f"loads-{row}-grade": grade, f"loads-{row}-crates": "4"}
    return {**body, **values}


def make_trader(coop: Cooperative, name: str = "Vựa Hòa Phát", **values) -> Trader:
    trader = Trader(cooperative=coop, name=name, **values)
    keep_trader_keys(trader)
    trader.full_clean()
    trader.save()
    return trader


def make_order(
    seat: Seat, trader: Trader | None = None, lines=(("L1", 10_000_000),), status="", **values
) -> TraderOrder:
    """An order of (grade, grams) lines at 18,000 dong; `status` confirmed or cancelled moves it on."""
    coop, today = seat.cooperative, clock.today()
    grades = {grade.code: grade for grade in Grade.objects.filter(commodity=coop.commodity)}
    blank = {"size": "", "pack_g": None, "cartons": None, "price_minor": 18_000}
    defaults = {
        "trader": trader or Trader.objects.of(coop).first() or make_trader(coop), "market": make_market(),
        "commodity": coop.commodity, "ordered_on": today, "deliver_from": today,
        "deliver_to": today + dt.timedelta(days=6),
    }  # fmt: skip
    facts = [{**blank, "grade": grades[code], "ordered_g": grams} for code, grams in lines]
    order = register_order(seat, lines=facts, **{**defaults, **values})
    if status == "confirmed":
        return confirm_order(seat, order=order)
    return cancel_order(seat, order=order, reason="bỏ cọc") if status == "cancelled" else order


def insist_books_agree(coop):
    """Every book, daily total and household's total equals what the standing records add up to."""
    for total in HouseholdTotal.objects.of(coop):
        of_household = HarvestRecord.objects.of(coop).filter(household=total.household_id, season=total.season_id)
        came = of_household.filter(status__in=STANDING)
        worth = HarvestLine.objects.of(coop).filter(record__in=came).aggregate(sum=Sum("amount_vnd"))["sum"] or 0
        grams = came.aggregate(sum=Sum("net_g"))["sum"] or 0
        assert (total.tickets, total.net_g, total.amount_vnd) == (came.count(), grams, worth)
    for book in DayBook.objects.of(coop):
        records = HarvestRecord.objects.of(coop).filter(day=book.day, status__in=STANDING)
        lines = HarvestLine.objects.of(coop).filter(record__in=records)
        assert book.tickets == records.count()
        assert book.net_g == (records.aggregate(sum=Sum("net_g"))["sum"] or 0)
        assert book.amount_vnd == (lines.aggregate(sum=Sum("amount_vnd"))["sum"] or 0)
        kept = {total.grade_id: (total.lines, total.net_g, total.amount_vnd) for total in DayTotal.objects.of(coop)}
        for grade in Grade.objects.all():
            of_grade = lines.filter(grade=grade)
            sums = of_grade.aggregate(net=Sum("net_g"), amount=Sum("amount_vnd"))
            assert kept.get(grade.pk, (0, 0, 0)) == (of_grade.count(), sums["net"] or 0, sums["amount"] or 0)
