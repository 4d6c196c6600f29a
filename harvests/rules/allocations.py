"""Whether cartons of a lot may be set aside for an order line, and how much of them a line would best take."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from growers.rules.verdicts import Reason, Verdict

CODES = (
    "allocation_not_positive", "allocation_not_whole_cartons", "allocation_lot_open", "allocation_lot_void",
    "allocation_lot_held", "allocation_market_differs", "allocation_crop_differs", "allocation_grade_differs",
    "allocation_pack_differs", "allocation_carton_spent", "allocation_line_full", "allocation_nothing_chosen",
    "allocation_chosen_twice", "allocation_freed", "allocation_loaded", "allocation_free_without_reason",
    "allocation_without_source", "allocation_reserved",
)  # fmt: skip
CLOSED, VOID = "closed", "void"
MOST_REASONS = 30  # of fruit from many plots: nobody reads more, and what is kept stays small


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order line as an allocation sees it: market and crop of its order, and what the line can still take."""

    market: str
    crop: int
    grade: int
    left_g: int
    pack_g: int | None = None
    order: int | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A carton line of a lot with what is free of it; `reserved` names the order that the lot was opened for."""

    lot: str
    status: str
    is_held: bool
    market: str
    crop: int
    grade: int
    free_g: int
    pack_g: int | None = None
    reserved_for: int | None = None
    reserved: str = ""


def judge_fit(wanted: Wanted, offered: Offered) -> Verdict:
    """Whether the cartons suit the line at all: the lot closed and free to move, market, crop and grade the same."""
    refused, warnings = [], []
    data = {"lot": offered.lot}
    if offered.status == VOID:
        refused.append(Reason("allocation_lot_void", data))
    elif offered.status != CLOSED:
        refused.append(Reason("allocation_lot_open", data))
    if offered.is_held:
        refused.append(Reason("allocation_lot_held", data))
    if offered.market != wanted.market:
        data = {**data, "lot_market": offered.market, "market": wanted.market}
        refused.append(Reason("allocation_market_differs", data))
    if offered.crop != wanted.crop:
        refused.append(Reason("allocation_crop_differs", {"lot": offered.lot}))
    elif offered.grade != wanted.grade:
        refused.append(Reason("allocation_grade_differs", {"lot": offered.lot}))
    if wanted.pack_g and offered.pack_g and wanted.pack_g != offered.pack_g:
        packs = {"lot": offered.lot, "pack_g": offered.pack_g, "asked_g": wanted.pack_g}
        warnings.append(Reason("allocation_pack_differs", packs))
    if offered.reserved_for and offered.reserved_for != wanted.order:
        warnings.append(Reason("allocation_reserved", {"lot": offered.lot, "order": offered.reserved}))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def judge_amount(grams: int, wanted: Wanted, offered: Offered) -> Verdict:
    """Whether so many grams can be taken: whole cartons, of what is free, within what the line can take (R61)."""
    if grams <= 0:
        return Verdict.because("allocation_not_positive")
    refused = []
    if offered.pack_g and grams % offered.pack_g:
        fewer = grams // offered.pack_g
        refused.append(Reason("allocation_not_whole_cartons", {
            "lot": offered.lot, "typed_g": grams, "pack_g": offered.pack_g, "fewer": fewer,
            "fewer_kg_g": fewer * offered.pack_g, "more": fewer + 1, "more_kg_g": (fewer + 1) * offered.pack_g,
        }))  # fmt: skip
    if grams > offered.free_g:
        refused.append(carton_spent(offered.lot, grams, offered.free_g))
    if grams > wanted.left_g:
        refused.append(line_full(grams, wanted.left_g))
    return Verdict(refused=tuple(refused))


def carton_spent(lot: str, grams: int, left_g: int) -> Reason:
    """More than a carton line has free."""
    return Reason("allocation_carton_spent", {"lot": lot, "typed_g": grams, "left_g": max(0, left_g)})


def line_full(grams: int, left_g: int) -> Reason:
    """More than an order line can take."""
    return Reason("allocation_line_full", {"typed_g": grams, "left_g": max(0, left_g)})


def judge_free(*, is_void: bool, is_loaded: bool, reason: str) -> Verdict:
    """Whether an allocation may be taken back: it stands, lies on no shipment, and somebody says why."""
    if is_void:
        return Verdict.because("allocation_freed")
    if is_loaded:
        return Verdict.because("allocation_loaded")
    return Verdict() if reason else Verdict.because("allocation_free_without_reason")


def merge(verdicts: Iterable[Verdict]) -> Verdict:
    """What is said of all the fruit in a lot: every different reason once, the first MOST_REASONS of each weight."""
    found: dict[str, dict[tuple, Reason]] = {"refused": {}, "unknown": {}, "warnings": {}}
    for verdict in verdicts:
        for weight, reasons in found.items():
            for reason in getattr(verdict, weight):
                reasons.setdefault((reason.code, *map(str, reason.data.values())), reason)
    return Verdict(**{weight: tuple([*reasons.values()][:MOST_REASONS]) for weight, reasons in found.items()})


def proposals(missing_g: int, offers: Sequence[tuple[int, int | None]]) -> list[int]:
    """How much to take of each offer, (free grams, pack), so that the first ones fill what is missing.

    Whole cartons only, never more than is missing.
    """
    found = []
    for free_g, pack_g in offers:
        grams = max(0, min(missing_g, free_g))
        grams -= grams % pack_g if pack_g else 0
        missing_g -= grams
        found.append(grams)
    return found
