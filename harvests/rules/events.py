"""What must hold of an event, and what a kilogram brought at each channel once its costs are paid (workflow.md M25)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.money import per_kg

CODES = (
    "event_ends_before", "event_lasts_too_long", "event_far_away", "event_not_yet", "event_is_void",
    "event_void_without_reason", "event_households_unknown", "event_plots_unknown",
)  # fmt: skip
FIGURES = ("viewers", "visitors", "participants", "orders", "sold_g", "revenue_vnd", "cost_vnd", "ticket_vnd")
COUNTED_THERE = ("viewers", "visitors", "participants", "orders", "sold_g", "revenue_vnd")  # not known before it began
LONGEST_DAYS = 366
YEARS_AWAY = 10


def judge_event(facts: dict, *, starts_on: dt.date, today: dt.date) -> Verdict:
    """Refusals for an event's values; `starts_on` is its first day in Vietnam."""
    found, ends_on = [], facts.get("ends_on")
    if abs((starts_on - today).days) > YEARS_AWAY * 366:
        found.append(Reason("event_far_away", {"years": YEARS_AWAY}))
    if ends_on and ends_on < starts_on:
        found.append(Reason("event_ends_before", {"day_on": starts_on}))
    elif ends_on and (ends_on - starts_on).days >= LONGEST_DAYS:
        found.append(Reason("event_lasts_too_long", {"days": LONGEST_DAYS}))
    if starts_on > today and any(facts.get(name) for name in COUNTED_THERE):
        found.append(Reason("event_not_yet", {"day_on": starts_on}))
    return Verdict(refused=tuple(found))


@dataclass(frozen=True, slots=True)
class Sale:
    """What one event sold, or what one delivery brought: grams, dong, and the cost where somebody wrote it down."""

    channel: str
    sold_g: int | None
    revenue_vnd: int | None
    cost_vnd: int | None


@dataclass(slots=True)
class Channel:
    """Sums of a channel over the sales of which kilograms, revenue and cost are all known; `left_out` counts others."""

    name: str
    sales: int = 0
    sold_g: int = 0
    revenue_vnd: int = 0
    cost_vnd: int = 0
    left_out: int = 0

    @property
    def net_vnd(self) -> int | None:
        """Dong per kilogram after cost, to the nearest dong; None where nothing can be reckoned."""
        return per_kg(self.revenue_vnd - self.cost_vnd, self.sold_g)


def by_channel(sales: Iterable[Sale]) -> list[Channel]:
    """Sales summed by channel, the best kilogram first; a sale with a figure unknown is only counted.

    A cost that nobody wrote down is not nought: reckoned so, a channel would look better the less is known of it.
    """
    found: dict[str, Channel] = {}
    for sale in sales:
        channel = found.setdefault(sale.channel, Channel(sale.channel))
        if not sale.sold_g or sale.revenue_vnd is None or sale.cost_vnd is None:
            channel.left_out += 1
            continue
        channel.sales += 1
        channel.sold_g += sale.sold_g
        channel.revenue_vnd += sale.revenue_vnd
        channel.cost_vnd += sale.cost_vnd
    return sorted(found.values(), key=lambda one: (one.net_vnd is None, -(one.net_vnd or 0), one.name))
