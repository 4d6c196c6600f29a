"""What a ticket is judged by, in few statements: season, settings, crates, grades and prices as of its moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from growers.models import Cooperative, Grade, Household, Setting
from growers.models.prepared import prepared
from growers.rules.settings import values_on
from harvests.models import BoardPrice, CrateType, DayBook, HarvestRound, PriceBoard, Season
from harvests.queries.suppliers import Brought, brought_before, find_households, rows_meant, suggestions, supplier_of
from harvests.rules import weighing_facts as facts

WHY = "each part of the union names the co-operative; grades are shared"


def season_of_day(coop: Cooperative, day: dt.date) -> Season | None:
    """The season of a day, main crop first, with `round_pk`, `round_number` and whether the day is `closed`."""
    return next(iter(_seasons_of_day(coop=coop.pk, crop=coop.commodity_id, day=day)), None)


@prepared()
def _seasons_of_day(*, coop, crop, day):
    return _of_day(coop, crop, day).annotate(
        round_pk=_round_of(OuterRef("pk"), day, "pk"),
        round_number=_round_of(OuterRef("pk"), day, "number"),
        closed=_is_closed(coop, day),
    )[:1]


def _of_day(coop: int, crop: int, day: dt.date) -> QuerySet:
    """The seasons of a day, main crop first."""
    main_first = Case(When(commodity=crop, then=0), default=1)
    rows = Season.objects.of(coop).filter(starts_on__lte=day, ends_on__gte=day)
    return rows.order_by(main_first, "-starts_on")


def _round_of(season, day: dt.date, name: str) -> Subquery:
    rounds = HarvestRound.objects.filter(season=season, starts_on__lte=day, ends_on__gte=day)
    return Subquery(rounds.values(name)[:1])


def _is_closed(coop: int, day: dt.date) -> Exists:
    return Exists(DayBook.objects.filter(cooperative=coop, day=day, closed_at__isnull=False))


def scale_at(coop: Cooperative, moment: dt.datetime, board: int | None = None) -> tuple[Season | None, facts.Sheet]:
    """The season of a moment's day as `season_of_day` gives it (without the number of its round) and what holds at the
    scale then for its crop, or for the co-operative's own. One statement."""
    at = {"moment": None, "board": board} if board else {"moment": moment, "board": None}
    rows = _scale_rows(coop=coop.pk, crop=coop.commodity_id, day=moment.date(), **at)
    season = None
    for what, pk, _, name, _, _, commodity, closed, of_round, _ in rows:
        if what == "season":
            season = Season(cooperative=coop, pk=pk, name=name, commodity_id=commodity)
            season.round_pk, season.closed = of_round, bool(closed)
    return season, _sheet(rows)


@prepared()
def _scale_rows(*, coop, crop, day, moment, board):
    best, nothing = _of_day(coop, crop, day), Value("")
    season = Season.objects.of(coop).filter(pk=Subquery(best.values("pk")[:1]))
    closed = Case(When(_is_closed(coop, day), then=1), default=0, output_field=IntegerField())
    season = season.order_by().values_list(
        Value("season"), "pk", nothing, "name", nothing, nothing, "commodity", closed,
        _round_of(OuterRef("pk"), day, "pk"), "starts_on",
    )  # fmt: skip
    commodity = Coalesce(Subquery(best.values("commodity")[:1]), Value(crop))
    rows = _sheet_parts(coop, commodity, day, moment, board)
    return rows[0].union(season, *rows[1:], all=True).unscoped(WHY)


def sheet_at(coop: Cooperative, commodity: int, moment: dt.datetime, board: int | None = None) -> facts.Sheet:
    """Settings, crates, grades and the prices in force at a moment (or those of one board), in one statement.

    Four short tables come through one UNION: at the scale every statement is waited for.
    """
    at = {"moment": None, "board": board} if board else {"moment": moment, "board": None}
    return _sheet(_sheet_rows(coop=coop.pk, commodity=commodity, day=moment.date(), **at))


@prepared()
def _sheet_rows(*, coop, commodity, day, moment, board):
    rows = _sheet_parts(coop, commodity, day, moment, board)
    return rows[0].union(*rows[1:], all=True).unscoped(WHY)


