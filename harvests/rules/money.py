"""Kilograms and money, in whole numbers: what a weight is worth, what a kilogram brought, which debts money settles."""

import datetime as dt
from collections.abc import Sequence

EARLIEST = dt.date(2000, 1, 1)  # money of a day before is a slip of the pen


def value_of(milli: int, price: int) -> int:
    """What grams, or thousandths of any unit, are worth at a price per whole one: dong or cents, halves up.

    A value is rounded per line, and totals are sums of these (docs/rounding.md).
    """
    return (milli * price + 500) // 1_000


def per_kg(dong: int, grams: int) -> int | None:
    """Dong per kilogram, halves away from zero; None for no grams."""
    if not grams:
        return None
    size = (abs(dong) * 2_000 + grams) // (2 * grams)
    return -size if dong < 0 else size


def oldest_first(amount_vnd: int, open_vnd: Sequence[int]) -> list[int]:
    """What of an amount each debt gets, in their order: each is filled before the next gets anything."""
    shares = []
    for left in open_vnd:
        share = min(amount_vnd, max(0, left))
        amount_vnd -= share
        shares.append(share)
    return shares
