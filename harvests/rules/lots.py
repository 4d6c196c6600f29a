"""Packing lots: their codes, what may go into one, and when one may be opened, voided, held."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from growers.rules.eligibility_facts import MarketRules
from growers.rules.verdicts import Reason, Verdict

OPEN, CLOSED, VOID = "open", "closed", "void"
CODES = (
    "lot_not_open", "lot_held", "lot_packed_in_future", "lot_packed_long_ago", "lot_house_not_in_use",
    "lot_house_without_code", "lot_code_of_other", "lot_code_without_area", "lot_order_of_other", "lot_order_not_open",
    "lot_nothing_chosen", "lot_too_many_chosen", "lot_input_unknown", "lot_input_not_positive", "lot_input_over_free",
    "lot_input_other_crop", "lot_input_gone", "lot_input_on_hold", "lot_input_harvested_later",
    "lot_input_not_eligible", "lot_code_mixed", "lot_codes_mixed", "lot_code_unknown", "lot_source_not_closed",
    "lot_source_held", "lot_source_over_free", "lot_source_of_itself", "lot_source_packed_later", "lot_reason_missing",
    "lot_input_given_back", "lot_taken_from", "lot_void_already", "lot_not_held", "lot_hold_of_recall",
    "lot_ticket_not_found", "lot_floor_on_hold", "lot_floor_other_code", "lot_floor_no_code",
)  # fmt: skip
# Fruit that waits for a price or a grade may be packed; what a person or an authority stopped may not (workflow M8).
HARMLESS_HOLDS = frozenset({"price_missing", "graded_later"})
MOST_TAKES = 500
OLDEST_DAYS = 731
# Crockford's base 32: no I, L, O, U, so that a code read aloud or off a carton is not misread.
TRACE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TRACE_LENGTH = 8
TICKET = re.compile(r"(?:CAN-)?(?:(\d{6})-)?(\d{1,6})(?:/\d{1,4})?", re.ASCII)
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot as its inputs are judged: `area_code` is the one code it may hold, "" while none is fixed; `one_code`
    whether its market forbids mixing codes."""

    code: str
    status: str
    is_held: bool
    market: str
    packed_on: dt.date
    area_code: str = ""
    one_code: bool = False


@dataclass(frozen=True, slots=True)
class Fruit:
    """Fruit of one scale load: its ticket, harvest day, the planting area code its plot stood under on that day for the
    lot's market, and what eligibility says."""

    ticket: str
    day: dt.date
    code: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class LoadTake:
    """Grams to be taken from a scale load; `stands`: its ticket is neither void nor replaced."""

    fruit: Fruit
    grams: int
    free_g: int
    same_crop: bool = True
    stands: bool = True
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CartonTake:
    """Grams to be taken from a carton line of another lot, with the fruit that this lot was made of at last."""

    lot: str
    position: int
    grams: int
    free_g: int
    status: str
    is_held: bool
    packed_on: dt.date
    fruit: tuple[Fruit, ...]
    same_crop: bool = True
    of_itself: bool = False


def lot_code(coop: str, day: dt.date, market: str, sequence: int) -> str:
    """NH-250908-CN-02: at most 20 characters with a co-operative's code of 6 (R02)."""
    return f"{coop}-{day:%y%m%d}-{market}-{sequence:02d}"


def series_of(day: dt.date, market: str) -> str:
    """The number series of a day's lots for a market: eight characters, CN250908."""
    return f"{market}{day:%y%m%d}"


def read_trace_code(text: str) -> str:
    """A trace code as it is stored, from what people type or scan (small letters, dashes, O for 0), else ""."""
    code = re.sub(r"[\s-]", "", text[:40]).upper().translate(MISREAD)
    return code if len(code) == TRACE_LENGTH and set(code) <= set(TRACE_ALPHABET) else ""


def judge_opening(facts: Mapping, *, rules: MarketRules | None, today: dt.date) -> Verdict:
    """Refusals for a new lot (R03, R16). `facts`: packed_on, house, house_in_use, house_codes (code -> status on the
    pack day, of the lot's crop and market), area_code (crop, market, has_area) or None, order (crop, market, is_open)
    or None, crop and market as keys."""
    return Verdict(refused=tuple(_of_opening(facts, rules, today)))


