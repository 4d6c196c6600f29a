"""What can be done to yield estimates: typed for many plots at once, or taken over from the round before."""

from collections.abc import Sequence
from dataclasses import dataclass

from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from growers.actions.once import Stale, audit, use_case
from growers.models import Plot
from growers.queries.seats import Seat
from harvests.models import HarvestRound, YieldEstimate
from harvests.queries.estimates import estimates_of, plots_to_estimate, round_before

FIGURES = ("expected_g", "low_g", "high_g", "note")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was typed for a plot; `version` is that of the estimate the page showed, 0 when there was none."""

    plot: Plot
    version: int
    expected_g: int | None
    low_g: int | None = None
    high_g: int | None = None
    note: str = ""


@use_case
def set_estimates(seat: Seat, *, round: HarvestRound, figures: Sequence[Figures]) -> HarvestRound:
    """Write those figures that differ from what stands, all or none; an emptied figure counts as nothing expected.

    Raises Stale with the estimate that somebody saved since the page was shown.
    """
    _take(round)
    found = estimates_of(round, [typed.plot for typed in figures])
    new, changed = [], []
    for typed in figures:
        row = found.get(typed.plot.pk)
        if _same(row, typed):
            continue
        if (row.version if row else 0) != typed.version:
            raise Stale(row)
        kept = row or YieldEstimate(cooperative=seat.cooperative, round=round, plot=typed.plot, version=0)
        kept.expected_g, kept.low_g, kept.high_g = typed.expected_g or 0, typed.low_g, typed.high_g
        kept.note = typed.note
        kept.version += 1
        (changed if row else new).append(kept)
    _write(seat, new, changed)
    audit(seat, "yield estimated", round, season=str(round.season), new=len(new), changed=len(changed))
    return round


@use_case
def copy_estimates(seat: Seat, *, round: HarvestRound) -> HarvestRound:
    """Take over the estimates of the round before for every plot that has none yet."""
    _take(round)
    before = round_before(round)
    earlier = estimates_of(before) if before else {}
    new = [
        YieldEstimate(
            cooperative=seat.cooperative, round=round, plot=plot,
            **{name: getattr(earlier[plot.pk], name) for name in FIGURES},
        )
        for plot in plots_to_estimate(round.season, without=round)
        if plot.pk in earlier
    ]  # fmt: skip
    _write(seat, new, [])
    audit(seat, "yield estimates copied", round, season=str(round.season), source=str(before or ""), new=len(new))
    return round


def _take(round: HarvestRound) -> None:
    """Let writers of one round's estimates pass one after the other."""
    HarvestRound.objects.of(round.cooperative_id).select_for_update(no_key=True).get(pk=round.pk)


def _same(row: YieldEstimate | None, typed: Figures) -> bool:
    if row is None:
        return typed.expected_g is None
    figures = (typed.expected_g or 0, typed.low_g, typed.high_g, typed.note)
    return (row.expected_g, row.low_g, row.high_g, row.note) == figures


def _write(seat: Seat, new: list[YieldEstimate], changed: list[YieldEstimate]) -> None:
    if new:
        bulk_create_with_history(new, YieldEstimate, default_user=seat.user)
    if changed:
        rows = YieldEstimate.objects.of(seat.cooperative)
        bulk_update_with_history(changed, YieldEstimate, [*FIGURES, "version"], default_user=seat.user, manager=rows)
