"""Why a load is worth what it is: where its price comes from, in a code that the page words."""

from dataclasses import dataclass

from harvests.rules.weighing_facts import FLAT

BASES = ("market", "floor", "flat", "kept", "waiting")


@dataclass(frozen=True, slots=True)
class Basis:
    """`code` of BASES; the board's market price and floor in dong per kilogram where it has them."""

    code: str
    market_vnd: int | None = None
    floor_vnd: int | None = None


def basis_of(mode: str, price_vnd: int | None, market_vnd: int | None, floor_vnd: int | None) -> Basis:
    """Where the price of a load comes from, beside what its board says of grade and channel (workflow.md 0b.4).

    A price that is neither the market's nor the floor was agreed for the whole load, taken over from the version
    before, or written in an imported book.
    """
    if price_vnd is None:
        code = "waiting"
    elif price_vnd == market_vnd:
        code = "market"
    elif price_vnd == floor_vnd and market_vnd is not None and market_vnd < floor_vnd:
        code = "floor"
    else:
        code = "flat" if mode == FLAT else "kept"
    return Basis(code, market_vnd, floor_vnd)
