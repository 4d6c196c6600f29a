"""What holds of planting area codes: when they are active, which plots stand under them, how hectares compare."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from growers.rules.verdicts import Reason, Verdict

CODES = frozenset(
    "area_code_malformed code_dates_swapped code_twin code_shape_unusual code_area_small code_area_differs"
    " plot_in_two_codes plot_other_crop plot_already_member member_ends_too_early event_reason_missing event_too_far"
    " event_changes_nothing event_before_last".split()
)
ACTIVE, SUSPENDED, REVOKED, EXPIRED, APPLIED = "active", "suspended", "revoked", "expired", "applied"
NEED_REASON = (SUSPENDED, REVOKED)
FARTHEST_AHEAD = dt.timedelta(days=366)
AREA_CODE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z-]{0,10}[0-9A-Za-z])?", re.ASCII)
# R19: the shape that published lists show; other shapes exist, so this only warns.
USUAL_CODE = re.compile(r"VN-?[A-Z]{2,3}OR-?\d{3,4}")

# From a day up to, not including, another; None never ends.
Period = tuple[dt.date, dt.date | None]
Event = tuple[dt.date, str]


@dataclass(frozen=True, slots=True)
class Rival:
    """A plot's membership of another code of the same crop and market, and when that code is active."""

    plot: str
    code: str
    period: Period
    active: tuple[Period, ...]


def standing(status: str | None, valid_from: dt.date | None, valid_to: dt.date | None, day: dt.date) -> str:
    """A code's status on a day, given its newest event by then: outside its validity an active code is not active.

    "" when nothing was recorded by that day.
    """
    if status == ACTIVE and valid_from and day < valid_from:
        return APPLIED
    if status == ACTIVE and valid_to and day >= valid_to:
        return EXPIRED
    return status or ""


def active_periods(
    events: Iterable[Event], valid_from: dt.date | None = None, valid_to: dt.date | None = None
) -> tuple[Period, ...]:
    """When a code is active; `events` in the order of their days, the later recorded of one day last (R10)."""
    periods, since = [], None
    for day, status in events:
        if status == ACTIVE and since is None:
            since = day
        elif status != ACTIVE and since is not None:
            periods.append((since, day))
            since = None
    if since is not None:
        periods.append((since, None))
    validity = (valid_from or dt.date.min, valid_to)
    clipped = (common(period, validity) for period in periods)
    return tuple(period for period in clipped if period)


def common(*periods: Period) -> Period | None:
    """The days that all periods share, or None."""
    start = max(first for first, _ in periods)
    end = min((last for _, last in periods if last is not None), default=None)
    return None if end is not None and end <= start else (start, end)


def judge_doubles(active: Sequence[Period], members: Iterable[tuple[str, Period]], rivals: Iterable[Rival]) -> Verdict:
    """R11: no plot stands under two codes of the same crop and market on a day on which both are active.

    `active` is when the code in question is; `members` are its plots by label with the period of their membership.
    """
    by_plot: dict[str, list[Rival]] = {}
    for rival in rivals:
        by_plot.setdefault(rival.plot, []).append(rival)
    found: dict[tuple[str, str], Reason] = {}
    for plot, period in members:
        for rival in by_plot.get(plot, ()):
            shared = (common(period, rival.period, own, other) for own in active for other in rival.active)
            first = min((days[0] for days in shared if days), default=None)
            if first and (plot, rival.code) not in found:
                data = {"plot": plot, "code": rival.code, "since_on": first}
                found[plot, rival.code] = Reason("plot_in_two_codes", data)
    return Verdict(refused=tuple(found.values()))


def judge_joining(plots: Iterable[tuple[str, int, Iterable[Period]]], *, crop: int, since: dt.date) -> Verdict:
    """Plots that shall stand under a code from a day on: (label, key of the crop, periods under it already)."""
    refused = []
    for label, plot_crop, periods in plots:
        if plot_crop != crop:
            refused.append(Reason("plot_other_crop", {"plot": label}))
        if any(common(period, (since, None)) for period in periods):
            refused.append(Reason("plot_already_member", {"plot": label}))
    return Verdict(refused=tuple(refused))


def judge_leaving(members: Iterable[tuple[str, dt.date]], *, until: dt.date) -> Verdict:
    """Memberships (label, first day) that shall end: each lasts at least a day."""
    return Verdict(
        refused=tuple(
            Reason("member_ends_too_early", {"plot": label, "since_on": since})
            for label, since in members
            if until <= since
        )
    )


def judge_event(status: str, day: dt.date, reason: str, *, past: Sequence[Event], today: dt.date) -> Verdict:
    """A new status of a code; `past` are its events in order. Events are added in the order of their days."""
    refused = []
    if status in NEED_REASON and not reason:
        refused.append(Reason("event_reason_missing"))
    if day > today + FARTHEST_AHEAD:
        refused.append(Reason("event_too_far", {"since_on": day}))
    if past and day < past[-1][0]:
        refused.append(Reason("event_before_last", {"since_on": past[-1][0]}))
    elif past and past[-1][1] == status:
        refused.append(Reason("event_changes_nothing", {"since_on": past[-1][0]}))
    return Verdict(refused=tuple(refused))


def judge_code(facts: Mapping[str, Any], *, others: Iterable[str], minimum_m2: int) -> Verdict:
    """A planting area code's own values; `others` are the co-operative's other codes as stored (R13, R19)."""
    code, start, end = facts.get("code") or "", facts.get("valid_from"), facts.get("valid_to")
    twin = next((other for other in others if same_code(other) == same_code(code)), None)
    refused, warnings = [], []
    if code and twin:
        refused.append(Reason("code_twin", {"code": twin}))
    if start and end and end <= start:
        refused.append(Reason("code_dates_swapped"))
    if code and not USUAL_CODE.fullmatch(same_code(code)):
        warnings.append(Reason("code_shape_unusual", {"code": code}))
    area = facts.get("registered_m2")
    if area is not None and area < minimum_m2:
        warnings.append(Reason("code_area_small", {"area_m2": area, "minimum_m2": minimum_m2}))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def judge_hectares(registered_m2: int | None, members_m2: int, *, tolerance_bp: int) -> Verdict:
    """R12: the plots under a code and its registered area agree within a tolerance; both numbers are named."""
    if not registered_m2:
        return Verdict()
    difference = abs(members_m2 - registered_m2)
    if difference * 10_000 <= tolerance_bp * registered_m2:
        return Verdict()
    data = {
        "registered_m2": registered_m2,
        "members_m2": members_m2,
        "difference_bp": difference * 10_000 // registered_m2,
        "tolerance_bp": tolerance_bp,
    }
    return Verdict(warnings=(Reason("code_area_differs", data),))


def judge_area(code: str) -> Verdict:
    """A growing area's short code stands in addresses: letters without marks, digits and dashes."""
    if code and (not AREA_CODE.fullmatch(code) or code.lower() == "new"):
        return Verdict.because("area_code_malformed", code=code)
    return Verdict()


def same_code(code: str) -> str:
    """How codes are compared: upper case, no spaces; they are stored as printed (R19)."""
    return "".join(code.upper().split())
