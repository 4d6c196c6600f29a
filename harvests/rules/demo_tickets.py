"""How the demonstration's fruit is spread over days, tickets, grades and scale loads, every sum exact."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from harvests.rules.apportion import apportion, table

STEP = 100  # grams: the scale shows 0.1 kg
LOAD_G = 140_000  # net grams that one scale load carries at the most
CRATE_G = 23_500  # usual net grams of a full crate
CRATE_TARE_G = 2_000


@dataclass(slots=True)
class Ticket:
    """One delivery: its day, its plot's place in the group's list, and its net in steps of 100 g by grade."""

    day: dt.date
    group: int
    plot: int
    steps: int
    grades: list[int] = field(default_factory=list)

    def loads(self) -> list[tuple[int, int, int]]:
        """(place of the grade, crates, net grams) of each scale load."""
        found = []
        for place, steps in enumerate(self.grades):
            count = -(-steps * STEP // LOAD_G)
            for part in apportion(steps, [1] * count) if count else ():
                net = part * STEP
                found.append((place, max(1, -(-net // CRATE_G)), net))
        return found


def spread_days(days: int, random: Random) -> list[int]:
    """Weights of a round's days: a slow start, a peak in the middle, a tail."""
    middle = (days - 1) / 2
    return [int(1_000 * (1.25 - abs(place - middle) / days)) + random.randint(-60, 60) for place in range(days)]


def tickets_of_day(day: dt.date, groups: list[int], counts: list[int], plots: list[list[int]], random: Random):
    """Tickets of one day: `groups` steps and `counts` tickets per group, drawn from each group's weighted plots."""
    found = []
    for group, (steps, count) in enumerate(zip(groups, counts, strict=True)):
        if not steps:
            continue
        weights = [int(random.lognormvariate(0, 0.5) * 1_000) + 250 for _ in range(max(1, count))]
        chosen = _draw(plots[group], len(weights), random)
        for plot, part in zip(chosen, apportion(steps, weights), strict=True):
            found.append(Ticket(day, group, plot, part))
    random.shuffle(found)
    return found


def grade_tickets(tickets: list[Ticket], grades: list[int], random: Random) -> None:
    """Fill in the grades of a day's tickets: every ticket keeps its net, every grade its total."""
    rows = table([ticket.steps for ticket in tickets], grades)
    for ticket, cells in zip(tickets, rows, strict=True):
        ticket.grades = cells
    last = len(grades) - 1
    for _ in range(len(tickets) * 3 if len(tickets) > 1 else 0):
        one, other = random.sample(tickets, 2)
        lower = random.randint(1, last)
        upper = random.randrange(lower)
        moved = min(one.grades[lower], other.grades[upper])
        moved = moved if lower == last or random.random() < 0.25 else moved * random.randint(0, 6) // 10
        one.grades[lower] -= moved
        one.grades[upper] += moved
        other.grades[lower] += moved
        other.grades[upper] -= moved


def counts_by_group(tickets: int, steps: list[int]) -> list[int]:
    """Tickets of a day by group: at least one where fruit came in, the rest by weight."""
    present = [1 if part else 0 for part in steps]
    more = apportion(max(0, tickets - sum(present)), steps)
    return [one + extra for one, extra in zip(present, more, strict=True)]


def _draw(weights: list[int], count: int, random: Random) -> list[int]:
    """`count` places by weight, nobody twice on a day while there are others."""
    able = [place for place, weight in enumerate(weights) if weight]
    keys = sorted(able, key=lambda place: -(random.random() ** (1 / weights[place])))
    return [keys[place % len(keys)] for place in range(count)]
