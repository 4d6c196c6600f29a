"""Whether a day's work may go into the field diary, and when each plot may be harvested after it (R18, R30-R37)."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from growers.rules.areas import Period
from growers.rules.eligibility import Active, Limit, PlotFacts, Spraying, harvest_from
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "diary_no_plots", "diary_in_future", "diary_before_plot", "diary_treated_more", "diary_product_missing",
    "diary_product_not_yet", "diary_product_ended", "diary_product_off", "diary_product_other_crop",
    "diary_product_no_active", "diary_active_banned", "diary_active_stopped", "diary_dose_missing",
    "diary_unit_missing", "diary_target_missing", "diary_method_missing", "diary_worker_missing",
    "diary_batch_missing", "diary_organic_plot", "diary_phi_unknown", "diary_dose_low", "diary_dose_high",
    "diary_unit_differs", "diary_too_often", "diary_too_soon", "diary_same_day", "diary_market_stopped",
    "diary_organic_way", "diary_trained_later", "diary_voided_already", "diary_void_reason_missing",
)  # fmt: skip
SPRAY = "spray"
CERTIFIED, PRACTICED = "certified", "practice"
NAMED = 5  # plots that a sentence names before it only counts


@dataclass(frozen=True, slots=True)
class Product:
    """An input as the diary judges it; `intervals` by crop (commodity code), None while the label's is not known."""

    name: str
    sprays: bool
    listed: bool = True
    permitted: Period = (dt.date.min, None)
    organic_allowed: bool = False
    actives: tuple[Active, ...] = ()
    intervals: Mapping[str, int | None] = field(default_factory=dict)
    dose_unit: str = ""
    dose_low_milli: int | None = None
    dose_high_milli: int | None = None
    most_per_year: int | None = None
    apart_days: int | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """A plot that work was done on; `organic` certified, practice or "", `used_on` the days of that year and the ones
    around it on which the same product was entered for it already."""

    key: int
    code: str
    crop: str
    area_m2: int
    planted_year: int | None = None
    organic: str = ""
    used_on: tuple[dt.date, ...] = ()
    sprayings: tuple[Spraying, ...] = ()
    treated_m2: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What was done on a day, as it is typed."""

    work: str
    done_on: dt.date
    dose_milli: int | None = None
    dose_unit: str = ""
    stock_lot: str = ""
    target: str = ""
    method: str = ""
    worker: str = ""
    worker_trained_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an entry means for a plot: the label's interval, the first day of harvest after this work alone, that day
    with everything sprayed before (None: unknown), and the `markets` where it is another day, or None for never."""

    key: int
    code: str
    phi_days: int | None = None
    alone: dt.date | None = None
    earliest: dt.date | None = None
    markets: tuple[tuple[str, dt.date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The judged entry; `seal` names what a person confirms, so that nothing else is taken for confirmed."""

    verdict: Verdict
    outlooks: tuple[Outlook, ...] = ()
    late_days: int | None = None
    waits: bool = False

    @property
    def seal(self) -> str:
        told = [(reason.code, sorted(map(str, reason.data.items()))) for reason in self.verdict.warnings]
        days = [(row.code, row.earliest, row.markets) for row in self.outlooks]
        return hashlib.sha256(repr((told, days)).encode()).hexdigest()[:32]

    @property
    def asks(self) -> bool:
        """Whether somebody has to look at it first: an interval begins, or something is odd."""
        return self.waits or bool(self.verdict.warnings)


def judge_entry(
    work: Work,
    product: Product | None,
    lands: Sequence[Land],
    *,
    limits: Sequence[Limit],
    today: dt.date,
    late_days: int,
) -> Judged:
    """Judge work on plots: R33 and R18 (permitted, registered, not banned), R36 (complete), R37 (organic land), the
    treated area and the days refuse; R35 (dose, times, spacing) and an unknown interval (R31) want confirming."""
    refused = [*_about_days(work, lands, today), *_about_areas(lands)]
    warnings: list[Reason] = []
    if not lands:
        refused.append(Reason("diary_no_plots"))
    if product is None and work.work == SPRAY:
        refused.append(Reason("diary_product_missing"))
    if product is not None:
        refused += [*_permission(work, product, lands), *_forbidden(work, product, limits)]
        refused += [*_organic(product, lands, CERTIFIED, "diary_organic_plot")]
        warnings += [*_organic(product, lands, PRACTICED, "diary_organic_way"), *_dose(work, product)]
        warnings += [*_frequency(work, product, lands)]
        warnings += [*_stopped_markets(work, product, limits)]
        if product.sprays or work.work == SPRAY:
            refused += _incomplete(work, product)
    sprays = product is not None and product.sprays
    outlooks = tuple(_outlook(work, product, land, limits) for land in lands) if sprays else ()
    unknown = [row.code for row in outlooks if row.phi_days is None]
    if sprays and unknown and not refused:
        warnings.append(Reason("diary_phi_unknown", {"product": product.name, **_named(unknown)}))
    late = (today - work.done_on).days
    verdict = Verdict(refused=tuple(refused), warnings=tuple(warnings))
    return Judged(verdict, outlooks, late if late > late_days else None, sprays)


def waits_until(spraying: Spraying, limits: Sequence[Limit], market: str = "") -> dt.date | None:
    """The first day of harvest after one spraying (R30, R32); None while its interval is unknown."""
    return harvest_from(PlotFacts("", "", "", sprayings=(spraying,)), market, limits, spraying.done_on)


def _about_days(work: Work, lands: Sequence[Land], today: dt.date) -> Iterator[Reason]:
    if work.done_on > today:
        yield Reason("diary_in_future", {"done_on": work.done_on})
    early = [land.code for land in lands if land.planted_year and work.done_on.year < land.planted_year]
    if early:
        yield Reason("diary_before_plot", _named(early))
    if work.worker_trained_on and work.worker_trained_on > work.done_on:
        yield Reason("diary_trained_later")


def _about_areas(lands: Sequence[Land]) -> Iterator[Reason]:
    for land in lands:
        if land.treated_m2 is not None and land.treated_m2 > land.area_m2:
            yield Reason(
                "diary_treated_more", {"plot": land.code, "treated_m2": land.treated_m2, "area_m2": land.area_m2}
            )


def _permission(work: Work, product: Product, lands: Sequence[Land]) -> Iterator[Reason]:
    data = {"product": product.name}
    first, last = product.permitted
    if not product.listed:
        yield Reason("diary_product_off", data)
    if work.done_on < first:
        yield Reason("diary_product_not_yet", {**data, "since_on": first})
    elif last is not None and work.done_on >= last:
        yield Reason("diary_product_ended", {**data, "until_on": last})
    if product.sprays and product.intervals:  # without any crop on record it is a question, not a fault (R31)
        strange = [land.code for land in lands if land.crop not in product.intervals]
        if strange:
            yield Reason("diary_product_other_crop", {**data, **_named(strange)})


def _forbidden(work: Work, product: Product, limits: Sequence[Limit]) -> Iterator[Reason]:
    for active, limit in _never(work, product, limits):
        if limit.market == "":
            code = "diary_active_banned" if limit.banned else "diary_active_stopped"
            yield Reason(code, {"product": product.name, "active": active.name})


def _stopped_markets(work: Work, product: Product, limits: Sequence[Limit]) -> Iterator[Reason]:
    for active, limit in _never(work, product, limits):
        if limit.market:
            yield Reason(
                "diary_market_stopped", {"product": product.name, "active": active.name, "market": limit.market}
            )


def _never(work: Work, product: Product, limits: Sequence[Limit]) -> Iterator[tuple[Active, Limit]]:
    for active in product.actives:
        for limit in _limits_on(active, work.done_on, limits):
            if limit.phi_days is None:
                yield active, limit


def _limits_on(active: Active, day: dt.date, limits: Sequence[Limit]) -> Iterator[Limit]:
    for limit in limits:
        first, last = limit.period
        if limit.active == active.key and first <= day and (last is None or day < last):
            yield limit


def _organic(product: Product, lands: Sequence[Land], kind: str, code: str) -> Iterator[Reason]:
    if product.organic_allowed:
        return
    plots = [land.code for land in lands if land.organic == kind]
    if plots:
        yield Reason(code, {"product": product.name, **_named(plots)})


def _incomplete(work: Work, product: Product) -> list[Reason]:
    """R36; the treated area stands for the volume, the interval and the earliest day are computed."""
    asked = (
        ("diary_dose_missing", work.dose_milli), ("diary_unit_missing", work.dose_unit or not work.dose_milli),
        ("diary_target_missing", work.target), ("diary_method_missing", work.method),
        ("diary_worker_missing", work.worker), ("diary_batch_missing", work.stock_lot),
        ("diary_product_no_active", product.actives or not product.sprays),
    )  # fmt: skip
    return [Reason(code, {"product": product.name}) for code, there in asked if not there]


def _dose(work: Work, product: Product) -> Iterator[Reason]:
    """R35: the dose lies within the label's range."""
    low, high = product.dose_low_milli, product.dose_high_milli
    if not work.dose_milli or not product.dose_unit or not (low or high):
        return
    data = {"product": product.name, "low_milli": low, "high_milli": high}
    if work.dose_unit and work.dose_unit != product.dose_unit:
        yield Reason("diary_unit_differs", data)
    elif low and work.dose_milli < low:
        yield Reason("diary_dose_low", data)
    elif high and work.dose_milli > high:
        yield Reason("diary_dose_high", data)


def _frequency(work: Work, product: Product, lands: Sequence[Land]) -> Iterator[Reason]:
    """R35: uses in the year of the work, days between uses; the same product twice on a day is pointed out too."""
    same, often, soon = [], [], []
    for land in lands:
        if work.done_on in land.used_on:
            same.append(land.code)
        this_year = sum(1 for day in land.used_on if day.year == work.done_on.year)
        if product.most_per_year is not None and this_year + 1 > product.most_per_year:
            often.append(land.code)
        apart = product.apart_days or 0
        if any(0 < abs((day - work.done_on).days) < apart for day in land.used_on):
            soon.append(land.code)
    data = {"product": product.name, "most": product.most_per_year, "days": product.apart_days}
    found = (("diary_same_day", same), ("diary_too_often", often), ("diary_too_soon", soon))
    yield from (Reason(code, {**data, **_named(plots)}) for code, plots in found if plots)


def _outlook(work: Work, product: Product, land: Land, limits: Sequence[Limit]) -> Outlook:
    spraying = Spraying(product.name, work.done_on, product.actives, product.intervals.get(land.crop))
    facts = PlotFacts(land.code, land.crop, "", sprayings=(*land.sprayings, spraying))
    earliest = harvest_from(facts, "", limits, work.done_on)
    markets = []
    for market in _markets(work, product, limits):
        never = any(limit.market == market for _, limit in _never(work, product, limits))
        day = None if never else harvest_from(facts, market, limits, work.done_on)
        if never or (day and day != earliest):
            markets.append((market, day))
    return Outlook(land.key, land.code, spraying.phi_days, waits_until(spraying, limits), earliest, tuple(markets))


def _markets(work: Work, product: Product, limits: Sequence[Limit]) -> list[str]:
    """The markets that ask more of the product's active ingredients than the label does."""
    found = (limit.market for active in product.actives for limit in _limits_on(active, work.done_on, limits))
    return sorted({market for market in found if market})


def _named(plots: Sequence[str]) -> dict[str, object]:
    """The first plots by their codes, and how many there are."""
    more = " …" if len(plots) > NAMED else ""
    return {"plots": ", ".join(plots[:NAMED]) + more, "count": len(plots)}