def _of_opening(facts: Mapping, rules: MarketRules | None, today: dt.date) -> Iterator[Reason]:
    day = facts["packed_on"]
    if day > today:
        yield Reason("lot_packed_in_future")
    elif (today - day).days > OLDEST_DAYS:
        yield Reason("lot_packed_long_ago")
    if not facts["house_in_use"]:
        yield Reason("lot_house_not_in_use", {"house": facts["house"]})
    yield from judge_house(facts["house"], facts["house_codes"], rules, day).refused
    meant = (facts["crop"], facts["market"])
    if code := facts["area_code"]:
        if not code["has_area"]:
            yield Reason("lot_code_without_area")
        elif (code["crop"], code["market"]) != meant:
            yield Reason("lot_code_of_other")
    if order := facts["order"]:
        if (order["crop"], order["market"]) != meant:
            yield Reason("lot_order_of_other")
        elif not order["is_open"]:
            yield Reason("lot_order_not_open")


def judge_house(house: str, codes: Mapping[str, str], rules: MarketRules | None, day: dt.date) -> Verdict:
    """R16: where the market asks for it, the packing house has an active code for crop and market on the pack day."""
    if rules is None or not rules.house_code or "active" in codes.values():
        return Verdict()
    known = ", ".join(f"{code} ({status or '?'})" for code, status in codes.items())
    data = {"house": house, "market": rules.market, "day_on": day, "codes": known or "–"}
    return Verdict.because("lot_house_without_code", **data)


def judge_load(lot: LotFacts, take: LoadTake) -> Verdict:
    """Whether these grams of a scale load may enter the lot, apart from the mixing of codes; all reasons (R10, R30)."""
    fruit, refused = take.fruit, []
    ticket = {"ticket": fruit.ticket}
    if not take.stands:
        refused.append(Reason("lot_input_gone", ticket))
    if stopped := set(take.holds) - HARMLESS_HOLDS:
        refused.append(Reason("lot_input_on_hold", {**ticket, "holds": len(stopped)}))
    if not take.same_crop:
        refused.append(Reason("lot_input_other_crop", ticket))
    if take.grams <= 0:
        refused.append(Reason("lot_input_not_positive", ticket))
    elif take.grams > take.free_g:
        refused.append(Reason("lot_input_over_free", {**ticket, "typed_g": take.grams, "free_g": take.free_g}))
    return Verdict(refused=tuple(refused)) + judge_fruit(lot, fruit)


def judge_fruit(lot: LotFacts, fruit: Fruit) -> Verdict:
    """Whether fruit may go to the lot's market and was picked by its pack day (R03, R10, R31)."""
    refused = []
    if fruit.day > lot.packed_on:
        data = {"ticket": fruit.ticket, "day_on": fruit.day, "packed_on": lot.packed_on}
        refused.append(Reason("lot_input_harvested_later", data))
    if not fruit.verdict.allowed:
        refused.append(Reason("lot_input_not_eligible", {"ticket": fruit.ticket, "market": lot.market}))
    return Verdict(refused=tuple(refused)) + fruit.verdict


def judge_carton(lot: LotFacts, take: CartonTake) -> Verdict:
    """Whether cartons of another lot may enter this one: all the fruit they were made of must be allowed (R10, R81)."""
    source, refused = {"lot": take.lot}, []
    if take.of_itself:
        refused.append(Reason("lot_source_of_itself", source))
    if take.status != CLOSED:
        refused.append(Reason("lot_source_not_closed", source))
    if take.is_held:
        refused.append(Reason("lot_source_held", source))
    if not take.same_crop:
        refused.append(Reason("lot_input_other_crop", {"ticket": take.lot}))
    if take.packed_on > lot.packed_on:
        data = {**source, "source_on": take.packed_on, "packed_on": lot.packed_on}
        refused.append(Reason("lot_source_packed_later", data))
    if take.grams <= 0:
        refused.append(Reason("lot_input_not_positive", {"ticket": take.lot}))
    elif take.grams > take.free_g:
        data = {**source, "position": take.position, "typed_g": take.grams, "free_g": take.free_g}
        refused.append(Reason("lot_source_over_free", data))
    return Verdict(refused=tuple(refused)) + together(judge_fruit(lot, fruit) for fruit in take.fruit)


