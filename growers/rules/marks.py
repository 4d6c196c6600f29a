"""Who may put a certification mark on what: the fruit's province, the licence on the pack date, its quota (R56)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from growers.rules.areas import Period, common
from growers.rules.verdicts import Reason, Verdict

CODES = (
    "mark_other_crop", "mark_not_in_force", "mark_without_licence", "mark_licence_not_valid", "mark_plot_elsewhere",
    "mark_plot_unknown", "mark_over_quota", "licence_dates_swapped", "licence_beyond_mark", "licence_overlaps",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Licence:
    """The co-operative's own right to use a mark for a period; `quota_g` None means without a limit."""

    decision_no: str
    period: Period
    quota_g: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A certification mark: the crop (its code) and the province it certifies, and who of us may use it when."""

    code: str
    crop: str
    province: str
    period: Period
    licences: tuple[Licence, ...] = ()


def licence_on(mark: Mark, day: dt.date) -> Licence | None:
    """The licence under which the mark may be used on a day."""
    return next((licence for licence in mark.licences if holds(licence.period, day)), None)


def judge_mark(
    mark: Mark, *, crop: str, plots: Iterable[tuple[str, str | None]], packed_on: dt.date, used_g: int = 0
) -> Verdict:
    """R56: whether a lot may carry the mark.

    `plots` are (label, province code) of every plot behind the lot, the code None for a load without a plot; `used_g`
    is what was packed under the licence of the pack date in all, this lot included.
    """
    refused, unknown = [], []
    if crop != mark.crop:
        refused.append(Reason("mark_other_crop"))
    if not holds(mark.period, packed_on):
        refused.append(Reason("mark_not_in_force", {"packed_on": packed_on}))
    licence = licence_on(mark, packed_on)
    if not mark.licences:
        refused.append(Reason("mark_without_licence"))
    elif licence is None:
        refused.append(Reason("mark_licence_not_valid", {"packed_on": packed_on}))
    elif licence.quota_g is not None and used_g > licence.quota_g:
        refused.append(Reason("mark_over_quota", {"quota_g": licence.quota_g, "used_g": used_g}))
    for label, province in plots:
        if province is None:
            unknown.append(Reason("mark_plot_unknown", {"plot": label}))
        elif province != mark.province:
            refused.append(Reason("mark_plot_elsewhere", {"plot": label}))
    return Verdict(refused=tuple(refused), unknown=tuple(unknown))


def judge_licence(facts: Mapping[str, Any], *, mark: Period | None, others: Iterable[tuple[str, Period]]) -> Verdict:
    """A licence's own values; `others` are (decision, period) of the same holder's other licences of the mark."""
    start, end = facts.get("valid_from"), facts.get("valid_to")
    if start is None:
        return Verdict()
    if end and end <= start:
        return Verdict.because("licence_dates_swapped")
    warnings = []
    if mark and common((start, end), mark) != (start, end):
        warnings.append(Reason("licence_beyond_mark", {"first_on": mark[0], "until_on": mark[1]}))
    for number, period in others:
        if common((start, end), period):
            warnings.append(Reason("licence_overlaps", {"number": number}))
    return Verdict(warnings=tuple(warnings))


def holds(period: Period, day: dt.date) -> bool:
    """Whether a day lies in a period, which does not hold its end."""
    first, last = period
    return first <= day and (last is None or day < last)
