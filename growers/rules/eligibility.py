"""Whether fruit of a plot, harvested on a day, may go to a market: one function, with every reason."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from growers.rules.areas import ACTIVE, APPLIED, EXPIRED, REVOKED, SUSPENDED, Period
from growers.rules.eligibility_facts import (  # noqa: F401 - who judges finds the facts here too
    CLOSED,
    CONTROLS,
    HOME,
    OPEN,
    UNKNOWN,
    Active,
    Limit,
    Load,
    MarketRules,
    PlotCode,
    PlotFacts,
    Rulebook,
    Scope,
    Spraying,
)
from growers.rules.verdicts import Reason, Verdict

# R75: every decision keeps the version it was made under; a change of meaning below makes a new one.
RULES = "2026-11"
CODES = (
    "market_closed", "market_unknown", "market_controls", "plot_not_named", "plot_crop_differs", "code_missing",
    "code_not_yet_active", "code_suspended_then", "code_revoked_then", "code_expired_then", "supervision_missing",
    "supervision_old", "supervision_failed", "registration_other_year", "code_over_hard_cap", "code_over_soft_cap",
    "phi_running", "phi_unknown", "active_banned", "active_stopped", "product_not_permitted", "product_other_crop",
)  # fmt: skip
NOT_ACTIVE = {
    APPLIED: "code_not_yet_active",
    SUSPENDED: "code_suspended_then",
    REVOKED: "code_revoked_then",
    EXPIRED: "code_expired_then",
    "": "code_not_yet_active",
}
# What was sprayed longer ago concerns no fruit that hangs now: the query of a judge looks back as far.
MEMORY = dt.timedelta(days=366)


def eligibility(plot: PlotFacts | None, market: str, day: dt.date, book: Rulebook) -> Verdict:
    """Whether fruit harvested from a plot on a day may go to a market, with all that speaks against it.

    R10, R14, R17, R30-R33, R70. `plot` None: the ticket names no plot, which nobody can judge.
    """
    found = [*_access(book.by_market.get(market))]
    if plot is None:
        found.append(("unknown", Reason("plot_not_named")))
    else:
        rules = book.by_market.get(market)
        if rules and plot.crop != rules.crop:
            found.append(("refused", Reason("plot_crop_differs", {"plot": plot.plot})))
        if rules and rules.area_code:
            found += _codes(plot, market, day, rules, book.supervision_days)
        found += _sprayings(plot, market, day, book.limits)
    return Verdict(
        refused=tuple(reason for weight, reason in found if weight == "refused"),
        unknown=tuple(reason for weight, reason in found if weight == "unknown"),
        warnings=tuple(reason for weight, reason in found if weight == "warning"),
    )


def active_code(plot: PlotFacts, market: str, day: dt.date) -> PlotCode | None:
    """The one planting area code that lets the plot's fruit of a day go to a market (R10, R11)."""
    return next((code for code in _members(plot, market, day) if code.status(day) == ACTIVE), None)


def claims(plots: Iterable[tuple[PlotFacts | None, dt.date]]) -> tuple[Scope, ...]:
    """The certificates that may be named for fruit of these plots and harvest days: all of it in scope (R50)."""
    common: dict[str, Scope] | None = None
    for plot, day in plots:
        here = {scope.certificate: scope for scope in (plot.scopes if plot else ()) if _holds(scope.period, day)}
        common = here if common is None else {key: scope for key, scope in common.items() if key in here}
    return tuple(sorted((common or {}).values(), key=lambda scope: (scope.scheme, scope.certificate)))


def harvest_from(plot: PlotFacts, market: str, limits: Sequence[Limit], after: dt.date) -> dt.date | None:
    """The first day on which every interval of what was sprayed up to `after` is over; None while one is unknown."""
    days = [after]
    for spraying in plot.sprayings:
        if not after - MEMORY <= spraying.done_on <= after:
            continue
        interval = _interval(spraying, market, limits)
        if interval is None:
            return None
        days.append(spraying.done_on + dt.timedelta(days=interval))
    return max(days)


def snapshot(verdict: Verdict) -> dict:
    """A verdict as it is kept beside a decision: the version of the rules, the outcome and every reason (R75)."""
    kept = {"rules": RULES, "outcome": verdict.outcome}
    for weight in ("refused", "unknown", "warnings"):
        if found := getattr(verdict, weight):
            kept[weight] = [
                {"code": reason.code, "data": {key: _plain(value) for key, value in reason.data.items()}}
                for reason in found
            ]
    return kept


def _access(rules: MarketRules | None) -> Iterator[tuple[str, Reason]]:
    if rules is None or rules.access == UNKNOWN:
        yield "unknown", Reason("market_unknown", {"source": rules.source if rules else ""})
    elif rules.access == CLOSED:
        yield "refused", Reason("market_closed", {"source": rules.source})
    elif rules.access == CONTROLS:
        yield "warning", Reason("market_controls", {"source": rules.source})


