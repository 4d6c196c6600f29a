"""What can be done to a plot: added to a household, changed, its boundary measured, the stages of its planting kept."""

from collections.abc import Sequence
from decimal import Decimal

from coopsite.formats.text import search_key
from growers.actions.once import audit, changes, insist, save_version, use_case
from growers.models import Household, Planting, Plot
from growers.queries.plots import next_number, stages_of
from growers.queries.seats import Seat
from growers.rules.boundaries_judging import area_m2, centre, judge_boundary
from growers.rules.plots import Stage
from growers.rules.verdicts import Verdict


@use_case
def add_plot(seat: Seat, *, household: Household, stages: Sequence[Stage] = (), **facts) -> Plot:
    """Add a plot with the household's next number; raises Refused for a boundary that is none, ValidationError by
    field for the rest."""
    Household.objects.of(seat.cooperative).select_for_update().get(pk=household.pk)
    plot = Plot(cooperative=seat.cooperative, household=household, number=next_number(household), **facts)
    measure(plot)
    keep_keys(plot)
    plot.full_clean()
    plot.save()
    _keep_stages(plot, stages)
    audit(seat, "plot added", plot, code=plot.code, area_m2=plot.area_m2, drawn_m2=plot.drawn_m2)
    return plot


@use_case
def change_plot(seat: Seat, *, plot: Plot, version: int, stages: Sequence[Stage] | None = None, **facts) -> Plot:
    """Change a plot as it stood at `version`; `stages` replace those there. Raises Stale when it was saved since."""
    # A form may have written into the one it was given.
    plot = Plot.objects.of(seat.cooperative).get(pk=plot.pk)
    before = {name: _plain(getattr(plot, name)) for name in facts}
    old_boundary, old_place = plot.boundary, (plot.lat, plot.lon)
    for name, value in facts.items():
        setattr(plot, name, value)
    replaced = old_boundary and plot.boundary != old_boundary
    if replaced and (plot.lat, plot.lon) == old_place == place_of(old_boundary):
        plot.lat = plot.lon = None  # nobody typed this place: it was the middle of the boundary that is replaced
    measure(plot)
    keep_keys(plot)
    plot.full_clean()
    save_version(plot, version)
    if stages is not None:
        _keep_stages(plot, stages)
    after = {name: _plain(getattr(plot, name)) for name in facts}
    audit(seat, "plot changed", plot, changes=changes(before, after))
    return plot


def measure(plot: Plot) -> None:
    """Set the measured area from the boundary, and the place when nobody typed one; Refused when it is no boundary."""
    if not plot.boundary:
        plot.boundary, plot.drawn_m2 = None, None
        return
    insist(Verdict(refused=judge_boundary(plot.boundary).refused))
    plot.drawn_m2 = area_m2(plot.boundary)
    if plot.lat is None or plot.lon is None:
        plot.lat, plot.lon = place_of(plot.boundary)


def place_of(boundary: dict) -> tuple[Decimal, Decimal]:
    """The middle of a boundary as a plot stores its place."""
    lat, lon = centre(boundary)
    return Decimal(f"{lat:.6f}"), Decimal(f"{lon:.6f}")


def keep_keys(plot: Plot) -> None:
    """Set the code, which begins with the household's, and the stored key by which the plot is found."""
    plot.code = f"{plot.household.code}-{plot.number}"
    commune = plot.commune.name if plot.commune_id else ""
    plot.search_key = search_key(plot.code, plot.name, commune, plot.land_document_no)[:400]


def _keep_stages(plot: Plot, stages: Sequence[Stage]) -> None:
    """Make the stored stages those given; a stage holds no fruit and no money, so one that was taken out is gone."""
    if stages_of(plot) == sorted(stages, key=lambda stage: stage.year):
        return
    Planting.objects.of(plot.cooperative_id).filter(plot=plot).delete()
    for stage in stages:
        row = Planting(
            cooperative=plot.cooperative, plot=plot, year=stage.year, posts=stage.posts, plants=stage.plants,
            note=stage.note,
        )  # fmt: skip
        row.full_clean()
        row.save()


def _plain(value):
    """A boundary is noted as its presence: its corners are in the plot's history."""
    return "…" if isinstance(value, dict) else str(value)
