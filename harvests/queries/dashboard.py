"""Facts for the director's page in a constant number of statements, from counters and indexes, never from all loads."""

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.models import CodePlot, Cooperative, ExportCode, Household, Plot, Setting
from growers.models import Grade as GradeRow
from growers.models.prepared import prepared
from growers.queries.areas import latest_status, on_day
from growers.rules.areas import standing as standing_of
from growers.rules.settings import SETTINGS
from harvests.models import (
    STANDING,
    BoardPrice,
    DayBook,
    DayTotal,
    Delivery,
    HarvestRecord,
    HouseholdTotal,
    PriceBoard,
    Receivable,
    SettlementRun,
    TraderOrder,
    YieldEstimate,
)
from harvests.models import Season as SeasonRow
from harvests.models.orders import order_code
from harvests.rules import dashboard as rules
from harvests.rules import dashboard_facts as facts
from harvests.rules.orders import UNFINISHED

LIMIT = "household_limit_bp"
TICKETS = 10
NOBODY = 0  # a key that no row has


def director_facts(coop: Cooperative, day: dt.date, chosen: int | None = None) -> facts.Facts:
    """Everything on the page as of a day, for the season with key `chosen` or the running one. Twelve statements."""
    found = operations_facts(coop, day, chosen)
    season, vi = found.season, _vietnamese()
    lines = _open_lines(coop=coop.pk, vi=vi)
    found.orders = [facts.OrderLine(pk, order_code(year, number), *rest) for year, number, pk, *rest in lines]
    found.codes = [
        facts.Code(code, status)
        for code, latest, first, last in _codes(coop=coop.pk, day=day)
        if (status := standing_of(latest, first, last, day)) != "active"
    ]
    if season:
        sold = _sold(coop=coop.pk, crop=season.commodity, first=season.starts_on, last=season.ends_on, vi=vi)
        found.sold = [*map(facts.Sold._make, sold)]
        found.over = _over_estimate(coop, season, day, found.limit_bp)
    return found


def operations_facts(coop: Cooperative, day: dt.date, chosen: int | None = None) -> facts.Facts:
    """What the big numbers of the day are made of. Seven statements."""
    found = facts.Facts(day, _seasons(coop))
    season = found.season = rules.season_shown(found.seasons, coop.commodity_id, day, chosen)
    before = found.before = rules.season_before(found.seasons, season)
    crop = season.commodity if season else coop.commodity_id
    _take_standing(found, coop, rules.coming_round(season, day))
    found.grades = [facts.Grade(*row) for row in _grades(crop=crop, vi=_vietnamese())]
    shown, other = (one.pk if one else NOBODY for one in (season, before))
    totals = _totals(coop=coop.pk, season=shown, before=other)
    found.totals = [*map(facts.DayGrade._make, totals)]
    first, like = day - dt.timedelta(days=rules.WINDOW), rules.like_day(season, before, day) or day
    for on, *sums, closed in _books(coop=coop.pk, first=first, day=day, like=like):
        found.books[on] = facts.Book(on, *sums, bool(closed))
    days = rules.window(found.totals, season, day)
    begin = dt.datetime.combine(days[0] if days else day, dt.time(), VIETNAM)
    for since, *price in _prices(coop=coop.pk, crop=crop, begin=begin, now=clock.now()):
        found.prices.append(facts.Price(since.astimezone(VIETNAM), *price))
    found.tickets = _tickets(coop=coop.pk, limit=TICKETS)
    return found


def _vietnamese() -> bool:
    return get_language() == "vi"


def _name(vi: bool, prefix: str = "") -> F:
    """The name of a reference row in the language of the screen."""
    return F(f"{prefix}name_vi" if vi else f"{prefix}name_en")


def _seasons(coop: Cooperative) -> list[facts.Season]:
    """Every season with its rounds, the oldest first."""
    found: dict[int, facts.Season] = {}
    for *about, pk, number, first, last in _season_rounds(coop=coop.pk):
        season = found.setdefault(about[0], facts.Season(*about))
        if pk:
            season.rounds.append(facts.Round(pk, number, first, last))
    return [*found.values()]


@prepared()
def _season_rounds(*, coop):
    rows = SeasonRow.objects.of(coop).order_by("starts_on", "pk", "rounds__starts_on")
    fields = ("pk", "commodity", "name", "starts_on", "ends_on", "export_target_g")
    return rows.values_list(*fields, "rounds__pk", "rounds__number", "rounds__starts_on", "rounds__ends_on")


def _take_standing(found: facts.Facts, coop: Cooperative, coming: facts.Round | None) -> None:
    season = found.season.pk if found.season else NOBODY
    round_pk = coming.pk if coming else NOBODY
    [(*counts, limit)] = _standing(coop=coop.pk, season=season, round_pk=round_pk, day=found.day)
    found.standing = facts.Standing(*counts)
    found.limit_bp = SETTINGS[LIMIT].default if limit is None else limit


