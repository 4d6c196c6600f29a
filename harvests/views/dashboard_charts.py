"""The charts of the director's page: drawn from its facts, each with a title that says what it shows."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from coopsite.formats import showing
from harvests.rules.charts import Chart, column_chart, lying_chart, step_chart
from harvests.rules.dashboard import (
    best_grade,
    by_day,
    change_bp,
    grades_that_came,
    growing_sum,
    markets,
    mixes,
    price_by_day,
    sum_at,
    window,
)
from harvests.rules.dashboard_facts import Facts
from harvests.views.dashboard_cards import weight

LABEL_DAYS = 20  # the axis of a season is labelled so often
TABLE_DAYS = 7


def charts(facts: Facts) -> list[Chart]:
    """Every chart that there is something to draw for."""
    drawn = (intake(facts), season(facts), mix(facts), by_market(facts))
    return [chart for chart in drawn if chart]


def intake(facts: Facts) -> Chart | None:
    """A fortnight's intake by grade, and what the best grade fetched."""
    days = window(facts.totals, facts.season, facts.day)
    if not days:
        return None
    stacks = by_day(facts.totals, facts.season, facts.grades, days)
    best = best_grade(facts.grades)
    prices = price_by_day(facts.prices, best, days)
    name = _("Price of %(grade)s, đ/kg") % {"grade": best.name} if best else ""
    labels = [f"{day:%d/%m}" for day in days]
    chart = column_chart(
        labels,
        [(grade.name, values) for grade, values in stacks],
        show=_kg,
        axis=_tonnes,
        line=(name, prices) if any(prices) else None,
        show_line=showing.dong_plain,
        steps=True,
    )
    sums = [sum(values[place] for _grade, values in stacks) for place in range(len(days))]
    fullest = max(range(len(days)), key=lambda place: sums[place])
    chart.key = "intake"
    chart.title = _("%(sum)s came in during the fortnight to %(last)s, most of it on %(day)s: %(most)s") % {
        "sum": weight(sum(sums)), "last": labels[-1], "day": labels[fullest], "most": weight(sums[fullest]),
    }  # fmt: skip
    chart.description = _("Columns of each day's intake in tonnes, by grade; the line is the price on the right.")
    chart.header = [_("Day"), *(f"{grade.name}, kg" for grade, _values in stacks), _("Sum, kg"), name]
    chart.rows = [
        [label, *(showing.kg(values[place], 0) for _grade, values in stacks), showing.kg(sums[place], 0),
         showing.dong_plain(prices[place])]
        for place, label in enumerate(labels)
    ]  # fmt: skip
    return chart


def season(facts: Facts) -> Chart | None:
    """What came in since the first day of the season, beside the season before."""
    now, before = facts.season, facts.before
    mine = growing_sum(facts.totals, now, facts.day)
    if not mine:
        return None
    theirs = growing_sum(facts.totals, before, facts.day)
    place = min((facts.day - now.starts_on).days, (now.ends_on - now.starts_on).days)
    end = max((s.ends_on - s.starts_on).days for s in (now, before) if s)
    series, until = [(now.name, mine)], [place]
    if theirs:
        series.append((before.name, theirs))
        until.append((before.ends_on - before.starts_on).days)
    rounds = [
        (_days(now, r.starts_on), _days(now, r.ends_on) + 1, _round(r.number), str(r.number)) for r in now.rounds
    ]
    chart = step_chart(
        series, begin=0, end=end, x_labels=_axis(now, end), show=_tonnes, low=0, until=until, bands=rounds
    )
    chart.key = "season"
    chart.title = _beside(mine[-1][1], sum_at(theirs, place), bool(theirs), now, before)
    chart.description = _("Lines of the intake since the first day of each season, in tonnes; rounds are shaded.")
    chart.header = [_("Day of the season"), *(f"{name}, kg" for name, _points in series)]
    lines = [(points, last) for (_name, points), last in zip(series, until, strict=True)]
    chart.rows = [
        [f"{at + 1} ({now.starts_on + dt.timedelta(days=at):%d/%m})",
         *(showing.kg(sum_at(points, at), 0) if at <= last else "" for points, last in lines)]
        for at in sorted({*range(TABLE_DAYS - 1, end + 1, TABLE_DAYS), place})
    ]  # fmt: skip
    return chart


