"""Decides the demonstration's deliveries: which plot brought what on which day, with the exact sums of the plan."""

import datetime as dt
from random import Random

from harvests.actions.demo import plan
from harvests.rules.apportion import apportion, table
from harvests.rules.demo_tickets import STEP, Ticket, counts_by_group, grade_tickets, spread_days, tickets_of_day

PER_KG = 1_000 // STEP
LAST_ROUND_KG = (10_000, 14_000, 17_000, 26_000, 18_000, 13_920, plan.TODAY_KG)
PEAK_DAY = dt.date(2025, 9, 5)
GRADE_MIX = (1_836, 2_214, 972, 378)  # the season's grade totals, in hundreds of kilograms


def days_between(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=place) for place in range((last - first).days + 1)]


def main_season(groups: list[list[str]], weights: list[list[int]], random: Random) -> list[Ticket]:
    """Ngọc Hoàng's season of 2025: `groups` are the household codes of V1-V5 and of all others, with their weights."""
    received = [row[5] * PER_KG for row in plan.AREAS["ngoc-hoang"]]
    round_steps = [sum(row[3]) * PER_KG for row in plan.ROUNDS]
    received.append(sum(round_steps) - sum(received))
    by_group = table(round_steps, received)
    totals: dict[dt.date, int] = {}
    for place, (number, first, last, _) in enumerate(plan.ROUNDS):
        totals |= _day_totals(number, days_between(first, last), round_steps[place], random)
    counts = _day_counts(totals)
    tickets = []
    for place, (_, first, last, kilograms) in enumerate(plan.ROUNDS):
        days = days_between(first, last)
        named = _named(place, days, groups)
        grades = [kg * PER_KG for kg in kilograms]
        tickets += _round(days, totals, counts, grades, by_group[place], named, weights, random)
    return tickets


def _day_totals(number: int, days: list[dt.date], steps: int, random: Random) -> dict[dt.date, int]:
    if number == len(plan.ROUNDS):
        return {day: kg * PER_KG for day, kg in zip(days, LAST_ROUND_KG, strict=True)}
    fixed = {day: plan.PAIRED_KG * PER_KG for pair in plan.PAIRED_DAYS for day in pair if day in days}
    free = [day for day in days if day not in fixed]
    shares = apportion(steps - sum(fixed.values()), spread_days(len(free), random))
    return fixed | dict(zip(free, shares, strict=True))


def _named(place: int, days: list[dt.date], groups: list[list[str]]) -> list[Ticket]:
    """The tickets of Liêm and Thiện in a round; in the fourth, Liêm's grades are given too."""
    found = []
    for code, kilograms in plan.NAMED_KG.items():
        group = next(i for i, codes in enumerate(groups) if code in codes)
        plot = groups[group].index(code)
        parts = apportion(kilograms[place] * PER_KG, (4, 3, 3) if code == plan.LIEM else (1, 1))
        for turn, part in enumerate(parts):
            found.append(Ticket(days[1 + turn * 2], group, plot, part))
    if place == len(plan.ROUNDS) - 1:
        mine = [ticket for ticket in found if ticket.plot == groups[0].index(plan.LIEM) and ticket.group == 0]
        cells = table([ticket.steps for ticket in mine], [kg * PER_KG for kg in plan.LIEM_ROUND_4])
        for ticket, grades in zip(mine, cells, strict=True):
            ticket.grades = grades
    return found


def _round(days, totals, counts, grades, groups, named, weights, random) -> list[Ticket]:
    """All tickets of a round: day, group and grade totals hold exactly."""
    loose_days = [totals[day] - sum(t.steps for t in named if t.day == day) for day in days]
    loose_groups = [steps - sum(t.steps for t in named if t.group == place) for place, steps in enumerate(groups)]
    cells = table(loose_days, loose_groups)
    by_grade = _day_grades(days, totals, grades)
    tickets = []
    for place, day in enumerate(days):
        given = [ticket for ticket in named if ticket.day == day]
        fresh = tickets_of_day(
            day, cells[place], counts_by_group(counts[day] - len(given), cells[place]), weights, random
        )
        graded = [ticket for ticket in given if ticket.grades]
        rest = [total - sum(t.grades[k] for t in graded) for k, total in enumerate(by_grade[day])]
        open_ones = fresh + [ticket for ticket in given if not ticket.grades]
        grade_tickets(open_ones, rest, random)
        tickets += graded + open_ones
    return tickets


def _day_grades(days, totals, grades) -> dict[dt.date, list[int]]:
    """Grade totals of each day; paired days are alike, so that their price moves cancel out."""
    paired = {day for pair in plan.PAIRED_DAYS for day in pair}
    fixed = {day: apportion(totals[day], GRADE_MIX) for day in days if day in paired}
    rest = [total - sum(cells[k] for cells in fixed.values()) for k, total in enumerate(grades)]
    free = [day for day in days if day not in fixed]
    return fixed | dict(zip(free, table([totals[day] for day in free], rest), strict=True))


def _day_counts(totals: dict[dt.date, int]) -> dict[dt.date, int]:
    """Tickets per day: by kilograms over the season, but for the peak day and today."""
    fixed = {PEAK_DAY: plan.PEAK_TICKETS, plan.TODAY: plan.TODAY_TICKETS}
    free = [day for day in totals if day not in fixed]
    shares = apportion(plan.DELIVERIES - sum(fixed.values()), [totals[day] for day in free])
    return fixed | dict(zip(free, shares, strict=True))


def plain_season(rounds, kilograms: list[int], tickets: int, weights: list[int], random: Random) -> list[Ticket]:
    """A season in one group: `rounds` are (number, first, last), `kilograms` the totals by grade."""
    days = [day for _, first, last in rounds for day in days_between(first, last)]
    grades = [kg * PER_KG for kg in kilograms]
    totals = apportion(sum(grades), [weight for r in rounds for weight in spread_days((r[2] - r[1]).days + 1, random)])
    counts = apportion(tickets, totals)
    found = []
    for day, steps, cells, count in zip(days, totals, table(totals, grades), counts, strict=True):
        fresh = tickets_of_day(day, [steps], [count], [weights], random)
        grade_tickets(fresh, cells, random)
        found += fresh
    return found


def preset(rounds, plot: int, kilograms: tuple[int, ...], turns: int) -> list[Ticket]:
    """One grower's season with given totals by grade, in `turns` deliveries a round."""
    days = [first + dt.timedelta(days=1 + 2 * turn) for _, first, _ in rounds for turn in range(turns)]
    steps = sum(kilograms) * PER_KG
    cells = table(apportion(steps, [1] * len(days)), [kg * PER_KG for kg in kilograms])
    return [Ticket(day, 0, plot, sum(grades), grades) for day, grades in zip(days, cells, strict=True)]