@prepared()
def _standing(*, coop, season, round_pk, day):
    """What facts.Standing counts, in its order, and the share of its estimate that a household may bring."""
    people = Household.objects.filter(left_on__isnull=True)
    held = HarvestRecord.objects.filter(status=HarvestRecord.Status.HELD)
    unpriced = held.filter(amount_vnd__isnull=True)
    open_vnd = F("amount_vnd") - F("settled_vnd") - F("credited_vnd")
    overdue = Receivable.objects.filter(due_on__lt=day, void_reason="")
    overdue = overdue.filter(amount_vnd__gt=F("settled_vnd") + F("credited_vnd"))
    limit = Setting.objects.filter(cooperative=OuterRef("pk"), key=LIMIT, valid_from__lte=day).order_by("-valid_from")
    return Cooperative.objects.filter(pk=coop).values_list(
        _measure(people),
        _measure(people.filter(bank_account="")),
        _measure(Plot.objects.all()),
        _measure(ExportCode.objects.filter(area__isnull=False)),
        _measure(TraderOrder.objects.all()),
        _measure(held),
        _measure(unpriced),
        _measure(unpriced.filter(season=season), Sum("net_g")),
        Subquery(_of(YieldEstimate.objects.filter(round=round_pk), Sum("expected_g"))),
        _measure(SettlementRun.objects.filter(status=SettlementRun.Status.CLOSED)),
        _measure(SettlementRun.objects.filter(status=SettlementRun.Status.APPROVED)),
        _measure(overdue),
        _measure(overdue, Sum(open_vnd)),
        Subquery(limit.values("value")[:1]),
    )


def _of(rows: QuerySet, measure) -> QuerySet:
    mine = rows.filter(cooperative=OuterRef("pk")).order_by()
    return mine.values("cooperative").annotate(measure=measure).values("measure")


def _measure(rows: QuerySet, measure=None):
    return Coalesce(Subquery(_of(rows, measure or Count("pk"))), 0)


@prepared("vi")
def _grades(*, crop, vi):
    return GradeRow.objects.filter(commodity=crop).order_by("position").values_list("pk", _name(vi), "kind")


@prepared()
def _totals(*, coop, season, before):
    """What came in by day and grade in two seasons."""
    rows = DayTotal.objects.of(coop).filter(season__in=(season, before), lines__gt=0).order_by()
    return rows.values_list("season", "day", "round", "grade", "net_g", "amount_vnd")


@prepared()
def _books(*, coop, first, day, like):
    """The books of the fortnight until a day, and of one earlier day."""
    rows = DayBook.objects.of(coop).filter(Q(day__gte=first, day__lte=day) | Q(day=like)).order_by("day")
    return rows.values_list("day", "tickets", "net_g", "amount_vnd", "closed_at")


@prepared()
def _prices(*, coop, crop, begin, now):
    """The prices of every board in force from a moment until now."""
    boards = PriceBoard.objects.filter(cooperative=coop, commodity=crop, valid_from__lte=begin)
    oldest = Coalesce(Subquery(boards.order_by("-valid_from").values("valid_from")[:1]), Value(begin))
    rows = BoardPrice.objects.of(coop).filter(
        board__commodity=crop, board__valid_from__gte=oldest, board__valid_from__lte=now
    )
    return rows.order_by("board__valid_from").values_list("board__valid_from", "grade", "channel", "price_vnd")


@prepared()
def _tickets(*, coop, limit):
    """The newest standing tickets: day, number, status, moment, household's code and name, grams, dong."""
    rows = HarvestRecord.objects.of(coop).filter(status__in=STANDING).order_by("-day", "-number", "-revision")
    fields = ("day", "number", "status", "weighed_at", "household__code", "household__name", "net_g", "amount_vnd")
    return rows.values_list(*fields)[:limit]


@prepared("vi")
def _open_lines(*, coop, vi):
    """The lines of unfinished orders, the earliest due first."""
    rows = TraderOrder.objects.of(coop).filter(status__in=UNFINISHED).order_by("deliver_to", "pk", "lines__position")
    return rows.values_list(
        "year", "number", "pk", "status", "deliver_to", "trader__name", "market__code", _name(vi, "market__"),
        "lines__grade", Coalesce("lines__ordered_g", 0), Coalesce("lines__delivered_g", 0),
    )  # fmt: skip


@prepared("vi")
def _sold(*, coop, crop, first, last, vi):
    """What was delivered against orders of a crop in a stretch of days, by market."""
    market = "line__order__market__"
    rows = Delivery.objects.of(coop).filter(
        delivered_on__gte=first, delivered_on__lte=last, void_reason="", line__order__commodity=crop
    )
    by_hand = Coalesce(Sum("quantity_g", filter=Q(allocation__isnull=True)), 0)
    return rows.order_by().values_list(f"{market}code", _name(vi, market)).annotate(sum=Sum("quantity_g"), hand=by_hand)


@prepared()
def _codes(*, coop, day):
    """Codes with plots under them on a day: code, newest status by then, validity."""
    members = CodePlot.objects.filter(on_day(day), export_code=OuterRef("pk"))
    rows = ExportCode.objects.of(coop).filter(Exists(members)).annotate(latest=latest_status("pk", day))
    return rows.order_by("code").values_list("code", "latest", "valid_from", "valid_to")


def _over_estimate(coop: Cooperative, season: facts.Season, day: dt.date, limit_bp: int) -> list[str]:
    """Codes of households that brought more than a share of what was expected of them in the rounds begun so far."""
    expected = dict(_expected(coop=coop.pk, season=season.pk, day=day))
    brought = _brought(coop=coop.pk, season=season.pk)
    return [code for key, code, net in brought if net * 10_000 > expected.get(key, net) * limit_bp]


@prepared()
def _expected(*, coop, season, day):
    rows = YieldEstimate.objects.of(coop).filter(round__season=season, round__starts_on__lte=day, expected_g__gt=0)
    return rows.order_by().values_list("plot__household").annotate(sum=Sum("expected_g"))


@prepared()
def _brought(*, coop, season):
    rows = HouseholdTotal.objects.of(coop).filter(season=season).order_by("household__code")
    return rows.values_list("household", "household__code", "net_g")
