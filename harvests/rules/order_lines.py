"""The arithmetic of an order line: cartons and kilograms, tolerance, value; what call-offs and deliveries may take."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict
from harvests.rules.money import value_of

CODES = (
    "line_amount_missing", "line_amount_not_positive", "line_amount_too_large", "line_pack_missing",
    "line_pack_unlikely", "line_cartons_do_not_fit", "line_cartons_not_whole", "line_grade_missing",
    "line_grade_of_other_crop", "line_price_unlikely",
    "call_off_over_order", "call_off_above_ordered", "call_off_before_order", "call_off_outside_window",
    "call_off_amount_not_positive", "call_off_withdrawn",
    "delivery_over_limit", "delivery_in_future", "delivery_before_order", "delivery_voided",
    "delivery_void_without_reason", "delivery_amount_not_positive", "delivery_of_shipment",
)  # fmt: skip

PACK_BOUNDS_G = (100, 1_500_000)  # from a punnet to a field bin
MOST_G = 10**11  # one hundred thousand tonnes: above any co-operative's order, within every column
PRICE_BOUNDS = {"VND": (500, 1_000_000), "USD": (1, 10_000)}  # dong; cents


@dataclass(frozen=True, slots=True)
class Quantity:
    """A line's amount: loose kilograms, or cartons of a pack that make them up exactly."""

    ordered_g: int
    pack_g: int | None = None
    cartons: int | None = None


def settle(pack_g: int | None, cartons: int | None, ordered_g: int | None) -> tuple[Quantity | None, Verdict]:
    """Work out the missing one of cartons and kilograms; cartons x pack must equal the kilograms (M14).

    The refusals carry both numbers, and where kilograms do not fill cartons the two amounts around them that do.
    """
    given = (pack_g, cartons, ordered_g)
    if any(number is not None and number <= 0 for number in given):
        return _no("line_amount_not_positive")
    if pack_g is not None and not PACK_BOUNDS_G[0] <= pack_g <= PACK_BOUNDS_G[1]:
        return _no("line_pack_unlikely", low_g=PACK_BOUNDS_G[0], high_g=PACK_BOUNDS_G[1])
    if cartons is not None and pack_g is None:
        return _no("line_pack_missing")
    if cartons is None and ordered_g is None:
        return _no("line_amount_missing")
    if pack_g is None:
        return _bounded(Quantity(ordered_g))
    if cartons is None:
        return _cartons_of(pack_g, ordered_g)
    made_g = pack_g * cartons
    if ordered_g not in (None, made_g):
        return _no("line_cartons_do_not_fit", cartons=cartons, pack_g=pack_g, made_g=made_g, typed_g=ordered_g)
    return _bounded(Quantity(made_g, pack_g, cartons))


def _cartons_of(pack_g: int, ordered_g: int) -> tuple[Quantity | None, Verdict]:
    cartons, rest = divmod(ordered_g, pack_g)
    if not rest:
        return _bounded(Quantity(ordered_g, pack_g, cartons))
    return _no(
        "line_cartons_not_whole", typed_g=ordered_g, pack_g=pack_g, fewer=cartons, fewer_kg_g=cartons * pack_g,
        more=cartons + 1, more_kg_g=(cartons + 1) * pack_g,
    )  # fmt: skip


def _bounded(quantity: Quantity) -> tuple[Quantity | None, Verdict]:
    if quantity.ordered_g > MOST_G:
        return _no("line_amount_too_large", most_g=MOST_G)
    return quantity, Verdict()


def _no(code: str, **data) -> tuple[None, Verdict]:
    return None, Verdict.because(code, **data)


def judge_price(currency: str, minor: int | None) -> Verdict:
    """A price per kilogram (dong, or cents) far outside what fruit costs is a slip of the keys."""
    low, high = PRICE_BOUNDS[currency]
    if minor is None or low <= minor <= high:
        return Verdict()
    return Verdict.because("line_price_unlikely")


def limit_of(ordered_g: int, tolerance_bp: int) -> int:
    """What deliveries may not pass: ordered plus tolerance, rounded down to the gram."""
    return ordered_g + ordered_g * tolerance_bp // 10_000


def total_value(lines: Iterable[tuple[int, int | None]]) -> int | None:
    """The value of (grams, price) lines; None as long as one has no price."""
    values = [None if price is None else value_of(grams, price) for grams, price in lines]
    return None if None in values else sum(values)


def deposit_share(value_vnd: int, basis_points: int) -> int:
    """A percentage of an order's value in whole dong, rounded half up."""
    return (value_vnd * basis_points + 5_000) // 10_000


def judge_call_off(
    quantity_g: int, due_on: dt.date, *, ordered_on: dt.date, window: tuple[dt.date, dt.date],
    called_g: int, ordered_g: int, limit_g: int,
) -> Verdict:  # fmt: skip
    """A call-off beside those that stand (`called_g`): not over the order's tolerance, flagged above the order."""
    refused, warnings = [], []
    together = called_g + quantity_g
    data = {"together_g": together, "ordered_g": ordered_g, "limit_g": limit_g, "left_g": max(0, limit_g - called_g)}
    if quantity_g <= 0:
        refused.append(Reason("call_off_amount_not_positive"))
    elif together > limit_g:
        refused.append(Reason("call_off_over_order", data))
    elif together > ordered_g:
        warnings.append(Reason("call_off_above_ordered", data))
    if due_on < ordered_on:
        refused.append(Reason("call_off_before_order", {"ordered_on": ordered_on}))
    elif not window[0] <= due_on <= window[1]:
        warnings.append(Reason("call_off_outside_window", {"first_on": window[0], "last_on": window[1]}))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def judge_delivery(quantity_g: int, delivered_on: dt.date, *, ordered_on: dt.date, today: dt.date) -> Verdict:
    """What can be said of a delivery without its line; the line's counter decides whether it fits."""
    refused = []
    if quantity_g <= 0:
        refused.append(Reason("delivery_amount_not_positive"))
    if delivered_on > today:
        refused.append(Reason("delivery_in_future"))
    elif delivered_on < ordered_on:
        refused.append(Reason("delivery_before_order", {"ordered_on": ordered_on}))
    return Verdict(refused=tuple(refused))
