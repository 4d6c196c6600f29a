"""What somebody should look at today: orders, codes, tickets, prices, books and estimates, the severe first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from growers.rules.verdicts import Reason
from harvests.rules.commitments import split_by_mix
from harvests.rules.dashboard import (
    BUYING_CHANNEL,
    WINDOW,
    coming_round,
    mixes,
    open_orders,
    prices_now,
    round_on,
)
from harvests.rules.dashboard_facts import Facts, Standing
from harvests.rules.orders import OPEN, outstanding_g

CODES = (
    "look_orders_late", "look_order_due", "look_round_short", "look_codes", "look_over_estimate", "look_held",
    "look_unpriced", "look_no_board", "look_prices_missing", "look_day_open", "look_days_open", "look_no_bank",
    "look_no_estimate", "look_runs_closed", "look_runs_approved", "look_overdue",
)  # fmt: skip
SEVERE = ("look_orders_late", "look_round_short", "look_no_board", "look_prices_missing")
PRICED = ("graded", "offgrade")
SOON = dt.timedelta(days=7)  # a trader calls a week ahead
MOST_NAMED = 4


def attention(facts: Facts, *, personal: bool) -> list[Reason]:
    """What somebody should look at, the severe first; `personal`: the reader may see bank matters."""
    found = [*_of_money(facts.standing), *_of_orders(facts), *_of_scale(facts), *_of_land(facts)]
    if personal and facts.standing.without_bank:
        found.append(Reason("look_no_bank", {"count": facts.standing.without_bank}))
    return sorted(found, key=lambda reason: reason.code not in SEVERE)


def _of_money(standing: Standing) -> Iterable[Reason]:
    if standing.runs_closed:
        yield Reason("look_runs_closed", {"count": standing.runs_closed})
    if standing.runs_approved:
        yield Reason("look_runs_approved", {"count": standing.runs_approved})
    if standing.overdue:
        yield Reason("look_overdue", {"count": standing.overdue, "open_vnd": standing.overdue_vnd})


def _of_orders(facts: Facts) -> Iterable[Reason]:
    promised = [order for order in open_orders(facts.orders) if order.status in OPEN and order.remaining_g]
    late = [order for order in promised if order.deliver_to < facts.day]
    if late:
        yield Reason("look_orders_late", {"count": len(late), "missing_g": sum(order.remaining_g for order in late)})
    due = [order for order in promised if facts.day <= order.deliver_to <= facts.day + SOON]
    for order in sorted(due, key=lambda order: order.deliver_to)[:MOST_NAMED]:
        yield Reason(
            "look_order_due",
            {
                "order": order.code, "trader": order.trader, "due_on": order.deliver_to,
                "missing_g": order.remaining_g,
            },
        )  # fmt: skip
    yield from _short(facts)


def _short(facts: Facts) -> Iterable[Reason]:
    """The coming round against what is promised until the one after it, by grade, in the mix of the last round."""
    coming = coming_round(facts.season, facts.day)
    if coming is None:
        return
    if facts.standing.expected_g is None:
        yield Reason("look_no_estimate", {"round": coming.number, "begins_on": coming.starts_on})
        return
    sorted_kinds = [grade for grade in facts.grades if grade.kind in PRICED]
    last = mixes(facts.totals, facts.season, facts.grades)[-1:]
    shares = {g.pk: bp for m in last for g, bp in zip(facts.grades, m.shares_bp, strict=True) if g in sorted_kinds}
    expected = split_by_mix(facts.standing.expected_g, shares)
    after = coming_round(facts.season, coming.starts_on)
    until = after.starts_on if after else coming.ends_on + SOON
    promised: dict[int, int] = defaultdict(int)
    for line in facts.orders:
        if line.grade and line.status in OPEN and line.deliver_to < until:
            promised[line.grade] += outstanding_g(line.status, line.ordered_g, line.delivered_g)
    for grade in sorted_kinds if expected else ():
        if promised[grade.pk] > expected.get(grade.pk, 0):
            yield Reason(
                "look_round_short",
                {
                    "round": coming.number, "grade": grade.name,
                    "promised_g": promised[grade.pk], "expected_g": expected.get(grade.pk, 0),
                },
            )  # fmt: skip


def _of_scale(facts: Facts) -> Iterable[Reason]:
    standing = facts.standing
    if standing.held:
        yield Reason("look_held", {"count": standing.held})
    if standing.unpriced:
        yield Reason("look_unpriced", {"count": standing.unpriced})
    if round_on(facts.season, facts.day):
        yield from _prices(facts)
    lately = facts.day - dt.timedelta(days=WINDOW)
    unclosed = (book.day for book in facts.books.values() if book.tickets and not book.closed)
    open_days = sorted(day for day in unclosed if lately <= day < facts.day)
    if len(open_days) == 1:
        yield Reason("look_day_open", {"day_on": open_days[0]})
    elif open_days:
        yield Reason("look_days_open", {"count": len(open_days), "oldest_on": open_days[0], "day_on": open_days[-1]})


def _prices(facts: Facts) -> Iterable[Reason]:
    if not facts.prices:
        yield Reason("look_no_board")
        return
    priced = {price.grade for price in prices_now(facts.prices) if price.channel == BUYING_CHANNEL}
    missing = [grade for grade in facts.grades if grade.kind in PRICED and grade.pk not in priced]
    if missing:
        yield Reason("look_prices_missing", {"grades": ", ".join(grade.name for grade in missing)})


def _of_land(facts: Facts) -> Iterable[Reason]:
    if facts.codes:
        named = ", ".join(code.code for code in facts.codes[:MOST_NAMED])
        more = "" if len(facts.codes) <= MOST_NAMED else " …"
        yield Reason("look_codes", {"count": len(facts.codes), "codes": named + more})
    if facts.over:
        named = ", ".join(facts.over[:MOST_NAMED])
        more = "" if len(facts.over) <= MOST_NAMED else " …"
        data = {"count": len(facts.over), "households": named + more, "limit_bp": facts.limit_bp}
        yield Reason("look_over_estimate", data)
