"""The scale loads behind lots, through as many re-packings as there were, and what eligibility says of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from growers.models import Cooperative
from growers.rules.verdicts import Verdict
from harvests.models import HarvestLine, LotInput, ticket_code, ticket_slug
from harvests.queries.eligibility import Judge, judge_for
from harvests.rules.sources import Edge, loads_of


class Load(NamedTuple):
    """A scale load as papers and verdicts name it; `holds` are the codes of what its ticket is on hold for."""

    line: int
    ticket: str
    slug: str
    day: dt.date
    status: str
    holds: tuple[str, ...]
    household: str
    name: str
    village: str
    plot_key: int | None
    plot: str
    net_g: int


class Behind(NamedTuple):
    """Grams by scale load of each lot, and what is known of each load."""

    by_lot: dict[int, dict[int, int]]
    loads: dict[int, Load]

    def of(self, lot: int) -> list[tuple[Load, int]]:
        """The loads behind a lot with their grams, in the order of their tickets."""
        found = [(self.loads[line], grams) for line, grams in self.by_lot.get(lot, {}).items() if line in self.loads]
        return sorted(found, key=lambda row: (row[0].day, row[0].ticket, row[0].line))


def behind(coop: Cooperative, lots: Iterable[int]) -> Behind:
    """The scale loads behind lots: one statement for each depth of re-packing, and one for the loads."""
    asked = list(dict.fromkeys(lots))
    edges: dict[int, list[Edge]] = {}
    frontier = set(asked)
    while frontier:
        rows = LotInput.objects.of(coop).filter(lot__in=frontier, void_reason="").order_by("pk")
        edges |= {lot: [] for lot in frontier}
        for lot, line, source, grams in rows.values_list("lot", "line", "source", "grams"):
            edges[lot].append(Edge(grams, line, source))
        frontier = {edge.source for lot in frontier for edge in edges[lot] if edge.source} - edges.keys()
    by_lot = {lot: loads_of(lot, edges) for lot in asked}
    return Behind(by_lot, _loads(coop, {line for lines in by_lot.values() for line in lines}))


def _loads(coop: Cooperative, lines: set[int]) -> dict[int, Load]:
    record, household = "record__", "record__household__"
    fields = (
        "pk", f"{record}day", f"{record}number", f"{record}revision", f"{record}status", f"{record}holds",
        f"{household}code", f"{household}name", f"{household}village", f"{record}plot", f"{record}plot__code", "net_g",
    )  # fmt: skip
    rows = HarvestLine.objects.of(coop).filter(pk__in=lines).order_by()
    return {
        pk: Load(
            pk, ticket_code(day, number, revision), ticket_slug(day, number), day, status,
            tuple(hold["code"] if isinstance(hold, dict) else hold for hold in holds), code, name, village, plot,
            plot_code or "", net_g,
        )
        for pk, day, number, revision, status, holds, code, name, village, plot, plot_code, net_g in rows.values_list(
            *fields
        )
    }  # fmt: skip


def judge_of(coop: Cooperative, crop: int, loads: Iterable[Load]) -> Judge | None:
    """A judge for these loads; None when there are none. Constant in statements."""
    found = list(loads)
    if not found:
        return None
    days = [load.day for load in found]
    return judge_for(coop, crop, first=min(days), last=max(days), plots={load.plot_key for load in found} - {None})


def verdicts_of(judge: Judge | None, market: str, loads: Iterable[Load]) -> dict[int, Verdict]:
    """What today's rules say of each load as of its harvest day, by the load's key."""
    known: dict[tuple, Verdict] = defaultdict(Verdict)
    found = {}
    for load in loads:
        key = (load.plot_key, load.day)
        if key not in known and judge:
            known[key] = judge.verdict(load.plot_key, market, load.day)
        found[load.line] = known[key]
    return found
