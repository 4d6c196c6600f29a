"""Facts that an imported book of tickets is held against: households, days, prices, and what was written before."""

import datetime as dt
from collections import Counter, defaultdict

from coopsite.formats.showing import VIETNAM
from coopsite.formats.text import fold
from growers.models import Cooperative, Grade, Household, Plot
from harvests.models import STANDING, BoardPrice, DayBook, HarvestLine, HarvestRecord, HarvestRound, PriceBoard, Season
from harvests.queries.crates import crates_on
from harvests.rules.harvest_import import NOON, Book, Day, KnownHousehold
from harvests.rules.sheets import GRADES


def grade_texts(coop: Cooperative) -> dict[str, tuple[str, ...]]:
    """The texts that mean each grade of the main crop, by grade code."""
    texts = {}
    for grade in Grade.objects.filter(commodity=coop.commodity_id).order_by("position"):
        texts[grade.code] = tuple(
            dict.fromkeys((grade.name_vi.lower(), *GRADES.get(grade.code, (grade.code,)), grade.name_en.lower()))
        )
    return texts


def book_of(coop: Cooperative, days: set[dt.date]) -> Book:
    """Everything known about these days and about all households. Ten statements."""
    grades = list(Grade.objects.filter(commodity=coop.commodity_id))
    by_kind = {grade.kind: grade.code for grade in grades}
    last = max(days, default=None)
    crates = crates_on(coop, last) if last else []
    usual = next((crate for crate in crates if crate.is_default), crates[0] if crates else None)
    first = min(days, default=None)
    return Book(
        households=_households(coop),
        days=_days(coop, days) if days else {},
        grades={grade.code: grade.pk for grade in grades},
        flat=by_kind[Grade.Kind.MIXED],
        ungraded=by_kind[Grade.Kind.UNGRADED],
        crate=(usual.pk, usual.tare_g) if usual else None,
        written=_written(coop, first, last),
        papers=set(_standing(coop, first, last).exclude(paper_no="").values_list("day", "paper_no")),
        zone=VIETNAM,
    )


def _households(coop: Cooperative) -> list[KnownHousehold]:
    plots: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, household, number, name in Plot.objects.of(coop).values_list("pk", "household_id", "number", "name"):
        plots[household] |= dict.fromkeys({str(number), fold(name)} - {""}, pk)
    names = ("pk", "code", "name", "alias", "village", "kind", "contract_from", "contract_to")
    rows = Household.objects.of(coop).values_list(*names)
    return [KnownHousehold(*row[:6], plots=plots.get(row[0], {}), contract=row[6:]) for row in rows]


def _days(coop: Cooperative, days: set[dt.date]) -> dict[dt.date, Day]:
    first, last = min(days), max(days)
    seasons = list(Season.objects.of(coop).filter(starts_on__lte=last, ends_on__gte=first, commodity=coop.commodity_id))
    rounds = list(HarvestRound.objects.of(coop).filter(season__in=seasons))
    closed = set(DayBook.objects.of(coop).filter(day__in=days, closed_at__isnull=False).values_list("day", flat=True))
    boards = list(PriceBoard.objects.of(coop).filter(commodity=coop.commodity_id).order_by("-valid_from"))
    prices: dict[int, dict[str, int]] = defaultdict(dict)
    floors: dict[int, dict[str, int]] = defaultdict(dict)
    rows = BoardPrice.objects.of(coop).filter(channel=BoardPrice.Channel.EXPORT, board__commodity=coop.commodity_id)
    for board, grade, price, floor in rows.values_list("board_id", "grade__code", "price_vnd", "floor_vnd"):
        prices[board][grade] = price
        floors[board][grade] = floor or 0
    found = {}
    for day in days:
        season = next((row for row in seasons if row.starts_on <= day <= row.ends_on), None)
        if season is None:
            continue
        harvest_round = next((r for r in rounds if r.season_id == season.pk and r.starts_on <= day <= r.ends_on), None)
        noon = dt.datetime.combine(day, NOON, VIETNAM)
        board = next((board for board in boards if board.valid_from <= noon), None)
        found[day] = Day(
            season=season.pk, commodity=season.commodity_id, round=harvest_round and harvest_round.pk,
            round_number=harvest_round and harvest_round.number, closed=day in closed,
            board=board and board.pk, prices=prices[board.pk] if board else {},
            floors=floors[board.pk] if board else {},
        )  # fmt: skip
    return found


def _standing(coop: Cooperative, first: dt.date | None, last: dt.date | None):
    return HarvestRecord.objects.of(coop).filter(status__in=STANDING, day__gte=first, day__lte=last)


def _written(coop: Cooperative, first: dt.date | None, last: dt.date | None) -> Counter:
    """How often each delivery of these days was written: (household, day, net of each load)."""
    rows = HarvestLine.objects.of(coop).filter(record__in=_standing(coop, first, last).values("pk")).order_by()
    nets: dict[tuple, list[int]] = defaultdict(list)
    for record, household, day, net in rows.values_list("record_id", "record__household_id", "record__day", "net_g"):
        nets[record, household, day].append(net)
    return Counter((household, day, tuple(sorted(net))) for (_, household, day), net in nets.items())
