"""What must hold of an input product as it is entered, and whether it may be used on a day (R31, R33, R34, R37)."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coopsite.formats.text import fold
from growers.rules.areas import Period
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "active_missing", "active_nameless", "active_twice", "crop_missing", "crop_twice", "product_dates_swapped",
    "dose_unit_missing", "dose_swapped", "phi_too_long", "phi_long", "phi_zero", "phi_not_known", "crop_none",
    "active_banned_now", "active_stopped_now", "limit_dates_swapped",
)  # fmt: skip
CHEMICAL = ("pesticide", "regulator")
SPRAYED = (*CHEMICAL, "bio_pesticide")
MOST_DAYS = 365
PERMITTED, COMING, ENDED, BANNED, OFF = "permitted", "coming", "ended", "banned", "off"


@dataclass(frozen=True, slots=True)
class ActiveRow:
    """An active ingredient as it is typed; `key` is its folded name."""

    name: str
    key: str
    content: str = ""


@dataclass(frozen=True, slots=True)
class UseRow:
    """A crop that a product is registered for (its key and name); `phi_days` None: the interval is not known."""

    crop: int
    name: str
    phi_days: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Folded names of the active ingredients that are not to be used at all today: by law, and by the co-operative."""

    banned: Collection[str] = ()
    stopped: Collection[str] = ()


def active_key(name: str) -> str:
    """The key under which limits on an active ingredient are found: "2,4-D", "2.4 D" and "24d" are the same one."""
    return "".join(char for char in fold(name) if char.isalnum())


def judge_product(
    facts: dict, actives: Sequence[ActiveRow], uses: Sequence[UseRow], *, forbidden: Forbidden, odd_days: int
) -> Verdict:
    """Refusals and warnings for a product as typed: R31 (interval unknown), R33 (actives forbidden), R34 (odd)."""
    return Verdict(
        refused=tuple(_refusals(facts, actives, uses)),
        warnings=tuple(_warnings(facts, actives, uses, forbidden, odd_days)),
    )


def _refusals(facts: dict, actives: Sequence[ActiveRow], uses: Sequence[UseRow]) -> Iterator[Reason]:
    if facts.get("kind") in SPRAYED and not actives:
        yield Reason("active_missing")
    yield from (Reason("active_twice", {"active": row.name}) for row in _twice(actives, lambda row: row.key))
    yield from (Reason("crop_twice", {"crop": row.name}) for row in _twice(uses, lambda row: row.crop))
    for row in uses:
        if row.phi_days is not None and row.phi_days > MOST_DAYS:
            yield Reason("phi_too_long", {"crop": row.name, "days": row.phi_days, "most": MOST_DAYS})
    first, last = facts.get("permitted_from"), facts.get("permitted_to")
    if first and last and first >= last:
        yield Reason("product_dates_swapped")
    low, high = facts.get("dose_low_milli"), facts.get("dose_high_milli")
    if (low or high) and not facts.get("dose_unit"):
        yield Reason("dose_unit_missing")
    if low and high and low > high:
        yield Reason("dose_swapped")


def _twice(rows: Sequence, key) -> list:
    seen: set = set()
    return [row for row in rows if key(row) in seen or seen.add(key(row))]


def _warnings(facts: dict, actives, uses, forbidden: Forbidden, odd_days: int) -> Iterator[Reason]:
    if facts.get("kind") in SPRAYED:
        yield from odd_intervals(facts["kind"], uses, odd_days)
        if not uses:
            yield Reason("crop_none")
    for row in actives:
        if row.key in forbidden.banned:
            yield Reason("active_banned_now", {"active": row.name})
        elif row.key in forbidden.stopped:
            yield Reason("active_stopped_now", {"active": row.name})


def odd_intervals(kind: str, uses: Sequence[UseRow], odd_days: int) -> Iterator[Reason]:
    """Intervals that are unknown (R31), longer than `odd_days`, or 0 for a chemical product (R34)."""
    for row in uses:
        data = {"crop": row.name, "days": row.phi_days}
        if row.phi_days is None:
            yield Reason("phi_not_known", data)
        elif row.phi_days > odd_days:
            yield Reason("phi_long", {**data, "odd": odd_days})
        elif row.phi_days == 0 and kind in CHEMICAL:
            yield Reason("phi_zero", data)


def standing(permitted: Period, day: dt.date, *, listed: bool = True, forbidden: bool = False) -> str:
    """Whether a product may be used on a day: permitted, coming, ended, banned (a forbidden active) or off the list."""
    if not listed:
        return OFF
    if forbidden:
        return BANNED
    first, last = permitted
    if first is not None and day < first:
        return COMING
    return ENDED if last is not None and day >= last else PERMITTED


def judge_limit(valid_from: dt.date | None, valid_to: dt.date | None) -> Verdict:
    """Refusals for the days of a limit on an active ingredient."""
    swapped = valid_from and valid_to and valid_from >= valid_to
    return Verdict(refused=(Reason("limit_dates_swapped"),) if swapped else ())