def _members(plot: PlotFacts, market: str, day: dt.date) -> list[PlotCode]:
    return [code for code in plot.codes if (code.market, code.crop) == (market, plot.crop) and _holds(code.member, day)]


def _codes(plot: PlotFacts, market, day, rules: MarketRules, supervision_days: int) -> Iterator[tuple[str, Reason]]:
    members, said = _members(plot, market, day), {"plot": plot.plot, "harvest_on": day}
    if not members:
        yield "refused", Reason("code_missing", {**said, "market": market})
        return
    active = active_code(plot, market, day)
    if active is None:
        for code in members:
            yield "refused", Reason(NOT_ACTIVE[code.status(day)], {**said, "code": code.code, **_since(code, day)})
        return
    said = {"code": active.code, "harvest_on": day}
    yield from _supervision(active, day, supervision_days, said)
    if rules.yearly and not _registered(active, day):
        yield "refused", Reason("registration_other_year", {**said, "year": day.year})
    if active.load:
        yield from _load(active.load, said)


def _registered(code: PlotCode, day: dt.date) -> bool:
    """R14: whether a code was made active in the year of a day, by that day."""
    return any(since.year == day.year and since <= day for since, status in code.events if status == ACTIVE)


def _since(code: PlotCode, day: dt.date) -> dict[str, dt.date]:
    """The day from which the code has the status that it has on a day, as a reason carries it."""
    if code.status(day) == EXPIRED and code.valid_to and code.valid_to <= day:
        return {"since_on": code.valid_to}
    since = next((since for since, _ in reversed(code.events) if since <= day), None)
    return {"since_on": since} if since else {}


def _supervision(code: PlotCode, day: dt.date, most_days: int, said: dict) -> Iterator[tuple[str, Reason]]:
    last = max((visit for visit in code.visits if visit <= day), default=None)
    failed = max((visit for visit in code.failed if visit <= day), default=None)
    if failed and (last is None or failed > last):
        yield "refused", Reason("supervision_failed", {**said, "last_on": failed})
    elif last is None:
        yield "unknown", Reason("supervision_missing", said)
    elif (day - last).days > most_days:
        yield "refused", Reason("supervision_old", {**said, "last_on": last, "days": most_days})


def _load(load: Load, said: dict) -> Iterator[tuple[str, Reason]]:
    said = {**said, "received_g": load.received_g}
    if load.received_g > load.hard_g:
        yield "refused", Reason("code_over_hard_cap", {**said, "cap_g": load.hard_g})
    elif load.received_g > load.soft_g:
        yield "warning", Reason("code_over_soft_cap", {**said, "cap_g": load.soft_g})


def _sprayings(plot: PlotFacts, market, day, limits: Sequence[Limit]) -> Iterator[tuple[str, Reason]]:
    for spraying in plot.sprayings:
        if not day - MEMORY <= spraying.done_on <= day:
            continue
        data = {"plot": plot.plot, "product": spraying.product, "done_on": spraying.done_on}
        if not _holds(spraying.permitted, spraying.done_on):
            yield "refused", Reason("product_not_permitted", data)
        if not spraying.on_crop:
            yield "refused", Reason("product_other_crop", data)
        for active, limit in _limits(spraying, market, limits):
            if limit.phi_days is None:
                code = "active_banned" if limit.banned else "active_stopped"
                yield "refused", Reason(code, {**data, "active": active.name})
        interval = _interval(spraying, market, limits)
        if interval is None:
            yield "unknown", Reason("phi_unknown", data)
        elif (day - spraying.done_on).days < interval:
            until = spraying.done_on + dt.timedelta(days=interval)
            yield "refused", Reason("phi_running", {**data, "days": interval, "until_on": until})


def _limits(spraying: Spraying, market: str, limits: Sequence[Limit]) -> Iterator[tuple[Active, Limit]]:
    for active in spraying.actives:
        for limit in limits:
            if limit.active == active.key and limit.market in ("", market) and _holds(limit.period, spraying.done_on):
                yield active, limit


def _interval(spraying: Spraying, market: str, limits: Sequence[Limit]) -> int | None:
    """R32: the label's interval or a market's longer one; None when the label's is unknown (R31)."""
    if spraying.phi_days is None:
        return None
    asked = (limit.phi_days for _, limit in _limits(spraying, market, limits) if limit.phi_days is not None)
    return max((spraying.phi_days, *asked))


def _holds(period: Period, day: dt.date) -> bool:
    first, last = period
    return first <= day and (last is None or day < last)


def _plain(value):
    return value.isoformat() if isinstance(value, dt.date) else value
