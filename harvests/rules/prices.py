"""What is said of a price board before it is announced: prices outside a grade's band, moments that are unlikely."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "board_empty",
    "board_taken",
    "board_moment_unlikely",
    "board_before_tickets",
    "price_outside_band",
    "floor_outside_band",
    "floor_without_price",
)
AHEAD = dt.timedelta(days=30)
BACK = dt.timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class Band:
    """The prices per kilogram that are usual for a grade; None where nobody set one."""

    low_vnd: int | None
    high_vnd: int | None

    def holds(self, vnd: int) -> bool:
        return (self.low_vnd is None or vnd >= self.low_vnd) and (self.high_vnd is None or vnd <= self.high_vnd)


def judge_price(price: int | None, floor: int | None, band: Band) -> Verdict:
    """One cell of the board: a floor belongs to a price; outside the band both are only warned about (M8, M10)."""
    refused = (Reason("floor_without_price"),) if floor is not None and price is None else ()
    said = (("price_outside_band", "price_vnd", price), ("floor_outside_band", "floor_vnd", floor))
    warnings = tuple(
        Reason(code, {name: vnd, "low_vnd": band.low_vnd, "high_vnd": band.high_vnd})
        for code, name, vnd in said
        if vnd is not None and not band.holds(vnd)
    )
    return Verdict(refused=refused, warnings=warnings)


def judge_board(
    prices: Mapping, valid_from: dt.datetime, *, now: dt.datetime, taken: bool, tickets: int
) -> Verdict:
    """The board as a whole: `taken` says that another is valid from the same moment.

    `tickets` were weighed since that moment and keep the prices they have (M10).
    """
    refused = []
    if not prices:
        refused.append(Reason("board_empty"))
    if taken:
        refused.append(Reason("board_taken"))
    if not now - BACK <= valid_from <= now + AHEAD:
        refused.append(Reason("board_moment_unlikely", {"days": AHEAD.days}))
    warnings = (Reason("board_before_tickets", {"count": tickets}),) if tickets else ()
    return Verdict(refused=tuple(refused), warnings=warnings)
