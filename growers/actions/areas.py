"""What can be done to growing areas and their codes: opened, changed, given plots from a day on, given a new status."""

import datetime as dt
from collections.abc import Sequence

from growers.actions.once import audit, change_row, insist, use_case
from growers.models import CodeEvent, CodePlot, ExportCode, GrowingArea, PackingHouse, Plot
from growers.queries.areas import events_of, members_of, rivals_of
from growers.queries.seats import Seat
from growers.rules.areas import active_periods, judge_doubles, judge_event, judge_joining, judge_leaving


@use_case
def open_area(seat: Seat, **facts) -> GrowingArea:
    """Add a growing area; raises ValidationError by field."""
    area = GrowingArea(cooperative=seat.cooperative, **facts)
    area.full_clean()
    area.save()
    audit(seat, "growing area opened", area, code=area.code, name=area.name)
    return area


@use_case
def change_area(seat: Seat, *, area: GrowingArea, version: int, **facts) -> GrowingArea:
    """Change a growing area as it stood at `version`; raises Stale when somebody saved it since."""
    return change_row(seat, "growing area changed", area, version, facts)


@use_case
def add_code(
    seat: Seat,
    *,
    area: GrowingArea | None = None,
    house: PackingHouse | None = None,
    status: str,
    effective_from: dt.date,
    reason: str = "",
    **facts,
) -> ExportCode:
    """Add a code to a growing area or to a packing house, with its first status."""
    code = ExportCode(cooperative=seat.cooperative, area=area, house=house, **facts)
    code.full_clean()
    code.save()
    _event(code, status, effective_from, reason)
    audit(seat, f"{_noun(code)} added", code, market=str(code.market), status=status, since=effective_from)
    return code


@use_case
def change_code(seat: Seat, *, export_code: ExportCode, version: int, **facts) -> ExportCode:
    """Change a code's papers as it stood at `version`; Refused when its validity now puts a plot under two codes."""
    _hold(export_code)
    changed = change_row(seat, f"{_noun(export_code)} changed", export_code, version, facts)
    _refuse_doubles(changed, _memberships(changed))
    return changed


@use_case
def record_status(
    seat: Seat, *, code: ExportCode, status: str, effective_from: dt.date, reason: str, today: dt.date
) -> CodeEvent:
    """Add a status that a code has from a day on; Refused when that puts a plot under two active codes (R11)."""
    _hold(code)
    past = [(event.effective_from, event.status) for event in events_of(code)]
    insist(judge_event(status, effective_from, reason, past=past, today=today))
    event = _event(code, status, effective_from, reason)
    _refuse_doubles(code, _memberships(code))
    audit(seat, f"{_noun(code)} status", code, status=status, since=effective_from, reason=reason)
    return event


@use_case
def put_under_code(seat: Seat, *, code: ExportCode, plots: Sequence[Plot], valid_from: dt.date) -> ExportCode:
    """Put plots under a code from a day on; Refused with the names of those that cannot be (R11, other crop, twice)."""
    _hold(code, [plot.pk for plot in plots])
    inside: dict[int, list] = {}
    for member in members_of(code):
        inside.setdefault(member.plot_id, []).append((member.valid_from, member.valid_to))
    joining = [(plot.code, plot.variety.commodity_id, inside.get(plot.pk, ())) for plot in plots]
    insist(judge_joining(joining, crop=code.commodity_id, since=valid_from))
    _refuse_doubles(code, [(plot, (valid_from, None)) for plot in plots])
    for plot in plots:
        member = CodePlot(cooperative=seat.cooperative, export_code=code, plot=plot, valid_from=valid_from)
        member.full_clean()
        member.save()
    audit(seat, "plots put under a code", code, plots=[plot.code for plot in plots], since=valid_from)
    return code


@use_case
def take_from_code(seat: Seat, *, code: ExportCode, members: Sequence[CodePlot], valid_to: dt.date) -> ExportCode:
    """End memberships on a day, from which on the plots stand under the code no more."""
    _hold(code)
    rows = list(members_of(code).filter(pk__in=[member.pk for member in members]))
    insist(judge_leaving([(row.plot.code, row.valid_from) for row in rows], until=valid_to))
    for row in rows:
        row.valid_to = valid_to
        row.full_clean()
        row.save()
    audit(seat, "plots taken from a code", code, plots=[row.plot.code for row in rows], until=valid_to)
    return code


def _noun(code: ExportCode) -> str:
    return "packing house code" if code.house_id else "planting area code"


def _event(code: ExportCode, status: str, day: dt.date, reason: str) -> CodeEvent:
    event = CodeEvent(cooperative=code.cooperative, export_code=code, status=status, effective_from=day, reason=reason)
    event.full_clean()
    event.save()
    return event


def _hold(code: ExportCode, plots: Sequence[int] = ()) -> None:
    """Lock the code, then the plots whose codes are compared, by key: codes that take the same plot wait in turn."""
    list(ExportCode.objects.of(code.cooperative_id).select_for_update().filter(pk=code.pk))
    members = CodePlot.objects.of(code.cooperative_id).filter(export_code=code).values_list("plot", flat=True)
    keys = {*plots, *members}
    list(Plot.objects.of(code.cooperative_id).select_for_update().filter(pk__in=keys).order_by("pk"))


def _memberships(code: ExportCode) -> list:
    return [(member.plot, (member.valid_from, member.valid_to)) for member in members_of(code)]


def _refuse_doubles(code: ExportCode, members: Sequence[tuple]) -> None:
    events = [(event.effective_from, event.status) for event in events_of(code)]
    active = active_periods(events, code.valid_from, code.valid_to)
    labelled = [(plot.code, period) for plot, period in members]
    insist(judge_doubles(active, labelled, rivals_of(code, {plot.pk for plot, _ in members})))
