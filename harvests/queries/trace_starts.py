"""Finds what a typed or scanned text names: the starts of a trace, within one co-operative."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from coopsite import clock
from coopsite.formats import showing
from growers.models import Cooperative, DiaryEntry, DiaryPlot, Household, Plot
from harvests.models import HarvestRecord, Lot, LotCarton, Season, Shipment, TraderOrder
from harvests.rules.trace_codes import Candidate, read

DIARY_DAYS = 30  # an application is a source of what was harvested within so many days after it (workflow.md M18)


@dataclass(frozen=True, slots=True)
class Start:
    """Something to trace. `query` finds it again, and nothing else; `code` is its own; `detail` says what it is.

    `kind` as in a Candidate; `pk` of the row (of the carton line for a carton, whose lot is `lot`); `grams` of one
    carton and `net_g` of its line. A household, plot or diary entry stands for what was harvested on `plots` (all, when
    empty) of `households` from day `first` to `last`.
    """

    kind: str
    pk: int
    query: str
    code: str
    detail: str
    lot: int = 0
    grams: int = 0
    net_g: int = 0
    first: dt.date | None = None
    last: dt.date | None = None
    households: tuple[int, ...] = ()
    plots: tuple[int, ...] = ()


def starts(coop: Cooperative, text: str) -> list[Start]:
    """Everything of the co-operative that a text names, at most one for each kind of thing; [] when nothing does."""
    asked, _colon, rest = text.strip().partition(":")
    candidates = [one for one in read(rest) if one.kind == asked] if asked in FINDERS else read(text)
    found = [FINDERS[one.kind](coop, one) for one in candidates]
    found = list({(one.kind, one.pk): one for one in found if one}.values())
    if len(found) < 2 and asked not in FINDERS:
        return found
    return [_told_apart(one) for one in found]


def _told_apart(start: Start) -> Start:
    return replace(start, query=f"{start.kind}:{start.query}")


def _lot(coop: Cooperative, asked: Candidate) -> Start | None:
    return _of_lot(Lot.objects.of(coop).filter(code__in=_spelt(asked.code)))


def _trace(coop: Cooperative, asked: Candidate) -> Start | None:
    return _of_lot(Lot.objects.of(coop).filter(trace_code=asked.code))


def _of_lot(rows) -> Start | None:
    lot = rows.select_related("market").first()
    detail = lot and f"{lot.market} · {showing.day(lot.packed_on)}"
    return lot and Start("lot", lot.pk, lot.code, lot.code, detail, lot=lot.pk)


def _carton(coop: Cooperative, asked: Candidate) -> Start | None:
    """A carton is counted through the carton lines of its lot in their order, as labels are."""
    rows = (
        LotCarton.objects.of(coop).filter(lot__code__in=_spelt(asked.code), cartons__gt=0).order_by("lot", "position")
    )
    end = 0
    for line in rows.select_related("lot", "grade"):
        end += line.cartons
        if end - line.cartons < asked.number <= end:
            code = f"{line.lot.code}/{asked.number}"
            detail = f"{showing.kg_unit(line.pack_g)} · {line.grade} {line.size}".strip()
            return Start("carton", line.pk, code, code, detail, lot=line.lot_id, grams=line.pack_g, net_g=line.net_g)
    return None


def _ticket(coop: Cooperative, asked: Candidate) -> Start | None:
    rows = HarvestRecord.objects.of(coop).filter(day=asked.day, number=asked.number).select_related("household")
    record = (rows.filter(revision=asked.revision) if asked.revision else rows.order_by("-revision")).first()
    return record and Start(
        "ticket", record.pk, record.code, record.code,
        f"{record.household.name} · {showing.day(record.day)}", first=record.day, last=record.day,
    )  # fmt: skip


def _household(coop: Cooperative, asked: Candidate) -> Start | None:
    household = Household.objects.of(coop).filter(code__in=_spelt(asked.code)).first()
    return household and replace(_over_season(coop, "household", household, household.name), households=(household.pk,))


def _plot(coop: Cooperative, asked: Candidate) -> Start | None:
    plot = Plot.objects.of(coop).filter(code__in=_spelt(asked.code)).select_related("household").first()
    if plot is None:
        return None
    start = _over_season(coop, "plot", plot, plot.household.name)
    return replace(start, households=(plot.household_id,), plots=(plot.pk,))


def _over_season(coop: Cooperative, kind: str, row, detail: str) -> Start:
    """What was harvested in the season that runs, or else in the last one."""
    today = clock.today()
    season = Season.objects.of(coop).filter(starts_on__lte=today).order_by("-starts_on").first()
    first, last = (season.starts_on, season.ends_on) if season else (today, today)
    return Start(kind, row.pk, row.code, row.code, detail, first=first, last=last)


def _diary(coop: Cooperative, asked: Candidate) -> Start | None:
    entry = DiaryEntry.objects.of(coop).filter(pk=asked.number).select_related("product").first()
    if entry is None:
        return None
    where = list(DiaryPlot.objects.of(coop).filter(entry=entry).values_list("plot", "plot__household"))
    return Start(
        "diary", entry.pk, f"diary/{entry.pk}", f"diary/{entry.pk}",
        f"{entry.product or entry.get_work_display()} · {showing.day(entry.done_on)}",
        first=entry.done_on, last=entry.done_on + dt.timedelta(days=DIARY_DAYS),
        plots=tuple(plot for plot, _household in where), households=tuple({household for _plot, household in where}),
    )  # fmt: skip


def _shipment(coop: Cooperative, asked: Candidate) -> Start | None:
    rows = Shipment.objects.of(coop).filter(year=asked.year, number=asked.number).select_related("trader")
    found = rows.first()
    return found and Start("shipment", found.pk, found.code, found.code, found.trader.name)


def _order(coop: Cooperative, asked: Candidate) -> Start | None:
    rows = TraderOrder.objects.of(coop).filter(year=asked.year, number=asked.number).select_related("trader")
    found = rows.first()
    return found and Start("order", found.pk, found.code, found.code, found.trader.name)


def _spelt(code: str) -> set[str]:
    """A code as typed and in capitals: an index finds both, and no search that ignores case."""
    return {code, code.upper()}


FINDERS: dict[str, Callable[[Cooperative, Candidate], Start | None]] = {
    "lot": _lot, "trace": _trace, "carton": _carton, "ticket": _ticket, "household": _household, "plot": _plot,
    "diary": _diary, "shipment": _shipment, "order": _order,
}  # fmt: skip
