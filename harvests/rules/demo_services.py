"""How the demonstration's official members come to use services worth exactly so much: whose ticket it was, and which
grade lay on which of a day's tickets; what came in on a day, and what of each grade, stays the same."""

from collections.abc import Iterable, Sequence

from harvests.rules.demo_tickets import STEP, Ticket

PAIRS = ((0, 1), (2, 3))  # places of the grades that are exchanged: grades 1 and 2, grade 3 and off-grade


def value_of(ticket: Ticket, prices: Sequence[int]) -> int:
    """The value of a ticket in dong, at prices per kilogram in the order of its grades."""
    return sum(steps * price for steps, price in zip(ticket.grades, prices, strict=True)) * STEP // 1_000


def bring_to(tickets: Sequence[Ticket], members: Iterable[int], prices: Sequence[int], target_vnd: int) -> None:
    """Make the members' tickets worth `target_vnd` together: others' tickets become theirs while there is room, and
    what then is missing comes of exchanging grades with others on the same day.

    Raises ValueError when the members have more already, or prices and tickets do not lead there.
    """
    theirs = sorted(members)
    gap = target_vnd - sum(value_of(ticket, prices) for ticket in tickets if ticket.plot in theirs)
    if gap < 0:
        raise ValueError("the members have more already")
    gap = _hand_over(tickets, theirs, prices, gap)
    for (upper, lower), steps in zip(PAIRS, _exchanges(gap, prices), strict=True):
        _exchange(tickets, theirs, upper, lower, steps)


def _hand_over(tickets: Sequence[Ticket], theirs: list[int], prices: Sequence[int], gap: int) -> int:
    """Tickets of others become the members', each in turn and at most one a day; what is still missing."""
    seen = {(ticket.day, ticket.plot) for ticket in tickets}
    turn = 0
    for ticket in tickets:
        worth = value_of(ticket, prices)
        if ticket.plot in theirs or worth > gap:
            continue
        free = [place for place in theirs[turn:] + theirs[:turn] if (ticket.day, place) not in seen]
        if free:
            ticket.plot, gap = free[0], gap - worth
            seen.add((ticket.day, free[0]))
            turn = (theirs.index(free[0]) + 1) % len(theirs)
    return gap


def _exchanges(gap: int, prices: Sequence[int]) -> tuple[int, int]:
    """How many steps of each pair of grades make up the gap; below nothing the other way round."""
    first, second = ((prices[upper] - prices[lower]) * STEP // 1_000 for upper, lower in PAIRS)
    for of_second in range(first):
        if (gap - of_second * second) % first == 0:
            return (gap - of_second * second) // first, of_second
    raise ValueError("these prices cannot make up the difference")


def _exchange(tickets: Sequence[Ticket], theirs: list[int], upper: int, lower: int, steps: int) -> None:
    if steps < 0:
        upper, lower, steps = lower, upper, -steps
    for mine in (ticket for ticket in tickets if ticket.plot in theirs):
        for other in (ticket for ticket in tickets if ticket.day == mine.day and ticket.plot not in theirs):
            moved = min(steps, mine.grades[lower], other.grades[upper])
            mine.grades[lower] -= moved
            mine.grades[upper] += moved
            other.grades[upper] -= moved
            other.grades[lower] += moved
            steps -= moved
            if not steps:
                return
    raise ValueError("the tickets hold too little of these grades")
