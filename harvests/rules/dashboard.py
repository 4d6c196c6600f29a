"""What the director's page says: key figures, the series behind its charts, and the steps of a new season."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from harvests.rules.apportion import apportion
from harvests.rules.dashboard_facts import Book, DayGrade, Facts, Grade, OrderLine, Price, Round, Season
from harvests.rules.orders import is_late, outstanding_g

HOME_MARKET = "VN"
BUYING_CHANNEL = "export"  # the one whose prices are announced to growers
WINDOW = 14
EVE = dt.timedelta(days=45)  # so long before its first day a season is prepared


class Order(NamedTuple):
    """An unfinished order with what is still to come of it."""

    code: str
    status: str
    deliver_to: dt.date
    trader: str
    remaining_g: int


class Market(NamedTuple):
    """What a market got this season and what open orders still promise it."""

    code: str
    name: str
    delivered_g: int
    remaining_g: int


class Mix(NamedTuple):
    """A round's grades as shares in basis points that add up to 10,000, in the order of the grades asked for."""

    number: int
    net_g: int
    shares_bp: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The key figures; `same_day` is the like-numbered day of the round before, None when there is none."""

    today: Book
    same_day: Book | None
    round: Round | None
    coming: Round | None
    net_g: int
    amount_vnd: int
    mean_vnd: int | None
    exported_g: int
    by_hand_g: int  # of what was exported: without a shipment
    orders: int
    remaining_g: int
    late: int


def season_shown(seasons: Sequence[Season], crop: int, day: dt.date, chosen: int | None = None) -> Season | None:
    """The chosen season; else the running one, main crop first; the one about to begin; the last one; any."""
    for season in seasons:
        if season.pk == chosen:
            return season
    return max(seasons, key=lambda season: _rank(season, crop, day), default=None)


def _rank(season: Season, crop: int, day: dt.date) -> tuple:
    far = -abs((season.starts_on - day).days)
    if season.starts_on <= day:
        return (3 if day <= season.ends_on else 1, season.commodity == crop, far)
    return (2 if season.starts_on <= day + EVE else 0, season.commodity == crop, far)


def season_before(seasons: Sequence[Season], season: Season | None) -> Season | None:
    """The season of the same crop that came before."""
    earlier = [s for s in seasons if season and s.commodity == season.commodity and s.starts_on < season.starts_on]
    return max(earlier, key=lambda s: s.starts_on, default=None)


def round_on(season: Season | None, day: dt.date) -> Round | None:
    """The round of a season that a day lies in."""
    rounds = season.rounds if season else ()
    return next((r for r in rounds if r.starts_on <= day <= r.ends_on), None)


def coming_round(season: Season | None, day: dt.date) -> Round | None:
    """The next round of a season that has not begun."""
    rounds = season.rounds if season else ()
    return next((r for r in rounds if r.starts_on > day), None)


def like_day(season: Season | None, before: Season | None, day: dt.date) -> dt.date | None:
    """The day of the round before with the same place in it; None outside rounds and where that round was shorter."""
    current = round_on(season, day)
    if current is None:
        return None
    earlier = [r for s in (before, season) if s for r in s.rounds if r.starts_on < current.starts_on]
    if not earlier:
        return None
    last = max(earlier, key=lambda r: r.starts_on)
    found = last.starts_on + (day - current.starts_on)
    return found if found <= last.ends_on else None


def change_bp(now: int, then: int) -> int | None:
    """The change from `then` to `now` in basis points, rounded half up; None when there was nothing."""
    if not then:
        return None
    return (abs(now - then) * 20_000 + then) // (2 * then) * (1 if now >= then else -1)


def figures(facts: Facts) -> Figures:
    """The key figures of the page."""
    own = [row for row in facts.totals if facts.season and row.season == facts.season.pk]
    net, amount = sum(row.net_g for row in own), sum(row.amount_vnd for row in own)
    priced = net - facts.standing.unpriced_g
    orders = open_orders(facts.orders)
    then = like_day(facts.season, facts.before, facts.day)
    return Figures(
        today=facts.books.get(facts.day, Book(facts.day)),
        same_day=facts.books.get(then) if then else None,
        round=round_on(facts.season, facts.day),
        coming=coming_round(facts.season, facts.day),
        net_g=net,
        amount_vnd=amount,
        mean_vnd=(amount * 1_000 + priced // 2) // priced if priced > 0 else None,
        exported_g=sum(row.net_g for row in facts.sold if row.market != HOME_MARKET),
        by_hand_g=sum(row.by_hand_g for row in facts.sold if row.market != HOME_MARKET),
        orders=len(orders),
        remaining_g=sum(order.remaining_g for order in orders),
        late=sum(is_late(order.status, order.deliver_to, facts.day) for order in orders),
    )


def open_orders(lines: Iterable[OrderLine]) -> list[Order]:
    """Unfinished orders of their lines, in the order of the lines."""
    by_order: dict[int, list[OrderLine]] = defaultdict(list)
    for line in lines:
        by_order[line.order].append(line)
    return [
        Order(
            of[0].code, of[0].status, of[0].deliver_to, of[0].trader,
            sum(outstanding_g(line.status, line.ordered_g, line.delivered_g) for line in of),
        )
        for of in by_order.values()
    ]  # fmt: skip


# --- series of the charts ---------------------------------------------------------------------------------------------


def window(totals: Iterable[DayGrade], season: Season | None, day: dt.date) -> list[dt.date]:
    """The last fourteen days; when nothing came in during them, the fourteen that end with the last fruit."""
    days = {row.day for row in totals if season and row.season == season.pk and row.net_g and row.day <= day}
    if not days:
        return []
    newest = max(days)
    end = day if day - newest < dt.timedelta(days=WINDOW) else newest
    return [end - dt.timedelta(days=back) for back in range(WINDOW - 1, -1, -1)]


def by_day(totals: Iterable[DayGrade], season: Season, grades: Sequence[Grade], days: Sequence[dt.date]):
    """(grade, grams of each day) for the grades of which anything came in."""
    grams: dict[tuple[int, dt.date], int] = defaultdict(int)
    for row in totals:
        if row.season == season.pk:
            grams[row.grade, row.day] += row.net_g
    found = [(grade, [grams.get((grade.pk, day), 0) for day in days]) for grade in grades]
    return [(grade, values) for grade, values in found if any(values)]


def price_by_day(prices: Sequence[Price], grade: Grade | None, days: Sequence[dt.date]) -> list[int | None]:
    """What a kilogram of a grade fetched at the end of each day through the buying channel."""
    mine = sorted((p.since.date(), p.since, p.price_vnd) for p in prices if grade and _is_of(p, grade))
    return [next((price for since, _, price in reversed(mine) if since <= day), None) for day in days]


def _is_of(price: Price, grade: Grade) -> bool:
    return price.grade == grade.pk and price.channel == BUYING_CHANNEL


def best_grade(grades: Sequence[Grade]) -> Grade | None:
    """The first graded grade."""
    return next((grade for grade in grades if grade.kind == "graded"), None)


def growing_sum(totals: Iterable[DayGrade], season: Season | None, day: dt.date) -> list[tuple[int, int]]:
    """(day of the season from 0, grams until then) for every day until `day` on which something came in."""
    grams: dict[dt.date, int] = defaultdict(int)
    for row in totals:
        if season and row.season == season.pk and row.day <= day:
            grams[row.day] += row.net_g
    found, sum_g = [], 0
    for on in sorted(grams):
        sum_g += grams[on]
        found.append(((on - season.starts_on).days, sum_g))
    return found


def sum_at(series: Sequence[tuple[int, int]], place: int) -> int:
    """What a growing sum had reached on a day of the season."""
    return max((value for at, value in series if at <= place), default=0)


def mixes(totals: Iterable[DayGrade], season: Season | None, grades: Sequence[Grade]) -> list[Mix]:
    """The grade mix of every round that brought something; `grades` must hold every grade that came in."""
    grams: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in totals:
        if season and row.season == season.pk and row.round is not None:
            grams[row.round][row.grade] += row.net_g
    found = []
    for of_round in season.rounds if season else ():
        weights = [grams[of_round.pk][grade.pk] for grade in grades] if of_round.pk in grams else []
        if sum(weights):
            found.append(Mix(of_round.number, sum(weights), tuple(apportion(10_000, weights))))
    return found


def grades_that_came(totals: Iterable[DayGrade], season: Season | None, grades: Sequence[Grade]) -> list[Grade]:
    """The grades of which a season brought anything."""
    came = {row.grade for row in totals if season and row.season == season.pk and row.net_g}
    return [grade for grade in grades if grade.pk in came]


def markets(facts: Facts) -> list[Market]:
    """Delivered this season and still promised, by market, the largest first."""
    names: dict[str, str] = {}
    delivered: dict[str, int] = defaultdict(int)
    remaining: dict[str, int] = defaultdict(int)
    for row in facts.sold:
        names[row.market] = row.market_name
        delivered[row.market] += row.net_g
    for line in facts.orders:
        names[line.market] = line.market_name
        remaining[line.market] += outstanding_g(line.status, line.ordered_g, line.delivered_g)
    found = [Market(code, names[code], delivered[code], remaining[code]) for code in names]
    return sorted(found, key=lambda m: (-(m.delivered_g + m.remaining_g), m.code))


# --- a new season -----------------------------------------------------------------------------------------------------


def steps(facts: Facts) -> list[tuple[str, bool]]:
    """What a season needs before its first ticket, in this order, and whether it is there."""
    standing, season = facts.standing, facts.season
    return [
        ("households", standing.households > 0),
        ("land", standing.plots > 0 and standing.codes > 0),
        ("season", bool(season and season.rounds)),
        ("prices", bool(facts.prices)),
        ("orders", standing.orders > 0),
        ("ticket", any(season and row.season == season.pk for row in facts.totals)),
    ]


def prices_now(prices: Sequence[Price]) -> list[Price]:
    """The prices of the newest board."""
    newest = max((price.since for price in prices), default=None)
    return [price for price in prices if price.since == newest]
