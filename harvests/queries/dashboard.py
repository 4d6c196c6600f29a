"""Facts for the director's page in a constant number of statements, from counters and indexes, never from all loads."""

import datetime as dt

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from coopsite import clock
from coopsite.formats.showing import VIETNAM
from growers.models import CodePlot, Cooperative, ExportCode, Household, Plot, Setting
from growers.models import Grade as GradeRow
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
    PriceBoard,
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
ORDERED = ("pk", "status", "deliver_to", "trader__name", "market__code")


def director_facts(coop: Cooperative, day: dt.date, chosen: int | None = None) -> facts.Facts:
    """Everything on the page as of a day, for the season with key `chosen` or the running one. Eleven statements."""
    found = _beginning(coop, day, chosen)
    season = found.season
    found.orders = open_lines(coop)
    found.codes = inactive_codes(coop, day)
    if season:
        found.sold = sold_in(coop, season)
        found.over = over_estimate(coop, season, day, found.limit_bp)
    return found


def operations_facts(coop: Cooperative, day: dt.date) -> facts.Facts:
    """What the big numbers of the day are made of. Seven statements."""
    return _beginning(coop, day, None)


def _beginning(coop: Cooperative, day: dt.date, chosen: int | None) -> facts.Facts:
    found = facts.Facts(day, seasons_with_rounds(coop))
    season = found.season = rules.season_shown(found.seasons, coop.commodity_id, day, chosen)
    before = found.before = rules.season_before(found.seasons, season)
    found.standing, found.limit_bp = standing(coop, season, day)
    found.grades = grades(season.commodity if season else coop.commodity_id)
    found.totals = day_totals(coop, [s.pk for s in (season, before) if s])
    found.books = books(coop, day, rules.like_day(season, before, day))
    days = rules.window(found.totals, season, day)
    found.prices = prices_since(coop, season.commodity if season else coop.commodity_id, days[0] if days else day)
    found.tickets = newest_tickets(coop)
    return found


def seasons_with_rounds(coop: Cooperative) -> list[facts.Season]:
    """Every season with its rounds, the oldest first."""
    found: dict[int, facts.Season] = {}
    rows = SeasonRow.objects.of(coop).order_by("starts_on", "pk", "rounds__starts_on")
    fields = ("pk", "commodity", "name", "starts_on", "ends_on", "export_target_g")
    of_round = ("rounds__pk", "rounds__number", "rounds__starts_on", "rounds__ends_on")
    for *about, pk, number, first, last in rows.values_list(*fields, *of_round):
        season = found.setdefault(about[0], facts.Season(*about))
        if pk:
            season.rounds.append(facts.Round(pk, number, first, last))
    return [*found.values()]


def standing(coop: Cooperative, season: facts.Season | None, day: dt.date) -> tuple[facts.Standing, int]:
    """The counts of a co-operative, and the share of its estimate that a household may bring. One statement."""
    people = Household.objects.filter(left_on__isnull=True)
    held = HarvestRecord.objects.filter(status=HarvestRecord.Status.HELD)
    unpriced = held.filter(amount_vnd__isnull=True)
    coming = rules.coming_round(season, day)
    estimates = YieldEstimate.objects.filter(round=coming.pk if coming else None)
    limit = Setting.objects.filter(cooperative=OuterRef("pk"), key=LIMIT, valid_from__lte=day).order_by("-valid_from")
    row = (
        Cooperative.objects.filter(pk=coop.pk)
        .annotate(
            households=_measure(people),
            without_bank=_measure(people.filter(bank_account="")),
            plots=_measure(Plot.objects.all()),
            codes=_measure(ExportCode.objects.all()),
            orders=_measure(TraderOrder.objects.all()),
            held=_measure(held),
            unpriced=_measure(unpriced),
            unpriced_g=_measure(unpriced.filter(season=season.pk if season else None), Sum("net_g")),
            expected_g=Subquery(_of(estimates, Sum("expected_g"))),
            limit_bp=Subquery(limit.values("value")[:1]),
        )
        .values(*facts.Standing.__slots__, "limit_bp")
        .get()
    )
    limit_bp = row.pop("limit_bp")
    return facts.Standing(**row), SETTINGS[LIMIT].default if limit_bp is None else limit_bp


def _of(rows: QuerySet, measure) -> QuerySet:
    mine = rows.filter(cooperative=OuterRef("pk")).order_by()
    return mine.values("cooperative").annotate(measure=measure).values("measure")


def _measure(rows: QuerySet, measure=None):
    return Coalesce(Subquery(_of(rows, measure or Count("pk"))), 0)


def grades(crop: int) -> list[facts.Grade]:
    """The grades of a crop in their order."""
    rows = GradeRow.objects.filter(commodity=crop).order_by("position")
    return [facts.Grade(*row) for row in rows.values_list("pk", _name(), "kind")]


