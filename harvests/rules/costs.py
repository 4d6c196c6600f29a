"""What an order brought: fruit by kilograms back to the tickets, costs entered, what was billed; nothing is guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from harvests.rules.money import per_kg

CODES = ("cost_voided",)
PER_KG = 1_000  # grams x dong per kilogram are thousandths of a dong


class Priced(NamedTuple):
    """Grams that went into a lot: from a scale load at its price (None: not priced yet), or from another lot."""

    grams: int
    price_vnd: int | None = None
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What went into a lot, and how many grams were packed of it: what was lost is borne by what was packed."""

    out_g: int
    inputs: Sequence[Priced] = ()


class Cost(NamedTuple):
    """Exact dong of fruit, and grams put in whose price nobody knows yet."""

    vnd: Fraction
    unpriced_g: Fraction

    def part(self, share: Fraction) -> "Cost":
        return Cost(self.vnd * share, self.unpriced_g * share)

    def __add__(self, other):
        return Cost(self.vnd + other.vnd, self.unpriced_g + other.unpriced_g)


NOTHING = Cost(Fraction(0), Fraction(0))


def fruit_cost(taken: Iterable[tuple[int, int]], lots: Mapping[int, Content]) -> Cost:
    """What (lot, grams packed) cost as fruit: a lot's cost spread by kilograms over what it packed, exact.

    `lots` hold every lot that is reached. Grams of a lot that is not there, or packed nothing, have no known price.
    """
    known: dict[int, Cost] = {}
    total = NOTHING
    for lot, grams in taken:
        total += _of_packed(lot, grams, lots, known, frozenset())
    return total


def _of_packed(lot: int, grams: int, lots: Mapping[int, Content], known: dict, above: frozenset) -> Cost:
    content = lots.get(lot)
    if content is None or content.out_g <= 0 or not content.inputs:
        return Cost(Fraction(0), Fraction(grams))
    return _of_lot(lot, lots, known, above).part(Fraction(grams, content.out_g))


def _of_lot(lot: int, lots: Mapping[int, Content], known: dict, above: frozenset) -> Cost:
    if lot in known or lot in above:  # a lot cannot hold itself; a damaged book must not hang a page
        return known.get(lot, NOTHING)
    total = NOTHING
    for edge in lots[lot].inputs:
        if edge.source is not None:
            total += _of_packed(edge.source, edge.grams, lots, known, above | {lot})
        elif edge.price_vnd is None:
            total += Cost(Fraction(0), Fraction(edge.grams))
        else:
            total += Cost(Fraction(edge.grams * edge.price_vnd, PER_KG), Fraction(0))
    known[lot] = total
    return total


def rounded(value: Fraction) -> int:
    """The nearest whole number, halves away from zero."""
    doubled = 2 * abs(value)
    whole = (doubled.numerator + doubled.denominator) // (2 * doubled.denominator)
    return whole if value >= 0 else -whole


@dataclass(frozen=True, slots=True)
class Margin:
    """What an order brought, in dong, with what nobody knows yet.

    `expected_vnd` is the worth at agreed prices of what left and was not billed; `unexpected_g` of that has no price
    in dong. `by_hand_g` was delivered from no lot, so nobody knows what it cost.
    """

    delivered_g: int
    fruit_vnd: int
    unpriced_g: int
    by_hand_g: int
    billed_vnd: int
    credited_vnd: int
    billed_g: int
    expected_vnd: int
    unexpected_g: int
    open_claims: int
    costs: Mapping[str, int] = field(default_factory=dict)

    @property
    def cost_vnd(self) -> int:
        return self.fruit_vnd + sum(self.costs.values())

    @property
    def fetched_vnd(self) -> int:
        return self.billed_vnd - self.credited_vnd + self.expected_vnd

    @property
    def margin_vnd(self) -> int:
        return self.fetched_vnd - self.cost_vnd

    @property
    def is_final(self) -> bool:
        unknown = self.unpriced_g or self.by_hand_g or self.expected_vnd or self.unexpected_g or self.open_claims
        return not unknown

    def per_kg(self, vnd: int) -> int | None:
        """Dong per kilogram delivered; None when nothing was."""
        return per_kg(vnd, self.delivered_g)
