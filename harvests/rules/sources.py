"""Where the fruit of a lot was harvested: edges between lots followed to scale loads, splits keeping their sum."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from harvests.rules.apportion import apportion


class Edge(NamedTuple):
    """Grams that went into a lot from a scale load (`line`) or from a carton line of another lot (`source`)."""

    grams: int
    line: int | None = None
    source: int | None = None


def loads_of(lot: int, edges: Mapping[int, Sequence[Edge]]) -> dict[int, int]:
    """Grams by scale load behind a lot; they add up to what went into it.

    What came from another lot is spread over that lot's own loads by their weight. `edges` must hold every lot that is
    reached; a lot nothing is known of adds nothing.
    """
    return dict(_loads(lot, edges, {}, frozenset()))


def _loads(lot: int, edges: Mapping, known: dict[int, Counter], above: frozenset[int]) -> Counter:
    if lot in known or lot in above:  # a lot cannot hold itself; a damaged book must not hang a page
        return known.get(lot, Counter())
    found: Counter = Counter()
    for edge in edges.get(lot, ()):
        if edge.line is not None:
            found[edge.line] += edge.grams
            continue
        below = _loads(edge.source, edges, known, above | {lot})
        lines = sorted(line for line, grams in below.items() if grams)
        if lines:
            parts = apportion(edge.grams, [below[line] for line in lines])
            found.update(dict(zip(lines, parts, strict=True)))
    known[lot] = found
    return found
