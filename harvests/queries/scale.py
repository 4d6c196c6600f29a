"""Facts at the scale in few statements: what holds on the day, who delivers from which plots, what came before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from coopsite.formats.text import clean_line, search_words
from growers.models import Cooperative, Grade, Household, Plot, Setting
from growers.queries.areas import latest_status
from growers.rules.settings import values_on
from harvests.models import (
    STANDING,
    BoardPrice,
    CrateType,
    DayBook,
    HarvestRecord,
    HarvestRound,
    PriceBoard,
    Season,
    YieldEstimate,
)
from harvests.rules import weighing_facts as facts

MEMORY = dt.timedelta(days=400)  # how far back a household's usual day is looked for
MEMBER = "plots__code_memberships__"


def season_of_day(coop: Cooperative, day: dt.date) -> Season | None:
    """The season of a day, main crop first, with `round_pk`, `round_number` and whether the day is `closed`."""
    rounds = HarvestRound.objects.filter(season=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    books = DayBook.objects.filter(cooperative=coop.pk, day=day, closed_at__isnull=False)
    main_first = Case(When(commodity=coop.commodity_id, then=0), default=1)
    return (
        Season.objects.of(coop)
        .filter(starts_on__lte=day, ends_on__gte=day)
        .annotate(
            round_pk=Subquery(rounds.values("pk")[:1]),
            round_number=Subquery(rounds.values("number")[:1]),
            closed=Exists(books),
        )
        .order_by(main_first, "-starts_on")
        .first()
    )


def sheet_at(coop: Cooperative, commodity: int, moment: dt.datetime, board: int | None = None) -> facts.Sheet:
    """Settings, crates, grades and the prices in force at a moment (or those of one board), in one statement.

    Four short tables come through one UNION: at the scale every statement is waited for.
    """
    day, nothing = moment.date(), Value("")
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
    return _sheet(rows.unscoped("each part of the union names the co-operative; grades are shared"))


def board_in_force(coop: Cooperative, commodity: int, moment: dt.datetime) -> Subquery:
    """The key of the newest board that is valid from the moment or earlier."""
    boards = PriceBoard.objects.filter(cooperative=coop.pk, commodity=commodity, valid_from__lte=moment)
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
            code: facts.Grade(pk, code, vi, en, kind, low, high)
            for pk, code, vi, en, kind, _, low, high, _ in grades
        },
        prices={(channel, grade): price for _, grade, _, _, channel, price, *_ in found["price"]},
        board=found["price"][0][0] if found["price"] else None,
        shrink_bp=found["price"][0][6] if found["price"] else 0,
    )


def _since(row: list) -> dt.date:
    return row[-1]


def households_with_plots(coop: Cooperative, day: dt.date) -> QuerySet:
    """Households joined with their plots and the planting area codes of these: a row for each membership in a code."""
    return (
        Household.objects.of(coop)
        .annotate(
            plot_pk=F("plots__pk"),
            plot_code=F("plots__code"),
            plot_area_m2=F("plots__area_m2"),
            plot_practice=F("plots__practice"),
            plot_status=F("plots__status"),
            code_text=F(f"{MEMBER}export_code__code"),
            code_market=F(f"{MEMBER}export_code__market__code"),
            code_from=F(f"{MEMBER}valid_from"),
            code_to=F(f"{MEMBER}valid_to"),
            code_status=latest_status(f"{MEMBER}export_code", day),
        )
        .order_by("code", "plots__number", f"{MEMBER}export_code__code")
    )


def codes_on(rows: Iterable, day: dt.date) -> tuple[tuple[str, str, str], ...]:
    """(code, market, status) of those rows of one plot whose membership in a code holds on the day."""
    return tuple(
        (row.code_text, row.code_market, row.code_status or "")
        for row in rows
        if row.code_from and row.code_from <= day and (row.code_to is None or day < row.code_to)
    )


def find_households(coop: Cooperative, typed: Iterable[str], season: Season | None, day: dt.date) -> list[Household]:
    """The households with these codes or exact names, as joined rows with `estimate_g` of the season. One statement."""
    wanted = Q(pk__in=[])
    for text in map(clean_line, typed):
        wanted |= Q(code__in=_codes(text)) if _is_code(text) else Q(name__iexact=text)
    estimates = YieldEstimate.objects.filter(
        cooperative=coop.pk, round__season=season and season.pk, plot__household=OuterRef("pk")
    )
    total = estimates.order_by().values("plot__household").annotate(sum=Sum("expected_g")).values("sum")
    rows = households_with_plots(coop, day).filter(wanted).annotate(estimate_g=Subquery(total))
    return list(rows.only("cooperative", "code", "name", "alias", "village", "kind", "blocked_reason", "left_on"))


def rows_meant(rows: Iterable[Household], typed: str) -> list[Household]:
    """Those of the joined rows whose household was typed."""
    text = clean_line(typed)
    if _is_code(text):
        codes = _codes(text)
        return [row for row in rows if row.code in codes]
    return [row for row in rows if row.name.casefold() == text.casefold()]


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _codes(digits: str) -> set[str]:
    """A code as people shout it: 97 means 097."""
    bare = digits.lstrip("0") or "0"
    return {digits, *(bare.zfill(width) for width in range(3, 7))}


@dataclass(slots=True)
class Brought:
    """What a household brought: grams of the season, of each earlier day, and of today as (number, at, grams)."""

    season_g: int = 0
    days: dict[dt.date, int] = field(default_factory=lambda: defaultdict(int))
    today: list[tuple[int, dt.datetime, int]] = field(default_factory=list)
    today_vnd: int = 0


def brought_before(
    coop: Cooperative, households: Iterable[int], season: Season | None, day: dt.date, but: int | None = None
) -> dict[int, Brought]:
    """What households brought up to a day, one statement on their index; `but` leaves a ticket out.

    Tickets of the day come one by one (each is its own group), earlier days as sums.
    """
    groups = (
        HarvestRecord.objects.of(coop)
        .filter(household__in=[*households], day__gte=day - MEMORY, day__lte=day, status__in=STANDING)
        .exclude(pk=but)
        .order_by()
        .annotate(each=Case(When(day=day, then=F("number")), default=0))
        .values_list("household", "season", "day", "each")
        .annotate(net=Sum("net_g"), amount=Sum(Coalesce("amount_vnd", 0)), at=Max("weighed_at"))
    )
    found: dict[int, Brought] = defaultdict(Brought)
    for household, of_season, on, number, net, amount, at in groups:
        brought = found[household]
        brought.season_g += net if season and of_season == season.pk else 0
        if on < day:
            brought.days[on] += net
        else:
            brought.today.append((number, at, net))
            brought.today_vnd += amount
    return found


def supplier_of(rows: list[Household], brought: Brought, moment: dt.datetime) -> facts.Supplier:
    """What the scale asks of one household, from its joined rows; plots given up are left out."""
    household, day, by_plot = rows[0], moment.date(), defaultdict(list)
    for row in rows:
        if row.plot_pk and row.plot_status != Plot.Status.RETIRED:
            by_plot[row.plot_pk, row.plot_code].append(row)
    return facts.Supplier(
        pk=household.pk,
        code=household.code,
        name=household.name,
        kind=household.kind,
        blocked=household.blocked_reason,
        left=bool(household.left_on and household.left_on <= day),
        plots=tuple(facts.Plot(pk, code, codes_on(of_plot, day)) for (pk, code), of_plot in by_plot.items()),
        estimate_g=household.estimate_g,
        season_g=brought.season_g,
        days=tuple(brought.days.values()),
        today=tuple((number, abs(moment - at) // dt.timedelta(minutes=1), net) for number, at, net in brought.today),
        today_vnd=brought.today_vnd,
    )


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
    rows = find_households(coop, [typed], season, day)
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


def suggestions(coop: Cooperative, typed: str) -> tuple[str, ...]:
    """Up to three households that may be meant by what was typed: near codes, or all words found."""
    rows = Household.objects.of(coop).filter(left_on__isnull=True).order_by("sort_key", "code")
    text = clean_line(typed)
    if text.isdigit():
        names = dict(rows.values_list("code", "name"))
        return tuple(f"{code} – {names[code]}" for code in get_close_matches(text.zfill(3), names, 3, 0.6))
    for word in search_words(text):
        rows = rows.filter(search_key__contains=word)
    return tuple(f"{code} – {name}" for code, name in rows.values_list("code", "name")[:3]) if text else ()
