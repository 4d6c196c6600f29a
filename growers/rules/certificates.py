"""What holds of certificates: their identifiers, dates and length, which plots they cover, how they stand on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from growers.rules import gs1
from growers.rules.areas import Period, common
from growers.rules.months import months_after
from growers.rules.verdicts import Reason, Verdict

CODES = frozenset(
    "certificate_dates_swapped certificate_long certificate_ggn_missing certificate_ggn_wrong certificate_ggn_not_asked"
    " certificate_house_missing certificate_house_not_asked certificate_withdrawn_early certificate_withdrawn_late"
    " certificate_withdrawal_reason scope_area_differs scope_other_crop scope_already_inside scope_outside_validity"
    " scope_ends_too_early scope_of_house scope_many_new certificate_has_plots".split()
)
VIETGAP, GLOBALGAP, ORGANIC, HOUSE, OCOP = "vietgap", "globalgap", "organic", "house", "ocop"
# R51: the longest life that is plausible, in months, extensions that exist included.
LONGEST_MONTHS = {VIETGAP: 36, GLOBALGAP: 16, ORGANIC: 24, HOUSE: 36, OCOP: 36}
MOST_NEW_BP, A_YEAR = 1_000, dt.timedelta(days=365)
COMING, VALID, WITHDRAWN, EXPIRED = "coming", "valid", "withdrawn", "expired"


def state_on(valid_from: dt.date, valid_to: dt.date, withdrawn_on: dt.date | None, day: dt.date) -> str:
    """How a certificate stands on a day: coming, valid, withdrawn or expired; its last day is one of it (R50)."""
    if withdrawn_on and withdrawn_on <= day:
        return WITHDRAWN
    if day < valid_from:
        return COMING
    return VALID if day <= valid_to else EXPIRED


def day_after(valid_to: dt.date) -> dt.date:
    """The first day on which a certificate holds no more: the day printed on it is its last (R50)."""
    return valid_to + dt.timedelta(days=1)


def judge_certificate(facts: Mapping[str, Any]) -> Verdict:
    """A certificate's own values; `house` is truthy for one over a packing house (R01, R51)."""
    scheme, ggn = facts.get("scheme") or "", facts.get("ggn") or ""
    start, end = facts.get("valid_from"), facts.get("valid_to")
    refused, warnings = [*_identity(scheme, ggn, bool(facts.get("house")))], []
    if start and end and end <= start:
        refused.append(Reason("certificate_dates_swapped"))
    elif start and end and scheme in LONGEST_MONTHS and end > months_after(start, LONGEST_MONTHS[scheme]):
        warnings.append(Reason("certificate_long", {"months": LONGEST_MONTHS[scheme]}))
    return Verdict(refused=tuple(refused), warnings=tuple(warnings))


def _identity(scheme: str, ggn: str, of_house: bool):
    if scheme == GLOBALGAP and not ggn:
        yield Reason("certificate_ggn_missing")
    elif ggn and scheme != GLOBALGAP:
        yield Reason("certificate_ggn_not_asked")
    elif ggn and not gs1.valid("ggn", ggn):
        yield Reason("certificate_ggn_wrong", {"ggn": ggn})
    if scheme == HOUSE and not of_house:
        yield Reason("certificate_house_missing")
    elif of_house and scheme in (VIETGAP, ORGANIC):
        yield Reason("certificate_house_not_asked")


def judge_having_plots(*, crop_changed: bool, of_house: bool) -> Verdict:
    """What cannot change any more of a certificate that plots are or were under."""
    return Verdict.because("certificate_has_plots") if crop_changed or of_house else Verdict()


def judge_scope(scope_m2: int | None, members_m2: int, *, tolerance_bp: int) -> Verdict:
    """As R12 does for codes: the area printed on a certificate and that of the plots under it; both are named."""
    if not scope_m2:
        return Verdict()
    difference = abs(members_m2 - scope_m2)
    if difference * 10_000 <= tolerance_bp * scope_m2:
        return Verdict()
    data = {"scope_m2": scope_m2, "members_m2": members_m2, "difference_bp": difference * 10_000 // scope_m2}
    return Verdict(warnings=(Reason("scope_area_differs", data),))


def judge_newcomers(
    members: Iterable[tuple[int, dt.date, int]], *, valid_from: dt.date, today: dt.date, most_bp: int = MOST_NEW_BP
) -> Verdict:
    """R52: a group takes in few new members within a year without a fresh inspection, by number and by land.

    `members` are the memberships that stand, as (key of the household, first day, square metres).
    """
    first: dict[int, dt.date] = {}
    area: dict[int, int] = {}
    for household, since, area_m2 in members:
        first[household] = min(since, first.get(household, since))
        area[household] = area.get(household, 0) + area_m2
    new = [household for household, since in first.items() if since > max(valid_from, today - A_YEAR)]
    new_m2, members_m2 = sum(area[household] for household in new), sum(area.values())
    many = len(new) * 10_000 > most_bp * len(first) or new_m2 * 10_000 > most_bp * members_m2
    if len(first) < 2 or not many:
        return Verdict()
    data = {"new": len(new), "households": len(first), "new_m2": new_m2, "members_m2": members_m2, "most_bp": most_bp}
    return Verdict(warnings=(Reason("scope_many_new", data),))


def judge_joining(
    plots: Iterable[tuple[str, int, Iterable[Period]]], *, crop: int, validity: Period, since: dt.date, of_house: bool
) -> Verdict:
    """Plots that a certificate shall cover from a day on: (label, key of the crop, periods inside it already).

    `validity` is from its first day to the first after its last.
    """
    refused = [Reason("scope_of_house")] if of_house else []
    if common((since, None), validity) != (since, validity[1]):
        last = validity[1] - dt.timedelta(days=1)
        refused.append(Reason("scope_outside_validity", {"first_on": validity[0], "until_on": last}))
    for label, plot_crop, periods in plots:
        if plot_crop != crop:
            refused.append(Reason("scope_other_crop", {"plot": label}))
        if any(common(period, (since, None)) for period in periods):
            refused.append(Reason("scope_already_inside", {"plot": label}))
    return Verdict(refused=tuple(refused))


def judge_leaving(members: Iterable[tuple[str, dt.date]], *, until: dt.date) -> Verdict:
    """Memberships (label, first day) that shall end: each lasts at least a day."""
    return Verdict(
        refused=tuple(
            Reason("scope_ends_too_early", {"plot": label, "since_on": since})
            for label, since in members
            if until <= since
        )
    )


def judge_withdrawal(day: dt.date, reason: str, *, valid_from: dt.date, valid_to: dt.date) -> Verdict:
    """A certificate that its body takes back before its end, from a day on."""
    refused = []
    if not reason:
        refused.append(Reason("certificate_withdrawal_reason"))
    if day < valid_from:
        refused.append(Reason("certificate_withdrawn_early", {"first_on": valid_from}))
    elif day > valid_to:
        refused.append(Reason("certificate_withdrawn_late", {"until_on": valid_to}))
    return Verdict(refused=tuple(refused))