def judge_codes(lot: LotFacts, fruit: Iterable[Fruit]) -> tuple[str, Verdict]:
    """The code that the lot holds with this fruit, and refusals where the market forbids mixing (R10, M15).

    The first load fixes the code of a lot that was opened without one; "" where codes may mix.
    """
    if not lot.one_code:
        return lot.area_code, Verdict()
    found: dict[str, str] = {}
    for one in fruit:
        found.setdefault(one.code, one.ticket)
    kept = lot.area_code or next((code for code in found if code), "")
    refused = []
    for code, ticket in found.items():
        data = {"ticket": ticket, "code": code, "lot_code": kept, "market": lot.market}
        if not code:
            refused.append(Reason("lot_code_unknown", data))
        elif code != kept:
            refused.append(Reason("lot_code_mixed" if lot.area_code else "lot_codes_mixed", data))
    return kept, Verdict(refused=tuple(refused))


def judge_state(lot: LotFacts) -> Verdict:
    """Whether anything may be put in, taken back or packed now."""
    if lot.status != OPEN:
        return Verdict.because("lot_not_open", lot=lot.code)
    return Verdict.because("lot_held", lot=lot.code) if lot.is_held else Verdict()


def judge_number(takes: Sequence) -> Verdict:
    """How much may be taken in one sending."""
    if not takes:
        return Verdict.because("lot_nothing_chosen")
    if len(takes) > MOST_TAKES:
        return Verdict.because("lot_too_many_chosen", most=MOST_TAKES)
    return Verdict()


def judge_void(lot: LotFacts, *, taken_g: int, reason: str) -> Verdict:
    """A lot is voided only while nothing was taken from it, and says why."""
    refused = []
    if lot.status == VOID:
        refused.append(Reason("lot_void_already", {"lot": lot.code}))
    if lot.is_held:
        refused.append(Reason("lot_held", {"lot": lot.code}))
    if taken_g:
        refused.append(Reason("lot_taken_from", {"lot": lot.code, "taken_g": taken_g}))
    if not reason:
        refused.append(Reason("lot_reason_missing"))
    return Verdict(refused=tuple(refused))


def judge_release(lot: LotFacts, *, recalls: Sequence[str], reason: str) -> Verdict:
    """A hold is lifted with a reason; while a recall is open its holds stay."""
    refused = []
    if not lot.is_held:
        refused.append(Reason("lot_not_held", {"lot": lot.code}))
    if recalls:
        refused.append(Reason("lot_hold_of_recall", {"lot": lot.code, "recalls": ", ".join(recalls)}))
    if not reason:
        refused.append(Reason("lot_reason_missing"))
    return Verdict(refused=tuple(refused))


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """All verdicts as one, each reason once."""
    whole = sum(verdicts, Verdict())
    return Verdict(*(tuple(_once(part)) for part in (whole.refused, whole.unknown, whole.warnings)))


def _once(reasons: Iterable[Reason]) -> Iterator[Reason]:
    seen = set()
    for reason in reasons:
        key = (reason.code, *sorted((name, str(value)) for name, value in reason.data.items()))
        if key not in seen:
            seen.add(key)
            yield reason


def roots(edges: Iterable[tuple[int, int | None, int | None]], lot: int) -> tuple[set[int], set[int]]:
    """(scale loads, lots) that a lot was made of, through all lots between; `edges` are (lot, load, source lot)."""
    above: dict[int, list] = {}
    for of, line, source in edges:
        above.setdefault(of, []).append((line, source))
    lines, lots, waiting = set(), set(), [lot]
    while waiting:
        for line, source in above.get(waiting.pop(), ()):
            if line is not None:
                lines.add(line)
            elif source not in lots:
                lots.add(source)
                waiting.append(source)
    return lines, lots


def read_ticket(text: str, day: dt.date) -> tuple[dt.date, int] | None:
    """(day, number) of a ticket as people paste it: CAN-250908-063, 250908-063/2, or 063 for `day`; else None."""
    found = TICKET.fullmatch(text.strip().upper())
    if not found:
        return None
    try:
        on = dt.date(2000 + int(found[1][:2]), int(found[1][2:4]), int(found[1][4:])) if found[1] else day
    except ValueError:
        return None
    return on, int(found[2])


def age_hours(since: dt.datetime, now: dt.datetime) -> int:
    """Whole hours that stock has been waiting."""
    return max(0, int((now - since).total_seconds()) // 3600)