def _beside(now_g: int, then_g: int, has_before: bool, now, before) -> str:
    change = change_bp(now_g, then_g) if has_before else None
    words = {"sum": weight(now_g), "season": now.name}
    if change is None:
        return _("%(season)s has brought %(sum)s so far") % words
    words |= {"share": showing.percent_bp(abs(change) // 10 * 10), "before": before.name}
    if change >= 0:
        return _("%(season)s has brought %(sum)s, %(share)s more than %(before)s by the same day") % words
    return _("%(season)s has brought %(sum)s, %(share)s less than %(before)s by the same day") % words


def mix(facts: Facts) -> Chart | None:
    """The grades of each round as shares."""
    grades = grades_that_came(facts.totals, facts.season, facts.grades)
    rounds = mixes(facts.totals, facts.season, grades)
    if not rounds:
        return None
    labels = [_round(one.number) for one in rounds]
    chart = column_chart(
        labels,
        [(grade.name, [one.shares_bp[place] for one in rounds]) for place, grade in enumerate(grades)],
        show=_percent,
        axis=lambda share: _percent(share).replace(",0", "").replace(".0", ""),
        high=10_000,
    )
    chart.key, chart.title = "mix", _of_best(grades, rounds)
    chart.description = _("Columns of the grades' shares in each round.")
    chart.header = [_("Round"), *(grade.name for grade in grades), _("Sum, kg")]
    chart.rows = [
        [label, *map(_percent, one.shares_bp), showing.kg(one.net_g, 0)]
        for label, one in zip(labels, rounds, strict=True)
    ]
    return chart


def _of_best(grades: Sequence, rounds: Sequence) -> str:
    best = best_grade(grades) or grades[0]
    place = grades.index(best)
    now = rounds[-1].shares_bp[place]
    words = {"grade": best.name, "share": _percent(now), "round": rounds[-1].number}
    if len(rounds) == 1:
        return _("%(grade)s makes %(share)s of round %(round)s") % words
    then = rounds[-2].shares_bp[place]
    words["then"] = _percent(then)
    if _percent(then) == _percent(now):
        return _("%(grade)s stayed at %(share)s in round %(round)s") % words
    if now > then:
        return _("%(grade)s rose to %(share)s in round %(round)s, from %(then)s") % words
    return _("%(grade)s fell to %(share)s in round %(round)s, from %(then)s") % words


def by_market(facts: Facts) -> Chart | None:
    """What each market got this season and what open orders still promise it."""
    found = markets(facts)
    if not found:
        return None
    series = [
        (_("delivered"), [market.delivered_g for market in found]),
        (_("still to deliver"), [market.remaining_g for market in found]),
    ]
    chart = lying_chart([market.name for market in found], series, show=_kg, axis=_tonnes)
    left = sum(market.remaining_g for market in found)
    most = max(found, key=lambda market: market.remaining_g)
    words = {"sum": weight(left), "market": most.name, "most": weight(most.remaining_g)}
    chart.key = "markets"
    chart.title = _("Nothing ordered is left to deliver")
    if left:
        chart.title = _("%(sum)s are still to deliver, most to %(market)s: %(most)s") % words
    chart.description = _("Bars of tonnes by market: delivered this season, and still to deliver on open orders.")
    chart.header = [_("Market"), _("Delivered, kg"), _("Still to deliver, kg")]
    chart.rows = [[m.name, showing.kg(m.delivered_g, 0), showing.kg(m.remaining_g, 0)] for m in found]
    return chart


def _axis(now, end: int) -> list[tuple[int, str]]:
    return [(at, f"{now.starts_on + dt.timedelta(days=at):%d/%m}") for at in range(0, end + 1, LABEL_DAYS)]


def _days(now, day: dt.date) -> int:
    return (day - now.starts_on).days


def _round(number: int) -> str:
    return _("Round %(number)s") % {"number": number}


def _kg(grams: int) -> str:
    return showing.kg_unit(grams, 0)


def _tonnes(grams: int) -> str:
    """Tonnes for an axis: whole where they are."""
    return showing.tonnes(grams).replace(",0 ", " ").replace(".0 ", " ")


def _percent(basis_points: int) -> str:
    """To a tenth of a percent."""
    return showing.percent_bp((basis_points + 5) // 10 * 10)
