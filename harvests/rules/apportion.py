"""Dividing whole numbers without losing or creating one: by weight, and over the rows and columns of a table."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` (>= 0) by integer weights, largest remainder first; the parts sum to `total` exactly.

    Raises ValueError when there is something to split and no weight.
    """
    whole = sum(weights)
    if not total:
        return [0] * len(weights)
    if whole <= 0:
        raise ValueError("nothing to split by")
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def table(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """A table of whole numbers with exactly these row and column sums, every row split about alike.

    Cumulative rounding: no cell is further than one unit from the proportional figure, except in the last column,
    which takes what the row has left. Raises ValueError when the sums differ.
    """
    if sum(rows) != sum(columns):
        raise ValueError("rows and columns add up differently")
    total = sum(rows)
    cells, above, taken = [], [0] * len(columns), 0
    for row in rows:
        taken += row
        below = [taken * column // total if total else 0 for column in columns[:-1]]
        below.append(taken - sum(below))
        cells.append([low - high for low, high in zip(below, above, strict=True)])
        above = below
    return cells