def _sheet_parts(coop: int, commodity, day: dt.date, moment: dt.datetime | None, board: int | None) -> list[QuerySet]:
    nothing = Value("")
    settings = Setting.objects.of(coop).filter(valid_from__lte=day)
    crates = CrateType.objects.of(coop).filter(valid_from__lte=day)
    default = Case(When(is_default=True, then=1), default=0, output_field=IntegerField())
    grades = Grade.objects.filter(commodity=commodity)
    prices = BoardPrice.objects.of(coop).filter(board=board or board_in_force(coop, commodity, moment))
    return [
        settings.order_by().values_list(
            Value("setting"), "pk", "key", nothing, nothing, nothing, "value", Value(0), Value(0), "valid_from"
        ),
        crates.order_by().values_list(
            Value("crate"), "pk", "code", "name", nothing, nothing, "tare_g", default, Value(0), "valid_from"
        ),
        grades.order_by().values_list(
            Value("grade"), "pk", "code", "name_vi", "name_en", "kind", "position", "band_low_vnd", "band_high_vnd",
            Value(day),
        ),
        prices.order_by().values_list(
            Value("price"), "board", "grade__code", nothing, nothing, "channel", "price_vnd", "board__shrink_bp",
            Coalesce("floor_vnd", 0), Value(day),
        ),
    ]  # fmt: skip


def board_in_force(coop: int, commodity, moment: dt.datetime) -> Subquery:
    """The key of the newest board that is valid from the moment or earlier."""
    boards = PriceBoard.objects.filter(cooperative=coop, commodity=commodity, valid_from__lte=moment)
    return Subquery(boards.order_by("-valid_from").values("pk")[:1])


def _sheet(rows: Iterable[tuple]) -> facts.Sheet:
    found: dict[str, list[tuple]] = defaultdict(list)
    for what, *row in rows:
        found[what].append(row)
    settings = {key: value for _, key, _, _, _, value, *_ in sorted(found["setting"], key=_since)}
    crates = {
        code: facts.Crate(pk, code, name, tare, bool(default))
        for pk, code, name, _, _, tare, default, *_ in sorted(found["crate"], key=_since)
    }
    grades = sorted(found["grade"], key=lambda row: row[5])
    return facts.Sheet(
        settings=values_on(settings),
        crates=dict(sorted(crates.items())),
        grades={
            code: facts.Grade(pk, code, vi, en, kind, low, high) for pk, code, vi, en, kind, _, low, high, _ in grades
        },
        prices={(channel, grade): price for _, grade, _, _, channel, price, *_ in found["price"]},
        floors={(channel, grade): floor for _, grade, _, _, channel, _, _, floor, _ in found["price"] if floor},
        board=found["price"][0][0] if found["price"] else None,
        shrink_bp=found["price"][0][6] if found["price"] else 0,
    )


def _since(row: list) -> dt.date:
    return row[-1]


def facts_at(
    coop: Cooperative,
    typed: str,
    moment: dt.datetime,
    today: dt.date,
    *,
    but: int | None = None,
    board: int | None = None,
) -> tuple[facts.Facts, Household | None]:
    """All that a ticket of a household weighed at a (local) moment is judged by, and the household.

    `but` leaves out the ticket it replaces, whose `board` still prices it. Three statements, and one for suggestions
    when nobody is found.
    """
    day = moment.date()
    season, sheet = scale_at(coop, moment, board)
    rows = rows_meant(find_households(coop, [typed], season, day), typed)
    alone = len({row.pk for row in rows}) == 1
    brought = brought_before(coop, [rows[0].pk], season, day, but) if alone else {}
    return facts_from(coop, typed, rows, brought, season, sheet, moment, today), rows[0] if alone else None


def facts_from(
    coop: Cooperative,
    typed: str,
    rows: list[Household],
    brought: dict[int, Brought],
    season: Season | None,
    sheet: facts.Sheet,
    moment: dt.datetime,
    today: dt.date,
) -> facts.Facts:
    """The facts of one ticket from what was loaded for it, or for a whole paper pad; asks only for suggestions."""
    supplier, hints = None, ()
    if len({row.pk for row in rows}) == 1:
        supplier = supplier_of(rows, brought.get(rows[0].pk) or Brought(), moment)
    elif rows:
        hints = tuple(sorted({f"{row.code} – {row.name} ({row.village})" for row in rows}))
    else:
        hints = suggestions(coop, typed)
    return facts.Facts(
        today=today,
        day=moment.date(),
        sheet=sheet,
        season=season and season.pk,
        round=season and season.round_pk,
        commodity=season and season.commodity_id,
        closed=bool(season and season.closed),
        supplier=supplier,
        suggestions=hints,
    )
