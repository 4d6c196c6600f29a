"""What a ticket is judged by, in few statements: season, settings, crates, grades and prices as of its moment."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, Subquery, Value, When

from growers.models import Cooperative, Grade, Household, Setting
from growers.models.prepared import prepared
from growers.rules.settings import values_on
from harvests.models import BoardPrice, CrateType, DayBook, HarvestRound, PriceBoard, Season
from harvests.queries.suppliers import Brought, brought_before, find_households, rows_meant, suggestions, supplier_of
from harvests.rules import weighing_facts as facts


def season_of_day(coop: Cooperative, day: dt.date) -> Season | None:
    """The season of a day, main crop first, with `round_pk`, `round_number` and whether the day is `closed`."""
    return next(iter(_seasons_of_day(coop=coop.pk, crop=coop.commodity_id, day=day)), None)


@prepared()
def _seasons_of_day(*, coop, crop, day):
    rounds = HarvestRound.objects.filter(season=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    books = DayBook.objects.filter(cooperative=coop, day=day, closed_at__isnull=False)
    main_first = Case(When(commodity=crop, then=0), default=1)
    return (
        Season.objects.of(coop)
        .filter(starts_on__lte=day, ends_on__gte=day)
        .annotate(
            round_pk=Subquery(rounds.values("pk")[:1]),
            round_number=Subquery(rounds.values("number")[:1]),
            closed=Exists(books),
        )
        .order_by(main_first, "-starts_on")[:1]
    )


def sheet_at(coop: Cooperative, commodity: int, moment: dt.datetime, board: int | None = None) -> facts.Sheet:
    """Settings, crates, grades and the prices in force at a moment (or those of one board), in one statement.

    Four short tables come through one UNION: at the scale every statement is waited for.
    """
    at = {"moment": None, "board": board} if board else {"moment": moment, "board": None}
    return _sheet(_sheet_rows(coop=coop.pk, commodity=commodity, day=moment.date(), **at))


@prepared()
def _sheet_rows(*, coop, commodity, day, moment, board):
    nothing = Value("")
    settings = Setting.objects.of(coop).filter(valid_from__lte=day)
    crates = CrateType.objects.of(coop).filter(valid_from__lte=day)
    default = Case(When(is_default=True, then=1), default=0, output_field=IntegerField())
    grades = Grade.objects.filter(commodity=commodity)
    prices = BoardPrice.objects.of(coop).filter(board=board or board_in_force(coop, commodity, moment))
    rows = settings.order_by().values_list(
        Value("setting"), "pk", "key", nothing, nothing, nothing, "value", Value(0), Value(0), "valid_from"
    ).union(
        crates.order_by().values_list(
            Value("crate"), "pk", "code", "name", nothing, nothing, "tare_g", default, Value(0), "valid_from"
        ),
        grades.order_by().values_list(
            Value("grade"), "pk", "code", "name_vi", "name_en", "kind", "position", "band_low_vnd", "band_high_vnd",
            Value(day),
        ),
        prices.order_by().values_list(
            Value("price"), "board", "grade__code", nothing, nothing, "channel", "price_vnd", "board__shrink_bp",
            Value(0), Value(day),
        ),
        all=True,
    )  # fmt: skip
    return rows.unscoped("each part of the union names the co-operative; grades are shared")


def board_in_force(coop: int, commodity: int, moment: dt.datetime) -> Subquery:
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

    `but` leaves out the ticket it replaces, whose `board` still prices it. Four statements, and one for suggestions
    when nobody is found.
    """
    day = moment.date()
    season = season_of_day(coop, day)
    rows = rows_meant(find_households(coop, [typed], season, day), typed)
    sheet = sheet_at(coop, season.commodity_id if season else coop.commodity_id, moment, board)
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