def day_totals(coop: Cooperative, seasons: list[int]) -> list[facts.DayGrade]:
    """What came in by day and grade in some seasons."""
    rows = DayTotal.objects.of(coop).filter(season__in=seasons, lines__gt=0).order_by()
    return [*map(facts.DayGrade._make, rows.values_list("season", "day", "round", "grade", "net_g", "amount_vnd"))]


def books(coop: Cooperative, day: dt.date, like: dt.date | None) -> dict[dt.date, facts.Book]:
    """The books of the fortnight until a day, and of one earlier day, by day."""
    wanted = Q(day__range=(day - dt.timedelta(days=rules.WINDOW), day))
    rows = DayBook.objects.of(coop).filter(wanted | Q(day=like) if like else wanted).order_by("day")
    found = rows.values_list("day", "tickets", "net_g", "amount_vnd", "closed_at")
    return {on: facts.Book(on, tickets, net, amount, bool(closed)) for on, tickets, net, amount, closed in found}


def prices_since(coop: Cooperative, crop: int, first: dt.date) -> list[facts.Price]:
    """The prices of every board in force from the beginning of a day until now."""
    begin = dt.datetime.combine(first, dt.time(), VIETNAM)
    boards = PriceBoard.objects.filter(cooperative=coop.pk, commodity=crop, valid_from__lte=begin)
    oldest = Coalesce(Subquery(boards.order_by("-valid_from").values("valid_from")[:1]), Value(begin))
    rows = (
        BoardPrice.objects.of(coop)
        .filter(board__commodity=crop, board__valid_from__gte=oldest, board__valid_from__lte=clock.now())
        .order_by("board__valid_from")
    )
    found = rows.values_list("board__valid_from", "grade", "channel", "price_vnd")
    return [facts.Price(since.astimezone(VIETNAM), *rest) for since, *rest in found]


def open_lines(coop: Cooperative) -> list[facts.OrderLine]:
    """The lines of unfinished orders, the earliest due first."""
    rows = TraderOrder.objects.of(coop).filter(status__in=UNFINISHED).order_by("deliver_to", "pk", "lines__position")
    of_line = ("lines__grade", Coalesce("lines__ordered_g", 0), Coalesce("lines__delivered_g", 0))
    found = rows.values_list("year", "number", *ORDERED, _name("market__"), *of_line)
    return [facts.OrderLine(pk, order_code(year, number), *rest) for year, number, pk, *rest in found]


def sold_in(coop: Cooperative, season: facts.Season) -> list[facts.Sold]:
    """What was delivered against orders of a season's crop on its days, by market."""
    rows = Delivery.objects.of(coop).filter(
        delivered_on__range=(season.starts_on, season.ends_on), void_reason="", line__order__commodity=season.commodity
    )
    market = "line__order__market__"
    found = rows.order_by().values_list(f"{market}code", _name(market)).annotate(sum=Sum("quantity_g"))
    return [*map(facts.Sold._make, found)]


def newest_tickets(coop: Cooperative) -> list[tuple]:
    """The newest standing tickets: day, number, status, moment, household's code and name, grams, dong."""
    rows = HarvestRecord.objects.of(coop).filter(status__in=STANDING).order_by("-day", "-number", "-revision")
    fields = ("day", "number", "status", "weighed_at", "household__code", "household__name", "net_g", "amount_vnd")
    return [*rows.values_list(*fields)[:TICKETS]]


def inactive_codes(coop: Cooperative, day: dt.date) -> list[facts.Code]:
    """Codes with plots under them on a day that are not active on it."""
    members = CodePlot.objects.filter(on_day(day), export_code=OuterRef("pk"))
    rows = ExportCode.objects.of(coop).filter(Exists(members)).annotate(latest=latest_status("pk", day))
    found = [
        facts.Code(code, standing_of(latest, first, last, day))
        for code, latest, first, last in rows.order_by("code").values_list("code", "latest", "valid_from", "valid_to")
    ]
    return [code for code in found if code.status != "active"]


def over_estimate(coop: Cooperative, season: facts.Season, day: dt.date, limit_bp: int) -> list[str]:
    """Codes of households that brought more than a share of what was expected of them in the rounds begun so far."""
    estimates = YieldEstimate.objects.filter(
        cooperative=coop.pk, plot__household=OuterRef("pk"), round__season=season.pk, round__starts_on__lte=day
    )
    expected = estimates.order_by().values("plot__household").annotate(sum=Sum("expected_g")).values("sum")
    records = HarvestRecord.objects.filter(
        cooperative=coop.pk, household=OuterRef("pk"), season=season.pk, status__in=STANDING
    )
    came = records.order_by().values("household").annotate(sum=Sum("net_g")).values("sum")
    rows = Household.objects.of(coop).annotate(came=Subquery(came) * 10_000, limit=Subquery(expected) * limit_bp)
    beyond = rows.filter(limit__gt=0, came__gt=F("limit"))
    return [*beyond.order_by("code").values_list("code", flat=True)]


def _name(prefix: str = "") -> F:
    """The name of a reference row in the language of the screen."""
    return F(f"{prefix}name_vi" if get_language() == "vi" else f"{prefix}name_en")
