"""What is said of a price board before it is announced: prices outside a grade's band, moments that are unlikely."""

import datetime as dt
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "board_empty",
    "board_taken",
    "board_moment_unlikely",
    "board_before_tickets",
    "price_impossible",
    "price_outside_band",
    "floor_impossible",
    "floor_outside_band",
    "floor_without_price",
    "shrink_too_high",
)
AHEAD = dt.timedelta(days=30)
BACK = dt.timedelta(days=3 * 366)
HIGHEST_VND = 10_000_000  # no fruit costs so much a kilogram: a thousand too many was typed
SHRINK_BP = 2_000


@dataclass(frozen=True, slots=True)
class Band:
    """The prices per kilogram that are usual for a grade; None where nobody set one."""

    low_vnd: int | None
    high_vnd: int | None

    def holds(self, vnd: int) -> bool:
        return (self.low_vnd is None or vnd >= self.low_vnd) and (self.high_vnd is None or vnd <= self.high_vnd)


def judge_price(price: int | None, floor: int | None, band: Band) -> Verdict:
    """One cell of the board: a floor belongs to a price; outside the band both are only warned about (M8, M10)."""
    refused, warnings = [], []
    for name, vnd in (("price", price), ("floor", floor)):
        if vnd is None:
            continue
        if not 0 < vnd <= HIGHEST_VND:
            refused.append(Reason(f"{name}_impossible", {"most_vnd": HIGHEST_VND}))
        elif not band.holds(vnd):
            facts = {f"{name}_vnd": vnd, "low_vnd": band.low_vnd, "high_vnd": band.high_vnd}
            warnings.append(Reason(f"{name}_outside_band", facts))
    if floor is not None and price is None:
        refused.append(Reason("floor_without_price"))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def judge_board(
    valid_from: dt.datetime, *, now: dt.datetime, empty: bool, taken: bool, tickets: int, shrink_bp: int
) -> Verdict:
    """The board as a whole: `empty` without any price, `taken` when another is valid from the same moment.

    `tickets` were weighed since that moment and keep the prices they have (M10).
    """
    refused = []
    if empty:
        refused.append(Reason("board_empty"))
    if taken:
        refused.append(Reason("board_taken"))
    if not now - BACK <= valid_from <= now + AHEAD:
        refused.append(Reason("board_moment_unlikely", {"days": AHEAD.days}))
    if shrink_bp > SHRINK_BP:
        refused.append(Reason("shrink_too_high", {"most_bp": SHRINK_BP}))
    warnings = (Reason("board_before_tickets", {"count": tickets}),) if tickets else ()
    return Verdict(refused=tuple(refused), warnings=warnings)
